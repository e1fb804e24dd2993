"""Sheets outside the site: PDFs written when asked for, and filled ones read back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .answers import FILE_SIZE_LIMIT, Answers, carry_over, read_answers, write_answers
from .files import write_if_changed
from .formats import pdf
from .interface import interface_for
from .library import Library
from .loading import read_bytes
from .problems import Problem, unreadable
from .project import Project

#: What can be asked for.
VARIANTS: Final = tuple(pdf.SUFFIXES)
PAPERS: Final = tuple(pdf.PAPERS)

#: Files that are read at the same time.
READERS: Final = 4


@dataclass(frozen=True, slots=True)
class Found:
    """Answers that were read.

    :param leftovers: how many of them have no place in the framework of today; they are kept.
    :param reworded: how many were given to another wording.
    """

    answers: Answers
    leftovers: int = 0
    reworded: int = 0
    #: Whether the project was asked for the framework and does not have it.
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a filled form.

    :param path: the file of answers; the form itself where none was written.
    :param found: ``None`` where none was written.
    """

    path: Path
    problems: tuple[Problem, ...] = ()
    found: Found | None = None


# --- writing --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Request:
    """Which PDFs are asked for.

    :param frameworks: ids; none: all of the project.
    :param folder: where they go; a framework in a folder comes into one of that name.
    :param overwrite: replace forms that have been filled in.
    """

    languages: Sequence[str]
    folder: Path
    frameworks: Sequence[str] = ()
    variants: Sequence[pdf.Variant] = VARIANTS
    paper: pdf.Paper = "a4"
    overwrite: bool = False


def write_pdfs(project: Project, request: Request) -> tuple[list[Path], list[Problem]]:
    """Write what is asked for; the files that were written, and all that is wrong."""
    orders: dict[Path, pdf.Order] = {}
    problems: list[Problem] = []
    for language in request.languages:
        library = project.library(language)
        for framework_id in request.frameworks or library.ids:
            problems += _problems(library, framework_id)
            for order in _orders(project, library, framework_id, request):
                name = f"{framework_id}.{language}{pdf.SUFFIXES[order.variant]}"
                orders[request.folder / name] = order
    problems = list(dict.fromkeys(problems))
    return _write(project, orders, problems, overwrite=request.overwrite)


def write_filled(
    project: Project,
    path: Path,
    language: str,
    folder: Path,
    paper: pdf.Paper,
    *,
    overwrite: bool,
) -> tuple[list[Path], list[Problem]]:
    """A form with the answers of a file in it.

    :param language: of the form; empty: that of the answers, or else of the project.
    :param overwrite: replace a form that has been filled in.
    """
    answers, problems = _answers(path)
    if answers is None:
        return [], problems
    if not language:
        known = answers.language in project.languages
        language = answers.language if known else project.source_language
    library = project.library(language)
    framework = library.get(answers.framework)
    if framework is None:
        return [], _problems(library, answers.framework)
    digests = library.answer_digests(framework.id)
    carried, problems = carry_over(answers, framework, digests, str(path))
    if carried is None:
        return [], problems
    order = pdf.Order(
        framework,
        interface_for(language, (project.catalogs,)),
        "form",
        digests,
        paper,
        carried,
        answers.name,
    )
    target = folder / f"{path.stem}.{language}{pdf.SUFFIXES['form']}"
    problems = _problems(library, framework.id)
    return _write(project, {target: order}, problems, overwrite=overwrite)


def _orders(
    project: Project, library: Library, framework_id: str, request: Request
) -> Iterator[pdf.Order]:
    framework = library.get(framework_id)
    if framework is None or library.language is None:
        return
    interface = interface_for(library.language, (project.catalogs,))
    digests = library.answer_digests(framework_id)
    for variant in pdf.variants(framework):
        if variant in request.variants:
            yield pdf.Order(framework, interface, variant, digests, request.paper)


def _write(
    project: Project,
    orders: dict[Path, pdf.Order],
    problems: list[Problem],
    *,
    overwrite: bool,
) -> tuple[list[Path], list[Problem]]:
    written = []
    fonts = [project.fonts] if project.fonts else []
    results = pdf.write_all(list(orders.values()), fonts)
    for (path, order), pages in zip(orders.items(), results, strict=True):
        problems += [each for each in pdf.problems(order, pages) if each not in problems]
        if isinstance(pages, pdf.Pages):
            refusal = [] if overwrite else _filled(path, order, pages.content)
            refusal = refusal or _save(path, pages.content)
            problems += refusal
            written += [path] if not refusal else []
    return written, problems


def _filled(path: Path, order: pdf.Order, content: bytes) -> list[Problem]:
    """Why a form is not written: in its place is one with answers that would be lost."""
    if order.variant != "form" or not path.is_file():
        return []
    there, problems = _content(path, "pdf-too-large", pdf.FILE_SIZE_LIMIT)
    if there is None or there == content:
        return problems
    answers, _ = pdf.read(there, str(path))
    new = {**order.carried.values, **order.carried.leftovers}
    if answers is None or answers.values.items() <= new.items():
        return []
    return [Problem(str(path), 0, 0, "pdf-filled-there", {"path": path})]


def _problems(library: Library, framework_id: str) -> list[Problem]:
    if framework_id not in library.ids:
        # Named in the place of a file: messages of a terminal begin with what they are about.
        return [dataclasses.replace(library.missing(framework_id), path=framework_id)]
    return library.problems(framework_id)


def _answers(path: Path) -> tuple[Answers | None, list[Problem]]:
    content, problems = _content(path, "answers-too-large", FILE_SIZE_LIMIT)
    return (None, problems) if content is None else read_answers(content, str(path))


# --- reading --------------------------------------------------------------------------------------


def read_pdfs(
    paths: Sequence[Path], library: Library | None, folder: Path | None, *, overwrite: bool
) -> Iterator[Written]:
    """Read filled forms, each into a file of answers.

    :param library: carries the answers over to the frameworks of today, where it has them.
    :param folder: where the files of answers go; ``None``: beside each form.
    :param overwrite: replace files that hold something else.
    """
    taken: dict[Path, Path] = {}
    pool = ThreadPoolExecutor(READERS)
    try:
        for path, (answers, problems) in zip(paths, pool.map(_read, paths), strict=True):
            if answers is None:
                yield Written(path, tuple(problems))
                continue
            target = (folder or path.parent) / f"{path.stem}.json"
            found = _today(answers, library)
            if library is not None and found.is_unknown and answers.framework in library.ids:
                problems.append(library.missing(answers.framework))
            content = write_answers(found.answers)
            refusal = _conflict(path, target, taken, content, overwrite=overwrite)
            refusal = refusal or _save(target, content)
            if refusal:
                yield Written(path, (*problems, *refusal))
            else:
                yield Written(target, tuple(problems), found)
    finally:
        # Who stops early need not wait for the files that are left.
        pool.shutdown(cancel_futures=True)


def _save(target: Path, content: str | bytes) -> list[Problem]:
    """Write a file; why it cannot be done: the others still can."""
    try:
        write_if_changed(target, content)
    except OSError as error:
        return [Problem(str(target), 0, 0, "unwritable", {"reason": error.strerror or error})]
    return []


def _read(path: Path) -> tuple[Answers | None, list[Problem]]:
    content, problems = _content(path, "pdf-too-large", pdf.FILE_SIZE_LIMIT)
    return (None, problems) if content is None else pdf.read(content, str(path))


def _content(path: Path, code: str, limit: int) -> tuple[bytes | None, list[Problem]]:
    content, problem = read_bytes(path, str(path), limit, code)
    return content, [problem] if problem else []


def _today(answers: Answers, library: Library | None) -> Found:
    """The answers in the framework of today, if it is at hand; else as they are."""
    framework = library.get(answers.framework) if library else None
    if library is None or framework is None:
        return Found(answers, is_unknown=library is not None)
    carried, _ = carry_over(answers, framework, library.answer_digests(framework.id))
    assert carried is not None  # it is the same framework
    today = dataclasses.replace(
        answers,
        version=framework.version,
        values={**carried.values, **carried.leftovers},
        digests=carried.digests,
    )
    return Found(today, len(carried.leftovers), len(carried.reworded))


def _conflict(
    path: Path, target: Path, taken: dict[Path, Path], content: str, *, overwrite: bool
) -> list[Problem]:
    """Why the answers of ``path`` cannot be written: nothing that is there may be lost."""
    # Some disks see no difference between capital and small letters.
    other = taken.setdefault(Path(str(target).casefold()), path)
    if other != path:
        details = {"path": target, "other": other}
        return [Problem(str(path), 0, 0, "pdf-same-name", details)]
    # What is no file, such as a folder, is told of when it is written.
    if overwrite or not target.is_file():
        return []
    try:
        is_same = target.read_bytes() == content.encode()
    except OSError as error:
        return [unreadable(str(target), error)]
    return [] if is_same else [Problem(str(path), 0, 0, "pdf-answers-there", {"path": target})]
