"""One language of the site: an ordinary Sphinx build in a process of its own.

Sphinx keeps its translators in a module global, so that a second language in the same process would
fall back to the first; a process each is also what lets the languages be built side by side.
"""

from __future__ import annotations

import gc
import io
import os
import shutil
import signal
import stat
import sys
import sysconfig
import time
import traceback
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import sphinx.locale
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from .files import paths_below
from .garbage import collect_rarely
from .lean_sphinx import lean, render_once
from .orders import Order, Phase, Result, Sources, Step
from .problems import not_utf8
from .sphinx_ext.config import settings_of
from .sphinx_ext.domain import domain_of
from .sphinx_ext.downloads import PDF_MADE

_SECONDS_BETWEEN_STEPS: Final = 0.05


def run(order: Order, connection: Connection) -> None:
    """Build and report: :class:`Step` objects while it goes on, a :class:`Result` at the end."""
    # Ctrl+C reaches the whole group; the parent answers it and ends its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What is loaded by now lives as long as the process; looking through it for garbage is waste.
    gc.freeze()
    collect_rarely()
    result = Result(order.language)
    started = time.time_ns()
    warnings = io.StringIO()
    nocolor()
    # A forked child has the language of a build that its parent may have run, and that stays first.
    sphinx.locale.translators.clear()
    try:
        # As sphinx-build does: docutils.conf beside conf.py holds here too.
        with patch_docutils(order.root), docutils_namespace(), lean():
            app = _application(order, warnings)
            render_once(app, order.doctrees.parent / "templates")
            if app.fresh_env_used:
                _delete_pages(order.output)
            _Progress(app, result, connection).connect()
            app.build()
        result.sources = _sources(app, started)
        result.pages = [app.builder.get_target_uri(each) for each in sorted(app.env.found_docs)]
    except SphinxError as error:
        result.error = f"{error.category}: {error}"
    except UnicodeDecodeError as error:
        result.error = _undecodable(order) or f"{error}{_log(order)}"
    except Exception as error:
        result.error = f"{type(error).__name__}: {error}{_log(order)}"
    result.warnings = [line for line in warnings.getvalue().splitlines() if line.strip()]
    connection.send(result)
    connection.close()


# --- what was read ------------------------------------------------------------------------------

#: Extensions that have pages read again only for what they have declared, or that we know.
_DECLARING: Final = ("sphinx.", "ramverk.", "myst_parser.", "sphinx_design.")
_STANDARD_LIBRARY: Final = sysconfig.get_path("stdlib")


def _sources(app: Sphinx, started: int) -> Sources:
    """What a build has read.

    :param started: when, in nanoseconds.
    """
    files = sorted({str(path) for path in _files_read(app)})
    programs = sorted({path for path in map(_program, list(sys.modules.values())) if path})
    listeners = app.events.listeners.get("env-get-outdated", ())
    is_declared = all(_module_of(each.handler).startswith(_DECLARING) for each in listeners)
    # What changed while it was read may have been read as it was before.
    is_settled = all(_changed_below(path) < started for path in files)
    return Sources(
        files=files,
        programs=programs,
        all_catalogs=domain_of(app.env).status_page() is not None,
        certain=is_declared and is_settled and not app.config.html_last_updated_fmt,
    )


def _files_read(app: Sphinx) -> Iterator[Path]:
    """Files and folders that pages or their theme are made of, beside the sources themselves."""
    config, root = app.config, Path(app.confdir)
    for paths in app.env.dependencies.values():
        yield from (Path(app.srcdir, path).resolve() for path in paths)
    folders = [*config.html_static_path, *config.html_extra_path, *config.templates_path]
    folders += [config.html_logo, config.html_favicon, settings_of(config).fonts]
    yield from ((root / each).resolve() for each in folders if each and "://" not in str(each))
    theme = getattr(app.builder, "theme", None)
    yield from (Path(each) for each in (theme.get_theme_dirs() if theme else ()))


def _module_of(handler: Any) -> str:
    return str(getattr(handler, "__module__", None) or type(handler).__module__)


def _program(module: object) -> str:
    """The file of a module that is not Python's own."""
    path = getattr(module, "__file__", None) or ""
    is_own = path.startswith(_STANDARD_LIBRARY) and "site-packages" not in path
    return "" if is_own else path


def _changed_below(path: str) -> int:
    """When a file was changed, in nanoseconds, or a folder or what is in it."""
    try:
        status = Path(path).stat()
        times = [status.st_mtime_ns]
        if stat.S_ISDIR(status.st_mode):
            below = paths_below(path)
            # The time of a folder tells that something in it is gone.
            folders = {os.path.dirname(each) for each in below}  # noqa: PTH120
            times += [Path(each).stat().st_mtime_ns for each in (*below, *folders)]
        return max(times)
    except OSError:
        return 0


# --- errors -------------------------------------------------------------------------------------


def _undecodable(order: Order) -> str:
    """The pages that are not UTF-8, which Sphinx does not name; a line each."""
    found = []
    for path in sorted(order.source.rglob("*")):
        if path.suffix not in {".md", ".rst", ".txt"} or not path.is_file():
            continue
        try:
            path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            name = path.relative_to(order.root) if path.is_relative_to(order.root) else path
            found.append(str(not_utf8(str(name), error)))
    return "\n".join(found)


def _log(order: Order) -> str:
    """Keep the traceback of an error nobody foresaw; where it is, if it could be written."""
    log = order.doctrees.parent / f"error-{order.language}.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(traceback.format_exc(), "utf-8")
    except OSError:
        return ""
    return f" ({log})"


def _delete_pages(folder: Path) -> None:
    """Without knowledge of earlier builds all pages are written anew; others have no source."""
    for path in folder.rglob("*.html"):
        path.unlink()
    shutil.rmtree(folder / "_sources", ignore_errors=True)


def _application(order: Order, warnings: io.StringIO) -> Sphinx:
    return Sphinx(
        srcdir=order.source,
        confdir=order.root,
        outdir=order.output,
        doctreedir=order.doctrees,
        buildername="html",
        confoverrides={**order.settings, "ramverk_workers": order.workers},
        status=None,
        warning=warnings,
    )


class _Progress:
    """Counts the pages of a build as they are read and written."""

    def __init__(self, app: Sphinx, result: Result, connection: Connection) -> None:
        self.app = app
        self.result = result
        self.connection = connection
        self.to_read = 0
        self.sent = 0.0
        self.removed: set[str] = set()

    def connect(self) -> None:
        self.app.connect("env-get-outdated", self.note_removed)
        self.app.connect("env-before-read-docs", self.note_total)
        self.app.connect("source-read", self.count_read)
        self.app.connect(PDF_MADE, self.count_made)
        self.app.connect("html-page-context", self.count_written)
        self.app.connect("build-finished", self.delete_removed)

    def send(self, phase: Phase, done: int, total: int) -> None:
        self.connection.send(Step(self.result.language, phase, done, total))

    def send_of_many(self, phase: Phase, done: int, total: int) -> None:
        """Tell how far the build is, but not more often than anyone can see."""
        now = time.monotonic()
        if done >= total or now - self.sent >= _SECONDS_BETWEEN_STEPS:
            self.sent = now
            self.send(phase, done, total)

    def note_removed(
        self,
        _app: Sphinx,
        _env: BuildEnvironment,
        _added: set[str],
        _changed: set[str],
        removed: set[str],
    ) -> Iterable[str]:
        self.removed = set(removed)
        return ()

    def note_total(self, _app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
        self.to_read = len(docnames)

    def count_read(self, _app: Sphinx, _docname: str, _content: list[str]) -> None:
        self.result.read += 1
        self.send_of_many("reading", self.result.read, self.to_read)

    def count_made(self, _app: Sphinx, done: int, total: int) -> None:
        self.send("typesetting", done, total)

    def count_written(self, _app: Sphinx, *_context: object) -> None:
        self.result.written += 1
        self.send_of_many("writing", self.result.written, len(self.app.env.found_docs))

    def delete_removed(self, app: Sphinx, exception: Exception | None) -> None:
        """A page whose source is gone must not stay in the site."""
        for docname in self.removed if exception is None else ():
            Path(app.builder.get_output_path(docname)).unlink(missing_ok=True)  # type: ignore[attr-defined]
            for suffix in app.config.source_suffix:
                copy = f"{docname}{suffix}{app.config.html_sourcelink_suffix}"
                Path(app.outdir, "_sources", copy).unlink(missing_ok=True)
