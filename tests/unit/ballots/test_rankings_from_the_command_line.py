"""Projects of equal cost are chosen from a ranked poll on the command line."""

import json
from pathlib import Path

import pytest

from ballots.cli import BAD_INPUT, DONE, answer
from tests.polls import RANKED, SMALL


@pytest.fixture
def ranked(tmp_path: Path) -> str:
    path = tmp_path / "ranked.pb"
    path.write_bytes(RANKED)
    return str(path)


def told(*words: str) -> dict[str, object]:
    found = answer([*words, "--json"])
    assert found.code == DONE, found.text
    tree = json.loads(found.text)
    assert isinstance(tree, dict)
    return tree


def test_projects_of_equal_cost_are_chosen_from_rankings(ranked: str, tmp_path: Path) -> None:
    tree = told("count", ranked, "--rule", "stv")
    assert (len(tree["winners"]), tree["spent"]) == (2, 10_000)  # type: ignore[arg-type]
    assert told("count", ranked, "--rule", "stv", "--seats", "1")["spent"] == 5_000
    assert told("count", ranked, "--rule", "condorcet")["spent"] == 5_000
    assert told("count", ranked, "--rule", "greedy")["rule"] == "greedy"
    poll = tmp_path / "small.pb"
    poll.write_bytes(SMALL)
    refused = answer(["count", str(poll), "--rule", "stv"])
    assert (refused.code, "approval ballots" in refused.text) == (BAD_INPUT, True)
