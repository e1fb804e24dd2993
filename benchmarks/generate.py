"""Make a project of any size: frameworks with all their translations, and a page for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

INDICATORS_PER_CRITERION = 6
CRITERIA_PER_FRAMEWORK = 8
ITEMS_PER_FRAMEWORK = INDICATORS_PER_CRITERION * CRITERIA_PER_FRAMEWORK

CONF = """\
ramverk_languages = ["sv", "en"]
language = "sv"
project = "Mätning"
extensions = ["myst_parser", "ramverk"]
html_theme = "ramverk"
html_use_index = False
"""
INDEX = """\
# Mätning

```{toctree}
:glob:
:maxdepth: 1

frameworks/*
```
"""


def generate(folder: Path, items: int) -> None:
    """A project with ``items`` indicators in Swedish, all translated to English.

    :param folder: made anew.
    """
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("source/frameworks", "frameworks", "locales/en/LC_MESSAGES/frameworks"):
        (folder / name).mkdir(parents=True)
    (folder / "conf.py").write_text(CONF, "utf-8")
    (folder / "source" / "index.md").write_text(INDEX, "utf-8")
    for number in range(-(-items // ITEMS_PER_FRAMEWORK)):
        count = min(ITEMS_PER_FRAMEWORK, items - number * ITEMS_PER_FRAMEWORK)
        name = f"f{number:04}"
        yaml, messages = _framework(number, count)
        (folder / "frameworks" / f"{name}.yaml").write_text(yaml, "utf-8")
        catalog = folder / "locales/en/LC_MESSAGES/frameworks" / f"{name}.po"
        catalog.write_text("\n".join(_catalog(name, messages)), "utf-8")
        page = folder / "source" / "frameworks" / f"{name}.md"
        page.write_text(f"```{{framework}} {name}\n```\n", "utf-8")


def _framework(number: int, count: int) -> tuple[str, list[str]]:
    title = f"Kvalitetsområde nummer {number} för skolans utveckling"
    lines = [
        f"title: {title}",
        "language: sv",
        'version: "1.0"',
        "date: 2026-01-01",
        "sections:",
        "  criteria:",
        "    kind: criteria",
        "    title: Kriterier",
        "    criteria:",
    ]
    messages = [title, "Kriterier"]
    for item in range(count):
        criterion, indicator = divmod(item, INDICATORS_PER_CRITERION)
        if not indicator:
            text = f"Kriterium {criterion} om ledning och samverkan i område {number}"
            lines += [f"      c{criterion}:", f"        title: {text}", "        indicators:"]
            messages.append(text)
        text = (
            f"Skolan har i område {number} fastställt mål {item} för verksamheten och följer "
            "årligen upp hur de nås tillsammans med sina partner"
        )
        lines.append(f"          i{item}: {text}")
        messages.append(text)
    return "\n".join(lines) + "\n", messages


def _catalog(framework: str, messages: list[str]) -> Iterator[str]:
    yield 'msgid ""\nmsgstr ""\n"Language: en\\n"'
    yield '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    for text in messages:
        yield f'#: frameworks/{framework}.yaml\nmsgid "{text}"\nmsgstr "In English: {text}"\n'
