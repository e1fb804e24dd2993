"""The finished site takes the place of the one before: whole, and file by file only what differs.

What is new is first laid out in a folder of its own. A list of what to do with it, written last,
makes it ready; from then on it is carried through, by the next build if this one is killed. The
folder of the site itself stays, for whoever serves it or stands in it.
"""

from __future__ import annotations

import contextlib
import filecmp
import json
import os
import shutil
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .files import paths_below, read, write, write_if_changed

_LIST: Final = "publish.json"
_NEW: Final = "new"
#: Beside the workplace: as what each file was published.
_MEMORY: Final = "published.json"


@dataclass(slots=True)
class Edition:
    """What a site shall hold, by addresses below it.

    :param trees: for each folder, the files that it shall hold and no others, by their paths in it.
    :param files: contents of single files, ``None`` for one that shall not be there.
    """

    trees: Mapping[str, Mapping[str, str]]
    files: Mapping[str, str | None] = field(default_factory=dict)


def publish(edition: Edition, site: Path, workplace: Path) -> None:
    """Make ``site`` hold what ``edition`` says; whatever else lies there stays.

    :param workplace: a folder on the same file system; it is gone afterwards.
    """
    carry_through(site, workplace)
    new, gone = workplace / _NEW, []
    memory = workplace.with_name(_MEMORY)
    known = _remembered(memory)
    stamps = {name: each for name, each in known.items() if name not in edition.trees}
    for name, tree in edition.trees.items():
        there, before = files_below(site / name), known.get(name, {})
        stamps[name] = {
            relative: _lay_out(
                made, there.get(relative), before.get(relative), f"{new}/{name}/{relative}"
            )
            for relative, made in sorted(tree.items())
        }
        gone += [f"{name}/{each}" for each in sorted(there.keys() - tree.keys())]
    for name, content in edition.files.items():
        path = site / name
        if content is None:
            gone += [name] if path.exists() else []
        elif not path.is_file() or path.read_bytes() != content.encode():
            write_if_changed(new / name, content)
    if new.is_dir() or gone:
        write_if_changed(workplace / _LIST, json.dumps(gone))
    carry_through(site, workplace)
    write_if_changed(memory, json.dumps(stamps))


def carry_through(site: Path, workplace: Path) -> None:
    """Finish what an earlier process began to publish; throw away what was not ready."""
    ready = workplace / _LIST
    if ready.is_file():
        new = workplace / _NEW
        for folder in sorted(each.name for each in new.glob("*") if each.is_dir()):
            if not os.path.lexists(site / folder):  # a language that was not there before
                _replace(f"{new}/{folder}", site, folder)
        # A page must not ask for styles that are not there yet.
        found = sorted(files_below(new), key=lambda each: (each.endswith(".html"), each))
        for relative in found:
            _replace(f"{new}/{relative}", site, relative)
        for name in json.loads(ready.read_text("utf-8")):
            if not (site / name).is_dir():  # what is new may need a folder there
                (site / name).unlink(missing_ok=True)
            _remove_empty(site / name, site)
    if workplace.is_dir():
        # The list goes first: without it, the rest is nothing.
        ready.unlink(missing_ok=True)
        shutil.rmtree(workplace)


def files_below(folder: Path, ignored: Set[str] = frozenset()) -> dict[str, str]:
    """The files below a folder, by their paths in it.

    :param ignored: names of files to leave out.
    """
    start = len(str(folder)) + 1
    return {
        path[start:]: path
        for path in paths_below(folder)
        if path.rpartition(os.sep)[2] not in ignored
    }


#: Of a file that was made: when it was written and changed, in nanoseconds, and its size; of what
#: was published of it, when that was written.
_Stamp = list[int]


def _lay_out(made: str, published: str | None, before: _Stamp | None, new: str) -> _Stamp:
    """Copy what was made to the place ``new`` unless it is published already.

    :param before: the stamp of the two when they were last known to be the same.
    """
    status = os.stat(made)
    if published is not None:
        with contextlib.suppress(OSError):
            stamp = _stamp(status, os.stat(published))
            # Where a file system knows whole seconds only, two builds may fall into one.
            is_known = stamp == before and status.st_mtime_ns % 10**9 != 0
            if is_known or filecmp.cmp(made, published, shallow=False):
                return stamp
    write(new, read(made))
    return _stamp(status, os.stat(new))


def _stamp(made: os.stat_result, published: os.stat_result) -> _Stamp:
    return [made.st_mtime_ns, made.st_ctime_ns, made.st_size, published.st_mtime_ns]


def _remembered(memory: Path) -> dict[str, dict[str, _Stamp]]:
    """The stamps of all files, by folder and by path in it; none if the list is damaged."""
    try:
        found: dict[str, dict[str, _Stamp]] = json.loads(memory.read_bytes())
        return {str(name): dict(each) for name, each in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _replace(new: str, site: Path, relative: str) -> None:
    """Take a file or a folder over, also where something of the site stands in its way."""
    try:
        os.replace(new, f"{site}/{relative}")
        return
    except OSError:
        pass  # the first in its folder, or something is in the way
    published = site / relative
    if published.is_dir():
        shutil.rmtree(published)
    for above in published.relative_to(site).parents:
        if (site / above).is_file() and above != Path():
            (site / above).unlink()
    published.parent.mkdir(parents=True, exist_ok=True)
    os.replace(new, published)


def _remove_empty(gone: Path, site: Path) -> None:
    """Remove the folders that a file has left empty."""
    for folder in gone.parents:
        if folder == site or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()
