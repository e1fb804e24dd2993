"""Data → PDF pages, through Typst: the only place that knows it."""

from __future__ import annotations

import datetime
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import typst

PACKAGE: Final = Path(__file__).parent.parent.parent
FONTS: Final = PACKAGE / "assets" / "fonts"
TEMPLATES: Final = PACKAGE / "templates"
#: The family that is asked first; other fonts stand in for what it lacks.
FAMILY: Final = "Noto Sans"

#: What the template lays out, see there.
Data = dict[str, Any]


#: Characters that are not drawn, so that no font has to have them.
_NEEDING_NONE: Final = frozenset("\t\n\r\u00ad\u200b\u2028\u2029")
#: A byte order mark, which PDF/UA-1 allows in no text (7.21.7), whatever the fonts have.
_FORBIDDEN: Final = frozenset("\ufeff")
#: Stands for a character that no font has.
REPLACEMENT: Final = "\ufffd"


_HAS_RUN: Final = threading.Event()


def has_run() -> bool:
    """Whether Typst has threads in this process.

    A forked copy of the process lacks them, and would wait for them for ever.
    """
    return _HAS_RUN.is_set()


class TypesettingError(Exception):
    """The pages cannot be made; says why, in Typst's words."""


@dataclass(frozen=True, slots=True)
class Pages:
    """A tagged PDF.

    :param missing: characters of the framework that no font has; another sign stands for them.
    :param inputs: a digest of all that they were made of, where it was asked for.
    """

    content: bytes
    missing: str = ""
    inputs: str = ""


class Typesetter:
    """Makes pages. One serves many documents, but only one thread at a time.

    :param fonts: folders with more fonts, for scripts that ours lack.
    """

    def __init__(self, fonts: Sequence[Path] = ()) -> None:
        self._faces = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(each) for each in (FONTS, *fonts)],
        )
        self._families = [FAMILY, *sorted({*self._faces.families()} - {FAMILY})]
        self._compiler = typst.Compiler(
            TEMPLATES / "sheet.typ", root=TEMPLATES, font_paths=self._faces
        )

    def pages(self, data: Data, standards: Sequence[str], date: datetime.date) -> Pages:
        """The pages that the template makes of ``data``.

        :param standards: as Typst calls them, such as ``ua-1``.
        :param date: when the file was made, as it says itself; not today's, so that the same input
            gives the same bytes.
        :raises TypesettingError: when Typst cannot do it.
        """
        try:
            return Pages(self._compiled(data, standards, date))
        except typst.TypstError as error:
            # PDF/UA allows no sign that stands for no character.
            missing = _characters(data) - self._covered
            if not missing:
                raise TypesettingError("; ".join([error.message, *error.hints])) from None
        table = str.maketrans(dict.fromkeys(missing, REPLACEMENT))
        # What users have typed is shown as well as it can be; the file itself keeps it.
        own = "".join(sorted(missing & _characters({**data, "leftovers": None})))
        try:
            return Pages(self._compiled(_replaced(data, table), standards, date), own)
        except typst.TypstError as error:
            raise TypesettingError("; ".join([error.message, *error.hints])) from None

    def _compiled(self, data: Data, standards: Sequence[str], date: datetime.date) -> bytes:
        text = json.dumps({**data, "fonts": self._families}, ensure_ascii=False)
        midnight = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
        _HAS_RUN.set()
        found, warnings = self._compiler.compile_with_warnings(
            sys_inputs={"data": text},
            pdf_standards=list(standards),  # type: ignore[arg-type]
            timestamp=midnight,
        )
        if warnings:
            raise TypesettingError("; ".join(each.message for each in warnings))
        assert isinstance(found, bytes)
        return found

    @cached_property
    def _covered(self) -> set[str]:
        """The characters that the fonts have, and those that need none."""
        # Loaded here: needed for few documents, and slow to load.
        from fontTools.ttLib import TTFont, TTLibError

        codes: set[int] = set()
        for face in self._faces.fonts():
            try:
                with TTFont(face.path, lazy=True, fontNumber=face.index) as font:
                    codes.update(font.getBestCmap() or ())
            except (TTLibError, OSError):
                continue  # no better than a font without any character
        return {chr(code) for code in codes} - _FORBIDDEN | _NEEDING_NONE


def _characters(value: Any) -> set[str]:
    """All characters of the texts in ``value``, but for those that fields hold."""
    if isinstance(value, str):
        return set(value)
    if isinstance(value, dict):
        value = [each for key, each in value.items() if key != "value"]
    elif not isinstance(value, list):
        return set()
    return set().union(*map(_characters, value))


def _replaced(value: Any, table: dict[int, str]) -> Any:
    """``value`` with other characters in all its texts."""
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, dict):
        return {key: _replaced(each, table) for key, each in value.items()}
    if isinstance(value, list):
        return [_replaced(each, table) for each in value]
    return value
