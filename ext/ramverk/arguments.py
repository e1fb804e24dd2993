"""Arguments that several commands share: the project, languages; and what commands answer."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from .interface import N_
from .loading import is_language_tag
from .problems import Problem
from .project import Project, open_project

OK: Final = 0
PROBLEMS: Final = 1

Say = Callable[[str], str]


def opened_project(arguments: argparse.Namespace) -> Project:
    """The project that the arguments name."""
    return open_project(Path(arguments.project), arguments.source)


def add_project(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument(
        "--project", default=".", metavar="DIR", help=say(N_("folder of conf.py; here by default"))
    )
    parser.add_argument(
        "--source", default="", metavar="DIR", help=say(N_("folder of the pages in the project"))
    )


def add_languages(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument(
        "languages",
        nargs="*",
        type=language_tag(say),
        metavar="LANG",
        help=say(N_("language tags; all of the project by default")),
    )


def language_tag(say: Say) -> Callable[[str], str]:
    """Reads a language tag; folders are named after it."""

    def read(text: str) -> str:
        if not is_language_tag(text):
            problem = Problem("", 0, 0, "bad-language", {"found": text, "example": "sv"})
            raise argparse.ArgumentTypeError(problem.describe(say))
        return text

    return read
