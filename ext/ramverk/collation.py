"""The order of words in a language: where its own letters stand in its alphabet."""

from __future__ import annotations

import unicodedata
from typing import Final

from .language_signs import primary

_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
#: Alphabets with letters that are more than others with an accent. ``=``: the same place.
_ALPHABETS: Final = {
    **dict.fromkeys(("sv", "fi"), f"{_LATIN}åä=æö=ø"),
    **dict.fromkeys(("da", "nb", "nn", "no"), f"{_LATIN}æ=äø=öå"),
    "is": "aábcdðeéfghiíjklmnoópqrstuúvwxyýzþæ=äö=ø",
    "et": "abcdefghijklmnopqrsšzžtuvwõäöüxy",
    "es": "abcdefghijklmnñopqrstuvwxyz",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "tr": "abcçdefgğhıijklmnoöpqrsştuüvwxyz",
}

SortKey = tuple[list[int], str]


def sort_key(text: str, language: str) -> SortKey:
    """What to sort a text by among others, for readers of ``language``.

    Letters count first, then accents and capitals; what is no letter stands before the letters.
    """
    places = _places(_ALPHABETS.get(primary(language), _LATIN))
    found = [places.get(c, ord(c)) for c in _folded(text, places)]
    return found, text


def _places(alphabet: str) -> dict[str, int]:
    """Letters by their place, above the signs that are no letters and below other scripts."""
    places: dict[str, int] = {}
    place = ord("a")
    shares = False
    for letter in alphabet:
        if letter == "=":
            shares = True
            continue
        place += 0 if shares else 1
        places[letter] = place
        shares = False
    return places


def _folded(text: str, places: dict[str, int]) -> str:
    """Small letters without the accents that the language takes for accents."""
    plain = []
    for letter in unicodedata.normalize("NFC", text).lower():
        if letter in places:
            plain.append(letter)
        else:
            plain += _SPELT.get(letter) or [
                each
                for each in unicodedata.normalize("NFKD", letter)
                if not unicodedata.combining(each)
            ]
    return "".join(plain)


#: Letters that do not come apart into a plain one and an accent.
_SPELT: Final = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
