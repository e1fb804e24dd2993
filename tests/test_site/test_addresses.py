"""What stands in the pages when the site knows its public address, and when it does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import lxml.etree
import pytest
from playwright.sync_api import Browser, Page, Route

from tests.test_site.conftest import BASE_URL, BUILT, DOCUMENTS, PAGES, Reader, Site

_SITEMAP: Final = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
_INDEXED: Final = [f"{each}/{name}" for each in BUILT for name in DOCUMENTS]


def alternates(site: Site, name: str) -> dict[str, str]:
    links = site.tree(name).xpath("//link[@rel='alternate'][@hreflang]")
    return {each.get("hreflang"): each.get("href") for each in links}


@pytest.mark.parametrize("name", _INDEXED)
def test_page_names_itself_and_its_translations(published_site: Site, name: str) -> None:
    assert published_site.tree(name).xpath("//link[@rel='canonical']/@href") == [BASE_URL + name]
    document = name.partition("/")[2]
    expected = {each: f"{BASE_URL}{each}/{document}" for each in BUILT}
    # Whoever reads neither language starts at the chooser, elsewhere at the source language.
    default = BASE_URL if document == "index.html" else expected["sv"]
    assert alternates(published_site, name) == {**expected, "x-default": default}


def test_chooser_is_the_page_for_everyone_else(published_site: Site) -> None:
    tree = published_site.tree("index.html")
    assert tree.xpath("//link[@rel='canonical']/@href") == [BASE_URL]
    assert alternates(published_site, "index.html") == {
        **{each: f"{BASE_URL}{each}/index.html" for each in BUILT},
        "x-default": BASE_URL,
    }


def test_pages_without_lasting_content_have_no_address(published_site: Site) -> None:
    for name in ("404.html", *(f"{each}/search.html" for each in BUILT)):
        assert published_site.tree(name).xpath("//link[@rel='canonical']") == []
        assert alternates(published_site, name) == {}


def test_site_map_lists_every_page_and_nothing_else(published_site: Site) -> None:
    root = lxml.etree.parse(str(published_site.folder / "sitemap.xml")).getroot()
    assert root.tag == f"{{{_SITEMAP['map']}}}urlset"
    entries = root.findall("map:url", _SITEMAP)
    found = [str(each.findtext("map:loc", "", _SITEMAP)) for each in entries]
    assert sorted(found) == sorted(BASE_URL + each for each in _INDEXED)
    for entry, address in zip(entries, found, strict=True):
        name = address.removeprefix(BASE_URL)
        assert (published_site.folder / name).is_file()
        links = entry.findall("xhtml:link[@rel='alternate']", _SITEMAP)
        listed = {str(each.get("hreflang")): str(each.get("href")) for each in links}
        # Both places that speak of translations say the same.
        on_page = alternates(published_site, name)
        assert listed == {each: on_page[each] for each in BUILT}


def test_site_without_a_public_address_claims_none(site: Site) -> None:
    assert not (site.folder / "sitemap.xml").exists()
    for name in PAGES:
        tree = site.tree(name)
        assert tree.xpath("//link[@rel='canonical'] | //link[@rel='alternate']") == [], name
        assert "example.org" not in site.html(name)


def test_page_for_lost_readers_has_addresses_that_hold_anywhere(published_site: Site) -> None:
    tree = published_site.tree("404.html")
    found = [str(each) for each in tree.xpath("//a/@href | //link[@rel='stylesheet']/@href")]
    assert "/handbok/site.css" in found
    assert all(each.startswith("/handbok/") for each in found)
    for each in found:
        assert (published_site.folder / each.removeprefix("/handbok/")).is_file()
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


@pytest.fixture
def visitor(browser: Browser, published_site: Site) -> Iterator[Page]:
    """A window in which ``BASE_URL`` is on the air, with the page for lost readers."""
    reader = Reader(browser)

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(BASE_URL).partition("?")[0].partition("#")[0]
        file = published_site.folder / (name or "index.html")
        if file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(path=published_site.folder / "404.html", status=404)

    reader.context.route("https://example.org/**", answer)
    yield reader.page
    reader.context.close()
    missed = [each for each in reader.complaints if "nowhere" not in each]
    assert [each for each in missed if not each.startswith("error: Failed to load")] == []


@pytest.mark.browser
@pytest.mark.parametrize("path", ["nowhere.html", "sv/nowhere/deep/down.html"])
def test_lost_reader_finds_back(visitor: Page, path: str) -> None:
    for link, target in (
        ("Till startsidan", "sv/index.html"),
        ("Sök i handboken", "sv/search.html"),
        ("To the start page", "en/index.html"),
        ("Search the handbook", "en/search.html"),
    ):
        visitor.goto(BASE_URL + path)
        # The styles have come as well, however deep the address.
        assert visitor.evaluate("document.styleSheets[0].cssRules.length") > 10
        visitor.get_by_role("link", name=link).click()
        visitor.wait_for_url(BASE_URL + target)
        assert visitor.locator("nav.languages").is_visible()


@pytest.mark.browser
def test_published_site_works_below_a_path(visitor: Page) -> None:
    visitor.goto(BASE_URL)
    visitor.get_by_role("link", name="English").click()
    visitor.get_by_role("link", name="Staff mobility").click()
    visitor.wait_for_url(f"{BASE_URL}en/frameworks/staff-mobility.html")
    visitor.locator(".languages").get_by_role("link", name="Svenska").click()
    visitor.wait_for_url(f"{BASE_URL}sv/frameworks/staff-mobility.html")
