"""The fair slate of the design document (deliberation.md 4.8): most marks, widest cover, equal shares, audited."""

from fractions import Fraction

from deliberation.slate import Audit, audit, most_marked, people_of, widest
from pb_app.slates import Slate, by_equal_shares, slate_of

S1, S2, S3, S4, S5, S6 = range(1, 7)
MARKS = {
    S1: frozenset(range(14)),
    S2: frozenset(range(13)),
    S3: frozenset(range(1, 14)),
    S4: frozenset(range(14, 20)),
    S5: frozenset(range(20, 24)),
    S6: frozenset(range(10, 18)),
}


def test_the_most_marks_give_one_camp_every_line() -> None:
    assert most_marked(MARKS, 3) == (S1, S2, S3)
    assert len(people_of(MARKS, (S1, S2, S3))) == 14


def test_the_widest_cover_reaches_everybody() -> None:
    assert widest(MARKS, 3) == (S1, S4, S5)
    assert len(people_of(MARKS, (S1, S4, S5))) == 24


def test_equal_shares_gives_a_camp_what_its_size_is_worth_and_the_others_theirs() -> None:
    slate = slate_of(MARKS, "seed")
    assert set(slate.points) > {S1, S4}
    assert slate.points == by_equal_shares(MARKS, "seed", 3)
    assert slate.audit == Audit(places=3, people=24, covered=20, by_marks=14, by_cover=24, left_out=4)
    assert slate.audit.is_fair
    assert Fraction(slate.audit.left_out, slate.audit.people) < Fraction(1, 3)


def test_the_audit_finds_a_group_that_was_large_enough_for_a_place() -> None:
    camps = {1: frozenset(range(20)), 2: frozenset(range(20)), 3: frozenset(range(20, 30))}
    assert not audit(camps, (1, 2), 3).is_fair
    assert 3 in slate_of(camps, "seed").points


def test_a_slate_rests_on_no_fewer_than_ten_people_and_takes_the_first_points_until_then() -> None:
    few = {7: frozenset[int](), 5: frozenset(range(9)), 2: frozenset({1}), 9: frozenset(range(9))}
    assert slate_of(few, "seed") == Slate((2, 5, 7), None)
    assert slate_of({}, "seed") == Slate((), None)


def test_places_that_nobody_s_marks_fill_go_to_the_points_that_came_first() -> None:
    marks = {4: frozenset(range(10)), 2: frozenset[int](), 8: frozenset[int](), 9: frozenset[int]()}
    assert slate_of(marks, "seed").points == (2, 4, 8)
    assert widest(marks, 3) == (4,)
