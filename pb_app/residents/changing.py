"""Changing a vote: the key of the receipt, choose, check, replace. Nobody is asked to sign in."""

import hmac
from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from ballots.errors import BallotError
from pb_app.models.polls import Poll
from pb_app.queries import points, polls, withdrawals
from pb_app.receipts import SECRET_LENGTH
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.residents.ballots import HandedIn, Typed
from pb_app.residents.forms import ChoicesForm
from pb_app.residents.papers import Paper
from pb_app.services import changes
from pb_app.web.errors import in_words
from pb_app.web.forms import PageForm, needed
from pb_app.web.limits import limiter
from pb_app.web.login import GUARD
from pb_app.web.unit_of_work import unit_of_work
from pb_app.withdrawn import definition_now

bp = Blueprint("changing", __name__)


def needs_a_changeable_poll() -> None:
    """Guard: anyone, but only where a vote can be changed. Who may change which is decided by the key alone."""
    if not _poll((request.view_args or {}).get("poll_no", 0)).may_change:
        raise Conflict(sentence("In this poll a vote is final. It cannot be changed."))


setattr(needs_a_changeable_poll, GUARD, ())
bp.before_request(needs_a_changeable_poll)


class KeyForm(PageForm):
    """The key on the newest receipt."""

    key = StringField(
        _l("Receipt key"),
        description=_l("32 letters and digits, on your newest receipt"),
        validators=[needed(_l("Enter the key on your receipt"))],
    )

    def secret(self) -> bytes:
        """The key as bytes. Raises Invalid for what cannot be one."""
        try:
            found = bytes.fromhex("".join((self.key.data or "").split()))
        except ValueError:
            found = b""
        if len(found) != SECRET_LENGTH:
            raise Invalid(sentence("A receipt key has 32 letters and digits, 0 to 9 and a to f."), field="key")
        return found


@bp.get("/polls/<int:poll_no>/change")
def show_change(poll_no: int) -> ResponseReturnValue:
    """Ask for the key."""
    return _key_page(poll_no, KeyForm(formdata=None))


@bp.post("/polls/<int:poll_no>/change/paper")
@limiter.limit("30 per 10 minutes")
def choose_again(poll_no: int) -> ResponseReturnValue:
    """The paper, empty: what was chosen before is not shown to anyone."""
    form = KeyForm()
    if not form.validate():
        return _key_page(poll_no, form), 422
    try:
        key = form.secret()
        changes.changeable(unit_of_work(), poll_no, key)
    except Invalid as refused:
        form.refuse(refused)
        return _key_page(poll_no, form), 422
    return _paper_page(_paper(poll_no, key), key)


@bp.post("/polls/<int:poll_no>/change/check")
def check_change(poll_no: int) -> ResponseReturnValue:
    """Show what would stand in the place of the old ballot. Nothing has been changed; the page says so."""
    uow, key = unit_of_work(), KeyForm().secret()
    paper = _paper(poll_no, key)
    typed = paper.typed(request.form)
    checked = paper.checked(typed)
    if checked.faults:
        return _paper_page(paper, key, typed, checked.faults), 422
    own = {"key": key.hex(), "secret": uow.keys.random(SECRET_LENGTH).hex()}
    return render_template("residents/check_change.html", paper=paper, poll=paper.poll, choices=checked.choices, **own)


@bp.post("/polls/<int:poll_no>/change")
@limiter.limit("30 per 10 minutes")
def change_ballot(poll_no: int) -> ResponseReturnValue:
    """Replace the ballot, and answer with the new receipt itself."""
    uow, form = unit_of_work(), KeyForm()
    try:
        key, sent = form.secret(), HandedIn.of(request.form)
        receipt = changes.change_ballot(uow, poll_no, key, sent.choices, sent.secret)
    except BallotError as refused:
        paper = _paper(poll_no, key)
        return _paper_page(paper, key, paper.again(sent.choices), {paper.sheets[0].contest_id: refused}), 422
    except Invalid as refused:
        form.refuse(refused, "key")
        return _key_page(poll_no, form), 422
    own = {"code": receipt.code, "key": receipt.secret, "note": receipt.note}
    return render_template("residents/cast_ballot.html", **own, poll=receipt.poll), 201 if receipt.is_new else 200


def _poll(poll_no: int) -> Poll:
    poll = polls.poll_by_no(unit_of_work().session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll


def _paper(poll_no: int, key: bytes) -> Paper:
    """The frozen paper of the area of the old ballot, shuffled by the key."""
    poll = _poll(poll_no)
    definition = definition_now(unit_of_work().session, poll)
    area = changes.area_under(unit_of_work(), poll.id, definition, key)
    voter = hmac.digest(unit_of_work().keys.session, b"change" + key, "sha256")
    return Paper.of(poll, definition, area, voter)


def _key_page(poll_no: int, form: KeyForm) -> str:
    return render_template("residents/show_change.html", poll=_poll(poll_no), form=form)


def _paper_page(
    paper: Paper,
    key: bytes,
    typed: Mapping[str, Typed] | None = None,
    faults: Mapping[str, BallotError | Invalid] | None = None,
) -> str:
    form, told = ChoicesForm(formdata=None), dict(faults or {})
    for refused in told.values():
        form.refuse(refused, "projects")
    session = unit_of_work().session
    projects = polls.projects_of(session, paper.poll.round_no)
    pack = points.frozen_pack(session, paper.poll)
    return render_template(
        "residents/change_paper.html",
        form=form,
        paper=paper,
        poll=paper.poll,
        by_ref={project.ref: project for project in projects},
        typed=typed or paper.again({}),
        faults={contest_id: in_words(refused) for contest_id, refused in told.items()},
        key=key.hex(),
        pack=pack,
        away=points.taken_away(session, pack) if pack else (),
        withdrawn=withdrawals.approved_of(session, paper.poll.poll_no),
    )
