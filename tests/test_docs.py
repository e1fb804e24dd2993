"""The pages say what there is: every command, setting, key and problem code, and nothing else."""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from ramverk import model
from ramverk.cli import _parser
from ramverk.interface import interface_for
from ramverk.loading import Source, load_framework
from ramverk.problems import CODES
from ramverk.project import open_project
from ramverk.sphinx_ext.config import Settings
from tests.conftest import STAFF, Build, MakeProject, directive, text_of, toctree

ROOT: Final = Path(__file__).parent.parent
PAGES: Final = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted(
        [
            *ROOT.glob("source/**/*.md"),
            *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md")),
        ]
    )
}
#: What explains itself in the file that one copies: its comments count as documentation.
CONF: Final = (ROOT / "conf.py").read_text("utf-8")
#: Not for users: set by the command that builds all languages.
INTERNAL_SETTINGS: Final = {"site_languages", "share"}
LANGUAGES: Final = ("sv", "en")


def commands(parser: argparse.ArgumentParser, above: str = "ramverk") -> Iterator[str]:
    """All commands in full: ``ramverk check``, ``ramverk i18n update``."""
    choices = [
        action.choices
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
    ]
    if not choices:
        yield above
    for each in choices:
        for name, below in each.items():
            yield from commands(below, f"{above} {name}")


COMMANDS: Final = tuple(commands(_parser(interface_for("en"), ["i18n"])))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert [name for name, text in PAGES.items() if command in text]


def test_no_page_names_a_command_that_does_not_exist() -> None:
    first_words = {command.split()[1] for command in COMMANDS}
    for name, text in PAGES.items():
        found = set(re.findall(r"(?:`|^)ramverk ([a-z0-9]+)", text, re.MULTILINE))
        assert found <= first_words, name


@pytest.mark.parametrize(
    "name",
    [each.name for each in dataclasses.fields(Settings) if each.name not in INTERNAL_SETTINGS],
)
def test_every_setting_is_explained_and_shown(name: str) -> None:
    (field,) = [each for each in dataclasses.fields(Settings) if each.name == name]
    assert str(field.metadata["doc"]).endswith(".")
    assert f"ramverk_{name}" in CONF


def test_no_page_names_a_setting_that_does_not_exist() -> None:
    known = {f"ramverk_{each.name}" for each in dataclasses.fields(Settings)}
    for name, text in {**PAGES, "conf.py": CONF}.items():
        assert set(re.findall(r"\bramverk_[a-z_]+", text)) <= known, name


# --- what is generated --------------------------------------------------------------------------


@pytest.fixture(scope="module", params=LANGUAGES)
def reference(make_project: MakeProject, request: pytest.FixtureRequest) -> Build:
    files = {
        "index.md": toctree("format", "codes"),
        "format.md": "# Formatet\n\n" + directive("framework-format"),
        "codes.md": "# Felkoder\n\n" + directive("problem-codes"),
    }
    return make_project(files).build(language=request.param)


def terms(build: Build, docname: str) -> list[str]:
    return [str(each) for each in build.page(docname).xpath(".//dt/code/span/text()")]


def test_every_problem_code_is_documented_with_its_remedy(reference: Build) -> None:
    say = interface_for(reference.app.config.language).gettext
    assert terms(reference, "codes") == list(CODES)
    text = text_of(reference.page("codes"))
    for code in CODES.values():
        assert say(code.message) in text
        assert say(code.remedy) in text


def records() -> list[type]:
    """Everything in a framework file that has keys."""
    return [
        each
        for each in vars(model).values()
        if isinstance(each, type) and dataclasses.is_dataclass(each) and list(model.keys(each))
    ]


def test_every_key_of_a_framework_file_is_documented(reference: Build) -> None:
    say = interface_for(reference.app.config.language).gettext
    text = text_of(reference.page("format"))
    found = terms(reference, "format")
    for record in records():
        for each in model.keys(record):
            assert each.name in found, record
            assert say(each.metadata["doc"]) in text, record
    kinds = len(model.SECTION_KINDS)
    assert found.count("kind") == kinds
    assert all(f"– {kind}, " in text for kind in model.SECTION_KINDS)
    count = sum(len(list(model.keys(record))) for record in records())
    assert len(found) == count + kinds


def test_the_authors_page_brings_both_references() -> None:
    for name in ("framework-format", "problem-codes"):
        assert f"```{{{name}}}\n```" in PAGES["source/authors.md"]


# --- examples -----------------------------------------------------------------------------------


def blocks(page: str, language: str) -> list[str]:
    """The examples in a language on a page of the handbook."""
    return re.findall(
        rf"^`{{3,4}}{language}\n(.*?)^`{{3,4}}$", PAGES[page], re.DOTALL | re.MULTILINE
    )


def example(tmp_path: Path) -> model.Framework:
    (text,) = [each for each in blocks("source/authors.md", "yaml") if each.startswith("title:")]
    path = tmp_path / "learners.yaml"
    path.write_text(text, "utf-8")
    framework, problems = load_framework(Source("mobility/learners", path, "learners.yaml"))
    assert problems == []
    assert framework is not None
    return framework


def test_the_example_for_authors_is_a_valid_framework_with_every_section_kind(
    tmp_path: Path,
) -> None:
    framework = example(tmp_path)
    kinds = {type(section) for section in framework.sections.values()}
    assert kinds == set(model.SECTION_KINDS.values())


def test_the_examples_for_pages_show_and_link_what_the_example_framework_has(
    make_project: MakeProject, tmp_path: Path
) -> None:
    example(tmp_path)
    examples = blocks("source/authors.md", "md")
    assert len(examples) >= 3
    pages = {f"page-{number}.md": f"# Sida\n\n{text}" for number, text in enumerate(examples)}
    files = {
        "frameworks/mobility/learners.yaml": (tmp_path / "learners.yaml").read_text("utf-8"),
        "frameworks/staff.yaml": STAFF,
        "index.md": toctree(*(name.removesuffix(".md") for name in pages)),
        **pages,
    }
    assert make_project(files).build().warnings == []


# --- settings for Weblate -----------------------------------------------------------------------

WEBLATE: Final = ROOT / "locales" / "weblate"


def test_the_first_component_in_weblate_is_a_catalogue_of_the_handbook() -> None:
    component = json.loads((WEBLATE / "component.json").read_text("utf-8"))
    found = {path.parts[-4] for path in ROOT.glob(component["filemask"])}
    project = open_project(ROOT)
    assert found == set(project.languages[1:])
    assert component["source_language"]["code"] == project.source_language
    # The page names the address of the add-on by it.
    assert f"/{component['slug']}/addons/" in PAGES["source/translators.md"]


def test_weblate_finds_every_catalogue_and_nothing_else() -> None:
    settings = json.loads((WEBLATE / "discovery.json").read_text("utf-8"))["configuration"]
    match, language = re.compile(settings["match"]), re.compile(settings["language_regex"])
    files = [path.relative_to(ROOT).as_posix() for path in (ROOT / "locales").rglob("*.*")]
    found = {name for name in files if (each := match.fullmatch(name)) and language.match(each[1])}
    assert found == {name for name in files if name.endswith(".po")}


def test_weblate_wraps_catalogues_as_they_are() -> None:
    """65535 is its word for gettext's --no-wrap."""
    component = json.loads((WEBLATE / "component.json").read_text("utf-8"))
    assert component["file_format_params"]["po_line_wrap"] == 65535
