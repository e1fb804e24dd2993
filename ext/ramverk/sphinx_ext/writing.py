"""Semantic nodes → HTML, for the builders that make sites of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Final, Protocol

from docutils import nodes

from ..formats import html
from ..formats.html import View
from .domain import domain_of
from .downloads import downloads
from .nodes import framework_part

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

HTML_PARTS: Final[Mapping[str, Callable[[View, nodes.Element], str]]] = {
    "header": lambda view, _node: html.header(view),
    "section": lambda view, node: html.section(view, node["section"]),
    "criterion": lambda view, node: html.criterion(view, node["section"], node["criterion"]),
    "own-rows": lambda view, node: html.own_rows(view, node["section"]),
    "checklist": lambda view, node: html.checklist(view, node["section"]),
    "notices": lambda view, _node: html.notices(view),
    "footer": lambda view, _node: html.notices(view) + html.downloads(view),
}


class Translator(Protocol):
    """What writes HTML: Sphinx's own, or one that does less."""

    builder: Builder
    body: list[str]


def visit_html(translator: Translator, node: framework_part) -> None:
    builder = translator.builder
    domain = domain_of(builder.env)
    framework = domain.library.get(node["framework"])
    if framework is not None:
        files = downloads(builder, framework.id) if node["part"] == "footer" else ()
        digests = domain.library.answer_digests(framework.id)
        view = View(framework, domain.interface, node["prefix"], files, digests)
        # Of a section without heading, or of a label that the author put above the directive.
        translator.body += [f'<span id="{escape(each)}"></span>\n' for each in node["ids"]]
        translator.body.append(HTML_PARTS[node["part"]](view, node))
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_node(framework_part, html=(visit_html, None))
