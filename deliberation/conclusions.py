"""When what a room recommends is signed by enough of those who were named for it."""

FEWEST_SIGNATURES = 2


def may_close(named: int, signed: int, dissenting: int) -> bool:
    """Whether a room can close: two signatures at least, and an answer of half of those named, dissent included."""
    return signed >= FEWEST_SIGNATURES and 2 * (signed + dissenting) >= named
