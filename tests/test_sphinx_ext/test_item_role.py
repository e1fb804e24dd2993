"""The role ``item``: links to any id path, from any page."""

from __future__ import annotations

from typing import Final

import pytest

from tests.conftest import (
    LEARNERS,
    STAFF,
    Build,
    MakeProject,
    dead_links,
    directive,
    text_of,
    toctree,
)

#: What is written, where it leads, and the words of the link.
LINKS: Final = {
    "learners": ("learners.html", "Elevpraktik"),
    "learners#about": ("learners.html#about", "Elevpraktik"),
    "learners#criteria": ("learners.html#criteria", "Kriterier"),
    "learners#criteria/stay": ("learners.html#criteria.stay", "Vistelsen är trygg"),
    "learners#criteria/preparation/agreement": (
        "learners.html#criteria.preparation.agreement",
        "Lärandeavtal",
    ),
    "learners#packing/tickets": ("learners.html#packing.tickets", "Biljetterna är bokade"),
    "learners#steps/goals": ("learners.html#steps.goals", "Sätt mål"),
    "learners#wishes/transport": ("learners.html#wishes.transport", "Resor"),
    "egna ord <learners#services/housing>": ("learners.html#services.housing", "egna ord"),
    "hela <learners>": ("learners.html", "hela"),
    # Known under these names in earlier versions.
    "learners#criteria/preparing": (
        "learners.html#criteria.preparation",
        "Eleven är väl förberedd",
    ),
    "learners#criteria/preparing/language-support": (
        "learners.html#criteria.preparation.language-support",
        "Eleven har fått språkstöd",
    ),
    "learners#old-steps/goals": ("learners.html#steps.goals", "Sätt mål"),
}


def build_links(make_project: MakeProject, *pages: str, **files: str) -> Build:
    frameworks = {"frameworks/learners.yaml": LEARNERS, "frameworks/staff.yaml": STAFF}
    start = {"index.md": toctree(*pages)}
    return make_project({**frameworks, **start, **files}).build()


@pytest.fixture(scope="module")
def links(make_project: MakeProject) -> Build:
    return build_links(
        make_project,
        *("learners", "myst", "rst"),
        **{
            "learners.md": directive("framework", "learners"),
            "myst.md": "# Sidan\n\n" + "\n\n".join(f"{{item}}`{each}`" for each in LINKS),
            "rst.rst": "Sidan\n=====\n\n" + "\n\n".join(f":item:`{each}`" for each in LINKS),
        },
    )


@pytest.mark.parametrize("page", ["myst", "rst"])
def test_a_link_leads_to_the_item_in_its_own_words_or_the_authors(links: Build, page: str) -> None:
    found = [(each.get("href"), text_of(each)) for each in links.page(page).xpath(".//p/a[@href]")]
    assert found == list(LINKS.values())


def test_every_link_arrives(links: Build) -> None:
    assert links.warnings == []
    assert dead_links(links) == []


def test_the_role_is_there_under_the_domains_name_too(make_project: MakeProject) -> None:
    page = directive("framework", "staff") + "\n{ramverk:item}`staff#steps/begin`\n"
    build = build_links(make_project, **{"index.md": page})
    assert build.warnings == []
    assert build.page("index").xpath(".//a[@href='#steps.begin']")


@pytest.mark.parametrize("suffix", ["md", "rst"])
@pytest.mark.parametrize(
    ("target", "code", "shown"),
    [
        ("learner", "unknown-framework", "learner"),
        ("learners#criteria/stays", "unknown-item", "learners#criteria/stays"),
        ("learners#", "", "Elevpraktik"),
        ("egna ord <learners#criteria/stay/nobody>", "unknown-item", "egna ord"),
        ("staff#steps/begin", "not-shown", "Börja"),
        ("staff", "not-shown", "Personal"),
    ],
)
def test_a_link_that_leads_nowhere_warns_and_leaves_its_words(
    make_project: MakeProject, suffix: str, target: str, code: str, shown: str
) -> None:
    role = f"{{item}}`{target}`" if suffix == "md" else f":item:`{target}`"
    heading = "# Sidan\n\n" if suffix == "md" else "Sidan\n=====\n\n"
    build = build_links(
        make_project,
        *("learners", "page"),
        **{
            "learners.md": directive("framework", "learners"),
            f"page.{suffix}": f"{heading}{role}\n",
        },
    )
    if code:
        assert len(build.warnings) == 1
        line = 3 if suffix == "md" else 4
        assert build.warnings[0].startswith(f"page.{suffix}:{line}: WARNING: ")
        assert build.warnings[0].endswith(f"[ramverk.{code}]")
    else:
        assert build.warnings == []
    assert text_of(build.page("page").xpath(".//p")[0]) == shown


def test_a_section_on_a_page_of_its_own_is_found_there(make_project: MakeProject) -> None:
    build = build_links(
        make_project,
        *("steps", "criteria"),
        **{
            "steps.md": "# Steg\n\n" + directive("steps", "staff"),
            "criteria.md": (
                "# Kriterier\n\n"
                + directive("criteria", "staff")
                + "\n{item}`staff#steps/begin` {item}`staff#criteria/frame/plan`\n"
            ),
        },
    )
    assert build.warnings == []
    assert dead_links(build) == []
    hrefs = build.page("criteria").xpath(".//p/a/@href")
    assert hrefs == ["steps.html#steps.begin", "#criteria.frame.plan"]


def test_a_link_to_what_only_a_checklist_shows_arrives_as_near_as_possible(
    make_project: MakeProject,
) -> None:
    paths = ("criteria/frame/goals", "criteria/frame/plan", "criteria/frame", "criteria", "steps")
    build = build_links(
        make_project,
        "checklist",
        **{
            "checklist.md": "# Lista\n\n"
            + directive("checklist", "staff")
            + "".join(f"\n{{item}}`staff#{path}`\n" for path in paths)
        },
    )
    assert build.warnings == []
    assert dead_links(build) == []
    assert build.page("checklist").xpath(".//p/a/@href")[0] == "#criteria.frame.goals"


def test_the_full_form_is_preferred_to_a_checklist(make_project: MakeProject) -> None:
    build = build_links(
        make_project,
        *("a-checklist", "b-criteria"),
        **{
            "a-checklist.md": "# Lista\n\n" + directive("checklist", "staff"),
            "b-criteria.md": "# Ramar\n\n" + directive("criteria", "staff"),
            "index.md": toctree("a-checklist", "b-criteria") + "\n{item}`staff#criteria/frame`\n",
        },
    )
    assert build.page("index").xpath(".//p/a/@href") == ["b-criteria.html#criteria.frame"]


def test_other_projects_find_the_items_in_the_inventory(links: Build) -> None:
    inventory = {
        name: (docname, anchor)
        for name, _, kind, docname, anchor, _ in links.app.env.domains["ramverk"].get_objects()
        if kind == "item"
    }
    assert inventory["learners#criteria/stay/mentor"] == ("learners", "criteria.stay.mentor")
    assert all(name.startswith("learners#") for name in inventory)
