"""Make a project of any size: frameworks with all their translations, and a page for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from collection import SITE_TITLE, Collection, Framework

CONF = """\
ramverk_languages = [{languages}]
language = "{source}"
project = "{title}"
extensions = ["myst_parser", "ramverk"]
html_theme = "ramverk"
html_use_index = False
ramverk_pdf = {pdf}
"""
INDEX = """\
# {title}

```{{toctree}}
:glob:
:maxdepth: 1

frameworks/*
```
"""


def generate(folder: Path, items: int, languages: int = 2, *, pdf: bool = False) -> None:
    """A project with ``items`` indicators in Swedish, all translated.

    :param folder: made anew.
    :param languages: how many, Swedish among them; at most 24.
    :param pdf: whether pages offer PDFs.
    """
    shutil.rmtree(folder, ignore_errors=True)
    write_project(folder, Collection.of(items, languages), pdf=pdf)


def write_project(folder: Path, collection: Collection, *, pdf: bool = False) -> None:
    languages = ", ".join(f'"{each}"' for each in collection.languages)
    conf = CONF.format(languages=languages, source=collection.source, title=SITE_TITLE, pdf=pdf)
    write(folder / "conf.py", conf)
    write(folder / "source" / "index.md", INDEX.format(title=SITE_TITLE))
    write_frameworks(folder / "frameworks", collection)
    write_catalogs(folder / "locales", collection)
    for framework in collection.frameworks(collection.source):
        page = folder / "source" / "frameworks" / f"{framework.name}.md"
        write(page, f"```{{framework}} {framework.name}\n```\n")


def write_frameworks(folder: Path, collection: Collection) -> None:
    """A file for each framework, in the source language."""
    for framework in collection.frameworks(collection.source):
        write(folder / f"{framework.name}.yaml", "".join(_yaml(framework, collection.source)))


def write_catalogs(folder: Path, collection: Collection) -> None:
    """A catalogue for each page and language, with every text translated."""
    originals = list(collection.frameworks(collection.source))
    for language in collection.translations:
        catalogs = folder / language / "LC_MESSAGES"
        write(
            catalogs / "index.po", _catalog([(SITE_TITLE, SITE_TITLE)], "source/index.md", language)
        )
        for original, translated in zip(originals, collection.frameworks(language), strict=True):
            pairs = zip(original.texts(), translated.texts(), strict=True)
            text = _catalog(pairs, f"frameworks/{original.name}.yaml", language)
            write(catalogs / "frameworks" / f"{original.name}.po", text)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _yaml(framework: Framework, language: str) -> Iterator[str]:
    yield f"title: {framework.title}\nlanguage: {language}\n"
    yield 'version: "1.0"\ndate: 2026-01-01\n'
    yield f"sections:\n  criteria:\n    kind: criteria\n    title: {framework.heading}\n"
    yield "    criteria:\n"
    for criterion in framework.criteria:
        yield f"      {criterion.id}:\n        title: {criterion.title}\n        indicators:\n"
        for id_, text in criterion.indicators.items():
            yield f"          {id_}: {text}\n"


def _catalog(pairs: Iterable[tuple[str, str]], file: str, language: str) -> str:
    entries = "".join(f'\n#: {file}\nmsgid "{text}"\nmsgstr "{made}"\n' for text, made in pairs)
    return (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n'
        f'"Content-Type: text/plain; charset=UTF-8\\n"\n{entries}'
    )
