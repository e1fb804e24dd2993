"""Translation catalogues of framework data: messages out, translations in.

A framework is translated on the model, before any renderer sees it. Its catalogue is
``<catalogs>/<language>/LC_MESSAGES/frameworks/<id>.po``. A message is its context, where its author
gave one, and its text.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

import polib

from .catalog_updates import Template, places
from .model import (
    ChecklistSection,
    CriteriaHeadings,
    CriteriaSection,
    Criterion,
    Framework,
    IdPath,
    Notice,
    Paragraph,
    Prose,
    ServiceHeadings,
    ServiceTableSection,
    StepsSection,
    Text,
    TextSection,
    in_language,
    key_names,
    keys,
    remembered,
)
from .po_files import Key, is_of_framework, key_of, parse_po, read_data
from .problems import Problem

# --- messages -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Message:
    """One text to translate, with what a translator needs to know about it."""

    text: Text
    #: Id path of what the text belongs to; empty for the framework itself.
    path: str
    #: What the text is: ``indicator``, ``criterion``, ``paragraph`` …
    role: str
    #: What it stands below, in the source language.
    parent: str = ""
    note: str = ""
    #: Which meaning of the text is meant, where its author says so.
    context: str | None = None

    @property
    def key(self) -> Key:
        return self.context, str(self.text)

    def comment(self, framework_id: str) -> str:
        """``staff-mobility · criteria/plan/goals · indicator of “Planning”``"""
        role = f"{self.role} of “{self.parent}”" if self.parent else self.role
        parts = [framework_id, self.path, role] if self.path else [framework_id, role]
        return " · ".join(parts) + (f"\n{self.note}" if self.note else "")


_TITLES: Final[Mapping[type, str]] = {
    Framework: "title",
    Criterion: "criterion",
    **dict.fromkeys(
        (TextSection, CriteriaSection, ChecklistSection, StepsSection, ServiceTableSection),
        "section title",
    ),
}
_ITEMS: Final[Mapping[str, str]] = {
    "indicators": "indicator",
    "evidence": "source of evidence",
    "items": "checklist item",
    "steps": "step",
    "services": "service",
}
_HEADINGS: Final = (CriteriaHeadings, ServiceHeadings)


def messages(framework: Framework) -> Iterator[Message]:
    """The texts of a framework in file order; the same text may come more than once."""
    return _messages(framework, "", "")


@remembered
def framework_keys(framework: Framework) -> frozenset[Key]:
    """What a catalogue of the framework should hold, by context and text."""
    return frozenset(each.key for each in messages(framework))


def _messages(record: Any, path: str, above: str, item_role: str = "") -> Iterator[Message]:
    """Messages of a record.

    :param above: the title of what the record stands below.
    """
    note, context = getattr(record, "note", None) or "", getattr(record, "context", None)
    parent = str(getattr(record, "title", None) or "") or above
    record_type: type = type(record)
    for each in keys(record_type):
        value = getattr(record, each.name)
        if isinstance(value, Text):
            is_title = each.name == "title"
            role = item_role if is_title and item_role else _role(record, each.name)
            yield Message(value, path, role, above if is_title else parent, note, context)
        elif isinstance(value, Prose):
            role = _role(record, each.name)
            for text, kind in _blocks(value):
                yield Message(text, path, f"{kind} ({role})", parent, note, context)
        elif isinstance(value, Mapping):
            for id_, child in value.items():
                if isinstance(child, Text):
                    role = f"{each.name.removesuffix('s')} {id_}"
                    yield Message(child, path, role, parent, note, context)
                elif not isinstance(child, str):
                    below = _path_below(path, each.name, id_)
                    yield from _messages(child, below, parent, _ITEMS.get(each.name, ""))
        elif isinstance(value, _HEADINGS):
            yield from _messages(value, path, parent)


def _role(record: Any, key: str) -> str:
    """What a text is, by the key that it stands at."""
    if key == "title":
        return _TITLES.get(type(record), "title")
    if isinstance(record, _HEADINGS):
        return f"heading of the column {key}"
    return "notice" if isinstance(record, Notice) else key


def _path_below(path: str, key: str, id_: str) -> str:
    """Sections and what is in them have id paths; a notice is told by its key."""
    if key == "notices":
        return f"notices/{id_}"
    return f"{path}/{id_}" if path else id_


def _blocks(prose: Prose) -> Iterator[tuple[Text, str]]:
    for block in prose:
        kind = "paragraph" if isinstance(block, Paragraph) else "list item"
        yield from ((text, kind) for text in block.texts)


def templates(framework: Framework) -> list[Template]:
    """The messages of a framework, each once, with the comments of all its places."""
    found: dict[Key, list[Message]] = {}
    for message in messages(framework):
        found.setdefault(message.key, []).append(message)
    return [_template(framework, same) for same in found.values()]


def _template(framework: Framework, same: Sequence[Message]) -> Template:
    comments = dict.fromkeys(each.comment(framework.id) for each in same)
    former = (
        dataclasses.replace(each, path=path).comment(framework.id)
        for each in same
        for path in _former_paths(each.path, framework.renamed)
    )
    return Template(
        str(same[0].text),
        framework.path,
        "\n".join(comments),
        context=same[0].context,
        former_places=tuple(places("\n".join(former))),
    )


def _former_paths(path: str, renamed: Mapping[IdPath, IdPath]) -> Iterator[str]:
    """Where an id path was in earlier versions, by its own ids or by those above it."""
    for old, new in renamed.items():
        if path == new or path.startswith(f"{new}/"):
            former = old + path.removeprefix(new)
            yield former
            yield from _former_paths(former, {k: v for k, v in renamed.items() if k != old})


# --- translation --------------------------------------------------------------------------------


State = Literal["translated", "outdated", "missing"]
"""How far the translation of a message has come."""


@dataclass(frozen=True, slots=True)
class Translation:
    text: str
    #: Marked fuzzy: the source was reworded since.
    outdated: bool = False
    #: Where the message stands, as the catalogue says.
    files: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def state(self) -> State:
        """``outdated`` only where there is a translation."""
        if not self.text:
            return "missing"
        return "outdated" if self.outdated else "translated"


@dataclass(frozen=True)
class Catalog:
    """Translations by message. An empty one leaves everything in the source language."""

    translations: Mapping[Key, Translation] = field(default_factory=dict)

    @cached_property
    def has_prose(self) -> bool:
        """Whether a message may be one of a page: it does not say that a framework file has it."""
        files = {each.files for each in self.translations.values()}
        return any(not is_of_framework(each) for each in files)


def translate(framework: Framework, language: str, catalog: Catalog) -> Framework:
    """``framework`` for readers of ``language``; what is not translated stays, and says so."""
    return translate_and_tell(framework, language, catalog)[0]


def translate_and_tell(
    framework: Framework, language: str, catalog: Catalog
) -> tuple[Framework, bool]:
    """As :func:`translate`, and whether nothing is left in the language of the source."""
    if in_language(framework.title, language):
        return framework, True
    is_whole = True

    def translated(text: Text, context: str | None) -> Text:
        if in_language(text, language):
            return text
        nonlocal is_whole
        found = catalog.translations.get((context, text))
        state = found.state if found else "missing"
        if found and state == "translated":
            return text.replaced(found.text, language=language, state=state)
        is_whole = False
        return text.replaced(str(text), language=text.language, state=state)

    result: Framework = _with_texts(framework, translated)
    return result, is_whole


_Change = Callable[[Text, str | None], Text]


def _with_texts(value: Any, change: _Change, context: str | None = None) -> Any:
    """A copy of a model value in which ``change`` was applied to each text.

    :param context: that of the record which holds the value, as :func:`messages` has it.
    """
    if isinstance(value, Text):
        return change(value, context)
    if isinstance(value, Prose):
        return Prose(
            Paragraph(change(block.text, context))
            if isinstance(block, Paragraph)
            else dataclasses.replace(block, texts=tuple(change(t, context) for t in block.texts))
            for block in value
        )
    if isinstance(value, Mapping):
        changed = {id_: _with_texts(each, change, context) for id_, each in value.items()}
        return MappingProxyType(changed)
    own = getattr(value, "context", None)
    record_type: type = type(value)
    before = {name: getattr(value, name) for name in key_names(record_type)}
    after = {name: x and _with_texts(x, change, own) for name, x in before.items()}
    changed = {name: x for name, x in after.items() if x is not before[name]}
    return dataclasses.replace(value, **changed) if changed else value


# --- reading ------------------------------------------------------------------------------------


INTERFACE: Final = "ramverk"
"""The catalogue in which a project words the interface, or adds a language to it."""


def language_folder(catalogs: Path, language: str) -> Path:
    """Where the catalogues of a language lie."""
    return catalogs / language.replace("-", "_") / "LC_MESSAGES"


def catalog_path(catalogs: Path, language: str, domain: str) -> Path:
    """Where the catalogue of ``domain`` (``frameworks/<id>``, or a page's name) lies."""
    return language_folder(catalogs, language) / f"{domain}.po"


def catalogs_in(folder: Path) -> list[Path]:
    """The catalogues below a folder, without what editors and systems hide beside them."""
    return sorted(path for path in folder.rglob("*.po") if not path.name.startswith("."))


def read_catalog(path: Path, name: str, language: str) -> tuple[Catalog, list[Problem]]:
    """The catalogue in ``path`` and what is wrong with it; a missing file is an empty catalogue.

    :param name: how messages call the file.
    :param language: the language the file is for, by the folder it lies in.
    """
    if not path.exists():
        return Catalog(), []
    data, problem = read_data(path, name)
    if data is None:
        return Catalog(), [problem] if problem else []
    known = _read.get(path)
    if known is None or known.digest != _digest(data) or known.name != name:
        known = _keep(path, data, name, language, *parse_po(data, name))
    return known.catalog, list(known.problems)


def read_entries(path: Path, name: str, language: str) -> tuple[polib.POFile | None, list[Problem]]:
    """The entries of a catalogue as :func:`~ramverk.po_files.read_po` gives them.

    :func:`read_catalog` need not read the file another time.
    """
    data, problem = read_data(path, name)
    if data is None:
        return None, [problem] if problem else []
    entries, problems = parse_po(data, name)
    _keep(path, data, name, language, entries, problems)
    return entries, problems


class _Read(NamedTuple):
    """What was read from a file: its digest, and how messages call it."""

    digest: bytes
    name: str
    catalog: Catalog
    problems: list[Problem]


#: What was read from each file last. Checks, counts and all builds of a site have it in common.
_read: dict[Path, _Read] = {}


def _keep(
    path: Path,
    data: bytes,
    name: str,
    language: str,
    entries: polib.POFile | None,
    problems: list[Problem],
) -> _Read:
    if entries is None:
        catalog = Catalog()
    else:
        catalog, more = _catalog(entries, name)
        problems = [*problems, *language_problems(entries, name, language), *more]
    _read[path] = _Read(_digest(data), name, catalog, problems)
    return _read[path]


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def _catalog(entries: polib.POFile, name: str) -> tuple[Catalog, list[Problem]]:
    """The current messages; of those that are there twice, the first."""
    found: dict[Key, Translation] = {}
    lines: dict[Key, int] = {}
    problems: list[Problem] = []
    shared: dict[frozenset[str], frozenset[str]] = {}
    for entry in entries:
        if entry.obsolete:
            continue
        key = key_of(entry)
        if key in lines:
            first = {"first": lines[key]}
            problems.append(Problem(name, entry.linenum or 0, 0, "catalog-duplicate", first))
            continue
        lines[key] = entry.linenum or 0
        files = frozenset(file for file, _ in entry.occurrences)
        # Most messages stand in the same files: one set for all of them.
        files = shared.setdefault(files, files)
        found[key] = Translation(entry.msgstr, entry.fuzzy, files)
    return Catalog(MappingProxyType(found)), problems


def language_problems(entries: polib.POFile, name: str, language: str) -> list[Problem]:
    """Whether a catalogue says that it is for another language than its folder's."""
    header = entries.metadata.get("Language", "").replace("_", "-")
    if not header or header == language:
        return []
    details = {"found": header, "expected": language}
    return [Problem(name, 1, 0, "catalog-language", details)]
