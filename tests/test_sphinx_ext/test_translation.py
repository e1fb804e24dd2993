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
    dead_links,
    directive,
    parsed,
    text_of,
    toctree,
)

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


def test_a_page_tells_that_some_of_it_is_not_translated(english: Build, swedish: Build) -> None:
    note = english.page("learners").xpath(".//*[contains(@class, 'ramverk-untranslated')]")
    assert [text_of(each) for each in note] == [
        "Some texts are shown in Swedish, because they are not translated yet."
    ]
    assert not swedish.page("learners").xpath(".//*[contains(@class, 'ramverk-untranslated')]")


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
PROSE_EN: Final = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + "".join(
    f'msgid "{source}"\nmsgstr "{target}"\n\n'
    for source, target in {"Översatt stycke.": "Translated paragraph."}.items()
)


@pytest.fixture(scope="module")
def prose(make_project: MakeProject) -> Build:
    files = {
        "index.md": toctree("about"),
        "about.md": PROSE,
        "locales/en/LC_MESSAGES/about.po": PROSE_EN,
    }
    project = make_project(
        files,
        ramverk_languages=LANGUAGES,
        locale_dirs=["locales"],
        gettext_compact=False,
        myst_enable_extensions=["deflist"],
    )
    return project.build(language="en", html_theme="ramverk")


@pytest.mark.parametrize(
    "text",
    ["Om handboken", "Stycke på svenska", "betoning", "En punkt", "Term", "Cell", "Mer om saken"],
)
def test_prose_left_untranslated_says_which_language_it_is_in(prose: Build, text: str) -> None:
    assert prose.warnings == []
    assert languages_of(prose, "about", text) == {"sv"}


def test_translated_prose_is_in_the_pages_language(prose: Build) -> None:
    assert languages_of(prose, "about", "Translated paragraph.") == {"en"}


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
