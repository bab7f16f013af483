"""Kiosks before and while people vote: a tablet is enrolled once, and a person is marked once, connection or none."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pb_app import kiosk
from pb_app.desk import AtDesk
from pb_app.kiosk import CURVE
from pb_app.models.kiosks import SlipState
from pb_app.models.log import LogPending
from pb_app.queries import polls
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import kiosks, stations, voting
from pb_app.services.kiosks import Invitation
from pb_app.web.unit_of_work import Installation
from tests.kiosk_stories import hand_out, identity, settle, slips, tablet
from tests.paper_stories import BORN, Station, station
from tests.world import ELSEWHERE, POSTCODE, World

RESIDENT = AtDesk(email="resident@moothill.example").identity()
POINT = kiosk.public_point(ec.generate_private_key(CURVE))


@pytest.fixture
def found(parts: Installation, small_world: World) -> Station:
    return station(parts, small_world)


def invite(found: Station, name: str = "Tablet 1", hours: float = 3) -> Invitation:
    with found.voting.acting("officer") as uow:
        return kiosks.invite_kiosk(uow, found.id, name, uow.now() + timedelta(hours=hours))


def enrol(found: Station, code: str, pin: str, point: bytes = POINT) -> int:
    with found.voting.acting(None) as uow:
        kiosks.try_pin(uow, code)
        return kiosks.enrol_kiosk(uow, code, pin, point)


def marks(found: Station) -> dict[str, int]:
    with found.voting.system() as uow:
        return polls.marks_by_channel(uow.session, found.voting.poll_id)


def entries(found: Station) -> list[str]:
    with found.voting.system() as uow:
        return [row.body for row in uow.session.query(LogPending).order_by(LogPending.id)]


def test_a_tablet_is_enrolled_once_by_its_code_and_pin(found: Station) -> None:
    invited = invite(found)
    assert enrol(found, invited.code.replace("-", ""), invited.pin) == invited.kiosk_id
    with pytest.raises(Conflict, match="cannot be used any more"):
        enrol(found, invited.code, invited.pin)
    with pytest.raises(NotVisible):
        enrol(found, "AAAAA-AAAAA", invited.pin)
    told = "".join(entries(found))
    assert "kiosk.enrolled" in told
    assert invited.code not in told
    assert invited.pin not in told


def test_five_guesses_at_a_pin_are_all_there_are(found: Station) -> None:
    invited = invite(found)
    wrong = "000000" if invited.pin != "000000" else "000001"
    for _ in range(5):
        with pytest.raises(Invalid, match="not the PIN"):
            enrol(found, invited.code, wrong)
    with pytest.raises(Conflict, match="cannot be used any more"):
        enrol(found, invited.code, invited.pin)


def test_a_key_that_is_none_is_refused(found: Station) -> None:
    invited = invite(found)
    for point in (b"", bytes(65), b"\x04" + bytes(64)):
        with pytest.raises(Invalid, match="nothing that a kiosk would say"):
            enrol(found, invited.code, invited.pin, point)


def test_an_invitation_is_for_hours_of_the_poll_and_a_name_of_its_own(found: Station) -> None:
    invite(found)
    with pytest.raises(Invalid, match="of this name already"):
        invite(found)
    for hours in (-1, 48):
        with pytest.raises(Invalid, match="still to come"):
            invite(found, "Tablet 2", hours)
    with found.voting.acting("officer") as uow, pytest.raises(NotVisible):
        kiosks.invite_kiosk(uow, 99, "Tablet", datetime.now(UTC))
    with found.voting.acting("resident") as uow, pytest.raises(Forbidden):
        kiosks.invite_kiosk(uow, found.id, "Tablet", uow.now() + timedelta(hours=1))


def test_slips_are_numbered_on_and_their_codes_are_kept_nowhere(found: Station) -> None:
    first, second = slips(found, 2, 1), slips(found, 0, 1)
    assert [(one.number, one.is_provisional) for one in first + second] == [
        (1, False),
        (2, False),
        (3, True),
        (4, True),
    ]
    with found.voting.system() as uow:
        stored = str(uow.session.execute(text("SELECT number, slip, is_provisional, state FROM kiosk_slip")).all())
    assert first[0].code not in stored
    for ordinary, provisional in ((0, 0), (-1, 0), (0, 1001)):
        with pytest.raises(Invalid):
            slips(found, ordinary, provisional)


def test_whoever_gets_an_ordinary_slip_is_marked_first_and_votes_no_other_way(found: Station) -> None:
    hand_out(found, "Ann")
    with found.voting.acting("officer") as uow:
        with pytest.raises(Conflict, match="Do not hand out a slip"):
            kiosks.hand_out_slip(uow, found.id, identity("Ann"))
        with pytest.raises(Invalid, match="not on the roll"):
            kiosks.hand_out_slip(uow, found.id, identity("Iain"))
        with pytest.raises(Conflict, match="second paper"):
            stations.hand_out_paper(uow, found.id, AtDesk(name="Ann", born=BORN))
    assert marks(found) == {"kiosk": 1}
    assert [one for one in entries(found) if "slip" in one] == []


def test_a_provisional_slip_is_settled_once_with_whoever_had_it(found: Station) -> None:
    slips(found, 1, 2)
    with found.voting.acting("officer") as uow, pytest.raises(Invalid, match="not on the roll"):
        kiosks.settle_slip(uow, found.id, 2, identity("Ann"))
    with pytest.raises(Invalid, match="lies in Kilmartin"):
        settle(found, 2, identity("Ann"), ELSEWHERE)
    assert settle(found, 2, identity("Ann")) == "good"
    with pytest.raises(Conflict, match="settled already"):
        settle(found, 2, identity("Iain"))
    assert settle(found, 3, identity("Ann")) == "has_voted"
    for number in (1, 9):
        with pytest.raises(Invalid, match="no provisional slip"):
            settle(found, number, identity("Iain"))
    assert marks(found) == {"kiosk": 1}


def test_the_slip_of_somebody_who_voted_online_meanwhile_is_held(found: Station) -> None:
    slips(found, 0, 2)
    with found.voting.acting("resident") as uow:
        voting.claim_vote(uow, found.voting.poll_no, POSTCODE)
        voting.cast_ballot(uow, found.voting.poll_no, ["P01"], bytes(16))
    with found.voting.acting("officer") as uow:
        assert kiosks.settle_slip(uow, found.id, 1, RESIDENT) is SlipState.HAS_VOTED
    with found.voting.acting("officer") as uow:
        kiosks.hold_slip(uow, found.id, 2)
        with pytest.raises(Conflict, match="settled already"):
            kiosks.hold_slip(uow, found.id, 2)
    assert marks(found) == {"online": 1}
    assert sum("slip.held" in one for one in entries(found)) == 1


def test_after_the_close_no_slip_is_handed_out_but_one_that_was_is_settled(found: Station) -> None:
    slips(found, 1, 1)
    with found.voting.acting("officer") as uow:
        stations.claim_at_desk(uow, found.id, AtDesk(name="Ann", born=BORN), POSTCODE)
    found.close()
    with found.voting.acting("officer") as uow, pytest.raises(Forbidden):
        kiosks.hand_out_slip(uow, found.id, identity("Ann"))
    assert settle(found, 2, identity("Ann")) == "good"
    assert marks(found) == {"kiosk": 1}


def test_before_the_hour_of_opening_no_slip_is_handed_out(parts: Installation, small_world: World) -> None:
    now = datetime.now(UTC)
    found = station(parts, small_world, opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=2))
    with found.voting.acting("officer") as uow, pytest.raises(Conflict, match="not open at this hour"):
        kiosks.hand_out_slip(uow, found.id, RESIDENT)


ATTACKS = (
    "UPDATE kiosk SET name = 'other'",
    "UPDATE kiosk SET public_key = NULL",
    "UPDATE kiosk SET tries = 0",
    "DELETE FROM kiosk",
    "UPDATE kiosk_slip SET state = 'good' WHERE number = 2",
    "UPDATE kiosk_slip SET number = 9",
    "DELETE FROM kiosk_slip",
    "INSERT INTO roll_mark SELECT poll_id, roll_no, 'kiosk', '2026-01-01', NULL FROM roll_entry",
)


def test_the_database_keeps_what_tablets_and_slips_are(found: Station) -> None:
    tablet(found)
    slips(found, 0, 2)
    with found.voting.acting("officer") as uow:
        kiosks.hold_slip(uow, found.id, 2)
        stations.claim_at_desk(uow, found.id, AtDesk(name="Una", born=BORN), POSTCODE)
    for attack in ATTACKS:
        with found.voting.system() as uow, pytest.raises(DBAPIError):
            uow.session.execute(text(attack))
