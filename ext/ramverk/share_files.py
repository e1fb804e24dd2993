"""A share on disk: a folder with ``share.json`` and the files it has built below ``site/``."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from .files import write_if_changed
from .shares import Share, parse_share

#: Goes up when what is written changes its meaning.
FORMAT: Final = "ramverk-share/1"
RECORD: Final = "share.json"
#: Folder of the files; below it they lie as in the site.
SITE: Final = "site"


@dataclass(frozen=True, slots=True)
class BuiltUnit:
    """What a unit has made.

    :param files: their paths below the site, with a digest of what is in them.
    :param pages: addresses of all pages below the language's folder, ready for a link.
    """

    files: Mapping[str, str]
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """What a share was built from; shares of one site have it in common.

    :param inputs: a digest of all files and settings that have a part in the site.
    :param programs: the versions of what has a part in it, by name.
    """

    inputs: str
    programs: Mapping[str, str]
    languages: tuple[str, ...]
    base_url: str


@dataclass(frozen=True, slots=True)
class Record:
    """What a share says of itself.

    :param unlisted: languages that readers are not offered, with the percent that is translated;
        known to shares with pages.
    """

    share: Share
    origin: Origin
    units: Mapping[str, BuiltUnit]
    unlisted: Mapping[str, int] = field(default_factory=dict)


def digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def digests_below(folder: Path) -> dict[str, str]:
    """The files below a folder by their paths, each with its digest."""
    return {
        path.relative_to(folder).as_posix(): digest_of_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write_record(folder: Path, record: Record) -> None:
    content = {"format": FORMAT, **dataclasses.asdict(record), "share": str(record.share)}
    write_if_changed(folder / RECORD, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def read_record(folder: Path) -> Record | None:
    """What the share in a folder says of itself; ``None`` where that is not legible."""
    try:
        found = json.loads((folder / RECORD).read_text("utf-8"))
        return _record(found) if found["format"] == FORMAT else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _record(found: Any) -> Record:
    share = parse_share(found["share"])
    if share is None:
        raise ValueError(found["share"])
    origin = found["origin"]
    return Record(
        share,
        Origin(
            str(origin["inputs"]),
            {str(name): str(version) for name, version in origin["programs"].items()},
            tuple(map(str, origin["languages"])),
            str(origin["base_url"]),
        ),
        {
            str(name): BuiltUnit(
                {_path(path): str(digest) for path, digest in unit["files"].items()},
                tuple(map(str, unit["pages"])),
            )
            for name, unit in found["units"].items()
        },
        {str(tag): int(percent) for tag, percent in found["unlisted"].items()},
    )


def _path(found: str) -> str:
    """A path below the site."""
    path = PurePosixPath(found)
    if path.is_absolute() or ".." in path.parts or len(path.parts) < 2:
        raise ValueError(found)
    return found


def damaged(folder: Path, record: Record) -> Iterator[str]:
    """Files of a share that are missing or not as they were built."""
    for unit in record.units.values():
        for name, digest in unit.files.items():
            path = folder / SITE / name
            if not path.is_file() or digest_of_file(path) != digest:
                yield name
