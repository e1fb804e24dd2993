"""From the page to paper and back: a PDF form holds a sheet whole, whoever fills in the rest."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader, PdfWriter

from ramverk.answers import Answers, read_answers
from ramverk.form import FIELDS
from tests.test_answers import DATA, good
from tests.test_site import filling
from tests.test_site.conftest import FRAMEWORKS, LANGUAGES, ROOT, one_line
from tests.test_site.filling import (
    Device,
    SheetPage,
    address_of,
    answers_file,
    framework,
    full_answers,
)

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review

SCRIPTS: Final = "Åsa, Öberg & Ärlig\nΕλλάδα\n\nУкраїна – “ja” <b>\\"


def ramverk(*arguments: str | Path) -> None:
    """A command in a process of its own: Playwright's loop runs in this one."""
    done = subprocess.run(
        [sys.executable, "-m", "ramverk", *map(str, arguments)],
        env={**os.environ, "LANGUAGE": "en"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def form_of(content: bytes, language: str, project: Path, folder: Path) -> Path:
    """The form with the answers of a file in it."""
    answers = folder / "sheet.json"
    answers.write_bytes(content)
    order = ("pdf", "--answers", answers, "--language", language)
    ramverk(*order, "--project", project, "--output", folder)
    return folder / f"sheet.{language}.form.pdf"


def answers_of(form: Path, project: Path) -> bytes:
    """The file of answers that comes of a form."""
    ramverk("read", form, "--project", project, "--output", form.parent / "read")
    return (form.parent / "read" / f"{form.stem}.json").read_bytes()


def fill(form: Path, values: Mapping[str, str]) -> None:
    """Fill in more fields, as a program does that is not ours."""
    writer = PdfWriter(clone_from=PdfReader(form))
    for page in writer.pages:
        writer.update_page_form_field_values(page, dict(values), auto_regenerate=False)
    writer.write(form)


def read(content: bytes) -> Answers:
    found, problems = read_answers(content, "answers.json")
    assert found is not None, problems
    return found


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_sheet_comes_back_from_paper_without_a_difference(
    device: Device, site_folder: Path, tmp_path: Path, name: str
) -> None:
    """Every field is filled in, in Swedish; the form is English, and so is the page after it."""
    values = full_answers(framework(name), own_rows=True)
    values[":organisation"] = "Ελλάδα, Україна & Åkeshov"
    site = f"{site_folder.as_uri()}/"
    sheet = device.open(address_of(site, "sv", name))
    sheet.open_file(answers_file(name, values, name="Våren <Ö>"))
    saved = sheet.save()
    content = answers_of(form_of(saved, "en", ROOT, tmp_path), ROOT)
    found = read(content)
    assert found.values == values
    assert found == dataclasses.replace(read(saved), language="en", digests=found.digests)
    other = Device(sheet.page.context.browser or pytest.fail("no browser"))
    try:
        page = other.open(address_of(site, "en", name))
        page.offer_file(content)
        page.painted()
        assert not page.dialog.is_visible()
        assert page.shown() == values
        assert page.sheet == "Våren <Ö>"
        assert read(page.save()) == found
    finally:
        other.close()
    # On the sheet that it came from, nothing would change.
    sheet.open_file(content)
    assert sheet.shown() == values
    assert read(sheet.save()) == dataclasses.replace(found, language="sv")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_on_paper_is_on_the_page(
    review: SheetPage, review_folder: Path, tmp_path: Path, language: str
) -> None:
    project = review_folder.parent.parent
    typed = {
        ":organisation": "Åkeshov",
        "criteria/framework/objectives:answer": "partly",
        "criteria/framework/objectives:note": SCRIPTS,
        "criteria/framework/action-plan:done": "true",
        "services/mentoring:present": "yes",
        "services/mentoring:present-quality": "7",
        "steps/goals:due": "2026-12-01",
    }
    review.create_sheet("Våren")
    review.fill(typed)
    review.add_row("criteria")
    review.fill({"criteria/own-1:label": "Vårt eget", "criteria/own-1:note": SCRIPTS})
    own = {"criteria/own-1:label": "Vårt eget", "criteria/own-1:note": SCRIPTS}
    saved = review.save()
    form = form_of(saved, language, project, tmp_path)
    assert len(PdfReader(form).get_fields() or {}) > len(typed)
    more = {"approach/listening:note": "På papper: Ćwierć\nрядок", ":group": "Laget"}
    fill(form, {**more, "approach/listening:done": "/Yes"})
    content = answers_of(form, project)
    expected = {**typed, **own, **more, "approach/listening:done": "true"}
    assert read(content).values == expected
    # Opened on the sheet that it came from: only what is new is added, nothing is replaced.
    review.offer_file(content)
    facts = one_line(review.dialog.locator("dl").inner_text())
    assert f"{review.say('Answers in the file')} {len(expected)}" in facts
    assert review.say("Answers on this sheet that would be replaced") not in facts
    review.answer("Add to this sheet")
    review.painted()
    assert review.shown() == expected
    assert review.sheet == "Våren"
    reworded = review.say("The wording has changed since you answered.")
    expect(review.page.get_by_text(reworded)).to_have_count(0)


def test_answers_of_another_version_keep_their_marks_on_the_way(
    review: SheetPage, review_folder: Path, tmp_path: Path
) -> None:
    """What has no place today, and the wording that was answered, go through the form as well."""
    project = review_folder.parent.parent
    old = (DATA / "good" / "older-version.json").read_bytes()
    leftover = old.replace(
        b'"values": {', b'"values": {"nowhere/gone:note": "Kvar \xc3\xa4nd\xc3\xa5",'
    )
    review.open_file(leftover)
    before = review.answers()
    assert before.values["nowhere/gone:note"] == "Kvar ändå"
    content = answers_of(form_of(leftover, "sv", project, tmp_path), project)
    found = read(content)
    assert found.values == before.values
    assert found.digests == {
        path: digest
        for path, digest in before.digests.items()
        if path in {name.rpartition(":")[0] for name in before.values}
    }
    review.choose("Clear the sheet")
    review.open_file(content)
    assert review.answers().values == before.values
    assert found.name == good("older-version").name


def test_every_field_of_the_page_is_in_the_form(review: SheetPage, review_folder: Path) -> None:
    """Under the same name; of rows of one's own, those that are offered from the start."""
    form = review_folder / "sv" / "_downloads" / "review" / "review.sv.form.pdf"
    found = set(PdfReader(form).get_fields() or {}) - {"ramverk"}
    assert review.names() <= found
    assert {name.rpartition(":")[2] for name in found} <= set(FIELDS)
