"""Framework parts → HTML, straight from the model.

Each function writes what stands inside a section; headings and contents are the page's. All texts
are escaped here and nowhere else. The markup is well-formed XML as well, carries no inline style or
script, and reads in order without CSS.

What can be filled in is drawn for paper. Data attributes name the fields (``form.py``), and the
page's script puts controls in their places: without it, no field is shown that cannot keep what is
typed into it.

- ``form[data-ramverk]``: holds fields of the framework with this id; ``data-section`` says of which
  section, and ``data-compact`` that it shows only some of its rows. The first form of a section
  has ``data-version``, ``data-sections`` (all that can be filled in) and ``data-renamed`` (JSON).
- ``[data-row]``: a row by its id path; ``data-digest`` of its wording.
- ``table[data-fields]``: what stands in each cell of a row: a field, ``field=value`` for one answer
  of a choice, ``label`` for the row's own words, or ``-``. ``data-scale`` holds the lowest and
  highest quality.
- ``[data-criterion]``: a criterion by its id path; ``data-phase``.
- ``[data-result]``: the place for the result of a section.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType
from typing import Final

from ..form import FIELDS, SHEET_FIELDS, is_fillable
from ..interface import N_, Interface
from ..model import (
    ChecklistSection,
    CriteriaSection,
    Criterion,
    Framework,
    Item,
    Paragraph,
    Prose,
    ServiceTableSection,
    StepsSection,
    Text,
    TextSection,
    anchor,
    in_language,
)
from ..wording import (
    OFFERS,
    PHASES,
    SIGNATURE,
    facts,
    service_headings,
    with_addresses,
)

#: Rows in a part of a long table.
PART: Final = 25

_BOX: Final = '<span class="ramverk-box" aria-hidden="true"></span>'
_LINE: Final = '<span class="ramverk-line" aria-hidden="true"></span>'


#: What a file to download is, by its kind.
DOWNLOADS: Final = MappingProxyType(
    {
        "print": N_("To print (PDF, {language}, {size})"),
        "form": N_("To fill in on a screen (PDF form, {language}, {size})"),
        "checklist": N_("Checklist on paper (PDF, {language}, {size})"),
        "data": N_("Data file (JSON, {language}, {size})"),
    }
)


@dataclass(frozen=True, slots=True)
class Download:
    """A file beside a page.

    :param kind: one of :data:`DOWNLOADS`.
    :param address: relative to the page.
    :param size: in bytes; or what stands for it until the file is there (``file_size``).
    """

    kind: str
    address: str
    size: int | str


@dataclass(frozen=True, slots=True)
class View:
    """What a part is written for: a translated framework, a page in a language, its link targets.

    :param prefix: goes before each anchor; ``None`` on a page that shows the part a second time.
    :param downloads: the framework's files.
    :param digests: of the wording of each row in the source language, by id path.
    """

    framework: Framework
    interface: Interface
    prefix: str | None = ""
    downloads: tuple[Download, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.interface.language

    def say(self, message: str) -> str:
        """An interface text, escaped."""
        return escape(self.interface.gettext(message))


# --- texts --------------------------------------------------------------------------------------


def text(view: View, value: Text) -> str:
    """A text inline; in another language than the page's it says so (WCAG 2.2, 3.1.2)."""
    if in_language(value, view.language):
        return linked(value)
    return f"<span{lang(view, value)}>{linked(value)}</span>"


def lang(view: View, value: Text) -> str:
    """The attributes that tell the language of ``value``, where it is not the page's, and why."""
    if in_language(value, view.language):
        return ""
    state = "" if value.is_current else f' class="ramverk-{value.state}"'
    return f' lang="{escape(value.language)}"{state}'


def linked(value: str) -> str:
    """Escaped text in which bare web addresses are links."""
    parts = []
    for piece, is_address in with_addresses(value):
        text = escape(piece)
        parts.append(f'<a href="{text}">{text}</a>' if is_address else text)
    return "".join(parts)


def prose(view: View, value: Prose | None) -> str:
    """Paragraphs and lists; nothing for ``None``."""
    return "".join(_blocks(view, value)) if value else ""


def _blocks(view: View, value: Prose) -> Iterator[str]:
    for block in value:
        if isinstance(block, Paragraph):
            yield f"<p{lang(view, block.text)}>{linked(block.text)}</p>\n"
        else:
            items = "".join(f"<li{lang(view, each)}>{linked(each)}</li>\n" for each in block.texts)
            yield f"<ul>\n{items}</ul>\n"


def ids(view: View, path: str) -> tuple[str, str]:
    """The ``id`` attribute of an id path, and targets for its names in earlier versions."""
    if view.prefix is None:
        return "", ""
    former = "".join(
        f'<span id="{view.prefix}{anchor(each)}"></span>'
        for each in view.framework.former_paths(path)
    )
    return f' id="{view.prefix}{anchor(path)}"', former


def _item(view: View, item: Item) -> str:
    guidance = prose(view, item.text)
    if guidance:
        guidance = f'\n<div class="ramverk-guidance">{guidance}</div>'
    return text(view, item.title) + guidance


# --- parts of a page ----------------------------------------------------------------------------


def header(view: View) -> str:
    """Version, date, status …, a place for who fills the sheet in, and the summary."""
    facts = "".join(
        f"<div><dt>{name}</dt> <dd>{value}</dd></div>\n" for name, value in _facts(view)
    )
    summary = view.framework.summary
    lead = f'<p class="ramverk-summary">{text(view, summary)}</p>\n' if summary else ""
    return (
        f'<div class="ramverk-header">\n<dl class="ramverk-facts">\n{facts}</dl>\n'
        f"{lead}{sheet(view)}</div>\n"
    )


def _facts(view: View) -> Iterator[tuple[str, str]]:
    for name, value, date in facts(view.framework, view.interface):
        day = f'<time datetime="{date.isoformat()}">{escape(value)}</time>' if date else ""
        yield escape(name), day or escape(value)


def sheet(view: View) -> str:
    """Lines for who fills the sheet in."""
    if not any(map(is_fillable, view.framework.sections.values())):
        return ""
    items = "".join(
        f'<li data-field="{column}">{view.say(FIELDS[column].label)} {_LINE}</li>\n'
        for column in SHEET_FIELDS
    )
    hint = view.say(N_("To fill in on this page, JavaScript must be on. Printing works without."))
    return _form(
        view,
        f'<noscript><p class="ramverk-no-script">{hint}</p></noscript>\n'
        f'<ul class="ramverk-sheet" data-row="">\n{items}</ul>\n',
        _about(view),
    )


def _form(view: View, content: str, attributes: str = "") -> str:
    """What holds fields: it keeps the names of radio buttons apart from those elsewhere."""
    return (
        '<form class="ramverk-form" method="dialog" autocomplete="off"'
        f' data-ramverk="{escape(view.framework.id)}"{attributes}>\n{content}</form>\n'
    )


def _about(view: View) -> str:
    """What the script must know of the framework as a whole."""
    framework = view.framework
    sections = [id_ for id_, each in framework.sections.items() if is_fillable(each)]
    attributes = f' data-version="{escape(framework.version)}" data-sections="{" ".join(sections)}"'
    if framework.renamed:
        attributes += f' data-renamed="{escape(json.dumps(dict(framework.renamed)))}"'
    return attributes


def _in_section(section_id: str) -> str:
    return f' data-section="{section_id}"'


def _row_attributes(view: View, path: str) -> str:
    digest = view.digests.get(path)
    return f' data-row="{path}"' + (f' data-digest="{digest}"' if digest else "")


def _result(section_id: str) -> str:
    return f'<div class="ramverk-result" data-result="{section_id}"></div>\n'


def notices(view: View) -> str:
    """The framework's legal texts."""
    texts = "".join(prose(view, notice.text) for notice in view.framework.notices.values())
    return f'<div class="ramverk-notices">\n{texts}</div>\n' if texts else ""


def downloads(view: View) -> str:
    """Links to the framework's files, each with its type, language and size."""
    items = "".join(f"<li>{_download(view, each)}</li>\n" for each in view.downloads)
    return f'<ul class="ramverk-downloads">\n{items}</ul>\n' if items else ""


def _download(view: View, found: Download) -> str:
    interface = view.interface
    size = found.size if isinstance(found.size, str) else interface.file_size(found.size)
    label = interface.gettext(DOWNLOADS[found.kind]).format(
        language=interface.language_name(view.language), size=size
    )
    name = found.address.rpartition("/")[2]
    return f'<a href="{escape(found.address)}" download="{escape(name)}">{escape(label)}</a>'


def file_size(interface: Interface, size: int) -> str:
    """The size of a file as links to it tell it."""
    return escape(interface.file_size(size))


def section(view: View, section_id: str) -> str:
    """What stands in a section below its heading; the criteria of a section come one by one."""
    found = view.framework.sections[section_id]
    match found:
        case TextSection():
            body = prose(view, found.text)
        case CriteriaSection():
            body = _answers(view, found)
        case ChecklistSection():
            body = _checklist_table(view, section_id, found) + _result(section_id)
        case StepsSection():
            body = _steps_table(view, section_id, found) + _result(section_id)
        case ServiceTableSection():
            body = _service_table(view, section_id, found) + _result(section_id)
    if is_fillable(found):
        body = _form(view, body, _in_section(section_id) + _about(view))
    return ids(view, section_id)[1] + prose(view, found.intro) + body


def criterion(view: View, section_id: str, criterion_id: str) -> str:
    """A criterion's guidance, indicators and sources of evidence."""
    parent = view.framework.sections[section_id]
    if not isinstance(parent, CriteriaSection):
        raise TypeError(f"{section_id} has no criteria")
    found = parent.criteria[criterion_id]
    path = f"{section_id}/{criterion_id}"
    headings = parent.headings
    phase = ""
    if found.phase:
        name = view.say(PHASES[found.phase])
        what = view.say(N_("Phase"))
        phase = (
            f'<p class="ramverk-phase ramverk-phase-{found.phase}">'
            f'<span class="ramverk-visually-hidden">{what}: </span>{name}</p>\n'
        )
    heading = _heading(view, headings.indicators, N_("Indicators"))
    table = _tick_table(
        view,
        "ramverk-indicators",
        heading,
        _rows(view, path, found.indicators),
        answers=parent.answers,
    )
    columns = (
        f'<div class="ramverk-columns">\n{table}{_evidence(view, path, parent, found)}</div>\n'
    )
    return (
        f'<div class="ramverk-criterion"{_criterion_attributes(path, found)}>\n'
        f"{ids(view, path)[1]}{phase}{prose(view, found.text)}"
        f"{_form(view, columns, _in_section(section_id))}</div>\n"
    )


def _criterion_attributes(path: str, found: Criterion) -> str:
    phase = f' data-phase="{found.phase}"' if found.phase else ""
    return f' data-criterion="{path}"{phase}'


def _evidence(view: View, path: str, section: CriteriaSection, found: Criterion) -> str:
    """Sources of evidence to look for, and the place for what the group has found."""
    listed = ""
    if found.evidence:
        title = _heading(view, section.headings.evidence, N_("Sources of evidence"))
        items = "".join(
            f"<li{row.attributes}>{_BOX} <div>{row.content}</div></li>\n"
            for row in _rows(view, path, found.evidence)
        )
        listed = f'<p class="ramverk-heading">{title}</p>\n<ul data-fields="done">\n{items}</ul>\n'
    attributes = f' data-field="evidence"{_row_attributes(view, path)}'
    own = f'<div class="ramverk-own-evidence"{attributes}></div>\n'
    return f'<div class="ramverk-evidence">\n{listed}{own}</div>\n'


def own_rows(view: View, section_id: str) -> str:
    """What ends a section of criteria: rows for the user's own indicators, and the result."""
    found = view.framework.sections[section_id]
    if not isinstance(found, CriteriaSection):
        return ""
    own = ""
    if found.own_rows:
        table = _tick_table(
            view,
            "ramverk-indicators",
            view.say(N_("Own indicators")),
            [],
            answers=found.answers,
            own=found.own_rows,
        )
        own = f'<div class="ramverk-own-table">\n{table}</div>\n'
    return _form(view, own + _result(section_id), _in_section(section_id))


def checklist(view: View, section_id: str) -> str:
    """Everything that can be ticked in a section as one compact list of boxes, for a workshop."""
    found = view.framework.sections[section_id]
    match found:
        case CriteriaSection():
            body = _compact_criteria(view, section_id, found)
        case ChecklistSection():
            body = prose(view, found.intro) + _checklist_table(view, section_id, found)
        case StepsSection():
            heading = view.say(N_("Step"))
            rows = _rows(view, section_id, found.steps, numbered=True)
            body = prose(view, found.intro) + _tick_table(
                view, "ramverk-items", heading, rows, own=found.own_rows, done=N_("Done")
            )
        case _:
            raise TypeError(f"nothing to tick in a section of kind {found.kind}")
    attributes = f"{_in_section(section_id)}{_about(view)} data-compact="
    form = _form(view, body + _result(section_id), attributes + '""')
    return f'<div class="ramverk-compact">\n{form}</div>\n'


def _compact_criteria(view: View, section_id: str, found: CriteriaSection) -> str:
    """All indicators in one table, a group of rows for each criterion."""
    groups = []
    for id_, each in found.criteria.items():
        path = f"{section_id}/{id_}"
        rows = _rows(view, path, each.indicators)
        body = "".join(_tick_row(row, found.answers) for row in rows)
        head = _group(
            text(view, each.title), len(found.answers), attributes=_criterion_attributes(path, each)
        )
        groups.append(head + body)
    heading = _heading(view, found.headings.indicators, N_("Indicators"))
    if found.own_rows:
        title = view.say(N_("Own indicators"))
        head = _group(title, len(found.answers), "ramverk-group ramverk-own-head")
        groups.append(head + _own_body(found.own_rows, found.answers))
    return _table(
        "ramverk-indicators",
        _tick_head(view, heading, found.answers),
        groups,
        fields=_tick_fields(found.answers),
    )


# --- tables -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    attributes: str
    content: str


def _rows(
    view: View, path: str, items: Mapping[str, Item], *, numbered: bool = False
) -> Iterator[_Row]:
    for number, (id_, item) in enumerate(items.items(), 1):
        id_attribute, former = ids(view, f"{path}/{id_}")
        lead = f'<span class="ramverk-number">{number}.</span> ' if numbered else ""
        attributes = id_attribute + _row_attributes(view, f"{path}/{id_}")
        yield _Row(attributes, f"{former}{lead}{_item(view, item)}")


def _parts(rows: Iterable[str]) -> Iterator[str]:
    """Rows in groups that a browser lays out one by one, so that a change in one costs little."""
    listed = list(rows)
    for start in range(0, len(listed), PART):
        yield "".join(listed[start : start + PART])


def _table(classes: str, head: str, bodies: Iterable[str], *, fields: str) -> str:
    groups = "".join(f"<tbody>\n{body}</tbody>\n" for body in bodies if body)
    return (
        f'<table class="ramverk-table {classes}" data-fields="{fields}">\n{head}{groups}</table>\n'
    )


def _tick_table(
    view: View,
    classes: str,
    heading: str,
    rows: Iterable[_Row],
    *,
    answers: Mapping[str, Text] = MappingProxyType({}),
    own: int = 0,
    done: str = N_("Met"),
) -> str:
    """A table with a box to tick, or one for each answer, what it is about, and room for notes."""
    bodies = _parts(_tick_row(row, answers) for row in rows)
    head = _tick_head(view, heading, answers, done)
    return _table(classes, head, [*bodies, _own_body(own, answers)], fields=_tick_fields(answers))


def _tick_fields(answers: Mapping[str, Text]) -> str:
    ticks = " ".join(f"answer={each}" for each in answers) or "done"
    return f"{ticks} label note"


def _tick_head(view: View, heading: str, answers: Mapping[str, Text], done: str = N_("Met")) -> str:
    ticks = [text(view, answer) for answer in answers.values()] or [view.say(done)]
    cells = "".join(f'<th scope="col" class="ramverk-tick">{each}</th>' for each in ticks)
    notes = view.say(N_("Notes"))
    return (
        f'<thead>\n<tr>{cells}<th scope="col">{heading}</th>'
        f'<th scope="col" class="ramverk-notes">{notes}</th></tr>\n</thead>\n'
    )


def _tick_row(row: _Row, answers: Mapping[str, Text]) -> str:
    ticks = f'<td class="ramverk-tick">{_BOX}</td>' * (len(answers) or 1)
    return (
        f'<tr{row.attributes}>{ticks}<th scope="row">{row.content}</th>'
        f'<td class="ramverk-notes"></td></tr>\n'
    )


def _own_body(count: int, answers: Mapping[str, Text]) -> str:
    ticks = f'<td class="ramverk-tick">{_BOX}</td>' * (len(answers) or 1)
    row = f'<tr class="ramverk-own">{ticks}<td></td><td class="ramverk-notes"></td></tr>\n'
    return row * count


def _group(title: str, answers: int, classes: str = "ramverk-group", attributes: str = "") -> str:
    """The head of a group of rows, above all columns."""
    columns = (answers or 1) + 2
    cell = f'<th scope="rowgroup" colspan="{columns}">{title}</th>'
    return f'<tr class="{classes}"{attributes}>{cell}</tr>\n'


def _heading(view: View, own: Text | None, usual: str) -> str:
    return text(view, own) if own else view.say(usual)


# --- section kinds ------------------------------------------------------------------------------


def _answers(view: View, found: CriteriaSection) -> str:
    if not found.answers:
        return ""
    names = ", ".join(text(view, answer) for answer in found.answers.values())
    lead = view.say(N_("Answers to choose from:"))
    return f'<p class="ramverk-answers">{lead} {names}</p>\n'


def _checklist_table(view: View, section_id: str, found: ChecklistSection) -> str:
    rows = _rows(view, section_id, found.items)
    heading = view.say(N_("What"))
    return _tick_table(view, "ramverk-items", heading, rows, own=found.own_rows, done=N_("Done"))


def _steps_table(view: View, section_id: str, found: StepsSection) -> str:
    paper = "".join(
        f'<th scope="col" class="ramverk-paper">{view.say(each)}</th>'
        for each in (N_("Responsible"), N_("Due"), N_("Done"), N_("Notes"))
    )
    number, what = view.say(N_("Step")), view.say(N_("What to do"))
    head = (
        f'<thead>\n<tr><th scope="col" class="ramverk-step">{number}</th>'
        f'<th scope="col">{what}</th>{paper}</tr>\n</thead>\n'
    )
    empty = '<td class="ramverk-paper"></td>'
    cells = f'{empty}{empty}<td class="ramverk-paper">{_BOX}</td>{empty}'
    step = view.interface.gettext("Step {number}")
    rows = zip(_rows(view, section_id, found.steps), found.steps.values(), strict=True)
    bodies = _parts(
        f'<tr{row.attributes}><td class="ramverk-step">{_step_number(step, number)}</td>'
        f'<th scope="row">{row.content}</th>{cells}</tr>\n{_signatures(view, each.signatures)}'
        for number, (row, each) in enumerate(rows, 1)
    )
    blank = f'<tr class="ramverk-own"><td class="ramverk-step"></td><td></td>{cells}</tr>\n'
    fields = "- label owner due done note"
    return _table("ramverk-steps", head, [*bodies, blank * found.own_rows], fields=fields)


def _step_number(step: str, number: int) -> str:
    """The word for a step with its number, which the style sheet makes large."""
    return escape(step).format(number=f"<b>{number}</b>")


def _signatures(view: View, count: int) -> str:
    """A row below a step with places to sign: for pens alone, so that no field stands behind it."""
    if not count:
        return ""
    signed, when = (view.say(each) for each in SIGNATURE)
    place = f"<li><p>{_LINE} {signed}</p> <p>{_LINE} {when}</p></li>\n"
    return (
        '<tr class="ramverk-signing"><td colspan="6">\n'
        f'<ul class="ramverk-signatures">\n{place * count}</ul>\n</td></tr>\n'
    )


def _service_table(view: View, section_id: str, found: ServiceTableSection) -> str:
    names = _service_names(view, found)
    number = view.framework.table_number(section_id)
    label = escape(view.interface.gettext("Table {number}").format(number=number))
    caption = f"<caption>{label}. {text(view, found.title)}</caption>\n"
    offer = view.say(N_("Offered"))
    scale = f"{found.quality.min}–{found.quality.max}"
    quality = view.say(N_("Quality assessment")) + f" {scale}"
    gap, notes = view.say(N_("Gap")), view.say(N_("Notes"))
    states = "".join(
        f'<th colspan="2" scope="colgroup" role="columnheader">{names[state]}</th>'
        for state in ("present", "desired")
    )
    columns = "".join(
        f'<th scope="col" role="columnheader">{name}</th>' for name in (offer, quality) * 2
    )
    head = (
        '<thead role="rowgroup">\n<tr role="row">'
        f'<th rowspan="2" scope="col" role="columnheader">{names["service"]}</th>{states}'
        f'<th rowspan="2" scope="col" role="columnheader" class="ramverk-gap">{gap}</th>'
        f'<th rowspan="2" scope="col" role="columnheader" class="ramverk-notes">{notes}</th>'
        f'</tr>\n<tr role="row">{columns}</tr>\n</thead>\n'
    )
    cells = "".join(
        _service_cells(view, names[state], offer, quality) for state in ("present", "desired")
    )
    cells += f'<td role="cell" class="ramverk-gap" data-label="{gap}"><output></output></td>'
    cells += '<td role="cell" class="ramverk-notes"></td>'
    bodies = _parts(
        f'<tr role="row"{row.attributes}><th scope="row" role="rowheader">{row.content}</th>'
        f"{cells}</tr>\n"
        for row in _rows(view, section_id, found.services)
    )
    own = f'<tr role="row" class="ramverk-own"><td role="cell"></td>{cells}</tr>\n' * found.own_rows
    groups = "".join(
        f'<tbody role="rowgroup">\n{rows}</tbody>\n' for rows in (*bodies, own) if rows
    )
    return (
        '<div class="ramverk-wide">\n<table role="table" class="ramverk-table ramverk-services"'
        ' data-fields="label present present-quality desired desired-quality - note"'
        f' data-scale="{found.quality.min} {found.quality.max}">\n'
        f"{caption}{head}{groups}</table>\n</div>\n"
    )


def _service_names(view: View, found: ServiceTableSection) -> dict[str, str]:
    names = service_headings(found, view.interface)
    return {
        key: text(view, name) if isinstance(name, Text) else escape(name)
        for key, name in names.items()
    }


def _service_cells(view: View, state: str, offer: str, quality: str) -> str:
    choice = "".join(
        f'<span class="ramverk-option">{_BOX} {view.say(option)}</span> '
        for option in OFFERS.values()
    )
    label = re.sub("<[^>]+>", "", state)
    return (
        f'<td role="cell" data-label="{label}: {offer}">{choice}</td>'
        f'<td role="cell" class="ramverk-quality" data-label="{label}: {quality}">{_LINE}</td>'
    )
