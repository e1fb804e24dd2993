"""A framework on paper: to print, to fill in on a screen, and to read back.

- ``print``: the whole handbook sheet with boxes and lines to write on; PDF/UA-1 and PDF/A-2a.
- ``form``: the same with a form field in each place; PDF/UA-1. No PDF/A, since viewers open such
  files for reading only.
- ``checklist``: one compact list of boxes, for the wall or the workshop; PDF/UA-1 and PDF/A-2a.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from ...answers import Carried
from ...form import is_fillable
from ...interface import Interface
from ...model import ChecklistSection, CriteriaSection, Framework, StepsSection
from ...problems import Problem
from .reading import FILE_SIZE_LIMIT, read
from .record import write_record
from .sheet import NOTHING, PAPERS, Paper, Sheet, Variant, record
from .typesetting import Pages, Typesetter, TypesettingError
from .widgets import finish

__all__ = [
    "FILE_SIZE_LIMIT",
    "PAPERS",
    "SUFFIXES",
    "Order",
    "Pages",
    "Paper",
    "Typesetter",
    "TypesettingError",
    "Variant",
    "problems",
    "read",
    "variants",
    "write",
    "write_all",
]

#: What the names of files end in.
SUFFIXES: Final[Mapping[Variant, str]] = {
    "print": ".pdf",
    "form": ".form.pdf",
    "checklist": ".checklist.pdf",
}

_STANDARDS: Final[Mapping[Variant, tuple[str, ...]]] = {
    "print": ("ua-1", "a-2a"),
    "form": ("ua-1",),
    "checklist": ("ua-1", "a-2a"),
}


@dataclass(frozen=True, slots=True)
class Order:
    """What to write.

    :param framework: in the language of the interface.
    :param digests: of its wording, by id path (see :func:`ramverk.form.digests`).
    :param carried: answers that stand in the form from the start.
    :param name: what their owner calls them.
    """

    framework: Framework
    interface: Interface
    variant: Variant
    digests: Mapping[str, str] = field(default_factory=dict)
    paper: Paper = "a4"
    carried: Carried = NOTHING
    name: str = ""


def variants(framework: Framework) -> tuple[Variant, ...]:
    """The variants that say something about a framework."""
    kinds = {type(section) for section in framework.sections.values()}
    if kinds & {CriteriaSection, ChecklistSection, StepsSection}:
        return tuple(SUFFIXES)
    return ("print", "form") if any(map(is_fillable, framework.sections.values())) else ("print",)


def write(order: Order, typesetter: Typesetter) -> Pages:
    """A framework as PDF; the same order gives the same bytes.

    :raises TypesettingError: when it cannot be laid out.
    """
    sheet = Sheet(order.framework, order.interface, order.variant, order.paper, order.carried)
    standards = _STANDARDS[order.variant]
    pages = typesetter.pages(sheet.data(), standards, order.framework.date)
    own = None
    if order.variant == "form":
        own = write_record(record(sheet, order.digests, order.name))
    return replace(pages, content=finish(pages.content, sheet, own))


def write_all(
    orders: Sequence[Order], fonts: Sequence[Path] = ()
) -> Iterator[Pages | TypesettingError]:
    """What comes of each order, in their order; written side by side.

    Threads do, since Typst works without holding on to the interpreter.

    :param fonts: folders with more fonts.
    """
    mine = threading.local()

    def written(order: Order) -> Pages | TypesettingError:
        if not hasattr(mine, "typesetter"):
            mine.typesetter = Typesetter(fonts)
        try:
            return write(order, mine.typesetter)
        except TypesettingError as error:
            return error

    workers = min(len(orders), os.cpu_count() or 1)
    if not workers:
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(written, orders)


def problems(order: Order, found: Pages | TypesettingError) -> list[Problem]:
    """What went wrong with an order, and what could not be shown."""
    path = order.framework.path
    if isinstance(found, TypesettingError):
        return [Problem(path, 0, 0, "pdf-not-made", {"reason": found})]
    if found.missing:
        characters = " ".join(f"{each} (U+{ord(each):04X})" for each in found.missing[:20])
        return [Problem(path, 0, 0, "pdf-no-font", {"characters": characters})]
    return []
