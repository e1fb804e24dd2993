"""The commands: what they do, say and answer, and that nothing makes them show a traceback."""

from __future__ import annotations

import datetime
import os
import re
import signal
import time
from pathlib import Path
from typing import Any, Final

import lxml.etree
import pytest

import ramverk
from ramverk.cli import main
from ramverk.interface import interface_for
from ramverk.schema import answers_schema_text, schema_text
from tests.conftest import (
    LEARNERS,
    STAFF,
    MakeProject,
    Project,
    dead_links_in,
    directive,
    parsed,
    ramverk_command,
    start_ramverk,
    text_of,
    toctree,
)

BROKEN: Final = STAFF.replace("goals: Det", "Goals: Det").replace("begin: Börja", "begin:")


def write_conf(project: Project, text: str) -> None:
    project.write({"conf.py": text})


# --- check --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def good(make_project: MakeProject) -> Project:
    return make_project(
        {"frameworks/learners.yaml": LEARNERS, "frameworks/mobility/staff.yaml": STAFF}
    )


@pytest.fixture(scope="module")
def broken(make_project: MakeProject) -> Project:
    return make_project({"frameworks/learners.yaml": LEARNERS, "frameworks/staff.yaml": BROKEN})


def test_check_counts_frameworks_without_problems(
    good: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ramverk_command(good, "check") == 0
    assert capsys.readouterr() == ("2 frameworks, no problems\n", "")


def test_check_tells_every_problem_with_its_place(
    broken: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ramverk_command(broken, "check") == 1
    out, err = capsys.readouterr()
    assert [line.split(" ")[:2] for line in out.splitlines()] == [
        ["frameworks/staff.yaml:14:11:", "bad-id:"],
        ["frameworks/staff.yaml:21:7:", "empty-text:"],
    ]
    assert err == "2 problems in 1 file\n"


def test_check_takes_files_and_folders_and_needs_no_project(
    broken: Project,
    good: Project,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(broken.root / "frameworks")
    assert main(["check", "learners.yaml", str(good.root / "frameworks")]) == 0
    assert capsys.readouterr().out == "3 frameworks, no problems\n"
    assert main(["check", "learners.yaml", "staff.yaml"]) == 1
    assert "staff.yaml:14:11: bad-id: " in capsys.readouterr().out
    assert main(["check", "."]) == 1
    assert "staff.yaml:21:7: empty-text: " in capsys.readouterr().out


def test_check_of_a_file_that_does_not_exist(
    good: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ramverk_command(good, "check", "missing.yaml") == 1
    assert capsys.readouterr().out.startswith("missing.yaml: unreadable: ")


def test_check_names_files_that_are_no_frameworks(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project({"frameworks/staff.yml": STAFF})
    assert ramverk_command(project, "check") == 1
    assert capsys.readouterr().out.startswith("frameworks/staff.yml: wrong-suffix: ")


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "2 frameworks, "),
        ({"LANG": "sv_SE.UTF-8"}, "2 ramverk, "),
        ({"LANG": "sv_SE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "2 frameworks, "),
        ({"LANGUAGE": "sv:en", "LANG": "en_US.UTF-8"}, "2 ramverk, "),
        ({"LANG": "C.UTF-8"}, "2 frameworks, "),
        ({"LANG": "fi_FI.UTF-8"}, "2 frameworks, "),
        ({"LANG": "x/../../y"}, "2 frameworks, "),
    ],
)
def test_commands_speak_the_language_of_the_terminal(
    good: Project,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    said: str,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ramverk_command(good, "check") == 0
    assert capsys.readouterr().out.startswith(said)


def test_problems_are_told_in_swedish(
    broken: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")
    assert ramverk_command(broken, "check") == 1
    out, err = capsys.readouterr()
    assert "bad-id: Goals är " in out
    assert " i 1 fil" in err


# --- new ----------------------------------------------------------------------------------------


def schema_of(path: Path) -> Path:
    """The schema that the first line of a framework file names for editors."""
    first = path.read_text("utf-8").splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert found, first
    return (path.parent / found[1]).resolve()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("id_", ["staff", "mobility/short-stays"])
def test_a_new_framework_is_valid_and_its_page_builds(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str], language: str, id_: str
) -> None:
    tree = directive("toctree", body=":glob:\n\nframeworks/**")
    project = make_project({"index.md": f"# Start\n\n{tree}"}, language=language)
    assert ramverk_command(project, "new", id_) == 0
    lines = capsys.readouterr().out.splitlines()
    written = [Path(line.removeprefix("written: ")).resolve() for line in lines[:2]]
    yaml, page = project.root / f"frameworks/{id_}.yaml", project.root / f"frameworks/{id_}.md"
    assert written == [yaml, page]
    assert "toctree" in lines[2]
    assert ramverk_command(project, "check") == 0
    build = project.build()
    assert build.warnings == []
    title = {"sv": "Ett eget ramverk", "en": "A framework of our own"}[language]
    assert build.app.env.titles[f"frameworks/{id_}"].astext() == title
    today = datetime.datetime.now(tz=datetime.UTC).date()
    assert abs(today - date_in(yaml)) <= datetime.timedelta(days=1)


def date_in(path: Path) -> datetime.date:
    found = re.search(r"^date: (\S+)$", path.read_text("utf-8"), re.MULTILINE)
    assert found
    return datetime.date.fromisoformat(found[1])


def test_a_new_framework_names_the_schema_beside_it(make_project: MakeProject) -> None:
    project = make_project({"index.md": "# Start\n"})
    assert ramverk_command(project, "new", "mobility/staff") == 0
    schema = schema_of(project.root / "frameworks/mobility/staff.yaml")
    assert schema == project.root / "frameworks/framework.schema.json"
    assert schema.read_text("utf-8") == schema_text()
    assert ramverk_command(project, "check") == 0


def test_a_new_framework_in_a_project_without_markdown_has_a_page_in_rst(
    make_project: MakeProject,
) -> None:
    tree = directive("toctree", suffix="rst", body="frameworks/staff")
    project = make_project({"source/index.rst": f"Start\n=====\n\n{tree}"}, extensions=["ramverk"])
    assert ramverk_command(project, "new", "staff") == 0
    assert (project.root / "source/frameworks/staff.rst").is_file()
    assert ramverk_command(project, "build") == 0


@pytest.mark.parametrize("existing", ["frameworks/staff.yaml", "frameworks/staff.md"])
def test_nothing_that_exists_is_written_over(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str], existing: str
) -> None:
    project = make_project({existing: "mitt\n"})
    assert ramverk_command(project, "new", "staff") == 1
    assert "is there already" in capsys.readouterr().err
    assert (project.root / existing).read_text("utf-8") == "mitt\n"
    files = [path for path in (project.root / "frameworks").rglob("*") if path.is_file()]
    assert len(files) == 1


@pytest.mark.parametrize(
    ("id_", "suggestion"),
    [
        ("Min Fil", "min-fil"),
        ("Övning/Två", "ovning/tva"),
        ("../staff", "staff"),
        ("/etc/staff", "etc/staff"),
        ("a//b", "a/b"),
        ("", "my-framework"),
        ("staff.yaml", "staff-yaml"),
        ("own_rows", "own-rows"),
    ],
)
def test_an_id_that_is_not_valid_gets_a_suggestion(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str], id_: str, suggestion: str
) -> None:
    project = make_project({"index.md": "# Start\n"})
    assert ramverk_command(project, "new", id_) == 1
    assert f"such as {suggestion}\n" in capsys.readouterr().err
    assert not (project.root / "frameworks").exists()


# --- schema and usage ---------------------------------------------------------------------------


def test_schema_is_printed_or_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == schema_text()
    path = tmp_path / "framework.schema.json"
    assert main(["schema", "--output", str(path)]) == 0
    assert path.read_text("utf-8") == schema_text()


def test_the_schema_of_answers_is_printed_or_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", "framework"]) == 0
    assert capsys.readouterr().out == schema_text()
    assert main(["schema", "answers"]) == 0
    assert capsys.readouterr().out == answers_schema_text()
    path = tmp_path / "answers.schema.json"
    assert main(["schema", "answers", "--output", str(path)]) == 0
    assert path.read_text("utf-8") == answers_schema_text()


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["--version"])
    assert exit_.value.code == 0
    assert capsys.readouterr().out == f"ramverk {ramverk.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["new"],
        ["schema", "nonsense"],
        ["i18n"],
        ["i18n", "update", "Svenska"],
        ["build", "../sv"],
        ["live", "--port", "x"],
        ["pdf", "--variant", "poster"],
        ["pdf", "--paper", "a3"],
        ["pdf", "--language", "../sv"],
        ["read"],
    ],
)
def test_wrong_usage_is_answered_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    assert "usage: ramverk" in capsys.readouterr().err


def test_help_is_in_the_language_of_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")
    with pytest.raises(SystemExit):
        main(["--help"])
    said = " ".join(capsys.readouterr().out.split())
    for text in (
        "build the site in all languages",
        "check framework files and tell all that is wrong",
    ):
        translated = interface_for("sv").gettext(text)
        assert translated != text
        assert translated in said


# --- build --------------------------------------------------------------------------------------

ABOUT_EN: Final = """\
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#: source/about.md
msgid "Om"
msgstr "About"

#: source/about.md
#, fuzzy
msgid "Ett stycke."
msgstr "Another paragraph."

#: source/about.md
msgid "{item}`staff#steps/begin`"
msgstr ""
"""
STAFF_EN: Final = """\
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#: frameworks/staff.yaml
msgid "Personal"
msgstr "Staff"

#: frameworks/staff.yaml
msgid "Kriterier"
msgstr ""

#: frameworks/staff.yaml
msgid "Det finns ramar"
msgstr ""

#: frameworks/staff.yaml
msgid "Det finns mål"
msgstr "There are aims"

#: frameworks/staff.yaml
msgid "Planen"
msgstr ""

#: frameworks/staff.yaml
msgid "Steg"
msgstr ""

#: frameworks/staff.yaml
msgid "Börja"
msgstr ""

#: source/frameworks/staff.md
msgid "Mer om personalen."
msgstr "More about the staff."
"""
ABOUT_PO: Final = "locales/en/LC_MESSAGES/about.po"
SITE: Final = {
    "frameworks/staff.yaml": STAFF,
    "source/index.md": toctree("frameworks/staff", "about"),
    "source/about.md": "# Om\n\nEtt stycke.\n\n{item}`staff#steps/begin`\n",
    "source/frameworks/staff.md": directive("framework", "staff") + "\nMer om personalen.\n",
    ABOUT_PO: ABOUT_EN,
    "locales/en/LC_MESSAGES/frameworks/staff.po": STAFF_EN,
}
TITLES: Final = {"sv": "Provboken", "en": "The Test Book"}


def make_site(make_project: MakeProject, **settings: Any) -> Project:
    return make_project(
        SITE,
        ramverk_languages=["sv", "en"],
        ramverk_titles=TITLES,
        **{"html_theme": "ramverk", **settings},
    )


def site_files(project: Project) -> dict[str, bytes]:
    site = project.root / "build" / "html"
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def page_text(project: Project, name: str) -> str:
    return text_of(parsed((project.root / "build/html" / name).read_text("utf-8")))


@pytest.fixture(scope="module")
def site(make_project: MakeProject) -> Project:
    project = make_site(make_project)
    assert ramverk_command(project, "build") == 0
    return project


def test_a_site_has_a_handbook_in_each_language(site: Project) -> None:
    files = set(site_files(site))
    assert {"index.html", "404.html", "site.css"} <= files
    pages = {"index.html", "about.html", "frameworks/staff.html", "search.html"}
    for language in ("sv", "en"):
        assert {f"{language}/{page}" for page in pages} <= files
        assert f"{language}/_downloads/staff/staff.{language}.json" in files
    assert "sitemap.xml" not in files


def test_no_link_of_a_site_is_dead(site: Project) -> None:
    assert dead_links_in(site.root / "build" / "html") == []


def test_the_start_page_lets_the_reader_choose_a_language(site: Project) -> None:
    page = parsed(site_files(site)["index.html"].decode())
    links = {each.get("lang"): (each.get("href"), text_of(each)) for each in page.xpath("//a")}
    assert links == {
        "sv": ("sv/index.html", "Svenska Läs handboken"),
        "en": ("en/index.html", "English Read the handbook"),
    }
    assert text_of(page.xpath("//h1")[0]) == "Provboken · The Test Book"
    assert not page.xpath("//link[@rel='canonical']")


def test_pages_are_translated_and_outdated_translations_are_not_shown(site: Project) -> None:
    about = page_text(site, "en/about.html")
    assert "About" in about
    assert "Another paragraph." not in about
    assert "Ett stycke." in about
    staff = page_text(site, "en/frameworks/staff.html")
    assert "Staff" in staff
    assert "More about the staff." in staff
    assert "Mer om personalen." in page_text(site, "sv/frameworks/staff.html")


def test_a_second_build_touches_no_file_of_the_site(site: Project) -> None:
    folder = site.root / "build" / "html"
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert ramverk_command(site, "build") == 0
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_site_with_a_public_address_has_a_map_and_canonical_addresses(
    make_project: MakeProject,
) -> None:
    project = make_site(make_project, ramverk_base_url="https://example.org/bok/")
    project.write({"source/å b.md": "---\norphan: true\n---\n\n# Å\n"})
    assert ramverk_command(project, "build") == 0
    files = site_files(project)
    addresses = {
        url.findtext("{*}loc"): sorted(str(each.get("href")) for each in url.iterfind("{*}link"))
        for url in lxml.etree.fromstring(files["sitemap.xml"])
    }
    pages = ("index", "about", "frameworks/staff", "%C3%A5%20b")
    expected = {page: f"https://example.org/bok/{{}}/{page}.html" for page in pages}
    assert addresses == {
        expected[page].format(language): sorted(expected[page].format(x) for x in ("sv", "en"))
        for page in pages
        for language in ("sv", "en")
    }
    about = files["en/about.html"].decode()
    assert '<link rel="canonical" href="https://example.org/bok/en/about.html">' in about
    assert 'hreflang="x-default" href="https://example.org/bok/sv/about.html"' in about
    assert '<link rel="canonical" href="https://example.org/bok/">' in files["index.html"].decode()
    lost = parsed(files["404.html"].decode())
    assert set(lost.xpath("//a/@href | //link[not(@rel='icon')]/@href")) == {
        f"/bok/{each}"
        for each in (
            "site.css",
            "sv/index.html",
            "sv/search.html",
            "en/index.html",
            "en/search.html",
        )
    }


def test_the_public_address_can_be_given_and_taken_back(make_project: MakeProject) -> None:
    project = make_site(make_project)
    assert ramverk_command(project, "build", "--base-url", "https://example.org") == 0
    assert "https://example.org/sv/about.html" in site_files(project)["sitemap.xml"].decode()
    assert ramverk_command(project, "build") == 0
    assert not [name for name, each in site_files(project).items() if b"example.org" in each]
    assert "sitemap.xml" not in site_files(project)


def test_one_language_can_be_built_alone(make_project: MakeProject) -> None:
    project = make_site(make_project)
    assert ramverk_command(project, "build", "en") == 0
    assert not [name for name in site_files(project) if name.startswith("sv/")]


def test_a_removed_page_disappears(make_project: MakeProject) -> None:
    project = make_site(make_project, html_copy_source=True)
    assert ramverk_command(project, "build") == 0
    assert "sv/about.html" in site_files(project)
    project.write({"source/index.md": toctree("frameworks/staff")})
    (project.root / "source/about.md").unlink()
    assert ramverk_command(project, "build") == 0
    assert not [name for name in site_files(project) if "about" in name]


def test_a_removed_page_disappears_though_nothing_is_known_of_earlier_builds(
    make_project: MakeProject,
) -> None:
    project = make_site(make_project)
    assert ramverk_command(project, "build") == 0
    for path in (project.root / "build/doctrees").rglob("environment.pickle"):
        path.unlink()
    project.write({"source/index.md": toctree("frameworks/staff")})
    (project.root / "source/about.md").unlink()
    assert ramverk_command(project, "build") == 0
    assert not [name for name in site_files(project) if "about" in name]


def test_files_that_others_put_into_the_site_stay(make_project: MakeProject) -> None:
    project = make_site(make_project)
    project.write({"build/html/CNAME": "example.org\n"})
    assert ramverk_command(project, "build") == 0
    assert site_files(project)["CNAME"] == b"example.org\n"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            ABOUT_PO,
            ABOUT_EN.replace("#: source/about.md\n#, fuzzy", "<<<<<<< HEAD"),
            f"{ABOUT_PO}:10: catalog-conflict: ",
        ),
        (ABOUT_PO, f"{ABOUT_EN}\nutan citattecken\n", f"{ABOUT_PO}:19: catalog-syntax: "),
        ("frameworks/staff.yaml", BROKEN, "frameworks/staff.yaml:14:11: bad-id: "),
    ],
)
def test_a_broken_file_stops_the_build_and_the_old_site_stays(
    make_project: MakeProject,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: str,
    said: str,
) -> None:
    project = make_site(make_project)
    assert ramverk_command(project, "build") == 0
    before = site_files(project)
    capsys.readouterr()
    project.write({name: content, "source/about.md": "# Ny\n"})
    assert ramverk_command(project, "build") == 1
    out = capsys.readouterr().out
    assert any(line.startswith(said) for line in out.splitlines()), out
    assert "The site is not ready" in out
    assert site_files(project) == before
    project.write({name: SITE[name], "source/about.md": SITE["source/about.md"]})
    assert ramverk_command(project, "build") == 0


def test_warnings_are_told_as_they_are_and_fail_the_build(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_site(make_project)
    # On line 100 of a file, whose place some terminals' libraries take for a picture: ":100:".
    text = SITE["source/about.md"] + "\n" * 94 + "{item}`staff#nobody` [bold]x[/bold]\n"
    project.write({"source/about.md": text})
    assert ramverk_command(project, "build") == 1
    out = capsys.readouterr().out
    place = f"{project.root}/source/about.md:100: WARNING: there is no item nobody"
    assert out.count(place) == 2
    assert "Svenska: 3 pages read" in out
    assert "1 warnings" in out


def test_a_site_with_warnings_is_not_published_and_warns_again(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_site(make_project)
    assert ramverk_command(project, "build") == 0
    before = site_files(project)
    project.write({"source/about.md": SITE["source/about.md"] + "\n{item}`staff#nobody`\n"})
    for _ in range(2):  # the second time, nothing has changed
        capsys.readouterr()
        assert ramverk_command(project, "build") == 1
        assert "there is no item nobody" in capsys.readouterr().out
        assert site_files(project) == before


def test_an_emptied_catalogue_stops_the_build(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_site(make_project)
    project.write({ABOUT_PO: ""})
    assert ramverk_command(project, "build") == 1
    assert f"{ABOUT_PO}:1: catalog-syntax: " in capsys.readouterr().out


def test_a_page_in_another_encoding_is_named(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_site(make_project)
    (project.root / "source" / "about.md").write_bytes("# Om\n\nVår skola\n".encode("latin-1"))
    assert ramverk_command(project, "build") == 1
    out, err = capsys.readouterr()
    assert "source/about.md:3: not-utf8: the byte 0xe5 is not UTF-8 text" in out
    assert "Traceback" not in out + err


def test_a_project_that_sphinx_cannot_build_is_reported_with_a_sentence(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_site(make_project, extensions=["ramverk", "no_such_extension"])
    assert ramverk_command(project, "build") == 1
    out, err = capsys.readouterr()
    assert "no_such_extension" in out
    assert "Traceback" not in out + err


def test_an_error_nobody_foresaw_is_kept_in_a_file(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_site(make_project)
    conf = (project.root / "conf.py").read_text("utf-8")
    write_conf(
        project,
        "from docutils.transforms import Transform\n\n"
        "class Crash(Transform):\n    default_priority = 1\n\n"
        "    def apply(self, **arguments):\n        raise KeyError('nobody')\n\n"
        f"def setup(app):\n    app.add_transform(Crash)\n\n{conf}",
    )
    assert ramverk_command(project, "build") == 1
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    log = project.root / "build/doctrees/error-sv.log"
    assert f"KeyError: 'nobody' ({log})" in out
    assert "Traceback" in log.read_text("utf-8")


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_a_site_with_another_theme_builds(make_project: MakeProject, theme: str) -> None:
    project = make_site(make_project, html_theme=theme)
    assert ramverk_command(project, "build") == 0
    assert "Staff" in page_text(project, "en/frameworks/staff.html")


def test_pages_may_lie_beside_conf_py(make_project: MakeProject) -> None:
    files = {name.removeprefix("source/"): text for name, text in SITE.items()}
    project = make_project(files, exclude_patterns=["build"], html_theme="ramverk")
    assert ramverk_command(project, "build") == 0
    assert ramverk_command(project, "build") == 0
    assert "sv/frameworks/staff.html" in site_files(project)


def test_the_same_input_gives_the_same_bytes(make_project: MakeProject) -> None:
    projects = [make_site(make_project, extensions=["myst_parser", "ramverk"]) for _ in range(2)]
    builds = [
        start_ramverk(
            project,
            "build",
            environment={"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1700000000", "TZ": zone},
        )
        for project, seed, zone in zip(projects, "12", ("UTC", "Asia/Tokyo"), strict=True)
    ]
    for build in builds:
        out, err = build.communicate(timeout=120)
        assert build.returncode == 0, out + err
    one, two = map(site_files, projects)
    assert sorted(name for name in {*one, *two} if one.get(name) != two.get(name)) == []


def test_a_variant_of_a_language_does_not_show_the_prose_of_the_wider_one(
    make_project: MakeProject,
) -> None:
    """It would not be counted, nor renewed when it changes."""
    project = make_site(make_project, ramverk_listed_from=0)
    conf = (project.root / "conf.py").read_text("utf-8")
    project.write({"conf.py": conf.replace("['sv', 'en']", "['sv', 'en', 'en-GB']")})
    assert ramverk_command(project, "build") == 0
    assert page_text(project, "en/about.html").startswith("About ")
    assert page_text(project, "en-GB/about.html").startswith("Om ")


# --- what goes wrong ----------------------------------------------------------------------------

COMMANDS: Final = (
    ["check"],
    ["new", "staff"],
    ["build"],
    ["live"],
    ["pdf"],
    ["read", "form.pdf"],
    ["i18n", "update"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_without_a_project_commands_say_where_they_looked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert main([*command, "--project", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"ramverk: {tmp_path / 'conf.py'} is missing; "
        "go to the project's folder, or name it with --project\n"
    )


@pytest.mark.parametrize(
    ("conf", "said"),
    [
        ("x =\n", "invalid syntax"),
        ("import os\n1 / 0\n", "line 2: ZeroDivisionError: division by zero"),
        ("import no_such_module\n", "line 1: ModuleNotFoundError"),
        ("import sys\nsys.exit(3)\n", "called sys.exit()"),
        ("ramverk_languages = 'sv'\n", "ramverk_languages: 'sv'"),
        ("ramverk_languages = [1]\n", "ramverk_languages: 1 is not a known language tag"),
        ("ramverk_base_url = None\n", "ramverk_base_url: None"),
        ("ramverk_frameworks = ['a']\n", "ramverk_frameworks: ['a']"),
        ("ramverk_titles = 'Boken'\n", "ramverk_titles: 'Boken'"),
        ("ramverk_paper = 'a3'\n", "ramverk_paper: 'a3' is not a4 or letter"),
        ("ramverk_fonts = ['fonts']\n", "ramverk_fonts: ['fonts']"),
    ],
)
@pytest.mark.parametrize("command", [["check"], ["build"]], ids=" ".join)
def test_a_broken_conf_py_is_reported_with_a_sentence(
    make_project: MakeProject,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    conf: str,
    said: str,
) -> None:
    project = make_project({})
    write_conf(project, conf)
    assert ramverk_command(project, *command) == 1
    out, err = capsys.readouterr()
    assert err.startswith(f"ramverk: {project.root / 'conf.py'} has an error: ")
    assert said in err
    assert "Traceback" not in out + err


def test_a_folder_of_pages_that_is_missing_is_named(
    good: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ramverk_command(good, "build", "--source", "pages") == 1
    assert f"the folder {good.root / 'pages'} is missing" in capsys.readouterr().err


def test_a_folder_of_fonts_that_is_missing_is_named(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project({}, ramverk_fonts="fonts")
    assert ramverk_command(project, "pdf") == 1
    assert capsys.readouterr() == ("", f"ramverk: the folder {project.root / 'fonts'} is missing\n")


@pytest.mark.parametrize("in_the_way", ["build", "build/html", "build/doctrees", "build/sphinx"])
def test_an_output_that_cannot_be_written_is_reported_with_a_sentence(
    make_project: MakeProject, capfd: pytest.CaptureFixture[str], in_the_way: str
) -> None:
    project = make_site(make_project)
    project.write({in_the_way: "en fil, ingen mapp\n"})
    assert ramverk_command(project, "build") == 1
    out, err = capfd.readouterr()
    assert "Traceback" not in out + err
    assert in_the_way in out + err


def test_a_framework_that_cannot_be_written_is_reported_with_a_sentence(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project({"frameworks": "en fil, ingen mapp\n"})
    assert ramverk_command(project, "new", "staff") == 1
    assert "frameworks" in capsys.readouterr().err


def test_a_schema_that_cannot_be_written_is_reported_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", "--output", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err


def test_a_reader_of_the_output_may_go_away(good: Project) -> None:
    for arguments in (["schema"], ["check"]):
        # With a buffer, as usual: then the output may fail as late as at the very end.
        process = start_ramverk(good, *arguments, environment={"PYTHONUNBUFFERED": ""})
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
        process.stderr.close()
        assert process.wait(60) == 0


def test_a_terminal_with_few_signs_gets_what_it_can_show(broken: Project) -> None:
    process = start_ramverk(
        broken, "check", environment={"PYTHONIOENCODING": "ascii", "LANG": "sv_SE.ISO-8859-1"}
    )
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "bad-id: Goals ?r " in out
    assert " i 1 fil" in err


def test_ctrl_c_ends_a_build_quietly(make_project: MakeProject) -> None:
    project = make_site(make_project)
    conf = (project.root / "conf.py").read_text("utf-8")
    write_conf(
        project,
        f"{conf}\ndef wait(*_arguments):\n    import pathlib, time\n"
        f"    pathlib.Path({str(project.root / 'waiting')!r}).touch()\n    time.sleep(60)\n\n"
        "def setup(app):\n    app.connect('source-read', wait)\n",
    )
    process = start_ramverk(project, "build")
    while not (project.root / "waiting").exists():
        assert process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in out + err
