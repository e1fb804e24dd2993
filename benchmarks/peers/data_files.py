"""Frameworks as JSON or YAML, a file for each framework and language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from collection import Collection, Framework
from generate import write


def write_json(folder: Path, collection: Collection) -> None:
    for language in collection.languages:
        for each in collection.frameworks(language):
            text = json.dumps(as_data(each), ensure_ascii=False, indent=1)
            write(folder / language / f"{each.name}.json", text)


def write_yaml(folder: Path, collection: Collection) -> None:
    for language in collection.languages:
        for each in collection.frameworks(language):
            write(folder / language / f"{each.name}.yaml", "".join(_yaml(each)))


def _yaml(framework: Framework) -> Iterator[str]:
    yield f"name: {framework.name}\ntitle: {framework.title}\nheading: {framework.heading}\n"
    yield "criteria:\n"
    for criterion in framework.criteria:
        yield f"  - id: {criterion.id}\n    title: {criterion.title}\n    indicators:\n"
        for id_, text in criterion.indicators.items():
            yield f"      - id: {id_}\n        text: {text}\n"


def as_data(framework: Framework) -> dict[str, object]:
    return {
        "name": framework.name,
        "title": framework.title,
        "heading": framework.heading,
        "criteria": [
            {
                "id": criterion.id,
                "title": criterion.title,
                "indicators": [
                    {"id": id_, "text": text} for id_, text in criterion.indicators.items()
                ],
            }
            for criterion in framework.criteria
        ],
    }
