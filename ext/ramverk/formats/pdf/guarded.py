"""Looks into a PDF from a distance: the program that does it may come to harm, the caller not.

A few megabytes of PDF can unfold to gigabytes, and the libraries that read it are large. So
``inspection`` runs as a process of its own, with limits. Several may run at a time, from threads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PROGRAM: Final = Path(__file__).with_name("inspection.py")
#: Seconds to wait, also where the system limits no process and everything is slow.
_PATIENCE: Final = 60


@dataclass(frozen=True, slots=True)
class Found:
    """What a PDF holds that bears on its answers.

    :param refused: the code of the problem for which it was not read; empty if it was.
    :param mark: its keywords, by which our files are known.
    :param fields: name, PDF type and value of each, in order; a name may stand there twice.
    :param notes: what lies on the pages beside the fields, with the number of the page.
    :param active: names of what runs, sends or carries along something; empty if nothing does.
    :param is_mended: whether something of it may be lost.
    """

    refused: str = ""
    mark: str = ""
    fields: Sequence[tuple[str, str, str]] = ()
    notes: Sequence[tuple[int, str]] = ()
    active: str = ""
    is_mended: bool = False


def inspect(content: bytes) -> Found:
    """What there is in a PDF, at a bounded cost whatever it holds."""
    # The package itself is not loaded, but pikepdf may lie anywhere on the path.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_PROGRAM)],
            input=content,
            capture_output=True,
            env=environment,
            timeout=_PATIENCE,
            check=True,
        )
        return Found(**json.loads(done.stdout))
    except OSError:
        return Found(refused="pdf-no-reader")
    except subprocess.CalledProcessError as error:
        is_missing = b"ModuleNotFoundError" in error.stderr or b"ImportError" in error.stderr
        return Found(refused="pdf-no-reader" if is_missing else "pdf-too-demanding")
    except (subprocess.SubprocessError, ValueError):
        return Found(refused="pdf-too-demanding")
