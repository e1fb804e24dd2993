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
from typing import Literal

import polib

from .catalogs import INTERFACE, catalog_path, catalogs_in, language_folder, templates
from .interface import PACKAGE_CATALOGS, SOURCE_LANGUAGE, widening
from .library import Library
from .model import in_language
from .po_files import Key, is_translated, key_of, read_po

State = Literal["translated", "outdated", "missing"]


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


@dataclass(frozen=True, slots=True)
class _Entry:
    """A current message of a catalogue, and the files that it stands in."""

    state: State
    files: frozenset[str]


class Catalogs:
    """The catalogues of a project, read once each.

    :param library: the frameworks, each in the language of its file.
    :param source: folder of the pages; a catalogue whose page is gone does not count.
    :param languages: those of the project, the source language first.
    """

    def __init__(self, library: Library, source: Path, languages: Sequence[str]) -> None:
        self.library = library
        self.source = source
        self.languages = languages
        self._read: dict[Path, dict[Key, _Entry]] = {}
        self._known: dict[str, list[Key]] = {}

    def completeness(self, language: str) -> Completeness:
        frameworks = [each for each in self.library.ids if not self._is_written_in(each, language)]
        parts = [self._part(f"frameworks/{each}", each, language) for each in frameworks]
        interface = interface_part(self.library.catalogs, language)
        return Completeness(language, tuple(parts), self._pages(language), interface)

    def _is_written_in(self, framework_id: str, language: str) -> bool:
        framework = self.library.get(framework_id)
        return framework is not None and in_language(framework.title, language)

    def _part(self, domain: str, name: str, language: str) -> Part:
        path = self._path(language, domain)
        entries = self._entries(path)
        states = [
            entries[key].state if key in entries else "missing" for key in self._wanted(domain)
        ]
        return Part(name, path if path.is_file() else None, count(states))

    def _pages(self, language: str) -> Part:
        counts = Counts()
        if language != self.languages[0]:
            for domain in self._page_domains:
                counts += self._part(domain, "", language).counts
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

    def _wanted(self, domain: str) -> list[Key]:
        """What a catalogue should hold: the texts of a framework, and of the page of that name."""
        if domain not in self._known:
            framework = self.library.get(domain.removeprefix("frameworks/"))
            messages = templates(framework) if framework else []
            wanted = dict.fromkeys(each.key for each in messages)
            for language in self.languages:
                for key, entry in self._entries(self._path(language, domain)).items():
                    if framework is None or entry.files - {framework.path}:
                        wanted[key] = None
            self._known[domain] = list(wanted)
        return self._known[domain]

    def _entries(self, path: Path) -> dict[Key, _Entry]:
        if path not in self._read:
            self._read[path] = _entries(path)
        return self._read[path]

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
    found = [_entries(path) for path in paths if path.is_file()]
    own = catalog_path(catalogs, language, INTERFACE)
    states = [_best(key, found) for key in _interface_keys()]
    return Part("", own if own.is_file() else None, count(states))


def _best(key: Key, catalogs: Iterable[Mapping[Key, _Entry]]) -> State:
    """The state of a message in the first of several catalogues that has it translated."""
    states = [each[key].state for each in catalogs if key in each]
    return "translated" if "translated" in states else (states or ["missing"])[0]


@cache
def _interface_keys() -> tuple[Key, ...]:
    """The texts of the interface. The Swedish catalogue holds them all; a test sees to it."""
    return tuple(_entries(catalog_path(PACKAGE_CATALOGS, "sv", INTERFACE)))


def outdated_messages(path: Path) -> frozenset[str]:
    """The messages of a catalogue whose translation is out of date."""
    # Most catalogues have none, and looking for the mark costs next to nothing.
    if not path.is_file() or b"fuzzy" not in path.read_bytes():
        return frozenset()
    found = _entries(path).items()
    return frozenset(message for (_, message), entry in found if entry.state == "outdated")


def _entries(path: Path) -> dict[Key, _Entry]:
    """The current messages of a catalogue; none when it cannot be read, which is told elsewhere."""
    entries = read_po(path, path.name)[0] if path.is_file() else None
    return {
        key_of(each): _Entry(state_of(each), frozenset(f for f, _ in each.occurrences))
        for each in entries or ()
        if not each.obsolete
    }


def state_of(entry: polib.POEntry) -> State:
    """Whether an entry holds a translation, and whether that is of today."""
    if not is_translated(entry):
        return "missing"
    return "outdated" if entry.fuzzy else "translated"
