"""The HTML of every page: valid, whole, and nothing on it leads nowhere."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urldefrag

import html5lib
import lxml.html
import pikepdf
import pytest

from tests.test_site.conftest import (
    BUILT,
    FRAMEWORKS,
    HANDBOOK_PAGES,
    LANGUAGES,
    PAGES,
    Site,
    one_line,
    say,
)

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def addresses(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Everything on a page that the browser may ask for."""
    for attribute in ("href", "src", "action", "srcset", "poster", "data"):
        yield from map(str, tree.xpath(f"//@{attribute}"))


def problem_with(site: Site, page: str, address: str) -> str:
    """Why an address on a page leads nowhere; empty when it leads somewhere."""
    if address.startswith("data:"):
        return ""
    path, fragment = urldefrag(address)
    if _SCHEME.match(path) or path.startswith("/"):
        return "not relative"
    path = unquote(path.partition("?")[0])
    target = (site.folder / page).parent.joinpath(path).resolve() if path else site.folder / page
    if not target.is_relative_to(site.folder.resolve()) or not target.is_file():
        return "no such file"
    name = target.relative_to(site.folder.resolve()).as_posix() if path else page
    if fragment and unquote(fragment) not in site.ids(name):
        return "no such place on the page"
    return ""


def heading(tree: lxml.html.HtmlElement) -> str:
    """The page's title without the label above it and the link behind it."""
    (found,) = tree.xpath("//h1")
    label = found.xpath("string(span[@class='ramverk-label'])")
    link = found.xpath("string(a[@class='headerlink'])")
    return one_line(found.text_content().removeprefix(label).removesuffix(link))


def test_pages_are_the_sources(site: Site) -> None:
    assert site.names(".html") == sorted(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_page_parses_strictly(site: Site, name: str) -> None:
    html5lib.HTMLParser(strict=True).parse(site.html(name))


@pytest.mark.parametrize("name", PAGES)
def test_every_address_leads_somewhere(site: Site, name: str) -> None:
    found = {address: problem_with(site, name, address) for address in addresses(site.tree(name))}
    assert {address: problem for address, problem in found.items() if problem} == {}


def test_every_asset_of_a_style_sheet_is_in_the_site(site: Site) -> None:
    missing = [
        (name, address)
        for name in site.names(".css")
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", site.html(name))
        if problem_with(site, name, address)
    ]
    assert missing == []


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique(site: Site, name: str) -> None:
    assert [each for each, count in Counter(site.ids(name)).items() if count > 1] == []


@pytest.mark.parametrize("name", PAGES)
def test_references_between_elements_are_whole(site: Site, name: str) -> None:
    tree = site.tree(name)
    used = tree.xpath("//@for | //@aria-labelledby | //@aria-describedby | //@aria-controls")
    used += tree.xpath("//@headers")
    assert {word for each in used for word in str(each).split()} <= set(site.ids(name))


@pytest.mark.parametrize("name", PAGES)
def test_page_has_one_title_and_no_level_is_skipped(site: Site, name: str) -> None:
    tree = site.tree(name)
    levels = [int(each.tag[1]) for each in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(one_line(each.text_content()) for each in tree.xpath("//h1 | //h2 | //h3 | //h4"))
    # The page's own name comes first: browsers cut titles at the end.
    title = one_line(tree.findtext(".//title"))
    assert title.removeprefix("404 – ").startswith(heading(tree))


def test_titles_differ(site: Site) -> None:
    for language in BUILT:
        pages = [each for each in HANDBOOK_PAGES if each.startswith(language)]
        assert len({site.tree(each).findtext(".//title") for each in pages}) == len(pages)


@pytest.mark.parametrize("name", PAGES)
def test_page_says_its_language_and_direction(site: Site, name: str) -> None:
    html = site.tree(name)
    language = name[:2] if name in HANDBOOK_PAGES else LANGUAGES[0]
    assert (html.get("lang"), html.get("dir")) == (language, "ltr")


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_script_or_style_of_its_own(site: Site, name: str) -> None:
    tree = site.tree(name)
    assert tree.xpath("//script[not(@src)] | //style | //*[@style]") == []
    assert tree.xpath("//@*[starts-with(name(), 'on')]") == []
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", PAGES)
def test_browser_need_not_ask_for_an_icon(site: Site, name: str) -> None:
    """Without one it asks for ``/favicon.ico``, in vain."""
    assert len(site.tree(name).xpath("//link[@rel='icon']/@href")) == 1


@pytest.mark.parametrize("name", [each for each in HANDBOOK_PAGES if each.startswith("sv/")])
def test_anchors_are_the_same_in_all_languages(site: Site, name: str) -> None:
    """The terms of the glossary are in the order of each alphabet."""
    for language in BUILT:
        found, expected = site.ids(name.replace("sv/", f"{language}/", 1)), site.ids(name)
        assert sorted(found) == sorted(expected)
        if not name.endswith("glossary.html"):
            assert found == expected


# --- ways through the handbook ------------------------------------------------------------------


@pytest.mark.parametrize("name", HANDBOOK_PAGES)
def test_landmarks_are_named_in_the_language_of_the_page(site: Site, name: str) -> None:
    tree, language = site.tree(name), name[:2]
    expected = ["Language", "You are here", "Previous and next page", "Contents"]
    if name.endswith("/index.html") and name.count("/") == 1:
        expected.remove("You are here")
    if name.endswith("search.html"):
        expected.remove("Previous and next page")
    found = [str(each) for each in tree.xpath("//nav/@aria-label")]
    assert found == [say(language, each) for each in expected]
    assert tree.xpath("string(//a[@class='skip'])") == say(language, "Skip to content")
    assert tree.xpath("//a[@class='skip']/@href") == ["#content"]
    assert len(tree.xpath("//main[@id='content']")) == 1


@pytest.mark.parametrize("name", [n for n in HANDBOOK_PAGES if n[3:] != "index.html"])
def test_breadcrumbs_lead_from_the_start_to_the_page(site: Site, name: str) -> None:
    tree, language = site.tree(name), name[:2]
    steps = tree.xpath("//nav[@class='breadcrumbs']//li")
    texts = [one_line(each.text_content()) for each in steps]
    assert texts[0] == say(language, "Start")
    assert texts[-1] == heading(tree)
    assert steps[-1].get("aria-current") == "page"
    for step, text in zip(steps[1:-1], texts[1:-1], strict=True):
        above = (Path(name).parent / step.find("a").get("href")).as_posix()
        assert heading(site.tree(above)) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_next_page_follows_next_page_through_the_whole_handbook(site: Site, language: str) -> None:
    """And each page's previous page is the one the reader came from."""
    name, seen = f"{language}/index.html", []
    before = ""
    while name:
        seen.append(name)
        tree = site.tree(name)
        previous = tree.xpath("//nav[@class='neighbours']/a[@rel='prev']")
        assert bool(previous) == bool(before)
        for link in previous:
            assert (site.folder / name).parent.joinpath(link.get("href")).resolve() == (
                site.folder / before
            ).resolve()
            assert one_line(link.text_content()) == (
                f"{say(language, 'Previous')} {heading(site.tree(before))}"
            )
        following = tree.xpath("//nav[@class='neighbours']/a[@rel='next']")
        before, name = name, ""
        for link in following:
            path = (site.folder / before).parent.joinpath(link.get("href")).resolve()
            name = path.relative_to(site.folder.resolve()).as_posix()
            assert one_line(link.text_content()) == (
                f"{say(language, 'Next')} {heading(site.tree(name))}"
            )
    assert sorted(seen) == sorted(
        each for each in HANDBOOK_PAGES if each.startswith(language) and "search" not in each
    )


@pytest.mark.parametrize("name", HANDBOOK_PAGES)
def test_contents_name_the_pages_and_the_headings_of_this_one(site: Site, name: str) -> None:
    tree = site.tree(name)
    navigation = tree.get_element_by_id("navigation")
    for link in navigation.xpath(".//a[not(starts-with(@href, '#'))]"):
        path = (site.folder / name).parent.joinpath(link.get("href")).resolve()
        target = path.relative_to(site.folder.resolve()).as_posix()
        assert one_line(link.text_content()) == heading(site.tree(target))
    current = navigation.xpath(".//a[@aria-current]")
    if name[3:] not in {"index.html", "search.html"}:
        assert [one_line(each.text_content()) for each in current] == [heading(tree)]
        # All headings but the first are there to jump to; their own links show only to a mouse.
        headings = tree.xpath("//main//*[self::h2 or self::h3 or self::h4]/a[@class='headerlink']")
        assert [each.get("href") for each in headings] == [
            str(each) for each in navigation.xpath(".//a[starts-with(@href, '#')]/@href")[1:]
        ]


# --- languages ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HANDBOOK_PAGES)
def test_language_switch_leads_to_the_same_page(site: Site, name: str) -> None:
    links = site.tree(name).xpath("//nav[@class='languages']//a")
    assert [(each.text, each.get("lang"), each.get("hreflang")) for each in links] == [
        ("Svenska", "sv", "sv"),
        ("English", "en", "en"),
        ("Nederlands", "nl", "nl"),
    ]
    assert [each.get("lang") for each in links if each.get("aria-current")] == [name[:2]]
    targets = [(site.folder / name).parent.joinpath(each.get("href")).resolve() for each in links]
    assert targets == [(site.folder / tag / name[3:]).resolve() for tag in BUILT]


def test_chooser_leads_to_every_language(site: Site) -> None:
    links = site.tree("index.html").xpath("//a")
    assert [(each.get("href"), each.get("lang")) for each in links] == [
        ("sv/index.html", "sv"),
        ("en/index.html", "en"),
        ("nl/index.html", "nl"),
    ]
    assert [one_line(each.text_content()) for each in links] == [
        "Svenska Läs handboken",
        "English Read the handbook",
        "Nederlands Lees het handboek",
    ]


# --- downloads ----------------------------------------------------------------------------------

#: What a file's name ends in, and what its link says of it.
DOWNLOADS: Final = {
    "sv": {
        ".pdf": "För utskrift (PDF, svenska, {size})",
        ".form.pdf": "Att fylla i på skärm (PDF-formulär, svenska, {size})",
        ".checklist.pdf": "Checklista på papper (PDF, svenska, {size})",
        ".json": "Datafil (JSON, svenska, {size})",
    },
    "en": {
        ".pdf": "To print (PDF, English, {size})",
        ".form.pdf": "To fill in on a screen (PDF form, English, {size})",
        ".checklist.pdf": "Checklist on paper (PDF, English, {size})",
        ".json": "Data file (JSON, English, {size})",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_downloads_are_there_and_their_links_say_what_they_are(
    site: Site, framework: str, language: str
) -> None:
    name = f"{language}/frameworks/{framework}.html"
    found = {str(link.get("href")): link for link in site.tree(name).xpath("//main//a[@download]")}
    folder = f"../_downloads/{framework}/"
    assert list(found) == [f"{folder}{framework}.{language}{each}" for each in DOWNLOADS[language]]
    for (href, link), text in zip(found.items(), DOWNLOADS[language].values(), strict=True):
        assert link.get("download") == href.removeprefix(folder)
        size = (site.folder / name).parent.joinpath(href).stat().st_size
        assert link.text == text.format(size=f"{round(size / 1000)}\u00a0kB")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_files_are_what_their_names_say(site: Site, framework: str, language: str) -> None:
    folder = site.folder / language / "_downloads" / framework
    data = json.loads((folder / f"{framework}.{language}.json").read_text("utf-8"))
    assert (data["id"], data["language"]) == (framework, language)
    assert data["title"] == heading(site.tree(f"{language}/frameworks/{framework}.html"))
    for suffix, fields in ((".pdf", False), (".form.pdf", True), (".checklist.pdf", False)):
        with pikepdf.open(folder / f"{framework}.{language}{suffix}") as pdf:
            assert str(pdf.docinfo["/Title"]).startswith(data["title"])
            assert pdf.Root.Lang == language
            assert ("/AcroForm" in pdf.Root) == fields


def test_no_file_is_without_a_link(site: Site) -> None:
    assert site.names(".json") + site.names(".pdf") == [
        path
        for suffixes in ((".json",), (".checklist.pdf", ".form.pdf", ".pdf"))
        for path in sorted(
            f"{language}/_downloads/{each}/{each}.{language}{suffix}"
            for language in BUILT
            for each in FRAMEWORKS
            for suffix in suffixes
        )
    ]
