"""Clearing a sheet, and having everything again."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.test_answers import DATA, good
from tests.test_site import filling
from tests.test_site.conftest import LANGUAGES
from tests.test_site.filling import Device, SheetPage, address_of, answers_file

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review

TODAY: Final = (DATA / "good" / "today.json").read_bytes()
VALUES: Final = dict(good("today").values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cleared_sheet_comes_back(device: Device, review_folder: Path, language: str) -> None:
    sheet = device.open(address_of(f"{review_folder.as_uri()}/", language, "review"))
    expect(sheet.undo_button).to_be_hidden()
    sheet.open_file(TODAY)
    sheet.choose("Clear the sheet")
    assert sheet.shown() == {}
    assert sheet.kept_answers() == {}
    expect(sheet.notice).to_contain_text(sheet.say("The sheet is cleared."))
    step = f"{sheet.say('Undo')}: {sheet.say('clear the sheet')}"
    expect(sheet.undo_button).to_have_text(step)
    sheet.notice.get_by_role("button", name=sheet.say("Undo")).click()
    sheet.painted()
    expect(sheet.notice).to_contain_text(sheet.say("Undone."))
    assert sheet.shown() == sheet.kept_answers() == VALUES
    assert sheet.answers().digests == good("today").digests


def test_what_was_cleared_comes_back_after_a_reload(review: SheetPage) -> None:
    review.open_file(TODAY)
    review.choose("Clear the sheet")
    review.reload()
    assert review.shown() == {}
    review.undo()
    assert review.shown() == VALUES
    review.reload()
    assert review.shown() == VALUES


def test_what_was_typed_after_the_clearing_stays(review: SheetPage) -> None:
    values = {"approach/open:note": "Före", "approach/open:done": "true"}
    review.fill(values)
    review.choose("Clear the sheet")
    later = {"approach/listening:note": "Efter", ":organisation": "Skolan"}
    review.fill(later)
    review.undo()
    assert review.shown() == {**values, **later}


def test_what_undoing_writes_over_can_be_had_again(review: SheetPage) -> None:
    review.fill({"approach/open:note": "Före"})
    review.choose("Clear the sheet")
    review.fill({"approach/open:note": "Efter"})
    review.undo()
    assert review.shown() == {"approach/open:note": "Före"}
    review.undo()
    assert review.shown() == {"approach/open:note": "Efter"}
    review.undo()
    assert review.shown() == {"approach/open:note": "Före"}


def test_several_steps_are_undone_from_the_last_to_the_first(review: SheetPage) -> None:
    review.open_file(TODAY)
    review.row("approach/own-1").get_by_role("button").click()
    without_row = {each: VALUES[each] for each in VALUES if "approach/own-1:" not in each}
    assert review.shown() == without_row
    review.choose("Clear the sheet")
    review.open_file(answers_file("review", {":group": "Laget"}))
    assert review.shown() == {":group": "Laget"}
    for expected in ({}, without_row, VALUES, {}):
        review.undo()
        assert review.shown() == expected
    review.reload()
    assert review.shown() == {}


def test_clearing_an_empty_sheet_changes_nothing(review: SheetPage) -> None:
    review.choose("Clear the sheet")
    review.undo()
    assert review.shown() == {}
    assert review.kept_answers() == {}


def test_clearing_takes_what_has_no_place_too_and_brings_it_back(review: SheetPage) -> None:
    gone = {"steps/kickoff:owner": "Åsa", "nowhere:note": "Borta"}
    review.open_file(answers_file("review", gone))
    leftovers = review.panel.get_by_text("Borta")
    expect(leftovers).to_be_visible()
    review.choose("Clear the sheet")
    expect(leftovers).to_be_hidden()
    review.undo()
    expect(leftovers).to_be_visible()
    assert review.answers().values == gone


def test_other_sheets_have_their_own_steps(review: SheetPage) -> None:
    review.fill({":group": "Ett"})
    review.choose("Clear the sheet")
    review.create_sheet("Två")
    expect(review.undo_button).to_be_hidden()
    review.fill({":group": "Två"})
    review.open_sheet(review.say("Sheet") + " 1")
    review.undo()
    assert review.shown() == {":group": "Ett"}
    review.open_sheet("Två")
    assert review.shown() == {":group": "Två"}
