"""Framework files → model: what good files say, and all that is wrong with bad ones.

``data/good`` holds files one could show an author. ``data/bad`` holds their mistakes, each file
with the exact list of its problems beside it. With RAMVERK_REGENERATE=1 in the
environment these tests write the lists anew; read each changed line as its author would.
"""

from __future__ import annotations

import dataclasses
import datetime
import os
import re
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ramverk.loading import (
    FILE_SIZE_LIMIT,
    ID,
    RESERVED_ID,
    Source,
    canonical_tag,
    find_frameworks,
    is_language_tag,
    load_framework,
    parse_prose,
    suggest_id,
)
from ramverk.model import (
    BulletList,
    ChecklistSection,
    CriteriaSection,
    Criterion,
    Framework,
    Item,
    Notice,
    Paragraph,
    Prose,
    ServiceTableSection,
    Step,
    StepsSection,
    Text,
    TextSection,
    keys,
    texts,
)
from ramverk.problems import Problem
from ramverk.yaml_nodes import Scalar

DATA: Final = Path(__file__).parent / "data"
GOOD: Final = sorted((DATA / "good").rglob("*.yaml"))
BAD: Final = sorted((DATA / "bad").glob("*.yaml"))
REGENERATE: Final = os.environ.get("RAMVERK_REGENERATE") == "1"

HEAD: Final = 'title: Title\nlanguage: en\nversion: "1"\ndate: 2026-01-31\n'


def name_of(path: Path) -> str:
    return path.relative_to(DATA / "good").with_suffix("").as_posix()


def source(path: Path) -> Source:
    return Source(path.stem, path, path.name)


def load(path: Path) -> Framework:
    framework, problems = load_framework(source(path))
    assert framework is not None, [str(problem) for problem in problems]
    return framework


def good(name: str) -> Framework:
    return load(DATA / "good" / f"{name}.yaml")


def prose(value: Any) -> list[str | list[str]]:
    assert isinstance(value, Prose)
    return [[*block.texts] if isinstance(block, BulletList) else str(block.text) for block in value]


# --- good files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", GOOD, ids=name_of)
def test_good_files_have_no_problems(path: Path) -> None:
    framework, problems = load_framework(source(path))
    assert [str(problem) for problem in problems] == []
    assert framework is not None
    assert framework.sections


@pytest.mark.parametrize("path", GOOD, ids=name_of)
def test_each_text_knows_the_line_on_which_it_begins(path: Path) -> None:
    lines = path.read_text("utf-8-sig").splitlines()
    framework = load(path)
    # where YAML joins lines, each paragraph has the line of the first
    joined = {id_: framework.sections.get(id_) for id_ in ("plain", "double", "folded")}
    later = {text for section in joined.values() for text in [*texts(section)][1:]}
    found = [text for text in texts(framework) if text not in later]
    assert found
    for text in found:
        assert text.split()[0] in lines[text.line - 1]


def test_every_key_of_the_format_is_read() -> None:
    framework = good("every-key")
    used: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, tuple | list):
            for each in value:
                walk(each)
        elif hasattr(value, "values"):
            walk(list(value.values()))
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            for each in keys(type(value)):
                found = getattr(value, each.name)
                if found not in (None, (), {}, 0):
                    used.add(f"{type(value).__name__}.{each.name}")
                walk(found)

    walk(framework)
    classes: list[type] = [
        *(Framework, Criterion, Item, Step, Notice),
        *(type(each) for each in framework.sections.values()),
    ]
    wanted = {f"{cls.__name__}.{each.name}" for cls in classes for each in keys(cls)}
    assert wanted - used == set()


def test_values_have_the_types_of_the_model() -> None:
    framework = good("every-key")
    assert framework.id == "every-key"
    assert framework.path == "every-key.yaml"
    assert framework.version == "2.10"
    assert framework.date == datetime.date(2025, 2, 28)
    assert framework.authors == ("Example School", "Example Council: Education")
    assert framework.note == '"School" means any place of vocational education.'
    assert [type(each) for each in framework.sections.values()] == [
        TextSection,
        TextSection,
        CriteriaSection,
        ChecklistSection,
        StepsSection,
        ServiceTableSection,
    ]
    services = framework.sections["services"]
    assert isinstance(services, ServiceTableSection)
    assert (services.quality.min, services.quality.max, services.own_rows) == (0, 5, 50)
    assert framework.sections["about"].title is not None
    assert framework.sections["legal"].title is None


def test_an_item_is_its_title_or_has_keys_of_its_own() -> None:
    criteria = good("every-key").sections["criteria"]
    assert isinstance(criteria, CriteriaSection)
    items = criteria.criteria["framework"].indicators
    assert (items["objectives"].title, items["objectives"].text) == (
        "The school has objectives",
        None,
    )
    assert items["budget"].title == "There is a budget"
    assert prose(items["budget"].text) == ["Travel, stay and substitutes."]
    assert items["budget"].note == "Substitutes are substitute teachers."
    # the text of an item without a title is its title
    assert (items["calendar"].title, items["calendar"].text) == ("The calendar is known", None)


def test_a_step_may_ask_for_signatures() -> None:
    steps = good("signatures").sections["steps"]
    assert isinstance(steps, StepsSection)
    assert {type(each) for each in steps.steps.values()} == {Step}
    assert [each.signatures for each in steps.steps.values()] == [0, 1, 20, 0]
    # as of any item, the text of a step without a title is its title
    assert steps.steps["letter"].title == "Skriv en avsiktsförklaring"
    assert not [each for each in keys(Item) if each.name == "signatures"]


@pytest.mark.parametrize("written", ["-1", "21", "1.5", "true", "'2 '", "0x2", "2000000000"])
def test_signatures_are_a_number_within_its_limits(tmp_path: Path, written: str) -> None:
    step = f"{{title: a, signatures: {written}}}"
    section = f"sections: {{a: {{kind: steps, title: a, steps: {{b: {step}}}}}}}\n"
    (problem,) = problems_of(tmp_path, HEAD + section)
    assert "bad-number: signatures must be a whole number from 0 to 20, not" in problem


def test_a_notice_may_have_a_language_of_its_own() -> None:
    notices = good("every-key").notices
    languages = {id_: {text.language for text in texts(each)} for id_, each in notices.items()}
    assert languages == {"rights": {"en-GB"}, "funding": {"en"}, "finansiering": {"sv"}}
    # and leaves what follows in the language of the file
    sections = good("every-key").sections
    assert {text.language for text in texts(sections)} == {"en-GB"}


def test_texts_have_the_language_of_their_file() -> None:
    for name, language in {
        "mobility/learners": "fi",
        "mobility/abroad/first-week": "ar",
        "hundred-items": "sv",
    }.items():
        assert {text.language for text in texts(good(name))} == {language}


def test_the_language_tag_is_written_in_the_usual_capitals() -> None:
    framework = good("serbian")
    assert framework.language == "sr-Latn-RS"
    assert framework.title.language == "sr-Latn-RS"


def test_every_way_to_write_a_text_is_read() -> None:
    framework = good("ways-to-write-texts")
    assert framework.summary == "A folded text is one line. Even in two paragraphs."
    assert framework.note == "Two lines for translators."
    found = {
        id_: prose(section.text)
        for id_, section in framework.sections.items()
        if isinstance(section, TextSection)
    }
    assert found == {
        "plain": [
            "A plain text may go on on further lines.",
            "A blank line divides paragraphs here too.",
        ],
        "single": ["In single quotes, 'quotes' are doubled: like this."],
        "double": [
            'In double quotes, "quotes" have a backslash: åäö, and long lines go on.',
            "This is the second paragraph.",
        ],
        "literal": [
            (
                "A literal text keeps its lines and may begin with a blank one. "
                "# This is no comment. key: and this is no key."
            ),
            ["first", "second, which goes on", "third"],
            "Without indentation, a new paragraph begins.",
        ],
        "folded": ["A folded text joins its lines.", "A blank line divides paragraphs."],
    }


def test_texts_that_look_like_data_stay_as_they_are_written() -> None:
    framework = good("ways-to-write-texts")
    assert (framework.version, framework.code) == ("1.10", "007")
    section = framework.sections["looks-like-data"]
    assert isinstance(section, ChecklistSection)
    assert section.title == "yes"
    assert {id_: str(item.title) for id_, item in section.items.items()} == {
        "no": "no",
        "1": "1.0",
        "10": "0x10",
        "date": "2019-11-13",
        "time": "12:30",
        "list": "[a, b]",
        "url": "https://example.org/a?b=c#d",
        "hash": "C# is no comment",
        "percent": "50 % of 10 000 kr",
        "dash": "– a dash is no hyphen",
        "star": "* a star in quotes",
        "null": "null",
        "tilde": "~",
        "true-value": "True",
        "tag": "5",
        "emoji": "Bra jobbat 👩🏽‍🏫!",
        "comment": "The text",
    }


def test_answers_keep_their_order_and_their_ids() -> None:
    section = good("answers").sections["handledning"]
    assert isinstance(section, CriteriaSection)
    assert [*section.answers.items()] == [
        ("yes", "Ja"),
        ("partly", "Delvis"),
        ("no", "Nej"),
        ("unknown", "Vet inte"),
    ]


def test_shared_parts_are_read_at_each_place() -> None:
    section = good("shared-parts").sections["criteria"]
    assert isinstance(section, CriteriaSection)
    evidence = [[*each.evidence] for each in section.criteria.values()]
    assert evidence == [["plan", "minutes"], ["plan", "minutes"]]


def test_a_hundred_items_come_in_file_order() -> None:
    path = DATA / "good" / "hundred-items.yaml"
    section = load(path).sections["rond"]
    assert isinstance(section, CriteriaSection)
    items = [item for each in section.criteria.values() for item in each.indicators.values()]
    assert len(items) == 100
    lines = [item.title.line for item in items]
    assert lines == sorted(lines)


def test_the_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert (DATA / "good" / "byte-order-mark.yaml").read_bytes()[:3] == b"\xef\xbb\xbf"
    assert good("byte-order-mark").title == "Saved with a byte order mark"


def test_windows_line_ends_leave_no_trace() -> None:
    assert b"\r\n" in (DATA / "good" / "windows-line-ends.yaml").read_bytes()
    framework = good("windows-line-ends")
    section = framework.sections["om"]
    assert isinstance(section, TextSection)
    assert prose(section.text) == ["Första stycket.", ["ett", "två"]]
    assert not any("\r" in text for text in texts(framework))


def test_no_break_and_thin_spaces_stay_in_texts(tmp_path: Path) -> None:
    text = "10\xa0000\u202fkr «\u2009mot\u2009»"
    framework = load_text(tmp_path, f"  a: {{kind: text, title: '{text}', text: '{text}'}}")
    section = framework.sections["a"]
    assert isinstance(section, TextSection)
    assert section.title == text
    assert prose(section.text) == [text]


def load_text(folder: Path, sections: str) -> Framework:
    path = folder / "framework.yaml"
    path.write_text(f"{HEAD}sections:\n{sections}\n", "utf-8")
    return load(path)


# --- prose ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("one\ntwo", ["one two"]),
        ("one\n\n\ntwo", ["one", "two"]),
        ("- a\n- b", [["a", "b"]]),
        ("one\n- a\n- b\n\ntwo", ["one", ["a", "b"], "two"]),
        ("- a\n  goes on\n- b", [["a goes on", "b"]]),
        ("- a\ntwo", [["a"], "two"]),
        ("- a\n\n- b", [["a", "b"]]),
        ("  - a\n  - b", [["a", "b"]]),
        ("-a\n–\n-", ["-a – -"]),
        ("a - b", ["a - b"]),
        ("a\t b\u2028c", ["a b c"]),
        ("a\n\xa0\nb", ["a", "b"]),
    ],
)
def test_prose_is_paragraphs_and_lists(text: str, blocks: list[str | list[str]]) -> None:
    assert prose(parse_prose(Scalar(text, 1, 1, "|"), "en")) == blocks


def test_blocks_of_a_literal_text_know_their_lines() -> None:
    found = parse_prose(Scalar("\none\ntwo\n\n- a\n  b\n- c\nd\n", 10, 9, "|"), "en")
    assert [(str(text), text.line) for text in found.texts] == [
        ("one two", 12),
        ("a b", 15),
        ("c", 17),
        ("d", 18),
    ]


@settings(deadline=None)
@given(st.text(st.sampled_from("ab -\n\t–\xa0\u2028"), max_size=60))
def test_prose_keeps_every_word_in_order(text: str) -> None:
    found = parse_prose(Scalar(text, 1, 1, "|"), "en")

    written = [line.strip().removeprefix("- ") for line in text.splitlines()]
    assert " ".join(found.texts).split() == " ".join(written).split()
    assert all(each == each.strip() != "" for each in found.texts)
    assert all(isinstance(block, Paragraph) or block.texts for block in found)


# --- bad files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_mistakes_are_told_with_their_place_and_what_to_do(path: Path) -> None:
    framework, problems = load_framework(source(path))
    expected = path.with_suffix(".txt")
    found = [str(problem) for problem in problems]
    if REGENERATE:
        expected.write_text("".join(f"{line}\n" for line in found), "utf-8")
    assert framework is None
    assert found == expected.read_text("utf-8").splitlines()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_problems_come_in_file_order_and_once(path: Path) -> None:
    problems = load_framework(source(path))[1]
    places = [(problem.line, problem.column) for problem in problems]
    assert places == sorted(places)
    assert len({str(problem) for problem in problems}) == len(problems) > 0


def test_each_list_of_problems_has_its_file() -> None:
    lists = {path.stem for path in (DATA / "bad").glob("*.txt")}
    assert lists == {path.stem for path in BAD}


def test_many_mistakes_are_told_at_once() -> None:
    problems = load_framework(source(DATA / "bad" / "many-mistakes.yaml"))[1]
    assert len(problems) > 20
    assert len({problem.code for problem in problems}) > 12


# --- what authors are told ------------------------------------------------------------------------


def problems_of(tmp_path: Path, content: str | bytes) -> list[str]:
    path = tmp_path / "framework.yaml"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    framework, problems = load_framework(Source("framework", path, "f.yaml"))
    assert (framework is None) == bool(problems)
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("13.11.2019", "2019-11-13"),
        ("13/11/2019", "2019-11-13"),
        ("11/13/2019", "2019-11-13"),
        ("2019.11.13", "2019-11-13"),
        ("2019-11-3", "2019-11-03"),
        ("3. 4. 2019", "2019-04-03"),
        ("20191113", "2026-01-31"),
        ("13-11-19", "2026-01-31"),
        ("2019", "2026-01-31"),
        ("i dag", "2026-01-31"),
    ],
)
def test_a_wrong_date_is_told_as_it_was_meant(tmp_path: Path, written: str, meant: str) -> None:
    (problem,) = problems_of(
        tmp_path, HEAD.replace("2026-01-31", written) + "sections: {a: {kind: text, text: a}}\n"
    )
    assert problem == (
        f"f.yaml:4:7: bad-date: {written} is not a date; write it as year-month-day: {meant}"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("svenska", "sv"),
        ("Svenska", "sv"),
        ("Swedish", "sv"),
        ("engelska", "en"),
        ("finnish", "fi"),
        ("swe", "sv"),
        ("eng", "en"),
        ("sv_SE", "sv-SE"),
        ("en_gb", "en-GB"),
        ("xx", "sv"),
        ("und", "sv"),
    ],
)
def test_a_wrong_language_is_told_as_it_was_meant(tmp_path: Path, written: str, meant: str) -> None:
    (problem,) = problems_of(
        tmp_path,
        HEAD.replace("language: en", f"language: {written}")
        + "sections: {a: {kind: text, text: a}}\n",
    )
    assert problem == (
        f"f.yaml:2:11: bad-language: {written} is not a known language tag; "
        f"use a BCP 47 tag, for example {meant}"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("titel", "title"),
        ("titl", "title"),
        ("TITLE", "title"),
        ("rubrik", "title"),
        ("inledning", "intro"),
        ("punkter", "items"),
        ("egna_rader", "own_rows"),
        ("own-rows", "own_rows"),
        ("ownrows", "own_rows"),
        ("typ", "kind"),
    ],
)
def test_a_misspelt_key_is_guessed(tmp_path: Path, written: str, meant: str) -> None:
    keys_ = {"kind": "checklist", "title": "a", "intro": "a", "items": "{a: a}", "own_rows": "1"}
    lines = [f"    {written if key == meant else key}: {value}" for key, value in keys_.items()]
    line = [*keys_].index(meant) + 7
    found = problems_of(tmp_path, HEAD + "sections:\n  a:\n" + "\n".join(lines))
    # one mistake is one problem: the key is not called missing too
    assert found == [f"f.yaml:{line}:5: unknown-key: unknown key {written}; did you mean {meant}?"]


def test_a_key_without_likeness_is_told_what_is_allowed(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, HEAD + "sections: {a: {kind: text, text: a, xyzzy: b}}\n")
    assert problem.endswith("the keys allowed here are kind, title, intro, text, note, context")


def test_a_key_that_is_there_is_not_guessed_again(tmp_path: Path) -> None:
    (problem,) = problems_of(
        tmp_path, HEAD + "sections: {a: {kind: text, text: a, note: b, notes: c}}\n"
    )
    assert "unknown key notes; the keys allowed here are" in problem


def test_a_bom_does_not_shift_the_column(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, b"\xef\xbb\xbftitle: \xe5\n")
    assert problem.startswith("f.yaml:1:8: not-utf8: the byte 0xe5")


def test_columns_of_undecodable_bytes_count_characters(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, "title: a\r\nlabel: åäö ".encode() + b"\xe5\n")
    assert problem.startswith("f.yaml:2:12: not-utf8: the byte 0xe5")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "framework.yaml"
    path.touch()
    os.truncate(path, FILE_SIZE_LIMIT + 1)
    framework, problems = load_framework(Source("framework", path, "f.yaml"))
    assert framework is None
    assert [str(problem) for problem in problems] == [
        (
            "f.yaml: too-large: the file has 33554433 bytes, more than the 33554432 allowed; "
            "divide it into several frameworks in one folder"
        )
    ]


def test_a_large_file_is_read(tmp_path: Path) -> None:
    items = "".join(f"      item-{number}: Item {number}\n" for number in range(3000))
    framework = load_text(tmp_path, f"  a:\n    kind: steps\n    title: a\n    steps:\n{items}")
    assert len(framework.sections["a"].children) == 3000


@pytest.mark.parametrize("character", ["\x07", "\x1b", "\x7f", "\x80", "\ufffe"])
def test_control_characters_do_not_get_into_texts(tmp_path: Path, character: str) -> None:
    escaped = f"\\u{ord(character):04x}"
    found = problems_of(
        tmp_path,
        HEAD
        + f'note: "a{escaped}b"\n'
        + f'sections: {{a: {{kind: text, title: "{escaped}", text: "{escaped}"}}}}\n',
    )
    assert [line.split(": ")[1] for line in found] == ["control-character"] * 3


# --- ids and tags ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Öppen för nytt", "oppen-for-nytt"),
        ("o\u0308ppen", "oppen"),
        ("IO3_v2", "io3-v2"),
        ("--a--b--", "a-b"),
        ("Ærø, Łódź & Groß", "aero-lodz-gross"),
        ("œuvre", "oeuvre"),
        ("ﬁne", "fine"),
        ("Ελλάδα", "my-id"),
        ("", "my-id"),
        ("Own 1", "my-own-1"),
        ("x" * 50, "x" * 40),
    ],
)
def test_a_suggested_id_looks_like_the_text(text: str, suggestion: str) -> None:
    assert suggest_id(text) == suggestion


@settings(deadline=None)
@given(st.text())
@example("a" * 39 + " b")
@example("own-1")
def test_a_suggested_id_is_always_valid(text: str) -> None:
    found = suggest_id(text)
    assert ID.fullmatch(found)
    assert not RESERVED_ID.fullmatch(found)


@pytest.mark.parametrize(
    "tag",
    ["sv", "en", "fi", "ar", "se", "nb", "en-GB", "sr-Latn", "zh-Hans-CN", "es-419", "de-1996"],
)
def test_language_tags_are_known(tag: str) -> None:
    assert is_language_tag(tag)
    assert canonical_tag(tag.lower()) == canonical_tag(tag.upper()) == tag


@pytest.mark.parametrize(
    "tag", ["", "s", "svenska", "swe", "sv_SE", "sv-", "-sv", "sv SE", "qq", "und", "mul", "zxx"]
)
def test_other_tags_are_not_known(tag: str) -> None:
    assert not is_language_tag(tag)


def test_extensions_of_a_tag_keep_their_small_letters() -> None:
    assert canonical_tag("EN-gb-X-AB-abcd") == "en-GB-x-ab-abcd"


# --- files and folders ----------------------------------------------------------------------------

FRAMEWORK: Final = HEAD + "sections: {a: {kind: text, text: a}}\n"


def write(path: Path, text: str = FRAMEWORK) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def found(folder: Path) -> tuple[list[str], list[str]]:
    sources, problems = find_frameworks(folder, "frameworks")
    return [source.id for source in sources], [str(problem) for problem in problems]


def read_again(folder: Path, framework_id: str) -> list[str]:
    """The problems of one framework below ``folder``."""
    (wanted,) = [each for each in find_frameworks(folder, "fw")[0] if each.id == framework_id]
    return [str(problem) for problem in load_framework(wanted)[1]]


def test_frameworks_are_found_in_nested_folders_by_id() -> None:
    ids, problems = found(DATA / "good")
    assert problems == []
    assert ids == sorted(ids)
    assert {"smallest", "mobility/learners", "mobility/abroad/first-week"} <= set(ids)


def test_a_folder_sorts_after_what_its_name_begins(tmp_path: Path) -> None:
    for name in ("a/b", "a", "a-b", "a/b/c"):
        write(tmp_path / f"{name}.yaml")
    assert found(tmp_path)[0] == ["a", "a-b", "a/b", "a/b/c"]


def test_sources_are_named_as_the_user_would_type_them(tmp_path: Path) -> None:
    path = write(tmp_path / "mobility" / "staff.yaml")
    assert find_frameworks(tmp_path, "frameworks")[0] == [
        Source("mobility/staff", path, "frameworks/mobility/staff.yaml")
    ]
    assert find_frameworks(tmp_path)[0][0].name == path.as_posix()


def test_other_and_hidden_files_are_no_frameworks(tmp_path: Path) -> None:
    for name in ("README.md", "a.json", ".hidden.yaml", ".git/a.yaml", "a/.old/b.yaml", ".yaml"):
        write(tmp_path / name)
    assert found(tmp_path) == ([], [])


def test_a_missing_folder_holds_nothing(tmp_path: Path) -> None:
    assert found(tmp_path / "nowhere") == ([], [])


@pytest.mark.parametrize("suffix", [".yml", ".YML", ".YAML", ".Yaml"])
def test_other_suffixes_are_told_the_right_one(tmp_path: Path, suffix: str) -> None:
    write(tmp_path / f"staff{suffix}")
    assert found(tmp_path) == (
        [],
        [
            (
                f"frameworks/staff{suffix}: wrong-suffix: files that end in {suffix} are not read; "
                "rename the file to staff.yaml"
            )
        ],
    )


@pytest.mark.parametrize(
    ("name", "part", "suggestion"),
    [
        ("IO3", "IO3", "io3"),
        ("förmåga", "förmåga", "formaga"),
        ("fo\u0308rma\u030aga", "fo\u0308rma\u030aga", "formaga"),
        ("staff mobility", "staff mobility", "staff-mobility"),
        ("staff.final", "staff.final", "staff-final"),
        ("Mobility/staff", "Mobility", "mobility"),
        ("mobility/staff_2", "staff_2", "staff-2"),
    ],
)
def test_names_that_are_no_ids_are_told_a_better_one(
    tmp_path: Path, name: str, part: str, suggestion: str
) -> None:
    write(tmp_path / f"{name}.yaml")
    (problem,) = find_frameworks(tmp_path, "frameworks")[1]
    assert problem.code == "bad-file-name"
    assert problem.details == {"name": part, "suggestion": suggestion}


def test_a_folder_named_like_a_file_is_no_framework(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").mkdir()
    assert found(tmp_path) == ([], [])
    write(tmp_path / "x.yaml" / "a.yaml")
    ids, problems = found(tmp_path)
    assert ids == []
    assert problems == [
        (
            "frameworks/x.yaml/a.yaml: bad-file-name: x.yaml cannot be part of a framework's id; "
            "use only a–z, 0–9 and single hyphens, for example x-yaml"
        )
    ]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.yaml")
    folder = tmp_path / "frameworks"
    folder.mkdir()
    (folder / "staff.yaml").symlink_to(outside)
    (folder / "gone.yaml").symlink_to(tmp_path / "gone.yaml")
    remedy = "the link leads out of the folder frameworks; put the file itself into the folder"
    assert found(folder) == (
        [],
        [f"frameworks/{name}.yaml: outside-folder: {remedy}" for name in ("gone", "staff")],
    )


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "staff.yaml")
    (tmp_path / "personal.yaml").symlink_to("staff.yaml")
    assert found(tmp_path) == (["personal", "staff"], [])
    assert read_again(tmp_path, "personal") == []


def test_frameworks_of_a_linked_folder_are_found(tmp_path: Path) -> None:
    write(tmp_path / "real" / "staff.yaml")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert found(tmp_path / "link") == (["staff"], [])


def test_links_that_lead_nowhere_or_in_circles_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "loop.yaml").symlink_to("pool.yaml")
    (tmp_path / "pool.yaml").symlink_to("loop.yaml")
    assert found(tmp_path) == (["broken", "loop", "pool"], [])
    remedy = "check that it exists and that you may read it"
    assert read_again(tmp_path, "broken") == [
        f"fw/broken.yaml: unreadable: the file cannot be read: No such file or directory; {remedy}"
    ]
    assert [line.split(": ")[1] for line in read_again(tmp_path, "loop")] == ["unreadable"]


def test_a_folder_that_links_to_itself_is_no_endless_walk(tmp_path: Path) -> None:
    write(tmp_path / "staff.yaml")
    (tmp_path / "again").symlink_to(tmp_path)
    assert found(tmp_path)[0] == ["staff"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a Unix thing")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (problem,) = read_again(tmp_path, "pipe")
    assert problem.startswith("fw/pipe.yaml: unreadable: the file cannot be read: it is a folder")


def test_a_folder_given_as_a_file_is_unreadable(tmp_path: Path) -> None:
    framework, (problem,) = load_framework(Source("a", tmp_path, "a"))
    assert (framework, problem.code) == (None, "unreadable")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    write(tmp_path / "secret.yaml").chmod(0)
    (problem,) = read_again(tmp_path, "secret")
    assert problem.startswith("fw/secret.yaml: unreadable: the file cannot be read: Permission")


def test_a_file_that_has_gone_is_unreadable(tmp_path: Path) -> None:
    path = write(tmp_path / "staff.yaml")
    (wanted,) = find_frameworks(tmp_path, "fw")[0]
    path.unlink()
    assert [problem.code for problem in load_framework(wanted)[1]] == ["unreadable"]


# --- whatever the file holds ----------------------------------------------------------------------

#: Pieces that mean something to YAML, to the format, or to what reads text.
PIECES: Final = (
    *(
        "\n",
        "\r\n",
        "\r",
        "\t",
        "  ",
        ": ",
        ":",
        "- ",
        "# ",
        "|",
        ">",
        "*a",
        "&a ",
        "!a ",
        "!!",
        "<<",
    ),
    *("[", "]", "{", "}", '"', "'", "\\", "%", "@", "`", "?", "---\n", "...\n", "~", "null", ","),
    *("\x00", "\x07", "\x85", "\xa0", "\u200b", "\u2028", "\ufeff", "å", "a\u030a", "👩🏽‍🏫", "ش"),
    *("title: ", "kind: text", "kind: steps", "own-1: ", "renamed: {a: b}", "language: xx\n"),
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "framework.yaml"


def check_any_content(path: Path, data: bytes) -> None:
    """A framework or problems, never an exception; each problem one line, within the file."""
    path.write_bytes(data)
    framework, problems = load_framework(Source("framework", path, "framework.yaml"))
    assert (framework is None) == bool(problems)
    last = len(re.findall(rb"\r\n?|\n", data)) + 1
    for problem in problems:
        assert 0 <= problem.line <= last
        assert problem.column >= 0
        assert str(problem).isprintable()


@settings(deadline=None, max_examples=150)
@given(data=st.binary(max_size=200))
def test_any_bytes_give_a_framework_or_problems(scratch: Path, data: bytes) -> None:
    check_any_content(scratch, data)


@settings(deadline=None, max_examples=200)
@given(text=st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("".join))
def test_any_text_gives_a_framework_or_problems(scratch: Path, text: str) -> None:
    check_any_content(scratch, text.encode("utf-8"))


@st.composite
def damaged_files(draw: st.DrawFn) -> str:
    """A good file after some slips of the hand."""
    path = draw(st.sampled_from([path for path in GOOD if path.stat().st_size < 5000]))
    lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 4))):
        number = draw(st.integers(0, len(lines) - 1))
        line = lines[number]
        at = draw(st.integers(0, len(line)))
        slip = draw(
            st.sampled_from(["remove", "double", "move", "insert", "cut", "indent", "dedent"])
        )
        if slip == "remove" and len(lines) > 1:
            del lines[number]
        elif slip == "double":
            lines.insert(number, line)
        elif slip == "move":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(number))
        elif slip == "insert":
            lines[number] = line[:at] + draw(st.sampled_from(PIECES)) + line[at:]
        elif slip == "cut":
            lines[number] = line[:at]
        elif slip == "indent":
            lines[number] = draw(st.sampled_from([" ", "  ", "\t"])) + line
        else:
            lines[number] = line[1:]
    return "".join(lines)


@settings(deadline=None, max_examples=400)
@given(text=damaged_files())
def test_damaged_good_files_give_a_framework_or_problems(scratch: Path, text: str) -> None:
    check_any_content(scratch, text.encode("utf-8"))


def test_problems_are_values_that_compare_by_place() -> None:
    one, two = Problem("a", 1, 1, "bad-id"), Problem("a", 2, 1, "bad-date")
    assert sorted([two, one]) == [one, two]


def test_texts_of_the_model_are_texts(tmp_path: Path) -> None:
    framework = load_text(tmp_path, "  a: {kind: text, text: b}")
    assert {type(text) for text in texts(framework)} == {Text}
    assert {text.state for text in texts(framework)} == {"source"}
