"""What a translation brings along that its page does not have: HTML, files, addresses of scripts.

The checks of catalogues find it too, and stop the build. Here it comes to nothing where they were
passed by, as with ``sphinx-build``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Part = tuple[str, str]
"""A kind of node, and what makes it dangerous."""

#: Addresses that only lead somewhere. Browsers pass over white space and controls in a scheme.
_HARMLESS: Final = re.compile(r"(?:https?|ftp|mailto|tel):|[^:]*(?:[/?#]|$)", re.IGNORECASE)
_IGNORED: Final = re.compile(r"[\x00-\x20\x7f-\xa0]")


def dangerous_parts(document: nodes.document) -> Iterator[tuple[nodes.Element, Part]]:
    """The nodes of a page that a translation must not add to it."""
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.raw):
            yield node, ("raw", node.astext())
        elif isinstance(node, addnodes.download_reference):
            yield node, ("download", str(node.get("reftarget", "")))
        elif isinstance(node, nodes.image):
            yield node, ("image", str(node.get("uri", "")))
        elif isinstance(node, nodes.reference | nodes.target) and not leads(node.get("refuri", "")):
            yield node, ("address", str(node["refuri"]))


def leads(address: str) -> bool:
    """Whether an address leads somewhere, and runs nothing."""
    return bool(_HARMLESS.match(_IGNORED.sub("", address)))


class NotePartsTransform(SphinxTransform):
    """Notes what the page has before it is translated."""

    #: Before Sphinx's Locale transform (20).
    default_priority = 16

    def apply(self, **_kwargs: Any) -> None:
        found = frozenset(part for _, part in dangerous_parts(self.document))
        self.document.ramverk_parts = found  # type: ignore[attr-defined]


class KeepOutTransform(SphinxTransform):
    """Puts the words, and no more, in the place of what only the translation has."""

    #: After translation, and before files are collected.
    default_priority = 25

    def apply(self, **_kwargs: Any) -> None:
        known = self.document.__dict__.pop("ramverk_parts", frozenset())
        for node, part in list(dangerous_parts(self.document)):
            if part in known or node.parent is None:
                continue
            words = node.children
            if isinstance(node, nodes.raw | nodes.image):
                words = [nodes.Text(node.get("alt", "") or node.astext())]
            node.parent.replace(node, words)


def setup(app: Sphinx) -> None:
    app.add_transform(NotePartsTransform)
    app.add_transform(KeepOutTransform)
