"""A small partnership to tell test stories in: one locality, one forum, two partners, and somebody for every role."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from pb_app.models.localities import Locality, Outcome, Postcode
from pb_app.models.partnerships import Forum, ForumKind, Partner, PartnerKind, Partnership
from pb_app.models.people import Person, RoleGrant
from pb_app.roles import Role
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation

SOME_TIME_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)
POSTCODE = "PA344AB"
ELSEWHERE = "FK11AA"


@dataclass(frozen=True, slots=True)
class World:
    """Ids of what there is. `people` maps a role word (officer, approver, resident …) to a person's id."""

    partnership_id: int
    locality_id: int
    other_locality_id: int
    forum_id: int
    council_id: int
    health_board_id: int
    outcome_id: int
    people: dict[str, int]


def build(parts: Installation) -> World:
    """Write the partnership straight into the tables, so that no story depends on another use case."""
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        world = _rows(uow.session)
        uow.session.commit()
    uow.close()
    return world


def acting(parts: Installation, world: World, who: str | None) -> UnitOfWork:
    """A unit of work of somebody in this world, or of nobody known."""
    return parts.unit_of_work(world.people[who] if who else None)


def _rows(session: Session) -> World:
    partnership = Partnership(slug="lorn", name="Lorn Community Planning Partnership", name_gd="")
    session.add(partnership)
    session.flush()
    here, there = (
        Locality(partnership_id=partnership.id, slug=name.lower(), name=name) for name in ("Oban", "Kilmartin")
    )
    session.add_all([here, there])
    session.flush()
    forum = Forum(partnership_id=partnership.id, locality_id=here.id, name="Oban forum", kind=ForumKind.LOCALITY_FORUM)
    council = Partner(partnership_id=partnership.id, name="Lorn Council", kind=PartnerKind.COUNCIL)
    health_board = Partner(partnership_id=partnership.id, name="NHS Lorn", kind=PartnerKind.HEALTH_BOARD)
    outcome = Outcome(partnership_id=partnership.id, title="People live active, healthier lives")
    session.add_all([forum, council, health_board, outcome])
    session.add(Postcode(partnership_id=partnership.id, postcode=POSTCODE, locality_id=here.id))
    session.add(Postcode(partnership_id=partnership.id, postcode=ELSEWHERE, locality_id=there.id))
    session.flush()
    people = {who: _person(session, who, name) for who, name in PEOPLE.items()}
    for who, role in GRANTS.items():
        local = who == "other_officer"
        session.add(
            RoleGrant(
                person_id=people[who],
                role=role,
                partnership_id=partnership.id,
                locality_id=there.id if local else None,
                forum_id=None,
                pseudonym=f"{role}-{who}",
                granted_at=SOME_TIME_AGO,
            )
        )
    session.flush()
    return World(partnership.id, here.id, there.id, forum.id, council.id, health_board.id, outcome.id, people)


PEOPLE = {
    "administrator": "Adair",
    "officer": "Oighrig",
    "second_officer": "Osgar",
    "other_officer": "Orla",
    "approver": "Ailsa",
    "facilitator": "Fearghas",
    "councillor": "Calum",
    "auditor": "Aoife",
    "resident": "Rhona",
    "neighbour": "Niall",
}
GRANTS = {
    "administrator": Role.ADMINISTRATOR,
    "officer": Role.OFFICER,
    "second_officer": Role.OFFICER,
    "other_officer": Role.OFFICER,
    "approver": Role.APPROVER,
    "facilitator": Role.FACILITATOR,
    "councillor": Role.COUNCILLOR,
    "auditor": Role.AUDITOR,
}


def _person(session: Session, who: str, name: str) -> int:
    person = Person(email=f"{who}@moothill.example", display_name=name, created_at=SOME_TIME_AGO)
    session.add(person)
    session.flush()
    return person.id
