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


#: Sections of three kinds on one page, two of which bring a style sheet of their own.
_KINDS: Final = 2_000
#: Marks at texts that are still in another language, and what they are made of.
_MARKS: Final = 700


@pytest.mark.parametrize("name", FILLABLE_PAGES)
def test_first_visit_to_a_framework_stays_below_15_kilobytes(site: Site, name: str) -> None:
    """With all that is needed to fill it in; the tools are loaded when they are used."""
    found = weights(site, name)
    limit = 15_000
    limit += _KINDS if "ramverk-services.css" in found else 0
    limit += _MARKS if "ramverk-translation.css" in found else 0
    assert {file for file in found if is_for_filling_in(file)} == {
        "ramverk-form.css",
        "ramverk-form.js",
    }
    assert sum(found.values()) < limit, found


def test_pages_of_one_kind_of_section_in_their_own_language_have_no_allowance(site: Site) -> None:
    found = weights(site, "sv/frameworks/staff-mobility.html")
    assert not {"ramverk-services.css", "ramverk-translation.css"} & set(found)


@pytest.mark.parametrize("name", FILLABLE_PAGES)
def test_the_tools_of_a_framework_stay_below_13_kilobytes(site: Site, name: str) -> None:
    """What comes with the first use; tests/test_site/test_filling_loading.py says when that is."""
    (more,) = site.tree(name).xpath("//template/@data-more")
    folder = (site.folder / name).parent
    files = [folder / each.partition("?")[0] for each in str(more).split()]
    sizes = {file.name: len(gzip.compress(file.read_bytes(), 6)) for file in files}
    assert len(sizes) == 3
    assert sum(sizes.values()) < 13_000, sizes


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
