"""Sphinx's own texts on pages, where Sphinx lacks a language that Ramverk speaks."""

from __future__ import annotations

from gettext import NullTranslations
from html import escape
from typing import TYPE_CHECKING, Final

from sphinx.locale import translators

from ..interface import N_, Interface
from .domain import domain_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: What the links beside headings, terms … say. Sphinx's own translations go before these.
TEXTS: Final = (
    N_("Link to this heading"),
    N_("Link to this term"),
    N_("Link to this definition"),
    N_("Link to this table"),
    N_("Link to this image"),
    N_("Link to this code"),
    N_("Link to this equation"),
)


class _Lent(NullTranslations):
    """The interface's texts, for translations that have none of their own."""

    def __init__(self, interface: Interface) -> None:
        super().__init__()
        self._interface = interface

    def gettext(self, message: str) -> str:
        found = self._interface.gettext(message) if message in TEXTS else message
        # Sphinx puts these into attributes as they are.
        return super().gettext(message) if found == message else escape(found)


def lend_translations(app: Sphinx) -> None:
    """Let Sphinx fall back on the interface's catalogue, also on one of the project."""
    translators["general", "sphinx"].add_fallback(_Lent(domain_of(app.env).interface))


def setup(app: Sphinx) -> None:
    # After the library is open.
    app.connect("builder-inited", lend_translations, priority=600)
