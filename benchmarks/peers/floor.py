"""The floor: a script that does nothing but read the files and write the pages with Jinja."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from collection import Collection
from environment import program
from generate import write_catalogs, write_frameworks
from measuring import Command, Stage

from .base import Peer, copy_project, with_catalogs


class Floor(Peer):
    title = "floor: a Jinja script"
    has_search = False

    def write(self, folder: Path, collection: Collection) -> None:
        copy_project("floor", folder)
        write_frameworks(folder / "frameworks", collection)
        write_catalogs(folder / "locales", collection)

    def stages(self, folder: Path, collection: Collection) -> Sequence[Stage]:
        script = Command.of(folder, program("python"), "build.py", *collection.languages)
        return [[script]]

    def sources(self, folder: Path, collection: Collection, language: str) -> Sequence[Path]:
        original = folder / "frameworks" / "f0000.yaml"
        return with_catalogs(original, folder / "locales", collection, language)

    def page(self, folder: Path, language: str, framework: str) -> Path:
        return folder / "build" / language / "frameworks" / f"{framework}.html"
