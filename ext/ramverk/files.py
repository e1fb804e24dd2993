"""Files, written only when they change, and digests of what is in them."""

from __future__ import annotations

import filecmp
import hashlib
import shutil
from collections.abc import Iterable, Set
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


def digest_of(paths: Iterable[Path], *more: str) -> str:
    """A digest of the names and contents of files, and of what else is said."""
    digest = hashlib.blake2b("\n".join(more).encode(), digest_size=16)
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def mirror(source: Path, target: Path, ignored: Set[str] = frozenset()) -> None:
    """Make ``target`` hold what ``source`` holds, and touch only the files that differ.

    :param ignored: names of files that are not taken along.
    """
    wanted = {
        path.relative_to(source)
        for path in source.rglob("*")
        if path.is_file() and path.name not in ignored
    }
    for relative in sorted(wanted):
        new, old = source / relative, target / relative
        if not old.is_file() or not filecmp.cmp(new, old, shallow=False):
            old.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(new, old)
    for path in sorted(target.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(target) not in wanted:
            path.unlink()
