"""The pages on which two officers take a project off the paper, and where everybody reads that it is gone."""

from collections.abc import Callable

from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.world import POSTCODE

ReaderAs = Callable[[str | None], Reader]
WHY = "The land was sold"


def withdrawn(open_poll: Voting, reader_as: ReaderAs) -> tuple[Reader, Reader]:
    """Two officers, who have taken P02 off the paper."""
    address = f"/officers/polls/{open_poll.poll_no}/withdrawals"
    officer, second = reader_as("officer"), reader_as("second_officer")
    officer.open(address)
    officer.send("/withdrawals", project="P02", reason=WHY)
    second.open(address)
    second.send("/withdrawals/1")
    return officer, second


def test_one_officer_proposes_and_another_approves(open_poll: Voting, reader_as: ReaderAs) -> None:
    officer = reader_as("officer")
    officer.open(f"/officers/polls/{open_poll.poll_no}/withdrawals")
    assert officer.send("/withdrawals", project="", reason="").status_code == 422
    officer.send("/withdrawals", project="P02", reason=WHY)
    assert "A second person, not the one who proposed it" in officer.text
    second = withdrawn(open_poll, reader_as)[1]
    assert "Every page of this vote says so" in second.text
    token = dict(second.form("/withdrawals").answers)["csrf_token"]
    assert second.client.post("/officers/withdrawals/99", data={"csrf_token": token}).status_code == 404


def test_the_last_project_cannot_be_proposed_and_nothing_typed_is_lost(open_poll: Voting, reader_as: ReaderAs) -> None:
    officer, second = withdrawn(open_poll, reader_as)
    officer.open(f"/officers/polls/{open_poll.poll_no}/withdrawals")
    officer.send("/withdrawals", project="P01", reason=WHY)
    second.open(f"/officers/polls/{open_poll.poll_no}/withdrawals")
    second.send("/withdrawals/2")
    officer.open(f"/officers/polls/{open_poll.poll_no}/withdrawals")
    assert officer.send("/withdrawals", project="P03", reason="Rain again").status_code == 409
    assert "last project of its contest" in officer.text
    assert "Rain again" in officer.text


def test_everybody_reads_why_and_voters_no_longer_find_it(open_poll: Voting, reader_as: ReaderAs) -> None:
    withdrawn(open_poll, reader_as)
    anyone, voter = reader_as(None), reader_as("resident")
    anyone.open(f"/polls/{open_poll.poll_no}")
    assert f"because: {WHY}" in anyone.text
    assert "Withdrawn while people voted" in anyone.text
    voter.open(f"/polls/{open_poll.poll_no}/vote")
    voter.send("/roll", postcode=POSTCODE, declaration="y")
    assert f"because: {WHY}" in voter.text
    assert 'value="P01"' in voter.text
    assert 'value="P02"' not in voter.text


def test_whoever_had_the_paper_open_is_asked_again_and_keeps_the_rest(open_poll: Voting, reader_as: ReaderAs) -> None:
    voter = reader_as("resident")
    voter.open(f"/polls/{open_poll.poll_no}/vote")
    voter.send("/roll", postcode=POSTCODE, declaration="y")
    voter.send("/check", projects=["P01", "P02"])
    withdrawn(open_poll, reader_as)
    assert voter.send("/ballot").status_code == 422
    assert "Project P02 is not on this ballot paper" in voter.text
    assert 'value="P01" data-pence="1200000" checked' in voter.text
