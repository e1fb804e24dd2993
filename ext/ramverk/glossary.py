"""The glossary of a project: read from its file, and offered to translators in their catalogues.

``locales/glossary.yaml`` holds concepts by their ids, and below each what it is called:

    staff-mobility:
      sv:
        term: personalmobilitet
        also: [personalens mobilitet]
        avoid: [personalrörelse]
        definition: Perioder då skolans personal arbetar, undervisar eller lär sig i ett annat land.
      en: staff mobility
      note: …
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from . import yaml_nodes
from .catalog_updates import Template
from .interface import N_
from .loading import (
    BROKEN,
    DID_YOU_MEAN,
    Place,
    Reader,
    Source,
    canonical_tag,
    closest,
    guess_language,
    in_file_order,
    is_empty,
    is_language_tag,
    read_text,
)
from .model import LanguageTag, Text
from .problems import Problem
from .terminology import Concept, Glossary, Pairing, Wording, terms_between
from .yaml_nodes import Node, Scalar, YamlError

FILE: Final = "glossary.yaml"
"""Its name in the folder of the catalogues."""

_EXAMPLE: Final = "en: staff mobility"
#: What to do where the remedy of the code speaks of frameworks.
_REMEDIES: Final = {
    "too-large": N_("keep the words that matter; a glossary has some hundreds"),
    "yaml-depth": N_("a glossary needs no more than three levels; check the indentation"),
    "several-documents": N_("remove the line “---”"),
}


def read_glossary(path: Path, name: str) -> tuple[Glossary, list[Problem]]:
    """The glossary in a file, and all that is wrong with the file, in file order.

    What is wrong is left out; a file that is missing, or holds nothing yet, is an empty glossary.

    :param name: how messages call the file.
    """
    if not path.exists():
        return Glossary(), []
    root, problems = _root(Source("glossary", path, name))
    if root is None:
        return Glossary(), problems
    reader = _Reader(Source("glossary", path, name), "und")
    glossary = reader.glossary(root)
    return glossary, in_file_order(reader.problems)


def _root(source: Source) -> tuple[Node | None, list[Problem]]:
    text, problem = read_text(source)
    if problem:
        return None, [_with_remedy(problem)]
    try:
        return yaml_nodes.parse(text), []
    except YamlError as error:
        if error.code == "empty-file":
            return None, []
        place = source.name, error.line, error.column
        return None, [_with_remedy(Problem(*place, error.code, error.details, error.remedy))]


def _with_remedy(problem: Problem) -> Problem:
    remedy = _REMEDIES.get(problem.code, problem.remedy)
    return dataclasses.replace(problem, remedy=remedy)


class _Reader(Reader):
    """Reads the nodes of a glossary; all problems are collected."""

    def __init__(self, source: Source, language: str) -> None:
        super().__init__(source, language)
        #: Words by language, each with the concept it stands for and its line.
        self.words: dict[tuple[str, str], tuple[str, int]] = {}

    def glossary(self, root: Node) -> Glossary:
        """The concepts of a file, without those that have mistakes."""
        place = Place(N_("a glossary"), 1, 1, "staff-mobility: …")
        found = {}
        if not isinstance(root, yaml_nodes.Mapping):
            self.wrong_type(N_("entries with ids"), root, place)
            return Glossary()
        for name, child in self.pairs(root):
            before = len(self.problems)
            self.id(name)
            concept = self.concept(name, child)
            if len(self.problems) == before:
                found[name.value] = concept
        return Glossary(MappingProxyType(found))

    def concept(self, name: Scalar, node: Node) -> Concept:
        """What stands below an id: the note, and the words by language."""
        wordings: dict[LanguageTag, Wording] = {}
        note: str | None = None
        pairs = list(self.pairs(node)) if isinstance(node, yaml_nodes.Mapping) else []
        for key, child in pairs:
            if _is_note(key.value):
                note = self.note(key, child)
            else:
                self.language = canonical_tag(key.value)
                wording = self.wording(key, child)
                if self.is_new_language(key, wordings) and wording is not BROKEN:
                    self.note_words(name.value, wording)
                    wordings[LanguageTag(self.language)] = wording
        if all(_is_note(key.value) for key, _ in pairs):
            self.no_languages(node, Place(name.value, name.line, name.column, _EXAMPLE))
        return Concept(id=name.value, wordings=MappingProxyType(wordings), note=note)

    def no_languages(self, node: Node, place: Place) -> None:
        if is_empty(node) or isinstance(node, yaml_nodes.Mapping):
            self.problem("no-entries", place, key=place.key, example=_EXAMPLE)
        else:
            remedy = N_("write its words below it, indented, by language, such as “{example}”")
            self.wrong_type(N_("words by language"), node, place, remedy)

    def note(self, key: Scalar, node: Node) -> str | None:
        if key.value != "note":
            details = {"key": key.value, "guess": "note"}
            self.problem("unknown-key", key, DID_YOU_MEAN, **details)
        note = self.plain(node, Place("note", key.line, key.column, "note: …"))
        return None if note is BROKEN else str(note)

    def is_new_language(self, key: Scalar, wordings: dict[LanguageTag, Wording]) -> bool:
        """Whether a key is a language tag, and the first one for its language."""
        if not is_language_tag(key.value):
            example = guess_language(key.value) or "sv"
            self.problem("bad-language", key, found=key.value or "“”", example=example)
            return False
        same = wordings.get(LanguageTag(canonical_tag(key.value)))
        if same is not None:
            self.problem("duplicate-key", key, key=key.value, first=same.term.line)
        return same is None

    def wording(self, key: Scalar, node: Node) -> Any:
        """A :class:`Wording`, or ``BROKEN``."""
        place = Place(key.value, key.line, key.column, f"{key.value}: staff mobility")
        if isinstance(node, Scalar):
            term = self.text(node, place)
            return term if term is BROKEN else Wording(term=term)
        return self.record(Wording, node, place)

    def names(self, node: Node, place: Place) -> Any:
        """A list of words, each with its line."""
        found = super().names(node, place)
        if found is BROKEN or not isinstance(node, yaml_nodes.Sequence):
            return BROKEN
        return tuple(self.text(item, place) for item in node.items)

    def note_words(self, concept: str, wording: Wording) -> None:
        """Each word stands for one concept, and is either to use or to avoid."""
        lines: dict[str, int] = {}
        for word in wording.words:
            lines[word.lower()] = word.line
            here = self.language, word.lower()
            if here in self.words:
                other, first = self.words[here]
                at = Place("", word.line, 0)
                self.problem("term-taken", at, term=word, concept=other, first=first)
            self.words.setdefault(here, (concept, word.line))
        for word in wording.avoid:
            if word.lower() in lines:
                at = Place("", word.line, 0)
                self.problem("term-avoided", at, term=word, first=lines[word.lower()])


def _is_note(key: str) -> bool:
    """Whether a key is the note, or was meant to be."""
    return key == "note" or (not is_language_tag(key) and closest(key, ["note"]) is not None)


# --- for translators ----------------------------------------------------------------------------


def term_comments(text: str, glossary: Glossary, source_language: str, language: str) -> list[str]:
    """What a catalogue tells the translator of a text about its terms, a line each.

    ``term: personalmobilitet → staff mobility; not: personnel mobility``
    """
    if not glossary:
        return []
    return [
        _comment(each) for each in terms_between(glossary, source_language, language).named(text)
    ]


def with_terms(
    templates: Iterable[Template], glossary: Glossary, source_language: str, language: str
) -> list[Template]:
    """Messages with the terms they hold among their comments; the messages themselves stay."""
    found = []
    for each in templates:
        lines = term_comments(each.text, glossary, source_language, language)
        comment = "\n".join([*filter(None, [each.comment]), *lines])
        found.append(dataclasses.replace(each, comment=comment))
    return found


def _comment(found: Pairing) -> str:
    parts = [f"term: {found.source.term} → {_listed(found.target.words)}"]
    if found.target.avoid:
        parts.append(f"not: {_listed(found.target.avoid)}")
    if found.concept.note:
        parts.append(found.concept.note)
    return "; ".join(parts)


def _listed(words: Iterable[Text]) -> str:
    return ", ".join(words)
