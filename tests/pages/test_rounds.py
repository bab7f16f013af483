"""Stories of what anyone sees of rounds, and of how officers run them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from pb_app.proposing import LONDON
from pb_app.services import rounds
from pb_app.stages import RoundStage
from pb_app.unit_of_work import UnitOfWork
from tests.pages.reader import Reader
from tests.round_stories import SCOPE, accepted, calling_round, draft_round, submitted
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]


def test_the_front_page_says_what_is_open_and_until_when(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    today = acting(None).now().astimezone(LONDON).date()
    calling_round(acting, lorn, replace(SCOPE, proposals_until=today + timedelta(days=3)))
    calling_round(acting, lorn, replace(SCOPE, title="Over already", proposals_until=today - timedelta(days=2)))
    page = reader_as(None).open("/").text
    open_now = page.split('id="partnership-')[0]
    assert "Open now" in open_now
    assert "Oban spring round" in open_now
    assert "Over already" not in open_now
    assert "Over already" in page
    assert "Kilmartin" in page


def test_a_round_in_draft_is_not_there_for_the_public(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = draft_round(acting, lorn)
    for who in (None, "resident", "other_officer"):
        reader = reader_as(who)
        assert reader.open(f"/rounds/{round_no}").status_code == 404
        assert reader.open(f"/rounds/{round_no}/proposals/start").status_code == 404
        assert "Oban spring round" not in reader.open("/").text
    assert reader_as("resident").open(f"/rounds/{round_no}/proposals/new").status_code == 404
    assert "This is a draft" in reader_as("officer").open(f"/rounds/{round_no}").text


def test_the_page_of_a_round_says_what_it_decides_and_where_it_stands(
    reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    round_no = calling_round(acting, lorn)
    submitted(acting, lorn, round_no, "Light the harbour path")
    accepted(acting, lorn, round_no, "Benches at the pier")
    page = reader_as(None).open(f"/rounds/{round_no}")
    assert page.status_code == 200
    for words in (
        "How large the pot is.",
        "The Oban forum, with published reasons.",
        "Benches at the pier",
        "£12,000.50",
        "No money has been put into the pot yet.",
    ):
        assert words in page.text
    assert 'aria-current="step"' in page.text


def test_a_round_that_does_not_exist_is_not_found(reader_as: ReaderAs) -> None:
    assert reader_as(None).open("/rounds/999").status_code == 404
    assert reader_as(None).open("/proposals/999").status_code == 404


def test_what_an_officer_writes_is_shown_and_never_run(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    attack = "<script>alert(1)</script>"
    round_no = calling_round(acting, lorn, replace(SCOPE, title=attack, summary=attack, up_for_decision=attack))
    for address in ("/", f"/rounds/{round_no}", f"/rounds/{round_no}/proposals/start"):
        page = reader_as(None).open(address).text
        assert attack not in page
        assert "&lt;script&gt;alert(1)" in page


def test_the_start_page_can_be_read_without_an_account(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = calling_round(acting, lorn)
    page = reader_as(None).open(f"/rounds/{round_no}/proposals/start").text
    assert "People live active, healthier lives" in page
    rounds.move_round(acting("officer"), round_no, RoundStage.REVIEW)
    page = reader_as(None).open(f"/rounds/{round_no}/proposals/start").text
    assert "takes no proposals" in page
    assert f"/rounds/{round_no}/proposals/new" not in page


def new_round(lorn: World, **other: object) -> dict[str, object]:
    return {
        "locality_id": lorn.locality_id,
        "forum_id": lorn.forum_id,
        "title": "Oban autumn round",
        "summary": "Small grants",
        "up_for_decision": "Which projects are paid for",
        "level": "delegate",
        "proposals_until": "2031-05-20",
        "voting_from": "2031-06-01",
    } | other


def test_an_officer_sets_up_a_round_changes_its_scope_and_opens_the_call(reader_as: ReaderAs, lorn: World) -> None:
    officer = reader_as("officer")
    assert officer.open("/officers/rounds/new").status_code == 200
    page = officer.send("/officers/rounds", **new_round(lorn))
    assert page.status_code == 200
    assert "The round is set up as a draft" in page.text
    address = page.request.path
    officer.open(f"{address}/scope")
    assert 'value="2031-05-20"' in officer.text
    page = officer.send(f"{address}/scope", title="Oban winter round", decision_by="2031-07-01")
    assert "Oban winter round" in page.text
    assert "becomes public" in officer.open(f"{address}/stage").text
    page = officer.send(f"{address}/stage")
    assert "The round has moved on" in page.text
    public = reader_as(None).open(address.removeprefix("/officers")).text
    assert "Tuesday 20 May 2031" in public
    assert "Put forward a proposal" in public


def test_what_is_missing_in_a_round_is_said_in_one_summary(reader_as: ReaderAs, lorn: World) -> None:
    officer = reader_as("officer")
    officer.open("/officers/rounds/new")
    wrong = new_round(lorn, title="", locality_id="", forum_id="x", level="king", voting_from="tomorrow")
    page = officer.send("/officers/rounds", **wrong)
    assert page.status_code == 422
    for words in (
        "Enter a name for the round",
        "Choose the locality of the round",
        "Choose the forum that decides",
        "Choose how much is handed over",
        "Enter a date, like 2026-06-12",
        "Error:",
    ):
        assert words in page.text
    page = officer.send("/officers/rounds", **new_round(lorn, proposals_until="2031-07-01"))
    assert page.status_code == 422
    assert "This date lies before the one above it." in page.text
    assert "Oban autumn round" in page.text


def test_a_forum_that_does_not_decide_for_the_locality_is_refused_on_the_form(reader_as: ReaderAs, lorn: World) -> None:
    officer = reader_as("officer")
    officer.open("/officers/rounds/new")
    page = officer.send("/officers/rounds", **new_round(lorn, locality_id=lorn.other_locality_id))
    assert page.status_code == 422
    assert "Choose a forum that decides for this locality" in page.text


def test_officers_pages_are_for_the_officers_of_the_locality(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    draft, public = draft_round(acting, lorn), calling_round(acting, lorn)
    pages = ("", "/scope", "/stage", "/reviews")
    for page in pages:
        assert reader_as("other_officer").open(f"/officers/rounds/{draft}{page}").status_code == 404
        assert reader_as("other_officer").open(f"/officers/rounds/{public}{page}").status_code == 403
        assert reader_as("resident").open(f"/officers/rounds/{public}{page}").status_code == 403
        assert reader_as("officer").open(f"/officers/rounds/{public}{page}").status_code == 200
        assert "/sign-in" in reader_as(None).open(f"/officers/rounds/{public}{page}").request.path
    assert "Oban spring round" not in reader_as("other_officer").open("/officers/rounds").text
    assert "Oban spring round" in reader_as("officer").open("/officers/rounds").text


def test_a_round_that_cannot_move_on_says_what_must_be_done_first(
    reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    round_no = calling_round(acting, lorn)
    submitted(acting, lorn, round_no)
    rounds.move_round(acting("officer"), round_no, RoundStage.REVIEW)
    page = reader_as("officer").open(f"/officers/rounds/{round_no}/stage").text
    assert "Some proposals wait for a decision" in page
    assert "Move the round on</button>" not in page


def test_a_stage_that_was_confirmed_by_somebody_else_meanwhile_is_a_conflict(
    reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    round_no = draft_round(acting, lorn)
    officer = reader_as("officer")
    officer.open(f"/officers/rounds/{round_no}/stage")
    rounds.move_round(acting("second_officer"), round_no, RoundStage.PROPOSALS)
    page = officer.send(f"/officers/rounds/{round_no}/stage")
    assert page.status_code == 409
    assert "at another stage by now" in page.text


def test_a_made_up_stage_is_refused(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = draft_round(acting, lorn)
    officer = reader_as("officer")
    officer.open(f"/officers/rounds/{round_no}/stage")
    assert officer.send(f"/officers/rounds/{round_no}/stage", to="coronation").status_code == 422


def test_a_form_without_its_token_changes_nothing(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    round_no = draft_round(acting, lorn)
    officer = reader_as("officer")
    officer.open(f"/officers/rounds/{round_no}/stage")
    page = officer.send(f"/officers/rounds/{round_no}/stage", csrf_token="forged")
    assert page.status_code == 419
    assert reader_as(None).open(f"/rounds/{round_no}").status_code == 404
