"""A tagged PDF as a screen reader has it: its words in order, each in its language.

The words come from PDFium, everything else from pikepdf.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, NumberTree, Object
from pypdfium2 import raw

#: What a line end may add or swallow.
_UNSURE: Final = re.compile("[\\s\\-\u00ad\u2010\u200b\ufffe\u0002]+")

#: A piece of marked content: the number of its page, and its own on that page.
Place = tuple[int, int]


def squeezed(text: str) -> str:
    """A text without what its lines decide on: blanks and hyphens."""
    return _UNSURE.sub("", text)


@dataclass(frozen=True)
class Words:
    """Words that stand together."""

    text: str
    language: str
    place: Place

    @property
    def page(self) -> int:
        return self.place[0]


@dataclass(frozen=True)
class Annotation:
    """A field or link."""

    object: Object
    page: int


@dataclass
class Element:
    """A part of the document.

    :param kind: as the standard calls it, such as ``TH``.
    :param language: in force.
    """

    object: Object
    kind: str
    language: str
    kids: list[Element | Words | Annotation] = field(default_factory=list)

    def all(self, *kinds: str) -> Iterator[Element]:
        """The elements of some kinds within this one, in order."""
        for kid in self.kids:
            if isinstance(kid, Element):
                if kid.kind in kinds:
                    yield kid
                yield from kid.all(*kinds)

    @property
    def leaves(self) -> Iterator[Words | Annotation]:
        """What is to be seen, in order."""
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.leaves
            else:
                yield kid

    @property
    def words(self) -> Iterator[Words]:
        return (each for each in self.leaves if isinstance(each, Words))

    @property
    def annotations(self) -> Iterator[Annotation]:
        return (each for each in self.leaves if isinstance(each, Annotation))

    @property
    def text(self) -> str:
        return "".join(each.text for each in self.words)

    @property
    def pages(self) -> set[int]:
        return {each.page for each in self.leaves}

    @property
    def attributes(self) -> dict[str, Any]:
        found: Any = self.object.get("/A", [])
        parts = [found] if isinstance(found, Dictionary) else found
        return {key: each[key] for each in parts for key in each.keys()}  # noqa: SIM118 - not a dict


class Tagged:
    """A tagged PDF."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.pdf = pikepdf.open(io.BytesIO(content))
        self._numbers = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}

    @property
    def root(self) -> Object:
        tree: Object = self.pdf.Root.StructTreeRoot
        return tree

    @cached_property
    def document(self) -> Element:
        language = str(self.pdf.Root.Lang)
        found = Element(self.root, "", language)
        found.kids = [*self._kids(self.root.K, language, None)]
        assert len(found.kids) == 1
        document = found.kids[0]
        assert isinstance(document, Element)
        return document

    def _kids(
        self, found: Any, language: str, page: int | None
    ) -> Iterator[Element | Words | Annotation]:
        if isinstance(found, Array):
            for each in found:
                yield from self._kids(each, language, page)
        elif isinstance(found, Dictionary) and "/S" in found:
            yield self._element(found, language, page)
        elif isinstance(found, Dictionary) and found.Type == "/OBJR":
            yield Annotation(found.Obj, self._page(found, page))
        else:
            number = found.MCID if isinstance(found, Dictionary) else found
            place = self._page(found, page), int(number)
            own = self._languages.get(place, language)
            yield Words(self._texts.get(place, ""), own, place)

    def _element(self, found: Any, language: str, page: int | None) -> Element:
        roles: Any = self.root.get("/RoleMap", Dictionary())
        kind = str(roles.get(str(found.S), found.S)).removeprefix("/")
        language = str(found.get("/Lang", language))
        if "/Pg" in found:
            page = self._page(found, page)
        return Element(found, kind, language, [*self._kids(found.get("/K", []), language, page)])

    def _page(self, found: Any, page: int | None) -> int:
        if isinstance(found, Dictionary) and "/Pg" in found:
            return self._numbers[found.Pg.objgen]
        assert page is not None
        return page

    @cached_property
    def _languages(self) -> dict[Place, str]:
        """The languages that marked content itself says it is in."""
        return {
            (number, int(properties.MCID)): str(properties.Lang)
            for number, properties in self._marks
            if "/Lang" in properties
        }

    @cached_property
    def _marks(self) -> list[tuple[int, Any]]:
        """What marked content says of itself, with the number of its page."""
        marks = [
            (number, each.operands[1])
            for number, page in enumerate(self.pdf.pages)
            for each in pikepdf.parse_content_stream(page, "BDC")
        ]
        return [each for each in marks if isinstance(each[1], Dictionary) and "/MCID" in each[1]]

    @property
    def places(self) -> list[Place]:
        """All marked content of the pages."""
        return [(number, int(properties.MCID)) for number, properties in self._marks]

    @cached_property
    def _texts(self) -> dict[Place, str]:
        found: dict[Place, list[str]] = defaultdict(list)
        document = pypdfium2.PdfDocument(self.content)
        for number in range(len(document)):
            page = document[number]
            textpage = page.get_textpage()
            for each in page.get_objects():
                place = number, raw.FPDFPageObj_GetMarkedContentID(each)
                if each.type == raw.FPDF_PAGEOBJ_TEXT and place[1] >= 0:
                    found[place].append(_text_of(each, textpage))
            textpage.close()
            page.close()
        document.close()
        return {place: squeezed("".join(texts)) for place, texts in found.items()}

    @cached_property
    def elements_by_number(self) -> NumberTree:
        return NumberTree(self.root.ParentTree)


def _text_of(each: Any, textpage: Any) -> str:
    size = raw.FPDFTextObj_GetText(each, textpage, None, 0)
    space = (ctypes.c_ushort * (size // 2))()
    raw.FPDFTextObj_GetText(each, textpage, space, size)
    return bytes(space).decode("utf-16-le").rstrip("\0")
