"""The tasks of ``ramverk i18n``: arguments in, exit codes and sentences out."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from rich.cells import cell_len

from . import prose, pseudo_language, translating
from .arguments import OK, PROBLEMS, Say, add_languages, add_project, language_tag, opened_project
from .catalog_checks import check_catalogs
from .interface import N_, Interface
from .loading import canonical_tag
from .problems import Problem
from .progress import Reporter
from .project import Project, ProjectError
from .prose import Update
from .regressions import lost_translations

Task = Callable[[argparse.Namespace, Interface], int]


def update(arguments: argparse.Namespace, interface: Interface) -> int:
    """Bring the translation catalogues up to date."""
    project = opened_project(arguments)
    languages = arguments.languages or project.languages
    updates, problems = prose.update_catalogs(project, languages)
    changed = [each for each in updates if each.changed]
    _tell_updates(changed, interface)
    _tell_problems(problems, interface)
    if not changed and not problems:
        print(interface.gettext("All catalogues are up to date."))
    return PROBLEMS if problems else OK


def extract(arguments: argparse.Namespace, interface: Interface) -> int:
    """Write the templates of all catalogues."""
    project = opened_project(arguments)
    found = translating.extract(project, Path(arguments.output) if arguments.output else None)
    _tell_written(found.paths, interface)
    for path in found.stale:
        text = interface.gettext("no longer needed: {path}")
        print(text.format(path=os.path.relpath(path)))
    _tell_problems(found.problems, interface)
    return PROBLEMS if found.problems else OK


def add(arguments: argparse.Namespace, interface: Interface) -> int:
    """Make the catalogues of a new language."""
    project = opened_project(arguments)
    language = canonical_tag(arguments.language)
    updates, problems = translating.add_language(project, language)
    _tell_updates(updates, interface)
    _tell_problems(problems, interface)
    if settings := translating.settings_for(project, language):
        print(interface.gettext("Now put this into conf.py, with the title in the language:"))
        for name, value in settings.items():
            print(f"    {name} = {json.dumps(value, ensure_ascii=False)}")
    return PROBLEMS if problems else OK


def check(arguments: argparse.Namespace, interface: Interface) -> int:
    """Check catalogues, and tell what would go wrong with them on the page."""
    project = opened_project(arguments)
    languages = _languages(arguments, project)
    problems = check_catalogs(project, languages)
    if arguments.since is not None:
        problems += lost_translations(project, languages, arguments.since)
    problems.sort()
    for problem in problems:
        print(problem.render(interface.gettext))
    if not problems:
        print(interface.gettext("The catalogues have no problems."))
        return OK
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    files = len({problem.path for problem in problems})
    print(_summary(errors, warnings, files, interface), file=sys.stderr)
    return PROBLEMS if errors or arguments.strict else OK


def _summary(errors: int, warnings: int, files: int, interface: Interface) -> str:
    """``2 errors, 1 warning in 2 files``"""
    ngettext = interface.ngettext
    parts = []
    if errors:
        parts.append(ngettext("{count} error", "{count} errors", errors).format(count=errors))
    if warnings:
        text = ngettext("{count} warning", "{count} warnings", warnings)
        parts.append(text.format(count=warnings))
    place = ngettext("in {files} file", "in {files} files", files).format(files=files)
    return f"{', '.join(parts)} {place}"


def stats(arguments: argparse.Namespace, interface: Interface) -> int:
    """Tell how much is translated, as a reader of the site would find it today."""
    project = opened_project(arguments)
    languages = _languages(arguments, project)
    updates, problems = prose.update_catalogs(project, languages, write=False)
    if arguments.format == "json":
        found = {"languages": translating.statistics(updates)}
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for line in _table(updates, interface):
            print(line)
    _tell_problems(problems, interface)
    if any(each.changed for each in updates):
        text = interface.gettext("Not all catalogues are up to date; run: ramverk i18n update")
        print(text, file=sys.stderr)
    return PROBLEMS if problems else OK


def _table(updates: Sequence[Update], interface: Interface) -> list[str]:
    """Each language with its catalogues below it, in columns; numbers stand to the right."""
    if not updates:
        return []
    say = interface.gettext
    rows: list[Sequence[str]] = [
        ("", say(N_("translated")), say(N_("outdated")), say(N_("missing")), "%")
    ]
    for language in dict.fromkeys(each.language for each in updates):
        found = [each for each in updates if each.language == language]
        rows.append(_row(f"{language} · {interface.language_name(language)}", found))
        rows += [_row(f"  {each.name}", [each]) for each in found]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [_aligned(row, widths) for row in rows]


def _row(name: str, updates: Iterable[Update]) -> Sequence[str]:
    return [name, *(str(number) for number in translating.counts(updates).values())]


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = row
    cells = [first + " " * (widths[0] - cell_len(first))]
    cells += [
        " " * (width - cell_len(cell)) + cell
        for cell, width in zip(others, widths[1:], strict=True)
    ]
    return "  ".join(cells).rstrip()


def format_(arguments: argparse.Namespace, interface: Interface) -> int:
    """Bring catalogues into canonical form, or tell which are not."""
    project = opened_project(arguments)
    languages = _languages(arguments, project)
    changed, problems = translating.format_catalogs(project, languages, write=not arguments.check)
    text = N_("not in the usual form: {path}") if arguments.check else N_("written: {path}")
    for name in changed:
        print(interface.gettext(text).format(path=name))
    _tell_problems(problems, interface)
    if not changed and not problems:
        print(interface.gettext("All catalogues are in the usual form."))
    return PROBLEMS if problems or (changed and arguments.check) else OK


def compile_(arguments: argparse.Namespace, interface: Interface) -> int:
    """Compile catalogues for those who build with Sphinx alone."""
    project = opened_project(arguments)
    folder = Path(arguments.output) if arguments.output else project.catalogs
    problems: list[Problem] = []
    for language in _languages(arguments, project):
        written, found = translating.compile_catalogs(
            project, language, folder, with_interface=True
        )
        problems += found
        _tell_written(sorted(written), interface)
    _tell_problems(problems, interface)
    return PROBLEMS if problems else OK


def pseudo(arguments: argparse.Namespace, interface: Interface) -> int:
    """Build the site in languages that nobody speaks."""
    reporter = Reporter(sys.stdout, interface)
    built, is_ready = pseudo_language.build_pseudo(opened_project(arguments), reporter)
    if not is_ready:
        reporter.say(interface.gettext("The site is not ready: mend the problems above first."))
        return PROBLEMS
    index = os.path.relpath(built.site / "index.html")
    reporter.say(interface.gettext("The site is ready: {path}").format(path=index))
    return OK


# --- what tasks have in common ------------------------------------------------------------------


def _languages(
    arguments: argparse.Namespace, project: Project, default: Sequence[str] = ()
) -> Sequence[str]:
    """The languages asked for, which must have catalogues; else those of the project."""
    asked: list[str] = list(dict.fromkeys(arguments.languages))
    for language in asked:
        if not any(translating.catalogs(project, language)):
            raise ProjectError(
                N_("there are no catalogues for {language}; run: ramverk i18n add {language}"),
                language=language,
            )
    return asked or default or project.languages


def _tell_updates(updates: Iterable[Update], interface: Interface) -> None:
    template = interface.gettext(
        "{name}: {translated} translated, {outdated} outdated, {missing} missing"
    )
    for each in updates:
        print(
            template.format(
                name=each.name,
                translated=each.translated,
                outdated=each.outdated,
                missing=each.missing,
            )
        )


def _tell_written(paths: Iterable[Path], interface: Interface) -> None:
    for path in paths:
        print(interface.gettext("written: {path}").format(path=os.path.relpath(path)))


def _tell_problems(problems: Iterable[Problem], interface: Interface) -> None:
    for problem in problems:
        print(problem.render(interface.gettext), file=sys.stderr)


# --- arguments ----------------------------------------------------------------------------------

_HELP: Final = {
    "extract": N_("write templates (.pot) of all catalogues, for tools that want them"),
    "update": N_("bring catalogues up to date; nothing translated is lost"),
    "add": N_("make the catalogues of a new language"),
    "check": N_("check translations and tell what is wrong or looks so"),
    "stats": N_("tell how much is translated, outdated and missing"),
    "format": N_("bring catalogues that other programs wrote into the usual form"),
    "pseudo": N_(
        "build the site in made-up languages, to see what escapes translation or has no room"
    ),
    "compile": N_("compile catalogues (.mo) for those who build with sphinx-build alone"),
}


def add_tasks(parser: argparse.ArgumentParser, say: Say) -> None:
    """Give the command its tasks and their arguments."""
    tasks = parser.add_subparsers(required=True, metavar="TASK")

    def task(name: str, run: Task, *, with_languages: bool = True) -> argparse.ArgumentParser:
        text = say(_HELP[name])
        found: argparse.ArgumentParser = tasks.add_parser(name, help=text, description=text)
        found.set_defaults(run=run)
        if with_languages:
            add_languages(found, say)
        add_project(found, say)
        return found

    found = task("extract", extract, with_languages=False)
    text = say(N_("where the templates go; pot among the catalogues by default"))
    found.add_argument("--output", metavar="DIR", help=text)

    task("update", update)

    found = task("add", add, with_languages=False)
    text = say(N_("its tag, such as fi or pt-BR"))
    found.add_argument("language", type=language_tag(say), metavar="LANG", help=text)

    found = task("check", check)
    text = say(N_("fail for warnings, too"))
    found.add_argument("--strict", action="store_true", help=text)
    text = say(N_("tell also which translations of this commit are lost; such as main"))
    found.add_argument("--since", metavar="REF", help=text)

    found = task("stats", stats)
    text = say(N_("a table to read, or JSON for programs; table by default"))
    found.add_argument("--format", choices=("table", "json"), default="table", help=text)

    found = task("format", format_)
    text = say(N_("write nothing; tell which are not in that form, and fail"))
    found.add_argument("--check", action="store_true", help=text)

    task("pseudo", pseudo, with_languages=False)

    found = task("compile", compile_)
    text = say(N_("where the compiled catalogues go; beside the others by default"))
    found.add_argument("--output", metavar="DIR", help=text)
