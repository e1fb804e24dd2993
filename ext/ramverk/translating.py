"""Catalogues for translators and their tools: templates, new languages, counts, canonical files.

What is translated is known to ``prose``, how a catalogue is written to ``catalogs``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polib

from .catalog_updates import Template
from .catalogs import (
    INTERFACE,
    catalog_path,
    catalogs_in,
    language_folder,
    language_problems,
)
from .files import write_if_changed
from .interface import N_
from .po_files import canonical, files_of, is_of_framework, key_of, read_po
from .problems import Problem
from .project import Project, ProjectError
from .prose import (
    Update,
    domains,
    interface_domain,
    known_plural_forms,
    name_in,
    update_catalogs,
)

# --- templates ----------------------------------------------------------------------------------


@dataclass(slots=True)
class Extracted:
    """The templates of a project."""

    paths: list[Path] = field(default_factory=list)
    #: Templates in the folder that nothing belongs to any more.
    stale: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def extract(project: Project, folder: Path | None = None) -> Extracted:
    """Write a ``.pot`` for each framework and page; by default into ``pot`` among the catalogues.

    They are for tools that want templates; :func:`~ramverk.prose.update_catalogs` needs none.
    """
    folder = folder or project.catalogs / "pot"
    found, problems = domains(project)
    result = Extracted(problems=problems)
    for domain in found:
        if domain.messages:
            path = folder / f"{domain.name}.pot"
            write_if_changed(path, _template_text(domain.messages))
            result.paths.append(path)
    if not problems:  # else the template of a broken framework would seem to be stale
        result.stale = sorted({*folder.rglob("*.pot")} - {*result.paths})
    return result


def _template_text(messages: Iterable[Template]) -> str:
    return canonical([each.entry() for each in messages], {}, "")


# --- a new language -----------------------------------------------------------------------------


def add_language(project: Project, language: str) -> tuple[list[Update], list[Problem]]:
    """Make all catalogues of a new language, that of the interface too if the package lacks it.

    :raises ProjectError: when the language is there already.
    """
    folder = language_folder(project.catalogs, language)
    if language == project.source_language:
        raise ProjectError(N_("{language} is what the pages are written in"), language=language)
    if catalogs_in(folder):
        raise ProjectError(
            N_("{language} is there already, in {path}; run: ramverk i18n update {language}"),
            language=language,
            path=folder,
        )
    return update_catalogs(project, [language], is_new=True)


def settings_for(project: Project, language: str) -> dict[str, object]:
    """What ``conf.py`` should say for a language to be built, without what it says already."""
    settings: dict[str, object] = {}
    if language not in project.languages:
        settings["ramverk_languages"] = [*project.languages, language]
    if language not in project.titles:
        title = project.title(project.source_language)
        settings["ramverk_titles"] = {**project.titles, language: title}
    return settings


# --- counts -------------------------------------------------------------------------------------


def percent(translated: int, all_: int) -> int:
    """How much is translated; 100 only when nothing is left to do."""
    return 100 * translated // all_ if all_ else 100


def statistics(updates: Sequence[Update]) -> list[dict[str, object]]:
    """How far each language and each of its catalogues has come, for programs."""
    by_language: dict[str, list[Update]] = {}
    for each in updates:
        by_language.setdefault(each.language, []).append(each)
    return [
        {
            "language": language,
            **counts(found),
            "catalogs": [{"path": each.name, **counts([each])} for each in found],
        }
        for language, found in by_language.items()
    ]


def counts(updates: Iterable[Update]) -> dict[str, int]:
    """Texts translated, outdated and missing, and how much that makes."""
    updates = list(updates)
    translated = sum(each.translated for each in updates)
    outdated = sum(each.outdated for each in updates)
    missing = sum(each.missing for each in updates)
    return {
        "translated": translated,
        "outdated": outdated,
        "missing": missing,
        "percent": percent(translated, translated + outdated + missing),
    }


# --- canonical form -----------------------------------------------------------------------------


def format_catalogs(
    project: Project, languages: Sequence[str], *, write: bool = True
) -> tuple[list[str], list[Problem]]:
    """Bring catalogues that other programs wrote into canonical form; the names of those changed.

    Messages come in the order of their source, with its comments; no message comes or goes and no
    translation changes. That is the work of an update.
    """
    found, problems = domains(project)
    glossary, more = project.glossary()
    problems += more
    known = {domain.name: domain for domain in [*found, interface_domain()]}
    changed: list[str] = []
    for language in languages:
        for domain, path in catalogs(project, language):
            name = name_in(project, path)
            wanted = known[domain].offered(language, glossary) if domain in known else []
            text, more = _formatted(path, name, language, wanted)
            problems += more
            if text is not None and path.read_bytes() != text.encode("utf-8"):
                changed.append(name)
                if write:
                    write_if_changed(path, text)
    return changed, problems


def _formatted(
    path: Path, name: str, language: str, wanted: Sequence[Template]
) -> tuple[str | None, list[Problem]]:
    entries, problems = read_po(path, name)
    if entries is None:
        return None, problems
    # The canonical header names the language of the folder: a mistake would no longer be seen.
    if problems := language_problems(entries, name, language):
        return None, problems
    ordered = in_source_order(entries, wanted)
    return canonical(ordered, entries.metadata, language, entries.header or ""), []


def in_source_order(
    entries: Iterable[polib.POEntry], wanted: Sequence[Template]
) -> list[polib.POEntry]:
    """Entries in the order of their source and with its comments; what it lacks comes last."""
    places = {each.key: (number, each.entry()) for number, each in enumerate(wanted)}

    def place(entry: polib.POEntry) -> int:
        if entry.obsolete or key_of(entry) not in places:
            return len(places)
        number, template = places[key_of(entry)]
        entry.comment, entry.occurrences = template.comment, template.occurrences
        return number

    return sorted(entries, key=place)


def catalogs(project: Project, language: str) -> Iterator[tuple[str, Path]]:
    """The catalogues that a language has, by the names of their domains."""
    folder = language_folder(project.catalogs, language)
    for path in catalogs_in(folder):
        yield path.relative_to(folder).with_suffix("").as_posix(), path


# --- compiled catalogues ------------------------------------------------------------------------


def compile_catalogs(
    project: Project,
    language: str,
    folder: Path,
    *,
    with_interface: bool = False,
    wanted: Collection[Path] | None = None,
) -> tuple[set[Path], list[Problem]]:
    """Compile the catalogues of pages into ``folder``, laid out like the catalogues themselves.

    The files are written afresh each time they would be different, however old the others are.

    :param wanted: the only catalogues that can hold messages of pages, where that is known.
    """
    written: set[Path] = set()
    problems: list[Problem] = []
    for domain, path in catalogs(project, language):
        if domain == INTERFACE and not with_interface:
            continue
        if wanted is not None and path not in wanted:
            continue
        entries, found = read_po(path, name_in(project, path))
        problems += found
        if entries is not None and (domain == INTERFACE or has_prose(project, domain, entries)):
            compiled = catalog_path(folder, language, domain).with_suffix(".mo")
            # Python's gettext reads nothing where the head is missing or a template's.
            entries.metadata = {
                "Language": language.replace("-", "_"),
                "Content-Type": "text/plain; charset=UTF-8",
                "Plural-Forms": known_plural_forms(entries.metadata, language),
            }
            write_if_changed(compiled, entries.to_binary())
            written.add(compiled)
    return written, problems


def has_prose(project: Project, domain: str, entries: Iterable[polib.POEntry]) -> bool:
    """Whether a catalogue holds messages of a page; a framework's catalogue may hold both."""
    kind, _, framework = domain.partition("/")
    if kind != "frameworks" or not (project.frameworks / f"{framework}.yaml").is_file():
        return True
    return any(not each.obsolete and not is_of_framework(files_of(each)) for each in entries)
