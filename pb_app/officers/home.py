"""The desk: what lies in one's scope, and what to do next."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from deliberation.answers import OpenQuestion
from pb_app.actions import Action
from pb_app.audit.halts import halt_of
from pb_app.models.partnerships import Partnership
from pb_app.models.rounds import Round
from pb_app.officers.tasks import Task, VoteTask, next_task, tasks_of, vote_task
from pb_app.permissions.rooms import TALKING
from pb_app.queries import claims, decisions, partnerships, polls, rounds
from pb_app.queries.questions import open_questions, rooms_of_rounds
from pb_app.queries.readiness import readiness
from pb_app.refusals import Refusal
from pb_app.roles import GRANTED, Site
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.errors import in_words
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("home", __name__)
bp.before_request(needs_role(*GRANTED))


@dataclass(frozen=True, slots=True)
class Desk:
    """What a partnership holds for the reader: tasks (for those who set it up), their rounds, votes and questions."""

    partnership: Partnership
    sets_up: bool
    tasks: list[Task]
    next: Task | None
    rounds: list[Round]
    votes: list[VoteTask]
    questions: Sequence[OpenQuestion]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing for a round."""
        return all(task.complete for task in self.tasks)


@bp.get("/officers")
def show_desk() -> ResponseReturnValue:
    """Every partnership within the reader's reach, with what comes next."""
    uow = unit_of_work()
    found = partnerships.partnerships_of(uow.session, uow.actor)
    return render_template(
        "officers/show_desk.html",
        desks=[_desk(uow, one) for one in found],
        may_create=uow.may(Action.CREATE_PARTNERSHIP, Site()),
        halt=_halt(uow),
        now=uow.now(),
    )


def _halt(uow: UnitOfWork) -> tuple[str, datetime] | None:
    """Why the log is not signed, in the reader's language, and since when; None while all is well."""
    noted = halt_of(uow.session)
    return None if noted is None else (in_words(Refusal(noted.template, **json.loads(noted.figures))), noted.since)


def _desk(uow: UnitOfWork, partnership: Partnership) -> Desk:
    sets_up = uow.may(Action.ADD_PARTNER, partnership)
    may_grant = uow.may(Action.GRANT_ROLE, partnership)
    ready = readiness(uow.session, partnership.id)
    tasks = tasks_of(partnership, ready, may_grant=may_grant) if sets_up else []
    run = [one for one in rounds.rounds_run_by(uow.session, uow.actor) if _is_of(one, partnership)]
    talking = rooms_of_rounds(uow.session, [one.round_no for one in run if one.stage in TALKING])
    return Desk(
        partnership=partnership,
        sets_up=sets_up,
        tasks=tasks,
        next=next_task(tasks),
        rounds=run,
        votes=_votes(uow, partnership),
        questions=open_questions(uow.session, talking),
    )


def _votes(uow: UnitOfWork, partnership: Partnership) -> list[VoteTask]:
    decided = decisions.decided_polls(uow.session)
    found = [one for one in polls.polls_in(uow.session, None) if _is_of(one.round, partnership)]
    held = claims.held_by_poll(uow.session)
    tasks = [
        vote_task(uow.actor, poll, awards_posted=decided.get(poll.poll_no), waiting=held.get(poll.id, 0))
        for poll in found
    ]
    return [task for task in tasks if task is not None]


def _is_of(round_: Round, partnership: Partnership) -> bool:
    return round_.scope.partnership_id == partnership.id
