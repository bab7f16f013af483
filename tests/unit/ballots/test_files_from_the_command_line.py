"""Whole files from the command line: traces that add up, comparisons, ranked ballots, and what is refused calmly."""

import json
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from ballots.cli import BAD_INPUT, DONE, REFUSED, answer
from ballots.rules import knapsack
from ballots.terminal import spending
from tests.polls import SMALL

WARD = """3 1
4 1 2 0
3 2 1 0
2 3 2 0
0
"Ann"
"Bob"
"Cat"
"A ward"
"""


@pytest.fixture
def poll(tmp_path: Path) -> str:
    path = tmp_path / "small.pb"
    path.write_bytes(SMALL)
    return str(path)


@pytest.fixture
def ward(tmp_path: Path) -> str:
    path = tmp_path / "ward.blt"
    path.write_text(WARD, encoding="utf-8")
    return str(path)


def told(*words: str) -> dict[str, object]:
    found = answer([*words, "--json"])
    assert found.code == DONE, found.text
    tree = json.loads(found.text)
    assert isinstance(tree, dict)
    return tree


@pytest.mark.parametrize("rule", ["equal-shares", "phragmen"])
def test_a_trace_says_who_paid_what_and_it_adds_up(poll: str, tmp_path: Path, rule: str) -> None:
    trace = tmp_path / "trace.json"
    assert answer(["count", poll, "--rule", rule, "--trace", str(trace)]).code == DONE
    tree = json.loads(trace.read_text(encoding="utf-8"))
    assert not (tmp_path / "trace.json.part").exists()
    assert tree["command"].startswith("python -m ballots count small.pb --rule " + rule)
    costs = {found["number"]: found["cost"] for found in tree["rounds"] if found["stage"] in {"shares", "loads"}}
    voters = [group["voters"] for group in tree["groups"]]
    paid = {
        told["round"]: sum(Fraction(each) * voters[group] for group, each, _left in told["paid"])
        for told in tree["payments"]
    }
    assert paid == costs
    for payment in tree["payments"]:
        assert all(payment["project"] in tree["groups"][group]["marks"] for group, _each, _left in payment["paid"])


def test_a_trace_of_a_rule_by_which_nobody_pays_has_no_payments(poll: str, tmp_path: Path) -> None:
    trace = tmp_path / "trace.json"
    answer(["count", poll, "--rule", "greedy", "--trace", str(trace)])
    assert json.loads(trace.read_text(encoding="utf-8"))["payments"] == []


def test_every_rule_is_laid_beside_the_others(poll: str) -> None:
    tree = told("compare", poll)
    sides = tree["sides"]
    assert isinstance(sides, list)
    assert [side["rule"] for side in sides] == ["equal-shares", "greedy", "phragmen"]
    text = answer(["compare", poll, "--side", "greedy", "--side", "greedy --by value"]).text
    assert "|" in text
    assert answer(["compare", poll, "--language", "gd"]).text != answer(["compare", poll]).text


def test_what_no_choice_can_exceed_is_told_beside_a_comparison(poll: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        knapsack.Worth.SCORE: knapsack.Optimum(knapsack.Worth.SCORE, ("bike", "play"), 90_000, 11, 11, proven=True),
        knapsack.Worth.COST: knapsack.Optimum(knapsack.Worth.COST, ("bike",), 70_000, 1, 2, proven=False),
    }
    monkeypatch.setattr(spending, "optimum", lambda _election, by: found[by])
    text = answer(["compare", poll, "--optimum"]).text
    assert text.endswith("No choice within the budget has more points than 11, for PLN900: bike, play.")
    best = told("compare", poll, "--optimum")["optimum"]
    assert isinstance(best, list)
    assert [one["proven"] for one in best] == [True, False]


def test_without_the_solver_the_optimum_is_refused_with_its_name(poll: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knapsack, "highspy", None)
    found = answer(["compare", poll, "--optimum"])
    assert (found.code, "Install the package highspy" in found.text) == (BAD_INPUT, True)


@pytest.mark.parametrize("rule", ["stv", "condorcet", "borda"])
def test_ranked_ballots_elect_as_many_as_their_file_says(ward: str, rule: str) -> None:
    tree = told("count", ward, "--rule", rule)
    assert len(tree["winners"]) == 1  # type: ignore[arg-type]
    assert (tree["spent"], tree["free"]) == (None, [])
    assert set(tree) >= {"rule", "parameters", "lot_seed", "rounds", "input_sha256"}
    text = answer(["count", ward, "--rule", rule]).text
    assert "1 of 3 elected, 9 papers" in text


def test_a_ward_is_checked_and_explained_in_either_language(ward: str, tmp_path: Path) -> None:
    assert answer(["check", ward]).text == "ward.blt can be counted: 3 candidates, 1 place, 9 papers."
    english = answer(["explain", ward, "--rule", "stv"]).text
    assert "Stage 1: the papers were sorted by their first preferences." in english
    assert answer(["explain", ward, "--rule", "stv", "--project", "1"]).text.startswith("Ann: ")
    assert answer(["explain", ward, "--rule", "condorcet"]).code == DONE
    assert answer(["explain", ward, "--rule", "stv", "--project", "9"]).code == BAD_INPUT
    gone = tmp_path / "gone.blt"
    gone.write_text(WARD.replace("3 1\n", "3 1\n-3\n").replace('0\n"Ann', '2 0\n0\n"Ann'), encoding="utf-8")
    assert "1 withdrawn" in answer(["check", str(gone)]).text
    assert "2 blank papers" in answer(["check", str(gone)]).text
    trace = tmp_path / "trace.json"
    assert answer(["count", ward, "--rule", "stv", "--seats", "2", "--trace", str(trace)]).code == DONE
    assert len(json.loads(trace.read_text(encoding="utf-8"))["winners"]) == 2


def test_money_rules_and_comparisons_are_refused_for_a_ward(ward: str) -> None:
    for words in (["count", ward], ["compare", ward], ["count", ward, "--rule", "greedy"]):
        found = answer(words)
        assert (found.code, "no money" in found.text) == (BAD_INPUT, True)


def test_a_lot_that_is_refused_in_a_ward_ends_with_one(tmp_path: Path) -> None:
    path = tmp_path / "level.blt"
    path.write_text('2 1\n1 1 0\n1 2 0\n0\n"Ann"\n"Bob"\n"Level"\n', encoding="utf-8")
    assert answer(["count", str(path), "--rule", "condorcet", "--refuse-ties"]).code == REFUSED


def test_a_count_that_is_interrupted_leaves_no_progress_behind(poll: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []

    class Line:
        def end(self) -> None:
            ended.append("ended")

    def stopped(*_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(spending, "progress_on", lambda _stream, _budget: Line())
    monkeypatch.setattr(spending, "count", stopped)
    with pytest.raises(KeyboardInterrupt):
        answer(["count", poll])
    assert ended == ["ended"]
    assert sys.stderr
