"""`python -m ballots`: count, compare, check or explain a poll from a file."""

import io
import os
import sys
from typing import TextIO

from ballots.cli import BAD_INPUT, Answer, answer

STEERING = {sign: "\N{REPLACEMENT CHARACTER}" for sign in (*range(32), *range(127, 160)) if chr(sign) != "\n"}
INTERRUPTED = 130
"""The code with which a program ends that was stopped by Ctrl-C, as shells expect it."""


def main() -> int:
    """Answer the command line; give the exit code. A reader who stops reading early is no error, nor is Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        given = answer(sys.argv[1:])
    except KeyboardInterrupt:
        print("\nStopped. Nothing was counted.", file=sys.stderr)
        return INTERRUPTED
    return _say(given, sys.stderr if given.code else sys.stdout)


def _say(given: Answer, stream: TextIO) -> int:
    """Print an answer and give its code, BAD_INPUT where it cannot be printed.

    A terminal is shown no signs that would steer it: texts come from files of anybody.
    """
    text = given.text.translate(STEERING) if stream.isatty() else given.text
    try:
        print(text, file=stream, flush=True)
    except OSError as problem:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if isinstance(problem, BrokenPipeError):
            return given.code
        print(f"The answer cannot be written: {problem.strerror}", file=sys.stderr)
        return BAD_INPUT
    return given.code


if __name__ == "__main__":
    sys.exit(main())
