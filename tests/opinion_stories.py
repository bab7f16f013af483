"""A room full of opinions, written straight into the tables: two camps of people, and statements they differ on."""

from random import Random

from pb_app.models.opinions import Opinion, OpinionBoard, Results, Statement
from pb_app.models.people import Person
from pb_app.web.unit_of_work import Installation
from tests.rooms_world import Talked
from tests.world import SOME_TIME_AGO, World

TEXTS = (
    "More benches by the shore",
    "The ferry should run later",
    "Cars belong off the esplanade",
    "A skate park would bring the young to town",
    "Keep the old bandstand",
    "Street lights should go off at midnight",
    "Rubbish bins need emptying more often",
    "The pier is for boats and not for shops",
    "Free buses on Saturdays",
    "Dogs on leads all year round",
    "A market every month",
    "Plant trees along the road",
)


def fill(parts: Installation, world: World, room: Talked, *camps: int, results: Results = Results.ALWAYS) -> None:
    """Statements, and people in camps: all agree with the first, and each camp with its own others alone."""
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        uow.session.add(OpinionBoard(room_id=room.room_id, results=results, most_each=5))
        author = world.people["resident"]
        made = [
            Statement(room_id=room.room_id, number=number, author_id=author, body=body, at=SOME_TIME_AGO)
            for number, body in enumerate(TEXTS, 1)
        ]
        people = [
            [Person(email=f"{camp}-{at}@moothill.example", display_name="Somebody", created_at=SOME_TIME_AGO)
             for at in range(size)]
            for camp, size in enumerate(camps)
        ]  # fmt: skip
        uow.session.add_all([*made, *(person for camp in people for person in camp)])
        uow.session.flush()
        uow.session.add_all(
            Opinion(statement_id=one.id, person_id=person.id, sign=sign)
            for one, person, sign in _opinions(made, people)
        )
        uow.session.commit()
    uow.close()


def _opinions(made: list[Statement], people: list[list[Person]]) -> list[tuple[Statement, Person, int]]:
    chance = Random(3)
    return [
        (one, person, 1 if at == 0 or at % len(people) == camp else -1)
        for camp, members in enumerate(people)
        for person in members
        for at, one in enumerate(made)
        if at == 0 or chance.random() < 0.9
    ]
