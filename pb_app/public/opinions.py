"""What a room thinks of its statements: a list, a map beside a table where enough people make groups, and files."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from pb_app import permissions
from pb_app.actions import Action
from pb_app.exports.opinions import opinions_csv, opinions_json
from pb_app.opinion_figures import OpinionFigures
from pb_app.queries import opinions as queries
from pb_app.refusals import Forbidden, sentence
from pb_app.roles import Actor
from pb_app.web.errors import in_words
from pb_app.web.forms import number_of
from pb_app.web.opinion_map import rings
from pb_app.web.opinions import StatementForm, shown_opinions
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("opinions", __name__)
SOMEBODY = Actor(person_id=0)  # signed in and holding no role: asks whether statements are taken at all


@bp.get("/rooms/<int:room_id>/opinions")
def show_opinions(room_id: int) -> ResponseReturnValue:
    """The statement that waits for this reader, the results as far as they are open, and how to add a statement."""
    uow = unit_of_work()
    shown = shown_opinions(uow, room_id)
    refused = permissions.refusal(SOMEBODY, Action.GIVE_OPINION, shown.room)
    statements = queries.statements_of(uow.session, room_id)
    numbers = [one.number for one in shown.figures.statements] if shown.figures else []
    asked = number_of(request.args.get("statement"))
    coloured = asked if asked in numbers else next(iter(numbers), None)
    return render_template(
        "public/show_opinions.html",
        shown=shown,
        room=shown.room,
        figures=shown.figures,
        statements=statements,
        texts={one.number: one.body for one in statements},
        coloured=coloured,
        rings=rings(shown.figures, coloured) if shown.figures and coloured else [],
        closed=in_words(refused) if refused else "",
        may_hide=uow.may(Action.HIDE_STATEMENT, shown.room),
        may_close=uow.may(Action.CLOSE_STATEMENTS, shown.room),
        statement_form=StatementForm(),
    )


@bp.get("/rooms/<int:room_id>/opinions/draws")
def show_draws(room_id: int) -> ResponseReturnValue:
    """How often each statement was drawn beside its chances, and whether every draw gives again what it gave."""
    uow = unit_of_work()
    shown = shown_opinions(uow, room_id)
    draws = queries.draws_of(uow.session, room_id)
    return render_template(
        "public/show_draws.html",
        room=shown.room,
        often=queries.drawn_often(draws),
        draws=len(draws),
        unlike=sum(not queries.draws_again(one) for one in draws),
    )


@bp.get("/rooms/<int:room_id>/opinions.csv")
def download_opinions(room_id: int) -> ResponseReturnValue:
    """The published figures as a table."""
    figures = _open_figures(room_id)
    told = opinions_csv(figures, queries.statements_of(unit_of_work().session, room_id))
    return _file(told.encode("utf-8-sig"), "text/csv; charset=utf-8", f"opinions-{room_id}.csv")


@bp.get("/rooms/<int:room_id>/opinions.json")
def download_opinions_json(room_id: int) -> ResponseReturnValue:
    """The same as JSON."""
    figures = _open_figures(room_id)
    told = opinions_json(figures, queries.statements_of(unit_of_work().session, room_id))
    return _file(told.encode(), "application/json", f"opinions-{room_id}.json")


def _open_figures(room_id: int) -> OpinionFigures:
    found = shown_opinions(unit_of_work(), room_id).figures
    if found is None:
        raise Forbidden(sentence("These results are not open to you yet, or too few people took part."))
    return found


def _file(told: bytes, kind: str, name: str) -> Response:
    answer = Response(told, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
