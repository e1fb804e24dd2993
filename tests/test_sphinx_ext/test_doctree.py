"""The nodes that directives make, and what becomes of them for builders without our HTML.

The expected outputs lie in ``golden/``; ``pytest --update-golden`` writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import LEARNERS, STAFF, Build, MakeProject, directive, toctree

GOLDEN: Final = Path(__file__).parent / "golden"
DIRECTIVES: Final = {
    "framework": "learners",
    "criteria": "learners",
    "checklist": "learners",
    "steps": "learners",
    "service-table": "learners#services",
    "framework-list": "",
}


@pytest.fixture(scope="module")
def text(make_project: MakeProject) -> Build:
    files = {
        "frameworks/learners.yaml": LEARNERS,
        "frameworks/staff.yaml": STAFF,
        "index.md": toctree(*DIRECTIVES, "staff"),
        "staff.md": directive("framework", "staff"),
        "framework.md": directive("framework", "learners"),
        **{
            f"{name}.md": f"# Sidan\n\n{directive(name, argument)}"
            for name, argument in DIRECTIVES.items()
            if name != "framework"
        },
    }
    return make_project(files).build("text")


@pytest.mark.parametrize("name", DIRECTIVES)
def test_a_directive_makes_these_nodes(
    text: Build, name: str, matches_golden: Callable[[str, Path], None]
) -> None:
    children = text.doctree(name).children
    matches_golden("".join(each.pformat() for each in children), GOLDEN / f"{name}.doctree")


@pytest.mark.parametrize("name", DIRECTIVES)
def test_other_builders_get_ordinary_tables_and_lists(
    text: Build, name: str, matches_golden: Callable[[str, Path], None]
) -> None:
    matches_golden(text.output(f"{name}.txt"), GOLDEN / f"{name}.txt")
