"""``ramverk i18n check --since``: translations that a commit had and that are lost."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

import pytest

from ramverk.problems import Problem
from ramverk.project import ProjectError, open_project
from ramverk.regressions import lost_translations
from tests.conftest import STAFF, MakeProject, Project, directive, ramverk_command, toctree

ABOUT: Final = "locales/en/LC_MESSAGES/about.po"
HEAD: Final = (
    'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
)


def entry(source: str, target: str, above: str = "", start: str = "") -> str:
    return f'\n{above}{start}msgid "{source}"\n{start}msgstr "{target}"\n'


GOALS: Final = entry("Skolan har mål", "The school has aims")
PLAN: Final = entry("Planen följs upp varje år", "The plan is followed up each year")
FILES: Final = {
    "frameworks/staff.yaml": STAFF,
    "source/index.md": toctree("about"),
    "source/about.md": "# Skolan har mål\n\nPlanen följs upp varje år\n",
    "source/staff.md": "---\norphan: true\n---\n\n" + directive("framework", "staff"),
    ABOUT: HEAD + GOALS + PLAN,
}


def git(root: Path, *arguments: str) -> str:
    names = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    command = ["git", "-C", str(root), *names, *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


def committed(project: Project, *, message: str = "Start") -> Project:
    git(project.root, "add", "--all")
    git(project.root, "commit", "--quiet", "--no-verify", "--message", message)
    return project


@pytest.fixture
def project(make_project: MakeProject) -> Project:
    project = make_project(FILES, ramverk_languages=["sv", "en"])
    git(project.root, "init", "--quiet", "--initial-branch", "main")
    return committed(project)


def lost(project: Project, since: str = "HEAD") -> list[Problem]:
    found = open_project(project.root)
    return lost_translations(found, found.languages, since)


@pytest.mark.parametrize(
    "catalog",
    [
        FILES[ABOUT],
        HEAD + PLAN + GOALS,
        FILES[ABOUT].replace("has aims", "has goals"),
        HEAD + GOALS + PLAN.replace("\nmsgid", "\n#, fuzzy\nmsgid"),
        HEAD + GOALS + entry("Planen följs upp varje år", "…", start="#~ "),
        HEAD
        + GOALS
        + entry(
            "Planen utvärderas",
            "The plan is followed up each year",
            '#, fuzzy\n#| msgid "Planen följs upp varje år"\n',
        ),
        HEAD + GOALS + entry("Planen följs upp vartannat år", "The plan is … every second year"),
    ],
    ids=["same", "moved", "bettered", "fuzzy", "obsolete", "outdated", "reworded"],
)
def test_what_is_kept_or_reworded_is_not_lost(project: Project, catalog: str) -> None:
    project.write({ABOUT: catalog})
    assert lost(project) == []


@pytest.mark.parametrize(
    ("catalog", "line", "count"),
    [
        (FILES[ABOUT].replace("The school has aims", ""), 6, 1),
        (HEAD + GOALS, 0, 1),
        (HEAD + GOALS + entry("Ett annat stycke om mat", "About food"), 0, 1),
        (HEAD + GOALS.replace("The school has aims", ""), 6, 2),
        (HEAD + GOALS + entry("Planen följs upp vartannat år", ""), 0, 1),
    ],
    ids=["emptied", "gone", "another-text", "emptied-and-gone", "reworded-without-translation"],
)
def test_what_is_neither_translated_nor_kept_is_lost(
    project: Project, catalog: str, line: int, count: int
) -> None:
    project.write({ABOUT: catalog})
    (problem,) = lost(project)
    assert (problem.path, problem.line, problem.code) == (ABOUT, line, "po-lost")
    assert problem.details["count"] == count
    assert problem.severity == "error"


OUTDATED: Final = '#, fuzzy\n#| msgid "Planen följs upp varje år"\n'
REWORDED: Final = entry("Planen utvärderas", "The plan is evaluated", OUTDATED)


@pytest.mark.parametrize(
    ("catalog", "line", "count"),
    [
        (HEAD + GOALS + entry("Planen utvärderas", ""), 9, 1),
        (HEAD + GOALS, 0, 1),
        (HEAD + GOALS + PLAN, 0, 1),
        (HEAD + GOALS + PLAN + entry("Planen utvärderas", "Evaluated", start="#~ "), 0, 0),
        (HEAD + GOALS + entry("Planen ses över", "The plan is evaluated", OUTDATED), 0, 0),
        (HEAD + GOALS + entry("Planen utvärderas", "It is evaluated"), 0, 0),
        (HEAD + GOALS + entry("Planen följs upp varje år", "The plan is evaluated"), 0, 0),
    ],
    ids=["emptied", "gone", "taken-back", "obsolete", "reworded", "confirmed", "same-words"],
)
def test_outdated_translations_that_vanish_are_lost_too(
    project: Project, catalog: str, line: int, count: int
) -> None:
    earlier = entry("Planen följs upp varje år", "The plan is followed up each year", start="#~ ")
    project.write({ABOUT: HEAD + GOALS + REWORDED + earlier})
    committed(project)
    project.write({ABOUT: catalog})
    assert [(each.line, each.details["count"]) for each in lost(project)] == (
        [(line, count)] if count else []
    )


def test_one_new_translation_explains_one_that_is_gone(project: Project) -> None:
    new = entry("Planen följs upp vartannat år", "The plan is … every second year")
    more = entry("Planen följs upp vart tredje år", "The plan is … every third year")
    project.write({ABOUT: HEAD + GOALS + PLAN + more})
    committed(project)
    project.write({ABOUT: HEAD + GOALS + new})
    (problem,) = lost(project)
    assert problem.details["count"] == 1


def test_a_message_of_a_framework_is_known_by_its_place(project: Project) -> None:
    path = "locales/en/LC_MESSAGES/frameworks/staff.po"
    place = "#. staff · criteria/frame/goals · indicator of “Det finns ramar”\n"
    project.write({path: HEAD + entry("Det finns mål", "There are aims", place)})
    committed(project)
    project.write({path: HEAD + entry("Allt är bestämt", "All is settled", place)})
    assert lost(project) == []


def test_a_sentence_that_moved_to_another_page_is_not_lost(project: Project) -> None:
    project.write({ABOUT: HEAD + GOALS, "locales/en/LC_MESSAGES/index.po": HEAD + PLAN})
    assert lost(project) == []


def test_a_catalogue_that_is_gone_is_told_with_its_first_texts(project: Project) -> None:
    texts = ("Ett", "Tolv", "Sexton", "Hundra", "Miljon", "Ingenting")
    path = "locales/en/LC_MESSAGES/numbers.po"
    project.write({path: HEAD + "".join(entry(each, each.upper()) for each in texts)})
    committed(project)
    (project.root / path).unlink()
    (problem,) = lost(project)
    assert (problem.path, problem.line) == (path, 0)
    assert str(problem) == (
        f"{path}: po-lost: translations that were there in HEAD are lost: 6, such as “Ett”, "
        f"“Tolv”, “Sexton”, “Hundra”, “Miljon”; see: git diff HEAD -- {path}; then put them back"
    )


def test_only_the_languages_asked_for_are_compared(project: Project) -> None:
    project.write({ABOUT: HEAD + GOALS})
    assert lost_translations(open_project(project.root), ["sv", "fi"], "HEAD") == []


def test_a_project_may_lie_anywhere_in_its_repository(make_project: MakeProject) -> None:
    below = {f"en bok/{name}": text for name, text in FILES.items()}
    project = make_project(below)
    root = project.root / "en bok"
    (project.root / "conf.py").rename(root / "conf.py")
    git(project.root, "init", "--quiet")
    committed(project)
    (root / ABOUT).write_text(HEAD + GOALS, "utf-8")
    found = lost_translations(open_project(root), ["en"], "HEAD")
    assert [each.path for each in found] == [ABOUT]


def test_a_catalogue_that_cannot_be_read_is_left_to_the_other_checks(project: Project) -> None:
    project.write({ABOUT: "<<<<<<< HEAD\n"})
    assert lost(project) == []
    committed(project)
    project.write({ABOUT: FILES[ABOUT]})
    assert lost(project) == []


# --- the command ----------------------------------------------------------------------------------


def test_the_check_tells_what_is_lost_beside_what_is_wrong(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ramverk_command(project, "i18n", "check", "--since", "main") == 0
    assert capsys.readouterr().out == "The catalogues have no problems.\n"
    project.write({ABOUT: HEAD + GOALS.replace("aims", "aims 7")})
    assert ramverk_command(project, "i18n", "check", "--since", "main") == 1
    out, err = capsys.readouterr()
    assert [line.split(" ")[1] for line in out.splitlines()] == ["po-lost:", "po-numbers:"]
    assert err == "1 error, 1 warning in 1 file\n"


@pytest.mark.parametrize("since", ["no-such-branch", "", "--help", "HEAD:conf.py", "a b", "@{x"])
def test_a_commit_that_git_does_not_know_is_told(
    project: Project, capsys: pytest.CaptureFixture[str], since: str
) -> None:
    assert ramverk_command(project, "i18n", "check", f"--since={since}") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"ramverk: git knows no commit {since}: ")


def test_without_a_repository_the_check_says_so(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(FILES)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.root.parent))
    assert ramverk_command(project, "i18n", "check", "--since", "HEAD") == 1
    assert f"ramverk: git finds no repository in {project.root}: " in capsys.readouterr().err


def test_without_git_the_check_says_so(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project.root))
    with pytest.raises(ProjectError, match="needs the program git"):
        lost(project)
