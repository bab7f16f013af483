"""A paper of two contests, each with a pot of its own, to tell stories with: projects 1 and 2 here, 3 and 4 there."""

from sqlalchemy.orm import Session

from ballots.rules import Greedy, Rule
from ballots.styles import BallotStyle, Boosted, Points
from pb_app.models.budgets import Pot
from pb_app.models.proposals import Project
from pb_app.services import contests, polls
from pb_app.services.contests import Arrangement, ContestDraft
from pb_app.stages import Areas
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.world import World

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
    with voting.acting("officer") as uow:
        polls.freeze_poll(uow, voting.poll_no)
    with voting.acting("approver") as uow:
        polls.open_poll(uow, voting.poll_no)
    return voting


def further_pot(session: Session, here: World, voting: Voting) -> int:
    """A second pot of the round, fed like the first, and a fourth project."""
    round_no = session.query(Pot).one().round_no
    session.add(Project(round_no=round_no, ref="P04", title="Toy library", cost=300_000, outcome_id=here.outcome_id))
    pot = Pot(round_no=round_no, outcome_id=here.outcome_id, name=f"Pot of the young of {voting.poll_no}")
    session.add(pot)
    session.flush()
    ballot_box.feed(session, here, pot.id, 2)
    return pot.id
