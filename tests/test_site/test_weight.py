"""What a visit costs: page, styles and scripts, compressed as web servers do."""

from __future__ import annotations

import gzip
from typing import Final

import pytest
from playwright.sync_api import Page

from tests.test_site.conftest import FILLABLE_PAGES, HANDBOOK_PAGES, PAGES, Site


def weights(site: Site, name: str) -> dict[str, int]:
    """What a first visit to a page loads, in bytes by file."""
    assets = site.tree(name).xpath("//link[@rel='stylesheet']/@href | //script/@src | //img/@src")
    assert any(str(each).partition("?")[0].endswith(".css") for each in assets)
    folder = (site.folder / name).parent
    files = [site.folder / name, *(folder / str(each).partition("?")[0] for each in assets)]
    return {file.name: len(gzip.compress(file.read_bytes(), 6)) for file in files}


def is_for_filling_in(file: str) -> bool:
    return file.startswith("ramverk-form.")


@pytest.mark.parametrize("name", FILLABLE_PAGES)
def test_first_visit_to_a_framework_stays_below_31_kilobytes(site: Site, name: str) -> None:
    """Filling in costs its script and style: 14 kB, more than the framework itself.

    The rest, which is all that is needed to read and print, is held to a limit of its own. In it
    are about 2 kB of tools and texts that the script takes from the page.
    """
    found = weights(site, name)
    filling = [size for file, size in found.items() if is_for_filling_in(file)]
    assert len(filling) == 2
    assert sum(filling) < 15_000, found
    assert sum(found.values()) - sum(filling) < 16_000, found
    assert sum(found.values()) < 31_000, found


@pytest.mark.parametrize("name", [each for each in PAGES if each not in FILLABLE_PAGES])
def test_pages_without_fields_load_nothing_for_filling_in(site: Site, name: str) -> None:
    assert [file for file in weights(site, name) if is_for_filling_in(file)] == []
    assert site.tree(name).xpath("//form[@data-ramverk] | //template") == []


#: What on the page a style sheet has rules for.
_MEANT: Final = r"""css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const selectors = rules => [...rules].flatMap(rule =>
    rule.selectorText ? [rule.selectorText.replaceAll(/::[\w-]+/g, '')]
    : selectors(rule.cssRules ?? []));
  return selectors(sheet.cssRules)
    .filter(each => each !== 'html:root' && document.querySelector(each));
}"""


@pytest.mark.browser
@pytest.mark.parametrize("name", HANDBOOK_PAGES)
def test_pages_without_the_styles_of_prose_hold_nothing_that_they_are_for(
    page: Page, server: str, site: Site, name: str
) -> None:
    styles = site.html(f"{name[:2]}/_static/ramverk-prose.css")
    page.goto(server + name)
    if not page.locator("link[href*=ramverk-prose]").count():
        assert page.evaluate(_MEANT, styles) == []
