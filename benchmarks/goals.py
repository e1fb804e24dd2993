"""What builds are meant to cost, and whether they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from build_tables import Tables
from builds import CATALOG, COLD, ITEM, UNCHANGED, Table
from collection import Collection
from measuring import Cost
from peers import PEERS

OURS, WITH_PDF = PEERS["ramverk"].title, PEERS["ramverk-pdf"].title
PAGEFIND = PEERS["pagefind"].title
#: The collection that the goals are set for.
SIZE = Collection.of(10_000, 2)


@dataclass(frozen=True)
class Goal:
    """Ramverk's CPU time is at most so many times that of another tool."""

    peer: str
    situation: str
    most: float


GOALS = (
    Goal("hugo", COLD, 2.5),
    Goal("pagefind", COLD, 1),
    Goal("eleventy", COLD, 1),
    Goal("needs", COLD, 1 / 40),
    Goal("datatemplates", COLD, 1 / 25),
    Goal("zensical", COLD, 1 / 4),
    Goal("mkdocs", COLD, 1 / 4),
    Goal("hugo", ITEM, 1),
    Goal("hugo", CATALOG, 1),
)
SECONDS_UNCHANGED = 1
MIB = 150
TIMES_ONE_LANGUAGE = 8
TIMES_HTML = 2


def of_builds(tables: Tables) -> Iterator[str]:
    """A line for each goal that this run can tell of."""
    for goal in GOALS:
        title = PEERS[goal.peer].title
        ours, other = (
            _cost(tables, SIZE, OURS, goal.situation),
            _cost(tables, SIZE, title, goal.situation),
        )
        if ours and other:
            words = f"{SIZE}, {goal.situation}: CPU × {title}"
            yield _line(words, ours.cpu / other.cpu, goal.most)
    if unchanged := _cost(tables, SIZE, OURS, UNCHANGED):
        yield _line(f"{SIZE}, unchanged: CPU seconds", unchanged.cpu, SECONDS_UNCHANGED)
    if cold := _cost(tables, SIZE, OURS, COLD):
        yield _line(f"{SIZE}, cold: MiB of the largest process", cold.memory, MIB)
    yield from of_languages(tables)


def of_languages(tables: Tables) -> Iterator[str]:
    """Lines for collections in 24 languages."""
    for many in tables:
        if len(many.languages) != 24:
            continue
        ours = _cost(tables, many, OURS, COLD)
        one = _cost(tables, Collection.of(many.items, 1), OURS, COLD)
        if ours and one:
            yield _line(f"{many}, cold: CPU × 1 language", ours.cpu / one.cpu, TIMES_ONE_LANGUAGE)
        peer = _cost(tables, many, PAGEFIND, COLD)
        if ours and peer:
            yield _line(f"{many}, cold: CPU × {PAGEFIND}", ours.cpu / peer.cpu, 1)


def with_pdf(table: Table) -> Iterator[str]:
    """A line for a table with and without PDFs."""
    html, pdf = (table[each].cost(COLD) for each in (OURS, WITH_PDF))
    if html and pdf:
        yield _line("With PDFs, cold: CPU × HTML alone", pdf.cpu / html.cpu, TIMES_HTML)


def _cost(tables: Tables, collection: Collection, title: str, situation: str) -> Cost | None:
    measured = tables.get(collection, {}).get(title)
    return measured.cost(situation) if measured else None


def _line(words: str, value: float, most: float) -> str:
    outcome = "met" if value <= most else "missed"
    return f"- {words}: {value:.3g}, wanted at most {most:.3g}: **{outcome}**"
