"""The search index as small scripts, of which a query fetches a few.

A handbook is cut into *pieces*: sections, long ones in parts of some hundred characters. There are

- the **outline**, fetched always: how many files there are, and the pieces of each page;
- **words** with the pieces in which they stand. A word is listed in the file of each run of four
  letters in it, accents folded: whatever word it contains, the file of that one's first letters
  has it, so one file answers for a word of the query, for its parts in compounds and for what is
  left of it when it is shortened from its end;
- **texts** of a few neighbouring pieces of a page, fetched for the results that are shown.

Everything is a function of the pages' entries alone. A file changes when something in it does:
pieces are numbered with room after each page, so that one more on a page renumbers no other.
``ramverk-search.js`` reads all this and must agree with :func:`distinct_words`, :func:`bare`,
:func:`keys` and :func:`file_of`.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

OUTLINE = "ramverk-index.js"
FOLDER = "ramverk-index"

#: Characters of text in a piece.
_PIECE = 700
#: Characters in a file of texts: smaller ones cost less to fetch, until there are too many.
_TEXTS, _TEXTS_OF_LARGE, _LARGE = 1_000, 8_000, 250_000
#: Bytes in a file of words, up to a number of files and beyond it.
_WORDS, _FEW, _WORDS_OF_LARGE = 1_000, 256, 8_000
#: The numbers of a page's pieces begin at a multiple of this.
_ROOM = 16

#: Where a word stands in a piece; the sum of these is a letter from A on.
_IN_TEXT, _IN_HEADING, _IN_TITLE = 1, 2, 4

_WORD = re.compile(r"[^\W_]+")
#: Scripts that put no spaces between words: each two neighbouring characters count as a word.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)


class Entry(NamedTuple):
    """A section of a page. The first one of a page has neither anchor nor heading of its own."""

    address: str
    anchor: str
    title: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    entry: Entry
    text: str
    #: Whether it goes on with the section of the piece before it.
    continues: bool


def files(pages: Mapping[str, Sequence[Entry]]) -> dict[str, str]:
    """The names of all files, below the folder of static files, and what is in them.

    :param pages: the entries of each page, in any order of pages.
    """
    cut = [list(_pieces(entries)) for _, entries in sorted(pages.items()) if entries]
    size = sum(len(piece.text) for page in cut for piece in page)
    room = _TEXTS if size <= _LARGE else _TEXTS_OF_LARGE
    texts: dict[str, str] = {}
    outline = []
    for number, page in enumerate(cut):
        groups = list(_groups(page, room))
        outline.append("".join(_shape(group) for group in groups))
        for place, group in enumerate(groups):
            texts[f"t{number}-{place}"] = _texts(group)
    words = _word_files(_listed(cut))
    parts = {
        name: f"ramverkPart({_json(name)},{content});\n"
        for name, content in {**words, **texts}.items()
    }
    head = {"version": _digest(parts), "words": len(words), "pages": " ".join(outline)}
    named = {f"{FOLDER}/{name}.js": content for name, content in parts.items()}
    return {**named, OUTLINE: f"window.ramverkIndex = {_json(head)};\n"}


# --- texts --------------------------------------------------------------------------------------


def _pieces(entries: Sequence[Entry]) -> Iterator[_Piece]:
    for entry in entries:
        text = unicodedata.normalize("NFC", entry.text)
        continues = False
        while len(text) > _PIECE * 1.25:
            end = text.rfind(" ", 1, _PIECE)
            end = end if end > 0 else _PIECE
            yield _Piece(entry, text[:end], continues)
            text = text[end:].lstrip()
            continues = True
        yield _Piece(entry, text, continues)


def _groups(pieces: Iterable[_Piece], room: int) -> Iterator[list[_Piece]]:
    """Neighbours that share a file."""
    group: list[_Piece] = []
    size = 0
    for piece in pieces:
        length = len(piece.text) + len(piece.entry.heading)
        if group and size + length > room:
            yield group
            group, size = [], 0
        group.append(piece)
        size += length
    yield group


def _shape(group: Sequence[_Piece]) -> str:
    """A letter for each piece: s begins a section, c continues one; capital: begins a file."""
    return "".join("c" if each.continues else "s" for each in group).capitalize()


def _texts(group: Sequence[_Piece]) -> str:
    first = group[0].entry
    places = [[each.entry.anchor, each.entry.heading, each.text] for each in group]
    return _json([first.address, first.title, places])


# --- words --------------------------------------------------------------------------------------


def distinct_words(text: str) -> set[str]:
    """The words of a text in small letters, each once; with their accents."""
    return {word for each in set(text.split()) for word in _words(each)}


@functools.lru_cache(maxsize=1 << 17)
def _words(text: str) -> list[str]:
    """The words between two spaces; most of a handbook's come again and again."""
    text = unicodedata.normalize("NFC", text).lower()
    # Python takes accents that are characters of their own for no part of a word.
    marks = "" if text.isascii() else "".join(sorted(filter(_is_mark, set(text))))
    words = re.findall(rf"(?:[^\W_]|[{marks}])+", text) if marks else _WORD.findall(text)
    if _UNSPACED.search(text):
        return [part for word in words for part in _split_unspaced(word)]
    return words


@functools.cache
def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def _split_unspaced(word: str) -> Iterator[str]:
    end = 0
    for run in _UNSPACED.finditer(word):
        if run.start() > end:
            yield word[end : run.start()]
        characters = run.group()
        yield from (characters[at : at + 2] for at in range(max(1, len(characters) - 1)))
        end = run.end()
    if end < len(word):
        yield word[end:]


def bare(word: str) -> str:
    """The word without accents."""
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFD", word) if not _is_mark(char))


def keys(plain: str) -> set[str]:
    """What a word without accents can be found by: four letters in it, three at either end.

    A word of the query is looked up by its first four letters, or by all that it has.
    """
    found = {plain[at : at + 4] for at in range(len(plain) - 3)} | {plain[:3], plain[-3:]}
    if _UNSPACED.match(plain):
        found |= set(plain)
    return found


def file_of(key: str, count: int) -> int:
    """Which of ``count`` files of words has a key."""
    number = 0
    for char in key:
        number = (number * 31 + ord(char)) % 1_000_003
    return number % count


def _listed(pages: Iterable[Sequence[_Piece]]) -> dict[str, str]:
    """Each word of the handbook with its places: ``word places``.

    A place is the difference to the number after the one before, in base 36 (0 is left out), and a
    capital letter for the fields.
    """
    places: defaultdict[str, list[str]] = defaultdict(list)
    after: defaultdict[str, int] = defaultdict(int)
    number = 0
    for page in pages:
        for piece in page:
            for word, fields in _fields(piece, first=piece is page[0]).items():
                places[word].append(_place(number - after[word], fields))
                after[word] = number + 1
            number += 1
        number += -number % _ROOM
    return {word: f"{word} {''.join(each)}" for word, each in sorted(places.items())}


def _fields(piece: _Piece, *, first: bool) -> dict[str, int]:
    """The words of a piece and where they stand in it. A page's title counts at its first piece."""
    found = dict.fromkeys(distinct_words(piece.text), _IN_TEXT)
    others = [] if piece.continues else [(piece.entry.heading, _IN_HEADING)]
    if first:
        others.append((piece.entry.title, _IN_TITLE))
    for text, field in others:
        for word in distinct_words(text):
            found[word] = found.get(word, 0) + field
    return found


@functools.cache
def _place(difference: int, fields: int) -> str:
    digits = ""
    while difference:
        difference, digit = divmod(difference, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits + chr(ord("A") + fields - 1)


def _word_files(listed: Mapping[str, str]) -> dict[str, str]:
    """The files of words, by name; the content is a string of words and places."""
    found = {word: keys(bare(word)) for word in listed}
    size = sum(len(line) * len(found[word]) for word, line in listed.items())
    count = 1
    while size > count * (_WORDS if count < _FEW else _WORDS_OF_LARGE):
        count *= 2
    file = functools.cache(file_of)
    lines: list[list[str]] = [[] for _ in range(count)]
    for word, line in listed.items():
        for number in {file(key, count) for key in found[word]}:
            lines[number].append(line)
    return {f"w{number}": _json(" ".join(each)) for number, each in enumerate(lines)}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _digest(parts: Mapping[str, str]) -> str:
    digest = hashlib.blake2b(digest_size=4)
    for name, content in parts.items():
        digest.update(f"{name}\n{content}".encode())
    return digest.hexdigest()
