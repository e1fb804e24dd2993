"""The machine of a run, and the versions of all that was measured."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from environment import NODE_FOLDER, ROOT, program
from measuring import place_of_sites

#: Packages whose versions decide the outcome; of those in Ramverk's own environment.
OWN = ("sphinx", "docutils", "myst-parser", "typst", "pikepdf", "polib")
#: … and of those in the environment of the others.
OTHERS = (
    *("sphinx", "sphinx-needs", "sphinxcontrib-datatemplates", "mkdocs", "mkdocs-material"),
    *("mkdocs-static-i18n", "zensical", "hugo", "pagefind-bin", "jinja2", "weasyprint"),
    *("reportlab", "sphinx-intl", "babel"),
)
SEPARATORS = re.compile(r"[-_.]+")


def described() -> Iterator[str]:
    """Lines of Markdown."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    yield f"- Machine: {_processor()}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB"
    yield f"- System: {platform.system()} {platform.release()}, {platform.machine()}"
    yield f"- Load average at the start (1, 5, 15 minutes): {load}"
    own = ", ".join(f"{name} {version(name)}" for name in OWN)
    yield f"- Ramverk: {_revision()}; Python {platform.python_version()}, {own}"
    yield f"- Sites are built {'in memory' if place_of_sites() else 'on the disk'}"
    yield f"- Others: {', '.join([*_packages(), *_programs()])}"


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.+)", path.read_text("utf-8")) if path.exists() else None
    return found[1] if found else platform.processor() or "unknown processor"


def _revision() -> str:
    """The commit, and whether files differ from it."""
    revision = _output("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD") or "no revision"
    changed = _output("git", "-C", str(ROOT), "status", "--porcelain", "--untracked-files=no")
    return f"{revision} with changes" if changed else revision


def _packages() -> Iterator[str]:
    """Their names are written in several ways."""
    listed = _output(str(program("python")), "-m", "pip", "freeze").splitlines()
    found = {SEPARATORS.sub("-", each[0].lower()): each[1] for each in _pairs(listed)}
    for name in OTHERS:
        if name in found:
            yield f"{name} {found[name]}"


def _pairs(lines: Sequence[str]) -> Iterator[list[str]]:
    yield from (each.split("==") for each in lines if "==" in each)


def _programs() -> Iterator[str]:
    if shutil.which("node"):
        yield f"node {_output('node', '--version').removeprefix('v')}"
        package = NODE_FOLDER / "node_modules/@11ty/eleventy/package.json"
        if found := re.search(r'"version": "(.+?)"', package.read_text("utf-8")):
            yield f"eleventy {found[1]}"
    if shutil.which("msgmerge"):
        yield _output("msgmerge", "--version").splitlines()[0]


def _output(*command: str) -> str:
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.strip()
