"""What can be filled in of a framework: the one contract of all that write and read answers.

A field's name is the id path of what it belongs to, a colon and the field:
``criteria/framework/objectives:done``. What belongs to the whole sheet has an empty path:
``:organisation``. The user's own rows are ``services/own-1``, ``services/own-2`` …

Values are ids, numbers and the user's own words, never labels, so that a sheet filled in in one
language is the same in every other.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal

from .interface import N_
from .model import (
    OWN_ROW_LIMIT,
    ChecklistSection,
    CriteriaSection,
    Criterion,
    Framework,
    Id,
    Item,
    Scale,
    Section,
    ServiceTableSection,
    StepsSection,
    remembered,
)

Kind = Literal["tick", "choice", "number", "date", "text"]


@dataclass(frozen=True, slots=True)
class FieldKind:
    """A field as it is wherever it occurs.

    :param label: what it is called, an interface text.
    :param lines: whether it holds text of several lines.
    """

    kind: Kind
    label: str
    lines: bool = False


#: All fields there are. What a field holds follows from its name alone.
FIELDS: Final[Mapping[str, FieldKind]] = MappingProxyType(
    {
        # the whole sheet
        "organisation": FieldKind("text", N_("Organisation")),
        "group": FieldKind("text", N_("Group")),
        "respondent": FieldKind("text", N_("Filled in by")),
        "date": FieldKind("date", N_("Date")),
        # a row
        "label": FieldKind("text", N_("Own row")),
        "done": FieldKind("tick", N_("Done")),
        "answer": FieldKind("choice", N_("Answer")),
        "owner": FieldKind("text", N_("Responsible")),
        "due": FieldKind("date", N_("Due")),
        "present": FieldKind("choice", N_("Present")),
        "present-quality": FieldKind("number", N_("Present quality")),
        "desired": FieldKind("choice", N_("Desired")),
        "desired-quality": FieldKind("number", N_("Desired quality")),
        "note": FieldKind("text", N_("Notes"), lines=True),
        # a criterion
        "evidence": FieldKind("text", N_("Our evidence"), lines=True),
    }
)

SHEET_FIELDS: Final = ("organisation", "group", "respondent", "date")
#: Whether something is offered, or wished for.
OFFERED: Final = ("yes", "no")
#: How a tick is stored.
TICKED: Final = "true"

#: The fields of a row, in the order in which they stand beside it.
COLUMNS: Final[Mapping[type[Section], tuple[str, ...]]] = MappingProxyType(
    {
        CriteriaSection: ("done", "note"),
        ChecklistSection: ("done", "note"),
        StepsSection: ("owner", "due", "done", "note"),
        ServiceTableSection: ("present", "present-quality", "desired", "desired-quality", "note"),
    }
)

_OWN: Final = re.compile(r"own-([1-9][0-9]?)")
_NUMBER: Final = re.compile(r"[0-9]{1,4}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a sheet.

    :param name: its full name, the same in every language and output.
    :param choices: the values of a choice.
    :param scale: the range of a number.
    """

    name: str
    choices: tuple[str, ...] = ()
    scale: Scale | None = None

    @property
    def path(self) -> str:
        """The id path of what it belongs to; empty for the whole sheet."""
        return self.name.rpartition(":")[0]

    @property
    def column(self) -> str:
        """Its name among the fields of its row: ``done``."""
        return self.name.rpartition(":")[2]

    @property
    def kind(self) -> Kind:
        return FIELDS[self.column].kind

    def holds(self, value: str) -> bool:
        """Whether the field has a place for ``value``; text, also of a date, takes anything."""
        match self.kind:
            case "tick":
                return value == TICKED
            case "choice":
                return value in self.choices
            case _:
                return True

    def is_valid(self, value: str) -> bool:
        """Whether ``value`` says something that can be reckoned with."""
        match self.kind:
            case "number":
                return bool(
                    self.scale
                    and _NUMBER.fullmatch(value)
                    and self.scale.min <= int(value) <= self.scale.max
                )
            case "date":
                return _is_date(value)
            case _:
                return self.holds(value)


@dataclass(frozen=True, slots=True)
class Row:
    """What is answered about one item, criterion or row of the user's own.

    :param path: its id path.
    :param item: what it says; ``None`` for an own row, whose text is its field ``label``.
    """

    path: str
    fields: tuple[Field, ...]
    item: Item | Criterion | None = None

    def field(self, column: str) -> Field | None:
        """Its field of that name, such as ``done``."""
        return next((field for field in self.fields if field.column == column), None)


class Form:
    """The fields of a framework, in order.

    :param framework: in any language; the fields are the same.
    """

    def __init__(self, framework: Framework) -> None:
        self.framework = framework

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows, with as many own rows as the author offers."""
        sheet = Row("", tuple(Field(f":{column}") for column in SHEET_FIELDS))
        sections = self.framework.sections.items()
        return (sheet, *(row for id_, section in sections for row in _rows(id_, section)))

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """All fields by name, in order, with as many own rows as the author offers."""
        fields = (field for row in self.rows for field in row.fields)
        return MappingProxyType({field.name: field for field in fields})

    def field(self, name: str) -> Field | None:
        """The field of that name, also of an own row beyond those that the author offers."""
        found = self.fields.get(name)
        if found is not None:
            return found
        path, _, column = name.rpartition(":")
        row = self.own_row(path)
        return row.field(column) if row else None

    def own_row(self, path: str) -> Row | None:
        """A row of the user's own, also beyond those that the author offers; else ``None``."""
        section_id, _, row_id = path.partition("/")
        section = self.framework.sections.get(section_id)
        own = _OWN.fullmatch(row_id)
        if section is None or own is None or int(own[1]) > OWN_ROW_LIMIT or not own_rows(section):
            return None
        return _own_row(section_id, section, int(own[1]))


def columns(section: Section) -> tuple[str, ...]:
    """The fields of each row of a section; of a criteria section, those of its indicators."""
    found = COLUMNS.get(type(section), ())
    if isinstance(section, CriteriaSection) and section.answers:
        return tuple("answer" if column == "done" else column for column in found)
    return found


def own_rows(section: Section) -> int:
    """How many rows for the user's own items the author offers; none: there cannot be any."""
    return getattr(section, "own_rows", 0)


def is_fillable(section: Section) -> bool:
    return type(section) in COLUMNS


@remembered
def digests(framework: Framework) -> dict[str, str]:
    """A short digest of the wording of everything that can be answered, by id path.

    It goes with an answer, so that a reader can be told that the wording has changed since.

    :param framework: in its source language.
    """
    return {row.path: _digest(row.item) for row in Form(framework).rows if row.item is not None}


def _digest(item: Item | Criterion) -> str:
    words = " ".join(f"{item.title}\n{item.text or ''}".split())
    return hashlib.blake2b(words.encode(), digest_size=4).hexdigest()


def _rows(section_id: Id, section: Section) -> Iterator[Row]:
    if isinstance(section, CriteriaSection):
        for id_, criterion in section.criteria.items():
            yield from _criterion_rows(f"{section_id}/{id_}", section, criterion)
    elif is_fillable(section):
        for id_, item in section.children.items():
            path = f"{section_id}/{id_}"
            assert isinstance(item, Item)
            yield Row(path, _fields(path, section), item)
    for number in range(1, own_rows(section) + 1):
        yield _own_row(section_id, section, number)


def _criterion_rows(path: str, section: CriteriaSection, criterion: Criterion) -> Iterator[Row]:
    for id_, item in criterion.indicators.items():
        yield Row(f"{path}/{id_}", _fields(f"{path}/{id_}", section), item)
    for id_, item in criterion.evidence.items():
        yield Row(f"{path}/{id_}", (Field(f"{path}/{id_}:done"),), item)
    yield Row(path, (Field(f"{path}:evidence"),), criterion)


def _own_row(section_id: Id, section: Section, number: int) -> Row:
    path = f"{section_id}/own-{number}"
    return Row(path, (Field(f"{path}:label"), *_fields(path, section)))


def _fields(path: str, section: Section) -> tuple[Field, ...]:
    answers = tuple(getattr(section, "answers", ()))
    scale = getattr(section, "quality", None)
    return tuple(
        Field(
            f"{path}:{column}",
            choices=_choices(column, answers),
            scale=scale if FIELDS[column].kind == "number" else None,
        )
        for column in columns(section)
    )


def _choices(column: str, answers: tuple[str, ...]) -> tuple[str, ...]:
    if FIELDS[column].kind != "choice":
        return ()
    return answers if column == "answer" else OFFERED


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True
