"""Eleventy: the frameworks of all languages as data, and one template with pagination."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from collection import SITE_TITLE, Collection
from environment import node_program
from generate import write
from measuring import Command, Stage

from .base import Peer, copy_project
from .data_files import write_json


class Eleventy(Peer):
    title = "Eleventy"
    has_search = False

    def write(self, folder: Path, collection: Collection) -> None:
        copy_project("eleventy", folder)
        site = {"title": SITE_TITLE, "languages": collection.languages}
        write(folder / "_data" / "site.json", json.dumps(site))
        write_json(folder / "frameworks", collection)

    def stages(self, folder: Path, collection: Collection) -> Sequence[Stage]:  # noqa: ARG002
        return [[Command.of(folder, *node_program("@11ty/eleventy/cmd.cjs"), "--quiet")]]

    def sources(self, folder: Path, collection: Collection, language: str) -> Sequence[Path]:  # noqa: ARG002
        return [folder / "frameworks" / language / "f0000.json"]

    def page(self, folder: Path, language: str, framework: str) -> Path:
        return folder / "build" / language / "frameworks" / framework / "index.html"
