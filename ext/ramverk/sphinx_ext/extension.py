"""Registration: reads as the table of contents of the extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import __version__
from . import (
    config,
    directives,
    events,
    expansion,
    nodes,
    print_styles,
    reference,
    search,
    theme,
    untranslated,
)
from .domain import ItemRole, RamverkDomain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup_extension(app: Sphinx) -> ExtensionMetadata:
    """Register with ``app``; no logic here."""
    app.setup_extension("sphinx_design")
    config.register(app)
    app.connect("config-inited", config.check_settings)
    app.connect("config-inited", config.note_own_digest)
    # Before the builders take their own titles from the project's (800).
    app.connect("config-inited", config.name_handbook, priority=400)
    app.add_domain(RamverkDomain)
    app.add_role("item", ItemRole())
    nodes.setup(app)
    directives.setup(app)
    expansion.setup(app)
    events.setup(app)
    print_styles.setup(app)
    reference.setup(app)
    theme.setup(app)
    search.setup(app)
    untranslated.setup(app)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
