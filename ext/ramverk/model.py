"""The framework as data: what a YAML file says, with nothing about how it is read or shown.

Every key of the file is a field made by :func:`key`, which also holds the sentence that explains
it; the loader, the JSON Schema and the handbook's reference of the format follow from these fields.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, wraps
from types import MappingProxyType
from typing import Any, ClassVar, Final, Literal, NewType, Self, TypeVar

from .interface import N_

Id = str
"""``[a-z0-9]+(-[a-z0-9]+)*``; unique among its siblings and stable for ever."""

IdPath = NewType("IdPath", str)
"""Ids joined by slashes, from the section down: ``criteria/framework/objectives``."""

LanguageTag = NewType("LanguageTag", str)
"""BCP 47 tag, such as ``sv`` or ``sr-Latn``."""

State = Literal["source", "translated", "outdated", "missing"]
Phase = Literal["plan", "do", "check", "act"]
Status = Literal["draft", "final"]

OWN_ROW_LIMIT: Final = 50
SCALE_LIMIT: Final = 100
SIGNATURE_LIMIT: Final = 20


class Text(str):
    """A text that remembers where it stands and in which language it is.

    ``line`` counts from 1 in the framework's file. ``state`` tells how the text came about:
    ``source`` as written, ``translated``, or still in the source language because its translation
    is ``outdated`` (fuzzy) or ``missing``.
    """

    __slots__ = ("language", "line", "state")

    language: str
    line: int
    state: State

    def __new__(cls, value: str, *, line: int, language: str, state: State = "source") -> Self:
        text = super().__new__(cls, value)
        text.line = line
        text.language = language
        text.state = state
        return text

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        attributes = {"line": self.line, "language": self.language, "state": self.state}
        return (str(self),), attributes

    @property
    def is_current(self) -> bool:
        """Whether the reader gets the text as meant: as written, or in a current translation."""
        return self.state in {"source", "translated"}

    def replaced(self, value: str, *, language: str, state: State) -> Text:
        """The same place in the file with another text."""
        return Text(value, line=self.line, language=language, state=state)


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text

    @property
    def texts(self) -> tuple[Text, ...]:
        return (self.text,)


@dataclass(frozen=True, slots=True)
class BulletList:
    texts: tuple[Text, ...]


Block = Paragraph | BulletList


class Prose(tuple[Block, ...]):
    """Plain text in paragraphs and bullet lists."""

    __slots__ = ()

    @property
    def texts(self) -> Iterator[Text]:
        for block in self:
            yield from block.texts

    def __str__(self) -> str:
        return "\n\n".join("\n".join(block.texts) for block in self)


def key(doc: str, *, example: str = "", default: Any = dataclasses.MISSING) -> Any:
    """A key of the framework file.

    :param doc: a sentence on its meaning, for the JSON Schema and the handbook.
    :param example: a value as an author would write it, for error messages.
    :param default: its value where the file leaves it out; without one the key is required.
    """
    metadata = {"doc": doc, "example": example}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


@cache
def keys(cls: type) -> tuple[dataclasses.Field[Any], ...]:
    """The fields of ``cls`` that are keys of the file."""
    return tuple(each for each in dataclasses.fields(cls) if "doc" in each.metadata)


def is_required(each: dataclasses.Field[Any]) -> bool:
    return each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING


_NOTE: Final = N_("A note for translators; readers never see it.")
_CONTEXT: Final = N_(
    "Which meaning is meant, in a word or two, where the same words need another translation "
    "elsewhere; readers never see it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An indicator, a source of evidence, a line of a checklist or a service.

    Written short as its title alone.
    """

    title: Text = key(
        N_("What the item says. In the short form, id: text, it is the whole item."),
        example="The school has set objectives",
    )
    text: Prose | None = key(N_("Guidance, shown below the title."), default=None)
    note: str | None = key(_NOTE, default=None)
    context: str | None = key(_CONTEXT, example="verb", default=None)

    @property
    def children(self) -> Mapping[Id, Item]:
        return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Item):
    """A step; it may ask for an agreement that is signed on paper."""

    signatures: int = key(N_("Places to sign below the step, on paper."), example="2", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One quality criterion: what is aimed at, how it shows, what proves it."""

    title: Text = key(N_("The criterion, in a few words."), example="Sustainable partnerships")
    phase: Phase | None = key(
        N_("Its phase in the plan–do–check–act cycle."), example="plan", default=None
    )
    text: Prose | None = key(N_("Guidance, shown below the title."), default=None)
    indicators: Mapping[Id, Item] = key(
        N_("What shows that the criterion is met."), example="objectives: Objectives are set"
    )
    evidence: Mapping[Id, Item] = key(
        N_("Sources of evidence that the group can look at."),
        example="strategy: Strategy for international activities",
        default=dict,
    )
    note: str | None = key(_NOTE, default=None)
    context: str | None = key(_CONTEXT, example="verb", default=None)

    @property
    def children(self) -> Mapping[Id, Item]:
        return {**self.indicators, **self.evidence}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A legal text. Some come with their wording fixed in a language of their own.

    Written short as its text alone.
    """

    text: Prose = key(N_("The text itself."), example="Co-funded by …")
    language: LanguageTag | None = key(
        N_("The language of this text, where it is not the file's."), default=None
    )
    note: str | None = key(_NOTE, default=None)
    context: str | None = key(_CONTEXT, example="verb", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale of whole numbers, both ends included."""

    min: int = key(N_("The lowest value."), example="1")
    max: int = key(N_("The highest value."), example="10")


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaHeadings:
    indicators: Text | None = key(N_("Heading of the indicators."), default=None)
    evidence: Text | None = key(N_("Heading of the sources of evidence."), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceHeadings:
    service: Text | None = key(N_("Heading of the services."), default=None)
    present: Text | None = key(N_("Heading of the present state."), default=None)
    desired: Text | None = key(N_("Heading of the desired state."), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSection:
    """Text to read; nothing to fill in."""

    kind: ClassVar = "text"

    title: Text | None = key(N_("The section's heading."), default=None)
    intro: Prose | None = key(N_("A text before what the section lists."), default=None)
    text: Prose = key(N_("The text itself."), example="Staff mobility enables …")
    note: str | None = key(_NOTE, default=None)
    context: str | None = key(_CONTEXT, example="verb", default=None)

    @property
    def children(self) -> Mapping[Id, Item]:
        return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaSection:
    """Quality criteria, each with indicators to assess and sources of evidence."""

    kind: ClassVar = "criteria"

    title: Text = key(N_("The section's heading."), example="Criteria")
    intro: Prose | None = key(N_("A text before what the section lists."), default=None)
    answers: Mapping[Id, Text] = key(
        N_("The answers to choose from for each indicator; without them, a box to tick."),
        example="met: Met",
        default=dict,
    )
    headings: CriteriaHeadings = key(
        N_("Headings that fit this framework better than the usual ones."),
        default=CriteriaHeadings,
    )
    criteria: Mapping[Id, Criterion] = key(
        N_("The criteria by their ids."), example="partnerships: …"
    )
    own_rows: int = key(N_("Empty rows for the user's own items."), example="3", default=0)
    note: str | None = key(_NOTE, default=None)
    context: str | None = key(_CONTEXT, example="verb", default=None)

    @property
    def children(self) -> Mapping[Id, Criterion]:
        return self.criteria


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistSection:
    """Lines to tick."""

    kind: ClassVar = "checklist"

    title: Text = key(N_("The section's heading."), example="Attitude")
    intro: Prose | None = key(N_("A text before what the section lists."), default=None)
    items: Mapping[Id, Item] = key(
        N_("The lines by their ids."), example="open: be open and transparent"
    )
    own_rows: int = key(N_("Empty rows for the user's own items."), example="3", default=0)
    note: str | None = key(_NOTE, default=None)
    context: str | None = key(_CONTEXT, example="verb", default=None)

    @property
    def children(self) -> Mapping[Id, Item]:
        return self.items


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsSection:
    """Steps to take in order, each with someone who sees to it and a date."""

    kind: ClassVar = "steps"

    title: Text = key(N_("The section's heading."), example="Steps")
    intro: Prose | None = key(N_("A text before what the section lists."), default=None)
    steps: Mapping[Id, Step] = key(
        N_("The steps by their ids, in order; their numbers come by themselves."),
        example="goals: Set the long-term objectives",
    )
    own_rows: int = key(N_("Empty rows for the user's own items."), example="3", default=0)
    note: str | None = key(_NOTE, default=None)
    context: str | None = key(_CONTEXT, example="verb", default=None)

    @property
    def children(self) -> Mapping[Id, Step]:
        return self.steps


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTableSection:
    """Services that a partner offers now and wishes for, each with its quality on a scale."""

    kind: ClassVar = "service-table"

    title: Text = key(N_("The section's heading."), example="Possible services")
    intro: Prose | None = key(N_("A text before what the section lists."), default=None)
    quality: Scale = key(
        N_("The scale on which the quality is assessed."), example="{min: 1, max: 10}"
    )
    headings: ServiceHeadings = key(
        N_("Headings that fit this framework better than the usual ones."), default=ServiceHeadings
    )
    services: Mapping[Id, Item] = key(
        N_("The services by their ids."), example="retraining: Retraining"
    )
    own_rows: int = key(N_("Empty rows for the user's own items."), example="3", default=0)
    note: str | None = key(_NOTE, default=None)
    context: str | None = key(_CONTEXT, example="verb", default=None)

    @property
    def children(self) -> Mapping[Id, Item]:
        return self.services


Section = TextSection | CriteriaSection | ChecklistSection | StepsSection | ServiceTableSection

SECTION_KINDS: Final[Mapping[str, type[Section]]] = MappingProxyType(
    {
        kind.kind: kind
        for kind in (
            TextSection,
            CriteriaSection,
            ChecklistSection,
            StepsSection,
            ServiceTableSection,
        )
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """One framework file.

    ``id`` and ``path`` come from where the file lies, everything else from its keys.
    """

    id: str
    path: str

    title: Text = key(N_("The framework's title."), example="Staff mobility")
    language: LanguageTag = key(N_("The language of the texts in this file."), example="sv")
    version: str = key(N_("The framework's version, in quotes."), example='"1.0"')
    date: datetime.date = key(N_("The date of this version."), example="2026-01-31")
    label: Text | None = key(
        N_("What a unit like this is called, such as quality area; shown above the title."),
        default=None,
    )
    code: str | None = key(N_("A short code, if it has one."), default=None)
    status: Status | None = key(N_("Whether this version is a draft."), default=None)
    summary: Text | None = key(
        N_("One or two sentences for lists and search results."), default=None
    )
    authors: tuple[str, ...] = key(N_("Names; they are not translated."), default=())
    license: str | None = key(
        N_("The licence of the content, as an SPDX identifier such as CC-BY-4.0."), default=None
    )
    notices: Mapping[Id, Notice] = key(
        N_("Legal texts, shown in every output in every language."),
        example="funding: Co-funded by …",
        default=dict,
    )
    note: str | None = key(_NOTE, default=None)
    context: str | None = key(_CONTEXT, example="verb", default=None)
    renamed: Mapping[IdPath, IdPath] = key(
        N_("Id paths of earlier versions and today's, so that old links and answers arrive."),
        example="criteria/frames: criteria/framework",
        default=dict,
    )
    sections: Mapping[Id, Section] = key(
        N_("The sections by their ids, in the order in which they are shown."), example="about: …"
    )

    def targets(self) -> Iterator[tuple[IdPath, Text]]:
        """Every id path that can be linked to, with the text that names it, in order."""
        for section_id, section in self.sections.items():
            yield IdPath(section_id), section.title or self.title
            for child_id, child in section.children.items():
                path = f"{section_id}/{child_id}"
                yield IdPath(path), child.title
                for item_id, item in child.children.items():
                    yield IdPath(f"{path}/{item_id}"), item.title

    def current_path(self, path: str) -> IdPath:
        """Today's id path for ``path``, which may be one of an earlier version."""
        seen: set[str] = set()
        while path not in seen:  # a section and something in it may both have been renamed
            seen.add(path)
            parts = path.split("/")
            for length in range(len(parts), 0, -1):
                new = self.renamed.get(IdPath("/".join(parts[:length])))
                if new is not None:
                    path = "/".join([new, *parts[length:]])
                    break
        return IdPath(path)

    def former_paths(self, path: str) -> Iterator[IdPath]:
        """The id paths under which ``path`` was known in earlier versions."""
        for old, new in self.renamed.items():
            if path == new:
                yield old

    def table_number(self, section_id: str) -> int:
        """The number of a service table among the framework's service tables, from 1."""
        tables = [
            each
            for each, section in self.sections.items()
            if isinstance(section, ServiceTableSection)
        ]
        return tables.index(section_id) + 1


def texts(value: Any) -> Iterator[Text]:
    """All texts of a model value, in the order of its keys."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Prose):
        yield from value.texts
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts(each)
    else:
        record_type: type = type(value)
        for name in key_names(record_type):
            child = getattr(value, name)
            if child is not None:
                yield from texts(child)


@cache
def key_names(cls: type) -> tuple[str, ...]:
    """The names of a record's keys in the order of the file; of other values, none."""
    return tuple(each.name for each in keys(cls)) if dataclasses.is_dataclass(cls) else ()


def anchor(path: str) -> str:
    """The id of an id path in a page: ids hold no dot, so that joining with dots is unambiguous."""
    return path.replace("/", ".")


def in_language(text: Text, language: str) -> bool:
    """Whether ``text`` needs no ``lang`` of its own on a page in ``language``."""
    return text.language == language or text.language.startswith(f"{language}-")


_T = TypeVar("_T")


def remembered(function: Callable[[Framework], _T]) -> Callable[[Framework], _T]:
    """Keep what ``function`` made of each framework last: a framework never changes.

    The languages of a site have the frameworks of its source in common.
    """
    last: dict[str, tuple[Framework, _T]] = {}

    @wraps(function)
    def found(framework: Framework) -> _T:
        known = last.get(framework.path)
        if known is None or known[0] is not framework:
            known = last[framework.path] = framework, function(framework)
        return known[1]

    return found
