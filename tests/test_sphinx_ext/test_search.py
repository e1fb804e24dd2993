"""What readers find: the theme's own index, and Sphinx's with other themes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest

from ramverk.files import write_if_changed
from ramverk.sphinx_ext import search
from tests.conftest import LEARNERS, STAFF, MakeProject, Project, directive, toctree
from tests.test_sphinx_ext.search_files import entries, outline

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


@pytest.fixture(scope="module")
def index(project: Project) -> dict[str, dict[str, str]]:
    """The entries by address and anchor."""
    return {f"{each['address']}#{each['anchor']}": each for each in entries(project.build())}


def test_each_section_of_a_page_is_an_entry(index: dict[str, dict[str, str]]) -> None:
    assert index["deep/prose.html#"] == {
        "address": "deep/prose.html",
        "anchor": "",
        "title": "Prosa",
        "heading": "",
        "text": "Inledning.",
    }
    assert index["deep/prose.html#en-del"]["heading"] == "En del"
    assert index["deep/prose.html#en-del"]["text"] == "Text i delen."


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
    index: dict[str, dict[str, str]], entry: str, text: str
) -> None:
    assert text in index[entry]["text"]


def test_the_label_above_a_title_is_no_part_of_it(index: dict[str, dict[str, str]]) -> None:
    assert index["learners.html#"]["title"] == "Elevpraktik"
    assert index["learners.html#criteria"]["title"] == "Elevpraktik"


def test_what_a_checklist_leaves_out_is_not_found_there(index: dict[str, dict[str, str]]) -> None:
    assert "Planen" not in index["sheet.html#criteria"]["text"]


def test_a_page_that_asks_for_it_is_left_out(index: dict[str, dict[str, str]]) -> None:
    assert not [each for each in index if each.startswith("hidden")]


def test_every_entry_leads_to_a_place(project: Project, index: dict[str, dict[str, str]]) -> None:
    build = project.build()
    for each in index.values():
        page = build.html(each["address"].removesuffix(".html"))
        assert not each["anchor"] or f'id="{each["anchor"]}"' in page


def test_a_changed_page_changes_its_entries_alone(make_project: MakeProject) -> None:
    project = make_project(FILES, html_theme="ramverk", suppress_warnings=["myst.header"])
    before = entries(project.build())
    project.write({"frameworks/staff.yaml": STAFF.replace("Det finns mål", "Målen är kända")})
    after = entries(project.build())
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert {each["address"] for each in changed} == {"sheet.html"}
    (project.root / "deep/prose.md").unlink()
    left = {each["address"] for each in entries(project.build())}
    assert left == {each["address"] for each in before} - {"deep/prose.html"}


def test_an_edit_and_its_opposite_leave_the_files_of_a_clean_build(
    make_project: MakeProject,
) -> None:
    project = make_project(FILES, html_theme="ramverk", suppress_warnings=["myst.header"])

    def index() -> dict[str, bytes]:
        static = project.build().outdir / "_static"
        paths = [static / "ramverk-index.js", *(static / "ramverk-index").iterdir()]
        return {path.name: path.read_bytes() for path in paths}

    clean = index()
    long = FILES["deep/prose.md"] + "\n## Mer\n\n" + "Ett ovanligt ordval här. " * 400
    project.write({"deep/prose.md": long, "other.md": "---\norphan: true\n---\n\n# Annat\n"})
    assert len(index()) > len(clean)
    project.write({"deep/prose.md": FILES["deep/prose.md"]})
    (project.root / "other.md").unlink()
    assert index() == clean


@pytest.mark.parametrize("gone", ["ramverk-index.js", "ramverk-index/t0-0.js"])
def test_what_is_gone_from_the_index_is_made_again(make_project: MakeProject, gone: str) -> None:
    project = make_project(FILES, html_theme="ramverk", suppress_warnings=["myst.header"])
    static = project.build().outdir / "_static"
    before = (static / gone).read_bytes()
    (static / gone).unlink()
    (static / "ramverk-index" / "stale.js").write_text("", "utf-8")
    project.build()
    assert (static / gone).read_bytes() == before
    assert not (static / "ramverk-index" / "stale.js").exists()


def test_a_build_that_stopped_while_it_wrote_the_index_is_made_up_for(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_some(path: Path, content: str | bytes) -> bool:
        if path.name == "ramverk-index.js":  # the last one
            raise KeyboardInterrupt
        return write_if_changed(path, content)

    project = make_project(FILES, html_theme="ramverk", suppress_warnings=["myst.header"])
    before = entries(project.build())
    project.write({"deep/prose.md": "# Prosa\n\nNy inledning.\n"})
    with monkeypatch.context() as patch:
        patch.setattr(search, "write_if_changed", write_some)
        with pytest.raises(KeyboardInterrupt):
            project.build()
    # Back to the pages for which the index was made that the stopped build began to replace.
    project.write({"deep/prose.md": FILES["deep/prose.md"]})
    assert entries(project.build()) == before


def test_the_address_of_the_index_changes_with_it(make_project: MakeProject) -> None:
    project = make_project(FILES, html_theme="ramverk", suppress_warnings=["myst.header"])

    def addresses() -> tuple[str, str]:
        build = project.build()
        script = re.search(r"ramverk-index\.js\?v=\w+", build.html("search"))
        assert script
        return script[0], outline(build.outdir / "_static")["version"]

    before = addresses()
    assert addresses() == before
    project.write({"frameworks/staff.yaml": STAFF.replace("Det finns mål", "Målen är kända")})
    after = addresses()
    assert [old != new for old, new in zip(before, after, strict=True)] == [True, True]


def test_two_kinds_of_addresses_do_not_mix(make_project: MakeProject) -> None:
    project = make_project(FILES, html_theme="ramverk", suppress_warnings=["myst.header"])
    first = entries(project.build("html", doctrees="shared"))
    assert {each["address"] for each in entries(project.build("dirhtml", doctrees="shared"))} == {
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
