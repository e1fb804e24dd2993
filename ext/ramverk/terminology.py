"""A glossary: concepts, what each is called in each language, and where those words stand in texts.

A concept is known by its id, and no language comes first among its words. So the same glossary
serves texts written in any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from .inflections import UNSPACED, term_pattern
from .interface import N_, widening
from .language_signs import primary
from .model import Id, LanguageTag, Text, key

_WORD: Final = re.compile(r"\w+")
#: What stands before the first word of a sentence, and what ends the one before.
_OPENING: Final = " \t\n\u00a0\"'“”„‘’«»([*_¿¡-–—•"
_ENDS: Final = ".!?:…|/"
#: Letters of a word that its forms and compounds keep, in the lenient search.
_KEPT: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a concept is called in one language. Written short as its term alone."""

    term: Text = key(
        N_("The word for it. In the short form, language: word, it is all there is."),
        example="staff mobility",
    )
    also: tuple[Text, ...] = key(
        N_("Other words for the same thing that may be used as well."),
        example="[mobility of staff]",
        default=(),
    )
    avoid: tuple[Text, ...] = key(
        N_("Words that should not be used for it."), example="[staff exchange]", default=()
    )
    definition: Text | None = key(
        N_("What it means, in one sentence, for readers of the glossary."),
        example="Periods that staff spend abroad to work, teach or learn.",
        default=None,
    )

    @property
    def words(self) -> tuple[Text, ...]:
        """The words that may be used, the best one first."""
        return (self.term, *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing, whatever it is called."""

    id: Id
    wordings: Mapping[LanguageTag, Wording]
    note: str | None = key(N_("A note for translators; readers never see it."), default=None)

    def wording(self, language: str) -> Wording | None:
        """What it is called in a language, or in the wider one (``en`` for ``en-GB``)."""
        found = (self.wordings.get(LanguageTag(tag)) for tag in widening(language))
        return next((each for each in found if each), None)


@dataclass(frozen=True, eq=False)
class Glossary:
    """The concepts of a project by their ids, in the order of its file."""

    concepts: Mapping[Id, Concept] = field(default_factory=lambda: MappingProxyType({}))

    def __bool__(self) -> bool:
        return bool(self.concepts)

    def named(self, text: str, language: str) -> list[Concept]:
        """The concepts that a text names with a word to use, in the order of the text."""
        return [self.concepts[each] for each in _finder(self, language).concepts(text)]

    def called(self, name: str, language: str) -> Concept | None:
        """The concept with this id, or with this word in any form; ``language`` comes first."""
        name = " ".join(name.split())
        tags = [language, *self.languages]
        found = (_finder(self, tag).whole(name) for tag in tags)
        return self.concepts.get(name) or next(
            (self.concepts[id_] for ids in found for id_ in ids), None
        )

    @cached_property
    def languages(self) -> tuple[LanguageTag, ...]:
        """The languages that any concept has a word in, in the order of the file."""
        return tuple(dict.fromkeys(tag for each in self.concepts.values() for tag in each.wordings))


# --- words in texts -----------------------------------------------------------------------------


class _Finder:
    """Finds the words of a glossary in texts of one language, by one pattern for all of them."""

    def __init__(self, concepts: Iterable[Concept], language: str) -> None:
        #: Words to use, in lower case, with the concepts they stand for.
        self.to_use: dict[str, list[Id]] = {}
        words: dict[str, Text] = {}
        for concept in concepts:
            if wording := concept.wording(language):
                words.update((each.lower(), each) for each in (*wording.avoid, *wording.words))
                for each in wording.words:
                    self.to_use.setdefault(each.lower(), []).append(concept.id)
        self.capitalised = {low for low, each in words.items() if each[:1].isupper()}
        # A longer term is found before a shorter one that it holds.
        longest_first = sorted(words, key=lambda each: (-len(each), each))
        self.patterns = {each: term_pattern(each, language) for each in longest_first}
        self.pattern = _any_of(self.patterns, language)
        #: Forms that were found before, by what they are forms of.
        self.forms: dict[str, str] = {}

    def find(self, text: str) -> list[str]:
        """The words in a text, each once, as the glossary has them, in lower case."""
        return list(dict.fromkeys(word for word, _ in self._matches(text)))

    def concepts(self, text: str) -> list[Id]:
        """What a text names with words to use, each concept once; names of other things are not."""
        words = dict.fromkeys(
            word
            for word, place in self._matches(text)
            if word in self.capitalised or not _is_name(text, place)
        )
        return list(dict.fromkeys(id_ for word in words for id_ in self.to_use.get(word, ())))

    def whole(self, text: str) -> list[Id]:
        """What a text stands for that is nothing but a word to use."""
        found = self.pattern.fullmatch(text.lower())
        return self.to_use.get(self._word(found[0]), []) if found else []

    def _matches(self, text: str) -> Iterator[tuple[str, int]]:
        # Comparing without regard to case, or a group for each word, would cost many times as much.
        for found in self.pattern.finditer(text.lower()):
            yield self._word(found[0]), found.start()

    def _word(self, form: str) -> str:
        """The word that a form belongs to."""
        if form not in self.forms:
            likely = (each for each in self.patterns if each[0] == form[0])
            self.forms[form] = next(w for w in likely if re.fullmatch(self.patterns[w], form))
        return self.forms[form]


def _any_of(patterns: Mapping[str, str], language: str) -> re.Pattern[str]:
    """Any of the patterns where a word begins; without one, nothing.

    :param patterns: by the word that each is made of.
    """
    forms = "|".join(patterns.values())
    if not forms:
        return re.compile(r"(?!)")
    if primary(language) in UNSPACED:
        return re.compile(forms)
    # Looking at the first letter before all else makes it twice as fast. What stands in braces is
    # the name of something that will be put there.
    first = "".join(map(re.escape, sorted({each[0] for each in patterns})))
    return re.compile(rf"(?=[{first}])(?<![\w{{])(?:{forms})(?![\w}}])")


def _is_name(text: str, place: int) -> bool:
    """Whether the word in a place has a capital although no sentence begins there."""
    first, second = text[place : place + 1], text[place + 1 : place + 2]
    before = text[:place].rstrip(_OPENING)
    return first.isupper() and second.islower() and bool(before) and before[-1] not in _ENDS


@lru_cache(maxsize=128)
def _finder(glossary: Glossary, language: str) -> _Finder:
    return _Finder(glossary.concepts.values(), language)


# --- two languages ------------------------------------------------------------------------------


class Slip(NamedTuple):
    """A concept that a translation words in another way than the glossary."""

    #: The source's word, as the glossary has it.
    source: str
    #: The word to use.
    target: str
    #: The word to avoid that stands there; empty where the right one is only missing.
    avoided: str = ""


class Pairing:
    """What one concept is called in the source's language and in the translation's."""

    def __init__(self, concept: Concept, source: Wording, target: Wording) -> None:
        self.concept = concept
        self.source = source
        self.target = target
        #: In lower case, as they are compared.
        self.to_use = [each.lower() for each in target.words]
        self.to_avoid = {each.lower(): each for each in target.avoid}

    def is_used(self, found: Iterable[str], text: str) -> bool:
        """Whether a word to use is among those found, or stands in the text all the same."""
        return any(each in found for each in self.to_use) or any(
            _is_within(each, text) for each in self.target.words
        )


class Terms:
    """A glossary between two languages: what is called so in the one, and so in the other."""

    def __init__(self, glossary: Glossary, source_language: str, language: str) -> None:
        self._source = _finder(glossary, source_language)
        self._target = _finder(glossary, language)
        self._pairings: dict[Id, Pairing] = {}
        for concept in glossary.concepts.values():
            source, target = concept.wording(source_language), concept.wording(language)
            if source and target:
                self._pairings[concept.id] = Pairing(concept, source, target)

    def named(self, text: str) -> list[Pairing]:
        """The concepts that a source text names and the target language has a word for."""
        ids = self._source.concepts(text)
        return [self._pairings[id_] for id_ in ids if id_ in self._pairings]

    def slips(self, source: str, target: str) -> Iterator[Slip]:
        """Concepts of the source that its translation does not word as the glossary does."""
        named = self.named(source)
        if not named:
            return
        found = self._target.find(target)
        needed = {word for each in named for word in each.to_use}
        for each in named:
            avoided = (each.to_avoid[w] for w in found if w in each.to_avoid and w not in needed)
            there = next(avoided, "")
            if there or not each.is_used(found, target):
                yield Slip(each.source.term, each.target.term, there)


@lru_cache(maxsize=128)
def terms_between(glossary: Glossary, source_language: str, language: str) -> Terms:
    """The glossary between two languages; made once."""
    return Terms(glossary, source_language, language)


def _is_within(term: str, text: str) -> bool:
    """Whether the words of a term stand in a text in some form, also apart or in compounds.

    “source of evidence” is in “evidence and its sources”: what is no alarm must not be precise.
    """
    low = text.lower()
    return all(stem in low for stem in _stems(term))


@lru_cache(maxsize=1024)
def _stems(term: str) -> tuple[str, ...]:
    """The beginnings of a term's words, without its small words."""
    words = _WORD.findall(term)
    weighty = [word for word in words if len(word) > 3 or not word.islower()] or words
    return tuple(word[: max(4, round(len(word) * _KEPT))].lower() for word in weighty)
