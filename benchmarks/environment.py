"""Where the measured tools are installed: below ``build/bench``, apart from the project's own."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
FOLDER = ROOT / "build" / "bench"
#: Compiled modules of all tools in Python.
COMPILED = FOLDER / "compiled"
PYTHON_FOLDER = FOLDER / "python"
NODE_FOLDER = FOLDER / "node"
REQUIREMENTS = HERE / "requirements.txt"
PACKAGES = (HERE / "package.json", HERE / "package-lock.json")


def program(name: str) -> Path:
    """A program of the Python packages."""
    return PYTHON_FOLDER / "bin" / name


def packaged(pattern: str) -> Path:
    """A file of the Python packages, such as a binary without the script that starts it."""
    return next(PYTHON_FOLDER.glob(f"lib/python*/site-packages/{pattern}"))


def node_program(path: str) -> list[str | Path]:
    """A command of the Node packages."""
    return ["node", NODE_FOLDER / "node_modules" / path]


def pinned(names: Iterable[str]) -> Iterator[str]:
    """Python packages with their versions."""
    lines = REQUIREMENTS.read_text("utf-8").splitlines()
    found = dict(line.lower().split("==") for line in lines if "==" in line)
    yield from (f"{name} {found[name]}" for name in names)


def install() -> None:
    """Install what is missing or was of another version."""
    _once(PYTHON_FOLDER, [REQUIREMENTS], _install_python)
    if shutil.which("npm"):
        _once(NODE_FOLDER, list(PACKAGES), _install_node)


def _once(folder: Path, pinned: list[Path], make: Callable[[], None]) -> None:
    """Make a folder anew unless it was made from the same files."""
    record = folder / "made-from"
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in pinned)).hexdigest()
    if record.is_file() and record.read_text("utf-8") == digest:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    print(f"Installing into {folder} …", flush=True)
    make()
    record.write_text(digest, "utf-8")


def _install_python() -> None:
    subprocess.run([sys.executable, "-m", "venv", PYTHON_FOLDER], check=True)
    pip = [str(program("python")), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", str(REQUIREMENTS)], check=True)


def _install_node() -> None:
    for path in PACKAGES:
        shutil.copy(path, NODE_FOLDER)
    subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=NODE_FOLDER, check=True
    )
