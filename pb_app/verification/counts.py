"""Checking counts: the file is written again from the box, counted again by the frozen rules, and must be the same."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.count import count
from pb_app import box
from pb_app.count_records import (
    VERSION,
    Counted,
    command_of,
    greedy_beside,
    lot_seed,
    record_text,
    sha256_of,
    version_of,
)
from pb_app.definitions import read_definition
from pb_app.models.counts import Count
from pb_app.models.polls import Poll
from pb_app.outcomes import outcome_text, read_outcome
from pb_app.poll_files import poll_file
from pb_app.refusals import sentence
from pb_app.stages import PollState
from pb_app.verification.chronicle import Chronicle
from pb_app.verification.misfits import Misfit, Part, told_otherwise

WITH_A_COUNT = frozenset({PollState.COUNTED, PollState.PUBLISHED})


def check_count(session: Session, poll: Poll, chronicle: Chronicle) -> Iterator[Misfit]:
    """Yield what does not fit in the count of record of a poll: its entries first, then the count itself, made anew."""
    stored = session.get(Count, poll.poll_no)
    if (stored is not None) != (poll.state in WITH_A_COUNT):
        template = sentence("Poll %(poll)d is stored as %(state)s, and its count is there or missing against that.")
        yield Misfit(Part.COUNT, poll.poll_no, template, {"poll": poll.poll_no, "state": poll.state.value})
    if stored is None:
        return
    if sha256_of(stored.record) != stored.record_sha256:
        template = sentence("The record of the count of poll %(poll)d does not have the hash stored with it.")
        yield Misfit(Part.COUNT, poll.poll_no, template, {"poll": poll.poll_no})
    hashes = {"record": stored.record_sha256, "file": stored.pb_sha256}
    for event in ("count.recorded", "result.published"):
        for entry in chronicle.of_poll(poll.id, event):
            yield from told_otherwise(Part.COUNT, poll.poll_no, entry, hashes)
    yield from _counted_again(session, poll, stored)


def _counted_again(session: Session, poll: Poll, stored: Count) -> Iterator[Misfit]:
    definition = read_definition(poll.definition)
    file = poll_file(definition, box.ballots_of(session, poll.id), imported=poll.imported)
    figures: dict[str, object] = {"poll": poll.poll_no}
    if file.sha256 != stored.pb_sha256:
        template = sentence("The file written from the box of poll %(poll)d is not the one that was counted.")
        yield Misfit(Part.COUNT, poll.poll_no, template, figures)
        return
    seed = lot_seed(poll.box_root, stored.seed_value)
    outcome = count(file.contest, file.profile, definition.rule, seed)
    counted = Counted(
        poll=poll.id,
        rules_sha256=poll.rules_sha256,
        pb_sha256=file.sha256,
        box_size=len(box.hashes_of(session, poll.id)),
        box_root=poll.box_root,
        seed_source=poll.seed_source,
        seed_value=stored.seed_value,
        command=command_of(definition.rule, poll.poll_no, seed, definition.contest.exponent),
    )
    if outcome.winners != read_outcome(stored.outcome).winners:
        template = sentence("Counted again, poll %(poll)d has the winners %(winners)s, and others are stored.")
        yield Misfit(Part.COUNT, poll.poll_no, template, figures | {"winners": ", ".join(outcome.winners)})
    elif (record_text(counted, outcome, _version(stored)), outcome_text(outcome)) != (stored.record, stored.outcome):
        template = sentence("Counted again, poll %(poll)d has the same winners and another record than is stored.")
        yield Misfit(Part.COUNT, poll.poll_no, template, figures)
    greedy = count(file.contest, file.profile, greedy_beside(definition.rule), seed)
    if outcome_text(greedy) != stored.greedy:
        template = sentence("Counted again by most votes first, poll %(poll)d gives another outcome than is stored.")
        yield Misfit(Part.COUNT, poll.poll_no, template, figures)


def _version(stored: Count) -> int:
    """The version of a record; the newest for a record that cannot be read, which then differs."""
    try:
        return version_of(stored.record)
    except (ValueError, KeyError, TypeError):
        return VERSION


def counted_polls(session: Session) -> int:
    """How many counts of record there are."""
    return len(session.scalars(select(Count.poll_no)).all())
