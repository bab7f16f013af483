"""Runs the tests as they are and then, for each fault in a process of its own, those that reach it until one fails."""

import os
import resource
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.loading import Faults
from tests.mutation.sites import Mutant

SURVIVED, KILLED = 0, 1
LONGEST = 20
"""Seconds of processor time after which no further test is begun, and the fault counts as not noticed."""
MOST_MEMORY = 6 * 2**30


@dataclass(slots=True)
class Trying:
    """A plugin for pytest that takes the place of its loop.

    `verdicts` says how each fault ended; `unsound` are tests that fail without a fault and are left out.
    """

    faults: Faults
    only: str
    kinds: tuple[str, ...]
    sample: int | None
    workers: int
    slowest: float
    verdicts: dict[int, str] = field(default_factory=dict)
    unsound: list[str] = field(default_factory=list)
    children: dict[int, tuple[Mutant, int]] = field(default_factory=dict)
    noticed: Counter[tuple[str, str]] = field(default_factory=Counter)
    all: int = 0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take every fault in turn, `workers` at a time; tests that noticed others of the same file go first."""
        reaching, seconds = self._sound_run(session.items)
        chosen = self._chosen()
        self.all = len(chosen)
        for mutant in chosen:
            while len(self.children) >= self.workers:
                self._wait()
            items = sorted(
                reaching.get(mutant.number, []),
                key=lambda item: (-self.noticed[mutant.file, item.nodeid], seconds[item.nodeid]),
            )
            if items:
                self._start(mutant, [(item, 2 + 4 * seconds[item.nodeid]) for item in items])
            else:
                self.verdicts[mutant.number] = "unreached"
        while self.children:
            self._wait()
        return True

    def _sound_run(self, items: list[pytest.Item]) -> tuple[dict[int, list[pytest.Item]], dict[str, float]]:
        reaching: dict[int, list[pytest.Item]] = {}
        seconds: dict[str, float] = {}
        for item in items:
            self.faults.reached.clear()
            start = time.process_time()
            if not _passes(item):
                self.unsound.append(item.nodeid)
                continue
            seconds[item.nodeid] = time.process_time() - start
            if seconds[item.nodeid] <= self.slowest:
                for number in self.faults.reached:
                    reaching.setdefault(number, []).append(item)
        return reaching, seconds

    def _chosen(self) -> list[Mutant]:
        named = [mutant for mutant in self.faults.mutants if self.only in mutant.file]
        named = [mutant for mutant in named if not self.kinds or mutant.kind in self.kinds]
        if self.sample is not None and len(named) > self.sample:
            named = sorted(Random(1).sample(named, self.sample), key=lambda mutant: mutant.number)
        return named

    def _start(self, mutant: Mutant, items: list[tuple[pytest.Item, float]]) -> None:
        """Run the items in a child that ends at the first failure; each has so many seconds of processor time."""
        ours, theirs = os.pipe()
        child = os.fork()
        if child:
            os.close(theirs)
            self.children[child] = (mutant, ours)
            return
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        self.faults.turn_on(mutant.number)
        for item, limit in items:
            if time.process_time() > LONGEST:
                break
            signal.setitimer(signal.ITIMER_PROF, limit)
            if not _passes(item):
                os.write(theirs, item.nodeid.encode())
                os._exit(KILLED)
        os._exit(SURVIVED)

    def _wait(self) -> None:
        child, status = os.wait()
        mutant, told = self.children.pop(child)
        with os.fdopen(told, encoding="utf-8") as words:
            self.noticed[mutant.file, words.read()] += 1
        survived = os.WIFEXITED(status) and os.WEXITSTATUS(status) == SURVIVED
        self.verdicts[mutant.number] = "survived" if survived else "killed"
        if survived:
            sys.stderr.write(f"alive: {mutant.file}:{mutant.line} {mutant.before}  =>  {mutant.after}\n")
        if len(self.verdicts) % 50 == 0:
            sys.stderr.write(f"{len(self.verdicts)} of {self.all} faults tried\n")


def _passes(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))
