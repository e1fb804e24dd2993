"""Files of the site are replaced when they differ from what was made, and only then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ramverk.publishing import Edition, files_below, publish


class Project:
    """A folder with what was made of one language, and the site."""

    def __init__(self, root: Path) -> None:
        self.made = root / "sphinx" / "sv"
        self.site = root / "html"
        self.workplace = root / "publishing"
        self.memory = root / "published.json"
        self.made.mkdir(parents=True)

    def write(self, name: str, content: str) -> None:
        path = self.made / name
        new = path.with_name("new")
        new.write_text(content, "utf-8")
        new.replace(path)

    def publish(self) -> dict[str, str]:
        """Publish; what the site holds then."""
        publish(Edition({"sv": files_below(self.made)}), self.site, self.workplace)
        found = files_below(self.site / "sv")
        return {name: Path(path).read_text("utf-8") for name, path in found.items()}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    found = Project(tmp_path)
    found.write("a.html", "AAAA")
    found.write("b.html", "bbbb")
    assert found.publish() == {"a.html": "AAAA", "b.html": "bbbb"}
    return found


def times(project: Project) -> dict[str, int]:
    paths = (project.site / "sv").iterdir()
    return {path.name: path.stat().st_mtime_ns for path in paths}


def test_files_that_are_published_are_neither_read_nor_written(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = times(project)

    def read(*_arguments: object, **_more: object) -> bool:
        raise AssertionError

    # A second that is whole is not trusted.
    if any((project.made / name).stat().st_mtime_ns % 10**9 == 0 for name in before):
        pytest.skip("the file system keeps whole seconds only")
    monkeypatch.setattr("filecmp.cmp", read)
    project.publish()
    assert times(project) == before


def test_a_file_that_is_made_again_keeps_its_time(project: Project) -> None:
    before = times(project)
    project.write("a.html", "AAAA")
    project.publish()
    assert times(project) == before


def test_a_file_of_the_size_and_time_of_the_one_before_is_seen(project: Project) -> None:
    """Sphinx copies static files with their times."""
    status = (project.made / "a.html").stat()
    project.write("a.html", "BBBB")
    os.utime(project.made / "a.html", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert project.publish() == {"a.html": "BBBB", "b.html": "bbbb"}


def test_what_somebody_changed_in_the_site_is_put_right(project: Project) -> None:
    (project.site / "sv" / "a.html").write_text("XXXX", "utf-8")
    (project.site / "sv" / "b.html").unlink()
    (project.site / "sv" / "c.html").write_text("", "utf-8")
    assert project.publish() == {"a.html": "AAAA", "b.html": "bbbb"}


@pytest.mark.parametrize("content", ["", "[", "[]", '{"sv": 1}', '{"sv": {"a.html": "x"}}', "\0"])
def test_without_a_memory_contents_are_compared(project: Project, content: str) -> None:
    before = times(project)
    project.memory.write_text(content, "utf-8")
    project.write("b.html", "BBBB")
    assert project.publish() == {"a.html": "AAAA", "b.html": "BBBB"}
    assert times(project)["a.html"] == before["a.html"]


def test_other_folders_are_remembered(project: Project) -> None:
    other = project.made.with_name("en")
    other.mkdir()
    (other / "a.html").write_text("A", "utf-8")
    publish(Edition({"en": files_below(other)}), project.site, project.workplace)
    content = project.memory.read_text("utf-8")
    assert '"sv"' in content
    assert '"en"' in content
