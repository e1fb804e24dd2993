"""A build as independent units, divided into shares for several machines.

A unit makes files that no other makes, from files that are there before: all pages of a language
(contents, search and navigation cross them), or the PDFs of a framework in a language.

All machines divide the same project alike, without knowing of each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .catalogs import catalog_path, catalogs_in, language_folder
from .library import Library

#: About how long the kinds of units take, in milliseconds: at least, and for each kilobyte.
PAGES_TIME: Final = (1000, 2)
PDF_TIME: Final = (50, 10)


@dataclass(frozen=True, slots=True, order=True)
class Share:
    """One of the shares of a build, such as the third of eight.

    :param count: how many there are.
    :param number: from 1.
    """

    count: int
    number: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    @property
    def folder_name(self) -> str:
        return f"{self.number}-of-{self.count}"

    def all(self) -> list[Share]:
        """This share and those beside it."""
        return [Share(self.count, number) for number in range(1, self.count + 1)]


def parse_share(text: str) -> Share | None:
    """A share from how it is written, ``3/8``; ``None`` when it is not written so."""
    found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        return None
    return Share(int(found[2]), int(found[1]))


@dataclass(frozen=True, slots=True)
class Unit:
    """What is built in one piece.

    :param framework: whose PDFs these are; empty: the pages of the language.
    :param inputs: the files that it is made from; not all of them need be there.
    """

    language: str
    framework: str
    inputs: tuple[Path, ...]

    @property
    def name(self) -> str:
        """``pages:sv``, ``pdf:sv:staff-mobility``."""
        if self.framework:
            return f"pdf:{self.language}:{self.framework}"
        return pages_name(self.language)

    @property
    def weight(self) -> int:
        """About how long it takes, in milliseconds; the same on each machine."""
        least, more = PDF_TIME if self.framework else PAGES_TIME
        size = sum(path.stat().st_size for path in self.inputs if path.is_file())
        return least + more * size // 1000


def pages_name(language: str) -> str:
    """What the unit of all pages of a language is called."""
    return f"pages:{language}"


def units_of(
    library: Library, source: Path, languages: Sequence[str], *, pdfs: bool
) -> Iterator[Unit]:
    """All units of a project in these languages.

    :param library: the project's frameworks; they are not read.
    :param source: folder of the pages.
    :param pdfs: whether the pages offer PDFs.
    """
    frameworks = {each: library.source(each).path for each in library.ids}
    pages = sorted(path for path in source.rglob("*") if path.suffix in {".md", ".rst", ".txt"})
    for language in languages:
        catalogs = catalogs_in(language_folder(library.catalogs, language))
        yield Unit(language, "", (*pages, *frameworks.values(), *catalogs))
        for framework, path in frameworks.items() if pdfs else ():
            catalog = catalog_path(library.catalogs, language, f"frameworks/{framework}")
            yield Unit(language, framework, (path, catalog))


def divide(units: Sequence[Unit], count: int) -> list[list[Unit]]:
    """The units of each share, about as much work in each; a share may be empty.

    The longest first, each to the share that has least: never more than a third above the best.
    """
    shares: list[list[Unit]] = [[] for _ in range(count)]
    loads = [0] * count
    for weight, unit in sorted(
        ((each.weight, each) for each in units), key=lambda each: (-each[0], each[1].name)
    ):
        least = loads.index(min(loads))
        shares[least].append(unit)
        loads[least] += weight
    return shares
