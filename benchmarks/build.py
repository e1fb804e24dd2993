"""Measure builds: full, unchanged, and with one item or one catalogue edited.

    python benchmarks/build.py [ITEMS…]

Times depend on the machine, and on what else it does; compare the ratios within one run. The floor
is the start of Python with everything imported, which no build can be faster than. Each figure is
the median of several runs. The table is printed, and kept under ``benchmarks/results``.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generate import generate

RUNS = 3
RESULTS = Path(__file__).parent / "results"

#: Runs a command and tells its own and its children's use: CPU and wall seconds, peak memory.
_METER = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
wall = time.perf_counter() - start
use = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([use.ru_utime + use.ru_stime, wall, use.ru_maxrss / 1024, code]))
"""


@dataclass(frozen=True)
class Cost:
    """CPU and wall time in seconds, and the peak memory of the largest process in MiB."""

    cpu: float
    wall: float
    memory: float


def measure(command: list[str], prepare: Callable[[], object] = lambda: None) -> Cost:
    """The median cost of ``command``; ``prepare`` runs before each time and is not counted."""
    runs = []
    for _ in range(RUNS):
        prepare()
        meter = [sys.executable, "-c", _METER, *command]
        output = subprocess.run(meter, capture_output=True, text=True, check=True).stdout
        *use, code = json.loads(output)
        if code:
            raise RuntimeError(f"{command} ended with {code}")
        runs.append(use)
    return Cost(*(statistics.median(column) for column in zip(*runs, strict=True)))


def measure_builds(folder: Path) -> dict[str, Cost]:
    """The cost of each kind of build of the project in ``folder``."""
    build = [sys.executable, "-m", "ramverk", "build", "--project", str(folder)]
    item = folder / "frameworks" / "f0000.yaml"
    catalog = folder / "locales/en/LC_MESSAGES/frameworks/f0000.po"

    def clean() -> None:
        subprocess.run(["rm", "-rf", str(folder / "build")], check=True)

    def edit(path: Path, word: str) -> Callable[[], object]:
        def lengthen() -> None:
            text = path.read_text("utf-8")
            path.write_text(text.replace(word, f"{word} {word}", 1), "utf-8")

        return lengthen

    return {
        "full": measure(build, clean),
        "unchanged": measure(build),
        "one item edited": measure(build, edit(item, "årligen")),
        "one catalogue edited": measure(build, edit(catalog, "English:")),
    }


def _row(items: object, name: str, cost: Cost, floor: Cost) -> str:
    use = f"{cost.cpu:>8.2f}{cost.wall:>8.2f}{cost.memory:>7.0f}"
    return f"{items:>7}  {name:<22}{use}{cost.cpu / floor.cpu:>9.1f}"


def main(sizes: list[int]) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    floor = measure([sys.executable, "-c", "import ramverk.cli, sphinx.builders.html, myst_parser"])
    machine = f"{platform.python_implementation()} {platform.python_version()}, "
    machine += f"{os.cpu_count()} cores, {platform.machine()}, median of {RUNS} runs"
    head = f"{'items':>7}  {'build':<22}{'CPU s':>8}{'wall s':>8}{'MiB':>7}{'× floor':>9}"
    lines = [machine, "", head, _row("–", "floor: imports only", floor, floor)]
    for items in sizes:
        with tempfile.TemporaryDirectory() as folder:
            generate(Path(folder, "project"), items)
            for name, cost in measure_builds(Path(folder, "project")).items():
                lines.append(_row(items, name, cost, floor))
    table = "\n".join(lines)
    print(table)
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"build-{today}.txt").write_text(table + "\n", "utf-8")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [25, 1_000, 10_000])
