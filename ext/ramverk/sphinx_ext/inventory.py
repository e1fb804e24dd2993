"""What other projects can link in each framework, kept beside the doctrees.

Sphinx writes its inventory at every build. With this, a framework need not be read for it when
neither its file nor its catalogue has changed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..files import write_if_changed

if TYPE_CHECKING:
    from ..library import Library

FILE: Final = "ramverk-targets.json"

Target = tuple[str, str]
"""An id path and the text it stands for, in the language of the build."""


class Targets:
    """The targets of all frameworks, read from what was kept or from the framework itself."""

    def __init__(self, library: Library, doctrees: Path) -> None:
        self.library = library
        self.path = doctrees / FILE
        self._kept = _read(self.path)
        self._found: dict[str, tuple[str, list[Target]]] = {}

    def of(self, framework_id: str) -> list[Target]:
        """The targets of a framework in the order of its file; none if it is missing or broken."""
        if framework_id not in self._found:
            digest = self.library.digest(framework_id)
            known = self._kept.get(framework_id)
            if known is None or known[0] != digest:
                framework = self.library.get(framework_id)
                targets = framework.targets() if framework else ()
                known = digest, [(path, str(text)) for path, text in targets]
            self._found[framework_id] = known
        return self._found[framework_id][1]

    def save(self) -> None:
        if self._found:  # some builders ask for none
            found = json.dumps(self._found, ensure_ascii=False, sort_keys=True)
            write_if_changed(self.path, found)


def _read(path: Path) -> dict[str, tuple[str, list[Target]]]:
    """What was kept; nothing if it is damaged."""
    try:
        found = json.loads(path.read_text("utf-8"))
        return {
            str(id_): (str(digest), [(str(path), str(text)) for path, text in targets])
            for id_, (digest, targets) in found.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
