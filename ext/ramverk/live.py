"""``ramverk live``: the site on this machine, built again and shown again at each change.

The page asks for a script that is answered only when the site has changed, and which then loads the
page anew; so the pages keep their content security policy as it is.
"""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

USUAL_PORT: Final = 8000

_CLIENT: Final = """const ramverkWait = (version) => {
  const wait = document.createElement('script');
  wait.src = `/_ramverk/wait.js?version=${version}`;
  document.head.append(wait);
};
addEventListener('load', () => ramverkWait(%d));
"""
#: After how long ``watch`` looks whether what was missing is there now.
_MILLISECONDS_BETWEEN_LOOKS: Final = 1000
_SCRIPT_TAG: Final = b'<script src="/_ramverk/live.js" defer></script></head>'


class Version:
    """Counts the builds; threads can wait for the next one."""

    def __init__(self) -> None:
        self.number = 0
        self._changed = threading.Condition()

    def advance(self) -> None:
        with self._changed:
            self.number += 1
            self._changed.notify_all()

    def wait_beyond(self, number: int, seconds: float) -> bool:
        """Whether there was a build after ``number``, at once or within ``seconds``."""
        with self._changed:
            return self._changed.wait_for(lambda: self.number > number, seconds)


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *arguments: object, version: Version, directory: str) -> None:
        self.version = version
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/_ramverk/live.js":
            self.answer((_CLIENT % self.version.number).encode(), "text/javascript")
        elif address.path == "/_ramverk/wait.js":
            version = parse_qs(address.query).get("version", [""])[0]
            seen = int(version) if version.isdecimal() else 0
            changed = self.version.wait_beyond(seen, seconds=25)
            # Not changed: the page asks again, before the browser gives up.
            script = "location.reload();" if changed else f"ramverkWait({seen});"
            self.answer(script.encode(), "text/javascript")
        else:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() and address.path.endswith("/") else path
            if path.suffix == ".html" and path.is_file():
                page = path.read_bytes().replace(b"</head>", _SCRIPT_TAG, 1)
                self.answer(page, "text/html; charset=utf-8")
            else:
                super().do_GET()

    def answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Quiet: the builds are what the terminal is for."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of browsers that go away while they wait."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def serve(folder: Path, port: int | None, version: Version) -> ThreadingHTTPServer:
    """A server for ``folder`` on this machine alone, running in a thread of its own.

    :param port: 0 takes any free port, ``None`` the usual one or, if that is taken, any.
    """
    handler = partial(_Handler, version=version, directory=str(folder))
    try:
        server = _Server(("127.0.0.1", USUAL_PORT if port is None else port), handler)
    except OSError:
        if port is not None:
            raise
        server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def can_watch() -> bool:
    """Whether the package that sees changes is there; it comes with the extra ``live``."""
    return importlib.util.find_spec("watchfiles") is not None


def watch(
    paths: list[Path],
    ignored: Path,
    rebuild: Callable[[], None],
    version: Version,
    stop: threading.Event | None = None,
) -> None:
    """Call ``rebuild`` after each change below ``paths``, until interrupted or stopped.

    A path that is not there yet is watched from when it is.

    :param ignored: the folder that builds write to, which may lie below ``paths``.
    """
    import watchfiles

    usual = watchfiles.DefaultFilter()

    def matters(change: watchfiles.Change, path: str) -> bool:
        return usual(change, path) and not Path(path).is_relative_to(ignored)

    is_new = False
    while True:
        existing = [path for path in paths if path.exists()]
        for changes in watchfiles.watch(
            *existing,
            watch_filter=matters,
            stop_event=stop,
            raise_interrupt=True,
            rust_timeout=_MILLISECONDS_BETWEEN_LOOKS,
            yield_on_timeout=True,
        ):
            # Not before what is new is watched: what changes in between would go unnoticed.
            if changes or is_new:
                rebuild()
                version.advance()
            # Such as the catalogues of a first translation: what is not there cannot be watched.
            is_new = any(path.exists() for path in paths if path not in existing)
            if is_new:
                break
        else:
            return  # told to stop
