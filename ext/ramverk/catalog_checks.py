"""Checks of translations: what a slip, or somebody's malice, makes wrong in a readable catalogue.

Each message with a current translation is compared with its source. A translator who is right all
the same says so in the entry: ``# ramverk: allow po-numbers``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import polib
from babel import UnknownLocaleError
from babel.messages.plurals import get_plural

from .catalogs import (
    INTERFACE,
    catalogs_in,
    language_folder,
    language_problems,
    read_entries,
)
from .library import Library
from .model import Framework
from .po_files import Key, is_translated, key_of
from .po_lines import EntryLines
from .problems import CODES, Problem
from .project import Project
from .staleness import CatalogFile, stale_framework
from .terminology import Glossary, Terms, terms_between
from .translation_checks import Finding, Pair, compare, is_plain

NEVER_ALLOWED: Final = frozenset({"po-unsafe", "po-allow", "po-charset", "po-lost"})
"""What no comment allows: who writes the translation writes the comment."""

_ALLOW: Final = re.compile(r"^\s*ramverk:\s*allow\b(.*)$", re.MULTILINE)
_CHARSET: Final = re.compile(r"charset=([^\s;]+)", re.IGNORECASE)
_PLURALS: Final = re.compile(r"nplurals\s*=\s*(\d)")


# --- catalogues ---------------------------------------------------------------------------------


def check_catalogs(
    project: Project, languages: Sequence[str], glossary: Glossary | None = None
) -> list[Problem]:
    """What is wrong with the catalogues of a project; none is missed, whatever it is for.

    :param glossary: instead of the project's own.
    """
    problems: list[Problem] = []
    if glossary is None:
        glossary, problems = project.glossary()
    library = project.library()
    for language in languages:
        for file in catalog_files(project, language):
            problems += check_project_catalog(project, library, file, glossary)
    return problems


def catalog_files(project: Project, language: str) -> Iterator[CatalogFile]:
    """The catalogues that a language has, in the order of their names."""
    for path in catalogs_in(language_folder(project.catalogs, language)):
        yield CatalogFile(path, project.name_of(path), language)


def framework_id(project: Project, file: CatalogFile) -> str:
    """The framework that a catalogue is for, if it is for one; else empty."""
    domain = _domain(project, file)
    return domain.removeprefix("frameworks/") if domain.startswith("frameworks/") else ""


def _domain(project: Project, file: CatalogFile) -> str:
    folder = str(language_folder(project.catalogs, file.language))
    # As texts: it is asked several times of each of thousands of files.
    return str(file.path)[len(folder) + 1 :].removesuffix(".po").replace(os.sep, "/")


def check_project_catalog(
    project: Project,
    library: Library,
    file: CatalogFile,
    glossary: Glossary | None,
    *,
    errors_only: bool = False,
) -> list[Problem]:
    """What is wrong with one catalogue, and whether it still fits its framework.

    :param library: the project's frameworks, each in the language of its file.
    :param errors_only: do not look for what deserves a warning alone; that costs a tenth.
    """
    id_ = framework_id(project, file)
    framework = library.get(id_)
    is_interface = _domain(project, file) == INTERFACE
    source = framework.language if framework else project.source_language
    return check_catalog(
        file.path,
        file.name,
        file.language,
        "en" if is_interface else source,
        # English words of the interface stand for other things than those of the handbook.
        None if is_interface else glossary,
        is_prose=id_ not in library.ids and not is_interface,
        framework=framework,
        errors_only=errors_only,
    )


def check_catalog(
    path: Path,
    name: str,
    language: str,
    source_language: str,
    glossary: Glossary | None = None,
    *,
    is_prose: bool,
    framework: Framework | None = None,
    errors_only: bool = False,
) -> list[Problem]:
    """What is wrong with one ``.po`` file, in the order of its lines.

    :param name: how messages call the file.
    :param is_prose: whether its texts are Markdown; an entry that names its file tells better.
    :param framework: the one whose messages it should hold.
    :param errors_only: do not look for what deserves a warning alone.
    """
    entries, problems = read_entries(path, name, language)
    if entries is None:
        return problems
    lines = cache(lambda: EntryLines.read(path))
    problems += language_problems(entries, name, language)
    problems += _header_problems(entries, name)
    problems += _duplicates(entries, name, lines)
    if framework is not None:
        stale = stale_framework(CatalogFile(path, name, language), entries, framework)
        problems += filter(None, [stale])
    check = _EntryCheck(
        name, language, source_language, _plural_forms(entries, language), lines,
        terms_between(glossary, source_language, language) if glossary else None,
    )  # fmt: skip
    for entry in entries:
        if entry.obsolete or entry.fuzzy or not is_translated(entry):
            continue
        if not errors_only or not _is_plain(entry):
            problems += check.problems(entry, _is_prose(entry, is_prose))
    return sorted(problems, key=lambda problem: problem.line)


def _is_plain(entry: polib.POEntry) -> bool:
    """Whether nothing but warnings can come of an entry."""
    if entry.msgid_plural or "ramverk" in entry.tcomment:
        return False
    return is_plain(entry.msgid) and is_plain(entry.msgstr)


def _header_problems(entries: polib.POFile, name: str) -> Iterator[Problem]:
    charset = _CHARSET.search(entries.metadata.get("Content-Type", ""))
    if charset and charset[1].lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
        yield Problem(name, 1, 0, "po-charset", {"found": charset[1]})


def _duplicates(
    entries: polib.POFile, name: str, lines: Callable[[], EntryLines]
) -> Iterator[Problem]:
    seen: dict[Key, polib.POEntry] = {}
    for entry in entries:
        first = entry if entry.obsolete else seen.setdefault(key_of(entry), entry)
        if first is not entry:
            at, before = (lines().of(each, "msgid") for each in (entry, first))
            yield Problem(name, at, 0, "catalog-duplicate", {"first": before})


def _plural_forms(entries: polib.POFile, language: str) -> int:
    """How many plural forms the header wants; without one, how many the language has."""
    if found := _PLURALS.search(entries.metadata.get("Plural-Forms", "")):
        return int(found[1])
    try:
        return int(get_plural(language.replace("-", "_")).num_plurals)
    except (UnknownLocaleError, ValueError):
        return 2


def _is_prose(entry: polib.POEntry, default: bool) -> bool:
    """A framework's catalogue also holds the prose on its page."""
    files = [file for file, _ in entry.occurrences]
    if any(file.endswith((".md", ".rst")) for file in files):
        return True
    return default and not any(file.endswith((".yaml", ".yml")) for file in files)


# --- entries ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _EntryCheck:
    name: str
    language: str
    source_language: str
    plural_forms: int
    lines: Callable[[], EntryLines]
    terms: Terms | None

    def problems(self, entry: polib.POEntry, is_prose: bool) -> Iterator[Problem]:
        """What is wrong with one entry, but for what its translator justified."""
        allowed, wrong = _allowed(entry.tcomment)
        for code in wrong:
            at = self.lines().of(entry, "msgid")
            yield Problem(self.name, at, 0, "po-allow", {"found": code})
        if not entry.msgid_plural:
            findings = list(self._compare(entry.msgid, entry.msgstr, is_prose))
        else:
            findings = list(self._plural(entry, is_prose))
        for code, details in findings:
            if code not in allowed:
                line = self.lines().of(entry, "msgstr")
                yield Problem(self.name, line, 0, code, details)

    def _plural(self, entry: polib.POEntry, is_prose: bool) -> Iterator[Finding]:
        """Each form is compared with the source it fits better: “one file” has no number."""
        filled = [text for text in entry.msgstr_plural.values() if text]
        if len(filled) != self.plural_forms or len(entry.msgstr_plural) != self.plural_forms:
            yield "po-plurals", {"found": len(filled), "expected": self.plural_forms}
        seen = set()
        for text in filled:
            sources = (entry.msgid_plural, entry.msgid)
            found = min((list(self._compare(each, text, is_prose)) for each in sources), key=len)
            for code, details in found:
                if code not in seen:
                    seen.add(code)
                    yield code, details

    def _compare(self, source: str, target: str, is_prose: bool) -> Iterator[Finding]:
        pair = Pair(source, target, self.source_language, self.language, is_prose, self.terms)
        return compare(pair)


def _allowed(comment: str) -> tuple[set[str], list[str]]:
    """The codes that a translator allows, and those that cannot be allowed."""
    if "ramverk" not in comment:
        return set(), []
    codes = [code for found in _ALLOW.findall(comment) for code in re.split(r"[\s,;]+", found)]
    known = {c for c in codes if c in CODES and c.startswith("po-") and c not in NEVER_ALLOWED}
    return known, [code for code in dict.fromkeys(codes) if code and code not in known]
