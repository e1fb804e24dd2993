"""Files, written only when they change, and digests of what is in them."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Write a file unless it holds just that already; whether it was written."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path.resolve(), data)
    return True


def _replace(path: Path, data: bytes) -> None:
    """Give a file another content, all of it or none: a full disk cuts nothing off."""
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_bytes(data)
        if path.exists():
            shutil.copymode(path, new)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise


#: Folders that hold what programs bring along.
_BROUGHT: Final = {"__pycache__", "node_modules"}
#: Files that are made of others, and lie beside them.
_COMPILED: Final = (".mo", ".pyc")


def source_paths_below(folder: str | Path, build: Path) -> list[str]:
    """The files below a folder that may have a part in what is made of it.

    :param build: the folder of what is made, which may lie below.
    """
    made = os.path.realpath(build)

    def is_source(above: str, name: str) -> bool:
        path = f"{above}{os.sep}{name}"
        is_made = os.path.realpath(path) == made or Path(path, "pyvenv.cfg").exists()
        return not name.startswith(".") and name not in _BROUGHT and not is_made

    found = paths_below(folder, is_source)
    names = ((path.rpartition(os.sep)[2], path) for path in found)
    return [path for name, path in names if name[0] != "." and not name.endswith(_COMPILED)]


def _is_no_cache(_above: str, name: str) -> bool:
    return name != "__pycache__"


def paths_below(folder: str | Path, takes: Callable[[str, str], bool] = _is_no_cache) -> list[str]:
    """All files below a folder in the order of their names, but for what Python compiles there.

    As texts: there may be tens of thousands. A folder that links lead to again is taken once.

    :param takes: whether a folder is looked into, by where it lies and its name.
    """
    found: list[str] = []
    seen: set[str] = set()
    for above, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(above)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [each for each in folders if takes(above, each)]
        found += [f"{above}{os.sep}{name}" for name in names]
    return sorted(found)


def digest_of(paths: Iterable[Path], *more: str) -> str:
    """A digest of the names and contents of files, and of what else is said."""
    digest = hashlib.blake2b("\n".join(more).encode(), digest_size=16)
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()
