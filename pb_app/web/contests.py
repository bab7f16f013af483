"""Which contest of a paper a page is about: told by its place in the address, and the first where nothing is told."""

from flask import request

FIRST = 1


def place_asked() -> int:
    """The place of the contest that the address names; of the first where it names none or nothing sensible."""
    return request.args.get("contest", FIRST, type=int)


def place_told(place: int) -> int | None:
    """The place as an address tells it: the first is not named."""
    return None if place == FIRST else place
