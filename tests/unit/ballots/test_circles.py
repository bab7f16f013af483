"""Python's search for circles of objects rests while a file is read, and goes on whatever happened."""

import gc
from collections.abc import Iterator

import pytest

from ballots import pabulib
from ballots.errors import FileFault
from ballots.pabulib.circles import no_circles


@pytest.fixture(autouse=True)
def searching() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_the_search_rests_and_goes_on() -> None:
    with no_circles():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_search_that_somebody_else_turned_off_stays_off() -> None:
    with no_circles():
        with no_circles():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_file_that_cannot_be_read_does_not_leave_it_off() -> None:
    with pytest.raises(FileFault):
        pabulib.read(b"META")
    assert gc.isenabled()
