"""Frameworks and pages in another language: what is translated, and what says that it is not."""

from __future__ import annotations

import json
from typing import Final

import lxml.html
import pytest

from tests.conftest import (
    LEARNERS,
    LEARNERS_EN,
    LEARNERS_PO,
    Build,
    MakeProject,
    Project,
    dead_links,
    directive,
    parsed,
    text_of,
    toctree,
)
from tests.test_sphinx_ext.search_files import parts

FILES: Final = {
    "frameworks/learners.yaml": LEARNERS,
    "index.md": toctree("learners", "checklist", "link") + "\n" + directive("framework-list"),
    "learners.md": directive("framework", "learners"),
    "checklist.md": "# Checklista\n\n" + directive("checklist", "learners"),
    "link.md": "# Links\n\n{item}`learners#steps/partner` {item}`learners#wishes/transport`\n",
}
LANGUAGES: Final = ["sv", "en"]


@pytest.fixture(scope="module")
def english(make_project: MakeProject) -> Build:
    files = {**FILES, LEARNERS_PO: LEARNERS_EN}
    return make_project(files, ramverk_languages=LANGUAGES).build(
        language="en", html_theme="ramverk"
    )


@pytest.fixture(scope="module")
def swedish(make_project: MakeProject) -> Build:
    files = {**FILES, LEARNERS_PO: LEARNERS_EN}
    return make_project(files, ramverk_languages=LANGUAGES).build(html_theme="ramverk")


def language_of(element: lxml.html.HtmlElement) -> str:
    """The language that a reader's software takes the element's text to be in."""
    found = element.xpath("ancestor-or-self::*[@lang][1]/@lang")
    return str(found[-1])


def languages_of(build: Build, docname: str, text: str) -> set[str]:
    """The languages in which a text is said to be, wherever it stands on a page."""
    page = parsed(build.html(docname))
    found = page.xpath("//body//*[text()[contains(normalize-space(.), $text)]]", text=text)
    assert found, f"{docname} does not show “{text}”"
    return {language_of(each) for each in found}


def test_a_half_translated_framework_builds_without_warnings(english: Build) -> None:
    assert english.warnings == []
    assert dead_links(english) == []


@pytest.mark.parametrize(
    ("docname", "text"),
    [
        ("learners", "Learner placements"),  # page title, navigation
        ("learners", "Learners learn a lot."),
        ("learners", "Criteria"),
        ("learners", "Achieved"),  # an answer
        ("learners", "Examples of indicators"),  # a heading of its own
        ("learners", "The learner has had language support"),
        ("learners", "Find a partner"),
        ("learners", "Housing"),
        ("checklist", "The passport is valid"),
        ("link", "Find a partner"),
        ("index", "Learner placements"),
        ("learners", "The views are those of the authors."),  # a notice in English from the start
    ],
)
def test_translated_texts_are_in_the_pages_language(
    english: Build, docname: str, text: str
) -> None:
    assert languages_of(english, docname, text) == {"en"}


@pytest.mark.parametrize(
    ("docname", "text"),
    [
        ("learners", "Eleven är väl förberedd"),  # a heading; its translation is out of date
        ("learners", "Första punkten"),  # a list item, translated as nothing
        ("learners", "Delvis"),  # an answer
        ("learners", "Eleven är försäkrad"),  # an indicator
        ("learners", "Tänk på resan."),  # guidance
        ("learners", "Lärandeavtal"),  # evidence
        ("learners", "Exempel på beviskällor"),
        ("learners", "I dag"),  # a column of the service table
        ("learners", "Språkkurs"),
        ("learners", "Sätt mål"),
        ("learners", "Framtaget med stöd av Exempelstiftelsen."),
        ("learners", "Ett stöd för skolor"),
        ("learners", "Kvalitetsområde"),
        ("checklist", "Eleven är väl förberedd"),
        ("checklist", "Biljetterna är bokade"),
        ("link", "Resor"),
        ("index", "Ett stöd för skolor"),  # a card's summary
        ("index", "Kvalitetsområde"),  # a card's label
    ],
)
def test_untranslated_texts_say_which_language_they_are_in(
    english: Build, docname: str, text: str
) -> None:
    assert languages_of(english, docname, text) == {"sv"}


def test_an_outdated_translation_is_not_shown(english: Build) -> None:
    assert "The learner is prepared" not in english.html("learners")


def test_the_interface_is_in_the_pages_language(english: Build) -> None:
    page = text_of(english.page("learners"))
    for each in ("Draft", "1 March 2026", "Table 1.", "Step 1", "Quality assessment 1–10"):
        assert each in page


def test_names_and_licences_are_no_texts_to_translate(english: Build) -> None:
    assert languages_of(english, "learners", "Exempelskolan, Övningsskolan") == {"en"}


def notes(build: Build, docname: str) -> list[str]:
    found = build.page(docname).xpath(".//*[contains(@class, 'ramverk-untranslated')]")
    return [text_of(each) for each in found]


def marked(build: Build, docname: str, state: str) -> list[str]:
    """The texts that the style sheet marks: ``missing`` or ``outdated``."""
    page = build.page(docname)
    for each in page.xpath(".//nav"):
        each.drop_tree()
    found = page.xpath(f".//*[contains(@class, 'ramverk-{state}')]")
    return [text_of(each) for each in found]


def test_a_page_tells_once_how_much_of_it_is_not_translated_and_why(
    english: Build, swedish: Build
) -> None:
    (note,) = notes(english, "learners")
    assert note == (
        "30 of 40 texts are shown in Swedish. ○ Not translated yet: 29. "
        "↻ The original has changed since the translation: 1."
    )
    assert notes(english, "checklist")[0].startswith("15 of 22 texts are shown in")
    assert notes(english, "index")[0].startswith("3 of 4 texts are shown in Swedish.")
    for docname in ("learners", "checklist", "index"):
        assert notes(swedish, docname) == []


def test_what_is_not_translated_is_told_from_what_has_changed(english: Build) -> None:
    assert marked(english, "learners", "outdated") == ["Eleven är väl förberedd"]
    missing = marked(english, "learners", "missing")
    assert {"Första punkten", "Delvis", "Eleven är försäkrad", "Tänk på resan.", "I dag"} <= {
        *missing
    }
    assert "Find a partner" not in missing


def test_marks_are_in_no_words_that_are_used_elsewhere(english: Build) -> None:
    """Names for screen readers, files and searches are taken from the page's words."""
    page = parsed(english.html("learners"))
    note = page.xpath("//*[contains(@class, 'ramverk-untranslated')]")[0]
    note.getparent().remove(note)
    assert not {"○", "↻"} & set(page.text_content())
    index = json.dumps(parts(english.outdir / "_static"), ensure_ascii=False)
    assert "Find a partner" in index
    for words in (index, english.output("_downloads/learners/learners.en.json")):
        assert not {"○", "↻"} & set(words)
    assert "texts are shown in" not in index


def test_a_link_to_a_text_carries_no_mark(english: Build) -> None:
    assert languages_of(english, "link", "Resor") == {"sv"}
    # The heading and the paragraph, but not the link in it once more.
    assert marked(english, "link", "missing") == ["Links", "Find a partner Resor"]


@pytest.mark.parametrize("builder", ["text", "epub", "dirhtml", "singlehtml"])
def test_every_output_tells_what_is_not_translated(make_project: MakeProject, builder: str) -> None:
    project = make_project({**FILES, LEARNERS_PO: LEARNERS_EN}, ramverk_languages=LANGUAGES)
    build = project.build(builder, language="en")
    found = "".join(
        path.read_text("utf-8")
        for path in build.outdir.rglob("*")
        if path.suffix in {".txt", ".xhtml", ".html"}
    )
    assert "30 of 40 texts are shown in" in " ".join(found.split())


def test_a_page_with_nothing_translated_says_so_once(make_project: MakeProject) -> None:
    files = {**FILES, "index.md": PROSE}
    build = make_project(files, ramverk_languages=LANGUAGES).build(
        language="en", html_theme="ramverk"
    )
    said = "Everything here is in Swedish: it is not translated yet."
    assert notes(build, "index") == [said]
    note = build.page("index").xpath(".//*[contains(@class, 'ramverk-untranslated')]")[0]
    assert "ramverk-no-missing" in note.get("class")  # marks at each text would say no more


def test_anchors_are_the_same_in_every_language(english: Build, swedish: Build) -> None:
    for docname in ("learners", "checklist"):
        anchors = [build.page(docname).xpath(".//@id") for build in (english, swedish)]
        assert anchors[0] == anchors[1]


def test_the_source_language_ignores_catalogues_of_others(swedish: Build) -> None:
    page = swedish.page("learners")
    assert swedish.warnings == []
    assert "Learner" not in text_of(page)
    marked = {str(each) for each in page.xpath(".//@lang")}
    assert marked == {"en"}  # the notice whose wording is fixed in English


def test_the_data_file_names_what_is_not_translated(english: Build) -> None:
    data = json.loads(english.output("_downloads/learners/learners.en.json"))
    assert data["language"] == "en"
    assert data["title"] == "Learner placements"
    preparation = data["sections"]["criteria"]["criteria"]["preparation"]
    assert preparation["title"] == "Eleven är väl förberedd"
    assert "/sections/criteria/criteria/preparation/title" in data["untranslated"]
    assert "/title" not in data["untranslated"]


def test_a_title_in_lists_of_pages_keeps_its_language(make_project: MakeProject) -> None:
    catalog = LEARNERS_EN.replace('msgid "Elevpraktik"', 'msgid "Någon annan"')
    files = {**FILES, LEARNERS_PO: catalog}
    build = make_project(files, ramverk_languages=LANGUAGES).build(
        language="en", html_theme="ramverk"
    )
    for docname in ("index", "learners", "checklist"):
        assert languages_of(build, docname, "Elevpraktik") == {"sv"}


# --- prose pages --------------------------------------------------------------------------------

PROSE: Final = """\
# Om handboken

Översatt stycke.

Stycke på svenska med *betoning*.

- En punkt

Term
: Förklaring

| Spalt |
|---|
| Cell |

## Mer om saken
"""
HEADER: Final = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
PROSE_EN: Final = HEADER + "".join(
    f'msgid "{source}"\nmsgstr "{target}"\n\n'
    for source, target in {
        "Om handboken": "",
        "Översatt stycke.": "Translated paragraph.",
        "Stycke på svenska med *betoning*.": "",
        "En punkt": "",
        "Term": "",
        "Förklaring": "",
        "Spalt": "",
        "Cell": "",
        "Mer om saken": "",
    }.items()
)
INDEX_EN: Final = f'{HEADER}msgid "Start"\nmsgstr "Home"\n'


ABOUT_PO: Final = "locales/en/LC_MESSAGES/about.po"


def prose_project(make_project: MakeProject) -> Project:
    files = {
        "index.md": toctree("about"),
        "about.md": PROSE,
        ABOUT_PO: PROSE_EN,
        "locales/en/LC_MESSAGES/index.po": INDEX_EN,
    }
    return make_project(
        files,
        ramverk_languages=LANGUAGES,
        locale_dirs=["locales"],
        gettext_compact=False,
        myst_enable_extensions=["deflist"],
    )


@pytest.fixture(scope="module")
def prose(make_project: MakeProject) -> Build:
    return prose_project(make_project).build(language="en", html_theme="ramverk")


@pytest.mark.parametrize(
    "text",
    ["Om handboken", "Stycke på svenska", "betoning", "En punkt", "Term", "Cell", "Mer om saken"],
)
def test_prose_left_untranslated_says_which_language_it_is_in(prose: Build, text: str) -> None:
    assert prose.warnings == []
    assert languages_of(prose, "about", text) == {"sv"}


def test_translated_prose_is_in_the_pages_language(prose: Build) -> None:
    assert languages_of(prose, "about", "Translated paragraph.") == {"en"}


def test_a_page_of_prose_tells_how_much_of_it_is_not_translated(prose: Build) -> None:
    assert notes(prose, "about") == ["8 of 9 texts are shown in Swedish. ○ Not translated yet: 8."]
    assert "Mer om saken" in marked(prose, "about", "missing")


def test_a_page_with_everything_translated_says_nothing_and_loads_nothing_for_it(
    prose: Build,
) -> None:
    assert notes(prose, "index") == []
    assert "ramverk-translation.css" not in prose.html("index")
    assert "ramverk-translation.css" in prose.html("about")


def test_prose_whose_original_has_changed_is_told_from_what_is_not_translated(
    make_project: MakeProject,
) -> None:
    """The translation is not in the compiled catalogue before either: the mark alone changes."""
    project = prose_project(make_project)
    project.build(language="en", html_theme="ramverk")
    outdated = '#, fuzzy\n#| msgid "En sak"\nmsgid "En punkt"\nmsgstr "A point"'
    project.write({ABOUT_PO: PROSE_EN.replace('msgid "En punkt"\nmsgstr ""', outdated)})
    build = project.build(language="en", html_theme="ramverk")
    assert marked(build, "about", "outdated") == ["En punkt"]
    assert notes(build, "about")[0].endswith(
        "Not translated yet: 7. ↻ The original has changed since the translation: 1."
    )
    assert "A point" not in build.html("about")


def test_an_untranslated_page_title_keeps_its_language_in_the_navigation(prose: Build) -> None:
    assert languages_of(prose, "index", "Om handboken") == {"sv"}


def test_an_untranslated_caption_of_the_navigation_says_its_language(
    make_project: MakeProject,
) -> None:
    tree = directive("toctree", body=":caption: Bygg vidare\n\nabout")
    files = {"index.md": f"# Start\n\n{tree}", "about.md": "# About\n"}
    project = make_project(files, ramverk_languages=LANGUAGES, locale_dirs=["locales"])
    build = project.build(language="en", html_theme="ramverk")
    assert languages_of(build, "about", "Bygg vidare") == {"sv"}


def test_prose_in_the_source_language_is_not_marked(make_project: MakeProject) -> None:
    project = make_project({"index.md": PROSE}, ramverk_languages=LANGUAGES)
    assert not project.build().page("index").xpath(".//@lang")
