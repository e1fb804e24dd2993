"""Sheets saved as files and opened again: the same, and nothing replaced unasked."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import ViewportSize, expect

from ramverk.answers import FILE_SIZE_LIMIT, Answers, read_answers
from tests.test_answers import DATA, good
from tests.test_site import filling
from tests.test_site.conftest import FRAMEWORKS, LANGUAGES, one_line
from tests.test_site.filling import (
    Device,
    SheetPage,
    address_of,
    answers_file,
    framework,
    full_answers,
    sizes,
)

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review

TODAY: Final = (DATA / "good" / "today.json").read_bytes()
VALUES: Final = dict(good("today").values)


@pytest.mark.parametrize(("language", "other"), [LANGUAGES, LANGUAGES[::-1]])
@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_saved_sheet_opens_whole_on_another_device(
    device: Device, address: str, language: str, other: str, name: str
) -> None:
    values = full_answers(framework(name), own_rows=True)
    sheet = device.open(address_of(address, language, name))
    content = answers_file(name, values, language=language, name="Våren")
    sheet.open_file(content)
    for save in (sheet.save, sheet.save_csv):
        saved = save()
        sheet.choose("Delete from this device")
        sheet.answer("Delete all sheets of this framework")
        sheet.page.goto(address_of(address, other, name))
        translated = SheetPage(sheet.page)
        assert translated.shown() == {}
        translated.open_file(saved, "saved")
        assert translated.shown() == translated.kept_answers() == values
        assert translated.sheet == "Våren"
        # The same bytes, but for the language that they were saved in.
        assert translated.answers() == dataclasses.replace(sheet_of(content), language=other)
        sheet.page.goto(address_of(address, language, name))
        sheet = SheetPage(sheet.page)
        assert sheet.save() == content


def sheet_of(content: bytes) -> Answers:
    found, problems = read_answers(content, "answers.json")
    assert found is not None, problems
    return found


@sizes
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_chosen_as_files_are(
    device: Device, review_folder: Path, tmp_path: Path, language: str, size: ViewportSize
) -> None:
    sheet = device.open(address_of(f"{review_folder.as_uri()}/", language, "review"), size)
    file = tmp_path / "Vårens svar.json"
    file.write_bytes(TODAY)
    with sheet.page.expect_file_chooser() as chooser:
        sheet.press("Open a file")
    assert not chooser.value.is_multiple()
    chooser.value.set_files(file)
    told = sheet.say("Answers from the file: {count}", count=len(VALUES))
    expect(sheet.notice).to_contain_text(told)
    assert sheet.shown() == VALUES
    # The same file once more.
    sheet.choose("Clear the sheet")
    with sheet.page.expect_file_chooser() as chooser:
        sheet.press("Open a file")
    chooser.value.set_files(file)
    expect(sheet.notice).to_contain_text(told)
    assert sheet.shown() == VALUES


# --- what an import would replace ---------------------------------------------------------------

BEFORE: Final = {
    "approach/open:note": "Här",  # replaced
    "approach/open:done": "true",  # the same
    "criteria/framework/objectives:answer": "partly",  # replaced
    "steps/goals:owner": "Bara här",  # not in the file
    "services/mentoring:present": "no",  # replaced
}
FILE: Final = {
    "approach/open:note": "Från filen",
    "approach/open:done": "true",
    "criteria/framework/objectives:answer": "met",
    "services/mentoring:present": "yes",
    "services/mentoring:present-quality": "7",  # new
    "nowhere:note": "Utan plats",  # new, without a place
}


def facts(sheet: SheetPage) -> list[str]:
    """What the dialog tells, a line for each term and its description."""
    found: list[str] = sheet.dialog.locator("dl").evaluate(
        "list => [...list.children].map(each => each.innerText)"
    )
    return [f"{term}: {one_line(text)}" for term, text in zip(found[::2], found[1::2], strict=True)]


@sizes
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_file_would_replace_is_shown_and_nothing_else(
    device: Device, review_folder: Path, language: str, size: ViewportSize
) -> None:
    sheet = device.open(address_of(f"{review_folder.as_uri()}/", language, "review"), size)
    sheet.open_file(answers_file("review", BEFORE))
    content = answers_file("review", {**FILE, ":organisation": "Skolan"}, name="Våren")
    sheet.offer_file(content)
    expect(sheet.dialog).to_be_visible()

    def label(name: str) -> str:
        return str(sheet.field(name).first.get_attribute("aria-label"))

    found = facts(sheet)
    assert found[:5] == [
        f"{sheet.say('Name of the sheet')}: Våren",
        f"{sheet.say('Organisation')}: Skolan",
        f"{sheet.say('Version')}: 1.0",
        f"{sheet.say('Answers in the file')}: {len(FILE) + 1}",
        f"{sheet.say('Answers on this sheet that would be replaced')}: 3",
    ]
    assert len(found) == 8
    replaced = sorted(found[5:])
    assert f"{label('approach/open:note')}: Här → Från filen" in replaced
    # Of a choice, what it is called on the page and not in the file.
    assert any("Skolan har satt mål för praktiken: " in each for each in replaced)
    assert any("Mentorer" in each for each in replaced)


def test_answers_are_called_what_the_page_calls_them(review: SheetPage) -> None:
    """A reader of the preview knows no ids."""
    review.open_file(answers_file("review", BEFORE))
    review.offer_file(answers_file("review", FILE))
    text = one_line(review.dialog.inner_text())
    assert "Delvis uppfyllt → Uppfyllt" in text
    assert "Inget att erbjuda → Ja" in text


def test_what_is_cancelled_changes_nothing(review: SheetPage) -> None:
    review.open_file(answers_file("review", BEFORE))
    before = review.kept()
    for way in ("Cancel", "Escape"):
        review.offer_file(answers_file("review", FILE))
        if way == "Cancel":
            review.answer(way)
        else:
            review.page.keyboard.press(way)
        review.answered()
        assert review.kept() == before
        assert review.shown() == BEFORE
        assert review.sheets == [review.say("Sheet") + " 1"]


def test_what_is_added_can_be_undone_whole(review: SheetPage) -> None:
    review.fill(BEFORE)
    before = review.answers()
    review.open_file(answers_file("review", FILE, digests={"approach/open": "00000000"}))
    assert review.answers().values == {**BEFORE, **FILE}
    review.notice.get_by_role("button", name=review.say("Undo")).click()
    assert review.answers() == before
    assert review.shown() == BEFORE
    review.reload()
    assert review.answers() == before
    # And done again.
    review.undo()
    assert review.answers().values == {**BEFORE, **FILE}


def test_a_file_opens_as_a_sheet_of_its_own(review: SheetPage) -> None:
    review.open_file(answers_file("review", BEFORE))
    before = review.answers()
    review.offer_file(answers_file("review", FILE, name="Våren"))
    review.answer("As a new sheet")
    review.answered()
    assert review.sheet == "Våren"
    assert review.answers().values == FILE
    review.open_sheet(review.say("Sheet") + " 1")
    assert review.answers() == before
    # A file without a name is called after who filled it in, or after nothing.
    for values, name in (({":organisation": "Skolan"}, "Skolan"), ({}, review.say("From a file"))):
        review.offer_file(answers_file("review", {**FILE, **values}))
        review.answer("As a new sheet")
        review.answered()
        assert review.sheet == name
        assert review.answers().values == {**FILE, **values}
        review.open_sheet(review.say("Sheet") + " 1")


def test_an_empty_sheet_takes_a_file_without_a_question(review: SheetPage) -> None:
    review.offer_file(TODAY)
    review.answered()
    assert review.answers() == good("today")


def test_an_empty_file_replaces_nothing(review: SheetPage) -> None:
    review.open_file(answers_file("review", BEFORE))
    review.open_file(answers_file("review", {}))
    assert review.answers().values == BEFORE


def test_a_file_with_its_own_name_does_not_rename_the_sheet(review: SheetPage) -> None:
    review.create_sheet("Hösten")
    review.fill({":group": "Laget"})
    review.open_file(answers_file("review", FILE, name="Våren"))
    assert review.sheet == "Hösten"


# --- files that are not opened ------------------------------------------------------------------


@sizes
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_of_another_framework_is_refused_by_name(
    device: Device, review_folder: Path, language: str, size: ViewportSize
) -> None:
    sheet = device.open(address_of(f"{review_folder.as_uri()}/", language, "review"), size)
    sheet.open_file(answers_file("review", BEFORE))
    before = sheet.kept()
    sheet.offer_file(answers_file("staff-mobility", FILE), "personal.json")
    why = sheet.say(
        "the answers belong to {found}, not to {framework}",
        found="staff-mobility",
        framework="review",
    )
    expect(sheet.notice).to_contain_text(why)
    expect(sheet.notice).to_contain_text("personal.json")
    assert sheet.kept() == before
    assert sheet.shown() == BEFORE
    sheet.notice.get_by_role("button", name=sheet.say("Close")).click()
    expect(sheet.notice).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.json", b""),
        ("cut.json", TODAY[: len(TODAY) // 2]),
        ("bild.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))),
        ("sida.html", b"<!doctype html><title>x</title><script>alert(1)</script>"),
        ("tabell.csv", b"namn;svar\r\nA;1\r\n"),
        ("tabell.xlsx", b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)) * 4),
        ("utf-16.csv", "[id];Value [value]\r\n".encode("utf-16")),
        ("nul.json", b"\x00" * 1000),
        ("deep.json", b"[" * 200_000),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_file_changes_nothing(review: SheetPage, name: str, content: bytes) -> None:
    review.open_file(answers_file("review", BEFORE))
    before = review.kept()
    review.offer_file(content, name)
    expect(review.notice).to_contain_text(name)
    review.answered()
    assert review.kept() == before
    assert review.shown() == BEFORE


#: Chooses the file that ``window.chosen`` is.
_AGAIN: Final = """() => {
  const input = document.querySelector('input[type=file]');
  const transfer = new DataTransfer();
  transfer.items.add(window.chosen);
  input.files = transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}"""


def test_a_file_that_is_too_large_is_not_read(review: SheetPage) -> None:
    review.fill({":group": "Laget"})
    size = FILE_SIZE_LIMIT + 1
    review.page.evaluate(
        "size => { window.chosen = new File([new Uint8Array(size)], 'stor.json'); }", size
    )
    review.page.evaluate(_AGAIN)
    expect(review.notice).to_contain_text("stor.json")
    expect(review.notice).to_contain_text(f"{size} ")
    expect(review.notice).to_contain_text(str(FILE_SIZE_LIMIT))
    assert review.shown() == {":group": "Laget"}


def test_one_long_answer_is_opened(review: SheetPage) -> None:
    values = {"approach/open:note": "Långt " * 300_000}
    review.open_file(answers_file("review", values))
    assert review.answers().values == values


def test_a_file_that_cannot_be_read_is_told_of(review: SheetPage, tmp_path: Path) -> None:
    """One that was moved or written to since it was chosen, or that the system gives to nobody."""
    file = tmp_path / "svar.json"
    file.write_bytes(TODAY)
    review.page.evaluate(
        """() => document.querySelector('input[type=file]').addEventListener(
          'change', event => { window.chosen ??= event.target.files[0]; }, true)"""
    )
    review.page.set_input_files("input[type=file]", file)
    expect(review.notice).to_contain_text(str(len(VALUES)))
    before = review.kept_answers()
    file.unlink()
    review.page.evaluate(_AGAIN)
    expect(review.notice).to_contain_text("svar.json")
    assert review.kept_answers() == before == VALUES
