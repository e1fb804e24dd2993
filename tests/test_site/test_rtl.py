"""A handbook in Arabic, half translated: what runs from right to left, and what must not."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import Final

import pikepdf
import pymupdf
import pypdfium2
import pytest
from playwright.sync_api import Page, ViewportSize, expect

from ramverk.answers import Carried
from ramverk.form import digests
from ramverk.formats import pdf
from ramverk.formats.pdf.appearances import INSET, SIZE, typed
from ramverk.formats.pdf.typing_font import typing_font
from ramverk.interface import interface_for
from ramverk.project import open_project
from ramverk.sphinx_ext.directions import with_directions
from tests.conftest import DATA
from tests.test_formats.pdf_tags import Tagged, squeezed
from tests.test_site import filling
from tests.test_site.conftest import DESKTOP, PHONE, ROOT, Site, _run, once, violations
from tests.test_site.filling import Device, SheetPage, answers_file
from tests.test_site.test_accessibility import assert_all_fits
from tests.test_site.test_pseudo import assert_has_room

pytestmark = pytest.mark.browser

device = filling.device

PACKAGE: Final = ROOT / "ext" / "ramverk"
LEARNERS_PAGE: Final = "ar/frameworks/learners.html"
PAGES: Final = [
    "index.html",
    "404.html",
    "ar/index.html",
    LEARNERS_PAGE,
    "ar/frameworks/learners-checklist.html",
    "ar/search.html",
]
_START: Final = """\
# Välkommen

En svensk mening på sidan. Den slutar med punkt (och en parentes).

```{toctree}
:caption: Innehåll
:glob:

frameworks/*
```
"""
_CHECKLIST: Final = "# Checklista\n\n```{checklist} learners\n```\n"
_CATALOGS: Final = "locales/ar/LC_MESSAGES"
#: A note and a name in each direction, and gaps both ways.
VALUES: Final = {
    ":organisation": "Exempelskolan (Åre).",
    "packing/passport:done": "true",
    "packing/passport:note": "En anteckning (på svenska).",
    "steps/partner:note": "ملاحظة بالعربية (قصيرة).",
    "services/housing:present": "yes",
    "services/housing:present-quality": "3",
    "services/housing:desired": "yes",
    "services/housing:desired-quality": "8",
    "services/course:present": "yes",
    "services/course:present-quality": "7",
    "services/course:desired": "yes",
    "services/course:desired-quality": "5",
}


@pytest.fixture(scope="session")
def arabic_folder(shared_folder: Path) -> Path:
    """A small project with a half-done Arabic translation, built with the commands."""

    def make(folder: Path) -> None:
        shutil.copy(ROOT / "docutils.conf", folder)
        settings = 'language = "sv"\nramverk_languages = ["sv", "ar"]\nramverk_listed_from = 0\n'
        titles = 'ramverk_titles = {"sv": "Provbok", "ar": "دليل الجودة"}\n'
        conf = (ROOT / "conf.py").read_text("utf-8")
        conf = re.sub(r"ramverk_titles\[language\]", '"Provbok"', conf)
        for name, text in {
            "conf.py": f"{conf}\n{settings}{titles}",
            "source/index.md": _START,
            "source/frameworks/learners.md": "```{framework} learners\n```\n",
            "source/frameworks/learners-checklist.md": _CHECKLIST,
            "frameworks/learners.yaml": (DATA / "sphinx/learners.yaml").read_text("utf-8"),
            "locales/ar/LC_MESSAGES/ramverk.po": (DATA / "sphinx/interface.ar.po").read_text(
                "utf-8"
            ),
            "locales/ar/LC_MESSAGES/frameworks/learners.po": (
                DATA / "sphinx/learners.ar.po"
            ).read_text("utf-8"),
        }.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        _run(folder, "ramverk", "i18n", "update", "ar")
        _run(folder, "ramverk", "build")

    return once(shared_folder / "arabic", make) / "build" / "html"


@pytest.fixture
def filled(device: Device, arabic_folder: Path) -> SheetPage:
    sheet = device.open((arabic_folder / LEARNERS_PAGE).as_uri())
    content = answers_file("learners", VALUES, version="1.10", name="مدرسة الأمل (1)")
    sheet.offer_file(content, "svar (1).json")
    sheet.painted()
    return sheet


def address(folder: Path, name: str) -> str:
    return (folder / name).as_uri() + ("?q=الإقامة" if name.endswith("search.html") else "")


# --- what stands where ----------------------------------------------------------------------------


def test_pages_say_their_direction(arabic_folder: Path) -> None:
    site = Site(arabic_folder)
    assert [site.tree(LEARNERS_PAGE).get(each) for each in ("lang", "dir")] == ["ar", "rtl"]
    assert site.tree("sv/frameworks/learners.html").get("dir") == "ltr"


def test_each_swedish_text_says_its_language_and_direction(arabic_folder: Path) -> None:
    site = Site(arabic_folder)
    for name in PAGES[2:]:
        for each in site.tree(name).xpath("//*[@lang][not(self::html)][not(@data-language)]"):
            assert each.get("dir") == ("rtl" if each.get("lang") == "ar" else "ltr"), each.attrib
    # In what frameworks, docutils and the theme write: text, title, contents, navigation.
    tree = site.tree(LEARNERS_PAGE)
    for text in ("Elever lär sig mycket ute. Samma stycke.", "Bakgrund", "Checklista"):
        assert tree.xpath("//*[@lang='sv' and @dir='ltr' and contains(., $text)]", text=text), text
    prose = site.tree("ar/index.html").xpath("//main//p[@lang='sv' and @dir='ltr']")
    assert "Den slutar med punkt" in prose[0].text_content()
    # A page has nothing to say of texts that run as it does.
    swedish = site.tree("sv/frameworks/learners.html")
    assert not swedish.xpath("//main//*[@dir]")


@pytest.mark.parametrize(
    ("html", "direction", "expected"),
    [
        ('<p lang="sv">x</p>', "rtl", '<p lang="sv" dir="ltr">x</p>'),
        ('<p class="a" lang="sv" id="b">', "rtl", '<p class="a" lang="sv" dir="ltr" id="b">'),
        ('<p lang="en">', "ltr", '<p lang="en">'),
        ('<p lang="ar-EG">', "ltr", '<p lang="ar-EG" dir="rtl">'),
        ('<p lang="sv" dir="auto">', "rtl", '<p lang="sv" dir="auto">'),
        ('<a hreflang="sv">', "rtl", '<a hreflang="sv">'),
        ("<code>&lt;p lang=&quot;sv&quot;&gt;</code>", "rtl", None),
    ],
)
def test_the_direction_follows_from_the_language(
    html: str, direction: str, expected: str | None
) -> None:
    assert with_directions(html, direction) == (expected or html)


#: Where the edges of what has been written lie, letter by letter, from left to right.
_ORDER: Final = """each => {
  const found = [];
  const texts = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    for (let i = 0; i < node.length; i++) {
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      if (box.width > 0.5) found.push([Math.round(box.top / 12), box.left, node.data[i]]);
    }
  }
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(each => each[2]).join('');
}"""


def test_a_swedish_sentence_ends_with_its_full_stop(page: Page, arabic_folder: Path) -> None:
    """As it is seen from left to right: without a direction the sign would come first."""
    page.goto((arabic_folder / LEARNERS_PAGE).as_uri())
    seen = page.locator("p[lang=sv]").first.evaluate(_ORDER)
    assert "ute. Samma stycke." in seen
    assert not seen.startswith(".")


def test_the_frame_is_mirrored(page: Page, arabic_folder: Path) -> None:
    page.goto((arabic_folder / LEARNERS_PAGE).as_uri())

    def left(selector: str) -> float:
        box = page.locator(selector).first.bounding_box()
        assert box
        return box["x"]

    assert left("#navigation") > left("main h1")
    assert left(".brand") > left(".find") > left(".languages")
    assert left(".neighbours .previous") > left(".neighbours .following")
    crumbs = [each.bounding_box() for each in page.locator(".breadcrumbs li").all()]
    places = [each["x"] for each in crumbs if each]
    assert places == sorted(places, reverse=True)
    # Tables, columns of boxes, steps.
    cells = page.locator(".ramverk-services thead tr").first.locator("th").all()
    places = [box["x"] for each in cells if (box := each.bounding_box())]
    assert places == sorted(places, reverse=True)
    assert left(".ramverk-evidence") < left(".ramverk-indicators")
    assert left("td.ramverk-step") > left(".ramverk-steps th[scope=row]")


def test_answers_stand_in_the_direction_of_their_own(filled: SheetPage) -> None:
    # The copy that stands for the field on paper takes it from the same element.
    directions = {
        name: filled.field(name).evaluate("each => getComputedStyle(each.parentElement).direction")
        for name in (
            ":organisation",
            "packing/passport:note",
            "steps/partner:note",
            "steps/goals:note",
        )
    }
    assert [*directions.values()] == ["ltr", "ltr", "rtl", "rtl"]
    filled.field("steps/goals:note").fill("På svenska")
    filled.field("packing/passport:note").fill("(بالعربية)")
    for name, direction in (("steps/goals:note", "ltr"), ("packing/passport:note", "rtl")):
        found = filled.field(name).evaluate("each => getComputedStyle(each).direction")
        assert found == direction


def test_a_gap_has_its_sign_before_its_number(filled: SheetPage) -> None:
    row = filled.row("services/housing")
    assert row.locator("output").evaluate(_ORDER) == "+5"
    line = filled.result("services").get_by_role("listitem").first.locator("span").last
    assert "+5" in line.evaluate(_ORDER)


def test_scales_run_as_the_page_is_read(filled: SheetPage) -> None:
    line = filled.result("services").get_by_role("listitem").first
    present, desired = (
        line.locator(f".ramverk-{each}").bounding_box() for each in ("present", "desired")
    )
    assert present
    assert desired
    assert present["x"] > desired["x"]  # 3 → 8
    assert line.locator("bdi").count() == 1


def test_names_in_sentences_keep_to_themselves(filled: SheetPage) -> None:
    filled.offer_file(b"{}", "svar (1).json")
    told = str(filled.notice.locator("p").text_content())
    assert "\u2068svar (1).json\u2069" in told
    seen = filled.notice.locator("p").evaluate(_ORDER)
    assert "svar (1).json" in seen


def test_a_page_from_left_to_right_keeps_arabic_names_apart(
    device: Device, arabic_folder: Path
) -> None:
    sheet = device.open((arabic_folder / "sv/frameworks/learners.html").as_uri())
    sheet.offer_file(b"{}", "ورقة (1).json")
    assert "\u2068ورقة (1).json\u2069" in str(sheet.notice.locator("p").text_content())
    # Where nothing runs the other way, nothing is added.
    sheet.offer_file(b"{}", "svar (1).json")
    told = str(sheet.notice.locator("p").text_content())
    assert "svar (1).json" in told
    assert not re.search("[\u2066-\u2069]", told)


def test_the_name_of_a_copy_holds_no_sign_of_direction(filled: SheetPage) -> None:
    panel = filled.page.locator(".ramverk-panel")
    panel.locator("summary").first.click()
    panel.locator("button[value=copy]").click()
    name = filled.dialog.get_by_role("textbox").input_value()
    assert "مدرسة الأمل (1)" in name
    assert not re.search("[\u2066-\u2069]", name)


def test_what_a_file_would_replace_is_read_from_right_to_left(filled: SheetPage) -> None:
    values = {**VALUES, "packing/passport:note": "En ändring (på svenska)."}
    filled.offer_file(answers_file("learners", values, version="1.10"))
    change = filled.dialog.locator("dd").filter(has=filled.page.locator("del"))
    assert "←" in str(change.text_content())
    before, after = (change.locator(each).bounding_box() for each in ("del", "ins"))
    assert before
    assert after
    assert before["x"] > after["x"]
    for each in ("del", "ins"):
        assert change.locator(each).evaluate(_ORDER).endswith("(på svenska).")


def test_search_results_are_marked_and_aligned_as_they_are_written(
    page: Page, arabic_folder: Path
) -> None:
    page.goto(address(arabic_folder, "ar/search.html"))
    expect(page.locator("#search-results li").first).to_be_visible()
    assert "\u2068الإقامة\u2069" in str(page.locator("#search-status").text_content())
    found = page.locator("#search-results p").first
    assert found.get_attribute("dir") == "auto"


# --- for all eyes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_arabic_pages_break_no_accessibility_rule_and_have_room(
    page: Page, arabic_folder: Path, name: str
) -> None:
    page.goto(address(arabic_folder, name))
    for size in (DESKTOP, PHONE, ViewportSize(width=320, height=640)):
        page.set_viewport_size(size)
        assert_has_room(page)
    page.emulate_media(color_scheme="dark")
    assert not violations(page)


def test_a_full_page_breaks_no_rule_and_has_room(filled: SheetPage) -> None:
    for size in (DESKTOP, PHONE):
        filled.page.set_viewport_size(size)
        assert_has_room(filled.page)
        assert not violations(filled.page)
    filled.page.locator(".ramverk-panel summary").first.click()
    assert_all_fits(filled.page)


# --- on paper -------------------------------------------------------------------------------------


def test_the_running_head_of_a_printed_page_is_mirrored(filled: SheetPage) -> None:
    document = pypdfium2.PdfDocument(filled.page.pdf(prefer_css_page_size=True))
    text = document[0].get_textpage()
    width = document[0].get_width()
    left = text.get_text_bounded(right=width / 2, bottom=document[0].get_height() - 57)
    right = text.get_text_bounded(left=width / 2, bottom=document[0].get_height() - 57)
    assert "1.10" in left
    assert "EP" in right  # PDFium mixes up the order of what is written to the left
    document.close()


def sheet_in(
    folder: Path, language: str, variant: pdf.Variant, values: dict[str, str] | None = None
) -> bytes:
    """A sheet of the framework that the site is made of."""
    project = open_project(folder.parent.parent)
    found, source = project.library(language).get("learners"), project.library().get("learners")
    assert found
    assert source
    interface = interface_for(language, (project.catalogs,))
    carried = Carried(values or {}, {}, (), {})
    order = pdf.Order(found, interface, variant, digests(source), "a4", carried, "")
    return pdf.write(order, pdf.Typesetter()).content


def quaddings(content: bytes) -> list[int]:
    """At which edge what is typed begins, for each field to type in: 0 is left and 2 is right."""
    with pikepdf.open(io.BytesIO(content)) as document:
        found = [each for page in document.pages for each in page.get("/Annots", [])]
        return [
            int(each.get("/Q", 0))
            for each in found
            if each.get("/FT") in {"/Tx", "/Ch"} and str(each.get("/T")) != "ramverk"
        ]


def test_fields_of_a_form_are_filled_from_the_right(arabic_folder: Path) -> None:
    for language, edge in (("ar", 2), ("sv", 0)):
        found = quaddings(sheet_in(arabic_folder, language, "form"))
        assert len(found) > 10
        assert {*found} == {edge}


def test_what_has_been_typed_ends_at_the_right_edge() -> None:
    look = typed("Åre", 100, 16, is_multiline=False, at_right=True).decode()
    found = re.search(r" ([\d.]+) 0 Td ", look)
    assert found
    end = INSET + float(found[1]) + typing_font().width("Åre") * SIZE / 1000
    assert end == pytest.approx(100 - INSET, abs=0.02)
    assert typed("Åre", 100, 16, is_multiline=False).startswith(b"/Tx BMC q 1 1 98.00 14.00 re W n")


@pytest.mark.parametrize("variant", ["print", "form", "checklist"])
def test_pdfs_are_mirrored_and_hold_all_words(arabic_folder: Path, variant: pdf.Variant) -> None:
    content = sheet_in(arabic_folder, "ar", variant)
    whole = Tagged(content).document.text
    for text in (
        "تدريب المتعلمين العملي",
        "Eleven är försäkrad",
        "Biljetterna är bokade",
        "خطوتان",
    ):
        # Readers of lines from right to left mix up the order of words.
        assert all(squeezed(word) in whole for word in text.split()), text
    with pymupdf.open(stream=content) as document:
        words = [word for page in document for word in page.get_text("words")]
        width = document[0].rect.width
    # Beside the box that stands to its right, though it is written from left to right.
    (end,) = (word[2] for word in words if word[4] == "bokade")
    assert 0.75 < end / width < 0.95


# --- styles ---------------------------------------------------------------------------------------

STYLES: Final = sorted(
    [*(PACKAGE / "static").glob("*.css"), *(PACKAGE / "theme" / "static").glob("*.css")]
)
_PHYSICAL: Final = re.compile(
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|^\s*(?:left|right)\s*:"
    r"|(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b"
    r"|background-position[^;]*\b(?:left|right)\b"
    r"|translateX|\brotate\("
)
#: Where the sides differ: top, right, bottom, left.
_FOUR: Final = re.compile(
    r"^\s*(?:margin|padding|inset|border-(?:width|style|color|radius))\s*:\s*"
    r"(\S+) (\S+) (\S+) (\S+?)(?: !important)?;"
)


def physical(style: str) -> list[str]:
    """The lines of a style sheet that hold however a page is read. Boxes of @page are so."""
    lines = [line for line in style.splitlines() if not line.strip().startswith(("/*", "*", "@"))]
    bare = [re.sub(r"\([^()]*\)", "", line) for line in lines]
    four = [found[0] for line in bare if (found := _FOUR.match(line)) and found[2] != found[4]]
    return [line for line in lines if _PHYSICAL.search(line)] + four


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_know_no_left_and_right(path: Path) -> None:
    assert physical(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "  margin-left: 1rem;",
        "  left: 0;",
        "  text-align: right;",
        "  float: left;",
        "  border-top-left-radius: 0;",
        "  padding: 0 1px 0 2px;",
    ],
)
def test_the_search_for_left_and_right_finds_them(line: str) -> None:
    assert physical(f"a {{\n{line}\n}}")
    assert not physical("a {\n  padding: 0 1px 2px 1px;\n  margin-inline-start: 1rem;\n}")
