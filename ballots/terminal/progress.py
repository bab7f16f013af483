"""A line on a terminal that says how far a long count is; nothing where nobody looks."""

import time
from collections.abc import Callable
from typing import TextIO

PATIENCE = 1.0
"""Seconds for which a count is not long."""
RENEWED_EVERY = 0.2


class ProgressLine:
    """Hears each step of a count and shows the last one, no more often than an eye can follow."""

    def __init__(self, stream: TextIO, budget: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._budget = budget
        self._clock = clock
        self._begun = clock()
        self._shown = self._begun + PATIENCE - RENEWED_EVERY
        self._width = 0

    def __call__(self, step: int, spent: int) -> None:
        """Show the step, the part of the budget that its winners cost, and the time since the beginning."""
        now = self._clock()
        if now - self._shown < RENEWED_EVERY:
            return
        self._shown = now
        text = f"step {step:,}, {100 * spent // self._budget} % of the budget, {int(now - self._begun)} s"
        self._write("\r" + text.ljust(self._width))
        self._width = len(text)

    def end(self) -> None:
        """Take the line away."""
        if self._width:
            self._write("\r" + " " * self._width + "\r")
            self._width = 0

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def progress_on(stream: TextIO, budget: int) -> ProgressLine | None:
    """Give a line on this stream if it is a terminal that somebody looks at."""
    return ProgressLine(stream, budget) if stream.isatty() else None
