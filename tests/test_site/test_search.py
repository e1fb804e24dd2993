"""Searching the handbook, from a web server and from a folder."""

from __future__ import annotations

from urllib.parse import quote, unquote, urldefrag

import pytest
from playwright.sync_api import Dialog, Page

from tests.test_site.conftest import Reader, Site

pytestmark = pytest.mark.browser

RESULTS = "#search-results > li"


def search(page: Page, address: str, language: str, query: str) -> list[str]:
    """Titles of what is found, best first."""
    page.goto(f"{address}{language}/search.html?q={quote(query)}")
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
    assert str(len(found)) in status(page)


@pytest.mark.parametrize(("language", "query"), [("sv", "mobilitet"), ("en", "quality")])
def test_results_lead_to_existing_places(
    page: Page, site: Site, address: str, language: str, query: str
) -> None:
    search(page, address, language, query)
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
