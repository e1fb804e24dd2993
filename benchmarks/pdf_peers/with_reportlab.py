"""ReportLab: from data that are ready, to an untagged PDF with form fields. FONTS FILES…"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from typing import Any

import meter
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

FONTS = sys.argv.pop(1)
MM = 72 / 25.4
WIDTH = A4[0] - 34 * MM
BOX = 11
Data = dict[str, Any]

GREY, SOFT = Color(0.35, 0.35, 0.35), Color(0.92, 0.92, 0.92)
GRID = [
    ("GRID", (0, 0), (-1, -1), 0.5, GREY),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("BACKGROUND", (0, 0), (-1, 0), SOFT),
]
TEXT = ParagraphStyle("text", fontName="Sheet", fontSize=9.5, leading=12, spaceAfter=6)
CELL = ParagraphStyle("cell", TEXT, fontSize=9, leading=11, spaceAfter=0)
SMALL = ParagraphStyle("small", TEXT, fontSize=8.5, leading=10.5, spaceAfter=2)
BOLD = ParagraphStyle("bold", CELL, fontName="Sheet-Bold", fontSize=8.5)
H1 = ParagraphStyle("h1", TEXT, fontName="Sheet-Bold", fontSize=19, leading=23, spaceAfter=9)
H2 = ParagraphStyle("h2", H1, fontSize=13.5, leading=17, spaceBefore=20, keepWithNext=True)
H3 = ParagraphStyle("h3", H1, fontSize=10.5, leading=13, spaceBefore=15, keepWithNext=True)


class Field(Flowable):
    """A form field as wide as its place."""

    def __init__(self, field: Data, height: float = 24) -> None:
        super().__init__()
        self.field = field
        self.height = BOX if field["kind"] in {"tick", "choice"} else height

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = BOX if self.height == BOX else width
        return self.width, self.height

    def draw(self) -> None:
        field, form = self.field, self.canv.acroForm
        keys: Data = {"name": field["name"], "tooltip": field["label"], "relative": True}
        size: Data = {"width": self.width, "height": self.height, "fontSize": 8.5}
        match field["kind"]:
            case "tick":
                form.checkbox(**keys, size=BOX, buttonStyle="check")
            case "choice":
                form.radio(**keys, value=field["choice"], size=BOX, selected=False)
            case "number":
                form.choice(**keys, **size, options=field["options"], value="-", fieldFlags="combo")
            case _:
                flags = "multiline" if field["lines"] else ""
                form.textfield(**keys, **size, fieldFlags=flags)


def prose(blocks: list[Data], style: ParagraphStyle = TEXT) -> Iterator[Flowable]:
    for block in blocks:
        for text in [block["p"]] if "p" in block else [f"• {each}" for each in block["l"]]:
            yield Paragraph(text, style)


def words(row: Data) -> list[Flowable]:
    """What stands in a row; of a row of the user's own, the field for it."""
    if "label" in row:
        return [Field(row["label"])]
    return [Paragraph(row["title"], CELL), *prose(row["text"], SMALL)]


def heads(texts: list[str]) -> list[Flowable]:
    return [Paragraph(each, BOLD) for each in texts]


def ticks(part: Data) -> Table:
    rows = [[[Field(row["done"])], words(row), [Field(row["note"])]] for row in part["rows"]]
    widths = [45, (WIDTH - 45) * 0.6, (WIDTH - 45) * 0.4]
    return Table([heads(part["heads"]), *rows], widths, style=TableStyle(GRID), repeatRows=1)


def options(found: list[Data]) -> Table:
    rows = [[Field(each["field"]), Paragraph(each["label"], SMALL)] for each in found]
    return Table(rows, [15, 60], style=[("LEFTPADDING", (0, 0), (-1, -1), 0)])


def services(part: Data) -> Iterator[Flowable]:
    names = part["heads"]
    top = [names["service"], part["states"][0], "", part["states"][1], "", names["notes"]]
    below = ["", *[names["offered"], names["quality"]] * 2, ""]
    rows = [
        [
            words(row),
            *(
                cell
                for state in row["states"]
                for cell in (options(state["options"]), Field(state["quality"], 16))
            ),
            [Field(row["note"])],
        ]
        for row in part["rows"]
    ]
    spans = [("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0)), ("SPAN", (0, 0), (0, 1))]
    style = TableStyle([*GRID, *spans, ("SPAN", (5, 0), (5, 1))])
    widths = [WIDTH - 352, 85, 50, 85, 50, 82]
    yield Paragraph("".join(part["caption"]), BOLD)
    yield Table([heads(top), heads(below), *rows], widths, style=style, repeatRows=2)


def evidence(part: Data) -> Iterator[Flowable]:
    if part["rows"]:
        yield Paragraph(part["title"], BOLD)
    for row in part["rows"]:
        yield Table([[Field(row["done"]), words(row)]], [17, WIDTH - 17])
    yield KeepTogether([Paragraph(part["own"]["label"], CELL), Field(part["own"]["field"], 34)])


def section(part: Data) -> Iterator[Flowable]:
    if part["title"]:
        yield Paragraph(part["title"], H2)
    yield from prose(part["intro"])
    match part["kind"]:
        case "text":
            yield from prose(part["text"])
        case "criteria":
            for each in part["criteria"]:
                yield Paragraph(each["title"], H3)
                yield from prose(each["text"])
                yield ticks(each)
                yield from evidence(each["evidence"])
            if part["own"]:
                yield Paragraph(part["own"]["title"], H3)
                yield ticks(part["own"])
        case "service-table":
            yield from services(part)


def story(data: Data) -> Iterator[Flowable]:
    yield Paragraph(data["title"], H1)
    yield Paragraph(" · ".join(f"{name}: {value}" for name, value in data["facts"]), SMALL)
    yield from prose([{"p": data["summary"]}])
    for each in data["sheet"]:
        yield Table(
            [[Paragraph(each["label"], CELL), Field(each["field"], 16)]], [150, WIDTH - 150]
        )
    yield Spacer(1, 10)
    for part in data["sections"]:
        yield from section(part)


def number_page(canvas: Any, _document: Any) -> None:
    canvas.setFont("Sheet", 8)
    canvas.drawRightString(A4[0] - 17 * MM, 10 * MM, str(canvas.getPageNumber()))


def prepare() -> meter.Maker:
    pdfmetrics.registerFont(TTFont("Sheet", f"{FONTS}/NotoSans-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("Sheet-Bold", f"{FONTS}/NotoSans-Bold.ttf"))

    def make(name: str) -> bytes:
        with open(name, encoding="utf-8") as file:  # noqa: PTH123 - as in the other tools
            data = json.load(file)
        result = io.BytesIO()
        margins = {"leftMargin": 17 * MM - 6, "rightMargin": 17 * MM - 6}
        margins |= {"topMargin": 16 * MM, "bottomMargin": 19 * MM}
        document = SimpleDocTemplate(
            result, pagesize=A4, title=data["title-plain"], lang="sv", **margins
        )
        document.build(list(story(data)), onFirstPage=number_page, onLaterPages=number_page)
        return result.getvalue()

    return make


meter.run(prepare)
