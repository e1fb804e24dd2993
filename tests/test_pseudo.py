"""Pseudo-languages: texts that look translated and are twice as long, and the site made of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ramverk.catalog_checks import check_catalog
from ramverk.cli import main
from ramverk.glossary import read_glossary
from ramverk.interface import interface_for
from ramverk.loading import is_language_tag
from ramverk.markup import read_markup
from ramverk.model import Id, LanguageTag
from ramverk.project import open_project
from ramverk.prose import domains, interface_domain
from ramverk.pseudo import CLOSING, OPENING, pseudo
from ramverk.pseudo_language import LANGUAGES, write_catalogs
from tests.conftest import DATA, LEARNERS, ROOT, MakeProject, Project, directive, toctree

languages = pytest.mark.parametrize("language", LANGUAGES)


# --- texts ----------------------------------------------------------------------------------------


def test_a_text_stays_readable_between_its_brackets() -> None:
    assert pseudo("Search the handbook", "en-XA") == "❲Šééááŕçĥ ţĥéé ĥááñđƀóóóóķ ĺóŕéɱ❳"
    assert pseudo("Search", "ar-XB") == "❲سيياارKه❳".replace("K", "ك")


@languages
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Se [riktlinjerna](riktlinjer.md#syfte) för mer.", "](riktlinjer.md#syfte)"),
        ("Steg {n} av {total}", "{total}"),
        ("%(done)s av %(total)s klara", "%(total)s"),
        ("Kör `ramverk build` först.", "`ramverk build`"),
        ("Skriv ``{term}`mål` `` så.", "``{term}`mål` ``"),
        (
            "Läs {item}`försäkringen <learners#criteria/insurance>`.",
            "<learners#criteria/insurance>",
        ),
        ("Mer på https://example.org/praktik.", "https://example.org/praktik"),
        ("Skriv till [oss](mailto:skolan@example.org)", "](mailto:skolan@example.org)"),
        ("Från 2019 till 2026", "2026"),
        ("Ett [word]{.language-en} till", "{.language-en}"),
        ("Tom &amp; Jerry", "&amp;"),
    ],
)
def test_what_is_no_words_stays_as_it_is(text: str, kept: str, language: str) -> None:
    assert kept in pseudo(text, language)
    assert read_markup(pseudo(text, language)) == read_markup(text)


@languages
def test_a_text_becomes_about_twice_as_long(language: str) -> None:
    text = "Personalens återkoppling är en del av gymnasieskolans kvalitetsarbete"
    assert 1.9 < len(pseudo(text, language)) / len(text) < 2.1
    # In words, as those of a language: one that is a whole line long would break any layout.
    assert max(map(len, pseudo(text, language).split())) < 25


@languages
def test_a_sentence_ends_in_its_sign_and_a_text_keeps_its_edges(language: str) -> None:
    assert pseudo("Är ni klara?", language).endswith(f"?{CLOSING}")
    assert pseudo(" – ett tillägg\n", language).startswith(f" {OPENING}–")
    assert pseudo(" – ett tillägg\n", language).endswith(f"{CLOSING}\n")
    assert pseudo("", language) == ""


def test_an_address_at_the_end_ends_before_the_bracket() -> None:
    assert pseudo("Mer: https://example.org/a.", "en-XA").endswith("https://example.org/a. ❳")


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_lies_between_brackets(text: str, language: str) -> None:
    found = pseudo(text, language)
    if text.strip():
        assert found.strip().startswith(OPENING)
        assert found.strip().endswith(CLOSING)
        assert sum(c.isdigit() for c in found) == sum(c.isdigit() for c in text)
    else:
        assert found == text


def test_the_languages_are_of_both_directions() -> None:
    assert [interface_for(each).direction for each in LANGUAGES] == ["ltr", "rtl"]
    assert all(map(is_language_tag, LANGUAGES))


# --- catalogues -----------------------------------------------------------------------------------


def test_all_catalogues_of_the_handbook_are_translated_and_without_a_problem(
    tmp_path: Path,
) -> None:
    project = open_project(ROOT)
    assert write_catalogs(project, tmp_path, LANGUAGES) == []
    wanted = {each.name: each for each in [*domains(project)[0], interface_domain()]}
    for language in LANGUAGES:
        folder = tmp_path / language.replace("-", "_") / "LC_MESSAGES"
        found = {
            path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.po")
        }
        assert found == {name for name, each in wanted.items() if each.messages}
        for name in found:
            path = folder / f"{name}.po"
            entries = polib.pofile(str(path))
            assert entries.percent_translated() == 100
            source = wanted[name].language
            is_prose = not name.startswith(("frameworks/", "ramverk"))
            problems = check_catalog(path, name, language, source, is_prose=is_prose)
            assert [str(each) for each in problems if each.severity == "error"] == []


def test_both_forms_of_a_plural_have_their_place(tmp_path: Path) -> None:
    write_catalogs(open_project(ROOT), tmp_path, ["en-XA", "ar-XB"])
    for folder, forms in (("en_XA", 2), ("ar_XB", 6)):
        entries = polib.pofile(str(tmp_path / folder / "LC_MESSAGES" / "ramverk.po"))
        entry = next(each for each in entries if each.msgid == "{count} error")
        assert len(entry.msgstr_plural) == forms
        assert all("{count}" in text for text in entry.msgstr_plural.values())


def test_the_glossary_has_its_words_in_the_pseudo_languages(make_project: MakeProject) -> None:
    glossary = "criterion:\n  sv: kriterium\n  en: criterion\n"
    project = small_project(make_project, {"locales/glossary.yaml": glossary})
    folder = project.root / "out"
    write_catalogs(open_project(project.root), folder, ["en-XA"])
    text = (folder / "glossary.yaml").read_text("utf-8")
    assert "en-XA: ❲ķŕííţééŕííúúɱ" in text
    assert "en: criterion" in text


# --- the command ----------------------------------------------------------------------------------


def small_project(make_project: MakeProject, files: dict[str, str]) -> Project:
    pages = {
        "index.md": toctree("learners", heading="Välkommen"),
        "learners.md": directive("framework", "learners"),
        "frameworks/learners.yaml": LEARNERS,
        "locales/en/LC_MESSAGES/frameworks/learners.po": (
            DATA / "sphinx" / "learners.en.po"
        ).read_text("utf-8"),
    }
    return make_project(
        {**pages, **files}, ramverk_languages=["sv", "en"], exclude_patterns=["build", "out"]
    )


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The files of a folder, each with what it holds and when that was written."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def pseudo_command(project: Project) -> int:
    return main(["i18n", "pseudo", "--project", str(project.root)])


def test_the_command_builds_a_site_beside_the_others_and_touches_nothing_else(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = small_project(make_project, {"build/html/index.html": "the site of before"})
    before = contents(project.root)
    assert pseudo_command(project) == 0, capsys.readouterr()
    after = contents(project.root)
    assert {name for name in after if not name.startswith("build/pseudo/")} == {*before}
    assert {name: after[name] for name in before} == before
    site = project.root / "build" / "pseudo" / "html"
    assert {path.name for path in site.iterdir() if path.is_dir()} == {"sv", *LANGUAGES}
    assert str(Path("build/pseudo/html/index.html")) in capsys.readouterr().out

    page = (site / "en-XA" / "learners.html").read_text("utf-8")
    assert pseudo("Elevpraktik", "en-XA") in page
    assert 'lang="en-XA"' in page
    assert "Elevpraktik" in (site / "sv" / "learners.html").read_text("utf-8")


def test_a_second_run_changes_nothing(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = small_project(make_project, {})
    assert pseudo_command(project) == 0, capsys.readouterr()
    made = project.root / "build" / "pseudo"
    before = {folder: contents(made / folder) for folder in ("html", "locales")}
    assert pseudo_command(project) == 0
    assert {folder: contents(made / folder) for folder in ("html", "locales")} == before


def test_a_page_that_is_gone_leaves_no_catalogue_behind(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = small_project(make_project, {"more.md": "---\norphan: true\n---\n# Mer\n"})
    assert pseudo_command(project) == 0, capsys.readouterr()
    left = project.root / "build/pseudo/locales/en_XA/LC_MESSAGES/more.po"
    assert left.is_file()
    (project.root / "more.md").unlink()
    assert pseudo_command(project) == 0
    assert not left.exists()


def test_a_broken_framework_is_told_and_nothing_is_built(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = small_project(make_project, {})
    shutil.copy(DATA / "bad" / "date-in-words.yaml", project.root / "frameworks" / "learners.yaml")
    assert pseudo_command(project) == 1
    assert "frameworks/learners.yaml:" in capsys.readouterr().out
    assert not (project.root / "build/pseudo/html").exists()


def test_words_of_the_glossary_are_no_switches(make_project: MakeProject) -> None:
    """To older YAML, "no" is false and 1.0 a number; here one is Norwegian, the other a version."""
    glossary = 'mobility:\n  sv: rörlighet\n  no: "yes"\nversion:\n  sv: 1.0\n'
    project = make_project(
        {"locales/glossary.yaml": glossary, "index.md": "# Start\n"}, ramverk_languages=["sv"]
    )
    folder = project.root / "build/pseudo/locales"
    assert write_catalogs(open_project(project.root), folder, LANGUAGES) == []
    found, problems = read_glossary(folder / "glossary.yaml", "glossary.yaml")
    assert problems == []
    assert found.concepts[Id("mobility")].wordings[LanguageTag("no")].term == "yes"
    assert CLOSING in found.concepts[Id("version")].wordings[LanguageTag("en-XA")].term
