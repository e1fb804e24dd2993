"""Framework files → model, by the model's own type hints.

A file is read to its end whatever is wrong with it: all problems come at once, each with its place.
"""

from __future__ import annotations

import dataclasses
import datetime
import difflib
import re
import types
import typing
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
from .problems import Problem, quoted
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
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,9}")

NUMBER_RANGES: Final = {
    "own_rows": (0, model.OWN_ROW_LIMIT),
    "min": (0, model.SCALE_LIMIT),
    "max": (0, model.SCALE_LIMIT),
}


# --- folders and files -------------------------------------------------------------------------------


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
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.suffix not in {".yaml", ".yml"} or _is_hidden(relative) or path.is_dir():
            continue
        source = Source(
            relative.with_suffix("").as_posix(), path, f"{name or folder}/{relative.as_posix()}"
        )
        problem = _file_problem(source, folder)
        if problem:
            problems.append(problem)
        else:
            sources.append(source)
    return sources, problems


def load_framework(source: Source) -> tuple[Framework | None, list[Problem]]:
    """The framework in a file, or ``None`` and all that is wrong with the file, in file order."""
    text, problem = _read_text(source)
    if problem:
        return None, [problem]
    try:
        root = yaml_nodes.parse(text)
    except YamlError as error:
        return None, [
            Problem(source.name, error.line, error.column, error.code, error.details, error.remedy)
        ]
    reader = _Reader(source, _language_of(root))
    framework = reader.framework(root)
    return framework, sorted(reader.problems)


def _is_hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)


def _file_problem(source: Source, folder: Path) -> Problem | None:
    path, name = source.path, source.name
    if path.suffix == ".yml":
        renamed = path.with_suffix(".yaml").name
        return Problem(name, 0, 0, "wrong-suffix", {"suffix": ".yml", "name": renamed})
    if not path.resolve().is_relative_to(folder.resolve()):
        return Problem(name, 0, 0, "outside-folder", {"folder": folder.name})
    for part in source.id.split("/"):
        if not ID.fullmatch(part):
            details = {"name": part, "suggestion": suggest_id(part)}
            return Problem(name, 0, 0, "bad-file-name", details)
    return None


def _read_text(source: Source) -> tuple[str, Problem | None]:
    def failed(code: str, line: int = 0, **details: object) -> tuple[str, Problem]:
        return "", Problem(source.name, line, 0, code, details)

    try:
        size = source.path.stat().st_size
        if size > FILE_SIZE_LIMIT:
            return failed("too-large", size=size, limit=FILE_SIZE_LIMIT)
        data = source.path.read_bytes()
    except OSError as error:
        return failed("unreadable", reason=error.strerror or error)
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return failed("not-utf8", line, byte=f"0x{data[error.start]:02x}")


def _language_of(root: Node) -> str:
    if isinstance(root, yaml_nodes.Mapping):
        for name, value in root.pairs:
            if isinstance(name, Scalar) and name.value == "language" and isinstance(value, Scalar):
                return value.value.strip()
    return "und"


# --- nodes → model -----------------------------------------------------------------------------------

#: Stands for a value that could not be read; a problem says why.
_BROKEN: Final = object()


@dataclass(slots=True)
class _Place:
    """What a value is called and where it stands, for messages."""

    key: str
    line: int
    column: int
    example: str = ""


class _Reader:
    """Reads the nodes of one file; collects problems instead of stopping at the first."""

    def __init__(self, source: Source, language: str) -> None:
        self.source = source
        self.language = language
        self.problems: list[Problem] = []
        self._readers: dict[Any, Callable[[Node, _Place], Any]] = {
            Text: self.text,
            Prose: self.prose,
            str: self.plain,
            int: self.number,
            datetime.date: self.date,
            LanguageTag: self.language_tag,
            Section: self.section,
        }

    def problem(self, code: str, place: _Place | Node, remedy: str = "", **details: object) -> Any:
        self.problems.append(
            Problem(self.source.name, place.line, place.column, code, details, remedy)
        )
        return _BROKEN

    # --- structure ---

    def framework(self, root: Node) -> Framework | None:
        fixed = {"id": self.source.id, "path": self.source.name}
        framework = self.record(Framework, root, _Place(N_("a framework"), 1, 1), fixed)
        if framework is _BROKEN:
            return None
        self.check_renamed(framework, root)
        return None if self.problems else framework

    def value(self, hint: Any, node: Node, place: _Place) -> Any:
        """The value that ``node`` gives for the type ``hint``, or ``_BROKEN``."""
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
        if hint is Item and isinstance(node, Scalar):
            title = self.text(node, place)
            return title if title is _BROKEN else Item(title=title)
        if hint is Notice:
            return self.notice(node, place)
        return self.record(hint, node, place)

    def record(
        self, cls: type, node: Node, place: _Place, fixed: Mapping[str, object] | None = None
    ) -> Any:
        """An instance of the dataclass ``cls``; ``fixed`` are values that are no keys of the file."""
        if not isinstance(node, yaml_nodes.Mapping):
            return self.wrong_type(N_("keys with values"), node, place)
        if cls is Item:
            node = _with_title(node)
        elif cls is model.Criterion:
            self.check_shared_ids(node)
        fields, hints = _keys_of(cls)
        values: dict[str, Any] = dict(fixed or {})
        for name, child in self.pairs(node):
            if cls in _SECTION_CLASSES and name.value == "kind":
                continue
            each = fields.get(name.value)
            if each is None:
                self.unknown_key(name, fields)
                continue
            example = each.metadata["example"]
            at = _Place(name.value, name.line, name.column, f"{name.value}: {example or '…'}")
            values[each.name] = self.value(hints[each.name], child, at)
        present = {name.value for name, _ in node.pairs if isinstance(name, Scalar)}
        for each in fields.values():
            if model.is_required(each) and each.name not in present:
                example = f"{each.name}: {each.metadata['example'] or '…'}"
                self.problem("missing-key", place, key=each.name, example=example)
                values[each.name] = _BROKEN
        if any(value is _BROKEN for value in values.values()):
            return _BROKEN
        built = cls(**values)
        if isinstance(built, model.Scale) and built.min >= built.max:
            return self.problem("bad-scale", place, min=built.min, max=built.max)
        return built

    def entries(self, key_hint: Any, hint: Any, node: Node, place: _Place) -> Any:
        """A mapping of ids (or id paths) to values."""
        if isinstance(node, Scalar) and (node.is_null or not node.value.strip()):
            return self.problem("no-entries", place, key=place.key, example=_entry_example(place))
        if isinstance(node, Sequence):
            return self.wrong_type(
                N_("ids with texts"),
                node,
                place,
                remedy=N_("give each entry an id of its own instead of the hyphen: “{example}”"),
            )
        if not isinstance(node, yaml_nodes.Mapping):
            return self.wrong_type(N_("ids with texts"), node, place)
        if not node.pairs:
            return self.problem("no-entries", place, key=place.key, example=_entry_example(place))
        found: dict[str, Any] = {}
        for name, child in self.pairs(node):
            valid = self.id_path(name) if key_hint is IdPath else self.id(name)
            at = _Place(name.value, name.line, name.column, f"{name.value}: …")
            if key_hint is IdPath:
                value = self.path_text(child, at)
            else:
                value = self.value(hint, child, at)
            found[name.value] = value if valid else _BROKEN
        if any(value is _BROKEN for value in found.values()):
            return _BROKEN
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

    def notice(self, node: Node, place: _Place) -> Any:
        if isinstance(node, Scalar):
            text = self.prose(node, place)
            return text if text is _BROKEN else Notice(text=text)
        outer = self.language
        own = _find_value(node, "language")
        if isinstance(own, Scalar):
            self.language = own.value
        notice = self.record(Notice, node, place)
        self.language = outer
        return notice

    def section(self, node: Node, place: _Place) -> Any:
        if not isinstance(node, yaml_nodes.Mapping):
            return self.wrong_type(N_("keys with values"), node, place)
        kind = next((v for k, v in node.pairs if isinstance(k, Scalar) and k.value == "kind"), None)
        kinds = model.SECTION_KINDS
        if kind is None:
            example = f"kind: {_kind_by_keys(node)}"
            return self.problem("missing-key", place, key="kind", example=example)
        if not isinstance(kind, Scalar) or kind.value not in kinds:
            found = kind.value if isinstance(kind, Scalar) else _type_name(kind)
            remedy, details = _suggestion(found, kinds)
            return self.problem("unknown-kind", kind, remedy, found=found, **details)
        return self.record(kinds[kind.value], node, place)

    # --- values ---

    def scalar(self, node: Node, place: _Place, expected: str) -> Scalar | None:
        """``node`` when it is a scalar with something in it."""
        if not isinstance(node, Scalar):
            self.wrong_type(expected, node, place)
            return None
        if node.is_null or not node.value.strip():
            self.problem("empty-text", place, key=place.key)
            return None
        return node

    def text(self, node: Node, place: _Place) -> Any:
        found = self.scalar(node, place, N_("a text"))
        if found is None:
            return _BROKEN
        line = found.line + (found.style in {"|", ">"})
        return Text(" ".join(found.value.split()), line=line, language=self.language)

    def prose(self, node: Node, place: _Place) -> Any:
        found = self.scalar(node, place, N_("a text"))
        return _BROKEN if found is None else parse_prose(found, self.language)

    def plain(self, node: Node, place: _Place) -> Any:
        found = self.scalar(node, place, N_("a text"))
        return _BROKEN if found is None else " ".join(found.value.split())

    def names(self, node: Node, place: _Place) -> Any:
        if not isinstance(node, Sequence):
            place.example = f"{place.key}: [Name, Name]"
            return self.wrong_type(N_("a list"), node, place)
        found = [self.plain(item, _item_place(place, item)) for item in node.items]
        return _BROKEN if _BROKEN in found else tuple(found)

    def number(self, node: Node, place: _Place) -> Any:
        low, high = NUMBER_RANGES[place.key]
        found = self.scalar(node, place, N_("a whole number"))
        if found is None:
            return _BROKEN
        if not _NUMBER.fullmatch(found.value) or not low <= int(found.value) <= high:
            return self.problem(
                "bad-number", found, key=place.key, min=low, max=high, found=found.value
            )
        return int(found.value)

    def choice(self, allowed: tuple[str, ...], node: Node, place: _Place) -> Any:
        found = self.scalar(node, place, N_("a text"))
        if found is None:
            return _BROKEN
        if found.value not in allowed:
            remedy, details = _suggestion(found.value, allowed)
            return self.problem(
                "bad-choice", found, remedy, key=place.key, found=found.value, **details
            )
        return found.value

    def date(self, node: Node, place: _Place) -> Any:
        found = self.scalar(node, place, N_("a date"))
        if found is None:
            return _BROKEN
        try:
            if _DATE.fullmatch(found.value):
                return datetime.date.fromisoformat(found.value)
        except ValueError:
            pass
        example = _guess_date(found.value) or place.example.removeprefix("date: ")
        return self.problem("bad-date", found, found=found.value, example=example)

    def language_tag(self, node: Node, place: _Place) -> Any:
        found = self.scalar(node, place, N_("a language tag"))
        if found is None:
            return _BROKEN
        if not is_language_tag(found.value):
            example = _guess_language(found.value) or "sv"
            return self.problem("bad-language", found, found=found.value, example=example)
        return found.value

    def id(self, name: Scalar) -> bool:
        if not ID.fullmatch(name.value):
            suggestion = suggest_id(name.value)
            self.problem("bad-id", name, id=name.value or "“”", suggestion=suggestion)
            return False
        if RESERVED_ID.fullmatch(name.value):
            self.problem("reserved-id", name, id=name.value)
            return False
        return True

    def id_path(self, name: Scalar) -> bool:
        if all(ID.fullmatch(part) for part in name.value.split("/")):
            return True
        self.problem("bad-path", name, found=name.value or "“”")
        return False

    def path_text(self, node: Node, place: _Place) -> Any:
        found = self.scalar(node, place, N_("an id path"))
        return found.value if found is not None and self.id_path(found) else _BROKEN

    # --- what holds between values ---

    def check_shared_ids(self, node: yaml_nodes.Mapping) -> None:
        """Indicators and evidence of one criterion share their ids' space: both are link targets."""
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

    def check_renamed(self, framework: Framework, root: Node) -> None:
        if not framework.renamed:
            return
        paths = {path for path, _ in framework.targets()}
        node = _find_value(root, "renamed")
        for old, new in framework.renamed.items():
            name = _find_key(node, old)
            place = name or _Place("renamed", 1, 1)
            if old in paths:
                self.problem("renamed-present", place, path=old)
            if new not in paths:
                remedy, details = _suggestion(new, paths, threshold=0.75)
                self.problem("renamed-missing", place, remedy, path=new, **details)

    # --- messages ---

    def wrong_type(self, expected: str, node: Node, place: _Place, remedy: str = "") -> Any:
        if isinstance(node, Scalar) and node.is_null:
            return self.problem("empty-text", place, key=place.key)
        return self.problem(
            "wrong-type",
            place,
            remedy,
            key=place.key,
            expected=expected,
            found=_type_name(node),
            example=place.example or f"{place.key}: …",
        )

    def unknown_key(self, name: Scalar, allowed: Mapping[str, object]) -> None:
        remedy, details = _suggestion(name.value, allowed)
        self.problem("unknown-key", name, remedy, key=name.value or "“”", **details)


def parse_prose(scalar: Scalar, language: str) -> Prose:
    """Paragraphs and bullet lists of a text; lines that start with "- " are list items.

    Each text knows the line it starts on; in folded and quoted scalars that is the scalar's first.
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
        text = Text(" ".join(words), line=start, language=language)
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
        goes_on = bool(words) and stripped and not is_bullet
        if not (goes_on and (not in_bullet or line[0].isspace())):
            flush()
            start = first + offset if literal else first
            if stripped and not is_bullet:
                close_list()
            in_bullet = is_bullet
        words += stripped.removeprefix("- ").split() if is_bullet else stripped.split()
    flush()
    close_list()
    return Prose(blocks)


def is_language_tag(tag: str) -> bool:
    """Whether ``tag`` is well formed by BCP 47 and its language is one that CLDR knows."""
    if not LANGUAGE_TAG.fullmatch(tag):
        return False
    return tag.split("-", maxsplit=1)[0].lower() in _language_names()


# --- small helpers -----------------------------------------------------------------------------------


@cache
def _keys_of(cls: type) -> tuple[dict[str, dataclasses.Field[Any]], dict[str, Any]]:
    return {each.name: each for each in model.keys(cls)}, typing.get_type_hints(cls)


_SECTION_CLASSES: Final = frozenset(model.SECTION_KINDS.values())


def _without_none(hint: Any) -> Any:
    if hint is Section or typing.get_origin(hint) not in {typing.Union, types.UnionType}:
        return hint
    alternatives = [each for each in typing.get_args(hint) if each is not types.NoneType]
    return alternatives[0]


def _with_title(node: yaml_nodes.Mapping) -> yaml_nodes.Mapping:
    """``{text: X}`` is the long form of ``X``: the text of an item without a title is its title."""
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


def _kind_by_keys(node: yaml_nodes.Mapping) -> str:
    names = {name.value for name, _ in node.pairs if isinstance(name, Scalar)}
    own_keys = {
        "criteria": "criteria",
        "items": "checklist",
        "steps": "steps",
        "services": "service-table",
    }
    return next((kind for name, kind in own_keys.items() if name in names), "text")


def _suggestion(
    found: str, allowed: typing.Iterable[str], threshold: float = 0.6
) -> tuple[str, dict[str, object]]:
    """The remedy “did you mean …?” where something similar is allowed, and its details."""
    choices = list(allowed)
    close = difflib.get_close_matches(found.lower(), choices, n=1, cutoff=threshold)
    details: dict[str, object] = {"allowed": quoted(choices)}
    if not close:
        return "", details
    return N_("did you mean {guess}?"), {**details, "guess": close[0]}


def _type_name(node: Node) -> str:
    if isinstance(node, Scalar):
        return N_("a text")
    return N_("a list") if isinstance(node, Sequence) else N_("keys with values")


def _entry_example(place: _Place) -> str:
    example = place.example.partition(": ")[2]
    return example if ": " in example else "id: …"


def _item_place(place: _Place, node: Node) -> _Place:
    return _Place(place.key, node.line, node.column, place.example)


def _find_value(node: Node | None, name: str) -> Node | None:
    if not isinstance(node, yaml_nodes.Mapping):
        return None
    return next((v for k, v in node.pairs if isinstance(k, Scalar) and k.value == name), None)


def _find_key(node: Node | None, name: str) -> Scalar | None:
    if not isinstance(node, yaml_nodes.Mapping):
        return None
    return next((k for k, _ in node.pairs if isinstance(k, Scalar) and k.value == name), None)


_FOLD: Final = str.maketrans("åäöæøéüèáóñ", "aaoaoeueaon")


def suggest_id(text: str) -> str:
    """A valid id that looks like ``text``."""
    words = re.findall(r"[a-z0-9]+", text.lower().translate(_FOLD))
    return "-".join(words)[:40].strip("-") or "my-id"


def _guess_date(text: str) -> str | None:
    numbers = re.findall(r"[0-9]+", text)
    if len(numbers) != 3:
        return None
    year, month, day = numbers if len(numbers[0]) == 4 else reversed(numbers)
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


@cache
def _language_names() -> Mapping[str, str]:
    """Language subtags with their English names, lower case."""
    names = Locale.parse("en").languages
    return {tag: str(name).lower() for tag, name in names.items() if "_" not in tag}


def _guess_language(text: str) -> str | None:
    wanted = text.strip().lower()
    tag = wanted.replace("_", "-")
    if is_language_tag(tag):
        parts = tag.split("-")
        return "-".join([parts[0], *(p.upper() if len(p) == 2 else p for p in parts[1:])])
    alias = get_global("language_aliases").get(wanted)
    if alias:
        return str(alias)
    swedish = {str(name).lower(): tag for tag, name in Locale.parse("sv").languages.items()}
    english = {name: tag for tag, name in _language_names().items()}
    names = {**swedish, **english}
    close = difflib.get_close_matches(wanted, names, n=1, cutoff=0.8)
    return names[close[0]].replace("_", "-") if close else None
