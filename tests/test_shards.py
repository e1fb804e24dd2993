"""Builds in shares: together they are the site of one build; what does not fit is not taken."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from ramverk.cli import _parser
from ramverk.interface import interface_for
from ramverk.library import Library
from ramverk.shares import Share, Unit, divide, parse_share, units_of
from tests.conftest import (
    LEARNERS,
    LEARNERS_EN,
    LEARNERS_PO,
    STAFF,
    MakeProject,
    Project,
    directive,
    ramverk_command,
    start_ramverk,
    toctree,
)

ADDRESS: Final = ("--base-url", "https://example.org/handbok")
#: A language with a part of its texts, and one with none, which is not listed. A framework without
#: a page, which has no PDF in the site; a text that looks like what stands for a size.
SITE: Final = {
    "frameworks/learners.yaml": LEARNERS,
    "frameworks/mobility/staff.yaml": STAFF,
    "frameworks/unseen.yaml": STAFF,
    "source/index.md": toctree("learners", "staff"),
    "source/learners.md": directive("framework", "learners"),
    "source/staff.md": directive("framework", "mobility/staff")
    + "\n\\[ramverk-size:0123:_downloads/mobility/staff/staff.sv.pdf\\]\n",
    LEARNERS_PO: LEARNERS_EN,
}
LANGUAGES: Final = ("sv", "en", "de")


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def site_files(project: Project) -> dict[str, bytes]:
    return files_below(project.root / "build" / "html")


def shares(project: Project) -> Path:
    return project.root / "build" / "shares"


def build_shares(project: Project, *numbers: str) -> None:
    for each in numbers:
        assert built(project, "build", *ADDRESS, "--shard", each)


def built(project: Project, *arguments: str) -> bool:
    """Whether a command went well, in a process of its own as on a machine of its own.

    A build that is forked from the tests has what Sphinx keeps of their builds, too.
    """
    process = start_ramverk(project, *arguments)
    process.communicate(timeout=120)
    return process.returncode == 0


@pytest.fixture(scope="module")
def handbook(make_project: MakeProject) -> Project:
    return make_project(
        SITE, ramverk_languages=list(LANGUAGES), html_theme="ramverk", ramverk_pdf=True
    )


@pytest.fixture(scope="module")
def whole(handbook: Project) -> dict[str, bytes]:
    """The site as one build makes it."""
    assert built(handbook, "build", *ADDRESS)
    files = site_files(handbook)
    shutil.rmtree(handbook.root / "build")
    return files


@pytest.fixture(scope="module")
def halves(handbook: Project) -> Path:
    """The two shares of the handbook, built at the same time below one build folder."""
    started = [
        start_ramverk(handbook, "build", *ADDRESS, "--shard", each) for each in ("2/2", "1/2")
    ]
    for each in started:
        out, err = each.communicate(timeout=300)
        assert each.returncode == 0, out + err
    kept = handbook.root / "kept"
    shares(handbook).rename(kept)
    return kept


@pytest.fixture
def with_halves(handbook: Project, halves: Path) -> Project:
    shutil.rmtree(handbook.root / "build", ignore_errors=True)
    shutil.copytree(halves, shares(handbook))
    return handbook


def refusal(
    project: Project, capsys: pytest.CaptureFixture[str], *folders: Path | str
) -> list[str]:
    """What ``ramverk merge`` says when it makes no site, a line each."""
    capsys.readouterr()
    assert ramverk_command(project, "merge", *map(str, folders)) == 1
    assert not (project.root / "build" / "html").exists()
    out, err = capsys.readouterr()
    assert out == ""
    return [str(line) for line in err.replace(f"{project.root}/", "").splitlines()]


def share_with_pages(project: Project, language: str) -> Path:
    """The share that holds the pages of a language."""
    (found,) = [path.parents[2] for path in shares(project).glob(f"*/site/{language}/index.html")]
    return found


# --- together they are the site -------------------------------------------------------------------


def test_two_shares_make_the_site_of_one_build(
    with_halves: Project, whole: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    assert ramverk_command(with_halves, "merge") == 0
    assert site_files(with_halves) == whole
    assert "sv/_downloads/mobility/staff/staff.sv.form.pdf" in whole
    assert not any("unseen" in name and name.endswith(".pdf") for name in whole)
    assert "de is built but not listed: 0 %" in capsys.readouterr().out


@pytest.mark.parametrize("count", [1, 13])
def test_any_number_of_shares_in_any_order_makes_the_site_of_one_build(
    handbook: Project, whole: dict[str, bytes], count: int
) -> None:
    shutil.rmtree(handbook.root / "build", ignore_errors=True)
    numbers = [f"{number}/{count}" for number in range(1, count + 1)]
    random.Random(count).shuffle(numbers)
    build_shares(handbook, *numbers)
    assert ramverk_command(handbook, "merge") == 0
    assert site_files(handbook) == whole


def test_shares_are_taken_from_wherever_they_were_copied(
    with_halves: Project, whole: dict[str, bytes], tmp_path: Path
) -> None:
    shutil.move(shares(with_halves) / "1-of-2", tmp_path / "one")
    shutil.move(shares(with_halves) / "2-of-2", tmp_path / "more" / "two")
    command = ("merge", str(tmp_path / "more"), str(tmp_path / "one"))
    assert built(with_halves, *command)
    assert site_files(with_halves) == whole


def test_a_merge_touches_only_what_differs(with_halves: Project) -> None:
    assert ramverk_command(with_halves, "merge") == 0
    site = with_halves.root / "build" / "html"
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    assert ramverk_command(with_halves, "merge") == 0
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


# --- what does not fit ----------------------------------------------------------------------------


def test_a_missing_share_is_named_with_the_command_that_builds_it(
    with_halves: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(shares(with_halves) / "2-of-2")
    (line,) = refusal(with_halves, capsys)
    assert line.startswith("ramverk: share 2/2 is missing")
    assert line.endswith(f"ramverk build {' '.join(ADDRESS)} --shard 2/2")


def test_without_any_share_the_first_step_is_told(
    with_halves: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(shares(with_halves))
    (line,) = refusal(with_halves, capsys)
    assert line.startswith("ramverk: there is no share in build/shares")


def change_record(folder: Path, **changes: Any) -> None:
    path = folder / "share.json"
    record = json.loads(path.read_text("utf-8"))
    record["origin"].update(changes)
    path.write_text(json.dumps(record), "utf-8")


def test_a_share_of_other_programs_is_named_with_what_differs(
    with_halves: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shares(with_halves) / "1-of-2"
    programs = json.loads((folder / "share.json").read_text("utf-8"))["origin"]["programs"]
    change_record(folder, programs={**programs, "Sphinx": "1.0"})
    (line,) = refusal(with_halves, capsys)
    assert line.startswith("ramverk: share 1/2 was built with other programs")
    assert f"(Sphinx 1.0 ≠ {programs['Sphinx']})" in line


def test_a_share_for_another_address_is_named(
    with_halves: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    change_record(shares(with_halves) / "2-of-2", base_url="https://example.com")
    (line,) = refusal(with_halves, capsys)
    assert line.startswith("ramverk: share 2/2 was built for other languages or another address")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("source/staff.md", "# Annat\n"),
        ("source/_extra/new.css", "p {}\n"),
        ("frameworks/mobility/staff.yaml", STAFF.replace("Börja", "Sluta")),
        (LEARNERS_PO, LEARNERS_EN + "\n# A remark.\n"),
        ("docutils.conf", "[general]\n"),
        ("conf.py", "project = 'Another'\n"),
    ],
)
def test_shares_of_other_files_than_are_here_are_named(
    with_halves: Project, capsys: pytest.CaptureFixture[str], name: str, content: str
) -> None:
    path = with_halves.root / name
    before = path.read_text("utf-8") if path.exists() else None
    content = f"{before}{content}" if name == "conf.py" else content
    with_halves.write({name: content})
    try:
        lines = refusal(with_halves, capsys)
    finally:
        path.unlink() if before is None else path.write_text(before, "utf-8")
    assert len(lines) == 2
    for number, line in enumerate(lines, 1):
        assert line.startswith(f"ramverk: share {number}/2 was built from other files or settings")


def test_what_builds_leave_behind_is_no_other_input(
    with_halves: Project, whole: dict[str, bytes]
) -> None:
    with_halves.write(
        {"locales/en/LC_MESSAGES/learners.mo": "", "source/.swp": "", "slurm-1.out": ""}
    )
    assert ramverk_command(with_halves, "merge") == 0
    assert site_files(with_halves) == whole


@pytest.mark.parametrize("suffix", [".html", ".pdf"])
@pytest.mark.parametrize("is_there", [True, False])
def test_a_file_that_was_cut_off_or_lost_is_named(
    with_halves: Project, capsys: pytest.CaptureFixture[str], suffix: str, is_there: bool
) -> None:
    path = next(each for each in sorted(shares(with_halves).rglob(f"*{suffix}")))
    if is_there:
        path.write_bytes(path.read_bytes()[:-1])
    else:
        path.unlink()
    (line,) = refusal(with_halves, capsys)
    assert f"is not whole: {path.relative_to(with_halves.root)} is not as it was built" in line


def test_a_record_that_was_cut_off_is_named(
    with_halves: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    path = shares(with_halves) / "1-of-2" / "share.json"
    path.write_bytes(path.read_bytes()[:-9])
    (line,) = refusal(with_halves, capsys)
    assert line.startswith("ramverk: build/shares/1-of-2/share.json is no share that")


@pytest.mark.parametrize("name", ["sv/../../../conf.py", "/etc/passwd", "../html/sv/index.html"])
def test_a_record_names_no_file_outside_its_share(
    with_halves: Project, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = share_with_pages(with_halves, "sv") / "share.json"
    text = path.read_text("utf-8")
    assert '"sv/index.html"' in text
    path.write_text(text.replace('"sv/index.html"', json.dumps(name)), "utf-8")
    (line,) = refusal(with_halves, capsys)
    assert "is no share that" in line


def test_a_share_that_is_there_twice_is_named(
    with_halves: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(shares(with_halves) / "1-of-2", shares(with_halves) / "copy")
    (line,) = refusal(with_halves, capsys)
    assert "share 1/2 is in build/shares/1-of-2 and in build/shares/copy" in line


def test_shares_of_two_sets_are_not_mixed(
    with_halves: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shares(with_halves) / "copy"
    shutil.copytree(shares(with_halves) / "1-of-2", folder)
    path = folder / "share.json"
    path.write_text(path.read_text("utf-8").replace('"1/2"', '"1/3"'), "utf-8")
    (line,) = refusal(with_halves, capsys)
    assert line.startswith("ramverk: shares of 2 and of 3 do not fit together")


# --- a share that fails ---------------------------------------------------------------------------


def test_a_share_that_fails_leaves_none_and_can_be_built_again_alone(
    with_halves: Project, whole: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = share_with_pages(with_halves, "de")
    share = folder.name.replace("-of-", "/")
    page = with_halves.root / "source/staff.md"
    before = page.read_text("utf-8")
    page.write_text(f"{before}\n{{item}}`nowhere`\n", "utf-8")
    try:
        assert ramverk_command(with_halves, "build", *ADDRESS, "--shard", share) == 1
    finally:
        page.write_text(before, "utf-8")
    out = capsys.readouterr().out
    assert "staff.md" in out
    command = f"ramverk build {' '.join(ADDRESS)} --shard {share}"
    assert out.splitlines()[-1].startswith(f"Share {share} is not ready")
    assert out.splitlines()[-1].endswith(command)
    assert not folder.exists()
    (line,) = refusal(with_halves, capsys)
    assert line.endswith(command)
    build_shares(with_halves, share)
    assert ramverk_command(with_halves, "merge") == 0
    assert site_files(with_halves) == whole


def test_a_pdf_that_cannot_be_made_fails_its_share(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "frameworks/staff.yaml": STAFF.replace("Börja", "Börja \U00012000"),
        "source/index.md": "# Start\n\n" + directive("framework", "staff"),
    }
    project = make_project(files, ramverk_pdf=True)
    assert ramverk_command(project, "build", "--shard", "1/1") == 1
    out = capsys.readouterr().out
    assert out.count("pdf-no-font") == 1
    assert "Share 1/1 is not ready" in out
    assert not (shares(project) / "1-of-1").exists()


def test_a_share_replaces_no_folder_that_holds_something_else(
    handbook: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    command = ("build", "--shard", "1/2", "--output", str(tmp_path))
    assert ramverk_command(handbook, *command) == 1
    assert "holds something that is no share" in capsys.readouterr().err
    assert files_below(tmp_path) == {"letter.txt": b"mine"}


def test_a_place_is_only_named_for_a_share(
    handbook: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert ramverk_command(handbook, "build", "--output", str(tmp_path / "site")) == 1
    assert "--shard" in capsys.readouterr().err


# --- how a build is divided -----------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "3", "0/3", "4/3", "3/8/1", "a/b", "-1/2", " 1/2", "1/0"])
def test_what_is_no_share_is_wrong_usage(
    handbook: Project, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    assert parse_share(text) is None
    with pytest.raises(SystemExit) as exit_:
        ramverk_command(handbook, "build", f"--shard={text}")
    assert exit_.value.code == 2
    assert "3/8" in capsys.readouterr().err


def test_a_share_is_read_as_it_is_written() -> None:
    assert parse_share("3/8") == Share(count=8, number=3)
    assert str(Share(8, 3)) == "3/8"


@pytest.fixture
def units(tmp_path: Path) -> list[Unit]:
    files = {f"frameworks/f{number}.yaml": "x" * number * 3000 for number in range(9)}
    for name, content in {**files, "source/index.md": "# Start\n"}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    library = Library(tmp_path, tmp_path / "frameworks", tmp_path / "locales", None)
    return list(units_of(library, tmp_path / "source", LANGUAGES, pdfs=True))


def loads(divided: Sequence[Sequence[Unit]]) -> list[int]:
    return [sum(unit.weight for unit in units) for units in divided]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 50])
def test_each_unit_is_in_one_share_whatever_order_they_are_found_in(
    units: list[Unit], count: int
) -> None:
    divided = divide(units, count)
    assert len(divided) == count
    names = [unit.name for share in divided for unit in share]
    assert sorted(names) == sorted(unit.name for unit in units)
    assert len(set(names)) == len(names) == len(LANGUAGES) * (1 + 9)
    shuffled = random.Random(7).sample(units, len(units))
    assert divide(shuffled, count) == divided


@pytest.mark.parametrize("count", [2, 3, 5])
def test_shares_are_about_equal(units: list[Unit], count: int) -> None:
    found = loads(divide(units, count))
    assert max(found) <= max(4 / 3 * sum(found) / count, *(each.weight for each in units))


def test_units_are_larger_the_more_there_is_to_read(units: list[Unit]) -> None:
    weights = {unit.name: unit.weight for unit in units}
    assert weights["pdf:sv:f8"] > weights["pdf:sv:f1"]
    assert weights["pages:sv"] > weights["pdf:sv:f1"]


# --- the recipes ----------------------------------------------------------------------------------

ROOT: Final = Path(__file__).parent.parent


def recipe(name: str) -> Any:
    return yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text("utf-8"))


def filled(text: str, values: Mapping[str, object]) -> str:
    for name, value in values.items():
        text = text.replace(f"${{{{ {name} }}}}", str(value))
    return text


def test_the_workflow_builds_each_share_and_merges_them() -> None:
    jobs = recipe("site-in-shares.yml")["jobs"]
    numbers = jobs["share"]["strategy"]["matrix"]["share"]
    assert numbers == list(range(1, len(numbers) + 1))
    steps = jobs["share"]["steps"]
    (build,) = [each for each in steps if "ramverk build" in each.get("run", "")]
    (upload,) = [each for each in steps if "upload-artifact" in each.get("uses", "")]
    for number in numbers:
        values = {"matrix.share": number, "strategy.job-total": len(numbers)}
        share = filled(build["env"]["SHARE"], values)
        command = build["run"].replace("$SHARE", share).split()[1:]
        arguments = _parser(interface_for("en"), command).parse_args(
            [each.strip('"') for each in command]
        )
        assert arguments.shard == Share(len(numbers), number)
        folder = Path("build/shares", arguments.shard.folder_name).as_posix()
        assert filled(upload["with"]["path"], values) == folder
    assert jobs["merge"]["needs"] == "share"
    (merge,) = [each for each in jobs["merge"]["steps"] if "ramverk merge" in each.get("run", "")]
    assert merge["run"] == ".venv/bin/ramverk merge"


def test_the_workflow_uses_what_the_other_one_uses() -> None:
    def used(name: str) -> dict[str, str]:
        steps = [step for job in recipe(name)["jobs"].values() for step in job["steps"]]
        return dict(each["uses"].split("@") for each in steps if "uses" in each)

    ours, other = used("site-in-shares.yml"), used("ci.yml")
    assert {name: ours[name] for name in ours.keys() & other.keys()} == {
        name: other[name] for name in ours.keys() & other.keys()
    }
