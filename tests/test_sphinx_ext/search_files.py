"""The search index of a built site, read as the search page reads it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.conftest import Build

_OUTLINE = re.compile(r"window\.ramverkIndex = (\{.*\});\n")
_PART = re.compile(r'ramverkPart\("([^"]+)",(.*)\);\n')


def outline(static: Path) -> dict[str, Any]:
    """What is fetched by every search; the file holds that alone."""
    script = _OUTLINE.fullmatch((static / "ramverk-index.js").read_text("utf-8"))
    assert script
    head: dict[str, Any] = json.loads(script[1])
    return head


def parts(static: Path) -> dict[str, Any]:
    """What is in each of the other files, by name; they hold that alone."""
    found = {}
    for path in sorted((static / "ramverk-index").iterdir()):
        script = _PART.fullmatch(path.read_text("utf-8"))
        assert script
        assert script[1] == path.stem
        found[path.stem] = json.loads(script[2])
    return found


def entries(build: Build) -> list[dict[str, str]]:
    """The sections of all pages, put together again: address, anchor, title, heading, text."""
    files = parts(build.outdir / "_static")
    found: list[dict[str, str]] = []
    for page, letters in enumerate(outline(build.outdir / "_static")["pages"].split()):
        pieces = []
        for number in range(sum(each.isupper() for each in letters)):
            address, title, places = files[f"t{page}-{number}"]
            pieces += [(address, title, *place) for place in places]
        for letter, (address, title, anchor, heading, text) in zip(letters, pieces, strict=True):
            if letter in "cC":
                found[-1]["text"] += f" {text}"
            else:
                each = {"address": address, "anchor": anchor, "title": title}
                found.append({**each, "heading": heading, "text": text})
    return found
