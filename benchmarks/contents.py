"""Measure what the contents of a handbook cost by themselves, before anything lays out a page.

    python benchmarks/contents.py [ITEMS] [LANGUAGES]

Frameworks and catalogues are read and checked, translated, written as HTML, as data and as a search
index, and each file is written once: by Ramverk's own functions, without Sphinx, navigation,
checks of what has changed, or publishing. No way of building pages takes less than that. Beside it
stands what programs cost before the first page: those of Ramverk alone, and all that a build loads.
CPU seconds, the least of some runs, each in a process of its own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5


def contents(root: Path, out: Path, languages: list[str]) -> dict[str, float]:
    """CPU seconds of each step."""
    costs = {"start": time.process_time()}

    def note(step: str, since: float) -> float:
        now = time.process_time()
        costs[step] = costs.get(step, 0.0) + now - since
        return now

    from ramverk import garbage, search_index
    from ramverk.catalog_checks import catalog_files, check_project_catalog
    from ramverk.files import write
    from ramverk.formats import html, json_
    from ramverk.formats.html import View
    from ramverk.interface import interface_for
    from ramverk.library import Library
    from ramverk.model import CriteriaSection, Framework
    from ramverk.project import open_project
    from ramverk.search_index import Entry

    garbage.collect_rarely()

    def entries(framework: Framework) -> list[Entry]:
        title = str(framework.title)
        found = [Entry(framework.id, "", title, "", str(framework.summary or ""))]
        for section in framework.sections.values():
            if isinstance(section, CriteriaSection):
                for id_, each in section.criteria.items():
                    text = " ".join(item.title for item in each.children.values())
                    found.append(Entry(framework.id, id_, title, str(each.title), text))
        return found

    def page(view: View) -> str:
        parts = [html.header(view)]
        for id_, section in view.framework.sections.items():
            parts.append(html.section(view, id_))
            if isinstance(section, CriteriaSection):
                parts += [html.criterion(view, id_, each) for each in section.criteria]
        return "".join([*parts, html.notices(view), html.downloads(view)])

    now = note("programs of Ramverk", costs["start"])
    project = open_project(root)
    source = project.library()
    for language in languages:
        for file in catalog_files(project, language):
            check_project_catalog(project, source, file, None, errors_only=True)
    source.prepare()
    now = note("read and checked", now)
    for language in languages:
        library = Library(root, project.frameworks, project.catalogs, language)
        interface = interface_for(language, (project.catalogs,))
        frameworks = library.frameworks()
        digests = {each.id: library.answer_digests(each.id) for each in frameworks}
        now = note("translated", now)
        files = {
            f"{each.id}.html": page(View(each, interface, "", (), digests[each.id]))
            for each in frameworks
        }
        now = note("HTML", now)
        files |= {f"{each.id}.json": json_.write(each, language) for each in frameworks}
        now = note("data", now)
        files |= search_index.files({each.id: entries(each) for each in frameworks})
        now = note("search index", now)
        for name, content in files.items():
            write(f"{out}/{language}/{name}", content.encode())
        now = note("files", now)
    del costs["start"]
    return costs


def programs() -> dict[str, float]:
    """CPU seconds until all is loaded that a build needs."""
    from ramverk import building, cli, gate, lean_sphinx, site

    lean_sphinx.preload()
    assert all((building, cli, gate, site))
    return {"all programs of a build": time.process_time()}


def measured(*arguments: str) -> dict[str, float]:
    """The least of some runs, of each step."""
    runs = []
    for _ in range(RUNS):
        command = [sys.executable, __file__, *arguments]
        found = subprocess.run(command, check=True, capture_output=True, text=True)
        runs.append(json.loads(found.stdout))
    return {step: min(each[step] for each in runs) for step in runs[0]}


def main() -> None:
    match sys.argv[1:]:
        case ["--programs"]:
            print(json.dumps(programs()))
            return
        case ["--contents", root, out, *languages]:
            print(json.dumps(contents(Path(root), Path(out), languages)))
            return
        case given:
            items, count = [*map(int, given), *(10_000, 2)[len(given) :]]
    from collection import Collection
    from generate import generate

    memory = Path("/dev/shm")  # files elsewhere cost what the disk does
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    try:
        generate(folder / "project", items, count)
        tags = Collection.of(items, count).languages
        costs = measured("--contents", str(folder / "project"), str(folder / "out"), *tags)
        total = sum(costs.values())
        print(f"{items:,} items × {count} languages, CPU s")
        for step, cost in {**costs, "together": total, **measured("--programs")}.items():
            print(f"{step:26} {cost:6.2f}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
