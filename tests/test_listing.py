"""A language that too little is translated into: built, but offered to nobody yet."""

from __future__ import annotations

from typing import Any, Final

import pytest
from playwright.sync_api import Browser

from ramverk.listing import percents, unlisted
from ramverk.project import ProjectError, open_project
from tests.conftest import (
    MakeProject,
    Project,
    dead_links_in,
    parsed,
    ramverk_command,
    text_of,
    toctree,
)

BASE_URL: Final = "https://example.org/bok"
#: What the pages say, with English and Finnish for some of it.
TEXTS: Final = {
    "Provboken": ("The test book", "Koekirja"),
    "Om boken": ("About the book", ""),
    "Vi hjälps åt.": ("", ""),
    "Alla får vara med.": ("", ""),
}
INDEX: Final = ("Provboken",)


def catalog(language: str, messages: dict[str, str]) -> str:
    entries = (f'\nmsgid "{source}"\nmsgstr "{target}"\n' for source, target in messages.items())
    charset = "Content-Type: text/plain; charset=UTF-8\\n"
    return f'msgid ""\nmsgstr "Language: {language}\\n"\n"{charset}"\n' + "".join(entries)


def catalogs() -> dict[str, str]:
    files = {}
    for number, language in enumerate(("en", "fi")):
        pages: dict[str, dict[str, str]] = {"index": {}, "about": {}}
        for source, targets in TEXTS.items():
            pages["index" if source in INDEX else "about"][source] = targets[number]
        for page, messages in pages.items():
            files[f"locales/{language}/LC_MESSAGES/{page}.po"] = catalog(language, messages)
    return files


def make(make_project: MakeProject, **settings: Any) -> Project:
    files = {
        "source/index.md": toctree("about", heading="Provboken"),
        "source/about.md": "# Om boken\n\nVi hjälps åt.\n\nAlla får vara med.\n",
        **catalogs(),
    }
    return make_project(
        files,
        ramverk_languages=["sv", "en", "fi"],
        ramverk_titles={"sv": "Provboken", "en": "The Test Book", "fi": "Koekirja"},
        html_theme="ramverk",
        **settings,
    )


@pytest.fixture(scope="module")
def site(make_project: MakeProject) -> Project:
    """English is translated to exactly what is wanted, Finnish is not."""
    project = make(make_project, ramverk_listed_from=50)
    assert ramverk_command(project, "build", "--base-url", BASE_URL) == 0
    return project


def html(project: Project, name: str) -> Any:
    return parsed((project.root / "build/html" / name).read_text("utf-8"))


def test_a_language_is_listed_from_just_as_much_as_is_wanted(site: Project) -> None:
    opened = open_project(site.root)
    assert percents(opened, ["en", "fi"]) == {"en": 50, "fi": 25}
    assert unlisted(opened, ["sv", "en", "fi"]) == {"fi": 25}


@pytest.mark.parametrize("name", ["index.html", "404.html", "sv/index.html", "en/about.html"])
def test_pages_of_others_do_not_lead_to_a_language_that_is_not_listed(
    site: Project, name: str
) -> None:
    page = html(site, name)
    assert page.xpath("//a[contains(@href, 'en/')] | //a[@hreflang='en']")
    assert not page.xpath("//*[contains(@href, 'fi/')] | //*[@hreflang='fi'] | //*[@lang='fi']")
    if name != "404.html":
        assert not page.xpath("//meta[@name='robots']")


def test_the_map_of_the_site_leaves_it_out(site: Project) -> None:
    content = (site.root / "build/html/sitemap.xml").read_text("utf-8")
    assert f"<loc>{BASE_URL}/en/about.html</loc>" in content
    assert "/fi/" not in content


@pytest.mark.parametrize("name", ["index", "about", "search"])
def test_its_own_pages_are_there_and_say_that_it_is_under_way(site: Project, name: str) -> None:
    page = html(site, f"fi/{name}.html")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not page.xpath("//link[@rel='canonical' or @rel='alternate']")
    (link,) = page.xpath("//*[contains(@class, 'under-way')]//a")
    assert (link.get("href"), link.get("hreflang")) == (f"../sv/{name}.html", "sv")
    menu = [str(each) for each in page.xpath("//nav[contains(@class, 'languages')]//a/@hreflang")]
    assert menu == ["sv", "en"]


def test_what_is_translated_is_shown_on_its_pages(site: Project) -> None:
    assert text_of(html(site, "fi/index.html").xpath("//h1")[0]).startswith("Koekirja")


@pytest.mark.browser
def test_its_search_finds_its_pages(site: Project, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{(site.root / 'build/html/fi/search.html').as_uri()}?q=Koekirja")
    page.locator("#search-results a").first.wait_for()
    assert page.locator("#search-results a").first.inner_text().startswith("Koekirja")
    page.close()


def test_the_build_tells_which_language_is_not_listed_and_why(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make(make_project, ramverk_listed_from=51)
    assert ramverk_command(project, "build") == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "not listed" in line]
    assert lines == [
        "en is built but not listed: 50 % translated, 51 % wanted",
        "fi is built but not listed: 25 % translated, 51 % wanted",
    ]


def test_a_language_is_listed_as_soon_as_enough_is_translated(make_project: MakeProject) -> None:
    project = make(make_project, ramverk_listed_from=50)
    assert ramverk_command(project, "build") == 0
    assert dead_links_in(project.root / "build" / "html") == []
    finnish = {"Om boken": "Kirjasta", "Vi hjälps åt.": "", "Alla får vara med.": ""}
    project.write({"locales/fi/LC_MESSAGES/about.po": catalog("fi", finnish)})
    assert ramverk_command(project, "build") == 0
    for name in ("index.html", "sv/index.html", "en/index.html", "fi/index.html"):
        assert html(project, name).xpath("//a[@hreflang='fi']"), name
        assert not html(project, name).xpath("//meta[@name='robots']"), name


@pytest.mark.parametrize(("listed_from", "listed"), [(0, True), (1, False)])
def test_a_language_nobody_has_begun_is_not_listed_unless_asked_for(
    make_project: MakeProject, listed_from: int, listed: bool
) -> None:
    project = make(make_project, ramverk_listed_from=listed_from)
    for path in (project.root / "locales/fi").rglob("*.po"):
        path.unlink()
    assert ("fi" not in unlisted(open_project(project.root), ["sv", "en", "fi"])) is listed


@pytest.mark.parametrize(
    ("languages", "below"),
    [
        (["fi"], set()),  # built alone, to look at
        (["en", "fi"], set()),  # there must be one to choose
        (["sv", "fi"], {"fi"}),
        (["sv"], set()),
    ],
)
def test_there_is_always_a_language_to_choose(
    make_project: MakeProject, languages: list[str], below: set[str]
) -> None:
    project = make(make_project, ramverk_listed_from=100)
    assert set(unlisted(open_project(project.root), languages)) == below


@pytest.mark.parametrize("content", ["", "[]", '{"digest": 1}', '{"digest": "x", "percent": 1}'])
def test_what_was_counted_before_is_counted_anew_when_it_cannot_be_read(
    make_project: MakeProject, content: str
) -> None:
    project = make(make_project)
    project.write({"build/completeness.json": content})
    assert percents(open_project(project.root), ["en"]) == {"en": 50}


def test_other_themes_keep_an_unlisted_language_out_of_searches_too(
    make_project: MakeProject,
) -> None:
    project = make_project({"index.md": "# Provboken\n"}, ramverk_site_languages=["sv"])
    page = parsed(project.build(html_theme="alabaster", language="fi").html("index"))
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


@pytest.mark.parametrize("value", [-1, 101])
def test_a_share_that_is_none_is_told_by_the_command(make_project: MakeProject, value: int) -> None:
    project = make(make_project, ramverk_listed_from=value)
    with pytest.raises(ProjectError, match=r"ramverk_listed_from: .* is not between 0 and 100"):
        open_project(project.root)
