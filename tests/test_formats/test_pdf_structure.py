"""What the PDFs are made of, judged by other people's engines: tags, languages, claims, fonts."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import lxml.etree
import pikepdf
import pymupdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, NameTree, Object, Pdf, Stream

from ramverk.formats import pdf
from ramverk.model import in_language
from tests.conftest import ROOT
from tests.test_formats.pdf_sheets import (
    FRAMEWORKS,
    LANGUAGES,
    Sheet,
    framework,
    reworded,
    sheet,
    told,
    written,
)
from tests.test_formats.pdf_tags import Annotation, Tagged, squeezed

_VARIANTS: Final[tuple[pdf.Variant, ...]] = ("print", "form", "checklist")
_NAMESPACES: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


@pytest.fixture(params=FRAMEWORKS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=_VARIANTS)
def found(request: pytest.FixtureRequest, name: str, language: str) -> Sheet:
    return sheet(name, language, request.param)


# --- the file -------------------------------------------------------------------------------------


def test_other_engines_find_nothing_wrong(found: Sheet) -> None:
    with pikepdf.open(io.BytesIO(found.content)) as pdf_:
        assert pdf_.check_pdf_syntax() == []
        count = len(pdf_.pages)
    assert len(pypdf.PdfReader(io.BytesIO(found.content), strict=True).pages) == count
    with pymupdf.open(stream=found.content) as document:
        assert not document.is_repaired
        assert document.page_count == count
    assert found.pages.missing == ""


def test_a_sheet_says_what_it_is(found: Sheet) -> None:
    root = found.tags.pdf.Root
    assert root.Lang == found.language
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    information = found.tags.pdf.docinfo
    assert information.Title == str(found.framework.title)
    keywords = ["ramverk-pdf/1", found.framework.id, found.framework.version]
    assert information.Keywords == ", ".join([*keywords, found.language, found.variant])
    assert str(information.CreationDate).startswith(f"D:{found.framework.date:%Y%m%d}")


def test_a_sheet_claims_the_standards_that_it_keeps(found: Sheet) -> None:
    metadata = lxml.etree.fromstring(found.tags.pdf.Root.Metadata.read_bytes())

    def said(path: str) -> list[Any]:
        return [each.text for each in metadata.findall(f".//{path}", _NAMESPACES)]

    assert said("pdfuaid:part") == ["1"]
    is_form = found.variant == "form"
    assert said("pdfaid:part") == ([] if is_form else ["2"])
    assert said("pdfaid:conformance") == ([] if is_form else ["A"])
    assert said("dc:title//rdf:li") == [str(found.framework.title)]
    assert said("dc:language//rdf:li") == [found.language]


def test_bookmarks_are_the_headings(found: Sheet) -> None:
    headings = [*found.tags.document.all("H1", "H2")]
    with found.tags.pdf.open_outline() as outline:
        bookmarks = [*_bookmarks(outline.root, 1)]
    assert bookmarks == [(int(each.kind[1]), each.text) for each in headings]
    # Nested as deep as they say, without a level left out.
    levels = [level for level, _ in bookmarks]
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


def _bookmarks(items: Any, level: int) -> Iterator[tuple[int, str]]:
    for each in items:
        yield level, squeezed(each.title)
        yield from _bookmarks(each.children, level + 1)


def test_all_fonts_are_embedded(found: Sheet) -> None:
    fonts = [each for each in _objects(found.tags.pdf) if each.get("/Type") == "/Font"]
    assert fonts
    for each in fonts:
        assert "/ToUnicode" in each or each.Subtype != "/Type0"
        if each.Subtype == "/Type0":
            assert all(font in fonts for font in each.DescendantFonts)
        else:
            assert {"/FontFile2", "/FontFile3"} & set(each.FontDescriptor.keys())


def _objects(found: Pdf) -> Iterator[Any]:
    """All dictionaries of a file, also those within others."""
    waiting: list[Any] = [found.trailer, *found.objects]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Dictionary | Stream):
            yield each
            values = [each[key] for key in each.keys()]  # noqa: SIM118 - not a dict
        else:
            values = list(each) if isinstance(each, Array) else []
        # Numbers and such are no objects of pikepdf; what is indirect comes by itself.
        waiting += [value for value in values if not getattr(value, "is_indirect", True)]


def test_nothing_acts_by_itself(found: Sheet) -> None:
    for each in _objects(found.tags.pdf):
        assert not {"/AA", "/OpenAction", "/JS", "/EF", "/RichMediaContent"} & set(each.keys())
        if each.get("/Type") == "/Action" or "/URI" in each:
            assert each.S == "/URI"
            assert bytes(each.URI).startswith((b"https://", b"http://"))


def test_links_lead_where_the_author_meant(found: Sheet) -> None:
    texts = "\n".join(told(found.framework, found.variant))
    links = [
        (annotation.object.A.URI, element)
        for element in found.tags.document.all("Link")
        for annotation in element.annotations
    ]
    assert [str(address) for address, _ in links] == re.findall(r"https://\S+", texts)
    for address, element in links:
        assert squeezed(str(address)) == element.text
        assert all(each.object.Contents for each in element.annotations)


def test_only_grey_is_printed(found: Sheet) -> None:
    pdf_ = found.tags.pdf
    streams = [page.obj for page in pdf_.pages]
    streams += [each for each in _objects(pdf_) if each.get("/Subtype") == "/Form"]
    colours = "g G rg RG k K sc SC scn SCN cs CS"
    for stream in streams:
        for each in pikepdf.parse_content_stream(stream, colours):
            assert str(each.operator) in ("g", "G", "sc", "SC", "scn", "SCN", "cs", "CS")
            assert len(each.operands) == 1
    assert not any(each.get("/Subtype") == "/Image" for each in _objects(pdf_))


# --- reading order and languages ------------------------------------------------------------------


def test_all_that_is_shown_has_its_place_in_the_reading_order(found: Sheet) -> None:
    tags = found.tags
    read = Counter(each.place for each in tags.document.words)
    assert read == Counter(tags.places)
    for number, page in enumerate(tags.pdf.pages):
        marked = sorted(mark for on, mark in tags.places if on == number)
        owners: Any = tags.elements_by_number[int(page.obj.StructParents)] if marked else []
        assert marked == [*range(len(owners))]
        assert "/Annots" not in page.obj or page.obj.Tabs == "/S"


def test_annotations_and_tags_lead_to_each_other(found: Sheet) -> None:
    tags = found.tags
    within = [
        (element, kid)
        for element in tags.document.all("Form", "Link")
        for kid in element.kids
        if isinstance(kid, Annotation)
    ]
    # A link of several lines has an annotation for each.
    for element, each in within:
        owner = tags.elements_by_number[int(each.object.StructParent)]
        assert owner.objgen == element.object.objgen
        assert each.object.objgen in {
            other.objgen for other in tags.pdf.pages[each.page].obj.Annots
        }
    shown = [each.objgen for page in tags.pdf.pages for each in page.obj.get("/Annots", [])]
    hidden = {each.objgen for each in _hidden(tags)}
    assert Counter(each.object.objgen for _, each in within) == Counter(
        each for each in shown if each not in hidden
    )


def _hidden(tags: Tagged) -> list[Object]:
    fields = tags.pdf.Root.get("/AcroForm", Dictionary(Fields=Array())).Fields
    return [each for each in fields if each.T == "ramverk"]


def test_all_words_are_read_in_order_and_in_their_language(found: Sheet) -> None:
    assert_words_and_languages(found)


def assert_words_and_languages(found: Sheet) -> None:
    """Nothing that the framework says is missing; the other words are the interface's."""
    pieces = [*found.tags.document.words]
    read = "".join(each.text for each in pieces)
    languages = [each.language for each in pieces for _ in each.text]
    place = 0
    for text in told(found.framework, found.variant):
        words = squeezed(text)
        start = read.find(words, place)
        assert start >= 0, f"{text!r} is missing in {read[place : place + 200]!r}"
        wanted = found.language if in_language(text, found.language) else text.language
        assert {*languages[start : start + len(words)]} == {wanted}, text
        assert {*languages[place:start]} <= {found.language}, read[place:start]
        place = start + len(words)
    assert {*languages[place:]} <= {found.language}


@pytest.mark.parametrize("variant", _VARIANTS)
def test_what_is_not_translated_says_so(name: str, variant: pdf.Variant) -> None:
    other = "sv" if framework(name).language != "sv" else "en"
    unknown = reworded(framework(name), other, lambda _text: "")
    assert unknown.title.language == framework(name).language
    assert_words_and_languages(written(unknown, other, variant))


@pytest.mark.parametrize("variant", _VARIANTS)
def test_what_is_half_translated_says_so_for_each_text(name: str, variant: pdf.Variant) -> None:
    def every_second(text: str) -> str:
        return f"@{text}" if len(text) % 2 else ""

    other = "sv" if framework(name).language != "sv" else "en"
    assert_words_and_languages(
        written(reworded(framework(name), other, every_second), other, variant)
    )


# --- tables ---------------------------------------------------------------------------------------


def test_every_row_has_a_header_that_its_cells_name(found: Sheet) -> None:
    tags = found.tags
    names = NameTree(tags.root.IDTree) if "/IDTree" in tags.root else {}
    for table in tags.document.all("Table"):
        rows = [row for body in table.all("TBody") for row in body.all("TR")]
        for row in rows:
            heads = [cell for cell in row.all("TH") if cell.attributes["/Scope"] == "/Row"]
            if not heads and len(row.kids) == 1:
                continue  # places to sign, which belong to the row above
            assert len(heads) == 1
            own = str(heads[0].object.ID)
            assert names[own].objgen == heads[0].object.objgen
            for cell in row.all("TD", "TH"):
                assert own in map(str, cell.attributes.get("/Headers", [own]))


def test_every_cell_names_the_headers_of_its_columns(found: Sheet) -> None:
    tags = found.tags
    for table in tags.document.all("Table"):
        heads = [cell for head in table.all("THead") for cell in head.all("TH")]
        assert heads
        assert all(each.attributes["/Scope"] == "/Column" and each.text for each in heads)
        ids = {str(each.object.ID) for each in heads}
        for body in table.all("TBody"):
            for cell in body.all("TD"):
                assert ids & {*map(str, cell.attributes["/Headers"])}


# --- the same again -------------------------------------------------------------------------------

_AGAIN: Final = """
import hashlib, sys
from tests.test_formats.pdf_sheets import sheet
print(hashlib.sha256(sheet("review", "sv", sys.argv[1]).content).hexdigest())
"""


@pytest.mark.parametrize("variant", _VARIANTS)
def test_the_same_gives_the_same_bytes(variant: pdf.Variant) -> None:
    first = sheet("review", "sv", variant)
    again = written(first.framework, "sv", variant)
    assert again.content == first.content
    digest = hashlib.sha256(first.content).hexdigest()
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    elsewhere = subprocess.run(
        [sys.executable, "-c", _AGAIN, variant],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.strip() == digest
