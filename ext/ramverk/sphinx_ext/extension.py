"""Registration: reads as the table of contents of the extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import __version__
from . import (
    config,
    directions,
    directives,
    downloads,
    events,
    expansion,
    filling,
    foreign_parts,
    page_messages,
    print_styles,
    reference,
    search,
    small_styles,
    sphinx_texts,
    stale_catalogs,
    status,
    terms,
    theme,
    translation_notes,
    untranslated,
    writing,
)
from .domain import ItemRole, RamverkDomain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup_extension(app: Sphinx) -> ExtensionMetadata:
    """Register with ``app``; no logic here."""
    app.setup_extension("sphinx_design")
    config.register(app)
    # Before anything uses the settings; Sphinx itself would only warn of a wrong type.
    app.connect("config-inited", config.check_settings, priority=300)
    app.connect("config-inited", config.note_own_digest)
    app.connect("config-inited", config.note_assets)
    # Before the builders take their own titles from the project's (800).
    app.connect("config-inited", config.name_handbook, priority=400)
    app.add_domain(RamverkDomain)
    app.add_role("item", ItemRole())
    writing.setup(app)
    directives.setup(app)
    expansion.setup(app)
    events.setup(app)
    page_messages.setup(app)
    downloads.setup(app)
    print_styles.setup(app)
    filling.setup(app)
    reference.setup(app)
    theme.setup(app)
    search.setup(app)
    untranslated.setup(app)
    translation_notes.setup(app)
    status.setup(app)
    terms.setup(app)
    stale_catalogs.setup(app)
    foreign_parts.setup(app)
    small_styles.setup(app)
    sphinx_texts.setup(app)
    directions.setup(app)
    return {
        "version": __version__,
        "env_version": 3,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
