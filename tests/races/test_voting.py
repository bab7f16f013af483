"""Many at once: one voter cannot vote twice, and nobody gets past the close."""

import secrets
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event, Lock

import pytest

from pb_app import background, box
from pb_app.desk import AtDesk
from pb_app.models.people import Person
from pb_app.queries import polls as queries
from pb_app.refusals import Conflict, Invalid
from pb_app.services import overrides, polls, stations, voting
from pb_app.stages import TwoChannels
from pb_app.web.unit_of_work import Installation
from tests import ballot_box, paper_stories
from tests.ballot_box import Voting
from tests.clocks import shift_clock
from tests.world import POSTCODE, SOME_TIME_AGO, World

THREADS = 40
VOTERS = 50
TRIES = 10
"""How many voters each thread votes for in the storm: every voter is voted for eight times."""
PAPER = ("P01", "P02", "P03")


@pytest.fixture
def opened(parts: Installation, small_world: World) -> Voting:
    return ballot_box.opened(parts, small_world)


@pytest.fixture
def voters(opened: Voting) -> list[int]:
    with opened.system() as uow, opened.parts.database.writing(uow.session):
        people = [Person(email=f"voter{n}@moothill.example", created_at=SOME_TIME_AGO) for n in range(VOTERS)]
        uow.session.add_all(people)
        uow.session.commit()
        ids = [person.id for person in people]
    for person_id in ids:
        with opened.acting(person_id) as uow:
            voting.claim_vote(uow, opened.poll_no, POSTCODE)
    return ids


def attempt(opened: Voting, person_id: int) -> str:
    with opened.acting(person_id) as uow:
        try:
            voting.cast_ballot(uow, opened.poll_no, [PAPER[person_id % 3]], secrets.token_bytes(16))
        except Conflict as refused:
            return "closed" if "closed" in str(refused) else "again"
    return "cast"


def counts(opened: Voting) -> tuple[int, int]:
    with opened.system() as uow:
        marks = sum(queries.marks_by_channel(uow.session, opened.poll_id).values())
        return box.waiting(uow.session, opened.poll_id) + len(box.hashes_of(uow.session, opened.poll_id)), marks


def test_forty_threads_voting_for_fifty_voters_make_fifty_ballots(opened: Voting, voters: list[int]) -> None:
    start = Barrier(THREADS)

    def storm(thread: int) -> list[str]:
        start.wait()
        return [attempt(opened, voters[(thread + step * 7) % VOTERS]) for step in range(TRIES)]

    with ThreadPoolExecutor(THREADS) as pool:
        answers = Counter(answer for told in pool.map(storm, range(THREADS)) for answer in told)
    assert answers == {"cast": VOTERS, "again": THREADS * TRIES - VOTERS}
    assert counts(opened) == (VOTERS, VOTERS)


def test_one_voter_on_forty_threads_casts_once(opened: Voting, voters: list[int]) -> None:
    start = Barrier(THREADS)

    def once(_thread: int) -> str:
        start.wait()
        return attempt(opened, voters[0])

    with ThreadPoolExecutor(THREADS) as pool:
        assert Counter(pool.map(once, range(THREADS))) == {"cast": 1, "again": THREADS - 1}


def test_forty_claims_of_one_person_make_one_roll_entry(opened: Voting) -> None:
    start = Barrier(THREADS)

    def claim(_thread: int) -> None:
        start.wait()
        with opened.acting("resident") as uow:
            voting.claim_vote(uow, opened.poll_no, POSTCODE)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(claim, range(THREADS)))
    with opened.acting("resident") as uow:
        voting.cast_ballot(uow, opened.poll_no, ["P01"], bytes(16))
    assert counts(opened) == (1, 1)


def test_a_close_in_the_middle_lets_no_ballot_past(opened: Voting, voters: list[int]) -> None:
    some_are_in = Event()

    def vote(person_id: int) -> str:
        answer = attempt(opened, person_id)
        if answer == "cast":
            some_are_in.set()
        return answer

    def close() -> int:
        some_are_in.wait(timeout=60)
        with opened.acting("officer") as uow:
            return polls.close_poll(uow, opened.poll_no, "Race").ballots or 0

    with ThreadPoolExecutor(THREADS + 1) as pool:
        closing = pool.submit(close)
        answers = Counter(pool.map(vote, voters))
        in_the_box = closing.result()
    assert answers["cast"] == in_the_box
    assert answers["cast"] + answers["closed"] == VOTERS
    assert counts(opened) == (in_the_box, in_the_box)


def test_votes_up_to_the_instant_of_the_close_are_all_counted_and_none_after_it(
    opened: Voting, voters: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A38: sixteen threads vote while the hour comes and the closer watches the clock; the close waits for them."""
    with opened.system() as uow:
        poll = queries.poll_by_no(uow.session, opened.poll_no)
        assert poll is not None
        left = poll.closes_at - uow.now()
    shift_clock(opened.parts, monkeypatch, left - timedelta(seconds=0.4))
    waiting = iter(voters)
    lock = Lock()

    def vote(_thread: int) -> Counter[str]:
        told: Counter[str] = Counter()
        while told["closed"] == 0:
            with lock:
                person_id = next(waiting, None)
            if person_id is None:
                return told
            told[attempt(opened, person_id)] += 1
            time.sleep(0.1)
        return told

    def watch() -> int:
        while True:
            with opened.system() as uow:
                background.close_polls(uow)
                closed = queries.poll_by_no(uow.session, opened.poll_no)
                if closed is not None and closed.ballots is not None:
                    return closed.ballots

    with ThreadPoolExecutor(17) as pool:
        closing = pool.submit(watch)
        answers = sum(pool.map(vote, range(16)), Counter[str]())
        in_the_box = closing.result()
    assert answers["cast"] == in_the_box
    assert counts(opened) == (in_the_box, in_the_box)
    assert attempt(opened, voters[-1]) in {"closed", "again"}


def test_a_voter_online_and_at_the_desk_at_the_same_instant_has_one_vote(opened: Voting, voters: list[int]) -> None:
    with opened.acting("officer") as uow:
        station = stations.add_station(uow, opened.poll_no, "Library", "High Street", "10 to 4").id
    start = Barrier(THREADS)

    def one_way(thread: int) -> str:
        who = thread // 2
        start.wait()
        if thread % 2:
            return attempt(opened, voters[who])
        with opened.acting("officer") as uow:
            try:
                stations.hand_out_paper(uow, station, AtDesk(email=f"voter{who}@moothill.example"))
            except Conflict:
                return "again"
        return "paper"

    with ThreadPoolExecutor(THREADS) as pool:
        answers = Counter(pool.map(one_way, range(THREADS)))
    with opened.system() as uow:
        marks = queries.marks_by_channel(uow.session, opened.poll_id)
    assert answers["again"] == THREADS // 2
    assert (marks.get("online", 0), marks.get("paper", 0)) == (answers["cast"], answers["paper"])
    assert counts(opened) == (answers["cast"], THREADS // 2)


def test_two_desks_with_one_receipt_key_hand_out_one_paper(parts: Installation, small_world: World) -> None:
    library = paper_stories.station(parts, small_world, two_channels=TwoChannels.PAPER_OVERRIDES)
    opened, secret = library.voting, bytes(16)
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
        voting.cast_ballot(uow, opened.poll_no, ["P01"], secret)
    start = Barrier(8)

    def at_desk(_thread: int) -> str:
        start.wait()
        with opened.acting("officer") as uow:
            try:
                overrides.override_online(uow, library.id, AtDesk(email="resident@moothill.example"), secret.hex())
            except (Conflict, Invalid):
                return "refused"
        return "paper"

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(at_desk, range(8))) == {"paper": 1, "refused": 7}
    assert counts(opened) == (0, 1)
