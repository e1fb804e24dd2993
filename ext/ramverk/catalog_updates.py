"""Bringing a catalogue up to date: where the translation of each message comes from.

No translation is ever thrown away, and none is shown as current that was made for another text.
"""

from __future__ import annotations

import copy
import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polib

from .po_files import Key, is_translated, key_of, previous_key

SIMILAR: Final = 0.7
"""From this likeness (0 to 1) on, an old translation is offered for a reworded message."""

#: The beginning of a comment that tells where a message stands; a note may hold anything.
_PLACE: Final = re.compile(r"[a-z0-9/-]+ · ")
#: With more old messages than this, only those that share words with a text are compared with it.
_FEW: Final = 100
_CLOSEST: Final = 8
#: A word in more messages than this tells little, when there is a rarer one.
_OFTEN: Final = 200
_WORD: Final = re.compile(r"\w+")
#: Letters by which an inflected word is still known.
_STEM: Final = 4


@dataclass(slots=True)
class Template:
    """A message of a template: what a catalogue should hold."""

    text: str
    file: str
    comment: str = ""
    plural: str = ""
    context: str | None = None
    #: Where the message stood before ids were renamed, as comments name it.
    former_places: tuple[str, ...] = ()
    #: The page that has the same text, in a catalogue shared by a framework and its page.
    page: str = ""

    @property
    def key(self) -> Key:
        return self.context, self.text

    @property
    def places(self) -> list[str]:
        return [*places(self.comment), *self.former_places]

    def entry(self) -> polib.POEntry:
        """The message as an entry without translation."""
        return polib.POEntry(
            msgctxt=self.context,
            msgid=self.text,
            msgid_plural=self.plural,
            comment=self.comment,
            occurrences=[(file, "") for file in (self.file, self.page) if file],
        )


def places(comment: str) -> list[str]:
    """The places that a message's comment names: ``framework · path · role``."""
    return [line.split(" of “")[0] for line in comment.splitlines() if _PLACE.match(line)]


# --- other catalogues ---------------------------------------------------------------------------


class Memory:
    """All translations from one language into another, by the message they were made for.

    A sentence that moves to another framework finds its translation here. Plural messages are left
    out: only the interface has them.
    """

    def __init__(self) -> None:
        self._found: dict[Key, list[polib.POEntry]] = {}
        self._outdated: dict[Key, polib.POEntry] = {}

    def add(self, entries: Iterable[polib.POEntry]) -> None:
        for entry in entries:
            if not entry.msgstr or entry.msgid_plural:
                continue
            if not entry.fuzzy:
                self._found.setdefault(key_of(entry), []).append(entry)
                continue
            for key in (key_of(entry), previous_key(entry)):
                if key is not None:
                    self._outdated.setdefault(key, entry)

    def find(self, key: Key) -> tuple[polib.POEntry | None, bool]:
        """A translation made for a message, and whether the catalogues agree on it."""
        found = self._found.get(key, [])
        current = [each for each in found if not each.obsolete] or found
        agreed = len({each.msgstr for each in current}) == 1
        return (current[0] if current else None), agreed

    def find_outdated(self, key: Key) -> polib.POEntry | None:
        """An outdated translation that a message has, or that was once made for it."""
        return self._outdated.get(key)


# --- one catalogue ------------------------------------------------------------------------------


def update(
    old: Iterable[polib.POEntry],
    wanted: Iterable[Template],
    memory: Memory | None = None,
    *,
    similar: float = SIMILAR,
) -> list[polib.POEntry]:
    """The entries a catalogue should have now. No translation is ever thrown away.

    A message keeps its translation, and one that comes back takes it from the obsolete entries;
    else it may come from another catalogue. A reworded message, known by its id path or by its
    likeness, gets the old translation marked fuzzy with its previous source, and so does one that
    gets another context. What is no longer wanted is kept as obsolete, with the translation that
    was made for it: that of a rewording may have been edited since.

    :param memory: translations of other catalogues, which may hold those of this one too.
    :param similar: the likeness (0 to 1) from which on a message counts as reworded.
    """
    return _Update(_without_doubles(old), list(wanted), memory or Memory()).entries(similar)


_Pair = tuple[Template, polib.POEntry]


class _Update:
    """One update; entries are told apart by identity, because polib compares them as text."""

    def __init__(
        self, old: Sequence[polib.POEntry], wanted: Sequence[Template], memory: Memory
    ) -> None:
        self.wanted = wanted
        self.memory = memory
        self.old = {key_of(entry): entry for entry in old}
        keys = {each.key for each in wanted}
        translated = [entry for entry in old if is_translated(entry)]
        self.orphans = [entry for entry in translated if key_of(entry) not in keys]
        #: Orphans whose translation has found its place.
        self.used: set[int] = set()
        #: What rewordings hold by the text it was made for, which may be kept nowhere else.
        self.taken_over = {
            key: entry for entry in translated if (key := previous_key(entry)) is not None
        }
        self.by_place = _by_place(self.orphans)
        #: By place, the messages that stand elsewhere only now.
        self.once_there = _by_place(
            [entry for entry in translated if key_of(entry) in keys],
            {each.key: each.places for each in wanted},
        )

    def entries(self, similar: float) -> list[polib.POEntry]:
        found = [each.entry() for each in self.wanted]
        pairs = list(zip(self.wanted, found, strict=True))
        left = [pair for pair in pairs if not self.keeps(*pair)]
        left = [pair for pair in left if not self.finds_its_own(*pair)]
        new = [pair for pair in left if pair[0].key not in self.old]
        new = [pair for pair in new if not self.is_outdated_elsewhere(*pair)]
        new = [pair for pair in new if not self.was_reworded_in_place(*pair)]
        new = [pair for pair in new if not self.was_in_another_context(*pair)]
        self.take_similar(new, similar)
        return [*found, *self.obsolete(found)]

    def keeps(self, template: Template, entry: polib.POEntry) -> bool:
        """Whether the message is translated already, or was before it went obsolete."""
        same = self.old.get(template.key)
        if same is None:
            return False
        entry.tcomment = same.tcomment
        if not is_translated(same):
            return False
        if same.msgid_plural != template.plural:
            _take_over(entry, same)
            return True
        entry.msgstr, entry.msgstr_plural, entry.flags = same.msgstr, same.msgstr_plural, same.flags
        entry.previous_msgctxt = same.previous_msgctxt
        entry.previous_msgid = same.previous_msgid
        entry.previous_msgid_plural = same.previous_msgid_plural
        return True

    def finds_its_own(self, template: Template, entry: polib.POEntry) -> bool:
        """Whether a translation that was made for this very message is somewhere else."""
        found, agreed = self.memory.find(template.key)
        if found is None or template.plural:
            return self.take(entry, self.taken_over.get(template.key))
        entry.msgstr = found.msgstr
        entry.tcomment = entry.tcomment or found.tcomment
        entry.flags = [] if agreed else ["fuzzy"]
        return True

    def is_outdated_elsewhere(self, template: Template, entry: polib.POEntry) -> bool:
        """Whether the message has an outdated translation in another catalogue.

        Only new messages are looked up: what this update makes outdated, the next one would find.
        """
        return not template.plural and self.take(entry, self.memory.find_outdated(template.key))

    def was_reworded_in_place(self, template: Template, entry: polib.POEntry) -> bool:
        """Whether another message stood here, which may still stand in other places."""
        here = [each for place in template.places for each in self.by_place.get(place, ())]
        if not (here := self.unused(here)):
            here = [each for place in template.places for each in self.once_there.get(place, ())]
        return self.take(entry, _most_similar(template.text, here, 0))

    def was_in_another_context(self, template: Template, entry: polib.POEntry) -> bool:
        """The same text elsewhere may keep its translation; here it is offered, marked fuzzy."""
        return self.take(entry, self.by_text.get(template.text))

    @cached_property
    def by_text(self) -> dict[str, polib.POEntry]:
        entries = [*filter(is_translated, self.old.values()), *self.orphans]
        return {entry.msgid: entry for entry in entries}

    def take_similar(self, new: Iterable[_Pair], similar: float) -> None:
        """Offer what went right now; only then what went before, such as earlier wordings."""
        for is_obsolete in (False, True):
            orphans = self.unused(self.orphans)
            closest = _Closest([each for each in orphans if bool(each.obsolete) == is_obsolete])
            new = [pair for pair in new if not self.is_similar(*pair, closest, similar)]

    def is_similar(
        self, template: Template, entry: polib.POEntry, closest: _Closest, similar: float
    ) -> bool:
        near = self.unused(closest.to(template.text))
        return self.take(entry, _most_similar(template.text, near, similar))

    def take(self, entry: polib.POEntry, before: polib.POEntry | None) -> bool:
        if before is None:
            return False
        self.used.add(id(before))
        _take_over(entry, before)
        return True

    def unused(self, entries: Iterable[polib.POEntry]) -> list[polib.POEntry]:
        return [each for each in entries if id(each) not in self.used]

    def obsolete(self, found: Iterable[polib.POEntry]) -> Iterator[polib.POEntry]:
        """What is no longer wanted, but for outdated translations that moved on or went back."""
        current = {key_of(entry): entry for entry in found}
        for orphan in self.orphans:
            if orphan.fuzzy and id(orphan) in self.used:
                continue
            origin = previous_key(orphan)
            same = None if origin is None else current.get(origin)
            if same is not None and _translation(same) == _translation(orphan):
                _add_comment(same, orphan.tcomment)
                continue
            kept = copy.copy(orphan)
            kept.obsolete = True
            yield kept


def _by_place(
    entries: Iterable[polib.POEntry], now: Mapping[Key, Sequence[str]] | None = None
) -> dict[str, list[polib.POEntry]]:
    """Entries by the places where they stood, but for those where they stand ``now``."""
    found: dict[str, list[polib.POEntry]] = {}
    for entry in entries:
        staying = now[key_of(entry)] if now else ()
        for place in places(entry.comment):
            if place not in staying:
                found.setdefault(place, []).append(entry)
    return found


def _take_over(entry: polib.POEntry, before: polib.POEntry) -> None:
    """Give a message the translation of another one, marked fuzzy.

    That of an outdated one may have been edited since, so not even the message that it was made
    for gets it as current.
    """
    entry.tcomment = before.tcomment or entry.tcomment
    _fit_translation(entry, before)
    entry.flags = [*(flag for flag in before.flags if flag != "fuzzy"), "fuzzy"]
    origin = previous_key(before) if before.fuzzy else key_of(before)
    plural = (before.previous_msgid_plural if before.fuzzy else before.msgid_plural) or ""
    if origin is not None and (origin, plural) != (key_of(entry), entry.msgid_plural):
        entry.previous_msgctxt, entry.previous_msgid = origin
        entry.previous_msgid_plural = plural or None


def _fit_translation(entry: polib.POEntry, before: polib.POEntry) -> None:
    """Copy a translation to a message that may have gained or lost its plural."""
    if bool(entry.msgid_plural) == bool(before.msgid_plural):
        entry.msgstr, entry.msgstr_plural = before.msgstr, dict(before.msgstr_plural)
    elif entry.msgid_plural:
        entry.msgstr_plural = {0: before.msgstr}
    else:
        forms = [form for _, form in sorted(before.msgstr_plural.items()) if form]
        entry.msgstr = forms[0]
        _note_others(entry, dict.fromkeys(forms[1:]))


def _translation(entry: polib.POEntry) -> tuple[str, ...]:
    return entry.msgstr, *(form for _, form in sorted(entry.msgstr_plural.items()))


def _without_doubles(old: Iterable[polib.POEntry]) -> list[polib.POEntry]:
    """Each message once, as a merge of two files by hand may not leave it.

    The others' translations become a note of the one that stays.
    """
    found: dict[Key, list[polib.POEntry]] = {}
    for entry in old:
        found.setdefault(key_of(entry), []).append(entry)
    return [doubles[0] if len(doubles) == 1 else _united(doubles) for doubles in found.values()]


def _united(doubles: Iterable[polib.POEntry]) -> polib.POEntry:
    first, *others = sorted(
        doubles, key=lambda each: (not is_translated(each), bool(each.obsolete), each.fuzzy)
    )
    translations = [" / ".join(filter(None, _translation(each))) for each in (first, *others)]
    _note_others(first, [text for text in dict.fromkeys(translations) if text != translations[0]])
    return first


def _note_others(entry: polib.POEntry, others: Iterable[str]) -> None:
    notes = [f"also translated as: {' '.join(each.split())}" for each in others if each]
    entry.tcomment = "\n".join([*entry.tcomment.splitlines(), *notes])


def _add_comment(entry: polib.POEntry, comment: str) -> None:
    """Add the lines of a translator's comment that an entry does not have yet."""
    lines = entry.tcomment.splitlines()
    entry.tcomment = "\n".join(lines + [each for each in comment.splitlines() if each not in lines])


# --- likeness -----------------------------------------------------------------------------------


class _Closest:
    """Finds the messages that share most words with a text; comparing all would take too long."""

    def __init__(self, entries: Sequence[polib.POEntry]) -> None:
        self.entries = entries
        self.with_stem: dict[str, list[int]] = {}
        if len(entries) > _FEW:
            for number, entry in enumerate(entries):
                for stem in _stems(entry.msgid):
                    self.with_stem.setdefault(stem, []).append(number)

    def to(self, text: str) -> Iterable[polib.POEntry]:
        if not self.with_stem:
            return self.entries
        shared: Counter[int] = Counter()
        lists = (self.with_stem.get(stem, []) for stem in _stems(text))
        for numbers in sorted(lists, key=len):  # rare words tell most
            if shared and len(numbers) > _OFTEN:
                break
            shared.update(numbers)
        return (self.entries[number] for number, _ in shared.most_common(_CLOSEST))


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.lower())}


def _most_similar(
    text: str, entries: Sequence[polib.POEntry], threshold: float
) -> polib.POEntry | None:
    if not threshold and len(entries) == 1:
        return entries[0]
    best, likeness = None, threshold
    matcher = difflib.SequenceMatcher(b=text, autojunk=False)
    for entry in entries:
        matcher.set_seq1(entry.msgid)
        if matcher.real_quick_ratio() < likeness or matcher.quick_ratio() < likeness:
            continue
        if (ratio := matcher.ratio()) >= likeness:
            best, likeness = entry, ratio
    return best
