"""Measure Ramverk beside others, in one run: builds, PDFs, updates of catalogues, the page.

    make bench [BENCH="--items 25,1000 --languages 2 --peers ramverk,hugo --runs 1"]

The results are printed, and kept as one file in ``benchmarks/results``. See README.md.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import build_tables
import catalogs
import environment
import goals
import machine
import page
import pdf
from builds import Budget, Table, measure_builds, warm_up
from collection import Collection
from peers import PEERS
from peers.ramverk_ import Ramverk, RamverkWithPdf
from sentences import LANGUAGES

RESULTS = Path(__file__).parent / "results"
#: The collection whose PDFs are measured.
PDF_SIZE = Collection.of(1_000, 2)


@dataclass
class Bench:
    """One run: what was asked for, and what went wrong."""

    items: Sequence[int]
    languages: Sequence[int]
    peers: Sequence[str]
    runs: int
    budget: float
    failures: list[str] = field(default_factory=list)

    def builds(self) -> Iterator[str]:
        """Builds of all sizes by all tools, then the growth and the goals."""
        yield "## Builds"
        yield ""
        peers = {name: PEERS[name]() for name in self.peers}
        self.failures += warm_up([*peers.values()])
        budget = Budget(self.budget)
        tables: dict[Collection, Table] = {}
        for languages in self.languages:
            for items in self.items:
                collection = Collection.of(items, languages)
                tables[collection] = measure_builds(collection, peers, self.runs, budget)
                self._note_failures(tables[collection])
                yield from build_tables.of_collection(collection, tables[collection])
        yield from build_tables.growth(tables)
        if reached := list(goals.reached(tables)):
            yield from ["### Goals", "", *reached, ""]

    def pdfs_of_a_site(self) -> Iterator[str]:
        """A whole site with all its PDFs, beside its HTML alone."""
        yield f"## The site with its PDFs, {PDF_SIZE}"
        yield ""
        peers = {"html": Ramverk(), "pdf": RamverkWithPdf()}
        self.failures += warm_up([*peers.values()])
        table = measure_builds(PDF_SIZE, peers, self.runs, Budget(self.budget))
        self._note_failures(table)
        yield from build_tables.of_collection(PDF_SIZE, table)
        yield from goals.with_pdf(table)

    def _note_failures(self, table: Table) -> None:
        self.failures += [f"{name}: {each.failure}" for name, each in table.items() if each.failure]

    def pdf(self) -> Iterator[str]:
        yield from _verbatim("PDF, beside Typst, WeasyPrint and ReportLab", pdf.report(self.runs))

    def catalogs(self) -> Iterator[str]:
        title = "Updates of catalogues, beside sphinx-intl, pybabel and msgmerge"
        yield from _verbatim(title, catalogs.report())

    def page(self) -> Iterator[str]:
        yield from _verbatim("The page: from the key to the paint", page.report(page.SIZES))


#: What can be measured alone.
PARTS: dict[str, Callable[[Bench], Iterator[str]]] = {
    "build": Bench.builds,
    "site-pdf": Bench.pdfs_of_a_site,
    "pdf": Bench.pdf,
    "catalogs": Bench.catalogs,
    "page": Bench.page,
}


def _verbatim(title: str, lines: Iterator[str]) -> Iterator[str]:
    """A report that lays out its own columns."""
    yield from [f"## {title}", "", "```text"]
    yield from (each.rstrip() for each in lines)
    yield from ["```", ""]


def report(bench: Bench, parts: Sequence[str]) -> Iterator[str]:
    """The whole file."""
    yield from [f"# Measured {_today()}", "", *machine.described()]
    budget = f"builds over {bench.budget:g} CPU s are left out at larger sizes"
    yield f"- Median of {bench.runs} runs (of one, where a build takes over a minute); {budget}"
    options = " ".join(sys.argv[1:])
    yield f"- Options: `{options}`" if options else "- No options"
    yield ""
    for part in parts:
        yield from PARTS[part](bench)
    yield from (f"**Failed:** {each}" for each in bench.failures)


def _today() -> str:
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()


def main() -> int:
    arguments = _arguments()
    environment.install()
    bench = Bench(
        arguments.items, arguments.languages, arguments.peers, arguments.runs, arguments.budget
    )
    path: Path = arguments.output or RESULTS / f"{_today()}.md"
    with path.open("w", encoding="utf-8") as file:
        for line in report(bench, arguments.only):
            print(line, flush=True)
            print(line, file=file, flush=True)
    return 1 if bench.failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure Ramverk beside others.")
    add = parser.add_argument
    add("--only", type=_names(PARTS), default=[*PARTS], help=f"of: {', '.join(PARTS)}")
    add("--items", type=_numbers, default=[25, 1_000, 10_000, 100_000], help="sizes, with commas")
    add("--languages", type=_numbers, default=[2, len(LANGUAGES)], help="how many, with commas")
    add("--peers", type=_names(PEERS), default=[*PEERS], help=f"of: {', '.join(PEERS)}")
    add("--runs", type=int, default=3)
    add("--budget", type=float, default=120, help="CPU seconds that one build may take")
    add("--output", type=Path, help="another file for the results")
    return parser.parse_args()


def _names(known: Container[str]) -> Callable[[str], list[str]]:
    def names(text: str) -> list[str]:
        found = text.split(",")
        if unknown := [each for each in found if each not in known]:
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}")
        return found

    return names


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",")]


if __name__ == "__main__":
    sys.exit(main())
