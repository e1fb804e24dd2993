"""YAML text → plain nodes that know their line and column.

Scalars stay the text the author wrote: what ``no``, ``1.0`` or ``2019-11-13`` means is decided by the
type of the key that holds it, not by YAML's guesses. Built on libyaml's events, which is some
twenty times faster than PyYAML's own composer with positions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import yaml

from .interface import N_

#: PyYAML's wheels bring libyaml; the slow loader gives the same events where it is missing.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

ALIASED_NODES_LIMIT: Final = 10_000
DEPTH_LIMIT: Final = 40

_HARMLESS_TAGS: Final = {
    None,
    "!",
    *(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "timestamp", "map", "seq")),
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
    try:
        events = yaml.parse(text, Loader=_LOADER)
        return _Builder(events, text).document()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, text) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        reason = N_("a control character that YAML does not allow")
        raise YamlError("yaml-syntax", line, 0, {"reason": reason}) from None


class _Builder:
    def __init__(self, events: Iterator[yaml.Event], text: str) -> None:
        self.events = events
        self.text = text
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
            raise YamlError("empty-file", 1)
        return root

    def node(self, event: yaml.NodeEvent, depth: int) -> Node:
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

    def alias(self, event: yaml.AliasEvent) -> Node:
        if event.anchor not in self.anchors:
            reason = N_("the alias refers to an anchor that does not exist")
            raise _error("yaml-syntax", event, reason=reason)
        node, size = self.anchors[event.anchor]
        # Counted with what it stands for, or nine nested lists of nine aliases are a billion nodes.
        self.aliased += size
        self.built += size
        if node is None or self.aliased > ALIASED_NODES_LIMIT:
            raise _error("yaml-alias", event, limit=ALIASED_NODES_LIMIT)
        return node


def _check_tag(event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
    if event.tag not in _HARMLESS_TAGS:
        raise _error("yaml-tag", event, tag=event.tag)


def _error(code: str, event: yaml.Event, **details: object) -> YamlError:
    mark = event.start_mark
    return YamlError(code, mark.line + 1, mark.column + 1, details)


def _syntax_error(error: yaml.MarkedYAMLError, text: str) -> YamlError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    # libyaml reports an unclosed quote or bracket at the end of the file; it began elsewhere.
    if error.context_mark and line > len(lines):
        line, column = error.context_mark.line + 1, error.context_mark.column + 1
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    reason = error.problem or error.context or ""
    remedy = ""
    if here[: len(here) - len(here.lstrip())].count("\t"):
        remedy = N_("indent with spaces; YAML does not allow tabs here")
    elif "mapping values are not allowed" in reason:
        remedy = N_("put the text of this line, or of the line above, in quotes: it holds a “: ”")
    elif "expected ':'" in reason:
        remedy = N_("write “key: text”, with a colon and a space")
    return YamlError("yaml-syntax", line, column, {"reason": reason}, remedy)
