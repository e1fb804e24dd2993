"""Searching the handbook, from a web server and from a folder."""

from __future__ import annotations

import gzip
from typing import Final
from urllib.parse import quote, unquote, urldefrag, urlsplit

import pytest
from playwright.sync_api import Dialog, Page, Request

from tests.test_site.conftest import BUILT, Reader, Site

pytestmark = pytest.mark.browser

RESULTS = "#search-results > li"
#: What a query may fetch of the index, in compressed bytes.
LIMIT: Final = 5_000


def search(page: Page, address: str, language: str, query: str) -> list[str]:
    """Titles of what is shown first, best first."""
    page.goto(f"{address}{language}/search.html?q={quote(query)}")
    if query.strip():
        wait_for_answer(page)
    return page.locator(f"{RESULTS} > a").all_inner_texts()


def wait_for_answer(page: Page) -> None:
    page.wait_for_function("document.getElementById('search-status').textContent")


def show_all(page: Page) -> list[str]:
    """Titles of all that is found."""
    more = page.locator("#search-more > button")
    while more.is_visible():
        shown = page.locator(RESULTS).count()
        more.click()
        page.locator(RESULTS).nth(shown).wait_for()
    return page.locator(f"{RESULTS} > a").all_inner_texts()


def status(page: Page) -> str:
    return page.get_by_role("status").inner_text()


@pytest.mark.parametrize(
    ("language", "query", "page_found"),
    [
        ("sv", "personalmobilitet", "Personalmobilitet"),
        ("sv", "mobilitet", "Personalmobilitet"),  # the end of a compound
        ("sv", "MOBILITET", "Personalmobilitet"),
        ("sv", "utbildning", "Förmågeskapande"),
        ("sv", "lösning", "Förmågeskapande"),  # inside "problemlösningsförmåga"
        ("sv", "kvalitetsarbete", "Personalmobilitet"),
        ("sv", "förmågeskapande", "Förmågeskapande"),
        ("sv", "formageskapande", "Förmågeskapande"),  # from a keyboard without å and ö
        ("sv", "atgard", "Förmågeskapande"),  # "åtgärden"
        ("sv", "FO\u0308RMA\u030aGA", "Förmågeskapande"),  # letters in parts, as some systems have
        ("sv", "beviskällorna", "Personalmobilitet"),  # shortened to "beviskäll"
        ("sv", "omskolningen", "Förmågeskapande"),
        ("sv", "fjärrutbildningen", "Förmågeskapande"),  # only its second half stands there
        ("sv", "mobilitetsambassadörerna", "Personalmobilitet"),  # only its first half does
        ("en", "partnership", "Staff mobility"),  # "partnerships"
        ("en", "partnerships", "Staff mobility"),
        ("en", "staff mobility", "Staff mobility"),
        ("en", "retraining", "Capacity building"),
        ("en", "portfolio", "Capacity building"),
        ("en", "translate", "For translators"),
    ],
)
def test_search_finds(page: Page, address: str, language: str, query: str, page_found: str) -> None:
    found = search(page, address, language, query)
    # A checklist shows the same texts as its framework.
    assert page_found in [each.partition(" – ")[0] for each in found[:3]]
    assert query in status(page)
    assert f": {len(show_all(page))}" in status(page)


@pytest.mark.parametrize(("language", "query"), [("sv", "mobilitet"), ("en", "quality")])
def test_results_lead_to_existing_places(
    page: Page, site: Site, address: str, language: str, query: str
) -> None:
    search(page, address, language, query)
    show_all(page)
    hrefs = page.eval_on_selector_all(f"{RESULTS} > a", "links => links.map(link => link.href)")
    assert len(hrefs) >= 3
    assert any("#" in each for each in hrefs)
    for href in hrefs:
        name, place = urldefrag(unquote(href.removeprefix(address)))
        assert name.startswith(f"{language}/")
        assert not place or place in site.ids(name)


def test_result_opens_at_the_place_found(page: Page, address: str) -> None:
    search(page, address, "sv", "omskolning")
    page.locator(f"{RESULTS} > a").first.click()
    page.wait_for_url(f"{address}sv/frameworks/capacity-building.html#services")
    assert page.get_by_text("Omskolning").is_visible()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        # What was searched for is kept apart: it may run in the other direction.
        ("sv", "Inga träffar på ”\u2068xyzzy\u2069”. Prova färre eller kortare ord."),
        ("en", "Nothing found for “\u2068xyzzy\u2069”. Try fewer or shorter words."),
    ],
)
def test_search_says_that_there_is_nothing(
    page: Page, address: str, language: str, sentence: str
) -> None:
    assert search(page, address, language, "xyzzy") == []
    assert status(page) == sentence


@pytest.mark.parametrize(
    "query",
    [
        "<img src=x onerror=alert(1)>",
        '"><script>alert(1)</script>',
        "mobilitet <b>fet</b>",
        "{count} {query} $& $1",
        "(((([*+?\\",
        "   ",
        "å" * 3000,
    ],
)
def test_no_query_does_harm(reader: Reader, server: str, query: str) -> None:
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page = reader.page
    page.on("dialog", note)
    try:
        search(page, server, "sv", query)
        assert page.locator("#search-text").input_value() == query.strip()
        if query.strip():
            assert query in status(page)
        assert page.locator("main :is(img, b, script)").count() == 0
        assert dialogs == []
    finally:
        page.remove_listener("dialog", note)


def test_search_without_words_waits_for_some(page: Page, address: str) -> None:
    page.goto(f"{address}sv/search.html")
    assert page.evaluate("document.activeElement.id") == "search-text"
    assert status(page) == ""
    page.keyboard.type("mobilitet")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}sv/search.html?q=mobilitet")
    wait_for_answer(page)
    assert page.locator(RESULTS).count() > 0


@pytest.mark.parametrize(
    ("start", "result"),
    [
        ("sv/frameworks/staff-mobility.html", "sv/search.html"),
        ("en/index.html", "en/search.html"),
    ],
)
def test_field_on_every_page_searches_in_the_language_of_the_page(
    page: Page, address: str, start: str, result: str
) -> None:
    page.goto(address + start)
    form = page.get_by_role("banner").get_by_role("search")
    form.get_by_role("searchbox").fill("partner & co")
    form.get_by_role("button").click()
    page.wait_for_url(f"{address}{result}?q=partner+%26+co")
    wait_for_answer(page)
    assert page.locator("#search-text").input_value() == "partner & co"
    assert page.locator(RESULTS).count() > 0


def test_result_shows_the_words_around_the_one_found(page: Page, address: str) -> None:
    search(page, address, "sv", "jobbskuggning")
    assert "jobbskuggning" in page.locator(f"{RESULTS} > p").first.inner_text()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("sv", "Sökningen kräver JavaScript. Alla sidor finns i menyn."),
        ("en", "The search needs JavaScript. All pages are listed under Contents."),
    ],
)
def test_search_without_scripts_says_what_to_do(
    page_without_scripts: Page, address: str, language: str, sentence: str
) -> None:
    page = page_without_scripts
    page.goto(f"{address}{language}/index.html")
    form = page.get_by_role("banner").get_by_role("search")
    form.get_by_role("searchbox").fill("mobilitet")
    form.get_by_role("button").click()
    page.wait_for_url(f"{address}{language}/search.html?q=mobilitet")
    # Playwright looks for no text in noscript.
    message = page.locator("main noscript > p")
    assert message.is_visible()
    assert message.inner_text() == sentence
    assert page.locator("#navigation").get_by_role("link").count() > 3


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("sv", "personalmobilitet"),
        ("sv", "kvalitetsarbete"),
        ("sv", "skolan"),
        ("sv", "utbildning i andra länder"),
        ("en", "quality"),
        ("en", "staff mobility"),
        ("nl", "kwaliteit"),
        ("nl", "mobiliteit van het personeel"),
    ],
)
def test_a_query_fetches_less_than_5_kilobytes(
    page: Page, server: str, site: Site, language: str, query: str
) -> None:
    sizes: dict[str, int] = {}

    def note(request: Request) -> None:
        name = urlsplit(request.url.removeprefix(server)).path
        if "ramverk-index" in name:
            sizes[name] = len(gzip.compress((site.folder / name).read_bytes(), 6))

    page.on("request", note)
    try:
        assert search(page, server, language, query)
    finally:
        page.remove_listener("request", note)
    assert len(sizes) >= 3
    assert sum(sizes.values()) < LIMIT, sizes


@pytest.mark.parametrize("language", BUILT)
def test_no_word_costs_more(site: Site, language: str) -> None:
    """The outline, the largest file of words and the five largest of texts."""
    static = site.folder / language / "_static"
    sizes = {
        kind: sorted(
            len(gzip.compress(path.read_bytes(), 6))
            for path in (static / "ramverk-index").glob(f"{kind}*.js")
        )
        for kind in ("w", "t")
    }
    outline = len(gzip.compress((static / "ramverk-index.js").read_bytes(), 6))
    assert len(sizes["t"]) > 5
    assert outline + sizes["w"][-1] + sum(sizes["t"][-5:]) < LIMIT


def test_more_results_are_shown_when_asked_for(page: Page, address: str) -> None:
    first = search(page, address, "en", "quality")
    assert len(first) == 5
    button = page.get_by_role("button", name="Show more results")
    button.press("Enter")
    page.locator(RESULTS).nth(5).wait_for()
    found = page.locator(f"{RESULTS} > a").all_inner_texts()
    assert found[:5] == first
    assert len(set(found)) == len(found) > 5
    assert not button.is_visible()
    # Whoever uses the keyboard goes on at the first new one.
    assert page.evaluate("document.activeElement.textContent") == found[5]
    assert len(page.locator("#search-results mark").all_inner_texts()) >= len(found)
