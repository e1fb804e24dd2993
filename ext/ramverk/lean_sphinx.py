"""What Sphinx does for each page and nobody asked for, left out of our own builds.

None of it changes what is built, but that an inventory is compressed less tightly;
``tests/test_lean_sphinx.py`` builds with and without. A plain ``sphinx-build`` is left as it is.
What a later version of Sphinx no longer has is not replaced.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import logging
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import docutils.transforms
import docutils.utils
import jinja2
import myst_parser.mdit_to_docutils.base
import myst_parser.parsers.sphinx_
import sphinx
import sphinx.builders.html
import sphinx.environment.adapters.toctree as toctree_adapter
import sphinx.environment.collectors.toctree as toctree_collector
import sphinx.events
import sphinx.theming
import sphinx.util.docutils
import sphinx.util.inventory
import sphinx.util.nodes
from docutils import nodes
from docutils.frontend import Values
from docutils.transforms import Transformer
from markdown_it import MarkdownIt
from markdown_it.utils import EnvType
from myst_parser.config.main import MdParserConfig
from sphinx import addnodes
from sphinx.application import Sphinx, builtin_extensions
from sphinx.builders import Builder
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.transforms import SphinxContentsFilter
from sphinx.util.inventory import InventoryFile
from sphinx.writers.html5 import HTML5Translator

from .framework_pages import Writers, encoded, is_text
from .sphinx_ext import filling
from .sphinx_ext.config import package_digest
from .sphinx_ext.nodes import holds_framework_only
from .sphinx_ext.theme import is_used
from .sphinx_ext.writing import visit_html

#: What most projects have beside Sphinx's own, and what that loads when it is set up.
_EXTENSIONS: Final = (
    "jinja2.ext",
    "myst_parser.sphinx_ext.directives",
    "myst_parser.sphinx_ext.main",
    "myst_parser.sphinx_ext.mathjax",
    "myst_parser.sphinx_ext.myst_refs",
    "ramverk.sphinx_ext.extension",
    "sphinx.builders.latex.transforms",
    "sphinx.ext.mathjax",
    "sphinx_design.extension",
)


#: Themes that are installed: looked up in all packages that there are, for each language.
_entry_points: Final = cache(importlib.metadata.entry_points)


def preload() -> None:
    """Load what every build needs, before processes are forked that would each load it.

    And before Sphinx has a language: some of its modules keep a text in that of their import.
    """
    for name in (*builtin_extensions, *_EXTENSIONS):
        with contextlib.suppress(ImportError):  # another version may lack it
            importlib.import_module(name)
    filling.templates()
    for kept in (package_digest, _entry_points):
        kept.cache_clear()  # "ramverk live" calls this again and again
    package_digest()
    _entry_points(group="sphinx.html_themes")


@contextmanager
def lean() -> Iterator[None]:
    """Have Sphinx leave out what nobody sees, and make once what is the same each time."""
    with (
        _without_notes(),
        _shadowed(sphinx.events, "repr", _no_text),
        _replaced(sphinx.util.nodes, "repr_domxml", lambda _repr_domxml: _no_text),
        _replaced(sphinx.util.docutils, "_get_settings", _made_once),
        _replaced(myst_parser.mdit_to_docutils.base, "get_default_settings", _made_once),
        _replaced(myst_parser.parsers.sphinx_, "create_md_parser", _used_again),
        _replaced(docutils.transforms.Transformer, "apply_transforms", _without_idle),
        _replaced(docutils.utils, "get_stylesheet_list", lambda _get_stylesheet_list: _no_styles),
        _replaced(sphinx.builders.html, "relative_uri", _from_folders),
        _replaced(sphinx.builders.html, "document_toc", lambda make: partial(_Later, make)),
        # It keeps what it has found, but looks for the file each time.
        _replaced(sphinx.builders.html, "_file_checksum", cache),
        _replaced(InventoryFile, "dump", _kept_inventory),
        _replaced(sphinx.theming, "entry_points", lambda _look_up: _entry_points),
        _replaced(toctree_collector, "SphinxContentsFilter", lambda _filter: _Contents),
        _replaced(toctree_adapter, "_resolve_toctree", _shallow),
    ):
        yield


@contextmanager
def _without_notes() -> Iterator[None]:
    """Sphinx notes each of its steps, for a log that is thrown away. Warnings are no notes."""
    before = logging.root.manager.disable
    logging.disable(max(before, logging.INFO))
    try:
        yield
    finally:
        logging.disable(before)


@contextmanager
def _replaced(module: ModuleType | type, name: str, make: Callable[[Any], Any]) -> Iterator[None]:
    before = vars(module).get(name)
    if before is None:
        yield
        return
    setattr(module, name, make(getattr(module, name)))
    try:
        yield
    finally:
        setattr(module, name, before)


@contextmanager
def _shadowed(module: ModuleType, name: str, other: Callable[..., Any]) -> Iterator[None]:
    """Have a module find something else where it asks for one of Python's own functions."""
    if hasattr(module, name):
        yield
        return
    setattr(module, name, other)
    try:
        yield
    finally:
        delattr(module, name)


def _no_text(*_arguments: object) -> str:
    """Sphinx writes out whole pages, and each node it does not translate, for a log alone."""
    return ""


def _no_styles(_settings: Values) -> list[str]:
    """Docutils looks for the styles of a page whose head Sphinx writes."""
    return []


def _from_folders(relative_uri: Callable[[str, str], str]) -> Callable[[str, str], str]:
    """Pages of a folder see all others, and all files, at the same address."""

    @cache
    def seen_from(folder: str, to: str) -> str:
        return relative_uri(f"{folder}\0", to)

    def relative(base: str, to: str) -> str:
        page = base.partition("#")[0]
        if page == to.partition("#")[0]:
            return relative_uri(base, to)
        return seen_from(page[: page.rfind("/") + 1], to)

    return relative


def _kept_inventory(dump: Callable[..., None]) -> Callable[..., None]:
    """Sphinx compresses the inventory at each build, line by line and as tightly as it can."""

    def kept(filename: Path, env: BuildEnvironment, builder: Builder) -> None:
        compressor = _Compressor(filename)
        with _replaced(sphinx.util.inventory, "zlib", lambda _zlib: compressor):
            dump(filename, env, builder)

    return kept


class _Compressor:
    """Stands for the module ``zlib`` while an inventory is written that may be there already."""

    def __init__(self, path: Path) -> None:
        self.before = b""
        with contextlib.suppress(OSError):
            # Four lines, and what is compressed.
            self.before = Path(path).read_bytes().split(b"\n", 4)[-1]
        self.data: list[bytes] = []

    def compressobj(self, _level: int) -> _Compressor:
        return self

    def compress(self, data: bytes) -> bytes:
        self.data.append(data)
        return b""

    def flush(self) -> bytes:
        data = b"".join(self.data)
        with contextlib.suppress(zlib.error):
            # An earlier version compressed otherwise, as the beginning tells.
            is_ours = self.before.startswith(zlib.compress(b"")[:2])
            if is_ours and zlib.decompress(self.before) == data:
                return self.before
        # A fifth of the time that the tightest takes, for a sixth more bytes.
        return zlib.compress(data)


def _made_once(make: Callable[..., Values]) -> Callable[..., Values]:
    """Docutils makes hundreds of command line options to read the same settings for each page."""
    made: dict[tuple[Any, ...], Values] = {}

    def settings(*components: Any, **more: Any) -> Values:
        kinds = (each if isinstance(each, type) else type(each) for each in components)
        key = (*kinds, repr(more))
        if key not in made:
            made[key] = make(*components, **more)
        copied = made[key].copy()
        # A list that each page adds its own files to.
        copied.record_dependencies = type(made[key].record_dependencies)()
        return copied

    return settings


def _used_again(create: Callable[..., MarkdownIt]) -> Callable[..., MarkdownIt]:
    """MyST sets up a parser for each page, with the same extensions and rules.

    A page with settings of its own has another configuration. One that is read while another is,
    such as a file it includes, has a parser of its own.
    """
    idle: list[tuple[MdParserConfig, type, MarkdownIt]] = []

    def create_md_parser(config: MdParserConfig, renderer: type) -> MarkdownIt:
        if idle and idle[0][0] is config and idle[0][1] is renderer:
            return idle.pop()[2]
        parser = create(config, renderer)
        render = parser.render

        def rendered(source: str, environment: EnvType | None = None) -> Any:
            try:
                return render(source, environment)
            finally:
                idle[:] = [(config, renderer, parser)]

        vars(parser)["render"] = rendered
        return parser

    return create_md_parser


#: Where the transforms come from that are known to look only at what authors write.
_KNOWN: Final = ("docutils.", "sphinx.", "sphinx_design.", "myst_parser.")
#: Our own that do, too: what translations bring along, and which texts programs have made.
_KNOWN_TO_US: Final = {
    "ramverk.sphinx_ext.foreign_parts.NotePartsTransform",
    "ramverk.sphinx_ext.foreign_parts.KeepOutTransform",
    "ramverk.sphinx_ext.stale_catalogs.NoteGeneratedTransform",
}
#: Those of them that a page is nothing without: it is announced, and its identifiers are sorted.
_NEEDED: Final = {
    "sphinx.transforms.DoctreeReadEvent",
    "sphinx.transforms.SortIds",
    "sphinx.transforms.references.SphinxDomains",
    "sphinx.versioning.UIDTransform",
}


def _without_idle(apply: Callable[[Transformer], None]) -> Callable[[Transformer], None]:
    """Most pages of a large handbook hold a framework and no word beside it.

    Transforms look for what authors write: substitutions, footnotes, links, quotes. On such a page
    each of a hundred would look through all its nodes for nothing.
    """

    def apply_transforms(transformer: Transformer) -> None:
        if holds_framework_only(transformer.document):
            kept = [each for each in transformer.transforms if not _is_idle(_name_of(each[1]))]
            transformer.transforms = kept
        apply(transformer)

    return apply_transforms


def _name_of(transform: type) -> str:
    return f"{transform.__module__}.{transform.__qualname__}"


@cache
def _is_idle(name: str) -> bool:
    return name in _KNOWN_TO_US or (name.startswith(_KNOWN) and name not in _NEEDED)


def render_once(app: Sphinx, templates: Path) -> None:
    """Have no title or address of a page made twice, and no template compiled again.

    :param templates: a folder for templates as Jinja has compiled them, by their contents; all
        languages may have it in common.
    """
    builder: Any = app.builder
    if type(getattr(builder, "templates", None)) is BuiltinTemplateLoader:
        _compile_once(builder.templates, templates)
    if type(builder) not in {StandaloneHTMLBuilder, DirectoryHTMLBuilder}:
        return
    vars(builder)["get_target_uri"] = cache(builder.get_target_uri)
    is_plain = _writes_plainly(app)
    vars(builder)["render_partial"] = _rendered_once(
        builder.render_partial, lazily=is_used(app), is_plain=is_plain
    )
    if is_plain:
        vars(builder)["create_translator"] = Writers(builder.create_translator).writer


def _writes_plainly(app: Sphinx) -> bool:
    """Whether pages are written as Sphinx does it by itself; extensions may do it otherwise."""
    handlers = app.registry.translation_handlers
    own = {name for kind in (app.builder.name, "html") for name in handlers.get(kind, ())}
    return (
        app.builder.get_translator_class() is HTML5Translator
        and not own & {"document", "section", "title", "Text", "inline"}
        and handlers["html"].get("framework_part") == (visit_html, None)
    )


def _compile_once(loader: BuiltinTemplateLoader, templates: Path) -> None:
    """Keep templates as Jinja compiles them, also those that have no name."""
    environment = loader.environment
    # What comes of a template depends on these, too.
    compiler = "-".join((jinja2.__version__, sphinx.__version__, *sorted(environment.extensions)))
    folder = templates / compiler
    folder.mkdir(parents=True, exist_ok=True)
    kept = jinja2.FileSystemBytecodeCache(str(folder))
    environment.bytecode_cache = kept

    def render_string(source: str, context: dict[str, Any]) -> str:
        bucket = kept.get_bucket(environment, source, None, source)
        if bucket.code is None:
            bucket.code = environment.compile(source)
            kept.set_bucket(bucket)
        code, values = bucket.code, environment.make_globals(None)
        return environment.template_class.from_code(environment, code, values).render(context)

    vars(loader)["render_string"] = render_string


class _Contents(SphinxContentsFilter):
    """Takes a heading over into the contents; one of words alone at once."""

    words: Sequence[nodes.Node] | None = None

    def dispatch_visit(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.title) and is_text(node):
            self.words = [each.copy() for each in node.children]
            raise nodes.SkipNode
        super().dispatch_visit(node)

    def get_entry_text(self) -> Sequence[nodes.Node]:
        return super().get_entry_text() if self.words is None else self.words


def _shallow(resolve: Callable[..., nodes.Element | None]) -> Callable[..., nodes.Element | None]:
    """Sphinx copies all headings of each page into a table of contents, and then cuts it off."""

    def resolved(
        env: BuildEnvironment,
        docname: str,
        builder: Builder,
        toctree: addnodes.toctree,
        *,
        prune: bool = True,
        maxdepth: int = 0,
        **more: Any,
    ) -> nodes.Element | None:
        wanted = maxdepth or toctree.get("maxdepth", -1)

        def shallow(copy: Callable[..., Any]) -> Callable[..., Any]:
            def entry(title: str, ref: str, depth: int, *arguments: Any, **others: Any) -> Any:
                # Pages with contents of their own are looked through for what is wrong with these.
                # Of the page itself, Sphinx has to see which entry is the current one.
                is_leaf = ref != docname and ref not in env.toctree_includes
                if prune and wanted > 0 and is_leaf:
                    depth = min(depth, wanted) if depth > 0 else wanted
                return copy(title, ref, depth, *arguments, **others)

            return entry

        with _replaced(toctree_adapter, "_toctree_standard_entry", shallow):
            return resolve(env, docname, builder, toctree, prune=prune, maxdepth=maxdepth, **more)

    return resolved


class _Later:
    """A tree that is made when somebody wants it."""

    def __init__(self, make: Callable[..., nodes.Node], *arguments: Any) -> None:
        self.make = make
        self.arguments = arguments

    def __call__(self) -> nodes.Node:
        return self.make(*self.arguments)


_Rendered = Callable[[nodes.Node | None], dict[str, Any]]


def _rendered_once(
    render: _Rendered, *, lazily: bool, is_plain: bool
) -> Callable[..., dict[str, Any]]:
    """Pages show the titles of others: of those before and behind them, and of those above.

    :param lazily: write contents when a template asks for them; those of our theme make their own.
    :param is_plain: whether texts are written as Sphinx does.
    """

    titles = cache(render)

    def rendered(node: nodes.Node | _Later | None) -> dict[str, Any]:
        if isinstance(node, nodes.title):
            if is_plain and "secnumber" not in node and is_text(node):
                return _Title(render, node)
            return dict(titles(node))
        if lazily:
            return {"fragment": _Fragment(render, node)}
        return render(node() if isinstance(node, _Later) else node)

    return rendered


class _Title(dict[str, Any]):
    """What Sphinx makes of a title of words alone; only these are asked for, as a rule."""

    def __init__(self, render: _Rendered, node: nodes.title) -> None:
        super().__init__(title=encoded(node.astext()))
        self.render = render
        self.node = node

    def __missing__(self, key: str) -> Any:
        parts = self.render(self.node)
        self.update(parts)
        return parts[key]


class _Fragment:
    """HTML that is written when somebody wants it."""

    def __init__(self, render: _Rendered, node: nodes.Node | _Later | None) -> None:
        self.render = render
        self.node = node

    def __str__(self) -> str:
        node = self.node() if isinstance(self.node, _Later) else self.node
        return str(self.render(node)["fragment"])

    __html__ = __str__
