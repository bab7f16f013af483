"""One round from its call to its awards, told by use cases alone, so that all of it has its entries in the log."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from ballots.rules import Greedy
from ballots.styles import Approval
from pb_app.adoption_records import Deciding
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.publication import Publication
from pb_app.services import adoptions, budgets, counts, polls, rounds, stations, voting
from pb_app.services.polls import PollDraft
from pb_app.stages import Decision, RoundStage
from pb_app.unit_of_work import UnitOfWork
from pb_app.verification.whole import Report, verify_whole
from pb_app.web.unit_of_work import Installation
from tests.money import fund_of
from tests.round_stories import accepted, calling_round
from tests.world import POSTCODE, World

UowOf = Callable[[str | None], UnitOfWork]
VOTERS = ("resident", "neighbour", "councillor")


def told(parts: Installation, uow_of: UowOf, world: World, until: str = "awards", least: int | None = None) -> int:
    """Tell it until the named step: drafted, frozen, open, voted, closed, counted … The poll's number.

    With `least`, the count funds in part, and so much of the second project would be of use.
    """
    system = parts.system_unit_of_work()
    round_no, poll_no = _drafted(uow_of, world, least)
    steps: dict[str, Callable[[], object]] = {
        "drafted": lambda: None,
        "frozen": lambda: polls.freeze_poll(uow_of("officer"), poll_no),
        "open": lambda: _opened(uow_of, round_no, poll_no),
        "voted": lambda: _voted(uow_of, poll_no),
        "closed": lambda: polls.close_poll(uow_of("second_officer"), poll_no, "Everyone has voted."),
        "counted": lambda: counts.record_count(uow_of("officer"), poll_no),
        "acknowledged": lambda: counts.acknowledge_privacy(uow_of("approver"), poll_no, Publication.PRIVATE),
        "published": lambda: counts.publish_result(uow_of("approver"), poll_no),
        "adopted": lambda: _adopted(uow_of, poll_no),
        "awards": lambda: adoptions.post_awards(uow_of("officer"), poll_no),
    }
    for name, step in steps.items():
        step()
        system.sequence_log()
        if name == until:
            break
    system.close()
    return poll_no


def verified(parts: Installation) -> Report:
    """What checking the whole installation finds."""
    with closing(parts.system_unit_of_work()) as uow:
        uow.database.begin_snapshot(uow.session)
        return verify_whole(uow.session, uow.keys)


def _drafted(uow_of: UowOf, world: World, least: int | None) -> tuple[int, int]:
    officer = uow_of("officer")
    round_no = calling_round(uow_of, world)
    accepted(uow_of, world, round_no)
    accepted(uow_of, world, round_no, "Skate park", least)
    pot_id = budgets.open_pot(officer, round_no).id
    health = {"partner_id": world.health_board_id, "holding_partner_id": world.health_board_id}
    for name, other in (("Community choices fund", {}), ("Health improvement fund", health)):
        budgets.feed_pot(officer, pot_id, fund_of(officer, world, name=name, **other), 1_000_000)
    rounds.move_round(officer, round_no, RoundStage.REVIEW)
    return round_no, polls.draft_poll(officer, round_no, _draft(Greedy(part_funding=least is not None))).poll_no


def _opened(uow_of: UowOf, round_no: int, poll_no: int) -> None:
    polls.open_poll(uow_of("approver"), poll_no)
    rounds.move_round(uow_of("officer"), round_no, RoundStage.VOTING)


def _draft(rule: Greedy) -> PollDraft:
    now = datetime.now(UTC)
    return PollDraft(now - timedelta(days=1), now + timedelta(days=1), Approval(), rule, "")


def _voted(uow_of: UowOf, poll_no: int) -> None:
    refs = uow_of(None).session.scalars(select(Project.ref).order_by(Project.ref)).all()
    for number, who in enumerate(VOTERS):
        uow = uow_of(who)
        voting.claim_vote(uow, poll_no, POSTCODE)
        voting.cast_ballot(uow, poll_no, refs[: 1 + number % 2], bytes([number]) * 16)


def _adopted(uow_of: UowOf, poll_no: int) -> None:
    member = uow_of("councillor")
    adoptions.adopt_result(member, poll_no, Deciding(Decision.REFERRED_BACK, "Look at the lamps again."))
    adoptions.adopt_result(member, poll_no, Deciding(Decision.ADOPTED))


def station_of(officer: UnitOfWork, poll_no: int) -> int:
    """A station of the poll with papers 1 to 10; its id."""
    station = stations.add_station(officer, poll_no, "Library", "High Street", "10 to 4").id
    stations.issue_papers(officer, station, 1, 10)
    return station


def poll_id(uow: UnitOfWork, poll_no: int) -> UUID:
    """The poll's own id."""
    return uow.session.scalars(select(Poll.id).where(Poll.poll_no == poll_no)).one()
