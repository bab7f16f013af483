"""What people are asked about before they post it."""

import pytest

from deliberation.care import MOST_NAMED, Doubt, Worry, doubts


@pytest.mark.parametrize(
    "found",
    [
        "rhona.macleod@example.org",
        "PA34 4AB",
        "pa344ab",
        "G1 1AA",
        "AB 12 34 56 C",
        "AB123456C",
        "07700 900123",
        "+44 7700 900123",
        "(01631) 562 125",
        "01631562125",
    ],
)
def test_what_tells_who_or_where_somebody_is_is_found(found: str) -> None:
    assert doubts([f"Ask {found}, please."]) == (Doubt(Worry.PERSONAL, (found,)),)


@pytest.mark.parametrize(
    "plain",
    [
        "The bus at 9am, gate B8 2am or 4pm",
        "£01234567890 is no telephone number",
        "From 01-02-2026 10 until 12",
        "GB 12 34 56 C is given to nobody",
        "Look at https://example.org/a/01631562125",
        "12,000 people, 0.123456789 of them",
        "Scunthorpe, Cockburn Street and the Dick Whittington panto",
        "Seats beside the canal, for £4,500",
    ],
)
def test_what_only_looks_like_it_is_not(plain: str) -> None:
    assert doubts([plain]) == ()


def test_words_that_hurt_are_found_whole_and_in_any_case() -> None:
    assert doubts(["You EEJIT!", "A bumpkin’s idiot, eejit."]) == (Doubt(Worry.ROUGH, ("EEJIT", "idiot", "eejit")),)


def test_a_partnership_has_words_of_its_own() -> None:
    assert doubts(["Those Tinkers"], ["tinkers"]) == (Doubt(Worry.ROUGH, ("Tinkers",)),)


def test_both_are_asked_about_and_few_are_named() -> None:
    many = " ".join(f"somebody{number}@example.org" for number in range(9))
    personal, rough = doubts([many, "scum"])
    assert len(personal.found) == MOST_NAMED
    assert rough == Doubt(Worry.ROUGH, ("scum",))
