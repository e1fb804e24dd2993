"""The font in which forms are typed: Latin, Greek and Cyrillic, the scripts of most of Europe.

It is a composite font with the glyph numbers themselves as its codes (PDF 32000-1, 9.7), because a
simple font has room for one alphabet only, and what pdf.js, Poppler and pypdf write with it stays
PDF/UA even where several alphabets meet. ``tools/fonts.py`` makes the files.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

FOLDER: Final = Path(__file__).parent.parent.parent / "assets" / "typing"
NAME: Final = "RamverkTyping"
#: Shown for a character that the font lacks; the field itself keeps the character.
MISSING: Final = 0xFFFD


@dataclass(frozen=True, slots=True, eq=False)
class TypingFont:
    """Measures are in thousandths of the font's size.

    :param glyphs: the glyph of each character, by its code point.
    :param widths: of the glyphs.
    :param program: the font file, compressed as a PDF holds it (RFC 1950).
    :param length: of the font file.
    """

    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, ...]
    widths: tuple[int, ...]
    glyphs: dict[int, int]
    program: bytes
    length: int

    def encoded(self, text: str) -> list[int]:
        """The glyphs of a text."""
        missing = self.glyphs[MISSING]
        return [self.glyphs.get(ord(each), missing) for each in text]

    def width(self, text: str) -> int:
        return sum(self.widths[each] for each in self.encoded(text))


@cache
def typing_font() -> TypingFont:
    """The font, read once."""
    measures = json.loads((FOLDER / "typing.json").read_text("utf-8"))
    return TypingFont(
        ascent=measures["ascent"],
        descent=measures["descent"],
        cap_height=measures["cap_height"],
        box=tuple(measures["box"]),
        widths=tuple(measures["widths"]),
        glyphs={int(code): glyph for code, glyph in measures["glyphs"].items()},
        program=(FOLDER / "typing.ttf.deflate").read_bytes(),
        length=measures["length"],
    )


def embed(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Put the font into a file; its font dictionary."""
    font = typing_font()
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{NAME}"),
        Flags=4,
        ItalicAngle=0,
        StemV=80,
        Ascent=font.ascent,
        Descent=font.descent,
        CapHeight=font.cap_height,
        FontBBox=Array(font.box),
        FontFile2=_stream(pdf, font.program, Length1=font.length),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(f"/{NAME}"),
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDToGIDMap=Name.Identity,
        DW=600,
        W=Object.parse(f"[0[{' '.join(map(str, font.widths))}]]".encode()),
    )
    found: dict[str, Any] = {
        "/Type": Name.Font,
        "/Subtype": Name.Type0,
        "/BaseFont": Name(f"/{NAME}"),
        "/Encoding": Name("/Identity-H"),
        "/DescendantFonts": Array([pdf.make_indirect(descendant)]),
        "/ToUnicode": _stream(pdf, _to_unicode(font)),
    }
    return pdf.make_indirect(Dictionary(found))


def _stream(pdf: pikepdf.Pdf, compressed: bytes, **keys: Any) -> pikepdf.Object:
    return pdf.make_stream(compressed, Filter=Name.FlateDecode, **keys)


@cache
def _to_unicode(font: TypingFont) -> bytes:
    """Which character each glyph is, for those who copy, search and listen; compressed."""
    text = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + "".join(_ranges(font))
        + "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    return zlib.compress(text.encode(), 9)


def _ranges(font: TypingFont) -> Iterator[str]:
    """At most a hundred entries at a time, as the format wants it."""
    # A glyph that stands for several characters is the first of them.
    characters = {glyph: code for code, glyph in reversed(font.glyphs.items())}
    entries = sorted(characters.items())
    for start in range(0, len(entries), 100):
        part = entries[start : start + 100]
        rows = "".join(f"<{glyph:04X}> <{code:04X}>\n" for glyph, code in part)
        yield f"{len(part)} beginbfchar\n{rows}endbfchar\n"
