"""Looking after people under 16 in rooms: who is named for it, and what is passed to them."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from pb_app.actions import Action
from pb_app.models.cases import ModerationCase
from pb_app.models.moderation import SafeguardingLead
from pb_app.models.people import Person
from pb_app.queries import partnerships
from pb_app.receipts import normalised_email
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import Scope
from pb_app.room_log import RUNNING, locked_room
from pb_app.safeguarding import WriteFlag, pass_on
from pb_app.unit_of_work import UnitOfWork

NOBODY = sentence("Name an officer or a facilitator of the whole partnership, by the address they sign in with.")


def name_lead(uow: UnitOfWork, slug: str, email: str) -> None:
    """Name who is written to when somebody under 16 may be at risk in a room; a new one takes the old one's place.

    Refused: nobody of this address, or somebody who could not open the case (Invalid).
    """
    with uow.begin(Action.NAME_LEAD) as change:
        partnership = partnerships.partnership_to_change(uow.session, slug)
        if partnership is None:
            raise NotVisible(sentence("There is no partnership under this address."))
        change.permit(partnership)
        wanted = select(Person).where(Person.email == normalised_email(email)).options(selectinload(Person.grants))
        person = uow.session.scalar(wanted)
        if person is None or not _runs_rooms(person, Scope(partnership.id)):
            raise Invalid(NOBODY, field="email")
        uow.session.merge(SafeguardingLead(partnership_id=partnership.id, person_id=person.id, named_at=change.at))
        change.record(partnership, partnership=partnership.id)


def flag_case(uow: UnitOfWork, case_id: int, *, write: WriteFlag | None = None) -> None:
    """Pass a case to whoever is named for people under 16; what is decided on the message stays with the facilitators.

    Raises Conflict where it was passed on before.
    """
    with uow.begin(Action.FLAG_CASE) as change:
        room_id = uow.session.scalar(select(ModerationCase.room_id).where(ModerationCase.id == case_id))
        if room_id is None:
            raise NotVisible(sentence("There is no such case."))
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        case = uow.session.get_one(ModerationCase, case_id, with_for_update=True, populate_existing=True)
        if case.flagged_at is not None:
            raise Conflict(sentence("This was passed on already to the person who is named for it."))
        pass_on(uow.session, room, case, change.at, write)
        change.record(room, room=room.id)


def _runs_rooms(person: Person, scope: Scope) -> bool:
    return any(grant.role in RUNNING and grant.to_domain().scope.covers(scope) for grant in person.grants)
