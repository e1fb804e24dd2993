"""The data of a sheet as a page of HTML, with the same words and fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

Data = dict[str, Any]


def as_html(data: Data) -> str:
    title = escape(data["title-plain"])
    head = f'<!doctype html><html lang="sv"><meta charset="utf-8"><title>{title}</title>'
    return f"{head}<body><form>{''.join(_body(data))}</form></body></html>"


def _body(data: Data) -> Iterator[str]:
    yield f"<h1>{escape(data['title'])}</h1>"
    facts = " · ".join(f"{name}: {value}" for name, value in data["facts"])
    yield f"<p class=small>{escape(facts)}</p>"
    yield f"<p>{escape(data['summary'])}</p>"
    for each in data["sheet"]:
        yield f"<p class=sheet>{escape(each['label'])} {_field(each['field'])}</p>"
    for part in data["sections"]:
        yield from _section(part)


def _section(part: Data) -> Iterator[str]:
    if part["title"]:
        yield f"<h2>{escape(part['title'])}</h2>"
    yield _prose(part["intro"])
    match part["kind"]:
        case "text":
            yield _prose(part["text"])
        case "criteria":
            for each in part["criteria"]:
                yield f"<h3>{escape(each['title'])}</h3>{_prose(each['text'])}"
                yield _ticks(each)
                yield from _evidence(each["evidence"])
            if part["own"]:
                yield f"<h3>{escape(part['own']['title'])}</h3>{_ticks(part['own'])}"
        case "service-table":
            yield _services(part)


def _ticks(part: Data) -> str:
    rows = [
        f"<tr><td>{_field(row['done'])}</td>{_words(row)}<td class=field>{_field(row['note'])}</td>"
        for row in part["rows"]
    ]
    head = "".join(f"<th scope=col>{escape(each)}</th>" for each in part["heads"])
    return _table(["45pt", "auto", "38%"], f"<tr>{head}</tr>", rows)


def _services(part: Data) -> str:
    heads, states = part["heads"], part["states"]
    top = [f"<th rowspan=2 scope=col>{escape(heads['service'])}</th>"]
    top += [f"<th colspan=2 scope=colgroup>{escape(each)}</th>" for each in states]
    top += [f"<th rowspan=2 scope=col>{escape(heads['notes'])}</th>"]
    below = [f"<th scope=col>{escape(heads[each])}</th>" for each in ("offered", "quality")] * 2
    rows = [
        f"<tr>{_words(row)}{''.join(map(_state, row['states']))}"
        f"<td class=field>{_field(row['note'])}</td>"
        for row in part["rows"]
    ]
    head = f"<tr>{''.join(top)}</tr><tr>{''.join(below)}</tr>"
    caption = f"<p><b>{escape(''.join(part['caption']))}</b></p>"
    return caption + _table(["auto", "80pt", "50pt", "80pt", "50pt", "82pt"], head, rows)


def _state(state: Data) -> str:
    options = [f"{_field(each['field'])} {escape(each['label'])}" for each in state["options"]]
    return f"<td class=small>{'<br>'.join(options)}</td><td>{_field(state['quality'])}</td>"


def _table(widths: Sequence[str], head: str, rows: Sequence[str]) -> str:
    columns = "".join(f'<col style="width: {each}">' for each in widths)
    body = "".join(f"{row}</tr>" for row in rows)
    return f"<table>{columns}<thead>{head}</thead><tbody>{body}</tbody></table>"


def _evidence(part: Data) -> Iterator[str]:
    if part["rows"]:
        yield f"<h4>{escape(part['title'])}</h4>"
    for row in part["rows"]:
        words = escape(row["title"]) + _prose(row["text"])
        yield f"<div class=evidence>{_field(row['done'])} {words}</div>"
    own = part["own"]
    yield f"<div class=evidence>{escape(own['label'])}<br>{_field(own['field'])}</div>"


def _words(row: Data) -> str:
    """What stands in a row; of a row of the user's own, the field for it."""
    if "label" in row:
        return f"<th scope=row class=field>{_field(row['label'])}</th>"
    return f"<th scope=row>{escape(row['title'])}{_prose(row['text'])}</th>"


def _prose(blocks: Sequence[Data]) -> str:
    return "".join(
        f"<p>{escape(block['p'])}</p>"
        if "p" in block
        else f"<ul>{''.join(f'<li>{escape(each)}</li>' for each in block['l'])}</ul>"
        for block in blocks
    )


def _field(field: Data) -> str:
    name, label = escape(field["name"]), escape(field["label"])
    keys = f'name="{name}" title="{label}" aria-label="{label}"'
    match field["kind"]:
        case "tick":
            return f"<input type=checkbox value=Yes {keys}>"
        case "choice":
            return f'<input type=radio value="{field["choice"]}" {keys}>'
        case "number":
            options = "".join(f"<option>{each}</option>" for each in field["options"])
            return f"<select {keys}>{options}</select>"
    return f"<textarea {keys}></textarea>" if field["lines"] else f"<input type=text {keys}>"
