"""After the close: every kiosk delivered or set aside by two people, all envelopes opened together, then reconciled."""

import json
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pb_app import box, kiosk
from pb_app.audit.canonical import Value
from pb_app.models.kiosks import KioskEnvelope
from pb_app.paper import Difference
from pb_app.queries import papers, polls
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import count_jobs, counts, kiosk_openings, kiosks, reconciliation, voting
from pb_app.verification.whole import verify_whole
from pb_app.web.unit_of_work import Installation
from tests.kiosk_stories import Tablet, hand_out, identity, open_all, settle, slips, tablet
from tests.paper_stories import Station, station
from tests.world import POSTCODE, World


@pytest.fixture
def found(parts: Installation, small_world: World) -> Station:
    return station(parts, small_world)


def reconcile(found: Station) -> None:
    found.account(in_box=0, spoilt=0, unused=10)
    with found.voting.acting("approver") as uow:
        reconciliation.reconcile_paper(uow, found.voting.poll_no)


def vote_online(found: Station) -> None:
    with found.voting.acting("resident") as uow:
        voting.claim_vote(uow, found.voting.poll_no, POSTCODE)
        voting.cast_ballot(uow, found.voting.poll_no, ["P01"], bytes(16))


def aside(found: Station, one: Tablet, *who: str) -> None:
    with found.voting.acting(who[0]) as uow:
        kiosk_openings.set_kiosk_aside(uow, one.id, "It fell into the harbour.")
    for second in who[1:]:
        with found.voting.acting(second) as uow:
            kiosk_openings.confirm_kiosk_aside(uow, one.id)


def ballots(found: Station) -> list[Value]:
    with found.voting.system() as uow:
        return sorted(box.ballots_of(uow.session, found.voting.poll_id), key=str)


def misfits(found: Station) -> list[str]:
    with closing(found.voting.parts.system_unit_of_work()) as uow:
        uow.sequence_log()
        uow.database.begin_snapshot(uow.session)
        told = [str(one) for one in verify_whole(uow.session, uow.keys).misfits]
    return [one for one in told if any(word in one for word in ("box", "Poll", "ballots", "The roll"))]


def test_a_hall_without_connection_is_counted_once_all_of_it_is_there(found: Station) -> None:
    ordinary, mine, theirs, lost = slips(found, 1, 3)
    hand_out(found, "Ann")
    one = tablet(found)
    for slip, marks in ((ordinary, ["P01"]), (mine, ["P02"]), (theirs, ["P03"]), (lost, [])):
        one.take(slip, marks)
    vote_online(found)
    found.close()
    with pytest.raises(Conflict, match="neither delivered everything nor been set aside"):
        open_all(found)
    one.end().deliver()
    with pytest.raises(Conflict, match="not settled yet"):
        open_all(found)
    assert settle(found, mine.number, identity("Iain")) == "good"
    with found.voting.acting("officer") as uow:
        kiosks.settle_slip(uow, found.id, theirs.number, "resident@moothill.example")
        kiosks.hold_slip(uow, found.id, lost.number)
        with pytest.raises(Conflict, match="not been opened yet"):
            reconciliation.reconcile_paper(uow, found.voting.poll_no)
        for ask in (count_jobs.ask_for_count, counts.record_count):
            with pytest.raises(Conflict, match="not reconciled yet"):
                ask(uow, found.voting.poll_no)
    assert open_all(found, "approver") == (4, 2, 0, 2)
    assert ballots(found) == [["P01"], ["P01"], ["P02"]]
    assert misfits(found) == []
    with found.voting.system() as uow:
        assert [row.sealed for row in uow.session.query(KioskEnvelope)] == [None] * 4
    with pytest.raises(Conflict, match="opened already"):
        open_all(found)
    with pytest.raises(Conflict, match="opened already"):
        one.deliver()
    with found.voting.acting("officer") as uow, pytest.raises(Conflict, match="opened already"):
        kiosks.hold_slip(uow, found.id, 2)
    reconcile(found)
    with pytest.raises(FileNotFoundError):
        found.voting.parts.keys.kiosk_key(found.voting.poll_id)
    with found.voting.acting("officer") as uow:
        assert '"box_size":3' in counts.record_count(uow, found.voting.poll_no).record
    assert misfits(found) == []


def test_a_tablet_that_is_lost_is_set_aside_by_two_people(found: Station) -> None:
    first, second = slips(found, 2)
    one, other = tablet(found), tablet(found, "Tablet 2")
    for name in ("Ann", "Iain"):
        hand_out(found, name)
    one.take(first, ["P01"])
    one.end().deliver()
    other.take(second, ["P02"])
    found.close()
    with found.voting.acting("officer") as uow:
        with pytest.raises(Conflict, match="Nobody has said yet"):
            kiosk_openings.confirm_kiosk_aside(uow, other.id)
        with pytest.raises(Conflict, match="Nothing more is awaited"):
            kiosk_openings.set_kiosk_aside(uow, one.id, "Lost")
        with pytest.raises(Invalid, match="reason is published"):
            kiosk_openings.set_kiosk_aside(uow, other.id, " ")
        with pytest.raises(NotVisible):
            kiosk_openings.set_kiosk_aside(uow, 99, "Lost")
    aside(found, other, "officer")
    with pytest.raises(Forbidden, match="A second person"):
        aside(found, other, "officer", "officer")
    with pytest.raises(Conflict, match="neither delivered"):
        open_all(found)
    aside(found, other, "officer", "approver")
    with pytest.raises(Conflict, match="set aside"):
        other.deliver()
    assert open_all(found) == (1, 1, 0, 0)
    found.account(in_box=0, spoilt=0, unused=10)
    with found.voting.acting("officer") as uow:
        (card,) = papers.cards_of(uow.session, found.voting.poll_id)
        assert card.figures.differences() == {Difference.KIOSK: 1}
        with pytest.raises(Conflict, match="not explained by two people"):
            reconciliation.reconcile_paper(uow, found.voting.poll_no)
        reconciliation.explain_difference(uow, found.id, Difference.KIOSK, "It was on the lost tablet.")
    with found.voting.acting("approver") as uow:
        reconciliation.confirm_explanation(uow, found.id, Difference.KIOSK)
        reconciliation.reconcile_paper(uow, found.voting.poll_no)
    assert misfits(found) == []


def test_an_envelope_with_no_ballot_of_this_paper_stands_in_the_account(found: Station) -> None:
    made = slips(found, 6)
    one = tablet(found)
    for number, (slip, marks) in enumerate(
        zip(made, (["P09"], ["P02", "P01"], {"1": []}, 7, ["P01"], []), strict=True)
    ):
        hand_out(found, f"Person {number}")
        one.take(slip, marks)  # type: ignore[arg-type]
    found.close()
    one.end().deliver()
    assert open_all(found) == (6, 2, 4, 0)
    assert ballots(found) == [["P01"], []]
    assert misfits(found) == []


def test_a_garbled_envelope_and_a_slip_used_twice_stand_in_the_account(found: Station) -> None:
    first, second = slips(found, 2)
    one, other = tablet(found), tablet(found, "Tablet 2")
    hand_out(found, "Ann")
    hand_out(found, "Iain")
    one.take(first, ["P01"])
    whole = one.take(second, ["P02"])
    del one.sealed[whole.digest]
    garbled = replace(whole, sealed=whole.sealed[:-1] + bytes([whole.sealed[-1] ^ 1]))
    one.sealed[garbled.digest] = garbled
    one.end().deliver()
    other.take(first, ["P03"])
    found.close()
    other.end().deliver()
    assert open_all(found) == (3, 1, 1, 1)
    assert ballots(found) == [["P01"]]


def test_more_ballots_than_people_marked_are_not_opened(found: Station) -> None:
    first, second = slips(found, 2)
    hand_out(found, "Ann")
    one = tablet(found)
    one.take(first, ["P01"])
    one.take(second, ["P01"])
    found.close()
    one.end().deliver()
    with pytest.raises(Conflict, match="more ballots of kiosks than people"):
        open_all(found)
    with found.voting.system() as uow:
        assert polls.marks_by_channel(uow.session, found.voting.poll_id) == {"kiosk": 1}
        row = {"poll": found.voting.poll_id.hex if uow.database.is_sqlite else str(found.voting.poll_id)}
        insert = "INSERT INTO box_inbox (poll_id, c, idem, channel, body) VALUES (:poll, :c, :i, 'kiosk', '{}')"
        uow.session.execute(text(insert), row | {"c": bytes(32), "i": bytes(32)})
        with pytest.raises(DBAPIError):
            uow.session.execute(text(insert), row | {"c": b"1" * 32, "i": b"1" * 32})


def test_a_poll_without_kiosks_has_nothing_to_open(found: Station) -> None:
    slips(found, 1)
    found.close()
    with pytest.raises(Conflict, match="no kiosk whose envelopes"):
        open_all(found)
    with found.voting.acting("officer") as uow, pytest.raises(NotVisible):
        kiosk_openings.open_kiosks(uow, 99)


def test_what_an_envelope_holds_is_bound_to_its_slip_and_poll(found: Station) -> None:
    first, second = slips(found, 2)
    one = tablet(found)
    envelope = one.take(first, ["P01"])
    key = kiosk.private_key(found.voting.parts.keys.kiosk_key(found.voting.poll_id))
    assert kiosk.open_envelope(key, found.voting.poll_id, envelope) is not None
    moved = kiosk.Envelope(kiosk.slip_hash(found.voting.poll_id, second.code), envelope.sealed)
    assert kiosk.open_envelope(key, found.voting.poll_id, moved) is None
    assert json.loads(one.told([envelope]))["count"] == 1
