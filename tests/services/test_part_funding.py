"""What is left goes to the next project in part, from the paper to the money, and anybody counts the same again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from ballots.cli import answer
from pb_app import box
from pb_app.definitions import read_definition
from pb_app.models.budgets import Account, AccountBalance
from pb_app.models.counts import Count
from pb_app.outcomes import read_outcome
from pb_app.poll_files import PollFile, poll_file
from pb_app.queries import budgets, counts
from pb_app.services.counts import record_count
from pb_app.services.imports import import_poll
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import whole_story
from tests.tampering import tamper
from tests.whole_story import verified
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
LEFT = 800_000
"""The pot holds £20,000, and the project with most votes takes £12,000 of it."""


def test_the_part_that_the_count_gives_is_adopted_and_awarded(
    parts: Installation, uow_of: UowOf, small_world: World
) -> None:
    poll_no = whole_story.told(parts, uow_of, small_world, least=LEFT)
    session = uow_of("officer").session
    result = counts.result_of(session, poll_no)
    assert result is not None
    assert result.counted_pence == result.adopted_pence == {"P01": 1_200_000, "P02": LEFT}
    assert (result.differences, result.outcome.spent) == ((), 2_000_000)
    assert json.loads(result.count.record)["in_part"] == {"P02": LEFT}
    held = select(AccountBalance.pence).join(Account, AccountBalance.account_id == Account.id)
    assert sorted(session.scalars(held.where(Account.code.startswith("project:")))) == [LEFT, 1_200_000]
    assert budgets.pot_pence(session, result.poll.pot_id) == 0
    assert [str(one) for one in verified(parts).misfits] == []


def test_a_project_to_which_what_is_left_is_of_no_use_gets_nothing(
    parts: Installation, uow_of: UowOf, small_world: World
) -> None:
    poll_no = whole_story.told(parts, uow_of, small_world, "counted", least=LEFT + 1)
    result = counts.result_of(uow_of("officer").session, poll_no)
    assert result is not None
    assert result.counted_pence == {"P01": 1_200_000}


def test_the_printed_command_counts_the_same_from_the_published_file(
    parts: Installation, uow_of: UowOf, small_world: World, tmp_path: Path
) -> None:
    kept, file = _counted(uow_of, whole_story.told(parts, uow_of, small_world, "counted", least=LEFT))
    path = tmp_path / f"poll-{kept.poll_no}.pb"
    path.write_bytes(file.data)
    command = json.loads(kept.record)["command"].replace(path.name, str(path))
    told = answer(command.split()[3:])
    assert told.code == 0, told.text
    again = json.loads(told.text)
    assert (again["winners"], again["spent"]) == (["P01", "P02"], 2_000_000)
    assert [one["cost"] for one in again["rounds"]] == [1_200_000, LEFT]


def test_the_published_file_is_loaded_with_its_parts_and_has_the_same_count(
    parts: Installation, uow_of: UowOf, small_world: World
) -> None:
    kept, file = _counted(uow_of, whole_story.told(parts, uow_of, small_world, "counted", least=LEFT))
    officer = uow_of("officer")
    rule = read_definition(kept.poll.definition).rule
    loaded, again = _counted(uow_of, import_poll(officer, file.data, "Oban", rule).poll_no, count=True)
    assert [one.least for one in again.contest.projects] == [None, LEFT]
    assert json.loads(loaded.record)["in_part"] == {"P02": LEFT}


@pytest.mark.parametrize("table", ["poll", "count"])
def test_a_part_that_was_changed_behind_the_log_is_named(
    parts: Installation, uow_of: UowOf, small_world: World, request: pytest.FixtureRequest, table: str
) -> None:
    whole_story.told(parts, uow_of, small_world, "counted", least=LEFT)
    changed = {
        "poll": """UPDATE poll SET definition = replace(definition, '800000', '800001')""",
        "count": """UPDATE "count" SET outcome = replace(outcome, '800000', '700000')""",
    }
    tamper(parts, request, table, changed[table])
    assert verified(parts).misfits


def _counted(uow_of: UowOf, poll_no: int, *, count: bool = False) -> tuple[Count, PollFile]:
    """The count of a poll, made now if `count`, and its published file."""
    uow = uow_of("officer")
    if count:
        record_count(uow, poll_no)
    kept = counts.count_of(uow.session, poll_no)
    assert kept is not None
    definition = read_definition(kept.poll.definition)
    file = poll_file(definition, box.ballots_of(uow.session, kept.poll.id), imported=kept.poll.imported)
    assert file.sha256 == kept.pb_sha256
    assert read_outcome(kept.outcome).winners == ("P01", "P02")
    return kept, file
