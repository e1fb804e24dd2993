"""What is wrong with a catalogue stops the build, and no memory of better days hides it."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from ramverk import catalog_checks, gate
from ramverk.gate import check_before_build
from ramverk.interface import interface_for
from ramverk.problems import Problem
from ramverk.progress import Reporter
from ramverk.project import open_project
from ramverk.site import build_site
from tests.conftest import (
    DATA,
    STAFF,
    MakeProject,
    Project,
    directive,
    parsed,
    ramverk_command,
    text_of,
    toctree,
)

PO: Final = DATA / "po"
ABOUT_PO: Final = "locales/en/LC_MESSAGES/about.po"
STAFF_PO: Final = "locales/en/LC_MESSAGES/frameworks/staff.po"
GLOSSARY: Final = "locales/glossary.yaml"
#: On which line each of the files in ``stopped`` has its problem, and which.
STOPPED: Final = {
    "conflict": (10, "catalog-conflict"),
    "duplicate": (17, "catalog-duplicate"),
    "empty": (1, "catalog-syntax"),
    "latin-1": (13, "not-utf8"),
    "left-over": (17, "WARNING"),
    "missing-message": (10, "WARNING"),
    "other-charset-in-header": (1, "po-charset"),
    "other-language": (1, "catalog-language"),
    "stale": (13, "WARNING"),
    "truncated": (14, "catalog-syntax"),
    "truncated-between-lines": (13, "catalog-syntax"),
    "unsafe": (10, "po-unsafe"),
    "utf-16": (1, "not-utf8"),
}
SITE: Final = {
    "source/index.md": toctree("about"),
    "source/about.md": "# Om skolan\n\nVi gör så här.\n",
}
STAFF_EN: Final = (
    'msgid ""\nmsgstr "Language: en\\n"\n'
    + "".join(
        f'\n#: frameworks/staff.yaml\nmsgid "{source}"\nmsgstr "{target}"\n'
        for source, target in {
            "Personal": "Staff",
            "Kriterier": "Criteria",
            "Det finns ramar": "There is a framework",
            "Det finns mål": "There are aims",
            "Planen": "The plan",
            "Steg": "",
            "Börja": "Begin",
        }.items()
    )
)  # fmt: skip


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(make_project: MakeProject) -> Project:
    """A site that has been built once, with a catalogue in order."""
    project = make_project(SITE, ramverk_languages=["sv", "en"], html_theme="ramverk")
    put(project, PO / "not-stopped" / "good.po")
    assert ramverk_command(project, "build") == 0
    return project


def put(project: Project, catalog: Path) -> None:
    path = project.root / ABOUT_PO
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(catalog, path)


def pages(project: Project) -> dict[Path, bytes]:
    folder = project.root / "build" / "html"
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def shown(project: Project) -> str:
    return text_of(parsed((project.root / "build/html/en/about.html").read_text("utf-8")))


@pytest.mark.parametrize("path", sorted((PO / "stopped").glob("*.po")), ids=lambda path: path.stem)
def test_a_catalogue_that_is_not_in_order_stops_the_build_with_its_line(
    built: Project, capfd: pytest.CaptureFixture[str], path: Path
) -> None:
    before = pages(built)
    put(built, path)
    for _ in range(2):  # nothing has changed the second time
        capfd.readouterr()
        assert ramverk_command(built, "build") == 1
        out, err = capfd.readouterr()
        line, code = STOPPED[path.stem]
        assert [each for each in out.splitlines() if each.startswith(f"{ABOUT_PO}:{line}: {code}")]
        assert "The site is not ready" in out
        assert "Traceback" not in out + err
        assert pages(built) == before


@pytest.mark.parametrize("name", ["stale", "missing-message", "left-over"])
def test_a_stale_catalogue_of_a_page_says_what_to_run(
    built: Project, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    put(built, PO / "stopped" / f"{name}.po")
    assert ramverk_command(built, "build") == 1
    out = capfd.readouterr().out
    assert "run: ramverk i18n update en [ramverk.catalog-stale]" in out
    assert ramverk_command(built, "i18n", "update", "en") == 0
    assert ramverk_command(built, "build") == 0
    assert "About the school" in shown(built)


@pytest.mark.parametrize(
    "path", sorted((PO / "not-stopped").glob("*.po")), ids=lambda path: path.stem
)
def test_a_catalogue_in_order_is_built(built: Project, path: Path) -> None:
    put(built, path)
    assert ramverk_command(built, "build") == 0
    assert "About the school" in shown(built)


def into_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def into_link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def into_link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to("gone.po")


@pytest.mark.parametrize("change", [into_folder, into_link_to_itself, into_link_to_nothing])
@pytest.mark.parametrize("name", [ABOUT_PO, STAFF_PO])
def test_a_catalogue_that_is_no_readable_file_stops_the_build(
    make_project: MakeProject,
    capfd: pytest.CaptureFixture[str],
    change: Callable[[Path], None],
    name: str,
) -> None:
    files = {**SITE, "frameworks/staff.yaml": STAFF, name: ""}
    project = make_project(files, ramverk_languages=["sv", "en"])
    change(project.root / name)
    assert ramverk_command(project, "build") == 1
    out, err = capfd.readouterr()
    assert out.startswith(f"{name}: unreadable: ")
    assert "Traceback" not in out + err


def test_a_stale_catalogue_of_a_framework_stops_the_build_until_it_is_updated(
    make_project: MakeProject, capfd: pytest.CaptureFixture[str]
) -> None:
    files = {
        "frameworks/staff.yaml": STAFF,
        "source/index.md": toctree("frameworks/staff"),
        "source/frameworks/staff.md": directive("framework", "staff") + "\nMer om dem.\n",
    }
    project = make_project(files, ramverk_languages=["sv", "en"])
    assert ramverk_command(project, "build") == 0  # a language that is not begun is not stale
    assert ramverk_command(project, "i18n", "update") == 0
    assert ramverk_command(project, "build") == 0
    project.write({"frameworks/staff.yaml": STAFF.replace("Det finns mål", "Målen är kända")})
    capfd.readouterr()
    assert ramverk_command(project, "build") == 1
    out = capfd.readouterr().out
    (line,) = [each for each in out.splitlines() if "catalog-stale" in each]
    number = line.removeprefix(f"{STAFF_PO}:").partition(":")[0]
    lines = (project.root / STAFF_PO).read_text("utf-8").splitlines()
    assert lines[int(number) - 1] == 'msgid "Det finns mål"'
    assert line.endswith("run: ramverk i18n update en")
    assert ramverk_command(project, "build", "sv") == 0
    assert ramverk_command(project, "i18n", "update") == 0
    assert ramverk_command(project, "build") == 0


def test_warnings_stop_nothing(
    make_project: MakeProject, capfd: pytest.CaptureFixture[str]
) -> None:
    catalog = (PO / "not-stopped" / "good.po").read_text("utf-8").replace("so here.", "")
    catalog = catalog.replace("This is how we do it – step by step.", "this is how we do it")
    project = make_project({**SITE, ABOUT_PO: catalog}, ramverk_languages=["sv", "en"])
    assert ramverk_command(project, "build") == 0
    assert "po-" not in capfd.readouterr().out
    assert ramverk_command(project, "i18n", "check") == 0
    assert capfd.readouterr().out.count(": po-") == 2


def test_live_tells_each_problem_once_and_builds_what_it_can(make_project: MakeProject) -> None:
    catalog = STAFF_EN.replace("Det finns mål", "Det fanns mål")
    files = {
        **SITE,
        "source/index.md": toctree("about", "staff", "more"),
        "source/staff.md": directive("framework", "staff"),
        "source/more.md": "# Mer\n",
        "frameworks/staff.yaml": STAFF,
        STAFF_PO: catalog,
        ABOUT_PO: (PO / "stopped" / "conflict.po").read_text("utf-8"),
        "locales/en/LC_MESSAGES/more.po": 'msgid "Mer"\nmsgstr "More"\n',
    }
    project = make_project(files, ramverk_languages=["sv", "en"], html_theme="ramverk")
    found, said = open_project(project.root), io.StringIO()
    build_site(found, found.languages, "", Reporter(said, interface_for("en")), with_warnings=True)
    lines = said.getvalue().splitlines()
    assert [x.split(" ")[1] for x in lines if ".po:" in x] == [
        "catalog-conflict:",
        "catalog-conflict:",
        "catalog-conflict:",
        "catalog-stale:",
    ]
    site = project.root / "build/html/en"
    shown_on = {x: parsed((site / f"{x}.html").read_text("utf-8")) for x in ("about", "more")}
    assert "Om skolan" in text_of(shown_on["about"])
    assert "More" in text_of(shown_on["more"])
    assert "There is a framework" in (site / "staff.html").read_text("utf-8")


# --- what is remembered ---------------------------------------------------------------------------


@pytest.fixture
def small(make_project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A project whose catalogues are in order and known to be."""
    good = (PO / "not-stopped" / "good.po").read_text("utf-8")
    files = {**SITE, "frameworks/staff.yaml": STAFF, ABOUT_PO: good, STAFF_PO: STAFF_EN}
    project = make_project(files, ramverk_languages=["sv", "en"])
    checks: list[str] = []
    check = catalog_checks.check_project_catalog

    def counted(*arguments: Any, **more: Any) -> object:
        checks.append(arguments[2].name)
        return check(*arguments, **more)

    monkeypatch.setattr(gate, "check_project_catalog", counted)
    project.checks = checks  # type: ignore[attr-defined]
    assert verdict(project) == []
    assert checked(project) == {ABOUT_PO, STAFF_PO}
    yield project
    gate._package_digest.cache_clear()


def verdict(project: Project) -> list[Problem]:
    found = open_project(project.root)
    return check_before_build(found, found.library(), found.languages).errors


def checked(project: Project) -> set[str]:
    """The catalogues that were looked into since this was asked last."""
    found = set(project.checks)  # type: ignore[attr-defined]
    project.checks.clear()  # type: ignore[attr-defined]
    return found


def change(project: Project, name: str, old: str, new: str) -> None:
    text = (project.root / name).read_text("utf-8")
    assert old in text
    project.write({name: text.replace(old, new)})


def test_a_catalogue_known_to_be_in_order_is_not_read(small: Project) -> None:
    assert verdict(small) == []
    assert checked(small) == set()


@pytest.mark.parametrize(
    ("name", "old", "new", "codes"),
    [
        (ABOUT_PO, "About", "<b>About", ["po-unsafe"]),
        (ABOUT_PO, 'msgid "Om', "msgid Om", ["catalog-syntax"]),
        (STAFF_PO, "Language: en", "Language: fi", ["catalog-language"]),
        ("frameworks/staff.yaml", "Det finns mål", "Mål finns", ["catalog-stale"]),
        ("frameworks/staff.yaml", "language: sv", "language: en", []),
    ],
    ids=["translation", "syntax", "header", "framework", "language-of-framework"],
)
def test_what_becomes_wrong_is_seen_each_time_until_it_is_mended(
    small: Project, name: str, old: str, new: str, codes: list[str]
) -> None:
    change(small, name, old, new)
    for _ in range(2):
        found = verdict(small)
        assert [each.code for each in found] == codes
    assert checked(small)
    change(small, name, new, old)
    assert verdict(small) == []


def test_only_what_changed_is_looked_into(small: Project) -> None:
    change(small, STAFF_PO, "Begin", "Start")
    assert verdict(small) == []
    assert checked(small) == {STAFF_PO}
    change(small, "frameworks/staff.yaml", 'version: "1.0"', 'version: "1.1"')
    assert verdict(small) == []
    assert checked(small) == {STAFF_PO}


def test_another_glossary_brings_warnings_alone(small: Project) -> None:
    small.write({GLOSSARY: "school:\n  sv: skolan\n  en: college\n"})
    assert verdict(small) == []
    assert checked(small) == set()


def test_a_broken_glossary_is_told_once(small: Project) -> None:
    small.write({GLOSSARY: "school: [\n"})
    for _ in range(2):
        assert [each.path for each in verdict(small)] == [GLOSSARY]


def test_another_source_language_looks_into_all(small: Project) -> None:
    change(small, "conf.py", "['sv', 'en']", "['fi', 'en']")
    verdict(small)
    assert checked(small) == {ABOUT_PO, STAFF_PO}


def test_another_release_looks_into_all(
    small: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "markup.py").write_text("# other checks\n")
    monkeypatch.setattr(gate, "_PACKAGE", tmp_path)
    gate._package_digest.cache_clear()
    assert verdict(small) == []
    assert checked(small) == {ABOUT_PO, STAFF_PO}


def test_a_catalogue_that_took_the_place_of_another_is_looked_into(small: Project) -> None:
    shutil.copyfile(small.root / ABOUT_PO, small.root / STAFF_PO)
    assert [each.code for each in verdict(small)] == ["catalog-stale"]


def test_a_catalogue_changed_while_it_is_checked_is_checked_again(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = catalog_checks.check_project_catalog

    def slow(*arguments: Any, **more: Any) -> object:
        found = check(*arguments, **more)
        change(small, ABOUT_PO, "About the", "<b>About the")
        return found

    change(small, ABOUT_PO, "step by step", "step after step")
    monkeypatch.setattr(gate, "check_project_catalog", slow)
    verdict(small)
    monkeypatch.setattr(gate, "check_project_catalog", check)
    assert [each.code for each in verdict(small)] == ["po-unsafe"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b"{", b'{"a": 1}', b'{"a": {"digest": "x"}}', b"null"]
)
def test_a_damaged_memory_is_no_memory(small: Project, content: bytes) -> None:
    memory = small.root / "build" / "checked-catalogs.json"
    known = json.loads(memory.read_bytes())
    assert set(known) == {ABOUT_PO, STAFF_PO}
    memory.write_bytes(content)
    assert verdict(small) == []
    assert checked(small) == {ABOUT_PO, STAFF_PO}
    assert json.loads(memory.read_bytes()) == known


def test_languages_built_alone_are_remembered_beside_the_others(small: Project) -> None:
    found = open_project(small.root)
    check_before_build(found, found.library(), ["sv"])
    assert verdict(small) == []
    assert checked(small) == set()
