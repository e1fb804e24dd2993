"""Hugo: a data file for each framework and language, and one layout. With and without Pagefind."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from collection import SITE_TITLE, Collection
from environment import packaged
from generate import write
from measuring import Command, Stage

from .base import Peer, copy_project
from .data_files import write_json, write_yaml


class Hugo(Peer):
    """With data in YAML, as people write them."""

    title = "Hugo"
    has_search = False
    suffix = "yaml"
    made = ("build", "resources")

    def write(self, folder: Path, collection: Collection) -> None:
        copy_project("hugo", folder)
        languages = {
            language: {"weight": weight, "contentDir": f"content/{language}"}
            for weight, language in enumerate(collection.languages, 1)
        }
        settings = {
            "title": SITE_TITLE,
            "baseURL": "/",
            "publishDir": "build",
            "defaultContentLanguage": collection.source,
            "defaultContentLanguageInSubdir": True,
            "disableKinds": ["rss", "section", "sitemap", "taxonomy", "term"],
            "languages": languages,
        }
        write(folder / "hugo.json", json.dumps(settings))
        self.write_data(folder / "data", collection)
        for language in collection.languages:
            content = folder / "content" / language
            write(content / "_index.md", "")
            for each in collection.frameworks(language):
                head = json.dumps({"title": each.title, "framework": each.name})
                write(content / "frameworks" / f"{each.name}.md", f"{head}\n")

    def write_data(self, folder: Path, collection: Collection) -> None:
        write_yaml(folder, collection)

    def stages(self, folder: Path, collection: Collection) -> Sequence[Stage]:  # noqa: ARG002
        # The binary itself: the packages' command is a script that starts it.
        return [[Command.of(folder, packaged("hugo/binaries/hugo"), "--quiet")]]

    def sources(self, folder: Path, collection: Collection, language: str) -> Sequence[Path]:  # noqa: ARG002
        return [folder / "data" / language / f"f0000.{self.suffix}"]

    def page(self, folder: Path, language: str, framework: str) -> Path:
        return folder / "build" / language / "frameworks" / framework / "index.html"


class HugoWithJson(Hugo):
    """With data that a program has written: what Hugo reads fastest."""

    title = "Hugo, data in JSON"
    suffix = "json"

    def write_data(self, folder: Path, collection: Collection) -> None:
        write_json(folder, collection)


class HugoWithPagefind(Hugo):
    """Hugo, then Pagefind's index of what it has written."""

    title = "Hugo + Pagefind"
    has_search = True

    def stages(self, folder: Path, collection: Collection) -> Sequence[Stage]:
        pagefind = packaged("pagefind_bin/pagefind")
        index = Command.of(folder, pagefind, "--site", "build", "--quiet")
        return [*super().stages(folder, collection), [index]]
