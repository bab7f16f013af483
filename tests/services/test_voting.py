"""Claiming a vote and casting a ballot."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from ballots.errors import BadBallot
from pb_app import box, receipts
from pb_app.audit.note import verifier_key
from pb_app.models.log import LogPending
from pb_app.models.people import Person
from pb_app.queries import polls as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import logs, polls, voting
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.world import ELSEWHERE, POSTCODE, SOME_TIME_AGO, World

SECRET = bytes(range(16))
OTHER = bytes(range(1, 17))


@pytest.fixture
def opened(parts: Installation, small_world: World) -> Voting:
    return ballot_box.opened(parts, small_world)


def claim(opened: Voting, who: str = "resident", postcode: str = POSTCODE) -> None:
    with opened.acting(who) as uow:
        voting.claim_vote(uow, opened.poll_no, postcode)


def cast(opened: Voting, marks: list[str], secret: bytes = SECRET, who: str = "resident") -> voting.Receipt:
    with opened.acting(who) as uow:
        return voting.cast_ballot(uow, opened.poll_no, marks, secret)


def ballots_and_marks(opened: Voting) -> tuple[int, int]:
    with opened.system() as uow:
        marks = sum(queries.marks_by_channel(uow.session, opened.poll_id).values())
        return box.waiting(uow.session, opened.poll_id), marks


def test_a_postcode_of_the_locality_puts_a_person_on_the_roll(opened: Voting) -> None:
    claim(opened, postcode="pa34 4ab")
    with opened.acting("resident") as uow:
        poll = queries.poll_by_no(uow.session, opened.poll_no)
        assert poll is not None
        standing = voting.standing_of(uow, poll)
    assert standing.roll_no is not None
    assert not standing.has_voted


def test_claiming_twice_makes_one_roll_entry_and_one_log_entry(opened: Voting) -> None:
    claim(opened)
    claim(opened)
    with opened.system() as uow:
        assert uow.session.scalar(text("SELECT count(*) FROM roll_entry")) == 1
        claims = [b for b in uow.session.scalars(select(LogPending.body)) if "roll.claimed" in b]
    assert len(claims) == 1
    assert '"actor"' not in claims[0]


def test_a_postcode_of_another_locality_is_refused_with_its_name(opened: Voting) -> None:
    with pytest.raises(Invalid, match="FK1 1AA lies in Kilmartin, not in Oban"):
        claim(opened, postcode=ELSEWHERE)


def test_an_unknown_postcode_is_refused(opened: Voting) -> None:
    with pytest.raises(Invalid, match="not a postcode of this partnership"):
        claim(opened, postcode="ZE1 0AA")


def test_nobody_known_cannot_claim_a_vote(opened: Voting) -> None:
    with opened.acting(None) as uow, pytest.raises(Forbidden, match="Sign in"):
        voting.claim_vote(uow, opened.poll_no, POSTCODE)


def test_a_mailbox_with_a_tag_is_the_same_person(opened: Voting) -> None:
    claim(opened)
    with opened.system() as uow, opened.parts.database.writing(uow.session):
        again = Person(email="resident+again@moothill.example", display_name="Rhona", created_at=SOME_TIME_AGO)
        uow.session.add(again)
        uow.session.commit()
        person_id = again.id
    cast(opened, ["P01"])
    with opened.acting(person_id) as uow, pytest.raises(Conflict, match="voted in this poll already"):
        voting.cast_ballot(uow, opened.poll_no, ["P02"], OTHER)


def test_a_ballot_and_a_mark_go_in_together(opened: Voting) -> None:
    claim(opened)
    receipt = cast(opened, ["P03", "P01"])
    assert receipt.is_new
    assert ballots_and_marks(opened) == (1, 1)
    key = verifier_key(f"{opened.parts.keys.log_origin}/receipts", opened.parts.keys.receipt)
    promised = receipts.open_receipt(receipt.note, key)
    assert receipts.tracking_code(promised.ballot) == receipt.code


def test_casting_writes_no_log_entry_of_its_own(opened: Voting) -> None:
    claim(opened)
    with opened.system() as uow:
        before = uow.session.scalars(select(LogPending.body)).all()
    cast(opened, ["P01"])
    with opened.system() as uow:
        assert uow.session.scalars(select(LogPending.body)).all() == before


def test_the_same_secret_again_gives_the_same_receipt_and_one_ballot(opened: Voting) -> None:
    claim(opened)
    first = cast(opened, ["P01"])
    again = cast(opened, ["P01"])
    assert (again.code, again.note, again.is_new) == (first.code, first.note, False)
    assert ballots_and_marks(opened) == (1, 1)


def test_a_lost_answer_can_be_asked_for_again_after_the_close(opened: Voting) -> None:
    claim(opened)
    first = cast(opened, ["P01"])
    with opened.acting("officer") as uow:
        polls.close_poll(uow, opened.poll_no, "Done")
    assert cast(opened, ["P01"]).code == first.code


def test_a_second_ballot_from_the_same_voter_is_refused(opened: Voting) -> None:
    claim(opened)
    cast(opened, ["P01"])
    with pytest.raises(Conflict, match="voted in this poll already"):
        cast(opened, ["P02"], OTHER)
    assert ballots_and_marks(opened) == (1, 1)


def test_a_secret_that_another_voter_holds_is_replaced_and_not_refused(opened: Voting) -> None:
    claim(opened)
    claim(opened, "neighbour")
    first = cast(opened, ["P01"])
    second = cast(opened, ["P01"], who="neighbour")
    assert second.is_new
    assert second.code != first.code
    assert second.secret != SECRET.hex()
    assert ballots_and_marks(opened) == (2, 2)


@pytest.mark.parametrize(
    ("marks", "why"),
    [(["P01", "P02", "P03"], "at most 2"), (["P09"], "not on this ballot paper"), (["P01", "P01"], "chosen twice")],
)
def test_marks_that_break_the_rules_leave_nothing_behind(opened: Voting, marks: list[str], why: str) -> None:
    claim(opened)
    with pytest.raises(BadBallot, match=why):
        cast(opened, marks)
    assert ballots_and_marks(opened) == (0, 0)


def test_an_empty_ballot_may_be_cast(opened: Voting) -> None:
    claim(opened)
    cast(opened, [])
    assert ballots_and_marks(opened) == (1, 1)


def test_somebody_not_on_the_roll_cannot_cast(opened: Voting) -> None:
    with pytest.raises(Forbidden, match="not on the roll"):
        cast(opened, ["P01"])


def test_a_vote_after_the_close_is_refused(opened: Voting) -> None:
    claim(opened)
    with opened.acting("officer") as uow:
        polls.close_poll(uow, opened.poll_no, "Done")
    with pytest.raises(Conflict, match="closed"):
        cast(opened, ["P01"])
    with pytest.raises(Conflict, match="closed"):
        claim(opened, "neighbour")


def test_nothing_in_the_box_names_a_time_or_a_person(opened: Voting) -> None:
    claim(opened)
    cast(opened, ["P01"])
    with opened.system() as uow:
        row = uow.session.execute(select(box.box_inbox)).mappings().one()
        mark = uow.session.execute(text("SELECT poll_id, roll_no, channel, marked_on FROM roll_mark")).mappings().one()
    assert set(row) == {"poll_id", "c", "idem", "change_hash", "channel", "body"}
    assert len(str(mark["marked_on"])) == len("2026-01-01")


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE box_inbox SET body = '{}'",
        "DELETE FROM box_inbox",
        "DELETE FROM roll_mark",
        "UPDATE roll_mark SET channel = 'paper'",
        "DELETE FROM roll_entry",
        "INSERT INTO box_ballot SELECT * FROM box_inbox",
        "DELETE FROM poll",
    ],
)
def test_the_database_refuses_to_touch_what_was_cast(opened: Voting, attack: str) -> None:
    claim(opened)
    cast(opened, ["P01"])
    if attack.startswith("INSERT") and opened.parts.database.is_sqlite:
        attack = "INSERT INTO box_ballot SELECT poll_id, zeroblob(32), idem, change_hash, channel, body FROM box_inbox"
    with opened.system() as uow, pytest.raises(DBAPIError):
        uow.session.execute(text(attack))


def test_replacing_a_row_on_sqlite_changes_nothing(opened: Voting) -> None:
    claim(opened)
    cast(opened, ["P01"])
    if not opened.parts.database.is_sqlite:
        return
    with opened.system() as uow, pytest.raises(DBAPIError, match="one ballot a secret"):
        uow.session.execute(
            text("INSERT OR REPLACE INTO box_inbox SELECT poll_id, c, idem, change_hash, channel, '{}' FROM box_inbox")
        )


def test_the_application_cannot_read_the_hidden_link_on_postgresql(opened: Voting) -> None:
    claim(opened)
    cast(opened, ["P01"])
    if opened.parts.database.is_sqlite:
        return
    with opened.system() as uow, pytest.raises(DBAPIError, match="permission denied"):
        uow.session.execute(text("SELECT b.xmin FROM box_inbox b JOIN roll_mark m ON m.xmin = b.xmin"))


def test_nobody_votes_in_a_poll_that_is_not_there(opened: Voting) -> None:
    with opened.acting("resident") as uow, pytest.raises(NotVisible):
        voting.cast_ballot(uow, 99, ["P01"], SECRET)
    assert ballots_and_marks(opened) == (0, 0)


def test_the_key_of_receipts_stays_while_a_poll_is_under_way_and_no_other_takes_votes(opened: Voting) -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
    with opened.system() as uow, pytest.raises(Conflict, match="A poll is under way"):
        logs.rotate_receipt_key(uow, other)
    claim(opened)
    with opened.acting("resident") as uow:
        object.__setattr__(uow.keys, "receipt", other)
        with pytest.raises(Conflict, match="another key for receipts than the log names"):
            voting.cast_ballot(uow, opened.poll_no, ["P01"], SECRET)
    assert ballots_and_marks(opened) == (0, 0)
