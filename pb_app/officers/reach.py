"""Whose partnership a page of officers is about, and whether it lies within the reader's reach."""

from pb_app.actions import Action
from pb_app.models.partnerships import Partnership
from pb_app.permissions import refusal
from pb_app.queries import partnerships
from pb_app.refusals import Forbidden, NotVisible, sentence
from pb_app.roles import GRANTED
from pb_app.web.unit_of_work import unit_of_work


def reached(slug: str) -> Partnership:
    """The partnership under this address, if the reader holds a role anywhere in it.

    Raises NotVisible if there is none, Forbidden if the reader holds no role there.
    """
    uow = unit_of_work()
    partnership = partnerships.partnership_by_slug(uow.session, slug)
    if partnership is None:
        raise NotVisible(sentence("There is no partnership under this address."))
    held = {grant.scope.partnership_id for grant in uow.actor.grants if grant.role in GRANTED}
    if not held & {None, partnership.id}:
        raise Forbidden(sentence("You hold no role in this partnership."))
    return partnership


def reached_for(slug: str, action: Action) -> Partnership:
    """The same, if the reader may do this to the whole partnership; raises the refusal otherwise."""
    partnership = reached(slug)
    refused = refusal(unit_of_work().actor, action, partnership)
    if refused is not None:
        raise refused
    return partnership
