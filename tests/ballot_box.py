"""A round with a paper, a pot and a poll, to tell stories of voting with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from ballots.rules import EqualShares
from ballots.styles import Approval
from pb_app.budgets.ledger import AccountKind, EntryKind, Posting
from pb_app.models.budgets import Account, Fund, FundKind, Pot
from pb_app.models.proposals import Project
from pb_app.models.rounds import PowerLevel, Round
from pb_app.posting import post
from pb_app.services import polls
from pb_app.services.polls import PollDraft
from pb_app.stages import RoundStage
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import world
from tests.world import SOME_TIME_AGO, World

PROJECTS = (
    ("P01", "Harbour path lights", 1_200_000),
    ("P02", "Skate park", 4_000_000),
    ("P03", "Gaelic club", 450_000),
)
POT = 5_000_000


@dataclass(frozen=True, slots=True)
class Voting:
    """A poll in its installation."""

    parts: Installation
    world: World
    poll_no: int
    poll_id: UUID

    @contextmanager
    def acting(self, who: str | int | None) -> Iterator[UnitOfWork]:
        """A unit of work of somebody: a role word, a person's id, or nobody known."""
        uow = self.parts.unit_of_work(who) if isinstance(who, int) else world.acting(self.parts, self.world, who)
        try:
            yield uow
        finally:
            uow.close()

    @contextmanager
    def system(self) -> Iterator[UnitOfWork]:
        """A unit of work of the service itself."""
        uow = self.parts.system_unit_of_work()
        try:
            yield uow
        finally:
            uow.close()


def drafted(parts: Installation, here: World, feeders: int = 2, **changes: object) -> Voting:
    """A poll in draft, with three projects on the paper and the money of so many partners in the pot."""
    with parts.database.writing((uow := parts.system_unit_of_work()).session):
        round_no = _round(uow, here, feeders)
        uow.session.commit()
    uow.close()
    uow = world.acting(parts, here, "officer")
    poll = polls.draft_poll(uow, round_no, draft(**changes))
    found = Voting(parts, here, poll.poll_no, poll.id)
    uow.close()
    return found


def opened(parts: Installation, here: World, **changes: object) -> Voting:
    """The same poll, frozen by one person and opened by another."""
    voting = drafted(parts, here, **changes)
    with voting.acting("officer") as uow:
        polls.freeze_poll(uow, voting.poll_no)
    with voting.acting("approver") as uow:
        polls.open_poll(uow, voting.poll_no)
    return voting


def draft(**changes: object) -> PollDraft:
    """What an officer decides: open since yesterday, until tomorrow, at most two projects, the default rule."""
    now = datetime.now(UTC)
    decided: dict[str, object] = {
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=1),
        "style": Approval(max_choices=2),
        "rule": EqualShares(),
        "seed_source": "",
    }
    return PollDraft(**(decided | changes))  # type: ignore[arg-type]


def _round(uow: UnitOfWork, here: World, feeders: int) -> int:
    session = uow.session
    round_ = Round(
        locality_id=here.locality_id,
        forum_id=here.forum_id,
        title="Oban 2026",
        stage=RoundStage.VOTING,
        level=PowerLevel.DELEGATE,
        up_for_decision="How the pot is spent",
        created_at=SOME_TIME_AGO,
    )
    session.add(round_)
    session.flush()
    session.add_all(
        Project(round_no=round_.round_no, ref=ref, title=title, cost=cost, outcome_id=here.outcome_id)
        for ref, title, cost in PROJECTS
    )
    pot = Pot(round_no=round_.round_no, outcome_id=here.outcome_id, name="Oban pot")
    session.add(pot)
    session.flush()
    feed(session, here, pot.id, feeders)
    return round_.round_no


def feed(session: Session, here: World, pot_id: int, feeders: int) -> None:
    """Put so many partners' money into a pot, in equal parts."""
    place = {"currency": "GBP", "partnership_id": here.partnership_id}
    contra = Account(code=f"contra {pot_id}", kind=AccountKind.CONTRA, **place)
    pot_account = Account(
        code=f"pot {pot_id}", kind=AccountKind.POT, pot_id=pot_id, locality_id=here.locality_id, **place
    )
    session.add_all([contra, pot_account])
    session.flush()
    for partner_id in (here.council_id, here.health_board_id)[:feeders]:
        account = _fund(session, here, partner_id, pot_id)
        part = POT // feeders
        into = [Posting(contra.id, -part), Posting(account.id, part)]
        post(session, EntryKind.FUND_IN, into, at=SOME_TIME_AGO, memo="")
        onwards = [Posting(account.id, -part), Posting(pot_account.id, part)]
        post(session, EntryKind.ALLOT, onwards, at=SOME_TIME_AGO, memo="")


def _fund(session: Session, here: World, partner_id: int, pot_id: int) -> Account:
    fund = Fund(
        partnership_id=here.partnership_id,
        partner_id=partner_id,
        holding_partner_id=partner_id,
        paying_partner_id=partner_id,
        name=f"fund of {partner_id} for pot {pot_id}",
        kind=FundKind.REVENUE,
        may_commit="The board",
    )
    session.add(fund)
    session.flush()
    account = Account(
        code=f"fund {partner_id} {pot_id}",
        kind=AccountKind.FUND,
        fund_id=fund.id,
        currency="GBP",
        partnership_id=here.partnership_id,
    )
    session.add(account)
    session.flush()
    return account
