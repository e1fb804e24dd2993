"""The page reads files as ``answers.py`` does: both are held to those in ``data/answers``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from ramverk.answers import carry_over, read_answers
from ramverk.problems import CODES
from ramverk.sphinx_ext.filling import TEXTS
from tests.test_answers import BAD, DIGESTS, GOOD, REVIEW
from tests.test_site import filling
from tests.test_site.conftest import LANGUAGES, one_line
from tests.test_site.filling import Device, SheetPage, address_of

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review

_KINDS: Final = [code for code in CODES if code.startswith("answers-")]


def expected_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    return found


def leftovers(sheet: SheetPage) -> list[tuple[str, str]]:
    """Name and value of the answers that are shown as having no place."""
    place = sheet.panel.locator(".ramverk-leftovers")
    terms = place.locator("dt").evaluate_all("all => all.map(each => each.textContent)")
    values = place.locator("dd").evaluate_all("all => all.map(each => each.textContent)")
    assert place.is_visible() is bool(terms)
    return [*zip(terms, values, strict=True)]


def reworded(sheet: SheetPage) -> list[str]:
    """Id paths of the rows that say that their wording has changed, in the order of the page."""
    found: list[str] = sheet.page.eval_on_selector_all(
        "[data-row]",
        """(rows, text) => rows.filter(each => each.textContent.includes(text))
          .map(each => each.dataset.row)""",
        sheet.say("The wording has changed since you answered."),
    )
    return found


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_file_finds_its_place_on_the_page(review: SheetPage, path: Path) -> None:
    expected = expected_of(path)
    review.open_file(path.read_bytes(), path.name)
    assert review.shown() == expected["values"]
    assert review.kept_answers() == {**expected["values"], **expected["leftovers"]}
    assert [*dict.fromkeys(reworded(review))] == expected["reworded"]
    shown = leftovers(review)
    values = sorted(_as_written(value) for _, value in shown)
    assert values == sorted(expected["leftovers"].values())
    # An answer has the name of its field where the page has one, else that of the file.
    for name, (label, _) in zip(sorted(expected["leftovers"]), shown, strict=True):
        if name not in review.names():
            assert name.rpartition(":")[0] in label
    check_saved(review, path)


def _as_written(value: str) -> str:
    """A tick is shown as a cross."""
    return "true" if value == "✕" else value


def check_saved(sheet: SheetPage, path: Path) -> None:
    """What the page saves is what was read, in its place of today."""
    answers, problems = read_answers(path.read_bytes(), path.name)
    assert answers is not None, problems
    carried, _ = carry_over(answers, REVIEW, DIGESTS)
    assert carried is not None
    saved = sheet.answers()
    assert saved.framework == "review"
    assert saved.name == answers.name
    assert saved.values == {**carried.values, **carried.leftovers}
    # A digest without an answer says nothing and is left out.
    answered = {name.rpartition(":")[0] for name in saved.values}
    assert saved.digests == {
        path: digest for path, digest in carried.digests.items() if path in answered
    }
    # What is saved opens again with nothing changed.
    content = sheet.save()
    sheet.reload()
    assert sheet.save() == content
    sheet.create_sheet("Ny")
    sheet.open_file(content)
    assert sheet.answers().values == saved.values
    assert sheet.answers().digests == saved.digests


def code_told(sheet: SheetPage) -> str:
    """The code of the problem that the notice tells."""
    told = one_line(sheet.notice.locator("p").inner_text())
    for code in _KINDS:
        messages = [TEXTS[code]] if code in TEXTS else [CODES[code].message, CODES[code].remedy]
        text = "; ".join(map(sheet.template, messages))
        if re.search(": " + re.sub(r"\\\{\w+\\\}", ".*", re.escape(text)), told):
            return code
    return told


@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_files_are_refused_for_the_same_reason(
    device: Device, review_folder: Path, language: str
) -> None:
    sheet = device.open(address_of(f"{review_folder.as_uri()}/", language, "review"))
    sheet.fill({":group": "Laget", "approach/open:done": "true"})
    before, shown = sheet.kept(), sheet.shown()
    found = {}
    for path in BAD:
        sheet.offer_file(path.read_bytes(), path.name)
        assert path.name in sheet.notice.inner_text()
        assert sheet.dialog.is_hidden()
        assert sheet.kept() == before, path.name
        found[path.stem] = code_told(sheet)
    assert sheet.shown() == shown
    expected = {path.stem: first_code(path) for path in BAD}
    # A file in other letters may be a table of a spreadsheet; it is none, and so no answers.
    assert found == {
        stem: "answers-unknown-format" if code == "not-utf8" else code
        for stem, code in expected.items()
    }


def first_code(path: Path) -> str:
    first = path.with_suffix(".txt").read_text("utf-8").splitlines()[0]
    return re.match(r"[^:]+(?::\d+)?: ([a-z0-9-]+): ", first)[1]  # type: ignore[index]


_ODD: Final[list[Any]] = [None, True, False, 0, 7, 7.5, -1, "", "x", "12345678", [], ["x"], {}]


@pytest.mark.parametrize(
    "place",
    [
        *("format", "framework", "version", "language", "name", "values", "digests", "more"),
        *("values/approach/open:note", "values/services/mentoring:present-quality"),
        *("values/approach", "digests/approach/open", "digests/approach"),
    ],
)
def test_both_judge_each_odd_member_alike(review: SheetPage, place: str) -> None:
    review.fill({":group": "Laget"})
    member, _, name = place.partition("/")
    for value in _ODD:
        document: dict[str, Any] = {
            "format": "ramverk-answers/1",
            "framework": "review",
            "version": "2.0",
            "values": {"approach/open:done": True},
        }
        if name:
            document.setdefault(member, {})[name] = value
        else:
            document[member] = value
        content = json.dumps(document).encode()
        answers, _ = read_answers(content, "")
        is_good = bool(answers and carry_over(answers, REVIEW, DIGESTS)[0])
        review.offer_file(content)
        assert review.dialog.is_visible() is is_good, value
        if is_good:
            review.answer("Cancel")
