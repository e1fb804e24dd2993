"""The semantic node: a part of a framework, which each builder writes in its own way.

The node holds ids only; the texts are looked up in the library when it is written, so that the
pickled environment stays small.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.util.osutil import relative_uri

from ..formats import html
from ..formats.html import View
from ..model import Framework, Text, in_language

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from .domain import RamverkDomain


class framework_part(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """What stands below a heading.

    Attributes: ``part`` (a name in :data:`HTML_PARTS`), ``framework``, ``section``, ``criterion``
    (ids, empty where they do not apply), and ``prefix`` of the anchors (``None``: no anchors).
    """


HTML_PARTS: Final[Mapping[str, Callable[[View, nodes.Element], str]]] = {
    "header": lambda view, _node: html.header(view),
    "sheet": lambda view, _node: html.sheet(view),
    "section": lambda view, node: html.section(view, node["section"]),
    "criterion": lambda view, node: html.criterion(view, node["section"], node["criterion"]),
    "own-rows": lambda view, node: html.own_rows(view, node["section"]),
    "checklist": lambda view, node: html.checklist(view, node["section"]),
    "notices": lambda view, _node: html.notices(view),
    "footer": lambda view, _node: html.notices(view) + html.downloads(view),
}


def visit_html(translator: HTML5Translator, node: framework_part) -> None:
    builder = translator.builder
    domain: RamverkDomain = builder.env.get_domain("ramverk")  # type: ignore[assignment]
    framework = domain.library.get(node["framework"])
    if framework is not None:
        target = data_file(framework.id, domain.library.language)
        page = builder.get_target_uri(builder.current_docname)
        data = relative_uri(page, target) if builder.name in {"html", "dirhtml"} else ""
        view = View(framework, domain.interface, node["prefix"], data)
        translator.body.append(HTML_PARTS[node["part"]](view, node))
    raise nodes.SkipNode


def data_file(framework_id: str, language: str) -> str:
    """Address of a framework's data file, relative to the root of the language's site."""
    name = framework_id.rpartition("/")[2]
    return f"_downloads/{framework_id}/{name}.{language}.json"


def text_nodes(value: Text, language: str) -> list[nodes.Node]:
    """``value`` as inline nodes; docutils writes a class ``language-xx`` as ``lang="xx"``."""
    if in_language(value, language):
        return [nodes.Text(str(value))]
    return [nodes.inline("", str(value), classes=[f"language-{value.language}"])]


def title_node(framework: Framework, value: Text, language: str) -> nodes.title:
    """A heading. Its text is final: Sphinx neither extracts nor translates it again."""
    title = nodes.title(str(value), "", *text_nodes(value, language), translatable=False)
    title["support_smartquotes"] = False
    title.source, title.line = framework.path, value.line
    return title


def setup(app: Sphinx) -> None:
    app.add_node(framework_part, html=(visit_html, None))
