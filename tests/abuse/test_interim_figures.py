"""No door tells anything of ballots before the close, nor of the outcome before a second person publishes it (A55)."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from pb_app.models.log import LogLeaf
from pb_app.services import counts, people, polls, voting
from pb_app.web.unit_of_work import installation
from tests import whole_story
from tests.abuse.doors import Acting, doors
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.world import POSTCODE, World

ReaderAs = Callable[[str | None], Reader]
READERS = (None, "officer", "auditor")
ITS_OWN = re.compile(r'(name="csrf_token"|name="key"|data-token=|name="secret")[^>]*|"[\w-]{43}\.[\w-]+\.[\w-]+"')
VOTERS = 12


def seen(app: Flask, readers: dict[str | None, Reader]) -> dict[str, tuple[int, str, str]]:
    """What every door shows to everybody: status, body without the marks of the page itself, and tag."""
    told = {}
    for who, reader in readers.items():
        for door in doors(app, "GET"):
            answer = reader.client.get(door.address)
            body = ITS_OWN.sub("", answer.get_data().decode("utf-8", "backslashreplace"))
            told[f"{who} {door.address}"] = (answer.status_code, body, answer.headers.get("ETag", ""))
    return told


@pytest.fixture
def voters(open_poll: Voting) -> list[int]:
    """People on the roll who have not voted yet."""
    with open_poll.system() as uow:
        ids = list(people.introduce_people(uow, {f"v{n}@moothill.example": f"V{n}" for n in range(VOTERS)}).values())
    for person_id in ids:
        with open_poll.acting(person_id) as uow:
            voting.claim_vote(uow, open_poll.poll_no, POSTCODE)
    with open_poll.system() as uow:
        uow.sequence_log()
    return ids


def test_no_page_changes_when_others_vote_or_the_box_is_mixed(
    app: Flask, open_poll: Voting, voters: list[int], reader_as: ReaderAs
) -> None:
    readers = {who: reader_as(who) for who in READERS}
    before = seen(app, readers)
    for number, person_id in enumerate(voters):
        with open_poll.acting(person_id) as uow:
            voting.cast_ballot(uow, open_poll.poll_no, ["P01"] if number % 3 else ["P02", "P03"], bytes([number]) * 16)
    assert seen(app, readers) == before
    with open_poll.system() as uow:
        assert polls.mix_box(uow, open_poll.poll_no) == VOTERS
    assert seen(app, readers) == before


def test_the_log_of_a_mix_says_how_many_and_nothing_of_what(open_poll: Voting, voters: list[int]) -> None:
    for number, person_id in enumerate(voters):
        with open_poll.acting(person_id) as uow:
            voting.cast_ballot(uow, open_poll.poll_no, ["P01"], bytes([number]) * 16)
            uow.sequence_log()
    with open_poll.system() as uow:
        polls.mix_box(uow, open_poll.poll_no)
        uow.sequence_log()
        bodies = uow.session.scalars(select(LogLeaf.body).order_by(LogLeaf.idx)).all()
    assert not any("ballot.cast" in body or "P01" in body for body in bodies)
    assert sum("ballots.mixed" in body for body in bodies) == 1
    assert '"n":12' in bodies[-1]


def test_the_outcome_is_nobody_s_before_it_is_published(
    app: Flask, lorn: World, acting: Acting, reader_as: ReaderAs
) -> None:
    """What the count adds to pages of those who do not run it says nothing of any project or any sum."""
    poll_no = whole_story.told(installation(app), acting, lorn, "closed")
    readers = {who: reader_as(who) for who in (None, "facilitator", "councillor")}
    before = seen(app, readers)
    counts.record_count(acting("officer"), poll_no)
    acting("officer").sequence_log()
    added = ""
    for page, (_, body, _) in seen(app, readers).items():
        known = set(before[page][1].splitlines())
        added += "\n".join(line for line in body.splitlines() if line not in known)
    assert "count.recorded" in added
    for private in ("P01", "P02", "harbour path", "Skate park", "£", "winners", "spent", "12000"):
        assert private not in added
