"""The two frameworks hold the documents they come from: every text, in its place, nothing else.

The documents lie in ``data/seeds`` as they were received, ``corrections.sv.tsv`` lists the agreed
corrections of slips. Both are read here and brought to the same form as the frameworks: texts in
reading order, each with its role.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
import yaml

ROOT: Final = Path(__file__).parent.parent
SEEDS: Final = Path(__file__).parent / "data" / "seeds"
DOCUMENTS: Final = ("staff-mobility", "capacity-building")

#: Texts that no document has: summaries for lists, and headings the navigation needs.
ADDED: Final = {
    "staff-mobility": [
        (
            "Stäm av skolans arbete med personalmobilitet mot sex kriterier, "
            "med exempel på indikatorer och beviskällor."
        ),
    ],
    "capacity-building": [
        (
            "Bygg upp skolans förmåga att vara en stark partner i ett regionalt nätverk för "
            "lärande: inställning, sex steg och en översikt över tjänster."
        ),
        "Inställning och engagemang",
        "Sex steg",
    ],
}

#: Corrections that do not replace a text by a text; each is carried out by the function named here.
SPECIAL: Final = {
    ("staff-mobility", "Kvalitetsområde: PERSONAL MOBILITY"): "read_staff_mobility",
    ("staff-mobility", "Slutversion 1.0. /13.11.2019"): "read_staff_mobility",
    (
        "staff-mobility",
        "(three indicators and two sources of evidence run together in the first row)",
    ): "cell_texts",
    ("staff-mobility", "(rows with an empty first cell)"): "joined_rows",
    ("capacity-building", "IO3 förmågeskapande"): "read_capacity_building",
    ("capacity-building", "- STEG 1** … - STEG 6**"): "capacity_role",
    (
        "capacity-building",
        "Ja/inget att erbjuda Kvalitetsbedömning",
    ): "test_service_table_asks_what_the_cells_asked",
    (
        "capacity-building",
        "Co-funded by the Erasmus+ Programme of the European Union",
    ): "read_capacity_building",
    ("capacity-building", "erasmus+ / meer perspectief"): "read_capacity_building",
}

#: How the texts begin that stand in the middle of a cell of the first row, without markup.
RUN_TOGETHER: Final = (
    "Personalmobilitet planeras",
    "Ledningen på alla",
    "Handlingsplan för",
)

#: Keys of a framework file whose values are no texts for readers.
DATA_KEYS: Final = {
    *("language", "version", "date", "code", "status", "license", "authors", "renamed"),
    *("kind", "phase", "note", "own_rows", "quality"),
}


class Piece(NamedTuple):
    role: str
    text: str


class Correction(NamedTuple):
    document: str
    original: str
    corrected: str
    reason: str


# --- the documents -------------------------------------------------------------------------------


def seed(document: str) -> str:
    return (SEEDS / f"{document}.sv.txt").read_text(encoding="utf-8")


def corrections() -> list[Correction]:
    with (SEEDS / "corrections.sv.tsv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    assert header == list(Correction._fields)
    return [Correction(*row) for row in rows]


def correction(document: str, original: str) -> str:
    (found,) = [each for each in corrections() if each[:2] == (document, original)]
    return found.corrected


def text_corrections(document: str) -> list[Correction]:
    return [
        each
        for each in corrections()
        if each.document == document and (document, each.original) not in SPECIAL
    ]


def whole_words(original: str) -> re.Pattern[str]:
    """``personalrörelse`` must not match the beginning of ``personalrörelsen``."""
    return re.compile(rf"(?<!\w){re.escape(original)}(?!\w)")


def corrected(document: str, text: str) -> str:
    for each in text_corrections(document):
        text = whole_words(each.original).sub(each.corrected, text)
    return text


def split(pattern: str, text: str) -> tuple[str, ...]:
    found = re.fullmatch(pattern, text)
    assert found, text
    return found.groups()


def cell_texts(cell: str) -> list[str]:
    """The texts of a cell, each a paragraph or, in the first row, run together with the next."""
    paragraphs = re.findall(r"<p>(.*?)</p>", cell) or [cell]
    return [
        text.strip()
        for paragraph in paragraphs
        for text in re.split(rf"\s(?={'|'.join(RUN_TOGETHER)})", paragraph)
        if text.strip()
    ]


def table_rows(lines: list[str]) -> list[list[list[str]]]:
    """Rows of cells of texts."""
    return [[cell_texts(cell) for cell in line.split("\t")] for line in lines if "\t" in line]


def joined_rows(rows: list[list[list[str]]]) -> list[list[list[str]]]:
    """A row without a criterion of its own belongs to the criterion above."""
    joined: list[list[list[str]]] = []
    for row in rows:
        if row[0]:
            joined.append([list(cell) for cell in row])
        else:
            for above, cell in zip(joined[-1], row, strict=True):
                above.extend(cell)
    return joined


def read_staff_mobility() -> list[Piece]:
    lines = [line for line in seed("staff-mobility").splitlines() if line.strip()]
    head, edition, about, lead, *rest, disclaimer = lines
    title, label = split(r"(.+) \(label: (.+)\)", correction("staff-mobility", head))
    version, status, date = split(
        r'version "(.+)", status (.+), date (.+)', correction("staff-mobility", edition)
    )

    headings, *rows = joined_rows(table_rows(rest))
    pieces = [
        Piece("label", label),
        Piece("title", title),
        Piece("version", version),
        Piece("status", status),
        Piece("date", date),
        Piece("paragraph", about),
        Piece("paragraph", lead),
        *(Piece("bullet", line) for line in rest if "\t" not in line),
        *(Piece("heading", text) for cell in headings for text in cell),
    ]
    for row in rows:
        for role, texts in zip(("criterion", "indicator", "evidence"), row, strict=True):
            pieces += [Piece(role, text) for text in texts]
    return [*pieces, Piece("notice", disclaimer)]


def capacity_role(line: str) -> Piece:
    """What a line of the second document is; the numbers of the steps come from the layout."""
    if step := re.fullmatch(r"- STEG [1-6]\*\* (.+)", line):
        return Piece("step", step[1])
    if line.startswith("- "):
        return Piece("item", line.removeprefix("- "))
    if line == "Utveckla en tjänsteportfölj" or line.startswith("Tabell 1 översikt"):
        return Piece("heading", line)
    return Piece("paragraph", line)


def read_capacity_building() -> list[Piece]:
    funding = "Co-funded by the\nErasmus+ Programme\nof the European Union\n"
    logo = "erasmus+\nmeer perspectief\n"
    text = seed("capacity-building")
    assert (text.count(funding), text.count(logo)) == (2, 1)
    text = text.replace(funding, "").replace(logo, "")
    lines = [line.strip(" ") for line in text.splitlines() if line.strip()]

    title, code = split(r"(.+) \(code: (.+)\)", correction("capacity-building", lines.pop(0)))
    headings, *rows = [line.split("\t") for line in lines if "\t" in line]
    assert headings[0] == ""
    return [
        Piece("code", code),
        Piece("title", title),
        *(capacity_role(line) for line in lines if "\t" not in line),
        *(Piece("heading", cell) for cell in headings[1:]),
        *(Piece("service", cells[0]) for cells in rows),
        Piece("notice", " ".join(funding.split())),
    ]


READERS: Final = {
    "staff-mobility": read_staff_mobility,
    "capacity-building": read_capacity_building,
}


def expected(document: str) -> list[Piece]:
    return [Piece(role, corrected(document, text)) for role, text in READERS[document]()]


# --- the frameworks ------------------------------------------------------------------------------


def framework(document: str) -> dict[str, Any]:
    path = ROOT / "frameworks" / f"{document}.yaml"
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def title_of(item: str | dict[str, Any]) -> str:
    return item if isinstance(item, str) else str(item.get("title") or item["text"])


def prose(text: str) -> Iterator[Piece]:
    for block in re.split(r"\n\s*\n", text.strip()):
        bullets = [line.removeprefix("- ") for line in block.splitlines() if line.startswith("- ")]
        if bullets:
            assert len(bullets) == len(block.splitlines())
            yield from (Piece("bullet", bullet) for bullet in bullets)
        else:
            yield Piece("paragraph", " ".join(block.split()))


def items(role: str, found: dict[str, Any]) -> Iterator[Piece]:
    return (Piece(role, title_of(item)) for item in found.values())


def section_pieces(section: dict[str, Any]) -> Iterator[Piece]:
    if "title" in section:
        yield Piece("heading", section["title"])
    for key in ("intro", "text"):
        if key in section:
            yield from prose(section[key])
    for heading in section.get("headings", {}).values():
        yield Piece("heading", heading)
    for criterion in section.get("criteria", {}).values():
        yield Piece("criterion", criterion["title"])
        yield from items("indicator", criterion["indicators"])
        yield from items("evidence", criterion.get("evidence", {}))
    yield from items("item", section.get("items", {}))
    yield from items("step", section.get("steps", {}))
    yield from items("service", section.get("services", {}))


def in_reading_order(data: dict[str, Any]) -> Iterator[Piece]:
    """The texts as the page shows them, with the data that the documents had as text."""
    for key in ("label", "code", "title"):
        if key in data:
            yield Piece(key, data[key])
    yield Piece("version", data["version"])
    if "status" in data:
        yield Piece("status", data["status"])
    yield Piece("date", data["date"].isoformat())
    for section in data["sections"].values():
        yield from section_pieces(section)
    for notice in data["notices"].values():
        for _, text in prose(notice["text"] if isinstance(notice, dict) else notice):
            yield Piece("notice", text)


def texts(node: object) -> Iterator[str]:
    """Every text a reader can meet, wherever in the file it stands."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in DATA_KEYS:
                yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield from (text for _, text in prose(node))


# --- tests ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_text_stands_in_its_place(document: str) -> None:
    found = [
        piece
        for piece in in_reading_order(framework(document))
        if piece.text not in ADDED[document]
    ]
    if document == "capacity-building":
        # The document has neither; the file must.
        found = [piece for piece in found if piece.role not in {"version", "date"}]
    assert found == expected(document)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_text_is_there_that_the_document_lacks(document: str) -> None:
    no_texts = {"version", "status", "date", "code"}
    known = Counter(piece.text for piece in expected(document) if piece.role not in no_texts)
    assert Counter(texts(framework(document))) == known + Counter(ADDED[document])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_character_of_the_document_is_skipped(document: str) -> None:
    """Guards the reading above: what is not in a piece is markup or listed here."""
    left_out = {
        "staff-mobility": ["Kvalitetsområde: PERSONAL MOBILITY", "Slutversion 1.0. /13.11.2019"],
        "capacity-building": [
            *["Co-funded by the Erasmus+ Programme of the European Union"] * 2,
            "erasmus+ meer perspectief",
            "IO3 förmågeskapande",
            *[f"STEG {number}**" for number in range(1, 7)],
            *["Ja/inget att erbjuda Kvalitetsbedömning"] * 16,
            *["- "] * 11,
        ],
    }
    in_pieces = [
        text
        for role, text in READERS[document]()
        if role not in {"label", "title", "version", "status", "date", "code"}
        and not (document == "capacity-building" and role == "notice")
    ]
    words = Counter(re.sub(r"</?p>", " ", seed(document)).split())
    assert words == Counter(" ".join([*in_pieces, *left_out[document]]).split())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_correction_is_needed(document: str) -> None:
    text = seed(document)
    for each in text_corrections(document):
        assert whole_words(each.original).search(text), each


def test_each_special_correction_is_carried_out_here() -> None:
    listed = {(each.document, each.original) for each in corrections()}
    assert set(SPECIAL) <= listed
    assert all(callable(globals().get(function)) for function in SPECIAL.values())


def test_staff_mobility_has_its_criteria() -> None:
    data = framework("staff-mobility")
    criteria = data["sections"]["criteria"]["criteria"]
    assert [len(criterion["indicators"]) for criterion in criteria.values()] == [6, 3, 6, 4, 4, 2]
    assert [len(criterion.get("evidence", {})) for criterion in criteria.values()] == [
        *[2, 1, 3, 0, 1, 0]
    ]
    assert data["date"] == datetime.date(2019, 11, 13)


def test_service_table_asks_what_the_cells_asked() -> None:
    """What sixteen cells said in words, yes or nothing and a quality, is the table's kind here."""
    cell = "Ja/inget att erbjuda Kvalitetsbedömning"
    rows = [line for line in seed("capacity-building").splitlines() if line.count("\t") == 2]
    assert [row.split("\t")[1:] for row in rows[1:]] == [[cell, cell]] * 8
    services = framework("capacity-building")["sections"]["services"]
    assert services["kind"] == "service-table"
    assert services["quality"] == {"min": 1, "max": 10}
    assert len(services["services"]) == 8
