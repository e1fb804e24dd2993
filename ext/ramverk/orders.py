"""What a build of one language is told, and what it tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Phase = Literal["reading", "typesetting", "writing"]


@dataclass(frozen=True, slots=True)
class Order:
    """What to build. ``settings`` override those of ``conf.py``."""

    language: str
    root: Path
    source: Path
    output: Path
    doctrees: Path
    settings: dict[str, Any]
    #: How many PDFs are made side by side; 0: as many as there are cores.
    workers: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """How far a build has come; ``total`` is 0 while it is not known."""

    language: str
    phase: Phase
    done: int
    total: int


@dataclass(slots=True)
class Sources:
    """What a build has read beside the project's pages, frameworks and catalogues.

    :param files: paths of files and folders, by content.
    :param programs: paths of the modules that were loaded.
    :param all_catalogs: whether a page tells of all languages.
    :param certain: whether that is all; some extensions read what nobody knows of.
    """

    files: list[str] = field(default_factory=list)
    programs: list[str] = field(default_factory=list)
    all_catalogs: bool = False
    certain: bool = False


@dataclass(slots=True)
class Result:
    """What came of an order."""

    language: str
    #: Warnings of Sphinx and Ramverk, a line each; none on a clean build.
    warnings: list[str] = field(default_factory=list)
    #: Addresses of all pages below the language's folder, ready for a link.
    pages: list[str] = field(default_factory=list)
    read: int = 0
    written: int = 0
    #: What was read beside the project's own files.
    sources: Sources = field(default_factory=Sources)
    #: Why the build stopped; empty when it came to its end.
    error: str = ""
