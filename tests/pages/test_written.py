"""How messages are written and drawn: the little markup, quotations, and what others wrote that is much like it."""

from collections.abc import Callable

import pytest
from flask import Flask

from pb_app.services import rooms
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader
from tests.rooms_world import Talked, open_room
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]
BENCHES = "More benches along the shore, please"


@pytest.fixture
def room(app: Flask, lorn: World) -> Talked:
    return open_room(installation(app), lorn)


def say(acting: Acting, room: Talked, who: str, words: str) -> None:
    uow = acting(who)
    rooms.post_message(uow, room.room_id, "key-00000001", words)
    uow.close()


def test_markup_is_drawn_and_nothing_else_gets_through(reader_as: ReaderAs, acting: Acting, room: Talked) -> None:
    written = "**Look** <img src=x onerror=alert(1)>\n- one\n- two\n\n[council](https://evil.example/a?b=1&c)\n> <b>"
    say(acting, room, "resident", written)
    page = reader_as(None).open(f"/rooms/{room.room_id}").text
    assert "<p><strong>Look</strong> &lt;img src=x onerror=alert(1)&gt;</p><ul><li>one</li><li>two</li></ul>" in page
    link = '<a href="https://evil.example/a?b=1&amp;c" rel="nofollow ugc noopener">council</a> (evil.example)'
    assert link in page
    assert '<blockquote class="mh-quote"><p>&lt;b&gt;</p></blockquote>' in page


def test_a_message_is_quoted_by_a_link_and_a_plain_form(reader_as: ReaderAs, acting: Acting, room: Talked) -> None:
    say(acting, room, "neighbour", BENCHES)
    rhona = reader_as("resident")
    address = f"/rooms/{room.room_id}"
    assert f'href="{address}?quotes=1#write"' in rhona.open(address).text
    assert "You quote message 1." in rhona.open(f"{address}?quotes=1").text
    page = rhona.send("/messages", body="I agree").text
    assert f'<p data-quotes="1">{BENCHES}</p>' in page
    assert "Niall, message 1" in page


def test_others_words_are_shown_while_writing_and_after_posting(
    reader_as: ReaderAs, acting: Acting, room: Talked
) -> None:
    say(acting, room, "neighbour", BENCHES)
    rhona = reader_as("resident")
    rhona.open(f"/rooms/{room.room_id}")
    form = dict(rhona.form("/messages").answers)
    said = {"csrf_token": form["csrf_token"], "body": "More benches by the shore, please"}
    shown = rhona.client.post(f"/rooms/{room.room_id}/draft", data={**said, "alike": "1"})
    assert BENCHES in shown.text
    assert rhona.client.post(f"/rooms/{room.room_id}/draft", data=said).status_code == 204
    posted = rhona.send("/messages", body="More benches by the shore, please").text
    assert "Others wrote something like this: message 1." in posted
    assert 'id="message-2"' in posted


def test_the_address_of_a_source_is_a_link(reader_as: ReaderAs, room: Talked) -> None:
    rhona = reader_as("resident")
    rhona.open(f"/rooms/{room.room_id}")
    page = rhona.send("/messages", kind="evidence", body="I counted.", source="https://example.org/count").text
    assert '<a href="https://example.org/count" rel="nofollow ugc noopener">https://example.org/count</a>' in page
