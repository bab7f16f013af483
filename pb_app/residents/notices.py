"""What somebody is told of decisions about their messages, and the way to appeal."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from pb_app.moderating import appeal_until
from pb_app.queries import notices as queries
from pb_app.queries.notices import Notice
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.services import appeals
from pb_app.web.errors import status_of
from pb_app.web.forms import PageForm, needed
from pb_app.web.login import needs_sign_in
from pb_app.web.moderation_words import DECIDED
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("notices", __name__, url_prefix="/notices")
bp.before_request(needs_sign_in)


class AppealForm(PageForm):
    """Why somebody else should look again."""

    words = TextAreaField(
        _l("Why should somebody else look again?"), validators=[needed(_l("Say why somebody else should look again."))]
    )


@bp.get("")
def list_notices() -> ResponseReturnValue:
    """Every decision about the reader, the latest first."""
    uow = unit_of_work()
    found = queries.notices_for(uow.session, uow.actor.person_id)
    now = uow.now()
    offered = [one.decision.id for one in found if queries.may_be_appealed(one, appeal_until(one.decision), now)]
    return render_template(
        "residents/list_notices.html", notices=found, offered=offered, decided=DECIDED, until=appeal_until
    )


@bp.get("/<int:decision_id>/appeal")
def show_appeal(decision_id: int) -> ResponseReturnValue:
    """Ask why, with the decision in view."""
    return _page(_own(decision_id), AppealForm())


@bp.post("/<int:decision_id>/appeal")
def make_appeal(decision_id: int) -> ResponseReturnValue:
    """Appeal, and go back to the notices."""
    _own(decision_id)
    form, status = AppealForm(), 422
    if form.validate():
        try:
            appeals.make_appeal(unit_of_work(), decision_id, form.words.data or "")
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            flash(_("Your appeal is in. Somebody else decides, within seven days."), "success")
            return redirect(url_for(".list_notices"))
    return _page(_own(decision_id), form), status


def _own(decision_id: int) -> Notice:
    uow = unit_of_work()
    found = queries.notice_of(uow.session, decision_id)
    if found is None or found.decision.author_id != uow.actor.person_id:
        raise NotVisible(sentence("There is no such decision."))
    return found


def _page(notice: Notice, form: AppealForm) -> str:
    return render_template(
        "residents/make_appeal.html", notice=notice, form=form, decided=DECIDED, until=appeal_until(notice.decision)
    )
