"""Answering an appeal: by somebody else than who decided."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app import permissions
from pb_app.actions import Action
from pb_app.facilitators.moderation import notices_address
from pb_app.facilitators.moderation_forms import AnswerForm
from pb_app.moderating import Contested
from pb_app.queries import notices
from pb_app.queries.notices import Notice
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import appeals
from pb_app.web.errors import in_words, status_of
from pb_app.web.login import needs_role
from pb_app.web.moderation_words import DECIDED, letter_of_appeal
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("appeals", __name__, url_prefix="/moderation/decisions/<int:decision_id>/appeal")
bp.before_request(needs_role(Role.FACILITATOR, Role.OFFICER))


@bp.get("")
def show_appeal(decision_id: int) -> ResponseReturnValue:
    """The appeal with the message and the decision; the form for those who may answer."""
    return _page(_appealed(decision_id), AnswerForm())


@bp.post("")
def decide_appeal(decision_id: int) -> ResponseReturnValue:
    """Answer it, and go back to the queue."""
    _appealed(decision_id)
    form, status = AnswerForm(), 422
    if form.validate():
        try:
            upheld = form.outcome.data == "upheld"
            write = letter_of_appeal(notices_address())
            answer = form.answer.data or ""
            appeals.decide_appeal(unit_of_work(), decision_id, answer, is_upheld=upheld, write=write)
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            flash(_("The appeal is answered. The author is told."), "success")
            return redirect(url_for("facilitators.moderation.show_queue"))
    return _page(_appealed(decision_id), form), status


def _appealed(decision_id: int) -> Notice:
    uow = unit_of_work()
    found = notices.notice_of(uow.session, decision_id)
    if found is None or found.appeal is None or not uow.may(Action.DECIDE_ON_MESSAGE, found.room):
        raise NotVisible(sentence("There is no such appeal."))
    return found


def _page(notice: Notice, form: AnswerForm) -> str:
    decision = notice.decision
    contested = Contested(notice.room, decision.author_id, decision.decided_by)
    refused = permissions.refusal(unit_of_work().actor, Action.DECIDE_APPEAL, contested)
    return render_template(
        "facilitators/show_appeal.html",
        notice=notice,
        form=form,
        decided=DECIDED,
        refused=in_words(refused) if refused else "",
    )
