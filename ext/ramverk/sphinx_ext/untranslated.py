"""Prose that has no translation says which language it is in (WCAG 2.2, 3.1.2), and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import extract_messages

from ..completeness import Counts, count
from .config import settings_of
from .domain import domain_of
from .nodes import holds_framework_only
from .translation_notes import add_note

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def language_of_untranslated(config: Config) -> str:
    """The language of prose without translation, where it is not the page's; else empty."""
    languages = settings_of(config).languages
    page = (config.language or "").replace("_", "-")
    return languages[0] if languages and languages[0] != page else ""


def is_translation(document: nodes.document) -> bool:
    """Whether this is no page: Sphinx reads each translation as a document of its own."""
    return str(document["source"]).endswith(":<translated>")


class MarkUntranslatedTransform(SphinxTransform):
    """Gives prose left in the source language a class that docutils writes as ``lang``."""

    #: After Sphinx's Locale transform (20), which notes what it has translated.
    default_priority = 30

    def apply(self, **_kwargs: Any) -> None:
        if is_translation(self.document):
            return
        language = language_of_untranslated(self.config)
        counts = self.mark(language) if language else Counts()
        add_note(self.document, self.env, counts, language)

    def mark(self, language: str) -> Counts:
        """Mark what is not translated, and count it."""
        if holds_framework_only(self.document):
            return Counts()
        messages = list(extract_messages(self.document))
        if all(node.get("translated") for node, _ in messages):
            return Counts(translated=len(messages))
        outdated = domain_of(self.env).outdated_messages(self.env.docname)
        states = []
        for node, message in messages:
            state = "outdated" if message in outdated else "missing"
            states.append("translated" if node.get("translated") else state)
            if states[-1] != "translated":
                _mark(node, [f"language-{language}", f"ramverk-{state}"])
        return count(states)


def _mark(node: nodes.Element, classes: list[str]) -> None:
    if isinstance(node, nodes.title):
        # Contents and navigation take over what stands in a title, not the title itself.
        children = node.children
        node.children = []
        node.append(nodes.inline("", "", *children, classes=classes))
    elif isinstance(node, nodes.TextElement) and not isinstance(node, nodes.literal_block):
        node["classes"] += classes


def setup(app: Sphinx) -> None:
    app.add_transform(MarkUntranslatedTransform)
