"""Real polls for golden tests: from the folder MOOTHILL_DATA names, or from shared/data beside the checkout."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def real_polls() -> Path:
    """Find the folder with real .pb files; without it fail where CI is true and skip elsewhere."""
    folder = Path(os.environ.get("MOOTHILL_DATA") or BESIDE) / "pabulib"
    if not folder.is_dir():
        absent = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        absent("The real polls are not there: MOOTHILL_DATA should name the folder that holds pabulib/.")
    return folder
