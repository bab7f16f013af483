"""`python -m ballots`: count, check or explain a poll from a .pb file."""

import io
import os
import sys

from ballots.cli import answer


def main() -> int:
    """Answer the command line; give the exit code. A reader who stops reading early is no error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = answer(sys.argv[1:])
    try:
        print(given.text, file=sys.stderr if given.code else sys.stdout, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return given.code


if __name__ == "__main__":
    sys.exit(main())
