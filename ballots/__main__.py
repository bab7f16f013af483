"""`python -m ballots`: count, compare, check or explain a poll from a file."""

import io
import os
import sys

from ballots.cli import answer

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
    try:
        print(given.text, file=sys.stderr if given.code else sys.stdout, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return given.code


if __name__ == "__main__":
    sys.exit(main())
