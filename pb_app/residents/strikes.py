"""The page on which somebody reads why their place on a roll is objected to, and replies."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from pb_app.models.strikes import RollStrike
from pb_app.queries import polls
from pb_app.queries import strikes as queries
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.services import strikes
from pb_app.web.forms import PageForm, needed
from pb_app.web.login import needs_sign_in
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("strikes", __name__)
bp.before_request(needs_sign_in)


class ReplyForm(PageForm):
    """What the person concerned says."""

    words = TextAreaField(
        _l("Why the vote is yours"),
        description=_l("The officers who decide read this, and nobody else"),
        validators=[needed(_l("Say why the vote is yours."))],
    )


@bp.get("/polls/<int:poll_no>/strike")
def show_strike(poll_no: int) -> ResponseReturnValue:
    """What is said, until when to reply, and the reply so far."""
    row = _own(poll_no)
    return _page(poll_no, row, ReplyForm(formdata=None, words=row.reply))


@bp.post("/polls/<int:poll_no>/strike")
def answer_strike(poll_no: int) -> ResponseReturnValue:
    """Reply."""
    row, form = _own(poll_no), ReplyForm()
    if form.validate():
        try:
            strikes.answer_strike(unit_of_work(), poll_no, form.words.data or "")
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("Your reply is kept. You get a letter once it is decided."), "success")
            return redirect(url_for(".show_strike", poll_no=poll_no))
    return _page(poll_no, row, form), 422


def _own(poll_no: int) -> RollStrike:
    uow = unit_of_work()
    row = queries.waiting_for(uow.session, poll_no, uow.actor.person_id)
    if row is None:
        raise NotVisible(sentence("Nobody objects to your place on this roll."))
    return row


def _page(poll_no: int, row: RollStrike, form: ReplyForm) -> str:
    poll = polls.poll_by_no(unit_of_work().session, poll_no)
    return render_template("residents/show_strike.html", poll=poll, strike=row, form=form)
