"""Catalogues are checked before the site is built; what was found in order is remembered.

A catalogue is remembered by the content of everything that decides what is said of it: its own
file, its framework's, the glossary, and this package.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from .catalog_checks import (
    catalog_files,
    check_project_catalog,
    framework_id,
)
from .files import write_if_changed
from .library import Library
from .problems import Problem
from .project import Project
from .prose import misnamed_page
from .staleness import CatalogFile
from .terminology import Glossary

_PACKAGE: Final = Path(__file__).parent
#: What the checks read texts with.
_LIBRARIES: Final = ("babel", "markdown-it-py", "mdit-py-plugins", "polib")


@dataclass(slots=True)
class Verdict:
    """What the checks say: what must be mended, and how much more they would mention."""

    errors: list[Problem] = field(default_factory=list)
    warnings: int = 0

    def add(self, problems: Sequence[Problem]) -> None:
        errors = [each for each in problems if each.severity == "error"]
        self.errors += errors
        self.warnings += len(problems) - len(errors)


def check_before_build(project: Project, library: Library, languages: Sequence[str]) -> Verdict:
    """What is wrong with the catalogues of ``languages``. Those known to be in order are not read.

    :param library: the project's frameworks, each in the language of its file; best not loaded yet.
    """
    verdict = Verdict()
    gate = _Gate(project, library)
    verdict.add(gate.glossary_problems)
    verdict.add(misnamed_page(project) if len(project.languages) > 1 else [])
    memory = project.build / "checked-catalogs.json"
    known = _remembered(memory)
    found: dict[str, Any] = {}
    for language in languages:
        for file in catalog_files(project, language):
            digest = gate.digest(file)
            if digest and digest == known.get(file.name, {}).get("digest"):
                verdict.warnings += known[file.name]["warnings"]
                continue
            one = Verdict()
            one.add(gate.check(file))
            verdict.errors += one.errors
            verdict.warnings += one.warnings
            # What was changed while it was checked is checked again next time.
            if not one.errors and digest and digest == gate.digest(file):
                found[file.name] = {"digest": digest, "warnings": one.warnings}
    write_if_changed(memory, json.dumps({**known, **found}, indent=1, sort_keys=True) + "\n")
    return verdict


def _remembered(path: Path) -> dict[str, dict[str, Any]]:
    """Digests and numbers of warnings by the catalogue's name; nothing if the file is damaged."""
    try:
        found = json.loads(path.read_bytes())
        return {
            name: {"digest": str(x["digest"]), "warnings": int(x["warnings"])}
            for name, x in found.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


@dataclass(frozen=True)
class _Gate:
    project: Project
    library: Library

    @cached_property
    def _glossary(self) -> tuple[Glossary, list[Problem]]:
        return self.project.glossary()

    @property
    def glossary_problems(self) -> list[Problem]:
        return self._glossary[1] if self.project.glossary_path.exists() else []

    def check(self, file: CatalogFile) -> list[Problem]:
        return check_project_catalog(self.project, self.library, file, self._glossary[0])

    @cached_property
    def _common(self) -> bytes:
        """What all catalogues have in common."""
        glossary = _content(self.project.glossary_path) or b""
        parts = [_package_digest(), glossary, self.project.source_language.encode()]
        return _digest(parts).digest()

    def digest(self, file: CatalogFile) -> str:
        """A digest of all that decides what is wrong with a catalogue; empty: unreadable."""
        content = _content(file.path)
        id_ = framework_id(self.project, file)
        source = b""
        if id_ in self.library.ids:
            source = _content(self.library.source(id_).path) or b""
        if content is None:
            return ""
        names = f"{file.language}\n{file.name}\n{id_ in self.library.ids}".encode()
        return _digest([self._common, names, content, source]).hexdigest()


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _digest(parts: Sequence[bytes]) -> hashlib.blake2b:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest


@cache
def _package_digest() -> bytes:
    """Another release of Ramverk, or of what it reads texts with, may see more."""
    versions = [sys.version, *(f"{each} {version(each)}" for each in _LIBRARIES)]
    modules = sorted(_PACKAGE.rglob("*.py"))
    parts = [each.encode() for each in versions] + [each.read_bytes() for each in modules]
    return _digest(parts).digest()
