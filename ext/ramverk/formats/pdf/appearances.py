"""How a field looks: what a viewer shows until its user changes the field.

Sizes are in points (1/72 inch).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .typing_font import NAME, typing_font

#: Size of what is typed.
SIZE: Final = 8.5
#: Between lines.
LEADING: Final = 10.5
#: Between a field's frame and its words.
INSET: Final = 3

#: A field that is off draws nothing, but its stream must not be empty.
NOTHING: Final = b"q Q"
DEFAULT_APPEARANCE: Final = f"/{NAME} {SIZE} Tf 0 g"


def tick(width: float, height: float) -> bytes:
    """A tick mark as drawn by hand."""
    points = ((0.2, 0.5), (0.42, 0.24), (0.82, 0.78))
    (x0, y0), (x1, y1), (x2, y2) = ((width * x, height * y) for x, y in points)
    line = f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l {x2:.2f} {y2:.2f} l S"
    return f"q 1.4 w 1 J 1 j {line} Q".encode()


def dot(width: float, height: float) -> bytes:
    """A round dot, of four curves; a line with round ends would do, but pdf.js draws none."""
    x, y, radius = width / 2, height / 2, min(width, height) * 0.27
    bend = radius * 0.5523  # of a quarter of a circle
    points = [(0.0, radius), (bend, radius), (radius, bend), (radius, 0.0)]
    path = f"{x:.2f} {y + radius:.2f} m"
    for _ in range(4):
        _, *curve = points
        path += "".join(f" {x + dx:.2f} {y + dy:.2f}" for dx, dy in curve) + " c"
        points = [(dy, -dx) for dx, dy in points]
    return f"q {path} f Q".encode()


def typed(
    text: str, width: float, height: float, *, is_multiline: bool, at_right: bool = False
) -> bytes:
    """A text in its field; what has no room is cut off here, and scrolls in a viewer.

    :param at_right: whether lines begin at the right edge, as where one writes from there.
    """
    lines = list(wrapped(text, width - 2 * INSET)) if is_multiline else [text.replace("\n", " ")]
    if not text:
        return b"/Tx BMC EMC"
    font = typing_font()
    if is_multiline:
        top = height - INSET - font.ascent * SIZE / 1000
    else:
        top = (height - font.cap_height * SIZE / 1000) / 2
    shown, place = "", float(INSET)
    for number, line in enumerate(lines):
        room = width - INSET - font.width(line) * SIZE / 1000
        start = max(INSET, round(room, 2)) if at_right else INSET
        if number or start != place:
            shown += f"{start - place:g} {-LEADING if number else 0} Td "
        shown, place = f"{shown}<{_hexadecimal(line)}> Tj ", start
    clip = f"1 1 {width - 2:.2f} {height - 2:.2f} re W n"
    words = f"BT {DEFAULT_APPEARANCE} {INSET} {top:.2f} Td {shown}ET"
    return f"/Tx BMC q {clip} {words} Q EMC".encode()


def wrapped(text: str, width: float) -> Iterator[str]:
    """The lines of a text in a field of that width; a word that is too long is broken."""
    room = width * 1000 / SIZE
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if typing_font().width(longer) <= room:
                line = longer
                continue
            if line:
                yield line
            *full, line = _broken(word, room)
            yield from full
        yield line


def _broken(word: str, room: float) -> Iterator[str]:
    """A word in parts that have room."""
    part = ""
    for character in word:
        if part and typing_font().width(part + character) > room:
            yield part
            part = ""
        part += character
    yield part


def _hexadecimal(text: str) -> str:
    return "".join(f"{glyph:04X}" for glyph in typing_font().encoded(text))
