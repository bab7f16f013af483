"""Voting online: postcode, choose, check, cast, receipt. No choice and no code ever stands in an address."""

import hmac
from collections.abc import Mapping

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from ballots.errors import BallotError
from pb_app import eligibility
from pb_app.bursts import Source
from pb_app.definitions import Definition
from pb_app.eligibility import NotEligible
from pb_app.models.polls import Poll
from pb_app.queries import points, polls, withdrawals
from pb_app.queries.vouchers import voucher_of
from pb_app.receipts import SECRET_LENGTH
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.residents.ballots import HandedIn, Typed, travelled
from pb_app.residents.forms import BallotForm, ChoicesForm, ClaimForm
from pb_app.residents.papers import Paper
from pb_app.services import voting
from pb_app.stages import Areas, PollState
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.errors import in_words
from pb_app.web.frames import framed
from pb_app.web.i18n import locale
from pb_app.web.limits import address, wrong_cards, wrong_cards_of_a_person
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.voters import holds_code, needs_voter, to_code_page
from pb_app.withdrawn import definition_now

bp = Blueprint("voting", __name__)
bp.before_request(needs_voter)


@bp.get("/polls/<int:poll_no>/vote")
def show_vote(poll_no: int) -> ResponseReturnValue:
    """Where the voter stands: too early, too late, to claim a vote, to choose, or done."""
    uow = unit_of_work()
    poll = _public_poll(uow, poll_no)
    standing = voting.standing_of(uow, poll)
    if standing.has_voted:
        return render_template("residents/show_voted.html", poll=poll)
    if not _takes_votes(uow, poll):
        return render_template("residents/show_not_open.html", poll=poll)
    if standing.roll_no is None and holds_code():
        return to_code_page(poll_no)
    if standing.roll_no is None and voting.is_struck(uow, poll):
        return render_template("residents/show_struck.html", poll=poll), 403
    if standing.roll_no is None:
        return _claim_page(uow, poll)
    return redirect(url_for(".choose_projects", poll_no=poll_no))


def _claim_page(uow: UnitOfWork, poll: Poll) -> ResponseReturnValue:
    """What somebody sees who is not on the roll: how to come on it, that they must wait, or that nobody can claim."""
    if eligibility.read(poll.eligibility).listed:
        return render_template("residents/show_not_listed.html", poll=poll), 403
    if voting.is_waiting(uow, poll):
        return render_template("residents/show_held.html", poll=poll)
    vouches = voucher_of(uow.session, poll.poll_no, uow.actor.person_id) is not None
    return render_template("residents/show_vote.html", poll=poll, form=ClaimForm.asking(poll), vouches=vouches)


@bp.post("/polls/<int:poll_no>/roll")
@wrong_cards
@wrong_cards_of_a_person
def claim_vote(poll_no: int) -> ResponseReturnValue:
    """Take the postcode, put the voter on the roll, and go on to the paper."""
    uow = unit_of_work()
    poll = _public_poll(uow, poll_no)
    form = ClaimForm.asking(poll)
    if not form.validate():
        return render_template("residents/show_vote.html", poll=poll, form=form), 422
    try:
        source = Source(address(), locale())
        if not voting.claim_vote(uow, poll_no, form.postcode.data or "", form.said(), source):
            return render_template("residents/show_held.html", poll=_public_poll(uow, poll_no)), 202
    except NotEligible as refused:
        return render_template("residents/show_stop.html", poll=_public_poll(uow, poll_no), no=in_words(refused)), 403
    except Invalid as refused:
        g.wrong_card = refused.field == "card"
        form.refuse(refused, refused.field or "postcode")
        return render_template("residents/show_vote.html", poll=_public_poll(uow, poll_no), form=form), 422
    return redirect(url_for(".choose_projects", poll_no=poll_no))


@bp.get("/polls/<int:poll_no>/ballot")
def choose_projects(poll_no: int) -> ResponseReturnValue:
    """The paper, or before it the question for the voter's area where the paper has several to choose from."""
    uow = unit_of_work()
    if _cannot_vote(uow, poll_no):
        return redirect(url_for(".show_vote", poll_no=poll_no))
    definition = definition_now(uow.session, _public_poll(uow, poll_no))
    if definition.paper.areas and definition.areas is Areas.CHOSEN:
        return _area_page(poll_no, definition)
    return _paper_page(_paper(uow, poll_no))


@bp.post("/polls/<int:poll_no>/ballot/area")
def choose_area(poll_no: int) -> ResponseReturnValue:
    """The paper of the area that the voter chose; nothing of it is kept."""
    uow = unit_of_work()
    if _cannot_vote(uow, poll_no):
        return redirect(url_for(".show_vote", poll_no=poll_no))
    try:
        paper = _paper(uow, poll_no)
    except BallotError as refused:
        definition = definition_now(uow.session, _public_poll(uow, poll_no))
        return _area_page(poll_no, definition, refused), 422
    return _paper_page(paper)


@bp.post("/polls/<int:poll_no>/ballot/choices")
def change_choices(poll_no: int) -> ResponseReturnValue:
    """Back from the check to the paper, with the choices that travelled in the form."""
    paper = _paper(unit_of_work(), poll_no)
    return _paper_page(paper, paper.again(travelled(request.form)))


@bp.post("/polls/<int:poll_no>/ballot/check")
def check_ballot(poll_no: int) -> ResponseReturnValue:
    """Show what would be cast. Nothing has been kept; the page says so."""
    uow = unit_of_work()
    if _cannot_vote(uow, poll_no):
        return redirect(url_for(".show_vote", poll_no=poll_no))
    paper = _paper(uow, poll_no)
    typed = paper.typed(request.form)
    checked = paper.checked(typed)
    if checked.faults:
        return _paper_page(paper, typed, checked.faults), 422
    form = BallotForm(formdata=None, secret=uow.keys.random(SECRET_LENGTH).hex())
    return render_template(
        "residents/check_ballot.html", paper=paper, poll=paper.poll, form=form, choices=checked.choices
    )


@bp.post("/polls/<int:poll_no>/ballot")
def cast_ballot(poll_no: int) -> ResponseReturnValue:
    """Cast, and answer with the receipt itself: its code stands in no address (settled.md 4)."""
    uow = unit_of_work()
    sent = HandedIn.of(request.form)
    try:
        receipt = voting.cast_ballot(uow, poll_no, sent.choices, sent.secret, area=sent.area)
    except BallotError as refused:
        paper = _paper(uow, poll_no)
        return _paper_page(paper, paper.again(sent.choices), {paper.sheets[0].contest_id: refused}), 422
    except Conflict:
        poll = _public_poll(uow, poll_no)
        if voting.standing_of(uow, poll).has_voted:
            return render_template("residents/show_voted.html", poll=poll), 409
        raise
    return _receipt_page(receipt), 201 if receipt.is_new else 200


def _receipt_page(receipt: voting.Receipt) -> str:
    own = {"code": receipt.code, "key": receipt.secret, "note": receipt.note}
    if holds_code():
        return render_template("residents/cast_ballot.html", **own, poll=receipt.poll)
    return framed("residents/cast_ballot.html", own, poll=receipt.poll)


def _public_poll(uow: UnitOfWork, poll_no: int) -> Poll:
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll


def _takes_votes(uow: UnitOfWork, poll: Poll) -> bool:
    return poll.state is PollState.OPEN and poll.opens_at <= uow.now() < poll.closes_at


def _cannot_vote(uow: UnitOfWork, poll_no: int) -> bool:
    poll = _public_poll(uow, poll_no)
    standing = voting.standing_of(uow, poll)
    return standing.roll_no is None or standing.has_voted or not _takes_votes(uow, poll)


def _paper(uow: UnitOfWork, poll_no: int) -> Paper:
    """The frozen paper of the voter's area in an order of their own, the same each time and favouring nobody.

    Raises BadBallot where there is no paper for the area that was sent.
    """
    poll = _public_poll(uow, poll_no)
    definition = definition_now(uow.session, poll)
    voter = hmac.digest(uow.keys.session, f"paper {poll.id} {_voter(uow)}".encode(), "sha256")
    area = voting.area_of(uow, poll, request.form.get("area", "")) if definition.paper.areas else ""
    return Paper.of(poll, definition, area, voter, voter.hex()[:16])


def _voter(uow: UnitOfWork) -> str:
    """Who votes, for an order of the paper: a person's number, or the key of whoever holds a code."""
    code = uow.actor.code
    return str(uow.actor.person_id) if code is None else code.person_key.hex()


def _area_page(poll_no: int, definition: Definition, refused: BallotError | None = None) -> str:
    """Which areas there are; somebody of none of them answers the contests for everyone, if there are some."""
    return render_template(
        "residents/choose_area.html",
        poll=_public_poll(unit_of_work(), poll_no),
        areas=definition.paper.areas,
        elsewhere=any(not one.contest.area for one in definition.contests),
        refused=in_words(refused) if refused else "",
    )


def _paper_page(
    paper: Paper, typed: Mapping[str, Typed] | None = None, faults: Mapping[str, BallotError | Invalid] | None = None
) -> str:
    form, told = ChoicesForm(formdata=None), dict(faults or {})
    for refused in told.values():
        form.refuse(refused, "projects")
    session = unit_of_work().session
    pack = points.frozen_pack(session, paper.poll)
    projects = polls.projects_of(session, paper.poll.round_no)
    return render_template(
        "residents/choose_projects.html",
        paper=paper,
        poll=paper.poll,
        by_ref={project.ref: project for project in projects},
        form=form,
        pack=pack,
        away=points.taken_away(session, pack) if pack else (),
        typed=typed or paper.again({}),
        faults={contest_id: in_words(refused) for contest_id, refused in told.items()},
        withdrawn=withdrawals.approved_of(session, paper.poll.poll_no),
        alphabetical="a-z" in request.args,
    )
