"""``ramverk i18n update``: catalogues of frameworks and pages follow what they translate."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import polib
import pytest

from tests.conftest import (
    STAFF,
    MakeProject,
    Project,
    directive,
    parsed,
    ramverk_command,
    text_of,
    toctree,
)

FILES: Final = {
    "frameworks/staff.yaml": STAFF,
    "source/index.md": toctree("frameworks/staff", "about", "empty"),
    "source/about.md": "# Om\n\nEtt *viktigt* stycke.\n\n- En punkt\n",
    "source/empty.md": directive("framework", "staff"),
    "source/frameworks/staff.md": directive("framework", "staff") + "\nMer om personalen.\n",
}


def make(make_project: MakeProject, **settings: Any) -> Project:
    return make_project(
        FILES, **{"ramverk_languages": ["sv", "en"], "html_theme": "ramverk", **settings}
    )


def update(project: Project, *languages: str) -> int:
    return ramverk_command(project, "i18n", "update", *languages)


def path_of(project: Project, domain: str, language: str = "en") -> Path:
    return project.root / "locales" / language / "LC_MESSAGES" / f"{domain}.po"


def catalog(project: Project, domain: str, language: str = "en") -> polib.POFile:
    return polib.pofile(str(path_of(project, domain, language)))


def translate(project: Project, domain: str, texts: dict[str, str]) -> None:
    """Translate as a translator's editor does."""
    entries = catalog(project, domain)
    for source, target in texts.items():
        entry = entries.find(source)
        assert entry, source
        entry.msgstr = target
    entries.save()


def catalogs(project: Project) -> dict[str, bytes]:
    folder = project.root / "locales"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.po")}


@pytest.fixture
def project(make_project: MakeProject) -> Project:
    project = make(make_project)
    assert update(project) == 0
    return project


def test_there_is_a_catalogue_for_each_framework_and_each_page_with_texts(
    project: Project,
) -> None:
    folder = "en/LC_MESSAGES"
    assert set(catalogs(project)) == {
        f"{folder}/about.po",
        f"{folder}/index.po",
        f"{folder}/frameworks/staff.po",
    }
    about = [entry.msgid for entry in catalog(project, "about")]
    assert about == ["Om", "Ett *viktigt* stycke.", "En punkt"]


def test_the_texts_of_a_framework_and_of_its_page_share_a_catalogue(project: Project) -> None:
    entries = {entry.msgid: entry for entry in catalog(project, "frameworks/staff")}
    assert entries["Mer om personalen."].occurrences == [("source/frameworks/staff.md", "")]
    goals = entries["Det finns mål"]
    assert goals.occurrences == [("frameworks/staff.yaml", "")]
    assert goals.comment == "staff · criteria/frame/goals · indicator of “Det finns ramar”"


def test_translations_of_both_reach_the_page(project: Project) -> None:
    translate(
        project,
        "frameworks/staff",
        {"Mer om personalen.": "More about the staff.", "Det finns mål": "There are aims"},
    )
    assert ramverk_command(project, "build") == 0
    html = (project.root / "build/html/en/frameworks/staff.html").read_text("utf-8")
    page = text_of(parsed(html))
    assert "More about the staff." in page
    assert "There are aims" in page


def test_a_second_update_changes_nothing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    translate(project, "about", {"Om": "About"})
    assert update(project) == 0
    before = catalogs(project)
    capsys.readouterr()
    assert update(project) == 0
    assert catalogs(project) == before
    assert capsys.readouterr().out == "All catalogues are up to date.\n"


def test_an_update_tells_what_it_did(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make(make_project)
    assert update(project) == 0
    assert (
        "locales/en/LC_MESSAGES/about.po: 0 translated, 0 outdated, 3 missing\n"
        in capsys.readouterr().out
    )
    translate(project, "about", {"Om": "About", "Ett *viktigt* stycke.": "A *vital* paragraph."})
    project.write({"source/about.md": "# Om\n\nEtt mycket *viktigt* stycke.\n\n- En punkt\n"})
    assert update(project) == 0
    assert (
        "locales/en/LC_MESSAGES/about.po: 1 translated, 1 outdated, 1 missing\n"
        in capsys.readouterr().out
    )


def test_a_reworded_text_keeps_its_translation_as_outdated(project: Project) -> None:
    translate(project, "frameworks/staff", {"Det finns mål": "There are aims"})
    project.write({"frameworks/staff.yaml": STAFF.replace("Det finns mål", "Målen är kända")})
    assert update(project) == 0
    entry = catalog(project, "frameworks/staff").find("Målen är kända")
    assert entry
    assert entry.fuzzy
    assert entry.msgstr == "There are aims"
    assert entry.previous_msgid == "Det finns mål"


def test_a_removed_text_keeps_its_translation_and_may_come_back(project: Project) -> None:
    translate(project, "about", {"En punkt": "An item"})
    project.write({"source/about.md": "# Om\n"})
    assert update(project) == 0
    assert catalog(project, "about").find("En punkt") is None
    (obsolete,) = catalog(project, "about").obsolete_entries()
    assert (obsolete.msgid, obsolete.msgstr) == ("En punkt", "An item")
    project.write({"source/about.md": FILES["source/about.md"]})
    assert update(project) == 0
    back = catalog(project, "about").find("En punkt")
    assert back
    assert (back.msgstr, back.fuzzy) == ("An item", False)


def test_the_catalogue_of_a_removed_page_stays(project: Project) -> None:
    translate(project, "about", {"Om": "About"})
    (project.root / "source/about.md").unlink()
    project.write({"source/index.md": toctree("frameworks/staff", "empty")})
    before = path_of(project, "about").read_bytes()
    assert update(project) == 0
    assert path_of(project, "about").read_bytes() == before


def test_what_translators_wrote_in_the_header_stays(project: Project) -> None:
    path = path_of(project, "about")
    header = '"Last-Translator: En Översättare\\n"\n"Language: en\\n"'
    text = path.read_text("utf-8").replace('"Language: en\\n"', header)
    path.write_text(f"# Anteckning\n{text}", "utf-8")
    assert update(project) == 0
    after = path.read_text("utf-8")
    assert after.startswith("# Anteckning\n")
    assert "Last-Translator: En Översättare" in after


def test_a_new_language_gets_all_catalogues(project: Project) -> None:
    assert update(project, "fi", "sr-Latn") == 0
    names = {name.partition("/")[2] for name in catalogs(project)}
    for folder in ("fi", "sr_Latn", "en"):
        assert {f"{folder}/{name}" for name in names} <= set(catalogs(project))
    assert catalog(project, "about", "sr_Latn").metadata["Language"] == "sr_Latn"


def test_the_source_language_gets_catalogues_of_foreign_frameworks_alone(
    make_project: MakeProject,
) -> None:
    project = make(make_project)
    foreign = STAFF.replace("language: sv", "language: en").replace("Personal", "Staff")
    project.write({"frameworks/foreign.yaml": foreign})
    assert update(project, "sv", "en") == 0
    found = set(catalogs(project))
    assert "sv/LC_MESSAGES/frameworks/foreign.po" in found
    assert "en/LC_MESSAGES/frameworks/foreign.po" not in found
    assert not [name for name in found if name.startswith("sv/") and "foreign" not in name]


def test_a_catalogue_that_cannot_be_read_is_left_as_it_is(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    path = path_of(project, "about")
    path.write_text(f"{path.read_text('utf-8')}\n<<<<<<< HEAD\n", "utf-8")
    before = path.read_bytes()
    project.write({"frameworks/staff.yaml": STAFF.replace("Det finns mål", "Målen är kända")})
    assert update(project) == 1
    assert path.read_bytes() == before
    assert "locales/en/LC_MESSAGES/about.po:" in capsys.readouterr().err
    assert catalog(project, "frameworks/staff").find("Målen är kända")


def test_a_broken_framework_loses_no_translation(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    translate(
        project,
        "frameworks/staff",
        {"Det finns mål": "There are aims", "Mer om personalen.": "More about the staff."},
    )
    project.write({"frameworks/staff.yaml": STAFF.replace("title:", "titel:")})
    before = path_of(project, "frameworks/staff").read_bytes()
    assert update(project) == 1
    assert "frameworks/staff.yaml:" in capsys.readouterr().err
    assert path_of(project, "frameworks/staff").read_bytes() == before


def test_an_update_leaves_no_other_files(project: Project) -> None:
    names = {path.relative_to(project.root).parts[0] for path in project.root.rglob("*")}
    assert names == {"conf.py", "frameworks", "locales", "source"}


def test_pages_with_mistakes_are_no_hindrance(make_project: MakeProject) -> None:
    project = make(make_project)
    project.write({"source/about.md": "# Om\n\n{item}`nobody`\n\n```{nonsense}\n```\n"})
    assert update(project) == 0
    assert catalog(project, "about").find("Om")


def test_a_project_without_other_languages_has_nothing_to_update(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make(make_project, ramverk_languages=["sv"])
    assert update(project) == 0
    assert capsys.readouterr().out == "All catalogues are up to date.\n"
    assert catalogs(project) == {}


# --- what catalogues take from each other, and contexts -------------------------------------------


def test_a_sentence_that_moves_to_another_framework_keeps_its_translation(
    project: Project,
) -> None:
    translate(project, "frameworks/staff", {"Det finns mål": "There are aims"})
    other = STAFF.replace("Personal", "Annat")
    project.write(
        {
            "frameworks/other.yaml": other,
            "frameworks/staff.yaml": STAFF.replace("Det finns mål", "Alla är hemma"),
        }
    )
    assert update(project) == 0
    moved = catalog(project, "frameworks/other").find("Det finns mål")
    assert moved
    assert (moved.msgstr, moved.fuzzy) == ("There are aims", False)


def test_a_framework_whose_file_is_renamed_keeps_its_translations(project: Project) -> None:
    translate(project, "frameworks/staff", {"Det finns mål": "There are aims"})
    (project.root / "frameworks/staff.yaml").unlink()
    project.write({"frameworks/people.yaml": STAFF})
    assert update(project) == 0
    entry = catalog(project, "frameworks/people").find("Det finns mål")
    assert entry
    assert (entry.msgstr, entry.fuzzy) == ("There are aims", False)


def test_a_text_of_both_framework_and_page_is_one_message_of_both(project: Project) -> None:
    page = directive("framework", "staff") + "\nDet finns mål\n"
    project.write({"source/frameworks/staff.md": page})
    assert update(project) == 0
    (entry,) = [
        each for each in catalog(project, "frameworks/staff") if each.msgid == "Det finns mål"
    ]
    assert entry.occurrences == [("frameworks/staff.yaml", ""), ("source/frameworks/staff.md", "")]


IN_CONTEXT: Final = STAFF.replace(
    "goals: Det finns mål", "goals: {title: Det finns mål, context: aims}"
)


def test_a_context_reaches_the_catalogue_and_its_translation_the_page(project: Project) -> None:
    assert "context" in IN_CONTEXT
    project.write({"frameworks/staff.yaml": IN_CONTEXT})
    assert update(project) == 0
    entries = catalog(project, "frameworks/staff")
    (entry,) = [each for each in entries if each.msgid == "Det finns mål"]
    assert entry.msgctxt == "aims"
    entry.msgstr = "There are aims"
    entries.save()
    assert ramverk_command(project, "build") == 0
    html = (project.root / "build/html/en/frameworks/staff.html").read_text("utf-8")
    assert "There are aims" in text_of(parsed(html))


def test_the_templates_of_ramverk_have_contexts_and_those_of_sphinx_leave_them_out(
    make_project: MakeProject,
) -> None:
    project = make(make_project)
    project.write({"frameworks/staff.yaml": IN_CONTEXT})
    assert ramverk_command(project, "i18n", "extract") == 0
    pot = polib.pofile(str(project.root / "locales/pot/frameworks/staff.pot"))
    assert ("aims", "Det finns mål") in [(each.msgctxt, each.msgid) for each in pot]
    build = project.build("gettext", gettext_compact=False, root_doc="source/index")
    pot = polib.pofile(str(build.outdir / "frameworks/staff.pot"))
    assert pot.find("Det finns ramar")
    assert pot.find("Det finns mål") is None


# --- as other programs leave them, and other odd places ------------------------------------------


def english_page(project: Project, name: str) -> str:
    return text_of(parsed((project.root / "build/html/en" / name).read_text("utf-8")))


@pytest.mark.parametrize(
    "head",
    [
        "",
        'msgid ""\nmsgstr "Language: en\\n"\n\n',
        (
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
            '"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"\n\n'
        ),
    ],
    ids=["none", "no-charset", "of-a-template"],
)
def test_a_page_is_translated_whatever_the_head_of_its_catalogue(
    project: Project, head: str
) -> None:
    translate(project, "about", {"Om": "Åbout", "Ett *viktigt* stycke.": "An *ïmportant* part."})
    path = path_of(project, "about")
    path.write_text(head + path.read_text("utf-8").partition("\n\n")[2], "utf-8")
    assert ramverk_command(project, "build") == 0
    assert "An ïmportant part." in english_page(project, "about.html")


def test_prose_beside_a_framework_is_translated_without_place_comments(project: Project) -> None:
    translate(project, "frameworks/staff", {"Mer om personalen.": "More about the staff."})
    path = path_of(project, "frameworks/staff")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if line[:2] not in {"#:", "#."}), "utf-8")
    assert ramverk_command(project, "build") == 0
    assert "More about the staff." in english_page(project, "frameworks/staff.html")


def test_a_framework_and_its_page_may_be_in_different_languages(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make(make_project)
    project.write({"frameworks/staff.yaml": STAFF.replace("language: sv", "language: en")})
    assert update(project) == 0
    into_english = {each.msgid for each in catalog(project, "frameworks/staff")}
    into_swedish = {each.msgid for each in catalog(project, "frameworks/staff", "sv")}
    assert into_english == {"Mer om personalen."}
    assert "Det finns mål" in into_swedish
    assert "Mer om personalen." not in into_swedish
    assert ramverk_command(project, "build") == 0
    capsys.readouterr()
    assert update(project) == 0
    assert "up to date" in capsys.readouterr().out


def test_a_page_cannot_have_the_catalogue_of_the_interface(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write({"source/ramverk.md": "# Om ramverk\n", "source/index.md": toctree("ramverk")})
    for command in (["i18n", "update"], ["build"]):
        assert ramverk_command(project, *command) == 1
        streams = capsys.readouterr()
        assert "source/ramverk.md: page-name: " in streams.out + streams.err
    assert not path_of(project, "ramverk").exists()


def test_what_editors_hide_is_no_catalogue(project: Project) -> None:
    folder = path_of(project, "about").parent
    (folder / ".#about.po").symlink_to("nobody@nowhere")
    (folder / "._about.po").write_bytes(b"\x00\x05\x16\x07")
    assert update(project) == 0
    assert ramverk_command(project, "i18n", "check") == 0
    assert ramverk_command(project, "build") == 0


def test_a_page_that_is_not_utf8_is_no_traceback(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.root / "source/about.md").write_bytes("# Om åäö\n".encode("latin-1"))
    assert update(project) == 1
    assert "a page is not in UTF-8" in capsys.readouterr().err
