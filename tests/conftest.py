"""Fixtures for every test, in files of their own; and which tests count for coverage."""

from pathlib import Path

import pytest

pytest_plugins = ["tests.server_fixtures", "tests.application_fixtures"]

TESTS = Path(__file__).parent
UNMEASURED = {"architecture", "crash", "migrations", "mutation", "oracles", "set_up"}
"""Folders whose tests run unmeasured, since measuring costs half as much again: the floors are held by the others."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tell pytest-cov which tests it leaves alone."""
    for item in items:
        if item.path.relative_to(TESTS).parts[0] in UNMEASURED:
            item.add_marker(pytest.mark.no_cover)
