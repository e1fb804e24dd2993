"""Run commands and tell what they and all their descendants used. A program of its own.

    python process_meter.py '[[{"arguments": […], "folder": "…"}, …], …]'

The outer list is done one after the other; of each inner list as many at a time as there are cores.
Prints JSON: CPU seconds (user and system), wall seconds, the peak memory of the largest process in
MiB, and the exit code of the first command that failed, else 0. What the commands print goes to
standard error.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import TypedDict

PR_SET_CHILD_SUBREAPER = 36


class Order(TypedDict):
    """A command and the folder it runs in."""

    arguments: list[str]
    folder: str


def adopt_orphans() -> None:
    """Become the parent of descendants whose own has ended, so that they are counted (Linux)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(orders: Sequence[Order]) -> int:
    """Exit code of the first command that failed, else 0."""
    waiting, running, code = list(orders), set[int](), 0
    while waiting or running:
        while waiting and len(running) < len(os.sched_getaffinity(0)):
            order = waiting.pop(0)
            process = subprocess.Popen(
                order["arguments"], cwd=order["folder"], stdout=sys.stderr, stdin=subprocess.DEVNULL
            )
            running.add(process.pid)
        pid, status = os.wait()
        if pid in running:
            running.remove(pid)
            code = code or os.waitstatus_to_exitcode(status)
    return code


def wait_for_orphans() -> None:
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def main() -> None:
    adopt_orphans()
    start, code = time.perf_counter(), 0
    for orders in json.loads(sys.argv[1]):
        code = code or run(orders)
    wall = time.perf_counter() - start
    wait_for_orphans()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps([used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, code]))


if __name__ == "__main__":
    main()
