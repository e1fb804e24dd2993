"""Builds of the same collection by each tool: cold, unchanged, and after an edit."""

from __future__ import annotations

import gzip
import math
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from collection import Collection
from measuring import Cost, FailedError, TooLongError, measure, median, place_of_sites, spread
from peers.base import Peer
from verifying import IncompleteError, verify, verify_text

COLD, UNCHANGED = "cold", "unchanged"
ITEM, CATALOG = "one item edited", "one catalogue edited"
SITUATIONS = (COLD, UNCHANGED, ITEM, CATALOG)

#: What an edit adds to a text.
EDIT = " ändrad"
#: Builds that take longer, in wall seconds, are measured once.
LONG = 60
#: How much longer than the budget a build may take before it is ended.
PATIENCE = 4


@dataclass
class Measured:
    """What the builds of one collection by one tool cost, or why they were not measured."""

    costs: dict[str, list[Cost]] = field(default_factory=dict)
    #: Bytes of the published site.
    site: int = 0
    #: Bytes of the first framework's page in the source language, compressed.
    page: int = 0
    #: Why nothing was measured; empty when something was.
    skipped: str = ""
    #: What went wrong; empty when nothing did.
    failure: str = ""

    def cost(self, situation: str) -> Cost | None:
        costs = self.costs.get(situation)
        return median(costs) if costs else None

    @property
    def is_long(self) -> bool:
        return any(each.wall > LONG for costs in self.costs.values() for each in costs)

    @property
    def spread(self) -> float:
        """The largest of all situations."""
        return max((spread(each) for each in self.costs.values()), default=1.0)


#: Results of one collection by tool.
Table = dict[str, Measured]


class Trial:
    """One tool and its copy of a collection."""

    def __init__(self, peer: Peer, collection: Collection, folder: Path, limit: float) -> None:
        self.peer = peer
        self.collection = collection
        self.folder = folder
        self.limit = limit
        self.measured = Measured()
        #: The first indicator as it now stands, by language.
        self.texts: dict[str, str] = {}

    def run(self) -> None:
        """Build in each situation, and remember what it cost."""
        try:
            if not self.folder.exists():
                self.folder.mkdir(parents=True)
                self.peer.write(self.folder, self.collection)
            self._build_all()
        except (FailedError, IncompleteError, OSError, TooLongError) as error:
            self.measured.failure = str(error)

    @property
    def is_over(self) -> bool:
        """Whether one more run would tell no more."""
        return self.measured.is_long or bool(self.measured.failure)

    def _build_all(self) -> None:
        self.peer.clean(self.folder)
        self._build(COLD)
        if not self.measured.site:
            verify(self.peer, self.folder, self.collection)
            self._weigh()
        self._build(UNCHANGED)
        self._edit(ITEM, self.collection.source)
        if self.collection.translations:
            self._edit(CATALOG, self.collection.translations[0])

    def _build(self, situation: str) -> None:
        stages = self.peer.stages(self.folder, self.collection)
        self.measured.costs.setdefault(situation, []).append(measure(stages, self.limit))

    def _edit(self, situation: str, language: str) -> None:
        """Change a text where people change it, build, and see whether the page has it."""
        framework = self.collection.framework(0, language)
        indicator = framework.criteria[0].indicators["i0"]
        before = self.texts.get(language, indicator)
        after = self.texts[language] = before + EDIT
        for path in self.peer.sources(self.folder, self.collection, language):
            source = path.read_text("utf-8")
            if before not in source:
                raise IncompleteError(f"{path} lacks: {before}")
            path.write_text(source.replace(before, after, 1), "utf-8")
        self._build(situation)
        verify_text(self.peer.page(self.folder, language, framework.name), after)

    def _weigh(self) -> None:
        files = [file for site in self.peer.sites(self.folder) for file in site.rglob("*")]
        self.measured.site = sum(each.stat().st_size for each in files if each.is_file())
        page = self.peer.page(self.folder, self.collection.source, "f0000")
        self.measured.page = len(gzip.compress(page.read_bytes(), 9, mtime=0))


@dataclass(frozen=True)
class _Known:
    """What a collection took to build."""

    collection: Collection
    seconds: float

    def size(self) -> int:
        return self.collection.size


@dataclass
class Budget:
    """Leaves out builds of which smaller ones have shown that they would take too long."""

    #: CPU seconds of one build.
    seconds: float
    #: The smallest and the largest collection that each tool has built, with CPU seconds.
    known: dict[str, tuple[_Known, _Known]] = field(default_factory=dict)

    def learn(self, peer: str, collection: Collection, measured: Measured) -> None:
        """Remember what a build has cost."""
        if not measured.costs and not measured.failure:
            return
        cost = measured.cost(COLD)
        found = _Known(collection, cost.cpu if cost and not measured.failure else math.inf)
        smallest, largest = self.known.get(peer, (found, found))
        self.known[peer] = (
            min(smallest, found, key=_Known.size),
            max(largest, found, key=_Known.size),
        )

    def refusal(self, peer: str, collection: Collection) -> str:
        """Why a build is left out; empty when it is not."""
        if peer not in self.known:
            return ""
        smallest, largest = self.known[peer]
        if smallest is largest or largest.seconds > self.seconds:
            expected = largest.seconds if collection.size >= largest.size() else 0
        else:
            rate = (largest.seconds - smallest.seconds) / (largest.size() - smallest.size())
            expected = smallest.seconds + rate * (collection.size - smallest.size())
        if expected <= self.seconds:
            return ""
        took = "failed" if math.isinf(largest.seconds) else f"took {largest.seconds:.0f} s"
        return f"skipped: {largest.collection} {took}"


def measure_builds(
    collection: Collection, peers: Mapping[str, Peer], runs: int, budget: Budget
) -> Table:
    """Build a collection with all tools; they take turns, so that noise hits all alike."""
    with tempfile.TemporaryDirectory(prefix="ramverk-bench-", dir=place_of_sites()) as name:
        table: Table = {}
        trials: dict[str, Trial] = {}
        for key, peer in peers.items():
            if refusal := budget.refusal(key, collection):
                table[peer.title] = Measured(skipped=refusal)
                continue
            trials[key] = Trial(peer, collection, Path(name, key), budget.seconds * PATIENCE)
            table[peer.title] = trials[key].measured
        for run in range(runs):
            for key, trial in list(trials.items()):
                trial.run()
                # Large sites would fill the disk together.
                if trial.is_over or run == runs - 1:
                    shutil.rmtree(trial.folder, ignore_errors=True)
                    del trials[key]
        for key, peer in peers.items():
            budget.learn(key, collection, table[peer.title])
    return table


def warm_up(peers: Sequence[Peer]) -> Iterator[str]:
    """Have each tool compiled and in the machine's cache; what failed."""
    collection = Collection.of(1, 2)
    for peer in peers:
        with tempfile.TemporaryDirectory(prefix="ramverk-bench-", dir=place_of_sites()) as name:
            trial = Trial(peer, collection, Path(name, "trial"), limit=300)
            trial.run()
            if trial.measured.failure:
                yield f"{peer.title}: {trial.measured.failure}"
