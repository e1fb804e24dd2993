"""Files beside a framework's page: there, current, linked, and nobody else's touched."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from ramverk.formats.pdf import Pages, Typesetter, TypesettingError
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
    start_ramverk,
    toctree,
)

FILES: Final = {
    "frameworks/learners.yaml": LEARNERS,
    "frameworks/mobility/staff.yaml": STAFF,
    LEARNERS_PO: LEARNERS_EN,
    "index.md": toctree("learners", "pages/staff", "prose"),
    "learners.md": directive("framework", "learners"),
    "pages/staff.md": directive("framework", "mobility/staff"),
    "prose.md": "# Prosa\n\nText.\n",
}
REWORDED: Final = LEARNERS.replace("Sätt mål", "Bestäm mål")
SUFFIXES: Final = (".pdf", ".form.pdf", ".checklist.pdf", ".json")
LEARNERS_FILES: Final = {f"learners/learners.sv{each}" for each in SUFFIXES}
STAFF_FILES: Final = {f"mobility/staff/staff.sv{each}" for each in SUFFIXES}


def project_with(make_project: MakeProject, files: dict[str, str], **settings: Any) -> Project:
    return make_project(files, **{"ramverk_pdf": True, **settings})


@pytest.fixture(scope="module")
def project(make_project: MakeProject) -> Project:
    """A project that no test changes."""
    return project_with(make_project, FILES)


@pytest.fixture(scope="module")
def built(project: Project) -> Build:
    return project.build()


def files_of(build: Build) -> dict[str, Path]:
    """What can be downloaded, by its place."""
    folder = build.outdir / "_downloads"
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def links(build: Build, docname: str) -> dict[str, str]:
    """Addresses and texts of the links to files on a page."""
    return {
        str(each.get("href")): str(each.text_content())
        for each in build.page(docname).xpath(".//a[@download]")
    }


def times(build: Build) -> dict[str, int]:
    return {name: path.stat().st_mtime_ns for name, path in files_of(build).items()}


# --- files and links ----------------------------------------------------------------------------


def test_each_framework_with_a_page_has_its_files(built: Build) -> None:
    assert built.warnings == []
    assert set(files_of(built)) == LEARNERS_FILES | STAFF_FILES
    assert dead_links(built) == []
    for name, path in files_of(built).items():
        if path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                assert pdf.Root.Lang == "sv"
                assert ("/AcroForm" in pdf.Root) == (".form." in name)


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "sv",
            [
                "För utskrift (PDF, svenska, {})",
                "Att fylla i på skärm (PDF-formulär, svenska, {})",
                "Checklista på papper (PDF, svenska, {})",
                "Datafil (JSON, svenska, {})",
            ],
        ),
        (
            "en",
            [
                "To print (PDF, English, {})",
                "To fill in on a screen (PDF form, English, {})",
                "Checklist on paper (PDF, English, {})",
                "Data file (JSON, English, {})",
            ],
        ),
    ],
)
def test_links_tell_type_language_and_size(
    project: Project, language: str, texts: list[str]
) -> None:
    build = project.build(to=f"links-{language}", language=language)
    for docname, folder in (
        ("learners", "_downloads/learners"),
        ("pages/staff", "../_downloads/mobility/staff"),
    ):
        found = links(build, docname)
        stem = f"{folder}/{folder.rpartition('/')[2]}.{language}"
        assert list(found) == [f"{stem}{suffix}" for suffix in SUFFIXES]
        paths = [(build.outdir / docname).parent / each for each in found]
        sizes = [f"{max(1, round(path.stat().st_size / 1000))}\u00a0kB" for path in paths]
        assert [*found.values()] == [
            text.format(size) for text, size in zip(texts, sizes, strict=True)
        ]


SERVICES: Final = (
    "{kind: service-table, title: T, quality: {min: 1, max: 5}, services: {a: Kurs}, own_rows: 1}"
)


@pytest.mark.parametrize(
    ("section", "suffixes"),
    [
        ("{kind: text, text: Text.}", [".json", ".pdf"]),
        (SERVICES, [".form.pdf", ".json", ".pdf"]),
    ],
    ids=["nothing to fill in", "nothing to tick"],
)
def test_there_is_no_variant_with_nothing_in_it(
    make_project: MakeProject, section: str, suffixes: list[str]
) -> None:
    text = re.sub(r"(?s)sections:.*", f"sections: {{about: {section}}}\n", STAFF)
    build = project_with(
        make_project,
        {"frameworks/staff.yaml": text, "index.md": directive("framework", "staff")},
    ).build()
    assert build.warnings == []
    assert sorted(files_of(build)) == [f"staff/staff.sv{each}" for each in suffixes]
    assert len(links(build, "index")) == len(suffixes)


def test_a_part_of_a_framework_has_no_files(make_project: MakeProject) -> None:
    build = project_with(
        make_project,
        {
            "frameworks/staff.yaml": STAFF,
            "index.md": "# Lista\n\n" + directive("checklist", "staff"),
        },
    ).build()
    assert files_of(build) == {}


def test_pages_in_folders_of_their_own_link_the_files(project: Project) -> None:
    build = project.build("dirhtml")
    assert build.warnings == []
    assert set(files_of(build)) == LEARNERS_FILES | STAFF_FILES
    assert dead_links(build) == []
    page = build.output("pages/staff/index.html")
    assert 'href="../../_downloads/mobility/staff/staff.sv.form.pdf"' in page


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text"])
def test_outputs_without_downloads_have_no_files(project: Project, builder: str) -> None:
    build = project.build(builder)
    assert build.warnings == []
    assert not [path for path in build.outdir.rglob("*") if path.suffix in {".pdf", ".json"}]
    pages = [path for path in build.outdir.rglob("*") if path.suffix in {".html", ".xhtml", ".txt"}]
    assert pages
    assert not [path for path in pages if "_downloads" in path.read_text("utf-8")]


@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("letter", 612)])
def test_the_paper_is_that_of_the_settings(
    make_project: MakeProject, paper: str, width: int
) -> None:
    files = {"frameworks/staff.yaml": STAFF, "index.md": directive("framework", "staff")}
    build = project_with(make_project, files, ramverk_paper=paper).build()
    for path in files_of(build).values():
        if path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                assert {round(float(page.mediabox[2])) for page in pdf.pages} == {width}


# --- builds after the first ---------------------------------------------------------------------


def age(build: Build) -> dict[str, int]:
    """Make all files a minute older, so that what is written again shows; the times."""
    for path in files_of(build).values():
        found = path.stat()
        os.utime(path, (found.st_atime - 60, found.st_mtime - 60))
    return times(build)


def changed(before: dict[str, int], build: Build) -> set[str]:
    after = times(build)
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def test_only_what_changed_is_made_again(make_project: MakeProject) -> None:
    project = project_with(make_project, FILES)
    before = age(project.build())
    assert changed(before, project.build()) == set()
    project.write({"frameworks/learners.yaml": REWORDED})
    assert changed(before, project.build()) == LEARNERS_FILES


def test_a_changed_catalogue_makes_the_files_again(make_project: MakeProject) -> None:
    project = project_with(make_project, FILES, language="en")
    before = age(project.build())
    project.write({LEARNERS_PO: LEARNERS_EN.replace("Find a partner", "Get a partner")})
    build = project.build()
    assert changed(before, build) == {each.replace(".sv", ".en") for each in LEARNERS_FILES}


def test_a_file_that_is_gone_is_made_again(make_project: MakeProject) -> None:
    project = project_with(make_project, FILES)
    build = project.build()
    before = age(build)
    name = "learners/learners.sv.form.pdf"
    content = files_of(build)[name].read_bytes()
    files_of(build)[name].unlink()
    build = project.build()
    assert changed(before, build) == {name}
    assert files_of(build)[name].read_bytes() == content


def test_sizes_on_pages_follow_the_files(make_project: MakeProject) -> None:
    project = project_with(make_project, FILES)
    project.build()
    project.write({"frameworks/learners.yaml": LEARNERS.replace("Samma stycke.", "Ord " * 9000)})
    build = project.build()
    for href, text in links(build, "learners").items():
        size = (build.outdir / href).stat().st_size
        assert text.endswith(f"{round(size / 1000)}\u00a0kB)"), href


def test_other_paper_makes_all_files_again(make_project: MakeProject) -> None:
    project = project_with(make_project, FILES)
    before = age(project.build())
    build = project.build(ramverk_paper="letter")
    pdfs = {each for each in LEARNERS_FILES | STAFF_FILES if each.endswith(".pdf")}
    assert changed(before, build) == pdfs


def test_a_removed_framework_leaves_no_file(make_project: MakeProject) -> None:
    project = project_with(make_project, FILES)
    before = age(project.build())
    (project.root / "frameworks/mobility/staff.yaml").unlink()
    build = project.build()
    assert set(files_of(build)) == LEARNERS_FILES
    assert links(build, "pages/staff") == {}
    assert changed(before, build) == STAFF_FILES


def test_a_framework_without_its_page_leaves_no_file(make_project: MakeProject) -> None:
    project = project_with(make_project, FILES)
    project.build()
    project.write({"pages/staff.md": "# Personal\n\nDet kommer.\n"})
    assert set(files_of(project.build())) == LEARNERS_FILES


def test_pdfs_that_are_switched_off_leave_no_file_and_no_link(make_project: MakeProject) -> None:
    project = project_with(make_project, FILES)
    project.build()
    build = project.build(ramverk_pdf=False)
    assert set(files_of(build)) == {"learners/learners.sv.json", "mobility/staff/staff.sv.json"}
    assert list(links(build, "learners")) == ["_downloads/learners/learners.sv.json"]
    # And back.
    build = project.build()
    assert set(files_of(build)) == LEARNERS_FILES | STAFF_FILES
    assert len(links(build, "learners")) == 4


def test_files_of_others_are_left_alone(make_project: MakeProject) -> None:
    files = {
        **FILES,
        "prose.md": "# Prosa\n\n{download}`schema.pdf`\n",
        "schema.pdf": "%PDF-1.7 a file of the author's\n",
    }
    project = project_with(make_project, files)
    build = project.build()
    (own,) = set(files_of(build)) - LEARNERS_FILES - STAFF_FILES
    theirs = ("notebook/notebook.ipynb", "mobility/staff/extra.pdf", "learners/learners.sv.csv")
    for name in theirs:
        path = build.outdir / "_downloads" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("hers", "utf-8")
    (project.root / "frameworks/mobility/staff.yaml").unlink()
    build = project.build(ramverk_pdf=False)
    assert set(files_of(build)) == {own, *theirs, "learners/learners.sv.json"}


def test_a_second_project_gives_the_same_bytes(make_project: MakeProject, built: Build) -> None:
    project = project_with(make_project, FILES)
    build = project.build(parallel=2)
    assert build.warnings == []
    one, two = files_of(built), files_of(build)
    assert [name for name in one if one[name].read_bytes() != two[name].read_bytes()] == []
    for docname in ("learners", "pages/staff"):
        assert links(build, docname) == links(built, docname)


def test_a_framework_that_breaks_keeps_no_file_of_before(make_project: MakeProject) -> None:
    project = project_with(make_project, FILES)
    project.build()
    project.write({"frameworks/mobility/staff.yaml": STAFF.replace("title:", "titel:")})
    assert set(files_of(project.build())) == LEARNERS_FILES


def test_a_pdf_that_cannot_be_made_is_warned_of_until_it_can(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_with(make_project, FILES)
    project.build()
    project.write({"frameworks/learners.yaml": REWORDED})
    with monkeypatch.context() as patch:

        def fail(*_arguments: object) -> Pages:
            raise TypesettingError("no room on the page")

        patch.setattr(Typesetter, "pages", fail)
        for _ in range(2):
            build = project.build()
            (warning,) = build.warnings
            assert warning.startswith("frameworks/learners.yaml:: WARNING: no PDF can be made")
            assert "no room on the page" in warning
            assert "[ramverk.pdf-not-made]" in warning
            # None is better than an outdated one.
            assert set(files_of(build)) == {"learners/learners.sv.json"} | STAFF_FILES
            assert len(links(build, "learners")) == 1
    build = project.build()
    assert build.warnings == []
    assert set(files_of(build)) == LEARNERS_FILES | STAFF_FILES
    assert len(links(build, "learners")) == 4
    assert not {"pages/staff", "prose"} & build.written


# --- characters ---------------------------------------------------------------------------------

#: Linear B and the Phaistos disc: no font of ours has them.
STRANGE: Final = "\U00010000\U000101d0"
STRANGE_FILES: Final = {
    "frameworks/staff.yaml": STAFF.replace("Det finns mål", f"Det finns {STRANGE} mål"),
    "index.md": directive("framework", "staff"),
}
WARNING: Final = "the PDF fonts lack these characters, and show � instead: "


def build_font(path: Path, characters: str) -> None:
    """A font that has these characters, each a box."""
    names = [f"u{ord(each):X}" for each in characters]
    pen = TTGlyphPen(None)
    for number, point in enumerate([(50, 0), (50, 700), (450, 700), (450, 0)]):
        (pen.lineTo if number else pen.moveTo)(point)
    pen.closePath()
    box = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", *names])
    font.setupCharacterMap(dict(zip(map(ord, characters), names, strict=True)))
    font.setupGlyf(dict.fromkeys((".notdef", *names), box))
    font.setupHorizontalMetrics(dict.fromkeys((".notdef", *names), (500, 50)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable(
        {"familyName": "Strange", "styleName": "Regular", "psName": "Strange-Regular"}
    )
    font.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    font.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)


def fonts_of(path: Path) -> set[str]:
    with pikepdf.open(path) as pdf:
        return {
            str(font.BaseFont).rpartition("+")[2]
            for page in pdf.pages
            for font in page.resources.Font.values()
        }


def test_characters_without_a_font_are_warned_of_once(make_project: MakeProject) -> None:
    build = project_with(make_project, STRANGE_FILES).build()
    (warning,) = build.warnings
    assert warning.startswith("frameworks/staff.yaml:: WARNING: ")
    assert f"{WARNING}\U00010000 (U+10000) \U000101d0 (U+101D0)" in warning
    assert "ramverk_fonts" in warning
    assert len(files_of(build)) == 4


def test_a_font_of_the_project_mends_it(make_project: MakeProject) -> None:
    project = project_with(make_project, STRANGE_FILES, ramverk_fonts="fonts")
    build_font(project.root / "fonts" / "deep" / "half.ttf", STRANGE[0])
    (warning,) = project.build().warnings
    assert warning.partition(WARNING)[2].startswith(f"{STRANGE[1]} (U+101D0);")
    # A font that is put there later is seen, though no page changed.
    build_font(project.root / "fonts" / "deep" / "half.ttf", STRANGE)
    build = project.build()
    assert build.warnings == []
    for suffix in (".pdf", ".form.pdf", ".checklist.pdf"):
        assert "Strange-Regular" in fonts_of(files_of(build)[f"staff/staff.sv{suffix}"])


def test_a_site_with_such_characters_is_not_published_and_warns_again(
    make_project: MakeProject,
) -> None:
    project = project_with(make_project, STRANGE_FILES, exclude_patterns=["build"])

    def build() -> tuple[int, str]:
        process = start_ramverk(project, "build")
        out, err = process.communicate(timeout=120)
        return process.returncode, " ".join((out + err).split())

    for _ in range(2):
        code, said = build()
        assert code == 1
        assert WARNING in said
    assert not (project.root / "build/html/sv").exists()
    project.write({"frameworks/staff.yaml": STAFF})
    assert build()[0] == 0
    assert (project.root / "build/html/sv/_downloads/staff/staff.sv.form.pdf").is_file()


def test_a_site_is_built_in_a_process_that_has_made_pdfs(make_project: MakeProject) -> None:
    """Forked copies of it would wait for ever: they lack the threads that Typst has started."""
    project = project_with(make_project, FILES, exclude_patterns=["build"])
    commands = "from ramverk.cli import main; raise SystemExit(main(['pdf']) or main(['build']))"
    process = subprocess.run(
        [sys.executable, "-c", commands],
        cwd=project.root,
        capture_output=True,
        check=False,
        timeout=240,
    )
    assert process.returncode == 0, process.stderr.decode()
    assert list((project.root / "build/html/sv/_downloads").rglob("*.form.pdf"))
