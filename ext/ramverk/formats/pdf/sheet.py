"""A framework as the data that the template lays out, and the fields that its form has.

All words come from here, so that the template holds layout only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from ...answers import Answers, Carried
from ...form import FIELDS, OFFERED, SHEET_FIELDS, Field, Form, Row, columns, is_fillable
from ...interface import N_, Interface
from ...model import (
    ChecklistSection,
    CriteriaSection,
    Criterion,
    Framework,
    Item,
    Paragraph,
    Prose,
    Section,
    ServiceTableSection,
    StepsSection,
    Text,
    TextSection,
    in_language,
)
from ...wording import (
    OFFERS,
    PHASES,
    SIGNATURE,
    facts,
    service_headings,
    untranslated_note,
    with_addresses,
)
from .record import FORMAT
from .typesetting import Data

Variant = Literal["print", "form", "checklist"]
Paper = Literal["a4", "letter"]

#: Paper as Typst calls it.
PAPERS: Final[Mapping[Paper, str]] = {"a4": "a4", "letter": "us-letter"}

NOTHING: Final = Carried({}, {}, (), {})


@dataclass(frozen=True, slots=True)
class Widget:
    """A place on paper where a field is filled in.

    :param label: what a screen reader says.
    :param language: of the label.
    :param value: what the field holds from the start.
    :param choice: the answer that a button stands for; one of several with the same name.
    :param choice_label: what a screen reader says of that button.
    """

    field: Field
    label: str
    language: str
    value: str = ""
    choice: str = ""
    choice_label: str = ""


class Sheet:
    """A framework on paper.

    :param carried: answers that are filled in already.
    """

    def __init__(
        self,
        framework: Framework,
        interface: Interface,
        variant: Variant,
        paper: Paper = "a4",
        carried: Carried = NOTHING,
    ) -> None:
        self.framework = framework
        self.interface = interface
        self.variant = variant
        self.paper = paper
        self.carried = carried
        #: In the order in which they are read; made with the data.
        self.widgets: list[Widget] = []
        #: For each table in order, the column that holds the words of its rows; made with the data.
        self.header_columns: list[int] = []
        self._say = interface.gettext
        self._rows = {row.path: row for row in _rows(framework, carried)}

    # --- the whole ---

    def data(self) -> Data:
        """What the template lays out."""
        framework, language = self.framework, self.interface.language
        name = " ".join(filter(None, [framework.code, str(framework.title)]))
        return {
            "variant": self.variant,
            "paper": PAPERS[self.paper],
            "language": _typst_language(language),
            "title": self._text(framework.title),
            "title-plain": str(framework.title),
            "description": str(framework.summary or ""),
            "authors": list(framework.authors),
            "keywords": [FORMAT, framework.id, framework.version, language, self.variant],
            "label": self._text(framework.label) if framework.label else None,
            "facts": [[each.name, each.value] for each in facts(framework, self.interface)],
            "summary": self._text(framework.summary) if framework.summary else None,
            "note": untranslated_note(framework, self.interface) or None,
            "footer": f"{name} · {framework.id} · {framework.version} · {language}",
            "signature": [self._say(each) for each in SIGNATURE],
            "reworded": self._say(N_("The wording has changed since you answered.")),
            "sheet": list(self._sheet()),
            "sections": list(self._sections()),
            "leftovers": self._leftovers(),
            "notices": [self._prose(each.text) for each in framework.notices.values()],
        }

    def _sheet(self) -> Iterator[Data]:
        """Lines for who fills the sheet in."""
        if any(map(is_fillable, self.framework.sections.values())):
            for column in SHEET_FIELDS:
                label = self._name(column)
                yield {"label": label, "field": self._field(self._rows[""], column)}

    def _leftovers(self) -> Data | None:
        """Answers that have no place: shown, since somebody has given them."""
        if not self.carried.leftovers or self.variant != "form":
            return None
        self.header_columns.append(0)
        return {
            "title": self._say(N_("Answers without a place in this version")),
            "heads": [self._say(N_("Field")), self._say(N_("Answer"))],
            "rows": [list(each) for each in sorted(self.carried.leftovers.items())],
        }

    def _sections(self) -> Iterator[Data]:
        for id_, section in self.framework.sections.items():
            if self.variant != "checklist":
                yield self._head(section) | self._section(id_, section)
            elif isinstance(section, (CriteriaSection, ChecklistSection, StepsSection)):
                yield self._head(section) | {"groups": list(self._groups(id_, section))}

    def _head(self, section: Section) -> Data:
        return {
            "kind": section.kind,
            "title": self._text(section.title) if section.title else None,
            "intro": self._prose(section.intro),
        }

    # --- sections ---

    def _section(self, id_: str, section: Section) -> Data:
        match section:
            case TextSection():
                return {"text": self._prose(section.text)}
            case CriteriaSection():
                return self._criteria(id_, section)
            case ChecklistSection():
                rows = [*section.items, *self._own_rows(id_)]
                return self._ticks(section, [f"{id_}/{each}" for each in rows], N_("What"))
            case StepsSection():
                return self._steps(id_, section)
            case ServiceTableSection():
                return self._services(id_, section)

    def _criteria(self, id_: str, section: CriteriaSection) -> Data:
        criteria = [
            self._criterion(f"{id_}/{each}", section, criterion)
            for each, criterion in section.criteria.items()
        ]
        own = [f"{id_}/{each}" for each in self._own_rows(id_)]
        if not own:
            return {"criteria": criteria, "own": None}
        title = self._say(N_("Own indicators"))
        ticks = self._ticks(section, own, N_("Own indicators"))
        return {"criteria": criteria, "own": {"title": title, **ticks}}

    def _criterion(self, path: str, section: CriteriaSection, found: Criterion) -> Data:
        headings = section.headings
        heading = headings.indicators or N_("Indicators")
        phase = found.phase and self._say(PHASES[found.phase])
        ticks = self._ticks(section, [f"{path}/{each}" for each in found.indicators], heading)
        evidence = [
            {**self._item(item), "done": self._field(self._rows[f"{path}/{each}"], "done")}
            for each, item in found.evidence.items()
        ]
        own = self._field(self._rows[path], "evidence")
        title = headings.evidence
        return {
            "title": self._text(found.title),
            "phase": ": ".join([self._say(N_("Phase")), phase]) if phase else None,
            "text": self._prose(found.text),
            **ticks,
            "evidence": {
                "title": self._text(title) if title else self._say(N_("Sources of evidence")),
                "rows": evidence,
                "own": {"label": self._say(FIELDS["evidence"].label), "field": own},
            },
        }

    def _ticks(
        self, section: CriteriaSection | ChecklistSection, paths: Sequence[str], what: str
    ) -> Data:
        """Rows with a box to tick, or one of several answers."""
        answers = getattr(section, "answers", {})
        self.header_columns.append(1)
        done = self._say(N_("Answer")) if answers else self._done(section)
        heading = self._text(what) if isinstance(what, Text) else self._say(what)
        return {
            "answers": bool(answers),
            "heads": [done, heading, self._say(N_("Notes"))],
            "rows": [self._tick_row(self._rows[path], answers, done) for path in paths],
        }

    def _tick_row(self, row: Row, answers: Mapping[str, Text], done: str) -> Data:
        ticks: Data
        if answers:
            ticks = {"options": self._options(row, "answer", answers, done)}
        else:
            ticks = {"done": self._field(row, "done", done)}
        return {**ticks, **self._words(row), "note": self._field(row, "note")}

    def _steps(self, id_: str, section: StepsSection) -> Data:
        names = map(self._name, columns(section))
        heads = [self._say(N_("Step")), self._say(N_("What to do")), *names]
        paths = [f"{id_}/{each}" for each in (*section.steps, *self._own_rows(id_))]
        rows = []
        self.header_columns.append(1)
        for number, row in enumerate((self._rows[path] for path in paths), 1):
            words = self._words(row)
            fields = {column: self._field(row, column) for column in columns(section)}
            signatures = getattr(row.item, "signatures", 0)
            rows.append({"number": number, "signatures": signatures, **words, **fields})
        return {"heads": heads, "rows": rows}

    def _services(self, id_: str, section: ServiceTableSection) -> Data:
        names = service_headings(section, self.interface)
        number = self.framework.table_number(id_)
        label = self._say(N_("Table {number}")).format(number=number)
        paths = [f"{id_}/{each}" for each in (*section.services, *self._own_rows(id_))]
        self.header_columns.append(0)
        scale = f"{section.quality.min}–{section.quality.max}"
        return {
            "caption": [f"{label}. ", self._text(section.title)],
            "heads": {
                "service": self._any(names["service"]),
                "offered": self._say(N_("Offered")),
                "quality": " ".join([self._say(N_("Quality")), scale]),
                "gap": self._say(N_("Gap")),
                "notes": self._say(N_("Notes")),
            },
            "states": [self._any(names[state]) for state in ("present", "desired")],
            "rows": [self._service(self._rows[path], names) for path in paths],
        }

    def _service(self, row: Row, names: Mapping[str, Text | str]) -> Data:
        words = self._words(row)
        states = []
        for state in ("present", "desired"):
            labels = {each: self._say(OFFERS[each]) for each in OFFERED}
            name = str(names[state])
            quality = ", ".join([name, self._say(N_("Quality"))])
            states.append(
                {
                    "options": self._options(row, state, labels, name),
                    "quality": self._field(row, f"{state}-quality", quality),
                }
            )
        return {**words, "states": states, "note": self._field(row, "note")}

    # --- the compact checklist ---

    def _groups(
        self, id_: str, section: CriteriaSection | ChecklistSection | StepsSection
    ) -> Iterator[Data]:
        answers = [self._text(each) for each in getattr(section, "answers", {}).values()]
        own = [{"label": None, "answers": answers} for _ in self._own_rows(id_)]
        if not isinstance(section, CriteriaSection):
            rows = [{**self._item(item), "answers": []} for item in section.children.values()]
            yield {"title": None, "rows": [*rows, *own]}
            return
        for criterion in section.criteria.values():
            rows = [
                {**self._item(item), "answers": answers} for item in criterion.indicators.values()
            ]
            yield {"title": self._text(criterion.title), "rows": rows}
        if own:
            yield {"title": self._say(N_("Own indicators")), "rows": own}

    # --- rows and fields ---

    def _own_rows(self, section_id: str) -> list[str]:
        parts = [(row, *row.path.rpartition("/")) for row in self._rows.values()]
        return [id_ for row, above, _, id_ in parts if row.item is None and above == section_id]

    def _words(self, row: Row) -> Data:
        """What stands in a row; of a row of the user's own, the field for it."""
        if row.item is None:
            return {"label": self._field(row, "label")}
        return self._item(row.item, is_reworded=row.path in self.carried.reworded)

    def _item(self, item: Item | Criterion, *, is_reworded: bool = False) -> Data:
        return {
            "title": self._text(item.title),
            "text": self._prose(item.text),
            "reworded": is_reworded,
        }

    def _field(self, row: Row, column: str, name: str = "") -> Data:
        """A field for the template; its widget is kept."""
        found = row.field(column)
        assert found is not None
        value = self.carried.values.get(found.name, "")
        label, language = self._label(row, name or self._name(column))
        self.widgets.append(Widget(found, label, language, value))
        return {"n": len(self.widgets) - 1, "kind": found.kind, "value": value}

    def _name(self, column: str) -> str:
        """What a field is called, and how a date is written in it."""
        name = self._say(FIELDS[column].label)
        if self.variant == "form" and FIELDS[column].kind == "date":
            return self._say(N_("{label} (year-month-day)")).format(label=name)
        return name

    def _options(self, row: Row, column: str, labels: Mapping[str, str], name: str) -> list[Data]:
        """A button for each answer."""
        found = row.field(column)
        assert found is not None
        value = self.carried.values.get(found.name, "")
        label, language = self._label(row, name)
        options = []
        for choice, words in labels.items():
            spoken = f"{words}, {label}"
            self.widgets.append(Widget(found, label, language, value, choice, spoken))
            spec = {"n": len(self.widgets) - 1, "kind": "choice", "value": ""}
            options.append({"field": spec, "label": self._any(words)})
        return options

    def _label(self, row: Row, name: str) -> tuple[str, str]:
        """What a screen reader says of a field, and in which language."""
        language = self.interface.language
        if not row.path:
            return name, language
        if row.item is None:
            section_id, _, own = row.path.partition("/")
            number = own.rpartition("-")[2]
            title = self.framework.sections[section_id].title or ""
            return f"{name}: {self._say(FIELDS['label'].label)} {number}, {title}", language
        return f"{name}: {row.item.title}", row.item.title.language

    def _done(self, section: Section) -> str:
        met, done = N_("Met"), N_("Done")
        return self._say(met if isinstance(section, CriteriaSection) else done)

    # --- texts ---

    def _any(self, value: str) -> Any:
        return self._text(value) if isinstance(value, Text) else value

    def _text(self, value: Text) -> Any:
        """A text, with its language where that is not the sheet's (PDF/UA-1, 7.2)."""
        pieces = [
            {"url": piece} if is_address else piece
            for piece, is_address in with_addresses(value)
            if piece
        ]
        found = pieces[0] if len(pieces) == 1 else pieces
        if in_language(value, self.interface.language):
            return found
        return {**_typst_language(value.language), "text": found}

    def _prose(self, value: Prose | None) -> list[Data]:
        return [
            {"p": self._text(block.text)}
            if isinstance(block, Paragraph)
            else {"l": [self._text(each) for each in block.texts]}
            for block in value or ()
        ]


def record(sheet: Sheet, digests: Mapping[str, str], name: str = "") -> Answers:
    """What a form says of itself beside its fields."""
    return Answers(
        framework=sheet.framework.id,
        version=sheet.framework.version,
        language=sheet.interface.language,
        name=name,
        values=sheet.carried.leftovers,
        digests={**digests, **sheet.carried.digests},
    )


def _rows(framework: Framework, carried: Carried) -> Iterator[Row]:
    """All rows of the form, and the rows of their own that users have added."""
    form = Form(framework)
    yield from form.rows
    offered = {row.path for row in form.rows}
    for path in sorted({name.rpartition(":")[0] for name in carried.values} - offered, key=_place):
        row = form.own_row(path)
        if row is not None:
            yield row


def _place(path: str) -> tuple[str, int]:
    """Own rows in the order of their numbers."""
    section, _, number = path.rpartition("-")
    return section, int(number)


def _typst_language(tag: str) -> dict[str, str | None]:
    """A BCP 47 tag in the parts that Typst knows."""
    language, *rest = tag.split("-")
    parts = {"lang": language.lower(), "region": None, "script": None}
    for part in rest:
        if len(part) == 4 and part.isalpha():
            parts["script"] = part.lower()
        elif len(part) == 2:
            parts["region"] = part.upper()
    return parts
