"""Files, written only when they change, and digests of what is in them."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path


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


def paths_below(folder: str | Path) -> list[str]:
    """All files below a folder in the order of their names, but for what Python compiles there.

    As texts: there may be tens of thousands. A folder that links lead to again is taken once.
    """
    found: list[str] = []
    seen: set[str] = set()
    for above, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(above)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [each for each in folders if each != "__pycache__"]
        found += [f"{above}{os.sep}{name}" for name in names]
    return sorted(found)


def digest_of(paths: Iterable[Path], *more: str) -> str:
    """A digest of the names and contents of files, and of what else is said."""
    digest = hashlib.blake2b("\n".join(more).encode(), digest_size=16)
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()
