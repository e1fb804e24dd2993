"""Translation catalogues of framework data: messages out, translations in, canonical ``.po`` files.

A framework is translated on the model, before any renderer sees it. Its catalogue is
``<catalogs>/<language>/LC_MESSAGES/frameworks/<id>.po``.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import polib

from .interface import N_
from .model import (
    ChecklistSection,
    CriteriaHeadings,
    CriteriaSection,
    Criterion,
    Framework,
    Notice,
    Paragraph,
    Prose,
    ServiceHeadings,
    ServiceTableSection,
    StepsSection,
    Text,
    TextSection,
    in_language,
    keys,
)
from .problems import Problem, not_utf8, unreadable

SIMILAR: Final = 0.7
"""From this likeness (0 to 1) on, an old translation is offered for a reworded message."""

#: The beginning of a comment that tells where a message stands; a note may hold anything.
_PLACE: Final = re.compile(r"[a-z0-9/-]+ · ")
_CONFLICT: Final = ("<<<<<<<", "=======", ">>>>>>>")
#: A line that is no comment: a text in quotes, after a keyword or not. polib drops what is less.
_LINE: Final = re.compile(
    r'(#~\s*)?((?P<keyword>msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s*)?"([^"\\]|\\.)*"'
)
#: The mark of a comment with no space after it, which polib wants.
_COMMENT: Final = re.compile(r"^(#[.:,|]|#(?![.:,|~#]))(?!\s)")
#: A comment of a translator.
_NOTE: Final = re.compile(r"\s*#([^.:,|~]|$)")
#: Line ends to polib, but not to gettext.
_FALSE_LINE_ENDS: Final = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))


# --- messages -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Message:
    """One text to translate, with what a translator needs to know about it."""

    text: Text
    #: Id path of what the text belongs to; empty for the framework itself.
    path: str
    #: What the text is: ``indicator``, ``criterion``, ``paragraph`` …
    role: str
    #: What it stands below, in the source language.
    parent: str = ""
    note: str = ""

    def comment(self, framework_id: str) -> str:
        """``staff-mobility · criteria/plan/goals · indicator of “Planning”``"""
        role = f"{self.role} of “{self.parent}”" if self.parent else self.role
        parts = [framework_id, self.path, role] if self.path else [framework_id, role]
        return " · ".join(parts) + (f"\n{self.note}" if self.note else "")


_TITLES: Final[Mapping[type, str]] = {
    Framework: "title",
    Criterion: "criterion",
    **dict.fromkeys(
        (TextSection, CriteriaSection, ChecklistSection, StepsSection, ServiceTableSection),
        "section title",
    ),
}
_ITEMS: Final[Mapping[str, str]] = {
    "indicators": "indicator",
    "evidence": "source of evidence",
    "items": "checklist item",
    "steps": "step",
    "services": "service",
}
_HEADINGS: Final = (CriteriaHeadings, ServiceHeadings)


def messages(framework: Framework) -> Iterator[Message]:
    """The texts of a framework in file order; the same text may come more than once."""
    return _messages(framework, Message(framework.title, "", ""))


def _messages(record: Any, parent: Message, item_role: str = "") -> Iterator[Message]:
    """Messages of a record; ``parent`` carries path, title of the record above, and note."""
    note = getattr(record, "note", None) or ""
    own_title = str(getattr(record, "title", None) or "")
    for each in keys(type(record)):
        value = getattr(record, each.name)
        role = each.name
        if each.name == "title":
            role = item_role or _TITLES.get(type(record), "title")
        elif isinstance(record, _HEADINGS):
            role = f"heading of the column {each.name}"
        elif isinstance(record, Notice):
            role = "notice"
        above = parent.parent if each.name == "title" else own_title or parent.parent
        at = Message(parent.text, parent.path, role, above, note)
        yield from _value_messages(value, each.name, at)


def _value_messages(value: Any, name: str, at: Message) -> Iterator[Message]:
    if isinstance(value, Text):
        yield dataclasses.replace(at, text=value)
    elif isinstance(value, Prose):
        for block in value:
            kind = "paragraph" if isinstance(block, Paragraph) else "list item"
            for text in block.texts:
                yield dataclasses.replace(at, text=text, role=f"{kind} ({at.role})")
    elif isinstance(value, Mapping):
        for id_, child in value.items():
            if isinstance(child, str) and not isinstance(child, Text):
                continue
            if isinstance(child, Text | Prose):
                below = dataclasses.replace(at, role=f"{name.removesuffix('s')} {id_}")
                yield from _value_messages(child, name, below)
            else:
                # Sections and what is in them have id paths; a notice is told by its key.
                path = f"{at.path}/{id_}" if at.path else id_
                path = f"notices/{id_}" if name == "notices" else path
                below = dataclasses.replace(at, path=path)
                yield from _messages(child, below, _ITEMS.get(name, ""))
    elif dataclasses.is_dataclass(value):
        yield from _messages(value, at)


# --- translation --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Translation:
    text: str
    #: Marked fuzzy: the source was reworded since.
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Catalog:
    """Translations by message. An empty one leaves everything in the source language."""

    translations: Mapping[str, Translation] = field(default_factory=dict)


def translate(framework: Framework, language: str, catalog: Catalog) -> Framework:
    """``framework`` for readers of ``language``; what is not translated stays, and says so."""
    if in_language(framework.title, language):
        return framework

    def translated(text: Text) -> Text:
        if in_language(text, language):
            return text
        found = catalog.translations.get(str(text))
        if found is None or not found.text:
            return text.replaced(str(text), language=text.language, state="missing")
        if found.outdated:
            return text.replaced(str(text), language=text.language, state="outdated")
        return text.replaced(found.text, language=language, state="translated")

    result: Framework = _with_texts(framework, translated)
    return result


def _with_texts(value: Any, change: Callable[[Text], Text]) -> Any:
    """A copy of a model value in which ``change`` was applied to each text."""
    if isinstance(value, Text):
        return change(value)
    if isinstance(value, Prose):
        return Prose(
            Paragraph(change(block.text))
            if isinstance(block, Paragraph)
            else dataclasses.replace(block, texts=tuple(map(change, block.texts)))
            for block in value
        )
    if isinstance(value, Mapping):
        return MappingProxyType({id_: _with_texts(each, change) for id_, each in value.items()})
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [each.name for each in keys(type(value))]
        values = {name: _with_texts(getattr(value, name), change) for name in names}
        return dataclasses.replace(value, **values)
    return value


# --- reading ------------------------------------------------------------------------------------


def catalog_path(catalogs: Path, language: str, domain: str) -> Path:
    """Where the catalogue of ``domain`` (``frameworks/<id>``, or a page's name) lies."""
    return catalogs / language.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"


def read_catalog(path: Path, name: str, language: str) -> tuple[Catalog, list[Problem]]:
    """The catalogue in ``path`` and what is wrong with it; a missing file is an empty catalogue.

    :param name: how messages call the file.
    :param language: the language the file is for, by the folder it lies in.
    """
    if not path.exists():
        return Catalog(), []
    entries, problems = read_po(path, name)
    found: dict[str, Translation] = {}
    lines: dict[tuple[str | None, str], int] = {}
    if entries is None:
        return Catalog(), problems
    problems += language_problems(entries, name, language)
    for entry in entries:
        if entry.obsolete:
            continue
        key = (entry.msgctxt, entry.msgid)
        if key in lines:
            first = {"first": lines[key]}
            problems.append(Problem(name, entry.linenum or 0, 0, "catalog-duplicate", first))
            continue
        lines[key] = entry.linenum or 0
        found[entry.msgid] = Translation(entry.msgstr, entry.fuzzy)
    return Catalog(MappingProxyType(found)), problems


def language_problems(entries: polib.POFile, name: str, language: str) -> list[Problem]:
    """Whether a catalogue says that it is for another language than its folder's."""
    header = entries.metadata.get("Language", "").replace("_", "-")
    if not header or header == language:
        return []
    details = {"found": header, "expected": language}
    return [Problem(name, 1, 0, "catalog-language", details)]


def read_po(path: Path, name: str) -> tuple[polib.POFile | None, list[Problem]]:
    """The entries of a ``.po`` file, or ``None`` and why it cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return None, [unreadable(name, error)]
    except UnicodeDecodeError as error:
        return None, [not_utf8(name, error)]
    if not text.strip():
        return None, [Problem(name, 1, 0, "catalog-syntax", {"reason": N_("the file is empty")})]
    text = text.translate(_FALSE_LINE_ENDS)
    lines = text.splitlines()
    conflicts = [
        Problem(name, number, 0, "catalog-conflict")
        for number, line in enumerate(lines, 1)
        if line.startswith(_CONFLICT)
    ]
    if conflicts:
        return None, conflicts
    if damaged := _damaged_line(lines):
        details = {"reason": N_("no whole text in quotes")}
        return None, [Problem(name, damaged, 0, "catalog-syntax", details)]
    lines, notes = _split_notes(lines)
    try:
        # The line end tells polib that this is no path.
        text = "\n".join(map(_as_polib_reads, lines)) + "\n"
        entries = polib.pofile(text, wrapwidth=0, check_for_duplicates=False)
        entries.header = "\n".join(filter(None, [entries.header, *notes]))
        return entries, []
    except (OSError, ValueError) as error:
        found = re.search(r"\(?line (\d+)\)?:? ?(.*)", str(error))
        reason = (found[2] if found else str(error)) or "syntax"
        number = int(found[1]) if found else 0
        return None, [Problem(name, number, 0, "catalog-syntax", {"reason": reason})]


def _as_polib_reads(line: str) -> str:
    """A comment as polib knows it; what it does not know, gettext writes and reads all the same."""
    line = line.strip()
    if line.startswith("#~|"):
        line = f"#|{line[3:]}"  # polib passes over the old source of an obsolete message
    return _COMMENT.sub(r"\1 ", line)


def _split_notes(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines up to the last message, and what a translator noted below; polib drops that."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _NOTE.match(lines[end - 1])):
        end -= 1
    return lines[:end], [line.lstrip("# ").rstrip() for line in lines[end:] if line.strip("# \t")]


def _damaged_line(lines: list[str]) -> int:
    """The first line that was cut off, or a message without its translation; 0 if all is well."""
    last, place = "msgstr", 0
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line or (line.startswith("#") and not line.startswith("#~ ")):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            return number
        keyword = found["keyword"] or last
        if keyword in {"msgctxt", "msgid"} and found["keyword"] and last.startswith("msgid"):
            return place
        if found["keyword"]:
            last, place = keyword, number
    return 0 if last.startswith("msgstr") else place


# --- updating -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Template:
    """A message of a template: what a catalogue should hold."""

    text: str
    file: str
    comment: str = ""
    plural: str = ""


def templates(framework: Framework) -> list[Template]:
    """The messages of a framework, each text once, with the comments of all its places."""
    found: dict[str, Template] = {}
    for message in messages(framework):
        comment = message.comment(framework.id)
        same = found.setdefault(str(message.text), Template(str(message.text), framework.path))
        if comment not in same.comment:
            same.comment = f"{same.comment}\n{comment}" if same.comment else comment
    return list(found.values())


def update(
    old: Iterable[polib.POEntry], wanted: Iterable[Template], *, similar: float = SIMILAR
) -> list[polib.POEntry]:
    """The entries a catalogue should have now. No translation is ever thrown away.

    A message keeps its translation; one that comes back takes it from the obsolete entries; a
    reworded one, known by its id path or by its likeness, keeps the old translation marked fuzzy
    with its previous source; and what is no longer wanted is kept as obsolete.
    """
    old = list(old)
    wanted = list(wanted)
    by_text = {e.msgid: e for e in sorted(old, key=lambda e: (is_translated(e), not e.obsolete))}
    texts = {each.text for each in wanted}
    orphans = [entry for entry in old if entry.msgid not in texts and is_translated(entry)]
    by_path: dict[str, list[polib.POEntry]] = {}
    for orphan in orphans:
        for path in _paths(orphan.comment):
            by_path.setdefault(path, []).append(orphan)
    # A translation that a rewording took over goes back to the text it was made for.
    by_previous = {e.previous_msgid: e for e in old if e.fuzzy and is_translated(e)}
    used = {id(entry) for entry in orphans if entry.fuzzy and entry.previous_msgid in texts}
    entries = []
    for each in wanted:
        entry = polib.POEntry(
            msgid=each.text,
            msgid_plural=each.plural,
            comment=each.comment,
            occurrences=[(each.file, "")],
        )
        same = by_text.get(each.text)
        if same is not None:
            used.add(id(same))
            entry.msgstr, entry.tcomment, entry.flags = same.msgstr, same.tcomment, same.flags
            entry.msgstr_plural = same.msgstr_plural
            entry.previous_msgctxt = same.previous_msgctxt
            entry.previous_msgid = same.previous_msgid
            entry.previous_msgid_plural = same.previous_msgid_plural
        else:
            here = [found for path in _paths(each.comment) for found in by_path.get(path, ())]
            before = (
                by_previous.get(each.text)
                or _most_similar(each.text, here, used, 0)
                or _most_similar(each.text, orphans, used, similar)
            )
            if before is not None:
                used.add(id(before))
                _take_over(entry, before)
        entries.append(entry)
    for orphan in orphans:
        if id(orphan) not in used:
            orphan.obsolete = True
            entries.append(orphan)
    return entries


def is_translated(entry: polib.POEntry) -> bool:
    """Whether an entry holds a translation, outdated or not."""
    return bool(entry.msgstr or any(entry.msgstr_plural.values()))


def _take_over(entry: polib.POEntry, before: polib.POEntry) -> None:
    entry.msgstr, entry.tcomment = before.msgstr, before.tcomment
    if before.fuzzy and before.previous_msgid == entry.msgid:
        return  # the rewording was taken back: the translation is current again
    entry.flags = [*(flag for flag in before.flags if flag != "fuzzy"), "fuzzy"]
    entry.previous_msgid = (before.fuzzy and before.previous_msgid) or before.msgid


def _paths(comment: str) -> list[str]:
    """The places that a message's comment names: ``framework · path · role``."""
    return [line.split(" of “")[0] for line in comment.splitlines() if _PLACE.match(line)]


def _most_similar(
    text: str, orphans: list[polib.POEntry], used: set[int], threshold: float
) -> polib.POEntry | None:
    best, likeness = None, threshold
    matcher = difflib.SequenceMatcher(b=text, autojunk=False)
    for orphan in orphans:
        if id(orphan) in used:
            continue
        matcher.set_seq1(orphan.msgid)
        if matcher.real_quick_ratio() < likeness or matcher.quick_ratio() < likeness:
            continue
        if (ratio := matcher.ratio()) >= likeness:
            best, likeness = orphan, ratio
    return best


# --- writing ------------------------------------------------------------------------------------

_HEADER: Final = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Plural-Forms",
)
_FIXED_HEADER: Final = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}


def canonical(
    entries: Iterable[polib.POEntry], metadata: Mapping[str, str], language: str, header: str = ""
) -> str:
    """A catalogue in canonical form: no wrapping, no line numbers, no creation date, obsolete last.

    What changes in such a file is what somebody changed. ``msgcat --no-wrap`` leaves it as it is.
    """
    fields = {**metadata, **_FIXED_HEADER, "Language": language.replace("-", "_")}
    lines = [f"# {line}".rstrip() for line in header.splitlines()]
    lines += ['msgid ""', 'msgstr ""']
    lines += [_quote(f"{name}: {fields[name]}\n") for name in _HEADER if name in fields]
    for entry in sorted(entries, key=lambda each: bool(each.obsolete)):
        lines += ["", *_entry_lines(entry)]
    return "\n".join(lines) + "\n"


def _entry_lines(entry: polib.POEntry) -> Iterator[str]:
    prefix = "#~ " if entry.obsolete else ""
    for line in (entry.tcomment or "").splitlines():
        yield f"# {line}".rstrip()
    if not entry.obsolete:
        for line in (entry.comment or "").splitlines():
            yield f"#. {line}"
        for file in dict.fromkeys(file for file, _ in entry.occurrences):
            yield f"#: {file}"
    if entry.flags:
        yield "#, " + ", ".join(dict.fromkeys(entry.flags))
    if entry.fuzzy and entry.previous_msgid:
        mark = "#~| " if entry.obsolete else "#| "
        if entry.previous_msgctxt is not None:
            yield from _field(mark, "msgctxt", entry.previous_msgctxt)
        yield from _field(mark, "msgid", entry.previous_msgid)
        if entry.previous_msgid_plural:
            yield from _field(mark, "msgid_plural", entry.previous_msgid_plural)
    if entry.msgctxt is not None:
        yield from _field(prefix, "msgctxt", entry.msgctxt)
    yield from _field(prefix, "msgid", entry.msgid)
    if not entry.msgid_plural:
        yield from _field(prefix, "msgstr", entry.msgstr)
        return
    yield from _field(prefix, "msgid_plural", entry.msgid_plural)
    for number, text in sorted(entry.msgstr_plural.items()) or [(0, ""), (1, "")]:
        yield from _field(prefix, f"msgstr[{number}]", text)


def _field(prefix: str, keyword: str, text: str) -> Iterator[str]:
    """One line, or one for each line of the text."""
    *ended, rest = text.split("\n")
    lines = [f"{line}\n" for line in ended] + [rest] * bool(rest)
    if len(lines) < 2:
        yield f"{prefix}{keyword} {_quote(text)}"
        return
    yield f'{prefix}{keyword} ""'
    for line in lines:
        yield prefix + _quote(line)


_ESCAPES: Final = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r"})


def _quote(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'
