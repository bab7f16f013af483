"""Checking boxes: every ballot has its hash, and together they have the root that was fixed at the close."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.errors import BallotError
from pb_app import box, marks, receipts
from pb_app.audit.canonical import decode
from pb_app.audit.findings import ReadEntry
from pb_app.definitions import Definition
from pb_app.models.box import box_ballot, box_mix, box_voided
from pb_app.models.polls import Poll
from pb_app.queries import papers
from pb_app.queries.polls import marks_by_channel
from pb_app.receipts import Channel
from pb_app.refusals import Refusal, sentence
from pb_app.stages import PollState
from pb_app.verification.chronicle import Chronicle
from pb_app.verification.misfits import Misfit, Part
from pb_app.withdrawn import definition_as_cast

LATER = (Channel.PAPER, Channel.KIOSK)
"""Ways of voting whose ballots come into the box after the close."""
SEALED = frozenset({"batch.sealed", "kiosks.opened"})
WITH_A_BOX = frozenset(PollState) - {PollState.DRAFT, PollState.FROZEN}


def check_box(session: Session, poll: Poll, chronicle: Chronicle) -> Iterator[Misfit]:
    """Yield what does not fit in the box of a poll: ballots, root, marks, mixes."""
    if poll.state not in WITH_A_BOX:
        return
    hashes: list[bytes] = []
    yield from _check_ballots(session, poll, hashes)
    if poll.state is not PollState.OPEN:
        yield from _check_closed(session, poll, hashes)
    yield from _check_voided(session, poll, chronicle)
    yield from _check_mixes(session, poll, chronicle, hashes)


def _check_ballots(session: Session, poll: Poll, hashes: list[bytes]) -> Iterator[Misfit]:
    """Check each mixed ballot and put the hash of its body into `hashes`; name the first that is wrong."""
    definition = definition_as_cast(session, poll)
    wanted = select(box_ballot.c.c, box_ballot.c.channel, box_ballot.c.body)
    wanted = wanted.where(box_ballot.c.poll_id == poll.id).order_by(box_ballot.c.c)
    wrong = None
    with session.execute(wanted.execution_options(yield_per=box.CHUNK)) as rows:
        for row in rows:
            body = row.body.encode()
            hashes.append(receipts.ballot_hash(body))
            wrong = wrong or _wrong_ballot(poll, definition, row.c, row.channel, body)
    if wrong is not None:
        yield wrong


def _wrong_ballot(poll: Poll, definition: Definition, c: bytes, channel: str, body: bytes) -> Misfit | None:
    figures: dict[str, object] = {"poll": poll.poll_no, "code": receipts.tracking_code(c)}
    if receipts.ballot_hash(body) != c:
        template = sentence("Ballot %(code)s of poll %(poll)d is not the one that was cast: its hash is another.")
        return Misfit(Part.BOX, poll.poll_no, template, figures)
    if not _is_ballot(poll, definition, channel, body):
        template = sentence("Ballot %(code)s of poll %(poll)d is not a valid ballot of this paper.")
        return Misfit(Part.BOX, poll.poll_no, template, figures)
    return None


def _is_ballot(poll: Poll, definition: Definition, channel: str, body: bytes) -> bool:
    try:
        told = decode(body)
        if not isinstance(told, dict):
            return False
        paper = definition.paper
        choices = paper.checked(marks.decode(paper, told["b"]))
        again = receipts.ballot_body(poll.id, marks.encode(paper, choices), channel, bytes.fromhex(str(told["n"])))
    except (Refusal, BallotError, KeyError, ValueError):
        return False
    return again == body


def _check_closed(session: Session, poll: Poll, hashes: list[bytes]) -> Iterator[Misfit]:
    """The box is as it was fixed: at the close, or with its papers once they are reconciled."""
    fixed = _fixed(session, poll, hashes)
    figures: dict[str, object] = {"poll": poll.poll_no, "held": len(fixed), "told": poll.ballots}
    if len(fixed) != poll.ballots:
        template = sentence("The box of poll %(poll)d holds %(held)d ballots; %(told)s were there at the close.")
        yield Misfit(Part.BOX, poll.poll_no, template, figures)
    elif receipts.box_root(set(fixed)).hex() != poll.box_root:
        template = sentence("The ballots of poll %(poll)d do not have the root that was fixed at the close.")
        yield Misfit(Part.BOX, poll.poll_no, template, figures)
    if box.waiting(session, poll.id):
        template = sentence("Ballots still lie in the inbox of poll %(poll)d, which is closed.")
        yield Misfit(Part.BOX, poll.poll_no, template, figures)
    yield from _check_marks(session, poll)


def _fixed(session: Session, poll: Poll, hashes: list[bytes]) -> list[bytes]:
    """The hashes whose root the poll's row holds: all, or until the papers are reconciled all but those of stations."""
    if not papers.awaits_reckoning(session, poll.id):
        return hashes
    of_later = select(box_ballot.c.c).where(box_ballot.c.poll_id == poll.id, box_ballot.c.channel.in_(LATER))
    keyed = {bytes(one) for one in session.scalars(of_later)}
    return [one for one in hashes if one not in keyed]


def _check_marks(session: Session, poll: Poll) -> Iterator[Misfit]:
    """As many marks as ballots in every channel; at stations no more, and reconciled before a count."""
    marks, ballots = marks_by_channel(session, poll.id), box.ballots_by_channel(session, poll.id)
    at_stations = [(ballots.pop(one.value, 0), marks.pop(one.value, 0)) for one in LATER]
    if ballots != marks or any(held > marked for held, marked in at_stations):
        template = sentence("Poll %(poll)d does not have as many ballots as marks on the roll in every channel.")
        yield Misfit(Part.BOX, poll.poll_no, template, {"poll": poll.poll_no})
    if poll.state is not PollState.CLOSED and papers.awaits_reckoning(session, poll.id):
        template = sentence("Poll %(poll)d was counted before its papers were reconciled.")
        yield Misfit(Part.BOX, poll.poll_no, template, {"poll": poll.poll_no})


def _check_mixes(session: Session, poll: Poll, chronicle: Chronicle, hashes: list[bytes]) -> Iterator[Misfit]:
    """The mixes are those that the log tells of, and no ballot came into the box but by one of them.

    Ballots that were replaced after a mix were in it; their hashes are still there.
    """
    gone = select(box_voided.c.c).where(box_voided.c.poll_id == poll.id, box_voided.c.mixed)
    hashes = [*hashes, *(bytes(one) for one in session.scalars(gone))]
    rows = session.execute(select(box_mix).where(box_mix.c.poll_id == poll.id).order_by(box_mix.c.mix_no)).all()
    stored = [(row.n, bytes(row.set_hash).hex()) for row in rows]
    whole = [(len(hashes), receipts.set_hash(set(hashes)).hex())] if hashes else []
    told = whole if poll.imported else _told_mixes(chronicle.polls.get(str(poll.id), []))
    if stored != told or (len(stored) == 1 and stored != whole):
        template = sentence("The box of poll %(poll)d was not mixed as the log says.")
        yield Misfit(Part.BOX, poll.poll_no, template, {"poll": poll.poll_no})
    if sum(n for n, _ in stored) != len(hashes):
        template = sentence("Not every ballot of poll %(poll)d came into the box by a mix.")
        yield Misfit(Part.BOX, poll.poll_no, template, {"poll": poll.poll_no})


def _check_voided(session: Session, poll: Poll, chronicle: Chronicle) -> Iterator[Misfit]:
    """Since the close no ballot was voided or brought back: the hashes are those that the log was told of then."""
    closed = next(iter(chronicle.of_poll(poll.id, "poll.closed")), None)
    if closed is None:
        return
    voided = box.voided_of(session, poll.id)
    stored = (len(voided) or None, receipts.set_hash(voided).hex() if voided else None)
    if stored != (closed.facts.get("voided"), closed.facts.get("voided_set")):
        template = sentence("The ballots of poll %(poll)d that were replaced are not those that the log tells of.")
        yield Misfit(Part.BOX, poll.poll_no, template, {"poll": poll.poll_no})


def _told_mixes(entries: list[ReadEntry]) -> list[tuple[object, object]]:
    mixes = [(one.facts.get("n"), one.facts.get("set")) for one in entries if one.event == "ballots.mixed"]
    last = [
        (one.facts.get("last_mix"), one.facts.get("set"))
        for one in entries
        if one.event == "poll.closed" and one.facts.get("last_mix")
    ]
    sealed = [(one.facts.get("n"), one.facts.get("set")) for one in entries if one.event in SEALED]
    return [*mixes, *last, *(one for one in sealed if one[0])]
