"""A framework as a JSON data file: for programs that want the data, in one language."""

from __future__ import annotations

import datetime
import functools
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from ..model import SECTION_KINDS, BulletList, Framework, Prose, Text, key_names

FORMAT: Final = "ramverk-framework/1"

_BEGINNING: Final = re.compile(r'\{\s*"format":\s*"ramverk-framework/')
_KINDS: Final[dict[type, str]] = {cls: kind for kind, cls in SECTION_KINDS.items()}
#: Meant for translators; a reader of the data has no use for it.
_LEFT_OUT: Final = {"note", "context"}
#: Few have any: a zero at each would only be noise.
_LEFT_OUT_AT_ZERO: Final = {"signatures"}


def write(framework: Framework, language: str) -> str:
    """The data of ``framework`` as readers of ``language`` see it.

    The keys are those of the framework file; texts of several paragraphs are lists of strings and
    of lists. ``untranslated`` holds the JSON pointers (RFC 6901) of texts that still wait for a
    current translation and stand in the source language.
    """
    plain = _plain(framework)
    data = {
        "format": FORMAT,
        "id": framework.id,
        **plain,
        "language": language,
        "source_language": framework.language,
        "untranslated": sorted(_untranslated(plain)),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def is_data_file(content: str) -> bool:
    """Whether a file with this content is one of :func:`write`, of today or of earlier."""
    return _BEGINNING.match(content) is not None


def _plain(value: Any) -> Any:
    """``value`` in JSON's own types; empty and absent values are left out.

    A :class:`Text` is a string, and remembers whether it is translated.
    """
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, Mapping):
        return {id_: _plain(each) for id_, each in value.items()}
    if isinstance(value, Prose):
        return [
            list(block.texts) if isinstance(block, BulletList) else block.text for block in value
        ]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    cls: type = type(value)
    if names := _names(cls):
        kind = _KINDS.get(cls)
        record: dict[str, Any] = {"kind": kind} if kind else {}
        for name in names:
            plain = _plain(getattr(value, name))
            if plain or (plain == 0 and name not in _LEFT_OUT_AT_ZERO):
                record[name] = plain
        return record
    return value


@functools.cache
def _names(cls: type) -> list[str]:
    """What is written of a record, in its order; of other values, nothing."""
    return [each for each in key_names(cls) if each not in _LEFT_OUT]


def _untranslated(value: Any) -> list[str]:
    """JSON pointers from ``value`` to texts that wait for a translation."""
    if isinstance(value, Text):
        return [] if value.is_current else [""]
    if isinstance(value, dict):
        return [
            f"/{str(name).replace('~', '~0').replace('/', '~1')}{below}"
            for name, each in value.items()
            for below in _untranslated(each)
        ]
    if isinstance(value, list):
        return [f"/{at}{below}" for at, each in enumerate(value) for below in _untranslated(each)]
    return []
