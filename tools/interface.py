"""Bring the interface catalogues in ext/ramverk/locale up to date with the texts in the package.

Texts must not stand inside f-strings: before Python 3.12 the tokenizer does not look into those.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.plurals import get_plural

from ramverk.catalog_updates import Template, update
from ramverk.files import write_if_changed
from ramverk.interface import PACKAGE_CATALOGS, SOURCE_LANGUAGE
from ramverk.po_files import Key, canonical

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ext" / "ramverk"


def extract() -> Iterator[Template]:
    """The interface texts of the package, by file and line."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {**DEFAULT_KEYWORDS, "N_": None}
    seen: set[Key] = set()
    found = extract_from_dir(PACKAGE, methods, options, keywords)
    for path, _line, message, _comments, context in sorted(found, key=lambda each: each[:2]):
        text, plural = message if isinstance(message, tuple) else (message, "")
        if (context, text) not in seen:
            seen.add((context, text))
            name = f"ext/ramverk/{Path(path).as_posix()}"
            yield Template(text, name, plural=plural, context=context)


def main() -> int:
    """Update all catalogues; 1 when a text of a complete language is missing."""
    wanted = list(extract())
    missing = 0
    for path in sorted(PACKAGE_CATALOGS.glob("*/LC_MESSAGES/ramverk.po")):
        language = path.parent.parent.name
        if language == SOURCE_LANGUAGE:
            continue
        old = polib.pofile(str(path))
        plurals = get_plural(language.replace("-", "_"))
        metadata = {**old.metadata, "Plural-Forms": str(plurals.plural_forms)}
        # Version control remembers what is gone; the package need not carry it.
        entries = [each for each in update(old, wanted, similar=1) if not each.obsolete]
        write_if_changed(path, canonical(entries, metadata, language, old.header or ""))
        empty = [each for each in entries if not each.translated()]
        print(f"{path.relative_to(ROOT)}: {len(entries) - len(empty)} translated, {len(empty)} not")
        missing += len(empty)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
