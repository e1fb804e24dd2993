"""The glossary: its file, its words in texts, and what it says of translations.

``RAMVERK_REGENERATE=1`` writes the lists beside the bad files anew: read them afterwards.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Final

import polib
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ramverk.catalog_updates import Template, update
from ramverk.collation import sort_key
from ramverk.glossary import FILE, read_glossary, term_comments, with_terms
from ramverk.inflections import term_pattern
from ramverk.po_files import canonical
from ramverk.problems import CODES
from ramverk.schema import GLOSSARY_SCHEMA_FILE, glossary_schema, glossary_schema_text
from ramverk.terminology import Glossary, terms_between
from ramverk.translation_checks import Pair, compare
from tests.test_schema import EditorLoader

HANDBOOK: Final = Path(__file__).parent.parent
DATA: Final = Path(__file__).parent / "data" / "glossary"
BAD: Final = sorted((DATA / "bad").glob("*.yaml"))
REGENERATE: Final = os.environ.get("RAMVERK_REGENERATE") == "1"
VET: Final = "VET is short for vocational education and training"
WORDS: Final = DATA / "good" / "words.yaml"


def glossary_in(path: Path) -> Glossary:
    glossary, problems = read_glossary(path, path.name)
    assert problems == []
    return glossary


def written(folder: Path, text: str) -> Glossary:
    path = folder / FILE
    path.write_text(text, "utf-8")
    return glossary_in(path)


@pytest.fixture(scope="module")
def words() -> Glossary:
    return glossary_in(WORDS)


# --- the file -----------------------------------------------------------------------------------


def test_a_concept_has_words_and_a_definition_in_each_language(words: Glossary) -> None:
    concept = words.concepts["staff-mobility"]
    swedish, english = concept.wording("sv"), concept.wording("en")
    assert swedish
    assert english
    assert swedish.words == ("personalmobilitet", "personalens mobilitet", "personalrörlighet")
    assert english.definition == "Staff working or learning in another country."
    assert english.avoid == ("personnel mobility",)
    assert [each.language for each in (swedish.term, english.term)] == ["sv", "en"]
    assert words.concepts["school"].note == VET


def test_the_short_form_is_the_term_alone(words: Glossary) -> None:
    wording = words.concepts["criterion"].wording("en")
    assert wording
    assert wording.words == ("criterion",)
    assert wording.definition is None


def test_concepts_and_languages_keep_the_order_of_the_file(words: Glossary) -> None:
    assert list(words.concepts)[:3] == ["school", "staff-mobility", "source-of-evidence"]
    assert words.languages == ("sv", "en", "fi")


def test_a_wider_language_stands_in_for_a_narrower_one(words: Glossary) -> None:
    wording = words.concepts["criterion"].wording("en-GB")
    assert wording is not None
    assert wording.term == "criterion"
    assert words.concepts["criterion"].wording("de") is None


@pytest.mark.parametrize("content", [None, "", "# nothing yet\n"])
def test_a_file_that_is_missing_or_holds_nothing_is_an_empty_glossary(
    tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / FILE
    if content is not None:
        path.write_text(content, "utf-8")
    glossary, problems = read_glossary(path, FILE)
    assert (dict(glossary.concepts), problems) == ({}, [])


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_everything_wrong_is_told(path: Path) -> None:
    told = "".join(f"{each}\n" for each in read_glossary(path, path.name)[1])
    expected = path.with_suffix(".txt")
    if REGENERATE:
        expected.write_text(told, "utf-8")
    assert told == expected.read_text("utf-8")


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    problems = read_glossary(tmp_path / FILE, FILE)[1]
    assert [each.code for each in problems] == ["unreadable"]


def test_a_glossary_too_large_to_be_one_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ramverk.loading.FILE_SIZE_LIMIT", 10)
    (tmp_path / FILE).write_text("criterion: {sv: kriterium}\n", "utf-8")
    (problem,) = read_glossary(tmp_path / FILE, FILE)[1]
    assert problem.code == "too-large"
    assert "framework" not in problem.describe()


def test_what_is_right_in_a_file_with_mistakes_is_used(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text("school: {svenska: skola}\ncriterion: {sv: kriterium}\n", "utf-8")
    glossary, problems = read_glossary(path, FILE)
    assert list(glossary.concepts) == ["criterion"]
    assert [each.code for each in problems] == ["bad-language"]


@given(st.recursive(st.text(max_size=8), lambda inner: st.dictionaries(
    st.sampled_from(["school", "sv", "en", "note", "term", "also", "avoid", "x y", ""]) , inner
) | st.lists(inner, max_size=3), max_leaves=12))  # fmt: skip
def test_no_content_makes_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, content: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(json.dumps(content), "utf-8")
    glossary, problems = read_glossary(path, "any.yaml")
    assert all(str(each) for each in problems)
    terms_between(glossary, "sv", "en").named("gymnasieskola")


@pytest.mark.parametrize("path", [WORDS, HANDBOOK / "locales" / FILE], ids=lambda path: path.stem)
def test_editors_find_nothing_wrong_with_good_files(path: Path) -> None:
    content = yaml.load(path.read_text("utf-8"), EditorLoader)
    assert list(Draft202012Validator(glossary_schema()).iter_errors(content)) == []


@pytest.mark.parametrize("name", ["empty-words", "languages", "lists", "keys", "no-ids"])
def test_editors_see_mistakes_too(name: str) -> None:
    content = yaml.load((DATA / "bad" / f"{name}.yaml").read_text("utf-8"), EditorLoader)
    assert list(Draft202012Validator(glossary_schema()).iter_errors(content))


def test_the_shipped_schema_is_current() -> None:
    Draft202012Validator.check_schema(glossary_schema())
    assert GLOSSARY_SCHEMA_FILE.read_text("utf-8") == glossary_schema_text()


# --- words in texts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "term", "forms", "others"),
    [
        ("sv", "gymnasieskola", "gymnasieskolans gymnasieskolor gymnasieskolorna", "gymnasium"),
        ("sv", "kriterium", "kriterium kriterier kriteriernas kriteriet", "kritik kriterieområde"),
        ("sv", "indikator", "indikatorer indikatorns indikatorerna", "indikation"),
        ("sv", "regel", "regler reglerna regelns", "reglera regelverk"),
        ("sv", "program", "programmet programmen program", "programmera"),
        ("sv", "tjänstepaket", "tjänstepaketet tjänstepaketen", "tjänstepaketering"),
        ("en", "criterion", "criteria criterion's", "critic"),
        ("en", "strategy", "strategies strategy's", "strategic"),
        ("en", "gap", "gaps", "gape"),
        ("nl", "bewijsbron", "bewijsbronnen", "bewijs"),
        ("nl", "school", "scholen schools", "scholing"),
        ("nl", "criterium", "criteria criteriums", "kritiek"),
        ("nl", "mogelijkheid", "mogelijkheden", "mogelijk"),
        ("nl", "brief", "brieven", "brie"),
        ("fi", "opettaja", "opettajan opettajille", "opetus"),
        ("de", "Kriterium", "kriteriums", "kritik"),
    ],
)
def test_words_are_found_in_their_inflected_forms(
    tmp_path: Path, language: str, term: str, forms: str, others: str
) -> None:
    glossary = written(tmp_path, f"concept:\n  {language}: {term}\n")
    for form in [term, *forms.split()]:
        assert glossary.named(f"{form} 2", language), form
    for other in others.split():
        assert not glossary.named(f"{other} 2", language), other


def test_each_word_of_a_term_may_be_inflected(tmp_path: Path) -> None:
    glossary = written(tmp_path, "partner:\n  sv: mottagande partner\n")
    assert glossary.named("mellan sändande och mottagande partners", "sv")
    assert glossary.named("De mottagande\npartnernas ansvar", "sv")
    assert not glossary.named("Vi är mottagande. Partner finns.", "sv")


def test_a_longer_term_hides_a_shorter_one_in_it(tmp_path: Path) -> None:
    glossary = written(
        tmp_path, "plan:\n  en: plan\naction-plan:\n  en: action plan\nother:\n  en: other\n"
    )
    assert [each.id for each in glossary.named("An action plan", "en")] == ["action-plan"]
    found = glossary.named("Plans and other action plans", "en")
    assert [each.id for each in found] == ["plan", "other", "action-plan"]


def test_ids_placeholders_and_names_are_no_terms(tmp_path: Path) -> None:
    glossary = written(tmp_path, "framework:\n  sv: ramverk\n  en: staff mobility\n")
    assert glossary.named("Ramverk att läsa", "sv")
    assert glossary.named("Läs. Ramverket finns", "sv")
    assert glossary.named("ALLA RAMVERK", "sv")
    assert not glossary.named("Programmet Ramverk är fritt", "sv")
    assert not glossary.named("gapet är {ramverk}", "sv")
    assert not glossary.named("such as staff-mobility", "en")


def test_languages_without_spaces_have_terms_too(tmp_path: Path) -> None:
    glossary = written(tmp_path, "quality:\n  ja: 品質\n")
    assert glossary.named("教育の品質を高める", "ja")


def test_a_concept_is_called_by_its_id_or_by_any_word_in_any_form(words: Glossary) -> None:
    for name in (
        "staff-mobility",
        "personalmobiliteten",
        "Staff mobility",
        "personalens  mobilitet",
    ):
        found = words.called(name, "en")
        assert found is not None, name
        assert found.id == "staff-mobility"
    assert words.called("personalrörelse", "sv") is None, "a word to avoid names nothing"
    assert words.called("", "sv") is None


@given(st.text(st.sampled_from("aeiouyåäömnrslkfd'-. "), max_size=12))
def test_every_word_matches_itself(word: str) -> None:
    for language in ("sv", "en", "nl", "fi", "zh"):
        if word.split():
            pattern = term_pattern(word, language)
            assert re.fullmatch(pattern, " ".join(word.split()))


# --- translations -------------------------------------------------------------------------------


def findings(words: Glossary, source: str, target: str) -> list[tuple[str, str]]:
    terms = terms_between(words, "sv", "en")
    found = compare(Pair(source, target, "sv", "en", terms=terms))
    return [(code, str(each.get("found", ""))) for code, each in found if "term" in code]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Gymnasieskolan har mål", "The VET college has aims"),
        ("Gymnasieskolornas mål", "The aims of VET colleges"),
        ("Personalens mobilitet", "Mobility of staff"),
        ("Beviskällor", "Sources of evidence"),
        ("Intyg och beviskällor", "Proof, and sources of evidence"),
        ("Sex kriterier", "Six criteria"),
        ("Ett lärarlag", "A high school team"),
        ("Ett eget program", "A programme of one's own"),
        ("Personalrörlighet är bra", "Mobility is good for the staff"),
    ],
)
def test_a_translation_with_the_words_of_the_glossary_is_right(
    words: Glossary, source: str, target: str
) -> None:
    assert findings(words, source, target) == []


def test_another_word_than_the_glossary_has_is_told(words: Glossary) -> None:
    assert findings(words, "Gymnasieskolan har mål", "The school has aims") == [("po-terms", "")]
    both = findings(words, "Kriterium för gymnasieskolan", "A benchmark for the school")
    assert both == [("po-terms", ""), ("po-terms", "")]


def test_a_word_to_avoid_is_told_by_itself(words: Glossary) -> None:
    found = findings(words, "Personalmobilitet", "Personnel mobility")
    assert found == [("po-avoided-term", "personnel mobility")]
    found = findings(words, "Gymnasieskolan", "The VET college or high school")
    assert found == [("po-avoided-term", "high school")]


def test_a_word_to_avoid_may_be_part_of_the_right_one(words: Glossary) -> None:
    assert findings(words, "En beviskälla", "A source of evidence") == []
    assert findings(words, "En beviskälla", "A piece of evidence") == [
        ("po-avoided-term", "evidence")
    ]


def test_a_language_without_a_word_for_it_is_left_alone(words: Glossary) -> None:
    terms = terms_between(words, "sv", "fi")
    assert list(terms.slips("Ett kriterium", "Jokin")) == []


def test_texts_may_be_translated_from_any_language_of_the_glossary(words: Glossary) -> None:
    terms = terms_between(words, "en", "sv")
    (slip,) = terms.slips("Staff mobility", "Personalrörelse")
    assert (slip.source, slip.target) == ("staff mobility", "personalmobilitet")
    assert slip.avoided == "personalrörelse"


def test_the_target_of_a_link_is_no_word_of_the_translation(words: Glossary) -> None:
    source = "Om {term}`personalmobiliteten <staff-mobility>`."
    right = "On {term}`staff mobility <staff-mobility>`."
    wrong = "On {term}`exchanges <staff-mobility>`."
    assert findings(words, source, right) == []
    assert findings(words, source, wrong) == [("po-terms", "")]


@pytest.mark.parametrize("code", ["po-terms", "po-avoided-term"])
def test_a_translator_may_know_better(code: str) -> None:
    assert CODES[code].severity == "warning"
    assert f"# ramverk: allow {code}" in CODES[code].remedy


# --- for translators ----------------------------------------------------------------------------


def test_translators_are_told_the_terms_of_a_text(words: Glossary) -> None:
    text = "Personalmobilitet planeras enligt gymnasieskolans kriterier för personalmobilitet"
    assert term_comments(text, words, "sv", "en") == [
        "term: personalmobilitet → staff mobility, mobility of staff; not: personnel mobility",
        "term: gymnasieskola → VET college; not: high school, grammar school; " + VET,
        "term: kriterium → criterion",
    ]
    assert term_comments(text, words, "sv", "fi") == ["term: gymnasieskola → ammattiopisto; " + VET]
    assert term_comments(text, Glossary(), "sv", "en") == []


def test_terms_come_below_the_other_comments_of_a_message(words: Glossary) -> None:
    templates = [
        Template("Ett kriterium", "frameworks/a.yaml", "a · criteria/goals · criterion"),
        Template("Två kriterier", "source/a.md"),
        Template("Ett mål", "source/a.md"),
    ]
    found = with_terms(templates, words, "sv", "en")
    term = "term: kriterium → criterion"
    assert [each.comment for each in found] == [
        f"a · criteria/goals · criterion\n{term}",
        term,
        "",
    ]
    assert [each.text for each in found] == [each.text for each in templates]
    assert templates[0].comment == "a · criteria/goals · criterion", "the message itself stays"


def test_a_term_in_the_comments_is_no_place_of_a_message(words: Glossary) -> None:
    """An update finds reworded messages by the places that their comments name."""
    old = with_terms([Template("Ett kriterium", "a.yaml", "a · b · c")], words, "sv", "en")
    entries = update([], old)
    entries[0].msgstr = "A criterion"
    new = with_terms([Template("Något annat kriterium", "b.yaml", "a · x · c")], words, "sv", "en")
    current = [entry for entry in update(entries, new, similar=1.0) if not entry.obsolete]
    assert [entry.msgstr for entry in current] == [""]


def test_catalogues_with_terms_stay_canonical(words: Glossary) -> None:
    messages = with_terms([Template("Ett kriterium", "a.yaml")], words, "sv", "en")
    text = canonical(update([], messages), {}, "en")
    again = canonical(update(polib.pofile(text), messages), {}, "en")
    assert "#. term: kriterium → criterion\n" in text
    assert again == text


# --- the handbook's own -------------------------------------------------------------------------


def test_the_handbooks_glossary_speaks_its_languages() -> None:
    glossary = glossary_in(HANDBOOK / "locales" / FILE)
    for concept in glossary.concepts.values():
        for language in ("sv", "en", "nl"):
            wording = concept.wording(language)
            assert wording is not None, (concept.id, language)
            assert wording.definition, (concept.id, language)
            assert wording.definition.endswith("."), (concept.id, language)


def test_the_handbooks_english_has_the_words_of_its_glossary() -> None:
    glossary = glossary_in(HANDBOOK / "locales" / FILE)
    terms = terms_between(glossary, "sv", "en")
    checked = 0
    for path in sorted((HANDBOOK / "locales" / "en").rglob("*.po")):
        for entry in polib.pofile(str(path)).translated_entries():
            pair = Pair(entry.msgid, entry.msgstr, "sv", "en", terms=terms)
            assert [code for code, _ in compare(pair) if "term" in code] == [], entry.msgid
            checked += len(terms.named(pair.source_words))
    assert checked > 100


# --- the order of words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("sv", "ab adel ambition arena Zebra zon åk ål ärlig öra"),
        ("fi", "ala zeta äiti öljy"),
        ("da", "Aalborg zebra ære øre å"),
        ("de", "ab ähnlich Apfel Öl ost straße zu"),
        ("es", "nada nube ñu oso"),
        ("et", "sool šokk zebra žanr tuba õde äri öö üks"),
        ("fr", "cote coté école etat été"),
        ("nl", "één eend ijs"),
        ("el", "άλφα βήτα γάμμα"),
        ("pl", "lato łąka mama"),
    ],
)
def test_words_come_in_the_order_of_their_alphabet(language: str, ordered: str) -> None:
    words = ordered.split()[::-1]
    words.sort(key=lambda each: sort_key(each, language))
    assert words == ordered.split()


def test_spaces_come_before_letters() -> None:
    words = ["ett ord", "etta", "ett-tal"]
    assert sorted(words, key=lambda each: sort_key(each, "sv")) == ["ett ord", "ett-tal", "etta"]
