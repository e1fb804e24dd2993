"""Checks of translations: what a slip, or somebody's malice, makes wrong in a readable catalogue.

Each message with a current translation is compared with its source. A translator who is right all
the same says so in the entry: ``# ramverk: allow po-numbers``.
"""

from __future__ import annotations

import bisect
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polib
from babel import UnknownLocaleError
from babel.messages.plurals import get_plural

from .catalogs import is_translated, language_problems, read_po
from .problems import CODES, Problem
from .project import Project
from .translation_checks import Finding, Glossary, Pair, Term, compare, terms_of

NEVER_ALLOWED: Final = frozenset({"po-unsafe", "po-allow", "po-charset", "po-count"})
"""What no comment allows: who writes the translation writes the comment."""
INTERFACE: Final = "ramverk"
"""The catalogue in which a project words the interface differently; its source is English."""

_ALLOW: Final = re.compile(r"^\s*ramverk:\s*allow\b(.*)$", re.MULTILINE)
_CHARSET: Final = re.compile(r"charset=([^\s;]+)", re.IGNORECASE)
_PLURALS: Final = re.compile(r"nplurals\s*=\s*(\d)")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


# --- catalogues ---------------------------------------------------------------------------------


def check_catalogs(
    project: Project,
    languages: Sequence[str],
    glossary: Glossary | None = None,
    baselines: Mapping[str, int] | None = None,
) -> list[Problem]:
    """What is wrong with the catalogues of a project; none is missed, whatever it is for.

    :param baselines: how many messages were translated before, by the catalogue's name.
    """
    library = project.library()
    problems: list[Problem] = []
    before = dict(baselines or {})
    for language in languages:
        folder = project.catalogs / language.replace("-", "_") / "LC_MESSAGES"
        for path in sorted(folder.rglob("*.po")):
            domain = path.relative_to(folder).with_suffix("").as_posix()
            framework = library.get(domain.removeprefix("frameworks/")) if "/" in domain else None
            source = framework.language if framework else project.source_language
            name = os.path.relpath(path, project.root).replace(os.sep, "/")
            problems += check_catalog(
                path,
                name,
                language,
                "en" if domain == INTERFACE else source,
                glossary,
                is_prose=framework is None and domain != INTERFACE,
                baseline=before.pop(name, 0),
            )
        prefix = os.path.relpath(folder, project.root).replace(os.sep, "/") + "/"
        for name in sorted(name for name in before if name.startswith(prefix) and before[name]):
            details = {"now": 0, "before": before[name]}
            problems.append(Problem(name, 0, 0, "po-count", details))
    return problems


def check_catalog(
    path: Path,
    name: str,
    language: str,
    source_language: str,
    glossary: Glossary | None = None,
    *,
    is_prose: bool,
    baseline: int = 0,
) -> list[Problem]:
    """What is wrong with one ``.po`` file, in the order of its lines.

    :param name: how messages call the file.
    :param is_prose: whether its texts are Markdown; an entry that names its file tells better.
    :param baseline: how many of its messages were translated before.
    """
    entries, problems = read_po(path, name)
    if entries is None:
        return problems
    lines = _Lines.read(path)
    problems += language_problems(entries, name, language)
    problems += _header_problems(entries, name, baseline)
    problems += _duplicates(entries, name, lines)
    check = _EntryCheck(
        name, language, source_language, _plural_forms(entries, language), lines,
        terms_of(glossary or {}, language),
    )  # fmt: skip
    for entry in entries:
        if not entry.obsolete and not entry.fuzzy and is_translated(entry):
            problems += check.problems(entry, _is_prose(entry, is_prose))
    return sorted(problems, key=lambda problem: problem.line)


def _header_problems(entries: polib.POFile, name: str, baseline: int) -> Iterator[Problem]:
    charset = _CHARSET.search(entries.metadata.get("Content-Type", ""))
    if charset and charset[1].lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
        yield Problem(name, 1, 0, "po-charset", {"found": charset[1]})
    translated = sum(
        is_translated(entry) and not entry.fuzzy for entry in entries if not entry.obsolete
    )
    if translated < baseline:
        yield Problem(name, 0, 0, "po-count", {"now": translated, "before": baseline})


def _duplicates(entries: polib.POFile, name: str, lines: _Lines) -> Iterator[Problem]:
    seen: dict[tuple[str | None, str], int] = {}
    for entry in entries:
        key = (entry.msgctxt, entry.msgid)
        line = lines.of(entry, "msgid")
        if entry.obsolete:
            continue
        if key in seen:
            yield Problem(name, line, 0, "catalog-duplicate", {"first": seen[key]})
        seen.setdefault(key, line)


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


@dataclass(frozen=True)
class _Lines:
    """Where the keywords of a file stand; polib only tells where an entry's comments begin."""

    places: Mapping[str, list[int]]

    @classmethod
    def read(cls, path: Path) -> _Lines:
        places: dict[str, list[int]] = {"msgid": [], "msgstr": []}
        text = path.read_bytes().decode("utf-8-sig", "replace")
        for number, line in enumerate(_LINE_END.split(text), 1):
            keyword = line.strip()[:6].rstrip(' "_[')
            if keyword == "msgid" and "msgid_plural" not in line[:20]:
                places["msgid"].append(number)
            elif keyword == "msgstr":
                places["msgstr"].append(number)
        return cls(places)

    def of(self, entry: polib.POEntry, keyword: str) -> int:
        places = self.places[keyword]
        here = bisect.bisect_left(places, entry.linenum or 0)
        return places[here] if here < len(places) else entry.linenum or 0


# --- entries ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _EntryCheck:
    name: str
    language: str
    source_language: str
    plural_forms: int
    lines: _Lines
    terms: Sequence[Term]

    def problems(self, entry: polib.POEntry, is_prose: bool) -> Iterator[Problem]:
        """What is wrong with one entry, but for what its translator justified."""
        allowed, wrong = _allowed(entry.tcomment)
        line = self.lines.of(entry, "msgstr")
        for code in wrong:
            at = self.lines.of(entry, "msgid")
            yield Problem(self.name, at, 0, "po-allow", {"found": code})
        if not entry.msgid_plural:
            findings = list(self._compare(entry.msgid, entry.msgstr, is_prose))
        else:
            findings = list(self._plural(entry, is_prose))
        for code, details in findings:
            if code not in allowed:
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
