"""Small PDF forms, also odd ones: the fields of our own, without the looks.

A form is made of pikepdf's objects, so that a test can bend any part of it before it is saved.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

KEYWORDS: Final = "ramverk-pdf/1, review, 2.0, sv, form"

READ_ONLY: Final = 1
MULTILINE: Final = 1 << 12
RADIO: Final = 1 << 15
PUSH_BUTTON: Final = 1 << 16
COMBO: Final = 1 << 17

#: What a test does to a form before it is saved; what it adds are further fields.
Bend = Callable[[Pdf], Iterable[Object] | None]


def record(**members: Any) -> str:
    """The text of a form's record."""
    fixed = {"format": "ramverk-pdf/1", "framework": "review", "version": "2.0", "values": {}}
    return json.dumps({**fixed, **members})


def text(name: str, value: Any = None, **members: Any) -> Dictionary:
    """A field to write in, its one widget within it; ``value`` as text or as it is in a PDF."""
    return field(name, "/Tx", String(value) if isinstance(value, str) else value, **members)


def tick(name: str, state: str | None = "/Off", **members: Any) -> Dictionary:
    """A check box; ``None``: it does not say whether it is ticked."""
    value = None if state is None else Name(state)
    return field(name, "/Btn", value, **{"AS": Name(state or "/Off"), **members})


def number(name: str, value: str = "-", options: Iterable[Any] = "-0123456789") -> Dictionary:
    """A list of numbers to choose from."""
    return field(name, "/Ch", String(value), Ff=COMBO, Opt=Array(map(as_option, options)))


def radio(name: str, states: Iterable[str], value: str | None = "/Off") -> Dictionary:
    """A choice: a field with a widget for each state."""
    looks = [Name(state if state == value else "/Off") for state in states]
    kids = Array([Dictionary(Subtype=Name.Widget, AS=look) for look in looks])
    found = Dictionary(T=String(name), FT=Name.Btn, Ff=RADIO, Kids=kids)
    if value is not None:
        found.V = Name(value)
    return found


def field(name: str, type_: str, value: Any, **members: Any) -> Dictionary:
    found = Dictionary(T=String(name), FT=Name(type_), Subtype=Name.Widget, **members)
    if value is not None:
        found.V = value
    return found


def as_option(option: Any) -> Object:
    return String(option) if isinstance(option, str) else Array([String(each) for each in option])


def form(
    *fields: Dictionary,
    said: str | None = None,
    keywords: str | None = KEYWORDS,
    bend: Bend | None = None,
    **saving: Any,
) -> bytes:
    """A form of one page.

    :param said: the text of the record; empty: there is none.
    :param saving: how pikepdf is to save it.
    """
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    if keywords is not None:
        pdf.docinfo["/Keywords"] = keywords
    own = record() if said is None else said
    hidden = [text("ramverk", own, Ff=READ_ONLY, F=2, Rect=Array([0, 0, 0, 0]))] if own else []
    parts = Array([pdf.make_indirect(each) for each in (*fields, *hidden)])
    pdf.Root.AcroForm = Dictionary(Fields=parts)
    for each in [*parts] if bend is None else [*parts, *(bend(pdf) or ())]:
        attach(pdf, each)
    content = io.BytesIO()
    pdf.save(content, **{"static_id": True, **saving})
    return content.getvalue()


def attach(pdf: Pdf, part: Object) -> None:
    """Put a field's widgets on the page, as viewers expect them."""
    page = pdf.pages[0].obj
    page.Annots = page.get("/Annots", Array())
    for each in [*part.get("/Kids", [part])]:
        if isinstance(each, Dictionary) and "/Subtype" in each and each.is_indirect:
            page.Annots.append(each)


def written(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of such objects as no library would write them; object 1 is the root."""
    content = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number_, each in objects.items():
        places[number_] = len(content)
        content += b"%d 0 obj\n%s\nendobj\n" % (number_, each)
    start, size = len(content), max(objects) + 1
    content += b"xref\n0 %d\n0000000000 65535 f \n" % size
    content += b"".join(b"%010d 00000 n \n" % places.get(each, 0) for each in range(1, size))
    content += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        trailer,
        start,
    )
    return bytes(content)
