"""Votes a moment too early and a moment too late, by the database's clock and nobody else's (A38, A39)."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta

import pytest

from ballots.styles import Approval
from pb_app import background, definitions
from pb_app.models.polls import Poll
from pb_app.queries import polls as queries
from pb_app.refusals import Conflict, Forbidden, Refusal
from pb_app.services import polls, voting
from pb_app.stages import PollState
from pb_app.web.unit_of_work import Installation
from tests.abuse.test_double_votes import marks_and_ballots
from tests.ballot_box import Voting
from tests.clocks import set_clock
from tests.world import POSTCODE

INSTANT = timedelta(microseconds=1)
MINUTE = timedelta(minutes=10)


def told(poll: Voting) -> Poll:
    with poll.system() as uow:
        found = queries.poll_by_no(uow.session, poll.poll_no)
        assert found is not None
        return found


EDGES = (
    ("opens_at", -INSTANT, False),
    ("opens_at", timedelta(), True),
    ("closes_at", -INSTANT, True),
    ("closes_at", timedelta(), False),
    ("closes_at", MINUTE, False),
)


@pytest.mark.parametrize("at", EDGES)
def test_a_vote_counts_from_the_opening_until_before_the_close(
    opened: Voting, parts: Installation, monkeypatch: pytest.MonkeyPatch, at: tuple[str, timedelta, bool]
) -> None:
    edge, after, counts = at
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
    moment: datetime = getattr(told(opened), edge) + after
    set_clock(parts, monkeypatch, moment)

    def expected() -> AbstractContextManager[object]:
        return nullcontext() if counts else pytest.raises(Conflict)

    with expected(), opened.acting("resident") as uow:
        voting.cast_ballot(uow, opened.poll_no, ["P01"], b"s" * 16)
    with expected(), opened.acting("neighbour") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
    assert marks_and_ballots(parts, opened) == ((1, 1) if counts else (0, 0))
    assert told(opened).state is PollState.OPEN


def test_a_clock_that_is_set_back_opens_no_closed_poll_again(
    opened: Voting, parts: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
    closes_at = told(opened).closes_at
    set_clock(parts, monkeypatch, closes_at)
    with opened.system() as uow:
        background.close_polls(uow)
    set_clock(parts, monkeypatch, closes_at - MINUTE)
    with pytest.raises(Conflict), opened.acting("resident") as uow:
        voting.cast_ballot(uow, opened.poll_no, ["P01"], b"s" * 16)
    for again in (polls.open_poll, polls.freeze_poll):
        with pytest.raises(Forbidden, match="stage"), opened.acting("second_officer") as uow:
            again(uow, opened.poll_no)
    assert told(opened).state is PollState.CLOSED
    assert marks_and_ballots(parts, opened) == (0, 0)


@pytest.mark.parametrize("who", ["officer", "second_officer", "administrator"])
def test_nobody_gives_a_vote_other_hours_once_its_rules_are_frozen(opened: Voting, who: str) -> None:
    poll = told(opened)
    later = polls.PollDraft(
        poll.opens_at, poll.closes_at + MINUTE, Approval(max_choices=2), definitions.rule_of(poll.rule), ""
    )
    with pytest.raises(Refusal, match=r"frozen|role"), opened.acting(who) as uow:
        polls.draft_poll(uow, poll.round_no, later)
    assert told(opened).closes_at == poll.closes_at
