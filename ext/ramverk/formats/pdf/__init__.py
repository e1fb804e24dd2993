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
from .inputs import digest_of_sheet, digest_of_tools
from .reading import FILE_SIZE_LIMIT, read
from .record import write_record
from .sheet import NOTHING, PAPERS, Paper, Sheet, Variant, record
from .typesetting import Data, Pages, Typesetter, TypesettingError

__all__ = [
    "FILE_SIZE_LIMIT",
    "PAPERS",
    "SUFFIXES",
    "Order",
    "Pages",
    "Paper",
    "Typesetter",
    "TypesettingError",
    "Unchanged",
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
    :param there: what the file that is there was made of (:attr:`Pages.inputs`); of the same it is
        not made again. Empty: there is none.
    """

    framework: Framework
    interface: Interface
    variant: Variant
    digests: Mapping[str, str] = field(default_factory=dict)
    paper: Paper = "a4"
    carried: Carried = NOTHING
    name: str = ""
    there: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The file that is there is what would be made."""


class _Draft:
    """All that the file of an order is made of, but for what makes it."""

    def __init__(self, order: Order) -> None:
        self.sheet = Sheet(
            order.framework, order.interface, order.variant, order.paper, order.carried
        )
        self.data: Data = self.sheet.data()
        self.standards = _STANDARDS[order.variant]
        self.date = order.framework.date
        self.record: str | None = None
        if order.variant == "form":
            self.record = write_record(record(self.sheet, order.digests, order.name))

    def digest(self, tools: str) -> str:
        """Of the draft and of what makes a file of it."""
        more = (self.standards, self.date.isoformat())
        return digest_of_sheet(tools, self.sheet, self.data, self.record, more)

    def written(self, typesetter: Typesetter) -> Pages:
        # Loaded here: slow to load, and not needed where nothing changed.
        from .widgets import finish

        pages = typesetter.pages(self.data, self.standards, self.date)
        return replace(pages, content=finish(pages.content, self.sheet, self.record))


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
    return _Draft(order).written(typesetter)


def write_all(
    orders: Sequence[Order], fonts: Sequence[Path] = (), workers: int = 0
) -> Iterator[Pages | Unchanged | TypesettingError]:
    """What comes of each order, in their order; written side by side.

    Threads do, since Typst works without holding on to the interpreter.

    :param fonts: folders with more fonts.
    :param workers: how many are written at the same time; 0: as many as there are cores.
    """
    if not orders:
        return
    if len(orders) > 1:
        # Files are written side by side; that each is made by several threads, too, costs a tenth.
        os.environ.setdefault("RAYON_NUM_THREADS", "1")
    tools = digest_of_tools(fonts)
    mine = threading.local()

    def written(order: Order) -> Pages | Unchanged | TypesettingError:
        draft = _Draft(order)
        inputs = draft.digest(tools)
        if inputs == order.there:
            return Unchanged()
        if not hasattr(mine, "typesetter"):
            mine.typesetter = Typesetter(fonts)
        try:
            return replace(draft.written(mine.typesetter), inputs=inputs)
        except TypesettingError as error:
            return error

    workers = min(len(orders), workers or os.cpu_count() or 1)
    if workers == 1:
        yield from map(written, orders)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(written, orders)


def problems(order: Order, found: Pages | Unchanged | TypesettingError) -> list[Problem]:
    """What went wrong with an order, and what could not be shown."""
    path = order.framework.path
    if isinstance(found, TypesettingError):
        return [Problem(path, 0, 0, "pdf-not-made", {"reason": found})]
    if isinstance(found, Pages) and found.missing:
        characters = " ".join(f"{each} (U+{ord(each):04X})" for each in found.missing[:20])
        return [Problem(path, 0, 0, "pdf-no-font", {"characters": characters})]
    return []
