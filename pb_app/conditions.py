"""Conditions of a deed that are finer than role, scope and stage, each with its sentence. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pb_app.refusals import sentence
from pb_app.roles import Actor, Role
from pb_app.stages import ProposalState


@dataclass(frozen=True, slots=True)
class Predicate:
    """A condition finer than role, scope and stage, with the sentence for those who do not meet it."""

    name: str
    holds: Callable[[Actor, Any], bool]
    otherwise: str


def _not_the_one_who(attribute: str, otherwise: str) -> Predicate:
    return Predicate(
        f"someone else than {attribute}",
        lambda actor, subject: actor.is_system or getattr(subject, attribute) != actor.person_id,
        otherwise,
    )


ONESELF_OR_ADMINISTRATOR = Predicate(
    "oneself or an administrator",
    lambda actor, one: (
        actor.is_system or actor.person_id == one.person_id or actor.holds(Role.ADMINISTRATOR, one.scope)
    ),
    sentence("Only you yourself, or an administrator whom you asked, may erase your account."),
)
AUTHOR = Predicate(
    "the author",
    lambda actor, proposal: proposal.author_id == actor.person_id,
    sentence("Only the person who submitted this proposal may change it."),
)
OTHER_THAN_AUTHOR = _not_the_one_who(
    "author_id", sentence("This proposal is your own. Somebody else must decide on it.")
)
AMENDER = Predicate(
    "the one who suggests the change",
    lambda actor, amendment: amendment.author_id == actor.person_id,
    sentence("Only the person who suggested this change may do that."),
)
PROPOSER = Predicate(
    "the author of the proposal",
    lambda actor, amendment: amendment.proposal.author_id == actor.person_id,
    sentence("Only the person who put the proposal forward decides on changes to it."),
)
NOT_WITHDRAWN = Predicate(
    "not withdrawn",
    lambda _actor, room: room.proposal is None or room.proposal.state is not ProposalState.WITHDRAWN,
    sentence("This room is closed, because the proposal was withdrawn."),
)
OTHER_THAN_FREEZER = _not_the_one_who(
    "frozen_by", sentence("The rules were frozen by you. A second person must open the poll.")
)
OTHER_THAN_PROPOSER = _not_the_one_who(
    "proposed_by", sentence("You proposed this extension. A second person must approve it.")
)
OTHER_THAN_WITHDRAWER = _not_the_one_who(
    "proposed_by", sentence("You proposed that this project leaves the paper. A second person must approve it.")
)
CONCERNED = Predicate(
    "the one concerned",
    lambda actor, objection: objection.person_id is not None and objection.person_id == actor.person_id,
    sentence("Only the person concerned may reply."),
)
OTHER_THAN_OBJECTOR = _not_the_one_who(
    "proposed_by", sentence("You object to this place. A second person must decide.")
)
OTHER_THAN_COUNTER = _not_the_one_who(
    "counted_by", sentence("The count was run by you. A second person must approve its publication.")
)


APPELLANT = Predicate(
    "the one it was decided against",
    lambda actor, contested: contested.author_id == actor.person_id,
    sentence("Only whoever the decision was about may appeal against it."),
)
OTHER_THAN_DECIDER = _not_the_one_who(
    "decided_by", sentence("This decision was yours. Somebody else must look at it again.")
)
OTHER_THAN_APPELLANT = _not_the_one_who(
    "author_id", sentence("This appeal is your own. Somebody else must decide on it.")
)
SECOND_PERSON = Predicate(
    "a second person from the limit on",
    lambda actor, movement: not movement.needs_second_person or movement.proposed_by != actor.person_id,
    sentence("This amount needs two people. Somebody else than the proposer must post it."),
)
