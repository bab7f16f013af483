"""Live rooms: who is let in, who hears what, and what is refused."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pb_app.queries import rooms as queries
from pb_app.services import rooms as use_cases
from pb_app.sockets import rooms as sockets
from pb_app.web.unit_of_work import installation
from tests import world
from tests.rooms_world import Talked
from tests.sockets.conftest import Listener, post_by_page, token_of_page
from tests.world import World

Listen = Callable[[str | None], Listener]
BrowserOf = Callable[[str | None], FlaskClient]


def test_everybody_in_the_room_hears_what_is_said_in_the_same_order(listen: Listen, room: Talked) -> None:
    rhona, niall, nobody = listen("resident"), listen("neighbour"), listen(None)
    for listener in (rhona, niall, nobody):
        assert listener.joins(room)["ok"]
    assert rhona.posts(room, "A bench, please.") == {"ok": True, "seq": 1, "duplicate": False}
    assert niall.posts(room, "Two!") == {"ok": True, "seq": 2, "duplicate": False}
    heard = rhona.heard()
    assert [event["seq"] for event in heard] == [1, 2]
    assert "A bench, please." in heard[0]["html"]
    assert niall.heard() == heard == nobody.heard()


def test_who_wrote_something_personal_is_asked_and_may_post_it(listen: Listen, room: Talked) -> None:
    rhona = listen("resident")
    asked = rhona.posts(room, "Ring 07700 900123, eejit")
    assert (asked["ok"], asked["asks"], asked["status"]) == (False, True, 422)
    assert "07700 900123" in asked["why"]
    assert "eejit" in asked["why"]
    said = {"room": room.room_id, "key": "key-00000001", "body": "Ring 07700 900123, eejit", "sure": True}
    assert rhona.says("post", said) == {"ok": True, "seq": 1, "duplicate": False}


def test_who_has_not_joined_hears_nothing(listen: Listen, room: Talked) -> None:
    outside = listen("neighbour")
    listen("resident").posts(room, "Only for the room")
    assert outside.heard() == []


def test_who_left_hears_no_more(listen: Listen, room: Talked) -> None:
    niall = listen("neighbour")
    niall.joins(room)
    assert niall.says("leave", {"room": room.room_id}) == {"ok": True}
    listen("resident").posts(room, "Too late for him")
    assert niall.heard() == []


def test_joining_gives_what_followed_a_place_and_how_much_was_missed(listen: Listen, room: Talked) -> None:
    rhona, niall = listen("resident"), listen("neighbour")
    for number in range(1, 5):
        (niall if number == 4 else rhona).posts(room, f"Number {number}", f"key-number-{number}")
    told = niall.joins(room, after=1)
    assert [(event["seq"], event["mine"]) for event in told["events"]] == [(2, False), (3, False), (4, True)]
    assert (told["last"], told["more"], told["missed"]) == (4, False, 2)
    assert "You missed 2 messages." in told["divider"]


def test_nothing_missed_draws_no_line(listen: Listen, room: Talked) -> None:
    told = listen(None).joins(room)
    assert (told["events"], told["missed"], told["divider"]) == ([], 0, "")


def test_a_long_absence_is_caught_up_on_in_portions(
    listen: Listen, room: Talked, monkeypatch: pytest.MonkeyPatch
) -> None:
    rhona = listen("resident")
    for number in range(5):
        rhona.posts(room, f"Number {number}", f"key-number-{number}")
    whole = queries.events_after
    monkeypatch.setattr(queries, "events_after", lambda session, room_id, after: whole(session, room_id, after, most=2))
    seen: list[int] = []
    more = True
    while more:
        told = rhona.joins(room, after=seen[-1] if seen else 0)
        seen += [event["seq"] for event in told["events"]]
        more = told["more"]
    assert seen == [1, 2, 3, 4, 5]


def test_what_is_said_while_somebody_enters_is_not_missed(
    app: Flask, lorn: World, listen: Listen, room: Talked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hole of reading before entering: said after the permission was read, before the room was entered."""

    def slowly(name: str) -> None:
        uow = world.acting(installation(app), lorn, "neighbour")
        use_cases.post_message(uow, room.room_id, "in-between", "Said in between")
        uow.close()
        enter(name)

    enter = sockets.join_room
    monkeypatch.setattr(sockets, "join_room", slowly)
    told = listen(None).joins(room)
    assert ["Said in between" in event["html"] for event in told["events"]] == [True]


def test_posted_by_page_and_heard_by_socket(listen: Listen, browser_of: BrowserOf, room: Talked) -> None:
    niall = listen("neighbour")
    niall.joins(room)
    assert post_by_page(browser_of("resident"), room, "From a plain form") == 302
    [event] = niall.heard()
    assert "From a plain form" in event["html"]


def test_posted_by_socket_and_sent_again_by_page_stands_once(listen: Listen, room: Talked) -> None:
    rhona = listen("resident")
    rhona.joins(room)
    rhona.posts(room, "Only once", "the-same-key")
    assert post_by_page(rhona.browser, room, "Only once", "the-same-key") == 302
    assert len(rhona.heard()) == 1
    assert rhona.posts(room, "Only once", "the-same-key") == {"ok": True, "seq": 1, "duplicate": True}


def test_markup_is_heard_as_it_was_written(listen: Listen, room: Talked) -> None:
    rhona = listen("resident")
    rhona.joins(room)
    rhona.posts(room, "<img src=x onerror=alert(1)> {{ 7 * 7 }}")
    [event] = rhona.heard()
    assert "<img" not in event["html"]
    assert "&lt;img src=x onerror=alert(1)&gt; {{ 7 * 7 }}" in event["html"]


def test_a_hidden_message_is_heard_as_hidden_and_never_told_again(
    app: Flask, lorn: World, listen: Listen, room: Talked
) -> None:
    niall = listen("neighbour")
    niall.joins(room)
    niall.posts(room, "Something unkind")
    uow = world.acting(installation(app), lorn, "facilitator")
    use_cases.hide_message(uow, room.room_id, 1, "It named a neighbour.")
    uow.close()
    _, hiding = niall.heard()
    assert (hiding["seq"], hiding["message"], hiding["redraws"]) == (2, 1, True)
    assert "Hidden by a facilitator: It named a neighbour." in hiding["html"]
    told = listen(None).joins(room)
    assert "unkind" not in repr(told)
    assert [event["message"] for event in told["events"]] == [1, 1]


def test_each_hears_in_the_language_of_their_page(
    connect: Callable[..., Listener], browser_of: BrowserOf, room: Talked, app: Flask, lorn: World
) -> None:
    reader = browser_of(None)
    gaelic = connect(reader, auth={"token": token_of_page(reader, room), "language": "gd"})
    english = connect(browser_of("resident"))
    gaelic.joins(room)
    english.joins(room)
    english.posts(room, "A bench, please.")
    assert [" dhen " in event["html"] for event in gaelic.heard()] == [True]
    assert [" dhen " in event["html"] for event in english.heard()] == [False]
