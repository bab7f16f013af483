"""The examples in docs/counting.md are what the code says now about those real polls."""

from pathlib import Path

import pytest

from scripts import counting_document


@pytest.fixture(scope="module")
def text() -> str:
    return counting_document.DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(counting_document.TOLD))
def test_every_example_is_what_the_code_tells(real_polls: Path, text: str, name: str) -> None:
    assert counting_document.blocks(text)[name] == counting_document.TOLD[name](), (
        "run python -m scripts.counting_document write, and read what changed"
    )


def test_the_document_has_no_example_that_nobody_tells(text: str) -> None:
    assert set(counting_document.blocks(text)) == set(counting_document.TOLD)
