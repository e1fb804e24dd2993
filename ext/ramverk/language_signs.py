"""Signs of which language a text is in: its small words, its letters, its full stops."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

#: Small words that a text of some length cannot do without.
_SMALL_WORDS: Final = {
    language: frozenset(words.split())
    for language, words in {
        "sv": "och att det som för är av inte den till med har på de ett en om vi kan från så när "
        "vid eller ska sin sina detta alla hur ni er era mellan genom under över varje",
        "en": "the of and to in is are that for with on as be by this it or an at from not which "
        "have has a your you we been between can how was will",
        "de": "der die das und ist nicht mit für von den dem des ein eine einer im zu auf sich "
        "auch werden über ihre ihren wird durch bei nach oder in an es",
        "nl": "de het een en van is op te dat voor met zijn aan niet ook door bij uit worden wordt "
        "of naar om in hun deze als",
        "fi": "ja on ei että tai ovat se kun sekä joka ole jos myös voi mutta niiden sen kuin "
        "mukaan hän ne tämä",
        "da": "og at det som for er af ikke den til med har på de et en om vi kan fra så når ved "
        "eller skal sin sine dette alle hvordan mellem i der",
        "nb": "og at det som for er av ikke den til med har på de et en om vi kan fra så når ved "
        "eller skal sin sine dette alle hvordan mellom i der",
        "fr": "le la les de des du et est un une dans pour que qui sur par avec au aux ne pas sont "
        "ce cette ou en à",
        "es": "el la los las de del y es un una en para que por con se no su sus al como o lo este",
    }.items()
}
_LANGUAGES_OF: Final = {
    word: tuple(language for language, own in _SMALL_WORDS.items() if word in own)
    for word in frozenset[str]().union(*_SMALL_WORDS.values())
}
#: Languages whose small words are too much alike to tell them from each other.
_ALIKE: Final = {"sv", "da", "nb", "nn", "no"}
#: Letters beyond a–z that a language writes, where they could be taken for those of another.
_LETTERS: Final = {
    **dict.fromkeys(("da", "nb", "nn", "no"), "æøåéóòôü"),
    **dict.fromkeys(("sv", "fi"), "åäöé"),
    "de": "äöüß",
    "et": "äöüõšž",
    "hu": "áéíóöőúüű",
    "is": "áðéíóúýþæö",
    "tr": "çğıöşü",
    "nl": "äëïöüéè",
    "sk": "áäčďéíĺľňóôŕšťúýž",
}
_WORD: Final = re.compile(r"[^\W\d_]+")
#: Signs at the end of a sentence, by what they do.
_ENDS: Final = {
    **dict.fromkeys(".。．।۔።։", "."),
    **dict.fromkeys("!！", "!"),
    **dict.fromkeys("?？؟;", "?"),
    **dict.fromkeys(":：፡", ":"),
    "…": "…",
}
_CLOSING: Final = "\"'”’“‘»«›‹)]}）」』❳*_ \ufffc\u200e\u200f\n\t\u00a0"
_ABBREVIATION: Final = re.compile(
    r"(?:\w\.\s?)+\w+\.|\b(?:etc|osv|dvs|mm|mfl|usw|bzw|jne|ym|enz|inc|ltd|nr|no|kl|ca|resp|max|min)\.",
    re.IGNORECASE,
)
_UNSTOPPED: Final = {"th", "lo", "km", "my"}


@cache
def primary(language: str) -> str:
    """``en`` of ``en-GB``."""
    return re.split("[-_]", language, maxsplit=1)[0].lower()


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def likely_language(text: str, expected: str) -> str:
    """The language that a text is in, judged by its small words; empty when that is not clear.

    It takes three of them, and three times as many as of the ``expected`` language, which need not
    be told.
    """
    expected = primary(expected)
    there = text.lower().split()
    own = _SMALL_WORDS.get(expected, frozenset())
    needed = max(3, 3 * len(own.intersection(there)))
    if len(there) < needed or sum(map(_small_elsewhere(expected).__contains__, there)) < needed:
        return ""
    scores = Counter(language for word in there for language in _LANGUAGES_OF.get(word, ()))
    best, score = max(scores.items(), key=lambda item: item[1], default=("", 0))
    return best if score >= needed and not {best, expected} <= _ALIKE else ""


@cache
def _small_elsewhere(language: str) -> frozenset[str]:
    """Small words of any other language."""
    return frozenset(word for word, found in _LANGUAGES_OF.items() if {*found} - {language})


def leans_to(text: str, language: str, other: str) -> bool:
    """Whether more small words of a text are those of ``language`` than of ``other``."""
    there = words(text.lower())
    own, others = (_SMALL_WORDS.get(primary(each), frozenset()) for each in (language, other))
    return len(own.intersection(there)) > len(others.intersection(there))


def left_over(source: str, source_language: str, target: str, target_language: str) -> list[str]:
    """Words of the source that its translation still holds, though its language has no such words.

    Names have a capital and may stay.
    """
    letters, small = _signs(primary(source_language), primary(target_language))
    if small is None or (target.isascii() and len(small.intersection(target.split())) < 2):
        return []
    kept = set(words(source.lower())).intersection(words(target))
    strange = {word for word in kept if any(_is_strange(c, letters) for c in word)}
    own = kept & small
    return sorted(strange | own if strange or len(own) > 1 else ())


@cache
def _signs(source: str, target: str) -> tuple[str, frozenset[str] | None]:
    """Letters that the target writes, and small words that only the source has."""
    if source == target or {source, target} <= _ALIKE:
        return "", None
    own = _SMALL_WORDS.get(target)
    others = _SMALL_WORDS.get(source, frozenset())
    return _LETTERS.get(target, ""), others - own - {"under", "till", "man"} if own else frozenset()


def _is_strange(character: str, letters: str) -> bool:
    return character > "\x7f" and character in "åäöæøéüß" and character not in letters


def ending(text: str) -> str:
    """The sign that ends a text, as one of ``.!?:…``; empty without one or at an abbreviation."""
    text = text.rstrip(_CLOSING)
    if text.endswith("..."):
        return "…"
    found = _ENDS.get(text[-1:], "")
    last = text[-12:].rsplit(" ", 1)[-1] if found == "." else ""
    return "" if last and _ABBREVIATION.fullmatch(last.lstrip("(")) else found


def ends_sentences(language: str) -> bool:
    """Whether a language ends its sentences with a sign at all."""
    return primary(language) not in _UNSTOPPED
