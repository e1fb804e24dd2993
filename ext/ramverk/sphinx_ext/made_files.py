"""Which files were made of what, so that one is made again when, and only when, that has changed.

Kept beside the doctrees of a build, and lost with them; then all files are made again.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ..files import write_if_changed

#: Goes up when what is kept changes its meaning.
FORMAT: Final = "ramverk-made-files/1"


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file as it was made.

    :param inputs: a digest of all that it was made of.
    :param content: a digest of what it holds.
    :param stamp: its size, and when it and its attributes were last changed, in nanoseconds.
    """

    inputs: str
    content: str
    stamp: tuple[int, int, int]

    def is_whole(self, path: Path) -> bool:
        """Whether the file is still as it was made; it is only read where it may not be."""
        try:
            return _stamp(path) == self.stamp or _digest(path.read_bytes()) == self.content
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class Made:
    """The files of one framework.

    :param source: a digest of the files that they come from and of all else that may have a part in
        them; empty when something was wrong with one of them, so that it is looked at again.
    :param files: by what they are; those with which nothing was wrong.
    """

    source: str
    files: Mapping[str, MadeFile] = field(default_factory=dict)


def made_file(path: Path, inputs: str) -> MadeFile:
    """What is to be remembered of a file that has just been made."""
    return MadeFile(inputs, _digest(path.read_bytes()), _stamp(path))


def read_made(path: Path) -> dict[str, Made]:
    """What was made before, by framework; nothing where nothing, or nothing legible, is kept."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        return _made(kept["made"]) if kept["format"] == FORMAT else {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def write_made(path: Path, made: Mapping[str, Made]) -> None:
    """Keep what was made, all of it or nothing."""
    kept = {"format": FORMAT, "made": {id_: dataclasses.asdict(each) for id_, each in made.items()}}
    write_if_changed(path, json.dumps(kept, sort_keys=True, separators=(",", ":")))


def _made(kept: Any) -> dict[str, Made]:
    return {
        str(id_): Made(
            str(each["source"]),
            {
                str(kind): MadeFile(
                    str(file["inputs"]),
                    str(file["content"]),
                    tuple(map(int, file["stamp"])),  # type: ignore[arg-type]
                )
                for kind, file in each["files"].items()
            },
        )
        for id_, each in kept.items()
    }


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
