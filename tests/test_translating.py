"""The tasks of ``ramverk i18n`` for translators and their tools; ``update`` has its own tests."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Mapping
from gettext import GNUTranslations
from pathlib import Path
from typing import Any, Final

import polib
import pytest

from ramverk.interface import interface_for, plural_forms
from ramverk.project import open_project
from ramverk.translating import catalogs, percent
from tests.conftest import (
    DATA,
    STAFF,
    MakeProject,
    Project,
    directive,
    ramverk_command,
    toctree,
)

PO: Final = DATA / "po"
CANONICAL: Final = PO / "canonical.po"
WRITTEN_BY: Final = sorted((PO / "written-by").glob("*.po"))
VISITS: Final = "locales/en/LC_MESSAGES/frameworks/visits.po"
ABOUT: Final = "locales/en/LC_MESSAGES/about.po"
FILES: Final = {
    "frameworks/visits.yaml": (PO / "visits.yaml").read_text("utf-8"),
    "source/index.md": toctree("about", "visits"),
    "source/about.md": "# Om\n\nEtt *viktigt* stycke.\n",
    "source/visits.md": directive("framework", "visits"),
    VISITS: CANONICAL.read_text("utf-8"),
}
HEADER: Final = (
    'msgid ""\nmsgstr "Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
)
#: What is no readable catalogue, with the line and the code of its problem.
UNREADABLE: Final[Mapping[str, tuple[str | bytes, str]]] = {
    "conflict": ('msgid "a"\n<<<<<<< HEAD\nmsgstr "A"\n', ":2: catalog-conflict: "),
    "truncated": ('msgid "a"\nmsgstr "A', ":2: catalog-syntax: "),
    "charset": ('msgid "a"\nmsgstr "å"\n'.encode("latin-1"), ":2: not-utf8: "),
    "utf-16": ('msgid "a"\nmsgstr "A"\n'.encode("utf-16"), ":1: not-utf8: "),
    "empty": ("", ":1: catalog-syntax: "),
}


def make(make_project: MakeProject, **settings: Any) -> Project:
    return make_project(
        FILES,
        **{
            "ramverk_languages": ["sv", "en"],
            "ramverk_titles": {"sv": "Provbok", "en": "Test book"},
            "html_theme": "ramverk",
            **settings,
        },
    )


@pytest.fixture
def project(make_project: MakeProject) -> Project:
    return make(make_project)


def i18n(project: Project, task: str, *arguments: str) -> int:
    return ramverk_command(project, "i18n", task, *arguments)


def files_of(project: Project, suffix: str = "po") -> dict[str, bytes]:
    return {
        path.relative_to(project.root).as_posix(): path.read_bytes()
        for path in project.root.rglob(f"*.{suffix}")
    }


def write_bytes(project: Project, name: str, content: str | bytes) -> None:
    project.write({name: ""})
    (project.root / name).write_bytes(content.encode() if isinstance(content, str) else content)


def without(tool: str) -> bool:
    return shutil.which(tool) is None


# --- extract --------------------------------------------------------------------------------------


def test_templates_of_all_frameworks_and_pages(
    project: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert i18n(project, "extract") == 0
    folder = project.root / "locales" / "pot"
    names = ["about", "frameworks/visits", "index"]
    assert sorted(files_of(project, "pot")) == [f"locales/pot/{name}.pot" for name in names]
    assert "written: " in capsys.readouterr().out
    catalog = polib.pofile(str(CANONICAL))
    template = polib.pofile(str(folder / "frameworks/visits.pot"))
    assert [(each.msgid, each.comment) for each in template] == [
        (each.msgid, each.comment) for each in catalog if not each.obsolete
    ]
    assert not any(each.msgstr or each.flags for each in template)
    assert i18n(project, "extract", "--output", str(tmp_path)) == 0
    assert {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.pot")} == {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.pot")
    }


def test_a_template_that_nothing_belongs_to_is_told_and_stays(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write({"locales/pot/gone.pot": 'msgid ""\nmsgstr ""\n'})
    assert i18n(project, "extract") == 0
    assert "no longer needed: " in capsys.readouterr().out
    assert (project.root / "locales/pot/gone.pot").exists()


def test_the_template_of_a_broken_framework_is_still_needed(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert i18n(project, "extract") == 0
    project.write({"frameworks/visits.yaml": "title: [\n"})
    capsys.readouterr()
    assert i18n(project, "extract") == 1
    assert "no longer needed" not in capsys.readouterr().out
    assert (project.root / "locales/pot/frameworks/visits.pot").exists()


@pytest.mark.skipif(without("msginit"), reason="needs gettext")
def test_other_programs_start_a_catalogue_from_a_template(project: Project) -> None:
    assert i18n(project, "extract") == 0
    folder = project.root / "locales"
    new = folder / "fi/LC_MESSAGES/frameworks/visits.po"
    new.parent.mkdir(parents=True)
    command = ["msginit", "--no-translator", "--locale=fi", f"--output-file={new}"]
    template = f"--input={folder / 'pot/frameworks/visits.pot'}"
    subprocess.run([*command, template], check=True, capture_output=True)
    assert i18n(project, "format", "fi") == 0
    ours = [(each.msgid, each.comment) for each in polib.pofile(str(CANONICAL))]
    found = [(each.msgid, each.comment) for each in polib.pofile(str(new))]
    assert found == ours[: len(found)]


# --- add ------------------------------------------------------------------------------------------


def test_a_new_language_has_catalogues_of_everything(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files_of(project)
    conf = (project.root / "conf.py").read_bytes()
    assert i18n(project, "add", "fi") == 0
    out = capsys.readouterr().out
    assert '    ramverk_languages = ["sv", "en", "fi"]\n' in out
    assert '"fi": "Provbok"}' in out
    folder = "locales/fi/LC_MESSAGES"
    after = files_of(project)
    names = {f"{folder}/{name}.po" for name in ("about", "index", "frameworks/visits", "ramverk")}
    assert set(after) - set(before) == names
    assert {name: after[name] for name in before} == before
    assert (project.root / "conf.py").read_bytes() == conf
    for name in names:
        found = polib.pofile(str(project.root / name))
        assert found.metadata["Language"] == "fi"
        assert found.metadata["Plural-Forms"] == plural_forms("fi")
        assert found
        assert not found.translated_entries()
    assert i18n(project, "update", "fi") == 0
    assert capsys.readouterr().out == "All catalogues are up to date.\n"


def test_what_add_says_for_conf_py_is_python(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make(make_project, ramverk_titles={"sv": 'En "bok" på \\ svenska'})
    assert i18n(project, "add", "fi") == 0
    lines = [each for each in capsys.readouterr().out.splitlines() if each.startswith("    ")]
    conf = project.root / "conf.py"
    settings = "".join(f"{line.strip()}\n" for line in lines)
    conf.write_text(conf.read_text("utf-8") + settings, "utf-8")
    assert open_project(project.root).languages == ("sv", "en", "fi")
    assert open_project(project.root).title("fi") == 'En "bok" på \\ svenska'


def test_a_language_that_conf_py_names_already_needs_no_words_about_it(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    titles = {"sv": "Provbok", "fi": "Koekirja"}
    project = make(make_project, ramverk_languages=["sv", "fi"], ramverk_titles=titles)
    assert i18n(project, "add", "fi") == 0
    assert "conf.py" not in capsys.readouterr().out


@pytest.mark.parametrize("language", ["ar", "ja", "sr-Latn", "pt-BR"])
def test_the_interface_of_a_new_language_has_all_its_plurals(
    project: Project, language: str
) -> None:
    assert i18n(project, "add", language) == 0
    folder = project.root / "locales" / language.replace("-", "_") / "LC_MESSAGES"
    found = polib.pofile(str(folder / "ramverk.po"))
    number = int(plural_forms(language)[len("nplurals=")])
    plurals = [each for each in found if each.msgid_plural]
    assert plurals
    assert {len(each.msgstr_plural) for each in plurals} == {number}


@pytest.mark.skipif(without("msgfmt"), reason="needs gettext")
def test_gettext_accepts_the_catalogues_of_a_new_language(project: Project) -> None:
    assert i18n(project, "add", "ar") == 0
    for path in (project.root / "locales" / "ar").rglob("*.po"):
        subprocess.run(
            ["msgfmt", "-c", "-o", "/dev/null", path], check=True, stderr=subprocess.DEVNULL
        )
        command = ["msgcat", "--no-wrap", str(path)]
        found = subprocess.run(command, check=True, capture_output=True).stdout
        assert found == path.read_bytes()


def test_a_translated_interface_is_used_and_kept_up_to_date(project: Project) -> None:
    assert i18n(project, "add", "fi") == 0
    path = project.root / "locales/fi/LC_MESSAGES/ramverk.po"
    entries = polib.pofile(str(path))
    entry, lost = entries.find("a text"), entries.find("written: {path}")
    assert entry
    assert lost
    entry.msgstr = "teksti"
    entries.remove(lost)
    entries.save()
    assert interface_for("fi", (project.root / "locales",)).gettext("a text") == "teksti"
    assert i18n(project, "update", "fi") == 0
    after = {each.msgid: each.msgstr for each in polib.pofile(str(path))}
    assert (after["a text"], after["written: {path}"]) == ("teksti", "")


def test_a_language_of_the_package_needs_no_catalogue_of_the_interface(
    make_project: MakeProject,
) -> None:
    project = make_project(FILES, ramverk_languages=["de"], language="de")
    assert i18n(project, "add", "sv-FI") == 0
    assert i18n(project, "add", "en-GB") == 0
    assert not [name for name in files_of(project) if name.endswith("/ramverk.po")]


def test_what_words_the_interface_differently_is_left_alone(project: Project) -> None:
    own = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "a text"\nmsgstr "some text"\n'
    project.write({"locales/en/LC_MESSAGES/ramverk.po": own})
    assert i18n(project, "update") == 0
    assert (project.root / "locales/en/LC_MESSAGES/ramverk.po").read_text("utf-8") == own


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "en is there already, in "),
        ("EN", "en is there already, in "),
        ("sv", "sv is what the pages are written in"),
    ],
)
def test_a_language_that_is_there_is_not_added(
    project: Project, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    before = files_of(project)
    assert i18n(project, "add", language) == 1
    assert capsys.readouterr().err.startswith(f"ramverk: {said}")
    assert files_of(project) == before


@pytest.mark.parametrize("language", ["xx", "en_GB", "../en", "svenska", ""])
def test_what_is_no_language_is_not_added(
    project: Project, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    before = files_of(project)
    with pytest.raises(SystemExit) as stopped:
        i18n(project, "add", language)
    assert stopped.value.code == 2
    assert "is not a known language tag" in capsys.readouterr().err
    assert files_of(project) == before


# --- stats ----------------------------------------------------------------------------------------

TABLE: Final = """\
                                               translated  outdated  missing   %
en · English                                            8         1        4  61
  locales/en/LC_MESSAGES/about.po                       0         0        2   0
  locales/en/LC_MESSAGES/frameworks/visits.po           8         1        1  80
  locales/en/LC_MESSAGES/index.po                       0         0        1   0
"""


def test_a_table_tells_how_much_is_translated(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert i18n(project, "update") == 0
    before = files_of(project)
    capsys.readouterr()
    assert i18n(project, "stats") == 0
    out, err = capsys.readouterr()
    assert (out, err) == (TABLE, "")
    assert files_of(project) == before


def test_the_numbers_are_those_of_the_texts_of_today(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reader finds a new text untranslated, whether the catalogue knows it yet or not."""
    before = files_of(project)
    assert i18n(project, "stats", "en", "--format", "json") == 0
    out, err = capsys.readouterr()
    assert files_of(project) == before
    assert "ramverk i18n update" in err
    (english,) = json.loads(out)["languages"]
    assert english["language"] == "en"
    assert (english["translated"], english["outdated"], english["missing"]) == (8, 1, 4)
    assert english["catalogs"][0] == {
        "path": ABOUT,
        "translated": 0,
        "outdated": 0,
        "missing": 2,
        "percent": 0,
    }


def test_numbers_agree_with_polib(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert i18n(project, "stats", "--format", "json") == 0
    (english,) = json.loads(capsys.readouterr().out)["languages"]
    (visits,) = [each for each in english["catalogs"] if each["path"] == VISITS]
    found = polib.pofile(str(CANONICAL))
    assert visits["translated"] == len(found.translated_entries())
    assert visits["outdated"] == len([each for each in found.fuzzy_entries() if not each.obsolete])
    assert visits["missing"] == len(found.untranslated_entries())


@pytest.mark.parametrize(
    ("translated", "all_", "found"), [(0, 0, 100), (0, 3, 0), (199, 200, 99), (200, 200, 100)]
)
def test_only_a_finished_catalogue_has_100_percent(translated: int, all_: int, found: int) -> None:
    assert percent(translated, all_) == found


# --- format ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WRITTEN_BY, ids=lambda path: path.stem)
def test_what_other_programs_wrote_becomes_canonical(
    project: Project, capsys: pytest.CaptureFixture[str], path: Path
) -> None:
    """Nothing is lost: all of these are the same catalogue, comments and old texts included."""
    write_bytes(project, VISITS, path.read_bytes())
    assert i18n(project, "format") == 0
    assert (project.root / VISITS).read_bytes() == CANONICAL.read_bytes()
    assert capsys.readouterr().out == f"written: {VISITS}\n"
    assert i18n(project, "format") == 0
    assert capsys.readouterr().out == "All catalogues are in the usual form.\n"


@pytest.mark.parametrize("path", WRITTEN_BY, ids=lambda path: path.stem)
def test_an_update_understands_what_other_programs_wrote(project: Project, path: Path) -> None:
    write_bytes(project, VISITS, path.read_bytes())
    assert i18n(project, "update") == 0
    assert (project.root / VISITS).read_bytes() == CANONICAL.read_bytes()


def test_the_canonical_catalogue_has_everything_that_could_be_lost() -> None:
    text = CANONICAL.read_text("utf-8")
    for sign in ("# ", "#. ", "#: ", "#, fuzzy", "#, no-wrap", "#| ", "#~ ", "#~| ", '\\"', "\\\\"):
        assert sign in text
    assert any(len(line) > 100 for line in text.splitlines())


@pytest.mark.skipif(without("msgcat"), reason="needs gettext")
def test_gettext_accepts_the_canonical_form_and_writes_it_itself() -> None:
    subprocess.run(["msgfmt", "-c", "-o", "/dev/null", CANONICAL], check=True)
    command = ["msgcat", "--no-wrap", str(CANONICAL)]
    found = subprocess.run(command, check=True, capture_output=True).stdout
    assert found == CANONICAL.read_bytes()


@pytest.mark.skipif(without("msgcat"), reason="needs gettext")
@pytest.mark.parametrize("width", ["1", "79"])
@pytest.mark.parametrize("form", ["--sort-output", "--indent", "--sort-by-file"])
def test_whatever_gettext_writes_comes_back(project: Project, width: str, form: str) -> None:
    command = ["msgcat", f"--width={width}", form, str(CANONICAL)]
    found = subprocess.run(command, check=True, capture_output=True).stdout
    write_bytes(project, VISITS, found)
    assert i18n(project, "format") == 0
    assert (project.root / VISITS).read_bytes() == CANONICAL.read_bytes()


def test_format_only_tells_if_asked(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    write_bytes(project, VISITS, (PO / "written-by/poedit.po").read_bytes())
    before = files_of(project)
    assert i18n(project, "format", "--check") == 1
    assert capsys.readouterr().out == f"not in the usual form: {VISITS}\n"
    assert files_of(project) == before
    assert i18n(project, "format") == 0
    capsys.readouterr()
    assert i18n(project, "format", "--check") == 0
    assert capsys.readouterr().out == "All catalogues are in the usual form.\n"


def test_what_an_update_writes_is_canonical(project: Project) -> None:
    assert i18n(project, "add", "fi") == 0
    assert i18n(project, "update") == 0
    assert i18n(project, "format", "--check", "en", "fi") == 0


def test_format_leaves_texts_that_the_source_lacks(project: Project) -> None:
    """Whether they are outdated is the business of an update."""
    entry = '\n# mine\n#: old.md:7\nmsgid "No source has this"\nmsgstr "Ingen"\n\n# the end\n'
    write_bytes(project, VISITS, CANONICAL.read_text("utf-8") + entry)
    assert i18n(project, "format") == 0
    found = polib.pofile(str(project.root / VISITS))
    kept = found.find("No source has this")
    assert kept
    assert (kept.msgstr, kept.tcomment) == ("Ingen", "mine")
    assert found.header.endswith("\nthe end")
    before = files_of(project)
    assert i18n(project, "format") == 0
    assert files_of(project) == before


def test_format_does_not_hide_that_a_catalogue_is_in_the_wrong_folder(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    text = CANONICAL.read_text("utf-8").replace('"Language: en', '"Language: fi')
    project.write({VISITS: text})
    assert i18n(project, "format") == 1
    assert f"{VISITS}:1: catalog-language: " in capsys.readouterr().err
    assert (project.root / VISITS).read_text("utf-8") == text


# --- compile --------------------------------------------------------------------------------------


def test_the_catalogues_of_pages_are_compiled_beside_them(project: Project) -> None:
    assert i18n(project, "update") == 0
    path = project.root / ABOUT
    entries = polib.pofile(str(path))
    entries[0].msgstr = "About"
    entries.save()
    assert i18n(project, "compile") == 0
    assert sorted(files_of(project, "mo")) == [
        "locales/en/LC_MESSAGES/about.mo",
        "locales/en/LC_MESSAGES/index.mo",
    ]
    compiled = (project.root / ABOUT).with_suffix(".mo").read_bytes()
    assert GNUTranslations(io.BytesIO(compiled)).gettext("Om") == "About"


def test_the_interface_is_compiled_with_the_rest(project: Project, tmp_path: Path) -> None:
    assert i18n(project, "add", "sr-Latn") == 0
    assert i18n(project, "compile", "sr-Latn", "--output", str(tmp_path)) == 0
    assert files_of(project, "mo") == {}
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.mo")}
    assert names == {f"sr_Latn/LC_MESSAGES/{name}.mo" for name in ("about", "index", "ramverk")}


def test_an_outdated_translation_is_not_compiled(project: Project) -> None:
    project.write({"source/visits.md": directive("framework", "visits") + "\nMer.\n"})
    assert i18n(project, "update") == 0
    text = (project.root / ABOUT).read_text("utf-8")
    changed = text.replace('msgid "Om"\nmsgstr ""', '#, fuzzy\nmsgid "Om"\nmsgstr "About"')
    project.write({ABOUT: changed})
    assert i18n(project, "compile") == 0
    compiled = (project.root / ABOUT).with_suffix(".mo").read_bytes()
    assert GNUTranslations(io.BytesIO(compiled)).gettext("Om") == "Om"


# --- check ----------------------------------------------------------------------------------------


def test_good_catalogues_have_no_problems(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert i18n(project, "check") == 0
    assert capsys.readouterr() == ("The catalogues have no problems.\n", "")


def test_errors_fail_and_are_counted(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    entry = 'msgid "Ett *viktigt* stycke."\nmsgstr "An *important paragraph."\n'
    project.write({ABOUT: HEADER + entry})
    assert i18n(project, "check", "en") == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"{ABOUT}:6: po-markup: ")
    assert err == "1 error in 1 file\n"


def test_warnings_alone_fail_only_if_asked(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write({"source/about.md": "# Om\n\nMellan 10 och 20 elever.\n"})
    entry = 'msgid "Mellan 10 och 20 elever."\nmsgstr "Between 10 and 30 learners."\n'
    project.write({ABOUT: HEADER + entry})
    assert i18n(project, "check") == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"{ABOUT}:6: po-numbers: ")
    assert err == "1 warning in 1 file\n"
    assert i18n(project, "check", "--strict") == 1


# --- whatever the task ----------------------------------------------------------------------------

TASKS: Final = ("update", "check", "stats", "format", "compile")


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("damage", UNREADABLE)
def test_an_unreadable_catalogue_is_told_by_line_and_left(
    project: Project, capsys: pytest.CaptureFixture[str], task: str, damage: str
) -> None:
    content, said = UNREADABLE[damage]
    write_bytes(project, ABOUT, content)
    before = (project.root / ABOUT).read_bytes()
    assert i18n(project, task, "en") == 1
    out, err = capsys.readouterr()
    assert f"{ABOUT}{said}" in out + err
    assert (project.root / ABOUT).read_bytes() == before
    assert not (project.root / ABOUT).with_suffix(".mo").exists()


@pytest.mark.parametrize("task", [each for each in TASKS if each != "update"])
def test_a_language_without_catalogues_is_told(
    project: Project, capsys: pytest.CaptureFixture[str], task: str
) -> None:
    assert i18n(project, task, "nb") == 1
    expected = "ramverk: there are no catalogues for nb; run: ramverk i18n add nb\n"
    assert capsys.readouterr().err == expected


@pytest.mark.parametrize("task", ["extract", "add", "stats", "format"])
def test_a_broken_framework_stops_neither_the_others_nor_goes_unsaid(
    project: Project, capsys: pytest.CaptureFixture[str], task: str
) -> None:
    project.write({"frameworks/staff.yaml": STAFF.replace("title:", "titel:")})
    assert i18n(project, task, *(["fi"] if task == "add" else [])) == 1
    assert "frameworks/staff.yaml:" in capsys.readouterr().err


@pytest.mark.parametrize("task", [*TASKS, "extract"])
def test_tasks_speak_swedish(
    project: Project,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    task: str,
) -> None:
    said = []
    for language in ("en_GB.UTF-8", "sv_SE.UTF-8"):
        monkeypatch.setenv("LANG", language)
        assert i18n(project, "update") == 0
        capsys.readouterr()
        assert i18n(project, task) == 0
        said.append(set(capsys.readouterr().out.splitlines()[:1]))
    assert all(said)
    assert not said[0] & said[1]


def test_a_place_that_cannot_be_written_is_told(
    project: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    assert i18n(project, "extract", "--output", str(tmp_path / "file")) == 1
    assert capsys.readouterr().err.startswith("ramverk: ")


def test_templates_are_no_language(project: Project) -> None:
    assert i18n(project, "extract") == 0
    assert [*catalogs(open_project(project.root), "pot")] == []
