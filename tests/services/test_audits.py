"""What auditors do leaves entries: every look, and every note of what was checked, which stays as it was written."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from pb_app.models.audits import AuditCheck
from pb_app.models.log import LogPayload
from pb_app.queries import audits as queries
from pb_app.queries.counts import result_of
from pb_app.queries.log import newest_checkpoint
from pb_app.queries.trails import Step, trail_of
from pb_app.refusals import Forbidden, Invalid, NotVisible
from pb_app.services import audits, rooms
from pb_app.services.audits import note_check, record_look
from pb_app.stages import CheckFinding
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import whole_story
from tests.logbook import newest, number_of_entries
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]


@pytest.fixture
def told(parts: Installation, uow_of: UowOf, small_world: World) -> int:
    """A whole round in the signed log; the number of its poll."""
    return whole_story.told(parts, uow_of, small_world)


def decision(uow: UnitOfWork, event: str) -> int:
    """Where the first decision of a type stands in the log."""
    return next(
        index
        for index in queries.decision_indices(uow.session, 10_000)
        if (found := queries.decision_at(uow.session, index)) and found.event == event
    )


def test_a_look_leaves_the_role_name_the_page_and_its_ids_and_nothing_personal(uow_of: UowOf) -> None:
    record_look(uow_of("auditor"), "audits.show_trail", "poll_no=1 project_id=2")
    entry = newest(uow_of(None))
    assert (entry["t"], entry["actor"]) == ("look.recorded", "auditor-auditor")
    assert entry["d"] == {"page": "audits.show_trail", "ids": "poll_no=1 project_id=2"}


@pytest.mark.parametrize("who", [None, "resident", "officer", "administrator"])
def test_nobody_else_looks_or_checks_as_an_auditor(uow_of: UowOf, who: str | None) -> None:
    with pytest.raises(Forbidden):
        record_look(uow_of(who), "home.show_desk", "")
    with pytest.raises(Forbidden):
        note_check(uow_of(who), 0, CheckFinding.IN_ORDER, "All of it.")
    assert number_of_entries(uow_of(None)) == 0


def test_a_note_is_kept_and_the_log_commits_to_its_words(uow_of: UowOf, told: int) -> None:
    uow = uow_of("auditor")
    index = decision(uow, "result.adopted")
    check = note_check(uow, index, CheckFinding.OPEN, "  The minutes name another sum.  ")
    assert (check.pseudonym, check.words, check.entry) == ("auditor-auditor", "The minutes name another sum.", index)
    entry = newest(uow)
    assert entry["d"] == {"entry": index, "finding": "open"}
    assert "minutes" not in str(entry)
    assert "The minutes name another sum." in uow.session.scalars(select(LogPayload.body)).all()[-1]
    assert [one.id for one in queries.checks(uow.session, [index])] == [check.id]
    assert queries.checks(uow.session, [index + 1]) == []


def test_only_a_decision_in_the_log_can_be_checked_and_with_words(uow_of: UowOf, told: int) -> None:
    uow = uow_of("auditor")
    with pytest.raises(NotVisible, match="no decision"):
        note_check(uow, 10_000, CheckFinding.IN_ORDER, "All of it.")
    not_decided = min(set(range(30)) - set(queries.decision_indices(uow.session, 30)))
    with pytest.raises(NotVisible, match="no decision"):
        note_check(uow, not_decided, CheckFinding.IN_ORDER, "All of it.")
    for words in ("", "  ", "x" * (audits.MOST_WORDS + 1)):
        with pytest.raises(Invalid):
            note_check(uow, decision(uow, "poll.closed"), CheckFinding.IN_ORDER, words)
    assert uow.session.scalars(select(AuditCheck)).all() == []


@pytest.mark.parametrize("statement", ["UPDATE audit_check SET words = 'x'", "DELETE FROM audit_check"])
def test_a_note_stays_as_it_was_written(uow_of: UowOf, told: int, statement: str) -> None:
    uow = uow_of("auditor")
    note_check(uow, decision(uow, "poll.opened"), CheckFinding.NOT_IN_ORDER, "It opened early.")
    with pytest.raises(DatabaseError), uow.database.writing(uow.session):
        uow.session.execute(text(statement))
    uow.end_read()
    assert [one.words for one in queries.checks(uow.session)] == ["It opened early."]


def test_a_trail_has_every_stretch_and_nothing_of_another_project(uow_of: UowOf, told: int) -> None:
    uow = uow_of("auditor")
    rooms.post_message(uow_of("resident"), 1, "0123456789abcdef", "Lamps, please.")
    rooms.hide_message(uow_of("facilitator"), 1, 1, "It names a neighbour.")
    rooms.post_message(uow_of("resident"), 2, "0123456789abcdef", "No ramps, please.")
    rooms.hide_message(uow_of("facilitator"), 2, 1, "It names a neighbour.")
    uow_of(None).sequence_log()
    result = result_of(uow.session, told)
    assert result is not None
    first, second = sorted(result.projects.values(), key=lambda one: one.ref)
    trail = trail_of(uow.session, result, first.id)
    assert trail is not None
    assert trail.is_funded
    assert trail.proposal is not None
    assert [entry.event for entry in trail.entries[Step.PROPOSAL]] == ["proposal.submitted", "proposal.accepted"]
    assert [entry.event for entry in trail.entries[Step.ROOM]] == ["message.hidden"]
    assert {entry.number("proposal") for entry in trail.entries[Step.PROPOSAL]} == {first.proposal_no}
    assert [entry.event for entry in trail.entries[Step.FORUM]] == ["result.adopted"] * 2
    assert [entry.event for entry in trail.entries[Step.MONEY]] == ["awards.posted"]
    assert trail.line is not None
    assert (trail.line.counted, trail.line.adopted, trail.line.awarded) == (1_200_000,) * 3
    assert trail_of(uow.session, result, second.id + 100) is None


def test_a_sample_is_of_signed_decisions_only_and_the_same_every_time(uow_of: UowOf, told: int) -> None:
    uow = uow_of("auditor")
    newest_one = newest_checkpoint(uow.session)
    assert newest_one is not None
    checkpoint = queries.checkpoint_of(uow.session, newest_one.size)
    assert checkpoint is not None
    drawn = queries.sample(uow.session, checkpoint, "five dice", 4)
    assert len(drawn) == 4
    assert all(entry.index < checkpoint.size and entry.event in queries.DECISIONS for entry in drawn)
    record_look(uow, "audits.show_audit", "")
    uow.sequence_log()
    assert [one.index for one in queries.sample(uow.session, checkpoint, "five dice", 4)] == [
        one.index for one in drawn
    ]
    assert queries.looks(uow.session) == 1
