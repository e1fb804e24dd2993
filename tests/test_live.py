"""``ramverk live``: a server on this machine, and a build at each change."""

from __future__ import annotations

import os
import re
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest

from ramverk import live
from tests.conftest import STAFF, MakeProject, directive, start_ramverk

PAGE: Final = '<html><head><meta charset="utf-8"><title>Å</title></head><body></head></body></html>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("live") / "site"
    (site / "sv").mkdir(parents=True)
    (site / "index.html").write_text(PAGE, "utf-8")
    (site / "sv" / "index.html").write_text(PAGE, "utf-8")
    (site / "site.css").write_text("body {}", "utf-8")
    (site.parent / "secret.html").write_text("hemligt", "utf-8")
    return site


@pytest.fixture(scope="module")
def version() -> live.Version:
    return live.Version()


@pytest.fixture(scope="module")
def server(folder: Path, version: live.Version) -> Iterator[ThreadingHTTPServer]:
    server = live.serve(folder, 0, version)
    yield server
    server.shutdown()
    server.server_close()


def get(server: ThreadingHTTPServer, path: str) -> str:
    address = f"http://127.0.0.1:{server.server_port}{path}"
    with urllib.request.urlopen(address, timeout=60) as answer:
        content: bytes = answer.read()
    return content.decode("utf-8")


@pytest.mark.parametrize("path", ["/", "/index.html", "/sv/", "/sv/index.html?a=b"])
def test_pages_ask_for_the_next_build(server: ThreadingHTTPServer, path: str) -> None:
    page = get(server, path)
    assert page.count('<script src="/_ramverk/live.js" defer></script></head>') == 1
    assert page.index("live.js") < page.index("<body>")
    assert "<title>Å</title>" in page


def test_other_files_are_served_as_they_are(server: ThreadingHTTPServer) -> None:
    assert get(server, "/site.css") == "body {}"


@pytest.mark.parametrize("path", ["/missing.html", "/../secret.html", "/%2e%2e/secret.html"])
def test_nothing_outside_the_site_is_served(server: ThreadingHTTPServer, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        get(server, path)
    assert error.value.code == 404
    error.value.close()


def test_the_server_is_there_for_this_machine_alone(server: ThreadingHTTPServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_a_page_is_told_at_once_of_a_build_it_has_missed(
    server: ThreadingHTTPServer, version: live.Version
) -> None:
    seen = version.number
    version.advance()
    assert get(server, f"/_ramverk/wait.js?version={seen}") == "location.reload();"
    assert f"ramverkWait({seen + 1})" in get(server, "/_ramverk/live.js")


def test_a_waiting_page_is_told_of_the_next_build(
    server: ThreadingHTTPServer, version: live.Version
) -> None:
    answers: list[str] = []
    address = f"/_ramverk/wait.js?version={version.number}"
    waiting = threading.Thread(target=lambda: answers.append(get(server, address)))
    waiting.start()
    time.sleep(0.2)
    assert answers == []
    version.advance()
    waiting.join(60)
    assert answers == ["location.reload();"]


@pytest.mark.parametrize("query", ["", "?version=", "?version=x", "?version=-1"])
def test_an_odd_question_is_answered(
    server: ThreadingHTTPServer, version: live.Version, query: str
) -> None:
    version.advance()
    assert get(server, f"/_ramverk/wait.js{query}") == "location.reload();"


def test_a_browser_that_goes_away_is_no_error(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    version = live.Version()
    server = live.serve(folder, 0, version)
    with socket.create_connection(("127.0.0.1", server.server_port)) as browser:
        browser.sendall(b"GET /_ramverk/wait.js?version=0 HTTP/1.1\r\nHost: x\r\n\r\n")
        # Close with a reset, as a browser does that leaves the page.
        browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    version.advance()
    assert get(server, "/site.css") == "body {}"
    server.shutdown()
    server.server_close()
    assert capfd.readouterr().err == ""


def test_a_port_that_was_asked_for_must_be_free(
    server: ThreadingHTTPServer, folder: Path, version: live.Version
) -> None:
    with pytest.raises(OSError, match="in use"):
        live.serve(folder, server.server_port, version)


def test_without_a_wish_any_free_port_will_do(
    server: ThreadingHTTPServer,
    folder: Path,
    version: live.Version,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "USUAL_PORT", server.server_port)
    other = live.serve(folder, None, version)
    assert other.server_port != server.server_port
    other.shutdown()
    other.server_close()


# --- changes ------------------------------------------------------------------------------------


def until(condition: Callable[[], bool]) -> None:
    """Wait; what has not come after a hundred tries will not come."""
    for _ in range(100):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("waited in vain")


class Watching:
    """A watch in a thread that counts the builds."""

    def __init__(self, paths: list[Path], ignored: Path) -> None:
        self.builds = 0
        self.version = version = live.Version()
        self.ignored = ignored
        self.stop = threading.Event()
        arguments = (paths, ignored, self.build, version, self.stop)
        self.thread = threading.Thread(target=live.watch, args=arguments)

    def build(self) -> None:
        self.builds += 1
        self.ignored.mkdir(exist_ok=True)
        (self.ignored / "index.html").write_text(str(self.builds), "utf-8")

    def change(self, path: Path) -> None:
        """Change a file until it is noticed: the watch needs a moment to begin."""
        before = self.version.number
        number = 0
        while self.version.number == before:
            number += 1
            path.write_text(f"nummer {number}", "utf-8")
            self.version.wait_beyond(before, 0.5)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    (tmp_path / "source").mkdir()
    # As in a project whose pages lie beside conf.py, builds write below what is watched.
    paths = [tmp_path, tmp_path / "missing"]
    watching = Watching(paths, tmp_path / "build")
    watching.thread.start()
    yield watching
    watching.stop.set()
    watching.thread.join(60)


def test_a_change_starts_a_build_and_what_that_writes_starts_none(
    watching: Watching, tmp_path: Path
) -> None:
    watching.change(tmp_path / "source" / "index.md")
    assert watching.builds >= 1
    version = watching.version
    version.wait_beyond(version.number, 1)  # the change may be noticed twice
    builds = watching.builds
    (tmp_path / "build" / "page.html").write_text("ny", "utf-8")
    assert not version.wait_beyond(version.number, 1)
    assert watching.builds == builds


def test_a_folder_that_comes_later_is_watched_from_then_on(tmp_path: Path) -> None:
    """As when ``ramverk i18n add`` makes the first catalogues while the site is shown."""
    source, locales = tmp_path / "source", tmp_path / "locales"
    source.mkdir()
    watching = Watching([source, locales], tmp_path / "build")
    watching.thread.start()
    try:
        watching.change(source / "index.md")
        version = watching.version
        while version.wait_beyond(version.number, 2):
            pass  # the change may be noticed twice
        locales.mkdir()
        assert version.wait_beyond(version.number, 60)
        watching.change(locales / "index.po")
    finally:
        watching.stop.set()
        watching.thread.join(60)
    assert not watching.thread.is_alive()


def test_the_command_serves_the_site_and_builds_it_again(make_project: MakeProject) -> None:
    project = make_project(
        {
            "frameworks/staff.yaml": STAFF,
            "index.md": directive("framework", "staff"),
            "locales/sv/LC_MESSAGES/ramverk.po": "",
        },
        html_theme="ramverk",
        exclude_patterns=["build"],
    )
    process = start_ramverk(project, "live", "--port", "0")
    assert process.stdout is not None
    try:
        lines = iter(process.stdout.readline, "")
        address = next(
            found[0] for line in lines if (found := re.search(r"http://127.0.0.1:\d+/", line))
        )
        page = f"{address}sv/index.html"
        assert "Det finns mål" in read(page)

        def shown_after(files: dict[str, str], text: str) -> bool:
            project.write(files)
            time.sleep(0.5)
            return text in read(page)

        framework = {"frameworks/staff.yaml": STAFF.replace("Det finns mål", "Mål finns")}
        until(lambda: shown_after(framework, "Mål finns"))
        words = {"locales/sv/LC_MESSAGES/ramverk.po": 'msgid "Notes"\nmsgstr "Noteringar"\n'}
        until(lambda: shown_after(words, "Noteringar"))
        assert "location.reload();" in read(f"{address}_ramverk/wait.js?version=0")
    finally:
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in out + err


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        content: bytes = answer.read()
    return content.decode("utf-8")
