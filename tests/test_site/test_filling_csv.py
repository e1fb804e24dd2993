"""Tables for spreadsheets: none of their cells is a formula, and they come back whole."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Final, Literal

import pytest
from playwright.sync_api import expect

from ramverk.answers import gap
from ramverk.form import FIELDS, Form
from tests.test_answers import DATA, GOOD, REVIEW, good
from tests.test_site import filling
from tests.test_site.conftest import LANGUAGES, one_line
from tests.test_site.filling import Device, SheetPage, address_of, answers_file
from tests.test_site.test_filling_services import SCALE, TABLE

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review

TODAY: Final = (DATA / "good" / "today.json").read_bytes()
SEPARATORS: Final = {"sv": ";", "en": ","}

#: What spreadsheets take for a formula when a cell begins with it, also when it is wide.
_FORMULAS: Final = tuple("=+-@\t\r\n＝＋－＠")
#: What stands for a tick in a table, also where it was written by hand.
_TICK: Final = re.compile("x|1|true", re.IGNORECASE)


def table(content: bytes, separator: str) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return [*csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)]


def looks_like_a_formula(cell: str) -> bool:
    return cell.startswith(_FORMULAS) and not re.fullmatch(r"-?\d+", cell)


def cells_by_field(rows: list[list[str]]) -> dict[str, str]:
    """The cells of a table by field, as they are written."""
    head, *lines = rows
    columns = [str(re.search(r"\[([a-z-]+)\]$", each)[1]) for each in head]  # type: ignore[index]
    found = {}
    for line in lines:
        for column, cell in zip(columns[2:-2], line[2:-2], strict=True):
            if cell:
                found[line[0] if column == "value" else f"{line[0]}:{column}"] = cell
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_has_a_line_a_row_and_a_column_a_field(
    device: Device, review_folder: Path, language: str
) -> None:
    sheet = device.open(address_of(f"{review_folder.as_uri()}/", language, "review"))
    sheet.open_file(TODAY)
    content = sheet.save_csv()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    rows = table(content, SEPARATORS[language])
    head = rows[0]
    assert {len(each) for each in rows if each[0][:1] != "#"} == {len(head)}
    assert head[0] == "[id]"
    assert head[-1] == "[digest]"
    for column in ("done", "present-quality", "note", "evidence", "label"):
        assert f"{sheet.say(FIELDS[column].label)} [{column}]" in head
    about = {line[0]: line[2] for line in rows if line[0].startswith("#")}
    assert about == {
        "#framework": "review",
        "#version": "2.0",
        "#language": language,
        "#name": good("today").name,
    }
    # Every row that can be filled in, also those that are empty.
    assert not any("column-" in cell for row in rows for cell in row)
    own = {name.rpartition(":")[0] for name in good("today").values if "/own-" in name}
    paths = {row.path for row in Form(REVIEW).rows if row.path and "/own-" not in row.path} | own
    assert {line[0] for line in rows[1:] if "/" in line[0]} == paths
    titles = {line[0]: line[1] for line in rows}
    for row in Form(REVIEW).rows:
        if row.item is not None and row.path in titles:
            assert one_line(str(row.item.title)) in titles[row.path]
    written = good("today").values
    ticked = {name: "x" if name.endswith(":done") else value for name, value in written.items()}
    assert cells_by_field([each for each in rows if each[0][:1] != "#"]) == ticked


def test_a_table_has_the_gaps(review: SheetPage) -> None:
    review.open_file(answers_file("review", TABLE))
    rows = table(review.save_csv(), ";")
    found = {line[0]: line[-2] for line in rows if line[0].startswith("services/")}
    for path, text in found.items():
        known = gap(TABLE, path, SCALE)
        assert text == ("" if known is None else str(known))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cell_is_a_formula_and_each_comes_back(
    device: Device, review_folder: Path, language: str
) -> None:
    texts = [f"{start}cmd|' /C calc'!A1" for start in ("=", "+", "-", "@", "\t", "\n", " =")]
    texts += [f"{start}1+1" for start in "＝＋－＠"]
    texts += [
        "'=1", "''", "'", '"=1"', '=HYPERLINK("http://127.0.0.1";"x")', "-5", "- 5", "+46", "a;=1",
        "a,=1", "a\t=1", "a\n=1", "a\n\n=1\n", "=", "-", " ", " x ", "\u00a0=1", "\ufeff=1", '"',
        'a"b', "a;b,c\td", "x'", "true", "x", "1", "#name", "[id]", "\u202e=1",
    ]  # fmt: skip
    names = [
        f"{section}/own-{number}" for section in ("approach", "services") for number in range(1, 51)
    ]
    values = {f"{path}:note": text for path, text in zip(names, texts, strict=False)}
    values |= {f"{path}:label": text for path, text in zip(names, texts, strict=False)}
    values |= {
        ":organisation": "=1+1",
        ":group": "@x",
        ":date": "-1-1",
        "criteria/framework:evidence": "=1",
    }
    values |= {
        "services/mentoring:present-quality": "=1",
        "services/mentoring:present": "+no",
        "nowhere:note": "=1",
    }
    sheet = device.open(address_of(f"{review_folder.as_uri()}/", language, "review"))
    sheet.open_file(answers_file("review", values, name="=cmd"))
    saved = sheet.answers()
    assert saved.values == values
    content = sheet.save_csv()
    rows = table(content, SEPARATORS[language])
    assert [cell for row in rows for cell in row if looks_like_a_formula(cell)] == []
    assert next(row[1] for row in rows if row[0] == "nowhere") == ""
    sheet.create_sheet("Ny")
    sheet.open_file(content, "saved.csv")
    assert sheet.answers().values == values


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_what_a_table_holds_comes_back_unchanged(review: SheetPage, path: Path) -> None:
    review.open_file(path.read_bytes())
    saved = review.answers()
    content = review.save_csv()
    review.choose("Clear the sheet")
    review.open_file(content, "saved.csv")
    # What no tick box holds, but means a tick, is one when it comes from a table.
    values = {
        name: "true" if name.endswith(":done") and _TICK.fullmatch(value) else value
        for name, value in saved.values.items()
    }
    assert review.answers().values == values
    assert review.answers().digests == saved.digests


@pytest.mark.parametrize(
    ("encoding", "separator", "line_end", "quotes"),
    [
        ("windows-1252", ";", "\r\n", csv.QUOTE_MINIMAL),
        ("windows-1252", "\t", "\n", csv.QUOTE_MINIMAL),
        ("utf-8-sig", ",", "\n", csv.QUOTE_MINIMAL),
        ("utf-8", ",", "\n", csv.QUOTE_ALL),
        ("utf-8", "\t", "\r", csv.QUOTE_ALL),
    ],
)
def test_a_table_opens_as_spreadsheets_save_it(
    review: SheetPage, encoding: str, separator: str, line_end: str, quotes: Literal[0, 1]
) -> None:
    """Excel's “CSV” and “Text”, LibreOffice's: other letters, other separators, fewer quotes."""
    review.open_file(TODAY)
    saved = review.answers()
    rows = table(review.save_csv(), ";")
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=line_end, quoting=quotes).writerows(rows)
    review.create_sheet("Ny")
    review.open_file(text.getvalue().encode(encoding), "tabell.csv")
    assert review.answers().values == saved.values


def test_a_table_that_was_filled_in_in_a_spreadsheet_opens(review: SheetPage) -> None:
    """Ticks as people write them, rows in another order, columns of their own, empty lines."""
    rows = table(review.save_csv(), ";")
    head = rows[0]

    def put(path: str, column: str, value: str) -> None:
        at = next(number for number, each in enumerate(head) if each.endswith(f"[{column}]"))
        next(row for row in rows if row[0] == path)[at] = value

    put("approach/open", "done", "X")
    put("approach/listening", "done", "1")
    put("steps/goals", "done", "TRUE")
    put("steps/agreement", "owner", "Åsa;Öberg")
    put("services/mentoring", "present", "yes")
    put("services/mentoring", "present-quality", "7")
    put(":group", "value", "Laget")
    rows = [head, *reversed(rows[1:]), [], ["", "", ""]]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    review.open_file(text.getvalue().encode("windows-1252"), "tabell.csv")
    assert review.answers().values == {
        "approach/open:done": "true",
        "approach/listening:done": "true",
        "steps/goals:done": "true",
        "steps/agreement:owner": "Åsa;Öberg",
        "services/mentoring:present": "yes",
        "services/mentoring:present-quality": "7",
        ":group": "Laget",
    }


@pytest.mark.parametrize(
    "text",
    [
        "[id]",
        "[id]\r\n",
        "[id];[value]\r\n#framework;review",
        '[id];"[value]\r\n',
        "[id];Value [value]\r\n#framework;;staff-mobility\r\n#version;;1\r\n:group;;x\r\n",
        "[id];;[note]\r\n#framework;;review\r\n#version;;1\r\n<img src=x onerror=alert(1)>;;x",
        "[id];;[note]\r\n#framework;;review\r\n#version;;1\r\n__proto__;;x",
        "[id];;[note]\r\n#framework;;review\r\n#version;;1\r\n#__proto__;;x\r\nA B;;x",
        "[id];;[digest]\r\n#framework;;review\r\n#version;;1\r\napproach/open;;#xyz",
    ],
)
def test_a_table_that_is_none_changes_nothing(review: SheetPage, text: str) -> None:
    review.fill({":group": "Laget"})
    before = review.kept()
    review.offer_file(text.encode(), "tabell.csv")
    expect(review.notice).to_contain_text("tabell.csv")
    review.answered()
    assert review.kept() == before
    assert review.shown() == {":group": "Laget"}


def test_answers_without_a_column_come_back_too(review: SheetPage) -> None:
    """Of other versions, and called as the table's own columns are."""
    columns = ("row", "gap", "value", "digest", "id", "field2", "done")
    values = {f"nowhere/gone:{column}": f"Om {column}" for column in columns}
    values |= {f":{column}": f"Arkets {column}" for column in columns}
    review.open_file(answers_file("review", values))
    content = review.save_csv()
    review.create_sheet("Ny")
    review.open_file(content, "saved.csv")
    assert review.answers().values == values


@pytest.mark.parametrize("rest", ["a" * 100_000, 'a""' * 50_000, '";"' * 50_000, '"\n' * 50_000])
def test_a_table_that_is_cut_off_in_a_cell_does_not_stop_the_page(
    review: SheetPage, rest: str
) -> None:
    review.fill({":group": "Laget"})
    start = '[id];;[note]\r\n#framework;;review\r\n#version;;1\r\napproach/open;;"'
    review.offer_file((start + rest).encode(), "tabell.csv")
    if review.dialog.is_visible():
        review.answer("Cancel")
    assert review.shown() == {":group": "Laget"}
