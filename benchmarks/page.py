"""Measure filling in: from the key to the painted page, at 10, 100 and 1,000 rows.

    python benchmarks/page.py [ROWS…]

A real browser types notes, ticks and assesses qualities in random rows of a service table. Beside
it stands the naive page (``naive.html``): one unbroken table, whose every change saves the whole
sheet as one document, reckons every row and draws the whole result anew. Times depend on the
machine; compare within one run. The command ``make bench`` keeps the table.
"""

from __future__ import annotations

import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
SIZES = (10, 100, 1_000)
CHANGES = 150
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

#: Milliseconds from each event's own time until the frame that shows its change is painted.
METER = """
window.times = [];
addEventListener('input', (event) => {
  const began = window.pressed ?? event.timeStamp;
  window.pressed = undefined;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.times.push(performance.now() - began);
    channel.port2.postMessage(0);
  });
}, true);
for (const kind of ['keydown', 'pointerdown'])
  addEventListener(kind, (event) => { window.pressed = event.timeStamp; }, true);
"""

CONF = """\
ramverk_languages = ["sv"]
language = "sv"
project = "Mätning"
extensions = ["myst_parser", "ramverk"]
html_theme = "ramverk"
"""
FRAMEWORK = """\
title: Mätning
language: sv
version: "1.0"
date: 2026-01-01
sections:
  services:
    kind: service-table
    title: Tjänster
    quality: {min: 1, max: 10}
    own_rows: 3
    services:
"""


def build_page(folder: Path, rows: int) -> str:
    """Address of a built page with a service table of so many rows."""
    (folder / "frameworks").mkdir(parents=True)
    (folder / "source").mkdir()
    (folder / "conf.py").write_text(CONF, "utf-8")
    services = "".join(
        f"      s{n}: Tjänst nummer {n} för skolans samverkan\n" for n in range(rows)
    )
    (folder / "frameworks" / "table.yaml").write_text(FRAMEWORK + services, "utf-8")
    (folder / "source" / "index.md").write_text("```{framework} table\n```\n", "utf-8")
    command = [sys.executable, "-m", "ramverk", "build", "--project", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (folder / "build" / "html" / "sv" / "index.html").as_uri()


def pages(folder: Path, rows: int) -> Iterator[tuple[str, str]]:
    yield "Ramverk", build_page(folder, rows)
    yield "naive: one table, one document", f"{(ROOT / 'benchmarks/naive.html').as_uri()}#{rows}"


def measure(browser: Browser, address: str, rows: int) -> tuple[list[float], float, float]:
    """Sorted times of all changes, the time until the page is ready, and its heap in MB."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(METER)
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("[name='services/s0:note']")
    ready = (time.perf_counter() - start) * 1000
    change(page, rows, random.Random(1))
    page.wait_for_timeout(300)
    times = sorted(page.evaluate("window.times"))
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    context.close()
    return times, ready, heap


def change(page: Page, rows: int, chance: random.Random) -> None:
    for number in range(CHANGES):
        path = f"services/s{chance.randrange(rows)}"
        state = chance.choice(["present", "desired"])
        selector = [":note']", f":{state}'][value=yes]", f":{state}-quality']"][number % 3]
        field = page.locator(f"[name='{path}{selector}")
        field.scroll_into_view_if_needed()
        field.focus()
        settle(page)
        if number % 3 == 1:
            field.click()
        else:
            page.keyboard.press(str(chance.randint(1, 9)))
        settle(page)


def settle(page: Page) -> None:
    """Wait until the browser has nothing left to paint."""
    page.evaluate(
        """async () => {
          for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
          await new Promise((done) => { setTimeout(done, 20); });
        }"""
    )


def report(sizes: Sequence[int]) -> Iterator[str]:
    cores = len(os.sched_getaffinity(0))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        path = (ROOT / ".venv" / "browser").read_text("utf-8").strip()
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        where = f"Chromium {browser.version}, {cores} cores, {platform.machine()}"
        yield f"{where}, {CHANGES} changes; ms from key to painted page\n"
        heads = f"{'p50':>6} {'p95':>6} {'ready':>7} {'heap MB':>8}"
        yield f"{'rows':>6}  {'page':<32} {heads}  × naive"
        for rows in sizes:
            found = {
                title: measure(browser, address, rows)
                for title, address in pages(Path(name) / str(rows), rows)
            }
            *_, (naive, _, _) = found.values()
            for title, (times, ready, heap) in found.items():
                p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
                ratio = p95 / naive[int(len(naive) * 0.95)]
                yield (
                    f"{rows:>6}  {title:<32} {p50:>6.0f} {p95:>6.0f} {ready:>7.0f} {heap:>8.1f}"
                    f"  {ratio:>5.2f}"
                )
        browser.close()


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:]] or SIZES
    for line in report(sizes):
        print(line, flush=True)


if __name__ == "__main__":
    main()
