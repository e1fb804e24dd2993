"""What every output says of a framework in the same words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final, NamedTuple

from .interface import N_, Interface
from .model import Framework, ServiceTableSection, Text, texts

PHASES: Final = MappingProxyType(
    {"plan": N_("Plan"), "do": N_("Do"), "check": N_("Check"), "act": N_("Act")}
)
STATUSES: Final = MappingProxyType({"draft": N_("Draft"), "final": N_("Final version")})
#: What is written at each place to sign.
SIGNATURE: Final = (N_("Name and signature"), N_("Place and date"))
#: What is answered about whether a service is offered, by the answer that is stored.
OFFERS: Final = MappingProxyType({"yes": N_("Yes"), "no": N_("Nothing to offer")})

_URL: Final = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}’”]")


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
    if all(each.is_current for each in texts(framework)):
        return ""
    message = interface.gettext(
        "Some texts are shown in {language}, because they are not translated yet."
    )
    return message.format(language=interface.language_name(framework.language))


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
