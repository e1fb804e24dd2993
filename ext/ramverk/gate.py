"""Catalogues are checked before the site is built; what was found in order is remembered.

A catalogue is remembered by the content of everything that decides what is said of it: its own
file, its framework's, and this package.
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
from .catalogs import read_catalog
from .files import write_if_changed
from .library import Library
from .problems import Problem
from .project import Project
from .prose import misnamed_page
from .staleness import CatalogFile

_PACKAGE: Final = Path(__file__).parent
#: What the checks read texts with.
_LIBRARIES: Final = ("babel", "markdown-it-py", "mdit-py-plugins", "polib")


@dataclass(slots=True)
class Verdict:
    """What the checks say: what must be mended, and which catalogues hold messages of pages."""

    errors: list[Problem] = field(default_factory=list)
    #: Paths; what could not be read may be among them.
    with_prose: set[Path] = field(default_factory=set)


def check_before_build(project: Project, library: Library, languages: Sequence[str]) -> Verdict:
    """What is wrong with the catalogues of ``languages``. Those known to be in order are not read.

    Only what stops a build is looked for; ``ramverk i18n check`` also warns of what may be right.

    :param library: the project's frameworks, each in the language of its file; best not loaded yet.
    """
    gate = _Gate(project, library)
    verdict = Verdict([*gate.glossary_problems, *gate.misnamed_pages])
    memory = project.build / "checked-catalogs.json"
    known = _remembered(memory)
    for language in languages:
        for file in catalog_files(project, language):
            digest = gate.digest(file)
            record = known.get(file.name)
            if not digest or not record or record["digest"] != digest:
                errors = gate.check(file)
                verdict.errors += errors
                record = {"digest": digest, "prose": gate.has_prose(file)}
                # What was changed while it was checked is checked again next time.
                if not errors and digest and digest == gate.digest(file):
                    known[file.name] = record
            if record["prose"]:
                verdict.with_prose.add(file.path)
    write_if_changed(memory, json.dumps(known, indent=1, sort_keys=True) + "\n")
    return verdict


def check_frameworks(project: Project, library: Library) -> list[Problem]:
    """What is wrong with the framework files. Those known to be in order are not read."""
    memory = project.build / "checked-frameworks.json"
    known = _remembered(memory)
    found: dict[str, dict[str, Any]] = {}
    problems = [*library.folder_problems]
    for id_ in library.ids:
        source = library.source(id_)
        digest = _framework_digest(source.path)
        record = known.get(source.name)
        wrong: list[Problem] = []
        if not digest or not record or record["digest"] != digest:
            wrong = library.problems(id_)
            problems += wrong
        # What was changed while it was read is read again next time.
        if not wrong and digest and digest == _framework_digest(source.path):
            found[source.name] = {"digest": digest, "prose": False}
    write_if_changed(memory, json.dumps(found, indent=1, sort_keys=True) + "\n")
    return problems


def _framework_digest(path: Path) -> str:
    content = _content(path)
    return "" if content is None else _digest([_package_digest(), content]).hexdigest()


def _remembered(path: Path) -> dict[str, dict[str, Any]]:
    """What is known of catalogues, by their names; nothing if the file is damaged."""
    try:
        found = json.loads(path.read_bytes())
        return {
            name: {"digest": str(x["digest"]), "prose": bool(x["prose"])}
            for name, x in found.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


@dataclass(frozen=True)
class _Gate:
    project: Project
    library: Library

    @property
    def glossary_problems(self) -> list[Problem]:
        return self.project.glossary()[1] if self.project.glossary_path.exists() else []

    @property
    def misnamed_pages(self) -> list[Problem]:
        return misnamed_page(self.project) if len(self.project.languages) > 1 else []

    def check(self, file: CatalogFile) -> list[Problem]:
        errors = check_project_catalog(self.project, self.library, file, None, errors_only=True)
        return [each for each in errors if each.severity == "error"]

    def has_prose(self, file: CatalogFile) -> bool:
        """Whether Sphinx finds messages in a catalogue: it is not a framework's alone."""
        if framework_id(self.project, file) not in self.library.ids:
            return True
        return read_catalog(file.path, file.name, file.language)[0].has_prose

    @cached_property
    def _common(self) -> bytes:
        """What all catalogues have in common."""
        return _digest([_package_digest(), self.project.source_language.encode()]).digest()

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
