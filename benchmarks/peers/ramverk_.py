"""Ramverk, with its own command."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from collection import Collection
from generate import write_project
from measuring import Command, Stage

from .base import Peer, with_catalogs


class Ramverk(Peer):
    """HTML alone, as the others make it."""

    title = "Ramverk"
    pdf = False

    def write(self, folder: Path, collection: Collection) -> None:
        write_project(folder, collection, pdf=self.pdf)

    def stages(self, folder: Path, collection: Collection) -> Sequence[Stage]:  # noqa: ARG002
        ramverk = (sys.executable, "-m", "ramverk")
        return [[Command.of(folder, *ramverk, "build", "--project", folder)]]

    def sources(self, folder: Path, collection: Collection, language: str) -> Sequence[Path]:
        original = folder / "frameworks" / "f0000.yaml"
        return with_catalogs(original, folder / "locales", collection, language)

    def page(self, folder: Path, language: str, framework: str) -> Path:
        return folder / "build" / "html" / language / "frameworks" / f"{framework}.html"

    def sites(self, folder: Path) -> Sequence[Path]:
        return [folder / "build" / "html"]


class RamverkWithPdf(Ramverk):
    """With three PDFs for each page and language."""

    title = "Ramverk with PDFs"
    pdf = True
