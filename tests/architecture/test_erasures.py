"""Whatever table leads to a person, erasing them has something to say of it."""

from pb_app.models.base import Base
from pb_app.services.erasures import STAYING, THEIRS


def test_every_table_of_a_person_goes_with_them_or_stays_for_a_reason() -> None:
    of_people = {one.class_ for one in Base.registry.mappers if "person_id" in one.columns}
    assert of_people - {*THEIRS, *STAYING} == set(), "add it to THEIRS, or to STAYING with what becomes of it"
    assert {*THEIRS, *STAYING} - of_people == set()
    assert not {*THEIRS} & {*STAYING}
    assert all(STAYING.values())
