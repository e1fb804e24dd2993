"""Measure updates of catalogues: the same edits with Ramverk, sphinx-intl, pybabel and msgmerge.

    python benchmarks/catalogs.py

All begin with the same two catalogues, of sentences of this handbook, all translated, and update
them after the same edits:

- one round: 3 sentences reworded a little, 2 rewritten, 1 moved, 1 deleted, 1 new; then taken back;
- a year of 50 weeks with up to 6 edits each: rewordings, moves within a framework and to the other,
  splits, merges, deletions, new sentences, renamed ids, and earlier wordings that come back. Every
  fourth week a translator translates what waits, and looks over what is outdated.

Ramverk reads the framework files. The others get templates: those that Sphinx writes, with line
numbers, a date and no comments; or Ramverk's own, with the comments that Ramverk's catalogues have.
All are told not to wrap lines. Counted are lines of the difference that an update makes,
translations that are in the catalogue before it and not after it, rewordings that got their old
translation to look over, what had to be translated anew, and texts shown as translated whose
translation was made for another text.

Then the time for a framework of 10,000 messages, after one round of edits. Ramverk's is that of the
whole command, which reads the framework and all pages, too; the others begin at finished templates.

sphinx-intl and pybabel are in the environment of ``make bench``, which keeps the tables. msgmerge
is part of gettext (Debian, Ubuntu: ``apt install gettext``), and left out where that is missing.
"""

from __future__ import annotations

import copy
import json
import os
import platform
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path

import environment
import polib

from ramverk.catalog_updates import Memory, Template, update
from ramverk.catalogs import templates
from ramverk.loading import Source, load_framework
from ramverk.po_files import canonical, is_translated, parse, read_po

ROOT = Path(__file__).parent.parent
PACKAGES = ("sphinx-intl", "babel")

SEED = 2026
WEEKS = 50
MOST_EDITS = 6
BIG = 10_000
NAMES = ("first", "second")
#: Sentences of each framework.
SENTENCES = 46


# --- what an author writes


@dataclass
class Framework:
    """Sentences by id; in a real one they have sections."""

    items: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    def yaml(self) -> str:
        """The file, as JSON, which is YAML too."""
        paths = {f"list/{each}" for each in self.items}
        renamed = {o: n for o, n in self.renamed.items() if o not in paths and n in paths}
        section = {"kind": "checklist", "title": "Lista", "items": self.items}
        head = {"title": "Prov", "language": "sv", "version": "1", "date": "2026-01-01"}
        found = {**head, "sections": {"list": section}, **({"renamed": renamed} if renamed else {})}
        return json.dumps(found, ensure_ascii=False, indent=0)


Frameworks = dict[str, Framework]


def sentences() -> list[tuple[str, str]]:
    """Sentences of this handbook, in Swedish and English."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "locales/en/LC_MESSAGES/frameworks").glob("*.po")):
        for entry in read_po(path, path.name)[0] or ():
            if is_translated(entry) and not entry.fuzzy and 15 < len(entry.msgid) < 200:
                found.setdefault(entry.msgid, entry.msgstr)
    return list(found.items())


class Author:
    """Edits two frameworks at random, the same way each time."""

    def __init__(self, frameworks: Frameworks) -> None:
        self.frameworks = frameworks
        self.random = random.Random(SEED)
        self.gone: list[str] = []
        texts = (text for each in frameworks.values() for text in each.items.values())
        self.words = sorted({word for text in texts for word in text.split()})
        self.number = 0

    def pick(self) -> tuple[Framework, str]:
        framework = self.frameworks[self.random.choice(NAMES)]
        return framework, self.random.choice(list(framework.items))

    def some_words(self, count: int) -> str:
        return " ".join(self.random.choices(self.words, k=count))

    def reword(self) -> None:
        """One or two words added, taken away or replaced."""
        framework, id_ = self.pick()
        words = framework.items[id_].split()
        self.gone.append(framework.items[id_])
        for _ in range(self.random.randint(1, 2)):
            at = self.random.randrange(len(words))
            kept = [] if len(words) > 3 and self.random.random() < 0.5 else words[at : at + 1]
            words[at : at + 1] = [*kept, *self.some_words(self.random.randint(0, 1)).split()]
        framework.items[id_] = " ".join(words) or self.some_words(4)

    def rewrite(self) -> None:
        framework, id_ = self.pick()
        self.gone.append(framework.items[id_])
        framework.items[id_] = self.some_words(9)

    def come_back(self) -> None:
        if self.gone:
            framework, id_ = self.pick()
            framework.items[id_] = self.gone.pop(self.random.randrange(len(self.gone)))

    def move(self) -> None:
        framework, id_ = self.pick()
        text = framework.items.pop(id_)
        self.insert(framework, id_, text)

    def move_to_the_other(self) -> None:
        framework, id_ = self.pick()
        other = next(each for each in self.frameworks.values() if each is not framework)
        if len(framework.items) > SENTENCES // 2:
            self.insert(other, self.new_id(), framework.items.pop(id_))

    def insert(self, framework: Framework, id_: str, text: str) -> None:
        items = list(framework.items.items())
        items.insert(self.random.randint(0, len(items)), (id_, text))
        framework.items = dict(items)

    def new_id(self) -> str:
        self.number += 1
        return f"new{self.number}"

    def delete(self) -> None:
        framework, id_ = self.pick()
        if len(framework.items) > SENTENCES // 2:
            self.gone.append(framework.items.pop(id_))

    def add(self) -> None:
        framework, _ = self.pick()
        self.insert(framework, self.new_id(), self.some_words(8))

    def rename(self) -> None:
        framework, id_ = self.pick()
        new = self.new_id()
        framework.items = {new if i == id_ else i: text for i, text in framework.items.items()}
        framework.renamed[f"list/{id_}"] = f"list/{new}"

    def split(self) -> None:
        framework, id_ = self.pick()
        words = framework.items[id_].split()
        if len(words) > 5:
            half = len(words) // 2
            framework.items[id_] = " ".join(words[:half])
            self.insert(framework, self.new_id(), " ".join(words[half:]))

    def merge(self) -> None:
        framework, id_ = self.pick()
        other = self.random.choice(list(framework.items))
        if other != id_ and len(framework.items) > SENTENCES // 2:
            framework.items[id_] += f" {framework.items.pop(other)}"

    def one_round(self) -> dict[str, str]:
        """5 rewordings, and what each sentence was; one move, deletion and addition."""
        framework = self.frameworks[NAMES[0]]
        chosen = self.random.sample(list(framework.items), 7)
        before = {id_: framework.items[id_] for id_ in chosen[:5]}
        for number, (id_, text) in enumerate(before.items()):
            words = text.split()
            few = [*words[:-1], *self.some_words(1).split(), words[-1]]
            framework.items[id_] = " ".join(few) if number < 3 else self.some_words(9)
        text = framework.items.pop(chosen[5])
        self.insert(framework, chosen[5], text)
        del framework.items[chosen[6]]
        self.insert(framework, self.new_id(), self.some_words(8))
        return {framework.items[id_]: text for id_, text in before.items()}

    def week(self) -> None:
        edits: Sequence[Callable[[], None]] = (
            self.reword, self.reword, self.reword, self.rewrite, self.come_back, self.move,
            self.move_to_the_other, self.delete, self.add, self.rename, self.split, self.merge,
        )  # fmt: skip
        for _ in range(self.random.randint(1, MOST_EDITS)):
            self.random.choice(edits)()


# --- who updates


@dataclass
class Tool:
    """Keeps the catalogues of the two frameworks below a folder of its own."""

    title: str
    folder: Path
    #: The command, with ``{po}``, ``{pot}`` and ``{folder}`` filled in; none: Ramverk.
    command: Sequence[str] = ()
    #: Whether its templates are those of Sphinx, with line numbers and a date.
    numbered: bool = False

    def path(self, name: str) -> Path:
        return self.folder / "locale" / "en" / "LC_MESSAGES" / f"{name}.po"

    def read(self, name: str) -> list[polib.POEntry]:
        return list(self.catalog(name))

    def catalog(self, name: str) -> polib.POFile:
        lines = self.path(name).read_text("utf-8").split("\n")
        if self.command:  # what Babel makes of a previous source in several lines is no source
            lines = [line for line in lines if not line.startswith("#|")]
        return parse("\n".join(lines))

    def update(self, frameworks: Frameworks, day: int) -> None:
        if not self.command:
            self._update_with_ramverk(frameworks)
            return
        for name, framework in frameworks.items():
            pot = self.folder / "pot" / f"{name}.pot"
            write_template(pot, wanted(self.folder, name, framework), day * self.numbered)
        # sphinx-intl updates all catalogues of a folder at once
        once = not any("{po}" in each for each in self.command)
        for name in list(frameworks)[: 1 if once else None]:
            places = {
                "po": str(self.path(name)),
                "pot": str(self.folder / "pot" / f"{name}.pot"),
                "folder": str(self.folder),
            }
            run([each.format(**places) for each in self.command])

    def _update_with_ramverk(self, frameworks: Frameworks) -> None:
        memory = Memory()
        for name in frameworks:
            memory.add(self.read(name))
        for name, framework in frameworks.items():
            entries = update(self.read(name), wanted(self.folder, name, framework), memory)
            self.path(name).write_text(canonical(entries, {}, "en"), "utf-8")


def wanted(folder: Path, name: str, framework: Framework) -> list[Template]:
    path = folder / f"{name}.yaml"
    path.write_text(framework.yaml(), "utf-8")
    found, problems = load_framework(Source(name, path, f"frameworks/{name}.yaml"))
    if found is None:
        raise RuntimeError(str(problems[0]))
    return templates(found)


def write_template(path: Path, messages: Iterable[Template], day: int) -> None:
    """A template; on a day, one of Sphinx, with line numbers and that day as its date."""
    date = f"2026-01-01 {day // 60:02}:{day % 60:02}+0000"
    pot = polib.POFile(wrapwidth=0)
    pot.metadata = {"Content-Type": "text/plain; charset=UTF-8", "POT-Creation-Date": date}
    for number, each in enumerate(messages):
        entry = each.entry()
        if day:
            entry.comment, entry.occurrences = "", [(f"../../{each.file}", str(number + 8))]
        pot.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(str(pot), "utf-8")


def run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd=tempfile.gettempdir())


def tools(folder: Path) -> list[Tool]:
    intl, pybabel = (str(environment.program(each)) for each in ("sphinx-intl", "pybabel"))
    peers = {
        "sphinx-intl": [
            *(intl, "update", "-p", "{folder}/pot"),
            *("-d", "{folder}/locale", "-l", "en", "-w", "0", "-j", "1"),
        ],
        "pybabel": [
            *(pybabel, "update", "-i", "{pot}", "-o", "{po}", "-l", "en"),
            *("--previous", "--no-wrap"),
        ],
        "msgmerge": [
            *("msgmerge", "--quiet", "--update", "--backup=none", "--previous", "--no-wrap"),
            *("{po}", "{pot}"),
        ],
    }
    if not shutil.which("msgmerge"):
        del peers["msgmerge"]
    found = [Tool("Ramverk", folder / "ramverk")]
    for title, command in peers.items():
        found.append(Tool(title, folder / title, command, numbered=True))
        found.append(Tool(f"{title}, our template", folder / f"{title}-ours", command))
    return found


# --- what is counted


@dataclass
class Tally:
    """What came of the updates of one tool."""

    lines: int = 0
    lost: int = 0
    offered: int = 0
    anew: int = 0
    stale: int = 0


def translations(entries: Iterable[polib.POEntry]) -> set[str]:
    return {each.msgstr for each in entries if each.msgstr}


def changed_lines(before: str, path: Path) -> int:
    """Lines taken away and added, as git tells them."""
    old = path.with_suffix(".before")
    old.write_text(before, "utf-8")
    command = ["git", "diff", "--no-index", "--numstat", str(old), str(path)]
    found = subprocess.run(command, check=False, capture_output=True, text=True).stdout.split()
    return sum(map(int, found[:2]))


class Translator:
    """Translates the catalogues of one tool; knows what each translation was made for."""

    def __init__(self, tool: Tool, pairs: Iterable[tuple[str, str]]) -> None:
        self.tool = tool
        self.made = {english: swedish for swedish, english in pairs}
        self.tally = Tally()

    def begin(self, frameworks: Frameworks, english: dict[str, str]) -> None:
        """All translated, in the way that the tool writes it."""
        for name, framework in frameworks.items():
            self.tool.path(name).parent.mkdir(parents=True, exist_ok=True)
            messages = wanted(self.tool.folder, name, framework)
            entries = [each.entry() for each in messages]
            for entry in entries:
                entry.msgstr = english.get(entry.msgid, f"In English: {entry.msgid}")
                self.made[entry.msgstr] = entry.msgid
            self.tool.path(name).write_text(canonical(entries, {}, "en"), "utf-8")
        self.tool.update(frameworks, 1)

    def update(self, frameworks: Frameworks, day: int) -> None:
        before = {name: self.tool.path(name).read_text("utf-8") for name in frameworks}
        kept = set().union(*(translations(self.tool.read(name)) for name in frameworks))
        self.tool.update(frameworks, day)
        for name in frameworks:
            self.tally.lines += changed_lines(before[name], self.tool.path(name))
            kept -= translations(self.tool.read(name))
            self.tally.stale += sum(self.is_stale(each) for each in self.tool.read(name))
        self.tally.lost += len(kept)

    def is_stale(self, entry: polib.POEntry) -> bool:
        is_current = entry.msgstr and not entry.obsolete and not entry.fuzzy
        return bool(is_current and self.made[entry.msgstr] != entry.msgid)

    def work(self, frameworks: Frameworks, day: int) -> None:
        """Translate what waits; the tool then writes it in its own way, which is not counted."""
        for name in frameworks:
            catalog = self.tool.catalog(name)
            for entry in catalog:
                if entry.obsolete or (entry.msgstr and not entry.fuzzy):
                    continue
                self.tally.anew += not entry.msgstr
                self.tally.offered += bool(entry.msgstr)
                entry.msgstr = f"Translation {len(self.made)}: {entry.msgid}"
                entry.flags, entry.previous_msgid = [], None
                self.made[entry.msgstr] = entry.msgid
            text = canonical(catalog, catalog.metadata, "en", catalog.header)
            self.tool.path(name).write_text(text, "utf-8")
        self.tool.update(frameworks, day)


def first_frameworks(pairs: Sequence[tuple[str, str]]) -> Frameworks:
    """Two frameworks that share a few sentences."""
    texts = [swedish for swedish, _ in pairs]
    return {
        name: Framework({f"i{n}": text for n, text in enumerate(texts[start:][:SENTENCES])})
        for name, start in zip(NAMES, (0, max(0, len(texts) - SENTENCES)), strict=True)
    }


# --- the report


def report() -> Iterator[str]:
    python = f"{platform.python_implementation()} {platform.python_version()}"
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    yield f"{python}, {cores} cores, {platform.machine()}, load {load:.1f}"
    yield f"{', '.join(_versions())}\n"
    pairs = sentences()
    with tempfile.TemporaryDirectory() as folder:
        yield from one_round(pairs, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        yield from whole_year(pairs, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        yield from ten_thousand(pairs, Path(folder))


def _versions() -> Iterator[str]:
    yield from environment.pinned(PACKAGES)
    if shutil.which("msgmerge"):
        yield subprocess.check_output(["msgmerge", "--version"], text=True).split("\n")[0]
    yield f"polib {version('polib')}"


def one_round(pairs: Sequence[tuple[str, str]], folder: Path) -> Iterator[str]:
    yield f"{'one round':<31}  lines  old translation offered  lost  lines to undo  restored"
    for tool in tools(folder):
        frameworks = first_frameworks(pairs)
        kept = copy.deepcopy(frameworks)
        translator = Translator(tool, pairs)
        translator.begin(frameworks, dict(pairs))
        start = current(tool)
        old = {text: english for (_, text), english in start.items()}
        reworded = Author(frameworks).one_round()
        translator.update(frameworks, 2)
        found = {each.msgid: each for each in tool.read(NAMES[0]) if not each.obsolete}
        offered = sum(found[new].msgstr == old[before] for new, before in reworded.items())
        lines, lost = translator.tally.lines, translator.tally.lost
        translator.update(kept, 3)
        back = current(tool).items() & start.items()
        undone = translator.tally.lines - lines
        yield (
            f"{tool.title:<31}{lines:>7}{offered:>18} of {len(reworded)}{lost:>8}"
            f"{undone:>15}{len(back):>5} of {len(start)}"
        )
    yield ""


def current(tool: Tool) -> dict[tuple[str, str], str]:
    return {
        (name, each.msgid): each.msgstr
        for name in NAMES
        for each in tool.read(name)
        if each.msgstr and not each.obsolete and not each.fuzzy
    }


def whole_year(pairs: Sequence[tuple[str, str]], folder: Path) -> Iterator[str]:
    yield f"{'a year':<31}  lines   lost  to translate anew  to look over  shown though stale"
    for tool in tools(folder):
        frameworks = first_frameworks(pairs)
        author, translator = Author(frameworks), Translator(tool, pairs)
        translator.begin(frameworks, dict(pairs))
        for week in range(2, WEEKS + 2):
            author.week()
            translator.update(frameworks, week)
            if week % 4 == 0:
                translator.work(frameworks, week)
        t = translator.tally
        yield f"{tool.title:<31}{t.lines:>7}{t.lost:>7}{t.anew:>19}{t.offered:>14}{t.stale:>20}"
    yield ""


def ten_thousand(pairs: Sequence[tuple[str, str]], folder: Path) -> Iterator[str]:
    yield f"{f'{BIG:,} messages, CPU seconds':<31}  update, whole command"
    english = {f"{s} ({n})": f"{e} ({n})" for n in range(BIG // len(pairs) + 1) for s, e in pairs}
    texts = list(english)[:BIG]
    for tool in tools(folder):
        if tool.numbered:
            continue
        frameworks = {NAMES[0]: Framework({f"i{n}": text for n, text in enumerate(texts)})}
        translator = Translator(tool, pairs)
        translator.begin(frameworks, english)
        author = Author({**frameworks, NAMES[1]: frameworks[NAMES[0]]})
        author.one_round()
        if tool.command:
            name = NAMES[0]
            write_template(
                tool.folder / "pot" / f"{name}.pot", wanted(tool.folder, name, frameworks[name]), 2
            )
            seconds = cpu_of_children(partial(tool.update, frameworks, 2))
            yield f"{tool.title:<31}{seconds:>8.2f}"
        else:
            yield from _ramverk(tool, frameworks[NAMES[0]])


def _ramverk(tool: Tool, framework: Framework) -> Iterator[str]:
    """The commands in a project of one page; and the work alone, without start and pages."""
    project = tool.folder / "project"
    write_project(project, framework, tool.path(NAMES[0]).read_text("utf-8"))
    for task in ("update", "check"):
        command = [sys.executable, "-m", "ramverk", "i18n", task, "en", "--project", str(project)]
        seconds = cpu_of_children(partial(run, command))
        yield f"{f'Ramverk, i18n {task}':<31}{seconds:>8.2f}"
    start = time.process_time()
    tool.update({NAMES[0]: framework}, 0)
    seconds = time.process_time() - start
    yield f"{'Ramverk, framework alone':<31}{seconds:>8.2f}"


def write_project(folder: Path, framework: Framework, catalog: str) -> None:
    files = {
        "conf.py": 'ramverk_languages = ["sv", "en"]\nlanguage = "sv"\nproject = "Prov"\n'
        'extensions = ["myst_parser", "ramverk"]\nhtml_theme = "ramverk"\n',
        "source/index.md": f"# Prov\n\n```{{framework}} {NAMES[0]}\n```\n",
        f"frameworks/{NAMES[0]}.yaml": framework.yaml(),
        f"locales/en/LC_MESSAGES/frameworks/{NAMES[0]}.po": catalog,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def cpu_of_children(work: Callable[[], None]) -> float:
    """Seconds that the processes take which ``work`` starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    environment.install()
    for line in report():
        print(line, flush=True)


if __name__ == "__main__":
    main()
