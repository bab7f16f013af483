"""Other people's counting programs as somebody to ask: each runs in its own process and its own environment."""

import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Thread, Timer
from types import TracebackType
from typing import Any, Self

from scripts.oracles import provided

PROGRAMS = Path(__file__).resolve().parent / "programs"
LONGEST = 600
"""Seconds after which a program that does not answer is ended."""


class Oracle:
    """One running program of the folder `programs`; `ask` waits for the answer to a question."""

    def __init__(self, name: str) -> None:
        self.program = subprocess.Popen(
            [provided(), PROGRAMS / f"{name}_program.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _what: object, _where: TracebackType | None) -> None:
        self.program.kill()
        self.program.communicate()

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """Give the answer to one question."""
        (answer,) = self.ask_all([question])
        return answer

    def ask_all(self, questions: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Give the answers in the order of the questions, which are written while answers come back.

        Raises RuntimeError if the program fails on one or ends.
        """
        lines = [json.dumps(question) + "\n" for question in questions]
        writer = Thread(target=self._write, args=(lines,), daemon=True)
        writer.start()
        for line in lines:
            assert self.program.stdout  # it was opened as a pipe
            late = Timer(LONGEST, self.program.kill)
            late.start()
            told = json.loads(self.program.stdout.readline() or '{"problem": "the program has ended"}')
            late.cancel()
            if "problem" in told:
                raise RuntimeError(f"{told['problem']} when asked {line[:2000]}")
            yield told
        writer.join()

    def _write(self, lines: list[str]) -> None:
        assert self.program.stdin  # it was opened as a pipe
        for line in lines:
            self.program.stdin.write(line)
        self.program.stdin.flush()
