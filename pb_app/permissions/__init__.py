"""Who may do what, where and when, and which facts the log then holds: one table, a file for each area. Pure."""

from pb_app.actions import Action
from pb_app.permissions import (
    audits,
    counts,
    halls,
    moderation,
    money,
    opinions,
    partnerships,
    people,
    polls,
    rooms,
    rounds,
    talk,
)
from pb_app.permissions.rows import Logged, Row
from pb_app.refusals import Forbidden, NotVisible, sentence
from pb_app.roles import GRANTED, Actor, Role, Scope, Subject

__all__ = ["TABLE", "Logged", "Row", "may", "refusal"]

TABLE: dict[Action, Row] = (
    people.ROWS
    | partnerships.ROWS
    | rounds.ROWS
    | rooms.ROWS
    | moderation.ROWS
    | opinions.ROWS
    | talk.ROWS
    | polls.ROWS
    | halls.ROWS
    | counts.ROWS
    | money.ROWS
    | audits.ROWS
)


def may(actor: Actor, action: Action, subject: Subject) -> bool:
    """Whether the actor may do this to the subject now."""
    return refusal(actor, action, subject) is None


def refusal(actor: Actor, action: Action, subject: Subject) -> Forbidden | NotVisible | None:
    """None if the actor may; otherwise the refusal, with a sentence for the reader."""
    row = TABLE[action]
    if not _has_role(actor, row, subject.scope):
        if not subject.is_public and not _belongs(actor, subject.scope):
            return NotVisible(sentence("There is nothing here under this address."))
        if actor.person_id is None and not actor.is_system:
            return Forbidden(sentence("Sign in first. Then try again."))
        return Forbidden(sentence("Your role does not include this. Ask an administrator if it should."))
    if row.stages is not None and subject.stage not in row.stages:
        return Forbidden(sentence("This cannot be done at the present stage."))
    unmet = next((also for also in row.also if not also.holds(actor, subject)), None)
    return Forbidden(unmet.otherwise) if unmet else None


def _has_role(actor: Actor, row: Row, scope: Scope) -> bool:
    if Role.ANYONE in row.roles:
        return True
    if actor.is_system:
        return Role.SYSTEM in row.roles
    if Role.RESIDENT in row.roles and actor.person_id is not None:
        return True
    if Role.CODE_HOLDER in row.roles and actor.code is not None:
        return True
    return actor.grant_for(row.roles, scope) is not None


def _belongs(actor: Actor, scope: Scope) -> bool:
    return actor.is_system or actor.grant_for(frozenset(GRANTED), scope) is not None
