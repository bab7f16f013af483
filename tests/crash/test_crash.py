"""A short run of the crash harness: votes while workers and database are killed, and a fault that it must see.

The long one is `bench/crash.py`.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench.crashing import Crash, Found, Plan
from tests.server_fixtures import go_without
from tests.servers import ServiceMissing

SECONDS = 2.0
MOST_RUNS = 4


def crashed(plan: Plan, folder: Path) -> Found:
    try:
        return Crash(plan, folder).run()
    except ServiceMissing as missing:
        go_without(str(missing))
        raise


def crashes(plan: Plan, folder: Path) -> Iterator[Found]:
    """Runs that kill at different moments: one of them is all but certain to meet a fault that is there."""
    for seed in range(1, MOST_RUNS + 1):
        own = folder / str(seed)
        own.mkdir()
        yield crashed(replace(plan, seed=seed), own)


@pytest.mark.parametrize("database", ["embedded", "served"])
def test_what_was_acknowledged_is_stored_once_whoever_was_killed(tmp_path: Path, database: str) -> None:
    """A5, and voting-and-audit 5.1: receipts promise ballots that are there, and a lost answer is given again."""
    found = crashed(Plan(SECONDS, is_sqlite=database == "embedded"), tmp_path)
    assert found.findings() == []
    assert found.acknowledged == found.stored == found.marks > 0
    assert found.kills + found.database_kills > 0
    assert (found.database_kills > 0) == (database == "served")


def test_a_database_that_acknowledges_too_early_is_found_out(tmp_path: Path) -> None:
    """Where commits are not waited for, a kill loses votes that were acknowledged, and the harness says so."""
    assert any(found.lost for found in crashes(Plan(SECONDS, control="sync-off"), tmp_path))


def test_voters_who_forget_their_key_are_found_out(tmp_path: Path) -> None:
    """Without the key of the first try, whoever had no answer is told that they have voted, and has no receipt."""
    assert any(found.refused for found in crashes(Plan(SECONDS, is_sqlite=True, control="no-key"), tmp_path))
