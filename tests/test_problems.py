"""Problems: the list of codes, and the one line a reader gets."""

from __future__ import annotations

import pickle
import string
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ramverk.interface import Message, interface_for
from ramverk.loading import Source, load_framework
from ramverk.problems import CODES, Problem, quoted

TESTS: Final = Path(__file__).parent
BAD: Final = sorted((TESTS / "data" / "bad").glob("*.yaml"))


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def problems_of(path: Path) -> list[Problem]:
    return load_framework(Source(path.stem, path, path.name))[1]


# --- the list -------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_each_code_is_seen_by_a_test(code: str) -> None:
    lists = [path.read_text("utf-8") for path in (TESTS / "data").rglob("bad/*.txt")]
    tests = [path.read_text("utf-8") for path in TESTS.rglob("*.py") if path != Path(__file__)]
    assert any(f": {code}: " in text for text in lists) or any(code in text for text in tests)


@pytest.mark.parametrize("code", CODES)
def test_each_code_says_what_is_wrong_and_what_to_do(code: str) -> None:
    message, remedy, severity = CODES[code]
    assert severity in {"error", "warning"}
    assert isinstance(message, Message), "not marked for translation"
    assert isinstance(remedy, Message), "not marked for translation"
    for text in (message, remedy):
        assert text.strip() == text != ""
        assert not text.endswith(".")
        assert all(name.isidentifier() for name in placeholders(text))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_details_fill_all_placeholders(path: Path) -> None:
    for problem in problems_of(path):
        code = CODES[problem.code]
        wanted = placeholders(code.message) | placeholders(problem.remedy or code.remedy)
        assert wanted <= set(problem.details)
        assert None not in (problem.details[name] for name in wanted)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_swedish_authors_are_told_in_swedish(path: Path) -> None:
    swedish = interface_for("sv").gettext
    for problem in problems_of(path):
        code = CODES[problem.code]
        # in the list of codes or not, every sentence that reaches an author is in the catalogue
        sentences = [code.message, problem.remedy or code.remedy]
        sentences += [each for each in problem.details.values() if isinstance(each, Message)]
        assert [each for each in sentences if swedish(each) == each] == []
        assert problem.render(swedish) != problem.render()


def test_an_unknown_code_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="no-such-code"):
        Problem("a.yaml", 1, 1, "no-such-code")


# --- the line -------------------------------------------------------------------------------------


def test_the_line_is_place_code_message_and_remedy() -> None:
    problem = Problem("fw/a.yaml", 3, 7, "unknown-kind", {"found": "lst", "allowed": "text, steps"})
    assert str(problem) == (
        "fw/a.yaml:3:7: unknown-kind: there is no section kind lst; choose one of text, steps"
    )


@pytest.mark.parametrize(
    ("line", "column", "location"), [(0, 0, "a.yaml"), (5, 0, "a.yaml:5"), (5, 2, "a.yaml:5:2")]
)
def test_the_place_is_told_as_far_as_it_is_known(line: int, column: int, location: str) -> None:
    assert Problem("a.yaml", line, column, "empty-file").location == location


def test_a_remedy_of_its_own_replaces_that_of_the_code() -> None:
    problem = Problem("a", 1, 1, "reserved-id", {"id": "own-1", "guess": "x"}, "try {guess}")
    assert problem.describe().endswith("; try x")


def test_translation_reaches_message_remedy_and_marked_details() -> None:
    details = {"key": "title", "expected": Message("a text"), "found": "a text", "example": "x"}
    translated = {
        CODES["wrong-type"].message: "{key} ska vara {expected}, inte {found}",
        CODES["wrong-type"].remedy: "skriv {example}",
        "a text": "en text",
    }
    problem = Problem("a", 1, 1, "wrong-type", details)
    told = problem.describe(lambda text: translated[text])
    # the value of the author's own file is not translated, though it has the same words
    assert told == "title ska vara en text, inte a text; skriv x"


def test_braces_in_a_value_are_only_braces() -> None:
    problem = Problem("a", 1, 1, "bad-id", {"id": "{id.__class__}", "suggestion": "{0}"})
    assert "{id.__class__} is not a valid id" in str(problem)
    assert str(problem).endswith("{0}")


def test_a_huge_value_is_cut() -> None:
    problem = Problem("a", 1, 1, "bad-date", {"found": "x" * 10_000, "example": "2026-01-31"})
    assert len(str(problem)) < 400
    assert "x…" in str(problem)


@given(path=st.text(), value=st.text())
def test_the_line_is_one_line_without_control_characters(path: str, value: str) -> None:
    problem = Problem(path, 1, 1, "bad-id", {"id": value, "suggestion": value})
    assert str(problem).isprintable()


@pytest.mark.parametrize(
    "value", ["a\nb.yaml:1: fake: line", "a\x1b[2Jb", "a\u202eb", "a\udce5b", "a\rb", "a\x85b"]
)
def test_no_value_forges_a_line_or_colours_a_terminal(value: str) -> None:
    for problem in (
        Problem(value, 1, 1, "empty-file"),
        Problem("a", 1, 1, "bad-id", {"id": value, "suggestion": "b"}),
    ):
        assert str(problem).isprintable()
        assert str(problem).encode("utf-8")


def test_problems_sort_by_place() -> None:
    places = [("b", 1, 1), ("a", 10, 1), ("a", 9, 2), ("a", 9, 1), ("a", 0, 0)]
    ordered = sorted(Problem(*place, "empty-file") for place in places)
    assert [(each.path, each.line, each.column) for each in ordered] == sorted(places)


def test_problems_travel_between_processes() -> None:
    problem = Problem("a", 1, 2, "wrong-type", {"key": Message("a key")}, Message("b"))
    copy = pickle.loads(pickle.dumps(problem))
    assert copy == problem
    assert isinstance(copy.details["key"], Message)


def test_values_are_listed_with_commas() -> None:
    assert quoted(["a", 1, "c d"]) == "a, 1, c d"
