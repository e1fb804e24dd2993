"""Files, written only when they change, and digests of what is in them."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Write a file unless it holds just that already; whether it was written."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    # Texts and no paths, here and below: a build writes thousands of files.
    name = os.fspath(path)
    try:
        if read(name) == data:
            return False
    except FileNotFoundError:
        pass
    # What a link leads to is replaced, and not the link.
    _replace(os.path.realpath(name) if os.path.islink(name) else name, data)
    return True


def _replace(name: str, data: bytes) -> None:
    """Give a file a content, or another one, all of it or none: a full disk cuts nothing off."""
    folder, last = os.path.split(name)
    new = os.path.join(folder, f".{last}.new")
    try:
        write(new, data)
        with contextlib.suppress(FileNotFoundError):
            shutil.copymode(name, new)
        os.replace(new, name)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(new)
        raise


def read(name: str) -> bytes:
    """All that is in a file.

    :param name: its path; as a text, since a build reads thousands of files.
    """
    with open(name, "rb", buffering=0) as file:
        return file.read()


def write(name: str, data: bytes) -> None:
    """Write a file at once, in a folder that need not be there yet.

    :param name: its path; as a text, since a build writes thousands of files.
    """
    with _opened(name) as file:
        rest = memoryview(data)
        while rest:  # the system may take a part at a time
            rest = rest[file.write(rest) :]


def _opened(name: str) -> io.FileIO:
    try:
        return open(name, "wb", buffering=0)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(name), exist_ok=True)
        return open(name, "wb", buffering=0)


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
    seen: set[tuple[int, int]] = set()
    for above, folders, names in os.walk(folder, followlinks=True):
        try:
            status = os.stat(above)
        except FileNotFoundError:  # gone meanwhile
            continue
        identity = status.st_dev, status.st_ino
        if identity in seen:
            folders.clear()
            continue
        seen.add(identity)
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
