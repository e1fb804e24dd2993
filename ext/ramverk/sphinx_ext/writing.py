"""Semantic nodes → HTML, for the builders that make sites of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.util.osutil import relative_uri

from ..formats import html
from ..formats.html import View
from .domain import domain_of
from .nodes import framework_part

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.writers.html5 import HTML5Translator

HTML_PARTS: Final[Mapping[str, Callable[[View, nodes.Element], str]]] = {
    "header": lambda view, _node: html.header(view),
    "section": lambda view, node: html.section(view, node["section"]),
    "criterion": lambda view, node: html.criterion(view, node["section"], node["criterion"]),
    "own-rows": lambda view, node: html.own_rows(view, node["section"]),
    "checklist": lambda view, node: html.checklist(view, node["section"]),
    "notices": lambda view, _node: html.notices(view),
    "footer": lambda view, _node: html.notices(view) + html.downloads(view),
}


def visit_html(translator: HTML5Translator, node: framework_part) -> None:
    builder = translator.builder
    domain = domain_of(builder.env)
    framework = domain.library.get(node["framework"])
    if framework is not None:
        data = ""
        if has_downloads(builder):
            page = builder.get_target_uri(builder.current_docname)
            data = relative_uri(page, data_file(framework.id, domain.interface.language))
        digests = domain.library.answer_digests(framework.id)
        view = View(framework, domain.interface, node["prefix"], data, digests)
        # Of a section without heading, or of a label that the author put above the directive.
        translator.body += [f'<span id="{escape(each)}"></span>\n' for each in node["ids"]]
        translator.body.append(HTML_PARTS[node["part"]](view, node))
    raise nodes.SkipNode


def has_downloads(builder: Builder) -> bool:
    """Whether the builder makes a site with files to download; one long page is no site."""
    return builder.name in {"html", "dirhtml"}


def data_file(framework_id: str, language: str) -> str:
    """Address of a framework's data file, relative to the root of the language's site."""
    name = framework_id.rpartition("/")[2]
    return f"_downloads/{framework_id}/{name}.{language}.json"


def setup(app: Sphinx) -> None:
    app.add_node(framework_part, html=(visit_html, None))
