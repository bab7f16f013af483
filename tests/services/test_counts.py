"""A closed poll is counted once, exactly, and published by a second person."""

import json
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select, update

from ballots.cli import answer
from ballots.command import command_line
from ballots.rules import Completion, EqualShares, Greedy, Rule
from pb_app import box, counting
from pb_app.count_records import lot_seed
from pb_app.definitions import Definition, read_definition
from pb_app.models.counts import Count
from pb_app.models.log import LogPending
from pb_app.models.polls import Poll
from pb_app.outcomes import outcome_text, read_outcome
from pb_app.poll_files import PollFile, poll_file
from pb_app.queries import counts, polls
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import counts as service
from pb_app.services.counts import publish_result, record_count
from pb_app.services.imports import import_poll
from pb_app.stages import PollState
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.polls import SMALL
from tests.tampering import tamper

UowOf = Callable[[str | None], UnitOfWork]
SHARES = EqualShares(Completion.NONE)


@pytest.fixture
def closed(uow_of: UowOf) -> int:
    """The number of a closed poll of eleven voters, to be counted by plain equal shares."""
    return import_poll(uow_of("officer"), SMALL, "Oban", SHARES).poll_no


def test_a_count_gives_the_worked_outcome_with_greedy_beside_it(uow_of: UowOf, closed: int) -> None:
    kept = record_count(uow_of("officer"), closed)
    assert read_outcome(kept.outcome).winners == ("bike", "play", "lib")
    assert read_outcome(kept.greedy).winners == ("bike", "gym")
    assert (kept.poll.state, kept.counted_by) == (PollState.COUNTED, uow_of("officer").actor.person_id)


def test_the_record_says_what_was_counted_and_how(uow_of: UowOf, closed: int) -> None:
    uow = uow_of("officer")
    kept = record_count(uow, closed)
    record = json.loads(kept.record)
    assert record == {
        "v": 2,
        "poll": str(kept.poll.id),
        "rules_sha256": kept.poll.rules_sha256,
        "pb_sha256": kept.pb_sha256,
        "box_size": 11,
        "box_root": kept.poll.box_root,
        "rule": {
            "name": "equal-shares",
            "params": SHARES.parameters(),
            "engine_version": "moothill ballots 1",
        },
        "tie": {"seed": lot_seed(kept.poll.box_root, ""), "source": "", "value": ""},
        "winners": ["bike", "play", "lib"],
        "free": [],
        "spent_pence": 1_000_00,
        "command": command_line(SHARES, kept.lot_seed, file=f"poll-{closed}.pb"),
        "in_part": {},
    }
    assert kept.record_sha256 == sha256(kept.record.encode()).hexdigest()


def test_the_file_of_a_counted_poll_is_made_again_to_the_byte(uow_of: UowOf, closed: int) -> None:
    uow = uow_of("officer")
    kept = record_count(uow, closed)
    poll = uow.session.scalars(select(Poll)).one()
    cast = sorted(box.ballots_of(uow.session, poll.id), reverse=True)
    again = poll_file(read_definition(poll.definition), cast, imported=True)
    assert sha256(again.data).hexdigest() == kept.pb_sha256


def test_the_entry_of_a_count_holds_hashes_and_no_figure(uow_of: UowOf, closed: int) -> None:
    uow = uow_of("officer")
    kept = record_count(uow, closed)
    entry = json.loads(uow.session.scalars(select(LogPending.body).order_by(LogPending.id.desc())).first() or "")
    assert (entry["t"], entry["actor"]) == ("count.recorded", "officer-officer")
    assert entry["d"] == {"record": kept.record_sha256, "file": kept.pb_sha256}


@pytest.mark.parametrize("rule", [SHARES, EqualShares(), Greedy(), EqualShares(comparison=True)])
def test_a_stored_outcome_is_read_back_exactly(uow_of: UowOf, rule: Rule) -> None:
    uow = uow_of("officer")
    kept = record_count(uow, import_poll(uow, SMALL, "Oban", rule).poll_no)
    for text in (kept.outcome, kept.greedy):
        assert outcome_text(read_outcome(text)) == text


def test_a_poll_is_counted_once(uow_of: UowOf, closed: int) -> None:
    record_count(uow_of("officer"), closed)
    with pytest.raises(Forbidden, match="present stage"):
        record_count(uow_of("second_officer"), closed)


@pytest.mark.parametrize("who", ["resident", "approver", "councillor", "other_officer", None])
def test_only_an_officer_of_the_place_counts(uow_of: UowOf, closed: int, who: str | None) -> None:
    with pytest.raises(Forbidden):
        record_count(uow_of(who), closed)
    assert uow_of("officer").session.scalars(select(Count)).first() is None


def test_a_poll_that_is_not_there_is_not_counted(uow_of: UowOf) -> None:
    with pytest.raises(NotVisible):
        record_count(uow_of("officer"), 77)


def test_a_public_value_is_refused_where_the_rules_name_none(uow_of: UowOf, closed: int) -> None:
    with pytest.raises(Invalid, match="no public value"):
        record_count(uow_of("officer"), closed, "4 8 15 16 23 42")


def test_a_count_waits_for_the_public_value_and_makes_it_part_of_the_seed(uow_of: UowOf) -> None:
    uow = uow_of("officer")
    poll = import_poll(uow, SMALL, "Oban", SHARES, seed_source="The main draw of 22 April 2023")
    with pytest.raises(Invalid, match="public value"):
        record_count(uow, poll.poll_no, "  ")
    with pytest.raises(Invalid, match="200 characters"):
        record_count(uow, poll.poll_no, "4" * 201)
    kept = record_count(uow, poll.poll_no, " 4 8  15 ")
    assert kept.seed_value == "4 8 15"
    assert kept.lot_seed == lot_seed(poll.box_root, "4 8 15") != lot_seed(poll.box_root, "")


def test_a_box_that_is_not_the_one_closed_is_not_counted(
    uow_of: UowOf, closed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(box, "hashes_of", lambda _session, _poll: [b"x" * 32])
    with pytest.raises(Conflict, match="not the one that was closed"):
        record_count(uow_of("officer"), closed)


def test_rules_that_are_not_those_frozen_are_not_counted_by(
    uow_of: UowOf, closed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "rules_sha256", lambda _definition: "0" * 64)
    with pytest.raises(Conflict, match="not those that were frozen"):
        record_count(uow_of("officer"), closed)


def test_a_poll_that_changes_while_it_is_counted_is_not_kept_as_counted(
    parts: Installation,
    uow_of: UowOf,
    closed: int,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    def meanwhile(definition: Definition, ballots: Iterable[tuple[str, ...]], **told: object) -> PollFile:
        tamper(parts, request, "poll", f"UPDATE poll SET box_root = '{'0' * 64}'")
        return poll_file(definition, ballots, **told)

    monkeypatch.setattr(counting, "poll_file", meanwhile)
    with pytest.raises(Conflict, match="changed while it was counted"):
        record_count(uow_of("officer"), closed)
    assert uow_of("officer").session.scalars(select(Count)).first() is None


def test_the_rules_that_are_counted_are_those_that_were_frozen(uow_of: UowOf, closed: int) -> None:
    uow = uow_of("officer")
    with pytest.raises(Exception, match="frozen"), uow.database.writing(uow.session):
        uow.session.execute(update(Poll).values(definition="{}"))
    uow.session.rollback()


def test_a_second_person_publishes(uow_of: UowOf, closed: int) -> None:
    record_count(uow_of("officer"), closed)
    kept = publish_result(uow_of("approver"), closed)
    assert kept.poll.state is PollState.PUBLISHED
    assert kept.published_by == uow_of("approver").actor.person_id


def test_whoever_counted_may_not_publish(uow_of: UowOf, closed: int) -> None:
    record_count(uow_of("officer"), closed)
    with pytest.raises(Forbidden, match="second person"):
        publish_result(uow_of("officer"), closed)
    assert _state(uow_of, closed) is PollState.COUNTED


@pytest.mark.parametrize("who", ["resident", "councillor", "other_officer", None])
def test_a_result_is_hidden_from_everyone_else_until_it_is_published(
    uow_of: UowOf, closed: int, who: str | None
) -> None:
    record_count(uow_of("officer"), closed)
    with pytest.raises((Forbidden, NotVisible)):
        publish_result(uow_of(who), closed)


def test_a_poll_without_a_count_has_nothing_to_publish(uow_of: UowOf, closed: int) -> None:
    with pytest.raises(NotVisible):
        publish_result(uow_of("approver"), closed)


def test_the_system_may_count_and_any_officer_then_publishes(parts: Installation, uow_of: UowOf, closed: int) -> None:
    uow = parts.system_unit_of_work()
    record_count(uow, closed)
    uow.close()
    assert publish_result(uow_of("officer"), closed).published_at is not None


@pytest.mark.parametrize("rule", [SHARES, EqualShares(), Greedy(), EqualShares(Completion.ADD1, increment=500)])
def test_the_printed_command_gives_the_same_winners_from_the_file(uow_of: UowOf, rule: Rule, tmp_path: Path) -> None:
    uow = uow_of("officer")
    kept = record_count(uow, import_poll(uow, SMALL, "Oban", rule).poll_no)
    assert _counted_again(uow, kept, tmp_path) == list(read_outcome(kept.outcome).winners)


def test_wieliczka_gives_its_published_outcome(uow_of: UowOf, real_data: Path, tmp_path: Path) -> None:
    uow = uow_of("officer")
    poll = import_poll(uow, real_data / "pabulib" / "Poland_Wieliczka_2023_Green_Budget.pb", "Oban")
    kept = record_count(uow, poll.poll_no)
    outcome = read_outcome(kept.outcome)
    assert list(outcome.winners) == WIELICZKA.split()
    assert outcome.spent == 995_079_00
    assert _counted_again(uow, kept, tmp_path) == WIELICZKA.split()


WIELICZKA = "24 41 40 74 19 6 58 32 25 20 60 43 29 39 17 42 26 70 34 71 62 88 9 61 7 36 46 33 56 69"
"""The winners of Zielony Milion 2023 in their order, as published."""


def _counted_again(uow: UnitOfWork, kept: Count, folder: Path) -> list[str]:
    """The winners that the printed command finds in the exported file, with no database."""
    poll = polls.poll_by_no(uow.session, kept.poll_no)
    assert poll is not None
    definition = read_definition(poll.definition)
    path = folder / "poll.pb"
    path.write_bytes(poll_file(definition, box.ballots_of(uow.session, poll.id), imported=True).data)
    words = command_line(definition.rule, kept.lot_seed, file=str(path)).split()[3:]
    told = answer(words)
    assert told.code == 0, told.text
    winners: list[str] = json.loads(told.text)["winners"]
    return winners


def _state(uow_of: UowOf, poll_no: int) -> PollState:
    kept = counts.count_of(uow_of("officer").session, poll_no)
    assert kept is not None
    return kept.poll.state
