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
from build_tables import Tables
from builds import Budget, measure_builds, warm_up
from collection import Collection
from peers import PEERS
from sentences import LANGUAGES

RESULTS = Path(__file__).parent / "results"
#: The collection whose PDFs are measured.
WITH_PDF = Collection.of(1_000, 2)
#: Those whose languages are compared, and by which tools.
ONE_LANGUAGE, MANY_LANGUAGES = Collection.of(1_000, 1), Collection.of(1_000, len(LANGUAGES))
IN_MANY_LANGUAGES = ("floor", "ramverk", "hugo", "pagefind")
#: What is measured only for itself.
SPECIAL = ("ramverk-pdf",)


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
        yield from ["## Builds", ""]
        collections = [Collection.of(i, n) for n in self.languages for i in self.items]
        tables: Tables = {}
        yield from self._build(collections, self.peers, tables)
        yield from build_tables.growth(tables)
        if reached := list(goals.of_builds(tables)):
            yield from ["### Goals", "", *reached, ""]

    def languages_of_a_site(self) -> Iterator[str]:
        """What many languages cost beside one."""
        yield from ["## One language and many", ""]
        tables: Tables = {}
        yield from self._build([ONE_LANGUAGE, MANY_LANGUAGES], IN_MANY_LANGUAGES, tables)
        yield from [*goals.of_languages(tables), ""]

    def pdfs_of_a_site(self) -> Iterator[str]:
        """A whole site with all its PDFs, beside its HTML alone."""
        yield from ["## The site with its PDFs", ""]
        tables: Tables = {}
        yield from self._build([WITH_PDF], ["ramverk", "ramverk-pdf"], tables)
        yield from [*goals.with_pdf(tables[WITH_PDF]), ""]

    def _build(
        self, collections: Sequence[Collection], names: Sequence[str], tables: Tables
    ) -> Iterator[str]:
        """Build collections with tools; the results go to ``tables``."""
        peers = {name: PEERS[name]() for name in names}
        self.failures += warm_up([*peers.values()])
        budget = Budget(self.budget)
        for collection in collections:
            table = tables[collection] = measure_builds(collection, peers, self.runs, budget)
            self.failures += [f"{n}: {each.failure}" for n, each in table.items() if each.failure]
            yield from build_tables.of_collection(collection, table)

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
    "languages": Bench.languages_of_a_site,
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
    peers = [each for each in PEERS if each not in SPECIAL]
    add("--peers", type=_names(peers), default=peers, help=f"of: {', '.join(peers)}")
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
