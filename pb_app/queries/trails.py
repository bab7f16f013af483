"""The trail of a decision: from a project of a published result back to its proposal, and on to its payments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pb_app.models.budgets import Account, LedgerPosting
from pb_app.models.movements import Movement
from pb_app.models.proposals import Project, Proposal
from pb_app.models.rooms import Room
from pb_app.queries.awards import AwardLine, award_lines
from pb_app.queries.counts import Result
from pb_app.queries.log import LogEntry, entries_of_types
from pb_app.queries.log_filters import LogFilter
from pb_app.queries.proposals import proposal_by_no
from pb_app.queries.rooms import room_of


class Step(StrEnum):
    """A stretch of the trail, from the call to the payment."""

    ROUND = "round"
    PROPOSAL = "proposal"
    ROOM = "room"
    VOTE = "vote"
    COUNT = "count"
    FORUM = "forum"
    MONEY = "money"


TOLD: Mapping[Step, tuple[str, ...]] = {
    Step.ROUND: ("round.created", "round.scoped", "round.moved", "pot.opened", "pot.fed"),
    Step.PROPOSAL: ("proposal.submitted", "proposal.revised", "proposal.withdrawn", "proposal.accepted"),
    Step.ROOM: ("message.hidden",),
    Step.VOTE: (
        "poll.drafted", "eligibility.set", "poll.frozen", "poll.opened", "extension.proposed", "poll.extended",
        "withdrawal.proposed", "project.withdrawn",
        "poll.closed", "difference.confirmed", "kiosk.given_up", "paper.reconciled", "poll.imported",
    ),
    Step.COUNT: ("count.recorded", "privacy.ack", "result.published"),
    Step.FORUM: ("result.adopted",),
    Step.MONEY: ("awards.posted", "movement.proposed", "movement.posted", "movement.refused", "reversal.proposed"),
}  # fmt: skip
"""Which entries belong to a stretch. Ballots and claims of a vote are left out: they say nothing of one project."""


@dataclass(frozen=True, slots=True)
class Trail:
    """What is known of a project: where it came from, what was said, what became of it, and the entries that say so."""

    result: Result
    project: Project
    proposal: Proposal | None
    room: Room | None
    line: AwardLine | None
    entries: Mapping[Step, Sequence[LogEntry]]

    @property
    def is_funded(self) -> bool:
        """Whether the count funds it."""
        return self.project.ref in self.result.funded


def trail_of(session: Session, result: Result, project_id: int) -> Trail | None:
    """The trail of a project of a result; None if it did not stand on that paper."""
    project = result.projects.get(project_id)
    if project is None:
        return None
    room = None if project.proposal_no is None else room_of(session, project.proposal_no)
    proposal = None if project.proposal_no is None else proposal_by_no(session, project.proposal_no)
    line = next((one for one in award_lines(session, result) if one.ref == project.ref), None)
    own = {
        "proposal": {project.proposal_no},
        "room": {None if room is None else room.id},
        "movement": _movements(session, project_id),
    }
    return Trail(result, project, proposal, room, line, _entries(session, result.poll.round_no, own))


def _entries(session: Session, round_no: int, own: Mapping[str, set[int | None]]) -> dict[Step, Sequence[LogEntry]]:
    """The entries of a round, stretch by stretch and oldest first, without those about its other projects."""
    types = [event for events in TOLD.values() for event in events]
    found = [one for one in entries_of_types(session, LogFilter(round_no=round_no), types) if _is_own(one, own)]
    return {step: [one for one in found if one.event in events] for step, events in TOLD.items()}


def _is_own(entry: LogEntry, own: Mapping[str, set[int | None]]) -> bool:
    return all(entry.number(fact) in {None, *numbers} for fact, numbers in own.items())


def _movements(session: Session, project_id: int) -> set[int | None]:
    """The movements of money into, out of and within a project, and the undoing of such."""
    accounts = select(Account.id).where(Account.project_id == project_id)
    posted = select(LedgerPosting.entry_id).where(LedgerPosting.account_id.in_(accounts))
    touching = or_(Movement.giver_id.in_(accounts), Movement.taker_id.in_(accounts), Movement.reverses.in_(posted))
    return set(session.scalars(select(Movement.id).where(touching)))
