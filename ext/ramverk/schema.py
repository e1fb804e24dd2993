"""The JSON Schemas that are shipped: of framework files and glossaries, from their models, and of
answer files."""

from __future__ import annotations

import datetime
import json
import types
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

from . import answers, model
from .loading import ID, LANGUAGE_TAG, NUMBER_RANGES
from .terminology import Concept, Wording

_FOLDER: Final = Path(__file__).parent / "schema"
#: Shipped with the package; tests hold them to what the functions below give.
SCHEMA_FILE: Final = _FOLDER / "framework.schema.json"
ANSWERS_SCHEMA_FILE: Final = _FOLDER / "answers.schema.json"
GLOSSARY_SCHEMA_FILE: Final = _FOLDER / "glossary.schema.json"

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

_TEXT: Final = {"type": ["string", "number", "boolean"], "minLength": 1}
_SIMPLE: Final[Mapping[Any, dict[str, Any]]] = {
    model.Text: _TEXT,
    model.Prose: _TEXT,
    str: _TEXT,
    datetime.date: {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    model.LanguageTag: {"type": "string", "pattern": f"^{LANGUAGE_TAG.pattern}$"},
    model.Section: {"$ref": "#/$defs/Section"},
}
_ID_NAMES: Final = {"pattern": f"^{ID.pattern}$", "not": {"pattern": "^own-[0-9]+$"}}
_PATH: Final = f"^{ID.pattern}(/{ID.pattern})*$"


def schema_text() -> str:
    """The schema of framework files as it is shipped."""
    return _text_of(framework_schema())


def answers_schema_text() -> str:
    """The schema of answer files as it is shipped."""
    return _text_of(answers_schema())


def glossary_schema_text() -> str:
    """The schema of glossary files as it is shipped."""
    return _text_of(glossary_schema())


def _text_of(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


# --- framework files ------------------------------------------------------------------------------


def framework_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a framework file.

    It is a little wider than the loader, which also checks what a schema cannot say: dates that
    exist, known languages, scales, renamed paths.
    """
    sections = [
        {"if": {"properties": {"kind": {"const": kind}}}, "then": {"$ref": _reference(cls)}}
        for kind, cls in model.SECTION_KINDS.items()
    ]
    section = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": list(model.SECTION_KINDS)}},
        "allOf": sections,
    }
    records = [
        *model.SECTION_KINDS.values(),
        model.CriteriaHeadings,
        model.ServiceHeadings,
        model.Criterion,
        model.Scale,
    ]
    return {
        "$schema": _DRAFT,
        "title": "Ramverk framework",
        **_record(model.Framework),
        "$defs": {
            "Section": section,
            **{cls.__name__: {"anyOf": [_TEXT, _item(cls)]} for cls in (model.Item, model.Step)},
            "Notice": {"anyOf": [_TEXT, _record(model.Notice)]},
            **{cls.__name__: _record(cls) for cls in records},
        },
    }


def _record(cls: type) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    properties: dict[str, Any] = {}
    kind = getattr(cls, "kind", None)
    if kind:
        properties["kind"] = {"const": kind}
    for each in model.keys(cls):
        found = dict(_type(hints[each.name], each.name))
        reference = found.pop("$ref", None)
        if reference:
            found = {"allOf": [{"$ref": reference}]}
        properties[each.name] = {**found, "description": str(each.metadata["doc"])}
    required = [each.name for each in model.keys(cls) if model.is_required(each)]
    record = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**record, "required": required} if required else record


def _item(cls: type[model.Item]) -> dict[str, Any]:
    """The long form; the text of an item without a title is its title."""
    record = _record(cls)
    del record["required"]
    return {**record, "anyOf": [{"required": ["title"]}, {"required": ["text"]}]}


def _type(hint: Any, name: str) -> dict[str, Any]:
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        hint = next(each for each in typing.get_args(hint) if each is not types.NoneType)
        return _type(hint, name)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is int:
        low, high = NUMBER_RANGES[name]
        return {"type": "integer", "minimum": low, "maximum": high}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _TEXT}
    if origin is not None and arguments[0] is model.IdPath:
        path = {"type": "string", "pattern": _PATH}
        return {"type": "object", "propertyNames": path, "additionalProperties": path}
    if origin is not None:
        values = _type(arguments[1], name)
        rules = {"minProperties": 1, "propertyNames": _ID_NAMES, "additionalProperties": values}
        return {"type": "object", **rules}
    return {"$ref": _reference(hint)}


def _reference(cls: type) -> str:
    return f"#/$defs/{cls.__name__}"


# --- glossary files -------------------------------------------------------------------------------


def glossary_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a glossary file.

    That a word stands for one concept, only the reader can see.
    """
    note = next(each for each in model.keys(Concept) if each.name == "note")
    tags = {"anyOf": [{"const": "note"}, {"pattern": f"^{LANGUAGE_TAG.pattern}$"}]}
    concept = {
        "type": "object",
        "properties": {"note": {**_TEXT, "description": str(note.metadata["doc"])}},
        "propertyNames": tags,
        "additionalProperties": {"anyOf": [_TEXT, {"$ref": _reference(Wording)}]},
        "minProperties": 1,
    }
    return {
        "$schema": _DRAFT,
        "title": "Ramverk glossary",
        "type": "object",
        "propertyNames": _ID_NAMES,
        "additionalProperties": concept,
        "$defs": {Wording.__name__: _record(Wording)},
    }


# --- answer files ---------------------------------------------------------------------------------


def answers_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of an answer file.

    It says what the reader says of the file by itself, but for its size; which fields there are,
    and what they hold, only the framework can tell.
    """
    # Texts, ticks and numbers; null, false and an empty text are no answer.
    value = {
        "type": ["string", "boolean", "integer", "null"],
        "minimum": 0,
        "maximum": answers.NUMBER_LIMIT,
    }
    properties = {
        "format": _described("The format and its version.", const=answers.FORMAT),
        "framework": _described(
            "The id of the framework the answers were given to.",
            type="string",
            pattern=f"^{answers.FRAMEWORK_ID.pattern}$",
        ),
        "version": _described("The version of that framework.", type="string"),
        "language": _described("The language in which it was filled in.", type="string"),
        "name": _described("What the user calls these answers.", type="string"),
        "values": _described(
            "The answers by the names of their fields: criteria/framework/objectives:done.",
            type="object",
            maxProperties=answers.VALUE_LIMIT,
            propertyNames={
                "maxLength": answers.NAME_LIMIT,
                "pattern": f"^{answers.FIELD_NAME.pattern}$",
            },
            additionalProperties=value,
        ),
        "digests": _described(
            "Short digests of the wording that was answered, by id path.",
            type="object",
            propertyNames={"pattern": f"^{answers.ITEM_PATH.pattern}$"},
            additionalProperties={"type": "string", "pattern": f"^{answers.DIGEST.pattern}$"},
        ),
    }
    return {
        "$schema": _DRAFT,
        "title": "Ramverk answers",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": ["format", "framework", "version", "values"],
    }


def _described(description: str, **rules: Any) -> dict[str, Any]:
    return {**rules, "description": description}
