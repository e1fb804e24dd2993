"""The interface's own texts: what the layout, the pages and the commands say, in every language.

The message ids are English. Each language has one catalogue, ``<lang>/LC_MESSAGES/ramverk.po``; it
is read as it is, so there is no compiled file that could be stale. A project may put a catalogue
of the same name in its own folder to add a language or to word something differently.
"""

from __future__ import annotations

import datetime
import gettext
import hashlib
import io
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

SOURCE_LANGUAGE: Final = "en"
_PLURAL_FORMS: Final = re.compile(r'^"Plural-Forms:.*\n', re.MULTILINE)
PACKAGE_CATALOGS: Final = Path(__file__).parent / "locale"


class Message(str):
    """An English text that the interface catalogues translate where it is shown."""

    __slots__ = ()


def N_(message: str) -> Message:  # noqa: N802 - the name gettext tools look for
    """Mark ``message`` for extraction."""
    return Message(message)


class Interface:
    """The interface texts in one language.

    :param language: BCP 47 tag, for example ``sv`` or ``en-GB``. Texts that its catalogue lacks
        come from the wider language (``en-GB`` → ``en``) and at last from the English message ids.
    :param folders: folders with catalogues that are asked before the package's own.

    ``digest`` is that of the catalogues it was read from, which may have been edited since.
    """

    def __init__(self, language: str, folders: tuple[Path, ...] = ()) -> None:
        self.language = language
        self.locale = _locale(language)
        contents = _contents(language, (*folders, PACKAGE_CATALOGS))
        self._translations = _translations(contents)
        self.digest = hashlib.blake2b(repr(contents).encode(), digest_size=16).hexdigest()

    def gettext(self, message: str) -> str:
        return self._translations.gettext(message)

    def pgettext(self, context: str, message: str) -> str:
        return self._translations.pgettext(context, message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self._translations.ngettext(singular, plural, number)

    def date(self, date: datetime.date) -> str:
        """``date`` written out for a reader of the language, such as *13 november 2019*."""
        return format_date(date, format="long", locale=self.locale)

    def language_name(self, language: str) -> str:
        """The name of ``language`` in this language, or the bare tag where no name is known."""
        return _display_name(language, self.locale) or language

    def file_size(self, size: int) -> str:
        """A number of bytes in a short form: *38 kB*, *1,2 MB*."""
        kilobytes = max(1, round(size / 1000))
        if kilobytes < 1000:
            return f"{format_decimal(kilobytes, locale=self.locale)}\u00a0kB"
        return f"{format_decimal(round(size / 1e6, 1), locale=self.locale)}\u00a0MB"

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``, for the ``dir`` attribute."""
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"


@cache
def interface_for(language: str, folders: tuple[Path, ...] = ()) -> Interface:
    """The interface texts of ``language``; each catalogue is read once."""
    return Interface(language, folders)


def interface_of_terminal(environment: Mapping[str, str] = os.environ) -> Interface:
    """The interface in the language of the terminal (``LANGUAGE``, ``LC_ALL``, …), else English."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable, "").split(":")[0].split(".")[0].replace("_", "-")
        if value and value not in {"C", "POSIX"}:
            return interface_for(value)
    return interface_for(SOURCE_LANGUAGE)


@cache
def autonym(language: str) -> str:
    """The name a language has in itself, capitalised as in a list: ``Svenska``, ``English``."""
    name = _display_name(language, _locale(language)) or language
    return name[:1].upper() + name[1:]


def widening(language: str) -> Iterator[str]:
    """``language`` and the wider ones that may stand in for it: ``sr-Latn``, then ``sr``."""
    while language:
        yield language
        language = language.rpartition("-")[0]


def plural_forms(language: str) -> str:
    """The plural rule of a language, as the header of its catalogues has it."""
    return str(get_plural(_locale(language)).plural_forms)


def _locale(language: str) -> Locale:
    # Plain "en" means American dates to Babel; the readers here are Europeans.
    for tag in widening(language):
        if tag == "en":
            break
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_150")


def _display_name(language: str, locale: Locale) -> str | None:
    try:
        own = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    return own.get_display_name(locale)


def _contents(language: str, folders: tuple[Path, ...]) -> list[bytes]:
    """The catalogues of a language in the order in which they are asked."""
    tags = [tag.replace("-", "_") for tag in widening(language)]
    paths = (folder / tag / "LC_MESSAGES" / "ramverk.po" for tag in tags for folder in folders)
    return [path.read_bytes() for path in paths if path.is_file()]


def _translations(contents: Sequence[bytes]) -> gettext.NullTranslations:
    chain: gettext.NullTranslations | None = None
    for content in contents:
        found = _parsed(content)
        if chain is None:
            chain = found
        else:
            chain.add_fallback(found)
    return chain or gettext.NullTranslations()


def _parsed(content: bytes) -> gettext.GNUTranslations:
    # As other programs write it: with a byte order mark, with other line ends.
    text = content.decode("utf-8-sig", errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        catalog = read_po(io.StringIO(text))
    except ValueError:  # the plural rule of a template
        catalog = read_po(io.StringIO(_PLURAL_FORMS.sub("", text)))
    for message in catalog:
        if not _can_be_filled(_forms(message.id), _forms(message.string)):
            message.string = ""  # its English goes before it; the checks say what is wrong
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _forms(text: str | Sequence[str] | None) -> Sequence[str]:
    """A text, or its plural forms."""
    return [text or ""] if text is None or isinstance(text, str) else text


def _can_be_filled(source: Sequence[str], target: Sequence[str]) -> bool:
    """Whether a translation has no other placeholders than its source, and none that is broken."""
    if not any("{" in each for each in source):
        return True  # nobody fills it
    known = {each for form in source for each in _placeholders(form)}
    try:
        return all(_placeholders(form) <= known for form in target)
    except ValueError:
        return False


def _placeholders(text: str) -> set[tuple[str, str, str]]:
    """The placeholders of a text, each with how it is to be formatted.

    :raises ValueError: when braces do not match.
    """
    return {
        (name, form or "", conversion or "")
        for _, name, form, conversion in Formatter().parse(text)
        if name is not None
    }
