"""Words in their inflected forms: how a term of a glossary may stand in a text.

Regular forms only, and rather too few than too many: a form that is not known is a word that is not
found, which costs less than a word that is taken for another one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from .language_signs import primary

#: Written without spaces between words, so that nothing shows where one ends.
UNSPACED: Final = frozenset({"zh", "ja", "th", "lo", "km", "my"})
#: Between the words of a term; words joined by hyphens may be an id.
_GAP: Final = r"\s+"
_SHORTEST_STEM: Final = 4
#: Letters that an ending may have where the language's own are not known.
_MORE: Final = 5


@cache
def term_pattern(term: str, language: str) -> str:
    """A pattern of a term in all its forms, in lower case and with nothing captured.

    :param term: one word or several; each of them may be inflected.
    """
    words = term.lower().split()
    if primary(language) in UNSPACED:
        return r"\s*".join(map(re.escape, words))
    forms = _FORMS.get(primary(language), _any_language)
    return _GAP.join(forms(word) if _is_inflected(word) else re.escape(word) for word in words)


def _is_inflected(word: str) -> bool:
    return len(word) > 2 and word[-1].isalnum()


def _endings(stem: str, endings: str) -> str:
    """``stem`` with one of the endings; ``-`` is none."""
    some = [each for each in endings.split() if each != "-"]
    longest_first = sorted(map(re.escape, some), key=len, reverse=True)
    optional = "?" if len(some) < len(endings.split()) else ""
    return f"{re.escape(stem)}(?:{'|'.join(longest_first)}){optional}"


def _any_language(word: str) -> str:
    """A word with a few letters more, or with others at the end of a long one."""
    stem = word[: max(_SHORTEST_STEM, len(word) - 2)]
    longer, other = (rf"{re.escape(each)}\w{{0,{_MORE}}}" for each in (word, stem))
    return f"(?:{longer}|{other})"


# --- Swedish ------------------------------------------------------------------------------------

_SV_A: Final = "a an ans as or ors orna ornas"
_SV_E: Final = "e en ens es et ets ar ars arna arnas n na nas"
_SV_UM: Final = "um ums umet umets et ets er ers erna ernas a as"
_SV_NOUN: Final = "- s en ens et ets n ns t ts ar ars arna arnas er ers erna ernas a as e es na nas"
_SV_VANISHING: Final = re.compile(r"(.*[^aeiouyåäö])e([lnr])")


def _swedish(word: str) -> str:
    if word.endswith("um") and len(word) > 4:
        return _endings(word[:-2], _SV_UM)
    if word.endswith("a"):
        return _endings(word[:-1], _SV_A)
    if word.endswith("e"):
        return _endings(word[:-1], _SV_E)
    if vanishing := _SV_VANISHING.fullmatch(word):  # regel, regler
        return f"(?:{_endings(word, _SV_NOUN)}|{_endings(vanishing[1] + vanishing[2], _SV_NOUN)})"
    if word.endswith(("m", "n")):  # program, programmet
        return f"(?:{_endings(word, _SV_NOUN)}|{_endings(word + word[-1], 'et ets en ens er ers')})"
    return _endings(word, _SV_NOUN)


# --- English ------------------------------------------------------------------------------------

_EN_NOUN: Final = "- s es 's ’s s' s’"
_EN_PLURALS: Final = (  # the end of a word, and what it may become
    (re.compile(r".*[^aeiou]y"), 1, "y ies y's y’s ies' ies’"),
    (re.compile(r".*[^c]is"), 2, "is es"),
    (re.compile(r".{3,}um"), 2, "um ums a"),
    (re.compile(r".*[^i]f"), 1, "f fs ves"),
    (re.compile(r".*fe"), 2, "fe ves"),
    (re.compile(r".*terion|phenomenon"), 2, "on ons a on's on’s"),
)


def _english(word: str) -> str:
    for pattern, length, endings in _EN_PLURALS:
        if pattern.fullmatch(word):
            return _endings(word[:-length], endings)
    return _endings(word, _EN_NOUN)


# --- Dutch --------------------------------------------------------------------------------------

_NL_NOUN: Final = "- s 's ’s n en e es"
_NL_LONG: Final = re.compile(r"(.*[^aeiou])([aeou])\2([b-df-hj-np-tv-z])")
_NL_SHORT: Final = re.compile(r"(.*[^aeiou][aeiou])([bdfgklmnprst])")
_NL_VOICED: Final = {"f": "v", "s": "z"}


def _dutch(word: str) -> str:
    if word.endswith("um") and len(word) > 4:
        return _endings(word[:-2], "um ums a")
    forms = [_endings(word, _NL_NOUN)]
    if word.endswith("heid"):  # mogelijkheid, mogelijkheden
        forms.append(_endings(word[:-4], "heden"))
    if long := _NL_LONG.fullmatch(word):  # school, scholen
        stem = long[1] + long[2]
        forms += [_endings(stem + each, "en e") for each in _voiced(long[3])]
    elif short := _NL_SHORT.fullmatch(word):  # bron, bronnen
        forms.append(_endings(word + short[2], "en e"))
    if word[-1:] in _NL_VOICED:  # brief, brieven
        forms.append(_endings(word[:-1] + _NL_VOICED[word[-1]], "en e"))
    return f"(?:{'|'.join(forms)})"


def _voiced(consonant: str) -> str:
    return consonant + _NL_VOICED.get(consonant, "")


_FORMS: Final[dict[str, Callable[[str], str]]] = {
    "sv": _swedish,
    "en": _english,
    "nl": _dutch,
}
