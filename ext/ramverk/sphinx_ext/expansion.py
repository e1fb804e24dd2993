"""Semantic nodes → ordinary nodes, for every builder that does not write them as HTML itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.builders.gettext import I18nBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..model import (
    ChecklistSection,
    CriteriaSection,
    Framework,
    Item,
    Paragraph,
    Prose,
    ServiceTableSection,
    StepsSection,
    Text,
    TextSection,
    anchor,
)
from ..wording import OFFERS, PHASES, SIGNATURE, STATUSES, service_headings
from .domain import domain_of
from .nodes import framework_part, text_nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from ..interface import Interface


#: What stands in a cell of a table.
_Cell = Sequence[nodes.Node]
#: To write on.
_LINE: Final = "_" * 36


def writes_parts(builder: Builder) -> bool:
    """Whether the builder writes the semantic nodes as HTML. An EPUB reader gets ordinary nodes."""
    return builder.format == "html" and builder.name != "epub"


class ExpandPartsTransform(SphinxPostTransform):
    """Replaces the semantic nodes, or gives them the text that a search index reads."""

    #: After references are resolved (10): what is put in here holds none.
    default_priority = 400

    def run(self, **_kwargs: Any) -> None:
        domain = domain_of(self.env)
        if isinstance(domain.builder, I18nBuilder):
            return  # the texts in the parts are no messages of the page
        as_html = writes_parts(domain.builder)
        for node in list(self.document.findall(framework_part)):
            framework = domain.library.get(node["framework"])
            if framework is None:
                continue
            if as_html:
                _label_title(node, framework, domain.interface.language)
                node.append(nodes.Text(" ".join(part_texts(framework, node))))
            else:
                box = "☐" if domain.builder.format == "html" else "[ ]"
                expansion = _Expansion(framework, domain.interface, node["prefix"], box)
                node.replace_self(expansion.expanded(node))


def _label_title(node: framework_part, framework: Framework, language: str) -> None:
    """Put the framework's label above its title on the page, not in contents and navigation."""
    title = node.parent[0]
    if node["part"] != "header" or not framework.label or not isinstance(title, nodes.title):
        return
    if title.astext() != str(framework.title):
        return
    label = nodes.inline("", "", *text_nodes(framework.label, language))
    label["classes"] = ["ramverk-label"]
    label += nodes.inline("", ": ", classes=["ramverk-visually-hidden"])
    title.insert(0, label)


def part_texts(framework: Framework, node: framework_part) -> Iterator[str]:
    """The framework's texts that a part shows, for search."""
    match node["part"]:
        case "header":
            yield from (
                each for each in (framework.label, framework.code, framework.summary) if each
            )
        case "notices" | "footer":
            for notice in framework.notices.values():
                yield from notice.text.texts
        case "section" | "checklist":
            section = framework.sections[node["section"]]
            if isinstance(section, CriteriaSection) and node["part"] == "checklist":
                for criterion in section.criteria.values():
                    yield criterion.title
                    yield from _item_texts(criterion.indicators)
                return
            yield from section.intro.texts if section.intro else ()
            if isinstance(section, TextSection):
                yield from section.text.texts
            elif not isinstance(section, CriteriaSection):
                yield from _item_texts(section.children)
        case "criterion":
            parent = framework.sections[node["section"]]
            if isinstance(parent, CriteriaSection):
                found = parent.criteria[node["criterion"]]
                yield from found.text.texts if found.text else ()
                yield from _item_texts(found.children)


def _item_texts(items: Mapping[str, Item]) -> Iterator[str]:
    for item in items.values():
        yield item.title
        yield from item.text.texts if item.text else ()


class _Expansion:
    """Ordinary docutils nodes for the parts of one framework."""

    def __init__(
        self, framework: Framework, interface: Interface, prefix: str | None, box: str
    ) -> None:
        self.framework = framework
        self.interface = interface
        self.say = interface.gettext
        self.prefix = prefix
        self.box = box

    def expanded(self, node: framework_part) -> list[nodes.Node]:
        section_id, criterion_id = node["section"], node["criterion"]
        writers: dict[str, Callable[[], list[nodes.Node]]] = {
            "header": self.header,
            "section": lambda: self.section(section_id),
            "criterion": lambda: self.criterion(section_id, criterion_id),
            "own-rows": lambda: self.own_rows(section_id),
            "checklist": lambda: self.checklist(section_id),
            "notices": self.notices,
            "footer": self.notices,
        }
        return writers[node["part"]]()

    # --- texts -----------------------------------------------------------------------------------

    def paragraph(self, text: Text) -> nodes.paragraph:
        return nodes.paragraph("", "", *text_nodes(text, self.interface.language))

    def prose(self, prose: Prose | None) -> list[nodes.Node]:
        blocks: list[nodes.Node] = []
        for block in prose or ():
            if isinstance(block, Paragraph):
                blocks.append(self.paragraph(block.text))
            else:
                items = [nodes.list_item("", self.paragraph(text)) for text in block.texts]
                blocks.append(nodes.bullet_list("", *items))
        return blocks

    def item(self, path: str, item: Item) -> list[nodes.Node]:
        title = self.paragraph(item.title)
        if self.prefix is not None:
            title.insert(0, nodes.target("", "", ids=[self.prefix + anchor(path)]))
        return [title, *self.prose(item.text)]

    def label(self, text: Text | None, usual: str) -> list[nodes.Node]:
        return self.heading(text or self.say(usual))

    def heading(self, text: Text | str) -> list[nodes.Node]:
        """The framework's own, or one of the interface."""
        return [self.paragraph(text) if isinstance(text, Text) else nodes.paragraph("", text)]

    # --- parts -----------------------------------------------------------------------------------

    def header(self) -> list[nodes.Node]:
        found = self.framework
        facts = [found.code, f"{self.say('Version')} {found.version}"]
        facts.append(self.interface.date(found.date))
        if found.status:
            facts.append(self.say(STATUSES[found.status]))
        facts += [found.license, ", ".join(found.authors)]
        line = nodes.paragraph("", " · ".join(each for each in facts if each))
        label = [self.paragraph(found.label)] if found.label else []
        summary = [self.paragraph(found.summary)] if found.summary else []
        return [*label, line, *summary]

    def notices(self) -> list[nodes.Node]:
        return [node for each in self.framework.notices.values() for node in self.prose(each.text)]

    def section(self, section_id: str) -> list[nodes.Node]:
        found = self.framework.sections[section_id]
        intro = self.prose(found.intro)
        match found:
            case TextSection():
                return [*intro, *self.prose(found.text)]
            case CriteriaSection():
                return intro
            case StepsSection():
                return [*intro, self.steps(section_id, found), *self.signatures(found)]
            case ServiceTableSection():
                return [*intro, self.services(section_id, found)]
            case ChecklistSection():
                own = found.own_rows
                return [*intro, self.ticks(section_id, found.items, "What", own=own, done="Done")]

    def criterion(self, section_id: str, criterion_id: str) -> list[nodes.Node]:
        parent = self.framework.sections[section_id]
        assert isinstance(parent, CriteriaSection)
        found = parent.criteria[criterion_id]
        path = f"{section_id}/{criterion_id}"
        content = self.prose(found.text)
        if found.phase:
            phase = f"{self.say('Phase')}: {self.say(PHASES[found.phase])}"
            content.insert(0, nodes.paragraph("", phase))
        headings = parent.headings
        content.append(
            self.ticks(path, found.indicators, "Indicators", headings.indicators, parent.answers)
        )
        if found.evidence:
            items = [
                nodes.list_item("", *self.item(f"{path}/{id_}", each))
                for id_, each in found.evidence.items()
            ]
            content += self.label(headings.evidence, "Sources of evidence")
            content.append(nodes.bullet_list("", *items))
        return content

    def own_rows(self, section_id: str) -> list[nodes.Node]:
        found = self.framework.sections[section_id]
        assert isinstance(found, CriteriaSection)
        if not found.own_rows:
            return []
        return [self.ticks(section_id, {}, "Own indicators", None, found.answers, found.own_rows)]

    def checklist(self, section_id: str) -> list[nodes.Node]:
        found = self.framework.sections[section_id]
        if not isinstance(found, CriteriaSection):
            return self.section(section_id)
        content: list[nodes.Node] = []
        for id_, criterion in found.criteria.items():
            strong = nodes.strong("", "", *self.paragraph(criterion.title).children)
            content.append(nodes.paragraph("", "", strong))
            path = f"{section_id}/{id_}"
            headings, answers = found.headings.indicators, found.answers
            content.append(self.ticks(path, criterion.indicators, "Indicators", headings, answers))
        return [*content, *self.own_rows(section_id)]

    # --- tables ----------------------------------------------------------------------------------

    def ticks(
        self,
        path: str,
        items: Mapping[str, Item],
        usual: str,
        heading: Text | None = None,
        answers: Mapping[str, Text] | None = None,
        own: int = 0,
        done: str = "Met",
    ) -> nodes.table:
        ticks = [[self.paragraph(each)] for each in (answers or {}).values()]
        ticks = ticks or [[nodes.paragraph("", self.say(done))]]
        notes = [nodes.paragraph("", self.say("Notes"))]
        head: list[_Cell] = [*ticks, self.label(heading, usual), notes]
        rows: list[list[_Cell]] = [
            [*self.boxes(len(ticks)), self.item(f"{path}/{id_}", item), []]
            for id_, item in items.items()
        ]
        rows += [[*self.boxes(len(ticks)), [], []] for _ in range(own)]
        return _table(head, rows, [12] * len(ticks) + [58, 30])

    def boxes(self, count: int) -> list[_Cell]:
        return [[nodes.paragraph("", self.box)] for _ in range(count)]

    def steps(self, section_id: str, found: StepsSection) -> nodes.table:
        names = ("Step", "What to do", "Responsible", "Due", "Done", "Notes")
        head: list[_Cell] = [[nodes.paragraph("", self.say(name))] for name in names]
        rows: list[list[_Cell]] = []
        for number, (id_, item) in enumerate(found.steps.items(), 1):
            label = nodes.paragraph("", self.say("Step {number}").format(number=number))
            what = self.item(f"{section_id}/{id_}", item)
            rows.append([[label], what, [], [], *self.boxes(1), []])
        rows += [[[], [], [], [], *self.boxes(1), []] for _ in range(found.own_rows)]
        return _table(head, rows, [10, 40, 15, 10, 10, 15])

    def signatures(self, found: StepsSection) -> list[nodes.Node]:
        """Lines to sign on, step by step; below the table, where each has room for itself."""
        content: list[nodes.Node] = []
        for number, step in enumerate(found.steps.values(), 1):
            label = self.say("Step {number}").format(number=number)
            paragraph = self.paragraph(step.title)
            paragraph.insert(0, nodes.Text(f"{label}. "))
            places = [nodes.list_item("", self.place()) for _ in range(step.signatures)]
            content += [paragraph, nodes.bullet_list("", *places)] if places else []
        return content

    def place(self) -> nodes.line_block:
        lines = [f"{self.say(each)}: {_LINE}" for each in SIGNATURE]
        return nodes.line_block("", *(nodes.line("", line) for line in lines))

    def services(self, section_id: str, found: ServiceTableSection) -> nodes.table:
        headings = service_headings(found, self.interface)
        scale = f"{found.quality.min}–{found.quality.max}"
        quality = [nodes.paragraph("", f"{self.say('Quality assessment')} {scale}")]
        head: list[_Cell] = [
            self.heading(headings["service"]),
            self.heading(headings["present"]),
            quality,
            self.heading(headings["desired"]),
            [each.deepcopy() for each in quality],
        ]
        options = [f"{self.box} {self.say(each)}" for each in OFFERS.values()]

        def cells() -> list[_Cell]:
            return [[nodes.paragraph("", option) for option in options], []]

        rows: list[list[_Cell]] = [
            [self.item(f"{section_id}/{id_}", item), *cells(), *cells()]
            for id_, item in found.services.items()
        ]
        rows += [[[], *cells(), *cells()] for _ in range(found.own_rows)]
        table = _table(head, rows, [32, 20, 14, 20, 14])
        number = self.framework.table_number(section_id)
        label = self.say("Table {number}").format(number=number)
        title = nodes.title("", f"{label}. ", *self.paragraph(found.title).children)
        table.insert(0, title)
        # Writers number and link tables with a title, and so want an id.
        table["ids"] = [f"{self.prefix or ''}{anchor(section_id)}.table"]
        return table


def _table(
    head: Sequence[_Cell],
    rows: Sequence[Sequence[_Cell]],
    widths: Sequence[int],
) -> nodes.table:
    """A table of cells, each a list of block nodes; ``widths`` are shares of the width."""
    group = nodes.tgroup(cols=len(widths))
    group.extend(nodes.colspec(colwidth=width) for width in widths)
    group += nodes.thead("", _row(head))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", group)


def _row(cells: Sequence[_Cell]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *cell) for cell in cells))


def setup(app: Sphinx) -> None:
    app.add_post_transform(ExpandPartsTransform)
