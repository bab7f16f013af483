"""Readers of pages, and a small world in the application they read."""

import secrets
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pb_app.models.people import SignInSession
from pb_app.queries.people import token_hash
from pb_app.services.imports import import_poll
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation, installation
from tests import ballot_box, world
from tests.ballot_box import Voting
from tests.pages.poll_stories import SHARES, counted_poll, published_poll
from tests.pages.reader import Reader
from tests.polls import SMALL
from tests.world import World


@pytest.fixture
def lorn(app: Flask) -> World:
    """The small world, inside the application."""
    return world.build(installation(app))


@pytest.fixture
def reader_as(app: Flask, lorn: World) -> Callable[[str | None], Reader]:
    """Make readers: `reader_as("officer")` is signed in, `reader_as(None)` is anybody."""

    def make(who: str | None) -> Reader:
        client = app.test_client()
        if who:
            _sign_in(installation(app), client, lorn.people[who])
        return Reader(client)

    return make


@pytest.fixture
def acting(app: Flask, lorn: World) -> Iterator[Callable[[str | None], UnitOfWork]]:
    """Make units of work in the application's installation."""
    made: list[UnitOfWork] = []

    def make(who: str | None) -> UnitOfWork:
        made.append(world.acting(installation(app), lorn, who))
        return made[-1]

    yield make
    for uow in made:
        uow.close()


@pytest.fixture
def open_poll(app: Flask, lorn: World) -> Voting:
    """A poll that takes votes."""
    return ballot_box.opened(installation(app), lorn)


@pytest.fixture
def closed(acting: Callable[[str | None], UnitOfWork]) -> int:
    """The number of a closed poll of eleven voters."""
    poll_no: int = import_poll(acting("officer"), SMALL, "Oban", SHARES).poll_no
    return poll_no


@pytest.fixture
def counted(acting: Callable[[str | None], UnitOfWork]) -> int:
    """The number of such a poll, counted by the officer."""
    return counted_poll(acting, SMALL, SHARES)


@pytest.fixture
def published(acting: Callable[[str | None], UnitOfWork]) -> int:
    """The number of such a poll, published by the approver."""
    return published_poll(acting, SMALL, SHARES)


def _sign_in(parts: Installation, client: FlaskClient, person_id: int) -> None:
    """Be signed in as this person, as if by a code."""
    token = secrets.token_urlsafe(16)
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        now = uow.now()
        row = SignInSession(token_hash=token_hash(token), person_id=person_id, created_at=now, seen_at=now)
        uow.session.add(row)
        uow.session.commit()
    uow.close()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
