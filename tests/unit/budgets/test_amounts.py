"""Amounts as a refusal says them."""

import pytest

from pb_app.budgets.amounts import amount_text


@pytest.mark.parametrize(
    ("minor_units", "currency", "text"),
    [
        (0, "GBP", "£0"),
        (1_200_000, "GBP", "£12,000"),
        (1_200_005, "GBP", "£12,000.05"),
        (-50, "GBP", "-£0.50"),
        (4_500_00, "PLN", "PLN 4,500"),
    ],
)
def test_an_amount_is_said_in_its_currency(minor_units: int, currency: str, text: str) -> None:
    assert amount_text(minor_units, currency) == text
