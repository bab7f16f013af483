"""The pages on which an officer names a worker, and on which the worker stands for people."""

from collections.abc import Callable

import pytest

from tests.ballot_box import Voting
from tests.pages.reader import Reader

ReaderAs = Callable[[str | None], Reader]


@pytest.fixture
def worker(open_poll: Voting, reader_as: ReaderAs) -> Reader:
    """A worker whom an officer has named on the page, for one person."""
    officer, address = reader_as("officer"), f"/officers/polls/{open_poll.poll_no}/vouchers"
    officer.open(address)
    assert officer.send("/vouchers", email="nobody@x.example", organisation="Shelter", most="1").status_code == 422
    officer.send("/vouchers", email="facilitator@moothill.example", organisation="Shelter", most="1")
    assert "It is kept." in officer.text
    assert "Shelter" in officer.text
    return reader_as("facilitator")


def test_a_worker_puts_somebody_on_the_roll(worker: Reader, open_poll: Voting, reader_as: ReaderAs) -> None:
    address, resident = f"/polls/{open_poll.poll_no}/vouching", reader_as("resident")
    worker.open(f"/polls/{open_poll.poll_no}/vote")
    assert address in worker.text
    worker.open(address)
    assert worker.send("/vouching", email="resident@moothill.example").status_code == 422
    assert "Choose a reason" in worker.text
    told = {"email": "resident@moothill.example", "reason": "no_address", "declaration": "y"}
    worker.send("/vouching", **told)
    assert "They are on the roll." in worker.text
    assert 'name="declaration"' not in worker.text
    resident.open(f"/polls/{open_poll.poll_no}/vote")
    assert "/ballot/check" in resident.text
    assert resident.open(address).status_code == 404


def test_what_is_refused_stays_on_the_page(worker: Reader, open_poll: Voting) -> None:
    worker.open(f"/polls/{open_poll.poll_no}/vouching")
    answer = worker.send("/vouching", name="Calum MacLean", reason="known", declaration="y")
    assert answer.status_code == 422
    assert "Calum MacLean" in worker.text
    assert "day of birth" in worker.text
