"""YAML → nodes with places; what is no plain data file is refused, where the mistake was made."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
import yaml

from ramverk import yaml_nodes
from ramverk.yaml_nodes import (
    ALIASED_NODES_LIMIT,
    DEPTH_LIMIT,
    Mapping,
    Node,
    Scalar,
    Sequence,
    YamlError,
    parse,
)

DATA: Final = Path(__file__).parent / "data"
GOOD: Final = sorted((DATA / "good").rglob("*.yaml"))


def mapping(text: str) -> dict[str, Node]:
    root = parse(text)
    assert isinstance(root, Mapping)
    return {key.value: value for key, value in root.pairs if isinstance(key, Scalar)}


def scalar(text: str) -> Scalar:
    (node,) = mapping(text).values()
    assert isinstance(node, Scalar)
    return node


def error(text: str) -> YamlError:
    with pytest.raises(YamlError) as caught:
        parse(text)
    return caught.value


def place(found: YamlError) -> tuple[str, int, int]:
    return found.code, found.line, found.column


# --- scalars --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    ["no", "Yes", "1.0", "1.10", "007", "0x10", "1e3", "12:30", "2019-11-13", "=", ".inf", "a b"],
)
def test_scalars_stay_the_text_the_author_wrote(value: str) -> None:
    assert scalar(f"key: {value}").value == value


@pytest.mark.parametrize("value", ["", "~", "null", "Null", "NULL", "!!str"])
def test_nothing_and_null_are_null(value: str) -> None:
    assert scalar(f"key: {value}").is_null


@pytest.mark.parametrize("value", ["''", '"null"', "'~'", "nul", "none", "0", "false"])
def test_quoted_or_other_words_are_no_null(value: str) -> None:
    assert not scalar(f"key: {value}").is_null


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("key: a\n  b\n", "", "a b"),
        ("key: 'a''b'\n", "'", "a'b"),
        ('key: "a\\u00e5"\n', '"', "aå"),
        ("key: |\n  a\n  b\n", "|", "a\nb\n"),
        ("key: >-\n  a\n  b\n", ">", "a b"),
    ],
)
def test_the_style_of_a_scalar_is_kept(text: str, style: str, value: str) -> None:
    assert (scalar(text).style, scalar(text).value) == (style, value)


# --- places ---------------------------------------------------------------------------------------


def test_nodes_know_line_and_column() -> None:
    root = parse("a: 1\nb:\n  - x\n  -   {c: d}\n")
    assert isinstance(root, Mapping)
    (_, one), (b, items) = root.pairs
    assert isinstance(items, Sequence)
    x, inner = items.items
    assert isinstance(inner, Mapping)
    ((c, d),) = inner.pairs
    places = [(node.line, node.column) for node in (root, one, b, items, x, inner, c, d)]
    assert places == [(1, 1), (1, 4), (2, 1), (3, 3), (3, 5), (4, 7), (4, 8), (4, 11)]


def test_columns_count_characters_and_not_bytes() -> None:
    node = parse("{åäö: 👩🏽‍🏫, b: c}")
    assert isinstance(node, Mapping)
    assert node.pairs[1][0].column == len("{åäö: 👩🏽‍🏫, ") + 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(end: str) -> None:
    assert mapping(end.join(["a: 1", "# å", "", "b: 2", ""]))["b"].line == 4


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_what_editors_take_for_no_line_end_counts_as_none(separator: str) -> None:
    found = mapping(f"a: one{separator}line\nb: |\n  one{separator}line\nc: 3\n")
    values = [node.value for node in found.values() if isinstance(node, Scalar)]
    assert values == ["one line", "one line\n", "3"]
    assert found["c"].line == 4


def test_position_counts_all_line_ends() -> None:
    text = "a\nb\r\nc\rd"
    assert [yaml_nodes.position(text, text.index(each)) for each in "abcd"] == [
        (1, 1),
        (2, 1),
        (3, 1),
        (4, 1),
    ]


# --- aliases and nesting --------------------------------------------------------------------------


def test_an_alias_is_what_it_stands_for() -> None:
    found = mapping("a: &x {b: c}\nd: *x\n")
    assert found["a"] is found["d"]


def test_an_anchor_may_be_given_again() -> None:
    found = mapping("a: &x one\nb: &x two\nc: *x\n")
    assert found["c"] is found["b"]


def test_aliases_up_to_the_limit_are_read() -> None:
    text = "a: &a one\nb: [" + "*a, " * ALIASED_NODES_LIMIT + "]\n"
    items = mapping(text)["b"]
    assert isinstance(items, Sequence)
    assert len(items.items) == ALIASED_NODES_LIMIT


def test_aliases_above_the_limit_are_refused() -> None:
    text = "a: &a one\nb: [" + "*a, " * (ALIASED_NODES_LIMIT + 1) + "]\n"
    assert place(error(text))[:2] == ("yaml-alias", 2)


def test_an_alias_counts_with_all_it_stands_for() -> None:
    tens = "a: &a [" + "x, " * 9 + "x]\n"
    for name, before in zip("bcde", "abcd", strict=True):
        tens += f"{name}: &{name} [" + f"*{before}, " * 9 + f"*{before}]\n"
    assert place(error(tens))[:2] == ("yaml-alias", 4)


def test_an_alias_to_its_own_surroundings_is_refused() -> None:
    assert place(error("a: &a\n  b: [*a]\n")) == ("yaml-alias", 2, 7)


def test_nesting_up_to_the_limit_is_read() -> None:
    assert isinstance(parse("[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT), Sequence)


@pytest.mark.parametrize("depth", [DEPTH_LIMIT + 2, 100_000])
def test_nesting_above_the_limit_is_refused(depth: int) -> None:
    assert place(error("[" * depth)) == ("yaml-depth", 1, DEPTH_LIMIT + 2)


# --- documents and tags ---------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "~"])
def test_a_file_without_content_is_empty(text: str) -> None:
    assert place(error(text)) == ("empty-file", 0, 0)


def test_a_second_document_is_refused_where_it_starts() -> None:
    assert place(error("a: 1\n---\nb: 2\n")) == ("several-documents", 2, 1)
    assert place(error("---\n---\nb: 2\n")) == ("several-documents", 2, 1)


@pytest.mark.parametrize("tag", ["!", "!!str", "!!int", "!!float", "!!timestamp"])
def test_tags_of_plain_values_change_nothing(tag: str) -> None:
    assert scalar(f"key: {tag} 5").value == "5"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("a: !!python/name:os.system x", "!!python/name:os.system"),
        ("a: !!set {b}", "!!set"),
        ("a: !!binary eA==", "!!binary"),
        ("a: !bang x", "!bang"),
        ("%TAG !e! tag:example.org,2026:\n---\na: !e!b [x]", "tag:example.org,2026:b"),
    ],
)
def test_other_tags_are_refused_and_named_as_written(text: str, tag: str) -> None:
    found = error(text)
    assert (found.code, found.details["tag"]) == ("yaml-tag", tag)


# --- syntax ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        # an unclosed quote is noticed at the next quote, or at the end of the file
        ('a: "b\nc: d\ne: "f"\n', 1, 4),
        ("a: 'b\nc: d\ne: 'f'\n", 1, 4),
        ('a: b\nc: "d\ne: f\n', 2, 4),
        # a missing colon is noticed on the next line
        ("a: b\nc\nd: e\n", 2, 1),
        ("a:b\nd: e\n", 1, 1),
        # an open bracket is noticed at the next key
        ("a: [b, c\nd: e\n", 1, 4),
        ("a: {b: c\nd: e\n", 1, 4),
        # a control character after letters that are several bytes in UTF-8
        ("åäö: åäö\nå: a\x0bb\n", 2, 5),
        # a tab
        ("a:\n  b: c\n\td: e\n", 3, 1),
    ],
)
def test_a_syntax_error_is_told_where_the_mistake_was_made(
    text: str, line: int, column: int
) -> None:
    assert place(error(text)) == ("yaml-syntax", line, column)


def test_text_after_a_quoted_text_in_brackets_is_told_where_it_stands() -> None:
    found = error('a: ["b" c]\n')
    assert (found.line, found.column) == (1, 9)
    assert "closing quote" in str(found.details["reason"])


def test_an_alias_at_the_start_of_a_line_is_not_taken_for_wrong_indentation() -> None:
    assert "begins with" in str(error("a: |\n  b\n** c **\n").details["reason"])


# --- the parser without libyaml -------------------------------------------------------------------


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_the_parser_in_python_reads_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_bytes().decode("utf-8-sig")
    fast = parse(text)
    monkeypatch.setattr(yaml_nodes, "_LOADER", yaml.SafeLoader)
    assert parse(text) == fast


@pytest.mark.parametrize(
    "text", ["a: b: c\n", 'a: "b\n', "a: [b\n", "a: \x01\n", "a: *b\n", "a: !b c\n", "", "\ta: b"]
)
def test_the_parser_in_python_refuses_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = error(text)
    monkeypatch.setattr(yaml_nodes, "_LOADER", yaml.SafeLoader)
    slow = error(text)
    assert (slow.code, slow.line) == (fast.code, fast.line)
