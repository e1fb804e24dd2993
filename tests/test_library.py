"""The library: all frameworks of a project, each read once, in the reader's language."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from ramverk.library import Library
from ramverk.model import texts

FRAMEWORK: Final = """\
title: {title}
language: sv
version: "1"
date: 2026-01-31
sections: {{om: {{kind: text, text: Text}}}}
"""
ENGLISH: Final = """\
msgid ""
msgstr ""
"Language: en\\n"

msgid "Personal"
msgstr "Staff"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with two frameworks, one of them translated, and a broken one."""
    write(tmp_path, "frameworks/staff.yaml", FRAMEWORK.format(title="Personal"))
    write(tmp_path, "frameworks/mobility/learners.yaml", FRAMEWORK.format(title="Elever"))
    write(tmp_path, "frameworks/broken.yaml", "title: Trasigt\n")
    write(tmp_path, "locales/en/LC_MESSAGES/frameworks/staff.po", ENGLISH)
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def library(root: Path, language: str = "en") -> Library:
    return Library(root, root / "frameworks", root / "locales", language)


def test_all_ids_are_known_broken_ones_too(root: Path) -> None:
    assert library(root).ids == ["broken", "mobility/learners", "staff"]


def test_frameworks_are_those_that_can_be_read_in_the_order_of_their_ids(root: Path) -> None:
    assert [each.id for each in library(root).frameworks()] == ["mobility/learners", "staff"]


def test_a_framework_is_read_in_the_readers_language(root: Path) -> None:
    framework = library(root).get("staff")
    assert framework is not None
    states = {str(text): (text.language, text.state) for text in texts(framework)}
    assert states == {"Staff": ("en", "translated"), "Text": ("sv", "missing")}


def test_a_framework_without_catalogue_stays_in_its_own_language(root: Path) -> None:
    framework = library(root).get("mobility/learners")
    assert framework is not None
    assert (framework.title, framework.title.state) == ("Elever", "missing")
    assert library(root).problems("mobility/learners") == []


def test_readers_of_the_source_language_get_the_source(root: Path) -> None:
    framework = library(root, "sv").get("staff")
    assert framework is not None
    assert {text.state for text in texts(framework)} == {"source"}


def test_a_framework_is_read_once(root: Path) -> None:
    found = library(root)
    first = found.get("staff")
    write(root, "frameworks/staff.yaml", FRAMEWORK.format(title="Ändrat"))
    assert found.get("staff") is first
    again = library(root).get("staff")
    assert again is not None
    assert again.title == "Ändrat"


def test_a_broken_framework_is_none_and_says_why(root: Path) -> None:
    found = library(root)
    assert found.get("broken") is None
    problems = found.problems("broken")
    assert {problem.code for problem in problems} == {"missing-key"}
    assert {problem.path for problem in problems} == {"frameworks/broken.yaml"}


def test_an_unknown_framework_is_none_without_problems(root: Path) -> None:
    assert library(root).get("nothing") is None
    assert library(root).problems("nothing") == []


def test_problems_of_the_catalogue_are_told_with_those_of_the_framework(root: Path) -> None:
    name = "locales/en/LC_MESSAGES/frameworks/staff.po"
    write(root, name, f"<<<<<<< HEAD\n{ENGLISH}")
    found = library(root)
    framework = found.get("staff")
    assert framework is not None
    assert framework.title == "Personal"
    assert [(problem.path, problem.code) for problem in found.problems("staff")] == [
        (name, "catalog-conflict")
    ]


def test_files_that_are_no_frameworks_are_told_apart(root: Path) -> None:
    write(root, "frameworks/IO3.yaml", "")
    write(root, "frameworks/old.yml", "")
    problems = library(root).folder_problems
    assert [(problem.path, problem.code) for problem in problems] == [
        ("frameworks/IO3.yaml", "bad-file-name"),
        ("frameworks/old.yml", "wrong-suffix"),
    ]


def test_sources_are_named_from_the_project(root: Path) -> None:
    assert library(root).source("mobility/learners").name == "frameworks/mobility/learners.yaml"


def test_a_folder_outside_the_project_is_named_in_full(root: Path, tmp_path: Path) -> None:
    found = Library(root / "elsewhere", root / "frameworks", root / "locales", "en")
    assert found.source("staff").name == str(tmp_path / "frameworks" / "staff.yaml")


def test_the_digest_changes_with_the_framework_and_with_its_catalogue(root: Path) -> None:
    digests = {library(root).digest("staff")}
    write(root, "frameworks/staff.yaml", FRAMEWORK.format(title="Ändrat"))
    digests.add(library(root).digest("staff"))
    write(root, "locales/en/LC_MESSAGES/frameworks/staff.po", ENGLISH + "\n# more\n")
    digests.add(library(root).digest("staff"))
    (root / "locales/en/LC_MESSAGES/frameworks/staff.po").unlink()
    digests.add(library(root).digest("staff"))
    assert len(digests) == 4


def test_the_digest_changes_with_nothing_else(root: Path) -> None:
    before = library(root).digest("staff")
    write(root, "frameworks/mobility/learners.yaml", "changed")
    write(root, "locales/fi/LC_MESSAGES/frameworks/staff.po", "changed")
    (root / "frameworks" / "staff.yaml").touch()
    assert library(root).digest("staff") == before


def test_the_digest_of_what_does_not_exist_is_no_error(root: Path) -> None:
    assert library(root).digest("nothing") == library(root).digest("nothing-either")
