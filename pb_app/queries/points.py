"""The points made in a room that may be printed, what matters to whom, and the pack that a poll was frozen with."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberation.kinds import MessageKind
from pb_app.models.points import BallotPack, PointMark
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project, Proposal
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind
from pb_app.packs import SECTIONS, Pack, Printed, ProjectPack, Section, Told
from pb_app.queries.room_events import EVENT, MESSAGE, MessageCard, cards, events_of
from pb_app.slates import slate_of


def points_of(session: Session, room_id: int) -> Sequence[MessageCard]:
    """Evidence, reasons for and against and concerns that stand in a room, in order."""
    wanted = events_of(room_id).where(
        EVENT.kind == RoomEventKind.MESSAGE,
        MESSAGE.message_kind.in_(SECTIONS),
        MESSAGE.hidden_by_seq.is_(None),
        MESSAGE.withdrawn_by_seq.is_(None),
    )
    return [card.message for card in cards(session, room_id, wanted.order_by(EVENT.seq)) if card.message is not None]


def room_under(session: Session, proposal_no: int) -> int | None:
    """The number of a proposal's room."""
    return session.scalar(select(Room.id).where(Room.proposal_no == proposal_no))


def marked_by(session: Session, room_id: int, person_id: int | None) -> frozenset[int]:
    """The places of the points that matter to somebody."""
    wanted = select(PointMark.seq).where(PointMark.room_id == room_id, PointMark.person_id == person_id)
    return frozenset(session.scalars(wanted))


def frozen_pack(session: Session, poll: Poll) -> Pack | None:
    """The pack that a poll was frozen with, if there was anything to print."""
    kept = session.get(BallotPack, poll.id)
    return None if kept is None else Pack.from_json(kept.said)


def taken_away(session: Session, pack: Pack) -> frozenset[tuple[int, int]]:
    """The printed points, by room and place, that were hidden, withdrawn or erased since."""
    rooms = [one.room_id for one in pack.projects]
    wanted = select(RoomEvent.room_id, RoomEvent.seq).where(
        RoomEvent.room_id.in_(rooms),
        RoomEvent.kind == RoomEventKind.MESSAGE,
        RoomEvent.hidden_by_seq.is_not(None) | RoomEvent.withdrawn_by_seq.is_not(None) | (RoomEvent.body == ""),
    )
    return frozenset((row[0], row[1]) for row in session.execute(wanted))


def shown_words(session: Session, pack: Pack) -> dict[str, dict[str, str]]:
    """The words of a pack that are still shown, by their digests."""
    away = taken_away(session, pack)
    return {
        point.digest: {"said": point.said, "source": point.source}
        for one in pack.projects
        for section in one.sections.values()
        for point in section.points
        if (one.room_id, point.seq) not in away
    }


def pack_of(session: Session, poll: Poll) -> Pack:
    """What would be printed of a poll's projects now."""
    wanted = (
        select(Project.ref, Proposal.proposal_no, Proposal.revision, Room.id)
        .join(Proposal, Proposal.proposal_no == Project.proposal_no)
        .join(Room, Room.proposal_no == Proposal.proposal_no)
        .where(Project.round_no == poll.round_no)
        .order_by(Project.ref)
    )
    told = [ProjectPack(*row, _sections(session, row[3], f"{poll.id}/{row[0]}")) for row in session.execute(wanted)]
    return Pack(tuple(one for one in told if one.sections))


def _sections(session: Session, room_id: int, seed: str) -> dict[MessageKind, Section]:
    points, marks = points_of(session, room_id), _marks(session, room_id)
    of_kind = {kind: [one for one in points if one.kind is kind] for kind in SECTIONS}
    return {kind: _section(said, marks, f"{seed}/{kind}") for kind, said in of_kind.items() if said}


def _section(points: Sequence[MessageCard], marks: dict[int, set[int]], seed: str) -> Section:
    by_seq = {one.seq: one for one in points}
    slate = slate_of({seq: frozenset(marks.get(seq, ())) for seq in by_seq}, seed)
    printed = tuple(Printed(seq, *_words(by_seq[seq])) for seq in slate.points)
    return Section(printed, len(points), Told.of(slate.audit) if slate.audit else None)


def _words(card: MessageCard) -> tuple[str, str]:
    """What is printed of a message: its one line, or all it says where it has none."""
    return card.headline or card.text, card.source


def _marks(session: Session, room_id: int) -> dict[int, set[int]]:
    told: dict[int, set[int]] = {}
    for seq, person_id in session.execute(
        select(PointMark.seq, PointMark.person_id).where(PointMark.room_id == room_id)
    ):
        told.setdefault(seq, set()).add(person_id)
    return told
