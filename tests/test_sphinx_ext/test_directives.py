"""What the directives put on a page, however it is written."""

from __future__ import annotations

from typing import Final

import lxml.html
import pytest

from tests.conftest import (
    LEARNERS,
    STAFF,
    Build,
    MakeProject,
    dead_links,
    directive,
    ids,
    text_of,
    toctree,
)

FRAMEWORKS: Final = {"frameworks/learners.yaml": LEARNERS, "frameworks/staff.yaml": STAFF}

#: Each directive with arguments, and a text and an anchor that it must bring to the page.
SHOWN: Final = {
    ("framework", "learners"): ("Eleven har fått språkstöd", "criteria.preparation.insurance"),
    ("criteria", "learners"): ("Lärandeavtal", "criteria.preparation.agreement"),
    ("criteria", "learners#criteria"): ("Eleven har en handledare", "criteria.stay.mentor"),
    ("checklist", "learners"): ("Sätt mål", "steps.goals"),
    ("checklist", "learners#packing"): ("Passet är giltigt", "packing.passport"),
    ("steps", "learners"): ("Tillsammans med eleven.", "steps.goals"),
    ("steps", "learners#steps"): ("Hitta en partner", "steps.partner"),
    ("service-table", "learners"): ("Resor", "wishes.transport"),
    ("service-table", "learners#services"): ("Boende", "services.housing"),
    ("framework-list", ""): ("Ett stöd för skolor", ""),
    ("framework-format", ""): ("own_rows", ""),
    ("problem-codes", ""): ("yaml-syntax", ""),
}


def page_name(name: str, argument: str, suffix: str) -> str:
    return f"{name}{argument.replace('#', '-')}-{suffix}"


def with_heading(name: str, argument: str, suffix: str) -> str:
    heading = "# Sidan\n\n" if suffix == "md" else "Sidan\n=====\n\n"
    return heading + directive(name, argument, suffix=suffix)


@pytest.fixture(scope="module")
def both(make_project: MakeProject) -> Build:
    """Every directive on a page of its own, in MyST and in reStructuredText."""
    pages = {
        f"{page_name(name, argument, suffix)}.{suffix}": with_heading(name, argument, suffix)
        for name, argument in SHOWN
        for suffix in ("md", "rst")
    }
    files = {
        "whole.md": directive("framework", "learners"),
        "staff.md": directive("framework", "staff"),
        "index.md": toctree("whole", "staff", *(page.rpartition(".")[0] for page in pages)),
    }
    return make_project({**FRAMEWORKS, **files, **pages}).build()


def test_a_project_with_every_directive_builds_without_warnings(both: Build) -> None:
    assert both.warnings == []


def test_no_link_is_dead(both: Build) -> None:
    assert dead_links(both) == []


@pytest.mark.parametrize(("name", "argument"), SHOWN)
def test_a_directive_shows_its_part(both: Build, name: str, argument: str) -> None:
    text, anchor = SHOWN[name, argument]
    page = both.page(page_name(name, argument, "md"))
    assert text in text_of(page)
    assert not anchor or anchor in ids(page)


@pytest.mark.parametrize(("name", "argument"), SHOWN)
def test_myst_and_rst_give_the_same_html(both: Build, name: str, argument: str) -> None:
    myst, rst = (
        lxml.html.tostring(both.page(page_name(name, argument, suffix)), encoding="unicode")
        for suffix in ("md", "rst")
    )
    assert myst == rst


def headings(build: Build, docname: str) -> list[str]:
    """Level and text of each heading, without the mark that links to it."""
    found = build.page(docname).xpath(".//*[self::h1 or self::h2 or self::h3 or self::h4]")
    return [f"{each.tag} {text_of(each).rstrip('¶')}" for each in found]


def test_a_page_without_heading_takes_the_frameworks_title(both: Build) -> None:
    assert headings(both, "whole")[:3] == [
        "h1 Kvalitetsområde: Elevpraktik",
        "h2 Bakgrund",
        "h2 Kriterier",
    ]
    assert both.app.env.titles["whole"].astext() == "Elevpraktik"


@pytest.mark.parametrize("suffix", ["md", "rst"])
def test_a_page_with_a_heading_keeps_it_and_sections_come_below(both: Build, suffix: str) -> None:
    found = headings(both, page_name("framework", "learners", suffix))
    assert found[:3] == ["h1 Sidan", "h2 Bakgrund", "h2 Kriterier"]
    assert "Elevpraktik" not in " ".join(found)


def test_the_contents_of_a_page_list_sections_and_criteria(both: Build) -> None:
    assert both.app.env.tocs["whole"].astext().split("\n\n") == [
        "Elevpraktik",
        "Bakgrund",
        "Kriterier",
        "Eleven är väl förberedd",
        "Vistelsen är trygg",
        "Före avresan",
        "Två steg",
        "Det vi kan erbjuda",
        "Det vi önskar",
    ]


def test_a_section_directive_shows_no_other_section(both: Build) -> None:
    page = both.page(page_name("service-table", "learners#services", "md"))
    assert "wishes" not in ids(page)
    assert "Resor" not in text_of(page)


def test_tables_keep_their_number_within_the_framework(both: Build) -> None:
    captions = both.page(page_name("service-table", "learners", "md")).xpath(".//caption")
    assert [text_of(each) for each in captions] == [
        "Tabell 1. Det vi kan erbjuda",
        "Tabell 2. Det vi önskar",
    ]


def test_a_section_without_title_has_its_anchor(both: Build) -> None:
    anchors = ids(both.page("whole"))
    assert anchors.count("about") == 1


def test_anchors_of_earlier_versions_stand_at_todays_places(both: Build) -> None:
    page = both.page("whole")
    for former, today in {
        "criteria.preparing": "criteria.preparation",
        "criteria.preparation.cover": "criteria.preparation.insurance",
        "old-steps": "steps",
    }.items():
        assert page.xpath(f".//*[@id='{today}']//*[@id='{former}']"), former


def test_own_headings_and_answers_stand_in_the_tables(both: Build) -> None:
    page = both.page("whole")
    head = page.xpath(".//section[@id='criteria.stay']//thead//th")
    assert [text_of(each) for each in head] == [
        "Uppfyllt",
        "Delvis",
        "Ej uppfyllt",
        "Exempel på indikatorer",
        "Anteckningar",
    ]
    row = page.xpath(".//*[@id='criteria.stay.mentor']")[0]
    assert len(row.xpath(".//*[contains(@class, 'ramverk-box')]")) == 3
    assert "Exempel på beviskällor" in text_of(page)
    table = text_of(page.xpath(".//section[@id='services']//thead")[0])
    assert all(each in table for each in ("Insats", "I dag", "Om ett år"))


def test_a_framework_without_answers_has_one_box_for_each_indicator(both: Build) -> None:
    row = both.page("staff").xpath(".//*[@id='criteria.frame.goals']")[0]
    assert len(row.xpath(".//*[contains(@class, 'ramverk-box')]")) == 1


def test_own_rows_are_empty_and_as_many_as_asked_for(both: Build) -> None:
    page = both.page("whole")
    rows = {
        each: page.xpath(f".//section[@id='{each}']//tr[contains(@class, 'ramverk-own')]")
        for each in ("criteria", "packing", "steps", "services", "wishes")
    }
    assert {name: len(found) for name, found in rows.items()} == {
        "criteria": 2,
        "packing": 1,
        "steps": 1,
        "services": 1,
        "wishes": 0,
    }
    assert all(not text_of(each) for each in (*rows["criteria"], *rows["packing"], *rows["steps"]))


def test_a_page_shows_version_date_status_authors_and_licence(both: Build) -> None:
    facts = text_of(both.page("whole").xpath(".//*[contains(@class, 'ramverk-facts')]")[0])
    for each in ("EP1", "1.10", "1 mars 2026", "Utkast", "Exempelskolan, Övningsskolan"):
        assert each in facts
    assert "CC-BY-4.0" in facts


@pytest.mark.parametrize(
    "docname",
    ["whole", *(page_name(*each, "md") for each in SHOWN if each[1].startswith("learners"))],
)
def test_notices_stand_once_on_each_page_of_the_framework(both: Build, docname: str) -> None:
    assert text_of(both.page(docname)).count("Exempelstiftelsen") == 1


def test_notes_for_translators_are_shown_to_no_reader(both: Build) -> None:
    pages = "".join(path.read_text("utf-8") for path in both.outdir.rglob("*.html"))
    assert "Cover for accidents" not in pages
    assert "is a learner" not in pages


def test_cards_link_to_the_first_page_that_shows_the_whole_framework(both: Build) -> None:
    page = both.page(page_name("framework-list", "", "md"))
    links = page.xpath(".//a[contains(@class, 'sd-stretched-link')]")
    found = {text_of(each): each.get("href") for each in links}
    assert found == {"Elevpraktik": "frameworklearners-md.html", "Personal": "staff.html"}


# --- several on one page ------------------------------------------------------------------------


def one_page(make_project: MakeProject, *parts: str, **more: str) -> Build:
    files = {**FRAMEWORKS, **more, "index.md": "\n".join(parts)}
    return make_project(files).build()


@pytest.mark.parametrize("heading", ["", "# Sidan\n"])
def test_the_same_part_again_has_prefixed_anchors_then_none(
    make_project: MakeProject, heading: str
) -> None:
    again = [directive("framework", "staff") for _ in range(3)]
    build = one_page(make_project, heading, *again)
    anchors = ids(build.page("index"))
    assert build.warnings == []
    assert len(anchors) == len(set(anchors))
    for path in ("criteria", "criteria.frame", "criteria.frame.goals", "steps.begin"):
        assert [each for each in anchors if each.endswith(path)] == [path, f"staff.{path}"]
    assert text_of(build.page("index")).count("Det finns mål") == 3


def test_two_frameworks_on_one_page_share_no_anchor(make_project: MakeProject) -> None:
    build = one_page(
        make_project, directive("framework", "learners"), directive("framework", "staff")
    )
    anchors = ids(build.page("index"))
    assert build.warnings == []
    assert len(anchors) == len(set(anchors))
    assert {"steps.partner", "staff.steps.begin"} <= set(anchors)


def test_a_framework_named_as_one_of_its_sections_has_unique_anchors(
    make_project: MakeProject,
) -> None:
    build = one_page(
        make_project, directive("framework", "steps"), **{"frameworks/steps.yaml": STAFF}
    )
    anchors = ids(build.page("index"))
    assert anchors.count("steps") == 1
    assert build.page("index").xpath(".//section[@id='steps']/h2")


def test_anchors_give_way_to_those_of_the_page(make_project: MakeProject) -> None:
    build = one_page(
        make_project,
        "# Sidan\n\n## Steps\n\nText.\n",
        directive("steps", "staff"),
        "{item}`staff#steps/begin`\n",
    )
    page = build.page("index")
    assert build.warnings == []
    assert ids(page).count("steps") == 1
    assert "staff.steps.begin" in ids(page)
    assert dead_links(build) == []


def test_a_heading_after_a_directive_gives_way_to_its_anchors(make_project: MakeProject) -> None:
    build = one_page(make_project, "# Sidan\n", directive("steps", "staff"), "## Steps\n\nText.\n")
    anchors = ids(build.page("index"))
    assert len(anchors) == len(set(anchors))


def test_a_framework_in_a_folder_has_its_path_as_id(make_project: MakeProject) -> None:
    files = {
        "frameworks/mobility/staff.yaml": STAFF,
        "deep/er/page.md": directive("framework", "mobility/staff"),
        "index.md": toctree("deep/er/page") + "\n{item}`mobility/staff#steps/begin`\n",
    }
    build = make_project(files).build()
    assert build.warnings == []
    assert dead_links(build) == []
    page = build.page("deep/er/page")
    assert page.xpath(".//section/@id")[0] == "mobility.staff"
    data = page.xpath(".//a[@download]/@href")
    assert data == ["../../_downloads/mobility/staff/staff.sv.json"]


def test_steps_without_argument_are_still_the_list_of_sphinx_design(
    make_project: MakeProject,
) -> None:
    own = "````{steps}\n```{step} Först\n```\n```{step} Sedan\n```\n````\n"
    build = one_page(make_project, "# Sidan\n", own, directive("steps", "staff"))
    page = build.page("index")
    assert build.warnings == []
    assert [text_of(each) for each in page.xpath(".//ol/li")] == ["Först", "Sedan"]
    assert "steps.begin" in ids(page)
