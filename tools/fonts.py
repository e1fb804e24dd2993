"""Make the fonts in ``assets`` that are parts of others; once, since that takes long.

- ``typing.ttf.deflate`` and ``typing.json``: the font in which PDF forms are typed. A viewer writes
  what its user types with the font that the form brings along, so that font holds the letters of
  all European scripts rather than those that the form's own texts need.
- ``fallback.ttf``: arrows, signs and scripts that Noto Sans lacks, from DejaVu Sans.

``python tools/fonts.py /path/to/DejaVuSans.ttf`` (Debian: fonts-dejavu-core).
"""

from __future__ import annotations

import io
import json
import sys
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ASSETS = Path(__file__).parent.parent / "ext" / "ramverk" / "assets"
FONTS = ASSETS / "fonts"
TYPING = ASSETS / "typing"

#: Latin, Greek and Cyrillic with what is typed between their words.
CHARACTERS = (
    range(0x20, 0x7F),
    range(0xA0, 0x180),
    range(0x18F, 0x190),  # ə, in Azerbaijani
    range(0x1A0, 0x1A2),  # ơ and ư, in Vietnamese
    range(0x1AF, 0x1B1),
    range(0x1CD, 0x1DD),
    range(0x1E4, 0x1F0),  # Skolt Sami
    range(0x1FA, 0x21C),
    range(0x259, 0x25A),
    range(0x2B9, 0x2DE),
    range(0x300, 0x345),  # accents of their own
    range(0x370, 0x400),
    range(0x400, 0x530),
    range(0x1E00, 0x1F00),
    range(0x1F00, 0x2000),  # Greek with its old accents
    range(0x2010, 0x2028),
    (0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116, 0x2122, 0x2212),
    (0xFFFD,),  # stands for what the font lacks
)


#: Signs, and the scripts of Europe and its neighbours that Noto Sans leaves to its sisters.
OTHERS = (
    range(0x530, 0x590),  # Armenian
    range(0x590, 0x600),  # Hebrew
    range(0x600, 0x700),  # Arabic
    range(0x10A0, 0x1100),  # Georgian
    range(0x2070, 0x20A0),  # superscripts and subscripts
    range(0x2150, 0x23FF),  # fractions, arrows, mathematics
    range(0x25A0, 0x27C0),  # shapes, signs and ticks
    range(0x2B00, 0x2B60),  # more arrows
    range(0xFB1D, 0xFDFF),  # forms of Hebrew and Arabic letters
    range(0xFE70, 0xFEFF),
)


def main(arguments: Sequence[str]) -> int:
    """Write the files."""
    (dejavu,) = arguments
    typing = _part_of(FONTS / "NotoSans-Regular.ttf", "Ramverk Typing", CHARACTERS, layout=[])
    # As PDF files hold it: compressing it takes longer than the rest of a small form.
    (TYPING / "typing.ttf.deflate").write_bytes(zlib.compress(_content(typing), 9))
    (TYPING / "typing.json").write_text(json.dumps(_measures(typing)) + "\n", "utf-8")
    known = set(TTFont(FONTS / "NotoSans-Regular.ttf").getBestCmap())
    wanted = [[code for code in part if code not in known] for part in OTHERS]
    fallback = _part_of(Path(dejavu), "Ramverk Fallback", wanted, layout=["*"])
    _write(fallback, FONTS / "fallback.ttf")
    return 0


def _part_of(
    path: Path, name: str, characters: Iterable[Iterable[int]], layout: list[str]
) -> TTFont:
    """A font with those characters alone.

    :param layout: features to keep, such as the joining of Arabic letters.
    """
    options = subset.Options(hinting=False, layout_features=layout, notdef_outline=True)
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    if not layout:
        options.drop_tables += ["GDEF", "GPOS", "GSUB", "MATH", "STAT"]
    font = TTFont(path, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for part in characters for code in part])
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in {1, 4, 6}:
            record.string = name.replace(" ", "") if record.nameID == 6 else name
    return font


def _write(font: TTFont, path: Path) -> None:
    path.write_bytes(_content(font))


def _content(font: TTFont) -> bytes:
    content = io.BytesIO()
    font.save(content)
    return content.getvalue()


def _measures(font: TTFont) -> dict[str, object]:
    """What a PDF says of a font, in thousandths of its size, and the glyph of each character."""
    head, hhea = font["head"], font["hhea"]
    order = font.getGlyphOrder()
    number = {name: index for index, name in enumerate(order)}

    def scale(value: int) -> int:
        return round(value * 1000 / head.unitsPerEm)

    return {
        "length": len(_content(font)),
        "ascent": scale(hhea.ascent),
        "descent": scale(hhea.descent),
        "cap_height": scale(font["OS/2"].sCapHeight),
        "box": [scale(each) for each in (head.xMin, head.yMin, head.xMax, head.yMax)],
        "widths": [scale(font["hmtx"][name][0]) for name in order],
        "glyphs": {code: number[name] for code, name in sorted(font.getBestCmap().items())},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
