"""A project on disk: where its ``conf.py``, pages, frameworks and catalogues are."""

from __future__ import annotations

import hashlib
import json
import os
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import NoneType
from typing import Any, Final

from sphinx.config import eval_config_file
from sphinx.errors import ConfigError
from sphinx.util.tags import Tags

from .formats.pdf import PAPERS, Paper
from .glossary import FILE as GLOSSARY
from .glossary import read_glossary
from .interface import N_, Message
from .library import Library
from .loading import is_language_tag
from .problems import Problem
from .terminology import Glossary

#: Settings that name what pages bring along.
_ASSETS: Final = (
    "html_static_path",
    "html_extra_path",
    "html_favicon",
    "html_logo",
    "templates_path",
)


class ProjectError(Exception):
    """The project cannot be used as it is.

    ``template`` says why and what to do; it is translated and filled from ``details`` when shown.
    """

    def __init__(self, template: Message, **details: object) -> None:
        super().__init__(template.format(**details))
        self.template = template
        self.details = details


@dataclass(frozen=True, slots=True)
class Project:
    """The folders and settings of a project; all paths are absolute."""

    root: Path
    source: Path
    frameworks: Path
    catalogs: Path
    #: Source language first.
    languages: tuple[str, ...]
    base_url: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    extensions: tuple[str, ...] = ()
    #: Percent of its texts that a language must have translated to be listed.
    listed_from: int = 1
    #: Paper of the PDFs.
    paper: Paper = "a4"
    #: Folder with more fonts for the PDFs.
    fonts: Path | None = None
    #: Whether pages offer PDFs.
    pdf: bool = True
    #: Files and folders that pages bring along, beside those above.
    assets: tuple[Path, ...] = ()
    #: Of all that ``conf.py`` says; the same wherever the project lies.
    settings_digest: str = ""
    #: Folder of what is made; ``build`` below the root where nothing else is said.
    folder: Path | None = None
    #: What Sphinx is told instead of what ``conf.py`` says.
    overrides: Mapping[str, Any] = field(default_factory=dict)

    @property
    def build(self) -> Path:
        return self.folder or self.root / "build"

    @property
    def site(self) -> Path:
        return self.build / "html"

    @property
    def source_language(self) -> str:
        return self.languages[0]

    def title(self, language: str) -> str:
        return self.titles.get(language) or self.titles.get(self.source_language) or ""

    def library(self, language: str | None = None) -> Library:
        """The project's frameworks in ``language``; by default each as its file has it."""
        return Library(self.root, self.frameworks, self.catalogs, language)

    @property
    def glossary_path(self) -> Path:
        return self.catalogs / GLOSSARY

    def name_of(self, path: Path) -> str:
        """How messages call a file of the project, wherever it lies."""
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def glossary(self) -> tuple[Glossary, list[Problem]]:
        """The words that translations should use, and what is wrong with their file."""
        return read_glossary(self.glossary_path, self.name_of(self.glossary_path))


def open_project(root: Path, source: str = "") -> Project:
    """The project in ``root``.

    :param source: folder of the pages below ``root``; ``source`` where that exists, else ``root``.
    :raises ProjectError: when there is no ``conf.py``, or it cannot be used.
    """
    root = root.resolve()
    conf = root / "conf.py"
    if not conf.is_file():
        raise ProjectError(
            N_("{path} is missing; go to the project's folder, or name it with --project"),
            path=conf,
        )
    try:
        settings = eval_config_file(conf, Tags())
    except ConfigError as error:
        raise _conf_error(conf, _cause(error, conf)) from None
    pages = root / (source or ("source" if (root / "source").is_dir() else "."))
    if not pages.is_dir():
        raise ProjectError(N_("the folder {path} is missing"), path=pages)
    language = _language(settings)

    def setting(name: str, default: Any) -> Any:
        value = settings.get(name, default)
        if not isinstance(value, type(default)):
            expected = type(default).__name__
            raise _conf_error(conf, f"{name}: {value!r} is not of the type {expected}")
        return value

    languages = setting("ramverk_languages", []) or [language]
    for tag in languages:
        if not is_language_tag(str(tag)):
            raise _conf_error(conf, f"ramverk_languages: {tag!r} is not a known language tag")
    paper = setting("ramverk_paper", "a4")
    if paper not in PAPERS:
        raise _conf_error(conf, f"ramverk_paper: {paper!r} is not {' or '.join(PAPERS)}")
    listed_from = setting("ramverk_listed_from", 1)
    if not 0 <= listed_from <= 100:
        raise _conf_error(conf, f"ramverk_listed_from: {listed_from!r} is not between 0 and 100")
    fonts = (root / setting("ramverk_fonts", "")).resolve()
    if not fonts.is_dir():
        raise ProjectError(N_("the folder {path} is missing"), path=fonts)
    return Project(
        root=root,
        source=pages.resolve(),
        frameworks=(root / setting("ramverk_frameworks", "frameworks")).resolve(),
        catalogs=(root / setting("ramverk_catalogs", "locales")).resolve(),
        languages=tuple(languages),
        base_url=setting("ramverk_base_url", ""),
        titles=setting("ramverk_titles", {}) or {language: settings.get("project", "")},
        extensions=tuple(settings.get("extensions", ())),
        listed_from=listed_from,
        paper=paper,
        fonts=fonts if fonts != root else None,
        pdf=setting("ramverk_pdf", True),
        assets=tuple(_assets(settings, root)),
        settings_digest=_digest_of_settings(settings, root),
    )


def _assets(settings: Mapping[str, Any], root: Path) -> Iterator[Path]:
    for name in _ASSETS:
        value = settings.get(name) or ()
        for each in [value] if isinstance(value, str) else value:
            if isinstance(each, str):
                yield root / each


def _digest_of_settings(settings: Mapping[str, Any], root: Path) -> str:
    """A digest of the values that have a plain form; of others, that they are there."""
    plain = {
        name: _plain(value, root) for name, value in settings.items() if not name.startswith("__")
    }
    return hashlib.blake2b(json.dumps(plain, sort_keys=True).encode(), digest_size=16).hexdigest()


def _plain(value: Any, root: Path) -> Any:
    """A value as JSON knows it, in which the project lies nowhere in particular."""
    if isinstance(value, str | Path):
        return str(value).replace(str(root), ".")
    if isinstance(value, dict):
        return sorted(json.dumps([_plain(each, root) for each in pair]) for pair in value.items())
    if isinstance(value, list | tuple):
        return [_plain(each, root) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(str(_plain(each, root)) for each in value)
    return value if isinstance(value, bool | int | float | NoneType) else type(value).__name__


def _conf_error(conf: Path, error: str) -> ProjectError:
    return ProjectError(N_("{path} has an error: {error}"), path=conf, error=error)


def _cause(error: ConfigError, conf: Path) -> str:
    """What went wrong in ``conf.py`` and on which line, without the way there."""
    cause = error.__cause__ or error.__context__
    if isinstance(cause, SyntaxError) or not isinstance(cause, Exception):
        return str(error).strip()
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(cause.__traceback__)
        if frame.filename == str(conf)
    ]
    return "".join(f"line {line}: " for line in lines[-1:]) + f"{type(cause).__name__}: {cause}"


def _language(settings: dict[str, Any]) -> str:
    return str(settings.get("language") or "en").replace("_", "-")
