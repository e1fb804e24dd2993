"""The wheel, in a project that is not ours: all files are in it, and nothing more is needed."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import venv
import zipfile
from itertools import chain
from pathlib import Path
from typing import Final

import pikepdf
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import ramverk
from ramverk.schema import schema_text
from tests.conftest import LEARNERS, MakeProject, Project, directive

pytestmark = pytest.mark.slow

ROOT: Final = Path(__file__).parent.parent
PIP: Final = ("-m", "pip", "--quiet", "--disable-pip-version-check")
CONSTRAINTS: Final = str(ROOT / "constraints.txt")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, *PIP, "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands are in an environment with the wheel and what it asks for, no more."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    run(str(scripts / "python"), *PIP, "install", "-c", CONSTRAINTS, str(wheel))
    return scripts


@pytest.fixture
def project(make_project: MakeProject) -> Project:
    """What somebody has who knows neither Markdown nor our theme."""
    tree = ".. toctree::\n   :glob:\n\n   frameworks/*\n"
    files = {
        "frameworks/learners.yaml": LEARNERS,
        "index.rst": f"Start\n=====\n\n{directive('framework-list', suffix='rst')}\n{tree}",
        "frameworks/learners.rst": directive("framework", "learners", suffix="rst"),
    }
    return make_project(files, extensions=["ramverk"], html_theme="alabaster", language="en")


def run(*command: str, folder: Path | None = None, expected: int = 0) -> str:
    """The output of a command, which must end with the code that is expected."""
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_wheel_holds_the_package_with_its_files_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    package = ROOT / "ext" / "ramverk"
    expected = {
        f"ramverk/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    info = f"sphinx_ramverk-{ramverk.__version__}.dist-info/"
    assert {name for name in names if not name.startswith(info)} == expected
    assert f"{info}licenses/LICENSE" in names
    assert {
        "ramverk/py.typed",
        "ramverk/theme/theme.toml",
        "ramverk/templates/sheet.typ",
        "ramverk/assets/fonts/NotoSans-Regular.ttf",
    } <= names


def test_what_is_needed_is_pinned_as_it_is_asked_for_and_tested_at_its_oldest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    needed = [Requirement(each) for each in chain(project["dependencies"], *extras)]
    pinned = versions((ROOT / "constraints.txt").read_text("utf-8"))
    oldest = versions(run(sys.executable, str(ROOT / "tools" / "oldest.py")))
    assert oldest.keys() == pinned.keys()
    for each in needed:
        name = canonicalize_name(each.name)
        assert {pinned[name], oldest[name]} <= {
            *each.specifier.filter([pinned[name], oldest[name]])
        }
        assert f">={oldest[name]}" in str(each.specifier).split(",")
        del pinned[name], oldest[name]
    # What those need, and the tests, is the same.
    assert oldest == pinned


def versions(constraints: str) -> dict[str, str]:
    """Versions by the names of packages."""
    lines = [each for each in constraints.splitlines() if not each.startswith("#")]
    return {
        canonicalize_name(name): version for name, _, version in (x.partition("==") for x in lines)
    }


def test_what_is_installed_needs_no_package_for_development(scripts: Path) -> None:
    pip = (str(scripts / "python"), "-m", "pip", "--disable-pip-version-check")
    installed = run(*pip, "list", "--format=freeze").lower()
    assert "sphinx-ramverk==" in installed
    for name in ("pytest", "pypdf", "ruff", "watchfiles", "furo", "html5lib"):
        assert f"\n{name}==" not in installed
    run(*pip, "check")


def test_a_project_in_rst_with_another_theme_builds(scripts: Path, project: Project) -> None:
    run(str(scripts / "sphinx-build"), "-nW", "-q", ".", "_build", folder=project.root)
    page = (project.root / "_build/frameworks/learners.html").read_text("utf-8")
    assert "Eleven har fått språkstöd" in page
    assert "_static/ramverk-form.css" in page
    assert (project.root / "_build/_static/ramverk-form.css").is_file()
    assert (project.root / "_build/_downloads/learners/learners.en.json").is_file()


def test_our_theme_is_there_for_the_asking(scripts: Path, project: Project) -> None:
    theme = ("-D", "html_theme=ramverk")
    run(str(scripts / "sphinx-build"), "-nW", "-q", *theme, ".", "_build", folder=project.root)
    page = (project.root / "_build/index.html").read_text("utf-8")
    assert "Content-Security-Policy" in page
    assert (project.root / "_build/_static/ramverk-theme.css").is_file()


def test_the_commands_work(scripts: Path, project: Project) -> None:
    command, folder = str(scripts / "ramverk"), project.root
    assert ramverk.__version__ in run(command, "--version")
    assert run(command, "schema") == schema_text()
    assert "1 framework, " in run(command, "check", folder=folder)
    run(command, "new", "staff", folder=folder)
    assert "2 frameworks, " in run(command, "check", folder=folder)
    schema = folder / "frameworks" / "framework.schema.json"
    assert schema.read_text("utf-8") == schema_text()
    (folder / "frameworks" / "staff.yaml").write_text("title: [\n", "utf-8")
    assert "frameworks/staff.yaml:" in run(command, "check", folder=folder, expected=1)


def test_the_interface_is_translated(scripts: Path, project: Project) -> None:
    run(
        *(str(scripts / "sphinx-build"), "-nW", "-q", "-D", "language=sv", ".", "_build"),
        folder=project.root,
    )
    assert "Anteckningar" in (project.root / "_build/frameworks/learners.html").read_text("utf-8")


def test_pdfs_come_out_of_what_is_installed_and_are_read_back(
    scripts: Path, project: Project
) -> None:
    """The template and the fonts are found there, and so is the program that looks into PDFs."""
    command, folder = str(scripts / "ramverk"), project.root
    said = run(command, "pdf", "learners", folder=folder)
    assert said.count("written: ") == 3
    form = folder / "build" / "pdf" / "learners.en.form.pdf"
    fonts = {
        str(font.BaseFont).rpartition("+")[2]
        for page in pikepdf.open(folder / "build" / "pdf" / "learners.en.pdf").pages
        for font in page.resources.Font.values()
    }
    assert "NotoSans-Regular" in fonts
    assert "(0 answers)" in run(command, "read", str(form), folder=folder)
    assert form.with_suffix(".json").is_file()


def test_live_says_which_package_it_needs(scripts: Path, project: Project) -> None:
    said = run(str(scripts / "ramverk"), "live", folder=project.root, expected=1)
    assert "pip install 'sphinx-ramverk[live]'" in said
    assert "Traceback" not in said
