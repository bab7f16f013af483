"""Checking counts: the file is written again from the box, counted again by the frozen rules, and must be the same."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.count import count
from pb_app import box
from pb_app.count_records import (
    VERSION,
    greedy_beside,
    lot_seed,
    record_text,
    sha256_of,
    version_of,
)
from pb_app.counting import counted_of, decided
from pb_app.definitions import read_definition
from pb_app.models.counts import ContestCount, Count
from pb_app.models.polls import Poll
from pb_app.outcomes import outcome_text, read_outcome
from pb_app.poll_files import poll_file
from pb_app.refusals import sentence
from pb_app.stages import PollState
from pb_app.verification.chronicle import Chronicle
from pb_app.verification.misfits import Misfit, Part, told_otherwise
from pb_app.withdrawn import withdrawn_from

WITH_A_COUNT = frozenset({PollState.COUNTED, PollState.PUBLISHED})


def check_count(session: Session, poll: Poll, chronicle: Chronicle) -> Iterator[Misfit]:
    """Yield what does not fit in the count of record of a poll: its entries first, then the count itself, made anew."""
    stored = session.get(Count, poll.poll_no)
    if (stored is not None) != (poll.state in WITH_A_COUNT):
        template = sentence("Poll %(poll)d is stored as %(state)s, and its count is there or missing against that.")
        yield Misfit(Part.COUNT, poll.poll_no, template, {"poll": poll.poll_no, "state": poll.state.value})
    if stored is None:
        return
    further = select(ContestCount).where(ContestCount.poll_no == poll.poll_no).order_by(ContestCount.place)
    every: list[Count | ContestCount] = [stored, *session.scalars(further)]
    for one in every:
        if sha256_of(one.record) != one.record_sha256:
            template = sentence("The record of the count of poll %(poll)d does not have the hash stored with it.")
            yield Misfit(Part.COUNT, poll.poll_no, template, {"poll": poll.poll_no})
    for event in ("count.recorded", "result.published"):
        for entry in chronicle.of_poll(poll.id, event):
            yield from told_otherwise(Part.COUNT, poll.poll_no, entry, _hashes(every))
    if len(every) != len(read_definition(poll.definition).contests):
        template = sentence("Poll %(poll)d has not as many counts as its paper has contests.")
        yield Misfit(Part.COUNT, poll.poll_no, template, {"poll": poll.poll_no})
        return
    for place, one in enumerate(every, 1):
        yield from _counted_again(session, poll, one, (place, stored.seed_value))


def _hashes(every: Sequence[Count | ContestCount]) -> dict[str, object]:
    """What the log says of the counts of a poll."""
    first, *further = every
    hashes: dict[str, object] = {"record": first.record_sha256, "file": first.pb_sha256}
    if further:
        hashes["records"] = " ".join(one.record_sha256 for one in further)
        hashes["files"] = " ".join(one.pb_sha256 for one in further)
    return hashes


def _counted_again(
    session: Session, poll: Poll, stored: Count | ContestCount, counted_so: tuple[int, str]
) -> Iterator[Misfit]:
    """Count a contest again; `counted_so` is its place on the paper and the public value of the seed."""
    place, seed_value = counted_so
    definition = read_definition(poll.definition)
    gone = withdrawn_from(session, poll.poll_no)
    file = poll_file(definition, box.ballots_of(session, poll.id), imported=poll.imported, place=place, gone=gone)
    figures: dict[str, object] = {"poll": poll.poll_no}
    if file.sha256 != stored.pb_sha256:
        template = sentence("The file written from the box of poll %(poll)d is not the one that was counted.")
        yield Misfit(Part.COUNT, poll.poll_no, template, figures)
        return
    seed, rule = lot_seed(poll.box_root, seed_value), definition.contests[place - 1].rule
    outcome = decided(file, rule, seed)
    counted = counted_of(poll, file, place, len(box.hashes_of(session, poll.id)), seed_value)
    if outcome.winners != read_outcome(stored.outcome).winners:
        template = sentence("Counted again, poll %(poll)d has the winners %(winners)s, and others are stored.")
        yield Misfit(Part.COUNT, poll.poll_no, template, figures | {"winners": ", ".join(outcome.winners)})
    elif (record_text(counted, outcome, _version(stored)), outcome_text(outcome)) != (stored.record, stored.outcome):
        template = sentence("Counted again, poll %(poll)d has the same winners and another record than is stored.")
        yield Misfit(Part.COUNT, poll.poll_no, template, figures)
    greedy = count(file.contest, file.profile, greedy_beside(rule), seed)
    if outcome_text(greedy) != stored.greedy:
        template = sentence("Counted again by most votes first, poll %(poll)d gives another outcome than is stored.")
        yield Misfit(Part.COUNT, poll.poll_no, template, figures)


def _version(stored: Count | ContestCount) -> int:
    """The version of a record; the newest for a record that cannot be read, which then differs."""
    try:
        return version_of(stored.record)
    except (ValueError, KeyError, TypeError):
        return VERSION


def counted_polls(session: Session) -> int:
    """How many counts of record there are."""
    return len(session.scalars(select(Count.poll_no)).all())
