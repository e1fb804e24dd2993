"""The semantic node: a part of a framework, which each builder writes in its own way.

The node holds ids only; the texts are looked up in the library when it is written, so that the
pickled environment stays small.
"""

from __future__ import annotations

from typing import Final

from docutils import nodes

from ..model import Framework, Text, in_language


class framework_part(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """What stands below a heading.

    Attributes: ``part`` (a name in ``writing.HTML_PARTS``), ``framework``, ``section``,
    ``criterion`` (ids, empty where they do not apply), and ``prefix`` of the anchors (``None``: no
    anchors).
    """


class translation_note(nodes.container):  # noqa: N801 - docutils names nodes so
    """What a page says of its untranslated texts; no text of the handbook, so not searched."""


#: What pages hold on which nobody has written anything.
_FRAMEWORK_NODES: Final = (
    nodes.document, nodes.section, nodes.Text, nodes.inline, framework_part, translation_note,
)  # fmt: skip


def holds_framework_only(document: nodes.document) -> bool:
    """Whether a page has nothing that a directive for frameworks did not put there."""
    return all(map(_is_ours, document.findall()))


def _is_ours(node: nodes.Node) -> bool:
    if isinstance(node, nodes.title):
        return node.get("translatable") is False and node.get("support_smartquotes") is False
    return isinstance(node, _FRAMEWORK_NODES)


def text_nodes(value: Text, language: str, *, marked: bool = True) -> list[nodes.Node]:
    """``value`` as inline nodes; docutils writes a class ``language-xx`` as ``lang="xx"``.

    :param marked: whether a mark tells that it is not translated; links to a text carry none.
    """
    if in_language(value, language):
        return [nodes.Text(str(value))]
    classes = [f"language-{value.language}"]
    if marked and not value.is_current:
        classes.append(f"ramverk-{value.state}")
    return [nodes.inline("", str(value), classes=classes)]


def language_around(node: nodes.Element | None) -> str:
    """The language that the text around a node is marked to be in; empty: the page's own."""
    while node is not None:
        classes: list[str] = node.get("classes", [])
        for name in classes:
            if name.startswith("language-"):
                return name.removeprefix("language-")
        node = node.parent
    return ""


def title_node(framework: Framework, value: Text, language: str) -> nodes.title:
    """A heading. Its text is final: Sphinx neither extracts nor translates it again."""
    title = nodes.title(str(value), "", *text_nodes(value, language), translatable=False)
    title["support_smartquotes"] = False
    title.source, title.line = framework.path, value.line
    return title
