"""The glossary on a page, in the reader's language, and links to its terms from prose."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import lxml.html
import pytest

from tests.conftest import Build, MakeProject, dead_links, directive, ids, text_of, toctree
from tests.test_sphinx_ext.search_files import entries

WORDS: Final = (Path(__file__).parent.parent / "data/glossary/good/words.yaml").read_text("utf-8")
GLOSSARY: Final = "locales/glossary.yaml"
FILES: Final = {
    GLOSSARY: WORDS,
    "index.md": toctree("words", "links", "other"),
    "words.md": "# Ordlista\n\n" + directive("term-list"),
    "links.md": "# Länkar\n\nOm {term}`personalmobiliteten`, {term}`Gymnasieskolor` och "
    "{term}`vad som visar det <source-of-evidence>`.\n",
    "other.md": "# Annat\n\nText.\n",
}
LANGUAGES: Final = ["sv", "en"]


@pytest.fixture(scope="module")
def swedish(make_project: MakeProject) -> Build:
    return make_project(FILES, ramverk_languages=LANGUAGES).build(html_theme="ramverk")


@pytest.fixture(scope="module")
def english(make_project: MakeProject) -> Build:
    return make_project(FILES, ramverk_languages=LANGUAGES).build(
        language="en", html_theme="ramverk"
    )


def terms(build: Build) -> list[str]:
    found = build.page("words").xpath("//dl[contains(@class, 'ramverk-terms')]/dt")
    return [text_of(each) for each in found]


def entry(build: Build, concept: str) -> lxml.html.HtmlElement:
    """What stands below a term."""
    found: lxml.html.HtmlElement
    found = build.page("words").xpath(f"//dt[@id='term-{concept}']/following-sibling::dd[1]")[0]
    return found


def facts(build: Build, concept: str) -> dict[str, str]:
    fields = entry(build, concept).xpath(".//dl/dt")
    return {text_of(each).rstrip(":"): text_of(each.getnext()) for each in fields}


# --- the page -----------------------------------------------------------------------------------


def test_the_page_builds_without_warnings(swedish: Build, english: Build) -> None:
    assert swedish.warnings == english.warnings == []
    assert dead_links(swedish) == dead_links(english) == []


def test_terms_stand_in_the_order_of_the_readers_alphabet(swedish: Build, english: Build) -> None:
    assert terms(swedish) == [
        "beviskälla", "gymnasieskola", "intyg", "kriterium", "personalmobilitet", "termi"
    ]  # fmt: skip
    assert terms(english) == [
        "certificate", "criterion", "source of evidence", "staff mobility", "termi", "VET college"
    ]  # fmt: skip


def test_ids_are_the_concepts_and_the_same_in_every_language(
    swedish: Build, english: Build
) -> None:
    found = [{each for each in ids(build.page("words")) if each.startswith("term-")}
             for build in (swedish, english)]  # fmt: skip
    assert found[0] == found[1]
    assert "term-staff-mobility" in found[0]


def test_a_term_has_its_meaning_and_its_other_words(english: Build) -> None:
    shown = text_of(entry(english, "staff-mobility"))
    assert shown.startswith("Staff working or learning in another country.")
    assert facts(english, "staff-mobility") == {
        "Also": "mobility of staff",
        "Avoid": "personnel mobility",
        "Swedish": "personalmobilitet, personalens mobilitet, personalrörlighet",
    }


def test_words_of_other_languages_say_which_language_they_are_in(swedish: Build) -> None:
    found = entry(swedish, "school").xpath(".//span[@lang]")
    assert [(each.get("lang"), text_of(each)) for each in found] == [
        ("en", "VET college"),
        ("fi", "ammattiopisto"),
    ]


def test_what_is_not_translated_stands_in_the_source_language(english: Build) -> None:
    definition = entry(english, "source-of-evidence").xpath("./p/span")[0]
    assert definition.get("lang") == "sv"
    assert text_of(definition) == "Något att titta på för att bedöma en indikator."
    only = english.page("words").xpath("//dt[@id='term-only-finnish']/span")[0]
    assert only.get("lang") == "fi"


def test_a_term_of_one_word_alone_has_nothing_below_it(swedish: Build) -> None:
    assert text_of(entry(swedish, "only-finnish")) == ""


def test_translators_notes_are_not_for_readers(english: Build) -> None:
    assert "VET is short" not in english.html("words")


@pytest.mark.parametrize("builder", ["epub", "text", "latex", "man", "singlehtml"])
def test_every_builder_shows_the_terms(make_project: MakeProject, builder: str) -> None:
    settings: dict[str, Any] = {"suppress_warnings": ["epub.unknown_project_files"]}
    settings["man_pages"] = [("index", "book", "Book", ["School"], 1)]
    build = make_project(FILES, **settings).build(builder)
    assert build.warnings == []
    suffixes = {".xhtml", ".txt", ".tex", ".1", ".html"}
    paths = [path for path in build.outdir.rglob("*") if path.suffix in suffixes]
    texts = "".join(path.read_text("utf-8") for path in paths)
    for word in ("personalrörelse", "source of evidence", "Att skolans personal arbetar"):
        assert word in texts


def test_terms_are_found_by_the_search_of_the_site(swedish: Build) -> None:
    index = " ".join(each["text"] for each in entries(swedish))
    assert "Att skolans personal arbetar eller lär sig i ett annat land." in index
    assert "staff mobility" in index


def test_terms_are_no_texts_for_the_catalogue_of_the_page(make_project: MakeProject) -> None:
    template = make_project(FILES).build("gettext", gettext_compact=False).output("words.pot")
    assert 'msgid "Ordlista"' in template
    assert "personalmobilitet" not in template


def test_hostile_words_are_only_words(make_project: MakeProject) -> None:
    text = "<script>alert(1)</script> {{ x }} `` **b** [l](javascript:alert(1))"
    glossary = f"a:\n  sv:\n    term: '{text}'\n    definition: '{text}'\n    avoid: ['{text} b']\n"
    build = make_project({**FILES, GLOSSARY: glossary, "links.md": "# L\n"}).build()
    page = build.page("words")
    assert build.warnings == []
    assert page.xpath(".//script | .//strong | .//a[starts-with(@href, 'javascript')]") == []
    assert text_of(page.xpath("//dt[@id='term-a']")[0]) == text


# --- mistakes -----------------------------------------------------------------------------------


def test_mistakes_in_the_file_are_warnings_with_their_place(make_project: MakeProject) -> None:
    broken = WORDS + "\nlast:\n  svenska: ord\n"
    build = make_project({**FILES, GLOSSARY: broken}).build()
    line = len(broken.splitlines())
    assert len(build.warnings) == 1
    assert f"{GLOSSARY}:{line}:3: WARNING: svenska is not a known language tag" in build.warnings[0]
    assert "personalmobilitet" in terms(build), "what is right is shown"


def test_a_page_without_a_glossary_says_so(make_project: MakeProject) -> None:
    files = {**FILES, GLOSSARY: "# nothing yet\n", "links.md": "# Länkar\n"}
    build = make_project(files).build()
    (warning,) = build.warnings
    assert "words.md:3: WARNING: there are no terms in locales/glossary.yaml" in warning
    assert "[ramverk.no-glossary]" in warning
    assert "locales/glossary.yaml" in text_of(build.page("words"))


# --- links --------------------------------------------------------------------------------------


def links(build: Build) -> list[tuple[str, str]]:
    found = build.page("links").xpath(".//p//a")
    return [(each.get("href"), text_of(each)) for each in found]


def test_prose_links_terms_by_any_word_in_any_form(swedish: Build) -> None:
    assert links(swedish) == [
        ("words.html#term-staff-mobility", "personalmobiliteten"),
        ("words.html#term-school", "Gymnasieskolor"),
        ("words.html#term-source-of-evidence", "vad som visar det"),
    ]


def test_links_lead_to_the_same_places_in_a_translation(make_project: MakeProject) -> None:
    source = "Om {term}`personalmobiliteten`."
    catalog = f'msgid ""\nmsgstr ""\n\nmsgid "{source}"\nmsgstr "On {{term}}`staff mobility`."\n'
    files = {
        **FILES,
        "links.md": f"# Länkar\n\n{source}\n\n{{term}}`kriterier`\n",
        "locales/en/LC_MESSAGES/links.po": catalog,
    }
    project = make_project(files, ramverk_languages=LANGUAGES, locale_dirs=["locales"])
    build = project.build(language="en", suppress_warnings=["ramverk.catalog-stale"])
    assert build.warnings == []
    assert links(build) == [
        ("words.html#term-staff-mobility", "staff mobility"),
        ("words.html#term-criterion", "kriterier"),
    ]


def test_a_link_to_no_term_is_a_warning(make_project: MakeProject) -> None:
    files = {**FILES, "links.md": "# Länkar\n\n{term}`personalrörelse`\n"}
    (warning,) = make_project(files).build().warnings
    assert "links.md:3: WARNING: term not in glossary: 'personalrörelse'" in warning


def test_without_a_page_of_ours_sphinxs_own_glossary_is_linked(make_project: MakeProject) -> None:
    own = "# Ord\n\n" + directive("glossary", body="personalmobiliteten\n: Förklaring.")
    files = {**FILES, "words.md": own, "links.md": "# Länk\n\n{term}`Personalmobiliteten`\n"}
    build = make_project(files).build()
    assert build.warnings == []
    assert links(build) == [("words.html#term-personalmobiliteten", "Personalmobiliteten")]


def test_other_projects_can_link_the_terms(swedish: Build) -> None:
    found = swedish.app.env.domains.standard_domain.objects
    assert found["term", "personalmobilitet"] == ("words", "term-staff-mobility")


def test_the_glossary_may_stand_on_two_pages(make_project: MakeProject) -> None:
    build = make_project({**FILES, "other.md": "# Igen\n\n" + directive("term-list")}).build()
    assert build.warnings == []
    assert links(build)[0][0] == "other.html#term-staff-mobility"


# --- builds after the first ---------------------------------------------------------------------


def test_pages_are_read_again_when_the_glossary_changes_and_only_then(
    make_project: MakeProject,
) -> None:
    project = make_project(FILES)
    project.build()
    assert project.build().read == set()
    project.write({GLOSSARY: WORDS})
    assert project.build().read == set(), "it was only written anew"
    project.write({GLOSSARY: WORDS.replace("sv: kriterium", "sv: norm")})
    build = project.build()
    assert build.read == {"words", "links"}
    assert "norm" in terms(build)


def test_a_glossary_that_comes_later_is_seen(make_project: MakeProject) -> None:
    project = make_project({**FILES, GLOSSARY: ""})
    assert len(project.build().warnings) == 4  # the page, and three links
    project.write({GLOSSARY: WORDS})
    assert project.build().warnings == []


def test_links_follow_the_glossary_to_another_page(make_project: MakeProject) -> None:
    project = make_project(FILES)
    project.build()
    project.write({"words.md": "# Ordlista\n", "other.md": "# Ord\n\n" + directive("term-list")})
    build = project.build()
    assert build.warnings == []
    assert links(build)[0][0] == "other.html#term-staff-mobility"


def test_pages_may_be_read_and_written_side_by_side(make_project: MakeProject) -> None:
    more = {f"page{number}.md": f"# Sida {number}\n\n{{term}}`intyg`\n" for number in range(8)}
    names = [name.removesuffix(".md") for name in more]
    project = make_project(
        {**FILES, **more, "index.md": toctree("words", "links", "other", *names)}
    )
    build = project.build(parallel=2)
    assert build.warnings == []
    assert dead_links(build) == []
    assert "words.html#term-proof" in build.html("page7")


def test_a_variant_of_a_language_is_not_told_its_words_twice(make_project: MakeProject) -> None:
    project = make_project(FILES, ramverk_languages=["sv", "en", "en-GB"])
    found = [*facts(project.build(), "staff-mobility")]
    assert [each for each in found if each.startswith("Engelska")] == ["Engelska"]


def test_other_projects_find_the_terms_on_the_page_that_is_left(make_project: MakeProject) -> None:
    project = make_project({**FILES, "zweite.md": "# Noch eins\n\n" + directive("term-list")})
    before = project.build().app.env.domains.standard_domain.objects
    (project.root / "words.md").unlink()
    after = project.build().app.env.domains.standard_domain.objects
    terms = {key for key in before if key[0] == "term"}
    assert terms
    assert {after[key][0] for key in terms} == {"zweite"}
