"""The numbers of a text, whatever its language makes of decimals, thousands, dates and hours."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol

_DIGITS: Final = re.compile(r"\d+")
_COMPOUND: Final = re.compile(r"\d[.,:'’]\d|\d\s?[ap]\.?m\b", re.IGNORECASE)
_FOREIGN_DIGIT: Final = re.compile(r"[^\x00-\x7f]")
#: Spaces that part thousands, and nothing else of a number.
_SPACES: Final = "[ \u00a0\u202f\u2009'’]"
_DATE: Final = re.compile(
    r"(?<!\d)(?:\d{4}-\d{1,2}(?:-\d{1,2})?|\d{1,2}([./-])\d{1,2}\1\d{4})(?!\d)"
)
_HALF_DAY: Final = re.compile(
    r"(?<![\d.:])(\d{1,2})(?:[.:](\d\d))?\s*([ap])\.?\s?m\b", re.IGNORECASE
)
_TIME: Final = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")
_NUMBER: Final = re.compile(
    rf"(?<![\d.,])\d{{1,3}}(?:{_SPACES}\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:]\d+)*"
)


def differing_numbers(
    source: str, source_language: str, target: str, target_language: str
) -> tuple[list[str], list[str]]:
    """The numbers that only one of two texts has."""
    if not any(digit in source or digit in target for digit in "0123456789"):
        return [], []
    digits = sorted(_DIGITS.findall(source)), sorted(_DIGITS.findall(target))
    texts = (source, source_language), (target, target_language)
    if digits[0] == digits[1] and not any(map(_is_more_than_digits, *zip(*texts, strict=True))):
        return [], []
    left, right = _numbers(source, source_language), _numbers(target, target_language)
    left, right = left - right, right - left
    left, right = _hours(left), _hours(right)
    return sorted((left - right).elements()), sorted((right - left).elements())


def _is_more_than_digits(text: str, language: str) -> bool:
    """Whether signs or months decide which numbers the digits are."""
    return bool(_COMPOUND.search(text) or _months(language).search(text))


def _hours(numbers: Counter[str]) -> Counter[str]:
    """With hours and minutes in one form: 9.30 is one where nothing else is the same."""
    found: Counter[str] = Counter()
    for number, times in numbers.items():
        time = _TIME.fullmatch(number)
        found[f"{int(time[1])}:{time[2]}" if time else number] += times
    return found


def _numbers(text: str, language: str) -> Counter[str]:
    """Numbers in one form for all languages; months beside digits are numbers too."""
    text = _FOREIGN_DIGIT.sub(_ascii_digit, text)
    found: Counter[str] = Counter()
    for month in _months(language).finditer(text):
        name = next(name for name in month.groups() if name)
        found[_month_numbers(language)[name.casefold()]] += 1

    def date(match: re.Match[str]) -> str:
        found.update(str(int(part)) for part in re.split(r"\D", match[0]))
        return " "

    def half_day(match: re.Match[str]) -> str:
        hour = int(match[1]) % 12 + (12 if match[3] in "pP" else 0)
        found[f"{hour}:{match[2]}" if match[2] else str(hour)] += 1
        return " "

    text = _HALF_DAY.sub(half_day, _DATE.sub(date, text))
    found.update(_canonical(each[0], language) for each in _NUMBER.finditer(text))
    return found


def _ascii_digit(match: re.Match[str]) -> str:
    value = unicodedata.decimal(match[0], None)
    return match[0] if value is None else str(value)


def _canonical(number: str, language: str) -> str:
    """``1 250,5`` in Swedish, ``1,250.5`` in English: ``1250.5``."""
    decimal, group = _symbols(language)
    number = re.sub(_SPACES, "", number)
    thousands = rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(decimal)}\d+)?"
    if re.fullmatch(thousands, number):
        number = number.replace(group, "")
    if number.count(decimal) == 1 and re.fullmatch(r"\d+.\d+", number):
        return number.replace(decimal, ".")
    return number


@cache
def _symbols(language: str) -> tuple[str, str]:
    locale = _locale(language)
    return get_decimal_symbol(locale), get_group_symbol(locale)


@cache
def _month_numbers(language: str) -> dict[str, str]:
    months = _locale(language).months
    return {
        name.rstrip(".").casefold(): str(number)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[context][width].items()
        if not name.isdigit()
    }


@cache
def _months(language: str) -> re.Pattern[str]:
    """A month beside the number of a day or a year."""
    names = sorted(map(re.escape, _month_numbers(language)), key=len, reverse=True)
    name = f"({'|'.join(names)})" if names else "((?!))"
    return re.compile(
        rf"\d(?:st|nd|rd|th|er|:[ae]|\.)?\s*(?:of\s|de\s|d['’])?\s*\b{name}\b|\b{name}\b\.?\s*\d",
        re.IGNORECASE,
    )


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
