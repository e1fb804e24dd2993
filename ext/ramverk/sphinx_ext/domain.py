"""What crosses pages: which page shows which part of which framework, and the role ``item``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from ..catalogs import catalog_path, catalogs_in
from ..completeness import outdated_messages
from ..files import digest_of
from ..glossary import FILE
from ..library import Library
from ..model import CriteriaSection, Framework, IdPath, Text, anchor
from ..problems import Problem
from .config import interface_of, language_of, path_setting, settings_of
from .inventory import Targets
from .nodes import language_around, text_nodes
from .reporting import warn

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..interface import Interface
    from ..terminology import Glossary

#: Stands for the list of all frameworks among the things a page is made of.
ALL = "*"
#: Stands for how far all translations have come.
STATUS = "%"
#: Stands for the glossary, where a page shows it and where a page has links to its terms.
GLOSSARY = "glossary:"
TERMS = "terms:"


@dataclass(slots=True)
class Shown:
    """Sections of a framework that a page shows. ``prefix`` goes before the anchors.

    ``compact``: as a checklist, which has no anchors for criteria and for their evidence.
    """

    framework: str
    sections: frozenset[str]
    prefix: str
    whole: bool
    compact: bool

    def place(self) -> tuple[object, ...]:
        """What links to the sections depend on."""
        return self.prefix, self.whole, self.compact, sorted(self.sections)


@dataclass(slots=True)
class PageRecord:
    """What a page shows, and the digests of everything in it that comes from frameworks."""

    digests: dict[str, str] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    noticed: set[str] = field(default_factory=set)


class ItemRole(XRefRole):
    """``{item}`staff-mobility#criteria/framework` ``: a link to any id path of any framework."""

    def __init__(self) -> None:
        super().__init__(innernodeclass=nodes.inline, warn_dangling=True)

    def create_xref_node(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        # The role is there under its bare name too, where Sphinx would not know the domain.
        self.refdomain, self.reftype = RamverkDomain.name, "item"
        result, messages = super().create_xref_node()
        domain = domain_of(self.env)
        domain.note_use(self.env.docname, self.target.partition("#")[0].strip())
        return result, messages


class RamverkDomain(Domain):
    """Frameworks and their items. The data is kept by page, so that a page is cleared at once."""

    name = "ramverk"
    label = "Ramverk"
    object_types = {"item": ObjType("item", "item")}
    roles = {"item": ItemRole()}
    initial_data: ClassVar[dict[str, Any]] = {"pages": {}}
    data_version = 2

    #: Set when the builder is ready; not pickled.
    builder: Builder
    library: Library
    targets: Targets
    interface: Interface
    glossary: Glossary

    def open_library(self, app: Sphinx) -> None:
        """Find the frameworks that the settings name, for the language of this build."""
        settings = settings_of(app.config)
        language = language_of(app.config)
        catalogs = path_setting(app, settings.catalogs)
        folder = path_setting(app, settings.frameworks)
        self.library = Library(path_setting(app, "."), folder, catalogs, language)
        self.interface = interface_of(app, app.config)
        self.builder = app.builder
        self.targets = Targets(self.library, Path(app.doctreedir))
        self._reported: set[str] = set()
        self._places: dict[str, list[tuple[str, Shown]]] = {}
        self.__dict__.pop("_status_digest", None)
        # Before the glossary is read: it may be edited while pages are.
        self._glossary_digest = digest_of([catalogs / FILE])
        for problem in self.library.folder_problems:
            warn(problem)

    @property
    def pages(self) -> dict[str, PageRecord]:
        pages: dict[str, PageRecord] = self.data["pages"]
        return pages

    # --- while pages are read --------------------------------------------------------------------

    def note_use(self, docname: str, framework_id: str) -> None:
        """The page is made of this framework: read again when its file or catalogue changes."""
        record = self.pages.setdefault(docname, PageRecord())
        record.digests[framework_id] = self.digest(framework_id)
        for each in self.library.ids if framework_id == ALL else [framework_id]:
            self._report(each)

    def _report(self, framework_id: str) -> None:
        """Warn of what is wrong with a framework's file and catalogue, once."""
        if framework_id not in self._reported:
            self._reported.add(framework_id)
            for problem in self.library.problems(framework_id):
                warn(problem)

    def note_shown(self, docname: str, shown: Shown) -> None:
        self.pages[docname].shown.append(shown)

    def note_notices(self, docname: str, framework_id: str) -> bool:
        """Whether the page still has to show the framework's notices."""
        record = self.pages.setdefault(docname, PageRecord())
        missing = framework_id not in record.noticed
        record.noticed.add(framework_id)
        return missing

    def note_status(self, docname: str) -> None:
        """The page tells how far all translations have come."""
        self.pages.setdefault(docname, PageRecord()).digests[STATUS] = self.digest(STATUS)

    def outdated_messages(self, docname: str) -> frozenset[str]:
        """The messages of a page whose translation is out of date."""
        path = catalog_path(self.library.catalogs, self.interface.language, docname)
        return outdated_messages(path)

    def note_glossary(self, docname: str, part: str) -> None:
        """The page shows the glossary, or has links to it: ``GLOSSARY`` or ``TERMS``."""
        self.pages.setdefault(docname, PageRecord()).digests[part] = self.digest(part)

    def digest(self, framework_id: str) -> str:
        if framework_id == STATUS:
            return self._status_digest
        if framework_id in {GLOSSARY, TERMS}:
            return self._glossary_digest
        if framework_id != ALL:
            return self.library.digest(framework_id)
        parts = [f"{each} {self.library.digest(each)}" for each in self.library.ids]
        return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()

    @cached_property
    def _status_digest(self) -> str:
        frameworks = [self.library.source(each).path for each in self.library.ids]
        paths = [*frameworks, *catalogs_in(self.library.catalogs)]
        # A catalogue whose page is gone does not count.
        return digest_of(paths, *sorted(self.env.found_docs))

    def outdated(self) -> set[str]:
        """Pages made of something that changed since they were read, by content and not by time."""
        return {
            docname
            for docname, record in self.pages.items()
            if any(self.digest(each) != digest for each, digest in record.digests.items())
        }

    def clear_doc(self, docname: str) -> None:
        self.pages.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        for docname in docnames:
            if docname in otherdata["pages"]:
                self.pages[docname] = otherdata["pages"][docname]

    def moved(self) -> set[str]:
        """Pages with links that may have changed: parts of a framework stand elsewhere now."""
        self._collect_places()
        places = {
            framework_id: [(docname, *shown.place()) for docname, shown in found]
            for framework_id, found in self._places.items()
        }
        before, self.data["places"] = self.data.get("places", places), places
        changed = {each for each in {*before, *places} if before.get(each) != places.get(each)}
        wanted = {*changed, ALL} if changed else set()
        moved = {docname for docname, each in self.pages.items() if wanted & each.digests.keys()}
        showing = [docname for docname, each in self.pages.items() if STATUS in each.digests]
        status = min(showing, default=None)
        before, self.data["status"] = self.data.get("status", status), status
        # Whatever is untranslated links the page that tells of translations.
        return moved if before == status else {*self.env.found_docs}

    # --- while pages are written -----------------------------------------------------------------

    def whole_pages(self) -> Iterator[tuple[str, str]]:
        """Pages that show a whole framework, with its id."""
        for docname in sorted(self.pages):
            for shown in self.pages[docname].shown:
                if shown.whole:
                    yield docname, shown.framework

    def status_page(self) -> str | None:
        """The page that tells how far all translations have come; known when all are read."""
        page: str | None = self.data.get("status")
        return page

    def find(self, framework_id: str, path: str) -> tuple[str, str] | None:
        """Page and anchor of an id path; the page of the whole framework where there is one."""
        section = path.partition("/")[0]
        for docname, shown in self._places.get(framework_id, ()):
            if not section or section in shown.sections:
                return docname, shown.prefix + anchor(self._nearest(shown, path)) if path else ""
        return None

    def _nearest(self, shown: Shown, path: str) -> str:
        """``path`` where it has an anchor, else the section it belongs to."""
        if not shown.compact:
            return path
        section_id, _, below = path.partition("/")
        framework = self.library.get(shown.framework)
        section = framework.sections.get(section_id) if framework else None
        if not isinstance(section, CriteriaSection):
            return path
        criterion_id, _, item_id = below.partition("/")
        criterion = section.criteria.get(criterion_id)
        return path if criterion and item_id in criterion.indicators else section_id

    def _collect_places(self) -> None:
        """What is shown where, by framework, the best place first."""
        self._places = {}
        for docname in sorted(self.pages):
            for shown in self.pages[docname].shown:
                self._places.setdefault(shown.framework, []).append((docname, shown))
        for places in self._places.values():
            places.sort(key=lambda place: (not place[1].whole, place[1].compact, place[0]))

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        framework_id, _, path = target.partition("#")
        framework = self.library.get(framework_id)
        problem, text = self._resolve(framework_id, framework, path)
        if framework and text is not None and not node.get("refexplicit"):
            around = language_around(node) or self.interface.language
            contnode = nodes.inline("", "", *text_nodes(text, around, marked=False))
        place = self.find(framework_id, framework.current_path(path)) if framework else None
        if problem is None and place is None:
            directive = f"{{framework}} {framework_id}"
            problem = Problem("", 0, 0, "not-shown", {"found": target, "directive": directive})
        if problem is not None or place is None:
            if problem is not None:
                warn(problem, location=node)
            # Answered: Sphinx need not complain a second time.
            return contnode  # type: ignore[return-value]
        title = None if text is None else str(text)
        return make_refnode(builder, fromdocname, place[0], place[1], contnode, title)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        return []

    def _resolve(
        self, framework_id: str, framework: Framework | None, path: str
    ) -> tuple[Problem | None, Text | None]:
        if framework is None:
            return self.library.missing(framework_id), None
        if not path:
            return None, framework.title
        texts = dict(framework.targets())
        text = texts.get(IdPath(path)) or texts.get(framework.current_path(path))
        if text is not None:
            return None, text
        details = {"found": path, "framework": framework_id, "path": framework.path}
        return Problem("", 0, 0, "unknown-item", details), None

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        for docname, framework_id in self.whole_pages():
            for path, text in self.targets.of(framework_id):
                place = self.find(framework_id, path)
                if place is not None and place[0] == docname:
                    # -1: in the inventory for other projects, not among search results.
                    yield f"{framework_id}#{path}", text, "item", *place, -1


def domain_of(env: BuildEnvironment) -> RamverkDomain:
    domain: RamverkDomain = env.get_domain(RamverkDomain.name)  # type: ignore[assignment]
    return domain
