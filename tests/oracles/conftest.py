"""The oracles as fixtures: one that cannot be had fails the tests where CI is true, elsewhere it skips them aloud."""

from collections.abc import Iterator

import pytest

from scripts.oracles import OracleMissing
from tests.oracles.asking import Oracle
from tests.server_fixtures import go_without


def started(name: str) -> Oracle:
    """Start a program, or go without with its reason."""
    try:
        return Oracle(name)
    except OracleMissing as missing:
        go_without(str(missing))
        raise


@pytest.fixture(scope="session")
def pabutools() -> Iterator[Oracle]:
    """pabutools, exact."""
    with started("pabutools") as oracle:
        yield oracle


@pytest.fixture(scope="session")
def checker() -> Iterator[Oracle]:
    """Pabulib's own checker of .pb files."""
    with started("checker") as oracle:
        yield oracle


@pytest.fixture(scope="session")
def abcvoting() -> Iterator[Oracle]:
    """abcvoting, for projects of equal cost."""
    with started("abcvoting") as oracle:
        yield oracle


@pytest.fixture(scope="session")
def pref_voting() -> Iterator[Oracle]:
    """pref_voting, for single winners."""
    with started("pref_voting") as oracle:
        yield oracle


@pytest.fixture(scope="session")
def reddwarf() -> Iterator[Oracle]:
    """red-dwarf, for opinions on statements."""
    with started("reddwarf") as oracle:
        yield oracle
