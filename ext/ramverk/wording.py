"""What every output says of a framework in the same words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from babel.lists import format_list

from .completeness import Counts, count
from .interface import N_, Interface
from .model import Framework, ServiceTableSection, Text, texts

PHASES: Final = MappingProxyType(
    {"plan": N_("Plan"), "do": N_("Do"), "check": N_("Check"), "act": N_("Act")}
)
STATUSES: Final = MappingProxyType({"draft": N_("Draft"), "final": N_("Final version")})
#: What is written at each place to sign.
SIGNATURE: Final = (N_("Name and signature"), N_("Place and date"))
#: What marks a text that is shown in the language of its source, by its state.
SIGNS: Final = MappingProxyType({"missing": "○", "outdated": "↻"})
#: What is answered about whether a service is offered, by the answer that is stored.
OFFERS: Final = MappingProxyType({"yes": N_("Yes"), "no": N_("Nothing to offer")})

#: A closing bracket belongs to an address in which it was opened.
_URL: Final = re.compile(
    r"https?://(?:[^\s<>\"()]|\([^\s<>\"()]*\)|\((?![^\s<>\"()]*\)))*"
    r"(?:[^\s<>\"().,;:!?\]}’”]|\([^\s<>\"()]*\))"
)


class Fact(NamedTuple):
    """What something is called, and what it is for a framework; ``date`` where that is a date."""

    name: str
    value: str
    date: datetime.date | None = None


def facts(framework: Framework, interface: Interface) -> Iterator[Fact]:
    """Version, date, status …"""
    say = interface.gettext
    if framework.code:
        yield Fact(say(N_("Code")), framework.code)
    yield Fact(say(N_("Version")), framework.version)
    yield Fact(say(N_("Date")), interface.date(framework.date), framework.date)
    if framework.status:
        yield Fact(say(N_("Status")), say(STATUSES[framework.status]))
    yield Fact(say(N_("Language")), interface.language_name(interface.language))
    if framework.authors:
        yield Fact(say(N_("Authors")), ", ".join(framework.authors))
    if framework.license:
        yield Fact(say(N_("Licence")), framework.license)


def untranslated_note(framework: Framework, interface: Interface) -> str:
    """What tells the reader that some texts are not translated; empty if all are."""
    found = list(texts(framework))
    said = untranslated_sentences(state_counts(found), untranslated_languages(found), interface)
    return " ".join(each.text for each in said)


class Sentence(NamedTuple):
    """Part of what is said of untranslated texts, and which of them carry which mark."""

    text: str
    state: str = ""


def state_counts(found: Iterable[Text]) -> Counts:
    """How many texts are shown as meant, and how many in the language of their source."""
    states = ("translated" if each.is_current else each.state for each in found)
    return count(states)


def untranslated_languages(found: Iterable[Text]) -> list[str]:
    """The languages of the texts that are not translated, in the order in which they come."""
    return list(dict.fromkeys(each.language for each in found if not each.is_current))


def untranslated_sentences(
    counts: Counts, languages: Sequence[str], interface: Interface
) -> list[Sentence]:
    """How many of how many texts are in other languages, and why; nothing if all are translated."""
    say, untranslated = interface.gettext, counts.total - counts.translated
    if not untranslated:
        return []
    names = format_list([*map(interface.language_name, languages)], locale=interface.locale)
    if counts.missing == counts.total:
        whole = say(N_("Everything here is in {language}: it is not translated yet."))
        return [Sentence(whole.format(language=names))]
    if counts.outdated == counts.total:
        whole = say(
            N_(
                "Everything here is in {language}: the original has changed since it was "
                "translated."
            )
        )
        return [Sentence(whole.format(language=names))]
    some = interface.ngettext(
        "{count} of {all} texts is shown in {language}.",
        "{count} of {all} texts are shown in {language}.",
        untranslated,
    )
    said = [Sentence(some.format(count=untranslated, all=counts.total, language=names))]
    if counts.missing:
        why = say(N_("Not translated yet: {count}."))
        said.append(Sentence(why.format(count=counts.missing), "missing"))
    if counts.outdated:
        why = say(N_("The original has changed since the translation: {count}."))
        said.append(Sentence(why.format(count=counts.outdated), "outdated"))
    return said


def service_headings(found: ServiceTableSection, interface: Interface) -> dict[str, Text | str]:
    """The headings of a table of services: the framework's own, or the usual ones."""
    say = interface.gettext
    return {
        "service": found.headings.service or say(N_("Service")),
        "present": found.headings.present or say(N_("Present")),
        "desired": found.headings.desired or say(N_("Desired")),
    }


def with_addresses(value: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a text in order, each with whether it is a web address."""
    end = 0
    for found in _URL.finditer(value):
        yield value[end : found.start()], False
        yield found[0], True
        end = found.end()
    yield value[end:], False
