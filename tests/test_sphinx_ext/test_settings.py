"""The settings in ``conf.py``: what they do, and what is said when they cannot work."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

import pytest
from sphinx.errors import ConfigError

from ramverk.sphinx_ext.config import Settings
from tests.conftest import STAFF, MakeProject, directive, parsed, text_of

PAGE: Final = {"index.md": directive("framework", "staff")}
FILES: Final = {**PAGE, "frameworks/staff.yaml": STAFF}

#: A value that cannot work for each setting, and a word of what is said.
INVALID: Final[dict[str, tuple[Any, str]]] = {
    "frameworks": (["frameworks"], "ramverk_frameworks"),
    "catalogs": (None, "ramverk_catalogs"),
    "languages": (["sv", "Swedish"], "'Swedish' is not a known language tag"),
    "titles": ("Handboken", "ramverk_titles"),
    "base_url": ("example.org", "'example.org' is not a web address"),
    "pdf": ("no", "ramverk_pdf: 'no' is not True or False"),
    "paper": ("a3", "ramverk_paper: 'a3' is not 'a4' or 'letter'"),
    "fonts": (["fonts"], "ramverk_fonts: .* is not a text in quotes"),
    "listed_from": (101, "ramverk_listed_from: 101 is not between 0 and 100"),
    "catalog_url": ("https://example.org/", "is not a web address with {path}"),
    "site_languages": ("sv", "ramverk_site_languages"),
    "share": (1, "ramverk_share"),
}


@pytest.mark.parametrize("name", [each.name for each in dataclasses.fields(Settings)])
def test_a_setting_that_cannot_work_stops_the_build_with_a_sentence(
    make_project: MakeProject, name: str
) -> None:
    value, said = INVALID[name]
    with pytest.raises(ConfigError, match=said):
        make_project(FILES, **{f"ramverk_{name}": value}).build()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("languages", "sv", "ramverk_languages"),
        ("languages", ["sv", ""], "language tag"),
        ("languages", ["../sv"], "language tag"),
        ("base_url", "ftp://example.org", "web address"),
        ("titles", {"sv": 1}, "ramverk_titles"),
        ("pdf", None, "ramverk_pdf"),
        ("listed_from", -1, "between 0 and 100"),
        ("listed_from", "50", "ramverk_listed_from: '50' is not a whole number"),
        ("listed_from", True, "ramverk_listed_from: True is not a whole number"),
        ("catalog_url", "{path}", "is not a web address with {path}"),
        ("catalog_url", "javascript:{path}", "is not a web address with {path}"),
        ("paper", "", "ramverk_paper"),
        ("paper", "A4", "ramverk_paper"),
        ("fonts", "fonts", "the folder .*/fonts is missing"),
        ("fonts", "index.md", "the folder .*/index.md is missing"),
    ],
)
def test_other_values_that_cannot_work(
    make_project: MakeProject, name: str, value: object, said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        make_project(FILES, **{f"ramverk_{name}": value}).build()


def test_frameworks_and_catalogues_may_lie_elsewhere(make_project: MakeProject) -> None:
    files = {
        **PAGE,
        "data/sets/staff.yaml": STAFF,
        "po/en/LC_MESSAGES/frameworks/staff.po": (
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
            'msgid "Personal"\nmsgstr "Staff"\n'
        ),
    }
    project = make_project(
        files,
        ramverk_frameworks="data/sets",
        ramverk_catalogs="po",
        language="en",
        suppress_warnings=["ramverk.catalog-stale"],  # half a catalogue will do here
    )
    build = project.build()
    assert build.warnings == []
    assert text_of(build.page("index").xpath(".//h1")[0]).startswith("Staff")


def test_a_project_without_frameworks_builds(make_project: MakeProject) -> None:
    build = make_project({"index.md": "# Start\n\n" + directive("framework-list")}).build()
    assert build.warnings == []


def test_the_handbook_has_its_name_in_the_language_of_the_build(
    make_project: MakeProject,
) -> None:
    titles = {"sv": "Handboken", "en": "The Handbook"}
    project = make_project(FILES, ramverk_titles=titles, html_theme="ramverk")
    for language, title in {"sv": "Handboken", "en_GB": "The Handbook", "fi": "Provbok"}.items():
        page = project.build(to=language, language=language).html("index")
        brand = parsed(page).xpath("//a[@class='brand']")[0]
        assert text_of(brand).startswith(title)


def test_a_project_without_markdown_builds(make_project: MakeProject) -> None:
    files = {
        "frameworks/staff.yaml": STAFF,
        "index.rst": directive("framework", "staff", suffix="rst") + "\n:item:`staff#steps`\n",
    }
    build = make_project(files, extensions=["ramverk"]).build()
    assert build.warnings == []
    assert "Det finns mål" in text_of(build.page("index"))


def test_a_changed_setting_renews_the_pages(make_project: MakeProject) -> None:
    files = {**FILES, "other/staff.yaml": STAFF.replace("Personal", "Annan personal")}
    project = make_project(files)
    project.build()
    build = project.build(ramverk_frameworks="other")
    assert "Annan personal" in text_of(build.page("index"))


@pytest.mark.parametrize("base_url", ["https://example.org/bok", "https://example.org/bok/"])
def test_pages_name_their_public_address_and_those_in_other_languages(
    make_project: MakeProject, base_url: str
) -> None:
    project = make_project({**FILES, "å b.md": "---\norphan: true\n---\n# Å\n"})
    build = project.build(
        html_theme="ramverk", ramverk_base_url=base_url, ramverk_site_languages=["sv", "en"]
    )
    page = build.html("å b")
    address = "https://example.org/bok/{}/%C3%A5%20b.html"
    assert f'<link rel="canonical" href="{address.format("sv")}">' in page
    for hreflang, language in {"sv": "sv", "en": "en", "x-default": "sv"}.items():
        link = f'<link rel="alternate" hreflang="{hreflang}" href="{address.format(language)}">'
        assert link in page
    assert "canonical" not in build.html("search")
    start = build.html("index")
    assert '<link rel="alternate" hreflang="x-default" href="https://example.org/bok/">' in start


def test_without_a_public_address_pages_name_none(make_project: MakeProject) -> None:
    build = make_project(FILES).build(html_theme="ramverk", ramverk_site_languages=["sv", "en"])
    page = build.html("index")
    assert "canonical" not in page
    assert "alternate" not in page
    assert 'href="../en/index.html"' in page
