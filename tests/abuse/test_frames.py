"""Pages drawn once and filled in for each reader: everybody finds their own words, and nobody another's."""

import re
from collections.abc import Callable

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from pb_app.services import people, voting
from pb_app.web.frames import EXTENSION, MOST, Frames
from tests.abuse.doors import token_of
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.world import POSTCODE, World

ReaderAs = Callable[[str | None], Reader]
OWN = re.compile(r'id="receipt-(?:code|key)">([^<]+)<')


def cast(reader: Reader, poll: Voting, who: str, secret: str, prefix: str = "") -> str:
    """The receipt page of somebody who is put on the roll for it."""
    with poll.acting(who) as uow:
        voting.claim_vote(uow, poll.poll_no, POSTCODE)
    sent = {"csrf_token": token_of(reader), "projects": "P01", "secret": secret}
    answer = reader.client.post(f"{prefix}/polls/{poll.poll_no}/ballot", data=sent)
    assert answer.status_code == 201
    return answer.text


def test_two_receipts_share_no_word_of_their_voters(
    app: Flask, lorn: World, open_poll: Voting, reader_as: ReaderAs
) -> None:
    first = cast(reader_as("resident"), open_poll, "resident", "aa" * 16)
    second = cast(reader_as("neighbour"), open_poll, "neighbour", "bb" * 16)
    assert len(app.extensions[EXTENSION]._kept) == 1
    assert "aa" * 16 in first
    assert "bb" * 16 in second
    for mine, other, name in ((first, second, "Rhona"), (second, first, "Niall")):
        assert name in mine
        assert name not in other
        assert not set(OWN.findall(mine)) & set(OWN.findall(other))
    tokens = [set(re.findall(r'name="csrf_token" value="([^"]+)"', page)) for page in (first, second)]
    assert [len(one) for one in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    assert app.extensions[EXTENSION]._mark not in first + second


def test_officers_gaelic_readers_and_people_without_a_name_have_frames_of_their_own(
    app: Flask, lorn: World, open_poll: Voting, reader_as: ReaderAs
) -> None:
    with open_poll.system() as uow:
        known = people.introduce_people(uow, {"nameless@moothill.example": ""})
    lorn.people["nameless"] = known["nameless@moothill.example"]
    plain = cast(reader_as("resident"), open_poll, "resident", "aa" * 16)
    officer = cast(reader_as("officer"), open_poll, "officer", "bb" * 16)
    gaelic = cast(reader_as("neighbour"), open_poll, "neighbour", "cc" * 16, "/gd")
    nameless = cast(reader_as("nameless"), open_poll, "nameless", "dd" * 16)
    assert ("/officers" in plain, "/officers" in officer) == (False, True)
    assert '<html lang="gd"' in gaelic
    assert "your account" in nameless
    assert len(app.extensions[EXTENSION]._kept) == 4


def test_a_message_for_one_reader_is_drawn_for_that_reader_alone(
    app: Flask, lorn: World, open_poll: Voting, reader_as: ReaderAs
) -> None:
    reader = reader_as("resident")
    with reader.client.session_transaction() as cookie:
        cookie["_flashes"] = [("success", "For Rhona alone")]
    with open_poll.acting("resident") as uow:
        voting.claim_vote(uow, open_poll.poll_no, POSTCODE)
    with reader.client.session_transaction() as cookie:
        cookie["csrf_token"] = "c" * 40
    with app.test_request_context():
        token = _token(app, "c" * 40)
    sent = {"csrf_token": token, "projects": "P01", "secret": "aa" * 16}
    first = reader.client.post(f"/polls/{open_poll.poll_no}/ballot", data=sent).text
    assert "For Rhona alone" in first
    assert "For Rhona alone" not in cast(reader_as("neighbour"), open_poll, "neighbour", "bb" * 16)


def _token(app: Flask, held: str) -> str:
    return str(URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(held))


def test_no_more_frames_are_kept_than_are_useful() -> None:
    frames = Frames()
    for number in range(MOST + 5):
        frames._keep(number, [])
    assert len(frames._kept) == MOST
    assert frames._known(4) is None
    assert frames._known(MOST) == []
