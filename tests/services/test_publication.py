"""What of the ballots is published: frozen before the vote, looked at before publication, and never more than that."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from pb_app.definitions import read_definition
from pb_app.models.counts import Count
from pb_app.models.log import LogPending
from pb_app.models.polls import Poll
from pb_app.publication import Publication
from pb_app.queries.privacy import figures_of
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import counts, polls, voting
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import ballot_box, whole_story
from tests.ballot_box import Voting
from tests.world import POSTCODE, World

UowOf = Callable[[str | None], UnitOfWork]
OPEN, PRIVATE, TOTALS = Publication.OPEN, Publication.PRIVATE, Publication.TOTALS_ONLY


@pytest.fixture
def counted(parts: Installation, uow_of: UowOf, small_world: World) -> int:
    """Three people have voted; two of their ballots are alike."""
    return whole_story.told(parts, uow_of, small_world, "counted")


def voted(poll: Voting) -> int:
    for number, who in enumerate(("resident", "neighbour")):
        with poll.acting(who) as uow:
            voting.claim_vote(uow, poll.poll_no, POSTCODE)
            voting.cast_ballot(uow, poll.poll_no, ["P01"], bytes([number]) * 16)
    with poll.acting("officer") as uow:
        polls.close_poll(uow, poll.poll_no, "Everybody has voted")
        counts.record_count(uow, poll.poll_no)
    return poll.poll_no


def test_nothing_is_published_before_somebody_looked_at_what_it_tells(uow_of: UowOf, counted: int) -> None:
    with pytest.raises(Conflict, match="what the ballots tell"):
        counts.publish_result(uow_of("approver"), counted)
    assert counts.acknowledge_privacy(uow_of("approver"), counted, TOTALS).publication is TOTALS
    kept = counts.acknowledge_privacy(uow_of("officer"), counted, PRIVATE)
    entry = json.loads(uow_of(None).session.scalars(select(LogPending.body)).all()[-1])
    assert entry["t"] == "privacy.ack"
    assert entry["d"] == {
        "record": kept.record_sha256,
        "mode": "private",
        "ballots": 3,
        "electorate": 3,
        "unique": "30",
    }
    assert counts.publish_result(uow_of("approver"), counted).shows_ballots
    with pytest.raises(Forbidden):
        counts.acknowledge_privacy(uow_of("approver"), counted, TOTALS)


def test_the_figures_are_those_of_the_box(uow_of: UowOf, counted: int) -> None:
    session = uow_of(None).session
    poll = session.get_one(Count, counted).poll_no
    kept = counts.counts.count_of(session, poll)
    assert kept is not None
    found = figures_of(session, kept.poll)
    assert (found.electorate, found.ballots, found.channels) == (3, 3, {"online": 3})
    assert [(one.ballots, one.unique) for one in found.contests] == [(3, 1)]


def test_more_than_was_frozen_is_refused_by_the_code_and_by_the_database(uow_of: UowOf, counted: int) -> None:
    with pytest.raises(Invalid, match="More was not frozen"):
        counts.acknowledge_privacy(uow_of("approver"), counted, OPEN)
    uow = uow_of("approver")
    with pytest.raises(SQLAlchemyError, match="what is published was decided"), uow.database.writing(uow.session):
        uow.session.execute(update(Count).values(publication=OPEN))
    uow.session.rollback()


def test_open_is_frozen_with_the_poll_and_needs_a_hundred_ballots(parts: Installation, small_world: World) -> None:
    poll = ballot_box.opened(parts, small_world, publication=OPEN)
    poll_no = voted(poll)
    with poll.acting("approver") as uow:
        definition = read_definition(polls.polls.poll_by_no(uow.session, poll_no).definition)  # type: ignore[union-attr]
        assert definition.publication is OPEN
        with pytest.raises(Conflict, match="at least 100"):
            counts.acknowledge_privacy(uow, poll_no, OPEN)
        assert counts.acknowledge_privacy(uow, poll_no, TOTALS).publication is TOTALS
        assert not counts.publish_result(uow, poll_no).shows_ballots


def test_what_is_usual_stands_in_no_definition(parts: Installation, small_world: World) -> None:
    poll = ballot_box.opened(parts, small_world)
    with poll.system() as uow:
        kept = polls.polls.poll_by_no(uow.session, poll.poll_no)
        assert kept is not None
        assert "publication" not in json.loads(kept.definition)
        with pytest.raises(SQLAlchemyError, match="the rules are frozen"), uow.database.writing(uow.session):
            uow.session.execute(update(Poll).values(publication=OPEN))
        uow.session.rollback()


def test_a_poll_that_was_not_counted_has_no_figures(parts: Installation, small_world: World) -> None:
    poll = ballot_box.opened(parts, small_world)
    with poll.acting("approver") as uow, pytest.raises(NotVisible):
        counts.acknowledge_privacy(uow, poll.poll_no, PRIVATE)
