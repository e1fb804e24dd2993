"""What every measured tool can do."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from collection import Collection
from measuring import Stage

PROJECTS = Path(__file__).parent / "projects"


class Peer(ABC):
    """A tool that makes a site of a collection."""

    #: Its name in tables.
    title: ClassVar[str]
    #: Whether its site has a search.
    has_search: ClassVar[bool] = True
    #: What it leaves in its folder, that a first build does not find.
    made: ClassVar[Sequence[str]] = ("build",)

    @abstractmethod
    def write(self, folder: Path, collection: Collection) -> None:
        """Write the collection as the tool wants it, into an empty folder."""

    @abstractmethod
    def stages(self, folder: Path, collection: Collection) -> Sequence[Stage]:
        """The commands of one build of the whole site."""

    @abstractmethod
    def sources(self, folder: Path, collection: Collection, language: str) -> Sequence[Path]:
        """The files that change with a text of the first framework in a language."""

    @abstractmethod
    def page(self, folder: Path, language: str, framework: str) -> Path:
        """The built page of a framework."""

    def sites(self, folder: Path) -> Sequence[Path]:
        """The folders that would be published."""
        return [folder / "build"]

    def clean(self, folder: Path) -> None:
        """Take away all that builds have left."""
        for name in self.made:
            shutil.rmtree(folder / name, ignore_errors=True)


def copy_project(name: str, folder: Path) -> None:
    """What a tool's project has whatever is built with it."""
    shutil.copytree(PROJECTS / name, folder, dirs_exist_ok=True)


def with_catalogs(
    original: Path, locales: Path, collection: Collection, language: str
) -> Sequence[Path]:
    """What changes in a project with catalogues.

    With a text of the source language, its catalogues are brought up to date, too.
    """
    path = Path("LC_MESSAGES", "frameworks", "f0000.po")
    if language != collection.source:
        return [locales / language / path]
    return [original, *(locales / each / path for each in collection.translations)]
