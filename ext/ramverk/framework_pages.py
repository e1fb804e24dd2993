"""Pages that hold headings and frameworks alone, written without Sphinx's own writer.

That one is made for whatever authors write, and asks for each node by its name. Most pages of a
large handbook are headings, and what we write below them ourselves.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from docutils import nodes
from docutils.writers.html5_polyglot import HTMLTranslator
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import _

from .sphinx_ext.nodes import framework_part
from .sphinx_ext.writing import visit_html

#: What a heading may hold: of anything else, such as a formula, the page may need more.
_WORDS: Final = {nodes.title, nodes.Text, nodes.inline}
#: Identifiers that stand in an attribute as they are.
_PLAIN_ID: Final = re.compile(r"[\w.-]+", re.ASCII)


def is_text(title: nodes.Node) -> bool:
    """Whether a heading holds words alone."""
    return all(type(each) is nodes.Text for each in title.children)


def encoded(text: str) -> str:
    """A text as docutils writes it between tags."""
    return text.translate(HTMLTranslator.special_characters)


class Writers:
    """What writes the pages of one build.

    :param make_usual: makes Sphinx's own writer of a document for a builder.
    """

    def __init__(self, make_usual: Callable[..., nodes.NodeVisitor]) -> None:
        self.make_usual = make_usual
        #: What Sphinx's own writer says in the head of every page.
        self.meta: list[str] | None = None

    def writer(self, document: nodes.document, builder: Any) -> nodes.NodeVisitor:
        """What writes a page, or a part of one."""
        if not is_written_here(document, builder):
            return self.make_usual(document, builder)
        usual = partial(self.make_usual, document, builder)
        if self.meta is None:
            writer: Any = usual()
            self.meta = writer.meta
        return _Writer(document, builder, self.meta, usual)


def is_written_here(document: nodes.document, builder: Any) -> bool:
    """Whether a document is a page of which :class:`Writers` write every node as Sphinx would.

    Beside the pages of :func:`~ramverk.sphinx_ext.nodes.holds_framework_only`, these are such with
    headings that an author has written.
    """
    docname = getattr(builder, "current_docname", None)
    return (
        docname is not None
        # Parts of pages, such as titles, are documents as well.
        and document.get("source") == str(builder.env.doc2path(docname))
        and not builder.secnumbers
        and not builder.docsettings.section_self_link
        and builder.docsettings.initial_header_level in {1, "1"}
        and all(map(_is_written_here, document.children))
    )


def _is_written_here(node: nodes.Node) -> bool:
    if isinstance(node, framework_part):
        return True
    if not isinstance(node, nodes.section) or not node.children:
        return False
    if node["classes"] or len(node["ids"]) != 1:
        return False
    title, *below = node.children
    return (
        isinstance(title, nodes.title)
        and all(type(each) in _WORDS for each in title.findall())
        and not title["classes"]
        and not title["ids"]
        and "refid" not in title
        and _PLAIN_ID.fullmatch(node["ids"][0]) is not None
        and all(map(_is_written_here, below))
    )


class _Writer(nodes.NodeVisitor):
    """Has what Sphinx takes from its own writer of a page.

    :param make_usual: makes that one, for headings partly in another language.
    """

    def __init__(
        self,
        document: nodes.document,
        builder: StandaloneHTMLBuilder,
        meta: list[str],
        make_usual: Callable[[], nodes.NodeVisitor],
    ) -> None:
        super().__init__(document)
        self.builder: Builder = builder
        self.make_usual = make_usual
        self.body: list[str] = []
        self.fragment = self.body
        self.meta = meta
        icon = builder.config.html_permalinks_icon
        has_links = builder.config.html_permalinks and builder.add_permalinks
        # As Sphinx writes them. The identifier comes between the two.
        self.link = ("", "")
        if has_links:
            label = _("Link to this heading")
            self.link = ('<a class="headerlink" href="#', f'" title="{label}">{icon}</a>')

    def dispatch_visit(self, node: nodes.Node) -> None:
        for child in node.children:
            self.write(child, 1)
        raise nodes.SkipNode

    def write(self, node: nodes.Node, level: int) -> None:
        if isinstance(node, framework_part):
            with contextlib.suppress(nodes.SkipNode):
                visit_html(self, node)
        elif isinstance(node, nodes.section):
            self.section(node, level)

    def section(self, node: nodes.section, level: int) -> None:
        title, *below = node.children
        (id_,) = node["ids"]
        before, after = self.link
        link = f"{before}{id_}{after}" if before else ""
        name = f"h{min(level, 6)}"
        attributes = f' aria-level="{level}"' if level > 6 else ""
        heading = self.heading(title)
        self.body.append(f'<section id="{id_}">\n<{name}{attributes}>{heading}{link}</{name}>\n')
        for child in below:
            self.write(child, level + 1)
        self.body.append("</section>\n")

    def heading(self, title: nodes.Node) -> str:
        if is_text(title):
            return encoded(title.astext())
        writer: Any = self.make_usual()
        for each in title.children:
            each.walkabout(writer)
        return "".join(writer.body)
