"""Pages about Ramverk itself, generated from the model: the file format, and the problem codes."""

from __future__ import annotations

import datetime
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from .. import model
from ..interface import N_, Interface
from ..problems import CODES
from .domain import domain_of

_RECORDS: Mapping[type, str] = {
    model.Framework: N_("The framework"),
    model.TextSection: N_("Section of the kind text"),
    model.CriteriaSection: N_("Section of the kind criteria"),
    model.CriteriaHeadings: N_("Headings in a section of the kind criteria"),
    model.Criterion: N_("Criterion"),
    model.ChecklistSection: N_("Section of the kind checklist"),
    model.StepsSection: N_("Section of the kind steps"),
    model.Step: N_("Step"),
    model.ServiceTableSection: N_("Section of the kind service-table"),
    model.ServiceHeadings: N_("Headings in a section of the kind service-table"),
    model.Scale: N_("Scale"),
    model.Notice: N_("Notice"),
    model.Item: N_("Indicator, source of evidence, line or service"),
}
_TYPES: Mapping[Any, str] = {
    model.Text: N_("text"),
    model.Prose: N_("paragraphs and lists"),
    str: N_("text"),
    int: N_("whole number"),
    datetime.date: N_("date"),
    model.LanguageTag: N_("language tag"),
    model.Item: N_("text, or keys with values"),
    model.Step: N_("text, or keys with values"),
    model.Notice: N_("text, or keys with values"),
}


class FrameworkFormatDirective(SphinxDirective):
    """``framework-format``: all keys of a framework file and what they mean."""

    def run(self) -> list[nodes.Node]:
        interface = domain_of(self.env).interface
        content: list[nodes.Node] = []
        for cls, name in _RECORDS.items():
            content.append(_heading(interface.gettext(name)))
            content.append(_definitions(_key_rows(cls, interface)))
        return content


class ProblemCodesDirective(SphinxDirective):
    """``problem-codes``: all codes with what they say and what to do."""

    def run(self) -> list[nodes.Node]:
        say = domain_of(self.env).interface.gettext
        sentences = say(N_("{problem}. Remedy: {remedy}."))
        rows = (
            (name, "", sentences.format(problem=say(code.message), remedy=say(code.remedy)))
            for name, code in CODES.items()
        )
        return [_definitions(rows)]


def _key_rows(cls: type, interface: Interface) -> Iterator[tuple[str, str, str]]:
    hints = typing.get_type_hints(cls)
    kind = getattr(cls, "kind", None)
    required = interface.gettext("required")
    if kind:
        yield "kind", f"{kind}, {required}", interface.gettext(_KIND)
    for each in model.keys(cls):
        what = _type_name(hints[each.name], interface)
        if model.is_required(each):
            what += f", {required}"
        meaning = each.metadata["doc"]
        yield each.name, what, interface.gettext(meaning)


_KIND = N_("What the section holds; it decides which other keys it has.")


def _type_name(hint: Any, interface: Interface) -> str:
    if typing.get_origin(hint) in {typing.Union, types.UnionType} and hint != model.Section:
        hint = next(each for each in typing.get_args(hint) if each is not types.NoneType)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint in _TYPES:
        return interface.gettext(_TYPES[hint])
    if origin is Literal:
        return " | ".join(arguments)
    if origin is tuple:
        return interface.gettext("list of texts")
    if origin is not None and hint != model.Section:
        names = {
            model.Text: N_("entries with ids"),
            model.IdPath: N_("earlier id paths with today's"),
            model.Section: N_("ids with sections"),
            model.Criterion: N_("ids with criteria"),
        }
        return interface.gettext(names.get(arguments[1], N_("entries with ids")))
    return interface.gettext(N_("keys with values"))


def _heading(text: str) -> nodes.rubric:
    return nodes.rubric("", text, translatable=False, **{"heading-level": 3})


def _definitions(rows: typing.Iterable[tuple[str, str, str]]) -> nodes.definition_list:
    items = []
    for name, what, meaning in rows:
        term = nodes.term("", "", nodes.literal("", name), translatable=False)
        if what:
            term += nodes.Text(f" – {what}")
        body = nodes.definition("", nodes.paragraph("", meaning, translatable=False))
        items.append(nodes.definition_list_item("", term, body))
    return nodes.definition_list(
        "", *items, classes=["ramverk-reference"], support_smartquotes=False
    )


def setup(app: Sphinx) -> None:
    app.add_directive("framework-format", FrameworkFormatDirective)
    app.add_directive("problem-codes", ProblemCodesDirective)
