"""Links → form fields.

Typst knows no forms, so the template draws each field as a link to ``x-field:<number>``. Typst has
then written all that is hard to write: the annotation's place, its structure element with the one
child that leads back to it, the tree from numbers to elements, and the order of tabbing. What is
left is to make a field of the annotation and a form element of the structure element
(PDF 32000-1, 12.7 and 14.8.4.5; PDF/UA-1, 7.18.4).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Object, Pdf, Stream, String

from ...form import TICKED
from . import appearances, typing_font
from .record import FIELD
from .sheet import Sheet, Widget

LINK: Final = b"x-field:"
#: The first choice of a list, so that an answer can be taken back.
UNANSWERED: Final = "-"

READ_ONLY: Final = 1
MULTILINE: Final = 1 << 12
COMBO: Final = 1 << 17

HIDDEN: Final = 2
PRINTED: Final = 4


def finish(content: bytes, sheet: Sheet, record: str | None) -> bytes:
    """Complete what Typst has written; the same input gives the same bytes.

    :param sheet: whose data have been laid out.
    :param record: what the form says of itself beside its fields; ``None``: there is no form.
    """
    with Pdf.open(io.BytesIO(content)) as pdf:
        pdf.Root.Lang = String(sheet.interface.language)
        _mark_row_headers(pdf, sheet.header_columns)
        if record is not None:
            at_right = sheet.interface.direction == "rtl"
            _Form(pdf, sheet.widgets, at_right=at_right).add(record)
        result = io.BytesIO()
        pdf.save(
            result,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
    return result.getvalue()


class _Form:
    """Makes the form of one file.

    Dictionaries are written as text and parsed: ten times faster than setting their keys.

    :param at_right: whether what is typed begins at the right edge of its field.
    """

    def __init__(self, pdf: Pdf, widgets: Sequence[Widget], *, at_right: bool = False) -> None:
        self.pdf = pdf
        self.at_right = at_right
        self.widgets = widgets
        self.fields = Array()
        self.groups: dict[str, Object] = {}
        self.looks: dict[tuple[float, float, bytes], Object] = {}
        #: Structure elements of annotations, by number (PDF 32000-1, 14.7.4.4).
        self.elements = NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        fonts = Dictionary({f"/{typing_font.NAME}": typing_font.embed(pdf)})
        self.resources = pdf.make_indirect(Dictionary(Font=fonts))

    def add(self, record: str) -> None:
        done = 0
        for page in self.pdf.pages:
            annotations = page.get("/Annots", Array())
            for index, annotation in enumerate(annotations):
                address = _address(annotation)
                if address.startswith(LINK):
                    widget = self.widgets[int(address.removeprefix(LINK))]
                    annotations[index] = self._widget(annotation, page.obj, widget)
                    done += 1
        if done != len(self.widgets):
            raise ValueError(f"{len(self.widgets)} fields were asked for, {done} are on the pages")
        self._add_record(record)
        self.pdf.Root.AcroForm = Dictionary(
            Fields=self.fields,
            DR=self.resources,
            DA=String(appearances.DEFAULT_APPEARANCE),
            NeedAppearances=False,
        )

    def _add_record(self, record: str) -> None:
        """A hidden field: it goes wherever the answers go."""
        page = self.pdf.pages[0]
        field = _dictionary(
            f"/Type/Annot/Subtype/Widget/FT/Tx/Ff {READ_ONLY}/F {HIDDEN}/T({FIELD})/TU({FIELD})"
            f"/Rect[0 0 0 0]/DA({appearances.DEFAULT_APPEARANCE})"
        )
        field.P = page.obj
        field.V = String(record)
        indirect = self.pdf.make_indirect(field)
        page.Annots = page.get("/Annots", Array())
        page.Annots.append(indirect)
        page.Tabs = Name.S
        self.fields.append(indirect)

    def _widget(self, annotation: Object, page: Object, widget: Widget) -> Any:
        """The widget that takes the place of a link."""
        number = int(annotation.StructParent)
        x0, y0, x1, y1 = (float(each) for each in annotation.Rect.as_list())
        width, height = round(x1 - x0, 3), round(y1 - y0, 3)
        spoken = widget.choice_label or widget.label
        keys = (
            f"/Type/Annot/Subtype/Widget/F {PRINTED}/BS<</W 0/S/S>>/StructParent {number}"
            f"/Rect[{x0:.5f} {y0:.5f} {x1:.5f} {y1:.5f}]/TU{_string(spoken)}"
        )
        make = {"tick": self._tick, "choice": self._choice}.get(widget.field.kind, self._typed)
        found = make(keys, widget, width, height)
        found.P = page
        element = self.elements[number]
        element.S = Name.Form
        element.K[0].Obj = found
        # Said in any case: what is around it may be in another language than the document.
        element.Lang = String(widget.language)
        return found

    def _tick(self, keys: str, widget: Widget, width: float, height: float) -> Any:
        state = "/Yes" if widget.value == TICKED else "/Off"
        found = self._field(f"{keys}/FT/Btn/V{state}/AS{state}/MK<</CA(4)>>", widget)
        found.AP = self._looks("/Yes", width, height, appearances.tick(width, height))
        return found

    def _choice(self, keys: str, widget: Widget, width: float, height: float) -> Any:
        name = widget.field.name
        if name not in self.groups:
            value = widget.value or "Off"
            # Check boxes of one name with a value each: only one of them is on, as with radio
            # buttons, but viewers also let it be taken back.
            group = f"/FT/Btn/V/{value}/TU{_string(widget.label)}/Kids[]"
            self.groups[name] = self._field(group, widget)
        state = widget.choice if widget.value == widget.choice else "Off"
        found = self.pdf.make_indirect(_dictionary(f"{keys}/AS/{state}/MK<</CA(l)>>"))
        found.AP = self._looks(f"/{widget.choice}", width, height, appearances.dot(width, height))
        found.Parent = self.groups[name]
        self.groups[name].Kids.append(found)
        return found

    def _typed(self, keys: str, widget: Widget, width: float, height: float) -> Any:
        # What stands in a table wraps, since columns are narrow; a line break in it is a space.
        lines = widget.field.kind == "text" and bool(widget.field.path)
        keys += f"/DA({appearances.DEFAULT_APPEARANCE})" + "/Q 2" * self.at_right
        if widget.field.kind == "number":
            options = "".join(map(_string, _options(widget)))
            value = f"/V{_string(widget.value)}" if widget.value else ""
            keys += f"/FT/Ch/Ff {COMBO}/Opt[{options}]{value}"
        else:
            keys += f"/FT/Tx/V{_string(widget.value)}" + (f"/Ff {MULTILINE}" if lines else "")
        found = self._field(keys, widget)
        # Not shared, though most are alike: some viewers write into the one that is there.
        look = appearances.typed(
            widget.value, width, height, is_multiline=lines, at_right=self.at_right
        )
        stream = self._stream(width, height, look)
        stream.Resources = self.resources
        found.AP = Dictionary(N=stream)
        return found

    def _field(self, keys: str, widget: Widget) -> Any:
        field = self.pdf.make_indirect(_dictionary(f"{keys}/T{_string(widget.field.name)}"))
        self.fields.append(field)
        return field

    def _looks(self, on: str, width: float, height: float, operators: bytes) -> Dictionary:
        """How a button looks when it is on and when it is off."""
        states = {
            on: self._look(width, height, operators),
            "/Off": self._look(width, height, appearances.NOTHING),
        }
        return Dictionary(N=Dictionary(states))

    def _look(self, width: float, height: float, operators: bytes) -> Object:
        """What is drawn for a button; buttons of one size share it."""
        key = width, height, operators
        if key not in self.looks:
            self.looks[key] = self._stream(width, height, operators)
        return self.looks[key]

    def _stream(self, width: float, height: float, operators: bytes) -> Object:
        keys = f"/Type/XObject/Subtype/Form/BBox[0 0 {width} {height}]/Resources<<>>"
        return Stream(self.pdf, operators, _dictionary(keys))


def _dictionary(keys: str) -> Any:
    return Object.parse(f"<<{keys}>>".encode())


def _string(text: str) -> str:
    """A text as PDF has it (PDF 32000-1, 7.9.2.2)."""
    if text.isascii() and text.isprintable() and not set(text) & set("()\\"):
        return f"({text})"
    return f"<{(chr(0xFEFF) + text).encode('utf-16-be').hex()}>"


def _address(annotation: Object) -> bytes:
    action: Any = annotation.get("/A", {})
    return bytes(action.get("/URI", b""))


def _options(widget: Widget) -> list[str]:
    """The choices of a list; an answer outside its scale is one of them, or it would be lost."""
    scale = widget.field.scale
    numbers = [str(each) for each in range(scale.min, scale.max + 1)] if scale else []
    odd = [widget.value] if widget.value and widget.value not in numbers else []
    return [UNANSWERED, *numbers, *odd]


def _mark_row_headers(pdf: Pdf, columns: Sequence[int]) -> None:
    """Make the words of each row its header, which Typst cannot.

    Typst lists the headers of each cell, and such a list wins over the scope of a header: the new
    header has to be added to the lists.
    """
    tree = pdf.Root.StructTreeRoot
    if not columns:
        return
    names = {str(name): element for name, element in NameTree(tree.IDTree).items()}
    tables = zip(_bodies(tree.K), columns, strict=True)
    rows = ((list(row.K), column) for body, column in tables for row in body.K)
    for number, (cells, column) in enumerate(rows):
        if len(cells) <= column or len(cells) < 2:
            continue  # a cell across all columns
        key = f"row{number:06}"
        name = String(key)
        header = names[key] = cells[column]
        header.S = Name.TH
        header.ID = name
        header.A = _dictionary("/O/Table/Scope/Row")
        for cell in cells:
            if cell is not header:
                _add_header(cell, name)
    # Written anew as one leaf: adding names one by one is slow.
    pairs = sorted(names.items(), key=lambda each: each[0].encode())
    entries = Array([each for key, element in pairs for each in (String(key), element)])
    tree.IDTree = pdf.make_indirect(Dictionary(Names=entries))


def _add_header(cell: Any, name: String) -> None:
    attributes = cell.A
    for each in attributes if isinstance(attributes, Array) else [attributes]:
        if "/Headers" in each:
            each.Headers.append(name)


def _bodies(root: Object) -> Iterator[Any]:
    """The bodies of all tables, in order."""
    waiting: list[Any] = [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Array):
            waiting += reversed(list(each))
        elif isinstance(each, Dictionary) and each.get("/S") == "/TBody":
            yield each
        elif isinstance(each, Dictionary) and "/S" in each and "/K" in each:
            waiting.append(each.K)
