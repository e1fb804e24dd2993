"""A builder for ``ramverk i18n``: it collects the messages of pages and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sphinx.builders.gettext import MessageCatalogBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class PageMessagesBuilder(MessageCatalogBuilder):
    """Sphinx's gettext builder without its files, and without the texts of frameworks."""

    name = "ramverk-messages"

    def found(self) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
        """By catalogue: each message, with the files in which it stands."""
        for domain in sorted(self.catalogs):
            catalog = self.catalogs[domain]
            places = catalog.metadata
            yield domain, [(text, [str(at[0]) for at in places[text]]) for text in catalog.messages]

    def finish(self) -> None:
        """The catalogues stay in memory."""


def setup(app: Sphinx) -> None:
    app.add_builder(PageMessagesBuilder)
