"""A poll of two contests from the vote to the awards: each is counted, decided and paid from a pot of its own."""

import io
import zipfile
from collections.abc import Callable
from contextlib import closing

import pytest
from sqlalchemy import text

from ballots.errors import BadBallot
from ballots.styles import Choice
from moothill_verify.checks import Asked, report_on
from moothill_verify.lines import Exit, Mark, ending
from pb_app import box
from pb_app.adoption_records import Deciding
from pb_app.desk import AtDesk
from pb_app.eligibility import Eligibility
from pb_app.exports.bundle import bundle_of
from pb_app.publication import Publication
from pb_app.queries import budgets, contests, decisions
from pb_app.queries import counts as queries
from pb_app.queries import polls as poll_queries
from pb_app.refusals import Conflict, Invalid, NotVisible
from pb_app.services import adoptions, assisted, changes, counts, eligibility, polls, stations, voting
from pb_app.stages import Decision
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import two_contests, whole_story
from tests.ballot_box import Voting
from tests.paper_stories import BORN
from tests.world import POSTCODE, World

UowOf = Callable[[str | None], UnitOfWork]
PATH, CLUB = Choice(("P01",)), Choice(("P03", "P04"), (2, 1))
BOTH = {"1": PATH, "2": CLUB}
SOUND = {Exit.FITS, Exit.NO_QUORUM}


@pytest.fixture
def opened(parts: Installation, small_world: World) -> Voting:
    return two_contests.opened(parts, small_world)


def cast(voting_: Voting, choices: dict[str, Choice], secret: int = 1, area: str = "", who: str = "resident") -> None:
    with voting_.acting(who) as uow:
        voting.claim_vote(uow, voting_.poll_no, POSTCODE)
        voting.cast_ballot(uow, voting_.poll_no, choices, bytes([secret]) * 16, area=area)


def in_box(voting_: Voting) -> list[object]:
    with voting_.acting("second_officer") as uow:
        polls.close_poll(uow, voting_.poll_no, "Everyone has voted.")
        return list(box.ballots_of(uow.session, voting_.poll_id))


def test_one_ballot_holds_the_marks_of_every_contest(opened: Voting) -> None:
    cast(opened, BOTH)
    cast(opened, {"2": CLUB}, 2, who="neighbour")
    marks = [["P03", 2], ["P04", 1]]
    assert sorted(in_box(opened), key=str) == [{"1": ["P01"], "2": marks}, {"1": [], "2": marks}]


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"1": Choice(("P03",)), "2": CLUB}, "P03"),
        ({"1": PATH, "2": Choice(("P01",), (1,))}, "P01"),
        ({"1": Choice(("P01", "P01"))}, "P01"),
        ({"1": PATH, "3": Choice()}, "no contest 3"),
    ],
)
def test_a_ballot_that_mixes_up_its_contests_is_refused_whole(
    opened: Voting, choices: dict[str, Choice], words: str
) -> None:
    with pytest.raises(BadBallot) as refused:
        cast(opened, choices)
    assert words in str(refused.value.figures) + refused.value.template % refused.value.figures
    assert in_box(opened) == []


def test_a_voter_answers_the_contests_of_the_area_they_choose(parts: Installation, small_world: World) -> None:
    with closing(parts.unit_of_work(None)) as uow:
        names = dict(uow.session.execute(text("SELECT id, name FROM locality")).all())
    areas = (small_world.locality_id, small_world.other_locality_id)
    voting_ = two_contests.drafted(parts, small_world, areas=areas)
    with voting_.acting("officer") as uow:
        eligibility.set_eligibility(uow, voting_.poll_no, Eligibility(), may_change=True)
    two_contests.open_it(voting_)
    with pytest.raises(BadBallot, match="Choose your area first"):
        cast(voting_, {"1": PATH})
    with pytest.raises(BadBallot, match="has no contest"):
        cast(voting_, BOTH, area=names[areas[0]])
    with pytest.raises(BadBallot, match="no ballot paper for"):
        cast(voting_, BOTH, area="Nowhere")
    cast(voting_, {"2": CLUB}, area=names[areas[1]])
    other = Choice(("P04",), (3,))
    with voting_.acting(None) as uow:
        with pytest.raises(Invalid, match="receipt key"):
            changes.change_ballot(uow, voting_.poll_no, bytes(16), {"2": other}, bytes([8]) * 16)
        with pytest.raises(BadBallot, match="has no contest"):
            changes.change_ballot(uow, voting_.poll_no, bytes([1]) * 16, BOTH, bytes([8]) * 16)
        changes.change_ballot(uow, voting_.poll_no, bytes([1]) * 16, {"2": other}, bytes([8]) * 16)
    assert in_box(voting_) == [{"2": [["P04", 3]]}]


def test_where_the_postcode_decides_nobody_chooses_an_area(parts: Installation, small_world: World) -> None:
    areas = (None, small_world.locality_id)
    voting_ = two_contests.opened(parts, small_world, areas=areas, assigned=True)
    cast(voting_, BOTH, area="Nowhere")
    assert len(in_box(voting_)) == 1


def test_where_the_postcode_decides_it_decides_at_the_desk_too(parts: Installation, small_world: World) -> None:
    areas = (None, small_world.locality_id)
    voting_ = two_contests.opened(parts, small_world, areas=areas, assigned=True)
    ann = AtDesk(name="Ann", born=BORN)
    with voting_.acting("officer") as uow:
        station = stations.add_station(uow, voting_.poll_no, "Library", "Albany Street", "Ten to four")
        stations.claim_at_desk(uow, station.id, ann, POSTCODE)
        assisted.cast_assisted(uow, station.id, ann, BOTH, bytes(16))
    assert len(in_box(voting_)) == 1


def counted(voting_: Voting) -> None:
    cast(voting_, BOTH)
    in_box(voting_)
    with voting_.acting("officer") as uow:
        counts.record_count(uow, voting_.poll_no)


def test_each_contest_has_a_record_and_winners_of_its_own(opened: Voting) -> None:
    counted(opened)
    with opened.acting("officer") as uow:
        first, second = queries.results_of(uow.session, opened.poll_no)
        assert queries.result_of(uow.session, opened.poll_no, 3) is None
        assert queries.results_of(uow.session, 99) == []
        assert queries.place_of(first.definition, "P04") == 2
    assert (first.funded, second.funded) == (("P01",), ("P03", "P04"))
    assert first.tally.record_sha256 != second.tally.record_sha256
    assert '"contest":"2"' in second.tally.record
    assert "contest-2.pb" in second.tally.record


def test_the_forum_decides_on_each_contest_and_each_pot_pays_its_own(opened: Voting) -> None:
    counted(opened)
    system = opened.parts.system_unit_of_work()
    with opened.acting("approver") as uow:
        counts.acknowledge_privacy(uow, opened.poll_no, Publication.PRIVATE)
        counts.publish_result(uow, opened.poll_no)
    with opened.acting("councillor") as uow:
        poll = poll_queries.poll_by_no(uow.session, opened.poll_no)
        assert poll is not None
        pots = contests.pots_of_poll(uow.session, poll)
        assert [decisions.is_at_stake(uow.session, one) for one in pots] == [True, True]
        adoptions.adopt_result(uow, opened.poll_no, Deciding(Decision.ADOPTED), 2)
        system.sequence_log()
    with opened.acting("officer") as uow:
        with pytest.raises(Conflict, match="has not adopted"):
            adoptions.post_awards(uow, opened.poll_no)
        adoptions.post_awards(uow, opened.poll_no, 2)
        with pytest.raises(Conflict, match="posted already"):
            adoptions.post_awards(uow, opened.poll_no, 2)
        with pytest.raises(NotVisible):
            adoptions.post_awards(uow, opened.poll_no, 3)
        assert [decisions.is_at_stake(uow.session, one) for one in pots] == [True, False]
        left = [budgets.pot_pence(uow.session, one) for one in pots]
    assert left == [5_000_000, 5_000_000 - 450_000 - 300_000]
    system.close()


def story(parts: Installation, uow_of: UowOf, world: World) -> bytes:
    """The whole of it by use cases alone, as a recount bundle."""
    poll_no = two_contests.told(parts, uow_of, world)
    with closing(parts.system_unit_of_work()) as uow:
        count = queries.count_of(uow.session, poll_no)
        assert count is not None
        return bundle_of(uow.session, uow.keys, count)


def flipped(bundle: bytes, name: str) -> bytes:
    """The bundle with one byte of a file changed, and its sums as they should be for that."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bundle)) as old, zipfile.ZipFile(packed, "w") as new:
        for one in old.infolist():
            data = bytearray(old.read(one))
            if one.filename == name:
                data[len(data) // 2] ^= 1
            new.writestr(one, bytes(data))
    return packed.getvalue()


def test_a_stranger_checks_the_bundle_of_two_contests_and_finds_a_flipped_byte(
    parts: Installation, uow_of: UowOf, small_world: World
) -> None:
    bundle = story(parts, uow_of, small_world)
    lines = report_on(Asked(bundle)).lines
    assert ending(lines) in SOUND, [str(line) for line in lines if line.mark in {Mark.WRONG, Mark.UNREADABLE}]
    for name in ("contests/2/ballots.pb", "contests/2/record.json", "decisions/2.json"):
        assert ending(report_on(Asked(flipped(bundle, name))).lines) not in SOUND
    assert whole_story.verified(parts).misfits == ()
