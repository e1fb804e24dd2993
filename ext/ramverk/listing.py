"""Which languages are offered to readers: those of which enough is translated."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from . import __version__
from .catalogs import catalogs_in
from .completeness import Catalogs, Memory
from .files import digest_of, write_if_changed
from .library import Library
from .project import Project


def percents(
    project: Project, languages: Sequence[str], library: Library | None = None
) -> dict[str, int]:
    """How much of the frameworks and pages is translated, by language.

    Counting takes time in a large project; the result is kept in the build folder, with a digest of
    all that was counted.

    :param library: the frameworks, each in the language of its file, where they are loaded already.
    """
    path = project.build / "completeness.json"
    kept = _kept(path)
    digest = _digest(project, languages)
    if kept.digest == digest:
        return kept.percent
    catalogs = Catalogs(
        library or project.library(), project.source, project.languages, kept.memory
    )
    counted = {each: catalogs.completeness(each).whole.percent for each in languages}
    write_if_changed(path, json.dumps(Kept(digest, counted, kept.memory)._asdict()))
    return counted


class Kept(NamedTuple):
    """What was counted last: percents by language, with a digest of all they come from."""

    digest: str
    percent: dict[str, int]
    memory: Memory


def _kept(path: Path) -> Kept:
    """What was counted last; nothing if there is none yet, or it is damaged."""
    try:
        found = json.loads(path.read_text("utf-8"))
        percent = {str(tag): int(each) for tag, each in found["percent"].items()}
        memory = {
            str(name): (str(digest), [int(each) for each in counts])
            for name, (digest, counts) in found["memory"].items()
        }
        return Kept(str(found["digest"]), percent, memory)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Kept("", {}, {})


def unlisted(
    project: Project, languages: Sequence[str], library: Library | None = None
) -> dict[str, int]:
    """The languages too little of which is translated, each with how much is.

    The source language is always listed, and so is a language that is built all alone.
    """
    if not project.listed_from or len(languages) == 1:
        return {}
    others = [each for each in languages if each != project.source_language]
    found = percents(project, others, library)
    below = {tag: percent for tag, percent in found.items() if percent < project.listed_from}
    return {} if len(below) == len(languages) else below


def _digest(project: Project, languages: Sequence[str]) -> str:
    # A page that comes or goes changes what counts.
    pages = sorted(p for p in project.source.rglob("*") if p.suffix in {".md", ".rst", ".txt"})
    paths = sorted({*catalogs_in(project.catalogs), *project.frameworks.rglob("*.yaml")})
    return digest_of(paths, __version__, *project.languages, "|", *languages, *map(str, pages))
