"""Stories of an officer's review, told through its pages."""

from collections.abc import Callable
from contextlib import closing

from sqlalchemy import select

from pb_app.models.proposals import Project
from pb_app.services import proposals, reviews
from pb_app.services.reviews import Checked
from pb_app.unit_of_work import UnitOfWork
from tests.pages.reader import Reader
from tests.round_stories import accepted, calling_round, submitted, wording
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]


def test_a_review_needs_a_cost_and_a_reason(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    proposal_no = submitted(acting, lorn, calling_round(acting, lorn))
    officer = reader_as("officer")
    officer.open(f"/officers/proposals/{proposal_no}/review")
    page = officer.send("/acceptance", stated_cost="much", reason="Because it is dear")
    assert page.status_code == 422
    assert "Enter an amount in pounds" in page.text
    assert "Because it is dear" in page.text
    page = officer.send("/acceptance", stated_cost="0", reason="Because")
    assert "State a cost of more than nought" in page.text
    page = officer.send("/refusal", refusal_reason="  ")
    assert page.status_code == 422
    assert "Give the reason. It is published with the proposal." in page.text
    page = officer.send("/refusal", refusal_reason="x" * 2_001)
    assert "Use at most 2000 characters" in page.text


def test_a_part_that_would_be_of_use_is_stated_beside_the_cost(
    reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    proposal_no = submitted(acting, lorn, calling_round(acting, lorn))
    officer = reader_as("officer")
    officer.open(f"/officers/proposals/{proposal_no}/review")
    page = officer.send("/acceptance", stated_cost="100", least="100.01", reason="Checked")
    assert page.status_code == 422
    assert "State a part of more than nought and no more than the cost" in page.text
    officer.send("/acceptance", least="80.50")
    with closing(acting("officer")) as uow:
        assert uow.session.scalars(select(Project.least)).all() == [80_50]


def test_the_second_of_two_reviews_is_a_conflict(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    proposal_no = submitted(acting, lorn, calling_round(acting, lorn))
    officer = reader_as("officer")
    officer.open(f"/officers/proposals/{proposal_no}/review")
    reviews.refuse_proposal(acting("second_officer"), Checked(proposal_no, 1), "No")
    page = officer.send("/acceptance", stated_cost="100", reason="Checked")
    assert page.status_code == 409
    assert "Somebody has decided on this proposal already" in page.text


def test_reviews_are_for_the_officers_of_the_locality(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = calling_round(acting, lorn)
    waiting, decided = submitted(acting, lorn, round_no), accepted(acting, lorn, round_no, "Benches")
    for who in ("resident", "other_officer", "approver"):
        assert reader_as(who).open(f"/officers/proposals/{waiting}/review").status_code == 403
    assert reader_as("officer").open("/officers/proposals/999/review").status_code == 404
    page = reader_as("officer").open(f"/officers/proposals/{decided}/review").text
    assert "The quotes were checked." in page
    assert "Put it on the ballot paper</button>" not in page


def test_an_officer_s_own_proposal_is_somebody_else_s_to_decide(
    reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    round_no = calling_round(acting, lorn)
    own = proposals.submit_proposal(acting("officer"), round_no, wording(lorn)).proposal_no
    assert reader_as("officer").open(f"/officers/proposals/{own}/review").status_code == 403
    assert "/review" not in reader_as("officer").open(f"/proposals/{own}").text
    assert reader_as("second_officer").open(f"/officers/proposals/{own}/review").status_code == 200
