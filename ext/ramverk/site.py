"""The whole site: all languages side by side, and the few files above them."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .build_records import Records
from .files import write_if_changed
from .formats.pdf import typesetting
from .interface import autonym, interface_for
from .library import Library
from .listing import unlisted
from .orders import Order, Result, Step
from .problems import Problem
from .progress import Reporter
from .project import Project
from .publishing import Edition, carry_through, files_below, publish

_PACKAGE: Final = Path(__file__).parent
#: Files that Sphinx writes for itself.
NOT_PUBLISHED: Final = frozenset({".buildinfo", ".buildinfo.bak"})


def framework_problems(library: Library) -> list[Problem]:
    """All that is wrong with the framework files of a project."""
    found = [problem for each in library.ids for problem in library.problems(each)]
    return [*library.folder_problems, *found]


def compile_prose(project: Project, language: str, wanted: Collection[Path]) -> None:
    """Compile the catalogues of the prose pages afresh into the build folder.

    Sphinx would compile only what looks newer than last time, beside the sources; a stale or broken
    catalogue would go unnoticed. What is wrong with catalogues is found by the gate.
    """
    folder = locale_folder(project, language)
    from .translating import compile_catalogs

    try:
        written, _ = compile_catalogs(project, language, folder, wanted=wanted)
    except (OSError, RuntimeError):  # something in place of a catalogue that is no file
        written = set()
    for stale in folder.rglob("*.mo"):
        if stale not in written:
            stale.unlink()


def locale_folder(project: Project, language: str) -> Path:
    """Where a language's compiled catalogues are.

    Each has a folder of its own: gettext would look into that of ``en`` for what ``en-GB`` lacks.
    """
    return project.build / "locale" / language


def build_site(
    project: Project,
    languages: Sequence[str],
    base_url: str,
    reporter: Reporter,
    *,
    with_warnings: bool = False,
) -> bool:
    """Build ``languages`` and what stands above them; whether all went without a warning.

    :param base_url: public address of the site; empty: no canonical addresses and no site map.
    :param with_warnings: take over a site with warnings too; else the site of before stays.
    """
    languages = list(dict.fromkeys(languages))
    # "ramverk live" builds again and again in one process, and catalogues change.
    interface_for.cache_clear()
    carry_through(project.site, _workplace(project))
    records = Records(project)
    asked = [languages, base_url]
    listed = records.listed(asked)
    if listed is not None:
        orders = [_order(project, language, listed, base_url) for language in languages]
        if all(records.fresh(order.language, order.settings) for order in orders):
            for language in languages:
                reporter.unchanged(language)
            return True
    library = project.library()
    told = _checked(project, library, languages, reporter, with_warnings=with_warnings)
    if told is None:
        return False
    below = unlisted(project, languages, library)
    listed = [each for each in languages if each not in below]
    orders = [_order(project, language, listed, base_url) for language in languages]
    fresh = {each.language: records.fresh(each.language, each.settings) for each in orders}
    stale = [order for order in orders if not fresh[order.language]]
    records.forget([order.language for order in stale])
    results = _built(project, library, stale, told, reporter)
    for language in languages:
        if language in results:
            reporter.result(results[language])
        else:
            reporter.unchanged(language)
    faulty = [each for each in results.values() if each.error or each.warnings]
    if any(each.error for each in faulty) or (faulty and not with_warnings):
        return False
    # The site of before stays whole until here.
    pages = {tag: each.pages for tag, each in [*fresh.items(), *results.items()] if each}
    trees = {tag: files_below(_output(project, tag), NOT_PUBLISHED) for tag in results}
    edition = Edition(trees, _top(project, listed, base_url, pages[listed[0]]))
    publish(edition, project.site, _workplace(project))
    if not faulty and not told:
        settings = {order.language: order.settings for order in stale}
        built = {tag: (settings[tag], each.sources, each.pages) for tag, each in results.items()}
        records.keep(built, asked, listed)
    _tell_unlisted(project, below, reporter)
    return not faulty


def _built(
    project: Project,
    library: Library,
    orders: list[Order],
    told: Sequence[Problem],
    reporter: Reporter,
) -> dict[str, Result]:
    """Build languages; what came of each.

    What Sphinx keeps of a build that did not come to its end, or that warned, is thrown away. It
    notes that pages are read before it writes them, and it warns of a page only when it reads it.
    """
    # Sphinx takes half a second to load, and there may be nothing to build.
    from .lean_sphinx import preload

    if any(not order.doctrees.is_dir() for order in orders):
        library.prepare()
    preload()
    for order in orders:
        unfinished = _unfinished(project, order.language)
        if unfinished.exists():
            shutil.rmtree(order.doctrees, ignore_errors=True)
        write_if_changed(unfinished, "")
        # Processes that are forked have it then: the texts of the interface, names of languages.
        interface_for(order.language, (project.catalogs,))
        autonym(order.language)
    with reporter.showing():
        results = {each.language: each for each in _run(orders, reporter)}
    for language, result in results.items():
        _leave_out(told, result)
        if not result.error and not result.warnings:
            _unfinished(project, language).unlink(missing_ok=True)
    return results


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of some languages of a site, before they are published.

    :param folders: where the files of each language are.
    :param addresses: of the pages of each language, below its folder, ready for a link.
    :param unlisted: languages that readers are not offered, with the percent translated.
    """

    folders: Mapping[str, Path]
    addresses: Mapping[str, Sequence[str]]
    unlisted: Mapping[str, int]


def build_share_of_pages(
    project: Project,
    languages: Sequence[str],
    wanted: Sequence[str],
    checked: Sequence[str],
    base_url: str,
    reporter: Reporter,
    settings: Mapping[str, Any],
) -> Pages | None:
    """Build the pages of some languages of a site; ``None`` when something is wrong with them.

    :param languages: those of the whole site.
    :param wanted: those to build.
    :param checked: those whose catalogues are checked first, together with all frameworks.
    :param settings: what Sphinx is told beside the rest.
    """
    interface_for.cache_clear()
    library = project.library()
    told = _checked(project, library, checked, reporter, with_warnings=False)
    if told is None:
        return None
    below = unlisted(project, languages, library) if wanted else {}
    listed = [each for each in languages if each not in below]
    project = replace(project, overrides={**project.overrides, **settings})
    orders = [_order(project, language, listed, base_url) for language in wanted]
    results = _built(project, library, orders, told, reporter)
    for language in wanted:
        reporter.result(results[language])
    if any(each.error or each.warnings for each in results.values()):
        return None
    return Pages(
        {language: _output(project, language) for language in wanted},
        {language: results[language].pages for language in wanted},
        below,
    )


def publish_merged(
    project: Project,
    files: Mapping[str, Mapping[str, str]],
    pages: Sequence[str],
    unlisted: Mapping[str, int],
    base_url: str,
    reporter: Reporter,
) -> None:
    """Make of the built files of each language, by their paths in its folder, the site.

    :param pages: addresses of all pages of a listed language.
    """
    listed = [each for each in files if each not in unlisted]
    publish(
        Edition(files, _top(project, listed, base_url, pages)),
        project.site,
        _workplace(project),
    )
    _tell_unlisted(project, unlisted, reporter)


def _tell_unlisted(project: Project, below: Mapping[str, int], reporter: Reporter) -> None:
    template = reporter.interface.gettext(
        "{language} is built but not listed: {percent} % translated, {wanted} % wanted"
    )
    for language, percent in below.items():
        line = template.format(language=language, percent=percent, wanted=project.listed_from)
        reporter.say(line)


def _checked(
    project: Project,
    library: Library,
    languages: Sequence[str],
    reporter: Reporter,
    *,
    with_warnings: bool,
) -> list[Problem] | None:
    """Check frameworks and catalogues, and compile these; the problems told, or ``None``: stop."""
    from . import gate

    catalogs = gate.check_before_build(project, library, languages)
    frameworks = gate.check_frameworks(project, library)
    told = [*frameworks, *catalogs.errors]
    for problem in told:
        reporter.say(problem.render(reporter.interface.gettext))
    if frameworks or (told and not with_warnings):
        return None
    for language in languages:
        # What cannot be compiled has been told already.
        compile_prose(project, language, catalogs.with_prose)
    return told


def _leave_out(told: Sequence[Problem], result: Result) -> None:
    """Sphinx finds some of what has been told already."""
    texts = [each.describe() for each in told]
    result.warnings = [x for x in result.warnings if not any(text in x for text in texts)]


def _doctrees(project: Project, language: str) -> Path:
    return project.build / "doctrees" / language


def _unfinished(project: Project, language: str) -> Path:
    """Is there while a language is built, and afterwards if that was in vain."""
    return project.build / "doctrees" / f"{language}.unfinished"


def _workplace(project: Project) -> Path:
    """Where a site is laid out before it is published."""
    return project.build / "publishing"


def _output(project: Project, language: str) -> Path:
    """Where Sphinx writes. It writes some files anew each time; the site takes what differs."""
    return project.build / "sphinx" / language


def _order(project: Project, language: str, languages: Sequence[str], base_url: str) -> Order:
    return Order(
        language=language,
        root=project.root,
        source=project.source,
        output=_output(project, language),
        doctrees=_doctrees(project, language),
        settings={
            "language": language.replace("-", "_"),
            "locale_dirs": [str(locale_folder(project, language))],
            "gettext_auto_build": False,
            "gettext_compact": False,  # a catalogue a page, as "ramverk i18n update" makes them
            "nitpicky": True,
            "ramverk_base_url": base_url,
            "ramverk_site_languages": list(languages),
            **project.overrides,
        },
    )


def _run(orders: list[Order], reporter: Reporter) -> Iterator[Result]:
    """Run the orders side by side, at most as many at a time as there are cores."""
    # Forked children have Sphinx and everything else loaded already.
    can_fork = "fork" in multiprocessing.get_all_start_methods() and not typesetting.has_run()
    context = multiprocessing.get_context("fork" if can_fork else "spawn")
    cores = os.cpu_count() or 1
    # Languages that are built side by side share the cores.
    workers = max(1, cores // max(1, min(len(orders), cores)))
    waiting = [replace(order, workers=workers) for order in orders]
    running: dict[Connection, tuple[Order, BaseProcess]] = {}
    while waiting or running:
        while waiting and len(running) < cores:
            order = waiting.pop(0)
            connection, process = _start(order, context)
            running[connection] = order, process
        ready = set(wait(list(running)))
        for connection in [each for each in running if each in ready]:
            order, process = running[connection]
            try:
                message = connection.recv()
            except EOFError:  # killed from outside, or out of memory
                process.join()
                error = f"the build process ended with code {process.exitcode}"
                message = Result(order.language, error=error)
            if isinstance(message, Step):
                reporter.step(message)
                continue
            process.join()
            del running[connection]
            yield message


def _start(order: Order, context: BaseContext) -> tuple[Connection, BaseProcess]:
    from . import building

    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=building.run, args=(order, sender), daemon=True)  # type: ignore[attr-defined]
    with _uninterrupted():
        process.start()
    sender.close()
    return receiver, process


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl+C wait: a child that is only half started would outlive its parent."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- above the languages ------------------------------------------------------------------------


def _top(
    project: Project, languages: Sequence[str], base_url: str, pages: Sequence[str]
) -> dict[str, str | None]:
    """The chooser of languages, the page for lost readers, their styles, and the site map."""
    base = base_url.rstrip("/")
    templates = Environment(
        loader=FileSystemLoader(_PACKAGE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    folders = (project.catalogs,)
    choices = [
        {
            "tag": tag,
            "name": autonym(tag),
            "title": project.title(tag),
            "interface": interface_for(tag, folders),
            "direction": interface_for(tag, folders).direction,
        }
        for tag in languages
    ]
    templates.globals["_"] = lambda message, choice: choice["interface"].gettext(message)
    # A page that stands in for any address must not use relative ones, if it knows better.
    path = "/" + base.partition("://")[2].partition("/")[2] if base else ""
    prefix = path.rstrip("/") + "/" if path else ""
    found: dict[str, str | None] = {}
    for name, links in (("index.html", ""), ("404.html", prefix)):
        page = templates.get_template(name)
        found[name] = page.render(choices=choices, base=base, prefix=links) + "\n"
    sources = ("static/ramverk-theme.css", "chooser.css")
    styles = [(_PACKAGE / "theme" / name).read_text("utf-8") for name in sources]
    found["site.css"] = "\n".join(styles)
    found["sitemap.xml"] = sitemap_xml(base, languages, pages) if base else None
    return found


def sitemap_xml(base: str, languages: Sequence[str], pages: Sequence[str]) -> str:
    """All pages in all languages, each with its alternates (sitemaps.org 0.9)."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
        '        xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for page in pages:
        public = {tag: f"{base}/{tag}/{page}" for tag in languages}
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(address)}"/>'
            for tag, address in public.items()
        )
        lines += [
            f"<url><loc>{escape(address)}</loc>{alternates}</url>" for address in public.values()
        ]
    return "\n".join([*lines, "</urlset>"]) + "\n"
