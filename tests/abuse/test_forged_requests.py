"""Requests that no page of ours made: every change wants its token, and reading changes nothing (A15)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.abuse.conftest import Told
from tests.abuse.doors import doors, stored, token_of
from tests.pages.reader import Reader

ReaderAs = Callable[[str | None], Reader]
REFUSED = (400, 419)
Forged = dict[str, Any]


def forgeries(own: str, foreign: str) -> dict[str, Forged]:
    """Requests with a token that is missing, somebody else's, damaged, or where no form would carry it."""
    return {
        "no token": {"data": {"to": "decision"}},
        "an empty token": {"data": {"csrf_token": ""}},
        "a token of another browser": {"data": {"csrf_token": foreign}},
        "a token that is cut": {"data": {"csrf_token": own[:-1]}},
        "plain text": {"data": f"csrf_token={own}", "content_type": "text/plain"},
        "json": {"json": {"csrf_token": own}},
        "broken parts": {"data": f"csrf_token={own}", "content_type": "multipart/form-data; boundary=x"},
    }


def test_no_door_is_opened_by_a_forged_request(app: Flask, told: Told, reader_as: ReaderAs) -> None:
    told("published")
    foreign = token_of(reader_as("resident"))
    reader, before = reader_as("officer"), stored(app)
    for name, forged in forgeries(token_of(reader), foreign).items():
        for door in doors(app, "POST"):
            assert reader.client.post(door.address, **forged).status_code in REFUSED, (str(door), name)
    assert stored(app) == before


@pytest.mark.parametrize("who", ["officer", None])
def test_reading_changes_nothing(app: Flask, told: Told, reader_as: ReaderAs, who: str | None) -> None:
    told("awards")
    reader, before = reader_as(who), stored(app)
    for door in doors(app, "GET"):
        answer = reader.client.get(f"{door.address}?csrf_token=x&role=officer&to=delivery")
        assert answer.status_code < 500, door
    assert stored(app) == before


def test_every_view_that_changes_something_takes_no_reading(app: Flask) -> None:
    changing = {door.endpoint for door in doors(app, "POST")}
    assert not changing & {door.endpoint for door in doors(app, "GET")}
