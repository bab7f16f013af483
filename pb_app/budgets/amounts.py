"""Amounts as sentences of refusals name them; pages show money by their own filter. Pure."""

_MINOR_UNITS = 100


def amount_text(minor_units: int, currency: str = "GBP") -> str:
    """Return an amount in words of its currency: £12,000 for whole pounds, £12,000.50 otherwise, PLN 12,000."""
    sign = "-" if minor_units < 0 else ""
    whole, rest = divmod(abs(minor_units), _MINOR_UNITS)
    figures = f"{whole:,}.{rest:02d}" if rest else f"{whole:,}"
    return f"{sign}£{figures}" if currency == "GBP" else f"{sign}{currency} {figures}"
