"""Every output that Sphinx makes, with every part of a framework in it, and without a warning."""

from __future__ import annotations

import re
import shutil
import zipfile
from typing import Final

import lxml.etree
import polib
import pytest

from ramverk.loading import find_frameworks
from tests.conftest import (
    DATA,
    LEARNERS,
    LEARNERS_EN,
    LEARNERS_PO,
    STAFF,
    Build,
    MakeProject,
    Project,
    dead_links,
    directive,
    parsed,
    toctree,
)

FILES: Final = {
    "frameworks/learners.yaml": LEARNERS,
    "frameworks/mobility/staff.yaml": STAFF,
    LEARNERS_PO: LEARNERS_EN,
    "index.md": toctree("learners", "pages/staff", "pages/more", "pages/reference")
    + "\n{item}`learners#about`\n\n"
    + directive("framework-list"),
    "learners.md": directive("framework", "learners"),
    "pages/staff.rst": directive("framework", "mobility/staff", suffix="rst"),
    "pages/more.md": "# Mer\n\n{item}`learners#criteria/preparation/agreement`\n\n"
    + directive("checklist", "learners")
    + directive("criteria", "mobility/staff"),
    "pages/reference.md": "# Formatet\n\n"
    + directive("framework-format")
    + directive("problem-codes"),
}
#: One text of each kind of part, as every output must have it.
TEXTS: Final = (
    "Elevpraktik",
    "Första punkten",
    "Eleven har fått språkstöd",
    "Tänk på resan.",
    "Lärandeavtal",
    "Passet är giltigt",
    "Sätt mål",
    "Språkkurs",
    "Det finns mål",
    "Framtaget med stöd av Exempelstiftelsen.",
    "The views are those of the authors.",
)


@pytest.fixture(scope="module")
def project(make_project: MakeProject) -> Project:
    return make_project(
        FILES,
        ramverk_languages=["sv", "en"],
        latex_documents=[("index", "book.tex", "Provbok", "Provskolan", "manual")],
        man_pages=[("index", "book", "Provbok", ["Provskolan"], 1)],
        texinfo_documents=[("index", "book", "Provbok", "Provskolan", "book", "Bok", "Övrigt")],
    )


def content(build: Build) -> str:
    """All texts of an output, as one line."""
    if build.app.builder.name == "epub":
        with zipfile.ZipFile(build.outdir / "Provbok.epub") as book:
            pages = [book.read(name) for name in book.namelist() if name.endswith(".xhtml")]
        texts = ["".join(map(str, lxml.etree.fromstring(page).itertext())) for page in pages]
    else:
        texts = [
            path.read_text("utf-8")
            for path in sorted(build.outdir.rglob("*"))
            if path.suffix in {".html", ".txt", ".tex", ".1", ".texi", ".xml"}
        ]
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("theme", ["ramverk", "alabaster", "furo"])
def test_html_has_every_part_with_any_theme(project: Project, theme: str, language: str) -> None:
    build = project.build(
        to=f"{theme}-{language}", html_theme=theme, language=language, html_title="Provbok"
    )
    assert build.warnings == []
    assert dead_links(build) == []
    if language == "sv":
        assert [text for text in TEXTS if text not in content(build)] == []


@pytest.mark.parametrize("builder", ["html", "text"])
def test_every_good_framework_makes_pages_without_warnings(
    make_project: MakeProject, builder: str
) -> None:
    pages = {}
    for source in find_frameworks(DATA / "good")[0]:
        pages[f"{source.id}.md"] = directive("framework", source.id)
        if re.search(r"kind: (criteria|checklist|steps)", source.path.read_text("utf-8")):
            checklist = "# Lista\n\n" + directive("checklist", source.id)
            pages[f"{source.id}-list.md"] = checklist
    tree = toctree(*(name.removesuffix(".md") for name in pages))
    project = make_project({**pages, "index.md": f"{tree}\n{directive('framework-list')}"})
    shutil.copytree(DATA / "good", project.root / "frameworks")
    build = project.build(builder)
    assert build.warnings == []
    assert dead_links(build) == []


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml", "epub", "xml"])
def test_markup_has_every_part(project: Project, builder: str) -> None:
    build = project.build(builder)
    assert build.warnings == []
    assert [text for text in TEXTS if text not in content(build)] == []


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo"])
def test_print_and_plain_text_have_every_part(project: Project, builder: str) -> None:
    build = project.build(builder, text_sectionchars="=-~^")
    assert build.warnings == []
    # Cells wrap their texts: what counts is that each word is there.
    found = content(build).replace("\\sphinxhyphen{}", "-")
    missing = [text for text in TEXTS if any(word not in found for word in text.split())]
    assert missing == []


def test_links_arrive_in_directories_too(project: Project) -> None:
    build = project.build("dirhtml", to="dirhtml-links")
    assert dead_links(build) == []
    data = build.outdir / "learners" / "index.html"
    page = parsed(data.read_text("utf-8"))
    (href,) = page.xpath("//a[@download]/@href")
    assert (data.parent / href).resolve().is_file()


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text"])
def test_outputs_without_downloads_offer_none(project: Project, builder: str) -> None:
    build = project.build(builder, to=f"{builder}-downloads")
    assert "download=" not in content(build)
    assert not list(build.outdir.rglob("*.json"))


def test_an_epub_is_well_formed_with_unique_ids(project: Project) -> None:
    build = project.build("epub", to="epub-ids")
    with zipfile.ZipFile(build.outdir / "Provbok.epub") as book:
        for name in book.namelist():
            if name.endswith((".xhtml", ".opf", ".ncx")):
                ids = lxml.etree.fromstring(book.read(name)).xpath("//@id")
                assert isinstance(ids, list)
                assert len(ids) == len(set(ids)), name


# --- catalogues ---------------------------------------------------------------------------------


def template(build: Build, name: str) -> polib.POFile:
    return polib.pofile(str(build.outdir / f"{name}.pot"))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_gettext_writes_a_template_for_each_framework(project: Project, language: str) -> None:
    build = project.build("gettext", to=f"gettext-{language}", language=language)
    assert build.warnings == []
    entries = {each.msgid: each.occurrences for each in template(build, "frameworks/learners")}
    for text, line in {
        "Elevpraktik": 2,
        "Elever lär sig mycket ute. Samma stycke.": 24,
        "Eleven är försäkrad": 48,
        "Exempel på beviskällor": 38,
    }.items():
        (place,) = entries[text]
        assert place[0].endswith("frameworks/learners.yaml")
        assert int(place[1]) == line
    assert len(template(build, "frameworks/mobility/staff")) == 7


def test_gettext_leaves_framework_texts_out_of_the_pages(project: Project) -> None:
    build = project.build("gettext", to="gettext-pages", gettext_compact=False)
    assert [each.msgid for each in template(build, "learners")] == []
    prose = [each.msgid for each in template(build, "pages/more")]
    assert prose == ["Mer", "{item}`learners#criteria/preparation/agreement`"]
    assert [each.msgid for each in template(build, "pages/reference")] == ["Formatet"]
