"""Points that matter to people, and the pack of both sides that is frozen with a poll."""

import json

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from deliberation.kinds import MessageKind
from pb_app.definitions import read_definition
from pb_app.models.points import BallotPack
from pb_app.packs import SECTIONS, Told
from pb_app.queries import points as queries
from pb_app.queries.polls import poll_by_no
from pb_app.refusals import Forbidden, NotVisible
from pb_app.services import erasures, points, polls, rooms
from pb_app.services.rooms import Manner
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.both_sides import Argued, argued, marked
from tests.round_stories import logged
from tests.world import World

PRO, CON, CONCERN, FACT = MessageKind.PRO, MessageKind.CON, MessageKind.CONCERN, MessageKind.EVIDENCE


@pytest.fixture
def drafted(parts: Installation, small_world: World) -> Voting:
    return ballot_box.drafted(parts, small_world)


@pytest.fixture
def path(drafted: Voting) -> Argued:
    return argued(drafted)


def frozen(voting: Voting) -> str:
    """Freeze the poll; its definition."""
    with voting.acting("officer") as uow:
        return polls.freeze_poll(uow, voting.poll_no).definition


def test_a_point_is_marked_once_and_the_mark_taken_back(drafted: Voting, path: Argued) -> None:
    for _again in range(2):
        with drafted.acting("resident") as uow:
            points.mark_point(uow, path.room_id, 5)
    with drafted.acting("officer") as uow:
        told = [entry for entry in logged(uow) if "point." in entry]
    assert len(told) == 1
    assert "actor" not in told[0]
    with drafted.acting("resident") as uow:
        assert queries.marked_by(uow.session, path.room_id, uow.actor.person_id) == {5}
    for _again in range(2):
        with drafted.acting("resident") as uow:
            points.unmark_point(uow, path.room_id, 5)
    with drafted.acting("resident") as uow:
        assert queries.marked_by(uow.session, path.room_id, uow.actor.person_id) == frozenset()


def test_only_points_that_stand_can_be_marked_and_only_by_people(drafted: Voting, path: Argued) -> None:
    with drafted.acting("facilitator") as uow:
        rooms.hide_message(uow, path.room_id, 1, "Not about the idea.")
    for seq in (1, 8, 99):
        with drafted.acting("resident") as uow, pytest.raises(NotVisible):
            points.mark_point(uow, path.room_id, seq)
    with drafted.acting(None) as uow, pytest.raises(Forbidden, match="Sign in"):
        points.mark_point(uow, path.room_id, 2)
    with drafted.acting("resident") as uow:
        assert [one.seq for one in queries.points_of(uow.session, path.room_id)] == [2, 3, 4, 5, 6, 7]


def test_a_pack_holds_both_sides_and_its_digest_stands_in_the_frozen_rules(drafted: Voting, path: Argued) -> None:
    definition = frozen(drafted)
    with drafted.acting(None) as uow:
        poll = poll_by_no(uow.session, drafted.poll_no)
        assert poll is not None
        pack = queries.frozen_pack(uow.session, poll)
        assert pack is not None
        assert read_definition(definition).pack == pack.digest
        [project] = pack.projects
        assert (project.ref, project.room_id, tuple(project.sections)) == ("P01", path.room_id, SECTIONS)
        printed = {kind: [one.seq for one in section.points] for kind, section in project.sections.items()}
        assert printed == {FACT: [7], PRO: [1, 2, 3], CON: [5], CONCERN: [6]}
        assert project.sections[PRO].of == 4
        assert project.sections[PRO].audit is None
        assert project.sections[FACT].points[0].source == "Police Scotland"
    with drafted.acting("officer") as uow:
        assert "Bats" not in json.dumps(logged(uow))


def test_a_project_about_which_nothing_was_said_leaves_the_definition_as_it_was(drafted: Voting) -> None:
    definition = frozen(drafted)
    assert "pack" not in json.loads(definition)
    assert read_definition(definition).pack == ""


def test_a_small_camp_large_enough_for_a_place_keeps_one_against_the_most_marks(drafted: Voting, path: Argued) -> None:
    big, small = range(30), range(30, 45)
    marked(drafted, path.room_id, {1: big, 2: big, 3: big, 4: small})
    frozen(drafted)
    with drafted.acting(None) as uow:
        poll = poll_by_no(uow.session, drafted.poll_no)
        assert poll is not None
        pack = queries.frozen_pack(uow.session, poll)
        assert pack is not None
        section = pack.projects[0].sections[PRO]
        assert 4 in {one.seq for one in section.points}
        assert section.audit == Told(places=3, people=45, covered=45, by_marks=30, by_cover=45, is_fair=True)


def test_figures_that_rest_on_few_people_are_not_kept(drafted: Voting, path: Argued) -> None:
    marked(drafted, path.room_id, {1: range(18), 2: range(18), 3: range(18), 4: range(18, 20)})
    frozen(drafted)
    with drafted.acting(None) as uow:
        poll = poll_by_no(uow.session, drafted.poll_no)
        assert poll is not None
        pack = queries.frozen_pack(uow.session, poll)
        assert pack is not None
        assert pack.projects[0].sections[PRO].audit == Told(3, 20, None, None, 20, is_fair=True)
        assert pack.committed()["projects"][0]["sections"]["pro"]["audit"] == {
            "places": 3,
            "people": 20,
            "by_cover": 20,
            "is_fair": 1,
        }


def test_what_is_said_or_marked_after_the_freezing_changes_nothing(drafted: Voting, path: Argued) -> None:
    definition = frozen(drafted)
    with drafted.acting("neighbour") as uow:
        rooms.post_message(uow, path.room_id, "key-00000001", "It is too bright.", Manner(kind=CON))
    marked(drafted, path.room_id, {4: range(12)})
    with drafted.acting("approver") as uow:
        opened = polls.open_poll(uow, drafted.poll_no)
        assert opened.definition == definition
    with drafted.acting("officer") as uow, drafted.parts.database.writing(uow.session), pytest.raises(DBAPIError):
        uow.session.execute(update(BallotPack).values(said="[]"))


def test_a_point_that_is_hidden_later_is_known_to_be_gone(drafted: Voting, path: Argued) -> None:
    frozen(drafted)
    with drafted.acting("facilitator") as uow:
        rooms.hide_message(uow, path.room_id, 5, "It names a neighbour.")
    with drafted.acting(None) as uow:
        poll = poll_by_no(uow.session, drafted.poll_no)
        assert poll is not None
        pack = queries.frozen_pack(uow.session, poll)
        assert pack is not None
        assert queries.taken_away(uow.session, pack) == {(path.room_id, 5)}


def test_a_person_who_is_erased_takes_their_marks_and_printed_words_along(drafted: Voting, path: Argued) -> None:
    with drafted.acting("resident") as uow:
        points.mark_point(uow, path.room_id, 5)
    frozen(drafted)
    for who in ("resident", "neighbour"):
        with drafted.acting(who) as uow:
            erasures.erase_person(uow, drafted.world.people[who])
    with drafted.acting(None) as uow:
        assert queries.marked_by(uow.session, path.room_id, drafted.world.people["resident"]) == frozenset()
        poll = poll_by_no(uow.session, drafted.poll_no)
        assert poll is not None
        pack = queries.frozen_pack(uow.session, poll)
        assert pack is not None
        assert {seq for _room, seq in queries.taken_away(uow.session, pack)} >= {1, 2, 3, 5, 6, 7}
