"""Whether a catalogue still fits its source, or somebody edited that and did not update it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polib

from .catalogs import Catalog, framework_keys, messages
from .model import Framework, in_language
from .po_files import Key, files_of, is_of_framework, key_of
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

    @property
    def is_empty(self) -> bool:
        return not self.written and not self.generated


def stale_framework(
    file: CatalogFile, entries: Iterable[polib.POEntry], framework: Framework
) -> Problem | None:
    """What is wrong if a catalogue does not hold just the messages of its framework.

    Those of the page with the same name, which stand in the same file, are left out.
    """
    if in_language(framework.title, file.language):
        return None  # its catalogue is not used
    current = [each for each in entries if not each.obsolete]
    if {key_of(each) for each in current} == framework_keys(framework):
        return None  # nearly always, and quickly seen
    wanted = dict.fromkeys(_framework_keys(framework))
    active = {_key(each): each for each in current}
    missing = [text for context, text in wanted if (context, text) not in active]
    others = [entry for key, entry in active.items() if key not in wanted]
    extra = [entry for entry in others if is_of_framework(files_of(entry))]
    return _problem(file, missing, extra)


def lacks_messages(catalog: Catalog, framework: Framework) -> bool:
    """Whether a catalogue that is read already has no entry for a message of its framework."""
    found = catalog.translations
    return not framework_keys(framework) <= found.keys()


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
    others = [entry for key, entry in active.items() if key not in known]
    extra = [entry for entry in others if not is_of_framework(files_of(entry))]
    # As many may be what is generated in the language of the source.
    if len(extra) <= len(generated - active.keys()):
        extra = []
    return _problem(file, missing, extra)


def _framework_keys(framework: Framework) -> list[Key]:
    return list(dict.fromkeys((each.context, _plain(each.text)) for each in messages(framework)))


def _key(entry: polib.POEntry) -> Key:
    context, text = key_of(entry)
    return context, _plain(text)


def _plain(text: str) -> str:
    return text if text.isprintable() else text.translate(_ODD_SPACES)


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
