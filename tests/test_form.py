"""The form: which fields a framework has, what they hold, and when its wording has changed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from ramverk.form import (
    COLUMNS,
    FIELDS,
    OFFERED,
    Field,
    Form,
    columns,
    digests,
    is_fillable,
    own_rows,
)
from ramverk.interface import Message
from ramverk.library import Library
from ramverk.loading import Source, load_framework
from ramverk.model import OWN_ROW_LIMIT, Framework, Scale, TextSection

ROOT: Final = Path(__file__).parent.parent
REVIEW: Final = Path(__file__).parent / "data" / "answers" / "frameworks" / "review.yaml"
REVIEW_TEXT: Final = REVIEW.read_text("utf-8")
SHIPPED: Final = ("capacity-building", "staff-mobility")


def load(path: Path) -> Framework:
    framework, problems = load_framework(Source("review", path, path.name))
    assert framework is not None, [str(problem) for problem in problems]
    return framework


def shipped(language: str | None) -> Library:
    return Library(ROOT, ROOT / "frameworks", ROOT / "locales", language)


def shipped_framework(id_: str, language: str | None = None) -> Framework:
    framework = shipped(language).get(id_)
    assert framework is not None
    return framework


@pytest.fixture(scope="module")
def form() -> Form:
    return Form(load(REVIEW))


def field(form: Form, name: str) -> Field:
    found = form.field(name)
    assert found is not None
    return found


# --- names and order ------------------------------------------------------------------------------


def test_rows_come_in_the_order_of_the_framework(form: Form) -> None:
    rows = [(row.path, " ".join(field.column for field in row.fields)) for row in form.rows]
    service = "present present-quality desired desired-quality note"
    assert rows == [
        ("", "organisation group respondent date"),
        ("criteria/framework/objectives", "answer note"),
        ("criteria/framework/leadership", "answer note"),
        ("criteria/framework/action-plan", "done"),
        ("criteria/framework/budget", "done"),
        ("criteria/framework", "evidence"),
        ("criteria/workplaces/agreement", "answer note"),
        ("criteria/workplaces", "evidence"),
        ("criteria/own-1", "label answer note"),
        ("criteria/own-2", "label answer note"),
        ("cycle/planning/places", "done note"),
        ("cycle/planning/languages", "done note"),
        ("cycle/planning/calendar", "done"),
        ("cycle/planning", "evidence"),
        ("cycle/follow-up/interviews", "done note"),
        ("cycle/follow-up", "evidence"),
        ("approach/open", "done note"),
        ("approach/listening", "done note"),
        ("approach/own-1", "label done note"),
        ("approach/own-2", "label done note"),
        ("approach/own-3", "label done note"),
        ("steps/starting-point", "owner due done note"),
        ("steps/goals", "owner due done note"),
        ("steps/agreement", "owner due done note"),
        ("steps/own-1", "label owner due done note"),
        ("services/labour-pool", service),
        ("services/mentoring", service),
        ("services/retraining", service),
        ("services/upskilling", service),
        ("services/own-1", f"label {service}"),
        ("services/own-2", f"label {service}"),
    ]


def test_fields_are_the_rows_fields_in_order_each_under_its_path(form: Form) -> None:
    assert [*form.fields.values()] == [field for row in form.rows for field in row.fields]
    assert all(field.path == row.path for row in form.rows for field in row.fields)
    for name, found in form.fields.items():
        assert name == found.name == f"{found.path}:{found.column}"
        assert form.field(name) is found


def test_a_row_knows_what_it_is_about_unless_it_is_the_users_own(form: Form) -> None:
    titles = {row.path: row.item and str(row.item.title) for row in form.rows}
    assert titles["criteria/framework"] == "Ramar för praktiken"
    assert titles["criteria/framework/budget"] == "Budget"
    assert titles["steps/goals"] == "Bestäm vad ni vill nå"
    without = {path for path, title in titles.items() if title is None}
    assert without == {""} | {path for path in titles if re.search("/own-[0-9]+$", path)}


@pytest.mark.parametrize(
    "name",
    [
        *("", ":", "a", ":done", ":nothing", "organisation", "approach", "approach:done"),
        *("approach/open", "approach/open:", "approach/open:answer", "approach/gone:done"),
        *("about:note", "criteria/framework:done", "criteria/framework/budget:note"),
        *("attitude/open:done", "approach/open/deeper:done", "approach/open:done:note"),
    ],
)
def test_there_is_no_other_field(form: Form, name: str) -> None:
    assert form.field(name) is None


def test_sections_to_read_have_no_fields(form: Form) -> None:
    section = form.framework.sections["about"]
    assert isinstance(section, TextSection)
    assert not is_fillable(section)
    assert columns(section) == ()
    assert own_rows(section) == 0
    assert not [name for name in form.fields if name.startswith("about")]


# --- what fields hold -----------------------------------------------------------------------------


def test_every_kind_of_field_is_in_use_and_has_a_label_in_the_users_language(form: Form) -> None:
    assert {field.column for field in form.fields.values()} == {*FIELDS}
    assert all(isinstance(each.label, Message) for each in FIELDS.values())
    assert {name for name, each in FIELDS.items() if each.lines} == {"note", "evidence"}
    assert {column for found in COLUMNS.values() for column in found} < {*FIELDS}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (":organisation", "text"),
        (":date", "date"),
        ("criteria/framework/objectives:answer", "choice"),
        ("criteria/framework/objectives:note", "text"),
        ("criteria/framework/budget:done", "tick"),
        ("criteria/framework:evidence", "text"),
        ("criteria/own-1:answer", "choice"),
        ("cycle/planning/places:done", "tick"),
        ("steps/goals:owner", "text"),
        ("steps/goals:due", "date"),
        ("services/mentoring:present", "choice"),
        ("services/mentoring:desired-quality", "number"),
        ("services/own-2:label", "text"),
    ],
)
def test_a_field_is_of_the_kind_that_its_name_says(form: Form, name: str, kind: str) -> None:
    assert field(form, name).kind == kind


def test_choices_are_ids_and_scales_are_the_sections(form: Form) -> None:
    scale = Scale(min=1, max=10)
    for each in form.fields.values():
        choices = {"answer": ("met", "partly", "not-met"), "present": OFFERED, "desired": OFFERED}
        assert each.choices == choices.get(each.column, ())
        assert each.scale == (scale if each.column.endswith("-quality") else None)


@pytest.mark.parametrize(
    ("name", "value", "holds", "is_valid"),
    [
        ("approach/open:done", "true", True, True),
        ("approach/open:done", "false", False, False),
        ("approach/open:done", "True", False, False),
        ("criteria/framework/objectives:answer", "partly", True, True),
        ("criteria/framework/objectives:answer", "Delvis uppfyllt", False, False),
        ("criteria/framework/objectives:answer", "yes", False, False),
        ("services/mentoring:present", "yes", True, True),
        ("services/mentoring:present", "Ja", False, False),
        ("services/mentoring:present-quality", "1", True, True),
        ("services/mentoring:present-quality", "10", True, True),
        ("services/mentoring:present-quality", "07", True, True),
        ("services/mentoring:present-quality", "0", True, False),
        ("services/mentoring:present-quality", "11", True, False),
        ("services/mentoring:present-quality", "-1", True, False),
        ("services/mentoring:present-quality", "7,5", True, False),
        ("services/mentoring:present-quality", "٧", True, False),
        ("services/mentoring:present-quality", "7\n", True, False),
        ("services/mentoring:present-quality", "sju", True, False),
        ("steps/goals:due", "2026-02-28", True, True),
        ("steps/goals:due", "2026-02-30", True, False),
        ("steps/goals:due", "20260228", True, False),
        ("steps/goals:due", "efter påsk", True, False),
        ("approach/open:note", "vad\nsom helst", True, True),
    ],
)
def test_a_field_keeps_what_it_can_show_and_says_what_can_be_reckoned_with(
    form: Form, name: str, value: str, holds: bool, is_valid: bool
) -> None:
    found = field(form, name)
    assert found.holds(value) is holds
    assert found.is_valid(value) is is_valid


# --- own rows -------------------------------------------------------------------------------------


def test_own_rows_go_on_beyond_those_offered_up_to_the_limit(form: Form) -> None:
    assert "approach/own-4:label" not in form.fields
    for number in (4, 10, OWN_ROW_LIMIT):
        assert field(form, f"approach/own-{number}:label").kind == "text"
    for number in (0, OWN_ROW_LIMIT + 1, 99, 100, 1000):
        assert form.field(f"approach/own-{number}:label") is None
    for odd in ("own-01", "own-", "own-x", "own-1/own-1", "own--1", "Own-1", "own-٣", "own-1 "):
        assert form.field(f"approach/{odd}:label") is None


@pytest.mark.parametrize("column", ["label", "answer", "note"])
def test_a_row_beyond_those_offered_is_like_those_offered(form: Form, column: str) -> None:
    first, beyond = (field(form, f"criteria/own-{number}:{column}") for number in (1, 20))
    assert (first.kind, first.choices, first.scale) == (beyond.kind, beyond.choices, beyond.scale)


def test_numbers_in_rows_beyond_those_offered_have_the_scale(form: Form) -> None:
    assert field(form, "services/own-30:present-quality").scale == Scale(min=1, max=10)


@pytest.mark.parametrize("section", ["cycle", "about", "nowhere", "attitude", ""])
def test_sections_that_offer_no_own_rows_have_none(form: Form, section: str) -> None:
    assert form.field(f"{section}/own-1:label") is None


def test_own_rows_have_the_fields_of_their_section_alone(form: Form) -> None:
    assert form.field("criteria/own-9:evidence") is None
    assert form.field("approach/own-9:answer") is None
    assert form.field("criteria/framework/own-1:label") is None


# --- the frameworks we ship -----------------------------------------------------------------------


@pytest.mark.parametrize("id_", SHIPPED)
def test_the_fields_are_the_same_in_every_language(id_: str) -> None:
    swedish, english = (shipped_framework(id_, language) for language in ("sv", "en"))
    assert swedish.title != english.title
    assert Form(swedish).fields == Form(english).fields


def test_staff_mobility_has_ticks_notes_and_evidence() -> None:
    form = Form(shipped_framework("staff-mobility"))
    names = [*form.fields]
    assert names[:6] == [
        *(":organisation", ":group", ":respondent", ":date"),
        "criteria/framework/objectives:done",
        "criteria/framework/objectives:note",
    ]
    assert names.index("criteria/framework/strategy:done") < names.index(
        "criteria/framework:evidence"
    )
    section = form.framework.sections["criteria"]
    criteria = section.children
    assert len([name for name in names if name.endswith(":evidence")]) == len(criteria) == 6
    items = sum(len(criterion.children) for criterion in criteria.values())
    assert len([name for name in names if name.endswith(":done")]) == items + own_rows(section)


def test_capacity_building_has_ticks_steps_and_services_on_a_scale() -> None:
    form = Form(shipped_framework("capacity-building"))
    assert field(form, "attitude/open:done").kind == "tick"
    assert field(form, "steps/goals:due").kind == "date"
    assert field(form, "services/retraining:present-quality").scale == Scale(min=1, max=10)
    paths = [row.path for row in form.rows]
    assert paths[-4:] == ["services/retraining", *(f"services/own-{n}" for n in (1, 2, 3))]
    assert form.field("services/own-4:label") is not None


# --- digests --------------------------------------------------------------------------------------


def changed(tmp_path: Path, old: str, new: str) -> set[str]:
    """The id paths whose digest changes with the framework's file."""
    assert old in REVIEW_TEXT
    path = tmp_path / "review.yaml"
    path.write_text(REVIEW_TEXT.replace(old, new), "utf-8")
    before, after = digests(load(REVIEW)), digests(load(path))
    assert before.keys() == after.keys()
    return {path for path, digest in before.items() if after[path] != digest}


def test_everything_that_can_be_answered_has_a_digest_in_order(form: Form) -> None:
    found = digests(form.framework)
    assert [*found] == [row.path for row in form.rows if row.item is not None]
    assert all(re.fullmatch("[0-9a-f]{8}", digest) for digest in found.values())
    assert len(set(found.values())) == len(found)


def test_a_digest_stays_what_it_is_for_ever(form: Form) -> None:
    # The page's script and files saved long ago hold it.
    assert digests(form.framework)["criteria/framework/objectives"] == "9d845bd5"
    assert digests(form.framework)["criteria/framework"] == "3300f6f0"


@pytest.mark.parametrize(
    ("old", "new", "paths"),
    [
        ("Skolan har satt mål", "Skolan har mål", {"criteria/framework/objectives"}),
        ("title: Ramar för praktiken", "title: Ramarna", {"criteria/framework"}),
        ("Ramarna är skrivna och", "Ramarna är skrivna", {"criteria/framework"}),
        ("Högst tre mål.", "Högst två mål.", {"steps/goals"}),
        (', text: "Högst tre mål."', "", {"steps/goals"}),
        ("Budget\n", "Budgeten\n", {"criteria/framework/budget"}),
        ("Omskolning", "omskolning", {"services/retraining"}),
    ],
)
def test_a_digest_changes_with_the_wording_of_what_it_is_about(
    tmp_path: Path, old: str, new: str, paths: set[str]
) -> None:
    assert changed(tmp_path, old, new) == paths


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Skolan har satt mål för", "Skolan   har satt\n            mål för"),
        ("text: Ramarna är skrivna", "text: |\n          Ramarna är\n          skrivna"),
        ("title: Kriterier", "title: Våra kriterier"),
        ("met: Uppfyllt", "met: Helt uppfyllt"),
        ("phase: plan", "phase: do"),
        ('version: "2.0"', 'version: "3.0"'),
        ("own_rows: 2", "own_rows: 5"),
        ("{title: Bestäm vad ni vill nå, ", "{title: Bestäm vad ni vill nå, note: översätts, "),
    ],
)
def test_a_digest_stays_when_anything_else_changes(tmp_path: Path, old: str, new: str) -> None:
    assert changed(tmp_path, old, new) == set()


@pytest.mark.parametrize("id_", SHIPPED)
def test_digests_are_of_the_wording_in_the_source_language_whatever_is_read(id_: str) -> None:
    found = [shipped(language).untranslated.get(id_) for language in ("sv", "en", None)]
    one, *others = [digests(framework) for framework in found if framework is not None]
    assert others == [one, one]
    assert len(one) > 10
