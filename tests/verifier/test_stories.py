"""Whole stories on both databases, each packed into a bundle that strangers check: channels, money, keys, tampering."""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from moothill_verify import archive
from moothill_verify.checks import Asked, report_on
from moothill_verify.lines import Exit, ending
from pb_app.budgets.purposes import Purpose
from pb_app.models.budgets import Account
from pb_app.models.log import LogCheckpoint
from pb_app.publication import Publication
from pb_app.refusals import Conflict
from pb_app.services import budgets, counts, logs, movements, reconciliation, voting
from pb_app.services.movements import NewMovement
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import whole_story
from tests.ballot_box import Voting
from tests.kiosk_stories import hand_out, open_all, slips, tablet
from tests.money import awarded_poll, fund_of
from tests.paper_stories import Station, paper
from tests.round_stories import draft_round
from tests.tampering import tamper
from tests.verifier.conftest import exported
from tests.verifier.reading import said, verdict
from tests.world import POSTCODE, World

UowOf = Callable[[str | None], UnitOfWork]
NEXT = Ed25519PrivateKey.from_private_bytes(b"n" * 32)
WHY = "The contractor is chosen."


@pytest.fixture
def system(parts: Installation) -> Iterator[UnitOfWork]:
    with closing(parts.system_unit_of_work()) as uow:
        yield uow


def packed(parts: Installation, poll_no: int) -> bytes:
    """The bundle, once everything has its place in the log."""
    with closing(parts.system_unit_of_work()) as uow:
        uow.sequence_log()
    return exported(parts, poll_no)


def polled(parts: Installation, uow_of: UowOf, here: World) -> Station:
    """A station of the open poll of the whole story."""
    poll_no = whole_story.told(parts, uow_of, here, until="open")
    officer = uow_of("officer")
    station = whole_story.station_of(officer, poll_no)
    return Station(Voting(parts, here, poll_no, whole_story.poll_id(officer, poll_no)), station)


def test_a_poll_online_on_paper_and_at_a_kiosk_holds(parts: Installation, small_world: World, uow_of: UowOf) -> None:
    found = polled(parts, uow_of, small_world)
    poll_no = found.voting.poll_no
    for name in ("Bea", "Cal"):
        found.hand_out(name)
    (slip,) = slips(found, 1)
    hand_out(found, "Ann")
    one = tablet(found)
    one.take(slip, ["P01"])
    voting.claim_vote(uow_of("resident"), poll_no, POSTCODE)
    voting.cast_ballot(uow_of("resident"), poll_no, ["P01", "P02"], bytes(16))
    found.close()
    one.end().deliver()
    open_all(found, "approver")
    found.sealed([paper("P01"), paper("P02")])
    found.account(in_box=2, spoilt=0, unused=8)
    reconciliation.reconcile_paper(uow_of("approver"), poll_no)
    counts.record_count(uow_of("officer"), poll_no)
    counts.acknowledge_privacy(uow_of("approver"), poll_no, Publication.PRIVATE)
    counts.publish_result(uow_of("approver"), poll_no)
    report = report_on(Asked(packed(parts, poll_no)))
    assert ending(report.lines) is Exit.FITS, said(report)
    assert "The box holds 4 ballots" in said(report)


def moved(uow: UnitOfWork, purpose: Purpose, pence: int, **ends: int) -> int:
    proposed = movements.propose_movement(uow, "lorn", NewMovement(purpose, pence, WHY, **ends))
    return movements.post_movement(uow, proposed.id).entry_id


def account(uow: UnitOfWork, code: str) -> int:
    return uow.session.scalars(select(Account.id).where(Account.code.startswith(code))).one()


def test_money_that_moved_after_the_awards_of_an_imported_poll_holds(
    parts: Installation, small_world: World, uow_of: UowOf
) -> None:
    poll_no, officer = awarded_poll(parts, uow_of), uow_of("officer")
    bike, play, pot = (account(officer, code) for code in ("project:1", "project:4", "pot:"))
    moved(officer, Purpose.COMMIT, 600_00, giver_id=bike)
    moved(officer, Purpose.PAY, 450_00, giver_id=account(officer, "committed:1"))
    moved(officer, Purpose.REFUND, 30_00, taker_id=bike)
    moved(officer, Purpose.GIVE_BACK, 50_00, giver_id=bike, taker_id=pot)
    undone = moved(officer, Purpose.SUPPLEMENT, 20_00, giver_id=pot, taker_id=play)
    reversal = movements.propose_reversal(officer, undone, "It was another project.")
    movements.post_movement(officer, reversal.id)
    following = budgets.open_pot(officer, draft_round(uow_of, small_world), currency="PLN")
    budgets.feed_pot(officer, following.id, fund_of(officer, small_world, currency="PLN"), 1_00)
    moved(officer, Purpose.CARRY, 10_00, giver_id=pot, taker_id=account(officer, f"pot:{following.id}"))
    report = report_on(Asked(packed(parts, poll_no)))
    assert ending(report.lines) is Exit.FITS, said(report)
    assert "entries of the ledger are balanced" in said(report)


def test_a_log_that_went_over_to_another_key_holds_beside_a_checkpoint_of_the_key_before(
    parts: Installation, small_world: World, uow_of: UowOf, system: UnitOfWork
) -> None:
    poll_no = whole_story.told(parts, uow_of, small_world, until="published")
    first = system.session.scalars(select(LogCheckpoint.note).order_by(LogCheckpoint.size)).first() or ""
    system.session.rollback()
    before = exported(parts, poll_no)
    logs.rotate_log_key(system, NEXT)
    object.__setattr__(parts.keys, "log", NEXT)
    object.__setattr__(system.keys, "log", NEXT)
    after = packed(parts, poll_no)
    for note in (first.encode(), archive.members(before)["log/checkpoint.txt"]):
        report = report_on(Asked(after, since=(note, "older")))
        assert ending(report.lines) is Exit.FITS, said(report)
    policy = archive.members(before)["keys/policy.txt"]
    report = report_on(Asked(after, policy=(policy, "minutes")))
    assert ending(report.lines) is Exit.FITS, said(report)  # one checkpoint is signed by both keys


TAMPERED = {
    "a ballot": ("box_ballot", "UPDATE box_ballot SET body = replace(body, 'P02', 'P01')"),
    "a line of the ledger": ("ledger_posting", "UPDATE ledger_posting SET pence = pence * 2 WHERE entry_id = 5"),
    "an entry of the log": (
        "log_leaf",
        "UPDATE log_leaf SET body = replace(body, 'proposal.accepted', 'proposal.refused')",
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_rows_are_denied_to_the_application_and_seen_when_an_owner_changes_them(
    parts: Installation, small_world: World, uow_of: UowOf, request: pytest.FixtureRequest, name: str
) -> None:
    poll_no = whole_story.told(parts, uow_of, small_world)
    assert verdict(packed(parts, poll_no)) is Exit.FITS
    tables, statement = TAMPERED[name]
    with pytest.raises(DBAPIError), parts.database.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    tamper(parts, request, tables, statement)
    with suppress(Conflict):  # what cannot even be packed is seen, too
        assert verdict(exported(parts, poll_no)) is not Exit.FITS
