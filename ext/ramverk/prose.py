"""The catalogues of a project: brought up to date from its frameworks and from its pages."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polib
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from .catalogs import (
    Template,
    canonical,
    catalog_path,
    is_translated,
    read_po,
    templates,
    update,
)
from .files import write_if_changed
from .interface import PACKAGE_CATALOGS, SOURCE_LANGUAGE, plural_forms, widening
from .problems import Problem
from .project import Project

INTERFACE: Final = "ramverk"
"""The catalogue of the interface; a project has one for a language that the package lacks."""


@dataclass(frozen=True, slots=True)
class Domain:
    """What one catalogue of each language should hold."""

    name: str
    #: The language of the messages.
    language: str
    messages: list[Template]


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did to one catalogue, or would do."""

    language: str
    name: str
    changed: bool
    translated: int
    outdated: int
    missing: int


def update_catalogs(
    project: Project, languages: Sequence[str], *, is_new: bool = False, write: bool = True
) -> tuple[list[Update], list[Problem]]:
    """Bring all catalogues of ``languages`` up to date. Nothing translated is thrown away.

    The catalogue of a framework with errors is left as it is, and so is one that cannot be read;
    both are among the problems.

    :param is_new: give the languages a catalogue of the interface, too, if the package has none.
    :param write: whether to write; else the updates tell what would come of it.
    """
    found, problems = domains(project)
    updates: list[Update] = []
    for language in languages:
        own = _interface(project, language, is_new=is_new)
        for domain in [*found, *own]:
            if domain.language != language:
                done, more = _update(project, language, domain, write=write)
                updates += done
                problems += more
    return updates, problems


def domains(project: Project) -> tuple[list[Domain], list[Problem]]:
    """The catalogues that each language should have, and the problems of frameworks."""
    pages = page_templates(project)
    library = project.library()
    problems = [problem for each in library.ids for problem in library.problems(each)]
    found: list[Domain] = []
    for framework_id in library.ids:
        name = f"frameworks/{framework_id}"
        of_page = pages.pop(name, [])
        framework = library.get(framework_id)
        if framework is not None:
            found.append(Domain(name, framework.language, [*templates(framework), *of_page]))
    found += [Domain(name, project.source_language, each) for name, each in pages.items()]
    return sorted(found, key=lambda each: each.name), problems


def interface_domain() -> Domain:
    """The texts of the interface. The Swedish catalogue holds them all; a test sees to it."""
    path = PACKAGE_CATALOGS / "sv" / "LC_MESSAGES" / f"{INTERFACE}.po"
    messages = [
        Template(entry.msgid, file, entry.comment, entry.msgid_plural)
        for entry in polib.pofile(str(path))
        for file, _ in entry.occurrences[:1]
        if not entry.obsolete
    ]
    return Domain(INTERFACE, SOURCE_LANGUAGE, messages)


def _interface(project: Project, language: str, *, is_new: bool) -> list[Domain]:
    """The interface's domain, if the project is to have the catalogue of ``language``."""
    path = catalog_path(project.catalogs, language, INTERFACE)
    if _speaks(language) or not (is_new or path.exists()):
        return []
    return [interface_domain()]


def _speaks(language: str) -> bool:
    """Whether the package has the interface in a language, or in the wider one."""
    return any(
        tag == SOURCE_LANGUAGE or catalog_path(PACKAGE_CATALOGS, tag, INTERFACE).is_file()
        for tag in widening(language)
    )


def _update(
    project: Project, language: str, domain: Domain, *, write: bool
) -> tuple[list[Update], list[Problem]]:
    path = catalog_path(project.catalogs, language, domain.name)
    name = name_in(project, path)
    old, problems = _old_catalog(path, name, language)
    if old is None:
        return [], problems
    if not domain.messages and not old:
        return [], []
    entries = update(old, domain.messages)
    give_plurals(entries, old.metadata.get("Plural-Forms", ""))
    content = canonical(entries, old.metadata, language, old.header or "")
    if write:
        changed = write_if_changed(path, content)
    else:
        changed = not path.is_file() or path.read_bytes() != content.encode("utf-8")
    return [_counted(entries, language, name, changed=changed)], []


def _old_catalog(path: Path, name: str, language: str) -> tuple[polib.POFile | None, list[Problem]]:
    if path.exists():
        return read_po(path, name)
    new = polib.POFile()
    new.metadata = {"Plural-Forms": plural_forms(language)}
    return new, []


def give_plurals(entries: Iterable[polib.POEntry], forms: str) -> None:
    """Empty translations for all plural forms of the language, where an entry has none."""
    found = re.match(r"\s*nplurals\s*=\s*(\d)", forms)
    for entry in entries:
        if entry.msgid_plural and not entry.msgstr_plural:
            entry.msgstr_plural = dict.fromkeys(range(int(found[1]) if found else 2), "")


def _counted(entries: list[polib.POEntry], language: str, name: str, *, changed: bool) -> Update:
    current = [entry for entry in entries if not entry.obsolete]
    missing = sum(not is_translated(entry) for entry in current)
    outdated = sum(entry.fuzzy and is_translated(entry) for entry in current)
    translated = len(current) - outdated - missing
    return Update(language, name, changed, translated, outdated, missing)


def page_templates(project: Project) -> dict[str, list[Template]]:
    """The messages of all pages by catalogue, as Sphinx's gettext builder finds them."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "gettext")
        with patch_docutils(project.root), docutils_namespace():
            Sphinx(
                srcdir=project.source,
                confdir=project.root,
                outdir=output,
                doctreedir=Path(folder, "doctrees"),
                buildername="gettext",
                confoverrides={"gettext_compact": False, "gettext_uuid": False},
                status=None,
                warning=io.StringIO(),
            ).build(force_all=True)
        found = {}
        for path in sorted(output.rglob("*.pot")):
            domain = path.relative_to(output).with_suffix("").as_posix()
            found[domain] = list(_templates(project, path, output))
    return found


def _templates(project: Project, path: Path, output: Path) -> list[Template]:
    """The page messages of a ``.pot``, without those that come from framework files."""
    found: list[Template] = []
    for entry in polib.pofile(str(path)):
        files = [name_in(project, output / file) for file, _ in entry.occurrences]
        pages = [file for file in dict.fromkeys(files) if not file.endswith(".yaml")]
        if pages:
            found.append(Template(entry.msgid, pages[0]))
    return found


def name_in(project: Project, path: Path) -> str:
    """How messages and catalogues call a file of the project."""
    return os.path.relpath(path.resolve(), project.root).replace(os.sep, "/")
