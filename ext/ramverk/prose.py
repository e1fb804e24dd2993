"""The catalogues of a project: brought up to date from its frameworks and from its pages."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polib
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from .catalogs import Template, canonical, catalog_path, read_po, templates, update
from .files import write_if_changed
from .problems import Problem
from .project import Project


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did to one catalogue."""

    name: str
    changed: bool
    translated: int
    outdated: int
    missing: int


def update_catalogs(
    project: Project, languages: Sequence[str]
) -> tuple[list[Update], list[Problem]]:
    """Bring all catalogues of ``languages`` up to date. Nothing translated is thrown away.

    The catalogue of a framework with errors is left as it is, and so is one that cannot be read;
    both are among the problems.
    """
    wanted = page_templates(project)
    library = project.library()
    problems = [problem for each in library.ids for problem in library.problems(each)]
    source_languages: dict[str, str] = {}
    for framework_id in library.ids:
        domain = f"frameworks/{framework_id}"
        of_page = wanted.pop(domain, [])
        framework = library.get(framework_id)
        if framework is not None:
            wanted[domain] = [*templates(framework), *of_page]
            source_languages[domain] = framework.language
    updates: list[Update] = []
    for language in languages:
        for domain, messages in sorted(wanted.items()):
            if source_languages.get(domain, project.source_language) == language:
                continue
            done, found = _update(project, language, domain, messages)
            problems += found
            updates += done
    return updates, problems


def _update(
    project: Project, language: str, domain: str, wanted: list[Template]
) -> tuple[list[Update], list[Problem]]:
    path = catalog_path(project.catalogs, language, domain)
    name = os.path.relpath(path, project.root).replace(os.sep, "/")
    old = polib.POFile()
    if path.exists():
        found, problems = read_po(path, name)
        if found is None:
            return [], problems
        old = found
    if not wanted and not old:
        return [], []
    entries = update(old, wanted)
    changed = write_if_changed(path, canonical(entries, old.metadata, language, old.header or ""))
    current = [entry for entry in entries if not entry.obsolete]
    outdated = sum(entry.fuzzy for entry in current)
    missing = sum(not entry.msgstr for entry in current)
    translated = len(current) - outdated - missing
    return [Update(name, changed, translated, outdated, missing)], []


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
        files = [_name(project, output / file) for file, _ in entry.occurrences]
        pages = [file for file in dict.fromkeys(files) if not file.endswith(".yaml")]
        if pages:
            found.append(Template(entry.msgid, pages[0]))
    return found


def _name(project: Project, path: Path) -> str:
    return os.path.relpath(path.resolve(), project.root).replace(os.sep, "/")
