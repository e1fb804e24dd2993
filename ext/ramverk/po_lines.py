"""Where the entries of a ``.po`` file stand; polib only tells where their comments begin."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polib

_LINE_END: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class EntryLines:
    """The lines of a file on which a ``msgid`` or a ``msgstr`` begins."""

    places: Mapping[str, list[int]]
    #: The number of the last line that holds anything; 1 in an empty file.
    last: int = 1

    @classmethod
    def read(cls, path: Path) -> EntryLines:
        places: dict[str, list[int]] = {"msgid": [], "msgstr": []}
        last = 1
        text = path.read_bytes().decode("utf-8-sig", "replace")
        for number, line in enumerate(_LINE_END.split(text), 1):
            keyword = line.strip()[:6].rstrip(' "_[')
            if keyword:
                last = number
            if keyword == "msgid" and "msgid_plural" not in line[:20]:
                places["msgid"].append(number)
            elif keyword == "msgstr":
                places["msgstr"].append(number)
        return cls(places, last)

    def of(self, entry: polib.POEntry, keyword: str) -> int:
        """The line of an entry's ``msgid`` or ``msgstr``; of its beginning, if there is none."""
        places = self.places[keyword]
        here = bisect.bisect_left(places, entry.linenum or 0)
        return places[here] if here < len(places) else entry.linenum or 0
