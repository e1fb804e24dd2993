"""How far translations have come: the same numbers as an update would tell, without one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from ramverk.completeness import Catalogs, Counts, count, interface_part
from ramverk.project import open_project
from ramverk.prose import update_catalogs
from tests.conftest import LEARNERS, LEARNERS_EN, LEARNERS_PO, STAFF, MakeProject, Project, toctree

HEADER: Final = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
FILES: Final = {
    "frameworks/learners.yaml": LEARNERS,
    "frameworks/staff.yaml": STAFF,
    LEARNERS_PO: LEARNERS_EN,
    "source/index.md": toctree("about", heading="Hem"),
    "source/about.md": "# Om boken\n\nEtt stycke.\n\nEtt till.\n",
    "locales/en/LC_MESSAGES/about.po": HEADER
    + 'msgid "Om boken"\nmsgstr "About the book"\n\n'
    + '#, fuzzy\nmsgid "Ett stycke."\nmsgstr "A part."\n\n'
    + 'msgid "Ett till."\nmsgstr ""\n\n'
    + '#~ msgid "Borta."\n#~ msgstr "Gone."\n',
}
LANGUAGES: Final = ["sv", "en", "fi"]


@pytest.fixture
def project(make_project: MakeProject) -> Project:
    return make_project(FILES, ramverk_languages=LANGUAGES, gettext_compact=False)


def catalogs_of(root: Path) -> Catalogs:
    opened = open_project(root)
    return Catalogs(opened.library(), opened.source, opened.languages)


def test_texts_are_counted_by_catalogue(project: Project) -> None:
    found = catalogs_of(project.root).completeness("en")
    learners, staff = found.frameworks
    assert (learners.name, learners.counts) == ("learners", Counts(9, 1, 30))
    # Nobody has begun with this one: all its texts are missing.
    assert (staff.name, staff.path, staff.counts) == ("staff", None, Counts(0, 0, 7))
    assert found.pages.counts == Counts(1, 1, 1)
    assert found.whole == learners.counts + staff.counts + found.pages.counts


@pytest.mark.parametrize("language", ["en", "fi"])
def test_the_numbers_are_those_of_an_update(project: Project, language: str) -> None:
    opened = open_project(project.root)
    update_catalogs(opened, ["en"])  # now every text of a page is in a catalogue
    updates, problems = update_catalogs(opened, [language], write=False)
    assert problems == []
    told = [Counts(each.translated, each.outdated, each.missing) for each in updates]
    assert catalogs_of(project.root).completeness(language).whole == sum(told, Counts())


def test_a_language_nobody_has_begun_lacks_what_the_others_have(project: Project) -> None:
    found = catalogs_of(project.root).completeness("fi")
    assert found.whole == Counts(0, 0, 40 + 7 + 3)
    assert found.whole.percent == 0


def test_nothing_is_left_to_translate_into_the_source_language(project: Project) -> None:
    found = catalogs_of(project.root).completeness("sv")
    assert found.frameworks == ()
    assert found.whole == Counts()


def test_the_catalogue_of_a_page_that_is_gone_does_not_count(project: Project) -> None:
    (project.root / "source" / "about.md").unlink()
    assert catalogs_of(project.root).completeness("en").pages.counts == Counts()


def test_an_unreadable_catalogue_holds_no_translation(project: Project) -> None:
    project.write({LEARNERS_PO: "<<<<<<< HEAD\n"})
    assert catalogs_of(project.root).completeness("en").frameworks[0].counts == Counts(0, 0, 40)


@pytest.mark.parametrize(
    ("states", "percent"),
    [
        (["translated"] * 3, 100),
        (["translated"] * 199 + ["missing"], 99),  # 100 only when nothing is left to do
        (["translated", "outdated"], 50),
        (["translated", "missing", "missing"], 33),
        ([], 0),
    ],
)
def test_percent_is_what_is_translated_and_current(states: list[str], percent: int) -> None:
    assert count(states).percent == percent


def test_the_interface_counts_apart(tmp_path: Path) -> None:
    english, swedish, wider, none = (
        interface_part(tmp_path, each).counts for each in ("en", "sv", "sv-FI", "fo")
    )
    assert english == Counts(translated=english.total)
    assert swedish == wider
    assert none == Counts(missing=english.total)


def test_the_projects_own_interface_catalogue_counts(tmp_path: Path) -> None:
    path = tmp_path / "fi/LC_MESSAGES/ramverk.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + 'msgid "Search"\nmsgstr "Haku"\n', "utf-8")
    found = interface_part(tmp_path, "fi")
    assert (found.counts.translated, found.path) == (1, path)
