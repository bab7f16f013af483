"""Card numbers: read however they are spaced, taken by their beginning and length, never more than a claim."""

import pytest

from pb_app.cards import Card, CardKind, CardRule, read_card, read_prefixes
from pb_app.refusals import Invalid

RULES = (CardRule(CardKind.YOUNG_SCOT, ("633597",)), CardRule(CardKind.LIBRARY, ("D", "21")))


@pytest.mark.parametrize(
    ("typed", "card"),
    [
        ("6335 9712 3456 7890", Card(CardKind.YOUNG_SCOT, "6335971234567890")),
        ("d-123456", Card(CardKind.LIBRARY, "D123456")),
        ("210000", Card(CardKind.LIBRARY, "210000")),
    ],
)
def test_a_card_is_known_by_its_number(typed: str, card: Card) -> None:
    assert read_card(typed, RULES) == card
    assert card.identity == f"card:{card.kind}:{card.number}"


WRONG = (
    "", "633597123456789", "63359712345678901", "633597123456789X", "6335981234567890", "D1234", "D" + "1" * 20,
    "D12345é", "D１２３４５６", "D12345;", "=D123456",
)  # fmt: skip


@pytest.mark.parametrize("typed", WRONG)
def test_what_is_no_card_of_the_poll_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="no card number"):
        read_card(typed, RULES)


def test_without_rules_no_card_counts() -> None:
    with pytest.raises(Invalid):
        read_card("6335971234567890", ())


def test_prefixes_are_read_from_a_list() -> None:
    assert read_prefixes(CardKind.LIBRARY, " d, 21,,D ") == ("D", "21")
    assert read_prefixes(CardKind.YOUNG_SCOT, " ") == ()


@pytest.mark.parametrize("typed", ["63359X", "é", "6" * 13, ",".join(str(n) for n in range(41))])
def test_prefixes_that_no_number_begins_with_are_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="parted by commas"):
        read_prefixes(CardKind.YOUNG_SCOT, typed)
