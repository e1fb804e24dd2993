"""Answers out of a PDF form, however the program saved it in which it was filled in."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from ...answers import FIELD_NAME, NAME_LIMIT, Answers, clean
from ...form import FIELDS, TICKED
from ...problems import Problem, quoted
from . import record
from .guarded import Found, inspect

FILE_SIZE_LIMIT: Final = 64 * 1024 * 1024

_MARK: Final = re.compile(rf"{record.FORMAT_NAME}[0-9]+")
#: The last of the keywords of a file that has fields; see the writer.
_FORM: Final = "form"


def read(content: bytes, path: str) -> tuple[Answers | None, list[Problem]]:
    """The answers in a filled-in form, or ``None`` and why there are none.

    Answers may come with problems too: what lies beside the form's own fields is told, not taken.

    :param path: how messages call the file.
    """
    if len(content) > FILE_SIZE_LIMIT:
        details = {"size": len(content), "limit": FILE_SIZE_LIMIT}
        return None, [Problem(path, 0, 0, "pdf-too-large", details)]
    found = inspect(content)
    refusal = _refusal(found, path)
    if refusal is not None:
        return None, [refusal]
    fields = _own_fields(found)
    answers, problems = record.read_record(fields.pop(record.FIELD, ""), path)
    if answers is None:
        return None, problems
    return _with_fields(answers, fields), [*_beside(found, path)]


def _refusal(found: Found, path: str) -> Problem | None:
    """Why the file as a whole cannot be read, the most telling reason first."""
    mark = _MARK.search(found.mark)
    ours = {name for name, _, _ in found.fields if _is_own(name)}
    if found.refused:
        return Problem(path, 0, 0, found.refused)
    if mark is None and not any(_is_known(name) for name in ours):
        return Problem(path, 0, 0, "pdf-not-ours")
    if found.active:
        return Problem(path, 0, 0, "pdf-active", {"found": found.active})
    if mark is not None and mark[0] != record.FORMAT:
        return Problem(path, 0, 0, "pdf-newer-format", {"found": mark[0]})
    # What takes the fields away may leave the one that is hidden.
    if not ours - {record.FIELD}:
        variant = found.mark.rpartition(",")[2].strip(' "')
        code = "pdf-flattened" if variant == _FORM or ours else "pdf-print"
        return Problem(path, 0, 0, code)
    contradictory = _contradictory(found)
    if contradictory:
        return Problem(path, 0, 0, "pdf-merged", {"fields": quoted(contradictory)})
    return None


def _is_own(name: str) -> bool:
    """Whether a field is one of a form, of this version of the program or a later one."""
    return name == record.FIELD or (
        len(name) <= NAME_LIMIT and FIELD_NAME.fullmatch(name) is not None
    )


def _is_known(name: str) -> bool:
    """Whether a field tells the form as ours by its name alone."""
    return name == record.FIELD or name.rpartition(":")[2] in FIELDS


def _contradictory(found: Found) -> list[str]:
    """The names of fields that two sheets in one file have answered differently."""
    values: dict[str, set[str]] = defaultdict(set)
    for name, _, value in found.fields:
        values[name].add(value)
    return [name for name, each in values.items() if len(each) > 1 and _is_own(name)]


def _own_fields(found: Found) -> dict[str, str]:
    """What is answered in the form's own fields, and the record."""
    fields = {
        name: _value(name, type_, text) for name, type_, text in found.fields if _is_own(name)
    }
    return {name: value for name, value in fields.items() if value}


def _value(name: str, type_: str, text: str) -> str:
    """A field's value as answers hold it."""
    kind = FIELDS.get(name.rpartition(":")[2])
    if type_ == "Btn" and kind is not None and kind.kind == "tick":
        return TICKED if text else ""
    wraps = kind is not None and not kind.lines and not name.startswith(":")
    # Fields in narrow columns wrap, so that a line can be broken in them; on the page it cannot.
    return clean(text).replace("\n", " ") if wraps else clean(text)


def _with_fields(form: Answers, fields: Mapping[str, str]) -> Answers:
    """The form's own answers, with those that it kept for others and has no field for."""
    values = {**form.values, **fields}
    answered = {name.rpartition(":")[0] for name in values}
    digests = {path: digest for path, digest in form.digests.items() if path in answered}
    return dataclasses.replace(
        form, values=MappingProxyType(values), digests=MappingProxyType(digests)
    )


def _beside(found: Found, path: str) -> Iterator[Problem]:
    """What the reader of the answers must know, since it could be meant as one."""
    if found.is_mended:
        yield Problem(path, 0, 0, "pdf-mended")
    for name, _, text in found.fields:
        if text and not _is_own(name):
            details: dict[str, object] = {"field": name or "“”", "text": text}
            yield Problem(path, 0, 0, "pdf-other-field", details)
    for page, text in found.notes:
        yield Problem(path, 0, 0, "pdf-note", {"page": page, "text": text})
