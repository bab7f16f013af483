"""Stories of suggested changes, told through their pages without JavaScript."""

from collections.abc import Callable

import pytest

from pb_app.services import rooms
from pb_app.unit_of_work import UnitOfWork
from tests.pages.reader import Reader
from tests.round_stories import calling_round, submitted
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]
WHY = "Bats live along the path."


@pytest.fixture
def path(acting: Acting, lorn: World) -> int:
    """The number of the resident's proposal, in whose room the neighbour has spoken."""
    proposal_no = submitted(acting, lorn, calling_round(acting, lorn))
    rooms.post_message(acting("neighbour"), proposal_no, "key-00000001", WHY)
    return proposal_no


def suggest(neighbour: Reader, path: int, **other: object) -> str:
    """Write a change and put it to the author; return its address."""
    neighbour.open(f"/proposals/{path}/amendments/new?from=1")
    answers = {"what_and_why": "Half as many lamps.\n\nBats need the dark.", "why": WHY} | other
    neighbour.send("/amendments", **answers)
    assert "Nobody else can read this yet" in neighbour.text
    address = neighbour.page.request.path  # type: ignore[union-attr]
    neighbour.send("/proposal")
    return address


def test_a_change_goes_from_the_room_to_a_new_version_that_shows_the_difference(
    reader_as: ReaderAs, acting: Acting, path: int
) -> None:
    neighbour, resident = reader_as("neighbour"), reader_as("resident")
    address = suggest(neighbour, path)
    assert "Put to the author" in neighbour.text
    page = resident.open(f"/proposals/{path}").text
    assert "1 change has been suggested." in page
    resident.open(f"/proposals/{path}/amendments")
    assert address in resident.text
    page = resident.open(address).text
    for words in ("Suggested by Niall", "Taken out:", "Put in:", WHY, f"/proposals/{path}/room?after=0#message-1"):
        assert words in page
    resident.send("/acceptance")
    assert "The change is taken up." in resident.text
    page = reader_as(None).open(f"/proposals/{path}/revisions").text
    for words in ("Version 2", "a change that Niall suggested", "message 1", "Half as many "):
        assert words in page
    assert "It became version 2" in neighbour.open(address).text
    acting("officer").sequence_log()
    assert "took change 1 up" in reader_as(None).open("/log?kind=proposals").text


def test_a_refused_change_shows_its_reason_and_becomes_its_own_proposal(reader_as: ReaderAs, path: int) -> None:
    neighbour, resident = reader_as("neighbour"), reader_as("resident")
    address = suggest(neighbour, path)
    resident.open(address)
    page = resident.send("/rejection", reason="")
    assert page.status_code == 422
    assert "Give the reason." in page.text
    assert resident.send("/rejection", reason="x" * 2_001).status_code == 422
    resident.send("/rejection", reason="I want all the lamps.")
    assert "I want all the lamps." in reader_as(None).open(address).text
    neighbour.open(address)
    assert neighbour.send("/promotion", title=" ").status_code == 422
    assert neighbour.send("/promotion", title="x" * 81).status_code == 422
    neighbour.send("/promotion", title="Lamps for bats")
    assert "came out of a change suggested to another proposal" in neighbour.text
    assert "It became proposal" in reader_as(None).open(address).text


def test_what_is_wrong_in_a_suggestion_is_said_and_what_was_typed_stays(reader_as: ReaderAs, path: int) -> None:
    neighbour = reader_as("neighbour")
    neighbour.open(f"/proposals/{path}/amendments/new")
    page = neighbour.send("/amendments", button="add_row", why=WHY)
    assert WHY in page.text
    page = neighbour.send("/amendments", why="")
    assert page.status_code == 422
    assert "Say why it should be changed" in page.text
    page = neighbour.send("/amendments", why=WHY, cites="1 and 99", place="Elsewhere")
    assert page.status_code == 422
    assert "There is no message 99 to be read in the room." in page.text
    assert 'value="1 and 99"' in page.text
    page = neighbour.send("/amendments", cites="1")
    assert page.status_code == 200
    assert "Elsewhere" in neighbour.open(f"/proposals/{path}/amendments/new").text
    assert "Your draft" in neighbour.open(f"/proposals/{path}/amendments").text


def test_nobody_reads_a_draft_or_decides_for_another(reader_as: ReaderAs, path: int) -> None:
    neighbour, resident = reader_as("neighbour"), reader_as("resident")
    neighbour.open(f"/proposals/{path}/amendments/new")
    neighbour.send("/amendments", why=WHY, place="Elsewhere")
    address = neighbour.page.request.path  # type: ignore[union-attr]
    for who in ("resident", "officer", None):
        assert reader_as(who).open(address).status_code == 404
    assert WHY not in resident.open(f"/proposals/{path}/amendments").text
    neighbour.send("/proposal")
    assert "Take this change up" not in neighbour.text
    assert neighbour.client.post(f"{address}/acceptance").status_code in {400, 403, 419}
    assert "Take this change up" in resident.open(address).text
    neighbour.send("/withdrawal")
    assert "Your change was withdrawn." in neighbour.text
    for missing in ("/amendments/999", "/proposals/999/amendments", "/proposals/999/amendments/new"):
        assert resident.open(missing).status_code == 404


def test_a_proposal_that_is_decided_on_takes_no_suggestion(reader_as: ReaderAs, acting: Acting, path: int) -> None:
    officer = reader_as("officer")
    officer.open(f"/officers/proposals/{path}/review")
    officer.send("/refusal", refusal_reason="Somebody else's land")
    del acting
    assert reader_as("neighbour").open(f"/proposals/{path}/amendments/new").status_code == 403
