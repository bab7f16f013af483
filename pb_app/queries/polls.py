"""Polls as pages and use cases read them: the poll, its paper, and where a person stands on its roll."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from pb_app.definitions import read_definition
from pb_app.models.budgets import Pot
from pb_app.models.counts import Count
from pb_app.models.localities import Locality
from pb_app.models.paper import PaperStation
from pb_app.models.polls import Poll, RollEntry, RollMark
from pb_app.models.proposals import Project
from pb_app.models.rounds import Round
from pb_app.stages import Areas, PollState


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands: not on the roll (no number), on it, or marked as having voted."""

    roll_no: int | None = None
    has_voted: bool = False


def poll_by_no(session: Session, poll_no: int) -> Poll | None:
    """The poll with its round, locality, partnership, forum and pot, as they stand now."""
    return session.scalar(_whole().where(Poll.poll_no == poll_no))


def poll_of_station(session: Session, station_id: int) -> Poll:
    """The poll of a station that is there, in the same way."""
    station = select(PaperStation.poll_id).where(PaperStation.id == station_id).scalar_subquery()
    return session.scalars(_whole().where(Poll.id == station)).one()


def _whole() -> Select[Poll]:
    place = joinedload(Poll.round).joinedload(Round.locality).joinedload(Locality.partnership)
    return (
        select(Poll)
        .options(place, joinedload(Poll.round).joinedload(Round.forum), joinedload(Poll.pot).joinedload(Pot.outcome))
        .options(joinedload(Poll.area).joinedload(Locality.partnership))
        .execution_options(populate_existing=True)
    )


def poll_of_round(session: Session, round_no: int) -> Poll | None:
    """The poll of a round, with everything its pages show."""
    poll_no = session.scalar(select(Poll.poll_no).where(Poll.round_no == round_no))
    return None if poll_no is None else poll_by_no(session, poll_no)


def projects_of(session: Session, round_no: int) -> Sequence[Project]:
    """What stands on the paper of a round, by reference."""
    return session.scalars(
        select(Project).where(Project.round_no == round_no).options(joinedload(Project.outcome)).order_by(Project.ref)
    ).all()


def standing(session: Session, poll_id: UUID, person_key: bytes) -> Standing:
    """Where the person with this key stands on the roll of a poll."""
    found = session.execute(
        select(RollEntry.roll_no, RollMark.roll_no)
        .outerjoin(RollMark, (RollMark.poll_id == RollEntry.poll_id) & (RollMark.roll_no == RollEntry.roll_no))
        .where(RollEntry.poll_id == poll_id, RollEntry.person_key == person_key, RollEntry.status == "eligible")
    ).first()
    return Standing() if found is None else Standing(found[0], found[1] is not None)


def is_struck(session: Session, poll_id: UUID, person_key: bytes) -> bool:
    """Whether the person with this key was struck from the roll of a poll."""
    own = (RollEntry.poll_id == poll_id, RollEntry.person_key == person_key, RollEntry.status == "struck")
    return session.scalar(select(RollEntry.roll_no).where(*own)) is not None


def area_of(session: Session, poll_id: UUID, person_key: bytes) -> str:
    """The name of the locality under which the person with this key stands on the roll; "" where they do not."""
    named = select(Locality.name).join(RollEntry, RollEntry.locality_id == Locality.id)
    return session.scalar(named.where(RollEntry.poll_id == poll_id, RollEntry.person_key == person_key)) or ""


def assigned_area(session: Session, poll: Poll, person_key: bytes) -> str:
    """The area whose paper is theirs, where the rules of the poll assign areas; "" where they choose or have none."""
    definition = read_definition(poll.definition)
    if definition.areas is not Areas.ASSIGNED:
        return ""
    return definition.area_named(area_of(session, poll.id, person_key))


def marks_by_channel(session: Session, poll_id: UUID) -> dict[str, int]:
    """How many marks the roll has, by channel. For the closing of a poll and after: never shown while it is open."""
    counted = select(RollMark.channel, func.count()).where(RollMark.poll_id == poll_id).group_by(RollMark.channel)
    return {one.channel: one[1] for one in session.execute(counted)}


def polls_in(session: Session, locality_ids: Sequence[int] | None) -> Sequence[Poll]:
    """The polls of these localities (None: of all), newest first, with their rounds."""
    wanted = select(Poll).join(Round).order_by(Poll.poll_no.desc())
    if locality_ids is not None:
        wanted = wanted.where(Round.locality_id.in_(locality_ids))
    return session.scalars(wanted.options(joinedload(Poll.round).joinedload(Round.locality))).all()


def published_polls(session: Session) -> Sequence[Poll]:
    """The polls whose results are published, in rounds that anyone may see, newest first."""
    wanted = select(Poll).join(Round).where(Poll.state == PollState.PUBLISHED).order_by(Poll.poll_no.desc())
    loaded = wanted.options(joinedload(Poll.round).joinedload(Round.locality))
    return [poll for poll in session.scalars(loaded) if poll.is_public]


def open_polls(session: Session) -> Sequence[int]:
    """The numbers of the polls that are open."""
    return session.scalars(select(Poll.poll_no).where(Poll.state == PollState.OPEN).order_by(Poll.poll_no)).all()


def polls_past_challenge(session: Session, now: datetime, days: int) -> Sequence[int]:
    """The numbers of the polls whose result was published so many days ago or earlier."""
    wanted = select(Count.poll_no).join(Poll, Poll.poll_no == Count.poll_no).where(Poll.state == PollState.PUBLISHED)
    return session.scalars(wanted.where(Count.published_at <= now - timedelta(days=days)).order_by(Count.poll_no)).all()


def polls_past_their_hour(session: Session, now: datetime) -> Sequence[int]:
    """The numbers of the polls that are open though their hour of closing has come."""
    wanted = select(Poll.poll_no).where(Poll.state == PollState.OPEN, Poll.closes_at <= now)
    return session.scalars(wanted.order_by(Poll.poll_no)).all()
