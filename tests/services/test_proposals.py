"""Stories of proposals: put forward, said anew, taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pb_app import proposing
from pb_app.models.localities import Outcome
from pb_app.models.partnerships import Partnership
from pb_app.models.proposals import Proposal
from pb_app.models.rooms import Room
from pb_app.queries import proposals as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import proposals, reviews, rounds
from pb_app.services.reviews import Checked
from pb_app.stages import ProposalState, RoundStage
from pb_app.wording import Cost
from tests.round_stories import SCOPE, UowOf, calling_round, draft_round, logged, submitted, wording
from tests.world import World


def test_a_resident_puts_a_proposal_forward_and_it_has_a_room(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    proposal_no = submitted(uow_of, small_world, round_no)
    reader = uow_of(None).session
    found = queries.proposal_by_no(reader, proposal_no)
    assert found is not None
    assert (found.title, found.cost, found.state, found.author.display_name) == (
        "Light the harbour path",
        1_200_050,
        ProposalState.SUBMITTED,
        "Rhona",
    )
    assert [line.item for line in found.costs] == ["Lamps", "Digging"]
    assert reader.scalar(select(func.count()).where(Room.proposal_no == proposal_no)) == 1


def test_the_log_says_that_a_proposal_came_but_not_from_whom(uow_of: UowOf, small_world: World) -> None:
    submitted(uow_of, small_world, calling_round(uow_of, small_world))
    entry = logged(uow_of("officer"))[-1]
    assert '"t":"proposal.submitted"' in entry
    assert "actor" not in entry
    assert "harbour" not in entry


def test_who_is_not_signed_in_cannot_put_a_proposal_forward(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    with pytest.raises(Forbidden):
        proposals.submit_proposal(uow_of(None), round_no, wording(small_world))


def test_a_round_in_draft_is_as_good_as_absent(uow_of: UowOf, small_world: World) -> None:
    round_no = draft_round(uow_of, small_world)
    for number in (round_no, 999):
        with pytest.raises(NotVisible):
            proposals.submit_proposal(uow_of("resident"), number, wording(small_world))


def test_a_round_under_review_takes_no_more_proposals(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    rounds.move_round(uow_of("officer"), round_no, RoundStage.REVIEW)
    with pytest.raises(Forbidden):
        proposals.submit_proposal(uow_of("resident"), round_no, wording(small_world))


def test_the_call_lasts_to_the_end_of_its_last_day(uow_of: UowOf, small_world: World) -> None:
    today = uow_of(None).now().astimezone(proposing.LONDON).date()
    still = calling_round(uow_of, small_world, replace(SCOPE, proposals_until=today))
    over = calling_round(uow_of, small_world, replace(SCOPE, proposals_until=today - timedelta(days=2)))
    submitted(uow_of, small_world, still)
    with pytest.raises(Conflict, match="is over"):
        submitted(uow_of, small_world, over)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 81}, "title"),
        ({"what_and_why": " \n "}, "what_and_why"),
        ({"what_and_why": "x" * 4_001}, "what_and_why"),
        ({"place": ""}, "place"),
        ({"who_benefits": "x" * 1_001}, "who_benefits"),
        ({"outcome_id": 999}, "outcome_id"),
        ({"costs": ()}, "costs"),
        ({"costs": (Cost("Lamps", 0),)}, "costs"),
        ({"costs": (Cost("", 100),)}, "costs"),
        ({"costs": (Cost("Lamps", 10_000_000_001),)}, "costs"),
        ({"costs": (Cost("Lamps", 100),) * 21}, "costs"),
    ],
)
def test_a_proposal_that_says_too_little_or_too_much_is_refused_by_its_field(
    uow_of: UowOf, small_world: World, wrong: dict[str, object], field: str
) -> None:
    round_no = calling_round(uow_of, small_world)
    before = logged(uow_of("officer"))
    with pytest.raises(Invalid) as refused:
        proposals.submit_proposal(uow_of("resident"), round_no, wording(small_world, **wrong))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert logged(uow_of("officer")) == before
    assert queries.proposals_of(uow_of(None).session, round_no) == []


def test_an_outcome_of_another_partnership_s_plan_is_refused(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    uow = uow_of("officer")
    with uow.database.writing(uow.session):
        elsewhere = Partnership(slug="elsewhere", name="Elsewhere", name_gd="")
        uow.session.add(elsewhere)
        uow.session.flush()
        theirs = Outcome(partnership_id=elsewhere.id, title="Theirs")
        uow.session.add(theirs)
        uow.session.commit()
    with pytest.raises(Invalid) as refused:
        proposals.submit_proposal(uow_of("resident"), round_no, wording(small_world, outcome_id=theirs.id))
    assert refused.value.field == "outcome_id"


def test_a_button_pressed_twice_does_not_make_two_proposals(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    submitted(uow_of, small_world, round_no)
    with pytest.raises(Invalid, match="already"):
        submitted(uow_of, small_world, round_no)
    theirs = proposals.submit_proposal(uow_of("neighbour"), round_no, wording(small_world))
    assert len(queries.proposals_of(uow_of(None).session, round_no)) == 2
    assert [one.proposal_no for one in queries.proposals_by(uow_of(None).session, theirs.author_id)] == [
        theirs.proposal_no
    ]


def test_characters_that_no_database_takes_are_left_out(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    said = wording(small_world, title=" Light\x00 the\r\npath ", what_and_why="One\r\n\r\n\x07Two\x00")
    made = proposals.submit_proposal(uow_of("resident"), round_no, said)
    found = queries.proposal_by_no(uow_of(None).session, made.proposal_no)
    assert found is not None
    assert (found.title, found.what_and_why) == ("Light the path", "One\n\nTwo")


def test_a_revision_keeps_what_was_said_before(uow_of: UowOf, small_world: World) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    cheaper = wording(small_world, title="Light half the path", costs=(Cost("Lamps", 450_000),))
    proposals.revise_proposal(uow_of("resident"), proposal_no, 1, cheaper)
    reader = uow_of(None).session
    found = queries.proposal_by_no(reader, proposal_no)
    assert found is not None
    assert (found.title, found.cost, found.revision) == ("Light half the path", 450_000, 2)
    [step] = queries.revisions_of(reader, found)
    assert (step.revision, step.before.title, step.before.cost, step.after.title) == (
        2,
        "Light the harbour path",
        1_200_050,
        "Light half the path",
    )
    assert step.changed == ("title", "costs")
    assert '"revision":2' in logged(uow_of("officer"))[-1]


def test_two_revisions_are_read_newest_first(uow_of: UowOf, small_world: World) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    for revision, title in enumerate(["Second", "Third"], start=1):
        proposals.revise_proposal(uow_of("resident"), proposal_no, revision, wording(small_world, title=title))
    reader = uow_of(None).session
    found = queries.proposal_by_no(reader, proposal_no)
    assert found is not None
    assert [(step.revision, step.after.title) for step in queries.revisions_of(reader, found)] == [
        (3, "Third"),
        (2, "Second"),
    ]


def test_a_revision_of_words_that_changed_meanwhile_is_a_conflict(uow_of: UowOf, small_world: World) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    proposals.revise_proposal(uow_of("resident"), proposal_no, 1, wording(small_world, title="Second"))
    with pytest.raises(Conflict, match="meanwhile"):
        proposals.revise_proposal(uow_of("resident"), proposal_no, 1, wording(small_world, title="Other"))


def test_a_revision_that_changes_nothing_is_none(uow_of: UowOf, small_world: World) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    with pytest.raises(Invalid, match="Nothing"):
        proposals.revise_proposal(uow_of("resident"), proposal_no, 1, wording(small_world))
    assert not [entry for entry in logged(uow_of("officer")) if "proposal.revised" in entry]


def test_only_its_author_revises_or_withdraws_a_proposal(uow_of: UowOf, small_world: World) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    for who in ("neighbour", "officer"):
        with pytest.raises(Forbidden, match="Only the person"):
            proposals.revise_proposal(uow_of(who), proposal_no, 1, wording(small_world, title="Mine"))
        with pytest.raises(Forbidden, match="Only the person"):
            proposals.withdraw_proposal(uow_of(who), proposal_no)
    with pytest.raises(NotVisible):
        proposals.revise_proposal(uow_of("resident"), 999, 1, wording(small_world))


def test_a_proposal_cannot_be_revised_or_withdrawn_after_its_review(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    taken, turned_down = (submitted(uow_of, small_world, round_no, title) for title in ("One", "Two"))
    reviews.accept_proposal(uow_of("officer"), Checked(taken, 1), 1_000, "Good")
    reviews.refuse_proposal(uow_of("officer"), Checked(turned_down, 1), "Somebody else's land")
    for proposal_no in (taken, turned_down):
        with pytest.raises(Forbidden, match="stage"):
            proposals.revise_proposal(uow_of("resident"), proposal_no, 1, wording(small_world, title="Late"))
        with pytest.raises(Forbidden, match="stage"):
            proposals.withdraw_proposal(uow_of("resident"), proposal_no)


def test_a_proposal_that_was_never_reviewed_stands_as_it_is_once_the_round_has_moved_on(
    uow_of: UowOf, small_world: World
) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    uow = uow_of("officer")
    with uow.database.writing(uow.session):
        found = queries.proposal_by_no(uow.session, proposal_no)
        assert found is not None
        found.round.stage = RoundStage.VOTING
        uow.session.commit()
    with pytest.raises(Conflict, match="moved on"):
        proposals.revise_proposal(uow_of("resident"), proposal_no, 1, wording(small_world, title="Late"))


def test_a_withdrawn_proposal_stays_and_says_so(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    proposal_no = submitted(uow_of, small_world, round_no)
    proposals.withdraw_proposal(uow_of("resident"), proposal_no)
    found = uow_of(None).session.get(Proposal, proposal_no)
    assert found is not None
    assert found.state is ProposalState.WITHDRAWN
    assert '"t":"proposal.withdrawn"' in logged(uow_of("officer"))[-1]
    assert submitted(uow_of, small_world, round_no) != proposal_no
