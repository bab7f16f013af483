"""A room's report as a page and as files: about the room, never about a person."""

from collections.abc import Callable

import pytest
from flask import Flask

from deliberation.kinds import Channel, MessageKind, RoomStage
from pb_app.models.people import Person
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind, RoomSeat
from pb_app.web.unit_of_work import Installation, installation
from tests.pages.reader import Reader
from tests.rooms_world import Talked, open_room
from tests.world import SOME_TIME_AGO, World

ReaderAs = Callable[[str | None], Reader]


@pytest.fixture
def room(app: Flask, lorn: World) -> Talked:
    return open_room(installation(app), lorn)


def talk(parts: Installation, world: World, room: Talked, seats: int) -> None:
    """An argument of two with an answer, a stage between, a hidden message; and so many others who say nothing."""
    uow = parts.system_unit_of_work()
    first, second, facilitator = (world.people[who] for who in ("resident", "neighbour", "facilitator"))
    events = [
        {"person_id": first, "message_kind": MessageKind.PRO, "source": "The council's survey"},
        {"person_id": facilitator, "kind": RoomEventKind.STAGE, "facts": {"stage": "weigh", "minutes": 0}},
        {"person_id": second, "message_kind": MessageKind.CON, "reply_to_seq": 1, "channel": Channel.FORM},
        {"person_id": second, "hidden_by_seq": 9},
    ]
    with parts.database.writing(uow.session):
        uow.session.get_one(Room, room.room_id).agenda_stage = RoomStage.WEIGH
        for seq, event in enumerate(events, 1):
            usual = {"kind": RoomEventKind.MESSAGE, "key": f"key-{seq:08}", "body": "Words", "at": SOME_TIME_AGO}
            uow.session.add(RoomEvent(room_id=room.room_id, seq=seq, **(usual | event)))
        for at in range(seats):
            person = Person(email=f"silent-{at}@moothill.example", display_name="Sìne", created_at=SOME_TIME_AGO)
            uow.session.add(person)
            uow.session.flush()
            uow.session.add(
                RoomSeat(room_id=room.room_id, person_id=person.id, seat="resident", invited_at=SOME_TIME_AGO)
            )
        uow.session.commit()
    uow.close()


def test_a_report_tells_stages_and_channels_apart_and_names_nobody(
    app: Flask, lorn: World, reader_as: ReaderAs, room: Talked
) -> None:
    talk(installation(app), lorn, room, seats=10)
    anybody = reader_as(None)
    assert f"/rooms/{room.room_id}/report" in anybody.open(f"/rooms/{room.room_id}").text
    page = anybody.open(f"/rooms/{room.room_id}/report").text
    assert "The whole room" in page
    assert "Weigh trade-offs, not live" in page
    assert "How evenly people took part, by messages" in page
    assert not {"Rhona", "Niall", "Sìne"} & set(page.split())
    lines = anybody.open(f"/rooms/{room.room_id}/report.csv").text.splitlines()
    assert lines[1] == "all,all,2,12,2,1,1,5/6,10/11,0.279,5/6,1/2"
    assert [line.split(",")[:3] for line in lines[4:]] == [
        ["gather", "all", "1"],
        ["gather", "live", "1"],
        ["weigh", "all", "1"],
        ["weigh", "asynchronous", "1"],
    ]
    told = anybody.open(f"/rooms/{room.room_id}/report.json").json
    assert told
    assert told[0]["silent_share"] == "5/6"


def test_of_few_people_only_messages_are_told(app: Flask, lorn: World, reader_as: ReaderAs, room: Talked) -> None:
    talk(installation(app), lorn, room, seats=3)
    page = reader_as(None).open(f"/rooms/{room.room_id}/report").text
    assert "is told from 10 people present on" in page
    assert reader_as(None).open(f"/rooms/{room.room_id}/report.csv").text.splitlines()[1].endswith(",,,,,")


def test_an_empty_room_says_so(reader_as: ReaderAs, room: Talked) -> None:
    assert "Nobody has said anything yet." in reader_as(None).open(f"/rooms/{room.room_id}/report").text
