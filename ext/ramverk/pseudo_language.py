"""The handbook in pseudo-languages: what escapes translation, and what breaks when texts are long.

All of it lies in a folder of its own in the build folder, with catalogues and site, so that
neither the catalogues nor the site of the project are touched.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import yaml

from .catalog_updates import Template, update
from .catalogs import catalog_path, catalogs_in, language_folder
from .files import write_if_changed
from .glossary import FILE as GLOSSARY
from .interface import plural_forms
from .po_files import canonical
from .problems import Problem
from .progress import Reporter
from .project import Project
from .prose import domains, give_plurals, interface_domain
from .pseudo import ALPHABETS, pseudo
from .site import build_site

LANGUAGES: Final = tuple(ALPHABETS)
#: No word says what it said before: neither a number written out nor a term.
_ALLOWED: Final = "ramverk: allow po-numbers po-terms"


def pseudo_project(project: Project, languages: Sequence[str] = LANGUAGES) -> Project:
    """The project as it is built in its own language and in pseudo-languages."""
    folder = project.build / "pseudo"
    source = project.source_language
    title = project.title(source)
    titles = {source: title, **{each: pseudo(title, each) for each in languages}}
    tags = (source, *languages)
    catalogs = folder / "locales"
    return dataclasses.replace(
        project,
        folder=folder,
        catalogs=catalogs,
        languages=tags,
        titles=titles,
        overrides={
            **project.overrides,
            "ramverk_catalogs": str(catalogs),
            "ramverk_languages": list(tags),
            "ramverk_titles": titles,
        },
    )


def build_pseudo(
    project: Project, reporter: Reporter, languages: Sequence[str] = LANGUAGES
) -> tuple[Project, bool]:
    """Build a project in its own language and in pseudo-languages.

    :return: the project that was built, and whether all went without a warning.
    """
    target = pseudo_project(project, languages)
    problems = write_catalogs(project, target.catalogs, languages)
    for problem in problems:
        reporter.say(problem.render(reporter.interface.gettext))
    return target, not problems and build_site(target, target.languages, "", reporter)


def write_catalogs(project: Project, folder: Path, languages: Sequence[str]) -> list[Problem]:
    """Write catalogues into ``folder`` in which each text is translated; no other stays there.

    What the project says of its own language, and what all languages share, goes along.

    :return: the problems of frameworks.
    """
    found, problems = domains(project)
    wanted: dict[Path, str | bytes] = {
        folder / path.relative_to(project.catalogs): path.read_bytes() for path in _shared(project)
    }
    glossary = folder / GLOSSARY
    if glossary in wanted:
        wanted[glossary] = _glossary(wanted[glossary], project.source_language, languages)
    for language in languages:
        for domain in [*found, interface_domain()]:
            if domain.messages:
                path = catalog_path(folder, language, domain.name)
                wanted[path] = _catalog(domain.messages, language)
    for path, content in wanted.items():
        write_if_changed(path, content)
    for path in folder.rglob("*"):
        if path.is_file() and path not in wanted:
            path.unlink()
    return problems


def _shared(project: Project) -> list[Path]:
    """Catalogues in the source language, as of frameworks in another, and files for all."""
    own = language_folder(project.catalogs, project.source_language)
    paths = [*project.catalogs.glob("*"), *catalogs_in(own)]
    return [path for path in paths if path.is_file()]


def _glossary(content: str | bytes, source: str, languages: Sequence[str]) -> str | bytes:
    """A glossary in which each concept has its words in the pseudo-languages too."""
    try:
        # As this loader has it, "no" is a language, and 1.0 a word.
        concepts = yaml.load(content, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return content  # the build says what is wrong with it
    for concept in concepts.values() if isinstance(concepts, dict) else ():
        if isinstance(concept, dict) and source in concept:
            for language in languages:
                concept[language] = _pseudo_words(concept[source], language)
    return str(yaml.safe_dump(concepts, allow_unicode=True, sort_keys=False))


def _pseudo_words(words: object, language: str) -> object:
    if isinstance(words, str):
        return pseudo(words, language)
    if isinstance(words, list):
        return [_pseudo_words(each, language) for each in words]
    if isinstance(words, dict):
        return {key: _pseudo_words(each, language) for key, each in words.items()}
    return words


def _catalog(messages: Iterable[Template], language: str) -> str:
    entries = update([], messages)
    forms = plural_forms(language)
    give_plurals(entries, forms)
    for entry in entries:
        entry.tcomment = _ALLOWED
        if entry.msgid_plural:
            # The first form is for one, in these languages and for the checks.
            for number in entry.msgstr_plural:
                source = entry.msgid_plural if number else entry.msgid
                entry.msgstr_plural[number] = pseudo(source, language)
        else:
            entry.msgstr = pseudo(entry.msgid, language)
    return canonical(entries, {"Plural-Forms": forms}, language)
