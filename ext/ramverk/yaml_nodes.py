"""YAML text → plain nodes that know their line and column.

Scalars stay the text the author wrote: what ``no``, ``1.0`` or ``2019-11-13`` means is decided by
the type of the key that holds it, not by YAML's guesses. Built on libyaml's events, which is some
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

#: Line ends to YAML 1.1, but not to editors; as spaces they leave the line numbers right.
_FALSE_LINE_ENDS: Final = str.maketrans(dict.fromkeys("\x85\u2028\u2029", " "))
_LINE_END: Final = re.compile(r"\r\n?|\n")
_NOT_ALLOWED: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)

#: What follows a text that was meant to go on; comments have a space after the sign.
_CUT_OFF: Final = re.compile(r"[ \t]+#[^\s#!]")
_CONFLICT_LINE: Final = re.compile(r"^[ \t]*(?:<{7}|>{7}) ", re.MULTILINE)

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

    ``code`` is one of the problem codes ``yaml-syntax``, ``yaml-tag``, ``yaml-alias``,
    ``yaml-depth``, ``several-documents`` and ``empty-file``.
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
    if conflict := _CONFLICT_LINE.search(text):
        line, _column = position(text, conflict.start())
        details: dict[str, object] = {"reason": _CONFLICT_REASON}
        raise YamlError("yaml-syntax", line, 1, details, _CONFLICT_REMEDY)
    try:
        return _Builder(yaml.parse(text, Loader=_LOADER), _LINE_END.split(text)).document()
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
    def __init__(self, events: Iterator[Any], lines: list[str]) -> None:
        self.events = events
        self.lines = lines
        #: Texts with an anchor that no alias has asked for so far.
        self.unused: dict[str, Any] = {}
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
        for event in self.unused.values():
            reason = N_("“&” at the beginning of a text makes its first word a name")
            raise _error("yaml-syntax", event, _QUOTE, reason=reason)
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
            self.check_is_whole(event)
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

    def check_is_whole(self, event: Any) -> None:
        """A text that goes on with “#2” is cut off there, and “&more” at its start is swallowed."""
        if event.anchor:
            self.unused[event.anchor] = event
        end = event.end_mark
        if event.style not in {"|", ">"} and end.line < len(self.lines):
            rest = self.lines[end.line][end.column :]
            if _CUT_OFF.match(rest):
                reason = N_("the text ends before the “#”, which begins a comment")
                remedy = N_("put the whole text in quotes; a comment wants a space after its “#”")
                raise _error("yaml-syntax", event, remedy, reason=reason)

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
        self.unused.pop(event.anchor, None)
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


# --- what libyaml means ---------------------------------------------------------------------------

_QUOTE: Final = N_("put the whole text in quotes")
_FIRST_CHARACTER: Final = N_("no text begins with this character")
_HOLDS_COLON: Final = N_("the text holds a “: ”, as if it were a key")
_NO_KEY: Final = N_("a key without a colon and a space after it")
_KEY_REMEDY: Final = N_("write “key: text”, or indent the line if it belongs to the text above")
_CLOSE_BRACKET: Final = N_("close it, or put the whole text in quotes if it begins with a bracket")
_CONFLICT_REASON: Final = N_("a merge conflict was left unresolved here")
_CONFLICT_REMEDY: Final = N_("keep one of the two versions and remove the marks")
_CONFLICT: Final = ("<<<<<<<", "=======", ">>>>>>>")

#: libyaml's words → what is wrong and what to do, for people who write texts.
_REASONS: Final = {
    "mapping values are not allowed": (
        _HOLDS_COLON,
        _QUOTE,
    ),
    "expected ':'": (
        _NO_KEY,
        _KEY_REMEDY,
    ),
    "cannot start any token": (_FIRST_CHARACTER, _QUOTE),
    "did not find expected alphabetic": (_FIRST_CHARACTER, _QUOTE),
    "mapping keys are not allowed": (_FIRST_CHARACTER, _QUOTE),
    "directive": (_FIRST_CHARACTER, _QUOTE),
    "tag URI": (_FIRST_CHARACTER, _QUOTE),
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
    "expected node content": (N_("a text is missing before this character"), _QUOTE),
    "expected ',' or": (
        N_("the bracket that opens here is never closed"),
        _CLOSE_BRACKET,
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
    noticed: Any = error.problem_mark or error.context_mark
    if noticed is None:
        return YamlError("yaml-syntax", 1, 1, {"reason": problem})
    is_late = error.context_mark and any(words in problem for words in _FOUND_LATE)
    mark: Any = error.context_mark if is_late else noticed
    lines = _LINE_END.split(text)
    if mark.line >= len(lines):
        unclosed = N_("the file ends before the bracket is closed")
        return YamlError("yaml-syntax", len(lines), 0, {"reason": unclosed}, _CLOSE_BRACKET)
    known = (each for words, each in _REASONS.items() if words in problem)
    reason, remedy, place = (
        _by_line(lines[mark.line], mark, problem)
        or _by_text_before(noticed, lines, problem, text)
        or (*next(known, (problem, "")), mark)
    )
    if remedy == _KEY_REMEDY and ":\xa0" in lines[place.line]:
        remedy = N_("what follows the colon is a no-break space; type an ordinary one")
    details = {"reason": reason, "end": noticed.line + 1}
    return YamlError("yaml-syntax", place.line + 1, place.column + 1, details, remedy)


def _by_line(line: str, mark: Any, problem: str) -> tuple[str, str, Any] | None:
    """What is wrong with the line in which libyaml stopped, if the line itself tells."""
    content = line.lstrip()
    indentation = line[: len(line) - len(content)]
    if "\t" in indentation:
        return N_("a tab in the indentation"), N_("indent with spaces only"), mark
    if line.startswith(_CONFLICT):
        return _CONFLICT_REASON, _CONFLICT_REMEDY, mark
    if "mapping values" in problem and any(quote in content for quote in "“”„»«"):
        return _HOLDS_COLON, N_("put the whole text in straight quotes, \" or '"), mark
    if not any(words in problem for words in ("expected key", "'-' indicator", "document start")):
        return None
    if line[: mark.column].rstrip().endswith(("]", "}")):
        return N_("the text goes on after its closing bracket"), _QUOTE, mark
    if mark.column != len(indentation):
        return None
    if content.startswith("- "):
        reason = N_("an entry with a hyphen among entries with keys")
        return reason, N_("give it a key of its own instead of the hyphen"), mark
    if "'-' indicator" in problem:
        reason = N_("an entry with a key among entries with hyphens")
        return reason, N_("give each entry a key of its own instead of the hyphen"), mark
    reason = N_("the indentation does not fit the lines above")
    return reason, N_("indent the line exactly as those it belongs with"), mark


def _by_text_before(
    mark: Any, lines: list[str], problem: str, text: str
) -> tuple[str, str, Any] | None:
    """What is wrong with the text after which libyaml stopped."""
    scalar = _last_scalar(text)
    end = scalar and scalar.end_mark
    if not end or end.line != mark.line or mark.line >= len(lines):
        return None
    if lines[end.line][end.column : mark.column].strip():
        return None
    start = scalar.start_mark
    goes_on = start.line < end.line
    if scalar.style in {"'", '"'}:
        if goes_on:
            reason = N_("the quote that opens here is not closed where the text ends")
            return reason, N_("close it; as it is, the text goes on to line {end}"), start
        reason = N_("the text goes on after its closing quote")
        return reason, N_("put the whole text in quotes of the other kind, ' or \""), mark
    if "mapping values" not in problem or not goes_on:
        return None
    if not lines[start.line][: start.column].strip():
        return _NO_KEY, _KEY_REMEDY, start
    reason = N_("this line goes on with the text above, but holds a “: ”, as if it were a key")
    return reason, N_("indent it like the key above, or put the whole text in quotes"), mark


def _last_scalar(text: str) -> Any:
    """The last scalar that libyaml reads in a text with a syntax error."""
    last: Any = None
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.ScalarEvent):
                last = event
    except yaml.YAMLError:
        pass
    return last
