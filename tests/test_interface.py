"""The interface's own texts: complete in Swedish, falling back, overridden by a project."""

from __future__ import annotations

import datetime
import importlib.util
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polib
import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from ramverk.interface import (
    N_,
    PACKAGE_CATALOGS,
    Interface,
    Message,
    autonym,
    interface_for,
    interface_of_terminal,
    widening,
)

ROOT: Final = Path(__file__).parent.parent
SWEDISH: Final = polib.pofile(str(PACKAGE_CATALOGS / "sv" / "LC_MESSAGES" / "ramverk.po"))
ACTIVE: Final = [entry for entry in SWEDISH if not entry.obsolete]
DAY: Final = datetime.date(2019, 11, 13)


def marked_texts() -> set[str]:
    """Every text that is marked for translation somewhere in the package."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        ROOT / "ext" / "ramverk", methods, options, {**DEFAULT_KEYWORDS, "N_": None}
    )
    messages = [message for _, _, message, _, _ in found]
    return {message if isinstance(message, str) else message[0] for message in messages}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


# --- Swedish --------------------------------------------------------------------------------------


def test_every_text_of_the_package_is_in_the_swedish_catalogue() -> None:
    wanted = marked_texts()
    assert len(wanted) > 200
    assert wanted - {entry.msgid for entry in ACTIVE} == set()


def test_every_text_is_translated_and_none_is_outdated() -> None:
    assert [entry.msgid for entry in ACTIVE if not entry.translated()] == []


def test_translations_have_the_placeholders_of_their_texts() -> None:
    for entry in ACTIVE:
        wanted = placeholders(entry.msgid)
        for found in [*entry.msgstr_plural.values()] or [entry.msgstr]:
            assert placeholders(found) == wanted, entry.msgid


def test_translations_keep_the_spaces_and_the_full_stop_of_their_texts() -> None:
    for entry in ACTIVE:
        text = next(iter(entry.msgstr_plural.values())) if entry.msgid_plural else entry.msgstr
        assert text == text.strip()
        assert text.endswith(".") is entry.msgid.endswith("."), entry.msgid


def test_translations_use_swedish_quotes() -> None:
    assert [entry.msgid for entry in ACTIVE if "“" in entry.msgstr] == []


def test_swedish_is_shown() -> None:
    assert interface_for("sv").gettext(N_("a text")) == "en text"


def test_plurals_follow_the_number() -> None:
    def files(language: str, number: int) -> str:
        return interface_for(language).ngettext("in {files} file", "in {files} files", number)

    assert [files("en", number) for number in (0, 1, 2)] == [
        "in {files} files",
        "in {files} file",
        "in {files} files",
    ]
    entry = SWEDISH.find("in {files} file")
    assert entry is not None
    assert [files("sv", number) for number in (1, 2)] == [*entry.msgstr_plural.values()]


# --- falling back ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fi", "xx", "en-GB", "zz-Latn-ZZ", "not a tag", ""])
def test_a_language_without_catalogue_gets_the_english_ids(language: str) -> None:
    interface = Interface(language)
    assert interface.gettext("a text") == "a text"
    assert interface.ngettext("one", "many", 2) == "many"
    assert interface.pgettext("context", "a text") == "a text"


def test_a_narrower_language_gets_the_wider_ones_texts() -> None:
    assert Interface("sv-FI").gettext("a text") == "en text"


def test_an_unknown_text_is_shown_as_it_is() -> None:
    assert Interface("sv").gettext("No such text") == "No such text"


def add_catalogue(folder: Path, language: str, translations: Mapping[str, str]) -> None:
    path = folder / language / "LC_MESSAGES" / "ramverk.po"
    path.parent.mkdir(parents=True)
    po = polib.POFile()
    po.metadata = {"Language": language, "Content-Type": "text/plain; charset=UTF-8"}
    po.extend(polib.POEntry(msgid=text, msgstr=found) for text, found in translations.items())
    po.save(str(path))


def test_a_projects_catalogue_comes_before_the_packages(tmp_path: Path) -> None:
    add_catalogue(tmp_path, "sv", {"a text": "ett stycke"})
    interface = Interface("sv", (tmp_path,))
    assert interface.gettext("a text") == "ett stycke"
    assert interface.gettext("a list") == "en lista"
    assert Interface("sv").gettext("a text") == "en text"


def test_a_project_may_add_a_language_and_a_variant(tmp_path: Path) -> None:
    add_catalogue(tmp_path, "fi", {"a text": "teksti"})
    add_catalogue(tmp_path, "sv_FI", {"a list": "en förteckning"})
    assert Interface("fi", (tmp_path,)).gettext("a text") == "teksti"
    finland = Interface("sv-FI", (tmp_path,))
    assert finland.gettext("a list") == "en förteckning"
    assert finland.gettext("a text") == "en text"


def test_an_empty_translation_falls_back(tmp_path: Path) -> None:
    add_catalogue(tmp_path, "sv", {"a text": ""})
    assert Interface("sv", (tmp_path,)).gettext("a text") == "en text"


def test_catalogues_are_read_once() -> None:
    assert interface_for("sv") is interface_for("sv")


@pytest.mark.parametrize(
    ("language", "wider"),
    [
        ("sv", ["sv"]),
        ("en-GB", ["en-GB", "en"]),
        ("sr-Latn-RS", ["sr-Latn-RS", "sr-Latn", "sr"]),
        ("", []),
    ],
)
def test_languages_widen_from_the_end(language: str, wider: list[str]) -> None:
    assert [*widening(language)] == wider


# --- the terminal ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "POSIX", "LANG": "sv_SE.UTF-8"}, "sv-SE"),
        ({"LANG": "sv_SE.UTF-8"}, "sv-SE"),
        ({"LANGUAGE": "fi:sv:en", "LANG": "sv_SE.UTF-8"}, "fi"),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LANG": "sv_SE.UTF-8"}, "en-GB"),
        ({"LC_ALL": "", "LANG": "sv_SE"}, "sv-SE"),
    ],
)
def test_the_terminal_tells_its_language(environment: dict[str, str], language: str) -> None:
    assert interface_of_terminal(environment).language == language


def test_a_modifier_of_the_locale_does_no_harm() -> None:
    assert interface_of_terminal({"LANG": "sv_SE@euro"}).gettext("a list") in {"a list", "en lista"}


# --- dates and names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("sv", "13 november 2019"),
        ("en", "13 November 2019"),
        ("en-GB", "13 November 2019"),
        ("en-US", "November 13, 2019"),
        ("fi", "13. marraskuuta 2019"),
        ("de", "13. November 2019"),
        ("sv-FI", "13 november 2019"),
        ("xx", "13 November 2019"),
    ],
)
def test_dates_are_written_as_readers_write_them(language: str, written: str) -> None:
    assert Interface(language).date(DAY) == written


@pytest.mark.parametrize(
    ("language", "size", "written"),
    [
        ("sv", 0, "1\u00a0kB"),
        ("sv", 1499, "1\u00a0kB"),
        ("sv", 37_800, "38\u00a0kB"),
        ("sv", 999_499, "999\u00a0kB"),
        ("sv", 999_500, "1\u00a0MB"),
        ("sv", 1_234_567, "1,2\u00a0MB"),
        ("en", 1_234_567, "1.2\u00a0MB"),
        ("en", 1_234_567_890, "1,234.6\u00a0MB"),
    ],
)
def test_sizes_of_files_are_short(language: str, size: int, written: str) -> None:
    assert interface_for(language).file_size(size) == written


@pytest.mark.parametrize(
    ("reader", "language", "name"),
    [
        ("sv", "sv", "svenska"),
        ("sv", "en", "engelska"),
        ("en", "sv", "Swedish"),
        ("en", "en-GB", "English (United Kingdom)"),
        ("fi", "sv", "ruotsi"),
        ("en", "sr-Latn", "Serbian (Latin)"),
        ("sv", "qq", "qq"),
        ("sv", "not a tag", "not a tag"),
    ],
)
def test_languages_have_names(reader: str, language: str, name: str) -> None:
    assert Interface(reader).language_name(language) == name


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("sv", "Svenska"),
        ("en", "English"),
        ("fi", "Suomi"),
        ("ar", "العربية"),
        ("el", "Ελληνικά"),
    ],
)
def test_a_language_names_itself_with_a_capital(language: str, name: str) -> None:
    assert autonym(language) == name


@pytest.mark.parametrize(
    ("language", "direction"),
    [("sv", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("fa", "rtl"), ("xx", "ltr")],
)
def test_the_direction_of_writing_is_known(language: str, direction: str) -> None:
    assert Interface(language).direction == direction


def test_a_marked_text_is_a_text() -> None:
    assert N_("a") == "a"
    assert isinstance(N_("a"), Message)


def test_one_word_in_two_contexts_is_two_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("interface", ROOT / "tools" / "interface.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    (tmp_path / "page.py").write_text(
        'say.pgettext("verb", "Plan")\nsay.gettext("Plan")\nsay.pgettext("verb", "Plan")\n'
    )
    monkeypatch.setattr(tool, "PACKAGE", tmp_path)
    found = [(each.context, each.text, each.file) for each in tool.extract()]
    file = "ext/ramverk/page.py"
    assert found == [("verb", "Plan", file), (None, "Plan", file)]


def test_one_word_in_two_contexts_has_two_translations(tmp_path: Path) -> None:
    path = tmp_path / "nl" / "LC_MESSAGES" / "ramverk.po"
    path.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    entries = 'msgctxt "verb"\nmsgid "Plan"\nmsgstr "Plannen"\n\nmsgid "Plan"\nmsgstr "Plan"\n'
    path.write_text(f"{head}\n{entries}", "utf-8")
    interface = Interface("nl", (tmp_path,))
    assert interface.pgettext("verb", "Plan") == "Plannen"
    assert interface.gettext("Plan") == "Plan"


# --- every language -------------------------------------------------------------------------------

SHIPPED: Final = sorted(path.parts[-3] for path in PACKAGE_CATALOGS.glob("*/LC_MESSAGES/*.po"))


@pytest.mark.parametrize("language", SHIPPED)
def test_every_language_of_the_package_is_complete(language: str) -> None:
    found = polib.pofile(str(PACKAGE_CATALOGS / language / "LC_MESSAGES" / "ramverk.po"))
    assert {each.msgid for each in found} == {each.msgid for each in ACTIVE}
    for entry in found:
        assert entry.translated(), entry.msgid
        forms = list(entry.msgstr_plural.values()) or [entry.msgstr]
        known = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
        assert all(placeholders(form) <= known for form in forms), entry.msgid


@pytest.mark.parametrize(
    "wrong", ["Allt på {sprak}", "Allt på {}", "Allt på {language", "Allt på {language.denom}"]
)
def test_a_translation_that_cannot_be_filled_in_does_not_stop_a_page(
    tmp_path: Path, wrong: str
) -> None:
    message = "Everything here is in {language}: it is not translated yet."
    path = tmp_path / "sv" / "LC_MESSAGES" / "ramverk.po"
    path.parent.mkdir(parents=True)
    entry = f'msgid "{message}"\nmsgstr "{wrong}"\n'
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + entry)
    shown = Interface("sv", (tmp_path,)).gettext(message)
    assert shown.format(language="engelska") == "Allt här är på engelska: det är inte översatt än."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "dos", "mac"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte-order-mark"])
@pytest.mark.parametrize("forms", ["", "Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"])
def test_a_catalogue_is_read_as_any_program_writes_it(
    tmp_path: Path, end: str, mark: str, forms: str
) -> None:
    path = tmp_path / "sv" / "LC_MESSAGES" / "ramverk.po"
    path.parent.mkdir(parents=True)
    head = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"{forms}"\n\n'
    text = mark + head + 'msgid "Previous"\nmsgstr "Före"\n'
    path.write_bytes(text.replace("\n", end).encode())
    assert Interface("sv", (tmp_path,)).gettext("Previous") == "Före"
