"""Whether a catalogue still fits its source, or somebody edited that and did not update it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polib

from .catalogs import Catalog, templates
from .model import Framework, in_language
from .po_files import Key, key_of
from .po_lines import EntryLines
from .problems import Problem

#: Characters that readers of ``.po`` files take for line ends; a catalogue may hold spaces instead.
_ODD_SPACES: Final = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))


@dataclass(frozen=True, slots=True)
class CatalogFile:
    """A catalogue on disk.

    ``name`` is how messages call it, ``language`` the tag of the language it is for.
    """

    path: Path
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class PageMessages:
    """What a page has to translate, as it was read.

    ``generated`` are texts that a program put there, or took away again later: they may be in the
    catalogue, and in the words of the source's language.
    """

    written: Collection[str]
    generated: Collection[str] = ()


def stale_framework(
    file: CatalogFile, entries: Iterable[polib.POEntry], framework: Framework
) -> Problem | None:
    """What is wrong if a catalogue does not hold just the messages of its framework.

    Those of the page with the same name, which stand in the same file, are left out.
    """
    if in_language(framework.title, file.language):
        return None  # its catalogue is not used
    wanted = dict.fromkeys(_framework_keys(framework))
    active = {_key(each): each for each in entries if not each.obsolete}
    missing = [text for context, text in wanted if (context, text) not in active]
    extra = [entry for key, entry in active.items() if key not in wanted and is_of_framework(entry)]
    return _problem(file, missing, extra)


def lacks_messages(catalog: Catalog, framework: Framework) -> bool:
    """Whether a catalogue that is read already has no entry for a message of its framework."""
    found = catalog.translations
    return any((each.context, each.text) not in found for each in templates(framework))


def stale_page(
    file: CatalogFile,
    entries: Iterable[polib.POEntry],
    page: PageMessages,
    framework: Framework | None = None,
) -> Problem | None:
    """What is wrong if a catalogue does not hold just the messages of its page.

    :param framework: the one of the same name, whose messages stand in the same file.
    """
    written = dict.fromkeys((None, _plain(text)) for text in page.written)
    generated = {(None, _plain(text)) for text in page.generated}
    active = {_key(each): each for each in entries if not each.obsolete}
    missing = [text for context, text in written if (context, text) not in active]
    known = {*written, *generated, *(_framework_keys(framework) if framework else ())}
    extra = [
        entry for key, entry in active.items() if key not in known and not is_of_framework(entry)
    ]
    # As many may be what is generated in the language of the source.
    if len(extra) <= len(generated - active.keys()):
        extra = []
    return _problem(file, missing, extra)


def _framework_keys(framework: Framework) -> list[Key]:
    return [(each.context, _plain(each.text)) for each in templates(framework)]


def _key(entry: polib.POEntry) -> Key:
    context, text = key_of(entry)
    return context, _plain(text)


def _plain(text: str) -> str:
    return text if text.isprintable() else text.translate(_ODD_SPACES)


def is_of_framework(entry: polib.POEntry) -> bool:
    """Whether an entry says that it comes from framework files alone."""
    files = [file for file, _ in entry.occurrences]
    return bool(files) and all(file.endswith(".yaml") for file in files)


def _problem(file: CatalogFile, missing: list[str], extra: list[polib.POEntry]) -> Problem | None:
    if not missing and not extra:
        return None
    lines = EntryLines.read(file.path)
    details = {
        "missing": len(missing),
        "extra": len(extra),
        "text": extra[0].msgid if extra else missing[0],
        "language": file.language,
    }
    line = lines.of(extra[0], "msgid") if extra else lines.last
    return Problem(file.name, line, 0, "catalog-stale", details)
