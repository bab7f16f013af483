"""What attackers find: a whole round with everything in it, readers of every kind, and the doors of the application."""

from collections.abc import Callable

import pytest
from flask import Flask

from pb_app.services import rooms
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation, installation
from tests import ballot_box, whole_story
from tests.ballot_box import Voting
from tests.pages.conftest import acting, lorn, reader_as
from tests.world import World

__all__ = ["acting", "lorn", "reader_as"]
Acting = Callable[[str | None], UnitOfWork]
Told = Callable[[str], int]


@pytest.fixture
def told(app: Flask, lorn: World, acting: Acting) -> Told:
    """Tell the whole story until a step; a message stands in the room of proposal 1. The poll's number comes back."""

    def tell(until: str) -> int:
        poll_no = whole_story.told(installation(app), acting, lorn, until)
        rooms.post_message(acting("resident"), 1, "message-1", "Where would the lamps stand?")
        return poll_no

    return tell


@pytest.fixture
def open_poll(app: Flask, lorn: World) -> Voting:
    """A poll in the application that takes votes."""
    return ballot_box.opened(installation(app), lorn)


@pytest.fixture
def opened(parts: Installation, small_world: World) -> Voting:
    """A poll that takes votes, on both databases."""
    return ballot_box.opened(parts, small_world)
