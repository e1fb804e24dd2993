"""How far translations have come, counted from catalogues and framework files alone.

No page is read for it, so it can be told while pages are made. What pages say themselves is taken
from the catalogues: a text counts that any language has in its catalogue.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import polib

from . import __version__
from .catalogs import (
    INTERFACE,
    State,
    Translation,
    catalog_path,
    catalogs_in,
    framework_keys,
    language_folder,
    read_catalog,
)
from .files import digest_of
from .interface import PACKAGE_CATALOGS, SOURCE_LANGUAGE, widening
from .library import Library
from .model import in_language
from .po_files import Key, is_translated, key_of, read_po


@dataclass(frozen=True, slots=True)
class Counts:
    """Texts translated, with a translation that is out of date, and without one."""

    translated: int = 0
    outdated: int = 0
    missing: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.translated + other.translated,
            self.outdated + other.outdated,
            self.missing + other.missing,
        )

    @property
    def total(self) -> int:
        return self.translated + self.outdated + self.missing

    @property
    def percent(self) -> int:
        """How much is translated; 100 only when nothing is left to do, 0 where nothing is known."""
        return 100 * self.translated // self.total if self.total else 0


def count(states: Iterable[str]) -> Counts:
    """Counts of texts by their state: ``translated``, ``outdated`` or ``missing``."""
    found = list(states)
    return Counts(*(found.count(each) for each in ("translated", "outdated", "missing")))


@dataclass(frozen=True, slots=True)
class Part:
    """What a catalogue, or a folder of them, translates.

    :param name: a framework's id; empty for pages and interface.
    :param path: the catalogue or folder; ``None`` where there is none yet.
    """

    name: str
    path: Path | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far one language has come."""

    language: str
    frameworks: tuple[Part, ...]
    #: All pages together.
    pages: Part
    #: Not part of the whole: it is the same in every handbook.
    interface: Part

    @property
    def whole(self) -> Counts:
        """Frameworks and pages."""
        return sum((each.counts for each in self.frameworks), self.pages.counts)


Memory = dict[str, tuple[str, list[int]]]
"""Counts by language and catalogue, each with a digest of all that was counted."""


class Catalogs:
    """The catalogues of a project.

    :param library: the frameworks, each in the language of its file.
    :param source: folder of the pages; a catalogue whose page is gone does not count.
    :param languages: those of the project, the source language first.
    :param memory: what was counted before, and what is counted now, for another time.
    """

    def __init__(
        self,
        library: Library,
        source: Path,
        languages: Sequence[str],
        memory: Memory | None = None,
    ) -> None:
        self.library = library
        self.source = source
        self.languages = languages
        self.memory = {} if memory is None else memory
        self._digests: dict[str, str] = {}
        self._known: dict[str, set[Key]] = {}

    def completeness(self, language: str) -> Completeness:
        parts = (self._part(f"frameworks/{each}", each, language) for each in self.library.ids)
        frameworks = tuple(part for part in parts if part is not None)
        interface = interface_part(self.library.catalogs, language)
        return Completeness(language, frameworks, self._pages(language), interface)

    def _is_written_in(self, framework_id: str, language: str) -> bool:
        framework = self.library.get(framework_id)
        return framework is not None and in_language(framework.title, language)

    def _part(self, domain: str, name: str, language: str) -> Part | None:
        """What is counted of a domain; ``None`` for a framework written in the language."""
        path = self._path(language, domain)
        name_in_memory, digest = f"{language} {domain}", self._digest(domain)
        known = self.memory.get(name_in_memory)
        if known is None or known[0] != digest:
            known = self.memory[name_in_memory] = digest, self._count(domain, name, language)
        if not known[1]:
            return None
        return Part(name, path if path.is_file() else None, Counts(*known[1]))

    def _count(self, domain: str, name: str, language: str) -> list[int]:
        """The numbers of :class:`Counts`; none for a framework written in the language."""
        if name and self._is_written_in(name, language):
            return []
        entries = self._entries(language, domain)
        counts = count(
            entries[key].state if key in entries else "missing" for key in self._wanted(domain)
        )
        return [counts.translated, counts.outdated, counts.missing]

    def _digest(self, domain: str) -> str:
        """A digest of all that the counts of a domain depend on, in every language."""
        if domain not in self._digests:
            paths = [self._path(language, domain) for language in self.languages]
            framework_id = domain.removeprefix("frameworks/")
            if framework_id in self.library.ids:
                paths.append(self.library.source(framework_id).path)
            self._digests[domain] = digest_of(paths, __version__, *self.languages)
        return self._digests[domain]

    def _pages(self, language: str) -> Part:
        counts = Counts()
        if language != self.languages[0]:
            for domain in self._page_domains:
                part = self._part(domain, "", language)
                counts += part.counts if part is not None else Counts()
        folder = language_folder(self.library.catalogs, language)
        return Part("", folder if folder.is_dir() else None, counts)

    @cached_property
    def _page_domains(self) -> list[str]:
        found: set[str] = set()
        for language in self.languages:
            folder = language_folder(self.library.catalogs, language)
            paths = catalogs_in(folder)
            found |= {path.relative_to(folder).with_suffix("").as_posix() for path in paths}
        found -= {INTERFACE, *(f"frameworks/{each}" for each in self.library.ids)}
        return sorted(each for each in found if self._has_page(each))

    def _has_page(self, domain: str) -> bool:
        path = self.source / domain
        return path.is_dir() or any(path.parent.glob(f"{glob.escape(path.name)}.*"))

    def _wanted(self, domain: str) -> set[Key]:
        """What a catalogue should hold: the texts of a framework, and of the page of that name."""
        if domain not in self._known:
            framework = self.library.get(domain.removeprefix("frameworks/"))
            wanted = set(framework_keys(framework)) if framework else set()
            own = {framework.path} if framework else set()
            for language in self.languages:
                entries = self._entries(language, domain)
                # Most stand in few different files.
                strange = {each.files for each in entries.values()}
                strange = {files for files in strange if framework is None or files - own}
                wanted.update(key for key, each in entries.items() if each.files in strange)
            self._known[domain] = wanted
        return self._known[domain]

    def _entries(self, language: str, domain: str) -> Mapping[Key, Translation]:
        path = self._path(language, domain)
        return read_catalog(path, self.library.name_of(path), language)[0].translations

    def _path(self, language: str, domain: str) -> Path:
        return catalog_path(self.library.catalogs, language, domain)


def interface_part(catalogs: Path, language: str) -> Part:
    """The interface of a language: the project's own catalogue of it goes before the package's."""
    if SOURCE_LANGUAGE in widening(language):
        return Part("", None, Counts(translated=len(_interface_keys())))
    folders = [
        (tag, folder) for tag in widening(language) for folder in (catalogs, PACKAGE_CATALOGS)
    ]
    paths = [catalog_path(folder, tag, INTERFACE) for tag, folder in folders]
    found = [_states(path) for path in paths if path.is_file()]
    own = catalog_path(catalogs, language, INTERFACE)
    states = [_best(key, found) for key in _interface_keys()]
    return Part("", own if own.is_file() else None, count(states))


def _best(key: Key, catalogs: Iterable[Mapping[Key, State]]) -> State:
    """The state of a message in the first of several catalogues that has it translated."""
    states = [each[key] for each in catalogs if key in each]
    return "translated" if "translated" in states else (states or ["missing"])[0]


@cache
def _interface_keys() -> tuple[Key, ...]:
    """The texts of the interface. The Swedish catalogue holds them all; a test sees to it."""
    return tuple(_states(catalog_path(PACKAGE_CATALOGS, "sv", INTERFACE)))


def outdated_messages(path: Path) -> frozenset[str]:
    """The messages of a catalogue whose translation is out of date."""
    # Most catalogues have none, and looking for the mark costs next to nothing.
    if not path.is_file() or b"fuzzy" not in path.read_bytes():
        return frozenset()
    found = _states(path).items()
    return frozenset(message for (_, message), state in found if state == "outdated")


def _states(path: Path) -> dict[Key, State]:
    """The current messages of a catalogue; none when it cannot be read, which is told elsewhere."""
    entries = read_po(path, path.name)[0] if path.is_file() else None
    return {key_of(each): state_of(each) for each in entries or () if not each.obsolete}


def state_of(entry: polib.POEntry) -> State:
    """Whether an entry holds a translation, and whether that is of today."""
    if not is_translated(entry):
        return "missing"
    return "outdated" if entry.fuzzy else "translated"
