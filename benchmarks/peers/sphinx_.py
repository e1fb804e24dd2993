"""Sphinx with other extensions: a build for each language, with the same catalogues as Ramverk."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from collection import SITE_TITLE, Collection, Framework
from environment import program
from generate import write, write_catalogs, write_frameworks
from measuring import Command, Stage

from .base import Peer, copy_project, with_catalogs

INDEX = """\
{title}
=======

.. toctree::
   :glob:

   frameworks/*
"""


class SphinxPeer(Peer):
    """The pages lie in ``docs``, the catalogues in ``locales``."""

    #: The folder with what its project has whatever is built with it.
    project: ClassVar[str]

    def write(self, folder: Path, collection: Collection) -> None:
        copy_project(self.project, folder)
        write(folder / "docs" / "index.rst", INDEX.format(title=SITE_TITLE))
        write_catalogs(folder / "locales", collection)
        for framework in collection.frameworks(collection.source):
            page = folder / "docs" / "frameworks" / f"{framework.name}.rst"
            write(page, "".join(self.lines(framework)))

    @abstractmethod
    def lines(self, framework: Framework) -> Iterator[str]:
        """The page of a framework."""

    def stages(self, folder: Path, collection: Collection) -> Sequence[Stage]:
        sphinx = (program("python"), "-m", "sphinx", "-q", "-b", "html")
        return [
            [
                Command.of(
                    folder,
                    *(*sphinx, "-D", f"language={language}", "-d", f"build/doctrees/{language}"),
                    *("docs", f"build/html/{language}"),
                )
                for language in collection.languages
            ]
        ]

    def sources(self, folder: Path, collection: Collection, language: str) -> Sequence[Path]:
        return with_catalogs(self.original(folder), folder / "locales", collection, language)

    def original(self, folder: Path) -> Path:
        """The first framework in the source language."""
        return folder / "docs" / "frameworks" / "f0000.rst"

    def page(self, folder: Path, language: str, framework: str) -> Path:
        return folder / "build" / "html" / language / "frameworks" / f"{framework}.html"

    def sites(self, folder: Path) -> Sequence[Path]:
        return [folder / "build" / "html"]

    def clean(self, folder: Path) -> None:
        super().clean(folder)
        for compiled in (folder / "locales").rglob("*.mo"):
            compiled.unlink()


class SphinxNeeds(SphinxPeer):
    """A need for each indicator."""

    title = "sphinx-needs"
    project = "needs"

    def lines(self, framework: Framework) -> Iterator[str]:
        yield from _heading(framework.title, "=")
        yield from _heading(framework.heading, "-")
        for criterion in framework.criteria:
            yield from _heading(criterion.title, "~")
            for id_, text in criterion.indicators.items():
                key = f"{framework.name}_{criterion.id}_{id_}".upper()
                yield f".. indicator::\n   :id: {key}\n\n   {text}\n\n"


class DataTemplates(SphinxPeer):
    """A page for each framework that names its file and the one template."""

    title = "sphinxcontrib-datatemplates"
    project = "datatemplates"

    def write(self, folder: Path, collection: Collection) -> None:
        super().write(folder, collection)
        write_frameworks(folder / "frameworks", collection)

    def lines(self, framework: Framework) -> Iterator[str]:
        yield f".. datatemplate:yaml:: ../../frameworks/{framework.name}.yaml\n"
        yield "   :template: framework.rst\n"

    def original(self, folder: Path) -> Path:
        return folder / "frameworks" / "f0000.yaml"


def _heading(text: str, line: str) -> Iterator[str]:
    yield f"{text}\n{line * len(text)}\n\n"
