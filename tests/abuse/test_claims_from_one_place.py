"""A thousand registrations from one place (A7): the later ones are held and nobody honest is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from pb_app.bursts import USUAL, WINDOW, Source
from pb_app.models.claims import ClaimPlace, HeldClaim
from pb_app.models.people import OutboxMail
from pb_app.models.polls import RollEntry
from pb_app.queries import claims as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.roles import Actor
from pb_app.services import claims, people, polls, voting
from pb_app.services.claims import ClaimLetter
from pb_app.unit_of_work import UnitOfWork
from pb_app.verification.misfits import Part
from pb_app.verification.whole import verify_whole
from tests.ballot_box import Voting
from tests.clocks import shift_clock
from tests.world import POSTCODE

LIBRARY, HOME = Source("address 192.0.2.7", "gd"), Source("address 2001:db8::/64")
LETTERS = {tongue: ClaimLetter(f"decided {tongue}", "because {reason}") for tongue in ("en", "gd")}
SEEN = 55
"""Claims that the burst has made already when a story begins: what follows is told one by one."""


@pytest.fixture
def crowd(opened: Voting) -> list[int]:
    """Ten people in the library, where many have claimed within this hour."""
    with opened.acting("resident") as uow:
        assert voting.claim_vote(uow, opened.poll_no, POSTCODE, source=LIBRARY)
    with opened.system() as uow:
        with uow.database.writing(uow.session):
            uow.session.execute(text(f"UPDATE claim_place SET claims = {SEEN}"))
            uow.session.commit()
        return list(people.introduce_people(uow, {f"c{n}@moothill.example": f"C{n}" for n in range(10)}).values())


@contextmanager
def somebody(opened: Voting, person_id: int) -> Iterator[UnitOfWork]:
    with opened.acting(person_id) as uow:
        assert isinstance(uow.actor, Actor)
        yield uow


def claim(opened: Voting, person_id: int, source: Source = LIBRARY) -> bool:
    with somebody(opened, person_id) as uow:
        return voting.claim_vote(uow, opened.poll_no, POSTCODE, source=source)


def count(opened: Voting, table: type) -> int:
    with opened.system() as uow:
        return uow.session.scalar(select(func.count()).select_from(table)) or 0


def place(opened: Voting) -> int:
    with opened.acting("officer") as uow:
        (found,) = queries.crowds_of(uow.session, opened.poll_id)
        return found.place_id


def misfits(opened: Voting) -> list[str]:
    with opened.system() as uow:
        uow.sequence_log()
        return [str(one) for one in verify_whole(uow.session, uow.keys).misfits if one.part is Part.POLL]


def test_past_what_is_usual_claims_are_held_and_none_is_lost(opened: Voting, crowd: list[int]) -> None:
    told = [claim(opened, one) for one in crowd]
    assert told == [True] * (USUAL - SEEN) + [False] * (10 - (USUAL - SEEN))
    assert (count(opened, RollEntry), count(opened, HeldClaim)) == (1 + 5, 5)
    assert not any(claim(opened, one) for one in crowd[5:])
    assert count(opened, HeldClaim) == 5
    with opened.acting("officer") as uow:
        assert queries.held_by_poll(uow.session) == {opened.poll_id: 5}
    assert misfits(opened) == []


def test_a_held_claim_gives_no_vote_until_it_is_let_through(opened: Voting, crowd: list[int]) -> None:
    for one in crowd:
        claim(opened, one)
    with somebody(opened, crowd[-1]) as uow, pytest.raises(Forbidden, match="not on the roll"):
        voting.cast_ballot(uow, opened.poll_no, ["P01"], bytes(16))
    with opened.acting("officer") as uow:
        assert claims.release_claims(uow, place(opened), LETTERS, trust=False) == 5
    with somebody(opened, crowd[-1]) as uow:
        assert voting.cast_ballot(uow, opened.poll_no, ["P01"], bytes(16)).is_new
    with opened.system() as uow:
        assert sorted(uow.session.scalars(select(OutboxMail.to))) == [f"c{n}@moothill.example" for n in range(5, 10)]
        assert set(uow.session.scalars(select(OutboxMail.subject))) == {"decided gd"}
    assert count(opened, HeldClaim) == 0
    assert misfits(opened) == []


def test_who_is_refused_hears_why_and_can_claim_from_elsewhere(opened: Voting, crowd: list[int]) -> None:
    for one in crowd:
        claim(opened, one)
    with opened.acting("officer") as uow:
        with pytest.raises(Invalid, match="Say why"):
            claims.refuse_claims(uow, place(opened), LETTERS, " ")
        number = place(opened)
        assert claims.refuse_claims(uow, number, LETTERS, "One person with many addresses") == 5
        with pytest.raises(Conflict, match="waits any more"):
            claims.refuse_claims(uow, number, LETTERS, "Again")
    with opened.system() as uow:
        assert set(uow.session.scalars(select(OutboxMail.body))) == {"because One person with many addresses"}
    assert not claim(opened, crowd[-1])
    assert claim(opened, crowd[-1], HOME)
    assert count(opened, HeldClaim) == 0
    assert misfits(opened) == []


def test_a_place_where_many_are_expected_is_let_through(opened: Voting, crowd: list[int]) -> None:
    for one in crowd[:7]:
        claim(opened, one)
    with opened.acting("officer") as uow:
        claims.release_claims(uow, place(opened), LETTERS, trust=True)
    assert all(claim(opened, one) for one in crowd[7:])


def test_other_places_and_later_hours_are_not_held(
    opened: Voting, crowd: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in crowd[:6]:
        claim(opened, one)
    assert claim(opened, crowd[6], HOME)
    shift_clock(opened.parts, monkeypatch, WINDOW + timedelta(minutes=1))
    assert claim(opened, crowd[7])
    assert count(opened, HeldClaim) == 1


def test_no_address_is_kept(opened: Voting, crowd: list[int]) -> None:
    claim(opened, crowd[0])
    with opened.system() as uow:
        (kept,) = uow.session.scalars(select(ClaimPlace.place_key))
        assert b"192" not in bytes(kept)
        assert bytes(kept) == LIBRARY.key(uow.keys.roll_key(opened.poll_id)) != LIBRARY.key(bytes(32))


def test_only_officers_of_the_place_decide_and_only_before_the_close(opened: Voting, crowd: list[int]) -> None:
    for one in crowd:
        claim(opened, one)
    number = place(opened)
    for who in ("resident", "other_officer", "auditor"):
        with opened.acting(who) as uow, pytest.raises((Forbidden, NotVisible)):
            claims.release_claims(uow, number, LETTERS, trust=True)
    with opened.acting("officer") as uow:
        with pytest.raises(NotVisible):
            claims.release_claims(uow, 99, LETTERS, trust=True)
        polls.close_poll(uow, opened.poll_no, "Everybody has voted")
        with pytest.raises(Forbidden, match="present stage"):
            claims.release_claims(uow, number, LETTERS, trust=True)


def test_whoever_was_struck_comes_on_the_roll_by_no_claim(opened: Voting, crowd: list[int]) -> None:
    assert claim(opened, crowd[0])
    with opened.system() as uow, uow.database.writing(uow.session):
        uow.session.execute(text("UPDATE roll_entry SET status = 'struck'"))
        uow.session.commit()
    claim(opened, crowd[0])
    with opened.system() as uow:
        assert set(uow.session.scalars(select(RollEntry.status))) == {"struck"}
    assert count(opened, RollEntry) == 2
