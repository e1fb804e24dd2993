"""The JSON Schemas that others check with: current, valid, and of one mind with what reads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from jsonschema import Draft202012Validator

from ramverk.answers import VALUE_LIMIT
from ramverk.model import SECTION_KINDS, Framework, keys
from ramverk.schema import (
    ANSWERS_SCHEMA_FILE,
    SCHEMA_FILE,
    answers_schema,
    answers_schema_text,
    framework_schema,
    schema_text,
)

DATA: Final = Path(__file__).parent / "data"
GOOD: Final = sorted((DATA / "good").rglob("*.yaml"))
VALIDATOR: Final = Draft202012Validator(framework_schema())

#: Broken files that the schema lets through: what only the loader can know.
WIDER: Final = {
    "ampersand-first",  # a name to plain YAML, and "#2" a comment
    "hash-cuts-text",
    "conflict-in-text",  # any text to plain YAML
    "guidance-without-title",  # the schema does not tell one paragraph from several
    "date-that-does-not-exist",
    "duplicate-id",  # plain YAML keeps the last of two keys
    "duplicate-key",
    "escaped-control-characters",
    "evidence-with-id-of-indicator",
    "language-with-three-letters",
    "renamed-in-use",
    "renamed-the-wrong-way-round",
    "renamed-to-nowhere",
    "scale-of-one-value",
    "scale-upside-down",
}


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it (1.2): only null, true, false and numbers are no texts."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?[0-9]+\.[0-9]*([eE][-+]?[0-9]+)?", list("-+0123456789")),
):
    regexp = re.compile(f"^(?:{pattern})$")
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", regexp, first)


def with_text_keys(value: Any) -> Any:
    """JSON has no other keys than texts."""
    if isinstance(value, dict):
        return {str(key): with_text_keys(each) for key, each in value.items()}
    return [with_text_keys(each) for each in value] if isinstance(value, list) else value


def read(path: Path) -> Any:
    return with_text_keys(yaml.load(path.read_text("utf-8-sig"), Loader=EditorLoader))


def errors(path: Path) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(read(path))]


def plain_yaml() -> list[Path]:
    """The broken files that an editor reads as YAML at all."""
    found = []
    for path in sorted((DATA / "bad").glob("*.yaml")):
        if path.stem == "alias-bomb":  # nothing but our own loader survives it
            continue
        try:
            read(path)
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
            continue
        found.append(path)
    return found


PLAIN_YAML: Final = plain_yaml()


def test_the_shipped_schema_is_current() -> None:
    assert SCHEMA_FILE.read_text("utf-8") == schema_text()


def test_the_schema_is_a_valid_one() -> None:
    schema = json.loads(schema_text())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_all_references_lead_somewhere() -> None:
    schema = framework_schema()
    found = set(re.findall(r'"\$ref": "#/\$defs/(\w+)"', json.dumps(schema)))
    assert found
    assert found <= set(schema["$defs"])


def test_every_key_is_explained() -> None:
    schema = framework_schema()
    kinds: list[type] = [Framework, *SECTION_KINDS.values()]
    for cls in kinds:
        place = schema if cls is Framework else schema["$defs"][cls.__name__]
        for each in keys(cls):
            assert place["properties"][each.name]["description"] == each.metadata["doc"]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_files_fit(path: Path) -> None:
    assert errors(path) == []


def test_most_broken_files_are_yaml_that_the_schema_can_judge() -> None:
    assert len(PLAIN_YAML) > 50
    assert {path.stem for path in PLAIN_YAML} >= WIDER


@pytest.mark.parametrize("path", PLAIN_YAML, ids=lambda path: path.stem)
def test_broken_files_do_not_fit_unless_only_the_loader_can_know(path: Path) -> None:
    assert bool(errors(path)) is (path.stem not in WIDER)


@pytest.mark.parametrize(
    "item",
    [
        *("", None, [], {}, {"note": "a"}, {"title": ""}, {"title": None}),
        *({"title": "a", "texts": "b"}, {"title": "a", "signatures": 1}),
    ],
)
def test_items_need_a_text(item: Any) -> None:
    assert not VALIDATOR.is_valid(framework({"a": item}))


@pytest.mark.parametrize(
    "item", ["a", 1, True, 1.5, {"title": "a"}, {"text": "a"}, {"title": "a", "note": "b"}]
)
def test_items_are_texts_or_have_keys(item: Any) -> None:
    assert VALIDATOR.is_valid(framework({"a": item}))


@pytest.mark.parametrize(
    ("step", "fits"),
    [
        ("a", True),
        ({"title": "a", "signatures": 0}, True),
        ({"text": "a", "signatures": 20}, True),
        ({"title": "a", "signatures": 21}, False),
        ({"title": "a", "signatures": -1}, False),
        ({"title": "a", "signatures": "två"}, False),
        ({"signatures": 2}, False),
    ],
)
def test_steps_may_ask_for_signatures(step: Any, fits: bool) -> None:
    found = framework({})
    found["sections"]["a"] = {"kind": "steps", "title": "a", "steps": {"b": step}}
    assert VALIDATOR.is_valid(found) is fits


@pytest.mark.parametrize("id_", ["A", "å", "a_b", "a--b", "-a", "a-", "", "a/b", "own-1", "a b"])
def test_ids_are_checked(id_: str) -> None:
    assert not VALIDATOR.is_valid(framework({id_: "a"}))


@pytest.mark.parametrize("id_", ["a", "1", "a-1", "own", "own-row", "owner-1", "my-own-1"])
def test_good_ids_are_let_through(id_: str) -> None:
    assert VALIDATOR.is_valid(framework({id_: "a"}))


def framework(items: dict[str, Any]) -> dict[str, Any]:
    section = {"kind": "checklist", "title": "a", "items": items}
    return {
        "title": "a",
        "language": "en",
        "version": "1",
        "date": "2026-01-31",
        "sections": {"a": section},
    }


# --- answer files ---------------------------------------------------------------------------------

GOOD_ANSWERS: Final = sorted(
    path
    for path in (DATA / "answers" / "good").glob("*.json")
    if not path.name.endswith(".expected.json")
)
ANSWERS_VALIDATOR: Final = Draft202012Validator(answers_schema())

#: Refused files that the schema lets through.
WIDER_ANSWERS: Final = {
    "framework-in-a-folder",  # which framework is meant, only the reader can know
    "other-framework",
    "framework-with-line-end",  # "$" is also before the last line end, in Python alone
}


def refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8-sig"), parse_int=float, parse_constant=refuse)


def plain_json() -> list[Path]:
    """The refused files that are JSON at all."""
    found = []
    for path in sorted((DATA / "answers" / "bad").glob("*.json")):
        try:
            read_json(path)
        except ValueError:
            continue
        found.append(path)
    return found


PLAIN_JSON: Final = plain_json()


def answer_file(**members: Any) -> dict[str, Any]:
    fixed = {"format": "ramverk-answers/1", "framework": "a", "version": "1", "values": {}}
    return {**fixed, **members}


def test_the_shipped_schema_of_answers_is_current() -> None:
    assert ANSWERS_SCHEMA_FILE.read_text("utf-8") == answers_schema_text()


def test_the_schema_of_answers_is_a_valid_one() -> None:
    schema = json.loads(answers_schema_text())
    Draft202012Validator.check_schema(schema)
    assert set(schema["required"]) < set(schema["properties"])
    assert all(each["description"] for each in schema["properties"].values())


@pytest.mark.parametrize("path", GOOD_ANSWERS, ids=lambda path: path.stem)
def test_good_answers_fit(path: Path) -> None:
    assert [error.message for error in ANSWERS_VALIDATOR.iter_errors(read_json(path))] == []


def test_most_refused_answers_are_json_that_the_schema_can_judge() -> None:
    assert len(PLAIN_JSON) > 30
    assert {path.stem for path in PLAIN_JSON} >= WIDER_ANSWERS


@pytest.mark.parametrize("path", PLAIN_JSON, ids=lambda path: path.stem)
def test_refused_answers_do_not_fit_unless_only_the_reader_can_know(path: Path) -> None:
    assert ANSWERS_VALIDATOR.is_valid(read_json(path)) is (path.stem in WIDER_ANSWERS)


@pytest.mark.parametrize("value", ["", "a", "7", True, False, None, 0, 7, 7.0, 9999], ids=repr)
def test_answers_are_texts_ticks_and_numbers(value: Any) -> None:
    assert ANSWERS_VALIDATOR.is_valid(answer_file(values={"a:done": value}))


@pytest.mark.parametrize("value", [[], {}, ["a"], -1, 10000, 7.5, float("inf")], ids=repr)
def test_answers_are_nothing_else(value: Any) -> None:
    assert not ANSWERS_VALIDATOR.is_valid(answer_file(values={"a:done": value}))


@pytest.mark.parametrize(
    "name", ["", "a", "a:", ":A", "a//b:c", "__proto__", "a:b:c", "å:b", f"a:{'b' * 399}"]
)
def test_names_of_fields_are_checked(name: str) -> None:
    assert not ANSWERS_VALIDATOR.is_valid(answer_file(values={name: "x"}))


def test_the_number_of_answers_is_checked() -> None:
    values = {f"a/b{number}:note": "x" for number in range(VALUE_LIMIT)}
    assert ANSWERS_VALIDATOR.is_valid(answer_file(values=values))
    values["a:note"] = "x"
    assert not ANSWERS_VALIDATOR.is_valid(answer_file(values=values))
