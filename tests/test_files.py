"""Files are written when they change, and then whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ramverk.files import write_if_changed

#: Writes with room for 100 bytes a file, as on a disk that is nearly full.
_WITH_LITTLE_ROOM = """
import resource, signal, sys
from pathlib import Path
from ramverk.files import write_if_changed
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
write_if_changed(Path(sys.argv[1]), "x" * 1000)
"""


def test_a_file_is_written_only_when_it_would_be_different(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    assert write_if_changed(path, "å")
    before = path.stat().st_mtime_ns
    assert not write_if_changed(path, "å")
    assert path.stat().st_mtime_ns == before
    assert write_if_changed(path, b"b")
    assert path.read_bytes() == b"b"


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of this kind")
def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "catalog.po"
    path.write_text("whole", "utf-8")
    process = subprocess.run(
        [sys.executable, "-c", _WITH_LITTLE_ROOM, str(path)], capture_output=True, check=False
    )
    assert b"File too large" in process.stderr
    assert path.read_text("utf-8") == "whole"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_keeps_its_mode_and_its_place(tmp_path: Path) -> None:
    path, link = tmp_path / "kept.po", tmp_path / "link.po"
    path.write_text("before", "utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    assert write_if_changed(link, "after")
    assert link.is_symlink()
    assert path.read_text("utf-8") == "after"
    assert path.stat().st_mode & 0o777 == 0o640
