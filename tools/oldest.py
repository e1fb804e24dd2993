"""Print constraints with the oldest versions that pyproject.toml allows; "make oldest" tests them.

All that Ramverk needs itself is as old as it may be, and the rest as constraints.txt has it.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent


def requirements() -> list[Requirement]:
    """What Ramverk needs to run, and what it can make use of."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [Requirement(each) for each in chain(project["dependencies"], *extras)]


def lowest(requirement: Requirement) -> str:
    """The version that it begins with.

    :raises ValueError: when it does not say, or says so twice.
    """
    (version,) = (each.version for each in requirement.specifier if each.operator == ">=")
    return version


def constraints() -> Iterator[str]:
    own = {canonicalize_name(each.name): lowest(each) for each in requirements()}
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        if not line.startswith("#") and canonicalize_name(line.partition("==")[0]) not in own:
            yield line
    yield from (f"{name}=={version}" for name, version in own.items())


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in constraints())
