"""The page that tells how far translations have come, in every output."""

from __future__ import annotations

import zipfile
from typing import Any, Final

import lxml.html
import pytest

from tests.conftest import (
    LEARNERS,
    LEARNERS_EN,
    LEARNERS_PO,
    STAFF,
    Build,
    MakeProject,
    Project,
    dead_links,
    directive,
    parsed,
    text_of,
    toctree,
)

HEADER: Final = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
INDEX_PO: Final = "locales/en/LC_MESSAGES/index.po"
INDEX_EN: Final = HEADER + 'msgid "Start"\nmsgstr ""\n'
FILES: Final = {
    "frameworks/learners.yaml": LEARNERS,
    LEARNERS_PO: LEARNERS_EN,
    INDEX_PO: INDEX_EN,
    "locales/fi/LC_MESSAGES/ramverk.po": HEADER + 'msgid "Search"\nmsgstr "Haku"\n',
    "index.md": toctree("learners", "status"),
    "learners.md": directive("framework", "learners"),
    "status.md": "# Översättningsläget\n\n" + directive("translation-status"),
}


def make(make_project: MakeProject, **settings: Any) -> Project:
    return make_project(FILES, ramverk_languages=["sv", "en", "fi"], **settings)


@pytest.fixture(scope="module")
def build(make_project: MakeProject) -> Build:
    return make(make_project).build(html_theme="ramverk")


def tables(build: Build) -> dict[str, lxml.html.HtmlElement]:
    found = build.page("status").xpath(".//table")
    return {str(each.get("id")): each for each in found}


def rows(table: lxml.html.HtmlElement) -> list[list[str]]:
    return [[text_of(cell) for cell in row] for row in table.xpath("./tbody/tr")]


def test_each_language_has_a_table_that_says_how_far_it_is(build: Build) -> None:
    assert build.warnings == []
    assert dead_links(build) == []
    english, finnish = tables(build).values()
    assert text_of(english.find("caption")).startswith("Engelska: 21 %")
    assert text_of(finnish.find("caption")).startswith("Finska: 0 %")
    assert rows(english)[0] == [f"Elevpraktik {LEARNERS_PO}", "22 %", "1", "30"]
    assert rows(english)[1][1:] == ["0 %", "0", "1"]
    assert rows(finnish)[0] == ["Elevpraktik", "0 %", "0", "40"]
    names = [row[0] for row in rows(finnish)]
    assert names[-1].endswith("locales/fi/LC_MESSAGES/ramverk.po")


def test_the_table_says_what_its_heads_are_heads_of(build: Build) -> None:
    for table in tables(build).values():
        assert {*table.xpath("./thead//th/@scope")} == {"col"}
        assert {*table.xpath("./tbody//th/@scope")} == {"row"}
        assert len(table.xpath("./tbody//th")) == len(table.xpath("./tbody/tr"))
        # Where the style sheet makes grids of the rows, they are a table all the same.
        assert table.get("role") == "table"
        assert not table.xpath("./tbody//td[not(@role='cell')]")


def test_a_bar_shows_what_the_number_beside_it_says(build: Build) -> None:
    (first, *_more) = tables(build)["translation-en"].xpath(".//progress")
    assert (first.get("value"), first.get("max"), first.get("aria-hidden")) == ("22", "100", "true")


def test_the_catalogue_is_linked_where_it_can_be_seen(make_project: MakeProject) -> None:
    url = "https://example.org/src/main/{path}?plain=1"
    build = make(make_project, ramverk_catalog_url=url).build(html_theme="ramverk")
    found = tables(build)["translation-en"].xpath(".//a/@href")
    assert found == [
        f"https://example.org/src/main/{LEARNERS_PO}?plain=1",
        "https://example.org/src/main/locales/en/LC_MESSAGES?plain=1",
    ]


def test_the_page_is_in_the_language_of_its_reader(make_project: MakeProject) -> None:
    build = make(make_project).build(language="en", html_theme="ramverk")
    english = tables(build)["translation-en"]
    assert text_of(english.find("caption")) == "English: 21% translated"
    assert rows(english)[0][0].startswith("Learner placements")


def test_a_note_on_a_page_links_the_page_that_tells_more(make_project: MakeProject) -> None:
    project = make(make_project)
    build = project.build(language="en", html_theme="ramverk")
    (link,) = build.page("learners").xpath(".//*[contains(@class, 'ramverk-untranslated')]//a")
    assert (link.get("href"), text_of(link)) == ("status.html", "How far the translation has come")
    assert not build.page("status").xpath(".//*[contains(@class, 'ramverk-untranslated')]//a")
    project.write({"status.md": "# Annat\n"})
    build = project.build(language="en", html_theme="ramverk")
    assert not build.page("learners").xpath(".//*[contains(@class, 'ramverk-untranslated')]//a")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (INDEX_PO, INDEX_EN.replace('msgstr ""\n', 'msgstr "Home"\n').replace('""\n"C', '"C')),
        ("locales/fi/LC_MESSAGES/frameworks/learners.po", LEARNERS_EN.replace(": en", ": fi")),
        ("locales/fi/LC_MESSAGES/ramverk.po", HEADER + 'msgid "Find"\nmsgstr "Etsi"\n'),
    ],
)
def test_the_page_is_read_again_when_a_catalogue_of_any_language_changes(
    make_project: MakeProject, name: str, content: str
) -> None:
    project = make(make_project)
    assert "status" in project.build().read
    assert project.build().read == set()
    project.write({name: content})
    assert "status" in project.build().read


@pytest.mark.parametrize("builder", ["text", "latex", "epub"])
def test_every_output_has_the_numbers(make_project: MakeProject, builder: str) -> None:
    project = make(
        make_project,
        latex_documents=[("index", "book.tex", "Provbok", "Provskolan", "manual")],
    )
    build = project.build(builder)
    assert build.warnings == []
    text = content(build)
    for each in ("Elevpraktik", "Engelska: 21", "learners.po", "30", "40"):
        assert each in text, each


def content(build: Build) -> str:
    if build.app.builder.name == "epub":
        with zipfile.ZipFile(build.outdir / "Provbok.epub") as book:
            return text_of(lxml.html.fromstring(book.read("status.xhtml")))
    paths = [each for each in build.outdir.rglob("*") if each.suffix in {".txt", ".tex"}]
    return " ".join(path.read_text("utf-8").replace("\\-", "-") for path in sorted(paths))


def test_a_project_with_one_language_has_nothing_to_tell(make_project: MakeProject) -> None:
    files = {"index.md": "# Start\n\n" + directive("translation-status")}
    build = make_project(files, ramverk_languages=["sv"]).build()
    assert build.warnings == []
    assert not parsed(build.html("index")).xpath("//table")


def test_a_framework_in_another_language_is_translated_into_that_of_the_pages(
    make_project: MakeProject,
) -> None:
    files = {
        "frameworks/staff.yaml": STAFF.replace("language: sv", "language: en"),
        "index.md": "# Läget\n\n" + directive("translation-status"),
    }
    build = make_project(files, ramverk_languages=["sv"]).build()
    (table,) = build.page("index").xpath(".//table")
    assert text_of(table.find("caption")) == "Svenska: 0 % översatt"
    assert len(rows(table)) == 2  # the framework and the interface; the pages are in Swedish


def test_where_nothing_is_to_be_translated_the_page_says_so(make_project: MakeProject) -> None:
    build = make_project({"index.md": "# Läget\n\n" + directive("translation-status")}).build()
    assert text_of(build.page("index")).endswith("Det finns inget att översätta ännu.")


def test_a_variant_of_english_has_its_interface(make_project: MakeProject) -> None:
    build = make_project(FILES, ramverk_languages=["sv", "en-GB"]).build(html_theme="ramverk")
    (table,) = tables(build).values()
    assert rows(table)[-1][1:] == ["100 %", "0", "0"]


def test_the_page_follows_the_languages_of_the_project(make_project: MakeProject) -> None:
    project = make(make_project)
    assert [*tables(project.build())] == ["translation-en", "translation-fi"]
    fewer = project.build(ramverk_languages=["sv", "fi"])
    assert [*tables(fewer)] == ["translation-fi"]


def test_a_page_that_comes_or_goes_is_counted_at_once(make_project: MakeProject) -> None:
    project = make(make_project)
    about = "locales/en/LC_MESSAGES/about.po"
    project.write({about: HEADER + 'msgid "Om"\nmsgstr "About"\n', "about.md": "# Om\n"})
    before = rows(tables(project.build())["translation-en"])[1][1]
    (project.root / "about.md").unlink()
    after = rows(tables(project.build())["translation-en"])[1][1]
    assert (before, after) == ("50 %", "0 %")
