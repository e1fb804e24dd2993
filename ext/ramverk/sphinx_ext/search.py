"""The search index of the theme: filled page by page, kept between builds, written as small files.

Sphinx's own index finds no parts of compounds; where this theme is used it is not built at all,
which is half of the time a build would otherwise take.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from .. import search_index
from ..files import digest_of, write_if_changed
from ..search_index import Entry
from .domain import domain_of
from .nodes import translation_note
from .theme import is_used

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_SKIPPED = (
    nodes.comment,
    nodes.raw,
    nodes.title,
    nodes.section,
    addnodes.toctree,
    translation_note,
)


class SearchIndex:
    """Entries by page, kept beside the doctrees: a build need only renew the pages it writes."""

    def __init__(self, app: Sphinx) -> None:
        # Builders that share doctrees have addresses of their own.
        self.store = Path(app.doctreedir) / f"ramverk-entries-{app.builder.name}.json"
        #: What the index that stands there was made of, and its files.
        self.made = Path(app.doctreedir) / f"ramverk-index-{app.builder.name}.json"
        self.entries: dict[str, list[Entry]] = {}
        if self.store.is_file():
            kept = json.loads(self.store.read_text("utf-8"))
            self.entries = {page: [Entry(*each) for each in kept[page]] for page in kept}

    def missing(self, env: BuildEnvironment) -> set[str]:
        """Pages that an interrupted build left without entries."""
        return set(env.found_docs) - set(self.entries)

    def add(self, docname: str, address: str, doctree: nodes.document) -> None:
        if "no-search" in doctree.settings.env.metadata.get(docname, {}):
            self.entries[docname] = []
        else:
            self.entries[docname] = list(section_entries(address, doctree))

    def save(self, env: BuildEnvironment, static: Path) -> None:
        """Keep the entries, and write the index into the folder of static files."""
        self.entries = {each: self.entries[each] for each in sorted(env.found_docs)}
        content = json.dumps(self.entries, ensure_ascii=False, separators=(",", ":"))
        write_if_changed(self.store, content)
        digest = digest_of([Path(search_index.__file__)], content)
        if self._is_made(digest, static):
            return
        # A build that is interrupted from here on leaves no index that passes for whole.
        self.made.unlink(missing_ok=True)
        files = search_index.files(self.entries)
        for name, script in files.items():
            write_if_changed(static / name, script)
        for name in _names(static) - set(files):
            (static / name).unlink()
        write_if_changed(self.made, json.dumps([digest, sorted(files)]))

    def _is_made(self, digest: str, static: Path) -> bool:
        if not self.made.is_file():
            return False
        made, names = json.loads(self.made.read_text("utf-8"))
        return bool(made == digest and set(names) == _names(static))


def _names(static: Path) -> set[str]:
    """The files of an index that are there."""
    paths = [*static.glob(search_index.OUTLINE), *static.glob(f"{search_index.FOLDER}/*")]
    return {path.relative_to(static).as_posix() for path in paths}


def section_entries(address: str, doctree: nodes.document) -> Iterator[Entry]:
    """An entry for each section of a page."""
    title = doctree.next_node(nodes.title)
    page_title = _heading(title) if title else address
    first = True
    for section in doctree.findall(nodes.section):
        heading = _heading(section[0])
        texts = [child.astext() for child in section if not isinstance(child, _SKIPPED)]
        yield Entry(
            address=address,
            anchor="" if first else section["ids"][0],
            title=page_title,
            heading="" if first else heading,
            text=" ".join(" ".join(texts).split()),
        )
        first = False


def _heading(title: nodes.Node) -> str:
    """A heading's text, without the label above a framework's title."""
    return "".join(
        child.astext()
        for child in title.children
        if "ramverk-label" not in getattr(child, "attributes", {}).get("classes", ())
    )


class _Handlers:
    """The index of one build and the events that fill it."""

    index: SearchIndex

    def start(self, app: Sphinx) -> None:
        if is_used(app):
            app.builder.search = False  # type: ignore[attr-defined]
            self.index = SearchIndex(app)

    def find_missing(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        return self.index.missing(env) if is_used(app) else ()

    def index_page(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        if is_used(app):
            self.index.add(docname, app.builder.get_target_uri(docname), doctree)

    def add_search_page(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        if is_used(app):
            # All pages are resolved by now; the search page links the index with its checksum.
            self.index.save(app.env, Path(app.outdir, "_static"))
            title = escape(domain_of(app.env).interface.gettext("Search"))
            yield "search", {"title": title}, "search.html"


def setup(app: Sphinx) -> None:
    handlers = _Handlers()
    app.connect("builder-inited", handlers.start)
    app.connect("env-updated", handlers.find_missing)
    # After references are resolved and parts have their texts; emitted in the main process also
    # when pages are written in parallel.
    app.connect("doctree-resolved", handlers.index_page)
    app.connect("html-collect-pages", handlers.add_search_page)
