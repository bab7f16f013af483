"""Changes that others suggest to a proposal: drafted, put to its author, taken up or not, taken back, made its own."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from pb_app.models.amendments import Amendment
from pb_app.models.rooms import Room
from pb_app.proposing import wording_of
from pb_app.queries import amendments as queries
from pb_app.queries.proposals import proposal_by_no, revisions_of
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import amendments, proposals, reviews, rooms, rounds
from pb_app.services.amendments import Suggested
from pb_app.services.reviews import Checked
from pb_app.stages import AmendmentState, RoundStage
from tests.round_stories import UowOf, calling_round, logged, submitted, wording
from tests.world import World


def drafted(uow_of: UowOf, world: World, proposal_no: int, cited: tuple[int, ...] = (), **other: object) -> int:
    """The neighbour's draft of a change: fewer lamps, or whatever else is given."""
    said = wording(world, **(other or {"what_and_why": "Half as many lamps."}))  # type: ignore[arg-type]
    suggested = Suggested(1, said, "Bats live along the path.", cited)
    return amendments.draft_amendment(uow_of("neighbour"), proposal_no, suggested).id


def proposed(uow_of: UowOf, world: World, proposal_no: int, cited: tuple[int, ...] = (), **other: object) -> int:
    """Such a change, put to the author."""
    amendment_id = drafted(uow_of, world, proposal_no, cited, **other)
    amendments.propose_amendment(uow_of("neighbour"), amendment_id)
    return amendment_id


@pytest.fixture
def path(uow_of: UowOf, small_world: World) -> int:
    """The number of the resident's proposal to light a path."""
    return submitted(uow_of, small_world, calling_round(uow_of, small_world))


def test_what_was_said_in_the_room_becomes_a_new_version_of_the_proposal(
    uow_of: UowOf, small_world: World, path: int
) -> None:
    rooms.post_message(uow_of("neighbour"), path, "key-00000001", "Bats live there.")
    rooms.post_message(uow_of("resident"), path, "key-00000002", "Then fewer lamps?")
    amendment_id = proposed(uow_of, small_world, path, (2, 1, 2))
    amendments.accept_amendment(uow_of("resident"), amendment_id)
    reader = uow_of(None).session
    found = proposal_by_no(reader, path)
    assert found is not None
    assert (found.what_and_why, found.title, found.revision) == ("Half as many lamps.", "Light the harbour path", 2)
    [step] = revisions_of(reader, found)
    assert (step.changed, step.cited) == (("what_and_why",), (1, 2))
    assert queries.taken_up(reader, path)[2].author.display_name == "Niall"
    told = logged(uow_of("officer"))
    assert '"cited":"1 2"' in told[-2]
    assert '"t":"amendment.accepted"' in told[-1]
    assert '"revision":2' in told[-1]
    assert not [entry for entry in told if "lamps" in entry or "Bats" in entry]


def test_a_draft_is_read_by_whoever_writes_it_alone_and_replaced_by_the_next(
    uow_of: UowOf, small_world: World, path: int
) -> None:
    before = len(logged(uow_of("officer")))
    amendment_id = drafted(uow_of, small_world, path)
    assert drafted(uow_of, small_world, path, title="Lamps for the path") == amendment_id
    assert len(logged(uow_of("officer"))) == before
    writer, reader = uow_of("neighbour"), uow_of("resident")
    assert queries.visible_amendment(writer.session, writer.actor, amendment_id) is not None
    assert queries.visible_amendment(reader.session, reader.actor, amendment_id) is None
    assert queries.amendments_of(reader.session, path) == []
    with pytest.raises(NotVisible):
        amendments.propose_amendment(uow_of("resident"), amendment_id)


def test_a_draft_that_says_too_little_is_refused_by_its_field(uow_of: UowOf, small_world: World, path: int) -> None:
    said = wording(small_world, place="Everywhere")
    rooms.post_message(uow_of("neighbour"), path, "key-00000001", "Out of order.")
    rooms.hide_message(uow_of("facilitator"), path, 1, "Not about the idea.")
    for suggested, field in (
        (Suggested(1, wording(small_world), "Because"), None),
        (Suggested(1, said, " "), "why"),
        (Suggested(1, said, "x" * 1_001), "why"),
        (Suggested(1, said, "Because", (7,)), "cites"),
        (Suggested(1, said, "Because", (1,)), "cites"),
        (Suggested(1, said, "Because", tuple(range(11))), "cites"),
        (Suggested(1, replace(said, outcome_id=999), "Because"), "outcome_id"),
    ):
        with pytest.raises(Invalid) as refused:
            amendments.draft_amendment(uow_of("neighbour"), path, suggested)
        assert refused.value.field == field
    with pytest.raises(Conflict, match="meanwhile"):
        amendments.draft_amendment(uow_of("neighbour"), path, Suggested(2, said, "Because"))
    with pytest.raises(Forbidden, match="Sign in"):
        amendments.draft_amendment(uow_of(None), path, Suggested(1, said, "Because"))
    assert uow_of(None).session.scalar(select(func.count(Amendment.id))) == 0


def test_a_change_to_other_words_than_were_changed_meanwhile_is_taken_up_beside_them(
    uow_of: UowOf, small_world: World, path: int
) -> None:
    amendment_id = proposed(uow_of, small_world, path)
    proposals.revise_proposal(uow_of("resident"), path, 1, wording(small_world, place="The whole harbour"))
    amendments.accept_amendment(uow_of("resident"), amendment_id)
    found = proposal_by_no(uow_of(None).session, path)
    assert found is not None
    said = wording_of(found)
    assert (said.place, said.what_and_why, found.revision) == ("The whole harbour", "Half as many lamps.", 3)


def test_a_change_to_words_that_were_changed_meanwhile_must_be_suggested_again(
    uow_of: UowOf, small_world: World, path: int
) -> None:
    amendment_id = proposed(uow_of, small_world, path)
    proposals.revise_proposal(uow_of("resident"), path, 1, wording(small_world, what_and_why="No lamps, but signs."))
    with pytest.raises(Conflict, match="same place"):
        amendments.accept_amendment(uow_of("resident"), amendment_id)


def test_only_the_author_of_the_proposal_decides_and_only_once(uow_of: UowOf, small_world: World, path: int) -> None:
    amendment_id = proposed(uow_of, small_world, path)
    for who in ("neighbour", "officer"):
        with pytest.raises(Forbidden, match="put the proposal forward"):
            amendments.accept_amendment(uow_of(who), amendment_id)
        with pytest.raises(Forbidden, match="put the proposal forward"):
            amendments.reject_amendment(uow_of(who), amendment_id, "No")
    with pytest.raises(Invalid):
        amendments.reject_amendment(uow_of("resident"), amendment_id, " ")
    amendments.reject_amendment(uow_of("resident"), amendment_id, "Lamps for bats exist.")
    told = logged(uow_of("officer"))[-1]
    assert '"t":"amendment.rejected"' in told
    assert "bats" not in told
    with pytest.raises(Forbidden, match="stage"):
        amendments.accept_amendment(uow_of("resident"), amendment_id)


def test_whoever_suggested_a_change_takes_it_back_and_nobody_else(uow_of: UowOf, small_world: World, path: int) -> None:
    amendment_id = proposed(uow_of, small_world, path)
    with pytest.raises(Forbidden, match="suggested this change"):
        amendments.withdraw_amendment(uow_of("resident"), amendment_id)
    assert amendments.withdraw_amendment(uow_of("neighbour"), amendment_id).state is AmendmentState.WITHDRAWN
    with pytest.raises(Forbidden, match="stage"):
        amendments.accept_amendment(uow_of("resident"), amendment_id)


def test_a_change_that_was_not_taken_up_becomes_a_proposal_of_its_own(
    uow_of: UowOf, small_world: World, path: int
) -> None:
    amendment_id = proposed(uow_of, small_world, path)
    with pytest.raises(Forbidden, match="stage"):
        amendments.promote_amendment(uow_of("neighbour"), amendment_id, "Lamps for bats")
    amendments.reject_amendment(uow_of("resident"), amendment_id, "I want all the lamps.")
    with pytest.raises(Forbidden, match="suggested this change"):
        amendments.promote_amendment(uow_of("resident"), amendment_id, "Lamps for bats")
    with pytest.raises(Invalid):
        amendments.promote_amendment(uow_of("neighbour"), amendment_id, " ")
    made = amendments.promote_amendment(uow_of("neighbour"), amendment_id, "Lamps for bats")
    reader = uow_of(None).session
    found = proposal_by_no(reader, made.proposal_no)
    assert found is not None
    assert (found.title, found.what_and_why, found.author.display_name) == (
        "Lamps for bats",
        "Half as many lamps.",
        "Niall",
    )
    assert reader.scalar(select(func.count()).where(Room.proposal_no == made.proposal_no)) == 1
    from_ = queries.came_from(reader, made.proposal_no)
    assert from_ is not None
    assert (from_.id, from_.state, from_.proposal_no) == (amendment_id, AmendmentState.PROMOTED, path)


def test_once_the_round_takes_no_more_proposals_no_change_becomes_one(
    uow_of: UowOf, small_world: World, path: int
) -> None:
    amendment_id = proposed(uow_of, small_world, path)
    amendments.reject_amendment(uow_of("resident"), amendment_id, "I want all the lamps.")
    found = proposal_by_no(uow_of(None).session, path)
    assert found is not None
    rounds.move_round(uow_of("officer"), found.round_no, RoundStage.REVIEW)
    with pytest.raises(Conflict, match="no proposals"):
        amendments.promote_amendment(uow_of("neighbour"), amendment_id, "Lamps for bats")


def test_a_proposal_that_was_reviewed_takes_up_no_change(uow_of: UowOf, small_world: World, path: int) -> None:
    amendment_id = proposed(uow_of, small_world, path)
    reviews.accept_proposal(uow_of("officer"), Checked(path, 1), 1_000, "Good")
    with pytest.raises(Conflict, match="decided on"):
        amendments.accept_amendment(uow_of("resident"), amendment_id)
    with pytest.raises(Forbidden, match="stage"):
        drafted(uow_of, small_world, path)


def test_a_change_that_is_not_there_is_not_there(uow_of: UowOf, small_world: World) -> None:
    del small_world
    with pytest.raises(NotVisible):
        amendments.withdraw_amendment(uow_of("neighbour"), 999)
    with pytest.raises(NotVisible):
        amendments.promote_amendment(uow_of("neighbour"), 999, "Lamps")


def test_the_author_says_which_messages_moved_a_revision(uow_of: UowOf, small_world: World, path: int) -> None:
    rooms.post_message(uow_of("neighbour"), path, "key-00000001", "Which path?")
    proposals.revise_proposal(uow_of("resident"), path, 1, wording(small_world, place="The long path"), (1,))
    reader = uow_of(None).session
    found = proposal_by_no(reader, path)
    assert found is not None
    assert [step.cited for step in revisions_of(reader, found)] == [(1,)]
