"""A year of edits to two frameworks that share sentences, each followed by an update.

Hypothesis makes several hundred of them. Whatever they are, no translation is lost, none is shown
as current for a text it was not made for, and an update touches only what the edit touched.
"""

from __future__ import annotations

import copy
import difflib
import json
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polib
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ramverk.catalog_updates import Memory, Template, update
from ramverk.catalogs import templates
from ramverk.loading import Source, load_framework
from ramverk.po_files import Key, canonical, is_translated, key_of, parse

FRAMEWORKS: Final = ("staff", "learners")
IDS: Final = tuple("abcdefghij")
SENTENCES: Final = (
    "Skolan har mål",
    "Skolan har mål för utbyten",
    "Målen är kända",
    "Plan",
    "Det finns en plan",
    "Det finns en plan för utbyten",
    "Resor bokas i tid",
    "Alla får veta hur det gick",
    "Avtal skrivs",
    "Värden hälsar på",
)
WORDS: Final = ("minst", "alltid", "skriftligt", "nya", "varje år")
CONTEXTS: Final = ("verb", "noun")
#: An entry has at most: file, flags, two lines of its previous source, context, text, translation,
#: and the empty line before it; and then a comment for each of its places. One that is reworded
#: leaves fewer in another place: what it was, as obsolete.
LINES: Final = 8


@dataclass
class Item:
    text: str
    context: str = ""


@dataclass
class Content:
    """What an author writes: items of two checklists, by section and id."""

    sections: dict[str, dict[str, Item]] = field(
        default_factory=lambda: {"before": {}, "after": {}}
    )
    renamed: dict[str, str] = field(default_factory=dict)

    def paths(self) -> list[str]:
        return [f"{section}/{id_}" for section, items in self.sections.items() for id_ in items]

    def yaml(self) -> str:
        """The framework file, as JSON, which is YAML too."""
        paths = self.paths()
        renamed = {
            old: new for old, new in self.renamed.items() if old not in paths and new in paths
        }
        sections = {
            name: {"kind": "checklist", "title": name.title(), "items": _items(items)}
            for name, items in self.sections.items()
            if items
        }
        always = {"about": {"kind": "text", "text": "Om ramverket"}}
        head = {"title": "Ramverk", "language": "sv", "version": "1", "date": "2026-01-01"}
        found: dict[str, Any] = {**head, "sections": {**always, **sections}}
        return json.dumps({**found, "renamed": renamed} if renamed else found)


def _items(items: dict[str, Item]) -> dict[str, object]:
    return {
        id_: {"title": item.text, "context": item.context} if item.context else item.text
        for id_, item in items.items()
    }


def current(entries: list[polib.POEntry]) -> dict[Key, str]:
    return {key_of(e): e.msgstr for e in entries if e.msgstr and not e.obsolete and not e.fuzzy}


def translations(entries: list[polib.POEntry]) -> set[str]:
    return {each.msgstr for each in entries if each.msgstr}


def changed_lines(before: str, after: str) -> int:
    lines = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(None, *lines, autojunk=False)
    return sum(b - a + d - c for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal")


def most_lines(before: list[Template], after: list[Template]) -> int:
    """How many lines an edit may change: all of the messages that it changed or moved, each taken
    away in one place and put into another.
    """
    left, right = ([(each.key, each.comment) for each in found] for found in (before, after))
    opcodes = difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    changed = [
        comment
        for kind, a, b, c, d in opcodes
        if kind != "equal"
        for _, comment in (*left[a:b], *right[c:d])
    ]
    return sum(2 * (LINES + comment.count("\n") + 1) for comment in changed)


class Year(RuleBasedStateMachine):
    """An author and a translator who take turns; after each turn the catalogues are updated."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.content = {name: Content() for name in FRAMEWORKS}
        self.wanted: dict[str, list[Template]] = {name: [] for name in FRAMEWORKS}
        self.catalogs = dict.fromkeys(FRAMEWORKS, canonical([], {}, "en"))
        #: What each translation was made for; no two are alike.
        self.made: dict[str, Key] = {}
        self.renamings = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # --- what happens each time ---

    def entries(self, name: str) -> list[polib.POEntry]:
        return list(parse(self.catalogs[name]))

    def update(self) -> None:
        """Bring both catalogues up to date, as ``ramverk i18n update`` does."""
        memory = Memory()
        for name in FRAMEWORKS:
            memory.add(self.entries(name))
        for name in FRAMEWORKS:
            path = self.folder / f"{name}.yaml"
            path.write_text(self.content[name].yaml(), "utf-8")
            framework, problems = load_framework(Source(name, path, f"frameworks/{name}.yaml"))
            assert framework is not None, problems
            self.wanted[name] = templates(framework)
            entries = update(self.entries(name), self.wanted[name], memory)
            self.catalogs[name] = canonical(entries, {}, "en")

    def edited(self) -> None:
        """Update after an edit: nothing is lost, and no more changes than the edit did."""
        before, wanted = dict(self.catalogs), dict(self.wanted)
        self.update()
        for name in FRAMEWORKS:
            lost = translations(parse(before[name])) - translations(self.entries(name))
            assert not lost
            most = most_lines(wanted[name], self.wanted[name])
            assert changed_lines(before[name], self.catalogs[name]) <= most

    # --- what the author does ---

    @initialize(chosen=st.lists(st.sampled_from(SENTENCES), min_size=4, max_size=8))
    def first_version(self, chosen: list[str]) -> None:
        for number, text in enumerate(chosen):
            section = self.content[FRAMEWORKS[number % 2]].sections["before"]
            section[IDS[number]] = Item(text)
        self.update()
        self.work({*range(20)})

    def pick(self, data: st.DataObject) -> tuple[Content, str, str] | None:
        """Any item: its framework, section and id."""
        places = [
            (content, section, id_)
            for content in self.content.values()
            for section, items in content.sections.items()
            for id_ in items
        ]
        return data.draw(st.sampled_from(places)) if places else None

    @rule(
        name=st.sampled_from(FRAMEWORKS),
        section=st.sampled_from(["before", "after"]),
        id_=st.sampled_from(IDS),
        text=st.sampled_from(SENTENCES),
    )
    def write_or_replace(self, name: str, section: str, id_: str, text: str) -> None:
        self.content[name].sections[section][id_] = Item(text)
        self.edited()

    @rule(data=st.data(), word=st.sampled_from(WORDS))
    def reword(self, data: st.DataObject, word: str) -> None:
        if place := self.pick(data):
            content, section, id_ = place
            item = content.sections[section][id_]
            words = item.text.split()
            taken_back = word in item.text
            text = item.text.replace(f" {word}", "") if taken_back else " ".join([*words, word])
            content.sections[section][id_] = Item(text, item.context)
            self.edited()

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        if place := self.pick(data):
            content, section, id_ = place
            del content.sections[section][id_]
            self.edited()

    @rule(data=st.data(), name=st.sampled_from(FRAMEWORKS), id_=st.sampled_from(IDS))
    def move(self, data: st.DataObject, name: str, id_: str) -> None:
        """To the end of a section of this framework or of the other, with any id."""
        if place := self.pick(data):
            content, section, old = place
            item = content.sections[section].pop(old)
            self.content[name].sections["after"].pop(id_, None)
            self.content[name].sections["after"][id_] = item
            self.edited()

    @rule(data=st.data(), id_=st.sampled_from(IDS), word=st.sampled_from(["", *WORDS]))
    def rename(self, data: st.DataObject, id_: str, word: str) -> None:
        """The id, noted in ``renamed``; the sentence may change in all its words meanwhile."""
        place = self.pick(data)
        if place is None or id_ in place[0].sections[place[1]]:
            return
        content, section, old = place
        item = content.sections[section][old]
        name = next(name for name, each in self.content.items() if each is content)
        key = (item.context or None, item.text)
        is_alone = sum((each.context or None, each.text) == key for each in self.items()) == 1
        before = {key_of(e) for e in self.entries(name) if is_translated(e) and not e.obsolete}
        content.sections[section] = {
            id_ if each == old else each: found for each, found in content.sections[section].items()
        }
        self.renamings += 1
        text = f"{word.upper()} {self.renamings}" if word else item.text
        content.sections[section][id_] = Item(text, item.context)
        content.renamed[f"{section}/{old}"] = f"{section}/{id_}"
        self.edited()
        if is_alone and key in before:
            new = (item.context or None, text)
            (entry,) = [each for each in self.entries(name) if key_of(each) == new]
            assert is_translated(entry)

    def items(self) -> list[Item]:
        sections = (section for each in self.content.values() for section in each.sections.values())
        return [item for section in sections for item in section.values()]

    @rule(data=st.data(), id_=st.sampled_from(IDS))
    def split(self, data: st.DataObject, id_: str) -> None:
        if place := self.pick(data):
            content, section, old = place
            words = content.sections[section][old].text.split()
            if len(words) > 1 and id_ not in content.sections[section]:
                half = len(words) // 2
                content.sections[section][old] = Item(" ".join(words[:half]))
                content.sections[section][id_] = Item(" ".join(words[half:]))
                self.edited()

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        if place := self.pick(data):
            content, section, id_ = place
            others = [each for each in content.sections[section] if each != id_]
            if others:
                other = content.sections[section].pop(others[0])
                item = content.sections[section][id_]
                content.sections[section][id_] = Item(f"{item.text} {other.text}"[:200])
                self.edited()

    @rule(data=st.data(), context=st.sampled_from(["", *CONTEXTS]))
    def give_or_take_context(self, data: st.DataObject, context: str) -> None:
        if place := self.pick(data):
            content, section, id_ = place
            item = content.sections[section][id_]
            content.sections[section][id_] = Item(item.text, context)
            self.edited()

    @rule(data=st.data(), text=st.sampled_from(SENTENCES), context=st.sampled_from(["", "verb"]))
    def change_of_mind(self, data: st.DataObject, text: str, context: str) -> None:
        """An edit that is taken back at once restores every translation."""
        if place := self.pick(data):
            content, section, id_ = place
            before = {name: current(self.entries(name)) for name in FRAMEWORKS}
            kept = copy.deepcopy(self.content)
            content.sections[section][id_] = Item(text, context)
            self.edited()
            self.content = kept
            self.edited()
            for name in FRAMEWORKS:
                assert before[name].items() <= current(self.entries(name)).items()

    # --- what the translator does ---

    @rule(chosen=st.sets(st.integers(0, 12), min_size=1))
    def work(self, chosen: set[int]) -> None:
        """Translate some messages that wait, in both catalogues; then the update."""
        for name in FRAMEWORKS:
            entries = self.entries(name)
            for number, entry in enumerate([each for each in entries if not each.obsolete]):
                if number in chosen and (entry.fuzzy or not entry.msgstr):
                    entry.msgstr = f"translation {len(self.made)}"
                    entry.flags, entry.previous_msgid, entry.previous_msgctxt = [], None, None
                    self.made[entry.msgstr] = key_of(entry)
            self.catalogs[name] = canonical(entries, {}, "en")
        self.update()

    @rule(chosen=st.sets(st.integers(0, 12), min_size=1))
    def think_about(self, chosen: set[int]) -> None:
        """Edit some outdated translations and leave them marked so, as some programs do."""
        for name in FRAMEWORKS:
            entries = self.entries(name)
            for number, entry in enumerate([each for each in entries if each.fuzzy]):
                if number in chosen and not entry.obsolete:
                    entry.msgstr = f"translation {len(self.made)}"
                    self.made[entry.msgstr] = key_of(entry)
            self.catalogs[name] = canonical(entries, {}, "en")
        self.edited()

    # --- what always holds ---

    @invariant()
    def nothing_is_passed_off_as_current(self) -> None:
        for name in FRAMEWORKS:
            for key, translation in current(self.entries(name)).items():
                assert self.made[translation] == key

    @invariant()
    def a_catalogue_holds_each_message_once_and_in_order(self) -> None:
        for name in FRAMEWORKS:
            entries = self.entries(name)
            active = [key_of(each) for each in entries if not each.obsolete]
            assert active == [each.key for each in self.wanted[name]]
            assert len({key_of(each) for each in entries}) == len(entries)

    @invariant()
    def a_second_update_changes_nothing(self) -> None:
        before = dict(self.catalogs)
        self.update()
        assert self.catalogs == before


TestYear = Year.TestCase
TestYear.settings = settings(
    deadline=None,
    max_examples=25,
    stateful_step_count=40,
    suppress_health_check=list(HealthCheck),
)
