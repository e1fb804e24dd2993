"""A framework as a JSON data file: for programs that want the data, in one language."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..model import SECTION_KINDS, BulletList, Framework, Prose, Text, keys

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
    if isinstance(value, Prose):
        return [
            list(block.texts) if isinstance(block, BulletList) else block.text for block in value
        ]
    if isinstance(value, Mapping):
        return {id_: _plain(each) for id_, each in value.items()}
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = _KINDS.get(type(value))
        record: dict[str, Any] = {"kind": kind} if kind else {}
        for each in keys(type(value)):
            plain = _plain(getattr(value, each.name))
            is_noise = plain == 0 and each.name in _LEFT_OUT_AT_ZERO
            if plain not in (None, {}, [], "") and each.name not in _LEFT_OUT and not is_noise:
                record[each.name] = plain
        return record
    return value


def _untranslated(value: Any, pointer: str = "") -> Iterator[str]:
    if isinstance(value, Text):
        if not value.is_current:
            yield pointer
    elif isinstance(value, Mapping):
        for name, each in value.items():
            escaped = str(name).replace("~", "~0").replace("/", "~1")
            yield from _untranslated(each, f"{pointer}/{escaped}")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _untranslated(each, f"{pointer}/{index}")
