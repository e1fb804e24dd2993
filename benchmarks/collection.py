"""What is built: frameworks of criteria and indicators, in any number and up to 24 languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sentences import LANGUAGES, SENTENCES

INDICATORS_PER_CRITERION = 6
CRITERIA_PER_FRAMEWORK = 8
ITEMS_PER_FRAMEWORK = INDICATORS_PER_CRITERION * CRITERIA_PER_FRAMEWORK
#: What every tool calls the site.
SITE_TITLE = "Ramverk"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion in one language; its indicators by id."""

    id: str
    title: str
    indicators: dict[str, str]


@dataclass(frozen=True, slots=True)
class Framework:
    """A page in one language."""

    name: str
    title: str
    heading: str
    criteria: tuple[Criterion, ...]

    def texts(self) -> Iterator[str]:
        """All that has to be translated, in the order of the page."""
        yield self.title
        yield self.heading
        for criterion in self.criteria:
            yield criterion.title
            yield from criterion.indicators.values()

    def anchors(self) -> Iterator[str]:
        for criterion in self.criteria:
            for indicator in criterion.indicators:
                yield f"{criterion.id}-{indicator}"


@dataclass(frozen=True)
class Collection:
    """So many indicators in so many languages, the source language first."""

    items: int
    languages: tuple[str, ...]

    @classmethod
    def of(cls, items: int, languages: int) -> Collection:
        return cls(items, LANGUAGES[:languages])

    @property
    def source(self) -> str:
        return self.languages[0]

    @property
    def translations(self) -> tuple[str, ...]:
        return self.languages[1:]

    @property
    def size(self) -> int:
        """Indicators in all languages together."""
        return self.items * len(self.languages)

    def __str__(self) -> str:
        plural = "s" if len(self.languages) > 1 else ""
        return f"{self.items:,} items × {len(self.languages)} language{plural}"

    def frameworks(self, language: str) -> Iterator[Framework]:
        for number in range(-(-self.items // ITEMS_PER_FRAMEWORK)):
            yield self.framework(number, language)

    def framework(self, number: int, language: str) -> Framework:
        said = SENTENCES[language]
        count = min(ITEMS_PER_FRAMEWORK, self.items - number * ITEMS_PER_FRAMEWORK)
        criteria = [
            Criterion(
                f"c{c}",
                said.criterion.format(n=number, c=c),
                {
                    f"i{i}": said.indicator.format(n=number, i=i)
                    for i in range(start, min(start + INDICATORS_PER_CRITERION, count))
                },
            )
            for c, start in enumerate(range(0, count, INDICATORS_PER_CRITERION))
        ]
        return Framework(
            f"f{number:04}", said.title.format(n=number), said.heading, tuple(criteria)
        )
