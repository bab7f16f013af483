"""What decides on a ballot at the moment it is handed in, and what its receipt page shows: one statement, no more."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, type_coerce
from sqlalchemy.orm import Session

from pb_app.database import Database
from pb_app.models.base import Moment
from pb_app.models.localities import Locality
from pb_app.models.partnerships import Forum, Partnership
from pb_app.models.polls import Poll
from pb_app.models.rounds import PowerLevel, Round
from pb_app.models.withdrawals import ProjectWithdrawal
from pb_app.receipt_keys import IN_FORCE
from pb_app.roles import Scope
from pb_app.stages import PollState, RoundStage

FRESH = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class ForumAtBox:
    """The forum that decides on the result."""

    name: str


@dataclass(frozen=True, slots=True)
class RoundAtBox:
    """What the pages of a round say of what it decides."""

    title: str
    level: PowerLevel
    up_for_decision: str
    not_up_for_decision: str
    who_may_vary: str
    forum: ForumAtBox


@dataclass(frozen=True, slots=True)
class PollAtBox:
    """A poll as it stood at `at` by the database's clock; a subject of permissions."""

    poll_no: int
    id: UUID
    title: str
    state: PollState
    opens_at: datetime
    closes_at: datetime
    definition: str
    rules_sha256: str
    scope: Scope
    is_public: bool
    round: RoundAtBox
    partnership: tuple[str, str]
    withdrawn: frozenset[str]
    receipt_key: str | None
    at: datetime = field(compare=False)  # all else is the same for everybody who votes

    @property
    def stage(self) -> PollState:
        """Where it stands."""
        return self.state


def poll_at_box(session: Session, database: Database, poll_no: int) -> PollAtBox | None:
    """The poll with this number; None if there is none. While it is open, what was read may be some seconds old.

    So hours and state decide nothing here: that is for the statement that puts the ballot in (pb_app/casting.py).
    """
    known: PollAtBox | None = database.frozen.get(poll_no)
    if known is None:
        with database.at_once(session) as connection:
            known = poll_now(connection, database.clock, poll_no)
        if known is not None and known.state is PollState.OPEN:
            database.frozen[poll_no] = known
    return known


def forget_if_old(database: Database, poll: PollAtBox, now: datetime) -> None:
    """Have the next voter read the poll anew, once what is known of it is some seconds old."""
    if now - poll.at > FRESH:
        database.frozen.pop(poll.poll_no, None)


def poll_now(connection: Connection, clock: ColumnElement[datetime], poll_no: int) -> PollAtBox | None:
    """The poll with this number as it stands now; None if there is none."""
    found = connection.execute(_statement(clock), {"poll_no": poll_no}).first()
    if found is None:
        return None
    return PollAtBox(
        poll_no=poll_no,
        id=found.id,
        title=found.poll_title,
        state=found.state,
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        definition=found.definition,
        rules_sha256=found.rules_sha256,
        scope=Scope(found.partnership_id, found.locality_id),
        is_public=found.state is not PollState.DRAFT and found.stage is not RoundStage.DRAFT,
        round=RoundAtBox(
            title=found.title,
            level=found.level,
            up_for_decision=found.up_for_decision,
            not_up_for_decision=found.not_up_for_decision,
            who_may_vary=found.who_may_vary,
            forum=ForumAtBox(found.name),
        ),
        partnership=(found.only, found.only_gd) if found.partnerships == 1 else ("", ""),
        withdrawn=frozenset(connection.scalars(_withdrawn(), {"poll_no": poll_no})),
        receipt_key=found.receipt_key,
        at=found.at,
    )


@lru_cache(maxsize=1)
def _withdrawn() -> Select[str]:
    """The projects that left the paper since it was frozen."""
    wanted = select(ProjectWithdrawal.project).where(ProjectWithdrawal.approved_by.is_not(None))
    return wanted.where(ProjectWithdrawal.poll_no == bindparam("poll_no"))


@lru_cache(maxsize=8)
def _statement(clock: ColumnElement[datetime]) -> Select[*tuple[Any, ...]]:
    """The one statement, made once: making it anew would cost more than running it."""
    of_poll = (Poll.id, Poll.title.label("poll_title"), Poll.state, Poll.opens_at, Poll.closes_at)
    of_rules = (Poll.definition, Poll.rules_sha256)
    of_round = (Round.title, Round.stage, Round.level, Round.up_for_decision, Round.not_up_for_decision)
    place = (Round.locality_id, Locality.partnership_id)
    partnerships = select(func.count()).select_from(Partnership).scalar_subquery().label("partnerships")
    whose = (Partnership.name.label("only"), Partnership.name_gd.label("only_gd"), partnerships)
    where = (Round.who_may_vary, *place, Forum.name, IN_FORCE.scalar_subquery().label("receipt_key"))
    return (
        select(*of_poll, *of_rules, *of_round, *where, *whose, type_coerce(clock, Moment).label("at"))
        .join(Round, Round.round_no == Poll.round_no)
        .join(Locality, Locality.id == Round.locality_id)
        .join(Partnership, Partnership.id == Locality.partnership_id)
        .join(Forum, Forum.id == Round.forum_id)
        .where(Poll.poll_no == bindparam("poll_no"))
    )
