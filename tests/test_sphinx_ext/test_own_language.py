"""A project gives the interface a language that the package does not speak, with one catalogue."""

from __future__ import annotations

import json
from typing import Any, Final

import pymupdf
import pytest

from tests.conftest import (
    LEARNERS,
    MakeProject,
    Project,
    directive,
    parsed,
    ramverk_command,
    text_of,
    toctree,
    tools_markup,
)

#: Some texts of each part of the interface, in Finnish.
FINNISH: Final = {
    "Skip to content": "Siirry sisältöön",  # the theme
    "Contents": "Sisältö",
    "Search": "Haku",
    "Read the handbook": "Lue käsikirja",  # above the languages
    "There is no such page": "Sivua ei ole",
    "Version": "Versio",  # the extension, page and PDF
    "Status": "Tila",
    "Draft": "Luonnos",
    "Organisation": "Organisaatio",
    "Notes": "Muistiinpanot",
    "New sheet": "Uusi lomake",  # the script
    "Sheet": "Lomake",
    "there is no framework {found}": "kehystä {found} ei ole",  # a problem
    "the frameworks are {allowed}": "kehykset ovat {allowed}",
    "Everything here is in {language}: it is not translated yet.": (
        "Tämä on vielä kääntämättä. Kieli: {language}."
    ),
}


def catalog() -> str:
    entries = (f'\nmsgid "{source}"\nmsgstr "{target}"\n' for source, target in FINNISH.items())
    charset = "Content-Type: text/plain; charset=UTF-8\\n"
    return f'msgid ""\nmsgstr "Language: fi\\n"\n"{charset}"\n' + "".join(entries)


@pytest.fixture(scope="module")
def project(make_project: MakeProject) -> Project:
    files = {
        "frameworks/learners.yaml": LEARNERS,
        "source/index.md": toctree("learners"),
        "source/learners.md": directive("framework", "learners"),
        "locales/fi/LC_MESSAGES/ramverk.po": catalog(),
    }
    project = make_project(
        files,
        ramverk_languages=["sv", "fi"],
        ramverk_listed_from=0,
        ramverk_pdf=True,
        html_theme="ramverk",
    )
    assert ramverk_command(project, "build") == 0
    return project


def page(project: Project, name: str) -> Any:
    return parsed((project.root / "build/html" / name).read_text("utf-8"))


def test_the_theme_speaks_it(project: Project) -> None:
    found = page(project, "fi/learners.html")
    assert text_of(found.xpath("//a[@class='skip']")[0]) == "Siirry sisältöön"
    assert found.xpath("//nav[@id='navigation']/@aria-label") == ["Sisältö"]
    assert text_of(page(project, "fi/search.html").xpath("//h1")[0]) == "Haku"


def test_the_parts_of_a_framework_speak_it(project: Project) -> None:
    found = page(project, "fi/learners.html")
    facts = text_of(found.xpath("//*[@class='ramverk-facts']")[0])
    assert "Versio" in facts
    assert "Tila Luonnos" in facts
    assert "1. maaliskuuta 2026" in facts
    note = text_of(found.xpath("//*[contains(@class, 'ramverk-untranslated')]")[0])
    assert note == "Tämä on vielä kääntämättä. Kieli: ruotsi ja englanti."


def test_the_script_speaks_it(project: Project) -> None:
    found = page(project, "fi/learners.html")
    (texts,) = found.xpath("//@data-texts")
    assert json.loads(texts)["sheet"] == "Lomake"
    assert "Uusi lomake" in text_of(found.xpath("//template")[0])
    tools = (project.root / "build/html/fi/_static/ramverk-texts.js").read_text("utf-8")
    assert "Uusi lomake" in tools_markup(tools)


@pytest.mark.parametrize("kind", ["", ".form"])
def test_pdfs_speak_it(project: Project, kind: str) -> None:
    path = project.root / f"build/html/fi/_downloads/learners/learners.fi{kind}.pdf"
    with pymupdf.open(path) as pdf:
        text = " ".join(sheet.get_text() for sheet in pdf)
    for each in ("Versio", "Luonnos", "Organisaatio", "Muistiinpanot", "Tämä on vielä"):
        assert each in text, each


def test_the_choice_of_languages_speaks_it(project: Project) -> None:
    assert "Suomi Lue käsikirja" in text_of(page(project, "index.html").xpath("//main")[0])
    lost = page(project, "404.html").xpath("//section[@lang='fi']")[0]
    assert text_of(lost).startswith("Sivua ei ole")


def test_a_problem_is_told_in_it_on_the_page(make_project: MakeProject) -> None:
    files = {
        "index.md": "# Alku\n\n" + directive("framework", "lerners"),
        "frameworks/learners.yaml": LEARNERS,
        "locales/fi/LC_MESSAGES/ramverk.po": catalog(),
    }
    build = make_project(files, ramverk_languages=["fi"]).build(language="fi")
    said = text_of(build.page("index").xpath(".//*[contains(@class, 'warning')]")[0])
    assert said.endswith("kehystä lerners ei ole; kehykset ovat learners")
