"""Sheets for tests: frameworks of all sorts, and what the writer makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import yaml

from ramverk.answers import Carried
from ramverk.catalogs import Catalog, Translation, messages, read_catalog, translate
from ramverk.form import digests
from ramverk.formats import pdf
from ramverk.interface import interface_for
from ramverk.loading import Source, load_framework
from ramverk.model import (
    ChecklistSection,
    CriteriaSection,
    Criterion,
    Framework,
    Item,
    Section,
    ServiceTableSection,
    StepsSection,
    Text,
    TextSection,
)
from tests.conftest import DATA, ROOT
from tests.test_formats.pdf_tags import Tagged

#: The frameworks that all is tried with: the project's own, and two with everything there is.
FRAMEWORKS: Final[Mapping[str, Path]] = {
    "capacity-building": ROOT / "frameworks",
    "staff-mobility": ROOT / "frameworks",
    "review": DATA / "answers" / "frameworks",
    "every-key": DATA / "good",
}
LANGUAGES: Final = ("sv", "en")


@cache
def framework(name: str) -> Framework:
    """A framework as it is written."""
    found, problems = load_framework(Source(name, FRAMEWORKS[name] / f"{name}.yaml", name))
    assert found, problems
    return found


def from_keys(folder: Path, keys: Mapping[str, Any]) -> Framework:
    """A framework of some sections, with what every file must have."""
    fixed = {"title": "Prov", "language": "sv", "version": "1.0", "date": "2026-01-31"}
    path = folder / "prov.yaml"
    path.write_text(yaml.safe_dump({**fixed, **keys}, sort_keys=False, allow_unicode=True), "utf-8")
    found, problems = load_framework(Source("prov", path, path.name))
    assert found, problems
    return found


def translated(found: Framework, language: str) -> Framework:
    """As readers of a language get it, from the project's catalogue if there is one."""
    path = ROOT / "locales" / language / "LC_MESSAGES" / "frameworks" / f"{found.id}.po"
    return translate(found, language, read_catalog(path, path.name, language)[0])


def reworded(found: Framework, language: str, change: Callable[[str], str]) -> Framework:
    """A framework in a language in which all its texts are others."""
    texts = {str(each.text) for each in messages(found)}
    return translate(
        found, language, Catalog({(None, text): Translation(change(text)) for text in texts})
    )


@dataclass(frozen=True, eq=False)
class Sheet:
    """What the writer made of a framework."""

    framework: Framework
    language: str
    variant: pdf.Variant
    pages: pdf.Pages = field(repr=False)

    @property
    def content(self) -> bytes:
        return self.pages.content

    @cached_property
    def tags(self) -> Tagged:
        return Tagged(self.content)


@cache
def typesetter() -> pdf.Typesetter:
    return pdf.Typesetter()


@cache
def sheet(name: str, language: str, variant: pdf.Variant) -> Sheet:
    return written(translated(framework(name), language), language, variant, framework(name))


def written(
    found: Framework,
    language: str,
    variant: pdf.Variant = "form",
    source: Framework | None = None,
    carried: Carried | None = None,
    paper: pdf.Paper = "a4",
    name: str = "",
) -> Sheet:
    """A framework on paper.

    :param source: the framework as it was written.
    """
    order = pdf.Order(
        found,
        interface_for(language),
        variant,
        digests(source or found),
        paper,
        carried or Carried({}, {}, (), {}),
        name,
    )
    return Sheet(found, language, variant, pdf.write(order, typesetter()))


# --- what a sheet says, in order ------------------------------------------------------------------


def told(found: Framework, variant: pdf.Variant) -> Iterator[Text]:
    """The texts of a framework in the order in which its sheet shows them."""
    yield from filter(None, [found.label, found.title])
    if found.summary and variant != "checklist":
        yield found.summary
    for section in found.sections.values():
        if variant != "checklist":
            yield from _head(section)
            yield from _section(section)
        elif isinstance(section, CriteriaSection | ChecklistSection | StepsSection):
            yield from _head(section)
            yield from _checklist(section)
    for notice in found.notices.values():
        yield from notice.text.texts


def _head(section: Section) -> Iterator[Text]:
    if section.title:
        yield section.title
    yield from section.intro.texts if section.intro else ()


def _words(item: Item | Criterion) -> Iterator[Text]:
    yield item.title
    yield from item.text.texts if item.text else ()


def _section(section: Section) -> Iterator[Text]:
    match section:
        case TextSection():
            yield from section.text.texts
        case CriteriaSection():
            yield from _criteria(section)
        case ServiceTableSection():
            headings = section.headings
            yield section.title
            yield from filter(None, [headings.service, headings.present, headings.desired])
            yield from _items(section)
        case _:
            yield from _items(section)


def _items(section: Section) -> Iterator[Text]:
    for item in section.children.values():
        yield from _words(item)


def _criteria(section: CriteriaSection) -> Iterator[Text]:
    for criterion in section.criteria.values():
        yield from _words(criterion)
        yield from filter(None, [section.headings.indicators])
        for item in criterion.indicators.values():
            yield from section.answers.values()
            yield from _words(item)
        if criterion.evidence:
            yield from filter(None, [section.headings.evidence])
        for item in criterion.evidence.values():
            yield from _words(item)
    for _ in range(section.own_rows):
        yield from section.answers.values()


def _checklist(section: CriteriaSection | ChecklistSection | StepsSection) -> Iterator[Text]:
    if not isinstance(section, CriteriaSection):
        yield from (item.title for item in section.children.values())
        return
    for criterion in section.criteria.values():
        yield criterion.title
        for item in criterion.indicators.values():
            yield item.title
            yield from section.answers.values()
    for _ in range(section.own_rows):
        yield from section.answers.values()
