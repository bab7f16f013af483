"""Batches of papers: keyed twice by two people, settled by a third where they differ, and sealed into the box."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ballots.styles import Paper
from pb_app import box, marks, receipts
from pb_app.actions import Action
from pb_app.box import Ballot
from pb_app.definitions import read_definition
from pb_app.models.paper import PaperBatch, PaperKey, PaperReckoning, PaperStation
from pb_app.models.polls import Poll
from pb_app.paper import MOST_IN_BATCH, Keyed
from pb_app.queries import papers, polls
from pb_app.queries.papers import FIRST, SECOND, SETTLED
from pb_app.receipts import Channel
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, sentence
from pb_app.unit_of_work import Change, UnitOfWork


@dataclass(frozen=True, slots=True)
class _Found:
    """A batch and the poll it belongs to, under the poll's lock."""

    batch: PaperBatch
    poll: Poll


def open_batch(uow: UnitOfWork, station_id: int, number: int, area: str = "") -> PaperBatch:
    """Begin a batch of so many papers from a station's box; they stay in their order until the batch is sealed.

    All are papers of one area, "" where the poll has no areas or they are for people without one. Raises Invalid for
    an area that has no paper.
    """
    if not 1 <= number <= MOST_IN_BATCH:
        raise Invalid(sentence("A batch has from 1 to %(most)d papers."), field="papers", most=MOST_IN_BATCH)
    with uow.begin(Action.OPEN_BATCH) as change:
        poll = _locked(uow, change, papers.poll_no_of_station(uow.session, station_id))
        if area not in read_definition(poll.definition).areas_on_paper:
            raise Invalid(sentence("Choose the area whose papers these are. Other papers go into other batches."))
        before = select(PaperBatch.batch_no).where(PaperBatch.station_id == station_id)
        last = uow.session.scalar(before.order_by(PaperBatch.batch_no.desc()).limit(1)) or 0
        batch = PaperBatch(station_id=station_id, batch_no=last + 1, papers=number, area=area)
        uow.session.add(batch)
        uow.session.flush()
        change.record(poll, poll=poll.id, station=station_id, batch=batch.batch_no, papers=number)
    return batch


def key_batch(uow: UnitOfWork, batch_id: int, lines: Sequence[Keyed]) -> PaperBatch:
    """Keep what one person read on every paper of a batch, in their order; another person then reads them again.

    Raises Invalid for another number of lines or other contests than the papers have, Forbidden for the person who
    keyed it first, Conflict if both have.
    """
    with uow.begin(Action.KEY_BATCH) as change:
        found = _under_way(uow, change, batch_id)
        batch = found.batch
        if len(lines) != batch.papers:
            raise Invalid(sentence("Enter a line for each of the %(papers)d papers."), papers=batch.papers)
        _check_contests(found, lines)
        if batch.keyer_a == uow.actor.person_id:
            raise Forbidden(sentence("You keyed this batch first. A second person must key it again."))
        if batch.keyer_b is not None:
            raise Conflict(sentence("Two people have keyed this batch already."))
        reading = FIRST if batch.keyer_a is None else SECOND
        if reading == FIRST:
            batch.keyer_a = uow.actor.person_id
        else:
            batch.keyer_b = uow.actor.person_id
        _keep(uow, batch, reading, dict(enumerate(lines, start=1)))
        _record(change, found, reading=reading)
    return batch


def settle_batch(uow: UnitOfWork, batch_id: int, lines: Mapping[int, Keyed]) -> PaperBatch:
    """Say what stands on the papers that were read differently: a third person, with the papers before them.

    Raises Invalid unless exactly those lines are given, Forbidden for the two who keyed, Conflict if it is settled.
    """
    with uow.begin(Action.SETTLE_BATCH) as change:
        found = _under_way(uow, change, batch_id)
        batch = found.batch
        if uow.actor.person_id in (batch.keyer_a, batch.keyer_b):
            raise Forbidden(sentence("You keyed this batch. A third person settles where the two differ."))
        differing = papers.mismatches_of(uow.session, batch)
        if batch.settled_by is not None or not differing:
            raise Conflict(sentence("There is nothing to settle in this batch."))
        if set(lines) != set(differing):
            raise Invalid(sentence("Settle every paper that was read differently, and no other."))
        _check_contests(found, lines.values())
        batch.settled_by = uow.actor.person_id
        _keep(uow, batch, SETTLED, lines)
        _record(change, found, lines=len(lines))
    return batch


def discard_batch(uow: UnitOfWork, batch_id: int) -> None:
    """Give up a batch that was opened or keyed wrongly; its papers go into a new one. What was keyed is kept."""
    with uow.begin(Action.DISCARD_BATCH) as change:
        found = _under_way(uow, change, batch_id)
        found.batch.discarded_at = change.at
        _record(change, found)


def seal_batch(uow: UnitOfWork, batch_id: int) -> PaperBatch:
    """Put the ballots of a batch into the box, each with a nonce of its own, and close the batch for good.

    Raises Conflict while it is not keyed twice or not settled, or if there would be more ballots than marks.
    """
    with uow.begin(Action.SEAL_BATCH) as change:
        found = _under_way(uow, change, batch_id)
        batch, poll = found.batch, found.poll
        paper = read_definition(poll.definition).paper
        ballots = [_ballot(uow, poll, paper, one) for one in _agreed(uow, batch) if one.choices]
        held = box.ballots_by_channel(uow.session, poll.id).get(Channel.PAPER.value, 0)
        marked = polls.marks_by_channel(uow.session, poll.id).get(Channel.PAPER.value, 0)
        if held + len(ballots) > marked:
            raise Conflict(
                sentence("There would be more papers in the box than people marked as voting on paper. Find out why.")
            )
        box.put_many(uow.session, ballots)
        hashes = box.mix(uow.session, uow.database, poll.id)
        batch.sealed_at, batch.ballots = change.at, len(ballots)
        _record(change, found, papers=batch.papers, n=len(hashes), set=receipts.set_hash(hashes).hex())
    return batch


def _check_contests(found: _Found, lines: Iterable[Keyed]) -> None:
    """Raise Invalid unless each paper was read in just the contests of the batch's area, or is not counted at all."""
    definition = read_definition(found.poll.definition)
    own = {one.contest_id for one in definition.paper_for(found.batch.area).contests}
    if any(one.fault is None and one.lines.keys() != own for one in lines):
        raise Invalid(sentence("Enter what stands on each paper in each of its contests."))


def _agreed(uow: UnitOfWork, batch: PaperBatch) -> list[Keyed]:
    """Every paper of a batch as it counts. Raises Conflict while one is missing or disputed."""
    if batch.keyer_b is None:
        raise Conflict(sentence("This batch is not keyed by two people yet."))
    if batch.settled_by is None and papers.mismatches_of(uow.session, batch):
        raise Conflict(sentence("The two readings of this batch differ. A third person must settle them first."))
    return papers.agreed_of(uow.session, batch.id)


def _ballot(uow: UnitOfWork, poll: Poll, paper: Paper, read: Keyed) -> Ballot:
    """The ballot of a paper: it says nothing of a contest that is not counted on it."""
    told = marks.encode(paper, read.choices)
    return Ballot.made(poll.id, told, Channel.PAPER, uow.keys.random(receipts.SECRET_LENGTH))


def _keep(uow: UnitOfWork, batch: PaperBatch, reading: str, lines: Mapping[int, Keyed]) -> None:
    uow.session.add_all(
        PaperKey(batch_id=batch.id, line_no=no, reading=reading, body=line.to_json()) for no, line in lines.items()
    )


def _record(change: Change, found: _Found, **facts: str | int) -> None:
    batch, poll = found.batch, found.poll
    change.record(poll, poll=poll.id, station=batch.station_id, batch=batch.batch_no, private=None, **facts)


def _under_way(uow: UnitOfWork, change: Change, batch_id: int) -> _Found:
    """The batch, if it can still be worked on. Raises Conflict once it is sealed or discarded."""
    of_batch = select(PaperStation.id).join(PaperBatch, PaperBatch.station_id == PaperStation.id)
    station_id = uow.session.scalar(of_batch.where(PaperBatch.id == batch_id))
    if station_id is None:
        raise NotVisible(sentence("There is no batch under this number."))
    poll = _locked(uow, change, papers.poll_no_of_station(uow.session, station_id))
    batch = uow.session.get_one(PaperBatch, batch_id, populate_existing=True)
    if batch.sealed_at is not None:
        raise Conflict(sentence("This batch is sealed. It cannot be opened again."))
    if batch.discarded_at is not None:
        raise Conflict(sentence("This batch was discarded. Its papers belong into a new one."))
    return _Found(batch, poll)


def _locked(uow: UnitOfWork, change: Change, poll_no: int | None) -> Poll:
    """The poll under its lock, if its papers are not reconciled yet."""
    poll = None if poll_no is None else polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is no station under this number."))
    uow.database.lock_poll(uow.session, poll.poll_no, exclusive=True)
    uow.session.refresh(poll, ["state"])
    change.permit(poll)
    if uow.session.get(PaperReckoning, poll.id) is not None:
        raise Conflict(sentence("The papers of this poll are reconciled. Their figures can no longer be changed."))
    return poll
