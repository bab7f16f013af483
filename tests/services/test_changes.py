"""Changing a vote with the key on its receipt: one ballot a voter, nothing linked, nothing of the old one left."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from ballots.errors import BadBallot
from pb_app import box, changing, receipts
from pb_app.models.box import box_ballot, box_inbox, box_voided
from pb_app.models.polls import Poll
from pb_app.queries import polls as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, Refusal
from pb_app.services import changes, polls, voting
from pb_app.services.changes import NewReceipt
from pb_app.verification.whole import verify_whole
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.clocks import set_clock
from tests.world import POSTCODE, World

OLD, NEW, NEWER = bytes(range(16)), bytes(range(1, 17)), bytes(range(2, 18))


@pytest.fixture
def opened(parts: Installation, small_world: World) -> Voting:
    return changeable(parts, small_world)


def changeable(parts: Installation, here: World) -> Voting:
    """A poll in which the last ballot counts."""
    voting_ = ballot_box.drafted(parts, here)
    with voting_.system() as uow, parts.database.writing(uow.session):
        uow.session.execute(text("UPDATE poll SET may_change = :yes, min_mix = 1"), {"yes": True})
        uow.session.commit()
    with voting_.acting("officer") as uow:
        polls.freeze_poll(uow, voting_.poll_no)
    with voting_.acting("approver") as uow:
        polls.open_poll(uow, voting_.poll_no)
    return voting_


def cast(opened: Voting, chosen: list[str], secret: bytes = OLD, who: str = "resident") -> voting.Receipt:
    with opened.acting(who) as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
        return voting.cast_ballot(uow, opened.poll_no, chosen, secret)


def change(opened: Voting, old: bytes, chosen: list[str], new: bytes) -> NewReceipt:
    with opened.acting(None) as uow:
        return changes.change_ballot(uow, opened.poll_no, old, chosen, new)


def attempt(opened: Voting, old: bytes, chosen: list[str], new: bytes) -> NewReceipt | Refusal:
    try:
        return change(opened, old, chosen, new)
    except Refusal as refused:
        return refused


def mix(opened: Voting) -> None:
    with opened.system() as uow:
        polls.mix_box(uow, opened.poll_no)


@dataclass(frozen=True)
class Held:
    """What is in roll and box."""

    marks: int
    bodies: list[str]
    voided: list[tuple[str, str]]


def held(opened: Voting) -> Held:
    with opened.system() as uow:
        marks = sum(queries.marks_by_channel(uow.session, opened.poll_id).values())
        bodies = [*uow.session.scalars(select(box_inbox.c.body)), *uow.session.scalars(select(box_ballot.c.body))]
        voided = uow.session.execute(select(box_voided.c.c, box_voided.c.reason)).all()
    return Held(marks, bodies, [(receipts.tracking_code(bytes(one.c)), one.reason) for one in voided])


@pytest.mark.parametrize("state", ["waiting", "mixed"])
def test_a_changed_vote_replaces_the_old_one_and_leaves_its_hash_alone(opened: Voting, state: str) -> None:
    first = cast(opened, ["P01"])
    if state == "mixed":
        mix(opened)
    second = change(opened, OLD, ["P02"], NEW)
    assert second.is_new
    assert second.code != first.code
    found = held(opened)
    assert found.marks == len(found.bodies) == 1
    assert '"P02"' in found.bodies[0]
    assert found.voided == [(first.code, "replaced")]
    with opened.acting("officer") as uow:
        assert polls.close_poll(uow, opened.poll_no, "Done").ballots == 1
        uow.sequence_log()
        report = verify_whole(uow.session, uow.keys)
    assert [one for one in report.misfits if one.part in ("box", "poll", "log")] == []


def test_the_same_change_again_gives_the_same_receipt(opened: Voting) -> None:
    cast(opened, ["P01"])
    first, again = (change(opened, OLD, ["P02"], NEW) for _ in range(2))
    assert (first.code, first.note, first.secret) == (again.code, again.note, again.secret)
    assert (first.is_new, again.is_new) == (True, False)
    assert len(held(opened).bodies) == 1


def test_a_vote_can_be_changed_again_with_the_newest_receipt_only(opened: Voting) -> None:
    cast(opened, ["P01"])
    change(opened, OLD, ["P02"], NEW)
    with pytest.raises(Invalid, match="newest receipt"):
        change(opened, OLD, ["P03"], NEWER)
    change(opened, NEW, ["P03"], NEWER)
    assert '"P03"' in held(opened).bodies[0]


def test_a_key_that_stands_for_no_vote_changes_nothing(opened: Voting) -> None:
    cast(opened, ["P01"])
    before = held(opened)
    with pytest.raises(Invalid, match="No vote"):
        change(opened, NEWER, ["P02"], NEW)
    assert held(opened) == before


def test_the_old_secret_in_a_new_ballot_is_replaced_by_a_fresh_one(opened: Voting) -> None:
    cast(opened, ["P01"])
    receipt = change(opened, OLD, ["P01"], OLD)
    assert receipt.is_new
    assert receipt.secret != OLD.hex()


def test_a_new_secret_that_another_voter_holds_is_replaced_by_a_fresh_one(opened: Voting) -> None:
    cast(opened, ["P01"])
    cast(opened, ["P03"], NEW, "neighbour")
    receipt = change(opened, OLD, ["P02"], NEW)
    assert receipt.secret != NEW.hex()
    assert held(opened).marks == len(held(opened).bodies) == 2


def test_whoever_votes_with_a_secret_that_was_replaced_gets_a_fresh_one(opened: Voting) -> None:
    cast(opened, ["P01"])
    change(opened, OLD, ["P02"], NEW)
    receipt = cast(opened, ["P01"], OLD, "neighbour")
    assert receipt.is_new
    assert receipt.secret != OLD.hex()
    assert held(opened).marks == len(held(opened).bodies) == 2


def test_marks_that_break_the_rules_change_nothing(opened: Voting) -> None:
    cast(opened, ["P01"])
    before = held(opened)
    with pytest.raises(BadBallot):
        change(opened, OLD, ["P01", "P02", "P03"], NEW)
    assert held(opened) == before


def test_where_a_vote_is_final_nothing_can_be_changed(parts: Installation, small_world: World) -> None:
    opened = ballot_box.opened(parts, small_world)
    cast(opened, ["P01"])
    with opened.system() as uow:
        assert uow.session.scalars(select(box_inbox.c.change_hash)).all() == [None]
    with pytest.raises(Conflict, match="final"):
        change(opened, OLD, ["P02"], NEW)
    with opened.acting(None) as uow, pytest.raises(NotVisible):
        changes.change_ballot(uow, 99, OLD, ["P02"], NEW)


def hours(opened: Voting) -> tuple[datetime, datetime]:
    with opened.system() as uow:
        poll = uow.session.scalars(select(Poll)).one()
        return poll.opens_at, poll.closes_at


def test_after_the_hour_of_closing_a_vote_stays(opened: Voting, monkeypatch: pytest.MonkeyPatch) -> None:
    cast(opened, ["P01"])
    opens_at, closes_at = hours(opened)
    for moment, why in ((closes_at, "stays as it was"), (opens_at.replace(year=2020), "not opened yet")):
        set_clock(opened.parts, monkeypatch, moment)
        with pytest.raises(Conflict, match=why):
            change(opened, OLD, ["P02"], NEW)
        with opened.acting(None) as uow, pytest.raises(Conflict, match=why):
            changes.changeable(uow, opened.poll_no, OLD)
    assert '"P01"' in held(opened).bodies[0]


def test_whoever_holds_the_key_is_told_that_it_stands_for_a_vote_and_nobody_else(opened: Voting) -> None:
    receipt = cast(opened, ["P01"])
    with opened.acting(None) as uow:
        assert receipts.tracking_code(changes.changeable(uow, opened.poll_no, OLD).c) == receipt.code
        with pytest.raises(Invalid, match="No vote"):
            changes.changeable(uow, opened.poll_no, NEW)


def test_a_row_of_another_channel_is_not_changed_by_an_online_ballot(opened: Voting) -> None:
    cast(opened, ["P01"])
    with opened.system() as uow:
        poll = uow.session.scalars(select(Poll)).one()
        kiosk = box.Ballot.made(poll.id, ["P02"], receipts.Channel.KIOSK, NEW, may_change=True)
        old = receipts.change_hash(OLD, poll.id)
        wish = changing.Exchange(poll.poll_no, poll.rules_sha256, old, kiosk)
        with opened.parts.database.writing(uow.session):
            assert not changing.exchange(uow.session, uow.database, wish).found
    assert '"P01"' in held(opened).bodies[0]


def test_two_changes_with_one_key_at_once_leave_one_ballot(opened: Voting) -> None:
    cast(opened, ["P01"])
    start = Barrier(8)

    def once(_thread: int) -> NewReceipt | Refusal:
        start.wait()
        return attempt(opened, OLD, ["P02"], secrets.token_bytes(16))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(once, range(8)))
    assert sum(isinstance(one, NewReceipt) for one in answers) == 1
    assert held(opened).marks == len(held(opened).bodies) == 1


def test_changes_while_the_box_is_mixed_and_closed_lose_and_double_nothing(opened: Voting) -> None:
    people = ("resident", "neighbour", "officer", "councillor", "auditor", "facilitator")
    own = {who: secrets.token_bytes(16) for who in people}
    for who in people:
        cast(opened, ["P01"], own[who], who)
    start = Barrier(len(people) + 1)

    def keep_changing(who: str) -> int:
        secret, made = own[who], 0
        start.wait()
        for _ in range(6):
            new = secrets.token_bytes(16)
            if isinstance(attempt(opened, secret, ["P02"], new), NewReceipt):
                secret, made = new, made + 1
        return made

    def shake() -> int:
        start.wait()
        for _ in range(3):
            mix(opened)
        with opened.acting("officer") as uow:
            return polls.close_poll(uow, opened.poll_no, "Race").ballots or 0

    with ThreadPoolExecutor(len(people) + 1) as pool:
        closing = pool.submit(shake)
        made = sum(pool.map(keep_changing, people))
        assert closing.result() == len(people)
    found = held(opened)
    assert found.marks == len(found.bodies) == len(people)
    assert len(found.voided) == made


ATTACKS = (
    "DELETE FROM box_ballot",
    "DELETE FROM box_inbox",
    "UPDATE box_voided SET reason = 'court-order'",
    "DELETE FROM box_voided",
    "INSERT INTO box_voided (poll_id, c, reason, mixed) SELECT poll_id, zeroblob(32), 'replaced', 0 FROM box_voided",
    "INSERT OR REPLACE INTO box_voided (poll_id, c, reason, mixed) SELECT poll_id, c, 'court-order', 0 FROM box_voided",
    "UPDATE poll SET may_change = NOT may_change",
    "UPDATE poll SET eligibility = '{}'",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_lets_no_ballot_go_but_by_a_change(opened: Voting, attack: str) -> None:
    cast(opened, ["P01"])
    cast(opened, ["P02"], NEW, "neighbour")
    mix(opened)
    change(opened, OLD, ["P02"], NEWER)
    with opened.system() as uow, pytest.raises(DBAPIError):
        uow.session.execute(text(attack))
