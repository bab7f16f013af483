"""Every event of the live rooms stands in the documents, with its payload, and every one there exists."""

import ast
import re
from dataclasses import fields
from typing import get_args

from pb_app.events import Event
from pb_app.sockets import payloads
from pb_app.sockets.broadcast import BEHIND, HEARD, NAMESPACE
from pb_app.sockets.rooms import PROTOCOL, RoomsNamespace
from tests.architecture import tree

PAGE = "docs/sockets.md"


def rows(heading: str) -> dict[str, str]:
    """Return the rows of the table under a heading, by their first cell."""
    under = tree.text(PAGE).split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return {row[1]: row[0] for row in re.finditer(r"^\| `(\w+)`.*$", under, re.MULTILINE)}


def handled() -> set[str]:
    return {name.removeprefix("on_") for name in vars(RoomsNamespace) if name.startswith("on_")} - set(PROTOCOL)


def test_every_event_that_is_handled_is_documented() -> None:
    assert set(rows("What a client sends")) == handled()


def test_every_field_of_a_payload_is_documented() -> None:
    said = rows("What a client sends")
    parsed = {"join": payloads.Join, "post": payloads.Post, "leave": payloads.Leave}
    assert set(parsed) == handled()
    missing = [(name, f.name) for name, kind in parsed.items() for f in fields(kind) if f"`{f.name}`" not in said[name]]
    assert missing == []


def test_every_event_that_is_heard_is_documented() -> None:
    assert set(rows("What a client hears")) == {HEARD, BEHIND}
    assert f"`{NAMESPACE}`" in tree.text(PAGE)


def test_every_published_event_is_documented() -> None:
    assert set(rows("What is published inside")) == {kind.__name__ for kind in get_args(Event)}


def test_every_handler_answers() -> None:
    handlers = [
        function
        for function in tree.functions("pb_app/sockets/rooms.py")
        if function.name.removeprefix("on_") in handled() and function.name.startswith("on_")
    ]
    assert len(handlers) == len(handled())
    assert [handler.name for handler in handlers if not isinstance(handler.body[-1], ast.Return)] == []
