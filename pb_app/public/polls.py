"""A poll as anyone may see it: what is voted on and how it is counted."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pb_app import definitions
from pb_app.models.polls import Poll
from pb_app.queries import hours, kiosks, polls, strikes, withdrawals
from pb_app.refusals import NotVisible, sentence
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("polls", __name__)


@bp.get("/polls/<int:poll_no>")
def show_poll(poll_no: int) -> ResponseReturnValue:
    """The poll: paper, rule, hours, state. No figure of choices before the close."""
    uow = unit_of_work()
    poll = _public_poll(poll_no)
    return render_template(
        "public/show_poll.html",
        poll=poll,
        definition=definitions.read_definition(poll.definition),
        projects=polls.projects_of(uow.session, poll.round_no),
        now=uow.now(),
        extensions=hours.approved_of(uow.session, poll_no),
        struck=strikes.struck_of(uow.session, poll_no).struck,
        withdrawn=withdrawals.approved_of(uow.session, poll_no),
        given_up=kiosks.given_up_of(uow.session, poll.id),
    )


def _public_poll(poll_no: int) -> Poll:
    poll = polls.poll_by_no(unit_of_work().session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll
