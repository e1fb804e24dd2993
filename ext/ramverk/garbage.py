"""When Python looks for garbage: seldom, in a program that keeps nearly all that it makes."""

from __future__ import annotations

import gc


def collect_rarely() -> None:
    """Look for garbage less often: what is read lives as long as the process, or nearly.

    It saves a sixth of the time of large projects.
    """
    gc.set_threshold(100_000, 50, 100)
