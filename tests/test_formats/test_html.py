"""The HTML of a framework's parts: sound markup, stable ids, plain texts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import html5lib
import lxml.etree
import lxml.html
import pytest

from ramverk.catalogs import Catalog, read_catalog, translate
from ramverk.form import Form, digests, is_fillable
from ramverk.formats import html
from ramverk.formats.html import Download, View
from ramverk.interface import interface_for
from ramverk.loading import Source, find_frameworks, load_framework
from ramverk.model import ChecklistSection, CriteriaSection, Framework, StepsSection, anchor
from tests.conftest import DATA

SOURCES: Final = [
    *find_frameworks(DATA / "good")[0],
    *(Source(each, DATA / "sphinx" / f"{each}.yaml", each) for each in ("learners", "staff")),
]
LANGUAGES: Final = ("sv", "en", "ar")


def load(source: Source) -> Framework:
    framework, problems = load_framework(source)
    assert framework is not None, problems
    return framework


@pytest.fixture(scope="module")
def learners() -> Framework:
    return load(SOURCES[-2])


def view_of(framework: Framework, language: str = "sv", prefix: str | None = "") -> View:
    translated = translate(framework, language, Catalog())
    files = (Download("form", "a/b.form.pdf", 90_400), Download("data", "data.json", 1_234_567))
    return View(translated, interface_for(language), prefix, files)


def parts(view: View) -> Iterator[str]:
    """Everything that a page of the whole framework shows."""
    yield html.header(view)
    for id_, section in view.framework.sections.items():
        yield html.section(view, id_)
        if isinstance(section, CriteriaSection):
            yield from (html.criterion(view, id_, each) for each in section.criteria)
            yield html.own_rows(view, id_)
    yield html.notices(view)
    yield html.downloads(view)


def checklists(view: View) -> Iterator[str]:
    for id_, section in view.framework.sections.items():
        if isinstance(section, CriteriaSection | ChecklistSection | StepsSection):
            yield html.checklist(view, id_)


Written = Callable[[View], Iterator[str]]


@pytest.fixture(params=SOURCES, ids=lambda source: source.id)
def framework(request: pytest.FixtureRequest) -> Framework:
    return load(request.param)


@pytest.mark.parametrize("form", [parts, checklists])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_is_well_formed_xml(framework: Framework, language: str, form: Written) -> None:
    for part in form(view_of(framework, language)):
        lxml.etree.fromstring(f"<div>{part}</div>")


@pytest.mark.parametrize("form", [parts, checklists])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_is_valid_in_an_html_document(
    framework: Framework, language: str, form: Written
) -> None:
    body = "".join(form(view_of(framework, language)))
    page = f"<!DOCTYPE html><html lang='{language}'><head><title>x</title></head><body>{body}"
    html5lib.HTMLParser(strict=True).parse(f"{page}</body></html>")


@pytest.mark.parametrize("prefix", ["", "eget."])
def test_ids_are_unique_and_say_where_an_item_stands(framework: Framework, prefix: str) -> None:
    found = ids_in("".join(parts(view_of(framework, prefix=prefix))))
    assert len(found) == len(set(found))
    items = {
        prefix + anchor(path)
        for path, _ in framework.targets()
        if path.count("/") == (2 if has_criteria(framework, path) else 1)
    }
    former = {prefix + anchor(path) for path in framework.renamed}
    assert set(found) == items | former


def has_criteria(framework: Framework, path: str) -> bool:
    return isinstance(framework.sections[path.partition("/")[0]], CriteriaSection)


def ids_in(markup: str) -> list[str]:
    return [str(each) for each in lxml.html.fragment_fromstring(markup, "div").xpath(".//@id")]


def test_a_part_shown_again_without_anchors_has_no_ids(framework: Framework) -> None:
    view = view_of(framework, prefix=None)
    assert ids_in("".join(itertools.chain(parts(view), checklists(view)))) == []


def fields_in(markup: str) -> Iterator[str]:
    """The names of all fields that the script is told of, and of each table that its cells fit."""
    page = lxml.html.fragment_fromstring(markup, "div")
    for table in page.xpath(".//table[@data-fields]"):
        tokens = table.get("data-fields").split()
        for row in table.xpath(".//tr[@data-row or contains(@class, 'ramverk-own ')]"):
            assert len(row) == len(tokens)
        for row in table.xpath(".//tr[@data-row]"):
            columns = {each.partition("=")[0] for each in tokens} - {"label", "-"}
            yield from (f"{row.get('data-row')}:{column}" for column in columns)
    for items in page.xpath(".//ul[@data-fields]"):
        (column,) = items.get("data-fields").split()
        yield from (f"{row}:{column}" for row in items.xpath("li/@data-row"))
    for place in page.xpath(".//*[@data-field]"):
        row = place.xpath("string(ancestor-or-self::*[@data-row][1]/@data-row)")
        yield f"{row}:{place.get('data-field')}"


def is_own(name: str) -> bool:
    return "/own-" in name


def test_every_field_of_the_form_has_one_place(framework: Framework) -> None:
    found = sorted(fields_in("".join(parts(view_of(framework)))))
    fields = Form(framework).fields if any(map(is_fillable, framework.sections.values())) else ()
    assert found == sorted(name for name in fields if not is_own(name))


def test_fields_of_a_checklist_are_those_of_the_whole(framework: Framework) -> None:
    fields = Form(framework).fields
    found = list(fields_in("".join(checklists(view_of(framework)))))
    assert len(found) == len(set(found))
    assert set(found) <= set(fields)


def test_every_row_has_the_digest_of_its_wording(framework: Framework) -> None:
    known = digests(framework)
    view = replace(view_of(framework), digests=known)
    page = lxml.html.fragment_fromstring("".join(parts(view)), "div")
    rows = page.xpath(".//*[@data-row != '']")
    assert {each.get("data-row"): each.get("data-digest") for each in rows} == known
    assert "data-digest" not in "".join(parts(view_of(framework)))


def test_fields_stand_in_forms_that_name_framework_and_section(framework: Framework) -> None:
    page = lxml.html.fragment_fromstring("".join(parts(view_of(framework))), "div")
    for each in page.xpath(".//*[@data-fields or @data-field or @data-result]"):
        (form,) = each.xpath("ancestor::form")
        assert form.get("data-ramverk") == framework.id
        rows = each.xpath("descendant-or-self::*/@data-row")
        assert {str(row).partition("/")[0] for row in rows if row} <= {form.get("data-section")}
    sections = [id_ for id_, each in framework.sections.items() if is_fillable(each)]
    assert {str(each) for each in page.xpath(".//@data-sections")} <= {" ".join(sections)}
    assert sorted(map(str, page.xpath(".//@data-result"))) == sorted(sections)


def test_a_text_that_is_not_translated_says_its_language(learners: Framework) -> None:
    path = DATA / "sphinx" / "learners.en.po"
    english = translate(learners, "en", read_catalog(path, path.name, "en")[0])
    view = View(english, interface_for("en"))
    table = html.criterion(view, "criteria", "preparation")
    assert "The learner has had language support" in table
    assert '<span lang="sv" class="ramverk-missing">Eleven är försäkrad</span>' in table
    assert '<p lang="sv" class="ramverk-missing">Tänk på resan.</p>' in table


def test_the_page_in_its_own_language_marks_no_text(learners: Framework) -> None:
    without_fixed = replace(learners, notices={})
    assert "lang=" not in "".join(parts(view_of(without_fixed)))


def test_the_interface_of_a_wider_language_serves(learners: Framework) -> None:
    assert "Code" in html.header(view_of(learners, "en-GB"))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Läs https://example.org/a.", "https://example.org/a"),
        ("https://example.org, och mer", "https://example.org"),
        ("(se https://example.org/a)", "https://example.org/a"),
        ("(se https://example.org/a).", "https://example.org/a"),
        ("”https://example.org/a”", "https://example.org/a"),
        ("https://example.org/a?", "https://example.org/a"),
        ("https://example.org/a?b=c&d=e#f!", "https://example.org/a?b=c&d=e#f"),
        ("https://example.org/a/", "https://example.org/a/"),
        ("https://example.org/a;", "https://example.org/a"),
        ("https://example.org/a:", "https://example.org/a"),
        ("https://example.org:8000/a", "https://example.org:8000/a"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("http://example.org/å", "http://example.org/å"),
        ("https://example.org/a-b_c~d", "https://example.org/a-b_c~d"),
        ("https://example.org/a…", "https://example.org/a…"),
        ("https://example.org/Mål_(skola)", "https://example.org/Mål_(skola)"),
        ("(se https://example.org/Mål_(skola)).", "https://example.org/Mål_(skola)"),
        ("https://example.org/a_(b)_c), och", "https://example.org/a_(b)_c"),
        ("https://example.org/a(b.", "https://example.org/a(b"),
    ],
)
def test_a_bare_address_is_a_link_without_the_punctuation_after_it(text: str, address: str) -> None:
    linked = lxml.html.fragment_fromstring(html.linked(text), "p")
    assert linked.text_content() == text
    assert linked.xpath(".//a/@href") == [address]
    assert linked.xpath("string(.//a)") == address


@pytest.mark.parametrize(
    "text", ["example.org", "https://", "ftp://example.org", "javascript:alert(1)", "a@example.org"]
)
def test_other_texts_are_no_links(text: str) -> None:
    assert "<a" not in html.linked(text)


def test_two_addresses_in_a_text_are_two_links() -> None:
    linked = lxml.html.fragment_fromstring(
        html.linked("a <b> https://example.org/a, https://example.org/b & c"), "p"
    )
    assert len(linked.xpath(".//a")) == 2
    assert linked.text_content() == "a <b> https://example.org/a, https://example.org/b & c"


def test_steps_are_numbered_in_order(learners: Framework) -> None:
    table = lxml.html.fragment_fromstring(html.section(view_of(learners), "steps"), "div")
    numbers = table.xpath(".//tbody//td[contains(@class, 'ramverk-step')]")
    assert [" ".join(each.text_content().split()) for each in numbers] == ["Steg 1", "Steg 2", ""]


def test_places_to_sign_stand_below_their_step_and_hold_no_field() -> None:
    (source,) = (each for each in SOURCES if each.id == "signatures")
    section = html.section(view_of(load(source)), "steps")
    body = lxml.html.fragment_fromstring(section, "div").xpath(".//tbody")[0]
    signing = body.xpath("tr[@class='ramverk-signing']")
    above = [each.getprevious().get("data-row") for each in signing]
    assert above == ["steps/letter", "steps/agreement"]
    assert [len(each.xpath("td/ul/li")) for each in signing] == [1, 20]
    (row,) = body.xpath("tr[@data-row='steps/meet']")
    assert {int(each) for each in body.xpath("tr[@class='ramverk-signing']/td/@colspan")} == {
        len(row)
    }
    for place in body.xpath(".//ul[@class='ramverk-signatures']/li"):
        texts = [each.text_content().strip() for each in place]
        say = interface_for("sv").gettext
        assert texts == [say("Name and signature"), say("Place and date")]
        assert len(place.xpath("p/span[@class='ramverk-line']")) == 2
    assert not body.xpath("tr[@class='ramverk-signing']/descendant-or-self::*[@data-row]")


def test_a_checklist_is_for_ticks_alone() -> None:
    (source,) = (each for each in SOURCES if each.id == "signatures")
    assert "ramverk-signing" not in html.checklist(view_of(load(source)), "steps")


def test_cells_of_the_service_table_name_their_columns(learners: Framework) -> None:
    table = lxml.html.fragment_fromstring(html.section(view_of(learners), "services"), "div")
    labels = table.xpath(".//tr[@id='services.housing']/td/@data-label")
    assert labels == [
        "I dag: Erbjuds",
        "I dag: Kvalitetsbedömning 1–10",
        "Om ett år: Erbjuds",
        "Om ett år: Kvalitetsbedömning 1–10",
        "Gap",
    ]


def test_boxes_and_lines_are_silent_for_screen_readers(learners: Framework) -> None:
    page = lxml.html.fragment_fromstring("".join(parts(view_of(learners))), "div")
    marks = page.xpath(".//*[@class='ramverk-box' or @class='ramverk-line']")
    assert marks
    assert all(each.get("aria-hidden") == "true" for each in marks)


def test_a_part_that_does_not_exist_is_an_error_of_the_program(learners: Framework) -> None:
    with pytest.raises(TypeError):
        html.criterion(view_of(learners), "steps", "partner")
    with pytest.raises(TypeError):
        html.checklist(view_of(learners), "services")


def test_nothing_is_written_where_there_is_nothing(learners: Framework, tmp_path: Path) -> None:
    path = tmp_path / "bare.yaml"
    path.write_text(
        "title: Bar\nlanguage: sv\nversion: '1'\ndate: 2026-01-01\n"
        "sections: {a: {kind: text, text: Ord}}\n",
        "utf-8",
    )
    view = replace(view_of(load(Source("bare", path, "bare"))), downloads=())
    assert html.notices(view) == html.downloads(view) == ""
    assert "ramverk-summary" not in html.header(view)
    assert html.own_rows(view_of(learners), "steps") == ""
