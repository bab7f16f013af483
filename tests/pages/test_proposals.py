"""Stories of a proposal, told through its pages without JavaScript: start, form, check, in, changed, reviewed."""

from collections.abc import Callable

import pytest

from pb_app.services import proposals, rounds
from pb_app.stages import RoundStage
from pb_app.unit_of_work import UnitOfWork
from tests.pages.reader import Reader
from tests.round_stories import calling_round, submitted, wording
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]
ATTACKS = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}")


def answers(lorn: World, **other: object) -> dict[str, object]:
    """What a resident types; a double underscore stands for the hyphen in the name of a cost row."""
    return {
        "title": "Light the harbour path",
        "what_and_why": "Lamps.\n\nPeople stop walking there when it gets dark.",
        "place": "Harbour path",
        "who_benefits": "Everyone who walks to the ferry",
        "outcome_id": lorn.outcome_id,
        "costs__0__item": "Lamps",
        "costs__0__amount": "£9,000",
        "costs__1__item": "Digging",
        "costs__1__amount": "3000.50",
    } | other


def test_a_proposal_from_the_start_page_to_the_ballot_paper(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = calling_round(acting, lorn)
    resident, officer = reader_as("resident"), reader_as("officer")
    resident.open(f"/rounds/{round_no}/proposals/start")
    assert f"/rounds/{round_no}/proposals/new" in resident.text
    resident.open(f"/rounds/{round_no}/proposals/new")
    resident.send("/proposals/answers", **answers(lorn))
    assert "Check your answers" in resident.text
    assert "Total: £12,000.50" in resident.text
    resident.send("/proposals")
    assert "Your proposal is in" in resident.text
    proposal_no = int(resident.page.request.path.split("/")[2])  # type: ignore[union-attr]
    assert "Waiting to be checked" in resident.open("/me").text

    officer.open(f"/officers/rounds/{round_no}/reviews")
    assert "Light the harbour path" in officer.text
    officer.open(f"/officers/proposals/{proposal_no}/review")
    assert "£3,000.50" in officer.text
    officer.send("/acceptance", stated_cost="13,500", reason="The cable was left out.")
    assert "on the ballot paper as number P01" in officer.text
    assert "£13,500" in officer.text

    page = reader_as(None).open(f"/proposals/{proposal_no}").text
    for words in ("On the ballot paper", "as number P01", "£13,500", "The cable was left out.", "£12,000.50", "Rhona"):
        assert words in page
    assert "On the ballot paper" in resident.open("/me").text
    assert "officers/proposals" not in page


def test_what_is_wrong_is_said_and_what_was_typed_stays(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = calling_round(acting, lorn)
    resident = reader_as("resident")
    resident.open(f"/rounds/{round_no}/proposals/new")
    wrong = answers(lorn, title="", outcome_id="999", costs__0__amount="nine thousand", costs__1__item="")
    page = resident.send("/proposals/answers", **wrong)
    assert page.status_code == 422
    for words in (
        "There is a problem",
        "Enter a title",
        "Choose the outcome that your proposal serves most",
        "Enter an amount in pounds, like 4500 or 4,500.50",
        "Say what this amount is for",
        'value="nine thousand"',
        'value="3000.50"',
        "People stop walking there",
    ):
        assert words in page.text


@pytest.mark.parametrize(
    ("long", "words"),
    [
        ({"title": "x" * 81}, "Use at most 80 characters"),
        ({"what_and_why": "x" * 4_001}, "Use at most 4000 characters"),
        ({"place": "x" * 201}, "Use at most 200 characters"),
        ({"costs__0__item": "x" * 121}, "Use at most 120 characters"),
        ({"costs__0__amount": "999999999"}, "Enter an amount above nought and up to £100,000,000"),
        ({"costs__0__amount": "0"}, "Enter an amount above nought and up to £100,000,000"),
    ],
)
def test_what_is_too_long_or_too_much_is_refused_with_a_sentence(
    reader_as: ReaderAs, acting: Acting, lorn: World, long: dict[str, object], words: str
) -> None:
    round_no = calling_round(acting, lorn)
    resident = reader_as("resident")
    resident.open(f"/rounds/{round_no}/proposals/new")
    page = resident.send("/proposals/answers", **answers(lorn, **long))
    assert page.status_code == 422
    assert words in page.text


def test_no_costs_and_too_many_costs_are_refused(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = calling_round(acting, lorn)
    resident = reader_as("resident")
    resident.open(f"/rounds/{round_no}/proposals/new")
    none = {f"costs__{row}__{part}": "" for row in range(2) for part in ("item", "amount")}
    page = resident.send("/proposals/answers", **answers(lorn, title="", **none))
    assert "Enter at least one cost" in page.text
    assert "Enter a title" in page.text
    many = {f"costs__{row}__{part}": "1" for row in range(21) for part in ("item", "amount")}
    page = resident.send("/proposals/answers", **answers(lorn, **many))
    assert page.status_code == 422
    assert "Enter at most 20 costs" in page.text


def test_a_cost_row_is_added_without_javascript(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = calling_round(acting, lorn)
    resident = reader_as("resident")
    resident.open(f"/rounds/{round_no}/proposals/new")
    assert 'name="costs-3-item"' not in resident.text
    page = resident.send("/proposals/answers", button="add_row", **answers(lorn, title=""))
    assert page.status_code == 200
    assert 'name="costs-3-item"' in page.text
    assert "There is a problem" not in page.text
    page = resident.send("/proposals/answers", button="add_row")
    assert 'name="costs-4-item"' in page.text
    assert 'value="£9,000"' in page.text


def test_an_answer_is_changed_from_the_check_page_and_nothing_is_lost(
    reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    round_no = calling_round(acting, lorn)
    resident = reader_as("resident")
    resident.open(f"/rounds/{round_no}/proposals/new")
    resident.send("/proposals/answers", **answers(lorn))
    page = resident.send("/proposals", button="change")
    assert page.status_code == 200
    assert 'value="Light the harbour path"' in page.text
    resident.send("/proposals/answers", title="Light the pier")
    page = resident.send("/proposals")
    assert "“Light the pier” is published." in page.text


def test_what_travels_from_the_check_page_is_checked_again(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = calling_round(acting, lorn)
    resident = reader_as("resident")
    resident.open(f"/rounds/{round_no}/proposals/new")
    resident.send("/proposals/answers", **answers(lorn))
    page = resident.send("/proposals", title="x" * 500, costs__0__amount="-5")
    assert page.status_code == 422
    assert "Use at most 80 characters" in page.text
    assert "No proposal has been put forward yet." in reader_as(None).open(f"/rounds/{round_no}").text


def test_a_button_pressed_twice_makes_one_proposal(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = calling_round(acting, lorn)
    first, second = reader_as("resident"), reader_as("resident")
    for reader in (first, second):
        reader.open(f"/rounds/{round_no}/proposals/new")
        reader.send("/proposals/answers", **answers(lorn))
    assert first.send("/proposals").status_code == 200
    page = second.send("/proposals")
    assert page.status_code == 422
    assert "You have put forward a proposal with this title already." in page.text


@pytest.mark.parametrize(
    "name", ["costs-²-item", "costs-99999999999-item", "costs--item", "costs-0", "costs-0-amount-x"]
)
def test_rows_with_strange_numbers_do_no_harm(reader_as: ReaderAs, acting: Acting, lorn: World, name: str) -> None:
    round_no = calling_round(acting, lorn)
    resident = reader_as("resident")
    resident.open(f"/rounds/{round_no}/proposals/new")
    assert resident.send("/proposals/answers", **answers(lorn, **{name: "1"})).status_code == 200


def test_what_residents_write_is_shown_and_never_run(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = calling_round(acting, lorn)
    resident, officer, anyone = reader_as("resident"), reader_as("officer"), reader_as(None)
    for number, attack in enumerate(ATTACKS, start=1):
        resident.open(f"/rounds/{round_no}/proposals/new")
        said = answers(
            lorn, title=attack, what_and_why=attack, place=attack, who_benefits=attack, costs__0__item=attack
        )
        resident.send("/proposals/answers", **said)
        pages = [resident.text, resident.send("/proposals").text, resident.open("/me").text]
        resident.open(f"/proposals/{number}/revision")
        resident.send("/revisions", what_and_why=f"{attack} {attack}", costs__1__item=attack + "2")
        pages += [
            reader.open(f"/proposals/{number}{page}").text
            for reader in (anyone, officer)
            for page in ("", "/revisions")
        ]
        pages += [officer.open(f"/officers/rounds/{round_no}/reviews").text, anyone.open(f"/rounds/{round_no}").text]
        pages += [officer.open(f"/officers/proposals/{number}/review").text]
        officer.send("/refusal", refusal_reason=attack)
        pages += [officer.text, anyone.open(f"/proposals/{number}").text]
        for page in pages:
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert "alert(1)" in page or "7 * 7" in page


def test_a_revision_shows_what_was_changed(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    proposal_no = submitted(acting, lorn, calling_round(acting, lorn))
    resident = reader_as("resident")
    resident.open(f"/proposals/{proposal_no}/revision")
    assert 'value="9000"' in resident.text
    assert 'value="3000.50"' in resident.text
    page = resident.send("/revisions", title="Light the long harbour path", costs__0__amount="8000")
    assert "Your proposal was changed" in page.text
    page = reader_as(None).open(f"/proposals/{proposal_no}/revisions").text
    assert "Version 2" in page
    for words in ("</span>long </ins>", "Lamps: £9,000</del>", "Lamps: £8,000</ins>", "£12,000.50 → £11,000.50"):
        assert words in page


def test_a_revision_that_was_overtaken_is_a_conflict_and_one_without_change_a_sentence(
    reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    proposal_no = submitted(acting, lorn, calling_round(acting, lorn))
    resident = reader_as("resident")
    resident.open(f"/proposals/{proposal_no}/revision")
    page = resident.send("/revisions")
    assert page.status_code == 422
    assert "Nothing was changed" in page.text
    proposals.revise_proposal(acting("resident"), proposal_no, 1, wording(lorn, title="Meanwhile"))
    page = resident.send("/revisions", title="Late")
    assert page.status_code == 409
    assert "changed meanwhile" in page.text


def test_only_the_author_has_the_pages_of_the_author(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    proposal_no = submitted(acting, lorn, calling_round(acting, lorn))
    for page in ("confirmation", "revision", "withdrawal"):
        assert reader_as("resident").open(f"/proposals/{proposal_no}/{page}").status_code == 200
        assert reader_as("neighbour").open(f"/proposals/{proposal_no}/{page}").status_code == 403
        assert "/sign-in" in reader_as(None).open(f"/proposals/{proposal_no}/{page}").request.path
    assert "Change your proposal" not in reader_as("neighbour").open(f"/proposals/{proposal_no}").text
    assert "Light the harbour path" not in reader_as("neighbour").open("/me").text
    neighbour = reader_as("neighbour")
    neighbour.open("/rounds/1/proposals/new")
    token = dict(neighbour.form("/proposals/answers").answers)["csrf_token"]
    for deed in ("withdrawal", "revisions"):
        answer = neighbour.client.post(f"/proposals/{proposal_no}/{deed}", data={"csrf_token": token})
        assert answer.status_code == 403


def test_a_proposal_is_withdrawn_after_a_question(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = calling_round(acting, lorn)
    proposal_no = submitted(acting, lorn, round_no)
    resident = reader_as("resident")
    resident.open(f"/proposals/{proposal_no}/withdrawal")
    assert "Your proposal was withdrawn." in resident.send("/withdrawal").text
    assert "Withdrawn" in reader_as(None).open(f"/proposals/{proposal_no}").text
    assert resident.open(f"/proposals/{proposal_no}/revision").status_code == 403


def test_a_round_that_takes_no_proposals_shows_no_form(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = calling_round(acting, lorn)
    resident = reader_as("resident")
    resident.open(f"/rounds/{round_no}/proposals/new")
    rounds.move_round(acting("officer"), round_no, RoundStage.REVIEW)
    page = resident.send("/proposals/answers", **answers(lorn))
    assert page.status_code == 403
    assert "This cannot be done at the present stage." in page.text
    assert resident.open(f"/rounds/{round_no}/proposals/new").status_code == 403
