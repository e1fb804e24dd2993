"""Translations that were there in an earlier commit and are not any more."""

from __future__ import annotations

import difflib
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polib

from .catalog_checks import catalog_files
from .catalogs import language_folder
from .interface import N_
from .po_files import Key, is_translated, key_of, previous_key, read_po
from .po_lines import EntryLines
from .problems import Problem, quoted
from .project import Project, ProjectError

SHOWN: Final = 5
"""So many of the lost translations of a catalogue are named."""
_LIKE: Final = 0.5
"""From this likeness (0 to 1) on, a new text may be an old one that was reworded."""


def lost_translations(project: Project, languages: Sequence[str], since: str) -> list[Problem]:
    """What was translated in a commit, and is neither translated now nor kept; one problem a file.

    A text that was reworded, moved to another catalogue or kept as obsolete is not lost. Outdated
    translations count, too, as long as the same words are nowhere else.

    :param since: a commit of the repository that the project lies in: a branch, a tag, a hash.
    :raises ProjectError: when there is no repository, or no such commit.
    """
    commit = _commit(project.root, since)
    problems: list[Problem] = []
    for language in languages:
        now = {each.name: _read(each.path, each.name) for each in catalog_files(project, language)}
        elsewhere = {key for found in now.values() for key in _translated(found or ())}
        words = {_words_of(each) for found in now.values() for each in found or ()}
        for name, content in _catalogs_in(project, language, commit):
            before = _parsed(content, name)
            if before is None or (name in now and now[name] is None):
                continue  # a catalogue that cannot be read is another problem's business
            losses = _Losses(before, now.get(name) or [], elsewhere, words)
            if losses.all:
                path = project.root / name
                problems.append(_problem(path, name, since, losses))
    return problems


def _read(path: Path, name: str) -> polib.POFile | None:
    return read_po(path, name)[0]


def _parsed(content: bytes, name: str) -> polib.POFile | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "catalog.po")
        path.write_bytes(content)
        return _read(path, name)


def _problem(path: Path, name: str, since: str, losses: _Losses) -> Problem:
    lines = EntryLines.read(path) if path.is_file() else None
    line = lines.of(losses.emptied[0], "msgid") if lines and losses.emptied else 0
    texts = [f"“{entry.msgid}”" for entry in losses.all[:SHOWN]]
    details = {"since": since, "count": len(losses.all), "texts": quoted(texts), "name": name}
    return Problem(name, line, 0, "po-lost", details)


# --- what was lost --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Losses:
    """What became of the translations of one catalogue."""

    before: Iterable[polib.POEntry]
    now: Iterable[polib.POEntry]
    #: Keys that are translated in any catalogue of the language.
    elsewhere: set[Key]
    #: All translations of the language.
    words: set[tuple[str, ...]]
    #: Entries of today that have no translation any more.
    emptied: list[polib.POEntry] = field(default_factory=list)
    #: Entries of then that are nowhere now.
    vanished: list[polib.POEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        before = {key_of(each): each for each in self.before if _is_in_use(each)}
        kept = set(_translated(self.now))
        reworded = {previous_key(each) for each in self.now if is_translated(each)}
        active = {key_of(each): each for each in self.now if not each.obsolete}
        # Whatever was translated since may be what one of those became that are gone.
        known = {key_of(each) for each in self.before if is_translated(each) and not each.fuzzy}
        heirs = [e for key, e in active.items() if key not in known and is_translated(e)]
        for key, entry in before.items():
            if key in kept or key in reworded or (entry.fuzzy and _words_of(entry) in self.words):
                continue
            if key in active:
                self.emptied.append(active[key])
            elif key not in self.elsewhere and not _take_heir(entry, heirs):
                self.vanished.append(entry)

    @property
    def all(self) -> list[polib.POEntry]:
        return [*self.emptied, *self.vanished]


def _take_heir(entry: polib.POEntry, heirs: list[polib.POEntry]) -> bool:
    """Whether one of ``heirs`` stands where the entry stood, or is like it; it is used up then."""
    places = _places(entry)
    for heir in heirs:
        if places & _places(heir) or _are_alike(entry.msgid, heir.msgid):
            heirs.remove(heir)
            return True
    return False


def _places(entry: polib.POEntry) -> set[str]:
    """Framework, id path and role of a message, as its comment tells them."""
    return {line.split(" of “")[0] for line in entry.comment.splitlines() if " · " in line}


def _are_alike(one: str, other: str) -> bool:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= _LIKE <= matcher.quick_ratio() and matcher.ratio() >= _LIKE


def _translated(entries: Iterable[polib.POEntry]) -> Iterator[Key]:
    return (key_of(each) for each in entries if is_translated(each))


def _is_in_use(entry: polib.POEntry) -> bool:
    return is_translated(entry) and not entry.obsolete


def _words_of(entry: polib.POEntry) -> tuple[str, ...]:
    return entry.msgstr, *(form for _, form in sorted(entry.msgstr_plural.items()))


# --- git ------------------------------------------------------------------------------------------


def _commit(root: Path, since: str) -> str:
    found = _git(root, "rev-parse", "--git-dir")
    if found.returncode:
        raise ProjectError(
            N_("git finds no repository in {path}: {reason}"), path=root, reason=_words(found)
        )
    found = _git(root, "rev-parse", "--verify", "--end-of-options", f"{since}^{{commit}}")
    if found.returncode:
        raise ProjectError(
            N_("git knows no commit {since}: {reason}"), since=since, reason=_words(found)
        )
    return found.stdout.decode("ascii").strip()


def _catalogs_in(project: Project, language: str, commit: str) -> Iterator[tuple[str, bytes]]:
    """Names and contents of a language's catalogues in a commit."""
    place = project.name_of(language_folder(project.catalogs, language))
    found = _git(project.root, "ls-tree", "-r", "-z", "--name-only", commit, "--", f"{place}/")
    for name in found.stdout.decode("utf-8", "surrogateescape").split("\0"):
        if name.endswith(".po"):
            below = name if name.startswith("../") else f"./{name}"
            yield name, _git(project.root, "show", f"{commit}:{below}").stdout


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, check=False
        )
    except FileNotFoundError:
        raise ProjectError(N_("comparing with a commit needs the program git")) from None


def _words(found: subprocess.CompletedProcess[bytes]) -> str:
    """The first line of what git says of a failure."""
    lines = found.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else str(found.returncode)
