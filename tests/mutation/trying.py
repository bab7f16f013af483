"""Runs the tests as they are and then, for each fault in a process of its own, those that reach it until one fails."""

import os
import signal
import sys
import time
from dataclasses import dataclass, field
from random import Random

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.loading import Faults
from tests.mutation.sites import Mutant

SURVIVED, KILLED = 0, 1


@dataclass(slots=True)
class Trying:
    """A plugin for pytest that takes the place of its loop.

    `verdicts` says how each fault ended; `unsound` are tests that fail without a fault and are left out.
    """

    faults: Faults
    only: str
    sample: int | None
    workers: int
    slowest: float
    verdicts: dict[int, str] = field(default_factory=dict)
    unsound: list[str] = field(default_factory=list)
    children: dict[int, int] = field(default_factory=dict)
    all: int = 0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take every fault in turn, `workers` at a time."""
        reaching, seconds = self._sound_run(session.items)
        chosen = self._chosen()
        self.all = len(chosen)
        for mutant in chosen:
            items = sorted(reaching.get(mutant.number, []), key=lambda item: seconds[item.nodeid])
            if not items:
                self.verdicts[mutant.number] = "unreached"
                continue
            while len(self.children) >= self.workers:
                self._wait()
            self._start(mutant, items, 10 + 10 * sum(seconds[item.nodeid] for item in items))
        while self.children:
            self._wait()
        return True

    def _sound_run(self, items: list[pytest.Item]) -> tuple[dict[int, list[pytest.Item]], dict[str, float]]:
        reaching: dict[int, list[pytest.Item]] = {}
        seconds: dict[str, float] = {}
        for item in items:
            self.faults.reached.clear()
            start = time.monotonic()
            if not _passes(item):
                self.unsound.append(item.nodeid)
                continue
            seconds[item.nodeid] = time.monotonic() - start
            if seconds[item.nodeid] <= self.slowest:
                for number in self.faults.reached:
                    reaching.setdefault(number, []).append(item)
        return reaching, seconds

    def _chosen(self) -> list[Mutant]:
        named = [mutant for mutant in self.faults.mutants if self.only in mutant.file]
        if self.sample is not None and len(named) > self.sample:
            named = sorted(Random(1).sample(named, self.sample), key=lambda mutant: mutant.number)
        return named

    def _start(self, mutant: Mutant, items: list[pytest.Item], limit: float) -> None:
        child = os.fork()
        if child:
            self.children[child] = mutant.number
            return
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, limit)
        self.faults.active = mutant.number
        os._exit(SURVIVED if all(_passes(item) for item in items) else KILLED)

    def _wait(self) -> None:
        child, status = os.wait()
        number = self.children.pop(child)
        survived = os.WIFEXITED(status) and os.WEXITSTATUS(status) == SURVIVED
        self.verdicts[number] = "survived" if survived else "killed"
        if len(self.verdicts) % 50 == 0:
            sys.stderr.write(f"{len(self.verdicts)} of {self.all} faults tried\n")


def _passes(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))
