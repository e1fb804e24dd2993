"""A catalogue fits its source, or it says what does not: for frameworks and for pages."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from ramverk.catalogs import catalog_path, read_catalog
from ramverk.library import Library
from ramverk.po_files import read_po
from ramverk.problems import Problem
from ramverk.staleness import CatalogFile, PageMessages, lacks_messages, stale_framework, stale_page

HEAD: Final = 'msgid ""\nmsgstr "Language: en\\n"\n'
FRAMEWORK: Final = """\
title: Personal
language: sv
version: "1"
date: 2026-01-31
sections:
  om: {kind: text, text: Vi reser.}
"""
YAML: Final = "#: frameworks/staff.yaml\n"
PAGE: Final = "#: source/frameworks/staff.md\n"


def entry(text: str, place: str = YAML, start: str = "") -> str:
    lines = f'{place}{start}msgid "{text}"\n{start}msgstr "x"\n'
    return f"\n{lines}"


BOTH: Final = entry("Personal") + entry("Vi reser.")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks/staff.yaml").write_text(FRAMEWORK, "utf-8")
    return Library(tmp_path, tmp_path / "frameworks", tmp_path / "locales", None)


def catalog(library: Library, text: str, language: str = "en") -> CatalogFile:
    path = catalog_path(library.catalogs, language, "frameworks/staff")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + text, "utf-8")
    return CatalogFile(path, "staff.po", language)


def framework_problem(library: Library, text: str, language: str = "en") -> Problem | None:
    file = catalog(library, text, language)
    framework = library.get("staff")
    assert framework
    return stale_framework(file, read_po(file.path, file.name)[0] or (), framework)


def page_problem(library: Library, text: str, *written: str, **more: list[str]) -> Problem | None:
    file = catalog(library, text)
    page = PageMessages(written, **more)
    return stale_page(file, read_po(file.path, file.name)[0] or (), page, library.get("staff"))


def told(problem: Problem | None) -> tuple[object, ...]:
    assert problem
    assert problem.code == "catalog-stale"
    return (problem.line, *(problem.details[each] for each in ("missing", "extra", "text")))


# --- frameworks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        BOTH,
        entry("Vi reser.") + entry("Personal"),
        BOTH.replace('"x"', '""'),
        BOTH + entry("Vi reste.", start="#~ "),
        entry("Personal", "") + entry("Vi reser.", ""),
        BOTH + entry("Mer om personalen.", PAGE),
        BOTH + entry("Utan plats", ""),
    ],
    ids=["same", "order", "untranslated", "obsolete", "no-places", "of-its-page", "of-nobody"],
)
def test_a_catalogue_with_the_messages_of_its_framework_is_not_stale(
    library: Library, text: str
) -> None:
    assert framework_problem(library, text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BOTH.replace("Vi reser.", "Vi reste."), (9, 1, 1, "Vi reste.")),
        (entry("Personal"), (6, 1, 0, "Vi reser.")),
        (BOTH + entry("Vi stannar."), (13, 0, 1, "Vi stannar.")),
        (entry("Personal") + entry("Vi reser.", start="#~ "), (10, 1, 0, "Vi reser.")),
        ("", (2, 2, 0, "Personal")),
        (BOTH.replace('msgid "Vi', 'msgctxt "verb"\nmsgid "Vi'), (10, 1, 1, "Vi reser.")),
    ],
    ids=["reworded", "new", "removed", "obsolete", "empty", "other-context"],
)
def test_a_catalogue_that_was_not_updated_is_stale(
    library: Library, text: str, expected: tuple[object, ...]
) -> None:
    assert told(framework_problem(library, text)) == expected


def test_the_line_is_that_of_the_first_message_without_a_source(library: Library) -> None:
    text = BOTH.replace("Vi reser.", "Vi reste.") + entry("Vi stannar.")
    problem = framework_problem(library, text)
    assert told(problem) == (9, 1, 2, "Vi reste.")
    assert str(problem).endswith("; run: ramverk i18n update en")


def test_the_line_is_the_last_one_where_messages_are_only_missing(library: Library) -> None:
    assert told(framework_problem(library, entry("Personal") + "\n\n"))[0] == 6


def test_a_catalogue_that_is_not_used_is_not_stale(library: Library) -> None:
    assert framework_problem(library, "", "sv") is None


@pytest.mark.parametrize(("text", "expected"), [(BOTH, False), (entry("Personal"), True)])
def test_a_catalogue_read_for_translation_knows_what_it_lacks(
    library: Library, text: str, expected: bool
) -> None:
    file = catalog(library, text)
    found, problems = read_catalog(file.path, file.name, "en")
    framework = library.get("staff")
    assert problems == []
    assert framework
    assert lacks_messages(found, framework) is expected


def test_a_library_in_a_language_tells_of_stale_catalogues(library: Library) -> None:
    catalog(library, entry("Personal"))
    english = Library(library.root, library.folder, library.catalogs, "en")
    assert [each.code for each in english.problems("staff")] == ["catalog-stale"]
    assert english.get("staff") is not None


# --- pages ----------------------------------------------------------------------------------------


def test_a_page_is_compared_with_its_part_of_the_catalogue(library: Library) -> None:
    text = BOTH + entry("Mer.", PAGE)
    assert page_problem(library, text, "Mer.") is None
    assert page_problem(library, BOTH + entry("Vi reste.") + entry("Mer.", PAGE), "Mer.") is None
    assert told(page_problem(library, text, "Mer.", "Nytt.")) == (14, 1, 0, "Nytt.")
    assert told(page_problem(library, text)) == (13, 0, 1, "Mer.")


def test_a_text_that_framework_and_page_share_is_neither_missing_nor_left_over(
    library: Library,
) -> None:
    shared = "#: frameworks/staff.yaml source/frameworks/staff.md\n"
    text = entry("Personal", shared) + entry("Vi reser.")
    assert page_problem(library, text, "Personal") is None
    assert framework_problem(library, text) is None


def test_what_a_program_puts_on_a_page_may_be_in_the_catalogue_in_other_words(
    library: Library,
) -> None:
    innehall = BOTH + entry("Innehåll", PAGE)
    assert page_problem(library, innehall, generated=["Contents"]) is None
    assert page_problem(library, BOTH, generated=["Contents"]) is None
    assert page_problem(library, innehall, generated=["Innehåll"]) is None
    two = innehall + entry("Borta", PAGE)
    assert told(page_problem(library, two, generated=["Contents"]))[2] == 2
