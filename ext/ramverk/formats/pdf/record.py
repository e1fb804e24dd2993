"""What a PDF form says of itself, beside its fields: which framework it is, and what else it holds.

The record is JSON in a hidden field, so it stays with the answers whatever program saves the form.
Its members are those of an answer file; its values are the answers that have no field.
"""

from __future__ import annotations

import json
from typing import Final

from ...answers import FILE_SIZE_LIMIT, Answers, members, parse, read_members
from ...problems import Problem

#: How the format of every version begins.
FORMAT_NAME: Final = "ramverk-pdf/"
FORMAT: Final = f"{FORMAT_NAME}1"

#: The name of the field that holds the record.
FIELD: Final = "ramverk"


def write_record(answers: Answers) -> str:
    """The record of a form, in ASCII alone, which no program's way of saving text can alter.

    :param answers: with the values that have no field, and the digests of everything.
    """
    return json.dumps(members(answers, FORMAT), separators=(",", ":"))


def read_record(text: str, path: str) -> tuple[Answers | None, list[Problem]]:
    """What a record says, or ``None`` and all that is wrong with it.

    :param path: how messages call the file.
    """
    try:
        document = parse(text) if len(text) <= FILE_SIZE_LIMIT else None
    except (json.JSONDecodeError, RecursionError):
        document = None
    if not isinstance(document, dict):
        return None, [Problem(path, 0, 0, "pdf-no-record")]
    found = document.get("format")
    if not isinstance(found, str) or not found.startswith(FORMAT_NAME):
        return None, [Problem(path, 0, 0, "pdf-no-record")]
    if found != FORMAT:
        return None, [Problem(path, 0, 0, "pdf-newer-format", {"found": found})]
    return read_members(document, path)
