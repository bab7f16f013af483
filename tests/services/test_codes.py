"""Voting codes: made once, kept as hashes, each good for one vote, void for good when they are void."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pb_app import codes as signs
from pb_app.models.log import LogPending
from pb_app.queries import codes as queries
from pb_app.queries import polls
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.roles import Actor, HeldCode
from pb_app.services import codes, voting
from pb_app.services import polls as poll_services
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.world import World


@pytest.fixture
def opened(parts: Installation, small_world: World) -> Voting:
    return ballot_box.opened(parts, small_world)


def made(opened: Voting, number: int = 3) -> codes.MadeCodes:
    with opened.acting("officer") as uow:
        return codes.make_codes(uow, opened.poll_no, number, "Library")


def claimed(opened: Voting, code: str) -> HeldCode:
    with opened.acting(None) as uow:
        return codes.claim_by_code(uow, opened.poll_no, code)


@contextmanager
def holding(opened: Voting, held: HeldCode) -> Iterator[UnitOfWork]:
    """A unit of work of whoever entered a code."""
    with opened.acting(None) as uow:
        uow.become(None, Actor(code=held))
        yield uow


def cast(opened: Voting, held: HeldCode, marks: Sequence[str] = ("P01",), secret: bytes = bytes(16)) -> voting.Receipt:
    with holding(opened, held) as uow:
        return voting.cast_ballot(uow, opened.poll_no, marks, secret)


def marks(opened: Voting) -> dict[str, int]:
    with opened.system() as uow:
        return polls.marks_by_channel(uow.session, opened.poll_id)


def entries(opened: Voting) -> list[str]:
    with opened.system() as uow:
        return [row.body for row in uow.session.query(LogPending).order_by(LogPending.id)]


def test_a_code_gives_one_vote_and_the_same_receipt_again(opened: Voting) -> None:
    held = claimed(opened, made(opened).letters[0].code)
    first = cast(opened, held)
    again = cast(opened, held)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.note == again.note
    with pytest.raises(Conflict, match="voted in this poll already"):
        cast(opened, held, secret=bytes(range(16)))
    assert marks(opened) == {"online": 1}


def test_the_code_itself_is_kept_nowhere(opened: Voting) -> None:
    letter = made(opened).letters[0]
    cast(opened, claimed(opened, letter.code))
    with opened.system() as uow:
        for table in ("code_batch", "voting_code", "roll_entry", "log_pending", "box_inbox"):
            columns = "poll_id, c, idem, channel, body" if table == "box_inbox" else "*"
            rows = uow.session.execute(text(f"SELECT {columns} FROM {table}")).all()
            assert letter.code not in str(rows)
            assert letter.code.encode().hex() not in str(rows)
    assert letter.code not in "".join(entries(opened))


def test_entering_a_code_twice_makes_one_place_on_the_roll(opened: Voting) -> None:
    code = made(opened).letters[1].code
    assert claimed(opened, code) == claimed(opened, signs.in_groups(code).lower())
    assert sum("roll.claimed_by_code" in body for body in entries(opened)) == 1


def test_a_wrong_a_used_and_a_void_code_are_told_apart_and_nothing_more(opened: Voting) -> None:
    batch = made(opened)
    wrong, used, void = ("A" * signs.LENGTH, batch.letters[0].code, batch.letters[1].code)
    cast(opened, claimed(opened, used))
    with opened.acting("officer") as uow:
        codes.void_codes(uow, batch.batch.id, "The letter was lost", batch.letters[1].serial)
    for code, why in ((wrong, "no code of this poll"), (used, "has been used"), (void, "is void")):
        with opened.acting(None) as uow, pytest.raises((Invalid, Conflict), match=why):
            codes.claim_by_code(uow, opened.poll_no, code)


def test_a_code_of_one_poll_opens_no_other(opened: Voting) -> None:
    held = claimed(opened, made(opened).letters[0].code)
    with holding(opened, HeldCode(uuid4(), held.person_key)) as uow, pytest.raises(Forbidden, match="another"):
        voting.cast_ballot(uow, opened.poll_no, ["P01"], bytes(16))


def test_a_code_is_made_void_even_after_it_was_entered(opened: Voting) -> None:
    batch = made(opened)
    held = claimed(opened, batch.letters[0].code)
    with opened.acting("officer") as uow:
        codes.void_codes(uow, batch.batch.id, "It was taken", batch.letters[0].serial)
    with pytest.raises(Forbidden, match="not on the roll"):
        cast(opened, held)
    with opened.acting("officer") as uow, pytest.raises(Conflict, match="no code of this number"):
        codes.void_codes(uow, batch.batch.id, "Again", batch.letters[0].serial)


def test_voiding_a_batch_leaves_the_votes_that_were_made_with_it(opened: Voting) -> None:
    batch = made(opened)
    cast(opened, claimed(opened, batch.letters[0].code))
    with opened.acting("officer") as uow:
        assert codes.void_codes(uow, batch.batch.id, "The post lost them") == 2
        with pytest.raises(Conflict, match="has been used to vote"):
            codes.void_codes(uow, batch.batch.id, "All of them")
        (card,) = queries.batches_of(uow.session, opened.poll_id)
    assert (card.first, card.last, card.void) == (1, 3, 2)
    assert marks(opened) == {"online": 1}


def test_a_lost_letter_is_replaced_by_one_with_another_code(opened: Voting) -> None:
    batch = made(opened)
    with opened.acting("officer") as uow:
        anew = codes.reissue_code(uow, batch.batch.id, 2, "The letter was lost")
    assert [one.serial for one in anew.letters] == [4]
    with opened.acting(None) as uow, pytest.raises(Conflict, match="void"):
        codes.claim_by_code(uow, opened.poll_no, batch.letters[1].code)
    cast(opened, claimed(opened, anew.letters[0].code))
    assert any("code.reissued" in body for body in entries(opened))


def test_a_batch_has_a_size_and_a_purpose(opened: Voting) -> None:
    with opened.acting("officer") as uow:
        for number, purpose, why in ((0, "Library", "from 1 to"), (501, "Library", "from 1 to"), (1, " ", "whom")):
            with pytest.raises(Invalid, match=why):
                codes.make_codes(uow, opened.poll_no, number, purpose)


def test_codes_need_an_officer_a_poll_and_a_reason(opened: Voting) -> None:
    batch = made(opened)
    with opened.acting("resident") as uow, pytest.raises(Forbidden):
        codes.make_codes(uow, opened.poll_no, 1, "Me")
    with opened.acting("officer") as uow:
        with pytest.raises(NotVisible):
            codes.make_codes(uow, 99, 1, "Library")
        with pytest.raises(NotVisible):
            codes.void_codes(uow, 99, "Lost")
        with pytest.raises(Invalid, match="Say why"):
            codes.void_codes(uow, batch.batch.id, "")
    with opened.acting(None) as uow, pytest.raises(NotVisible):
        codes.claim_by_code(uow, 99, "A" * signs.LENGTH)


def test_a_code_is_good_within_the_hours_only(parts: Installation, small_world: World) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    early = ballot_box.opened(parts, small_world, opens_at=tomorrow, closes_at=tomorrow + timedelta(days=1))
    code = made(early).letters[0].code
    with early.acting(None) as uow, pytest.raises(Conflict, match="not open at this hour"):
        codes.claim_by_code(uow, early.poll_no, code)


def test_no_code_is_made_or_entered_after_the_close(opened: Voting) -> None:
    code = made(opened).letters[0].code
    with opened.acting("officer") as uow:
        poll_services.close_poll(uow, opened.poll_no, "Everybody has voted")
        with pytest.raises(Forbidden, match="present stage"):
            codes.make_codes(uow, opened.poll_no, 1, "Library")
    with opened.acting(None) as uow, pytest.raises(Conflict, match="not open at this hour"):
        codes.claim_by_code(uow, opened.poll_no, code)


def test_no_code_leads_to_a_poll_that_nobody_may_see(parts: Installation, small_world: World) -> None:
    draft = ballot_box.drafted(parts, small_world)
    with draft.acting(None) as uow, pytest.raises(NotVisible):
        codes.claim_by_code(uow, draft.poll_no, signs.made_code(uow.keys.random))


ATTACKS = (
    "UPDATE voting_code SET serial = serial + 100",
    "UPDATE voting_code SET voided_at = NULL, void_reason = NULL WHERE serial = 2",
    "UPDATE voting_code SET voided_at = CURRENT_TIMESTAMP, void_reason = 'x' WHERE serial = 1",
    "DELETE FROM voting_code",
    "UPDATE code_batch SET codes = 100",
    "DELETE FROM code_batch",
    (
        "INSERT INTO voting_code (poll_id, person_key, batch_id, serial) "
        "SELECT poll_id, poll_id, batch_id, 99 FROM voting_code WHERE serial = 1"
    ),
    "UPDATE roll_entry SET status = 'eligible'",
)


def test_the_database_keeps_codes_as_they_are(opened: Voting) -> None:
    batch = made(opened)
    cast(opened, claimed(opened, batch.letters[0].code))
    claimed(opened, batch.letters[1].code)
    with opened.acting("officer") as uow:
        codes.void_codes(uow, batch.batch.id, "Lost", 2)
    for attack in ATTACKS:
        with opened.system() as uow, pytest.raises(DBAPIError), uow.database.writing(uow.session):
            uow.session.execute(text(attack))
