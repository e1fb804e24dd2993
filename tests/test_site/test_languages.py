"""Changing language on the way: the reader stays at the same place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.test_site.conftest import HANDBOOK_PAGES

pytestmark = pytest.mark.browser

_IN_VIEW = "([...document.querySelectorAll(':target')].map(e => e.getBoundingClientRect().top))"


@pytest.mark.parametrize("anchor", ["criteria.framework", "criteria.improvement.cooperation"])
def test_language_switch_keeps_page_and_place(page: Page, address: str, anchor: str) -> None:
    swedish = f"{address}sv/frameworks/staff-mobility.html#{anchor}"
    english = f"{address}en/frameworks/staff-mobility.html#{anchor}"
    page.goto(swedish)
    for link, target, language in (("English", english, "en"), ("Svenska", swedish, "sv")):
        page.locator(".languages").get_by_role("link", name=link).click()
        page.wait_for_url(target)
        assert page.evaluate("document.documentElement.lang") == language
        (top,) = page.evaluate(_IN_VIEW)
        assert 0 <= top < 900


def test_language_switch_keeps_the_place_chosen_on_the_page(page: Page, address: str) -> None:
    page.goto(f"{address}sv/frameworks/capacity-building.html")
    page.locator("#navigation").get_by_role("link", name="Sex steg").click()
    page.locator(".languages").get_by_role("link", name="English").click()
    page.wait_for_url(f"{address}en/frameworks/capacity-building.html#steps")
    expect(page.locator(":target > h2")).to_contain_text("Six steps")


def test_language_switch_by_keyboard_keeps_the_place(page: Page, server: str) -> None:
    page.goto(f"{server}en/frameworks/staff-mobility.html#criteria.evaluation")
    page.locator(".languages").get_by_role("link", name="Svenska").press("Enter")
    page.wait_for_url(f"{server}sv/frameworks/staff-mobility.html#criteria.evaluation")


def test_language_switch_without_a_place_adds_none(page: Page, address: str) -> None:
    page.goto(f"{address}sv/using.html")
    page.locator(".languages").get_by_role("link", name="English").click()
    page.wait_for_url(f"{address}en/using.html")


def test_language_switch_keeps_every_page_without_scripts(
    page_without_scripts: Page, server: str
) -> None:
    page = page_without_scripts
    for name in (each for each in HANDBOOK_PAGES if each.startswith("sv/")):
        page.goto(server + name)
        page.locator(".languages").get_by_role("link", name="English").click()
        page.wait_for_url(server + name.replace("sv/", "en/", 1))
        assert page.locator("html").get_attribute("lang") == "en"


def test_chooser_opens_the_handbook_in_each_language(page: Page, address: str) -> None:
    for link, target in (("Svenska", "sv/index.html"), ("English", "en/index.html")):
        page.goto(f"{address}index.html")
        page.get_by_role("link", name=link).click()
        page.wait_for_url(address + target)
