"""Pseudo-translations: texts that look translated but say the same, and need twice the room.

What such a page shows without ``❲`` and ``❳`` around it is what no translator can reach, and what
does not fit is what another language would break. The languages are called as elsewhere: Latin
letters with accents are ``en-XA``, and a script that is written from right to left is ``ar-XB``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from types import MappingProxyType
from typing import Final

OPENING: Final = "❲"
CLOSING: Final = "❳"

GROWTH: Final = 2.0
"""How much longer a text becomes, as a factor, counted in characters."""
LONGEST_GROWN: Final = 14
"""Words with more letters than this are long enough as they are."""

#: What means the same in every language: addresses, code and roles, targets of links, places that
#: are filled in later, references to characters, marks of emphasis, escaped signs.
_KEPT: Final = re.compile(
    r"(?:(?:https?|ftp)://|mailto:|www\.)[^\s<>()\[\]\"'`]*[^\s<>()\[\]\"'`.,:;!?]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|\]\((?:[^()]|\([^()]*\))*\)|\{[^{}]*\}|<[^<>]*>|&#?\w+;|\\."
    r"|%(?:\(\w+\))?[a-zA-Z]|[*_]+",
    re.DOTALL,
)
_ADDRESS: Final = re.compile(r"://|www\.|@")
_WORD: Final = re.compile(r"[^\W\d_]+")
_WHOLE: Final = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
#: A sentence ends in its sign, however much longer it becomes.
_ENDED: Final = re.compile(r"(.*?)([.!?:…]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Alphabet:
    """How a pseudo-language is written.

    :param letters: each letter of the source as it looks here.
    :param doubled: letters of the source that are written twice.
    :param filler: words that make a text longer; they have no meaning, and are taken in turn.
    """

    letters: Mapping[int, str]
    doubled: frozenset[str]
    filler: tuple[str, ...]


def _letters(plain: str, written: str) -> dict[int, str]:
    return dict(zip(map(ord, plain), written, strict=True))


_ACCENTED: Final = _letters(
    "abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ",
    "áƀçđéƒĝĥíĵķĺɱñóþǫŕšţúṽŵẋýžǻǟȫÁƁÇĐÉƑĜĤÍĴĶĹṀÑÓÞǪŔŠŢÚṼŴẊÝŽǺǞȪ",
)
#: Without capitals, as Arabic is.
_MIRRORED: Final = _letters(
    "abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ",
    2 * "ابكديفغهيجكلمنوبقرستوفوخيزااو",
)
_VOWELS: Final = frozenset("aeiouyåäö")

#: By language tag.
ALPHABETS: Final[Mapping[str, Alphabet]] = MappingProxyType(
    {
        "en-XA": Alphabet(
            MappingProxyType(_ACCENTED),
            _VOWELS,
            ("ĺóŕéɱ", "íþšúɱ", "đóĺóŕ", "šíţ", "áɱéţ", "çóñšéçţéţúŕ", "áđíþíšçíñĝ", "éĺíţ"),
        ),
        "ar-XB": Alphabet(
            MappingProxyType(_MIRRORED),
            _VOWELS,
            ("لوريم", "ايبسوم", "دولور", "سيت", "اميت", "كونسيكتيتور", "اديبيسينغ", "ايليت"),
        ),
    }
)


def pseudo(text: str, language: str) -> str:
    """``text`` in a pseudo-language; what is no words stays as it is, and in its place.

    :param language: one of :data:`ALPHABETS`.
    """
    found = _WHOLE.fullmatch(text)
    assert found is not None
    before, core, after = found.groups()
    if not core:
        return text
    alphabet = ALPHABETS[language]
    pieces = list(_pieces(core))
    words = "".join(piece if is_kept else _written(piece, alphabet) for piece, is_kept in pieces)
    room = sum(
        GROWTH * len(piece) - len(_written(piece, alphabet))
        for piece, is_kept in pieces
        if not is_kept
    )
    sentence, end = _ENDED.fullmatch(words).groups()  # type: ignore[union-attr] # it fits any text
    longer = "".join([sentence, *_filler(round(room) - 2, alphabet), end])
    # Else the bracket would be read as a part of the address.
    apart = " " if _ADDRESS.search(longer.rpartition(" ")[2]) else ""
    return f"{before}{OPENING}{longer}{apart}{CLOSING}{after}"


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a text in order, each with whether it stays as it is."""
    end = 0
    for kept in _KEPT.finditer(text):
        yield text[end : kept.start()], False
        yield kept[0], True
        end = kept.end()
    yield text[end:], False


def _written(text: str, alphabet: Alphabet) -> str:
    return _WORD.sub(lambda found: _word(found[0], alphabet), text)


def _word(word: str, alphabet: Alphabet) -> str:
    if len(word) <= LONGEST_GROWN:
        word = "".join(2 * letter if letter in alphabet.doubled else letter for letter in word)
    return word.translate(alphabet.letters)


def _filler(room: int, alphabet: Alphabet) -> Iterator[str]:
    """Words for that many characters, each with a space before it."""
    for word in cycle(alphabet.filler):
        room -= len(word) + 1
        if room < 0:
            return
        yield f" {word}"
