"""What happens when: handlers that fetch their arguments and call what does the work."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import TYPE_CHECKING

from sphinx.builders.gettext import I18nBuilder, MsgOrigin

from ..catalogs import messages
from .domain import domain_of
from .page_messages import PageMessagesBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def open_library(app: Sphinx) -> None:
    domain_of(app.env).open_library(app)


def collect_framework_messages(app: Sphinx) -> None:
    """Let Sphinx's gettext builder write ``frameworks/<id>.pot`` as well.

    Sphinx's templates have no contexts. A message that has one is left out: a translation made
    without it would find no place. ``ramverk i18n extract`` writes whole templates.
    """
    if not isinstance(app.builder, I18nBuilder) or isinstance(app.builder, PageMessagesBuilder):
        return
    library = domain_of(app.env).library.untranslated
    for framework in library.frameworks():
        catalog = app.builder.catalogs[f"frameworks/{framework.id}"]
        path = str(library.source(framework.id).path)
        for message in messages(framework):
            if message.context is not None:
                continue
            catalog.add(str(message.text), MsgOrigin(path, message.text.line))


def find_outdated_pages(
    app: Sphinx,
    env: BuildEnvironment,
    added: Set[str],
    changed: Set[str],
    removed: Set[str],
) -> Iterable[str]:
    """Pages made of a framework whose file or catalogue changed; just those."""
    return domain_of(env).outdated()


def keep_targets(app: Sphinx, exception: Exception | None) -> None:
    """Keep what the inventory is made of for the next build."""
    if exception is None:
        domain_of(app.env).targets.save()


def find_pages_with_moved_targets(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Pages to write again though nothing in them has changed, because their links have."""
    return domain_of(env).moved()


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", open_library)
    # After the library is open.
    app.connect("builder-inited", collect_framework_messages, priority=600)
    app.connect("env-get-outdated", find_outdated_pages)
    app.connect("env-updated", find_pages_with_moved_targets)
    app.connect("build-finished", keep_targets)
