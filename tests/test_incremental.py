"""A build after any edits makes the same site, byte for byte, as one that begins anew."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sphinx.builders import Builder

from ramverk import building, publishing, site
from ramverk.formats.pdf import typesetting
from ramverk.publishing import Edition, carry_through, publish
from tests.conftest import (
    MakeProject,
    Project,
    directive,
    ramverk_command,
    start_ramverk,
    toctree,
)

CATALOG: Final = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n'
ENTRY: Final = '\n#: {}\nmsgid "{}"\nmsgstr "{}"\n'


def framework(id_: str, word: str) -> dict[str, str]:
    """A framework with its page and its English."""
    texts = {
        f"Område {word}": f"Area {word}",
        "Kriterier": "Criteria",
        "Mål": "Aims",
        f"Det finns {word}": f"There is {word}",
    }
    yaml = (
        f'title: Område {word}\nlanguage: sv\nversion: "1.0"\ndate: 2026-01-01\nsections:\n'
        "  criteria:\n    kind: criteria\n    title: Kriterier\n    criteria:\n"
        f"      aims:\n        title: Mål\n        indicators:\n          one: Det finns {word}\n"
    )
    entries = (ENTRY.format(f"frameworks/{id_}.yaml", *each) for each in texts.items())
    return {
        f"frameworks/{id_}.yaml": yaml,
        f"source/frameworks/{id_}.md": directive("framework", id_),
        f"locales/en/LC_MESSAGES/frameworks/{id_}.po": CATALOG.format("en") + "".join(entries),
    }


def page(name: str, word: str) -> dict[str, str]:
    """A page with its English."""
    entries = {name.title(): name.upper(), f"Text om {word}.": f"Text on {word}."}
    found = (ENTRY.format(f"source/{name}.md", *each) for each in entries.items())
    links = "{item}`first#criteria/aims` {download}`below <_files/note.txt>`"
    return {
        f"source/{name}.md": f"# {name.title()}\n\nText om {word}.\n\n```{{literalinclude}} "
        f"_files/note.txt\n```\n\n% {links}\n",
        f"locales/en/LC_MESSAGES/{name}.po": CATALOG.format("en") + "".join(found),
    }


INDEX: Final = toctree("about", "states") + directive("toctree", body=":glob:\n\nframeworks/*")
FILES: Final = {
    **framework("first", "plan"),
    **framework("second", "stöd"),
    **page("about", "oss"),
    "source/index.md": INDEX,
    "source/states.md": "# Läget\n\n" + directive("translation-status"),
    "source/_files/note.txt": "En fil.\n",
    "locales/en/LC_MESSAGES/index.po": CATALOG.format("en")
    + ENTRY.format("source/index.md", "Start", "Start"),
    "locales/en/LC_MESSAGES/states.po": CATALOG.format("en")
    + ENTRY.format("source/states.md", "Läget", "State"),
    "static/own.css": "p { margin: 0; }\n",
}
SETTINGS: Final = {
    "html_theme": "ramverk",
    "html_static_path": ["static"],
    "html_css_files": ["own.css"],
    "ramverk_languages": ["sv", "en"],
}

Edit = Callable[[Project, str], None]
EDITS: Final[dict[str, Edit]] = {}


def edit(function: Edit) -> Edit:
    EDITS[function.__name__.replace("_", " ")] = function
    return function


def replace(project: Project, name: str, old: str, new: str) -> None:
    path = project.root / name
    if not path.exists():  # an edit before has removed it
        return
    project.write({name: path.read_text("utf-8").replace(old, new, 1)})


@edit
def reword_an_indicator(project: Project, word: str) -> None:
    project.write({name: text for name, text in framework("first", word).items() if "." in name})


@edit
def retranslate_a_text(project: Project, word: str) -> None:
    name = "locales/en/LC_MESSAGES/frameworks/second.po"
    replace(project, name, 'msgstr "Aims', f'msgstr "Aims {word}')


@edit
def outdate_a_translation(project: Project, word: str) -> None:
    name = "locales/en/LC_MESSAGES/frameworks/second.po"
    replace(project, name, 'msgid "Mål"', f'# {word}\n#, fuzzy\nmsgid "Mål"')


@edit
def reword_a_page(project: Project, word: str) -> None:
    project.write(page("about", word))


@edit
def retranslate_a_page(project: Project, word: str) -> None:
    replace(project, "locales/en/LC_MESSAGES/about.po", 'msgstr "Text', f'msgstr "{word} Text')


@edit
def retitle_a_page(project: Project, word: str) -> None:
    replace(project, "source/states.md", "# Läget", f"# Läget {word}")
    replace(project, "locales/en/LC_MESSAGES/states.po", 'msgid "Läget', f'msgid "Läget {word}')


@edit
def add_a_framework(project: Project, word: str) -> None:
    project.write(framework(f"more-{len(word)}", word))


@edit
def remove_a_framework(project: Project, word: str) -> None:
    for name in framework("second", word):
        (project.root / name).unlink(missing_ok=True)


@edit
def restore_a_framework(project: Project, word: str) -> None:
    project.write(framework("second", word))


@edit
def change_an_included_file(project: Project, word: str) -> None:
    project.write({"source/_files/note.txt": f"{word}\n"})


@edit
def change_a_style(project: Project, word: str) -> None:
    project.write({"static/own.css": f"p {{ margin: {len(word)}px; }}\n"})


@edit
def rename_the_handbook(project: Project, word: str) -> None:
    conf = (project.root / "conf.py").read_text("utf-8")
    lines = [line for line in conf.splitlines() if not line.startswith("project =")]
    project.write({"conf.py": "\n".join([*lines, f"project = 'Bok {word}'", ""])})


@edit
def turn_to_other_paper(project: Project, word: str) -> None:
    replace(project, "conf.py", "ramverk_pdf = False", "ramverk_pdf = True")
    replace(project, "conf.py", "'ramverk_paper'", f"'{word}'")


@edit
def word_the_interface(project: Project, word: str) -> None:
    text = CATALOG.format("en") + f'\nmsgid "Skip to content"\nmsgstr "Jump {word}"\n'
    project.write({"locales/en/LC_MESSAGES/ramverk.po": text})


@edit
def write_a_glossary(project: Project, word: str) -> None:
    project.write({"locales/glossary.yaml": f"school:\n  sv: {word}\n  en: school\n"})


@edit
def scribble_in_the_site(project: Project, word: str) -> None:
    (project.root / "build/html/sv/index.html").write_text(word, "utf-8")


@edit
def lose_a_page_of_the_site(project: Project, _word: str) -> None:
    (project.root / "build/html/en/about.html").unlink(missing_ok=True)


@edit
def touch_all_files(project: Project, _word: str) -> None:
    for path in project.root.glob("frameworks/*"):
        os.utime(path)


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def clean_build(project: Project, folder: Path) -> dict[str, bytes]:
    """The site of a project that was never built before."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(project.root, folder, ignore=shutil.ignore_patterns("build"))
    other = Project.__new__(Project)
    other.root = folder
    assert ramverk_command(other, "build") == 0
    return tree(folder / "build/html")


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # Each build takes a second or two; the edits are few as it is.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    edits=st.lists(
        st.tuples(st.sampled_from(sorted(EDITS)), st.sampled_from(["ett", "två", "tretton"])),
        min_size=2,
        max_size=4,
    )
)
def test_after_any_edits_the_site_is_that_of_a_clean_build(
    make_project: MakeProject, edits: list[tuple[str, str]]
) -> None:
    project = make_project(FILES, **SETTINGS)
    assert ramverk_command(project, "build") == 0
    for name, word in edits:
        EDITS[name](project, word)
        assert ramverk_command(project, "build") == 0
    found = tree(project.root / "build/html")
    assert found == clean_build(project, project.root.with_name(f"{project.root.name}-clean"))


@pytest.mark.parametrize("name", EDITS)
def test_each_edit_is_seen(make_project: MakeProject, name: str) -> None:
    project = make_project(FILES, **SETTINGS)
    assert ramverk_command(project, "build") == 0
    EDITS[name](project, "sju")
    assert ramverk_command(project, "build") == 0
    found = tree(project.root / "build/html")
    assert found == clean_build(project, project.root.with_name(f"{project.root.name}-clean"))


#: What a build is about to do when somebody edits: in this process, or in that of a language.
MOMENTS: Final = {
    "languages are started": (site, "_run"),
    "Sphinx begins": (building, "_application"),
    "pages are read": (Builder, "read"),
    "pages are written": (Builder, "write"),
}
#: But for those that are no texts: what is edited in the site itself, and what makes PDFs.
WORDINGS: Final = sorted(
    {*EDITS}
    - {"scribble in the site", "lose a page of the site", "touch all files", "turn to other paper"}
)


@pytest.mark.parametrize("name", WORDINGS)
def test_an_edit_while_a_build_runs_is_seen_by_the_next(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What was read before the edit must not be taken for what is there after it."""
    # Tests before may have made PDFs in this process, and only what is forked is patched as well.
    # These builds make none.
    monkeypatch.setattr(typesetting, "has_run", lambda: False)
    project = make_project(FILES, **SETTINGS)
    assert ramverk_command(project, "build") == 0
    for number, (moment, (owner, function)) in enumerate(MOMENTS.items(), 1):
        once = project.root.with_name(f"{project.root.name}-{number}")
        usual = getattr(owner, function)

        def edited(*arguments: Any, once: Path = once, usual: Any = usual, **more: Any) -> Any:
            # The process of one language does, of whichever is first.
            with contextlib.suppress(FileExistsError):
                once.mkdir()
                EDITS[name](project, "sju" * number)  # noqa: B023 - called within the loop
            return usual(*arguments, **more)

        # So that there is something to build.
        project.write({"source/extra.md": f"---\norphan: true\n---\n# Sida {number}\n"})
        with monkeypatch.context() as patched:
            patched.setattr(owner, function, edited)
            ramverk_command(project, "build")  # what vanishes while it is read may stop it
        assert once.exists(), moment
        assert ramverk_command(project, "build") == 0
        found = tree(project.root / "build/html")
        assert found == clean_build(project, once), moment


# --- what need not be done ------------------------------------------------------------------------


@pytest.fixture
def built(make_project: MakeProject, capfd: pytest.CaptureFixture[str]) -> Project:
    project = make_project(FILES, **SETTINGS)
    assert ramverk_command(project, "build") == 0
    capfd.readouterr()
    return project


def test_an_unchanged_site_is_not_built_again(
    built: Project, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "run", None)
    times = {path: path.stat().st_mtime_ns for path in (built.root / "build").rglob("*")}
    assert ramverk_command(built, "build") == 0
    assert capfd.readouterr().out.splitlines()[:2] == ["Svenska: unchanged", "English: unchanged"]
    assert times == {path: path.stat().st_mtime_ns for path in (built.root / "build").rglob("*")}


def test_a_catalogue_builds_its_language_alone(
    make_project: MakeProject, capfd: pytest.CaptureFixture[str]
) -> None:
    files = {name: text for name, text in FILES.items() if "states" not in name}
    project = make_project({**files, "source/index.md": INDEX.replace("states\n", "")}, **SETTINGS)
    assert ramverk_command(project, "build") == 0
    retranslate_a_text(project, "ny")
    capfd.readouterr()
    assert ramverk_command(project, "build") == 0
    said = capfd.readouterr().out.splitlines()
    assert said[0] == "Svenska: unchanged"
    assert said[1].startswith("English: 1 pages read")


def test_a_page_that_tells_of_all_languages_is_built_with_each(
    built: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    retranslate_a_text(built, "ny")
    assert ramverk_command(built, "build") == 0
    assert "unchanged" not in capfd.readouterr().out


def test_what_finds_nothing_to_do_loads_no_sphinx(built: Project) -> None:
    """Nor what makes PDFs: that takes longer than to look."""
    command = "from ramverk.cli import main; import sys; main(sys.argv[1:]); print(*sys.modules)"
    process = subprocess.run(
        [sys.executable, "-c", command, "build", "--project", str(built.root)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    *told, modules = process.stdout.splitlines()
    assert len([line for line in told if "unchanged" in line]) == 2, told
    heavy = {"sphinx.application", "docutils.parsers", "myst_parser", "pikepdf", "rich"}
    assert not heavy & {*modules.split()}


def test_an_extension_that_decides_for_itself_is_always_asked(
    make_project: MakeProject, capfd: pytest.CaptureFixture[str]
) -> None:
    conf = "\ndef outdated(*_arguments):\n    return []\n\n"
    conf += "def setup(app):\n    app.connect('env-get-outdated', outdated)\n"
    project = make_project(FILES, **SETTINGS)
    project.write({"conf.py": (project.root / "conf.py").read_text("utf-8") + conf})
    for _ in range(2):
        assert ramverk_command(project, "build") == 0
    assert "unchanged" not in capfd.readouterr().out


def test_what_conf_py_imports_is_seen(make_project: MakeProject) -> None:
    project = make_project({**FILES, "own_settings.py": "NAME = 'Ett'\n"}, **SETTINGS)
    conf = (project.root / "conf.py").read_text("utf-8")
    head = "import os, sys\nsys.path.insert(0, os.path.dirname(__file__))\nimport own_settings\n"
    project.write({"conf.py": f"{head}{conf}project = own_settings.NAME\n"})
    for name in ("Ett", "Tjugotvå"):
        project.write({"own_settings.py": f"NAME = {name!r}\n"})
        process = start_ramverk(project, "build")
        process.communicate(timeout=120)
        assert process.returncode == 0
        start = (project.root / "build/html/sv/about.html").read_text("utf-8")
        assert f"– {name} " in start


# --- interrupted ----------------------------------------------------------------------------------


def kill(process: subprocess.Popen[str]) -> None:
    """End a command and all that it has started at once, as a power cut or a scheduler does."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)


@pytest.mark.parametrize("share", [0.15, 0.35, 0.5, 0.65, 0.8, 0.95])
def test_a_build_killed_at_any_moment_leaves_a_whole_site_and_the_next_is_right(
    make_project: MakeProject, share: float
) -> None:
    project = make_project({**FILES, **framework("third", "tid")}, **SETTINGS)
    start = time.monotonic()
    process = start_ramverk(project, "build")
    process.communicate(timeout=120)
    assert process.returncode == 0
    seconds = time.monotonic() - start
    old = tree(project.root / "build/html")
    for each in EDITS.values():
        if "site" not in each.__name__ and "framework" not in each.__name__:
            each(project, "ny")
    new = clean_build(project, project.root.with_name(f"{project.root.name}-clean"))
    process = start_ramverk(project, "build")
    time.sleep(seconds * share)
    kill(process)
    left = tree(project.root / "build/html")
    assert left in (old, new) or (project.root / "build/publishing/publish.json").exists()
    assert ramverk_command(project, "build") == 0
    assert tree(project.root / "build/html") == new


class Killed(BaseException):
    """Stands for the end of the process."""


def editions(folder: Path) -> Iterator[Edition]:
    """A site, and the one that takes its place."""
    for number, files in enumerate(
        (
            {"a.html": "1", "b/c.html": "1", "gone/d.html": "1", "_static/e.css": "1", "f": "1"},
            {"a.html": "2", "b/c.html": "1", "new/g.html": "2", "_static/e.css": "2", "f/h": "2"},
        )
    ):
        made = folder / f"made-{number}"
        for name, text in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, "utf-8")
        files_made = publishing.files_below(made)
        # The second has one language more.
        trees = dict.fromkeys(["sv", "en"] if number else ["sv"], files_made)
        yield Edition(trees, {"index.html": str(number), "map.xml": None if number else ""})


@pytest.mark.parametrize("steps", range(9))
def test_what_was_ready_is_carried_through_after_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    site, workplace = tmp_path / "site", tmp_path / "publishing"
    first, second = editions(tmp_path)
    publish(first, site, workplace)
    old = tree(site)
    calls = []

    def interrupted(new: str, *place: Any) -> None:
        calls.append(new)
        if len(calls) > steps:
            raise Killed
        take_over(new, *place)

    take_over = publishing._replace
    with monkeypatch.context() as context:
        context.setattr(publishing, "_replace", interrupted)
        try:
            publish(second, site, workplace)
        except Killed:
            assert steps or tree(site) == old
    carry_through(site, workplace)
    made = tree(tmp_path / "made-1").items()
    assert tree(site) == {
        **{f"{folder}/{name}": content for folder in ("sv", "en") for name, content in made},
        "index.html": b"1",
    }
    assert not workplace.exists()


def test_what_was_not_ready_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, workplace = tmp_path / "site", tmp_path / "publishing"
    first, second = editions(tmp_path)
    publish(first, site, workplace)
    old = tree(site)

    def interrupted(*_arguments: object) -> None:
        raise Killed

    with monkeypatch.context() as context:
        context.setattr(publishing, "write_if_changed", interrupted)
        with pytest.raises(Killed):
            publish(second, site, workplace)
    assert workplace.exists()
    carry_through(site, workplace)
    assert tree(site) == old
    assert not workplace.exists()


def test_the_folder_of_the_site_stays(tmp_path: Path) -> None:
    """Somebody may serve it, or stand in it."""
    site, workplace = tmp_path / "site", tmp_path / "publishing"
    site.mkdir()
    before = site.stat().st_ino
    (site / "CNAME").write_text("example.org", "utf-8")
    for each in editions(tmp_path):
        publish(each, site, workplace)
    assert site.stat().st_ino == before
    assert (site / "CNAME").exists()


def test_pages_beside_conf_py_are_looked_at_and_nothing_else(
    make_project: MakeProject, capfd: pytest.CaptureFixture[str]
) -> None:
    files = {"index.md": "# Start\n", ".venv/lib/module.py": "", "env/pyvenv.cfg": ""}
    project = make_project(
        files,
        html_theme="ramverk",
        exclude_patterns=["build", "env", "node_modules"],
        ramverk_frameworks="frames",
    )
    assert ramverk_command(project, "build") == 0
    project.write({".venv/lib/module.py": "1", "env/more.md": "# Mer\n", "node_modules/a.md": "a"})
    capfd.readouterr()
    assert ramverk_command(project, "build") == 0
    assert "Svenska: unchanged" in capfd.readouterr().out
    project.write({"index.md": "# Början\n"})
    assert ramverk_command(project, "build") == 0
    assert "1 pages read" in capfd.readouterr().out
