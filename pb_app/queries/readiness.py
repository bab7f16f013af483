"""How far a partnership is set up: what the desk needs to say what is missing for a first round."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb_app.models.budgets import Fund, Pot
from pb_app.models.localities import Locality, Outcome
from pb_app.models.partnerships import Partner
from pb_app.models.people import RoleGrant
from pb_app.models.polls import Poll
from pb_app.models.rounds import Round
from pb_app.queries import budgets, localities, partnerships
from pb_app.roles import Role
from pb_app.stages import PollState

FEWEST_PARTNERS = 2
FEWEST_PEOPLE = 2


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a partnership has; counts, and the names of what lacks something.

    `without_members` names forums that decide on a round, or all of them while there is none; the pots are those of
    rounds whose vote is still to be prepared.
    """

    partners: int
    localities: int
    without_postcodes: tuple[str, ...]
    forums: int
    without_members: tuple[str, ...]
    outcomes: int
    officers: int
    second_people: int
    funding_partners: int
    rounds: int
    without_pot: int
    unready_pots: tuple[str, ...]

    @property
    def has_two_people(self) -> bool:
        """Whether an officer is there, and one more person who can open a poll and publish a result."""
        return self.officers > 0 and self.second_people >= FEWEST_PEOPLE


def readiness(session: Session, partnership_id: int) -> Readiness:
    """Count what a partnership has set up."""
    places = localities.localities_of(session, partnership_id)
    forums = partnerships.forums_of(session, partnership_id)
    rounds = _rounds(session, partnership_id)
    deciding = {forum_id for _round, forum_id, _pot, _name, _state in rounds}
    waiting = [(pot_id, name) for _round, _forum, pot_id, name, state in rounds if state in {None, PollState.DRAFT}]
    return Readiness(
        partners=_count(session, Partner, partnership_id),
        localities=len(places),
        without_postcodes=tuple(card.locality.name for card in places if not card.postcodes),
        forums=len(forums),
        without_members=tuple(
            card.forum.name for card in forums if not card.members and (not deciding or card.forum.id in deciding)
        ),
        outcomes=_count(session, Outcome, partnership_id),
        officers=_people(session, partnership_id, Role.OFFICER),
        second_people=_people(session, partnership_id, Role.OFFICER, Role.APPROVER),
        funding_partners=_funding_partners(session, partnership_id),
        rounds=len({round_no for round_no, *_ in rounds}),
        without_pot=sum(pot_id is None for pot_id, _name in waiting),
        unready_pots=tuple(name for pot_id, name in waiting if pot_id is not None and _is_unready(session, pot_id)),
    )


def _rounds(session: Session, partnership_id: int) -> list[tuple[int, int, int | None, str, PollState | None]]:
    """Of each round and pot: round, forum, id and name of the pot, and the state of the poll, where there is one."""
    rows = session.execute(
        select(Round.round_no, Round.forum_id, Pot.id, func.coalesce(Pot.name, ""), Poll.state)
        .join(Locality, Locality.id == Round.locality_id)
        .outerjoin(Pot, Pot.round_no == Round.round_no)
        .outerjoin(Poll, Poll.round_no == Round.round_no)
        .where(Locality.partnership_id == partnership_id)
        .order_by(Round.round_no, Pot.id)
    )
    return [(round_no, forum_id, pot_id, name, state) for round_no, forum_id, pot_id, name, state in rows]


def _is_unready(session: Session, pot_id: int) -> bool:
    return budgets.feeding_partners(session, pot_id) < budgets.FEWEST_PARTNERS


def _funding_partners(session: Session, partnership_id: int) -> int:
    """How many partners have brought a fund."""
    counted = select(func.count(Fund.partner_id.distinct())).where(Fund.partnership_id == partnership_id)
    return session.scalar(counted) or 0


def _count(session: Session, table: type[Partner | Outcome], partnership_id: int) -> int:
    return session.scalar(select(func.count()).select_from(table).where(table.partnership_id == partnership_id)) or 0


def _people(session: Session, partnership_id: int, *roles: Role) -> int:
    """How many people hold one of these roles for the whole partnership or the whole installation."""
    here = RoleGrant.partnership_id.is_(None) | (RoleGrant.partnership_id == partnership_id)
    counted = select(func.count(RoleGrant.person_id.distinct()))
    return session.scalar(counted.where(RoleGrant.role.in_(roles), here)) or 0
