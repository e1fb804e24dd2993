"""How much is met and how much is answered, by the answers that are saved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from ramverk.answers import gap
from ramverk.form import TICKED, Form
from ramverk.model import CriteriaSection, Framework, ServiceTableSection
from ramverk.wording import PHASES
from tests.test_answers import DATA, REVIEW
from tests.test_site import filling
from tests.test_site.conftest import LANGUAGES, one_line
from tests.test_site.filling import Device, SheetPage, address_of, answers_file, framework

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review

STAFF: Final = framework("staff-mobility")
TODAY: Final = (DATA / "good" / "today.json").read_bytes()


def criteria(framework: Framework, section: str) -> CriteriaSection:
    found = framework.sections[section]
    assert isinstance(found, CriteriaSection)
    return found


def lines(sheet: SheetPage, section: str) -> list[str]:
    """What the result says, a line each, with its headings."""
    found: list[str] = sheet.result(section).evaluate(
        """place => [...place.querySelectorAll('figcaption, p, li')].map(
          each => [...each.childNodes].map(part => part.textContent).join(' '))"""
    )
    return [one_line(each) for each in found]


def is_done(values: Mapping[str, str], framework: Framework, path: str) -> bool:
    """Whether a row is answered to its end."""
    section = framework.sections[path.partition("/")[0]]
    if isinstance(section, ServiceTableSection):
        present = dict(values, **{f"{path}:desired": "yes", f"{path}:desired-quality": "1"})
        is_known = gap(present, path, section.quality) is not None
        return gap(values, path, section.quality) is not None or (
            values.get(f"{path}:desired") == "no" and is_known
        )
    answers = getattr(section, "answers", {})
    return values.get(f"{path}:done") == TICKED or values.get(f"{path}:answer") in answers


def counted(framework: Framework, values: Mapping[str, str]) -> tuple[int, int]:
    """How many rows are answered, of how many: no sources, and no empty rows of one's own."""
    rows = [
        row.path
        for row in Form(framework).rows
        if {"done", "answer", "present"} & {field.column for field in row.fields}
        and "/evidence" not in row.path
    ]
    sources = {
        f"{id_}/{criterion_id}/{each}"
        for id_, section in framework.sections.items()
        if isinstance(section, CriteriaSection)
        for criterion_id, criterion in section.criteria.items()
        for each in criterion.evidence
    }
    filled = {name.rpartition(":")[0] for name in values}
    rows = [
        path for path in rows if path not in sources and ("/own-" not in path or path in filled)
    ]
    return sum(is_done(values, framework, path) for path in rows), len(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_met_is_told_by_criterion_and_by_phase(
    device: Device, server: str, language: str
) -> None:
    sheet = device.open(address_of(server, language, "staff-mobility"))
    assert sheet.result("criteria").is_hidden()
    section = criteria(STAFF, "criteria")
    paths = {
        f"criteria/{id_}/{each}": (id_, criterion.phase)
        for id_, criterion in section.criteria.items()
        for each in criterion.indicators
    }
    met = [*paths][::2]
    sheet.open_file(answers_file("staff-mobility", {f"{path}:done": "true" for path in met}))

    def line(title: str, some: list[str]) -> str:
        text = sheet.say("{done} of {all}", done=len({*met} & {*some}), all=len(some))
        return f"{title} {text}"

    headings = sheet.page.locator("[data-criterion]").evaluate_all(
        "all => all.map(each => each.closest('section').querySelector('h3').firstChild.textContent)"
    )
    assert lines(sheet, "criteria") == [
        sheet.say("Result"),
        line(sheet.say("All"), [*paths]),
        sheet.say("By criterion"),
        *(
            line(one_line(title), [path for path, (each, _) in paths.items() if each == id_])
            for id_, title in zip(section.criteria, headings, strict=True)
        ),
        sheet.say("By phase"),
        *(
            line(sheet.say(name), [path for path, (_, each) in paths.items() if each == phase])
            for phase, name in PHASES.items()
        ),
    ]


def test_what_is_met_follows_each_tick_and_is_drawn(review: SheetPage) -> None:
    review.fill({"cycle/planning/places:done": "true"})
    review.painted()
    assert lines(review, "cycle")[1] == "Allt 1 av 3"
    review.fill({"cycle/follow-up/interviews:done": "true"})
    review.painted()
    assert lines(review, "cycle")[1] == "Allt 2 av 3"
    bars = review.result("cycle").locator("progress")
    shares = bars.evaluate_all("all => all.map(each => [each.value, each.max, each.ariaHidden])")
    assert shares == [
        [2, 3, "true"],
        [1, 2, "true"],
        [1, 1, "true"],
        [1, 2, "true"],
        [1, 1, "true"],
    ]
    review.fill({"cycle/planning/places:done": "", "cycle/follow-up/interviews:done": ""})
    review.painted()
    assert review.result("cycle").is_hidden()


def test_answers_of_the_frameworks_own_are_counted_each(review: SheetPage) -> None:
    values = {
        "criteria/framework/objectives:answer": "met",
        "criteria/framework/leadership:answer": "partly",
        "criteria/workplaces/agreement:answer": "not-met",
        "criteria/own-1:label": "Egen",
        "criteria/own-1:answer": "met",
        "criteria/own-2:label": "Inte besvarad",
    }
    review.open_file(answers_file("review", values))
    assert lines(review, "criteria") == [
        "Resultat",
        "Allt Uppfyllt: 2 · Delvis uppfyllt: 1 · Ej uppfyllt: 1",
        "Per kriterium",
        "Ramar för praktiken Uppfyllt: 1 · Delvis uppfyllt: 1 · Ej uppfyllt: 0",
        "Arbetsplatserna Uppfyllt: 0 · Delvis uppfyllt: 0 · Ej uppfyllt: 1",
        "Egna rader Uppfyllt: 1 · Delvis uppfyllt: 0 · Ej uppfyllt: 0",
    ]


def test_checklists_and_steps_tell_how_much_is_done(review: SheetPage) -> None:
    review.open_file(TODAY)
    saved = review.answers().values
    for section in ("approach", "steps"):
        done = sum(name.endswith(":done") for name in saved if name.startswith(f"{section}/"))
        rows = {name.rpartition(":")[0] for name in saved if name.startswith(f"{section}/own-")}
        total = len(REVIEW.sections[section].children) + len(rows)
        assert lines(review, section) == ["Resultat", f"Allt {done} av {total}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_checklist_has_the_results_too(
    device: Device, review_folder: Path, language: str
) -> None:
    sheet = device.open(address_of(f"{review_folder.as_uri()}/", language, "review"))
    sheet.open_file(TODAY)
    wanted = {each: lines(sheet, each) for each in ("criteria", "cycle", "approach", "steps")}
    sheet.page.goto(address_of(f"{review_folder.as_uri()}/", language, "review-checklist"))
    assert {each: lines(sheet, each) for each in wanted} == wanted


@pytest.mark.parametrize(
    "name", ["today", "more-own-rows", "out-of-scale", "removed-choices", "unanswered"]
)
def test_progress_counts_what_is_answered_to_its_end(review: SheetPage, name: str) -> None:
    review.open_file((DATA / "good" / f"{name}.json").read_bytes())
    values = review.answers().values
    done, total = counted(REVIEW, values)
    # Rows beyond those the author offers are of the form only when they are filled in.
    offered = {row.path for row in Form(REVIEW).rows}
    more = {
        name.rpartition(":")[0]
        for name in values
        if "/own-" in name and name in review.names() and name.rpartition(":")[0] not in offered
    }
    done += sum(is_done(values, REVIEW, each) for each in more)
    text = review.say("Answered: {done} of {all}", done=done, all=total + len(more))
    expect(review.panel.get_by_text(text, exact=True)).to_be_visible()
    bar = review.panel.get_by_role("progressbar")
    assert bar.evaluate("each => [each.value, each.max]") == [done, total + len(more)]


def test_progress_of_all_that_is_answered_is_full(review: SheetPage) -> None:
    values = filling.full_answers(REVIEW)
    review.open_file(answers_file("review", values))
    done, total = counted(REVIEW, values)
    assert done == total > 10
    bar = review.panel.get_by_role("progressbar")
    assert bar.evaluate("each => [each.value, each.max]") == [total, total]
