"""What the pages say: every text of the documents, and on each page one language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import lxml.html
import pytest
from playwright.sync_api import Page

from tests.test_seeds import Piece, expected
from tests.test_site.conftest import (
    BUILT,
    CATALOGS,
    FRAMEWORKS,
    HANDBOOK_PAGES,
    LANGUAGES,
    ROOT,
    Site,
    interface_texts,
    one_line,
    plain,
    translations,
)

SWEDISH_PAGES: Final = [each for each in HANDBOOK_PAGES if each.startswith("sv/")]
ENGLISH_PAGES: Final = [each for each in HANDBOOK_PAGES if each.startswith("en/")]

#: Words that Swedish sentences cannot do without and English ones never have.
_SWEDISH_WORDS: Final = {
    *("och", "att", "är", "som", "för", "inte", "på", "av", "eller", "från", "när", "också"),
    *("hur", "ni", "vad", "det", "ett", "kan", "ska", "varje", "där", "så", "eller", "vill"),
}

#: Data of a document as a Swedish page writes it out.
_AS_SHOWN: Final = {"final": "Slutversion", "2019-11-13": "13 november 2019"}
#: What a checklist shows of its framework.
_ON_CHECKLIST: Final = {"criterion", "indicator", "item", "step", "notice"}


def texts(tree: lxml.html.HtmlElement) -> set[str]:
    """The texts of all elements, each as one line."""
    return {one_line(each.text_content()) for each in tree.xpath("//body//*")}


def text_nodes(tree: lxml.html.HtmlElement, language: str) -> Iterator[str]:
    """Texts on a page in ``language``: what is marked as another one, and code, left out."""
    path = (
        "//text()[normalize-space()][not(ancestor::script or ancestor::style or ancestor::code "
        f"or ancestor::pre)][ancestor-or-self::*[@lang][1][@lang='{language}']]"
    )
    yield from (one_line(str(each)) for each in tree.xpath(path))


def attribute_texts(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Texts that are heard or shown without standing in an element."""
    for name in ("aria-label", "title", "alt", "placeholder", "data-label", "content"):
        for element in tree.xpath(f"//*[@{name}][not(self::meta[@http-equiv or @charset])]"):
            yield one_line(element.get(name))


def shown(piece: Piece) -> str:
    return _AS_SHOWN.get(piece.text, piece.text)


def bare(texts: set[str]) -> set[str]:
    """Also without what pages put around texts: link, label, number of a table or a step."""
    found = texts | {each.removesuffix("¶").removesuffix(":") for each in texts}
    around = r"^(Kvalitetsområde: |Quality area: |Tabell \d+\. |Table \d+\. |\d+\. )"
    return found | {re.sub(around, "", each) for each in found}


def has(page_text: str, message: str) -> bool:
    """Whether a page shows a message; the page fills in names of what the message links to."""
    parts = re.split(r"\{item\}`[^<`]*`", message)
    return all(plain(part) in page_text for part in parts)


# --- the documents ------------------------------------------------------------------------------


@pytest.mark.parametrize("document", FRAMEWORKS)
def test_every_text_of_the_document_stands_on_its_page(site: Site, document: str) -> None:
    on_page = bare(texts(site.tree(f"sv/frameworks/{document}.html")))
    missing = [each for each in expected(document) if shown(each) not in on_page]
    assert missing == []


@pytest.mark.parametrize("document", FRAMEWORKS)
def test_checklist_has_everything_that_can_be_ticked(site: Site, document: str) -> None:
    on_page = bare(texts(site.tree(f"sv/frameworks/{document}-checklist.html")))
    wanted = [each for each in expected(document) if each.role in _ON_CHECKLIST]
    assert [each for each in wanted if each.text not in on_page] == []


@pytest.mark.browser
@pytest.mark.parametrize("window", ["page", "page_without_scripts"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("document", FRAMEWORKS)
def test_every_text_of_the_document_can_be_seen(
    request: pytest.FixtureRequest, server: str, document: str, width: int, window: str
) -> None:
    page: Page = request.getfixturevalue(window)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{server}sv/frameworks/{document}.html")
    # Elements that are hidden, or cut to nothing, do not count; names of columns may be style.
    seen = page.evaluate(
        """() => {
          for (const each of document.querySelectorAll('main *')) {
            const [, before] = /^"(.*)"$/.exec(getComputedStyle(each, '::before').content) ?? [];
            if (getComputedStyle(each).clipPath !== 'none') each.remove();
            else if (before) each.prepend(before);
          }
          return document.querySelector('main').innerText;
        }"""
    )
    missing = [each for each in expected(document) if shown(each) not in one_line(seen)]
    assert missing == []


# --- one language on a page ---------------------------------------------------------------------


@pytest.mark.parametrize("catalog", CATALOGS)
def test_every_text_is_translated(catalog: str) -> None:
    """So that the tests below see the whole handbook in English."""
    assert translations(catalog)


@pytest.mark.parametrize("catalog", CATALOGS)
def test_every_translation_is_shown(site: Site, catalog: str) -> None:
    """And the text it translates is what the Swedish page shows."""
    swedish = one_line(site.tree(f"sv/{catalog}.html").text_content())
    english = one_line(site.tree(f"en/{catalog}.html").text_content())
    for original, translation in translations(catalog).items():
        assert has(swedish, original), original
        assert has(english, translation), translation


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_translated_framework_text_stands_on_its_page_in_english(
    site: Site, framework: str
) -> None:
    on_page = bare(texts(site.tree(f"en/frameworks/{framework}.html")))
    found = translations(f"frameworks/{framework}")
    assert [each for each in found.values() if plain(each) not in on_page] == []


def test_no_english_page_has_a_swedish_sentence(site: Site) -> None:
    sentences = {
        plain(original)
        for catalog in CATALOGS
        for original, translation in translations(catalog).items()
        if len(original.split()) > 3 and original != translation
    }
    assert len(sentences) > 150
    found = []
    for name in ENGLISH_PAGES:
        text = one_line(site.tree(name).text_content())
        found += [(name, each) for each in sentences if each in text]
    assert found == []


@pytest.mark.parametrize("name", [*ENGLISH_PAGES])
def test_swedish_on_an_english_page_is_marked_as_such(site: Site, name: str) -> None:
    """A screen reader must know when to change its voice (WCAG 2.2, 3.1.2)."""
    tree = site.tree(name)
    found = []
    for text in [*text_nodes(tree, "en"), *attribute_texts(tree)]:
        words = set(re.findall(r"\w+", text.lower()))
        if re.search("[åäöÅÄÖ]", text) or words & _SWEDISH_WORDS:
            found.append(text)
    assert found == []


@pytest.mark.parametrize("name", HANDBOOK_PAGES)
def test_interface_speaks_the_language_of_the_page(site: Site, name: str) -> None:
    tree, language = site.tree(name), name[:2]
    texts = {each: set(interface_texts(each).values()) for each in BUILT}
    others = set().union(*texts.values()) - texts[language]
    others -= {"Met"}  # a Dutch word, too
    found = {*text_nodes(tree, language), *attribute_texts(tree)}
    assert found & others == set()
    sphinx = {
        "sv": "Länk till denna rubrik",
        "en": "Link to this heading",
        "nl": "Link naar deze kop",
    }
    titles = {str(each) for each in tree.xpath("//a[@class='headerlink']/@title")}
    assert titles <= {sphinx[language]}


@pytest.mark.parametrize("language", BUILT)
def test_handbook_has_its_name_in_the_language(site: Site, language: str) -> None:
    names = {
        "sv": "Kvalitetshandboken",
        "en": "The Quality Handbook",
        "nl": "Het Kwaliteitshandboek",
    }
    for name in HANDBOOK_PAGES:
        if name.startswith(language):
            tree = site.tree(name)
            assert tree.xpath("string(//a[@class='brand'])") == names[language]
            assert names[language] in tree.findtext(".//title")
            text = tree.text_content()
            assert not [
                other for other in names.values() if other in text.replace(names[language], "")
            ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_cover_the_pages(language: str) -> None:
    assert language == "sv" or {
        path.relative_to(ROOT / "source").with_suffix("").as_posix()
        for path in (ROOT / "source").rglob("*.md")
    } == set(CATALOGS)
