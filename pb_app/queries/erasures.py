"""What there is of a person that an erasure takes away: read before they are asked, and again when it is done."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from pb_app.actions import Action
from pb_app.audit.findings import read_entry
from pb_app.models.coding import QualityCode
from pb_app.models.log import LogLeaf, LogPayload
from pb_app.models.people import Person, RoleGrant
from pb_app.models.polls import Poll
from pb_app.models.proposals import Proposal
from pb_app.models.rooms import RoomEvent, RoomEventKind
from pb_app.stages import PollState

OVER = (PollState.COUNTED, PollState.PUBLISHED)
_OF_MESSAGES, _OF_PROPOSALS = Action.HIDE_MESSAGE.value, Action.REFUSE_PROPOSAL.value


@dataclass(frozen=True, slots=True)
class Traces:
    """How much of a person stands on public pages, and how many roles they hold."""

    proposals: int
    messages: int
    roles: int


def traces_of(session: Session, person: Person) -> Traces:
    """What there is of this person."""
    written = (RoomEvent.person_id == person.id, RoomEvent.kind == RoomEventKind.MESSAGE)
    wanted = (
        select(func.count()).select_from(Proposal).where(Proposal.author_id == person.id),
        select(func.count()).select_from(RoomEvent).where(*written),
        select(func.count()).select_from(RoleGrant).where(RoleGrant.person_id == person.id),
    )
    return Traces(*(session.execute(one).scalar_one() for one in wanted))


def polls_that_are_over(session: Session) -> list[Poll]:
    """The polls in which nobody can vote any more and nothing waits for the roll; imported ones have none."""
    wanted = select(Poll).where(Poll.state.in_(OVER), Poll.imported.is_(False)).order_by(Poll.poll_no)
    return list(session.scalars(wanted))


def payloads_about(session: Session, person: Person) -> list[tuple[int, bytes]]:
    """Place and hash of the entries that commit to a reason given about this person's messages or proposals."""
    proposals = set(session.scalars(select(Proposal.proposal_no).where(Proposal.author_id == person.id)))
    written = select(RoomEvent.room_id, RoomEvent.seq).where(RoomEvent.person_id == person.id)
    messages = {tuple(row) for row in session.execute(written)}
    told = or_(*(LogLeaf.body.contains(f'"t":"{event}"') for event in (_OF_MESSAGES, _OF_PROPOSALS)))
    kept = select(LogLeaf).join(LogPayload, LogPayload.leaf_hash == LogLeaf.leaf_hash).where(told)
    about = []
    for leaf in session.scalars(kept.order_by(LogLeaf.idx)):
        facts = read_entry(leaf.idx, leaf.body.encode()).facts
        if facts.get("proposal") in proposals or (facts.get("room"), facts.get("hidden")) in messages:
            about.append((leaf.idx, bytes(leaf.leaf_hash)))
    return about


def coded_messages(session: Session, person_id: int) -> list[tuple[int, int]]:
    """Room and number of the messages of this person that somebody has coded."""
    wanted = select(QualityCode.room_id, QualityCode.seq).distinct()
    theirs = wanted.join(
        RoomEvent, (RoomEvent.room_id == QualityCode.room_id) & (RoomEvent.seq == QualityCode.seq)
    ).where(RoomEvent.person_id == person_id)
    return [(room_id, seq) for room_id, seq in session.execute(theirs)]
