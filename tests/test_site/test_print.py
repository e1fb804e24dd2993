"""The sheets that leave the printer: frameworks and checklists on A4."""

from __future__ import annotations

import io
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2
import pytest
from babel.dates import format_date
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from tests.test_seeds import framework, in_reading_order
from tests.test_site.conftest import FRAMEWORKS, LANGUAGES, Reader, Site, say, translations

pytestmark = pytest.mark.browser

MM: Final = 72 / 25.4
A4: Final = (210 * MM, 297 * MM)
#: Of the screen, in a millimetre.
_PIXELS: Final = 96 / 25.4
#: A window as wide as the paper between its margins.
_BETWEEN_MARGINS: Final = ViewportSize(width=round(178 / 25.4 * 96), height=1000)
#: Printed pages as pictures, in dots per point.
_SCALE: Final = 2

SHEETS: Final = [
    pytest.param(language, name, id=f"{language}-{name}")
    for language in LANGUAGES
    for framework in FRAMEWORKS
    for name in (framework, f"{framework}-checklist")
]
every_sheet = pytest.mark.parametrize(("language", "name"), SHEETS)

_TICKED: Final = {"indicator", "item", "step"}
_ROWS: Final = {*_TICKED, "service"}
_TEXTS: Final = {*_ROWS, "paragraph", "bullet", "criterion", "evidence", "notice"}


def squeeze(text: str) -> str:
    """What is left when lines may break anywhere, also within words."""
    return re.sub(r"[\s\u00ad\u2010-]", "", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True)
class Place:
    """Where a text stands: its first and its last page."""

    role: str
    text: str
    first: int
    last: int


@dataclass(frozen=True)
class Sheet:
    """A printed page of the handbook."""

    data: bytes
    #: What should stand at the head of each page.
    head: str
    reader: PdfReader = field(init=False)
    #: The texts of the pages as they are, and without what stands at their head, squeezed.
    pages: list[str] = field(init=False, default_factory=list)
    bodies: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reader", PdfReader(io.BytesIO(self.data)))
        self.pages.extend(squeeze(each.extract_text()) for each in self.reader.pages)
        self.bodies.extend(
            text.removeprefix(self.head_of_page(number)) for number, text in enumerate(self.pages)
        )

    def head_of_page(self, number: int) -> str:
        return squeeze(f"{self.head} {number + 1}/{len(self.pages)}")

    def places(self, texts: list[tuple[str, str]]) -> list[Place]:
        """Where texts stand that follow one another; each is searched behind the one before."""
        whole = "".join(self.bodies)
        ends = [sum(map(len, self.bodies[: number + 1])) for number in range(len(self.bodies))]

        def page_of(position: int) -> int:
            return sum(position >= end for end in ends)

        found, position = [], 0
        for role, text in texts:
            squeezed = squeeze(text)
            start = whole.find(squeezed, position)
            assert start >= 0, f"missing, or too early: {text}"
            position = start + len(squeezed)
            found.append(Place(role, text, page_of(start), page_of(position - 1)))
        return found

    def picture(self, number: int) -> Image.Image:
        page = pypdfium2.PdfDocument(self.data)[number]
        picture: Image.Image = page.render(scale=_SCALE).to_pil().convert("L")
        return picture

    def squares(self, number: int) -> list[tuple[float, float, float, float]]:
        """Drawn squares about as large as a box to tick: left, bottom, right, top in points."""
        page = pypdfium2.PdfDocument(self.data)[number]
        path = pypdfium2.raw.FPDF_PAGEOBJ_PATH
        bounds = [each.get_bounds() for each in page.get_objects(max_depth=15) if each.type == path]
        return [
            (left, bottom, right, top)
            for left, bottom, right, top in bounds
            if 3.5 * MM < right - left < 8 * MM and abs((right - left) - (top - bottom)) < 1
        ]


def document_of(name: str) -> str:
    return name.removesuffix("-checklist")


def in_language(language: str, document: str, text: str) -> str:
    return text if language == "sv" else translations(f"frameworks/{document}")[text]


def texts_of(language: str, name: str) -> list[tuple[str, str]]:
    """Roles and texts that a sheet shows, in reading order."""
    document = document_of(name)
    wanted = _TEXTS if name == document else {*_TICKED, "criterion", "notice"}
    return [
        (piece.role, in_language(language, document, piece.text))
        for piece in in_reading_order(framework(document))
        if piece.role in wanted
    ]


def head_of(language: str, name: str) -> str:
    """Name, version, date, status and language."""
    document = document_of(name)
    data = framework(document)
    title = in_language(language, document, data["title"])
    locale = {"sv": "sv", "en": "en_GB"}[language]
    facts = [f"Version {data['version']}", format_date(data["date"], "d MMMM y", locale)]
    if data.get("status") == "final":
        facts.append(say(language, "Final version"))
    facts.append({"sv": "svenska", "en": "English"}[language])
    return " ".join([" · ".join(filter(None, [data.get("code"), title])), " · ".join(facts)])


def print_page(page: Page, language: str, name: str) -> Sheet:
    data = page.pdf(prefer_css_page_size=True, tagged=True, outline=True)
    return Sheet(data, head_of(language, name))


Print = Callable[[str, str], Sheet]


@pytest.fixture(scope="module")
def sheet(browser: Browser, server: str) -> Iterator[Print]:
    """``sheet("sv", "staff-mobility")``: that page, printed once a worker."""
    reader = Reader(browser)
    printed: dict[tuple[str, str], Sheet] = {}

    def find(language: str, name: str) -> Sheet:
        if (language, name) not in printed:
            reader.page.goto(f"{server}{language}/frameworks/{name}.html")
            printed[language, name] = print_page(reader.page, language, name)
        return printed[language, name]

    yield find
    reader.context.close()


def style_page(page: Page, css: str) -> None:
    page.evaluate(
        """css => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css);
          document.adoptedStyleSheets.push(sheet);
        }""",
        css,
    )


def tags(element: PdfObject | None) -> Iterator[str]:
    """The names of all elements in the structure of a tagged document."""
    found = element.get_object() if element is not None else None
    if isinstance(found, ArrayObject):
        for each in found:
            yield from tags(each)
    elif isinstance(found, DictionaryObject):
        if "/S" in found:
            yield str(found["/S"])
        if "/K" in found:
            yield from tags(found["/K"])


def titles(outline: list[Any]) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry)
        else:
            yield str(entry.title)


# --- the sheets ---------------------------------------------------------------------------------


@every_sheet
def test_sheet_is_a4_tagged_and_says_its_language(sheet: Print, language: str, name: str) -> None:
    reader = sheet(language, name).reader
    for page in reader.pages:
        size = float(page.mediabox.width), float(page.mediabox.height)
        assert size == pytest.approx(A4, abs=1)
    root = reader.root_object
    marks = root["/MarkInfo"].get_object()
    assert isinstance(marks, DictionaryObject)
    assert str(marks["/Marked"]) == "True"
    assert str(root["/Lang"]) == language
    found = list(tags(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/Table", "/TH"} <= set(found)
    assert found.count("/H1") == 1


@every_sheet
def test_outline_has_the_headings(
    sheet: Print, page: Page, server: str, language: str, name: str
) -> None:
    page.goto(f"{server}{language}/frameworks/{name}.html")
    headings = page.locator("main :is(h1, h2, h3)").all_text_contents()
    expected = [squeeze(each.removesuffix("¶")).replace(":", "") for each in headings]
    found = [
        squeeze(each).replace(":", "") for each in titles(sheet(language, name).reader.outline)
    ]
    assert found == expected


@every_sheet
def test_every_page_says_what_it_is(sheet: Print, language: str, name: str) -> None:
    """Name, version, date, language, and which page of how many."""
    printed = sheet(language, name)
    for number, text in enumerate(printed.pages):
        assert text.startswith(printed.head_of_page(number))


#: What stands around the text on the screen.
_FRAME: Final = (
    ".skip, header, nav, footer, form[role=search], .headerlink, .breadcrumbs, "
    ".ramverk-downloads, .ramverk-untranslated, .ramverk-no-script, "
    # The tools, and the fields but for boxes to tick and numbers, which stand as they are.
    "button, select, textarea, details, dialog, progress, [role=status], [role=alert], "
    "input:not([type=checkbox], [type=radio], .ramverk-number)"
)
#: Boxes to tick, as drawn for paper and as fields.
_BOXES: Final = ".ramverk-box, .ramverk-form :is([type=checkbox], [type=radio])"


def frame_texts(site: Site, name: str) -> list[str]:
    parts = site.tree(name).xpath(
        "//a[@class='skip'] | //header | //nav | //nav[@class='neighbours']/a | //footer/p"
        " | //ul[@class='ramverk-downloads'] | //a[@class='headerlink']"
    )
    return [squeeze(each.text_content()) for each in parts]


@every_sheet
def test_nothing_of_the_screen_is_printed(
    sheet: Print, page: Page, site: Site, server: str, language: str, name: str
) -> None:
    whole = "".join(sheet(language, name).bodies)
    around = frame_texts(site, f"{language}/frameworks/{name}.html")
    assert len(around) > 8
    assert [each for each in around if each in whole] == []
    page.emulate_media(media="print")
    page.goto(f"{server}{language}/frameworks/{name}.html")
    shown = page.eval_on_selector_all(
        _FRAME, "all => all.filter(each => each.checkVisibility()).map(each => each.outerHTML)"
    )
    assert shown == []


@every_sheet
def test_every_text_is_printed_in_order(sheet: Print, language: str, name: str) -> None:
    assert sheet(language, name).places(texts_of(language, name))


@every_sheet
def test_no_row_is_torn(sheet: Print, language: str, name: str) -> None:
    places = sheet(language, name).places(texts_of(language, name))
    assert [each.text for each in places if each.role in _ROWS and each.first != each.last] == []


@every_sheet
def test_no_heading_stands_alone_at_the_foot_of_a_page(
    sheet: Print, language: str, name: str
) -> None:
    places = sheet(language, name).places(texts_of(language, name))
    alone = [
        above.text
        for above, below in itertools.pairwise(places)
        if above.role == "criterion" and above.last != below.first
    ]
    assert alone == []


@every_sheet
def test_head_of_a_table_is_on_every_page_with_its_rows(
    page: Page, server: str, language: str, name: str
) -> None:
    """On pages so small that tables break; browsers repeat no head above a quarter of a page."""
    height = 140 if name == document_of(name) else 95
    page.goto(f"{server}{language}/frameworks/{name}.html")
    style_page(page, f"@page {{ size: 210mm {height}mm; }}")
    printed = print_page(page, language, name)
    heads = {
        "indicator": "Exempel på indikatorer",
        "item": say(language, "What"),
        "step": say(language, "Step"),
        "service": say(language, "Quality assessment"),
    }
    if language == "en":
        heads["indicator"] = in_language(language, "staff-mobility", heads["indicator"])
    if name == document_of(name):
        # A word of its own: each row of this table begins with it.
        heads["step"] = say(language, "Step") + say(language, "What to do")
    places = printed.places(texts_of(language, name))
    pages: dict[str, set[int]] = {}
    for each in places:
        if each.role in heads:
            pages.setdefault(each.role, set()).add(each.first)
    assert max(len(each) for each in pages.values()) > 1
    for role, numbers in pages.items():
        for number in numbers:
            assert squeeze(heads[role]) in printed.bodies[number], (heads[role], number + 1)


def test_long_checklist_repeats_its_head_on_a4(sheet: Print) -> None:
    printed = sheet("sv", "staff-mobility-checklist")
    assert len(printed.bodies) > 1
    for body in printed.bodies:
        assert squeeze("Uppfyllt Exempel på indikatorer Anteckningar") in body


@every_sheet
def test_boxes_are_drawn_and_large_enough(
    sheet: Print, page: Page, server: str, language: str, name: str
) -> None:
    printed = sheet(language, name)
    drawn = 0
    for number in range(len(printed.bodies)):
        picture = printed.picture(number)
        for left, bottom, right, top in printed.squares(number):
            assert right - left >= 4 * MM
            drawn += 1
            # Dark along the edge, empty inside.
            corners = (left, A4[1] - top, right, A4[1] - bottom)
            box = picture.crop(tuple(round(each * _SCALE) for each in corners))  # type: ignore[arg-type]
            middle = box.height // 2
            across = [box.getpixel((x, middle)) for x in range(box.width)]
            assert min(across[:4]) < 128  # type: ignore[type-var, operator]
            assert min(across[-4:]) < 128  # type: ignore[type-var, operator]
            assert min(across[5:-5]) > 240  # type: ignore[type-var, operator]
    page.goto(f"{server}{language}/frameworks/{name}.html")
    page.emulate_media(media="print")
    boxes = page.locator(_BOXES).filter(visible=True)
    assert drawn == boxes.count() > 0
    ticked = [role for role, _ in texts_of(language, name) if role in _TICKED]
    assert drawn >= len(ticked)


@every_sheet
def test_empty_sheet_is_the_same_with_scripts_and_without(
    sheet: Print, page_without_scripts: Page, server: str, language: str, name: str
) -> None:
    """Fields that nobody has filled in are drawn for pens, and leave no trace in the text."""
    with_scripts = sheet(language, name)
    page_without_scripts.goto(f"{server}{language}/frameworks/{name}.html")
    without = print_page(page_without_scripts, language, name)
    assert with_scripts.pages == without.pages
    for number in range(len(without.pages)):
        found, expected = with_scripts.squares(number), without.squares(number)
        assert len(found) == len(expected)


@every_sheet
def test_there_is_room_to_write(page: Page, server: str, language: str, name: str) -> None:
    page.set_viewport_size(_BETWEEN_MARGINS)
    page.emulate_media(media="print")
    page.goto(f"{server}{language}/frameworks/{name}.html")

    def sizes(selector: str) -> list[tuple[float, float]]:
        """Width and height in millimetres."""
        found = page.eval_on_selector_all(
            selector,
            "all => all.filter(each => each.checkVisibility()).map(each => {"
            "const { width, height } = each.getBoundingClientRect(); return [width, height]; })",
        )
        return [(width / 96 * 25.4, height / 96 * 25.4) for width, height in found]

    rows = sizes(".ramverk-table tbody tr:not(.ramverk-group)")
    ticked = [role for role, _ in texts_of(language, name) if role in _ROWS]
    assert len(rows) >= len(ticked)
    assert min(height for _, height in rows) >= 8.5
    for selector, width, height in (
        (":is(.ramverk-indicators, .ramverk-items) .ramverk-notes", 50, 0),
        (".ramverk-services .ramverk-notes", 25, 0),
        # Who, by when and a note; the box between them needs less.
        (".ramverk-steps td.ramverk-paper:not(:has(.ramverk-box, [type=checkbox]))", 17.5, 0),
        (".ramverk-own", 0, 10),
        # A number from 1 to 10.
        ("td.ramverk-quality", 12, 8),
    ):
        small = [each for each in sizes(selector) if each[0] < width or each[1] < height]
        assert small == [], selector
    lines = sizes(".ramverk-sheet li")
    assert len(lines) == 4
    assert all(width >= 60 and height >= 8 for width, height in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agreement_is_signed_below_its_step(
    sheet: Print, page: Page, server: str, language: str
) -> None:
    step = in_language(language, "capacity-building", "Gör en överenskommelse med dina partner")
    place = f"{say(language, 'Name and signature')} {say(language, 'Place and date')}"
    assert "".join(sheet(language, "capacity-building").bodies).count(squeeze(place)) == 2
    # Whatever the height of the paper, the step and what belongs to it stand on one page.
    page.set_viewport_size(_BETWEEN_MARGINS)
    page.goto(f"{server}{language}/frameworks/capacity-building.html")
    expect(page.locator(".ramverk-signing")).to_be_hidden()
    for height in (120, 130, 140, 150, 160):
        style_page(page, f"@page {{ size: 210mm {height}mm; }}")
        (body,) = (
            each
            for each in print_page(page, language, "capacity-building").bodies
            if squeeze(step) in each
        )
        assert squeeze(f"{step} {place} {place}") in body
    page.emulate_media(media="print")
    lines = page.locator(".ramverk-signatures p")
    assert lines.count() == 4
    for each in lines.all():
        box = each.bounding_box()
        assert box
        assert box["width"] >= 55 * _PIXELS
        assert box["height"] >= 12 * _PIXELS


@every_sheet
def test_no_word_is_broken_in_the_head_of_a_table(
    page: Page, server: str, language: str, name: str
) -> None:
    page.set_viewport_size(_BETWEEN_MARGINS)
    page.emulate_media(media="print")
    page.goto(f"{server}{language}/frameworks/{name}.html")
    broken = page.eval_on_selector_all(
        ".ramverk-table thead",
        """heads => heads.flatMap(head => {
          const texts = document.createTreeWalker(head, NodeFilter.SHOW_TEXT), found = [];
          while (texts.nextNode())
            for (const word of texts.currentNode.data.matchAll(/\\p{L}+/gu)) {
              const range = new Range();
              range.setStart(texts.currentNode, word.index);
              range.setEnd(texts.currentNode, word.index + word[0].length);
              if (new Set([...range.getClientRects()].map(each => each.top)).size > 1)
                found.push(word[0]);
            }
          return found;
        })""",
    )
    assert broken == []


@every_sheet
def test_first_page_asks_who_fills_it_in(sheet: Print, language: str, name: str) -> None:
    first, *others = sheet(language, name).bodies
    fields = [say(language, each) for each in ("Organisation", "Group", "Filled in by", "Date")]
    assert squeeze(" ".join(fields)) in first
    assert all(squeeze(" ".join(fields)) not in each for each in others)


@every_sheet
def test_notices_end_the_last_page(sheet: Print, language: str, name: str) -> None:
    printed = sheet(language, name)
    notices = [text for role, text in texts_of(language, name) if role == "notice"]
    assert notices
    # By place on the paper: texts may be drawn in another order.
    page = pypdfium2.PdfDocument(printed.data)[len(printed.pages) - 1]
    text = page.get_textpage()
    at, _ = text.search(notices[0][:20]).get_next()
    top = text.get_charbox(at)[3]
    below = squeeze(text.get_text_bounded(top=top + 1))
    number = squeeze(f"{len(printed.pages)}/{len(printed.pages)}")
    assert below.replace(number, "") == squeeze(" ".join(notices))


@pytest.mark.parametrize("name", ["staff-mobility", "capacity-building-checklist"])
def test_dark_screen_prints_black_on_white(page: Page, server: str, name: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{server}sv/frameworks/{name}.html")
    data = page.pdf(prefer_css_page_size=True, print_background=True)
    picture = Sheet(data, head_of("sv", name)).picture(0)
    shades = picture.histogram()
    assert picture.getpixel((0, 0)) == 255
    assert sum(shades[250:]) > 0.8 * sum(shades)
    assert sum(shades[:40]) > 0


def test_link_to_another_site_is_printed_with_its_address(page: Page, server: str) -> None:
    """No page has one yet; a writer may add one at any time."""
    page.goto(f"{server}sv/frameworks/staff-mobility.html")
    page.evaluate(
        """() => {
          const link = document.createElement('a');
          link.className = 'reference external';
          link.href = 'https://example.org/regler';
          link.textContent = 'Reglerna';
          document.querySelector('main section p').append(link);
        }"""
    )
    whole = "".join(print_page(page, "sv", "staff-mobility").bodies)
    assert "Reglerna(https://example.org/regler)" in whole


@pytest.mark.parametrize("name", ["using", "about", "index"])
def test_prose_pages_print_their_text_alone(page: Page, server: str, site: Site, name: str) -> None:
    page.goto(f"{server}sv/{name}.html")
    data = page.pdf(prefer_css_page_size=True, tagged=True)
    reader = PdfReader(io.BytesIO(data))
    count = len(reader.pages)
    whole = ""
    for number, each in enumerate(reader.pages, 1):
        assert float(each.mediabox.height) == pytest.approx(A4[1], abs=1)
        text = squeeze(each.extract_text())
        assert text.startswith(f"{number}/{count}")
        # A paragraph may go on on the next page.
        whole += text.removeprefix(f"{number}/{count}")
    for paragraph in page.locator("main section > p").all_inner_texts():
        assert squeeze(paragraph) in whole
    assert [each for each in frame_texts(site, f"sv/{name}.html") if each in whole] == []
