"""The directives: each returns real sections with semantic nodes; nothing is parsed again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx_design.shared import PassthroughTextElement, create_component
from sphinx_design.steps import StepsDirective as DesignStepsDirective

from ..model import (
    ChecklistSection,
    CriteriaSection,
    Framework,
    Section,
    ServiceTableSection,
    StepsSection,
    Text,
    anchor,
)
from ..problems import Problem, quoted
from .domain import ALL, RamverkDomain, Shown, domain_of
from .nodes import framework_part, text_nodes, title_node
from .page_messages import PageMessagesBuilder
from .reporting import visible_warning, warn

TICKABLE = (CriteriaSection, ChecklistSection, StepsSection)


class _Directive(SphinxDirective):
    @property
    def domain(self) -> RamverkDomain:
        return domain_of(self.env)

    def report(self, problem: Problem) -> list[nodes.Node]:
        """Warn at this line of the page, and say on the page that something is missing."""
        warn(problem, location=self.get_location())
        translate = self.domain.interface.gettext
        return [visible_warning(problem.describe(translate))]


class _FrameworkDirective(_Directive):
    """A directive about one framework, or one of its sections: ``id`` or ``id#section``."""

    required_arguments = 1
    #: The section kinds that the directive shows.
    kinds: tuple[type[Section], ...] = ()
    #: Whether it shows criteria as a compact list.
    compact = False

    def run(self) -> list[nodes.Node]:
        if isinstance(self.domain.builder, PageMessagesBuilder):
            return []  # a framework's texts are no messages of the page
        framework_id, _, section_id = self.arguments[0].strip().partition("#")
        self.domain.note_use(self.env.docname, framework_id)
        framework = self.domain.library.get(framework_id)
        if framework is None:
            return self.report(self.domain.library.missing(framework_id))
        sections = self.choose(framework, section_id)
        if not sections:
            allowed = quoted(self.fitting(framework)) or "–"
            details = {"framework": framework_id, "found": section_id or "–", "allowed": allowed}
            return self.report(Problem("", 0, 0, "unknown-section", details))
        writer = _Writer(self, framework, sections)
        return self.content_nodes(writer, sections, whole=not section_id)

    def fitting(self, framework: Framework) -> dict[str, Section]:
        return {
            id_: section
            for id_, section in framework.sections.items()
            if not self.kinds or isinstance(section, self.kinds)
        }

    def choose(self, framework: Framework, section_id: str) -> dict[str, Section]:
        fitting = self.fitting(framework)
        if not section_id:
            return fitting
        return {section_id: fitting[section_id]} if section_id in fitting else {}

    def content_nodes(
        self,
        writer: _Writer,
        sections: dict[str, Section],
        *,
        whole: bool,
    ) -> list[nodes.Node]:
        content = [node for id_ in sections for node in writer.section(id_, sections[id_])]
        return [*content, *writer.notices()]


class FrameworkDirective(_FrameworkDirective):
    """A whole handbook page: title, facts, all sections, notices and downloads."""

    def content_nodes(
        self,
        writer: _Writer,
        sections: dict[str, Section],
        *,
        whole: bool,
    ) -> list[nodes.Node]:
        writer.note_shown(whole=True)
        self.domain.note_notices(self.env.docname, writer.framework.id)
        content = [
            writer.part("header"),
            *(node for id_ in sections for node in writer.section(id_, sections[id_])),
            writer.part("footer"),
        ]
        # In MyST and RST alike, the parent is the document until the page has a heading of its own.
        if not isinstance(self.state_machine.node, nodes.document):
            return content
        return [writer.titled("", writer.framework.title, content)]


class CriteriaDirective(_FrameworkDirective):
    """Criteria with their indicators and sources of evidence."""

    kinds = (CriteriaSection,)


class StepsDirective(_FrameworkDirective):
    """Steps in their order."""

    kinds = (StepsSection,)


class StepsOrListDirective(DesignStepsDirective):
    """``steps``: a framework's steps when given its id, else sphinx-design's list of that name."""

    optional_arguments = 1

    def run_with_defaults(self) -> list[nodes.Node]:
        if not self.arguments:
            return list(super().run_with_defaults())
        parts = (self.name, self.arguments, self.options, self.content, self.lineno)
        more = (self.content_offset, self.block_text, self.state, self.state_machine)
        return StepsDirective(*parts, *more).run()


class ServiceTableDirective(_FrameworkDirective):
    """A table of services, present and desired."""

    kinds = (ServiceTableSection,)


class ChecklistDirective(_FrameworkDirective):
    """Boxes to tick, to print: everything that can be ticked in a framework, or one section."""

    kinds = TICKABLE
    compact = True

    def content_nodes(
        self, writer: _Writer, sections: dict[str, Section], *, whole: bool
    ) -> list[nodes.Node]:
        content: list[nodes.Node] = [
            writer.titled(id_, each.title, [writer.part("checklist", id_)])
            for id_, each in sections.items()
            if each.title is not None
        ]
        if whole:
            content.insert(0, writer.part("header"))
        return [*content, *writer.notices()]


class _Writer:
    """Makes the nodes of one framework on one page, with anchors that are free there."""

    def __init__(
        self, directive: _FrameworkDirective, framework: Framework, sections: Iterable[str]
    ) -> None:
        self.framework = framework
        self.domain = directive.domain
        self.docname = directive.env.docname
        self.document = directive.state.document
        self.sections = frozenset(sections)
        self.compact = directive.compact
        self.prefix = self._free_prefix()
        self.note_shown(whole=False)

    def note_shown(self, *, whole: bool) -> None:
        if self.prefix is not None:
            shown = Shown(self.framework.id, self.sections, self.prefix, whole, self.compact)
            self.domain.note_shown(self.docname, shown)

    def _free_prefix(self) -> str | None:
        """Bare anchors where they are free, else below the framework's id, else none at all."""
        wanted = [
            anchor(path)
            for path, _ in self.framework.targets()
            if path.partition("/")[0] in self.sections
        ]
        for prefix in ("", f"{anchor(self.framework.id)}."):
            if not any(f"{prefix}{each}" in self.document.ids for each in wanted):
                holder = nodes.target()
                self.document.ids.update({f"{prefix}{each}": holder for each in wanted})
                return prefix
        return None

    def part(self, part: str, section_id: str = "", criterion_id: str = "") -> framework_part:
        node = framework_part(
            part=part,
            framework=self.framework.id,
            section=section_id,
            criterion=criterion_id,
            prefix=self.prefix,
        )
        node.document = self.document
        node.source, node.line = self.framework.path, 1
        return node

    def titled(self, path: str, title: Text, children: Iterable[nodes.Node]) -> nodes.section:
        """A section with a heading; ``path`` is empty for the framework itself."""
        node = nodes.section(names=[])
        id_ = self._free_id(path)
        if id_ is None:
            self.document.set_id(node)
        else:
            node["ids"] = [id_]
            self.document.ids[id_] = node
        node.source, node.line = self.framework.path, title.line
        node += title_node(self.framework, title, self.domain.interface.language)
        node.extend(children)
        return node

    def _free_id(self, path: str) -> str | None:
        """The anchor of a heading; ``None`` where it is taken and any other has to do."""
        if path:
            return None if self.prefix is None else self.prefix + anchor(path)
        own = anchor(self.framework.id)
        return None if own in self.document.ids else own

    def section(self, section_id: str, section: Section) -> Iterator[nodes.Node]:
        opening = self.part("section", section_id)
        body: list[nodes.Node] = [opening]
        if isinstance(section, CriteriaSection):
            for id_, criterion in section.criteria.items():
                part = self.part("criterion", section_id, id_)
                body.append(self.titled(f"{section_id}/{id_}", criterion.title, [part]))
            body.append(self.part("own-rows", section_id))
        if section.title is not None:
            yield self.titled(section_id, section.title, body)
        else:
            if self.prefix is not None:
                opening["ids"] = [self.prefix + anchor(section_id)]
            yield from body

    def notices(self) -> list[nodes.Node]:
        """The legal texts, once a page."""
        if not self.framework.notices:
            return []
        missing = self.domain.note_notices(self.docname, self.framework.id)
        return [self.part("notices")] if missing else []


class FrameworkListDirective(_Directive):
    """Cards of all frameworks, each a link to its page."""

    def run(self) -> list[nodes.Node]:
        self.domain.note_use(self.env.docname, ALL)
        cards = [self.card(framework) for framework in self.domain.library.frameworks()]
        columns = ["sd-row-cols-1", "sd-row-cols-xs-1", "sd-row-cols-sm-1", "sd-row-cols-md-2"]
        row = create_component(
            "grid-row",
            ["sd-row", *columns, "sd-g-3"],
            children=[
                create_component("grid-item", ["sd-col", "sd-d-flex-row"], children=[card])
                for card in cards
            ],
        )
        classes = ["sd-container-fluid", "sd-sphinx-override", "sd-mb-4", "ramverk-cards"]
        return [create_component("grid-container", classes, children=[row])]

    def card(self, framework: Framework) -> nodes.container:
        language = self.domain.interface.language
        body: list[nodes.Node] = []
        if framework.label:
            label = nodes.paragraph("", "", *text_nodes(framework.label, language))
            label["classes"] = ["sd-card-text", "ramverk-label"]
            body.append(label)
        link = addnodes.pending_xref(
            "",
            nodes.inline("", "", *text_nodes(framework.title, language)),
            refdomain=RamverkDomain.name,
            reftype="item",
            reftarget=framework.id,
            refexplicit=True,
            refwarn=True,
            refdoc=self.env.docname,
            classes=["sd-stretched-link"],
        )
        self.set_source_info(link)
        title = create_component("card-title", ["sd-card-title", "sd-font-weight-bold"])
        title += PassthroughTextElement("", "", link)
        body.append(title)
        if framework.summary:
            summary = nodes.paragraph("", "", *text_nodes(framework.summary, language))
            summary["classes"] = ["sd-card-text"]
            body.append(summary)
        for node in body:
            for each in node.findall(nodes.TextElement):
                # Sphinx takes an inline node with "translatable" for a leftover and unwraps it.
                if not isinstance(each, nodes.inline):
                    each["translatable"] = each["support_smartquotes"] = False
        return create_component(
            "card",
            ["sd-card", "sd-sphinx-override", "sd-w-100", "sd-shadow-sm", "sd-card-hover"],
            children=[create_component("card-body", ["sd-card-body"], children=body)],
        )


def setup(app: Sphinx) -> None:
    app.add_directive("framework", FrameworkDirective)
    app.add_directive("criteria", CriteriaDirective)
    app.add_directive("checklist", ChecklistDirective)
    app.add_directive("steps", StepsOrListDirective, override=True)
    app.add_directive("service-table", ServiceTableDirective)
    app.add_directive("framework-list", FrameworkListDirective)
