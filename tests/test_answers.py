"""Answer files: read whole or not at all, written in one way, carried over without a loss.

``data/answers`` is shared with the tests of the page's script. ``good`` holds files one could be
sent, each with what becomes of them in today's framework beside it (``….expected.json``); ``bad``
holds files that are refused, each with the exact list of its problems. With RAMVERK_REGENERATE=1 in
the environment these tests write both anew; read each changed line as its user would.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ramverk.answers import (
    EXPECTED,
    FIELD_NAME,
    FILE_SIZE_LIMIT,
    ITEM_PATH,
    NAME_LIMIT,
    NUMBER_LIMIT,
    VALUE_LIMIT,
    Answers,
    Carried,
    carry_over,
    clean,
    gap,
    is_surplus,
    read_answers,
    write_answers,
)
from ramverk.form import FIELDS, Form, digests
from ramverk.interface import Message
from ramverk.library import Library
from ramverk.loading import Source, load_framework
from ramverk.model import Framework, Scale
from ramverk.problems import Problem

ROOT: Final = Path(__file__).parent.parent
DATA: Final = Path(__file__).parent / "data" / "answers"
GOOD: Final = sorted(
    path for path in (DATA / "good").glob("*.json") if not path.name.endswith(".expected.json")
)
BAD: Final = sorted((DATA / "bad").glob("*.json"))
REGENERATE: Final = os.environ.get("RAMVERK_REGENERATE") == "1"

#: Files that are written as every file is; the others are read, but would be written otherwise.
AS_WRITTEN: Final = {
    "digests-of-what-is-gone",
    "long-note",
    "more-own-rows",
    "names-of-other-kinds",
    "out-of-scale",
    "own-rows-where-none-are-offered",
    "removed-choices",
    "removed-items",
    "renamed-and-answered",
    "scripts",
    "today",
    "two-old-names-to-one",
}


def load(name: str) -> Framework:
    path = DATA / "frameworks" / f"{name}.yaml"
    framework, problems = load_framework(Source(name, path, path.name))
    assert framework is not None, [str(problem) for problem in problems]
    return framework


REVIEW: Final = load("review")
DIGESTS: Final = digests(REVIEW)


def read(content: bytes) -> Answers:
    answers, problems = read_answers(content, "answers.json")
    assert answers is not None, [str(problem) for problem in problems]
    assert problems == []
    return answers


def good(name: str) -> Answers:
    return read((DATA / "good" / f"{name}.json").read_bytes())


def carried(answers: Answers) -> Carried:
    found, problems = carry_over(answers, REVIEW, DIGESTS)
    assert found is not None, [str(problem) for problem in problems]
    assert problems == []
    return found


def answers_with(values: Mapping[str, str], **members: Any) -> Answers:
    fixed = {"framework": "review", "version": "2.0", "language": "sv", "name": "", "digests": {}}
    return Answers(**{**fixed, "values": values, **members})


def document(**members: Any) -> dict[str, Any]:
    fixed = {"format": "ramverk-answers/1", "framework": "review", "version": "2.0", "values": {}}
    return {**fixed, **members}


def content(**members: Any) -> bytes:
    return json.dumps(document(**members)).encode()


def codes(data: bytes) -> list[str]:
    answers, problems = read_answers(data, "answers.json")
    assert answers is None
    return [problem.code for problem in problems]


# --- good files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_files_find_their_place_in_the_framework_of_today(path: Path) -> None:
    found = carried(read(path.read_bytes()))
    shown = {
        "values": dict(sorted(found.values.items())),
        "leftovers": dict(sorted(found.leftovers.items())),
        "reworded": [*found.reworded],
    }
    expected = path.with_suffix(".expected.json")
    if REGENERATE:
        text = json.dumps(shown, ensure_ascii=False, indent=2) + "\n"
        expected.write_text(text, "utf-8", newline="\n")
    assert shown == json.loads(expected.read_text("utf-8"))


def test_each_expectation_has_its_file() -> None:
    found = {path.name for path in (DATA / "good").iterdir()}
    wanted = {name for path in GOOD for name in (path.name, f"{path.stem}.expected.json")}
    assert found == wanted


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_what_was_read_is_written_and_read_again_without_a_change(path: Path) -> None:
    answers = read(path.read_bytes())
    written = write_answers(answers).encode()
    assert read(written) == answers
    assert write_answers(read(written)).encode() == written
    assert (written == path.read_bytes()) is (path.stem in AS_WRITTEN)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_no_answer_is_dropped(path: Path) -> None:
    check_nothing_is_dropped(read(path.read_bytes()))


def test_answers_of_today_all_have_a_place() -> None:
    answers = good("today")
    found = carried(answers)
    assert found.values == answers.values
    assert found.leftovers == {}
    assert found.reworded == ()
    assert found.digests == answers.digests
    assert {name.rpartition(":")[2] for name in answers.values} == {*FIELDS}


def test_what_is_said_about_the_answers_is_read() -> None:
    answers = good("today")
    assert (answers.framework, answers.version) == ("review", "2.0")
    assert (answers.language, answers.name) == ("sv", "Vårdlaget våren 2026")
    least = good("least")
    assert (least.language, least.name, least.values, least.digests) == ("", "", {}, {})


def test_half_characters_are_mended_everywhere() -> None:
    answers = good("lone-surrogates")
    assert answers.version == "2.0\ufffd"
    assert answers.language == "sv\ufffd"
    assert answers.name == "\ufffd namn"
    assert answers.values[":respondent"] == "a\ufffd👍\ufffdb"
    write_answers(answers).encode()


def test_line_ends_are_line_feeds() -> None:
    answers = good("line-ends")
    assert answers.name == "Rad 1\nRad 2"
    assert "\r" not in "".join(answers.values.values())


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        ("a\r\nb\rc\nd\r\r\n", "a\nb\nc\nd\n\n"),
        ("\ud83d\udc4d", "\ufffd\ufffd"),
        ("👍\u2028\x00\u202e", "👍\u2028\x00\u202e"),
    ],
)
def test_texts_are_cleaned_and_otherwise_left_alone(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


# --- bad files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_files_are_refused_with_all_that_is_wrong(path: Path) -> None:
    answers, problems = read_answers(path.read_bytes(), path.name)
    if answers is not None:
        found, problems = carry_over(answers, REVIEW, DIGESTS, path.name)
        assert found is None
    expected = path.with_suffix(".txt")
    lines = [problem.render() for problem in problems]
    if REGENERATE:
        text = "".join(f"{line}\n" for line in lines)
        expected.write_text(text, "utf-8", newline="\n")
    assert lines == expected.read_text("utf-8").splitlines()
    assert len({*lines}) == len(lines) > 0


def test_each_list_of_problems_has_its_file() -> None:
    assert {path.stem for path in (DATA / "bad").glob("*.txt")} == {path.stem for path in BAD}


def test_the_bad_files_show_every_problem_but_that_of_size() -> None:
    found = "".join(path.read_text("utf-8") for path in (DATA / "bad").glob("*.txt"))
    for code in (
        "not-utf8",
        "answers-syntax",
        "answers-unknown-format",
        "answers-newer-format",
        "answers-wrong-member",
        "answers-other-framework",
    ):
        assert f": {code}: " in found
    assert [name for name, text in EXPECTED.items() if text not in found] == ["count"]


def test_a_file_may_be_as_large_as_the_limit_and_no_larger() -> None:
    data = content()
    assert read(data + b" " * (FILE_SIZE_LIMIT - len(data))) == read(data)
    too_large = data + b" " * (FILE_SIZE_LIMIT - len(data) + 1)
    assert codes(too_large) == ["answers-too-large"]
    # what is too large is not even looked at
    assert codes(b"\xff" * len(too_large)) == ["answers-too-large"]
    assert f"{FILE_SIZE_LIMIT + 1} bytes" in str(read_answers(too_large, "a.json")[1][0])


def test_a_file_may_hold_as_many_answers_as_the_limit_and_no_more() -> None:
    values: dict[str, Any] = {f"a/b{number}:done": True for number in range(VALUE_LIMIT)}
    assert len(read(content(values=values)).values) == VALUE_LIMIT
    values["a:done"] = None
    problems = read_answers(content(values=values), "a.json")[1]
    assert [str(problem).partition(";")[0] for problem in problems] == [
        f"a.json: answers-wrong-member: values must be at most {VALUE_LIMIT:,} answers"
    ]


def test_a_name_may_be_as_long_as_the_limit_and_no_longer() -> None:
    name = "a" * (NAME_LIMIT - 5) + ":done"
    assert read(content(values={name: True})).values == {name: "true"}
    assert codes(content(values={f"a{name}": True})) == ["answers-wrong-member"]


def test_what_is_expected_names_the_limits() -> None:
    assert f"{VALUE_LIMIT:,}" in EXPECTED["count"]
    assert str(NUMBER_LIMIT) in EXPECTED["value"]
    assert all(isinstance(text, Message) for text in EXPECTED.values())


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"format":"ramverk-answers/1","values":['])
def test_bottomless_files_are_refused(opening: str) -> None:
    # How deep a file can be read differs between versions of Python; it is refused in any case.
    assert len(codes((opening * 100_000).encode())) == 1
    closing = "]" if opening == "[" else "}"
    assert codes((opening + "[" * 100_000 + "]" * 100_000 + closing).encode()) != []


def test_a_file_of_one_huge_number_is_refused() -> None:
    assert codes(b'{"a": ' + b"9" * 1_000_000 + b"}") == ["answers-unknown-format"]


# --- writing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("a:done", "true", True),
        ("a:done", "false", "false"),
        ("a:done", "1", "1"),
        ("a:answer", "true", "true"),
        ("gone/long-ago:done", "true", True),
        ("a:undone", "true", "true"),
        ("a:present-quality", "7", 7),
        ("a:present-quality", "0", 0),
        ("a:present-quality", "9999", 9999),
        ("a:present-quality", "10000", "10000"),
        ("a:present-quality", "07", "07"),
        ("a:present-quality", "-7", "-7"),
        ("a:present-quality", "7.0", "7.0"),
        ("a:present-quality", "7\n", "7\n"),
        ("a:present-quality", "٧", "٧"),
        ("a:some-other-quality", "7", 7),
        ("a:quality", "7", "7"),
        ("a:note", "7", "7"),
        (":date", "2026-03-20", "2026-03-20"),
    ],
)
def test_values_are_typed_by_their_names_alone(name: str, value: str, written: object) -> None:
    text = write_answers(answers_with({name: value}))
    found = json.loads(text)["values"][name]
    assert found == written
    assert type(found) is type(written)
    assert read(text.encode()).values == {name: value}


def test_files_are_written_in_one_way() -> None:
    answers = answers_with(
        {"b:note": 'Å\n"\\\x1f\x7f\u2028👍', "a/b:done": "true", "a-b:done": "true", ":date": "x"},
        name="Våren",
        digests={"b": "00000002", "a": "00000001"},
    )
    assert write_answers(answers) == (
        "{\n"
        '  "format": "ramverk-answers/1",\n'
        '  "framework": "review",\n'
        '  "version": "2.0",\n'
        '  "language": "sv",\n'
        '  "name": "Våren",\n'
        '  "values": {\n'
        '    ":date": "x",\n'
        '    "a-b:done": true,\n'
        '    "a/b:done": true,\n'
        '    "b:note": "Å\\n\\"\\\\\\u001f\x7f\u2028👍"\n'
        "  },\n"
        '  "digests": {\n'
        '    "a": "00000001",\n'
        '    "b": "00000002"\n'
        "  }\n"
        "}\n"
    )


def test_what_is_empty_is_left_out() -> None:
    found = json.loads(write_answers(answers_with({"a:note": "", "b:note": "x"})))
    assert [*found] == ["format", "framework", "version", "language", "values"]
    assert found["values"] == {"b:note": "x"}


# --- another version ------------------------------------------------------------------------------


def test_digests_move_with_what_they_are_about() -> None:
    found = carried(good("older-version")).digests
    assert found["criteria/framework/objectives"] == "1234abcd"
    assert found["approach/open"] == "0badc0de"
    assert not [path for path in found if path.startswith(("attitude", "criteria/frames"))]


def test_the_digest_of_what_is_gone_stays_with_its_answers() -> None:
    found = carried(good("removed-items"))
    assert found.leftovers["attitude/patient:done"] == "true"
    assert found.digests["attitude/patient"] == "1234abcd"


def test_a_digest_of_its_own_wins_and_the_other_is_kept() -> None:
    found = carried(good("digests-of-what-is-gone"))
    assert found.digests["approach/open"] == DIGESTS["approach/open"]
    assert found.digests["attitude/open"] == "1234abcd"
    assert "approach/open" not in found.reworded
    assert len(found.digests) == len(good("digests-of-what-is-gone").digests)


def test_an_answer_without_a_digest_is_not_called_reworded() -> None:
    assert carried(answers_with({"approach/open:done": "true"})).reworded == ()


def test_what_has_no_place_is_not_called_reworded() -> None:
    answers = answers_with({"approach/open:answer": "met"}, digests={"approach/open": "00000000"})
    found = carried(answers)
    assert found.leftovers == {"approach/open:answer": "met"}
    assert found.reworded == ()


def test_answers_to_another_framework_are_refused_by_name() -> None:
    found, problems = carry_over(answers_with({}, framework="a/b"), REVIEW, DIGESTS, "svar.json")
    assert found is None
    assert [str(problem).partition(";")[0] for problem in problems] == [
        "svar.json: answers-other-framework: the answers belong to a/b, not to review"
    ]


@pytest.mark.parametrize("id_", ["capacity-building", "staff-mobility"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_field_of_the_shipped_frameworks_goes_there_and_back(id_: str, language: str) -> None:
    library = Library(ROOT, ROOT / "frameworks", ROOT / "locales", language)
    framework, source = library.get(id_), library.untranslated.get(id_)
    assert framework is not None
    assert source is not None
    values = {"tick": "true", "number": "7", "date": "2026-03-20", "text": "Åäö\n👍"}
    answers = Answers(
        framework=id_,
        version=framework.version,
        language=language,
        name="",
        values={
            name: field.choices[0] if field.choices else values[field.kind]
            for name, field in Form(framework).fields.items()
        },
        digests=digests(source),
    )
    assert all(FIELD_NAME.fullmatch(name) for name in answers.values)
    found, problems = carry_over(read(write_answers(answers).encode()), framework, digests(source))
    assert problems == []
    assert found is not None
    assert found.values == answers.values
    assert found.leftovers == {}
    assert found.reworded == ()


# --- gaps -----------------------------------------------------------------------------------------


def service(**values: object) -> dict[str, str]:
    return {f"s/a:{name.replace('_', '-')}": str(value) for name, value in values.items()}


TEN: Final = Scale(min=1, max=10)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # what is wished for
        (service(present="yes", present_quality=4, desired="yes", desired_quality=9), 5),
        (service(present="yes", present_quality=9, desired="yes", desired_quality=9), 0),
        (service(present="yes", present_quality=9, desired="yes", desired_quality=4), -5),
        (service(present="no", desired="yes", desired_quality=9), 9),
        (service(present="no", present_quality=4, desired="yes", desired_quality=9), 9),
        (service(present="no", present_quality="sju", desired="yes", desired_quality=9), 9),
        # what is not
        (service(present="yes", present_quality=4, desired="no", desired_quality=9), None),
        (service(present="no", desired="no"), None),
        (service(present="yes", present_quality=4), None),
        ({}, None),
        # rows that are not filled in to their end
        (service(present="yes", desired="yes", desired_quality=9), None),
        (service(present="yes", present_quality=4, desired="yes"), None),
        (service(present_quality=4, desired="yes", desired_quality=9), None),
        (service(desired="yes", desired_quality=9), None),
        (service(present="no", desired="yes"), None),
        # what cannot be reckoned with
        (service(present="yes", present_quality=0, desired="yes", desired_quality=9), None),
        (service(present="yes", present_quality=4, desired="yes", desired_quality=11), None),
        (service(present="yes", present_quality="4,5", desired="yes", desired_quality=9), None),
        (service(present="yes", present_quality="", desired="yes", desired_quality=9), None),
        (service(present="yes", present_quality=-4, desired="yes", desired_quality=9), None),
        (service(present="kanske", present_quality=4, desired="yes", desired_quality=9), None),
        (service(present="yes", present_quality=4, desired="ja", desired_quality=9), None),
    ],
)
def test_a_gap_is_what_is_wished_for_above_what_there_is(
    values: dict[str, str], expected: int | None
) -> None:
    assert gap(values, "s/a", TEN) == expected
    assert gap(values, "s/b", TEN) is None


def test_a_scale_may_begin_at_nought() -> None:
    scale = Scale(min=0, max=4)
    values = service(present="yes", present_quality=3, desired="yes", desired_quality=0)
    assert gap(values, "s/a", scale) == -3
    values = service(present="yes", present_quality=0, desired="yes", desired_quality=4)
    assert gap(values, "s/a", scale) == 4


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (service(present="yes", desired="no"), True),
        (service(present="yes", present_quality=4, desired="no", desired_quality=9), True),
        (service(present="yes", desired="yes"), False),
        (service(present="yes"), False),
        (service(present="no", desired="no"), False),
        (service(desired="no"), False),
        ({}, False),
    ],
)
def test_what_is_there_and_not_wished_for_can_be_offered_to_others(
    values: dict[str, str], expected: bool
) -> None:
    assert is_surplus(values, "s/a") is expected
    assert not (expected and gap(values, "s/a", TEN) is not None)


def test_the_gaps_of_a_whole_table() -> None:
    values = carried(good("today")).values
    services = ("labour-pool", "mentoring", "retraining", "upskilling", "own-1", "own-2")
    gaps = {id_: gap(values, f"services/{id_}", TEN) for id_ in services}
    assert gaps == {
        "labour-pool": 2,
        "mentoring": None,
        "retraining": 5,
        "upskilling": None,
        "own-1": 5,
        "own-2": None,
    }
    assert [id_ for id_ in services if is_surplus(values, f"services/{id_}")] == ["mentoring"]


# --- anything at all ------------------------------------------------------------------------------


def check_nothing_is_dropped(answers: Answers) -> None:
    found = carried(answers)
    assert not found.values.keys() & found.leftovers.keys()
    together = {**found.values, **found.leftovers}
    assert sorted(together.values()) == sorted(answers.values.values())
    assert sorted(found.digests.values()) == sorted(answers.digests.values())
    form = Form(REVIEW)
    for name, value in found.values.items():
        field = form.field(name)
        assert field is not None
        assert field.holds(value)
    # Saved and opened once more, everything stays where it is.
    again = carried(answers_with(together, digests=found.digests))
    assert (again.values, again.leftovers) == (found.values, found.leftovers)
    assert (again.reworded, again.digests) == (found.reworded, found.digests)


def check_any_content(data: bytes) -> None:
    """Answers or problems, never an exception; what is read can be written and loses nothing."""
    answers, problems = read_answers(data, "answers.json")
    assert (answers is None) == bool(problems)
    for problem in problems:
        assert isinstance(problem, Problem)
        assert 0 <= problem.line <= data.count(b"\n") + 1
        assert str(problem).isprintable()
    if answers is None:
        return
    written = write_answers(answers).encode()
    assert read(written) == answers
    assert write_answers(read(written)).encode() == written
    if answers.framework == REVIEW.id:
        check_nothing_is_dropped(answers)


ID: Final = st.from_regex(r"[a-z0-9]{1,3}(-[a-z0-9]{1,2})?", fullmatch=True)
KNOWN_PATHS: Final = (
    *(row.path for row in Form(REVIEW).rows),
    *REVIEW.renamed,
    *("attitude/open", "attitude/own-2", "attitude/gone", "approach/own-9", "approach/own-77"),
    *("criteria/frames/goals", "criteria/frames/targets", "criteria/frames/own-1", "cycle/own-1"),
)
PATH: Final = st.sampled_from(KNOWN_PATHS) | st.lists(ID, max_size=6).map("/".join)
NAME: Final = st.tuples(PATH, st.sampled_from([*FIELDS]) | ID).map(":".join)
VALUE: Final = st.sampled_from(
    ["true", "yes", "no", "met", "mostly", "7", "11", "2026-03-20", "x"]
) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1)
DIGEST: Final = st.sampled_from([*DIGESTS.values()]) | st.from_regex("[0-9a-f]{8}", fullmatch=True)


@settings(deadline=None, max_examples=300)
@given(
    values=st.dictionaries(NAME, VALUE, max_size=12),
    digests_=st.dictionaries(PATH.filter(ITEM_PATH.fullmatch), DIGEST, max_size=8),
    name=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")),
)
def test_any_answers_are_written_read_and_carried_over_without_a_loss(
    values: dict[str, str], digests_: dict[str, str], name: str
) -> None:
    answers = answers_with(values, digests=digests_, name=name)
    assert read(write_answers(answers).encode()) == answers
    check_nothing_is_dropped(answers)


ANY_NAME: Final = NAME | st.text() | st.sampled_from(["__proto__", "constructor", "a:done\n"])
JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | VALUE,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(NAME | st.text(), inner, max_size=3)
    ),
    max_leaves=6,
)
MEMBER: Final = st.sampled_from([*document(), "language", "name", "digests", "__proto__"])


@st.composite
def changed_documents(draw: st.DrawFn) -> bytes:
    """A good file in which some members have become something else."""
    path = draw(st.sampled_from([path for path in GOOD if path.stat().st_size < 5000]))
    found = copy.deepcopy(json.loads(path.read_text("utf-8-sig")))
    for _ in range(draw(st.integers(1, 3))):
        where = draw(st.sampled_from(["member", "values", "values", "digests", "remove"]))
        target = found if where in {"member", "remove"} else found.get(where)
        if where == "remove":
            found.pop(draw(MEMBER), None)
        elif isinstance(target, dict):
            names = (
                MEMBER if where == "member" else NAME | st.sampled_from([*target, "constructor"])
            )
            target[draw(names)] = draw(JSON)
    return json.dumps(found, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


@settings(deadline=None, max_examples=300)
@given(data=changed_documents())
def test_changed_files_give_answers_or_problems(data: bytes) -> None:
    check_any_content(data)


PIECES: Final = (
    *(
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        '"',
        "\\",
        "\\u",
        "\\ud83d",
        "\n",
        "\r\n",
        "\x00",
        "\ufeff",
        " ",
    ),
    *("true", "null", "NaN", "-Infinity", "1e999", "7.0", "-0", "//", "'", "__proto__", "å", "👍"),
)


@st.composite
def damaged_files(draw: st.DrawFn) -> bytes:
    """A good file after some slips of the hand."""
    path = draw(st.sampled_from([path for path in GOOD if path.stat().st_size < 5000]))
    text = path.read_text("utf-8-sig")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        piece = draw(st.sampled_from(PIECES) | st.just(""))
        text = text[:at] + piece + text[at + draw(st.sampled_from([0, 0, 1, 2, len(text)])) :]
    return text.encode()


@settings(deadline=None, max_examples=400)
@given(data=damaged_files())
def test_damaged_files_give_answers_or_problems(data: bytes) -> None:
    check_any_content(data)


@settings(deadline=None, max_examples=150)
@given(data=st.binary(max_size=200))
def test_any_bytes_give_answers_or_problems(data: bytes) -> None:
    check_any_content(data)


@settings(deadline=None, max_examples=200)
@given(found=JSON)
def test_any_json_gives_answers_or_problems(found: Any) -> None:
    check_any_content(json.dumps(found).encode("utf-8", "surrogatepass"))
    check_any_content(json.dumps(document(values=found)).encode())
