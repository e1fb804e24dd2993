"""The frameworks of a project, read when they are first asked for, in the reader's language."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

from . import __version__
from .catalogs import Catalog, catalog_path, framework_keys, read_catalog, translate_and_tell
from .form import digests
from .loading import Source, find_frameworks, load_framework
from .model import Framework
from .po_files import read_po
from .problems import Problem, quoted
from .staleness import CatalogFile, lacks_messages, stale_framework


class Library:
    """All frameworks below a folder.

    :param root: the project's folder; messages and catalogues name files relative to it.
    :param folder: where the framework files lie.
    :param catalogs: where the translation catalogues lie.
    :param language: the language the frameworks are given in; ``None``: each in that of its file.
    """

    def __init__(self, root: Path, folder: Path, catalogs: Path, language: str | None) -> None:
        self.root = root
        self.folder = folder
        self.catalogs = catalogs
        self.language = language
        self._loaded: dict[str, tuple[Framework | None, list[Problem]]] = {}
        self._digests: dict[str, str] = {}
        self._answer_digests: dict[str, dict[str, str]] = {}
        self._incomplete: set[str] = set()
        self._with_prose: set[str] = set()

    @cached_property
    def untranslated(self) -> Library:
        """The same frameworks, each in the language of its file."""
        found = Library(self.root, self.folder, self.catalogs, None)
        found._found = self._found
        return found

    @cached_property
    def _found(self) -> tuple[dict[str, Source], list[Problem]]:
        sources, problems = find_frameworks(self.folder, self.name_of(self.folder))
        return {source.id: source for source in sources}, problems

    @property
    def ids(self) -> list[str]:
        """The ids of all frameworks, broken ones too, in order."""
        return list(self._found[0])

    @property
    def folder_problems(self) -> list[Problem]:
        """What is wrong with files that are no framework: wrong names, links out of the folder."""
        return self._found[1]

    def source(self, framework_id: str) -> Source:
        return self._found[0][framework_id]

    def get(self, framework_id: str) -> Framework | None:
        """The framework in the library's language; ``None`` when it is missing or broken."""
        return self._load(framework_id)[0]

    def problems(self, framework_id: str) -> list[Problem]:
        """What is wrong with the framework's file and with its catalogue."""
        return self._load(framework_id)[1]

    def missing(self, framework_id: str) -> Problem:
        """Why there is no such framework: no file, or one with errors."""
        if framework_id in self.ids:
            path = self.source(framework_id).name
            details = {"framework": framework_id, "path": path}
            return Problem("", 0, 0, "broken-framework", details)
        allowed = quoted(self.ids) or "–"
        return Problem("", 0, 0, "unknown-framework", {"found": framework_id, "allowed": allowed})

    def prepare(self) -> None:
        """Read all frameworks, and what is made of them in every language alike.

        Builds that are forked from this process then have it already.
        """
        for framework in self.frameworks():
            digests(framework)
            framework_keys(framework)

    def frameworks(self) -> list[Framework]:
        """All frameworks that can be read, in the order of their ids."""
        return [found for each in self.ids if (found := self.get(each)) is not None]

    def digest(self, framework_id: str) -> str:
        """A digest of everything a framework's pages are made of: its file and its catalogue."""
        if framework_id not in self._digests:
            source = self._found[0].get(framework_id)
            paths = [source.path] if source else []
            if source and self.language:
                paths.append(self._catalog(framework_id, self.language))
            digest = hashlib.blake2b(__version__.encode(), digest_size=16)
            for path in paths:
                content = path.read_bytes() if path.is_file() else b""
                digest.update(len(content).to_bytes(8, "big") + content)
            self._digests[framework_id] = digest.hexdigest()
        return self._digests[framework_id]

    def answer_digests(self, framework_id: str) -> dict[str, str]:
        """Digests of what can be answered in a framework, as it is worded at its source."""
        framework, _ = self._load(framework_id)
        if framework is not None and framework_id not in self._answer_digests:
            self._answer_digests[framework_id] = digests(framework)
        return self._answer_digests.get(framework_id, {})

    def _load(self, framework_id: str) -> tuple[Framework | None, list[Problem]]:
        if framework_id not in self._loaded:
            source = self._found[0].get(framework_id)
            if source is None:
                return None, []
            framework, problems = load_framework(source)
            if framework is not None and self.language:
                self._answer_digests[framework_id] = digests(framework)  # before it is translated
                path = self._catalog(framework.id, self.language)
                catalog, found = read_catalog(path, self.name_of(path), self.language)
                if catalog.has_prose:
                    self._with_prose.add(framework_id)
                found = found or self._staleness(path, framework, catalog)
                problems = [*problems, *found]
                framework, is_whole = translate_and_tell(framework, self.language, catalog)
                if not is_whole:
                    self._incomplete.add(framework_id)
            self._loaded[framework_id] = framework, problems
        return self._loaded[framework_id]

    def is_translated(self, framework_id: str) -> bool:
        """Whether no text of a framework is left in the language of its source."""
        self._load(framework_id)
        return framework_id not in self._incomplete

    def has_prose(self, framework_id: str) -> bool:
        """Whether a framework's catalogue also holds messages of the page with its name."""
        self._load(framework_id)
        return framework_id in self._with_prose

    def _staleness(self, path: Path, framework: Framework, catalog: Catalog) -> list[Problem]:
        """Whether messages of the framework are missing in its catalogue."""
        language = self.language or ""
        if not path.exists() or not lacks_messages(catalog, framework):
            return []
        file = CatalogFile(path, self.name_of(path), language)
        entries, _ = read_po(path, file.name)
        stale = stale_framework(file, entries or (), framework)
        return [stale] if stale else []

    def _catalog(self, framework_id: str, language: str) -> Path:
        return catalog_path(self.catalogs, language, f"frameworks/{framework_id}")

    def name_of(self, path: Path) -> str:
        """How messages call a file."""
        if path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        return str(path)
