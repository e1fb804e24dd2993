"""Pages compared with their catalogues while they are read: was one edited, and not the other?"""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.builders.gettext import I18nBuilder
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.transforms import SphinxTransform
from sphinx.util.index_entries import split_index_msg
from sphinx.util.nodes import extract_messages, traverse_translatable_index

from ..catalogs import catalog_path
from ..files import digest_of
from ..po_files import read_po
from ..staleness import CatalogFile, PageMessages, stale_page
from .domain import domain_of
from .nodes import holds_framework_only
from .reporting import warn
from .untranslated import is_translation, language_of_untranslated

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Where the environment keeps a digest of each page's catalogue.
_DIGESTS: Final = "ramverk_catalog_digests"
#: Marks texts that nobody wrote, for a moment.
_GENERATED: Final = "ramverk-generated"


def catalog_of(env: BuildEnvironment, docname: str) -> CatalogFile | None:
    """The catalogue that a page is translated with, if there is one of its own."""
    path, library = _path_of(env, docname), domain_of(env).library
    if path is None or not path.exists():
        return None
    return CatalogFile(path, library.name_of(path), library.language or "")


def _path_of(env: BuildEnvironment, docname: str) -> Path | None:
    """Where the catalogue of a page would be."""
    domain = domain_of(env)
    if isinstance(domain.builder, I18nBuilder) or env.config.gettext_compact is not False:
        return None
    language, library = domain.library.language, domain.library
    if not language or not language_of_untranslated(env.config):
        return None
    return catalog_path(library.catalogs, language, docname)


class NoteGeneratedTransform(SphinxTransform):
    """Tells apart the texts that a program put on the page, perhaps in the page's language."""

    #: Before Sphinx gives them a source (10).
    default_priority = 5

    def apply(self, **_kwargs: Any) -> None:
        for node in self.document.findall(nodes.TextElement):
            if not node.rawsource:
                node[_GENERATED] = True


class CompareCatalogTransform(SphinxTransform):
    """Warns of a catalogue that does not hold just the messages of the page."""

    #: After nodes are marked as translatable (10), before they are translated (20).
    default_priority = 15

    def apply(self, **_kwargs: Any) -> None:
        if is_translation(self.document):
            return
        self.compare()
        for node in self.document.findall(nodes.TextElement):
            node.attributes.pop(_GENERATED, None)

    def compare(self) -> None:
        docname = self.env.docname
        library = domain_of(self.env).library
        id_ = docname.removeprefix("frameworks/") if "/" in docname else ""
        has_no_prose = id_ in library.ids and not library.has_prose(id_)
        has_messages = not holds_framework_only(self.document)
        if has_no_prose and not has_messages:
            return  # the catalogue, if there is one, is the framework's alone
        file = catalog_of(self.env, docname)
        if file is None:
            return
        messages = _messages(self.document) if has_messages else PageMessages([])
        if has_no_prose and messages.is_empty:
            return
        entries = read_po(file.path, file.name)[0]
        if entries is None:
            return
        framework = library.untranslated.get(id_)
        stale = stale_page(file, entries, messages, framework)
        if stale is not None:
            warn(stale)


def _messages(document: nodes.document) -> PageMessages:
    found = list(extract_messages(document))
    return PageMessages(
        written=[text for node, text in found if _is_written(node)],
        generated=[*(text for node, text in found if not _is_written(node)), *_index(document)],
    )


def _is_written(node: nodes.Element) -> bool:
    """Whether the author wrote what is in a node, so that it reaches the catalogue for certain."""
    if node.get(_GENERATED):
        return False
    above = node
    while above.parent is not None and above.parent is not above:
        if isinstance(above, nodes.substitution_definition) or above.tagname == "ifconfig":
            return False
        is_top = isinstance(above.parent, nodes.document)
        if is_top and isinstance(above, nodes.docinfo | nodes.field_list):
            return False  # settings of the page, which Sphinx takes away
        above = above.parent
    return True


def _index(document: nodes.document) -> Iterator[str]:
    for _node, entries in traverse_translatable_index(document):
        for kind, value, *_more in entries:
            yield from split_index_msg(kind, value)


class CatalogDigests(EnvironmentCollector):
    """Has pages read again when their catalogue has changed, in whatever it may be.

    Sphinx looks at compiled catalogues, which hold nothing of what is not translated. Both count:
    what is compiled may be of before an edit, while a build runs.
    """

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Nothing: by now, the catalogue may be another than the page was read with."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        _digests(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        _digests(env).update({each: _digests(other)[each] for each in docnames})

    def get_outdated_docs(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        known = _digests(env).items()
        return [each for each, digest in known if digest != _digest(env, each)]


def _digests(env: BuildEnvironment) -> dict[str, str]:
    if not hasattr(env, _DIGESTS):
        setattr(env, _DIGESTS, {})
    found: dict[str, str] = getattr(env, _DIGESTS)
    return found


def _digest(env: BuildEnvironment, docname: str) -> str:
    """Of a page's catalogue, as it is and as it is compiled."""
    path = _path_of(env, docname)
    if path is None:
        return ""
    folders = [Path(env.srcdir, each) for each in env.config.locale_dirs]
    name = f"{env.config.language}/LC_MESSAGES/{docname}.mo"
    try:
        return digest_of([path, *(folder / name for folder in folders)])
    except OSError:  # told by who reads it
        return ""


def note_catalog(app: Sphinx, docname: str, _source: list[str]) -> None:
    """Note with which catalogue a page is about to be read."""
    _digests(app.env)[docname] = _digest(app.env, docname)


def setup(app: Sphinx) -> None:
    app.connect("source-read", note_catalog)
    app.add_transform(NoteGeneratedTransform)
    app.add_transform(CompareCatalogTransform)
    app.add_env_collector(CatalogDigests)
