"""A round as anyone may see it: what it decides, when, with what money, and what was put forward."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pb_app.actions import Action
from pb_app.queries import proposals, rounds
from pb_app.queries.room_list import rooms_of_round
from pb_app.refusals import NotVisible, sentence
from pb_app.stages import ROUND_ORDER, PollState, RoundStage
from pb_app.web.filters import ZONE
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("rounds", __name__)


@bp.get("/rounds/<int:round_no>")
def show_round(round_no: int) -> ResponseReturnValue:
    """The round: purpose, power statement, timetable, pot, proposals, vote, result, budget."""
    uow = unit_of_work()
    round_ = rounds.visible_round(uow.session, uow.actor, round_no)
    if round_ is None:
        raise NotVisible(sentence("There is no such round."))
    poll = rounds.poll_in(uow.session, round_no)
    is_public = poll is not None and poll.state is not PollState.DRAFT
    return render_template(
        "public/show_round.html",
        round=round_,
        poll=poll if is_public else None,
        pot=rounds.pot_of(uow.session, round_no),
        proposals=proposals.proposals_of(uow.session, round_no),
        is_calling=rounds.is_calling(round_, uow.now().astimezone(ZONE).date()),
        steps=steps_of(round_.stage),
        rooms=rooms_of_round(uow.session, round_no),
        runs_rooms=uow.may(Action.ADD_ROOM, round_),
        runs_it=uow.may(Action.MOVE_ROUND, round_),
    )


def steps_of(stage: RoundStage) -> list[tuple[RoundStage, str]]:
    """The stages that people see, each with whether it is done, now or later."""
    here = ROUND_ORDER.index(stage)
    when = {True: "done", False: "later"}
    return [(step, "now" if at == here else when[at < here]) for at, step in enumerate(ROUND_ORDER) if at]
