"""What decides what a build makes, in a form by which machines can compare it."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

from .files import source_paths_below
from .project import Project
from .share_files import Origin

_PACKAGE: Final = Path(__file__).parent
#: Installed beside everything else, and used by nothing in a build.
_INSTALLERS: Final = {"pip", "setuptools", "wheel", "uv"}


def origin_of(project: Project, languages: Sequence[str], base_url: str) -> Origin:
    """What the site would be built from now.

    Files that ``conf.py`` reads, or that an extension of the project's own is made of, are not
    known here.
    """
    return Origin(_digest_of_inputs(project), _programs(), tuple(languages), base_url)


def _digest_of_inputs(project: Project) -> str:
    # Sphinx puts it in the place of today.
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    digest = hashlib.blake2b(f"{project.settings_digest}\n{epoch}\n".encode(), digest_size=16)
    for path in _input_files(project):
        # Machines may keep the project in different places.
        content = path.read_bytes()
        digest.update(f"{project.name_of(path)}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def _input_files(project: Project) -> list[Path]:
    """All files of the project that may have a part in the site."""
    root = project.root
    given = [root / "conf.py", root / "docutils.conf", *project.assets]
    folders = [project.source, project.frameworks, project.catalogs]
    if project.fonts:
        folders.append(project.fonts)
    found = {path for path in given if path.is_file()}
    for folder in [*folders, *(each for each in given if each.is_dir())]:
        found.update(_files_below(folder, project.build))
    return sorted(found)


def _files_below(folder: Path, build: Path) -> Iterator[Path]:
    return (path for path in map(Path, source_paths_below(folder, build)) if path.is_file())


@cache
def _programs() -> dict[str, str]:
    """Python, this package by its content, and all that is installed beside it, in order."""
    found = {
        each.name: each.version
        for each in distributions()
        if each.name and each.name.lower() not in _INSTALLERS
    }
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(_files_below(_PACKAGE, _PACKAGE / "build")):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + path.read_bytes())
    major, minor, _ = platform.python_version_tuple()
    return {
        "Python": f"{major}.{minor}",
        "ramverk": digest.hexdigest(),
        **dict(sorted(found.items(), key=lambda each: each[0].lower())),
    }
