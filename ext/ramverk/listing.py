"""Which languages are offered to readers: those of which enough is translated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from . import __version__
from .catalogs import catalogs_in
from .completeness import Catalogs
from .files import write_if_changed
from .project import Project


def percents(project: Project, languages: Sequence[str]) -> dict[str, int]:
    """How much of the frameworks and pages is translated, by language.

    Counting takes time in a large project; the result is kept in the build folder, with a digest of
    all that was counted.
    """
    kept = project.build / "completeness.json"
    digest = _digest(project, languages)
    try:
        found = json.loads(kept.read_text("utf-8"))
        if found["digest"] == digest:
            return {str(tag): int(percent) for tag, percent in found["percent"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass  # none kept yet, or by another version
    catalogs = Catalogs(project.library(), project.source, project.languages)
    counted = {each: catalogs.completeness(each).whole.percent for each in languages}
    write_if_changed(kept, json.dumps({"digest": digest, "percent": counted}))
    return counted


def unlisted(project: Project, languages: Sequence[str]) -> dict[str, int]:
    """The languages too little of which is translated, each with how much is.

    The source language is always listed, and so is a language that is built all alone.
    """
    if not project.listed_from or len(languages) == 1:
        return {}
    found = percents(project, [each for each in languages if each != project.source_language])
    below = {tag: percent for tag, percent in found.items() if percent < project.listed_from}
    return {} if len(below) == len(languages) else below


def _digest(project: Project, languages: Sequence[str]) -> str:
    settings = [__version__, *project.languages, "|", *languages]
    digest = hashlib.blake2b("\n".join(settings).encode(), digest_size=16)
    pages = {path for path in project.source.rglob("*") if path.suffix in {".md", ".rst", ".txt"}}
    for path in sorted(pages):  # a page that comes or goes changes what counts
        digest.update(f"{path}\n".encode())
    for path in sorted({*catalogs_in(project.catalogs), *project.frameworks.rglob("*.yaml")}):
        _add_file(digest, path)
    return digest.hexdigest()


def _add_file(digest: hashlib.blake2b, path: Path) -> None:
    content = path.read_bytes() if path.is_file() else b""
    digest.update(f"{path}\n{len(content)}\n".encode() + content)
