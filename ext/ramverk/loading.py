"""Framework files → model, by the model's own type hints.

A file is read to its end whatever is wrong with it: all problems come at once, each with its place.
"""

from __future__ import annotations

import dataclasses
import datetime
import difflib
import hashlib
import re
import stat
import types
import typing
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from babel import Locale
from babel.core import get_global

from . import model, yaml_nodes
from .interface import N_
from .model import (
    BulletList,
    Framework,
    IdPath,
    Item,
    LanguageTag,
    Notice,
    Paragraph,
    Prose,
    Section,
    Text,
)
from .problems import Problem, quoted, unreadable
from .yaml_nodes import Node, Scalar, Sequence, YamlError

#: 100,000 items take some 12 MB; more than this is no framework somebody wrote.
FILE_SIZE_LIMIT: Final = 32 * 1024 * 1024

ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED_ID: Final = re.compile(r"own-[0-9]+")
LANGUAGE_TAG: Final = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*"
    r"(-x(-[A-Za-z0-9]{1,8})+)?"
)
#: Breaks of a line and ordinary spaces; no-break and thin spaces are somebody's typography.
_SPACES: Final = re.compile("[ \\t\\n\\r\\x0b\\x0c\\x1c-\\x1f\\x85\\u2028\\u2029]+")
_CONTROL: Final = re.compile(
    "[\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\\ud800-\\udfff\\ufffe\\uffff]"
)
_BLANK: Final = re.compile("[\\s\\xad\\u200b-\\u200f\\u2060\\ufeff]*")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,9}")

NUMBER_RANGES: Final = {
    "own_rows": (0, model.OWN_ROW_LIMIT),
    "signatures": (0, model.SIGNATURE_LIMIT),
    "min": (0, model.SCALE_LIMIT),
    "max": (0, model.SCALE_LIMIT),
}


# --- folders and files --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A framework file: its id and where it lies.

    ``name`` is the path as the user would type it, for messages and catalogues.
    """

    id: str
    path: Path
    name: str


def find_frameworks(folder: Path, name: str = "") -> tuple[list[Source], list[Problem]]:
    """The framework files below ``folder``, sorted by id, and what is wrong with the others.

    :param name: how messages call the folder; the path itself by default.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    inside = _real(folder)
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.suffix.lower() not in {".yaml", ".yml"} or _is_hidden(relative) or path.is_dir():
            continue
        source = Source(
            relative.with_suffix("").as_posix(), path, f"{name or folder}/{relative.as_posix()}"
        )
        problem = _file_problem(source, folder, inside)
        if problem:
            problems.append(problem)
        else:
            sources.append(source)
    return sorted(sources, key=lambda source: source.id), problems


#: What was read from each file last, by a digest of its content. The languages of a site have their
#: frameworks in common, and an edit of one leaves the others as they were read.
_loaded: dict[Source, tuple[bytes, Framework | None, list[Problem]]] = {}


def load_framework(source: Source) -> tuple[Framework | None, list[Problem]]:
    """The framework in a file, or ``None`` and all that is wrong with the file, in file order.

    A file is read again only when its content is another.
    """
    text, problem = read_text(source)
    if problem:
        return None, [problem]
    digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
    known = _loaded.get(source)
    if known is None or known[0] != digest:
        known = _loaded[source] = digest, *_load(source, text)
    return known[1], list(known[2])


def _load(source: Source, text: str) -> tuple[Framework | None, list[Problem]]:
    try:
        root = yaml_nodes.parse(text)
    except YamlError as error:
        return None, [
            Problem(source.name, error.line, error.column, error.code, error.details, error.remedy)
        ]
    reader = Reader(source, _language_of(root))
    framework = reader.framework(root)
    return framework, in_file_order(reader.problems)


def in_file_order(problems: list[Problem]) -> list[Problem]:
    """In file order, each once: what is wrong behind an alias is found at every use of it."""
    return list({str(problem): problem for problem in sorted(problems)}.values())


def _is_hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)


def _file_problem(source: Source, folder: Path, inside: Path | None) -> Problem | None:
    path, name = source.path, source.name
    if path.suffix != ".yaml":
        renamed = path.with_suffix(".yaml").name
        return Problem(name, 0, 0, "wrong-suffix", {"suffix": path.suffix, "name": renamed})
    target = _real(path)
    if target is None or inside is None:
        return None  # links that lead to one another: reading will say so
    if not target.is_relative_to(inside):
        return Problem(name, 0, 0, "outside-folder", {"folder": folder.name})
    for part in source.id.split("/"):
        if not ID.fullmatch(part):
            details = {"name": part, "suggestion": suggest_id(part)}
            return Problem(name, 0, 0, "bad-file-name", details)
    return None


def _real(path: Path) -> Path | None:
    """Where a path leads; ``None`` where links lead to one another."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return None


def read_text(source: Source) -> tuple[str, Problem | None]:
    data, problem = read_bytes(source.path, source.name, FILE_SIZE_LIMIT, "too-large")
    if data is None:
        return "", problem
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        place = yaml_nodes.position(before, len(before))
        details = {"byte": f"0x{error.object[error.start]:02x}"}
        return "", Problem(source.name, *place, "not-utf8", details)


def read_bytes(path: Path, name: str, limit: int, code: str) -> tuple[bytes | None, Problem | None]:
    """What a file holds, or ``None`` and why it is not read; a device, say, has no end.

    :param name: how messages call the file.
    :param limit: how many bytes it may have.
    :param code: the problem of a file that has more.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            reason = N_("it is a folder or a device")
            return None, Problem(name, 0, 0, "unreadable", {"reason": reason})
        if found.st_size > limit:
            return None, Problem(name, 0, 0, code, {"size": found.st_size, "limit": limit})
        return path.read_bytes(), None
    except OSError as error:
        return None, unreadable(name, error)


def _language_of(root: Node) -> str:
    found = _find_value(root, "language")
    return canonical_tag(found.value) if isinstance(found, Scalar) else "und"


# --- nodes → model ------------------------------------------------------------------------------

#: Stands for a value that could not be read; a problem says why.
BROKEN: Final = object()


@dataclass(slots=True)
class Place:
    """What a value is called and where it stands, for messages."""

    key: str
    line: int
    column: int
    example: str = ""
    required: bool = False


class Reader:
    """Reads the nodes of one file; collects problems instead of stopping at the first."""

    def __init__(self, source: Source, language: str) -> None:
        self.source = source
        self.language = language
        self.problems: list[Problem] = []
        self._readers: dict[Any, Callable[[Node, Place], Any]] = {
            Text: self.text,
            Prose: self.prose,
            str: self.plain,
            int: self.number,
            datetime.date: self.date,
            LanguageTag: self.language_tag,
            Section: self.section,
        }

    def problem(self, code: str, place: Place | Node, remedy: str = "", **details: object) -> Any:
        self.problems.append(
            Problem(self.source.name, place.line, place.column, code, details, remedy)
        )
        return BROKEN

    # --- structure ---

    def framework(self, root: Node) -> Framework | None:
        fixed = {"id": self.source.id, "path": self.source.name}
        framework = self.record(Framework, root, Place(N_("a framework"), 1, 1), fixed)
        self.check_renamed(root)
        return None if self.problems else framework

    def value(self, hint: Any, node: Node, place: Place) -> Any:
        """The value that ``node`` gives for the type ``hint``, or ``BROKEN``."""
        hint = _without_none(hint)
        if reader := self._readers.get(hint):
            return reader(node, place)
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is Literal:
            return self.choice(arguments, node, place)
        if origin is tuple:
            return self.names(node, place)
        if origin is not None:
            return self.entries(arguments[0], arguments[1], node, place)
        if issubclass(hint, Item) and not isinstance(node, yaml_nodes.Mapping):
            title = self.text(node, place)
            return title if title is BROKEN else hint(title=title)
        if hint is Notice:
            return self.notice(node, place)
        return self.record(hint, node, place)

    def record(
        self, cls: type, node: Node, place: Place, fixed: Mapping[str, object] | None = None
    ) -> Any:
        """An instance of ``cls``; ``fixed`` are values that are no keys of the file."""
        if not isinstance(node, yaml_nodes.Mapping):
            return self.wrong_record(cls, node, place)
        if issubclass(cls, Item):
            node = _with_title(node)
        elif cls is model.Criterion:
            self.check_shared_ids(node)
        fields, hints = _keys_of(cls)
        names = _field_names(node, _names_of(cls))
        values: dict[str, Any] = dict(fixed or {})
        for name, child in self.pairs(node):
            if name.value not in _names_of(cls):
                self.unknown_key(name, _names_of(cls), names.get(name.value))
                values[name.value] = BROKEN
            # A misspelt key is read on, so that the mistakes below it are not left for later.
            each = fields.get(names.get(name.value, ""))
            if each is not None:
                example = f"{each.name}: {each.metadata['example'] or '…'}"
                required = model.is_required(each)
                at = Place(each.name, name.line, name.column, example, required)
                values[each.name] = self.value(hints[each.name], child, at)
        for each in fields.values():
            if model.is_required(each) and each.name not in names.values():
                values[each.name] = self.missing_key(each, place)
        if any(value is BROKEN for value in values.values()):
            return BROKEN
        built = cls(**values)
        if isinstance(built, model.Scale) and built.min >= built.max:
            return self.problem("bad-scale", place, min=built.min, max=built.max)
        return built

    def entries(self, key_hint: Any, hint: Any, node: Node, place: Place) -> Any:
        """A mapping of ids (or id paths) to values."""
        if is_empty(node):
            return self.problem("no-entries", place, key=place.key, example=_entry_example(place))
        expected = N_("entries with ids")
        if isinstance(node, Sequence):
            remedy = N_("give each entry an id instead of the hyphen, such as “{example}”")
            at = Place(place.key, place.line, place.column, _list_example(node, place))
            return self.wrong_type(expected, node, at, remedy)
        if not isinstance(node, yaml_nodes.Mapping):
            remedy = N_("write each entry below it, indented, such as “{example}”")
            at = Place(place.key, place.line, place.column, _entry_example(place))
            return self.wrong_type(expected, node, at, remedy)
        found: dict[str, Any] = {}
        for name, child in self.pairs(node):
            valid = self.id_path(name) if key_hint is IdPath else self.id(name)
            at = Place(name.value, name.line, name.column, f"{name.value}: …")
            is_path = key_hint is IdPath
            value = self.path_text(child, at) if is_path else self.value(hint, child, at)
            found[name.value] = value if valid else BROKEN
        if any(value is BROKEN for value in found.values()):
            return BROKEN
        return types.MappingProxyType(found)

    def pairs(self, node: yaml_nodes.Mapping) -> Iterator[tuple[Scalar, Node]]:
        """The pairs of a mapping, without keys that are no text or that were there before."""
        seen: dict[str, int] = {}
        for name, child in node.pairs:
            if not isinstance(name, Scalar):
                self.problem(
                    "wrong-type",
                    name,
                    key=N_("a key"),
                    expected=N_("a text"),
                    found=_type_name(name),
                    example="id: text",
                )
            elif name.value in seen:
                first = seen[name.value]
                self.problem("duplicate-key", name, key=name.value, first=first)
            else:
                seen[name.value] = name.line
                yield name, child

    def notice(self, node: Node, place: Place) -> Any:
        if not isinstance(node, yaml_nodes.Mapping):
            text = self.prose(node, place)
            return text if text is BROKEN else Notice(text=text)
        outer = self.language
        own = _find_value(node, "language")
        if isinstance(own, Scalar):
            self.language = canonical_tag(own.value)
        notice = self.record(Notice, node, place)
        self.language = outer
        return notice

    def section(self, node: Node, place: Place) -> Any:
        if not isinstance(node, yaml_nodes.Mapping):
            return self.wrong_record(Section, node, place)
        kinds = model.SECTION_KINDS
        names = _field_names(node, _SECTION_KEYS)
        pairs = ((name, child) for name, child in node.pairs if isinstance(name, Scalar))
        kind = next((child for name, child in pairs if names.get(name.value) == "kind"), None)
        if isinstance(kind, Scalar) and kind.value in kinds:
            return self.record(kinds[kind.value], node, place)
        likely = _kind_by_keys(names.values())
        if kind is None or is_empty(kind):
            self.problem("missing-key", place, key="kind", example=f"kind: {likely or 'text'}")
        elif isinstance(kind, Scalar):
            likely = closest(kind.value, kinds) or likely
            remedy, details = _suggestion(kind.value, kinds)
            self.problem("unknown-kind", kind, remedy, found=kind.value, **details)
        else:
            self.wrong_type(N_("a text"), kind, Place("kind", kind.line, kind.column, "kind: text"))
        if likely:
            self.record(kinds[likely], node, place)
        else:
            for name, _ in self.pairs(node):
                if name.value not in _SECTION_KEYS:
                    self.unknown_key(name, _SECTION_KEYS, names.get(name.value))
        return BROKEN

    # --- values ---

    def scalar(self, node: Node, place: Place, expected: str) -> Scalar | None:
        """``node`` when it is a scalar with something to read in it."""
        if not isinstance(node, Scalar):
            self.wrong_type(expected, node, place)
            return None
        if is_empty(node):
            self.empty_text(place)
            return None
        if found := _CONTROL.search(node.value):
            character = f"U+{ord(found[0]):04X}"
            self.problem("control-character", node, key=place.key, character=character)
            return None
        return node

    def text(self, node: Node, place: Place) -> Any:
        found = self.scalar(node, place, N_("a text"))
        if found is None:
            return BROKEN
        line = found.line + (found.style in {"|", ">"})
        return Text(_one_line(found.value), line=line, language=self.language)

    def prose(self, node: Node, place: Place) -> Any:
        expected = N_("a text")
        if isinstance(node, Sequence):
            remedy = N_("write “{key}: |” and the list below it, indented, as lines with “- ”")
            return self.wrong_type(expected, node, place, remedy)
        found = self.scalar(node, place, expected)
        return BROKEN if found is None else parse_prose(found, self.language)

    def plain(self, node: Node, place: Place) -> Any:
        found = self.scalar(node, place, N_("a text"))
        return BROKEN if found is None else _one_line(found.value)

    def names(self, node: Node, place: Place) -> Any:
        if is_empty(node):
            return self.empty_text(place)
        if not isinstance(node, Sequence):
            own = node.value if isinstance(node, Scalar) else "Name"
            place.example = f"{place.key}: [{own}]"
            return self.wrong_type(N_("a list"), node, place)
        found = [self.plain(item, _item_place(place, item)) for item in node.items]
        return BROKEN if BROKEN in found else tuple(found)

    def number(self, node: Node, place: Place) -> Any:
        low, high = NUMBER_RANGES[place.key]
        found = self.scalar(node, place, N_("a whole number"))
        if found is None:
            return BROKEN
        if not _NUMBER.fullmatch(found.value) or not low <= int(found.value) <= high:
            return self.problem(
                "bad-number", found, key=place.key, min=low, max=high, found=found.value
            )
        return int(found.value)

    def choice(self, allowed: tuple[str, ...], node: Node, place: Place) -> Any:
        found = self.scalar(node, place, N_("a text"))
        if found is None:
            return BROKEN
        if found.value not in allowed:
            remedy, details = _suggestion(found.value, allowed)
            return self.problem(
                "bad-choice", found, remedy, key=place.key, found=found.value, **details
            )
        return found.value

    def date(self, node: Node, place: Place) -> Any:
        found = self.scalar(node, place, N_("a date"))
        if found is None:
            return BROKEN
        try:
            if _DATE.fullmatch(found.value):
                return datetime.date.fromisoformat(found.value)
        except ValueError:
            pass
        example = _guess_date(found.value) or place.example.removeprefix("date: ")
        return self.problem("bad-date", found, found=found.value, example=example)

    def language_tag(self, node: Node, place: Place) -> Any:
        found = self.scalar(node, place, N_("a language tag"))
        if found is None:
            return BROKEN
        if not is_language_tag(found.value):
            example = guess_language(found.value) or "sv"
            return self.problem("bad-language", found, found=found.value, example=example)
        return canonical_tag(found.value)

    def id(self, name: Scalar) -> bool:
        if not ID.fullmatch(name.value):
            suggestion = suggest_id(name.value)
            remedy = _key_remedy(name)
            self.problem("bad-id", name, remedy, id=name.value or "“”", suggestion=suggestion)
            return False
        if RESERVED_ID.fullmatch(name.value):
            self.problem("reserved-id", name, id=name.value)
            return False
        return True

    def id_path(self, name: Scalar) -> bool:
        if _is_id_path(name.value):
            return True
        self.problem("bad-path", name, found=name.value or "“”")
        return False

    def path_text(self, node: Node, place: Place) -> Any:
        found = self.scalar(node, place, N_("an id path"))
        return found.value if found is not None and self.id_path(found) else BROKEN

    # --- what holds between values ---

    def check_shared_ids(self, node: yaml_nodes.Mapping) -> None:
        """Indicators and evidence of a criterion share their ids' space: both are link targets."""
        first: dict[str, int] = {}
        for key in ("indicators", "evidence"):
            child = _find_value(node, key)
            for name, _ in child.pairs if isinstance(child, yaml_nodes.Mapping) else ():
                if not isinstance(name, Scalar):
                    continue
                if key == "evidence" and name.value in first:
                    line = first[name.value]
                    self.problem("duplicate-id", name, id=name.value, first=line)
                elif key == "indicators":
                    first[name.value] = name.line

    def check_renamed(self, root: Node) -> None:
        """Old paths must be gone and new ones there; asked of the nodes, so that other mistakes
        in the file do not hide these."""
        paths = _id_paths(root)
        renamed = _find_value(root, "renamed")
        if not paths or not isinstance(renamed, yaml_nodes.Mapping):
            return
        for old, new in renamed.pairs:
            if not (isinstance(old, Scalar) and isinstance(new, Scalar)):
                continue
            is_missing = _is_id_path(new.value) and new.value not in paths
            if old.value in paths:
                remedy = N_("write it the other way round: “{new}: {path}”") if is_missing else ""
                self.problem("renamed-present", old, remedy, path=old.value, new=new.value)
            elif is_missing:
                remedy, details = _suggestion(new.value, paths, threshold=0.75)
                self.problem("renamed-missing", new, remedy, path=new.value, **details)

    # --- messages ---

    def wrong_type(self, expected: str, node: Node, place: Place, remedy: str = "") -> Any:
        return self.problem(
            "wrong-type",
            place,
            remedy,
            key=place.key,
            expected=expected,
            found=_type_name(node),
            example=place.example or f"{place.key}: …",
        )

    def empty_text(self, place: Place) -> Any:
        remedy = N_("fill it in, as “{example}”") if place.required else ""
        return self.problem("empty-text", place, remedy, key=place.key, example=place.example)

    def wrong_record(self, cls: Any, node: Node, place: Place) -> Any:
        """``node`` is no mapping although ``cls`` has keys."""
        example = _record_example(cls, node)
        if is_empty(node):
            return self.problem("no-entries", place, key=place.key, example=example)
        at = Place(place.key, place.line, place.column, example)
        remedy = N_("write its keys below it, indented, such as “{example}”")
        expected = N_("keys with values")
        return self.wrong_type(expected, node, at, "" if cls is Framework else remedy)

    def missing_key(self, each: dataclasses.Field[Any], place: Place) -> Any:
        example, remedy = str(each.metadata["example"]), ""
        if ": " in example and not example.startswith("{"):
            remedy = N_("add “{key}:” and below it, indented, entries such as “{example}”")
        else:
            example = f"{each.name}: {example}"
        return self.problem("missing-key", place, remedy, key=each.name, example=example)

    def unknown_key(self, name: Scalar, allowed: typing.Iterable[str], guess: str | None) -> None:
        remedy = _key_remedy(name) or (guess and DID_YOU_MEAN) or ""
        details = {"allowed": quoted(allowed), "guess": guess}
        self.problem("unknown-key", name, remedy, key=name.value or "“”", **details)


def parse_prose(scalar: Scalar, language: str) -> Prose:
    """Paragraphs and bullet lists of a text; lines that start with "- " are list items.

    Blank lines divide paragraphs. Except in literal scalars, YAML has joined the lines and made
    each blank one a line end. Each text knows the line it starts on; where YAML has joined lines,
    that is the scalar's first.
    """
    literal = scalar.style == "|"
    first = scalar.line + (scalar.style in {"|", ">"})
    blocks: list[Paragraph | BulletList] = []
    bullets: list[Text] = []
    words: list[str] = []
    start = first
    in_bullet = False

    def flush() -> None:
        nonlocal words
        if not words:
            return
        text = Text(_one_line(" ".join(words)), line=start, language=language)
        words = []
        if in_bullet:
            bullets.append(text)
        else:
            blocks.append(Paragraph(text))

    def close_list() -> None:
        if bullets:
            blocks.append(BulletList(tuple(bullets)))
            bullets.clear()

    for offset, line in enumerate(scalar.value.splitlines()):
        stripped = line.strip()
        is_bullet = stripped.startswith("- ")
        goes_on = line[:1].isspace() if in_bullet else literal
        if not (words and stripped and not is_bullet and goes_on):
            flush()
            start = first + offset if literal else first
            if stripped and not is_bullet:
                close_list()
            in_bullet = is_bullet
        if stripped:
            words.append(stripped.removeprefix("- "))
    flush()
    close_list()
    return Prose(blocks)


def is_language_tag(tag: str) -> bool:
    """Whether ``tag`` is well formed by BCP 47 and its language is one that CLDR knows."""
    if not LANGUAGE_TAG.fullmatch(tag):
        return False
    return tag.split("-", maxsplit=1)[0].lower() in _language_names()


def canonical_tag(tag: str) -> str:
    """``tag`` in the usual capitals, such as ``sv``, ``en-GB`` or ``sr-Latn``."""
    first, *others = tag.strip().lower().split("-")
    parts = [first]
    for part in others:
        if any(len(each) == 1 for each in parts):  # extensions and private use
            parts.append(part)
        elif len(part) == 4 and part.isalpha():
            parts.append(part.title())
        else:
            parts.append(part.upper() if len(part) == 2 else part)
    return "-".join(parts)


# --- small helpers ------------------------------------------------------------------------------

DID_YOU_MEAN: Final = N_("did you mean {guess}?")


@cache
def _keys_of(cls: type) -> tuple[dict[str, dataclasses.Field[Any]], dict[str, Any]]:
    return {each.name: each for each in model.keys(cls)}, typing.get_type_hints(cls)


@cache
def _names_of(cls: type) -> tuple[str, ...]:
    """The keys that an author may write for ``cls``."""
    names = tuple(_keys_of(cls)[0])
    return ("kind", *names) if cls in _SECTION_CLASSES else names


_SECTION_CLASSES: Final[tuple[type, ...]] = tuple(model.SECTION_KINDS.values())
_SECTION_KEYS: Final = tuple(
    dict.fromkeys(name for cls in _SECTION_CLASSES for name in _names_of(cls))
)

#: What authors write for a key or a kind although it looks nothing like it.
_SYNONYMS: Final = {
    "anteckning": "note",
    "avsnitt": "sections",
    "bevis": "evidence",
    "beviskällor": "evidence",
    "datum": "date",
    "egna_rader": "own_rows",
    "fas": "phase",
    "författare": "authors",
    "inledning": "intro",
    "kod": "code",
    "kvalitet": "quality",
    "lang": "language",
    "förklaring": "definition",
    "name": "title",
    "namn": "title",
    "punkter": "items",
    "rubrik": "title",
    "rubriker": "headings",
    "sammanfattning": "summary",
    "skala": "quality",
    "språk": "language",
    "svar": "answers",
    "tabell": "service-table",
    "table": "service-table",
    "tjänster": "services",
    "tjänstetabell": "service-table",
    "synonymer": "also",
    "typ": "kind",
    "type": "kind",
    "underskrifter": "signatures",
    "undvik": "avoid",
    "även": "also",
}


def _field_names(node: yaml_nodes.Mapping, allowed: typing.Collection[str]) -> dict[str, str]:
    """The keys of ``node``, each with the one it stands for: itself, or what it was meant to be."""
    written = [name.value for name, _ in node.pairs if isinstance(name, Scalar)]
    names = {name: name for name in written if name in allowed}
    for name in written:
        guess = None if name in names else closest(name, set(allowed).difference(names.values()))
        if guess:
            names[name] = guess
    return names


def closest(found: str, allowed: typing.Iterable[str], threshold: float = 0.6) -> str | None:
    """The one among ``allowed`` that ``found`` was probably meant to be."""
    choices = sorted(allowed)
    visible = "".join(each for each in found.lower() if each.isprintable()).strip()
    if _SYNONYMS.get(visible) in choices:
        return _SYNONYMS[visible]
    close = difflib.get_close_matches(visible, choices, n=1, cutoff=threshold)
    return close[0] if close else None


def _suggestion(
    found: str, allowed: typing.Iterable[str], threshold: float = 0.6
) -> tuple[str, dict[str, object]]:
    """The remedy “did you mean …?” where something similar is allowed, and its details."""
    choices = list(allowed)
    guess = closest(found, choices, threshold)
    return DID_YOU_MEAN if guess else "", {"allowed": quoted(choices), "guess": guess}


def _key_remedy(name: Scalar) -> str:
    """What to do about a key that only looks right, or that means something to YAML."""
    if name.value == "<<":
        return N_("merging with “<<” is not supported; write the keys out")
    if name.value and not name.value.isprintable():
        return N_("it holds an invisible character, such as a no-break space; type it anew")
    return ""


def is_empty(node: Node) -> bool:
    if isinstance(node, Scalar):
        return node.is_null or bool(_BLANK.fullmatch(node.value))
    return isinstance(node, yaml_nodes.Mapping) and not node.pairs


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _is_id_path(text: str) -> bool:
    return all(ID.fullmatch(part) for part in text.split("/"))


def _id_paths(root: Node) -> set[str]:
    """The id paths that a file makes, whatever else is wrong with it."""
    paths: set[str] = set()
    for section_id, section in _children(root, _names_of(Framework), {"sections"}):
        paths.add(section_id)
        lists = {"criteria", "items", "steps", "services"}
        for child_id, child in _children(section, _SECTION_KEYS, lists):
            path = f"{section_id}/{child_id}"
            paths.add(path)
            inner = _children(child, _names_of(model.Criterion), {"indicators", "evidence"})
            paths.update(f"{path}/{item_id}" for item_id, _ in inner)
    return paths


def _children(
    node: Node, allowed: typing.Collection[str], wanted: set[str]
) -> Iterator[tuple[str, Node]]:
    """The entries with ids below those keys of ``node`` that stand for a ``wanted`` one."""
    if not isinstance(node, yaml_nodes.Mapping):
        return
    names = _field_names(node, allowed)
    for name, child in node.pairs:
        if isinstance(name, Scalar) and names.get(name.value) in wanted:
            pairs = child.pairs if isinstance(child, yaml_nodes.Mapping) else []
            yield from ((key.value, value) for key, value in pairs if isinstance(key, Scalar))


def _without_none(hint: Any) -> Any:
    if hint is Section or typing.get_origin(hint) not in {typing.Union, types.UnionType}:
        return hint
    alternatives = [each for each in typing.get_args(hint) if each is not types.NoneType]
    return alternatives[0]


def _with_title(node: yaml_nodes.Mapping) -> yaml_nodes.Mapping:
    """``{text: X}`` is the long form of ``X``: the text of an item without a title is its title.

    Not so a text of several paragraphs or a list, which is guidance that lacks its title.
    """
    text = _find_value(node, "text")
    if isinstance(text, Scalar) and "\n" in text.value.strip():
        return node
    names = {name.value for name, _ in node.pairs if isinstance(name, Scalar)}
    if "title" in names or "text" not in names:
        return node
    pairs: list[tuple[Node, Node]] = [
        (Scalar("title", name.line, name.column), child)
        if isinstance(name, Scalar) and name.value == "text"
        else (name, child)
        for name, child in node.pairs
    ]
    return yaml_nodes.Mapping(pairs, node.line, node.column)


def _kind_by_keys(names: typing.Collection[str]) -> str | None:
    """The kind of section that has one of the keys ``names`` for itself."""
    own_keys = {
        "criteria": "criteria",
        "items": "checklist",
        "steps": "steps",
        "services": "service-table",
        "text": "text",
    }
    return next((kind for name, kind in own_keys.items() if name in names), None)


def _type_name(node: Node) -> str:
    if isinstance(node, Scalar):
        return N_("a text")
    return N_("a list") if isinstance(node, Sequence) else N_("keys with values")


def _entry_example(place: Place) -> str:
    example = place.example.partition(": ")[2]
    return example if ": " in example else "id: …"


def _list_example(node: Sequence, place: Place) -> str:
    """The first entry of a list, as it should have been written."""
    first = node.items[0] if node.items else None
    if not isinstance(first, Scalar) or is_empty(first):
        return _entry_example(place)
    return f"{suggest_id(' '.join(first.value.split()[:3]))}: {_shortened(first.value)}"


def _record_example(cls: Any, node: Node) -> str:
    """A first key for what has none, with the author's own text where there is one."""
    if cls is Section:
        return "kind: text"
    fields = _keys_of(cls)[0].values()
    first = next((each for each in fields if model.is_required(each)), next(iter(fields)))
    own = isinstance(node, Scalar) and first.name == "title" and _shortened(node.value)
    return f"{first.name}: {own or first.metadata['example'] or '…'}"


def _shortened(text: str, limit: int = 40) -> str:
    line = _one_line(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _item_place(place: Place, node: Node) -> Place:
    return Place(place.key, node.line, node.column, place.example)


def _find_value(node: Node | None, name: str) -> Node | None:
    if not isinstance(node, yaml_nodes.Mapping):
        return None
    return next((v for k, v in node.pairs if isinstance(k, Scalar) and k.value == name), None)


#: Letters that do not come apart into a plain one and an accent.
_FOLD: Final = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "đ": "d", "ł": "l"})


def suggest_id(text: str) -> str:
    """A valid id that looks like ``text``."""
    letters = unicodedata.normalize("NFKD", text.lower().translate(_FOLD))
    plain = "".join(each for each in letters if not unicodedata.combining(each))
    found = "-".join(re.findall("[a-z0-9]+", plain))[:40].strip("-") or "my-id"
    return f"my-{found}" if RESERVED_ID.fullmatch(found) else found


def _guess_date(text: str) -> str | None:
    """The day that ``text`` means, if it tells: year first, or day first as in most of Europe."""
    numbers = re.findall("[0-9]+", text)
    if [len(number) for number in numbers].count(4) != 1 or len(numbers) != 3:
        return None
    first, second, third = map(int, numbers)
    orders = ((first, second, third), (third, second, first), (third, first, second))
    for year, month, day in orders:
        try:
            return datetime.date(year, month, day).isoformat()
        except ValueError:
            continue
    return None


@cache
def _language_names() -> Mapping[str, str]:
    """Language subtags with their English names, lower case."""
    names = Locale.parse("en").languages
    return {
        tag: str(name).lower()
        for tag, name in names.items()
        if "_" not in tag and tag not in {"mul", "root", "und", "zxx"}
    }


def guess_language(text: str) -> str | None:
    wanted = text.strip().lower()
    tag = wanted.replace("_", "-")
    if is_language_tag(tag):
        return canonical_tag(tag)
    alias = get_global("language_aliases").get(wanted)
    if alias:
        return str(alias)
    swedish = {str(name).lower(): tag for tag, name in Locale.parse("sv").languages.items()}
    english = {name: tag for tag, name in _language_names().items()}
    names = {**swedish, **english}
    close = difflib.get_close_matches(wanted, names, n=1, cutoff=0.8)
    return names[close[0]].replace("_", "-") if close else None
