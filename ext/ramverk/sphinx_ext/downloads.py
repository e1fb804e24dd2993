"""Files of each framework beside its page: PDFs, and its data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.util.osutil import relative_uri

from ..files import write_if_changed
from ..formats import json_, pdf
from ..formats.html import Download
from .config import path_setting, settings_of
from .domain import domain_of
from .reporting import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..model import Framework
    from .domain import RamverkDomain

#: What files end in, by what they are, in the order in which a page links them.
SUFFIXES: Final[dict[str, str]] = dict(pdf.SUFFIXES) | {"data": ".json"}


def has_downloads(builder: Builder) -> bool:
    """Whether the builder makes a site with files to download; one long page is no site."""
    return builder.name in {"html", "dirhtml"}


def address(framework_id: str, language: str, kind: str) -> str:
    """Where a framework's file lies, relative to the root of the language's site."""
    name = framework_id.rpartition("/")[2]
    return f"_downloads/{framework_id}/{name}.{language}{SUFFIXES[kind]}"


def downloads(builder: Builder, framework_id: str) -> tuple[Download, ...]:
    """The files that the page which is being written links."""
    if not has_downloads(builder):
        return ()
    page = builder.get_target_uri(builder.current_docname)  # type: ignore[attr-defined]
    language = domain_of(builder.env).interface.language
    found = []
    for kind in SUFFIXES:
        target = address(framework_id, language, kind)
        path = Path(builder.outdir, target)
        if path.is_file():
            found.append(Download(kind, relative_uri(page, target), path.stat().st_size))
    return tuple(found)


def make_downloads(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Make the files of all frameworks that have a page, and delete those of others.

    Before pages are written, since these tell the sizes of the files; the result is the pages that
    must be written again for it.
    """
    if not has_downloads(app.builder):
        return ()
    domain = domain_of(env)
    wanted = dict(_wanted(app, domain))
    stale = {
        path: what
        for path, what in wanted.items()
        # Nothing of a framework has changed when none of its pages was read again.
        if what[0].id in domain.renewed or not path.is_file()
    }
    language = domain.interface.language
    for path, (framework, kind) in stale.items():
        if kind == "data":
            write_if_changed(path, json_.write(framework, language))
    _write_pdfs(app, domain, {path: what for path, what in stale.items() if what[1] != "data"})
    _delete_others(app, language, set(wanted))
    made = {framework.id for framework, _ in stale.values()}
    return [docname for docname, framework_id in domain.whole_pages() if framework_id in made]


def _wanted(app: Sphinx, domain: RamverkDomain) -> Iterator[tuple[Path, tuple[Framework, str]]]:
    """The file of each framework and kind."""
    makes_pdf = settings_of(app.config).pdf
    for framework_id in sorted({each for _, each in domain.whole_pages()}):
        framework = domain.library.get(framework_id)
        if framework is not None:
            for kind in (*(pdf.variants(framework) if makes_pdf else ()), "data"):
                target = address(framework_id, domain.interface.language, kind)
                yield Path(app.outdir, target), (framework, kind)


def _write_pdfs(
    app: Sphinx, domain: RamverkDomain, wanted: Mapping[Path, tuple[Framework, str]]
) -> None:
    settings = settings_of(app.config)
    orders = [
        pdf.Order(
            framework,
            domain.interface,
            kind,  # type: ignore[arg-type]
            domain.library.answer_digests(framework.id),
            settings.paper,  # type: ignore[arg-type]
        )
        for framework, kind in wanted.values()
    ]
    fonts = [path_setting(app, settings.fonts)] if settings.fonts else []
    found = zip(wanted, orders, pdf.write_all(orders, fonts), strict=True)
    reported: set[str] = set()
    for path, order, pages in found:
        for problem in pdf.problems(order, pages):
            if str(problem) not in reported:  # the same in each variant
                reported.add(str(problem))
                warn(problem)
        if isinstance(pages, pdf.Pages):
            write_if_changed(path, pages.content)
        else:
            # An outdated file would stay unnoticed: the next build tries, and warns, again.
            path.unlink(missing_ok=True)


def _delete_others(app: Sphinx, language: str, wanted: Set[Path]) -> None:
    """Delete what earlier builds made; other extensions keep their files in the same folder."""
    for path in Path(app.outdir, "_downloads").rglob("*"):
        ours = {f"{path.parent.name}.{language}{suffix}" for suffix in SUFFIXES.values()}
        if path.name not in ours or path in wanted:
            continue
        if path.suffix == ".json" and not json_.is_data_file(path.read_text("utf-8", "replace")):
            continue
        path.unlink()


def setup(app: Sphinx) -> None:
    # After pages with moved links are found, so that all that is renewed is known.
    app.connect("env-updated", make_downloads, priority=600)
