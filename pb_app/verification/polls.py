"""Checking polls: what is stored of each is what the log says was frozen, opened and closed."""

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb_app.audit.findings import ReadEntry
from pb_app.audit.log import moment_text
from pb_app.definitions import LAST_COUNTS, rules_sha256
from pb_app.models.kiosks import KioskOpening
from pb_app.models.paper import PaperReckoning
from pb_app.models.polls import Poll, RollEntry
from pb_app.refusals import sentence
from pb_app.stages import PollState, TwoChannels
from pb_app.verification.chronicle import Chronicle
from pb_app.verification.misfits import Misfit, Part, told_otherwise
from pb_app.withdrawn import withdrawn_from

CLAIMS = (
    "roll.imported",
    "roll.claimed",
    "claims.released",
    "roll.vouched",
    "roll.claimed_by_code",
    "roll.claimed_at_desk",
    "roll.claimed_for_slip",
)
"""Entries by which somebody comes on a roll; where one is of several places, its fact `n` says of how many."""
LEADS_TO = {
    "poll.drafted": PollState.DRAFT,
    "poll.frozen": PollState.FROZEN,
    "poll.opened": PollState.OPEN,
    "ballots.mixed": PollState.OPEN,
    "poll.closed": PollState.CLOSED,
    "poll.imported": PollState.CLOSED,
    "paper.reconciled": PollState.CLOSED,
    "count.recorded": PollState.COUNTED,
    "result.published": PollState.PUBLISHED,
    "result.adopted": PollState.PUBLISHED,
    "awards.posted": PollState.PUBLISHED,
}
"""Where a poll stands after an entry."""


def all_polls(session: Session) -> Sequence[Poll]:
    """Every poll, by number."""
    return session.scalars(select(Poll).order_by(Poll.poll_no)).all()


def check_known(polls: Sequence[Poll], chronicle: Chronicle) -> Iterator[Misfit]:
    """Yield a misfit for each poll that the log tells of and that is not there."""
    there = {str(poll.id) for poll in polls}
    for poll_id, entries in chronicle.polls.items():
        if poll_id not in there:
            template = sentence("Entry %(entry)d of the log is about poll %(poll)s, which is not there.")
            yield Misfit(Part.LOG, entries[0].index, template, {"entry": entries[0].index, "poll": poll_id})


def check_poll(session: Session, poll: Poll, chronicle: Chronicle) -> Iterator[Misfit]:
    """Yield what does not fit between a poll's row, its roll and its entries."""
    yield from _check_state(poll, chronicle)
    if poll.state is PollState.DRAFT:
        return
    yield from _check_definition(poll)
    yield from _check_hours(poll, chronicle)
    yield from _check_withdrawn(session, poll, chronicle)
    reckoning = session.get(PaperReckoning, poll.id)
    opened = {"kiosks.opened": _opened(session.get(KioskOpening, poll.id))}
    for entry in chronicle.polls.get(str(poll.id), []):
        stored = opened.get(entry.event) or _stored(poll, reckoning, entry)
        yield from told_otherwise(Part.POLL, poll.poll_no, entry, stored)
    yield from _check_roll(session, poll, chronicle)


def _check_state(poll: Poll, chronicle: Chronicle) -> Iterator[Misfit]:
    steps = [LEADS_TO[entry.event] for entry in chronicle.polls.get(str(poll.id), []) if entry.event in LEADS_TO]
    if not steps or steps[-1] is not poll.state:
        template = sentence("Poll %(poll)d is stored as %(stored)s; by the log it is %(told)s.")
        figures = {"poll": poll.poll_no, "stored": poll.state.value, "told": steps[-1].value if steps else "not there"}
        yield Misfit(Part.POLL, poll.poll_no, template, figures)


def _check_definition(poll: Poll) -> Iterator[Misfit]:
    """The frozen text has the stored hash, and the poll's own columns say the same as it."""
    if rules_sha256(poll.definition) != poll.rules_sha256:
        template = sentence("The rules of poll %(poll)d do not have the hash under which they were frozen.")
        yield Misfit(Part.POLL, poll.poll_no, template, {"poll": poll.poll_no})
        return
    frozen = json.loads(poll.definition)
    columns = {
        "poll": str(poll.id),
        "title": poll.title,
        "seed_source": poll.seed_source,
        "opens": moment_text(poll.opens_at),
        "change": LAST_COUNTS if poll.may_change else None,
        "eligibility": json.loads(poll.eligibility) if poll.eligibility else None,
        "two_channels": None if poll.two_channels is TwoChannels.FIRST else poll.two_channels.value,
    }
    contest = {"ballot": json.loads(poll.ballot), "rule": json.loads(poll.rule)}
    said = {name: frozen.get(name) for name in columns} | {name: frozen["contests"][0].get(name) for name in contest}
    for name, value in (columns | contest).items():
        if said[name] != value:
            template = sentence("Poll %(poll)d has another %(name)s than the rules that were frozen.")
            yield Misfit(Part.POLL, poll.poll_no, template, {"poll": poll.poll_no, "name": name})


def _check_hours(poll: Poll, chronicle: Chronicle) -> Iterator[Misfit]:
    """The hour of closing is the frozen one, put off only by extensions that the log tells of, each before its hour."""
    closes = json.loads(poll.definition)["closes"]
    for entry in chronicle.of_poll(poll.id, "poll.extended"):
        later = str(entry.facts.get("closes_at"))
        if entry.facts.get("was") != closes or later <= closes or moment_text(entry.at) > closes:
            template = sentence("Entry %(entry)d of the log puts off the close of poll %(poll)d too late or wrongly.")
            yield Misfit(Part.POLL, poll.poll_no, template, {"poll": poll.poll_no, "entry": entry.index})
        closes = later
    if moment_text(poll.closes_at) != closes:
        template = sentence("Poll %(poll)d has another %(name)s than the rules that were frozen.")
        yield Misfit(Part.POLL, poll.poll_no, template, {"poll": poll.poll_no, "name": "closes"})


def _check_withdrawn(session: Session, poll: Poll, chronicle: Chronicle) -> Iterator[Misfit]:
    """The projects that left the paper are those that the log tells of, each while people voted."""
    told = {str(entry.facts.get("project")) for entry in chronicle.of_poll(poll.id, "project.withdrawn")}
    if told != withdrawn_from(session, poll.poll_no):
        template = sentence("The projects that were withdrawn from poll %(poll)d are not those that the log tells of.")
        yield Misfit(Part.POLL, poll.poll_no, template, {"poll": poll.poll_no})


def _opened(row: KioskOpening | None) -> dict[str, object]:
    """What the row of an opening holds of what its entry says."""
    told = ("received", "held", "invalid")
    return {} if row is None else {name: getattr(row, name) for name in told} | {"n": row.ballots}


def _stored(poll: Poll, reckoning: PaperReckoning | None, entry: ReadEntry) -> dict[str, object]:
    """What a poll's rows hold of what such an entry says; papers came into the box after its close."""
    rules: dict[str, object] = {"rules": poll.rules_sha256}
    whole: dict[str, object] = {"ballots": poll.ballots, "root": poll.box_root}
    closed: dict[str, object] = {"ballots": poll.ballots, "marks": poll.ballots, "root": poll.box_root}
    if reckoning is not None:
        ballots = reckoning.closed_ballots
        closed = {"ballots": ballots, "marks": ballots, "root": reckoning.closed_root}
    frozen = json.loads(poll.definition)
    hours: dict[str, object] = {"opens_at": frozen["opens"], "closes_at": frozen["closes"]}
    told = {"poll.frozen": rules, "poll.opened": rules | hours, "poll.closed": closed, "poll.imported": rules | closed}
    return (told | {"paper.reconciled": whole}).get(entry.event, {})


def _check_roll(session: Session, poll: Poll, chronicle: Chronicle) -> Iterator[Misfit]:
    """There are as many entries on the roll as the log tells of: claims and lists, or the ballots of an import."""
    held = session.scalar(select(func.count()).select_from(RollEntry).where(RollEntry.poll_id == poll.id)) or 0
    claims = [entry.facts.get("n", 1) for event in CLAIMS for entry in chronicle.of_poll(poll.id, event)]
    told = (poll.ballots or 0) if poll.imported else sum(n for n in claims if isinstance(n, int))
    if held != told:
        template = sentence("The roll of poll %(poll)d has %(held)d entries; the log tells of %(told)d.")
        yield Misfit(Part.POLL, poll.poll_no, template, {"poll": poll.poll_no, "held": held, "told": told})
