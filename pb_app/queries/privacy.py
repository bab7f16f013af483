"""What a box tells before anything of it is published: how many ballots there are and how many are like no other."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb_app import box, marks
from pb_app.definitions import Definition, read_definition
from pb_app.models.polls import Poll, RollEntry
from pb_app.publication import Figures, Publication, Uniqueness, uniqueness


def figures_of(session: Session, poll: Poll) -> Figures:
    """The figures of a closed poll. Not for anybody while it is open."""
    on_roll = select(func.count()).select_from(RollEntry).where(RollEntry.poll_id == poll.id)
    return Figures(
        electorate=session.scalar(on_roll.where(RollEntry.status == "eligible")) or 0,
        ballots=poll.ballots or 0,
        channels=box.ballots_by_channel(session, poll.id),
        contests=tuple(_contests(session, poll, read_definition(poll.definition))),
    )


def _contests(session: Session, poll: Poll, definition: Definition) -> list[Uniqueness]:
    paper = definition.paper
    cast = [marks.decode(paper, told) for told in box.ballots_of(session, poll.id)]
    found = []
    for asked in definition.contests:
        contest_id, area = asked.contest.contest_id, asked.contest.area
        own = (choices[contest_id] for choices in cast if contest_id in choices)
        found.append(uniqueness(asked.title, own, area))
    if definition.publication is Publication.OPEN and len(definition.contests) > 1:
        found.append(uniqueness("", (tuple(sorted(choices.items())) for choices in cast)))
    return found
