"""What putting a proposal forward, changing it and taking up a change of somebody else's share."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from pb_app.models.localities import Outcome
from pb_app.models.proposals import CostItem, Proposal, ProposalRevision
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind
from pb_app.models.rounds import Round
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.stages import ProposalState, RoundStage
from pb_app.wording import Cost, Wording

LONDON = ZoneInfo("Europe/London")
REVISABLE = frozenset({RoundStage.PROPOSALS, RoundStage.REVIEW})
MOST_CITED = 10


def wording_of(proposal: Proposal) -> Wording:
    """What a proposal says now; its costs must have been loaded."""
    return Wording(
        title=proposal.title,
        what_and_why=proposal.what_and_why,
        place=proposal.place,
        who_benefits=proposal.who_benefits,
        outcome_id=proposal.outcome_id,
        costs=tuple(Cost(line.item, line.pence) for line in proposal.costs),
    )


def put_forward(session: Session, round_: Round, author_id: int | None, said: Wording, at: datetime) -> Proposal:
    """A new proposal in a locked round, with its room. Raises Conflict after the last day, Invalid for its words."""
    _check_in_time(round_, at)
    check_outcome(session, round_, said)
    _check_new_title(session, round_, author_id, said)
    made = Proposal(round=round_, author_id=author_id, submitted_at=at)
    _say(made, said)
    session.add(made)
    session.flush()
    session.add(Room(proposal_no=made.proposal_no))
    return made


def say_anew(session: Session, found: Proposal, said: Wording, at: datetime, cited: tuple[int, ...]) -> None:
    """Keep what a locked proposal says now, and say it anew, with what moved it. Raises Invalid if nothing differs."""
    before = wording_of(found)
    if not before.differing(said):
        raise Invalid(sentence("Nothing was changed. The proposal stands as it did."))
    kept = ProposalRevision(proposal_no=found.proposal_no, revision=found.revision, said=before.to_json(), until=at)
    kept.cited = cited
    session.add(kept)
    found.costs.clear()
    session.flush()
    _say(found, said)
    found.revision += 1
    found.revised_at = at


def cited_in(session: Session, proposal_no: int, cited: tuple[int, ...]) -> tuple[int, ...]:
    """The numbers of messages that moved somebody, in order, each once. Raises Invalid if one cannot be read there."""
    wanted = tuple(sorted(set(cited)))
    if len(wanted) > MOST_CITED:
        raise Invalid(sentence("Name at most %(most)d messages."), field="cites", most=MOST_CITED)
    there = select(RoomEvent.seq).join(Room, Room.id == RoomEvent.room_id)
    found = session.scalars(
        there.where(
            Room.proposal_no == proposal_no,
            RoomEvent.seq.in_(wanted),
            RoomEvent.kind == RoomEventKind.MESSAGE,
            RoomEvent.hidden_by_seq.is_(None),
        )
    ).all()
    missing = next((number for number in wanted if number not in found), None)
    if missing is not None:
        raise Invalid(sentence("There is no message %(number)d to be read in the room."), field="cites", number=missing)
    return wanted


def check_revisable(found: Proposal, revision: int) -> None:
    """Raise Conflict once the round has moved past the review, or if the proposal says something else by now."""
    check_round_open(found)
    if found.revision != revision:
        raise Conflict(sentence("This proposal was changed meanwhile. Open it again to see how it stands."))


def check_round_open(found: Proposal) -> None:
    """Raise Conflict once the round has moved past the review."""
    if found.round.stage not in REVISABLE:
        raise Conflict(sentence("The round has moved on, so this proposal can no longer be changed."))


def check_outcome(session: Session, round_: Round, said: Wording) -> None:
    """Raise Invalid for an outcome that is none of the partnership's."""
    outcome = session.get(Outcome, said.outcome_id)
    if outcome is None or outcome.partnership_id != round_.locality.partnership_id:
        raise Invalid(sentence("Choose the outcome that your proposal serves most"), field="outcome_id")


def locked_round(session: Session, round_no: int) -> Round:
    """The round, locked; a draft is as good as absent to those who put proposals forward."""
    found = session.scalar(
        select(Round)
        .where(Round.round_no == round_no)
        .options(selectinload(Round.locality), selectinload(Round.forum))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None or not found.is_public:
        raise NotVisible(sentence("There is no such round."))
    return found


def locked_proposal(session: Session, proposal_no: int) -> Proposal:
    """The proposal with its round, locality and costs, locked, if it is public."""
    found = session.scalar(
        select(Proposal)
        .where(Proposal.proposal_no == proposal_no)
        .options(joinedload(Proposal.round).joinedload(Round.locality), selectinload(Proposal.costs))
        .with_for_update(of=Proposal)
        .execution_options(populate_existing=True)
    )
    if found is None or not found.is_public:
        raise NotVisible(sentence("There is no such proposal."))
    return found


def _say(row: Proposal, said: Wording) -> None:
    row.title = said.title
    row.what_and_why = said.what_and_why
    row.place = said.place
    row.who_benefits = said.who_benefits
    row.outcome_id = said.outcome_id
    row.costs.extend(
        CostItem(line_no=number, item=line.item, pence=line.pence) for number, line in enumerate(said.costs, start=1)
    )


def _check_in_time(round_: Round, at: datetime) -> None:
    """The call lasts to the end of its last day, by London's clock."""
    if round_.proposals_until is not None and at.astimezone(LONDON).date() > round_.proposals_until:
        raise Conflict(sentence("The time for putting forward proposals in this round is over."))


def _check_new_title(session: Session, round_: Round, author_id: int | None, said: Wording) -> None:
    """A button pressed twice must not make two proposals."""
    twin = select(Proposal.proposal_no).where(
        Proposal.round_no == round_.round_no,
        Proposal.author_id == author_id,
        Proposal.title == said.title,
        Proposal.state != ProposalState.WITHDRAWN,
    )
    if session.scalar(twin.limit(1)) is not None:
        raise Invalid(sentence("You have put forward a proposal with this title already."), field="title")
