"""What each language was built of last: a language is built again only when some of that changed.

Everything that decides what a build makes is compared by content: pages, frameworks, catalogues,
``conf.py`` and the settings that came of it, and whatever else the build told that it had read. The
programs that took part, this package among them, are compared by size and time, and so is the site:
what somebody changed in it by hand is put right.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from .catalogs import language_folder
from .files import paths_below, read, source_paths_below, write_if_changed
from .interface import widening
from .orders import Sources
from .project import Project

FILE: Final = "built.json"
#: What of the surroundings can change what is built.
_VARIABLES: Final = ("SOURCE_DATE_EPOCH", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "TZ")
_PACKAGE: Final = Path(__file__).parent
#: Files above the languages.
_TOP: Final = ("index.html", "404.html", "site.css", "sitemap.xml")


@dataclass(slots=True)
class Record:
    """A language as it was built and published last.

    :param inputs: a digest of what it was built of.
    :param output: a digest of its published files: names, sizes and times.
    :param pages: the addresses of its pages.
    """

    inputs: str
    output: str
    pages: list[str]
    files: list[str]
    all_catalogs: bool


@dataclass(slots=True)
class Whole:
    """The site as it was published last.

    :param asked: languages and base URL, as they were asked for.
    :param listed: the languages that are offered to readers.
    :param catalogs: a digest of all catalogues, on which that depends.
    :param output: a digest of what stands above the languages.
    """

    asked: list[Any]
    listed: list[str]
    catalogs: str
    output: str


class Records:
    """What is known of the last build, and what there is to build today.

    The project's files are read when this is made, before anything is built: what is changed later
    is not taken for what was built.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._begun = time.time_ns()
        self._path = project.build / FILE
        self._programs: list[str] = []
        self._whole: Whole | None = None
        self._found: dict[str, Record] = {}
        self._read()
        self._content = _contents(project)
        self._stamps: dict[str, bytes] = {}

    def _read(self) -> None:
        """Read what was kept; what is damaged, or of another version, counts for nothing."""
        try:
            kept = json.loads(self._path.read_bytes())
            self._found = {tag: Record(**each) for tag, each in kept["languages"].items()}
            self._whole = Whole(**kept["whole"]) if kept["whole"] else None
            self._programs = [str(each) for each in kept["programs"]]
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            self._found, self._whole, self._programs = {}, None, []

    # --- what is fresh ----------------------------------------------------------------------------

    def listed(self, asked: Sequence[Any]) -> list[str] | None:
        """The languages offered last, if the same was asked for and no catalogue has changed."""
        whole = self._whole
        if whole is None or whole.asked != list(asked):
            return None
        unchanged = whole.catalogs == self._digest([self.project.catalogs])
        return whole.listed if unchanged and whole.output == self._top() else None

    def fresh(self, language: str, settings: Mapping[str, Any]) -> Record | None:
        """The record of a language, if building it again would change nothing.

        :param settings: what the build is told.
        """
        record = self._found.get(language)
        if record is None or record.inputs != self._inputs(language, settings, record):
            return None
        # Last, since it looks at each file of the site.
        return record if record.output == self._output(language) else None

    def _inputs(self, language: str, settings: Mapping[str, Any], record: Record | Sources) -> str:
        """A digest of all that decides what is built of a language."""
        project = self.project
        variables = [os.environ.get(each) for each in _VARIABLES]
        known = [sys.version, variables, project.settings_digest, dict(settings)]
        folders = [project.source, project.frameworks, project.root / "conf.py"]
        folders += [project.root / "docutils.conf", *self._catalogs(language, record)]
        digest = hashlib.blake2b(repr(known).encode(), digest_size=16)
        digest.update(self._digest(folders).encode())
        digest.update(_digest_of(_read_all(record.files)))
        digest.update(self._stamp_of_programs())
        return digest.hexdigest()

    def _catalogs(self, language: str, record: Record | Sources) -> list[Path]:
        """The folders of catalogues that a language takes texts from, and the glossary."""
        project = self.project
        if record.all_catalogs:
            return [project.catalogs]
        folders = [language_folder(project.catalogs, tag) for tag in widening(language)]
        return [*folders, project.glossary_path]

    def _digest(self, places: Sequence[Path]) -> str:
        """A digest of the project's files in these places."""
        wanted = [str(place) for place in places]
        below = tuple(f"{place}{os.sep}" for place in wanted)
        content = self._content.items()
        found = {path: each for path, each in content if path in wanted or path.startswith(below)}
        return _digest_of(found).hex()

    def _stamp_of_programs(self) -> bytes:
        key = "\n".join(self._programs)
        if key not in self._stamps:
            self._stamps[key] = _stamp([*self._programs, *paths_below(_PACKAGE)])
        return self._stamps[key]

    def _output(self, language: str) -> str:
        return _stamp(paths_below(self.project.site / language)).hex()

    def _top(self) -> str:
        return _stamp(str(self.project.site / name) for name in _TOP).hex()

    # --- keeping ----------------------------------------------------------------------------------

    def forget(self, languages: Iterable[str]) -> None:
        """Before languages are built: whatever becomes of it, they are not as they were."""
        for language in languages:
            self._found.pop(language, None)
        self._whole = None
        self._save()

    def keep(
        self,
        built: Mapping[str, tuple[Mapping[str, Any], Sources, list[str]]],
        asked: Sequence[Any],
        listed: list[str],
    ) -> None:
        """Note what was published just now.

        :param built: settings, sources and pages of the languages that were built anew.
        """
        programs = {name for _, sources, _ in built.values() for name in sources.programs}
        # One list for all languages. When it grows, those that were not built now are, once.
        self._programs = sorted({*self._programs, *programs})
        # What changed meanwhile may have been loaded as it was before.
        is_settled = all(_changed(path) < self._begun for path in self._programs)
        for language, (settings, sources, pages) in built.items():
            if sources.certain and is_settled:
                inputs, output = self._inputs(language, settings, sources), self._output(language)
                self._found[language] = Record(
                    inputs, output, pages, sources.files, sources.all_catalogs
                )
        catalogs = self._digest([self.project.catalogs])
        self._whole = Whole(list(asked), listed, catalogs, self._top())
        self._save()

    def _save(self) -> None:
        kept = {
            "programs": self._programs,
            "whole": asdict(self._whole) if self._whole else None,
            "languages": {language: asdict(each) for language, each in self._found.items()},
        }
        write_if_changed(self._path, json.dumps(kept, sort_keys=True) + "\n")


# --- digests ------------------------------------------------------------------------------------


def _contents(project: Project) -> dict[str, bytes]:
    """The digest of each of a project's files, by its path."""
    places = [project.root / "conf.py", project.root / "docutils.conf"]
    folders = [project.source, project.frameworks, project.catalogs]
    found = (path for folder in folders for path in source_paths_below(folder, project.build))
    return _read_all([*map(str, places), *found])


def _read_all(places: Iterable[str]) -> dict[str, bytes]:
    found = {}
    for place in places:
        for path in paths_below(place) if os.path.isdir(place) else [place]:
            try:
                content = read(path)
            except OSError:
                found[path] = b""
            else:
                found[path] = hashlib.blake2b(content, digest_size=16).digest()
    return found


def _digest_of(contents: Mapping[str, bytes]) -> bytes:
    lines = (path.encode() + b"\n" + each for path, each in sorted(contents.items()))
    return hashlib.blake2b(b"\n".join(lines), digest_size=16).digest()


def _changed(path: str) -> int:
    """When a file was changed, in nanoseconds."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def _stamp(paths: Iterable[str]) -> bytes:
    """A digest of names, sizes and times of files."""
    digest = hashlib.blake2b(digest_size=16)
    for path in paths:
        try:
            found = os.stat(path)
        except OSError:
            digest.update(f"{path}\n".encode())
            continue
        digest.update(f"{path}\n{found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.digest()
