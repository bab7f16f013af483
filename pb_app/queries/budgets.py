"""Funds and pots as pages and use cases read them: who put money in, who holds it, what is left."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from pb_app.budgets.ledger import AccountKind
from pb_app.models.budgets import Account, AccountBalance, Fund, LedgerPosting, LedgerSeal, Pot
from pb_app.models.localities import Locality
from pb_app.models.partnerships import Partner
from pb_app.models.polls import Poll
from pb_app.models.rounds import Round
from pb_app.roles import Actor, Role
from pb_app.stages import PollState

FEWEST_PARTNERS = 2


@dataclass(frozen=True, slots=True)
class FundCard:
    """A fund with the three bodies it names, what came in and what is left of it, in minor units of its currency."""

    fund: Fund
    came_in: int
    left: int


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one partner put into a pot, net of what went back, in minor units."""

    partner: str
    pence: int


@dataclass(frozen=True, slots=True)
class PotCard:
    """A pot with its round and locality, what each partner put in, and what stands in it, in minor units."""

    pot: Pot
    contributions: tuple[Contribution, ...]
    left: int

    @property
    def fed(self) -> int:
        """What all partners put in together."""
        return sum(one.pence for one in self.contributions)

    @property
    def is_ready(self) -> bool:
        """Whether enough partners feed it for its poll to be frozen."""
        return len(self.contributions) >= FEWEST_PARTNERS


def funds_of(session: Session, partnership_id: int) -> Sequence[FundCard]:
    """The funds of a partnership, by name, with what came in from outside and what is left."""
    came_in = (
        select(LedgerPosting.account_id, func.sum(LedgerPosting.pence).label("pence"))
        .join(LedgerSeal, LedgerSeal.entry_id == LedgerPosting.entry_id)
        .where(LedgerPosting.entry_id.in_(_entries_with_outside()))
        .group_by(LedgerPosting.account_id)
        .subquery()
    )
    rows = session.execute(
        _fund()
        .add_columns(func.coalesce(came_in.c.pence, 0), func.coalesce(AccountBalance.pence, 0))
        .outerjoin(Account, Account.fund_id == Fund.id)
        .outerjoin(AccountBalance, AccountBalance.account_id == Account.id)
        .outerjoin(came_in, came_in.c.account_id == Account.id)
        .where(Fund.partnership_id == partnership_id)
        .order_by(Fund.name, Fund.id)
    )
    return [FundCard(fund, int(came), int(left)) for fund, came, left in rows]


def fund_to_spend(session: Session, fund_id: int) -> Fund | None:
    """A fund, locked, so that what is taken from it is taken one entry after the other."""
    return session.scalar(select(Fund).where(Fund.id == fund_id).with_for_update())


def pot_to_feed(session: Session, pot_id: int) -> Pot | None:
    """A pot with its round and locality, locked until the end of the change."""
    session.execute(select(Pot.id).where(Pot.id == pot_id).with_for_update())
    return pot_by_id(session, pot_id)


def pot_by_id(session: Session, pot_id: int) -> Pot | None:
    """A pot with its outcome, round, forum, locality and partnership."""
    return session.scalar(_pot().where(Pot.id == pot_id))


def pot_of_round(session: Session, round_no: int) -> Pot | None:
    """The first pot of a round, loaded as `pot_by_id` loads it; further contests of its paper have others."""
    return session.scalar(_pot().where(Pot.round_no == round_no).order_by(Pot.id).limit(1))


def names_of_pots(session: Session, round_no: int) -> Sequence[str]:
    """What the pots of a round are called, the first first."""
    return session.scalars(select(Pot.name).where(Pot.round_no == round_no).order_by(Pot.id)).all()


def pot_card(session: Session, pot: Pot) -> PotCard:
    """A pot with who fed it and what is left."""
    return PotCard(pot, contributions(session, pot.id), pot_pence(session, pot.id))


def pots_of_locality(session: Session, locality_id: int) -> Sequence[PotCard]:
    """The pots of a locality, the newest round first."""
    wanted = _pot().join(Round, Round.round_no == Pot.round_no).where(Round.locality_id == locality_id)
    return [pot_card(session, pot) for pot in session.scalars(wanted.order_by(Pot.round_no.desc()))]


def pots_run_by(session: Session, actor: Actor, partnership_id: int) -> Sequence[PotCard]:
    """The pots of a partnership whose rounds the actor runs as an officer, the newest round first."""
    pots = session.scalars(
        _pot()
        .join(Round, Round.round_no == Pot.round_no)
        .join(Locality, Locality.id == Round.locality_id)
        .where(Locality.partnership_id == partnership_id)
        .order_by(Pot.round_no.desc())
    ).all()
    return [pot_card(session, pot) for pot in pots if actor.holds(Role.OFFICER, pot.scope)]


def rounds_for_pots(session: Session, actor: Actor, partnership_id: int) -> Sequence[Round]:
    """The rounds of a partnership that the actor runs and that can have a pot more: no rules frozen; newest first."""
    fixed = select(Poll.round_no).where(Poll.state != PollState.DRAFT)
    rounds = session.scalars(
        select(Round)
        .join(Locality)
        .where(Locality.partnership_id == partnership_id, Round.round_no.not_in(fixed))
        .options(joinedload(Round.locality))
        .order_by(Round.round_no.desc())
    ).all()
    return [one for one in rounds if actor.holds(Role.OFFICER, one.scope)]


def pot_pence(session: Session, pot_id: int) -> int:
    """What stands in a pot now, in minor units of its currency."""
    standing = select(AccountBalance.pence).join(Account, Account.id == AccountBalance.account_id)
    return session.scalar(standing.where(Account.pot_id == pot_id)) or 0


def contributions(session: Session, pot_id: int) -> tuple[Contribution, ...]:
    """What each partner's funds put into a pot, net of what went back; the largest first, then by name."""
    pot, fund = aliased(Account), aliased(Account)
    touching = (
        select(LedgerPosting.entry_id)
        .join(LedgerSeal, LedgerSeal.entry_id == LedgerPosting.entry_id)
        .join(pot, pot.id == LedgerPosting.account_id)
        .where(pot.pot_id == pot_id)
    )
    given: ColumnElement[int] = -func.sum(LedgerPosting.pence)
    rows = session.execute(
        select(Partner.name, given)
        .join(fund, fund.id == LedgerPosting.account_id)
        .join(Fund, Fund.id == fund.fund_id)
        .join(Partner, Partner.id == Fund.partner_id)
        .where(LedgerPosting.entry_id.in_(touching))
        .group_by(Partner.id, Partner.name)
        .having(given > 0)
        .order_by(given.desc(), Partner.name)
    )
    return tuple(Contribution(name, int(pence)) for name, pence in rows)


def feeding_partners(session: Session, pot_id: int) -> int:
    """How many partners have money of theirs in a pot. A poll's pot needs two."""
    return len(contributions(session, pot_id))


def has_fixed_rules(session: Session, round_no: int) -> bool:
    """Whether the rules of a round's poll are frozen, so that its pot takes no more money."""
    state = session.scalar(select(Poll.state).where(Poll.round_no == round_no))
    return state not in {None, PollState.DRAFT}


def _entries_with_outside() -> Select[int]:
    outside = aliased(Account)
    return (
        select(LedgerPosting.entry_id)
        .join(outside, outside.id == LedgerPosting.account_id)
        .where(outside.kind == AccountKind.CONTRA)
    )


def _fund() -> Select[Fund]:
    bodies = (Fund.partner, Fund.holding_partner, Fund.paying_partner)
    return select(Fund).options(*(joinedload(body) for body in bodies))


def _pot() -> Select[Pot]:
    place = joinedload(Pot.round).joinedload(Round.locality).joinedload(Locality.partnership)
    return select(Pot).options(joinedload(Pot.outcome), place, joinedload(Pot.round).joinedload(Round.forum))
