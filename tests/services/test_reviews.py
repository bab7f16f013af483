"""Stories of reviews: a cost and a reason stated, a project on the paper, or a no that says why."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from pb_app.models.proposals import Project
from pb_app.queries import proposals as proposal_queries
from pb_app.queries.polls import projects_of
from pb_app.queries.reviews import queue_of
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, Refusal
from pb_app.services import proposals, reviews, rounds
from pb_app.services.reviews import Checked, first_words
from pb_app.stages import PollState, ProposalState, RoundStage
from tests.round_stories import UowOf, accepted, calling_round, logged, submitted, wording
from tests.services.test_rounds import poll_in_state
from tests.world import World


def test_an_accepted_proposal_stands_on_the_paper_at_the_stated_cost(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    proposal_no = submitted(uow_of, small_world, round_no)
    reviews.accept_proposal(uow_of("officer"), Checked(proposal_no, 1), 1_350_000, "The cable was left out.")
    reader = uow_of(None).session
    [project] = projects_of(reader, round_no)
    assert (project.ref, project.title, project.cost, project.outcome_id, project.proposal_no) == (
        "P01",
        "Light the harbour path",
        1_350_000,
        small_world.outcome_id,
        proposal_no,
    )
    assert project.summary == "Lamps along the harbour path."
    found = proposal_queries.proposal_by_no(reader, proposal_no)
    assert found is not None
    assert found.review is not None
    assert (found.state, found.review.stated_cost, found.review.reason) == (
        ProposalState.ACCEPTED,
        1_350_000,
        "The cable was left out.",
    )


def test_the_log_has_the_amount_and_the_officer_s_pseudonym_but_no_reason(uow_of: UowOf, small_world: World) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    reviews.accept_proposal(uow_of("officer"), Checked(proposal_no, 1), 1_350_000, "The cable was left out.")
    entry = logged(uow_of("officer"))[-1]
    assert '"pence":1350000' in entry
    assert '"actor":"officer-officer"' in entry
    assert "cable" not in entry


def test_references_go_up_round_by_round(uow_of: UowOf, small_world: World) -> None:
    first, second = calling_round(uow_of, small_world), calling_round(uow_of, small_world)
    for round_no, title in ((first, "One"), (first, "Two"), (second, "Three"), (first, "Four")):
        proposal_no = submitted(uow_of, small_world, round_no, title)
        reviews.accept_proposal(uow_of("officer"), Checked(proposal_no, 1), 100, "Checked")
    reader = uow_of(None).session
    assert [(one.ref, one.title) for one in projects_of(reader, first)] == [
        ("P01", "One"),
        ("P02", "Two"),
        ("P03", "Four"),
    ]
    assert [one.ref for one in projects_of(reader, second)] == ["P01"]


def test_a_refused_proposal_carries_its_reason_and_no_project(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    proposal_no = submitted(uow_of, small_world, round_no)
    reviews.refuse_proposal(uow_of("officer"), Checked(proposal_no, 1), "The path belongs to the harbour company.")
    reader = uow_of(None).session
    [refused] = queue_of(reader, round_no).refused
    assert refused.review is not None
    assert (refused.review.accepted, refused.review.stated_cost) == (False, None)
    assert projects_of(reader, round_no) == []
    assert '"t":"proposal.refused"' in logged(uow_of("officer"))[-1]


@pytest.mark.parametrize("reason", ["", " \n", "x" * 2_001])
def test_no_decision_without_a_reason_of_a_readable_length(uow_of: UowOf, small_world: World, reason: str) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    with pytest.raises(Invalid) as refused:
        reviews.refuse_proposal(uow_of("officer"), Checked(proposal_no, 1), reason)
    assert refused.value.field == "reason"
    with pytest.raises(Invalid):
        reviews.accept_proposal(uow_of("officer"), Checked(proposal_no, 1), 100, reason)


@pytest.mark.parametrize("cost", [0, -1, 10_000_000_001])
def test_a_stated_cost_is_an_amount(uow_of: UowOf, small_world: World, cost: int) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    with pytest.raises(Invalid) as refused:
        reviews.accept_proposal(uow_of("officer"), Checked(proposal_no, 1), cost, "Checked")
    assert refused.value.field == "stated_cost"


@pytest.mark.parametrize("least", [1, 100])
def test_a_part_that_is_of_use_stands_on_the_paper(uow_of: UowOf, small_world: World, least: int) -> None:
    round_no = calling_round(uow_of, small_world)
    read = Checked(submitted(uow_of, small_world, round_no), 1)
    reviews.accept_proposal(uow_of("officer"), read, 100, "Checked", least)
    assert [one.least for one in projects_of(uow_of(None).session, round_no)] == [least]


@pytest.mark.parametrize("least", [0, -1, 101])
def test_a_part_is_more_than_nought_and_no_more_than_the_cost(uow_of: UowOf, small_world: World, least: int) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    with pytest.raises(Invalid) as refused:
        reviews.accept_proposal(uow_of("officer"), Checked(proposal_no, 1), 100, "Checked", least)
    assert refused.value.field == "least"


@pytest.mark.parametrize("least", [0, 1_200_001])
def test_the_database_too_refuses_a_part_that_is_none(uow_of: UowOf, small_world: World, least: int) -> None:
    accepted(uow_of, small_world, calling_round(uow_of, small_world))
    uow = uow_of("officer")
    with pytest.raises(IntegrityError, match="least_part_of_cost"), uow.database.writing(uow.session):
        uow.session.execute(update(Project).values(least=least))
    uow.session.rollback()


def test_only_an_officer_of_the_locality_decides(uow_of: UowOf, small_world: World) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    for who in (None, "resident", "other_officer", "councillor"):
        with pytest.raises(Forbidden):
            reviews.accept_proposal(uow_of(who), Checked(proposal_no, 1), 100, "Checked")
        with pytest.raises(Forbidden):
            reviews.refuse_proposal(uow_of(who), Checked(proposal_no, 1), "No")
    with pytest.raises(NotVisible):
        reviews.refuse_proposal(uow_of("officer"), Checked(999, 1), "No")


def test_an_officer_does_not_decide_on_a_proposal_of_their_own(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    own = proposals.submit_proposal(uow_of("officer"), round_no, wording(small_world)).proposal_no
    with pytest.raises(Forbidden, match="your own"):
        reviews.accept_proposal(uow_of("officer"), Checked(own, 1), 100, "Checked")
    reviews.accept_proposal(uow_of("second_officer"), Checked(own, 1), 100, "Checked")


def test_a_proposal_is_decided_once(uow_of: UowOf, small_world: World) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    reviews.accept_proposal(uow_of("officer"), Checked(proposal_no, 1), 100, "Checked")
    with pytest.raises(Conflict, match="already"):
        reviews.refuse_proposal(uow_of("second_officer"), Checked(proposal_no, 1), "No")


def test_what_was_withdrawn_is_not_decided(uow_of: UowOf, small_world: World) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    proposals.withdraw_proposal(uow_of("resident"), proposal_no)
    with pytest.raises(Conflict, match="withdrawn"):
        reviews.accept_proposal(uow_of("officer"), Checked(proposal_no, 1), 100, "Checked")


def test_what_was_said_anew_is_read_again_before_it_is_decided(uow_of: UowOf, small_world: World) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    proposals.revise_proposal(uow_of("resident"), proposal_no, 1, wording(small_world, title="Second"))
    with pytest.raises(Conflict, match="Read it again"):
        reviews.accept_proposal(uow_of("officer"), Checked(proposal_no, 1), 100, "Checked")
    reviews.accept_proposal(uow_of("officer"), Checked(proposal_no, 2), 100, "Checked")


def test_nothing_is_put_on_a_paper_that_is_fixed(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    proposal_no = submitted(uow_of, small_world, round_no)
    poll_in_state(uow_of("officer"), round_no, PollState.FROZEN)
    with pytest.raises(Conflict, match="fixed"):
        reviews.accept_proposal(uow_of("officer"), Checked(proposal_no, 1), 100, "Checked")
    with pytest.raises(Conflict, match="fixed"):
        reviews.refuse_proposal(uow_of("officer"), Checked(proposal_no, 1), "No")
    assert projects_of(uow_of(None).session, round_no) == []


def test_a_poll_in_draft_stands_in_no_one_s_way(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    proposal_no = submitted(uow_of, small_world, round_no)
    poll_in_state(uow_of("officer"), round_no, PollState.DRAFT)
    rounds.move_round(uow_of("officer"), round_no, RoundStage.REVIEW)
    reviews.accept_proposal(uow_of("officer"), Checked(proposal_no, 1), 100, "Checked")
    assert queue_of(uow_of(None).session, round_no).stated_cost == 100


def test_a_round_past_its_review_reviews_nothing(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    proposal_no = submitted(uow_of, small_world, round_no)
    uow = uow_of("officer")
    with uow.database.writing(uow.session):
        found = proposal_queries.proposal_by_no(uow.session, proposal_no)
        assert found is not None
        found.round.stage = RoundStage.VOTING
        uow.session.commit()
    with pytest.raises(Conflict, match="before the vote"):
        reviews.accept_proposal(uow_of("officer"), Checked(proposal_no, 1), 100, "Checked")


def outcome_of(deed: Callable[[], object]) -> str:
    try:
        deed()
    except Refusal as refused:
        return type(refused).__name__
    return "done"


def test_of_two_officers_who_decide_at_once_one_is_told_so(uow_of: UowOf, small_world: World) -> None:
    proposal_no = submitted(uow_of, small_world, calling_round(uow_of, small_world))
    first, second = uow_of("officer"), uow_of("second_officer")
    read = Checked(proposal_no, 1)
    deeds = [
        lambda: reviews.accept_proposal(first, read, 100, "Checked"),
        lambda: reviews.refuse_proposal(second, read, "No"),
    ]
    with ThreadPoolExecutor(2) as both:
        told = list(both.map(outcome_of, deeds))
    assert sorted(told) == ["Conflict", "done"]


def test_two_proposals_accepted_at_once_get_two_references(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    read = [Checked(submitted(uow_of, small_world, round_no, f"Idea {number}"), 1) for number in range(4)]
    workers = [uow_of("officer" if number % 2 else "second_officer") for number in range(4)]
    with ThreadPoolExecutor(4) as both:
        list(both.map(lambda uow, one: reviews.accept_proposal(uow, one, 100, "Checked"), workers, read))
    refs = uow_of(None).session.scalars(select(Project.ref).where(Project.round_no == round_no)).all()
    assert sorted(refs) == ["P01", "P02", "P03", "P04"]


def test_the_paper_says_a_proposal_s_first_words() -> None:
    assert first_words("One  line\nand more.\n\nThe rest.") == "One line and more."
    long = first_words("word " * 100)
    assert len(long) <= 301
    assert long.endswith("word…")
    assert first_words("x" * 400) == "x" * 300 + "…"
