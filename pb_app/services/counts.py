"""Counting a closed poll, and publishing the result: by two people."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from ballots.count import count
from ballots.election import Progress
from ballots.every_rule import AnyRule
from ballots.outcome import Outcome
from pb_app import box, receipts
from pb_app.actions import Action
from pb_app.count_records import Counted, checked_seed_value, greedy_beside, lot_seed, record_text, sha256_of
from pb_app.counting import counted_of, decided, files_of
from pb_app.definitions import read_definition, rules_sha256
from pb_app.models.counts import ContestCount, Count, CountJob
from pb_app.models.polls import Poll
from pb_app.outcomes import AnyOutcome, outcome_text
from pb_app.permissions import refusal
from pb_app.poll_files import PollFile
from pb_app.publication import Publication, broken_rules, narrowings
from pb_app.queries import counts, papers, polls, witnesses
from pb_app.queries.privacy import figures_of
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.stages import JobState, PollState
from pb_app.unit_of_work import UnitOfWork

FALL_BACK = timedelta(hours=48)
"""How long after the count a result waits for witnesses."""


@dataclass(frozen=True, slots=True)
class _Finished:
    """The count of a contest that was made and not yet stored."""

    counted: Counted
    file: PollFile
    outcome: AnyOutcome
    greedy: Outcome

    def stored(self) -> dict[str, str]:
        """What is kept of it, by the names of columns."""
        record = record_text(self.counted, self.outcome)
        return {
            "record": record,
            "record_sha256": sha256_of(record),
            "pb_sha256": self.counted.pb_sha256,
            "outcome": outcome_text(self.outcome),
            "greedy": outcome_text(self.greedy),
        }


def record_count(
    uow: UnitOfWork, poll_no: int, seed_value: str = "", *, worker: str = "", progress: Progress | None = None
) -> Count:
    """Count a closed poll by its frozen rules and keep the count; nothing is public yet.

    `seed_value` is the public value that the rules name as part of the lots' seed, empty where they name none. The
    counting happens before the transaction: a closed poll no longer changes, and that is checked again inside.
    Where the count was asked for, its job ends with it; `worker` names who carries the job out, and only they may.
    Raises Conflict if the box is not the one that was closed, a lot is refused or the job was taken away,
    Invalid for a missing public value.
    """
    finished = _counted(uow, poll_no, seed_value, progress)
    with uow.begin(Action.RECORD_COUNT) as change:
        poll = change.permit(_locked(uow, poll_no))
        first, *others = finished
        if (poll.box_root, poll.rules_sha256) != (first.counted.box_root, first.counted.rules_sha256):
            raise Conflict(sentence("The poll changed while it was counted. Count it again."))
        _end_job(uow, poll_no, worker)
        kept = Count(
            poll=poll,
            **first.stored(),
            lot_seed=first.outcome.lot_seed,
            seed_value=first.counted.seed_value,
            counted_by=uow.actor.person_id,
            counted_at=change.at,
            further=[ContestCount(place=place, **one.stored()) for place, one in enumerate(others, 2)],
        )
        uow.session.add(kept)
        poll.state = PollState.COUNTED
        change.record(poll, poll=poll.id, private=None, **_named(kept))
    return kept


def acknowledge_privacy(uow: UnitOfWork, poll_no: int, chosen: Publication) -> Count:
    """Say what of the ballots is published, having seen how many are like no other; at most what was frozen.

    It can be said again until the result is published. Raises Conflict where a rule is broken, Invalid for more than
    was frozen.
    """
    with uow.begin(Action.ACKNOWLEDGE_PRIVACY) as change:
        _locked(uow, poll_no)
        kept = change.permit(_kept(uow, poll_no))
        if chosen not in narrowings(read_definition(kept.poll.definition).publication):
            raise Invalid(sentence("More was not frozen beforehand. Choose what was frozen, or less."), field="mode")
        figures = figures_of(uow.session, kept.poll)
        broken = broken_rules(chosen, figures)
        if broken:
            raise broken[0]
        kept.publication = chosen
        change.record(
            kept,
            poll=kept.poll.id,
            record=kept.record_sha256,
            mode=chosen.value,
            ballots=figures.ballots,
            electorate=figures.electorate,
            unique=" ".join(str(one.tens) for one in figures.contests),
        )
    return kept


def publish_result(uow: UnitOfWork, poll_no: int) -> Count:
    """Make the result of a count public; a second person does it. Refused to whoever ran the count.

    Raises Conflict before somebody acknowledged what the ballots tell; an imported poll was public before. Where the
    partnership asks for a quorum of witnesses, raises Conflict until so many saw the log with the count in it, or
    until `FALL_BACK` has passed since the count; the entry tells of both figures.
    """
    with uow.begin(Action.PUBLISH_RESULT) as change:
        _locked(uow, poll_no)
        kept = change.permit(_kept(uow, poll_no))
        if kept.publication is None and not kept.poll.imported:
            raise Conflict(sentence("Look first at what the ballots tell of people, and say what is to be published."))
        quorum, seen = _witnessed(uow, kept, change.at)
        kept.poll.state = PollState.PUBLISHED
        kept.published_by = uow.actor.person_id
        kept.published_at = change.at
        change.record(kept, poll=kept.poll.id, private=None, **(_named(kept) | {"quorum": quorum, "witnesses": seen}))
    return kept


def _named(kept: Count) -> dict[str, str | int | None]:
    """The hashes by which the log names a count: of its record and file, and of those of the further contests."""
    records, files = ([getattr(one, name) for one in kept.further] for name in ("record_sha256", "pb_sha256"))
    further: dict[str, str | int | None] = {"records": " ".join(records) or None, "files": " ".join(files) or None}
    return {"record": kept.record_sha256, "file": kept.pb_sha256} | further


def _witnessed(uow: UnitOfWork, kept: Count, at: datetime) -> tuple[int, int]:
    """How many partners are asked to have witnessed a count, and how many did; Conflict while they are awaited."""
    partnership = kept.poll.round.locality.partnership
    index = counts.entries_of(uow.session, kept.poll.id).get(Action.RECORD_COUNT)
    seen = witnesses.counted(witnesses.seen_by(uow.session, partnership.id, index))
    quorum = partnership.witness_quorum
    if seen < quorum and at < kept.counted_at + FALL_BACK:
        template = sentence(
            "%(seen)d of the %(quorum)d partners asked for have witnessed this count. "
            "Wait for the others; 48 hours after the count it can be published without them."
        )
        raise Conflict(template, seen=seen, quorum=quorum)
    return quorum, seen


def _kept(uow: UnitOfWork, poll_no: int) -> Count:
    kept = counts.count_of(uow.session, poll_no)
    if kept is None:
        raise NotVisible(sentence("This poll has not been counted yet."))
    return kept


def _end_job(uow: UnitOfWork, poll_no: int, worker: str) -> None:
    """Take the job away that asked for this count, if there is one and it is not another's."""
    job = uow.session.get(CountJob, poll_no, with_for_update=True, populate_existing=True)
    if worker and (job is None or job.state is not JobState.RUNNING or job.worker != worker):
        raise Conflict(sentence("This count was cancelled."))
    if job is not None:
        uow.session.delete(job)


def _counted(uow: UnitOfWork, poll_no: int, seed_value: str, progress: Progress | None) -> list[_Finished]:
    poll = _poll(uow, poll_no)
    refused = refusal(uow.actor, Action.RECORD_COUNT, poll)
    if refused is not None:
        raise refused
    value = checked_seed_value(poll.seed_source, seed_value)
    if papers.awaits_reckoning(uow.session, poll.id):
        raise Conflict(sentence("The papers of this poll are not reconciled yet. It can be counted once they are."))
    if rules_sha256(poll.definition) != poll.rules_sha256:
        raise Conflict(sentence("The rules are not those that were frozen. Nothing was counted. Call the auditor."))
    hashes = box.hashes_of(uow.session, poll.id)
    if receipts.box_root(hashes).hex() != poll.box_root:
        raise Conflict(sentence("The box is not the one that was closed. Nothing was counted. Call the auditor."))
    files = files_of(uow.session, poll)
    made = [(counted_of(poll, file, place, len(hashes), value), file) for place, file in enumerate(files, 1)]
    rules = [one.rule for one in read_definition(poll.definition).contests]
    seed = lot_seed(poll.box_root, value)
    uow.end_read()
    return [_finished(*one, rule, seed, progress) for one, rule in zip(made, rules, strict=True)]


def _finished(counted: Counted, file: PollFile, rule: AnyRule, seed: str, progress: Progress | None) -> _Finished:
    outcome = decided(file, rule, seed, progress)
    return _Finished(counted, file, outcome, count(file.contest, file.profile, greedy_beside(rule), seed))


def _poll(uow: UnitOfWork, poll_no: int) -> Poll:
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll


def _locked(uow: UnitOfWork, poll_no: int) -> Poll:
    uow.session.execute(select(Poll.poll_no).where(Poll.poll_no == poll_no).with_for_update())
    return _poll(uow, poll_no)
