"""Every page for readers whose browser runs no scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page

from tests.test_site.conftest import FILLABLE_PAGES, LANGUAGES, PAGES, Site, one_line, say

#: Fields and their tools; what else a page shows is the same with scripts and without.
_FORMS: Final = "form.ramverk-form"


def words(page: Page, selector: str = "body") -> str:
    return one_line(" ".join(page.locator(selector).all_inner_texts()))


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_everything_can_be_read(
    page: Page, page_without_scripts: Page, server: str, name: str
) -> None:
    page.goto(server + name)
    page_without_scripts.goto(server + name)
    # Among the fields nothing is taken away: all the words are still there, in their order.
    with_fields = iter(words(page, _FORMS).split())
    hint = words(page_without_scripts, "noscript")
    without_hint = words(page_without_scripts, _FORMS).replace(hint, "").split()
    assert [each for each in without_hint if each not in with_fields] == []
    # Around them nothing is added either, but for the sentences that say what needs a script.
    for each in (page, page_without_scripts):
        each.evaluate(
            "all => document.querySelectorAll(all).forEach(each => each.remove())", _FORMS
        )
    assert bool(hint) == (name in FILLABLE_PAGES or name.endswith("search.html"))
    assert one_line(words(page_without_scripts).replace(hint, "")) == words(page)


@pytest.mark.browser
@pytest.mark.parametrize("name", FILLABLE_PAGES)
def test_pages_to_fill_in_say_what_that_needs(
    page: Page, page_without_scripts: Page, server: str, name: str
) -> None:
    page_without_scripts.goto(server + name)
    hint = page_without_scripts.locator("noscript > p")
    assert hint.count() == 1
    assert hint.is_visible()
    text = "To fill in on this page, JavaScript must be on. Printing works without."
    assert hint.inner_text() == say(name[:2], text)
    # Paper asks for no script, and a page with scripts says nothing of them.
    page_without_scripts.emulate_media(media="print")
    assert not hint.is_visible()
    page.goto(server + name)
    assert hint.inner_text() not in words(page)


@pytest.mark.parametrize("name", PAGES)
def test_every_control_sends_the_search(site: Site, name: str) -> None:
    """Anything else would be dead without a script; the tools of one lie in a template."""
    tree = site.tree(name)
    controls = tree.xpath(
        "(//button | //input | //select | //textarea | //summary | //dialog | //*[@role='button']"
        " | //*[@tabindex>=0])[not(ancestor::template)]"
    )
    for control in controls:
        (form,) = control.xpath("ancestor::form[@role='search']")
        assert form.get("method", "get") == "get"
        # A form without an address sends to its own page.
        target = (site.folder / name).parent / (form.get("action") or Path(name).name)
        assert target.resolve() == (site.folder / name[:2] / "search.html").resolve()
        assert control.get("type") in {None, "submit", "search"}


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_a_browser_without_scripts_shows_no_other_control(
    page_without_scripts: Page, server: str, name: str
) -> None:
    """The forms around fields are empty till then, and send nothing."""
    page_without_scripts.goto(server + name)
    controls = page_without_scripts.locator(
        ":is(a[role=button], button, input, select, textarea, summary, dialog, [tabindex='0'])"
    )
    in_search = page_without_scripts.locator("form[role=search] :is(button, input)")
    assert controls.count() == in_search.count()
    forms = page_without_scripts.locator(_FORMS)
    assert bool(forms.count()) == (name in FILLABLE_PAGES)
    assert {each.get_attribute("method") for each in forms.all()} <= {"dialog"}


@pytest.mark.browser
def test_reading_stores_nothing_on_the_device(page: Page, server: str) -> None:
    """Only answers are kept, once there are some."""
    for name in PAGES:
        page.goto(server + name)
        page.keyboard.press("Tab")
        kept = "[document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
        assert page.evaluate(kept) == [""], name


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
