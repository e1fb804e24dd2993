"""What Sphinx does for each page and nobody asked for, left out of our own builds.

None of it changes what is built; ``tests/test_lean_sphinx.py`` builds with and without. A plain
``sphinx-build`` is left as it is. What a later version of Sphinx no longer has is not replaced.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any, Final

import docutils.transforms
import myst_parser.mdit_to_docutils.base
import sphinx.util.docutils
import sphinx.util.nodes
from docutils import nodes
from docutils.frontend import Values
from docutils.transforms import Transformer
from sphinx.application import Sphinx

from .sphinx_ext.nodes import framework_part, translation_note
from .sphinx_ext.theme import is_used


@contextmanager
def lean() -> Iterator[None]:
    """Read pages without what only a debugger of Sphinx wants, and with settings made once."""
    with (
        _replaced(sphinx.util.nodes, "repr_domxml", lambda _repr_domxml: _no_xml),
        _replaced(sphinx.util.docutils, "_get_settings", _made_once),
        _replaced(myst_parser.mdit_to_docutils.base, "get_default_settings", _made_once),
        _replaced(docutils.transforms.Transformer, "apply_transforms", _without_idle),
    ):
        yield


@contextmanager
def _replaced(module: ModuleType | type, name: str, make: Callable[[Any], Any]) -> Iterator[None]:
    before = getattr(module, name, None)
    if before is None:
        yield
        return
    setattr(module, name, make(before))
    try:
        yield
    finally:
        setattr(module, name, before)


def _no_xml(_node: object, _length: int = 0) -> str:
    """Sphinx writes out each node it does not translate, for a log that is thrown away."""
    return ""


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


#: Where the transforms come from that are known to look only at what authors write.
_KNOWN: Final = ("docutils.", "sphinx.", "sphinx_design.", "myst_parser.")
#: Those of them that a page is nothing without: it is announced, and its identifiers are sorted.
_NEEDED: Final = {
    "sphinx.transforms.DoctreeReadEvent",
    "sphinx.transforms.SortIds",
    "sphinx.transforms.references.SphinxDomains",
    "sphinx.versioning.UIDTransform",
}
#: What pages hold on which nobody has written anything.
_FRAMEWORK_NODES: Final = (
    nodes.document, nodes.section, nodes.Text, nodes.inline, framework_part, translation_note,
)  # fmt: skip


def _without_idle(apply: Callable[[Transformer], None]) -> Callable[[Transformer], None]:
    """Most pages of a large handbook hold a framework and no word beside it.

    Transforms look for what authors write: substitutions, footnotes, links, quotes. On such a page
    each of a hundred would look through all its nodes for nothing.
    """

    def apply_transforms(transformer: Transformer) -> None:
        if holds_framework_only(transformer.document):
            kept = [each for each in transformer.transforms if not _is_idle(each[1])]
            transformer.transforms = kept
        apply(transformer)

    return apply_transforms


def _is_idle(transform: type) -> bool:
    name = f"{transform.__module__}.{transform.__qualname__}"
    return name.startswith(_KNOWN) and name not in _NEEDED


def holds_framework_only(document: nodes.document) -> bool:
    """Whether a page has nothing that a directive for frameworks did not put there."""
    return all(map(_is_ours, document.findall()))


def _is_ours(node: nodes.Node) -> bool:
    if isinstance(node, nodes.title):
        return node.get("translatable") is False and node.get("support_smartquotes") is False
    return isinstance(node, _FRAMEWORK_NODES)


def quieten(app: Sphinx) -> None:
    """Have nothing written to a log that nobody reads, and no title of a page rendered twice."""
    logging.getLogger("sphinx").setLevel(logging.WARNING)
    builder: Any = app.builder
    render = getattr(builder, "render_partial", None)
    if render is not None:
        builder.render_partial = _rendered_once(render, lazily=is_used(app))


_Rendered = Callable[[nodes.Node | None], dict[str, Any]]


def _rendered_once(render: _Rendered, *, lazily: bool) -> _Rendered:
    """Pages show the titles of others: of those before and behind them, and of those above.

    :param lazily: write contents when a template asks for them; those of our theme make their own.
    """
    titles = cache(render)

    def rendered(node: nodes.Node | None) -> dict[str, Any]:
        if isinstance(node, nodes.title):
            return dict(titles(node))
        return {"fragment": _Fragment(render, node)} if lazily else render(node)

    return rendered


class _Fragment:
    """HTML that is written when somebody wants it."""

    def __init__(self, render: _Rendered, node: nodes.Node | None) -> None:
        self.render = render
        self.node = node

    def __str__(self) -> str:
        return str(self.render(self.node)["fragment"])

    __html__ = __str__
