"""Drawing tables: even, mixed, away from earlier neighbours, and the same again from the same seed."""

from deliberation.tables import draw, mates_of

PEOPLE = {number: ("resident" if number < 8 else "service") for number in range(12)}


def test_tables_are_even_and_every_kind_is_spread() -> None:
    tables = draw(PEOPLE, 3, "seed")
    assert sorted(one for table in tables for one in table) == sorted(PEOPLE)
    assert {len(table) for table in tables} == {4}
    services = [sum(PEOPLE[one] == "service" for one in table) for table in tables]
    assert max(services) - min(services) <= 1


def test_the_same_seed_draws_the_same_tables_and_another_draws_others() -> None:
    assert draw(PEOPLE, 3, "seed") == draw(PEOPLE, 3, "seed")
    assert draw(PEOPLE, 3, "seed") != draw(PEOPLE, 3, "other seed")


def test_numbers_differ_by_one_at_most() -> None:
    assert sorted(len(table) for table in draw(dict.fromkeys(range(11), ""), 4, "seed")) == [2, 3, 3, 3]


def test_a_second_draw_avoids_who_sat_together() -> None:
    people = dict.fromkeys(range(9), "")
    first = draw(people, 3, "seed")
    met = mates_of(first)
    assert len(met) == 9
    again = [len(met & mates_of(draw(people, 3, f"seed {number}", met))) for number in range(20)]
    by_chance = [len(met & mates_of(draw(people, 3, f"seed {number}"))) for number in range(20)]
    assert sum(again) < sum(by_chance)
