"""MkDocs with Material, and Zensical: a page in Markdown for each framework and language."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from collection import SITE_TITLE, Collection, Framework
from environment import program
from generate import write
from measuring import Command, Stage
from sentences import LANGUAGES

from .base import Peer, copy_project

#: Languages that Material has no words for.
UNKNOWN = {"ga", "mt"}
EXTENSIONS = ("attr_list", "pymdownx.tasklist")


class MkDocs(Peer):
    """One build of all languages, with mkdocs-static-i18n."""

    title = "MkDocs Material + static-i18n"

    def write(self, folder: Path, collection: Collection) -> None:
        copy_project("mkdocs", folder)
        languages = [
            {"locale": each, "name": each, "build": True, "default": each == collection.source}
            for each in collection.languages
        ]
        settings = {
            "site_name": SITE_TITLE,
            "site_dir": "build",
            "theme": {"name": "material", "font": False, "custom_dir": "theme"},
            "markdown_extensions": EXTENSIONS,
            "plugins": ["search", {"i18n": {"docs_structure": "folder", "languages": languages}}],
        }
        # JSON is YAML, too
        write(folder / "mkdocs.yml", json.dumps(settings))
        for language in collection.languages:
            write_language(folder / "docs" / language, collection, language)

    def stages(self, folder: Path, collection: Collection) -> Sequence[Stage]:  # noqa: ARG002
        return [[Command.of(folder, program("python"), "-m", "mkdocs", "build", "--quiet")]]

    def sources(self, folder: Path, collection: Collection, language: str) -> Sequence[Path]:  # noqa: ARG002
        return [folder / "docs" / language / "frameworks" / "f0000.md"]

    def page(self, folder: Path, language: str, framework: str) -> Path:
        # The source language has no folder of its own.
        above = folder / "build" / ("" if language == LANGUAGES[0] else language)
        return above / "frameworks" / framework / "index.html"


class Zensical(Peer):
    """A build for each language, in a folder of its own, since it knows of no translations."""

    title = "Zensical"

    def write(self, folder: Path, collection: Collection) -> None:
        for language in collection.languages:
            write(folder / language / "zensical.toml", "".join(_toml(language, collection)))
            write_language(folder / language / "docs", collection, language)

    def stages(self, folder: Path, collection: Collection) -> Sequence[Stage]:
        zensical = program("zensical")
        return [[Command.of(folder / each, zensical, "build") for each in collection.languages]]

    def sources(self, folder: Path, collection: Collection, language: str) -> Sequence[Path]:  # noqa: ARG002
        return [folder / language / "docs" / "frameworks" / "f0000.md"]

    def page(self, folder: Path, language: str, framework: str) -> Path:
        return folder / language / "build" / "frameworks" / framework / "index.html"

    def sites(self, folder: Path) -> Sequence[Path]:
        return [*folder.glob("*/build")]

    def clean(self, folder: Path) -> None:
        for made in (*self.sites(folder), *folder.glob("*/.cache")):
            shutil.rmtree(made)


def _toml(language: str, collection: Collection) -> Iterator[str]:
    yield f'[project]\nsite_name = "{SITE_TITLE}"\nsite_dir = "build"\n'
    known = "en" if language in UNKNOWN else language
    yield f'[project.theme]\nlanguage = "{known}"\nfont = false\n'
    yield "[project.markdown_extensions]\n"
    yield from (f"{each} = {{}}\n" for each in EXTENSIONS)
    for each in collection.languages:
        yield f'[[project.extra.alternate]]\nname = "{each}"\nlink = "/{each}/"\nlang = "{each}"\n'


def write_language(folder: Path, collection: Collection, language: str) -> None:
    write(folder / "index.md", f"# {SITE_TITLE}\n")
    for each in collection.frameworks(language):
        write(folder / "frameworks" / f"{each.name}.md", "".join(_markdown(each)))


def _markdown(framework: Framework) -> Iterator[str]:
    yield f"# {framework.title}\n\n## {framework.heading}\n"
    for criterion in framework.criteria:
        yield f"\n### {criterion.title}\n\n"
        for id_, text in criterion.indicators.items():
            yield f"- [ ] {text}\n    {{ #{criterion.id}-{id_} }}\n"
