"""A share of a build: checked as a whole build is, built apart, and written whole or not at all."""

from __future__ import annotations

import dataclasses
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from .files import write_if_changed
from .formats import pdf
from .interface import N_, autonym, interface_for
from .progress import Reporter
from .project import Project, ProjectError
from .share_files import (
    RECORD,
    SITE,
    BuiltUnit,
    Record,
    digest_of_file,
    digests_below,
    write_record,
)
from .share_inputs import origin_of
from .shares import Share, Unit, divide, pages_name, units_of
from .site import NOT_PUBLISHED, Pages, build_share_of_pages
from .sphinx_ext.downloads import address

#: Below the build folder: where shares are written, and looked for.
SHARES: Final = "shares"


def share_folder(project: Project, share: Share) -> Path:
    """Where a share is written unless another place is named."""
    return project.build / SHARES / share.folder_name


def build_share(
    project: Project,
    share: Share,
    languages: Sequence[str],
    base_url: str,
    folder: Path,
    reporter: Reporter,
) -> bool:
    """Build a share of the site into ``folder``; whether all went without a warning.

    A share of before is deleted first, so that one that fails leaves none.

    :raises ProjectError: when something else is in the folder, or inputs change meanwhile.
    """
    languages = list(dict.fromkeys(languages))
    _delete_share(folder)
    origin = origin_of(project, languages, base_url)
    units = divide(
        list(units_of(project.library(), project.source, languages, pdfs=project.pdf)), share.count
    )[share.number - 1]
    # Machines may have the build folder in common, so that each share needs one of its own.
    work = folder.with_name(f".{folder.name}")
    shutil.rmtree(work, ignore_errors=True)
    apart = dataclasses.replace(project, folder=work)
    result = work / "share"
    pages = _build_pages(apart, units, languages, base_url, reporter, origin.inputs)
    if pages is None:
        return False
    built = _take_pages(pages, result / SITE)
    pdfs = _write_pdfs(apart, units, result / SITE, reporter)
    if pdfs is None:
        return False
    if origin_of(project, languages, base_url) != origin:
        raise ProjectError(N_("files of the project were changed while it was built; build again"))
    write_record(result, Record(share, origin, {**built, **pdfs}, pages.unlisted))
    result.rename(folder)
    shutil.rmtree(work)
    return True


def _delete_share(folder: Path) -> None:
    """Delete a share, and nothing else.

    :raises ProjectError: when the folder holds something else.
    """
    if not folder.exists():
        return
    others = {path.name for path in folder.iterdir()} - {RECORD, SITE}
    if others or ((folder / SITE).exists() and not (folder / RECORD).is_file()):
        raise ProjectError(
            N_("{path} holds something that is no share; empty it or name another folder"),
            path=folder,
        )
    shutil.rmtree(folder)


def _build_pages(
    project: Project,
    units: Iterable[Unit],
    languages: Sequence[str],
    base_url: str,
    reporter: Reporter,
    inputs: str,
) -> Pages | None:
    wanted = [each.language for each in units if not each.framework]
    concerned = {each.language for each in units}
    # PDFs are units of their own.
    settings = {"ramverk_pdf": False, "ramverk_share": inputs if project.pdf else ""}
    return build_share_of_pages(
        project,
        languages,
        wanted,
        [each for each in languages if each in concerned],
        base_url,
        reporter,
        settings,
    )


def _take_pages(pages: Pages, site: Path) -> dict[str, BuiltUnit]:
    """Move built pages into the share."""
    site.mkdir(parents=True)
    built = {}
    for language, folder in pages.folders.items():
        target = site / language
        folder.rename(target)
        for name in NOT_PUBLISHED:
            (target / name).unlink(missing_ok=True)
        files = {f"{language}/{name}": digest for name, digest in digests_below(target).items()}
        built[pages_name(language)] = BuiltUnit(files, tuple(pages.addresses[language]))
    return built


def _write_pdfs(
    project: Project, units: Sequence[Unit], site: Path, reporter: Reporter
) -> dict[str, BuiltUnit] | None:
    """Write the PDFs of the units; ``None`` when not all could be made as they should be."""
    orders = _orders(project, units)
    files: dict[str, dict[str, str]] = {each.name: {} for each in units if each.framework}
    problems = {}
    fonts = [project.fonts] if project.fonts else []
    results = pdf.write_all([order for _, _, order in orders], fonts)
    for (unit, name, order), found in zip(orders, results, strict=True):
        problems.update({str(each): each for each in pdf.problems(order, found)})
        if isinstance(found, pdf.Pages):
            write_if_changed(site / name, found.content)
            files[unit.name][name] = digest_of_file(site / name)
    _tell_counts(files, units, reporter)
    for problem in problems.values():
        reporter.say(problem.render(reporter.interface.gettext))
    return None if problems else {name: BuiltUnit(each) for name, each in files.items()}


def _orders(project: Project, units: Sequence[Unit]) -> list[tuple[Unit, str, pdf.Order]]:
    """What the units of PDFs are to make: unit, path in the site, order."""
    orders = []
    libraries = {each.language: project.library(each.language) for each in units if each.framework}
    for unit in units:
        framework = libraries[unit.language].get(unit.framework) if unit.framework else None
        if framework is None:
            continue
        interface = interface_for(unit.language, (project.catalogs,))
        digests = libraries[unit.language].answer_digests(framework.id)
        for variant in pdf.variants(framework):
            name = f"{unit.language}/{address(framework.id, unit.language, variant)}"
            orders.append(
                (unit, name, pdf.Order(framework, interface, variant, digests, project.paper))
            )
    return orders


def _tell_counts(
    files: Mapping[str, Mapping[str, str]], units: Sequence[Unit], reporter: Reporter
) -> None:
    counts: Counter[str] = Counter()
    for unit in units:
        counts[unit.language] += len(files.get(unit.name, ()))
    for language, count in counts.items():
        if count:
            template = reporter.interface.ngettext(
                "{language}: {count} PDF made", "{language}: {count} PDFs made", count
            )
            reporter.say(template.format(language=autonym(language), count=count))


def command_of(project: Project, share: Share, languages: Sequence[str], base_url: str) -> str:
    """How to build a share, for someone in the project's folder."""
    parts = ["ramverk", "build"]
    if tuple(languages) != project.languages:
        parts += languages
    if base_url != project.base_url:
        parts += ["--base-url", base_url or "''"]
    return " ".join([*parts, "--shard", str(share)])
