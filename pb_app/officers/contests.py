"""An officer's pages of the contests of a paper: what each asks, its pot, its area, and its projects."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ballots.errors import BadPoll, BadRule
from pb_app.actions import Action
from pb_app.models.budgets import Pot
from pb_app.models.contests import Contest
from pb_app.models.localities import Locality
from pb_app.models.polls import Poll
from pb_app.officers.contest_forms import ContestForm, PaperForm, paper_form
from pb_app.officers.polls import STANDS_AT
from pb_app.queries import budgets, polls
from pb_app.queries import contests as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import GRANTED, Role
from pb_app.services import contests
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("contests", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))


@dataclass(frozen=True, slots=True)
class Card:
    """A contest as a line of the list: its place on the paper, title, area if it has one, and pot."""

    place: int
    title: str
    area: Locality | None
    pot: Pot


@bp.get("/officers/polls/<int:poll_no>/contests")
def list_contests(poll_no: int) -> ResponseReturnValue:
    """The contests of the paper, and which project stands in which."""
    poll = _seen(poll_no)
    return _paper_page(poll, _paper_form(poll))


@bp.post("/officers/polls/<int:poll_no>/contests")
def arrange_paper(poll_no: int) -> ResponseReturnValue:
    """Keep title and area of the first contest, and the contest of each project."""
    poll = _seen(poll_no)
    form = _paper_form(poll)
    if form.validate():
        try:
            contests.arrange_paper(unit_of_work(), poll_no, form.arrangement())
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("The paper is arranged. Nothing is fixed until it is frozen."), "success")
            return redirect(url_for(".list_contests", poll_no=poll_no))
    return _paper_page(_seen(poll_no), form), 422


@bp.get("/officers/polls/<int:poll_no>/contests/new")
@bp.get("/officers/polls/<int:poll_no>/contests/<int:place>")
def show_contest(poll_no: int, place: int | None = None) -> ResponseReturnValue:
    """A contest after the first, or a new one."""
    poll = _seen(poll_no)
    return _contest_page(poll, place, _contest_form(poll, place))


@bp.post("/officers/polls/<int:poll_no>/contests/new")
@bp.post("/officers/polls/<int:poll_no>/contests/<int:place>")
def draft_contest(poll_no: int, place: int | None = None) -> ResponseReturnValue:
    """Keep it."""
    poll = _seen(poll_no)
    form = _contest_form(poll, place)
    if form.validate():
        try:
            contests.draft_contest(unit_of_work(), poll_no, form.draft(), place)
        except (Invalid, Conflict, BadPoll, BadRule) as refused:
            form.refuse(refused, STANDS_AT.get(type(refused)))
        else:
            flash(_("The contest is kept. Now choose its projects."), "success")
            return redirect(url_for(".list_contests", poll_no=poll_no))
    return _contest_page(_seen(poll_no), place, form), 422


@bp.post("/officers/polls/<int:poll_no>/contests/removed")
def remove_contest(poll_no: int) -> ResponseReturnValue:
    """Take the last contest off the paper."""
    _seen(poll_no)
    contests.remove_contest(unit_of_work(), poll_no)
    flash(_("The last contest is off the paper. Its projects are in the first one again."), "success")
    return redirect(url_for(".list_contests", poll_no=poll_no))


def _seen(poll_no: int) -> Poll:
    uow = unit_of_work()
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None or uow.actor.grant_for(frozenset(GRANTED), poll.scope) is None:
        raise NotVisible(sentence("There is no poll under this number in your area."))
    return poll


def _found(poll: Poll, place: int | None) -> Contest | None:
    """The contest at this place; None for a new one."""
    further = queries.further_of(unit_of_work().session, poll.poll_no)
    found = next((one for one in further if one.place == place), None)
    if place is not None and found is None:
        raise NotVisible(sentence("There is no contest at this place of the paper."))
    return found


def _contest_form(poll: Poll, place: int | None) -> ContestForm:
    session = unit_of_work().session
    contest = _found(poll, place)
    taken = set(queries.pots_of_poll(session, poll)) - {contest.pot_id if contest else 0}
    pots = [one for one in queries.pots_for(session, poll.round_no) if one.id not in taken]
    projects = polls.projects_of(session, poll.round_no)
    return ContestForm.of(contest, pots, queries.areas_for(session, poll), projects)


def _paper_form(poll: Poll) -> PaperForm:
    session = unit_of_work().session
    further = queries.further_of(session, poll.poll_no)
    projects = polls.projects_of(session, poll.round_no)
    return paper_form(poll, further, projects, queries.areas_for(session, poll))


def _paper_page(poll: Poll, form: PaperForm) -> str:
    uow = unit_of_work()
    projects = polls.projects_of(uow.session, poll.round_no)
    further = queries.further_of(uow.session, poll.poll_no)
    cards = [Card(1, poll.contest_title, poll.area, poll.pot)]
    cards += [Card(one.place, one.title, one.locality, one.pot) for one in further]
    return render_template(
        "officers/list_contests.html",
        poll=poll,
        form=form,
        cards=cards,
        pence={card.pot.id: budgets.pot_pence(uow.session, card.pot.id) for card in cards},
        number=Counter(one.contest_place for one in projects),
        may_draft=uow.may(Action.ARRANGE_PAPER, poll),
    )


def _contest_page(poll: Poll, place: int | None, form: ContestForm) -> str:
    may_draft = unit_of_work().may(Action.DRAFT_CONTEST, poll)
    return render_template("officers/show_contest.html", poll=poll, place=place, form=form, may_draft=may_draft)
