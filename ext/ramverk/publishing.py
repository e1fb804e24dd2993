"""The finished site takes the place of the one before: whole, and file by file only what differs.

What is new is first laid out in a folder of its own. A list of what to do with it, written last,
makes it ready; from then on it is carried through, by the next build if this one is killed. The
folder of the site itself stays, for whoever serves it or stands in it.
"""

from __future__ import annotations

import filecmp
import json
import shutil
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .files import write_if_changed

_LIST: Final = "publish.json"
_NEW: Final = "new"


@dataclass(slots=True)
class Edition:
    """What a site shall hold, by addresses below it.

    :param trees: a folder for each that the site shall mirror.
    :param files: contents of single files, ``None`` for one that shall not be there.
    """

    trees: Mapping[str, Path]
    files: Mapping[str, str | None] = field(default_factory=dict)


def publish(edition: Edition, site: Path, workplace: Path, ignored: Set[str]) -> None:
    """Make ``site`` hold what ``edition`` says; whatever else lies there stays.

    :param workplace: a folder on the same file system; it holds nothing afterwards.
    :param ignored: names of files in the trees that are not taken along.
    """
    carry_through(site, workplace)
    new, gone = workplace / _NEW, []
    for name, tree in edition.trees.items():
        wanted = set(_files(tree, ignored))
        for relative in sorted(wanted):
            _lay_out(tree / relative, site / name / relative, new / name / relative)
        there = set(_files(site / name, set())) if (site / name).is_dir() else set()
        gone += [f"{name}/{each.as_posix()}" for each in sorted(there - wanted)]
    for name, content in edition.files.items():
        path = site / name
        if content is None:
            gone += [name] if path.exists() else []
        elif not path.is_file() or path.read_bytes() != content.encode():
            write_if_changed(new / name, content)
    if new.is_dir() or gone:
        write_if_changed(workplace / _LIST, json.dumps(gone))
    carry_through(site, workplace)


def carry_through(site: Path, workplace: Path) -> None:
    """Finish what an earlier process began to publish; throw away what was not ready."""
    ready = workplace / _LIST
    if ready.is_file():
        new = workplace / _NEW
        # A page must not ask for styles that are not there yet.
        found = sorted(_files(new, set()), key=lambda each: (each.suffix == ".html", each))
        for relative in found:
            _replace(new / relative, site / relative)
        for name in json.loads(ready.read_text("utf-8")):
            if not (site / name).is_dir():  # what is new may need a folder there
                (site / name).unlink(missing_ok=True)
            _remove_empty(site / name, site)
    if workplace.is_dir():
        # The list goes first: without it, the rest is nothing.
        ready.unlink(missing_ok=True)
        shutil.rmtree(workplace)


def _files(folder: Path, ignored: Set[str]) -> Iterator[Path]:
    """The files below a folder, relative to it."""
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in ignored:
            yield path.relative_to(folder)


def _lay_out(made: Path, published: Path, new: Path) -> None:
    if published.is_file() and filecmp.cmp(made, published, shallow=False):
        return
    new.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made, new)


def _replace(new: Path, published: Path) -> None:
    """Take a file over, also where a folder or a file stands in its way."""
    if published.is_dir():
        shutil.rmtree(published)
    for above in published.parents:
        if above.is_file():
            above.unlink()
    published.parent.mkdir(parents=True, exist_ok=True)
    new.replace(published)


def _remove_empty(gone: Path, site: Path) -> None:
    """Remove the folders that a file has left empty."""
    for folder in gone.parents:
        if folder == site or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()
