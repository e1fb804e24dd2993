"""What happens when: handlers that fetch their arguments and call what does the work."""

from __future__ import annotations

from collections.abc import Iterable, Set
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.gettext import I18nBuilder, MsgOrigin

from ..catalogs import messages
from ..files import write_if_changed
from ..formats import json_
from .domain import domain_of
from .writing import data_file, has_downloads

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def open_library(app: Sphinx) -> None:
    domain_of(app.env).open_library(app)


def collect_framework_messages(app: Sphinx) -> None:
    """Let Sphinx's gettext builder write ``frameworks/<id>.pot`` as well."""
    if not isinstance(app.builder, I18nBuilder):
        return
    library = domain_of(app.env).library.untranslated()
    for framework in library.frameworks():
        catalog = app.builder.catalogs[f"frameworks/{framework.id}"]
        path = str(library.source(framework.id).path)
        for message in messages(framework):
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


def find_pages_with_moved_targets(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Pages to write again though nothing in them has changed, because their links have."""
    return domain_of(env).moved()


def write_data_files(app: Sphinx, exception: Exception | None) -> None:
    """A JSON file of each framework that has a page, beside the site's downloads; and no other."""
    if exception is not None or not has_downloads(app.builder):
        return
    domain = domain_of(app.env)
    language = domain.interface.language
    wanted = {Path(app.outdir, data_file(each, language)): each for _, each in domain.whole_pages()}
    for path, framework_id in wanted.items():
        if framework_id not in domain.renewed and path.exists():
            continue  # nothing of it changed
        framework = domain.library.get(framework_id)
        if framework is not None:
            write_if_changed(path, json_.write(framework, language))
    # Other extensions keep their files in the same folder.
    for path in Path(app.outdir, "_downloads").rglob(f"*.{language}.json"):
        if path not in wanted and json_.is_data_file(path.read_text("utf-8", "replace")):
            path.unlink()


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", open_library)
    # After the library is open.
    app.connect("builder-inited", collect_framework_messages, priority=600)
    app.connect("env-get-outdated", find_outdated_pages)
    app.connect("env-updated", find_pages_with_moved_targets)
    app.connect("build-finished", write_data_files)
