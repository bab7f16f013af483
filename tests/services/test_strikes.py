"""Striking somebody from a roll: proposed by one, answered by the person, decided by another, never after a vote."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from pb_app.models.log import LogPending
from pb_app.models.people import OutboxMail
from pb_app.models.polls import RollEntry
from pb_app.models.strikes import RollStrike
from pb_app.queries import polls as poll_queries
from pb_app.queries import strikes as queries
from pb_app.queries.strikes import Struck
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import erasures, polls, strikes, voting
from pb_app.services.strikes import StrikeLetter
from pb_app.stages import StrikeKind
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.clocks import shift_clock
from tests.world import POSTCODE, World

EMAIL = "resident@moothill.example"
WHY = "The house is in another county"
STRUCK, STANDS = StrikeLetter("Decided", "struck"), StrikeLetter("Decided", "stands")


@pytest.fixture
def opened(parts: Installation, small_world: World) -> Voting:
    """An open poll with the resident on its roll."""
    now = datetime.now().astimezone()
    opened = ballot_box.opened(parts, small_world, closes_at=now + timedelta(days=10))
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
    return opened


def propose(opened: Voting, who: str = "officer", email: str = EMAIL, words: str = WHY) -> RollStrike:
    def write(told: str, _until: datetime) -> StrikeLetter:
        return StrikeLetter("Your place", f"{told}: reply")

    with opened.acting(who) as uow:
        return strikes.propose_strike(uow, opened.poll_no, email, (StrikeKind.NOT_HERE, words), write)


def answer(opened: Voting, words: str = "I moved in May", who: str = "resident") -> None:
    with opened.acting(who) as uow:
        strikes.answer_strike(uow, opened.poll_no, words)


def strike(opened: Voting, row: RollStrike, who: str = "second_officer") -> int:
    with opened.acting(who) as uow:
        return strikes.strike_from_roll(uow, row.id, STRUCK)


def dismiss(opened: Voting, row: RollStrike, who: str = "second_officer") -> None:
    with opened.acting(who) as uow:
        strikes.dismiss_strike(uow, row.id, STANDS)


def vote(opened: Voting) -> None:
    with opened.acting("resident") as uow:
        voting.cast_ballot(uow, opened.poll_no, ["P01"], bytes(16))


def letters(opened: Voting) -> list[str]:
    with opened.system() as uow:
        return list(uow.session.scalars(select(OutboxMail.body).where(OutboxMail.to == EMAIL).order_by(OutboxMail.id)))


def test_after_the_reply_a_second_person_strikes_and_the_vote_is_refused(opened: Voting) -> None:
    row = propose(opened)
    answer(opened)
    assert strike(opened, row) == 1
    assert letters(opened) == [f"{WHY}: reply", "struck"]
    with pytest.raises(Forbidden, match="not on the roll"):
        vote(opened)
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)  # which brings nobody back
        poll = poll_queries.poll_by_no(uow.session, opened.poll_no)
        assert poll is not None
        assert voting.is_struck(uow, poll)
    with opened.system() as uow:
        assert queries.struck_of(uow.session, opened.poll_no) == Struck(1, 1)


def test_the_log_and_what_stays_name_nobody_and_hold_no_words(opened: Voting) -> None:
    row = propose(opened)
    answer(opened)
    strike(opened, row)
    with opened.system() as uow:
        kept = uow.session.get_one(RollStrike, row.id)
        assert (kept.person_id, kept.words, kept.reply, kept.is_struck) == (None, "", "", True)
        told = [one for one in uow.session.scalars(select(LogPending.body)) if "strike" in one or "struck" in one]
    assert [one.partition('"t":"')[2].partition('"')[0] for one in told] == [
        "strike.proposed",
        "strike.answered",
        "roll.struck",
    ]
    assert not any(word in one for one in told for word in (EMAIL, WHY, "May"))


def test_a_place_may_stand_and_nothing_changes(opened: Voting) -> None:
    row = propose(opened)
    answer(opened)
    dismiss(opened, row)
    assert letters(opened)[-1] == "stands"
    vote(opened)
    with opened.system() as uow:
        assert queries.struck_of(uow.session, opened.poll_no) == Struck(1, 0)
    for deed in (strike, dismiss):
        with pytest.raises(Conflict, match="decided already"):
            deed(opened, row)


def test_without_a_reply_it_waits_three_days(opened: Voting, monkeypatch: pytest.MonkeyPatch) -> None:
    row = propose(opened)
    with pytest.raises(Conflict, match="still have time"):
        strike(opened, row)
    shift_clock(opened.parts, monkeypatch, timedelta(days=3, seconds=1))
    assert strike(opened, row) == 1


def test_whoever_proposed_it_does_not_decide_and_nobody_else_replies(opened: Voting) -> None:
    row = propose(opened)
    with pytest.raises(NotVisible):
        answer(opened, who="neighbour")
    with opened.acting(None) as uow, pytest.raises(NotVisible):
        strikes.answer_strike(uow, opened.poll_no, "It is mine")
    answer(opened)
    for deed in (strike, dismiss):
        with pytest.raises(Forbidden, match="second person"):
            deed(opened, row, "officer")
    for who in ("resident", "other_officer"):
        with pytest.raises(Forbidden):
            propose(opened, who)


def test_nobody_is_struck_who_has_voted(opened: Voting) -> None:
    row = propose(opened)
    answer(opened)
    vote(opened)
    with pytest.raises(Conflict, match="They have voted"):
        strike(opened, row)
    dismiss(opened, row)
    with pytest.raises(Conflict, match="They have voted"):
        propose(opened)


def test_one_objection_at_a_time_to_somebody_on_the_roll_and_with_a_reason(opened: Voting) -> None:
    with pytest.raises(Invalid, match="Say why"):
        propose(opened, words=" ")
    for email in ("nobody@moothill.example", "neighbour@moothill.example"):
        with pytest.raises(Invalid, match="Nobody with this address"):
            propose(opened, email=email)
    propose(opened)
    with pytest.raises(Conflict, match="objects to this place already"):
        propose(opened)
    with opened.acting("officer") as uow, pytest.raises(NotVisible):
        strikes.strike_from_roll(uow, 99, STRUCK)
    with opened.acting("officer") as uow, pytest.raises(NotVisible):
        strikes.propose_strike(uow, 99, EMAIL, (StrikeKind.AGE, WHY), lambda *_: STRUCK)


def test_where_no_time_is_left_for_a_reply_nobody_is_struck(opened: Voting, monkeypatch: pytest.MonkeyPatch) -> None:
    row = propose(opened)
    shift_clock(opened.parts, monkeypatch, timedelta(days=8))
    with opened.system() as uow:
        uow.session.execute(text("SELECT 1"))
    with pytest.raises(Conflict, match="closes before they could reply"):
        propose(opened)
    shift_clock(opened.parts, monkeypatch, timedelta(days=11))
    with pytest.raises(Conflict, match="Voting has closed"):
        strike(opened, row)


def test_with_the_person_the_objection_goes(opened: Voting) -> None:
    row = propose(opened)
    with opened.acting("resident") as uow:
        erasures.erase_person(uow, opened.world.people["resident"])
    with opened.system() as uow:
        assert uow.session.get(RollStrike, row.id) is None
        assert uow.session.scalars(select(RollEntry.status)).all() == ["eligible"]


def test_a_decision_stays(opened: Voting) -> None:
    row = propose(opened)
    answer(opened)
    strike(opened, row)
    with opened.system() as uow, pytest.raises(DBAPIError):
        uow.session.execute(text("UPDATE roll_strike SET is_struck = :no"), {"no": False})
    with opened.acting("second_officer") as uow:
        polls.close_poll(uow, opened.poll_no, "Done")
