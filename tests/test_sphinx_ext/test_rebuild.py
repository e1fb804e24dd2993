"""Builds after the first: a page is renewed when, and only when, something it shows has changed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import (
    LEARNERS,
    LEARNERS_EN,
    LEARNERS_PO,
    STAFF,
    Build,
    MakeProject,
    Project,
    directive,
    text_of,
    toctree,
)

FILES: Final = {
    "frameworks/learners.yaml": LEARNERS,
    "frameworks/staff.yaml": STAFF,
    "index.md": toctree("learners", "staff", "sheet", "link", "list", "prose"),
    "learners.md": directive("framework", "learners"),
    "staff.md": directive("framework", "staff"),
    "sheet.md": "# Lista\n\n" + directive("checklist", "learners"),
    "link.md": "# Länk\n\n{item}`learners#steps/goals`\n",
    "list.md": "# Alla\n\n" + directive("framework-list"),
    "prose.md": "# Prosa\n\nText.\n",
}
REWORDED: Final = LEARNERS.replace("Sätt mål", "Bestäm mål")


def later(path: Path) -> None:
    """Make a file newer than everything that was built."""
    times = path.stat()
    os.utime(path, (times.st_atime + 60, times.st_mtime + 60))


def touch(project: Project, *names: str) -> None:
    for name in names:
        later(project.root / name)


def test_nothing_is_read_again_when_nothing_changed(make_project: MakeProject) -> None:
    project = make_project(FILES)
    project.build()
    assert project.build().read == set()


def test_a_framework_file_that_was_only_touched_changes_nothing(make_project: MakeProject) -> None:
    project = make_project({**FILES, LEARNERS_PO: LEARNERS_EN}, language="en")
    project.build()
    touch(project, "frameworks/learners.yaml", LEARNERS_PO)
    assert project.build().read == set()


def test_a_changed_framework_renews_the_pages_that_use_it(make_project: MakeProject) -> None:
    project = make_project(FILES)
    project.build()
    project.write({"frameworks/learners.yaml": REWORDED})
    build = project.build()
    assert build.read == {"learners", "sheet", "link", "list"}
    for docname in ("learners", "sheet", "link"):
        assert "Bestäm mål" in build.html(docname)
    assert "Bestäm mål" in build.output("_downloads/learners/learners.sv.json")


@pytest.mark.parametrize("before", ["", LEARNERS_EN])
def test_a_new_or_changed_catalogue_renews_the_pages_of_its_framework(
    make_project: MakeProject, before: str
) -> None:
    project = make_project(FILES, language="en")
    if before:
        project.write({LEARNERS_PO: before})
    project.build()
    project.write({LEARNERS_PO: LEARNERS_EN.replace("Find a partner", "Get a partner")})
    build = project.build()
    assert build.read == {"learners", "sheet", "link", "list"}
    assert "Get a partner" in build.html("learners")
    assert "Get a partner" in build.output("_downloads/learners/learners.en.json")


def test_a_catalogue_of_another_language_renews_nothing(make_project: MakeProject) -> None:
    project = make_project(FILES)
    project.build()
    project.write({LEARNERS_PO: LEARNERS_EN})
    assert project.build().read == set()


def test_a_removed_catalogue_renews_the_pages_of_its_framework(make_project: MakeProject) -> None:
    project = make_project({**FILES, LEARNERS_PO: LEARNERS_EN}, language="en")
    project.build()
    (project.root / LEARNERS_PO).unlink()
    build = project.build()
    assert build.read == {"learners", "sheet", "link", "list"}
    assert "Find a partner" not in build.html("learners")


def test_a_new_framework_renews_the_pages_that_list_all(make_project: MakeProject) -> None:
    project = make_project(FILES)
    project.build()
    project.write(
        {
            "frameworks/third.yaml": STAFF.replace("Personal", "Lokaler"),
            "third.md": directive("framework", "third"),
            "index.md": FILES["index.md"].replace("prose", "prose\nthird"),
        }
    )
    build = project.build()
    assert build.read == {"index", "list", "third"}
    assert "Lokaler" in text_of(build.page("list"))


def test_a_removed_framework_is_missed_by_its_pages_and_gone_from_lists(
    make_project: MakeProject,
) -> None:
    project = make_project(FILES)
    project.build()
    (project.root / "frameworks/staff.yaml").unlink()
    build = project.build()
    assert build.read == {"staff", "list"}
    assert [each.partition(":")[0] for each in build.warnings if "unknown-framework" in each] == [
        "staff.md"
    ]
    assert "Personal" not in text_of(build.page("list"))
    assert not list((build.outdir / "_downloads" / "staff").glob("*"))


def test_a_mended_framework_is_back(make_project: MakeProject) -> None:
    project = make_project({**FILES, "frameworks/staff.yaml": STAFF.replace("title:", "titel:")})
    assert "broken-framework" in "".join(project.build().warnings)
    project.write({"frameworks/staff.yaml": STAFF})
    build = project.build()
    assert build.warnings == []
    assert build.read == {"staff", "list"}
    assert "Det finns mål" in text_of(build.page("staff"))


def test_a_framework_that_breaks_is_reported_though_its_pages_were_built(
    make_project: MakeProject,
) -> None:
    project = make_project(FILES)
    project.build()
    project.write({"frameworks/staff.yaml": STAFF.replace("title:", "titel:")})
    build = project.build()
    assert "frameworks/staff.yaml:" in build.warnings[0]
    assert not build.page("staff").xpath(".//table")


def test_links_follow_an_item_to_another_page(make_project: MakeProject) -> None:
    project = make_project(FILES)
    project.build()
    project.write(
        {
            "staff.md": "# Nytt\n\n" + directive("framework", "learners"),
            "learners.md": "# Nytt\n\n" + directive("framework", "staff"),
        }
    )
    build = project.build()
    assert build.warnings == []
    assert build.page("link").xpath(".//p/a/@href") == ["staff.html#steps.goals"]
    assert "link" not in build.read
    cards = build.page("list").xpath(".//a[contains(@class, 'sd-stretched-link')]/@href")
    assert cards == ["staff.html", "learners.html"]


def test_links_follow_an_anchor_that_had_to_give_way(make_project: MakeProject) -> None:
    project = make_project(FILES)
    project.build()
    project.write({"learners.md": "# Steps\n\n" + directive("framework", "learners")})
    build = project.build()
    assert build.page("link").xpath(".//p/a/@href") == ["learners.html#learners.steps.goals"]


def test_a_new_title_renews_the_navigation_of_every_page(make_project: MakeProject) -> None:
    project = make_project(FILES, html_theme="ramverk")
    project.build()
    project.write({"frameworks/staff.yaml": STAFF.replace("title: Personal", "title: Medarbetare")})
    build = project.build()
    pages = {name.partition(".")[0] for name in FILES if name.endswith(".md")}
    assert pages <= build.written
    assert build.read == {"staff", "list"}
    assert all("Medarbetare" in build.html(docname) for docname in pages)


def test_a_new_text_leaves_the_other_pages_as_they_are(make_project: MakeProject) -> None:
    project = make_project(FILES, html_theme="ramverk")
    project.build()
    project.write({"frameworks/learners.yaml": REWORDED})
    assert not {"staff", "prose"} & project.build().written


def test_new_words_of_the_interface_renew_every_page(make_project: MakeProject) -> None:
    project = make_project(FILES)
    project.build()
    catalog = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    catalog += 'msgid "Notes"\nmsgstr "Noteringar"\n'
    project.write({"locales/sv/LC_MESSAGES/ramverk.po": catalog})
    build = project.build()
    assert build.read == {name.removesuffix(".md") for name in FILES if name.endswith(".md")}
    assert "Noteringar" in build.html("staff")


# --- the same bytes -----------------------------------------------------------------------------


def contents(build: Build) -> dict[str, bytes]:
    """All that was written for readers."""
    return {
        path.relative_to(build.outdir).as_posix(): path.read_bytes()
        for path in sorted(build.outdir.rglob("*"))
        if path.is_file() and path.name not in {".buildinfo", "environment.pickle"}
    }


def differences(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


@pytest.mark.parametrize("theme", ["ramverk", "alabaster"])
def test_parallel_builds_give_the_same_bytes(make_project: MakeProject, theme: str) -> None:
    # From six pages on Sphinx reads in parallel.
    project = make_project(FILES, html_theme=theme)
    one = project.build(to="one")
    two = project.build(to="two", parallel=2)
    assert two.warnings == []
    assert differences(contents(one), contents(two)) == []
    assert one.app.env.domaindata["ramverk"] == two.app.env.domaindata["ramverk"]


def test_a_parallel_build_after_a_change_gives_the_same_bytes(make_project: MakeProject) -> None:
    project = make_project(FILES, html_theme="ramverk")
    project.build(to="two", parallel=2)
    project.write({"frameworks/learners.yaml": REWORDED})
    two = project.build(to="two", parallel=2)
    assert differences(contents(project.build(to="one")), contents(two)) == []


#: What happens to a handbook over time: what was done, the files written, and those removed (None).
EDITS: Final[Mapping[str, Mapping[str, str | None]]] = {
    "a word": {"frameworks/learners.yaml": REWORDED},
    "a title": {"frameworks/learners.yaml": REWORDED.replace("Elevpraktik", "Praktik")},
    "an id": {
        "frameworks/learners.yaml": REWORDED.replace("  steps:\n", "  way:\n", 1).replace(
            "old-steps: steps", "steps: way"
        )
    },
    "a notice": {"frameworks/staff.yaml": f"{STAFF}notices: {{legal: Villkor}}\n"},
    "a mistake": {"frameworks/staff.yaml": STAFF.replace("title:", "titel:")},
    "mended": {"frameworks/staff.yaml": STAFF},
    "a framework": {
        "frameworks/deep/third.yaml": STAFF.replace("Personal", "Lokaler"),
        "deep/third.md": directive("framework", "deep/third"),
        "index.md": FILES["index.md"].replace("prose", "prose\ndeep/third"),
    },
    "pages moved": {
        "moved.md": FILES["staff.md"],
        "staff.md": None,
        "index.md": FILES["index.md"]
        .replace("staff", "moved")
        .replace("prose", "prose\ndeep/third"),
    },
    "a part moved": {
        "sheet.md": "# Lista\n\n",
        "prose.md": "# Prosa\n\n" + directive("checklist", "learners"),
    },
    "a heading": {"sheet.md": "# En annan rubrik\n\n{item}`learners`\n"},
    "a framework removed": {
        "frameworks/deep/third.yaml": None,
        "deep/third.md": None,
        "index.md": FILES["index.md"].replace("staff", "moved"),
    },
}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_build_after_edits_gives_the_bytes_of_a_fresh_one(
    make_project: MakeProject, language: str
) -> None:
    settings = {"html_theme": "ramverk", "html_copy_source": False, "language": language}
    # Nobody updates the catalogue between the edits.
    settings["suppress_warnings"] = ["ramverk.catalog-stale"]
    # PDFs in one of the languages: these too are made when, and only when, something has changed.
    settings["ramverk_pdf"] = language == "sv"
    project = make_project({**FILES, LEARNERS_PO: LEARNERS_EN}, **settings)
    project.build(to="long")
    for number, (what, files) in enumerate(EDITS.items()):
        for name, content in files.items():
            if content is None:
                (project.root / name).unlink()
            else:
                project.write({name: content})
                # Sphinx sees a changed page by its time; edits follow too closely here.
                times = (project.root / name).stat().st_mtime + 60 * (number + 1)
                os.utime(project.root / name, (times, times))
        long, fresh = project.build(to="long"), project.build(to=f"fresh-{number}")
        gone = {name.replace(".md", ".html") for name, text in files.items() if text is None}
        # Sphinx itself leaves the pages whose source is gone; ramverk build removes them.
        found = [name for name in differences(contents(long), contents(fresh)) if name not in gone]
        for name in gone:
            (long.outdir / name).unlink(missing_ok=True)
        assert found == [], what
    assert long.warnings == fresh.warnings == []
