"""The contests of a paper as pages and use cases read them: the poll's own and those after it, with their money."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from ballots.errors import BadPoll, BadRule
from ballots.every_rule import AnyRule
from ballots.styles import BallotStyle, Boosted
from pb_app import definitions
from pb_app.definitions import Asked
from pb_app.models.budgets import Pot
from pb_app.models.contests import Contest
from pb_app.models.localities import Locality
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.queries import budgets, polls


@dataclass(frozen=True, slots=True)
class DraftedContest:
    """A contest as officers drafted it: its place on the paper, its projects, what stands in its pot, its rule."""

    poll: Poll
    place: int
    projects: Sequence[Project]
    pence: int
    style: BallotStyle | Boosted
    rule: AnyRule


def drafted_at(session: Session, poll: Poll, place: int) -> DraftedContest | None:
    """The contest at this place of the paper as it stands; None where there is none."""
    further = further_of(session, poll.poll_no)
    drafted: Poll | Contest | None = poll if place == 1 else next((one for one in further if one.place == place), None)
    if drafted is None:
        return None
    projects = polls.projects_of(session, poll.round_no)
    own = [one for one in projects if one.contest_place == place or not further]
    style, rule = definitions.style_of(drafted.ballot), definitions.rule_of(drafted.rule)
    return DraftedContest(poll, place, own, budgets.pot_pence(session, drafted.pot_id), style, rule)


def further_of(session: Session, poll_no: int) -> Sequence[Contest]:
    """The contests of a poll after the first, in the order of the paper."""
    wanted = select(Contest).where(Contest.poll_no == poll_no).order_by(Contest.place)
    loaded = wanted.options(joinedload(Contest.pot), joinedload(Contest.locality).joinedload(Locality.partnership))
    return session.scalars(loaded.execution_options(populate_existing=True)).all()


def has_several(session: Session, poll_no: int) -> bool:
    """Whether the paper of a poll has more than one contest."""
    return bool(session.scalar(select(func.count()).select_from(Contest).where(Contest.poll_no == poll_no)))


def asked_of(session: Session, poll: Poll) -> list[Asked]:
    """The contests of a poll as they stand now. Raises BadPoll or BadRule where they contradict themselves."""
    return list(definitions.contests_of(poll, *_parts(session, poll)))


def previewed(session: Session, poll: Poll) -> list[Asked]:
    """The contests of a poll as they stand now; none where they contradict themselves, as drafts may."""
    try:
        return asked_of(session, poll)
    except (BadPoll, BadRule):
        return []


def definition_of(session: Session, poll: Poll) -> str:
    """The canonical JSON of a poll as it stands. Raises BadPoll or BadRule where it contradicts itself."""
    return definitions.definition_of(poll, *_parts(session, poll))


def pots_of_poll(session: Session, poll: Poll) -> list[int]:
    """The pots of a poll, in the order of its contests."""
    return [poll.pot_id, *(one.pot_id for one in further_of(session, poll.poll_no))]


def pot_at(session: Session, poll: Poll, place: int) -> int:
    """The pot of the contest at this place of the paper."""
    return pots_of_poll(session, poll)[place - 1]


def pots_for(session: Session, round_no: int) -> Sequence[Pot]:
    """The pots of a round, the first first."""
    return session.scalars(select(Pot).where(Pot.round_no == round_no).order_by(Pot.id)).all()


def areas_for(session: Session, poll: Poll) -> Sequence[Locality]:
    """The parts of the partnership's area that a contest can be for, by name."""
    partnership = poll.round.locality.partnership_id
    return session.scalars(select(Locality).where(Locality.partnership_id == partnership).order_by(Locality.name)).all()


def _parts(session: Session, poll: Poll) -> tuple[Sequence[Project], int, list[tuple[Contest, int]]]:
    further = [(one, budgets.pot_pence(session, one.pot_id)) for one in further_of(session, poll.poll_no)]
    return polls.projects_of(session, poll.round_no), budgets.pot_pence(session, poll.pot_id), further
