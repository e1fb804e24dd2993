"""What commands cost: CPU and wall time, and memory."""

from __future__ import annotations

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from environment import COMPILED

METER = Path(__file__).parent / "process_meter.py"
#: A day in 2023, for tools that write dates.
EPOCH = "1700000000"


#: Files that are in memory, where the system has a folder for such.
IN_MEMORY = Path("/dev/shm")
#: Bytes that there have to be free there.
ROOM = 8 * 2**30


@cache
def place_of_sites() -> Path | None:
    """The folder for what is built; ``None``: where temporary files go.

    In memory, if there is room. On ext4 a new file costs many times as much for the next minutes
    after others were deleted, since the numbers of those are not given out again so soon
    (``recently_deleted`` in ``fs/ext4/ialloc.c``): whoever is measured after another, and writes
    more files, would pay for it. A first build took up to twice the CPU time.
    """
    try:
        return IN_MEMORY if shutil.disk_usage(IN_MEMORY).free >= ROOM else None
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class Command:
    """A program with its arguments, and the folder it runs in."""

    folder: Path
    arguments: Sequence[str | Path]

    @classmethod
    def of(cls, folder: Path, *arguments: str | Path) -> Command:
        return cls(folder, arguments)


#: Commands that may run side by side.
Stage = Sequence[Command]


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU (user and system) and wall time in seconds; peak memory of the largest process in MiB."""

    cpu: float
    wall: float
    memory: float


class TooLongError(Exception):
    """Commands were ended because they took longer than they may."""


class FailedError(Exception):
    """A command ended with an error; the last of what it printed."""


def measure(stages: Sequence[Stage], limit: float) -> Cost:
    """What commands and all their descendants use, stage after stage.

    :param limit: wall seconds after which they are ended.
    :raises TooLongError: they were ended.
    :raises FailedError: one of them failed.
    """
    orders = [
        [{"arguments": [*map(str, c.arguments)], "folder": str(c.folder)} for c in stage]
        for stage in stages
    ]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-I", METER, json.dumps(orders)],
            stdout=subprocess.PIPE,
            stderr=log,
            env=variables(),
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            raise TooLongError(f"ended after {limit:.0f} s") from None
        finally:  # after Ctrl+C, too
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        log.seek(0)
        printed = log.read().decode("utf-8", "replace")
    cpu, wall, memory, code = json.loads(output)
    if code:
        raise FailedError(f"exit code {code}\n{printed[-3000:]}")
    return Cost(cpu, wall, memory)


def variables() -> dict[str, str]:
    """The environment variables of all measured commands.

    Python's modules are compiled once, as those of installed packages are.
    """
    found = {**os.environ, "PYTHONPYCACHEPREFIX": str(COMPILED), "SOURCE_DATE_EPOCH": EPOCH}
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    return found


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(each.cpu for each in costs),
        statistics.median(each.wall for each in costs),
        statistics.median(each.memory for each in costs),
    )


def spread(costs: Sequence[Cost]) -> float:
    """The CPU time of the dearest run by that of the cheapest: 1.0 on a machine without noise."""
    found = [each.cpu for each in costs]
    return max(found) / min(found)
