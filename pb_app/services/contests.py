"""Drafting the contests of a paper that has several: their titles, pots, areas, rules, and the projects of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from ballots.every_rule import AnyRule
from ballots.rules.fitting import check_rule, kind_of
from ballots.styles import BallotStyle, Boosted
from pb_app import definitions
from pb_app.actions import Action
from pb_app.models.budgets import Pot
from pb_app.models.contests import Contest
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.names import checked_name
from pb_app.queries import contests, polls
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.stages import Areas
from pb_app.unit_of_work import Change, UnitOfWork

TITLE_LENGTH = 200
MOST_CONTESTS = 20


@dataclass(frozen=True, slots=True)
class ContestDraft:
    """What an officer decides about a contest after the first; `area_id` is None for a contest of everyone."""

    title: str
    pot_id: int
    area_id: int | None
    style: BallotStyle | Boosted
    rule: AnyRule


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What an officer decides about the paper as a whole.

    Title and area are those of the first contest; `places` gives the place of the contest of each project, by its
    reference. A project that is not named keeps its own.
    """

    title: str
    area_id: int | None
    areas: Areas
    places: Mapping[str, int]


def draft_contest(uow: UnitOfWork, poll_no: int, draft: ContestDraft, place: int | None = None) -> Contest:
    """Add a contest to the paper of a poll in draft, or change the one that stands at `place`.

    Raises Invalid for a pot or an area that is not there for it, BadRule for a rule that cannot count its ballots.
    """
    title = checked_name(draft.title, TITLE_LENGTH, "title")
    check_rule(draft.rule, kind_of(draft.style))
    with uow.begin(Action.DRAFT_CONTEST) as change:
        poll = _draft(uow, change, poll_no)
        others = [one for one in contests.further_of(uow.session, poll_no) if one.place != place]
        contest = _contest(uow, poll_no, place)
        _check_pot(uow, poll, draft.pot_id, {poll.pot_id, *(one.pot_id for one in others)})
        _check_area(uow, poll, draft.area_id)
        _check_title(title, {poll.contest_title, *(one.title for one in others)})
        contest.title, contest.pot_id, contest.locality_id = title, draft.pot_id, draft.area_id
        contest.ballot, contest.rule = definitions.style_text(draft.style), definitions.rule_text(draft.rule)
        uow.session.flush()
        change.record(poll, poll=poll.id, place=contest.place, pot=contest.pot_id)
    return contest


def remove_contest(uow: UnitOfWork, poll_no: int) -> None:
    """Take the last contest off the paper of a poll in draft; its projects go back to the first."""
    with uow.begin(Action.REMOVE_CONTEST) as change:
        poll = _draft(uow, change, poll_no)
        further = contests.further_of(uow.session, poll_no)
        if not further:
            raise Conflict(sentence("This paper has one contest. It cannot be taken off."))
        place = further[-1].place
        uow.session.execute(delete(Contest).where(Contest.poll_no == poll_no, Contest.place == place))
        own = Project.round_no == poll.round_no, Project.contest_place == place
        uow.session.execute(update(Project).where(*own).values(contest_place=1))
        change.record(poll, poll=poll.id, place=place)


def arrange_paper(uow: UnitOfWork, poll_no: int, wanted: Arrangement) -> None:
    """Give the first contest its title and area, and each project its contest, while the poll is a draft."""
    title = checked_name(wanted.title, TITLE_LENGTH, "title")
    with uow.begin(Action.ARRANGE_PAPER) as change:
        poll = _draft(uow, change, poll_no)
        further = contests.further_of(uow.session, poll_no)
        _check_area(uow, poll, wanted.area_id)
        _check_title(title, {one.title for one in further})
        known = {1, *(one.place for one in further)}
        if not known.issuperset(wanted.places.values()):
            raise Invalid(sentence("Choose a contest of this paper for each project."))
        for project in polls.projects_of(uow.session, poll.round_no):
            project.contest_place = wanted.places.get(project.ref, project.contest_place)
        poll.contest_title, poll.area_id, poll.areas = title, wanted.area_id, wanted.areas
        change.record(poll, poll=poll.id, contests=len(known))


def _draft(uow: UnitOfWork, change: Change, poll_no: int) -> Poll:
    """The poll, locked; who may change it and that it is a draft is for the table of permissions."""
    uow.session.execute(select(Poll.poll_no).where(Poll.poll_no == poll_no).with_for_update())
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is no poll under this number."))
    return change.permit(poll)


def _contest(uow: UnitOfWork, poll_no: int, place: int | None) -> Contest:
    """The contest at this place, or a new one behind the last."""
    further = contests.further_of(uow.session, poll_no)
    if place is not None:
        found = next((one for one in further if one.place == place), None)
        if found is None:
            raise NotVisible(sentence("There is no contest at this place of the paper."))
        return found
    if len(further) + 1 >= MOST_CONTESTS:
        raise Conflict(sentence("A paper has at most %(most)d contests."), most=MOST_CONTESTS)
    made = Contest(poll_no=poll_no, place=len(further) + 2)
    uow.session.add(made)
    return made


def _check_title(title: str, taken: set[str]) -> None:
    if title in taken:
        raise Invalid(sentence("Another contest of this paper has this title."), field="title")


def _check_pot(uow: UnitOfWork, poll: Poll, pot_id: int, taken: set[int]) -> None:
    pot = uow.session.get(Pot, pot_id)
    if pot is None or pot.round_no != poll.round_no or pot_id in taken:
        raise Invalid(sentence("Choose a pot of this round that no other contest has."), field="pot")
    if pot.currency != poll.pot.currency:
        raise Invalid(sentence("All pots of a paper are in one currency."), field="pot")


def _check_area(uow: UnitOfWork, poll: Poll, area_id: int | None) -> None:
    if area_id is not None and area_id not in {one.id for one in contests.areas_for(uow.session, poll)}:
        raise Invalid(sentence("Choose a locality of this partnership."), field="area")
