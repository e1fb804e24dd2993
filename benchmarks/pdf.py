"""Measure writing PDFs: the same sheet with plain Typst, Ramverk, WeasyPrint and ReportLab.

    python benchmarks/pdf.py [RUNS]

Each tool is a process of its own (``pdf_peers``) that makes one document, twenty, or one with 1,000
indicators, all with the same words and form fields:

- Typst alone draws our template with data that are ready, and makes no fields.
- Ramverk reads, checks and takes digests of the framework files before the clock of "after imports"
  starts, since the others have their data ready.
- WeasyPrint begins at HTML that is ready, and makes a tagged PDF/UA-1 with fields.
- ReportLab begins at data that are ready; its PDF has fields but is not tagged.

The others are in the environment of ``make bench``, which keeps the table. WeasyPrint needs Pango
on the machine (Debian, Ubuntu: ``apt install libpango-1.0-0 libpangoft2-1.0-0
libharfbuzz-subset0``) and is left out where that is missing.

Times depend on the machine, and on what else it does: the tools take turns, and the ratios of one
run are what counts.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import environment
import pikepdf
import typst
from measuring import variables
from pdf_peers.as_html import as_html

from ramverk.form import FIELDS
from ramverk.formats.pdf.sheet import Sheet, Widget
from ramverk.formats.pdf.typesetting import FONTS, TEMPLATES
from ramverk.formats.pdf.widgets import HIDDEN
from ramverk.interface import interface_for
from ramverk.loading import Source, load_framework

HERE = Path(__file__).parent
PEERS = HERE / "pdf_peers"
PACKAGES = ("weasyprint", "reportlab")

RUNS = 7
#: Indicators in a criterion.
INDICATORS = 5
#: What is made: how many documents, and how many indicators in each.
WORK = {"1 document": (1, 20), "20 documents": (20, 20), "1,000 indicators": (1, 1000)}

FLOOR, FORM, PRINT = "Typst alone, no fields", "Ramverk form", "Ramverk print"
WEASYPRINT, REPORTLAB = "WeasyPrint form", "ReportLab form, untagged"
#: What the others are compared with.
BASES = (FLOOR, WEASYPRINT)
HEADS = f"{'CPU s':>6} {'wall s':>6} {'× Typst':>8} {'× WeasyP':>8}"

HEAD = """\
title: Kvalitetsområde {number}, samverkan mellan skola och arbetsliv
language: sv
version: "1.0"
date: 2026-01-01
label: Kvalitetsområde
summary: Stäm av hur skola {number} och dess partner arbetar, med indikatorer och beviskällor.
sections:
  about:
    kind: text
    text: |
      Fyll i översynen av område {number} tillsammans: skolan, arbetsplatserna och eleverna.

      - Läs först igenom alla kriterier
      - Kryssa för det som är på plats, och skriv hur ni vet det
  criteria:
    kind: criteria
    title: Kriterier
    own_rows: 3
    criteria:
"""
CRITERION = """\
      c{criterion}:
        title: Kriterium {criterion} om ledning och hållbar samverkan i område {number}
        text: Ramarna för arbetet {criterion} är skrivna och kända av alla som berörs.
        evidence:
          strategy: Strategi {criterion} för internationella aktiviteter
          plan: Handlingsplan {criterion} för praktiken
        indicators:
"""
INDICATOR = """\
          i{item}:
            title: Skolan har i område {number} fastställt mål {item} och följer årligen upp dem
            text: Det märks i budgeten och i hur tjänster {item} fördelas mellan lärarna.
"""
SERVICES = """\
  services:
    kind: service-table
    title: Tjänster
    quality: {min: 1, max: 10}
    own_rows: 2
    services:
"""


@dataclass(frozen=True)
class Cost:
    """Seconds of the whole process, and those after its imports."""

    cpu: float
    wall: float
    own_cpu: float
    own_wall: float


@dataclass(frozen=True)
class Tool:
    """A process that makes PDFs of the files that its command ends in."""

    command: Sequence[str]
    suffix: str

    def file_name(self, number: int) -> str:
        return f"f{number}{self.suffix}"


# --- what is made


def framework(number: int, indicators: int) -> str:
    """A framework file; the number is in most sentences, so that no tool can reuse their layout."""
    lines = [HEAD.format(number=number)]
    for item in range(indicators):
        criterion, place = divmod(item, INDICATORS)
        if not place:
            lines.append(CRITERION.format(number=number, criterion=criterion))
        lines.append(INDICATOR.format(number=number, item=item))
    services = "".join(f"      s{each}: Tjänst {each} från skola {number}\n" for each in range(8))
    return "".join([*lines, SERVICES, services])


def write_inputs(folder: Path, documents: int, indicators: int) -> None:
    """Each document as each tool wants it."""
    faces = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    for number in range(documents):
        path = folder / f"f{number}.yaml"
        path.write_text(framework(number, indicators), "utf-8")
        found, problems = load_framework(Source(path.stem, path, path.name))
        assert found, problems
        sheet = Sheet(found, interface_for("sv"), "form")
        data = {**sheet.data(), "fonts": faces.families()}
        fields = named(data, sheet.widgets)
        for suffix, text in {
            ".typst.json": json.dumps(data, ensure_ascii=False),
            ".json": json.dumps(fields, ensure_ascii=False),
            ".html": as_html(fields),
        }.items():
            path.with_suffix(suffix).write_text(text, "utf-8")


def named(value: Any, widgets: Sequence[Widget]) -> Any:
    """The data of a sheet with what the tools have to know of each field in its place."""
    if isinstance(value, list):
        return [named(each, widgets) for each in value]
    if not isinstance(value, dict):
        return value
    if "n" not in value:
        return {key: named(each, widgets) for key, each in value.items()}
    widget = widgets[value["n"]]
    scale = widget.field.scale
    return {
        "kind": widget.field.kind,
        "name": widget.field.name,
        "label": widget.choice_label or widget.label,
        "lines": FIELDS[widget.field.column].lines,
        "choice": widget.choice,
        "options": ["-", *map(str, range(scale.min, scale.max + 1))] if scale else [],
    }


# --- who makes it


def tools() -> Iterator[tuple[str, Tool]]:
    """All tools that there are on this machine."""
    python = str(environment.program("python"))
    ours = [sys.executable, str(PEERS / "with_ramverk.py")]
    alone = [sys.executable, str(PEERS / "with_typst.py"), str(TEMPLATES / "sheet.typ")]
    yield FLOOR, Tool([*alone, str(FONTS)], ".typst.json")
    yield FORM, Tool([*ours, "form"], ".yaml")
    yield PRINT, Tool([*ours, "print"], ".yaml")
    check = subprocess.run(
        [python, "-c", "import weasyprint"], check=False, capture_output=True, text=True
    )
    if check.returncode:
        print(f"WeasyPrint is left out, since it finds no Pango; see pdf.py.\n{check.stderr}")
    else:
        yield WEASYPRINT, Tool([python, str(PEERS / "with_weasyprint.py"), str(FONTS)], ".html")
    yield REPORTLAB, Tool([python, str(PEERS / "with_reportlab.py"), str(FONTS)], ".json")


# --- what it costs


def measure(command: Sequence[str], folder: Path) -> Cost:
    """What a process and its children use; it writes into a folder."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=variables(), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    output = process.stdout.read()
    _, status, use = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    own_cpu, own_wall = map(float, output.split()[-2:])
    return Cost(use.ru_utime + use.ru_stime, wall, own_cpu, own_wall)


def compare(
    everybody: Mapping[str, Tool], folder: Path, documents: int, runs: int
) -> dict[str, Cost]:
    """The median cost of each; they take turns, and the first turn warms up and is not counted."""
    found: dict[str, list[Cost]] = {title: [] for title in everybody}
    for turn in range(runs + 1):
        for title, tool in everybody.items():
            files = [str(folder / tool.file_name(number)) for number in range(documents)]
            results = folder / title
            results.mkdir(exist_ok=True)
            cost = measure([*tool.command, *files], results)
            if turn:
                found[title].append(cost)
    return {
        title: Cost(*map(statistics.median, zip(*map(astuple, costs), strict=True)))
        for title, costs in found.items()
    }


def contents(path: Path) -> tuple[int, int, float]:
    """Pages, visible form fields with each radio button as one, and KB of a finished document."""
    with pikepdf.open(path) as pdf:
        marks = [each for page in pdf.pages for each in page.get("/Annots", ())]
        fields = [each for each in marks if each.Subtype == "/Widget" and each.get("/F") != HIDDEN]
        return len(pdf.pages), len(fields), path.stat().st_size / 1000


# --- the report


def report(runs: int) -> Iterator[str]:
    python = f"{platform.python_implementation()} {platform.python_version()}"
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    own = [f"{name} {version(name)}" for name in ("typst", "pikepdf")]
    versions = [*own, *environment.pinned(PACKAGES)]
    yield f"{python}, {cores} cores, {platform.machine()}, median of {runs} runs, load {load:.1f}"
    yield f"{', '.join(versions)}; × Typst and × WeasyPrint in CPU seconds\n"
    yield f"{'':41}{'whole process':^31} {'after imports':^31} {'one file':^19}"
    yield f"{'':41}{HEADS} {HEADS} {'pages':>5} {'fields':>6} {'KB':>6}"
    everybody = dict(tools())
    found = {}
    for work, (documents, indicators) in WORK.items():
        with tempfile.TemporaryDirectory() as name:
            write_inputs(Path(name), documents, indicators)
            found[work] = compare(everybody, Path(name), documents, runs)
            yield from table(work, found[work], Path(name), everybody)
    yield from goals(*found.values())


def table(
    work: str, found: Mapping[str, Cost], folder: Path, everybody: Mapping[str, Tool]
) -> Iterator[str]:
    for title, cost in found.items():
        whole = figures(cost.cpu, cost.wall, [found[each].cpu for each in BASES if each in found])
        bases = [found[each].own_cpu for each in BASES if each in found]
        own = figures(cost.own_cpu, cost.own_wall, bases)
        pages, fields, size = contents(folder / title / f"{everybody[title].file_name(0)}.pdf")
        yield f"{work:<17}{title:<24}{whole} {own} {pages:>5} {fields:>6} {size:>6.0f}"
    yield ""


def figures(cpu: float, wall: float, bases: Sequence[float]) -> str:
    ratios = "".join(f"{cpu / base:>9.2f}" for base in bases)
    return f"{cpu:>6.2f} {wall:>6.2f}{ratios:<18}"


def goals(one: Mapping[str, Cost], twenty: Mapping[str, Cost], *_: object) -> Iterator[str]:
    for each, way in (("cpu", "whole process"), ("own_cpu", "after imports")):
        ratio = getattr(one[FORM], each) / getattr(one[FLOOR], each)
        yield _goal(f"1 form is at most 1.5 × Typst alone, {way}", ratio, ratio <= 1.5)
    if WEASYPRINT in twenty:
        ratio = twenty[FORM].cpu / twenty[WEASYPRINT].cpu
        yield _goal("20 forms are under 0.25 × WeasyPrint, whole process", ratio, ratio < 0.25)


def _goal(words: str, ratio: float, is_met: bool) -> str:
    return f"{words + ':':<54} {ratio:.2f}, {'met' if is_met else 'missed'}"


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    environment.install()
    for line in report(runs):
        print(line, flush=True)


if __name__ == "__main__":
    main()
