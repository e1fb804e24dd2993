"""Files of each framework beside its page: PDFs, and its data for programs."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Final

import babel
from sphinx.util.osutil import relative_uri

from ..files import write_if_changed
from ..formats import json_, pdf
from ..formats.html import Download
from .config import path_setting, settings_of
from .domain import domain_of
from .made_files import Made, MadeFile, made_file, read_made, write_made
from .reporting import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..model import Framework
    from .domain import RamverkDomain

#: What files end in, by what they are, in the order in which a page links them.
SUFFIXES: Final[dict[str, str]] = dict(pdf.SUFFIXES) | {"data": ".json"}
#: Where they lie, below the root of the language's site.
FOLDER: Final = "_downloads"
#: Where it is kept what was made; in the folder of the doctrees.
MEMORY: Final = "ramverk-downloads.json"
#: The event that tells how many PDFs are made or found to be right, and of how many.
PDF_MADE: Final = "ramverk-pdf-made"


def has_downloads(builder: Builder) -> bool:
    """Whether the builder makes a site with files to download; one long page is no site."""
    return builder.name in {"html", "dirhtml"}


def address(framework_id: str, language: str, kind: str) -> str:
    """Where a framework's file lies, relative to the root of the language's site."""
    name = framework_id.rpartition("/")[2]
    return f"{FOLDER}/{framework_id}/{name}.{language}{SUFFIXES[kind]}"


def downloads(builder: Builder, framework_id: str) -> tuple[Download, ...]:
    """The files that the page which is being written links."""
    if not has_downloads(builder):
        return ()
    page = builder.get_target_uri(builder.current_docname)  # type: ignore[attr-defined]
    folder = str(builder.outdir)
    language = domain_of(builder.env).interface.language
    found = []
    for kind in SUFFIXES:
        target = address(framework_id, language, kind)
        size = _size(f"{folder}/{target}")
        if size is not None:
            found.append(Download(kind, relative_uri(page, target), size))
        elif mark := _mark_of_size(builder, framework_id, kind):
            found.append(Download(kind, relative_uri(page, target), mark))
    return tuple(found)


def _size(path: str) -> int | None:
    """The size of a file in bytes; ``None`` where there is none."""
    try:
        return os.stat(path).st_size  # noqa: PTH116
    except OSError:
        return None


def _mark_of_size(builder: Builder, framework_id: str, kind: str) -> str:
    """What stands for the size of a PDF that another machine makes; empty: none does."""
    share = settings_of(builder.config).share
    domain = domain_of(builder.env)
    framework = domain.library.get(framework_id) if share else None
    if framework is None or kind not in pdf.variants(framework):
        return ""
    return size_mark(share, address(framework_id, domain.interface.language, kind))


def size_mark(share: str, path: str) -> str:
    """What stands for the size of a file.

    :param share: a digest of all inputs of the build; no text among these can hold it.
    :param path: below the folder of the language.
    """
    return f"[ramverk-size:{share}:{path}]"


def make_downloads(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Make the files of all frameworks that have a page, and delete those of others.

    Before pages are written, since these tell the sizes of the files; the result is the pages that
    must be written again for it.
    """
    if not has_downloads(app.builder):
        return ()
    domain = domain_of(env)
    maker = _Maker(app, domain)
    changed = maker.make(sorted({each for _, each in domain.whole_pages()}))
    _delete_others(app, domain.interface.language, maker.addresses())
    return [docname for docname, framework_id in domain.whole_pages() if framework_id in changed]


class _Maker:
    """Makes what is not there as it would be made now.

    Whether it is there is decided twice. While nothing has changed in the files that a framework
    comes from, and nothing that has a part in all frameworks, none is read. Else the framework is
    read, and a PDF, which is dear, is made if what it is made of has changed.
    """

    def __init__(self, app: Sphinx, domain: RamverkDomain) -> None:
        self.app = app
        self.domain = domain
        self.settings = settings_of(app.config)
        self.language = domain.interface.language
        self.memory = Path(app.doctreedir, MEMORY)
        self.before = read_made(self.memory)
        self.after: dict[str, Made] = {}
        #: PDFs that show something else in the place of characters.
        self.faulty: set[tuple[str, str]] = set()

    def make(self, framework_ids: Sequence[str]) -> set[str]:
        """Make the files of these frameworks; those whose files may have changed."""
        sources = {each: self._source(each) for each in framework_ids}
        self.after = {
            id_: made
            for id_, source in sources.items()
            if (made := self.before.get(id_)) is not None
            and made.source == source
            and self._whole(id_) == made.files.keys()
        }
        changed = {id_: source for id_, source in sources.items() if id_ not in self.after}
        found = {id_: each for id_ in changed if (each := self.domain.library.get(id_)) is not None}
        files: dict[str, dict[str, MadeFile]] = {each: {} for each in found}
        for id_, framework in found.items():
            files[id_]["data"] = self._write_data(framework)
        faulty = self._write_pdfs(found.values(), files)
        for id_, made_files in files.items():
            self.after[id_] = Made("" if id_ in faulty else changed[id_], made_files)
        if self.after != self.before:
            write_made(self.memory, self.after)
        return set(changed)

    def addresses(self) -> set[str]:
        """The files that there are now, those with faults too."""
        kept = ((id_, kind) for id_, made in self.after.items() for kind in made.files)
        return {address(id_, self.language, kind) for id_, kind in (*kept, *self.faulty)}

    def _path(self, framework_id: str, kind: str) -> Path:
        return Path(self.app.outdir, address(framework_id, self.language, kind))

    def _source(self, framework_id: str) -> str:
        """A digest of whatever may have a part in a framework's files."""
        parts = (
            self.domain.library.digest(framework_id),
            self.app.config.ramverk_digest,  # this package, fonts, interface, what writes PDFs
            babel.__version__,  # dates and names of languages
            platform.python_version(),
            self.language,
            str(self.settings.pdf),
            self.settings.paper,
        )
        return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()

    def _whole(self, framework_id: str) -> set[str]:
        """Which of a framework's files are as they were made."""
        made = self.before.get(framework_id, Made(""))
        return {
            kind
            for kind, each in made.files.items()
            if each.is_whole(self._path(framework_id, kind))
        }

    def _write_data(self, framework: Framework) -> MadeFile:
        path = self._path(framework.id, "data")
        write_if_changed(path, json_.write(framework, self.language))
        return made_file(path, "")

    def _write_pdfs(
        self, frameworks: Iterable[Framework], files: dict[str, dict[str, MadeFile]]
    ) -> set[str]:
        """Write the PDFs of frameworks and note them in ``files``; those with a problem."""
        orders = [order for each in frameworks for order in self._orders(each)]
        fonts = [path_setting(self.app, self.settings.fonts)] if self.settings.fonts else []
        results = pdf.write_all(orders, fonts, self.app.config.ramverk_workers)
        reported: dict[str, str] = {}
        for done, (order, result) in enumerate(zip(orders, results, strict=True), 1):
            id_ = order.framework.id
            path = self._path(id_, order.variant)
            problems = pdf.problems(order, result)
            for problem in problems:
                if str(problem) not in reported:  # the same in each variant
                    reported[str(problem)] = id_
                    warn(problem)
            if isinstance(result, pdf.TypesettingError):
                # An outdated file would stay unnoticed: the next build tries, and warns, again.
                path.unlink(missing_ok=True)
            elif isinstance(result, pdf.Unchanged):
                files[id_][order.variant] = self.before[id_].files[order.variant]
            else:
                write_if_changed(path, result.content)
                if problems:
                    self.faulty.add((id_, order.variant))
                else:
                    files[id_][order.variant] = made_file(path, result.inputs)
            self.app.emit(PDF_MADE, done, len(orders))
        return set(reported.values())

    def _orders(self, framework: Framework) -> Iterator[pdf.Order]:
        """What is to be made of a framework, and what the files that are there were made of."""
        there = self.before.get(framework.id, Made("")).files
        whole = self._whole(framework.id)
        for variant in pdf.variants(framework) if self.settings.pdf else ():
            yield pdf.Order(
                framework,
                self.domain.interface,
                variant,
                self.domain.library.answer_digests(framework.id),
                self.settings.paper,  # type: ignore[arg-type]
                there=there[variant].inputs if variant in whole else "",
            )


def _delete_others(app: Sphinx, language: str, wanted: Set[str]) -> None:
    """Delete what earlier builds made; other extensions keep their files in the same folder.

    :param wanted: addresses of what is to stay.
    """
    # As texts: there are thousands of files, and each build looks at all of them.
    for folder, _, names in os.walk(Path(app.outdir, FOLDER)):
        stem = f"{Path(folder).name}.{language}"
        ours = {stem + suffix for suffix in SUFFIXES.values()}.intersection(names)
        place = os.path.relpath(folder, app.outdir).replace(os.sep, "/")
        for name in sorted(ours):
            path = Path(folder, name)
            if f"{place}/{name}" in wanted:
                continue
            if path.suffix == ".json" and not json_.is_data_file(
                path.read_text("utf-8", "replace")
            ):
                continue
            path.unlink()


def setup(app: Sphinx) -> None:
    app.add_event(PDF_MADE)
    # How many PDFs are made at the same time; 0: as many as there are cores.
    app.add_config_value("ramverk_workers", 0, "", types=[int])
    app.connect("env-updated", make_downloads)
