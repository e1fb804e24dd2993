"""What a process does after its imports, and what that costs. Imports next to nothing itself."""

from __future__ import annotations

import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    #: Makes the PDF of a file.
    Maker = Callable[[str], bytes]


def run(prepare: Callable[[], Maker]) -> None:
    """Make a PDF of each file that the command names, here, and tell CPU and wall seconds.

    :param prepare: what serves all the files, such as reading fonts; it counts too.
    """
    cpu, wall = time.process_time(), time.perf_counter()
    make = prepare()
    for name in sys.argv[1:]:
        content = make(name)
        with open(f"{name.rpartition('/')[2]}.pdf", "wb") as file:  # noqa: PTH123 - pathlib is slow to load
            file.write(content)
    print(time.process_time() - cpu, time.perf_counter() - wall)
