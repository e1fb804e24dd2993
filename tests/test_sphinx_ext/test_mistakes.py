"""What an author is told, on the terminal and on the page, when something is wrong."""

from __future__ import annotations

from typing import Final

import pytest

from tests.conftest import (
    LEARNERS,
    STAFF,
    Build,
    MakeProject,
    directive,
    text_of,
    toctree,
)

BROKEN: Final = STAFF.replace("goals: Det", "Goals: Det").replace("begin: Börja", "begin:")


def build_page(make_project: MakeProject, suffix: str, content: str, **files: str) -> Build:
    heading = "# Sidan\n\n" if suffix == "md" else "Sidan\n=====\n\n"
    frameworks = {"frameworks/learners.yaml": LEARNERS, "frameworks/staff.yaml": STAFF}
    pages = {
        f"page.{suffix}": heading + content,
        "index.md": toctree("page", "learners", "staff"),
        "learners.md": directive("framework", "learners"),
        "staff.md": "# Personal\n\n" + directive("framework", "staff"),
    }
    return make_project({**frameworks, **pages, **files}).build()


@pytest.mark.parametrize("suffix", ["md", "rst"])
@pytest.mark.parametrize(
    ("name", "argument", "code", "said"),
    [
        ("framework", "learner", "unknown-framework", "the frameworks are learners, staff"),
        ("checklist", "../staff", "unknown-framework", "there is no framework ../staff"),
        ("criteria", "learners#kriterier", "unknown-section", "of this kind are criteria"),
        ("steps", "learners#criteria", "unknown-section", "of this kind are steps"),
        ("service-table", "staff", "unknown-section", "of this kind are –"),
        ("checklist", "learners#services", "unknown-section", "criteria, packing, steps"),
    ],
)
def test_a_wrong_argument_warns_at_its_line_and_shows_on_the_page(
    make_project: MakeProject, suffix: str, name: str, argument: str, code: str, said: str
) -> None:
    build = build_page(make_project, suffix, directive(name, argument, suffix=suffix))
    assert len(build.warnings) == 1
    line = 3 if suffix == "md" else 4
    assert build.warnings[0].startswith(f"page.{suffix}:{line}: WARNING: ")
    assert build.warnings[0].endswith(f"[ramverk.{code}]")
    assert said in build.warnings[0]
    note = build.page("page").xpath(".//*[contains(@class, 'admonition warning')]")
    assert len(note) == 1


def test_the_note_on_the_page_is_in_the_pages_language(make_project: MakeProject) -> None:
    build = build_page(make_project, "md", directive("framework", "learner"))
    assert "ramverket learner finns inte" in text_of(build.page("page"))


def test_a_directive_without_argument_is_reported(make_project: MakeProject) -> None:
    build = build_page(make_project, "md", directive("framework"))
    assert len(build.warnings) == 1
    assert build.warnings[0].startswith("page.md:3: ")
    assert "1 argument(s) required" in build.warnings[0]


def test_hostile_arguments_are_quoted_and_shortened(make_project: MakeProject) -> None:
    build = build_page(make_project, "md", directive("framework", f"<script>{'x' * 5000}"))
    assert len(build.warnings) == 1
    assert len(build.warnings[0]) < 500
    assert not build.page("page").xpath(".//script")


def test_mistakes_in_a_framework_file_are_reported_once_with_its_lines(
    make_project: MakeProject,
) -> None:
    both = directive("framework", "staff") + directive("checklist", "staff")
    build = build_page(make_project, "md", both, **{"frameworks/staff.yaml": BROKEN})
    of_file = [each for each in build.warnings if each.startswith("frameworks/staff.yaml")]
    assert [each.partition(" WARNING: ")[0] for each in of_file] == [
        "frameworks/staff.yaml:14:11:",
        "frameworks/staff.yaml:21:7:",
    ]
    assert [each.rpartition("[ramverk.")[2] for each in of_file] == [
        "bad-id]",
        "empty-text]",
    ]
    on_pages = [each for each in build.warnings if "[ramverk.broken-framework]" in each]
    assert [each.partition(":")[0] for each in on_pages] == ["page.md", "page.md", "staff.md"]
    assert len(build.warnings) == len(of_file) + len(on_pages)


def test_a_broken_framework_is_left_out_of_the_list_and_reported(
    make_project: MakeProject,
) -> None:
    files = {
        "frameworks/learners.yaml": LEARNERS,
        "frameworks/staff.yaml": "title: Personal: nu",
        "index.md": toctree("learners") + directive("framework-list"),
        "learners.md": directive("framework", "learners"),
    }
    build = make_project(files).build()
    assert len(build.warnings) == 1
    assert build.warnings[0].startswith("frameworks/staff.yaml:1:")
    assert "[ramverk.yaml-syntax]" in build.warnings[0]
    assert "Elevpraktik" in text_of(build.page("index"))


def test_a_framework_that_no_page_shows_is_reported_at_the_list(make_project: MakeProject) -> None:
    files = {
        "frameworks/staff.yaml": STAFF,
        "index.md": "# Start\n\n" + directive("framework-list"),
    }
    build = make_project(files).build()
    assert len(build.warnings) == 1
    assert build.warnings[0].startswith("index.md:3: WARNING: no page shows staff")
    assert build.warnings[0].endswith("[ramverk.not-shown]")
    assert "Personal" in text_of(build.page("index"))


def test_files_that_are_no_frameworks_are_reported(make_project: MakeProject) -> None:
    files = {"frameworks/staff.yml": STAFF, "frameworks/Min fil.yaml": STAFF, "index.md": "# Start"}
    build = make_project(files).build()
    codes = sorted(each.rpartition("[ramverk.")[2] for each in build.warnings)
    assert codes == ["bad-file-name]", "wrong-suffix]"]


def test_a_broken_catalogue_is_reported_with_its_line(make_project: MakeProject) -> None:
    catalog = 'msgid ""\nmsgstr ""\n\n<<<<<<< HEAD\nmsgid "Steg"\n'
    files = {
        "frameworks/staff.yaml": STAFF,
        "locales/en/LC_MESSAGES/frameworks/staff.po": catalog,
        "index.md": directive("framework", "staff"),
    }
    build = make_project(files, language="en").build()
    assert len(build.warnings) == 1
    assert build.warnings[0].startswith("locales/en/LC_MESSAGES/frameworks/staff.po:4: WARNING:")
    assert "[ramverk.catalog-conflict]" in build.warnings[0]
    assert "Det finns mål" in text_of(build.page("index"))
