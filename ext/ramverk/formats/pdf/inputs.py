"""What a PDF is made of, as a digest: of the same inputs, the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from .sheet import Sheet
from .typesetting import FONTS, PACKAGE, TEMPLATES, Data

#: Code beyond the data of a sheet: what lays them out, and makes fields of their links.
_CODE: Final = (*Path(__file__).parent.glob("*.py"), PACKAGE / "form.py")
#: Libraries that write.
LIBRARIES: Final = ("typst", "pikepdf")


def digest_of_tools(fonts: Sequence[Path]) -> str:
    """A digest of all that has a part in every PDF.

    :param fonts: folders with more fonts.
    """
    digest = hashlib.blake2b(digest_size=16)
    for library in LIBRARIES:
        _add(digest, f"{library} {version(library)}".encode())
    for path in (*sorted(_CODE), TEMPLATES / "sheet.typ", *_font_files(fonts)):
        _add(digest, path.name.encode("utf-8", "surrogateescape"))
        _add(digest, path.read_bytes())
    return digest.hexdigest()


def digest_of_sheet(
    tools: str, sheet: Sheet, data: Data, record: str | None, more: Sequence[Any]
) -> str:
    """A digest of one PDF's inputs.

    :param tools: see :func:`digest_of_tools`.
    :param data: of the sheet, as the template lays them out.
    :param record: of the form; ``None``: there is no form.
    :param more: whatever else has a part in it, as JSON knows it.
    """
    parts = {
        "tools": tools,
        "language": sheet.interface.language,
        "direction": sheet.interface.direction,
        "data": data,
        "record": record,
        # Their members are plain values, so that what represents them says all.
        "widgets": None if record is None else repr(sheet.widgets),
        "headers": sheet.header_columns,
        "more": more,
    }
    text = json.dumps(parts, ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _font_files(folders: Sequence[Path]) -> Iterator[Path]:
    """The files of the fonts for pages and for what is typed, in an order that stays."""
    for folder in (FONTS, FONTS.parent / "typing", *folders):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _add(digest: hashlib.blake2b, part: bytes) -> None:
    digest.update(len(part).to_bytes(8, "big") + part)
