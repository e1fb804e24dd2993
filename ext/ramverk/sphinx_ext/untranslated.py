"""Prose that has no translation says which language it is in (WCAG 2.2, 3.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import extract_messages

from .config import settings_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def language_of_untranslated(config: Config) -> str:
    """The language of prose without translation, where it is not the page's; else empty."""
    languages = settings_of(config).languages
    page = (config.language or "").replace("_", "-")
    return languages[0] if languages and languages[0] != page else ""


class MarkUntranslatedTransform(SphinxTransform):
    """Gives prose left in the source language a class that docutils writes as ``lang``."""

    #: After Sphinx's Locale transform (20), which notes what it has translated.
    default_priority = 30

    def apply(self, **_kwargs: Any) -> None:
        language = language_of_untranslated(self.config)
        if not language:
            return
        mark = f"language-{language}"
        for node, _message in extract_messages(self.document):
            if node.get("translated") or not isinstance(node, nodes.TextElement):
                continue
            if isinstance(node, nodes.title):
                # Contents and navigation take over what stands in a title, not the title itself.
                children = node.children
                node.children = []
                node.append(nodes.inline("", "", *children, classes=[mark]))
            elif not isinstance(node, nodes.literal_block):
                node["classes"].append(mark)


def setup(app: Sphinx) -> None:
    app.add_transform(MarkUntranslatedTransform)
