"""What builds cost, as tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builds import COLD, SITUATIONS, Measured, Table
from collection import Collection
from peers import PEERS

FLOOR, HUGO = PEERS["floor"].title, PEERS["hugo"].title
NOTHING = "–"

#: The tables of all collections.
Tables = dict[Collection, Table]


def markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table; all columns but the first hold numbers."""
    yield f"| {' | '.join(heads)} |"
    yield f"|---|{'---:|' * (len(heads) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def of_collection(collection: Collection, table: Table) -> Iterator[str]:
    """Two tables: the first build with all its figures, and CPU time in all situations."""
    yield f"### {collection}"
    yield ""
    heads = ["cold", "CPU s", "wall s", "MiB", "site MB", "page kB", "× Hugo", "× floor", "noise"]
    yield from markdown(heads, [_cold(title, each, table) for title, each in table.items()])
    heads = ["CPU s (× Hugo)", *SITUATIONS]
    built = {title: each for title, each in table.items() if each.costs}
    yield from markdown(heads, [_situations(title, each, table) for title, each in built.items()])
    for title, each in table.items():
        if each.failure:
            yield f"**{title} failed:** {each.failure}"
            yield ""


def _cold(title: str, measured: Measured, table: Table) -> list[str]:
    cost = measured.cost(COLD)
    if not cost:
        reason = measured.skipped or "failed, see below"
        return [title, reason, *[NOTHING] * 7]
    return [
        title,
        seconds(cost.cpu),
        seconds(cost.wall),
        f"{cost.memory:.0f}",
        f"{measured.site / 1e6:.1f}",
        f"{measured.page / 1e3:.1f}",
        ratio(measured, table.get(HUGO), COLD),
        ratio(measured, table.get(FLOOR), COLD),
        f"{measured.spread:.2f}",
    ]


def _situations(title: str, measured: Measured, table: Table) -> list[str]:
    return [title, *(_situation(measured, table, each) for each in SITUATIONS)]


def _situation(measured: Measured, table: Table, situation: str) -> str:
    cost = measured.cost(situation)
    if not cost:
        return NOTHING
    return f"{seconds(cost.cpu)} ({ratio(measured, table.get(HUGO), situation)})"


def seconds(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def ratio(measured: Measured, base: Measured | None, situation: str) -> str:
    """CPU time by that of another tool in the same situation."""
    cost, other = measured.cost(situation), base.cost(situation) if base else None
    return f"{cost.cpu / other.cpu:.2f}" if cost and other else NOTHING


def growth(tables: Tables) -> Iterator[str]:
    """CPU time of a first build by 1,000 texts: level where a tool is linear."""
    for languages in dict.fromkeys(len(each.languages) for each in tables):
        sizes = [each for each in tables if len(each.languages) == languages]
        if len(sizes) < 2:
            continue
        yield f"### CPU milliseconds per item and language, cold, {_in_words(languages)}"
        yield ""
        titles = dict.fromkeys(title for each in sizes for title in tables[each])
        rows = [
            [title, *(_by_item(tables[each].get(title), each) for each in sizes)]
            for title in titles
        ]
        yield from markdown(["", *(f"{each.items:,} items" for each in sizes)], rows)


def _in_words(languages: int) -> str:
    return f"{languages} language{'s' if languages > 1 else ''}"


def _by_item(measured: Measured | None, collection: Collection) -> str:
    cost = measured.cost(COLD) if measured else None
    return f"{cost.cpu * 1000 / collection.size:.2f}" if cost else NOTHING
