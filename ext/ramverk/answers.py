"""Answers to a framework: their file, their way to another version, and the gaps they show.

A file is read whole or not at all, and what finds no place in the framework of today is kept under
its name, shown and written out again: nothing that somebody has filled in is ever dropped.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from .form import TICKED, Field, Form
from .interface import N_
from .loading import ID
from .model import Framework, Scale
from .problems import Problem, not_utf8

#: How the format of every version begins.
FORMAT_NAME: Final = "ramverk-answers/"
FORMAT: Final = f"{FORMAT_NAME}1"

FILE_SIZE_LIMIT: Final = 16 * 1024 * 1024
VALUE_LIMIT: Final = 100_000
NAME_LIMIT: Final = 400
NUMBER_LIMIT: Final = 9999

FRAMEWORK_ID: Final = re.compile(f"{ID.pattern}(?:/{ID.pattern})*")
ITEM_PATH: Final = re.compile(f"{ID.pattern}(?:/{ID.pattern}){{1,5}}")
FIELD_NAME: Final = re.compile(f"(?:{ID.pattern}(?:/{ID.pattern}){{0,5}})?:{ID.pattern}")
DIGEST: Final = re.compile("[0-9a-f]{8}")

#: What should stand where a member is wrong, by kind of member.
EXPECTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "known": N_("left out"),
        "path": N_("an id path"),
        "text": N_("a text"),
        "object": N_("keys with values"),
        "count": N_("at most 100,000 answers"),
        "name": N_("named as a field, such as criteria/framework/objectives:done"),
        "value": N_("a text, true or a whole number from 0 to 9999"),
        "digest": N_("eight characters from 0–9 and a–f, under an id path"),
    }
)

_MEMBERS: Final = ("format", "framework", "version", "language", "name", "values", "digests")
_NUMBER: Final = re.compile("0|[1-9][0-9]{0,3}")
_LINE_END: Final = re.compile("\r\n?")
_HALF_CHARACTER: Final = re.compile("[\ud800-\udfff]")
#: A text, or one of the numbers that JSON does not know but Python reads.
_TEXT_OR_NO_NUMBER: Final = re.compile(r'"(?:[^"\\]|\\.)*"|(?P<no_number>-?Infinity|NaN)')


@dataclass(frozen=True, slots=True)
class Answers:
    """What a file of answers holds.

    :param framework: the id of the framework they were given to.
    :param version: that framework's version.
    :param language: the language in which it was filled in.
    :param name: what the user calls these answers; empty if nothing.
    :param values: by field name, as text (see :mod:`ramverk.form`); what is not answered is left
        out.
    :param digests: of the wording that was answered, by id path.
    """

    framework: str
    version: str
    language: str
    name: str
    values: Mapping[str, str]
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers in a framework of today.

    :param values: those that have a field, by the field's name.
    :param leftovers: the others, by name; ``values`` and ``leftovers`` share no name.
    :param reworded: id paths of what says something else than when it was answered, in order.
    :param digests: of the wording that was answered, by the id path of today.
    """

    values: Mapping[str, str]
    leftovers: Mapping[str, str]
    reworded: tuple[str, ...]
    digests: Mapping[str, str]


# --- reading --------------------------------------------------------------------------------------


def read_answers(content: bytes, path: str) -> tuple[Answers | None, list[Problem]]:
    """The answers in a file, or ``None`` and all that is wrong with it.

    :param path: how messages call the file.
    """
    if len(content) > FILE_SIZE_LIMIT:
        details = {"size": len(content), "limit": FILE_SIZE_LIMIT}
        return None, [Problem(path, 0, 0, "answers-too-large", details)]
    try:
        document = parse(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        remedy = N_("choose the file as it was saved, or save it as UTF-8 in your editor")
        return None, [dataclasses.replace(not_utf8(path, error), remedy=remedy)]
    except json.JSONDecodeError as error:
        return None, [Problem(path, error.lineno, 0, "answers-syntax")]
    except RecursionError:
        return None, [Problem(path, 0, 0, "answers-syntax")]
    found = document.get("format") if isinstance(document, dict) else None
    if not isinstance(found, str) or not found.startswith(FORMAT_NAME):
        return None, [Problem(path, 0, 0, "answers-unknown-format")]
    if found != FORMAT:
        return None, [Problem(path, 0, 0, "answers-newer-format", {"found": found})]
    return read_members(document, path)


def read_members(document: dict[str, Any], path: str) -> tuple[Answers | None, list[Problem]]:
    """The answers in the members of a document, whatever its ``format``, or all that is wrong."""
    reader = _Reader(path)
    answers = reader.answers(document)
    return None if reader.problems else answers, reader.problems


def clean(text: str) -> str:
    """A text as answers hold it: lines end with a line feed, and no character is halved."""
    return _HALF_CHARACTER.sub("\ufffd", _LINE_END.sub("\n", text))


def parse(text: str) -> Any:
    """A document as the script of the page reads it; ``JSONDecodeError`` where it would not."""

    def refuse(_constant: str) -> None:
        found = _TEXT_OR_NO_NUMBER.finditer(text)
        start = next(each.start() for each in found if each["no_number"])
        raise json.JSONDecodeError("no number", text, start)

    # Numbers are what they are to the script of the page, however many digits they have.
    return json.loads(text, parse_int=float, parse_constant=refuse)


class _Reader:
    """Reads the members of one file; collects problems instead of stopping at the first."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def wrong(self, member: str, expected: str) -> None:
        details = {"member": member or "“”", "expected": EXPECTED[expected]}
        self.problems.append(Problem(self.path, 0, 0, "answers-wrong-member", details))

    def answers(self, document: dict[str, Any]) -> Answers:
        answers = Answers(
            framework=self.framework(document.get("framework")),
            version=self.text("version", document.get("version")),
            language=self.text("language", document.get("language", "")),
            name=self.text("name", document.get("name", "")),
            values=self.values(document.get("values")),
            digests=self.digests(document.get("digests", {})),
        )
        for member in sorted(document.keys() - set(_MEMBERS)):
            self.wrong(member, "known")
        return answers

    def framework(self, found: object) -> str:
        if isinstance(found, str) and FRAMEWORK_ID.fullmatch(found):
            return found
        self.wrong("framework", "path")
        return ""

    def text(self, member: str, found: object) -> str:
        if isinstance(found, str):
            return clean(found)
        self.wrong(member, "text")
        return ""

    def values(self, found: object) -> Mapping[str, str]:
        values: dict[str, str] = {}
        for name, each in self.entries("values", found):
            value = _stored(each)
            if len(name) > NAME_LIMIT or not FIELD_NAME.fullmatch(name):
                self.wrong(f"values/{name}", "name")
            elif value is None:
                self.wrong(f"values/{name}", "value")
            elif value:
                values[name] = value
        return MappingProxyType(values)

    def digests(self, found: object) -> Mapping[str, str]:
        digests: dict[str, str] = {}
        for path, digest in self.entries("digests", found):
            is_digest = isinstance(digest, str) and DIGEST.fullmatch(digest)
            if is_digest and ITEM_PATH.fullmatch(path):
                digests[path] = digest
            else:
                self.wrong(f"digests/{path}", "digest")
        return MappingProxyType(digests)

    def entries(self, member: str, found: object) -> list[tuple[str, Any]]:
        if not isinstance(found, dict):
            self.wrong(member, "object")
            return []
        if member == "values" and len(found) > VALUE_LIMIT:
            self.wrong(member, "count")
            return []
        return sorted(found.items(), key=lambda entry: entry[0])


def _stored(found: object) -> str | None:
    """A value as text, empty where nothing is answered; ``None`` for what is no value."""
    if found is None or found is False:
        return ""
    if found is True:
        return TICKED
    if isinstance(found, str):
        return clean(found)
    if isinstance(found, float) and found.is_integer() and 0 <= found <= NUMBER_LIMIT:
        return str(int(found))
    return None


# --- writing --------------------------------------------------------------------------------------


def write_answers(answers: Answers) -> str:
    """The file of some answers: the same answers give the same bytes, here and on the page."""
    return json.dumps(members(answers, FORMAT), ensure_ascii=False, indent=2) + "\n"


def members(answers: Answers, format_: str) -> dict[str, Any]:
    """The document of some answers in one of the formats that hold them."""
    document: dict[str, Any] = {
        "format": format_,
        "framework": answers.framework,
        "version": answers.version,
        "language": answers.language,
    }
    if answers.name:
        document["name"] = answers.name
    values = sorted(answers.values.items())
    document["values"] = {name: _typed(name, value) for name, value in values if value}
    if answers.digests:
        document["digests"] = dict(sorted(answers.digests.items()))
    return document


def _typed(name: str, value: str) -> str | int | bool:
    """A value as JSON has it; by its name alone, since its field may be of another version."""
    if name.endswith(":done") and value == TICKED:
        return True
    if name.endswith("-quality") and _NUMBER.fullmatch(value):
        return int(value)
    return value


# --- another version ------------------------------------------------------------------------------


def carry_over(
    answers: Answers, framework: Framework, digests: Mapping[str, str], path: str = ""
) -> tuple[Carried | None, list[Problem]]:
    """The answers in a framework of today, or ``None`` when they belong to another one.

    :param framework: in any language.
    :param digests: of its wording, in order (see :func:`ramverk.form.digests`).
    :param path: how messages call the file of the answers.
    """
    if answers.framework != framework.id:
        details = {"found": answers.framework, "framework": framework.id}
        return None, [Problem(path, 0, 0, "answers-other-framework", details)]
    form = Form(framework)

    def field_today(name: str) -> str:
        item, _, column = name.rpartition(":")
        new = f"{framework.current_path(item)}:{column}"
        return new if form.field(new) else name

    def item_today(path: str) -> str:
        new = framework.current_path(path)
        return new if new in digests else path

    values: dict[str, str] = {}
    leftovers: dict[str, str] = {}
    for old, name in _moves(answers.values, field_today).items():
        value = answers.values[old]
        field = form.field(name)
        (values if field and field.holds(value) else leftovers)[name] = value
    moves = _moves(answers.digests, item_today)
    answered = {path: answers.digests[old] for old, path in moves.items()}
    carried = Carried(
        values=MappingProxyType(values),
        leftovers=MappingProxyType(leftovers),
        reworded=_reworded(values, answered, digests),
        digests=MappingProxyType(answered),
    )
    return carried, []


def _reworded(
    values: Mapping[str, str], answered: Mapping[str, str], digests: Mapping[str, str]
) -> tuple[str, ...]:
    """The id paths of answers that were given to another wording than that of ``digests``."""
    paths = {name.rpartition(":")[0] for name in values}
    return tuple(
        path
        for path, digest in digests.items()
        if path in paths and answered.get(path, digest) != digest
    )


def _moves(names: Iterable[str], today: Callable[[str], str]) -> dict[str, str]:
    """Each name with the one it gets; no two get the same, and one that has it already keeps it."""
    taken = set(names)
    moves: dict[str, str] = {}
    for name in sorted(taken):
        new = today(name)
        moves[name] = name if new in taken else new
        taken.add(new)
    return moves


# --- gaps -----------------------------------------------------------------------------------------


def gap(values: Mapping[str, str], path: str, scale: Scale) -> int | None:
    """How much better a service is wished to be than it is; ``None`` where that cannot be told.

    What is not wished for has no gap, nor has a row that is not filled in to its end, or with
    numbers outside the scale. What is not offered at present is reckoned as 0.

    :param path: the id path of the service, or of a row of the user's own.
    """
    if values.get(f"{path}:desired") != "yes":
        return None
    desired = _quality(values, path, "desired", scale)
    present = _quality(values, path, "present", scale)
    return None if desired is None or present is None else desired - present


def is_surplus(values: Mapping[str, str], path: str) -> bool:
    """Whether a service is offered but not wished for: others can be offered it."""
    return values.get(f"{path}:present") == "yes" and values.get(f"{path}:desired") == "no"


def _quality(values: Mapping[str, str], path: str, state: str, scale: Scale) -> int | None:
    """The quality in one of the two states; 0 where there is nothing."""
    offered = values.get(f"{path}:{state}")
    if offered == "no":
        return 0
    field = Field(f"{path}:{state}-quality", scale=scale)
    quality = values.get(field.name, "")
    return int(quality) if offered == "yes" and field.is_valid(quality) else None
