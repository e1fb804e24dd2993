"""What readers find: the theme's own index, and Sphinx's with other themes."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from tests.conftest import LEARNERS, STAFF, Build, MakeProject, Project, directive, toctree

FILES: Final = {
    "frameworks/learners.yaml": LEARNERS,
    "frameworks/staff.yaml": STAFF,
    "index.md": toctree("learners", "sheet", "deep/prose", "hidden"),
    "learners.md": directive("framework", "learners"),
    "sheet.md": "# Lista\n\n" + directive("checklist", "staff"),
    "deep/prose.md": "# Prosa\n\nInledning.\n\n## En del\n\nText i *delen*.\n\n% anmärkning\n",
    "hidden.md": "---\nno-search: true\n---\n\n# Dold\n\nHemligt.\n",
}


@pytest.fixture(scope="module")
def project(make_project: MakeProject) -> Project:
    return make_project(FILES, html_theme="ramverk", suppress_warnings=["myst.header"])


def entries(build: Build) -> list[dict[str, Any]]:
    script = build.output("_static/ramverk-index.js")
    found: list[dict[str, Any]] = json.loads(
        script.removeprefix("window.ramverkIndex = ").removesuffix(";\n")
    )
    return found


@pytest.fixture(scope="module")
def index(project: Project) -> dict[str, dict[str, Any]]:
    """The entries by address and anchor."""
    return {f"{each['u']}#{each['a']}": each for each in entries(project.build())}


def test_each_section_of_a_page_is_an_entry(index: dict[str, dict[str, Any]]) -> None:
    assert index["deep/prose.html#"] == {
        "u": "deep/prose.html",
        "a": "",
        "t": "Prosa",
        "h": "",
        "x": "Inledning.",
    }
    assert index["deep/prose.html#en-del"]["h"] == "En del"
    assert index["deep/prose.html#en-del"]["x"] == "Text i delen."


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("learners.html#", "Ett stöd för skolor"),
        ("learners.html#", "Första punkten"),  # a section without heading
        ("learners.html#", "Framtaget med stöd"),
        ("learners.html#criteria", "Välj ett svar"),
        ("learners.html#criteria.preparation", "Börja i god tid."),
        ("learners.html#criteria.preparation", "Eleven har fått språkstöd"),
        ("learners.html#criteria.preparation", "Tänk på resan."),
        ("learners.html#criteria.preparation", "Lärandeavtal"),
        ("learners.html#packing", "Biljetterna är bokade"),
        ("learners.html#steps", "Sätt mål"),
        ("learners.html#services", "Språkkurs"),
        ("sheet.html#criteria", "Det finns mål"),
        ("sheet.html#criteria", "Det finns ramar"),
    ],
)
def test_texts_of_frameworks_are_found_in_their_section(
    index: dict[str, dict[str, Any]], entry: str, text: str
) -> None:
    assert text in index[entry]["x"]


def test_the_label_above_a_title_is_no_part_of_it(index: dict[str, dict[str, Any]]) -> None:
    assert index["learners.html#"]["t"] == "Elevpraktik"
    assert index["learners.html#criteria"]["t"] == "Elevpraktik"


def test_what_a_checklist_leaves_out_is_not_found_there(index: dict[str, dict[str, Any]]) -> None:
    assert "Planen" not in index["sheet.html#criteria"]["x"]


def test_a_page_that_asks_for_it_is_left_out(index: dict[str, dict[str, Any]]) -> None:
    assert not [each for each in index if each.startswith("hidden")]


def test_every_entry_leads_to_a_place(project: Project, index: dict[str, dict[str, Any]]) -> None:
    build = project.build()
    for each in index.values():
        page = build.html(each["u"].removesuffix(".html"))
        assert not each["a"] or f'id="{each["a"]}"' in page


def test_a_changed_page_changes_its_entries_alone(make_project: MakeProject) -> None:
    project = make_project(FILES, html_theme="ramverk", suppress_warnings=["myst.header"])
    before = entries(project.build())
    project.write({"frameworks/staff.yaml": STAFF.replace("Det finns mål", "Målen är kända")})
    after = entries(project.build())
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert {each["u"] for each in changed} == {"sheet.html"}
    (project.root / "deep/prose.md").unlink()
    assert not [each for each in entries(project.build()) if each["u"].startswith("deep")]


def test_two_kinds_of_addresses_do_not_mix(make_project: MakeProject) -> None:
    project = make_project(FILES, html_theme="ramverk", suppress_warnings=["myst.header"])
    first = entries(project.build("html", doctrees="shared"))
    assert {each["u"] for each in entries(project.build("dirhtml", doctrees="shared"))} == {
        "",
        "deep/prose/",
        "learners/",
        "sheet/",
    }
    assert entries(project.build("html", doctrees="shared")) == first


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_sphinxs_own_index_has_the_texts_too(make_project: MakeProject, theme: str) -> None:
    project = make_project(FILES, html_theme=theme, html_title="Provbok")
    build = project.build(suppress_warnings=["myst.header"])
    index = build.output("searchindex.js")
    for stem in ("språkstöd", "biljet", "lärandeavtal"):
        assert json.dumps(stem) in index or json.dumps(stem)[1:-1] + ":" in index


def test_with_the_theme_sphinxs_own_index_is_not_built(project: Project) -> None:
    build = project.build()
    assert not (build.outdir / "searchindex.js").exists()
    assert "searchtools" not in build.html("search")
