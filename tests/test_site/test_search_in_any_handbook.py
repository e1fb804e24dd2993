"""The search page with handbooks of other languages and sizes, and with files missing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from ramverk import search_index
from ramverk.search_index import Entry
from tests.test_site.conftest import Reader, Site

pytestmark = pytest.mark.browser

RESULTS: Final = "#search-results > li"
FAILURE: Final = "Part of the search could not be loaded. Reload the page to try again."

Search = Callable[[str], list[str]]
MakeHandbook = Callable[[Sequence[Entry]], str]


@pytest.fixture
def make_handbook(tmp_path: Path, site: Site) -> MakeHandbook:
    """A search page of the theme with an index of these sections; its address."""

    def make(entries: Sequence[Entry]) -> str:
        pages: dict[str, list[Entry]] = {}
        for entry in entries:
            pages.setdefault(entry.address, []).append(entry)
        static = tmp_path / "_static"
        ignored = shutil.ignore_patterns("ramverk-index*")
        shutil.copytree(site.folder / "en" / "_static", static, ignore=ignored)
        shutil.copyfile(site.folder / "en" / "search.html", tmp_path / "search.html")
        (static / "ramverk-index").mkdir()
        for name, content in search_index.files(pages).items():
            (static / name).write_text(content, "utf-8")
        return (tmp_path / "search.html").as_uri()

    return make


def search(page: Page, address: str, query: str) -> list[str]:
    page.goto(f"{address}?q={quote(query)}")
    page.wait_for_function("document.getElementById('search-status').textContent")
    return page.locator(f"{RESULTS} > a").all_inner_texts()


def entry(name: str, text: str, *, anchor: str = "", heading: str = "") -> Entry:
    return Entry(f"{name}.html", anchor, name, heading, text)


TEXTS: Final = {
    "greek": "Η ποιότητα της εκπαίδευσης.",
    "bulgarian": "Качеството на образованието.",
    "hindi": "शिक्षा की गुणवत्ता हमारी ज़िम्मेदारी है।",
    "thai": "คุณภาพการศึกษาเป็นความรับผิดชอบของเรา",
    "chinese": "教育质量是我们的责任。PDF文件",
    "japanese": "教育の質保証ガイドブック",
    "korean": "교육의 품질은 우리의 책임입니다.",
    "arabic": "جودة التعليم مسؤوليتنا.",
    "vietnamese": "Chất lượng giáo dục là trách nhiệm.",
    "finnish": "Koulutuksen laadunvarmistusjärjestelmä, IO3 ja EU.",
    "hungarian": "Az oktatás minősége; tíz év.",
}


@pytest.fixture
def in_any_language(page: Page, make_handbook: MakeHandbook) -> Search:
    address = make_handbook([entry(name, text) for name, text in TEXTS.items()])
    return lambda query: search(page, address, query)


def test_each_language_is_searched(in_any_language: Search) -> None:
    for query, name in {
        "ποιότητα": "greek",
        "ποιοτητα": "greek",
        "εκπαίδευση": "greek",
        "образование": "bulgarian",
        "गुणवत्ता": "hindi",
        "การศึกษา": "thai",
        "质量": "chinese",
        "pdf文件": "chinese",
        "質保証": "japanese",
        "ガイド": "japanese",
        "質": "japanese",
        "품질": "korean",
        "책임": "korean",
        "جودة": "arabic",
        "chất lượng": "vietnamese",
        "chat luong": "vietnamese",
        "laadunvarmistus": "finnish",
        "varmistusjärjestelmä": "finnish",
        "varmistusjarjestelman": "finnish",
        "io3": "finnish",
        "EU": "finnish",
        "tíz": "hungarian",
        "tiz": "hungarian",
    }.items():
        assert name in in_any_language(query)[:1], query


def test_few_letters_are_found_at_the_ends_of_words_alone(
    page: Page, make_handbook: MakeHandbook
) -> None:
    texts = {"whole": "Ett mål här", "end": "Alla delmålen, ett delmål", "inside": "En hamålnad"}
    address = make_handbook([entry(name, text) for name, text in texts.items()])
    assert search(page, address, "mål") == ["whole", "end"]
    assert search(page, address, "ål") == []
    assert search(page, address, "målna") == ["inside"]


def test_a_word_found_is_not_replaced_by_a_part_of_it(
    page: Page, make_handbook: MakeHandbook
) -> None:
    texts = {"part": "Kvalitet är allt", "whole": "En kvalitetsarbetsgrupp"}
    address = make_handbook([entry(name, text) for name, text in texts.items()])
    assert search(page, address, "kvalitetsarbetsgrupp") == ["whole"]
    assert search(page, address, "kvalitetssamordnaren") == ["part"]
    assert page.locator(f"{RESULTS} mark").all_inner_texts() == ["Kvalitet"]


def test_titles_count_more_than_headings_and_these_more_than_texts(
    page: Page, make_handbook: MakeHandbook
) -> None:
    address = make_handbook(
        [
            entry("a", "Här står samverkan."),
            entry("b", "Text."),
            entry("b", "Mer.", anchor="x", heading="Samverkan"),
            entry("samverkan", "Något."),
            entry("samverkan", "Annat om samverkan.", anchor="y", heading="Del"),
        ]
    )
    assert search(page, address, "samverkan") == ["samverkan – Del", "b – Samverkan", "a"]


def test_all_words_of_a_query_count_though_a_long_section_is_cut(
    page: Page, make_handbook: MakeHandbook
) -> None:
    filling = "ett ord till " * 200
    address = make_handbook(
        [
            entry("one", f"inledning {filling} avslutning"),
            entry("two", "inledning"),
            entry("three", "avslutning"),
        ]
    )
    assert search(page, address, "inledning avslutning")[0] == "one"
    excerpt = page.locator(f"{RESULTS} > p").first.inner_text()
    assert "inledning" in excerpt
    assert excerpt.endswith("…")
    assert search(page, address, "avslutning till")[0] == "one"
    excerpt = page.locator(f"{RESULTS} > p").first.inner_text()
    assert excerpt.startswith("…")


def test_a_large_handbook_shows_its_results_little_by_little(
    page: Page, make_handbook: MakeHandbook
) -> None:
    filling = "alldeles egna ord om skolans utveckling " * 20
    sections = [
        entry(
            f"page{number:03}",
            f"{filling} mål{number}",
            anchor="x" if part else "",
            heading=f"Del {part}" if part else "",
        )
        for number in range(120)
        for part in range(3)
    ]
    address = make_handbook(sections)
    fetched: list[str] = []
    page.on("request", lambda each: fetched.append(each.url))
    assert search(page, address, "utveckling") == [f"page{number:03}" for number in range(5)]
    assert sum("/ramverk-index/" in each for each in fetched) == 6
    more = page.get_by_role("button", name="Show more results")
    for shown in (15, 25):
        more.click()
        page.locator(RESULTS).nth(shown - 1).wait_for()
        assert page.locator(RESULTS).count() == shown
    assert search(page, address, "mål77")[0] == "page077"


@pytest.fixture
def torn(browser: Browser) -> Iterator[Page]:
    """A window in which files may be missing, but no script may fail."""
    reader = Reader(browser)
    errors: list[str] = []
    reader.page.on("pageerror", lambda error: errors.append(str(error)))
    yield reader.page
    reader.context.close()
    assert errors == []


def failure(page: Page) -> str:
    message = page.get_by_role("alert")
    page.wait_for_function("document.getElementById('search-failure').textContent")
    return message.inner_text()


def test_results_whose_texts_are_missing_are_told(
    torn: Page, make_handbook: MakeHandbook, tmp_path: Path
) -> None:
    address = make_handbook([entry("a", "mobilitet"), entry("b", "mobilitet")])
    (tmp_path / "_static/ramverk-index/t1-0.js").unlink()
    assert search(torn, address, "mobilitet") == ["a"]
    assert failure(torn) == FAILURE


def test_texts_of_another_index_are_told(
    torn: Page, make_handbook: MakeHandbook, tmp_path: Path
) -> None:
    address = make_handbook([entry("a", "mobilitet"), entry("b", "mobilitet")])
    other = 'ramverkPart("t1-0",["b.html","b",[]]);'
    (tmp_path / "_static/ramverk-index/t1-0.js").write_text(other, "utf-8")
    assert search(torn, address, "mobilitet") == ["a"]
    assert failure(torn) == FAILURE


@pytest.mark.parametrize("content", [None, ""])
def test_missing_words_are_told(
    torn: Page, make_handbook: MakeHandbook, tmp_path: Path, content: str | None
) -> None:
    address = make_handbook([entry("a", "mobilitet")])
    path = tmp_path / "_static/ramverk-index/w0.js"
    path.unlink()
    if content is not None:
        path.write_text(content, "utf-8")
    torn.goto(f"{address}?q=mobilitet")
    assert failure(torn) == FAILURE
    assert torn.locator(RESULTS).count() == 0


def test_a_missing_outline_is_told(torn: Page, make_handbook: MakeHandbook, tmp_path: Path) -> None:
    address = make_handbook([entry("a", "mobilitet")])
    (tmp_path / "_static/ramverk-index.js").unlink()
    torn.goto(f"{address}?q=mobilitet")
    assert failure(torn) == FAILURE
