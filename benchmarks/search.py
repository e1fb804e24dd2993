"""Measure the search: what its index costs to make and to keep, and what a query fetches of it.

    python benchmarks/search.py [ITEMS…] [--pagefind COMMAND]

Sizes are those of the handbook of this repository and of generated frameworks (10,000 items), in
Swedish; fetched bytes are compressed one file at a time, as web servers do. Queries are words of
the handbook itself, one and three at a time, until the first results stand there with their texts;
page, styles and the script of the search are not counted. A third handbook has the pages of the
second and many more words: those of the first at random, one in seven replaced by one of 20,000
compounds. With ``--pagefind "python -m pagefind_bin"`` that program indexes the same pages and
answers the same queries: five results with their texts, without its own script of the page. The
table is printed, and kept under ``benchmarks/results``.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import json
import os
import platform
import random
import re
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urlsplit

from generate import generate
from playwright.sync_api import Browser, Request, sync_playwright

from ramverk import search_index
from ramverk.search_index import Entry

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"
QUERIES = 20
RUNS = 3
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

Pages = dict[str, list[Entry]]

#: Runs a query of the other engine as its own page does, up to five results with their texts.
PAGEFIND = """async (query) => {
  const engine = await import('/pagefind/pagefind.js');
  const found = await engine.search(query);
  await Promise.all(found.results.slice(0, 5).map((each) => each.data()));
  return found.results.length;
}"""


def build(folder: Path) -> None:
    command = [sys.executable, "-m", "ramverk", "build", "--project", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def entries_of(folder: Path) -> Pages:
    """The sections of a built project's Swedish pages, as its build has kept them."""
    kept = json.loads((folder / "build/doctrees/sv/ramverk-entries-html.json").read_text("utf-8"))
    return {page: [Entry(*each) for each in kept[page]] for page in kept}


def rich(pages: Pages) -> Pages:
    """As many pages and letters, of words of the real handbook and compounds made of them."""
    chance = random.Random(1)
    texts = [entry.text for each in entries_of(ROOT).values() for entry in each]
    words = [word for text in texts for word in re.findall(r"[^\W\d_]+", text)]
    halves = sorted({word.lower() for word in words if 5 <= len(word) <= 10})
    compounds = [chance.choice(halves) + chance.choice(halves) for _ in range(20_000)]

    def sentence(length: int) -> str:
        kinds = (words, compounds)
        found = [chance.choice(chance.choices(kinds, (85, 15))[0]) for _ in range(length // 7)]
        return " ".join(found)

    return {
        page: [
            each._replace(heading=each.heading and sentence(40), text=sentence(len(each.text)))
            for each in entries
        ]
        for page, entries in pages.items()
    }


def queries_of(pages: Pages, words: int) -> list[str]:
    """Queries of so many words, each of them standing in the handbook."""
    chance = random.Random(words)
    texts = [entry.text for each in pages.values() for entry in each]
    known = [word for text in texts for word in re.findall(r"[^\W\d_]{4,}", text)]
    return [" ".join(chance.sample(known, words)) for _ in range(QUERIES)]


# --- this package -------------------------------------------------------------------------------


def write_site(folder: Path, pages: Pages) -> list[str]:
    """The search page with an index of ``pages``; rows of the table: what that costs."""
    static = folder / "_static"
    built = ROOT / "build/html/sv"
    shutil.copytree(built / "_static", static, ignore=shutil.ignore_patterns("ramverk-index*"))
    shutil.copyfile(built / "search.html", folder / "search.html")
    (static / search_index.FOLDER).mkdir()
    seconds = []
    for _ in range(RUNS):
        began = time.process_time()
        files = search_index.files(pages)
        for name, content in files.items():
            (static / name).write_text(content, "utf-8")
        seconds.append(time.process_time() - began)
    sizes = [len(content.encode()) for content in files.values()]
    return [f"{min(seconds):.2f} s", f"{len(sizes)}", f"{sum(sizes) / 1000:,.0f} kB"]


def fetched(browser: Browser, address: str, query: str, folder: Path) -> int:
    """Bytes of the index that a query fetches, compressed."""
    sizes = {}

    def note(request: Request) -> None:
        name = urlsplit(request.url).path.lstrip("/")
        if "ramverk-index" in name:
            sizes[name] = len(gzip.compress((folder / name).read_bytes(), 6))

    page = browser.new_page()
    page.on("request", note)
    page.goto(f"{address}search.html?q={quote(query)}")
    page.wait_for_function("document.getElementById('search-status').textContent")
    page.close()
    return sum(sizes.values())


# --- the other engine ---------------------------------------------------------------------------


def write_pagefind(folder: Path, pages: Pages, command: Sequence[str]) -> list[str]:
    """The same texts as pages, indexed by Pagefind; rows of the table."""
    for page, entries in pages.items():
        path = folder / f"{page}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        sections = "".join(
            f'<h2 id="{each.anchor}">{escape(each.heading)}</h2><p>{escape(each.text)}</p>'
            for each in entries
        )
        title = escape(entries[0].title) if entries else ""
        head = f'<!doctype html><html lang="sv"><meta charset="utf-8"><title>{title}</title>'
        path.write_text(f"{head}<main><h1>{title}</h1>{sections}</main></html>", "utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [*command, "--site", str(folder)], check=True, stdout=subprocess.DEVNULL, cwd=folder
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    paths = [path for path in (folder / "pagefind").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in paths)
    return [f"{seconds:.2f} s", f"{len(paths)}", f"{size / 1000:,.0f} kB"]


def fetched_by_pagefind(browser: Browser, address: str, query: str, folder: Path) -> int:
    """As :func:`fetched`; the engine itself, in WebAssembly, is part of what a query needs."""
    sizes = {}

    def note(request: Request) -> None:
        name = urlsplit(request.url).path.lstrip("/")
        if name.startswith("pagefind/") and not name.endswith(".js"):
            content = (folder / name).read_bytes()
            # Its files are compressed already, but for the entry.
            sizes[name] = min(len(content), len(gzip.compress(content, 6)))

    page = browser.new_page()
    page.on("request", note)
    page.goto(address)
    page.evaluate(PAGEFIND, query)
    page.close()
    return sum(sizes.values())


# --- the table ----------------------------------------------------------------------------------


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


def row(
    browser: Browser,
    pages: Pages,
    write: Callable[[Path], list[str]],
    fetch: Callable[[Browser, str, str, Path], int],
) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cells = write(folder)
        with served(folder) as address:
            for words in (1, 3):
                sizes = sorted(
                    fetch(browser, address, query, folder) for query in queries_of(pages, words)
                )
                high = sizes[int(len(sizes) * 0.95)]
                cells.append(f"{statistics.median(sizes) / 1000:.1f}–{high / 1000:.1f} kB")
    return cells


def table(browser: Browser, items: Sequence[int], pagefind: Sequence[str]) -> Iterator[str]:
    build(ROOT)
    handbooks = {"the handbook": entries_of(ROOT)}
    for count in items:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "project"
            generate(folder, count)
            build(folder)
            handbooks[f"{count:,} items"] = entries_of(folder)
        handbooks[f"{count:,} items, rich words"] = rich(handbooks[f"{count:,} items"])
    columns = ["", "", "index made in", "files", "size", "a word fetches", "three words fetch"]
    yield " | ".join(columns)
    for name, pages in handbooks.items():
        kinds = len({word for x in pages.values() for e in x for word in e.text.lower().split()})
        yield f"{name}: {len(pages)} pages, {kinds:,} different words"
        cells = row(browser, pages, lambda folder, p=pages: write_site(folder, p), fetched)
        yield " | ".join(["", "ramverk", *cells])
        if pagefind:
            cells = row(
                browser,
                pages,
                lambda folder, p=pages: write_pagefind(folder, p, pagefind),
                fetched_by_pagefind,
            )
            yield " | ".join(["", "pagefind", *cells])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("items", nargs="*", type=int, default=[10_000])
    arguments.add_argument("--pagefind", default="", metavar="COMMAND")
    arguments.add_argument("--browser", metavar="PATH", help="Chromium; else the one of Playwright")
    given = arguments.parse_args()
    date = datetime.datetime.now(tz=datetime.UTC).date()
    machine = f"{platform.platform()}, {os.cpu_count()} cores"
    lines = [f"{date}: Python {platform.python_version()}, {machine}; median–95 %"]
    print(lines[0], flush=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.browser, args=FLAGS)
        for line in table(browser, given.items, shlex.split(given.pagefind)):
            print(line, flush=True)
            lines.append(line)
        browser.close()
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"search-{date}.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
