"""The handbook in a pseudo-language: no text escapes translation, and all have room when long.

Whatever a reader meets is either between the brackets of the pseudo-language, or in the list of
what is the same in every language.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from ramverk.form import FIELDS
from ramverk.library import Library
from ramverk.model import SECTION_KINDS
from ramverk.pseudo import CLOSING, OPENING, pseudo
from ramverk.wording import PHASES, STATUSES
from tests.conftest import parsed, tools_markup
from tests.test_site import filling
from tests.test_site.conftest import (
    DESKTOP,
    DOCUMENTS,
    FRAMEWORKS,
    PHONE,
    ROOT,
    TOP_PAGES,
    Site,
    _copy_project,
    _run,
    once,
    violations,
)
from tests.test_site.filling import Device, answers_file, framework, full_answers
from tests.test_site.test_accessibility import assert_all_fits
from tests.test_site.test_print import squeeze

pytestmark = pytest.mark.browser

device = filling.device

LANGUAGE: Final = "en-XA"
PAGES: Final = [f"{LANGUAGE}/{name}" for name in [*DOCUMENTS, "search.html"]]
FILLABLE: Final = [f"{each}{kind}" for each in FRAMEWORKS for kind in ("", "-checklist")]
#: What a reader searches for, with results.
QUERY: Final = pseudo("personalmobilitet", LANGUAGE).strip(OPENING + CLOSING).split()[0]
NARROWEST: Final = {"width": 320, "height": 640}


@pytest.fixture(scope="session")
def pseudo_folder(shared_folder: Path) -> Path:
    """The handbook in pseudo-languages, built with the command."""

    def make(folder: Path) -> None:
        _copy_project(folder)
        _run(folder, "ramverk", "i18n", "pseudo")

    return once(shared_folder / "pseudo", make) / "build" / "pseudo" / "html"


def address(folder: Path, name: str) -> str:
    query = f"?q={QUERY}" if name.endswith("search.html") else ""
    return f"{(folder / name).as_uri()}{query}"


# --- what escapes ---------------------------------------------------------------------------------

#: Everything on a page that is words: texts, attributes that are shown or spoken, and what the
#: script can say. The texts of a paragraph come as one, since a message may hold a link.
_TEXTS: Final = r"""() => {
  const spoken = ['alt', 'title', 'aria-label', 'aria-description', 'placeholder', 'label',
    'data-label', 'data-none', 'data-found'];
  const inline = 'a, abbr, b, bdi, cite, code, em, i, kbd, mark, small, span, strong, sub, sup, '
    + 'time';
  // Code is written, not translated; excerpts of search results begin and end anywhere; and the
  // glossary tells the words of other languages.
  const skipped = 'script, style, pre, #search-results p, .ramverk-terms .field-list [lang]';
  const found = [['title', document.title.replace(/^.* – (?=❲)/, '')]];
  const walk = root => {
    const paragraphs = new Map();
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const node = nodes.currentNode;
      let place = node.parentElement;
      if (!place || place.closest(skipped)) continue;
      while (place.matches(inline) && place.parentElement) place = place.parentElement;
      const markup = place.matches('noscript') ? node.data.replace(/<[^>]*>/g, '') : node.data;
      const text = node.parentElement.closest('code, kbd') ? '' : markup;
      paragraphs.set(place, (paragraphs.get(place) ?? '') + text);
    }
    for (const [place, text] of paragraphs) found.push([place.tagName.toLowerCase(), text]);
    for (const each of root.querySelectorAll('*')) {
      for (const name of spoken)
        if (each.hasAttribute(name)) found.push([`@${name}`, each.getAttribute(name)]);
      if (each.dataset.texts)
        for (const text of Object.values(JSON.parse(each.dataset.texts)))
          found.push(['script', text]);
      if (each instanceof HTMLTemplateElement) walk(each.content);
    }
  };
  walk(document.body);
  for (const each of document.querySelectorAll('meta[name=description]'))
    found.push(['description', each.content]);
  return found;
}"""


def outside(text: str) -> str:
    """What of a text lies between no brackets; brackets may lie in each other."""
    depth, rest = 0, ""
    for character in text:
        if character == CLOSING:
            depth -= 1
        elif depth == 0 and character != OPENING:
            rest += character
        depth += character == OPENING
    assert depth == 0, text
    return " ".join(rest.split())


def facts() -> set[str]:
    """What is said of frameworks with names and codes, and the words that files are made of."""
    library = Library(ROOT, ROOT / "frameworks", ROOT / "locales", None)
    found = {LANGUAGE}
    for each in library.frameworks():
        found |= {each.code or "", each.version, each.license or "", *each.authors}
    return found | {*SECTION_KINDS, *PHASES, *STATUSES}


#: The same in every language, or in the catalogues of others.
_SAME: Final = re.compile(
    r"Svenska|En-XA|Ar-XB"  # languages, by their own names
    r"|(?:Swedish|English|Dutch|Ar-XB):"  # languages, as CLDR calls them
    r"|(?:[a-z0-9-]+/)+[a-z0-9-]+"  # id paths
    r"|[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+ \d{4}"  # dates, as CLDR has them
    r"|Link to this heading"  # Sphinx's own, and in its catalogues
    r"|PDF|JSON|CSV|OK"
)


def escaped(texts: Iterable[tuple[str, str]]) -> list[str]:
    """The texts that hold words outside of brackets, and are not the same in every language."""
    same = facts()
    found = []
    for place, text in texts:
        rest = outside(text)
        words = [each for each in re.split(r"[\s,;·–|()]+", rest) if re.search(r"[^\W\d_]", each)]
        if rest not in same and not _SAME.fullmatch(rest):
            words = [each for each in words if each not in same and not _SAME.fullmatch(each)]
            found += [f"{place}: {rest}"] if words else []
    return list(dict.fromkeys(found))


def texts_of(page: Page) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = page.evaluate(_TEXTS)
    return found


def test_the_search_for_what_escapes_finds_it(page: Page) -> None:
    page.goto("about:blank")
    page.set_content(
        "<title>❲Ťííţĺé❳</title><p>❲Åņ <a title='Far'>ĺííñķ</a> to❳ read</p>"
        '<template data-texts=\'{"a": "Gone"}\'><button>Undo</button></template>'
        "<p>❲all❳ <code>code</code></p><img alt='A picture'>"
    )
    found = escaped(texts_of(page))
    assert found == ["p: read", "@title: Far", "script: Gone", "button: Undo", "@alt: A picture"]


@pytest.mark.parametrize("name", PAGES)
def test_no_text_escapes_translation(page: Page, pseudo_folder: Path, name: str) -> None:
    page.goto(address(pseudo_folder, name))
    found = texts_of(page)
    assert any(OPENING in text for _, text in found)
    assert escaped(found) == []


@pytest.mark.parametrize("name", TOP_PAGES)
def test_pages_above_the_languages_speak_them_all(
    page: Page, pseudo_folder: Path, name: str
) -> None:
    page.goto(address(pseudo_folder, name))
    shown = page.locator(f"[lang={LANGUAGE}]").all_inner_texts()
    assert shown
    assert escaped(("", text.replace("En-XA", "")) for text in shown) == []


@pytest.mark.parametrize("name", FILLABLE)
def test_no_text_of_the_tools_escapes_translation(
    device: Device, pseudo_folder: Path, name: str
) -> None:
    page = open_filled(device, pseudo_folder, name)
    assert escaped(texts_of(page)) == []
    page.set_input_files("input[type=file]", file_of(name, "2"))
    expect(page.locator("dialog")).to_be_visible()
    assert escaped(texts_of(page)) == []


def test_searching_says_everything_in_the_language(page: Page, pseudo_folder: Path) -> None:
    page.goto(address(pseudo_folder, f"{LANGUAGE}/search.html"))
    assert page.locator("#search-results li").count() > 1
    for query in (QUERY, "xyzzy"):
        page.goto(f"{(pseudo_folder / LANGUAGE / 'search.html').as_uri()}?q={query}")
        status = page.locator("#search-status").inner_text()
        assert query in status
        assert outside(status) == ""


@pytest.mark.parametrize("name", FRAMEWORKS)
@pytest.mark.parametrize("variant", ["", ".form", ".checklist"])
def test_no_text_of_the_pdfs_escapes_translation(
    pseudo_folder: Path, name: str, variant: str
) -> None:
    folder = pseudo_folder / LANGUAGE / "_downloads" / name
    document = pypdfium2.PdfDocument(folder / f"{name}.{LANGUAGE}{variant}.pdf")
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    footer = re.compile(rf"{name} · [\d.]+ · {LANGUAGE}\s*\d+/\d+")
    assert all(footer.search(page) for page in pages)
    same = "|".join(map(re.escape, sorted(filter(None, facts()))))
    rest = outside(footer.sub("", " ".join(pages)))
    rest = re.sub(rf"\b({same})\b|{_SAME.pattern}", "", rest)
    assert re.findall(r"[^\W\d_]+", rest) == []


def test_styles_bring_no_words(pseudo_folder: Path) -> None:
    """What a style sheet writes is in no catalogue."""
    site, found = Site(pseudo_folder), []
    for name in site.names(".css"):
        if "ramverk-print" not in name:
            found += re.findall(r"content:\s*([^;}]*[\"'][^;}]*)", site.html(name))
    texts = [text for each in found for text in re.findall(r"\"([^\"]*)\"", each)]
    assert texts
    assert [text for text in texts if re.search(r"[^\W\d_]", text)] == []


# --- what has no room -----------------------------------------------------------------------------

#: Words that lie over other words, or over a control: their boxes share more than an edge.
_OVERLAPS: Final = r"""() => {
  const hidden = each => each
    && (getComputedStyle(each).clipPath !== 'none' || hidden(each.parentElement));
  const seen = each => each.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !hidden(each) && !each.closest('.ramverk-notice');
  const boxes = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode, owner = node.parentElement;
    if (!node.data.trim() || !seen(owner) || owner.closest('option, select, textarea')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.width > 1) boxes.push([owner, box, node.data.trim().slice(0, 40)]);
  }
  const controls = 'button, input, select, textarea, progress, .ramverk-box';
  for (const each of document.querySelectorAll(controls))
    if (seen(each)) boxes.push([each, each.getBoundingClientRect(), each.name || each.tagName]);
  boxes.sort((one, other) => one[1].top - other[1].top);
  const found = [];
  boxes.forEach(([one, a, name], number) => {
    for (const [other, b, words] of boxes.slice(number + 1)) {
      if (b.top > a.bottom) break;
      if (one === other || one.contains(other) || other.contains(one)) continue;
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - b.top;
      if (width > 1.5 && height > 4.5) found.push(`${name} // ${words}`);
    }
  });
  return [...new Set(found)];
}"""


def assert_has_room(page: Page) -> None:
    """Nothing is cut off, scrolls sideways, or lies over something else."""
    assert_all_fits(page)
    assert page.evaluate(_OVERLAPS) == []


def values_of(name: str, text: str) -> dict[str, str]:
    """An answer to each field, of digits alone: no words that nobody has translated."""
    found = full_answers(framework(name.removesuffix("-checklist")), own_rows=True)
    return {
        field: text if FIELDS[field.rpartition(":")[2]].kind == "text" else value
        for field, value in found.items()
    }


def file_of(name: str, text: str) -> Any:
    framework_id = name.removesuffix("-checklist")
    content = answers_file(framework_id, values_of(name, text), name="1")
    return {"name": "1.json", "mimeType": "application/json", "buffer": content}


def open_filled(device: Device, folder: Path, name: str) -> Page:
    """A page on which every field has an answer."""
    page = device.open(address(folder, f"{LANGUAGE}/frameworks/{name}.html")).page
    page.set_input_files("input[type=file]", file_of(name, "1"))
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def sizes(page: Page) -> Iterator[None]:
    for size in (DESKTOP, PHONE, NARROWEST):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        yield


def test_the_search_for_overlaps_finds_them(page: Page) -> None:
    page.goto("about:blank")
    page.set_content(
        "<p style='position: absolute; top: 0'>One line of words</p>"
        "<p style='position: absolute; top: 6px'>Another</p>"
        "<p style='position: absolute; top: 60px'>Beside</p>"
        "<button style='position: absolute; top: 70px'>Box</button>"
    )
    assert page.evaluate(_OVERLAPS) == [
        "One line of words // Another",
        "BUTTON // Beside",
        "Box // Beside",
    ]


@pytest.mark.parametrize("name", [*TOP_PAGES, *PAGES])
def test_texts_of_twice_the_length_have_room(page: Page, pseudo_folder: Path, name: str) -> None:
    page.goto(address(pseudo_folder, name))
    for _ in sizes(page):
        assert_has_room(page)


@pytest.mark.parametrize("name", FILLABLE)
def test_a_full_page_has_room(device: Device, pseudo_folder: Path, name: str) -> None:
    page = open_filled(device, pseudo_folder, name)
    for _ in sizes(page):
        assert_has_room(page)
    # The notice lies over the page, as it should; its own parts do not lie over each other.
    assert not violations(page)


@pytest.mark.parametrize("kind", ["create", "rename", "copy", "remove", "import"])
def test_dialogs_have_room(device: Device, pseudo_folder: Path, kind: str) -> None:
    page = open_filled(device, pseudo_folder, FRAMEWORKS[1])
    if kind == "import":
        page.set_input_files("input[type=file]", file_of(FRAMEWORKS[1], "2"))
    else:
        if kind != "create":
            page.locator(".ramverk-panel summary").first.click()
            for _ in sizes(page):
                assert_all_fits(page)
        page.locator(f".ramverk-panel button[value={kind}]").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for _ in sizes(page):
        assert_all_fits(page)
        box = dialog.bounding_box()
        assert box
        assert page.viewport_size
        assert box["width"] <= page.viewport_size["width"]


@pytest.mark.parametrize("name", FILLABLE)
def test_no_word_is_lost_on_paper(page: Page, pseudo_folder: Path, name: str) -> None:
    page.goto(address(pseudo_folder, f"{LANGUAGE}/frameworks/{name}.html"))
    page.emulate_media(media="print")
    shown: list[str] = page.evaluate(
        """() => {
          const found = [];
          const main = document.querySelector('main');
          const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
          const hidden = each => each && (getComputedStyle(each).clipPath !== 'none'
            || hidden(each.parentElement));
          while (texts.nextNode()) {
            const owner = texts.currentNode.parentElement;
            if (owner.checkVisibility({ visibilityProperty: true }) && !hidden(owner)
                && !owner.closest('select, noscript')) found.push(texts.currentNode.data);
          }
          return found;
        }"""
    )
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    whole = squeeze("".join(each.extract_text() for each in printed.pages))
    words = [word for text in shown for word in text.split()]
    assert len(words) > 100
    assert [word for word in words if squeeze(word) not in whole] == []


def texts_of_scripts(site: Site, language: str, name: str) -> dict[str, str]:
    tools = parsed(tools_markup(site.html(f"{language}/_static/ramverk-texts.js")))
    found = [*site.tree(f"{language}/{name}").xpath("//@data-texts"), *tools.xpath("//@data-texts")]
    assert len(found) == 2
    return {key: text for each in found for key, text in json.loads(each).items()}


def test_the_texts_of_the_scripts_keep_their_places(pseudo_folder: Path) -> None:
    site = Site(pseudo_folder)
    name = f"frameworks/{FRAMEWORKS[0]}.html"
    texts, pseudo_texts = (texts_of_scripts(site, language, name) for language in ("sv", LANGUAGE))
    assert {*texts} == {*pseudo_texts}
    for key, text in texts.items():
        places = re.findall(r"\{\w+\}", text)
        assert sorted(re.findall(r"\{\w+\}", pseudo_texts[key])) == sorted(places)
