"""Asking to be reminded of a vote, and not wanting it after all. The page says nothing of whether somebody voted."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.models.polls import Poll
from pb_app.queries import polls
from pb_app.queries import reminders as queries
from pb_app.refusals import NotVisible, sentence
from pb_app.services import reminders
from pb_app.services.reminders import ReminderLetter
from pb_app.web.login import needs_sign_in
from pb_app.web.unit_of_work import installation, unit_of_work

bp = Blueprint("reminders", __name__)
bp.before_request(needs_sign_in)


@bp.get("/polls/<int:poll_no>/reminder")
def show_reminder(poll_no: int) -> ResponseReturnValue:
    """Whether one asked to be reminded, and the button for the other way."""
    uow, poll = unit_of_work(), _public_poll(poll_no)
    return render_template(
        "residents/show_reminder.html",
        poll=poll,
        asked=queries.has_asked(uow.session, poll.id, uow.actor.person_id),
        may_ask=uow.may(Action.ASK_FOR_REMINDER, poll) and uow.now() <= poll.closes_at - queries.BEFORE,
    )


@bp.post("/polls/<int:poll_no>/reminder")
def ask_for_reminder(poll_no: int) -> ResponseReturnValue:
    """Be reminded."""
    reminders.ask_for_reminder(unit_of_work(), poll_no, _letter(_public_poll(poll_no)))
    flash(_("You get one letter in the last day, unless you have voted by then."), "success")
    return redirect(url_for(".show_reminder", poll_no=poll_no))


@bp.post("/polls/<int:poll_no>/reminder/cancelled")
def cancel_reminder(poll_no: int) -> ResponseReturnValue:
    """Not be reminded."""
    reminders.cancel_reminder(unit_of_work(), poll_no)
    flash(_("You get no reminder of this vote."), "success")
    return redirect(url_for(".show_reminder", poll_no=poll_no))


def _public_poll(poll_no: int) -> Poll:
    poll = polls.poll_by_no(unit_of_work().session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll


def _letter(poll: Poll) -> ReminderLetter:
    """The letter, in the language in which it was asked for."""
    uow, site = unit_of_work(), installation().settings.site_url.rstrip("/")
    token = reminders.token_of(uow.keys, uow.actor.person_id or 0)
    stop = site + url_for("public.reminders.show_stop", token=token)
    vote = site + url_for("residents.voting.show_vote", poll_no=poll.poll_no)
    body = _(
        "You asked us to remind you.\n\nVoting closes within a day: %(title)s\n\nYou have not voted yet. To vote, open "
        "this page:\n%(vote)s\n\nThis is the only reminder of this vote. For no reminders at all, open this page:\n"
        "%(stop)s\n",
        title=poll.title,
        vote=vote,
        stop=stop,
    )
    return ReminderLetter(_("Your reminder to vote"), body, stop)
