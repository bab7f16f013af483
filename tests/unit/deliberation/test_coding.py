"""The draw of a sample to code, and how far two coders agree."""

from fractions import Fraction

from deliberation.coding import CODES, Aspect, Coded, agreement, authors_by_code, drawn


def test_a_draw_follows_from_its_seed_whatever_the_order_of_the_messages() -> None:
    assert drawn(range(1, 9), "seed", 3) == drawn(reversed(range(1, 9)), "seed", 3)
    assert len(drawn(range(1, 9), "seed", 3)) == 3
    assert drawn(range(1, 9), "seed", 3) != drawn(range(1, 9), "another seed", 3)


def test_agreement_of_nobody_is_nought_and_without_kappa() -> None:
    nothing = agreement([])
    assert (nothing.share, nothing.kappa, nothing.is_enough) == (0, None, False)


def test_codes_are_counted_where_both_gave_the_same_with_the_people_behind_them() -> None:
    coded = [
        Coded("Ann", "", "none", "none"),
        Coded("Ann", "", "none", "none"),
        Coded("Bob", "", "qualified", "qualified"),
        Coded("Cat", "", "qualified", "none"),
    ]
    assert (agreement(coded).share, agreement(coded).kappa) == (Fraction(3, 4), Fraction(1, 2))
    assert authors_by_code(Aspect.JUSTIFICATION, coded)["none"] == (2, 1)
    assert not agreement(coded).is_enough


def test_each_aspect_has_its_own_codes() -> None:
    assert {len(codes) for codes in CODES.values()} == {4}
