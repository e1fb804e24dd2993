"""The record of a PDF form: what it says of itself, as strictly read as a file of answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ramverk.answers import FILE_SIZE_LIMIT, Answers, write_answers
from ramverk.formats.pdf.record import FORMAT, read_record, write_record

ANSWERS = Answers(
    framework="criteria/review",
    version="2.0",
    language="sv",
    name="Vårdlaget ()\\ 👍",
    values={"gone/away:done": "true", "gone/away:note": "Å\nä", "a:present-quality": "7"},
    digests={"criteria/open": "1234abcd"},
)


def codes(text: str) -> list[str]:
    found, problems = read_record(text, "a.pdf")
    assert found is None
    assert all((problem.path, problem.line) == ("a.pdf", 0) for problem in problems)
    return [problem.code for problem in problems]


def text(**members: Any) -> str:
    fixed = {"format": FORMAT, "framework": "review", "version": "2.0", "values": {}}
    return json.dumps({**fixed, **members})


def test_what_is_written_is_read() -> None:
    assert read_record(write_record(ANSWERS), "a.pdf") == (ANSWERS, [])


def test_the_record_has_the_members_of_an_answer_file() -> None:
    members = json.loads(write_answers(ANSWERS))
    assert json.loads(write_record(ANSWERS)) == {**members, "format": "ramverk-pdf/1"}


def test_the_record_is_one_line_of_ascii() -> None:
    assert write_record(ANSWERS).isascii()
    assert write_record(ANSWERS).isprintable()


@pytest.mark.parametrize(
    "opening", ["", "{", "[]", "null", "7", '"ramverk-pdf/1"', "{}", "[" * 99_999]
)
def test_a_damaged_record_is_told(opening: str) -> None:
    assert codes(opening) == ["pdf-no-record"]


@pytest.mark.parametrize("found", [None, 1, [], "", "ramverk-answers/1", "Ramverk-pdf/1"])
def test_another_format_is_no_record(found: object) -> None:
    assert codes(text(format=found)) == ["pdf-no-record"]


@pytest.mark.parametrize("found", ["ramverk-pdf/2", "ramverk-pdf/10", "ramverk-pdf/1.1"])
def test_a_newer_record_is_told_whatever_else_it_says(found: str) -> None:
    assert codes(text(format=found, values=[], more=1)) == ["pdf-newer-format"]


@pytest.mark.parametrize(
    "members",
    [
        {"framework": "../x"},
        {"framework": None},
        {"version": 2},
        {"language": []},
        {"name": {}},
        {"values": []},
        {"values": {"x": "no field"}},
        {"values": {"a:note": -1}},
        {"digests": {"a/b": "xyz"}},
        {"colour": "red"},
    ],
)
def test_members_are_checked_as_those_of_an_answer_file(members: dict[str, Any]) -> None:
    assert codes(text(**members)) == ["answers-wrong-member"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert codes(text(framework=1, version=1, colour=1)) == ["answers-wrong-member"] * 3


def test_a_record_may_be_as_large_as_a_file_of_answers() -> None:
    whole = text() + " " * (FILE_SIZE_LIMIT - len(text()))
    assert read_record(whole, "a.pdf")[0] is not None
    assert codes(whole + " ") == ["pdf-no-record"]


@given(st.text())
def test_no_text_breaks_the_reader(found: str) -> None:
    assert codes(found) == ["pdf-no-record"]
