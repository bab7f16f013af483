"""Loading a real poll from a Pabulib file through the same box as any vote, as a closed poll to be counted."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, repeat
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, insert, or_, select
from sqlalchemy.orm import Session, joinedload

from ballots.pabulib import PabulibPoll, read
from ballots.pabulib.limits import entries_of
from ballots.rules import Rule
from ballots.rules.fitting import check_rule
from ballots.styles import Choice, Contest, Paper
from pb_app import box, definitions, marks, receipts
from pb_app.actions import Action
from pb_app.audit.canonical import Value
from pb_app.imported.contest import FUND, LONGEST_TITLE, ImportedContest, Written
from pb_app.imported.meta import cut, interval, published_rule
from pb_app.models.budgets import Pot
from pb_app.models.localities import Locality
from pb_app.models.partnerships import Forum, ForumKind
from pb_app.models.polls import Poll, RollEntry, RollMark
from pb_app.models.proposals import Project
from pb_app.models.rounds import PowerLevel, Round
from pb_app.queries import polls
from pb_app.receipts import Channel
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.stages import PollState, RoundStage
from pb_app.unit_of_work import Change, UnitOfWork

ROLL_NUMBERS = 2**53 - 1
LONGEST_ROUND_TITLE = 120

Progress = Callable[[int, int], None]
"""Told how many of how many ballots are in the box."""


def _silent(_done: int, _of: int) -> None:
    """Nobody is watching."""


def import_poll(
    uow: UnitOfWork,
    source: Path | bytes,
    locality: str,
    rule: Rule | None = None,
    progress: Progress = _silent,
    *,
    seed_source: str = "",
) -> Poll:
    """Load a poll from a .pb file into a locality, as a closed poll with its own round, pot and roll. Return it.

    `rule` None takes the one that the file says was used; `seed_source` names the public value that lots wait for.
    Everything stands or nothing does. Raises FileFault with the line for a broken file, BadRule or BadPoll for rules
    or points that do not fit, Invalid for a rule of the file that is not known here, NotVisible for an
    unknown locality, Conflict where no forum could decide; OSError if a path cannot be opened.
    """
    told = _known(read(source))
    counted_by = rule or published_rule(told)
    check_rule(counted_by, type(told.style))
    with uow.begin(Action.IMPORT_POLL) as change:
        poll = _draft(uow.session, change, told, _locality(uow.session, locality))
        poll.rule, poll.seed_source = definitions.rule_text(counted_by), seed_source
        change.permit(poll)
        uow.session.add(poll)
        uow.session.flush()
        contest = ImportedContest(uow.session, change.at, poll, told).write()
        _freeze_and_open(uow.session, poll, contest.projects, told.poll.budget)
        try:
            _fill_box(uow, change, poll, list(_marks_of(told)), progress)
            _record(change, poll, told.sha256, contest, marks=_close(uow, change, poll))
        except BaseException:
            uow.keys.destroy_roll_key(poll.id)
            raise
    return poll


def _known(told: PabulibPoll) -> PabulibPoll:
    """The poll, which can be written as a file again, on projects of which none may exclude another."""
    entries_of(told.style, told.poll)
    if told.poll.exclusive:
        raise Invalid(sentence("This poll has projects that exclude each other. It cannot be loaded so far."))
    return told


def _locality(session: Session, name: str) -> Locality:
    wanted = select(Locality).where(
        or_(Locality.slug == name.strip().lower(), func.lower(Locality.name) == name.strip().lower())
    )
    found = session.scalars(wanted.options(joinedload(Locality.partnership)).order_by(Locality.id)).all()
    if not found:
        raise NotVisible(sentence("There is no locality called “%(name)s”."), name=name)
    if len(found) > 1:
        slugs = ", ".join(one.slug for one in found)
        raise Conflict(sentence("More than one locality has this name. Take one of: %(slugs)s."), slugs=slugs)
    return found[0]


def _draft(session: Session, change: Change, told: PabulibPoll, locality: Locality) -> Poll:
    """The poll as a draft, with a round and a pot of its own."""
    title = " ".join(told.meta.get("description", "").split()) or sentence("A poll without a title")
    round_ = Round(
        locality=locality,
        forum=_forum(session, locality),
        title=cut(f"Imported test: {title}", LONGEST_ROUND_TITLE),
        summary=sentence("A real poll of another place, loaded from a public file to test the count."),
        stage=RoundStage.DECISION,
        level=PowerLevel.INFORM,
        up_for_decision=sentence("Nothing: this is a test with votes cast elsewhere."),
        who_may_vary=sentence("Nobody: no real money moves."),
        created_at=change.at,
    )
    opens_at, closes_at = interval(told.meta, change.at)
    return Poll(
        id=uuid4(),
        round=round_,
        pot=Pot(round=round_, name=FUND, currency=told.poll.currency),
        title=cut(title, LONGEST_TITLE),
        state=PollState.DRAFT,
        opens_at=opens_at,
        closes_at=closes_at,
        ballot=definitions.style_text(told.style),
        imported=True,
    )


def _forum(session: Session, locality: Locality) -> Forum:
    """The locality's own forum, or else the board of its partnership."""
    forums = session.scalars(
        select(Forum).where(
            Forum.partnership_id == locality.partnership_id,
            or_(Forum.locality_id == locality.id, Forum.kind == ForumKind.BOARD),
        )
    ).all()
    if not forums:
        raise Conflict(sentence("No forum could decide in %(locality)s yet. Add one first."), locality=locality.name)
    return min(forums, key=lambda forum: (forum.locality_id != locality.id, forum.id))


def _freeze_and_open(session: Session, poll: Poll, projects: Sequence[Project], budget: int) -> None:
    """Take the poll through its states: ballots go in only while it is open, for imports as for everyone."""
    poll.definition = definitions.definition_of(poll, projects, budget)
    poll.rules_sha256 = definitions.rules_sha256(poll.definition)
    for state in (PollState.FROZEN, PollState.OPEN):
        poll.state = state
        session.flush()


def _marks_of(told: PabulibPoll) -> Iterator[Value]:
    """What stands on each ballot of the file, as the box holds it."""
    paper = Paper((Contest(definitions.FIRST, told.poll, told.style),))
    points = told.points if told.style.TAKES_POINTS else repeat(())
    for chosen, given in zip(told.ballots, points, strict=False):
        choice = told.style.checked(told.poll, Choice(chosen, given))
        yield marks.encode(paper, {definitions.FIRST: choice})


def _fill_box(uow: UnitOfWork, change: Change, poll: Poll, ballots: Sequence[Value], progress: Progress) -> None:
    """Put every ballot into the inbox and a made-up voter with a mark on the roll, thousands at a time."""
    roll = _roll(uow, poll)
    waiting = iter(ballots)
    done = 0
    while chunk := list(islice(waiting, box.CHUNK)):
        entries = list(islice(roll, len(chunk)))
        marks = [
            {
                "poll_id": poll.id,
                "roll_no": entry["roll_no"],
                "channel": Channel.IMPORTED.value,
                "marked_on": change.at.date(),
            }
            for entry in entries
        ]
        uow.session.execute(insert(RollEntry), entries)
        uow.session.execute(insert(RollMark), marks)
        random = uow.keys.random
        done += box.put_many(
            uow.session,
            (box.Ballot.made(poll.id, told, Channel.IMPORTED, random(receipts.SECRET_LENGTH)) for told in chunk),
        )
        progress(done, len(ballots))


def _roll(uow: UnitOfWork, poll: Poll) -> Iterator[dict[str, object]]:
    """Made-up people for the roll, without end: numbered by chance, known by keyed hashes of nothing but a count."""
    key = uow.keys.make_roll_key(poll.id)
    used: set[int] = set()
    number = 0
    while True:
        roll_no = secrets.randbelow(ROLL_NUMBERS)
        if roll_no in used:
            continue
        used.add(roll_no)
        number += 1
        yield {
            "poll_id": poll.id,
            "roll_no": roll_no,
            "person_key": receipts.person_key(key, f"imported voter {number}"),
            "locality_id": poll.round.locality_id,
            "basis": Channel.IMPORTED.value,
            "status": "eligible",
        }


def _close(uow: UnitOfWork, change: Change, poll: Poll) -> int:
    """Mix, fix the root of the box and close; return how many marks the roll has."""
    box.mix(uow.session, uow.database, poll.id)
    hashes = box.hashes_of(uow.session, poll.id)
    marks = polls.marks_by_channel(uow.session, poll.id)
    if marks != box.ballots_by_channel(uow.session, poll.id):
        raise Conflict(sentence("There are not as many ballots in the box as marks on the roll."))
    poll.state = PollState.CLOSED
    poll.closed_at = change.at
    poll.ballots = len(hashes)
    poll.box_root = receipts.box_root(hashes).hex()
    uow.session.flush()
    return sum(marks.values())


def _record(change: Change, poll: Poll, file: str, contest: Written, *, marks: int) -> None:
    """Write the one entry of an import: what is in the box, under which rules, and the two movements of money."""
    change.record(
        poll,
        poll=poll.id,
        ballots=poll.ballots,
        marks=marks,
        root=poll.box_root,
        file=file,
        rules=poll.rules_sha256,
        fund_entry=contest.came_in.entry_id,
        fund_sha256=contest.came_in.sha256,
        pot_entry=contest.fed.entry_id,
        pot_sha256=contest.fed.sha256,
    )
