"""A file is made again when, and only when, something that it is made of has changed."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ramverk
from ramverk.formats import pdf
from ramverk.formats.pdf import inputs
from ramverk.interface import interface_for
from ramverk.orders import Result, Step
from ramverk.progress import Reporter
from ramverk.project import open_project
from ramverk.site import build_site
from ramverk.sphinx_ext import downloads
from ramverk.sphinx_ext.domain import RamverkDomain
from tests.conftest import (
    LEARNERS,
    LEARNERS_EN,
    LEARNERS_PO,
    ROOT,
    STAFF,
    Build,
    MakeProject,
    Project,
    directive,
    parsed,
    toctree,
)

FILES: Final = {
    "frameworks/learners.yaml": LEARNERS,
    "frameworks/mobility/staff.yaml": STAFF,
    LEARNERS_PO: LEARNERS_EN,
    "index.md": toctree("learners", "staff"),
    "learners.md": directive("framework", "learners"),
    "staff.md": directive("framework", "mobility/staff"),
}
INTERFACE_PO: Final = "locales/en/LC_MESSAGES/ramverk.po"
INTERFACE: Final = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: {language}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Notes"
msgstr "{notes}"
"""
VARIANTS: Final = ("print", "form", "checklist")
LEARNERS_PDFS: Final = {f"learners {each}" for each in VARIANTS}
STAFF_PDFS: Final = {f"mobility/staff {each}" for each in VARIANTS}
ALL: Final = LEARNERS_PDFS | STAFF_PDFS

Counted = list[str]


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """The PDFs that are laid out, by framework and variant."""
    found: Counted = []
    pages = pdf.Typesetter.pages

    def counted(self: pdf.Typesetter, data: dict[str, Any], *more: Any) -> pdf.Pages:
        found.append(f"{data['keywords'][1]} {data['variant']}")
        return pages(self, data, *more)

    monkeypatch.setattr(pdf.Typesetter, "pages", counted)
    return found


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """The framework files that are read."""
    found: Counted = []
    load = ramverk.library.load_framework  # type: ignore[attr-defined]

    def counted(source: Any) -> Any:
        found.append(source.id)
        return load(source)

    monkeypatch.setattr("ramverk.library.load_framework", counted)
    return found


def start(make_project: MakeProject) -> Project:
    return make_project(FILES, ramverk_pdf=True, language="en")


def contents(build: Build) -> dict[str, bytes]:
    """What can be downloaded, by its place."""
    folder = build.outdir / "_downloads"
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def site(build: Build) -> dict[str, bytes | list[str]]:
    """What can be downloaded, and what its links on each page say of it."""
    links = {
        path.name: [
            f"{each.get('href')} {each.text_content()}"
            for each in parsed(path.read_text("utf-8")).xpath("//a[@download]")
        ]
        for path in sorted(build.outdir.glob("*.html"))
    }
    return {**links, **contents(build)}


# --- each kind of input ---------------------------------------------------------------------------

Edit = Callable[[Project], dict[str, Any]]


def edit(path: str, old: str, new: str) -> Edit:
    """An edit of a file; there are no settings to go with it."""

    def change(project: Project) -> dict[str, Any]:
        text = (project.root / path).read_text("utf-8")
        assert old in text
        project.write({path: text.replace(old, new)})
        return {}

    return change


def write(path: str, text: str) -> Edit:
    def change(project: Project) -> dict[str, Any]:
        project.write({path: text})
        return {}

    return change


def add_font(project: Project) -> dict[str, Any]:
    """Another face of a family that is there: it would be chosen for what it has."""
    folder = project.root / "fonts"
    folder.mkdir()
    shutil.copy(ROOT / "ext/ramverk/assets/fonts/fallback.ttf", folder / "more.ttf")
    return {"ramverk_fonts": "fonts"}


STAFF_YAML: Final = "frameworks/mobility/staff.yaml"
LEARNERS_YAML: Final = "frameworks/learners.yaml"
EDITS: Final[Mapping[str, tuple[Edit, set[str]]]] = {
    "nothing": (lambda _: {}, set()),
    "a text": (edit(STAFF_YAML, "Börja", "Sätt i gång"), STAFF_PDFS),
    "a text that checklists leave out": (
        edit(LEARNERS_YAML, "Så började det.", "Det började så."),
        LEARNERS_PDFS - {"learners checklist"},
    ),
    "an id, which names fields": (
        edit(STAFF_YAML, "goals:", "aims:"),
        {"mobility/staff form"},
    ),
    "the scale of a number": (
        edit(LEARNERS_YAML, "min: 1", "min: 0"),
        LEARNERS_PDFS - {"learners checklist"},
    ),
    "the order of answers": (
        edit(LEARNERS_YAML, "met: Uppfyllt, partly: Delvis", "partly: Delvis, met: Uppfyllt"),
        LEARNERS_PDFS,
    ),
    # Each variant says how much is untranslated.
    "a section": (
        edit(
            LEARNERS_YAML,
            "  background:\n    kind: text\n    title: Bakgrund\n    text: Så började det.\n",
            "",
        ),
        LEARNERS_PDFS,
    ),
    "a version": (edit(STAFF_YAML, 'version: "1.0"', 'version: "1.1"'), STAFF_PDFS),
    "a date": (edit(STAFF_YAML, "2026-01-31", "2026-02-01"), STAFF_PDFS),
    "a comment": (edit(STAFF_YAML, "# Small", "# Quite small"), set()),
    "a note for translators": (edit(LEARNERS_YAML, "is a learner", "is a pupil"), set()),
    "a translation": (edit(LEARNERS_PO, "Find a partner", "Get a partner"), LEARNERS_PDFS),
    "the wording of the interface": (
        write(INTERFACE_PO, INTERFACE.format(language="en", notes="Remarks")),
        ALL - {"learners checklist", "mobility/staff checklist"},
    ),
    "the interface of another language": (
        write(
            "locales/de/LC_MESSAGES/ramverk.po", INTERFACE.format(language="de", notes="Notizen")
        ),
        set(),
    ),
    "the paper": (lambda _: {"ramverk_paper": "letter"}, ALL),
    "a font": (add_font, ALL),
    "prose on its page": (
        write("staff.md", "# Om\n\nMer.\n\n" + directive("framework", "mobility/staff")),
        set(),
    ),
    "its page": (write("staff.md", "# Om\n"), set()),
}


@pytest.mark.parametrize(("change", "expected"), EDITS.values(), ids=EDITS)
def test_what_an_edit_bears_on_is_made_again_and_nothing_else(
    make_project: MakeProject, laid_out: Counted, change: Edit, expected: set[str]
) -> None:
    project = start(make_project)
    project.build()
    assert sorted(laid_out) == sorted(ALL)
    laid_out.clear()
    conf = change(project)
    build = project.build(**conf)
    assert sorted(laid_out) == sorted(expected)
    assert site(build) == site(project.build(to="clean", **conf))


#: Settings are no edits of files, and that text is in the section which is taken away.
_APART: Final = {"the paper", "a font", "a text that checklists leave out"}
_EDITS_OF_FILES: Final = st.lists(
    st.sampled_from(sorted(EDITS.keys() - _APART)), max_size=4, unique=True
)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(_EDITS_OF_FILES)
def test_builds_in_steps_end_as_one_build_does(make_project: MakeProject, names: list[str]) -> None:
    project = start(make_project)
    build = project.build()
    for name in names:
        EDITS[name][0](project)
        build = project.build()
    assert site(build) == site(project.build(to="clean"))


TOOLS: Final = {
    "the template": "templates/sheet.typ",
    "how fields look": "formats/pdf/appearances.py",
    "what fields are": "form.py",
}


@pytest.mark.parametrize("name", TOOLS.values(), ids=TOOLS)
def test_another_version_of_this_package_makes_all_pdfs_again(
    make_project: MakeProject, tmp_path: Path, name: str
) -> None:
    """In a copy of the package, by builds in processes of their own."""
    project = start(make_project)
    package = tmp_path / "ramverk"
    source = Path(ramverk.__file__).parent
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("__pycache__"))

    def build() -> dict[str, int]:
        command = [sys.executable, "-m", "sphinx", "-q", ".", "out", "-D", "language=en"]
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        subprocess.run(command, cwd=project.root, env=environment, check=True, timeout=120)
        memory = json.loads((project.root / "out/.doctrees" / downloads.MEMORY).read_text("utf-8"))
        files = [made["files"].values() for made in memory["made"].values()]
        return {file["inputs"]: 1 for each in files for file in each if file["inputs"]}

    before = build()
    assert build() == before
    end = "//" if name.endswith(".typ") else "#"
    with (package / name).open("a", encoding="utf-8") as file:
        file.write(f"{end} another version\n")
    assert not build().keys() & before.keys()


@pytest.mark.parametrize("library", inputs.LIBRARIES)
def test_another_version_of_what_writes_pdfs_makes_them_again(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = inputs.digest_of_tools(())
    assert inputs.digest_of_tools(()) == before
    monkeypatch.setattr(
        inputs, "version", lambda name: "99" if name == library else pytest.__version__
    )
    after = inputs.digest_of_tools(())
    monkeypatch.setattr(inputs, "version", lambda _: pytest.__version__)
    assert after != inputs.digest_of_tools(())


def test_another_version_of_the_library_of_dates_is_seen(
    make_project: MakeProject, laid_out: Counted, read: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = start(make_project)
    project.build()
    laid_out.clear()
    read.clear()
    monkeypatch.setattr(downloads.babel, "__version__", "99")  # type: ignore[attr-defined]
    project.build()
    # It is looked at again; the dates are as they were.
    assert sorted(read) == ["learners", "mobility/staff"]
    assert laid_out == []


# --- when nothing has changed ---------------------------------------------------------------------


def test_an_unchanged_build_reads_no_framework(
    make_project: MakeProject, laid_out: Counted, read: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Sphinx asks for them whenever it writes its index of objects; that is not meant here.
    monkeypatch.setattr(RamverkDomain, "get_objects", lambda _: ())
    project = start(make_project)
    project.build()
    assert read
    read.clear()
    laid_out.clear()
    build = project.build()
    assert (read, laid_out) == ([], [])
    assert not {"learners", "staff"} & build.written


def test_an_unchanged_build_reads_no_pdf(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = start(make_project)
    project.build()
    opened: list[Path] = []
    read_bytes = Path.read_bytes

    def counted(path: Path) -> bytes:
        opened.append(path)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    project.build()
    assert [path for path in opened if path.suffix == ".pdf"] == []


def test_which_pages_are_read_again_does_not_matter(
    make_project: MakeProject, laid_out: Counted
) -> None:
    project = start(make_project)
    before = site(project.build())
    laid_out.clear()
    project.write({name: text for name, text in FILES.items() if name.endswith(".md")})
    # A setting of other pages: all are read again.
    build = project.build(ramverk_catalog_url="https://example.org/{path}")
    assert build.read == {"index", "learners", "staff"}
    assert laid_out == []
    assert contents(build) == {name: before[name] for name in contents(build)}


# --- files and memory that are damaged ------------------------------------------------------------

NAME: Final = "learners/learners.en.form.pdf"


def flip(path: Path) -> None:
    """Change a byte, and nothing that is seen from outside but by those who keep the times."""
    content, times = bytearray(path.read_bytes()), path.stat()
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


DAMAGES: Final[Mapping[str, Callable[[Path], object]]] = {
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-100]),
    "empty": lambda path: path.write_bytes(b""),
    "edited": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "a byte is another": flip,
    "gone": Path.unlink,
}


@pytest.mark.parametrize("name", [NAME, "learners/learners.en.json"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_made_again_and_its_page_written(
    make_project: MakeProject, laid_out: Counted, name: str, damage: str
) -> None:
    project = start(make_project)
    build = project.build()
    before = site(build)
    laid_out.clear()
    DAMAGES[damage](build.outdir / "_downloads" / name)
    build = project.build()
    assert site(build) == before
    assert laid_out == (["learners form"] if name == NAME else [])
    assert {"learners", "staff"} & build.written == {"learners"}


def test_a_file_that_was_only_touched_is_not_made_again(
    make_project: MakeProject, laid_out: Counted
) -> None:
    project = start(make_project)
    build = project.build()
    laid_out.clear()
    os.utime(build.outdir / "_downloads" / NAME, (1, 1))
    assert not {"learners", "staff"} & project.build().written
    assert laid_out == []


def test_builds_of_a_copied_folder_make_nothing(
    make_project: MakeProject, laid_out: Counted
) -> None:
    """As a machine does that keeps the results of builds for the next."""
    project = start(make_project)
    build = project.build()
    copy = project.root / "_build" / "copy"
    shutil.copytree(build.outdir, copy)
    laid_out.clear()
    build = project.build(to="copy", doctrees="html-doctrees")
    assert build.outdir == copy
    assert laid_out == []


BROKEN: Final = {
    "gone": None,
    "empty": "",
    "cut off": '{"format": "ramverk-made-files/1", "made": {"learners": {"source"',
    "a list": "[]",
    "another format": '{"format": "ramverk-made-files/0", "made": {}}',
    "a number": '{"format": "ramverk-made-files/1", "made": 3}',
    "a framework that is none": '{"format": "ramverk-made-files/1", "made": {"learners": 3}}',
    "deep": "[" * 100_000,
    "no text": "\udcff",
}


@pytest.mark.parametrize("kept", BROKEN.values(), ids=BROKEN)
def test_without_its_memory_a_build_makes_all_files_again(
    make_project: MakeProject, laid_out: Counted, kept: str | None
) -> None:
    project = start(make_project)
    build = project.build()
    before = site(build)
    memory = Path(build.app.doctreedir, downloads.MEMORY)
    memory.unlink()
    if kept is not None:
        memory.write_text(kept, "utf-8", errors="surrogateescape")
    laid_out.clear()
    build = project.build()
    assert site(build) == before
    assert sorted(laid_out) == sorted(ALL)


def test_what_went_wrong_is_tried_again_though_its_page_is_not_read(
    make_project: MakeProject, laid_out: Counted
) -> None:
    project = start(make_project)
    project.write({STAFF_YAML: STAFF.replace("Börja", "Börja \U00010000")})
    for _ in range(2):
        build = project.build()
        (warning,) = build.warnings
        assert "U+10000" in warning
    assert build.read == set()
    project.write({STAFF_YAML: STAFF})
    laid_out.clear()
    build = project.build()
    assert build.warnings == []
    # Those of the other framework were right all the time.
    assert set(laid_out) == STAFF_PDFS
    assert site(build) == site(project.build(to="clean"))


# --- side by side, and how far it has come --------------------------------------------------------


def test_as_many_work_side_by_side_as_there_are_the_result_is_one(
    make_project: MakeProject,
) -> None:
    project = start(make_project)
    one = contents(project.build(to="one", ramverk_workers=1))
    assert one == contents(project.build(to="three", ramverk_workers=3))


def test_a_build_tells_how_many_pdfs_are_done(make_project: MakeProject) -> None:
    files = {(f"source/{name}" if name.endswith(".md") else name): FILES[name] for name in FILES}
    found = make_project(
        files, ramverk_pdf=True, ramverk_languages=["sv", "en"], html_theme="ramverk"
    )
    project = open_project(found.root)
    told: list[Step] = []

    class Steps(Reporter):
        def step(self, step: Step) -> None:
            told.append(step)

        def result(self, result: Result) -> None:
            assert (result.error, result.warnings) == ("", [])

    def steps() -> dict[str, list[tuple[int, int]]]:
        told.clear()
        reporter = Steps(io.StringIO(), interface_for("en"))
        assert build_site(project, project.languages, "", reporter)
        made = [dataclasses.astuple(each) for each in told if each.phase == "typesetting"]
        return {
            tag: [(done, total) for language, _, done, total in made if language == tag]
            for tag in ("sv", "en")
        }

    assert steps() == {tag: [(done, 6) for done in range(1, 7)] for tag in ("sv", "en")}
    assert steps() == {"sv": [], "en": []}
    phases = [each.phase for each in told]
    assert phases == sorted(phases, key=["reading", "typesetting", "writing"].index)
