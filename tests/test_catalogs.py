"""Catalogues: what translators get, what readers get, and that no translation is ever lost."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import polib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ramverk.catalog_updates import Memory, Template, update
from ramverk.catalogs import (
    Catalog,
    Message,
    Translation,
    catalog_path,
    messages,
    read_catalog,
    templates,
    translate,
)
from ramverk.loading import Source, load_framework
from ramverk.model import ChecklistSection, Framework, Text, texts
from ramverk.po_files import canonical, is_translated, parse, read_po
from ramverk.problems import Problem
from tests.conftest import STAFF, MakeProject, ramverk_command

GOOD: Final = Path(__file__).parent / "data" / "good"
ALL: Final = sorted(
    path.relative_to(GOOD).with_suffix("").as_posix() for path in GOOD.rglob("*.yaml")
)


def load(name: str) -> Framework:
    framework, problems = load_framework(Source(name, GOOD / f"{name}.yaml", f"fw/{name}.yaml"))
    assert framework is not None, problems
    return framework


def catalog(**translations: str) -> Catalog:
    return Catalog({(None, text): Translation(found) for text, found in translations.items()})


def po(*entries: str, language: str = "en") -> str:
    header = [
        'msgid ""',
        'msgstr ""',
        f'"Language: {language}\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
    ]
    return "\n\n".join(["\n".join(header), *entries]) + "\n"


# --- messages -------------------------------------------------------------------------------------


def message(text: str) -> Message:
    (found,) = [each for each in messages(load("every-key")) if each.text == text]
    return found


@pytest.mark.parametrize(
    ("text", "path", "role", "parent"),
    [
        ("Study visits", "", "title", ""),
        ("Quality area", "", "label", "Study visits"),
        ("About study visits", "about", "section title", "Study visits"),
        ("Read this first.", "about", "paragraph (intro)", "About study visits"),
        ("a host that wants you there", "about", "list item (text)", "About study visits"),
        ("This text has no heading.", "legal", "paragraph (text)", "Study visits"),
        ("Not met", "criteria", "answer not-met", "Criteria"),
        ("Examples of evidence", "criteria", "heading of the column evidence", "Criteria"),
        ("The journey", "criteria/journey", "criterion", "Criteria"),
        ("There is a budget", "criteria/framework/budget", "indicator", "A framework for visits"),
        ("Minutes", "criteria/framework/minutes", "source of evidence", "A framework for visits"),
        ("Ask once more.", "attitude/curious", "paragraph (text)", "be curious"),
        ("be curious", "attitude/curious", "checklist item", "Attitude"),
        ("Find hosts", "steps/hosts", "step", "Steps"),
        ("Lodging", "services/lodging", "service", "Services for guests"),
    ],
)
def test_a_message_tells_what_it_is_and_where_it_stands(
    text: str, path: str, role: str, parent: str
) -> None:
    found = message(text)
    assert (found.path, found.role, found.parent) == (path, role, parent)


@pytest.mark.parametrize("name", ALL)
def test_every_text_is_a_message_in_file_order(name: str) -> None:
    framework = load(name)
    assert [each.text for each in messages(framework)] == [*texts(framework)]


def test_the_comment_is_written_for_translators() -> None:
    assert message("There is a budget").comment("study-visits") == (
        "study-visits · criteria/framework/budget · indicator of “A framework for visits”\n"
        "Substitutes are substitute teachers."
    )
    assert message("Study visits").comment("study-visits").splitlines()[0] == "study-visits · title"


def test_a_text_that_comes_often_is_one_template_with_all_its_places() -> None:
    framework = load("hundred-items")
    found = {each.text: each for each in templates(framework)}
    assert len(found) == len(templates(framework))
    light = found["Belysningen räcker"]
    assert light.file == "fw/hundred-items.yaml"
    places = light.comment.splitlines()
    assert len(places) == len(set(places)) == 10
    assert places[0] == "hundred-items · rond/workshop/light · indicator of “Verkstaden”"


# --- translation ----------------------------------------------------------------------------------


def test_translated_texts_say_so_and_the_others_stay_in_the_source_language() -> None:
    framework = load("answers")
    found = translate(
        framework,
        "en",
        Catalog(
            {
                (None, "Ja"): Translation("Yes"),
                (None, "Nej"): Translation("No, stale", outdated=True),
                (None, "Delvis"): Translation(""),
            }
        ),
    )
    states = {str(text): (text.language, text.state) for text in texts(found)}
    assert states["Yes"] == ("en", "translated")
    assert states["Nej"] == ("sv", "outdated")
    assert states["Delvis"] == ("sv", "missing")
    assert states["Vet inte"] == ("sv", "missing")
    assert not any("stale" in text for text in states)


@pytest.mark.parametrize("name", ALL)
def test_a_complete_catalogue_leaves_nothing_in_the_source_language(name: str) -> None:
    framework = load(name)
    whole = Catalog({each.key: Translation(f"[{each.text}]") for each in messages(framework)})
    found = [*texts(translate(framework, "nb", whole))]
    assert [str(text) for text in found] == [f"[{text}]" for text in texts(framework)]
    assert {(text.language, text.state) for text in found} == {("nb", "translated")}
    assert [text.line for text in found] == [text.line for text in texts(framework)]


@pytest.mark.parametrize("name", ALL)
def test_translation_changes_nothing_but_texts(name: str) -> None:
    framework = load(name)
    found = translate(framework, "nb", Catalog())
    assert [*texts(found)] == [*texts(framework)]
    assert [path for path, _ in found.targets()] == [path for path, _ in framework.targets()]
    assert (found.date, found.version, found.renamed, found.authors) == (
        framework.date,
        framework.version,
        framework.renamed,
        framework.authors,
    )
    assert all(text.state == "source" for text in texts(framework))


@pytest.mark.parametrize(("name", "language"), [("every-key", "en"), ("answers", "sv")])
def test_readers_of_the_source_language_get_the_framework_itself(name: str, language: str) -> None:
    framework = load(name)
    assert translate(framework, language, catalog(Ja="Jo")) is framework


def test_a_notice_in_the_readers_language_stays_as_it_is() -> None:
    found = translate(load("every-key"), "sv", Catalog())
    (text,) = texts(found.notices["finansiering"])
    assert (str(text), text.language, text.state) == (
        "Medfinansieras av Europeiska unionen.",
        "sv",
        "source",
    )


# --- reading --------------------------------------------------------------------------------------


def read(tmp_path: Path, content: str | bytes) -> tuple[dict[str, Translation], list[str]]:
    path = tmp_path / "a.po"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    found, problems = read_catalog(path, "a.po", "en")
    translations = {text: each for (_, text), each in found.translations.items()}
    return translations, [str(problem) for problem in problems]


def test_a_catalogue_lies_by_language_and_domain() -> None:
    found = catalog_path(Path("locales"), "sr-Latn", "frameworks/mobility/learners")
    assert found == Path("locales/sr_Latn/LC_MESSAGES/frameworks/mobility/learners.po")


def test_a_missing_catalogue_is_an_empty_one(tmp_path: Path) -> None:
    assert read_catalog(tmp_path / "no.po", "no.po", "en") == (Catalog(), [])


def test_translations_are_read_with_their_state(tmp_path: Path) -> None:
    found, problems = read(
        tmp_path,
        po(
            'msgid "a"\nmsgstr "A"',
            '#, fuzzy\n#| msgid "bb"\nmsgid "b"\nmsgstr "B"',
            'msgid "c"\nmsgstr ""',
            '#~ msgid "d"\n#~ msgstr "D"',
            'msgid "e\\n\\"e\\""\nmsgstr ""\n"E\\n"\n"\\"E\\""',
        ),
    )
    assert problems == []
    assert found == {
        "a": Translation("A"),
        "b": Translation("B", outdated=True),
        "c": Translation(""),
        'e\n"e"': Translation('E\n"E"'),
    }


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    text = po('msgid "a"\nmsgstr "å"').replace("\n", "\r\n")
    assert read(tmp_path, b"\xef\xbb\xbf" + text.encode()) == ({"a": Translation("å")}, [])


def test_a_merge_conflict_is_told_by_line_and_nothing_is_used(tmp_path: Path) -> None:
    conflict = '<<<<<<< HEAD\nmsgstr "A"\n=======\nmsgstr "Å"\n>>>>>>> other'
    found, problems = read(tmp_path, po(f'msgid "a"\n{conflict}'))
    assert found == {}
    remedy = "keep one of the two versions and remove the marks"
    assert problems == [
        f"a.po:{line}: catalog-conflict: a merge conflict was left unresolved here; {remedy}"
        for line in (7, 9, 11)
    ]


def test_equals_signs_in_a_translation_are_no_conflict(tmp_path: Path) -> None:
    found, problems = read(tmp_path, po('msgid "a"\nmsgstr ""\n"======= A"'))
    assert (found, problems) == ({"a": Translation("======= A")}, [])


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        ('msgid "a"\nmsgstr "b "c" d"', 7),
        ('msgid "a"\nmsgstr "b"\n\nms', 9),
        ("hello", 6),
        ('msgstr "b"', 6),
    ],
)
def test_damage_is_told_by_line(tmp_path: Path, damage: str, line: int) -> None:
    found, problems = read(tmp_path, po(damage))
    assert found == {}
    (problem,) = problems
    assert problem.startswith(f"a.po:{line}: catalog-syntax: the catalogue cannot be read: ")
    assert problem.endswith("mend the line, or take the file back from version control")


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        ('msgid "a"\nmsgstr "b', 7),
        ('msgid "a"\nmsgstr b', 7),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "c', 9),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "c"', 9),
        ('msgid "a"\nmsgstr ""\n"b', 8),
    ],
    ids=["text", "quotes", "message", "no-translation", "continuation"],
)
def test_a_truncated_file_is_told_by_line(tmp_path: Path, damage: str, line: int) -> None:
    found, problems = read(tmp_path, po(damage))
    assert found == {}
    assert [each.split(" ")[0] for each in problems] == [f"a.po:{line}:"]
    assert "catalog-syntax" in problems[0]


def test_another_charset_is_told_by_line(tmp_path: Path) -> None:
    found, problems = read(tmp_path, po('msgid "a"\nmsgstr "å"').encode("latin-1"))
    assert found == {}
    (problem,) = problems
    assert problem.startswith("a.po:7: not-utf8: the byte 0xe5 is not UTF-8 text")


def test_a_catalogue_of_another_language_is_told(tmp_path: Path) -> None:
    _, problems = read(tmp_path, po('msgid "a"\nmsgstr "A"', language="fi"))
    assert problems == [
        (
            "a.po:1: catalog-language: the header says the language is fi, "
            "but the file lies under en; correct the header, or move the file"
        )
    ]


@pytest.mark.parametrize("header", ["en", "", "en\\nX-Generator: Poedit"])
def test_the_right_language_or_none_is_no_problem(tmp_path: Path, header: str) -> None:
    assert read(tmp_path, po(language=header))[1] == []


def test_underscores_of_gettext_are_hyphens_of_bcp_47(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(po(language="sr_Latn"), "utf-8")
    assert read_catalog(path, "a.po", "sr-Latn")[1] == []


def test_a_second_translation_of_a_message_is_told(tmp_path: Path) -> None:
    found, problems = read(
        tmp_path, po('msgid "a"\nmsgstr "A"', 'msgid "b"\nmsgstr "B"', 'msgid "a"\nmsgstr "Å"')
    )
    assert found["a"] == Translation("A")
    assert problems == [
        (
            "a.po:12: catalog-duplicate: this message stands here a second time; "
            "the first is on line 6; keep one of the two"
        )
    ]


def test_a_folder_in_the_place_of_a_catalogue_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.po").mkdir()
    found, (problem,) = read_catalog(tmp_path / "a.po", "a.po", "en")
    assert (found, problem.code) == (Catalog(), "unreadable")


PIECES: Final = ('msgid "', "msgstr", '"a"', "\n", "#~ ", "#| ", "\\", "å", '"')


@settings(deadline=None, max_examples=150)
@given(damage=st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map("".join))
def test_any_content_gives_translations_or_problems(
    tmp_path_factory: pytest.TempPathFactory, damage: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.po"
    path.write_text(po(damage), "utf-8", newline="")
    entries, problems = read_po(path, "any.po")
    assert (entries is None) == bool(problems)
    assert all(str(problem).isprintable() for problem in problems)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("#note", "# note"),
        ("#,fuzzy,no-wrap", "#, fuzzy, no-wrap"),
        ('#,fuzzy\n#|msgid "old"', '#, fuzzy\n#| msgid "old"'),
        ("#.place", "#. place"),
        ("#:file.yaml:3", "#: file.yaml"),
        ("# one\n#\n# two", "# one\n#\n# two"),
    ],
)
def test_comments_as_gettext_reads_them(tmp_path: Path, written: str, found: str) -> None:
    path = tmp_path / "a.po"
    path.write_text(po(f'{written}\nmsgid "a"\nmsgstr "A"'), "utf-8")
    entries, problems = read_po(path, "a.po")
    assert entries is not None, problems
    text = canonical(entries, entries.metadata, "en")
    assert text.endswith(f'\n\n{found}\nmsgid "a"\nmsgstr "A"\n')


def test_what_gettext_keeps_of_plurals_and_of_obsolete_messages_stays(tmp_path: Path) -> None:
    plural = (
        '#, fuzzy\n#| msgctxt "c"\n#| msgid "a day"\n#| msgid_plural "{n} days"\n'
        'msgctxt "c"\nmsgid "one day"\nmsgid_plural "{n} days"\n'
        'msgstr[0] "en dag"\nmsgstr[1] "{n} dagar"'
    )
    obsolete = '# note\n#, fuzzy\n#~| msgid "b"\n#~ msgid "c"\n#~ msgstr "C"'
    path = tmp_path / "a.po"
    path.write_text(po(plural, obsolete), "utf-8")
    entries, problems = read_po(path, "a.po")
    assert entries is not None, problems
    assert canonical(entries, {}, "en").endswith(f"\n\n{plural}\n\n{obsolete}\n")


def test_notes_below_the_last_message_are_kept_in_the_head(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(po('msgid "a"\nmsgstr "A"', "# the end\n#\n#really") + "\n", "utf-8")
    entries, problems = read_po(path, "a.po")
    assert entries is not None, problems
    text = canonical(entries, entries.metadata, "en", entries.header)
    assert text.startswith("# the end\n# really\nmsgid")


# --- updating -------------------------------------------------------------------------------------


def template(text: str, *ids: str) -> Template:
    places = [f"fw · list/{id_} · checklist item of “List”" for id_ in ids]
    return Template(text, "frameworks/fw.yaml", "\n".join(places))


def after(old: Iterable[polib.POEntry], *wanted: Template) -> polib.POFile:
    """The catalogue after an update, written and read again."""
    return parse(canonical(update(old, wanted), {}, "en"))


def translated(*wanted: Template) -> polib.POFile:
    """A catalogue in which ``"text"`` is translated as ``"<text>"``."""
    found = after([], *wanted)
    for entry in found:
        entry.msgstr = f"<{entry.msgid}>"
    return found


def state(entries: Sequence[polib.POEntry]) -> dict[str, str]:
    """By message: the translation, after ``~`` if obsolete, ``?`` and its old source if fuzzy."""
    return {
        each.msgid: ("~" if each.obsolete else "")
        + (f"?{each.previous_msgid}?" if each.fuzzy else "")
        + each.msgstr
        for each in entries
    }


GOALS: Final = "The school has goals"
AIMS: Final = "The school has aims"
LIGHT: Final = "Lampan lyser"


def test_new_messages_come_in_order_untranslated() -> None:
    found = after([], template("b", "b"), template("a", "a"))
    assert [(each.msgid, each.msgstr) for each in found] == [("b", ""), ("a", "")]
    assert found[0].occurrences == [("frameworks/fw.yaml", "")]
    assert found[0].comment == "fw · list/b · checklist item of “List”"


def test_a_message_keeps_its_translation_wherever_it_moves() -> None:
    old = translated(template("a", "a"), template("b", "b"))
    found = after(old, template("b", "new-id"), template("a", "a"))
    assert state(found) == {"b": "<b>", "a": "<a>"}
    assert [each.msgid for each in found] == ["b", "a"]
    assert "list/new-id" in found[0].comment


def test_what_is_no_longer_wanted_is_kept_as_obsolete() -> None:
    old = translated(template("a", "a"), template(LIGHT, "b"))
    assert state(after(old, template("a", "a"))) == {"a": "<a>", LIGHT: f"~<{LIGHT}>"}


def test_a_message_without_translation_leaves_nothing_behind() -> None:
    assert state(after(after([], template("a", "a")), template("b", "b"))) == {"b": ""}


def test_a_message_that_comes_back_is_translated_again() -> None:
    without = after(translated(template("a", "a"), template(LIGHT, "b")), template("a", "a"))
    assert state(after(without, template("a", "a"), template(LIGHT, "b"))) == {
        "a": "<a>",
        LIGHT: f"<{LIGHT}>",
    }


def test_a_reworded_message_is_known_by_its_id() -> None:
    old = translated(template(LIGHT, "a"), template("Dörren är stängd", "b"))
    found = after(old, template("Nothing alike", "a"), template("Dörren är stängd", "b"))
    assert state(found) == {
        "Nothing alike": f"?{LIGHT}?<{LIGHT}>",
        "Dörren är stängd": "<Dörren är stängd>",
        LIGHT: f"~<{LIGHT}>",
    }


def test_a_reworded_message_with_a_new_id_is_known_by_its_likeness() -> None:
    found = after(translated(template(GOALS, "a")), template(AIMS, "b"))
    assert state(found) == {AIMS: f"?{GOALS}?<{GOALS}>", GOALS: f"~<{GOALS}>"}


def test_a_message_of_another_id_and_wording_is_new() -> None:
    found = after(translated(template(GOALS, "a")), template(LIGHT, "b"))
    assert state(found) == {LIGHT: "", GOALS: f"~<{GOALS}>"}


def test_a_message_reworded_twice_remembers_what_was_translated() -> None:
    once = after(translated(template("one", "a")), template("two", "a"))
    twice = after(once, template("three", "a"))
    assert state(twice) == {"three": "?one?<one>", "one": "~<one>"}
    assert canonical(after(twice, template("two", "a")), {}, "en") == canonical(once, {}, "en")


def test_a_rewording_taken_back_restores_the_translation() -> None:
    old = translated(template("one", "a"), template("other", "b"))
    for wording in ("two", "three"):
        changed = after(old, template(wording, "a"), template("other", "b"))
        back = after(changed, template("one", "a"), template("other", "b"))
        assert canonical(back, {}, "en") == canonical(old, {}, "en")


def test_a_translation_taken_over_by_another_message_comes_back() -> None:
    old = after([], template("goal", "a"), template("goal goal", "b"))
    old[1].msgstr = "<goal goal>"
    changed = after(old, template("goal goals", "a"))
    assert state(changed) == {
        "goal goals": "?goal goal?<goal goal>",
        "goal goal": "~<goal goal>",
    }
    back = after(changed, template("goal", "a"), template("goal goal", "b"))
    assert state(back)["goal goal"] == "<goal goal>"


def test_a_reworded_paragraph_among_several_keeps_its_own_translation() -> None:
    def paragraph(text: str) -> Template:
        return Template(text, "fw.yaml", "fw · about · paragraph (text) of “About”")

    old = translated(paragraph(GOALS), paragraph(LIGHT))
    found = after(old, paragraph(f"{GOALS}!"), paragraph(f"{LIGHT}!"))
    assert state(found) == {
        f"{GOALS}!": f"?{GOALS}?<{GOALS}>",
        f"{LIGHT}!": f"?{LIGHT}?<{LIGHT}>",
        GOALS: f"~<{GOALS}>",
        LIGHT: f"~<{LIGHT}>",
    }


def test_one_translation_is_offered_to_one_message_only() -> None:
    found = after(translated(template(GOALS, "a")), template(AIMS, "b"), template(f"{GOALS}!", "c"))
    assert sum(bool(each.msgstr) for each in found if not each.obsolete) == 1


BOOKED: Final = "Resor bokas i tid"
LATE: Final = "Resor bokas inte i tid"


def edited_while_outdated() -> polib.POFile:
    """A rewording whose translation somebody has edited, and has left marked fuzzy."""
    found = after(translated(template(BOOKED, "b")), template(LATE, "b"))
    assert state(found) == {LATE: f"?{BOOKED}?<{BOOKED}>", BOOKED: f"~<{BOOKED}>"}
    found[0].msgstr = "Travel is not booked in time"
    return found


def test_an_outdated_translation_that_was_edited_is_never_that_of_the_old_text() -> None:
    back = after(edited_while_outdated(), template(BOOKED, "b"))
    assert state(back) == {
        BOOKED: f"<{BOOKED}>",
        LATE: f"~?{BOOKED}?Travel is not booked in time",
    }
    assert canonical(after(back, template(BOOKED, "b")), {}, "en") == canonical(back, {}, "en")
    again = after(back, template(LATE, "b"))
    assert canonical(again, {}, "en") == canonical(edited_while_outdated(), {}, "en")


def test_the_same_holds_for_other_catalogues() -> None:
    memory = Memory()
    memory.add(edited_while_outdated())
    (found,) = update([], [template(BOOKED, "c")], memory)
    assert (found.msgstr, found.fuzzy) == (f"<{BOOKED}>", False)


def test_without_the_old_translation_that_of_a_rewording_comes_back_as_outdated() -> None:
    """Some programs throw obsolete messages away."""
    old = [each for each in edited_while_outdated() if not each.obsolete]
    (back,) = after(old, template(BOOKED, "b"))
    assert (back.msgstr, back.fuzzy) == ("Travel is not booked in time", True)
    memory = Memory()
    memory.add(old)
    (found,) = update([], [template(BOOKED, "c")], memory)
    assert (found.msgstr, found.fuzzy) == ("Travel is not booked in time", True)


def test_the_old_translation_stays_when_that_of_the_rewording_is_confirmed() -> None:
    confirmed = edited_while_outdated()
    confirmed[0].flags, confirmed[0].previous_msgid = [], None
    assert state(after(confirmed, template(LATE, "b"))) == {
        LATE: "Travel is not booked in time",
        BOOKED: f"~<{BOOKED}>",
    }


def test_a_comment_on_a_rewording_goes_back_with_the_translation() -> None:
    old = translated(template(BOOKED, "b"))
    old[0].tcomment = "Asked.\n\nTwice."
    changed = after(old, template(LATE, "b"))
    changed[0].tcomment += "\nThe authors think it over."
    assert after(changed, template(BOOKED, "b"))[0].tcomment == changed[0].tcomment


def test_one_of_two_uses_that_is_reworded_is_offered_the_translation() -> None:
    old = translated(template(GOALS, "a", "c"), template(LIGHT, "b"))
    wanted = template(AIMS, "a"), template(GOALS, "c"), template(LIGHT, "b")
    changed = after(old, *wanted)
    assert state(changed) == {
        AIMS: f"?{GOALS}?<{GOALS}>",
        GOALS: f"<{GOALS}>",
        LIGHT: f"<{LIGHT}>",
    }
    assert canonical(after(changed, *wanted), {}, "en") == canonical(changed, {}, "en")
    back = after(changed, template(GOALS, "a", "c"), template(LIGHT, "b"))
    assert canonical(back, {}, "en") == canonical(old, {}, "en")


def test_a_new_paragraph_is_not_taken_for_a_rewording_of_those_around_it() -> None:
    place = "fw · about · paragraph (text) of “About”"
    goals, light = (Template(text, "fw.yaml", place) for text in (GOALS, LIGHT))
    found = after(translated(goals), goals, light)
    assert state(found) == {GOALS: f"<{GOALS}>", LIGHT: ""}


def test_what_went_right_now_is_offered_before_earlier_wordings() -> None:
    old = edited_while_outdated()
    found = after(old, template(f"{BOOKED}!", "c"))
    assert state(found)[f"{BOOKED}!"] == f"?{BOOKED}?Travel is not booked in time"


def test_comments_of_translators_stay() -> None:
    old = translated(template("one", "a"))
    old[0].tcomment = "Asked the authors.\nTwice."
    assert after(old, template("one", "a"))[0].tcomment == "Asked the authors.\nTwice."
    assert after(old, template("two", "a"))[0].tcomment == "Asked the authors.\nTwice."
    assert after(old)[0].tcomment == "Asked the authors.\nTwice."


def test_a_translation_left_obsolete_beside_an_empty_message_is_found() -> None:
    old = polib.pofile(po('msgid "a"\nmsgstr ""', '#~ msgid "a"\n#~ msgstr "A"'))
    assert state(after(old, template("a", "a"))) == {"a": "A"}


def test_plural_messages_keep_all_their_forms() -> None:
    plural = Template("{n} row", "fw.yaml", plural="{n} rows")
    old = after([], plural)
    old[0].msgstr_plural = {0: "{n} rad", 1: "{n} rader"}
    assert after(old, plural)[0].msgstr_plural == {0: "{n} rad", 1: "{n} rader"}
    assert after(after(old), plural)[0].msgstr_plural == {0: "{n} rad", 1: "{n} rader"}


# --- contexts -------------------------------------------------------------------------------------


CONTEXTS: Final = """\
title: Besök
language: sv
version: "1.0"
date: 2026-01-31
sections:
  phases:
    kind: checklist
    title: Plan
    context: heading
    items:
      plan: {title: Plan, context: verb, note: Det man gör först.}
      paper: {title: Plan, text: "Plan"}
      other: Plan
"""


def with_contexts(tmp_path: Path) -> Framework:
    path = tmp_path / "visits.yaml"
    path.write_text(CONTEXTS, "utf-8")
    framework, problems = load_framework(Source("visits", path, "frameworks/visits.yaml"))
    assert framework is not None, problems
    return framework


def test_a_context_makes_a_message_of_its_own(tmp_path: Path) -> None:
    found = {each.key: each.comment.splitlines() for each in templates(with_contexts(tmp_path))}
    assert list(found) == [
        (None, "Besök"),
        ("heading", "Plan"),
        ("verb", "Plan"),
        (None, "Plan"),
    ]
    assert found["verb", "Plan"] == [
        "visits · phases/plan · checklist item of “Plan”",
        "Det man gör först.",
    ]
    assert len(found[None, "Plan"]) == 3


def test_each_context_has_its_own_translation(tmp_path: Path) -> None:
    whole = Catalog(
        {
            (None, "Plan"): Translation("Plan of paper"),
            ("heading", "Plan"): Translation("The plan"),
            ("verb", "Plan"): Translation("Make a plan"),
        }
    )
    found = translate(with_contexts(tmp_path), "en", whole).sections["phases"]
    assert isinstance(found, ChecklistSection)
    assert found.title == "The plan"
    assert [each.title for each in found.items.values()] == [
        "Make a plan",
        "Plan of paper",
        "Plan of paper",
    ]


def test_a_translation_without_the_context_is_another_message(tmp_path: Path) -> None:
    bare = Catalog({(None, "Plan"): Translation("Plan of paper")})
    found = translate(with_contexts(tmp_path), "en", bare)
    states = {str(text): text.state for text in texts(found)}
    assert states["Plan"] == "missing"
    assert states["Plan of paper"] == "translated"


def test_contexts_are_read_from_a_catalogue_and_written(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(
        po('msgctxt "verb"\nmsgid "Plan"\nmsgstr "Make a plan"', 'msgid "Plan"\nmsgstr "Paper"'),
        "utf-8",
    )
    found, problems = read_catalog(path, "a.po", "en")
    assert problems == []
    assert found.translations == {
        ("verb", "Plan"): Translation("Make a plan"),
        (None, "Plan"): Translation("Paper"),
    }
    entries = update([], templates(with_contexts(tmp_path)))
    assert 'msgctxt "verb"\nmsgid "Plan"\nmsgstr ""\n' in canonical(entries, {}, "en")


PLAN: Final = "fw · list/plan · checklist item"
VERB: Final = Template("Plan", "fw.yaml", PLAN, context="verb")
BARE: Final = Template("Plan", "fw.yaml", PLAN)


def test_a_message_that_gets_a_context_keeps_its_translation_as_outdated() -> None:
    old = translated(BARE)
    found, kept = after(old, VERB)
    assert (bool(kept.msgctxt), kept.msgstr, kept.obsolete) == (False, "<Plan>", True)
    assert (found.msgctxt, found.msgstr, found.fuzzy) == ("verb", "<Plan>", True)
    assert (found.previous_msgctxt, found.previous_msgid) == (None, "Plan")
    assert canonical(after([found, kept], BARE), {}, "en") == canonical(old, {}, "en")


def test_a_message_that_loses_its_context_tells_the_old_one() -> None:
    old = translated(VERB)
    changed = after(old, BARE)
    text = canonical(changed, {}, "en")
    assert '#, fuzzy\n#| msgctxt "verb"\n#| msgid "Plan"\nmsgid "Plan"\nmsgstr "<Plan>"' in text
    assert canonical(after(changed, VERB), {}, "en") == canonical(old, {}, "en")


def test_one_of_two_places_that_gets_a_context_is_offered_the_others_translation() -> None:
    paper = Template("Plan", "fw.yaml", "fw · list/paper · checklist item")
    old = translated(Template("Plan", "fw.yaml", f"{PLAN}\n{paper.comment}"))
    found = after(old, VERB, paper)
    assert [(each.msgctxt, each.msgstr, each.fuzzy) for each in found] == [
        ("verb", "<Plan>", True),
        (None, "<Plan>", False),
    ]
    back = after(found, Template("Plan", "fw.yaml", f"{PLAN}\n{paper.comment}"))
    assert canonical(back, {}, "en") == canonical(old, {}, "en")


# --- other catalogues and earlier ids -------------------------------------------------------------


def test_a_sentence_that_another_catalogue_has_is_translated_as_there() -> None:
    memory = Memory()
    memory.add(translated(template(GOALS, "a")))
    (found,) = update([], [template(GOALS, "b")], memory)
    assert (found.msgstr, found.fuzzy) == (f"<{GOALS}>", False)


def test_another_context_in_another_catalogue_is_another_message() -> None:
    memory = Memory()
    memory.add(translated(VERB))
    (found,) = update([], [BARE], memory)
    assert not is_translated(found)


def test_catalogues_that_do_not_agree_give_a_translation_to_be_looked_at() -> None:
    memory = Memory()
    memory.add(translated(template(GOALS, "a")))
    other = translated(template(GOALS, "a"))
    other[0].msgstr = "Another translation"
    memory.add(other)
    (found,) = update([], [template(GOALS, "b")], memory)
    assert (found.msgstr, found.fuzzy) == (f"<{GOALS}>", True)


def test_an_outdated_translation_of_another_catalogue_stays_outdated() -> None:
    """As when a framework or a page gets another name."""
    memory = Memory()
    memory.add(after(translated(template(GOALS, "a")), template(AIMS, "a")))
    found = update([], [template(AIMS, "b"), template(GOALS, "c")], memory)
    assert state(found) == {AIMS: f"?{GOALS}?<{GOALS}>", GOALS: f"<{GOALS}>"}


def test_a_current_translation_goes_before_an_outdated_one_of_another_catalogue() -> None:
    memory = Memory()
    memory.add(after(translated(template(GOALS, "a")), template(AIMS, "a")))
    memory.add(translated(template(AIMS, "a")))
    (found,) = update([], [template(AIMS, "b")], memory)
    assert (found.msgstr, found.fuzzy) == (f"<{AIMS}>", False)


def test_a_message_that_waits_is_not_filled_with_what_became_outdated_elsewhere() -> None:
    """Else one edit would take two updates."""
    memory = Memory()
    memory.add(after(translated(template(GOALS, "a")), template(AIMS, "a")))
    old = after([], template(AIMS, "b"))
    assert state(update(old, [template(AIMS, "b")], memory)) == {AIMS: ""}


def test_the_interface_and_english_frameworks_share_no_translations(
    make_project: MakeProject,
) -> None:
    """“Search” is a button there, and may be anything here."""
    staff = STAFF.replace("language: sv", "language: en").replace("Det finns mål", "Search")
    files = {"frameworks/staff.yaml": staff, "source/index.md": "# Quality\n"}
    project = make_project(files, ramverk_languages=["en", "fi"])
    folder = project.root / "locales/fi/LC_MESSAGES"
    project.write({"locales/fi/LC_MESSAGES/ramverk.po": po('msgid "Search"\nmsgstr "Hae"')})
    assert ramverk_command(project, "i18n", "update") == 0
    assert state(polib.pofile(str(folder / "frameworks/staff.po")))["Search"] == ""
    assert state(polib.pofile(str(folder / "ramverk.po")))["Search"] == "Hae"


def test_a_renamed_id_keeps_the_translation_of_a_reworded_message(tmp_path: Path) -> None:
    def framework(id_: str, text: str, renamed: str = "") -> list[Template]:
        content = CONTEXTS[: CONTEXTS.index("    title: Plan")]
        path = tmp_path / "visits.yaml"
        items = f"    title: Lista\n    items: {{{id_}: {text}, z: Vi ses}}\n"
        path.write_text(f"{renamed}{content}{items}", "utf-8")
        found, problems = load_framework(Source("visits", path, "frameworks/visits.yaml"))
        assert found is not None, problems
        return templates(found)

    old = translated(*framework("plan", "Vi gör upp planer"))
    renamed = "renamed: {phases/plan: phases/paper}\n"
    new = framework("paper", "Ett papper skrivs", renamed)
    assert state(after(old, *new))["Ett papper skrivs"] == "?Vi gör upp planer?<Vi gör upp planer>"
    without = framework("paper", "Ett papper skrivs")
    assert state(after(old, *without))["Ett papper skrivs"] == ""


# --- what other programs and people leave in a catalogue ------------------------------------------


def test_of_two_translations_of_a_message_the_second_becomes_a_note() -> None:
    old = polib.pofile(
        po('msgid "a"\nmsgstr "A"', '#~ msgid "a"\n#~ msgstr "Å"'), check_for_duplicates=False
    )
    found = after(old, template("a", "a"))
    assert [(each.msgstr, each.tcomment) for each in found] == [("A", "also translated as: Å")]
    assert canonical(after(found, template("a", "a")), {}, "en") == canonical(found, {}, "en")


def test_an_outdated_translation_without_its_source_never_becomes_current() -> None:
    old = polib.pofile(po('#. fw · list/a · item\n#, fuzzy\nmsgid "one"\nmsgstr "A"'))
    changed = after(old, Template("two", "fw.yaml", "fw · list/a · item"))
    back = after(changed, Template("one", "fw.yaml", "fw · list/a · item"))
    for found in (changed[0], back[0]):
        assert (found.msgstr, found.fuzzy, found.previous_msgid) == ("A", True, None)


def test_a_message_that_gets_a_plural_keeps_its_translation_as_outdated() -> None:
    one, many = Template("{n} row", "a.py"), Template("{n} row", "a.py", plural="{n} rows")
    (found,) = after(translated(one), many)
    assert (found.msgstr_plural, found.fuzzy) == ({0: "<{n} row>"}, True)
    (back,) = after([found], one)  # the form may have been edited, and there is no other copy
    assert (back.msgstr, back.fuzzy) == ("<{n} row>", True)


def test_another_plural_is_another_source() -> None:
    old = after([], Template("{n} row", "a.py", plural="{n} rows"))
    old[0].msgstr_plural = {0: "{n} rad", 1: "{n} rader"}
    (found,) = after(old, Template("{n} row", "a.py", plural="{n} rows in all"))
    assert (found.msgstr_plural, found.fuzzy) == ({0: "{n} rad", 1: "{n} rader"}, True)
    assert found.previous_msgid_plural == "{n} rows"


def test_forms_that_have_no_place_become_a_note() -> None:
    old = after([], Template("{n} row", "a.py", plural="{n} rows"))
    old[0].msgstr_plural = {0: "{n} rad", 1: "{n} rader"}
    (found,) = after(old, Template("{n} row", "a.py"))
    assert (found.msgstr, found.fuzzy) == ("{n} rad", True)
    assert found.tcomment == "also translated as: {n} rader"


def test_a_reworded_message_is_found_among_hundreds() -> None:
    sentences = [f"Mål {number} för skola {number * 7} är känt" for number in range(300)]
    old = translated(*(Template(text, "page.md") for text in sentences))
    wanted = [Template(text, "page.md") for text in sentences]
    wanted[123].text = "Mål 123 för skola 861 är väl känt"
    found = state(after(old, *wanted))
    assert found[wanted[123].text] == f"?{sentences[123]}?<{sentences[123]}>"


# --- any edits -----------------------------------------------------------------------------------


Content = dict[str, str]

wordings = st.lists(
    st.sampled_from(["goal", "goals", "plan", "the", "a", "school", "has", "quality"]),
    min_size=1,
    max_size=5,
).map(" ".join)
contents = st.dictionaries(st.sampled_from("abcdef"), wordings, max_size=6)


def wanted(content: Content) -> list[Template]:
    """A message for each text, as :func:`templates` makes them."""
    ids: dict[str, list[str]] = {}
    for id_, text in content.items():
        ids.setdefault(text, []).append(id_)
    return [template(text, *each) for text, each in ids.items()]


def translations(entries: Iterable[polib.POEntry]) -> set[str]:
    return {each.msgstr for each in entries if each.msgstr}


def current(entries: Iterable[polib.POEntry]) -> dict[str, str]:
    return {
        each.msgid: each.msgstr
        for each in entries
        if each.msgstr and not each.obsolete and not each.fuzzy
    }


class Translator:
    """Translates some of the messages that wait; no two translations are alike."""

    def __init__(self) -> None:
        self.made: dict[str, str] = {}

    def work(self, entries: Iterable[polib.POEntry], chosen: set[int]) -> None:
        active = [each for each in entries if not each.obsolete]
        for number, entry in enumerate(active):
            if number in chosen and (entry.fuzzy or not entry.msgstr):
                entry.msgstr = f"translation {len(self.made)}"
                self.made[entry.msgstr] = entry.msgid
                if number % 2 or not entry.fuzzy:  # else it is edited, but not confirmed
                    entry.flags, entry.previous_msgid = [], None


rounds = st.lists(st.tuples(contents, st.sets(st.integers(0, 5))), min_size=1, max_size=5)


@settings(deadline=None, max_examples=200)
@given(rounds=rounds)
def test_no_edit_loses_a_translation_or_passes_off_an_old_one(
    rounds: list[tuple[Content, set[int]]],
) -> None:
    translator = Translator()
    entries = after([])
    for content, chosen in rounds:
        before = translations(entries)
        entries = after(entries, *wanted(content))
        assert before <= translations(entries)
        assert all(translator.made[found] == message for message, found in current(entries).items())
        active = [each.msgid for each in entries if not each.obsolete]
        assert active == [each.text for each in wanted(content)]
        assert len({each.msgid for each in entries}) == len(entries)
        again = after(entries, *wanted(content))
        assert canonical(again, {}, "en") == canonical(entries, {}, "en")
        translator.work(entries, chosen)


@settings(deadline=None, max_examples=200)
@given(rounds=rounds, edit=contents)
@example(rounds=[({"a": "goal", "b": "goal goal"}, {1})], edit={"a": "goal goals"})
def test_an_edit_taken_back_restores_every_translation(
    rounds: list[tuple[Content, set[int]]], edit: Content
) -> None:
    translator = Translator()
    entries = after([])
    for content, chosen in rounds:
        entries = after(entries, *wanted(content))
        translator.work(entries, chosen)
    changed = after(entries, *wanted(edit))
    back = after(changed, *wanted(rounds[-1][0]))
    assert current(entries).items() <= current(back).items()


# --- writing --------------------------------------------------------------------------------------

METADATA: Final = {
    "Project-Id-Version": "handbook",
    "Last-Translator": "A Translator <a@example.org>",
    "Language-Team": "sv",
    "PO-Revision-Date": "2026-01-31 12:00+0000",
    "POT-Creation-Date": "2026-01-31 12:00+0000",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
    "Content-Type": "text/plain; charset=ISO-8859-1",
}


def full_catalogue() -> str:
    """A catalogue with every sort of entry."""
    old = after([], *templates(load("every-key")))
    for number, entry in enumerate(old):
        entry.msgstr = f"översättning {number}" if number % 3 else ""
    old[1].tcomment = "Asked.\n\nTwice."
    old[4].msgstr = 'Rad 1\nRad 2\t"citat" \\ slut'
    found = templates(load("every-key"))
    for each in found[::5]:
        each.text += " (reworded)"
    return canonical(update(old, found[:-4]), METADATA, "sr-Latn", "A header\n\nof two lines.")


def test_the_canonical_form_is_stable() -> None:
    text = full_catalogue()
    for marker in ("#, fuzzy\n#| msgid", "#~ msgid", "\n# Asked.\n#\n# Twice.\n", '\\t\\"citat'):
        assert marker in text
    again = polib.pofile(text, wrapwidth=0)
    assert canonical(again, again.metadata, "sr-Latn", again.header) == text


def test_the_header_holds_what_does_not_change_by_itself() -> None:
    header = full_catalogue().split("\n\n")[0].splitlines()
    assert header == [
        "# A header",
        "#",
        "# of two lines.",
        'msgid ""',
        'msgstr ""',
        '"Project-Id-Version: handbook\\n"',
        '"PO-Revision-Date: 2026-01-31 12:00+0000\\n"',
        '"Last-Translator: A Translator <a@example.org>\\n"',
        '"Language-Team: sv\\n"',
        '"Language: sr_Latn\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"',
    ]


def test_a_changed_text_changes_its_own_lines_only() -> None:
    found = templates(load("every-key"))
    before = canonical(update([], found), METADATA, "sv").splitlines()
    found[5].text += " and more"
    after_edit = canonical(update([], found), METADATA, "sv").splitlines()
    different = [pair for pair in zip(before, after_edit, strict=True) if pair[0] != pair[1]]
    assert len(different) == 1


def test_obsolete_entries_stand_last() -> None:
    lines = full_catalogue().splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("#~"))
    assert not any(line.startswith("msgid") for line in lines[first:])


def gettext(program: str, *arguments: str, cwd: Path) -> str:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    done = subprocess.run(
        [program, *arguments], cwd=cwd, check=True, capture_output=True, encoding="utf-8"
    )
    assert done.stderr == ""
    return done.stdout


def test_msgfmt_accepts_the_canonical_form(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(full_catalogue(), "utf-8")
    gettext("msgfmt", "-c", "-o", "a.mo", "a.po", cwd=tmp_path)
    assert (tmp_path / "a.mo").stat().st_size > 100


def test_msgcat_leaves_the_canonical_form_unchanged(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(full_catalogue(), "utf-8")
    assert gettext("msgcat", "--no-wrap", "a.po", cwd=tmp_path) == full_catalogue()


#: polib takes these for line ends, so that a catalogue which holds one could not be read.
LINE_ENDS: Final = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


def round_trip(text: str) -> str:
    entry = polib.POEntry(msgid="a", msgstr=text)
    (found,) = polib.pofile(canonical([entry], {}, "en"), wrapwidth=0)
    assert isinstance(found.msgstr, str)
    return found.msgstr


@settings(deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters=LINE_ENDS)))
@example('"\\"')
@example("\\n")
@example("a\nb\tc\\\n")
def test_every_translation_survives_writing_and_reading(text: str) -> None:
    assert round_trip(text) == text


@pytest.mark.parametrize("character", LINE_ENDS, ids=lambda each: f"U+{ord(each):04X}")
def test_rare_line_ends_in_a_translation_do_not_break_the_catalogue(
    tmp_path: Path, character: str
) -> None:
    found, problems = read(
        tmp_path, canonical([polib.POEntry(msgid="a", msgstr=f"b{character}c")], {}, "en")
    )
    assert problems == []
    assert found["a"].text.split() == ["b", "c"]


def test_a_message_is_a_text_of_the_model() -> None:
    assert isinstance(message("Study visits").text, Text)
    assert isinstance(Problem("a.po", 1, 0, "catalog-conflict"), Problem)
