"""A paper of two contests, each with a pot of its own, to tell stories with: projects 1 and 2 here, 3 and 4 there."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.rules import Greedy, Rule
from ballots.styles import BallotStyle, Boosted, Choice, Points
from pb_app.adoption_records import Deciding
from pb_app.models.budgets import Fund, Pot
from pb_app.models.proposals import Project
from pb_app.publication import Publication
from pb_app.services import adoptions, budgets, contests, counts, polls, rounds, voting
from pb_app.services.contests import Arrangement, ContestDraft
from pb_app.stages import Areas, Decision, RoundStage
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import ballot_box, whole_story
from tests.ballot_box import Voting
from tests.world import POSTCODE, World

UowOf = Callable[[str | None], UnitOfWork]

SECOND = "Children and families"
PLACES = {"P03": 2, "P04": 2}


def drafted(
    parts: Installation,
    here: World,
    *,
    areas: tuple[int | None, int | None] = (None, None),
    assigned: bool = False,
    style: BallotStyle | Boosted | None = None,
    rule: Rule | None = None,
    **changes: object,
) -> Voting:
    """The poll in draft: approval on its first list, and points or another `style` on the second."""
    voting = ballot_box.drafted(parts, here, **({"rule": Greedy()} | changes))
    with voting.system() as uow, parts.database.writing(uow.session):
        pot_id = further_pot(uow.session, here, voting)
        uow.session.commit()
    chosen = style or Points(most_total=3)
    with voting.acting("officer") as uow:
        draft = ContestDraft(SECOND, pot_id, areas[1], chosen, rule or Greedy())
        contests.draft_contest(uow, voting.poll_no, draft)
        how = Areas.ASSIGNED if assigned else Areas.CHOSEN
        contests.arrange_paper(uow, voting.poll_no, Arrangement("Paths and places", areas[0], how, PLACES))
    return voting


def opened(parts: Installation, here: World, **changes: object) -> Voting:
    """The same, frozen by one person and opened by another."""
    voting = drafted(parts, here, **changes)  # type: ignore[arg-type]
    open_it(voting)
    return voting


def open_it(voting: Voting) -> None:
    """Freeze the drafted poll and open it."""
    with voting.acting("officer") as uow:
        polls.freeze_poll(uow, voting.poll_no)
    with voting.acting("approver") as uow:
        polls.open_poll(uow, voting.poll_no)


def further_pot(session: Session, here: World, voting: Voting) -> int:
    """A second pot of the round, fed like the first, and a fourth project."""
    round_no = session.query(Pot).one().round_no
    session.add(Project(round_no=round_no, ref="P04", title="Toy library", cost=300_000, outcome_id=here.outcome_id))
    pot = Pot(round_no=round_no, outcome_id=here.outcome_id, name=f"Pot of the young of {voting.poll_no}")
    session.add(pot)
    session.flush()
    ballot_box.feed(session, here, pot.id, 2)
    return pot.id


def told(parts: Installation, uow_of: UowOf, world: World) -> int:
    """The whole story of a paper of two contests, by use cases alone; the poll's number."""
    system = parts.system_unit_of_work()
    poll_no = whole_story.told(parts, uow_of, world, until="drafted")
    officer = uow_of("officer")
    pot_id = budgets.open_pot(officer, 1, name="Pot of the young").id
    for fund_id in officer.session.scalars(select(Fund.id)).all():
        budgets.feed_pot(officer, pot_id, fund_id, 900_000)
    contests.draft_contest(officer, poll_no, ContestDraft(SECOND, pot_id, None, Points(most_total=3), Greedy()))
    first, second = officer.session.scalars(select(Project.ref).order_by(Project.ref)).all()
    contests.arrange_paper(officer, poll_no, Arrangement("Paths and places", None, Areas.CHOSEN, {second: 2}))
    polls.freeze_poll(uow_of("officer"), poll_no)
    polls.open_poll(uow_of("approver"), poll_no)
    rounds.move_round(uow_of("officer"), 1, RoundStage.VOTING)
    for number, who in enumerate(whole_story.VOTERS):
        uow = uow_of(who)
        voting.claim_vote(uow, poll_no, POSTCODE)
        choices = {"1": Choice((first,)), "2": Choice((second,), (1 + number,))}
        voting.cast_ballot(uow, poll_no, choices, bytes([number]) * 16)
    polls.close_poll(uow_of("second_officer"), poll_no, "Everyone has voted.")
    counts.record_count(uow_of("officer"), poll_no)
    counts.acknowledge_privacy(uow_of("approver"), poll_no, Publication.PRIVATE)
    counts.publish_result(uow_of("approver"), poll_no)
    for place in (1, 2):
        adoptions.adopt_result(uow_of("councillor"), poll_no, Deciding(Decision.ADOPTED), place)
        system.sequence_log()
        adoptions.post_awards(uow_of("officer"), poll_no, place)
    system.sequence_log()
    system.close()
    return poll_no
