"""What kiosks deliver: received once however often it comes, from nobody else, and opened by nobody before its time."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pb_app import kiosk
from pb_app.kiosk import CURVE
from pb_app.models.log import LogPending
from pb_app.queries import kiosks as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import kiosk_deliveries, kiosk_openings
from pb_app.web.unit_of_work import Installation
from tests.kiosk_stories import hand_out, identity, settle, slips, tablet
from tests.paper_stories import Station, station
from tests.world import World


@pytest.fixture
def found(parts: Installation, small_world: World) -> Station:
    return station(parts, small_world)


def test_a_manifest_says_what_a_tablet_must_know_and_is_signed(found: Station) -> None:
    made = slips(found, 2)
    one = tablet(found)
    with found.voting.acting(None) as uow:
        manifest = kiosk_deliveries.manifest_of(uow, one.id)
        for number in (9, one.id + 1):
            with pytest.raises(NotVisible):
                kiosk_deliveries.manifest_of(uow, number)
    told = json.loads(manifest.text)
    hashes = sorted(kiosk.slip_hash(found.voting.poll_id, slip.code).hex() for slip in made)
    assert told["slips"] == hashes
    assert [one["ref"] for one in told["contests"][0]["projects"]] == ["P01", "P02", "P03"]
    keys = found.voting.parts.keys
    keys.receipt.public_key().verify(manifest.signature, kiosk.MANIFEST + manifest.text.encode())
    assert keys.kiosk_key(found.voting.poll_id).hex() not in manifest.text


def test_what_is_delivered_twice_is_received_once(found: Station) -> None:
    good, pending, other = slips(found, 1, 2)
    hand_out(found, "Ann")
    one = tablet(found)
    first = one.take(good, ["P01"])
    assert dict(one.deliver().items) == {first.digest.hex(): "received"}
    second = one.take(pending, ["P02"])
    again = one.deliver()
    assert dict(again.items) == {first.digest.hex(): "known", second.digest.hex(): "received"}
    assert (again.received, again.is_whole) == (2, True)
    third = one.take("AAAAA-AAAAA", ["P03"])
    fourth = one.take(other, ["P03"])
    with found.voting.acting("officer") as uow:
        uow.session.execute(text("SELECT 1"))
    assert dict(one.deliver([third, fourth]).items) == {third.digest.hex(): "held", fourth.digest.hex(): "received"}
    assert one.deliver([third]).items == {third.digest.hex(): "held"}
    with found.voting.system() as uow:
        assert [row for row in uow.session.query(LogPending) if "envelope" in row.body] == []


def test_a_slip_used_on_two_tablets_counts_once(found: Station) -> None:
    (slip,) = slips(found, 1)
    one, other = tablet(found), tablet(found, "Tablet 2")
    one.take(slip, ["P01"])
    held = other.take(slip, ["P02"])
    one.deliver()
    assert other.deliver().items == {held.digest.hex(): "held"}


def test_only_the_device_itself_can_deliver(found: Station) -> None:
    (slip,) = slips(found, 1)
    one = tablet(found)
    envelope = one.take(slip, ["P01"])
    sent = [{"slip": envelope.slip.hex(), "sealed": envelope.sealed.hex()}]
    told = one.told([envelope])
    forged = tablet(found, "Tablet 2").sign(told)
    for signature in (forged, b"", bytes(64)):
        with found.voting.acting(None) as uow, pytest.raises(Forbidden, match="not signed by a kiosk"):
            kiosk_deliveries.receive_envelopes(uow, told, signature, sent)
    with found.voting.acting(None) as uow:
        unknown = json.dumps(json.loads(told) | {"device": 99}).encode()
        with pytest.raises(Forbidden):
            kiosk_deliveries.receive_envelopes(uow, unknown, one.sign(unknown), sent)
        with pytest.raises(Invalid):
            kiosk_deliveries.receive_envelopes(uow, told, one.sign(told), [])


def test_a_tablet_that_took_ballots_after_its_hour_delivers_nothing(found: Station) -> None:
    one = tablet(found)
    with found.voting.system() as uow:
        one.ended = int((uow.now() + timedelta(hours=4)).timestamp())
    with pytest.raises(Conflict, match="after its hour"):
        one.deliver()


def test_what_a_tablet_says_of_itself_never_steps_back(found: Station) -> None:
    first, second = slips(found, 2)
    one = tablet(found)
    one.take(first, ["P01"])
    early = one.told([])
    one.take(second, ["P02"])
    one.end().deliver()
    with found.voting.acting(None) as uow:
        answer = kiosk_deliveries.receive_envelopes(uow, early, one.sign(early), [])
        assert not answer.is_whole
        (card,) = queries.cards_of(uow.session, found.voting.poll_id)
        assert (card.counted, card.received, card.is_delivered) == (2, 2, True)


ATTACKS = (
    "UPDATE kiosk_envelope SET sealed = NULL, fate = 'opened'",
    "UPDATE kiosk_envelope SET fate = 'held'",
    "DELETE FROM kiosk_envelope",
    "UPDATE kiosk SET ended_at = NULL",
    "UPDATE kiosk SET sealed = 0",
    "INSERT INTO kiosk_aside SELECT id, 'lost', invited_by, invited_at, invited_by + 1 FROM kiosk",
)


def test_the_database_keeps_envelopes_shut_while_voting_is_open(found: Station) -> None:
    slip, other = slips(found, 2)
    one = tablet(found)
    one.take(slip, ["P01"])
    one.end().deliver()
    for attack in ATTACKS:
        with found.voting.system() as uow, pytest.raises(DBAPIError):
            uow.session.execute(text(attack))
    with found.voting.acting("officer") as uow, pytest.raises(Forbidden):
        kiosk_openings.open_kiosks(uow, found.voting.poll_no)
    assert other.number == 2


def test_settling_a_slip_before_its_ballot_comes_decides_what_the_tablet_hears(found: Station) -> None:
    slip, other = slips(found, 0, 2)
    settle(found, slip.number, identity("Ann"))
    settle(found, other.number, identity("Ann"))
    one = tablet(found)
    counted, held = one.take(slip, ["P01"]), one.take(other, ["P01"])
    assert one.deliver().items == {counted.digest.hex(): "received", held.digest.hex(): "held"}


def test_a_stranger_learns_nothing_with_a_key_of_their_own(found: Station) -> None:
    one = tablet(found)
    stranger = ec.generate_private_key(CURVE)
    one.key = stranger
    with pytest.raises(Forbidden):
        one.deliver()
