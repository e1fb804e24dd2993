"""How a build tells what it does: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from .interface import N_, Interface, autonym
from .orders import Result, Step

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PHASES = {
    "reading": N_("reading pages"),
    "typesetting": N_("making PDFs"),
    "writing": N_("writing pages"),
}


class Reporter:
    """Shows the steps and results of builds on ``stream``, in the words of ``interface``."""

    def __init__(self, stream: TextIO, interface: Interface) -> None:
        self.interface = interface
        self.stream = stream
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._started = time.monotonic()

    @contextmanager
    def showing(self) -> Iterator[Reporter]:
        """Bars are drawn while this lasts, if there is a terminal to draw them on."""
        self._started = time.monotonic()
        if not self.stream.isatty():
            yield self
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        # Without emoji: in "file.yaml:100: …" rich would see the name of one.
        console = Console(file=self.stream, highlight=False, emoji=False, soft_wrap=True)
        columns = (TextColumn("{task.fields[name]}"), BarColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=console, transient=True) as self._bars:
            yield self
        self._bars = None

    def step(self, step: Step) -> None:
        if self._bars is None:
            return
        if step.language not in self._tasks:
            name = autonym(step.language)
            self._tasks[step.language] = self._bars.add_task("", name=name, total=None)
        phase = self.interface.gettext(_PHASES[step.phase])
        self._bars.update(
            self._tasks[step.language],
            completed=step.done,
            total=step.total or None,
            description=f"{phase} {step.done}/{step.total}",
        )

    def result(self, result: Result) -> None:
        seconds = time.monotonic() - self._started
        template = self.interface.gettext(
            "{language}: {read} pages read, {written} written, {warnings} warnings ({seconds} s)"
        )
        self.say(
            template.format(
                language=autonym(result.language),
                read=result.read,
                written=result.written,
                warnings=len(result.warnings),
                seconds=f"{seconds:.1f}",
            )
        )
        for line in result.warnings:
            self.say(line)
        if result.error:
            self.say(result.error)

    def unchanged(self, language: str) -> None:
        template = self.interface.gettext("{language}: unchanged")
        self.say(template.format(language=autonym(language)))

    def say(self, line: str) -> None:
        if self._bars is None:
            self.stream.write(f"{line}\n")
            self.stream.flush()
        else:  # above the bars
            self._bars.console.print(line, markup=False)
