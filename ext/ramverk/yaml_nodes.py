"""YAML text → plain nodes that know their line and column.

Scalars stay the text the author wrote: what ``no``, ``1.0`` or ``2019-11-13`` means is decided by the
type of the key that holds it, not by YAML's guesses. Built on libyaml's events, which is some
twenty times faster than PyYAML's own composer with positions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from .interface import N_

#: PyYAML's wheels bring libyaml; the slow loader gives the same events where it is missing.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

ALIASED_NODES_LIMIT: Final = 10_000
DEPTH_LIMIT: Final = 40

#: What YAML 1.1 takes for line ends but editors do not; as spaces, they leave the line numbers right.
_FALSE_LINE_ENDS: Final = str.maketrans(dict.fromkeys("\x85\u2028\u2029", " "))
_LINE_END: Final = re.compile(r"\r\n?|\n")
_NOT_ALLOWED: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)

_TAG_PREFIX: Final = "tag:yaml.org,2002:"
_HARMLESS_TAGS: Final = {
    None,
    "!",
    *(_TAG_PREFIX + name for name in ("str", "int", "float", "timestamp", "map", "seq")),
}


@dataclass(slots=True)
class Scalar:
    value: str
    line: int
    column: int
    #: ``""`` plain, ``'`` or ``"`` quoted, ``|`` literal, ``>`` folded.
    style: str = ""

    @property
    def is_null(self) -> bool:
        return not self.style and self.value in {"", "~", "null", "Null", "NULL"}


@dataclass(slots=True)
class Sequence:
    items: list[Node]
    line: int
    column: int


@dataclass(slots=True)
class Mapping:
    pairs: list[tuple[Node, Node]]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


@dataclass(eq=False)
class YamlError(Exception):
    """The text is no single, plain YAML document.

    ``code`` is one of the problem codes ``yaml-syntax``, ``yaml-tag``, ``yaml-alias``, ``yaml-depth``,
    ``several-documents`` and ``empty-file``.
    """

    code: str
    line: int
    column: int = 0
    details: dict[str, object] = field(default_factory=dict)
    remedy: str = ""


def parse(text: str) -> Node:
    """The one document in ``text``.

    :raises YamlError: when there is none, more than one, or something a data file must not hold.
    """
    text = text.translate(_FALSE_LINE_ENDS) if _has_false_line_ends(text) else text
    try:
        return _Builder(yaml.parse(text, Loader=_LOADER)).document()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, text) from None
    except yaml.reader.ReaderError:
        raise _control_character(text) from None


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a place in a text."""
    ends = [end.end() for end in _LINE_END.finditer(text, 0, offset)]
    return len(ends) + 1, offset - (ends[-1] if ends else 0) + 1


def _has_false_line_ends(text: str) -> bool:
    return "\u2028" in text or "\u2029" in text or "\x85" in text


class _Builder:
    def __init__(self, events: Iterator[Any]) -> None:
        self.events = events
        self.anchors: dict[str, tuple[Node | None, int]] = {}
        self.built = 0
        self.aliased = 0

    def document(self) -> Node:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise _error("several-documents", event)
            elif isinstance(event, yaml.NodeEvent):
                root = self.node(event, 0)
        if root is None or (isinstance(root, Scalar) and root.is_null):
            raise YamlError("empty-file", 0)
        return root

    def node(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        if depth > DEPTH_LIMIT:
            raise _error("yaml-depth", event, limit=DEPTH_LIMIT)
        before = self.built
        self.built += 1
        if event.anchor:
            self.anchors[event.anchor] = (None, 0)
        mark = event.start_mark
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            _check_tag(event)
            node = Scalar(event.value, mark.line + 1, mark.column + 1, event.style or "")
        elif isinstance(event, yaml.SequenceStartEvent):
            _check_tag(event)
            node = Sequence(self.sequence(depth), mark.line + 1, mark.column + 1)
        else:
            _check_tag(event)
            node = Mapping(self.mapping(depth), mark.line + 1, mark.column + 1)
        if event.anchor:
            self.anchors[event.anchor] = (node, self.built - before)
        return node

    def sequence(self, depth: int) -> list[Node]:
        items = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(event, depth + 1))
        return items

    def mapping(self, depth: int) -> list[tuple[Node, Node]]:
        pairs = []
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            pairs.append((key, self.node(next(self.events), depth + 1)))
        return pairs

    def alias(self, event: Any) -> Node:
        if event.anchor not in self.anchors:
            reason = N_("no anchor has the name that follows the “*”")
            raise _error("yaml-syntax", event, _QUOTE, reason=reason)
        node, size = self.anchors[event.anchor]
        # Counted with what it stands for, or nine nested lists of nine aliases are a billion nodes.
        self.aliased += size
        self.built += size
        if node is None or self.aliased > ALIASED_NODES_LIMIT:
            raise _error("yaml-alias", event, limit=ALIASED_NODES_LIMIT)
        return node


def _check_tag(event: Any) -> None:
    if event.tag in _HARMLESS_TAGS:
        return
    if event.tag.startswith(_TAG_PREFIX):
        raise _error("yaml-tag", event, tag="!!" + event.tag.removeprefix(_TAG_PREFIX))
    remedy = N_("if the text begins with “!”, put it in quotes; else remove the tag")
    raise _error("yaml-tag", event, remedy, tag=event.tag)


def _error(code: str, event: Any, remedy: str = "", **details: object) -> YamlError:
    mark = event.start_mark
    return YamlError(code, mark.line + 1, mark.column + 1, details, remedy)


# --- what libyaml means ------------------------------------------------------------------------------

_QUOTE: Final = N_("put the whole text in quotes")
_FIRST_CHARACTER: Final = N_("no text begins with this character")
_CONFLICT: Final = ("<<<<<<<", "=======", ">>>>>>>")

#: libyaml's words → what is wrong and what to do, for people who write texts.
_REASONS: Final = {
    "mapping values are not allowed": (
        N_("the text holds a “: ”, as if it were a key"),
        _QUOTE,
    ),
    "expected ':'": (
        N_("a key without a colon and a space after it"),
        N_("write “key: text”, or indent the line if it belongs to the text above"),
    ),
    "cannot start any token": (_FIRST_CHARACTER, _QUOTE),
    "did not find expected alphabetic": (_FIRST_CHARACTER, _QUOTE),
    "block sequence entries are not allowed": (N_("no text begins with “- ”"), _QUOTE),
    "expected comment or line break": (
        N_("a text on the same line as “|” or “>”"),
        N_("begin the text on the next line, indented"),
    ),
    "unknown escape character": (
        N_("in double quotes, a backslash makes the next character a special one"),
        N_("use single quotes, or write the backslash twice"),
    ),
    "unexpected end of stream": (
        N_("the quote that opens here is never closed"),
        N_("close it where the text ends"),
    ),
    "expected ',' or": (
        N_("the bracket that opens here is never closed"),
        N_("close it, or put the whole text in quotes if it begins with a bracket"),
    ),
}
#: These begin at the context; libyaml's own place is where the next thing does not fit.
_FOUND_LATE: Final = (
    "expected ':'",
    "did not find expected alphabetic",
    "unexpected end of stream",
    "expected ',' or",
)


def _control_character(text: str) -> YamlError:
    found = _NOT_ALLOWED.search(text)
    line, column = position(text, found.start()) if found else (1, 0)
    remedy = N_("remove it; it may have come along when the text was pasted")
    if found and found[0] == "\0":
        remedy = N_("save the file as UTF-8 in your editor")
    reason = N_("an invisible control character")
    return YamlError("yaml-syntax", line, column, {"reason": reason}, remedy)


def _syntax_error(error: yaml.MarkedYAMLError, text: str) -> YamlError:
    """The mistake behind a syntax error, in plain words, where it was made."""
    problem = error.problem or error.context or ""
    mark: Any = error.problem_mark
    if mark is None or (error.context_mark and any(words in problem for words in _FOUND_LATE)):
        mark = error.context_mark
    if mark is None:
        return YamlError("yaml-syntax", 1, 1, {"reason": problem})
    lines = _LINE_END.split(text)
    here = lines[mark.line] if mark.line < len(lines) else ""
    scalar = _scalar_ending_at(mark, text)
    place = mark
    found = _by_line(here, mark.column, problem)
    if found is None and scalar is not None:
        found = _by_scalar(scalar, lines)
        if found and scalar.start_mark.line < mark.line and found is not _CONTINUED:
            place = scalar.start_mark
    if found is None:
        known = (each for words, each in _REASONS.items() if words in problem)
        found = next(known, (problem, ""))
    details = {"reason": found[0], "end": mark.line + 1}
    return YamlError("yaml-syntax", place.line + 1, place.column + 1, details, found[1])


_CONTINUED: Final = (
    N_("this line goes on with the text above, but holds a “: ”, as if it were a key"),
    N_("indent it like the key above, or put the whole text in quotes"),
)


def _by_line(here: str, column: int, problem: str) -> tuple[str, str] | None:
    """What is wrong with the line in which libyaml stopped, if the line itself tells."""
    content = here.lstrip()
    indentation = here[: len(here) - len(content)]
    if "\t" in indentation:
        return N_("a tab in the indentation"), N_("indent with spaces only")
    if here.startswith(_CONFLICT):
        reason = N_("a merge conflict was left unresolved here")
        return reason, N_("keep one of the two versions and remove the marks")
    if "mapping values" in problem and any(mark in content for mark in "“”„»«"):
        remedy = N_("put the whole text in straight quotes, \" or '")
        return N_("the text holds a “: ”, as if it were a key"), remedy
    if "did not find expected" not in problem or column != len(indentation):
        return None
    if content.startswith("- "):
        reason = N_("an entry with a hyphen among entries with keys")
        return reason, N_("give it a key of its own instead of the hyphen")
    reason = N_("the indentation does not fit the lines above")
    return reason, N_("indent the line exactly as those it belongs with")


def _by_scalar(scalar: Any, lines: list[str]) -> tuple[str, str] | None:
    """What is wrong with a text after which libyaml stopped."""
    start = scalar.start_mark
    goes_on = start.line < scalar.end_mark.line
    if scalar.style in {"'", '"'}:
        if goes_on:
            reason = N_("the quote that opens here is not closed where the text ends")
            return reason, N_("close it; as it is, the text goes on to line {end}")
        reason = N_("the text goes on after its closing quote")
        return reason, N_("put the whole text in quotes of the other kind, ' or \"")
    if not goes_on:
        return None
    if re.match(r"[^\s:]+:[^ ]", lines[start.line][start.column :]):
        return _REASONS["expected ':'"]
    return _CONTINUED


def _scalar_ending_at(mark: Any, text: str) -> Any:
    """The scalar that ends where libyaml stopped."""
    last: Any = None
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.ScalarEvent):
                last = event
    except yaml.YAMLError:
        pass
    end = last and last.end_mark
    return last if end and (end.line, end.column) == (mark.line, mark.column) else None
