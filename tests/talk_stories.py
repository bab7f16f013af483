"""People in a room for stories about measures: those who take part, and what they hand in."""

from sqlalchemy import select

from deliberation.kinds import MessageKind
from deliberation.sheets import Mark, Standard
from pb_app.models.people import Person
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind, RoomSeat
from pb_app.services import sheets
from pb_app.web.unit_of_work import Installation
from tests.rooms_world import Talked
from tests.world import SOME_TIME_AGO

ALL_YES = dict.fromkeys(Standard, Mark.YES)


def seat(parts: Installation, room: Talked, people: int) -> list[int]:
    """So many people with a seat in the room; return their ids."""
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        made = [
            Person(email=f"seat-{at}@moothill.example", display_name="Sìne", created_at=SOME_TIME_AGO)
            for at in range(people)
        ]
        uow.session.add_all(made)
        uow.session.flush()
        ids = [one.id for one in made]
        for one in ids:
            seated = RoomSeat(room_id=room.room_id, person_id=one, seat="resident", invited_at=SOME_TIME_AGO)
            uow.session.add(seated)
        uow.session.commit()
    uow.close()
    return ids


def say(parts: Installation, room: Talked, *people: int, body: str = "A bench is needed because people rest") -> None:
    """A message of each of these people, written straight into the table."""
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        held = uow.session.scalars(select(Room).where(Room.id == room.room_id)).one()
        for person in people:
            held.last_seq += 1
            uow.session.add(
                RoomEvent(
                    room_id=room.room_id, seq=held.last_seq, kind=RoomEventKind.MESSAGE, person_id=person,
                    key=f"key-{held.last_seq:08}", body=body, at=SOME_TIME_AGO, message_kind=MessageKind.PRO,
                )
            )  # fmt: skip
        uow.session.commit()
    uow.close()


def hand_in(parts: Installation, sheet_id: int, people: list[int], mark: Mark = Mark.YES) -> None:
    """These people mark every standard so."""
    for person in people:
        uow = parts.unit_of_work(person)
        sheets.fill_sheet(uow, sheet_id, dict.fromkeys(Standard, mark))
        uow.close()
