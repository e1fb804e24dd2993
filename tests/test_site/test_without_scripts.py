"""Every page for readers whose browser runs no scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.test_site.conftest import LANGUAGES, PAGES, Site, one_line


@pytest.mark.browser
@pytest.mark.parametrize("language", [*LANGUAGES, ""])
def test_everything_can_be_read(
    page: Page, page_without_scripts: Page, server: str, language: str
) -> None:
    for name in PAGES:
        if name.rpartition("/")[0].partition("/")[0] != language:
            continue
        page.goto(server + name)
        page_without_scripts.goto(server + name)
        with_scripts = one_line(page.locator("body").inner_text())
        without = one_line(page_without_scripts.locator("body").inner_text())
        if name.endswith("search.html"):
            sentence = one_line(page_without_scripts.locator("noscript").inner_text())
            assert sentence
            without = one_line(without.replace(sentence, ""))
        assert without == with_scripts, name


@pytest.mark.parametrize("name", PAGES)
def test_every_control_sends_the_search(site: Site, name: str) -> None:
    """Anything else would be dead without a script."""
    tree = site.tree(name)
    controls = tree.xpath(
        "//button | //input | //select | //textarea | //summary | //*[@role='button']"
    )
    for control in controls:
        (form,) = control.xpath("ancestor::form[@role='search']")
        assert form.get("method", "get") == "get"
        # A form without an address sends to its own page.
        target = (site.folder / name).parent / (form.get("action") or Path(name).name)
        assert target.resolve() == (site.folder / name[:2] / "search.html").resolve()
        assert control.get("type") in {None, "submit", "search"}


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_button_of_the_search_page_is_not_dead(
    page_without_scripts: Page, server: str, language: str
) -> None:
    """It leads to the sentence that says what the search needs."""
    page = page_without_scripts
    page.goto(f"{server}{language}/search.html")
    page.locator("#search-text").fill("mobilitet")
    page.locator("main").get_by_role("button").click()
    page.wait_for_url(f"{server}{language}/search.html?q=mobilitet")
    assert page.locator("main noscript > p").is_visible()
