"""What may know what: imports run one way, and the core knows no Sphinx.

All imports count, also those inside functions and those for type checkers alone.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

PACKAGE: Final = Path(__file__).parent.parent / "ext" / "ramverk"

#: A module may import those of the layers above its own, and none of its own layer.
LAYERS: Final = (
    {"interface"},
    {
        "problems",
        "model",
        "files",
        "markup",
        "numerals",
        "language_signs",
        "pseudo",
        "search_index",
        "garbage",
        "orders",
    },
    {"yaml_nodes", "po_files", "inflections", "collation"},
    {"loading", "form", "catalog_updates", "po_lines", "terminology"},
    {"catalogs"},
    {"staleness", "glossary", "translation_checks"},
    {"answers"},
    {"schema", "library"},
    {"completeness", "shares"},
    {"wording", "share_files"},
    {"formats"},
    {"sphinx_ext", "project", "publishing"},
    {"build_records", "framework_pages"},
    {"lean_sphinx"},
    {
        "building",
        "paper",
        "prose",
        "scaffold",
        "arguments",
        "catalog_checks",
        "listing",
        "share_inputs",
    },
    {"progress", "live", "translating", "gate", "regressions"},
    {"site"},
    {"pseudo_language", "sharing"},
    {"translation_tasks", "merging"},
    {"cli"},
    {"__main__"},
)
#: Folders whose modules may know each other. Formats may not: each is a way out of its own.
TOGETHER: Final = {"sphinx_ext", "formats.pdf"}
#: Above these, Sphinx and docutils are unknown.
SPHINX_KNOWN: Final = {
    "sphinx_ext",
    "project",
    "framework_pages",
    "lean_sphinx",
    "building",
    "prose",
    "cli",
}
#: The package itself holds the version, which anyone may ask for, and the way in for Sphinx.
ROOT: Final = "__init__"
SPHINX: Final = {"sphinx", "docutils", "sphinx_design", "myst_parser"}
NAMES_THAT_SAY_NOTHING: Final = {"utils", "util", "helpers", "helper", "common", "misc", "base"}


def modules() -> dict[str, Path]:
    """All modules by name: ``formats.html``, ``cli``."""
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
        for path in sorted(PACKAGE.rglob("*.py"))
    }


MODULES: Final = modules()


def imported(name: str) -> Iterator[str]:
    """Full names of everything that a module imports."""
    folder = ["ramverk", *name.split(".")[:-1]]
    for node in ast.walk(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = folder[: len(folder) - node.level + 1] if node.level else []
            origin = ".".join([*start, *(node.module or "").split(".")]).strip(".")
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def own_imports(name: str) -> set[str]:
    """The package's own modules that a module imports; a name in a module counts as the module."""
    found = set()
    for each in imported(name):
        parts = each.split(".")
        if parts[0] != "ramverk":
            continue
        inner = parts[1:]
        while inner and ".".join(inner) not in MODULES:
            inner = inner[:-1] if ".".join([*inner, ROOT]) not in MODULES else [*inner, ROOT]
        found.add(".".join(inner) or ROOT)
    return found - {name}


def part(name: str) -> str:
    """The module or folder that stands for a module among the layers."""
    return name.partition(".")[0]


def are_in(folder: str, *names: str) -> bool:
    """Whether modules lie in a folder, or are that folder's own module."""
    return all(f"{name}.".startswith(f"{folder}.") for name in names)


def layer(name: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if part(name) in names)


def test_every_module_has_its_layer() -> None:
    named = [name for names in LAYERS for name in names]
    assert len(named) == len(set(named))
    assert {part(name) for name in MODULES} - {ROOT} == set(named)


@pytest.mark.parametrize("name", [name for name in MODULES if name != ROOT])
def test_imports_run_one_way(name: str) -> None:
    for other in sorted(own_imports(name) - {ROOT}):
        if any(are_in(folder, name, other) for folder in TOGETHER):
            continue
        assert layer(other) < layer(name), f"{name} must not import {other}"


def test_the_package_itself_loads_nothing_until_sphinx_asks() -> None:
    assert own_imports(ROOT) == {"sphinx_ext.extension"}


@pytest.mark.parametrize(
    "name", [name for name in MODULES if part(name) not in {*SPHINX_KNOWN, ROOT}]
)
def test_the_core_knows_no_sphinx(name: str) -> None:
    assert not {each.partition(".")[0] for each in imported(name)} & SPHINX


def test_no_imports_go_in_a_circle() -> None:
    graph = {name: own_imports(name) - {ROOT} for name in MODULES}

    def walk(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join([*above[above.index(name) :], name])
        if name not in done:
            for other in sorted(graph[name]):
                walk(other, (*above, name))
            done.add(name)

    done: set[str] = set()
    for each in graph:
        walk(each, ())


def test_names_say_what_a_module_knows() -> None:
    parts = {each.strip("_") for name in MODULES for each in name.split(".")}
    assert not parts & NAMES_THAT_SAY_NOTHING
