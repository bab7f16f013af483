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


def test_every_ranked_count_tells_its_rounds(ranked: str) -> None:
    assert told("count", ranked, "--rule", "stv")["rounds"]
    duels = told("count", ranked, "--rule", "condorcet")
    assert duels["rounds"] == [
        {"first": "A", "second": "B", "first_above": 2, "second_above": 2},
        {"first": "A", "second": "C", "first_above": 3, "second_above": 1},
        {"first": "B", "second": "C", "first_above": 2, "second_above": 2},
    ]
    assert {"beats_all", "worst", "pairs", "paths", "ties"} <= set(duels)
    points = told("count", ranked, "--rule", "borda")["rounds"]
    assert points == [{"candidate": "A", "points": 5}, {"candidate": "B", "points": 4}, {"candidate": "C", "points": 3}]


def test_a_ranked_explanation_as_json_keeps_to_the_candidate_and_the_language(ranked: str) -> None:
    words = ("explain", ranked, "--rule", "borda")
    assert [one["candidate"] for one in told(*words)["explanations"]] == ["A", "B", "C"]  # type: ignore[attr-defined]
    english, gaelic = (told(*words, "--project", "C", "--language", one)["explanations"] for one in ("en", "gd"))
    assert english[0]["sentence"] != gaelic[0]["sentence"]  # type: ignore[index]
    assert told("explain", ranked, "--rule", "stv")["stages_told"]


def test_what_means_nothing_without_money_is_refused(ranked: str) -> None:
    for words in (("--one-by-one", "3"), ("--carried-in", "5"), ("--area-weight", "A=1")):
        found = answer(["explain", ranked, "--rule", "stv", *words])
        assert (found.code, found.text) == (BAD_INPUT, f"{words[0]} has no meaning for the rule stv.")


def test_one_place_and_one_paper_are_said_as_one(tmp_path: Path) -> None:
    ward = tmp_path / "ward.blt"
    ward.write_text('2 1\n1 1 2 0\n0\n"Ann"\n"Bob"\n"Ward"\n', encoding="utf-8")
    assert answer(["check", str(ward)]).text == "ward.blt can be counted: 2 candidates, 1 place, 1 paper."
    told = answer(["count", str(ward), "--rule", "stv"]).text
    assert "1 of 2 elected, 1 paper\n" in told
    assert "\nTo count it again: python -m ballots count ward.blt --rule stv --seats 1 " in told
    assert "Gabhaidh ward.blt cunntadh" in answer(["check", str(ward), "--language", "gd"]).text
