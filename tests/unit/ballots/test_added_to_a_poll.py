"""A command adds to a poll: money from before, weights by area; and it says what the rule does not look at."""

import json
import shlex
from pathlib import Path

import pytest

from ballots.cli import BAD_INPUT, DONE, answer
from ballots.pabulib import profiles_by_area, read
from ballots.wording.voice import voice
from tests.polls import RANKED

FILE = """META
num_projects;3
num_votes;24
budget;100
currency;GBP
vote_type;approval
{more}PROJECTS
project_id;cost;name
A;60;Allotment
B;50;Bench
C;70;Court
VOTES
voter_id;vote;{column}
"""
ROWS = [*["A;North"] * 12, *["B;South"] * 11, "C;-"]


def text(more: str = "", column: str = "neighborhood") -> str:
    rows = "\n".join(f"{number};{row}" for number, row in enumerate(ROWS, 1))
    return FILE.format(more=more, column=column) + rows + "\n"


@pytest.fixture
def poll(tmp_path: Path) -> Path:
    path = tmp_path / "poll.pb"
    path.write_text(text(), encoding="utf-8")
    return path


def told(*words: object) -> dict[str, object]:
    found = answer([*map(str, words), "--json"])
    assert found.code == DONE, found.text
    tree = json.loads(found.text)
    assert isinstance(tree, dict)
    return tree


def said(*words: object) -> str:
    found = answer([*map(str, words)])
    assert found.code == DONE, found.text
    return found.text


def refused(*words: object) -> str:
    found = answer([*map(str, words)])
    assert found.code == BAD_INPUT
    return found.text


@pytest.mark.parametrize("column", ["neighborhood", "district"])
def test_ballots_are_told_apart_by_the_area_that_the_file_names(column: str) -> None:
    data = text(column=column).encode()
    by_area = profiles_by_area(data, read(data))
    assert {area: profile.voters for area, profile in by_area.items()} == {"": 1, "North": 12, "South": 11}
    assert by_area["South"].votes["B"] == 11
    without = text(column="colour").encode()
    assert profiles_by_area(without, read(without)) == {}


def test_ways_of_counting_are_compared_with_what_the_command_adds(poll: Path) -> None:
    def winners(*words: str) -> object:
        sides = told("compare", poll, "--side", "greedy", *words)["sides"]
        assert isinstance(sides, list)
        return sides[0]["winners"]

    assert winners() == ["A"]
    assert winners("--carried-in", "10") == ["A", "B"]
    assert winners("--area-weight", "North=1", "--area-weight", "South=2", "--area-weight", "=1") == ["B"]


def test_an_explanation_of_all_projects_ends_with_fairness_by_the_area_of_the_voters(poll: Path) -> None:
    words = said("explain", poll, "--rule", "greedy")
    assert "A (Allotment): Funded." in words
    assert "| 0 funded projects | 12 | 50% |" in words
    assert "| North, No area" not in words
    assert "| No area, South | 12 | 0 (0%) | 0.0 |" in words
    tree = told("compare", poll)
    assert len(tree["sides"][1]["fairness"]["voter_areas"]) == 2  # type: ignore[index]


def test_money_carried_in_is_spent_too_and_the_rest_is_told(poll: Path, tmp_path: Path) -> None:
    assert (told("count", poll, "--rule", "greedy")["winners"], told("count", poll, "--rule", "greedy")["left"]) == (
        ["A"],
        4_000,
    )
    trace = tmp_path / "trace.json"
    more = told("count", poll, "--rule", "greedy", "--carried-in", "10.50", "--trace", trace)
    assert (more["winners"], more["left"]) == (["A", "B"], 50)
    command = shlex.split(json.loads(trace.read_text(encoding="utf-8"))["command"])
    assert command[-4:-2] == ["--carried-in", "10.5"]
    for amount in ("much", "-1", "0.001", "Infinity"):
        assert "--carried-in needs an amount" in refused("count", poll, f"--carried-in={amount}")


def test_voters_of_an_area_can_count_more_often(poll: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace.json"
    weights = ("--area-weight", "North=1", "--area-weight", "South=3", "--area-weight", "=1")
    assert told("count", poll, "--rule", "greedy", *weights, "--trace", trace)["winners"] == ["B"]
    again = shlex.split(json.loads(trace.read_text(encoding="utf-8"))["command"])
    again[again.index("poll.pb")] = str(poll)
    assert told(*again[3:-1])["winners"] == ["B"]
    assert "The area North has no weight." in refused("count", poll, *weights[2:])
    assert "Some voters have no area." in refused("count", poll, *weights[:4])
    for weight in ("South", "South=x", "South=-1"):
        assert "--area-weight needs an area" in refused("count", poll, "--area-weight", weight)
    poll.write_text(text(column="colour"), encoding="utf-8")
    assert "does not say in which area" in refused("count", poll, *weights)


def test_the_least_score_of_a_file_holds_for_most_votes_first_unless_another_is_named(poll: Path) -> None:
    poll.write_text(text("min_project_score_threshold;12\n"), encoding="utf-8")
    assert told("count", poll, "--rule", "greedy", "--carried-in", "90")["winners"] == ["A"]
    assert told("count", poll, "--rule", "greedy", "--carried-in", "90")["parameters"]["min_score"] == 12  # type: ignore[index]
    assert told("count", poll, "--rule", "greedy", "--carried-in", "90", "--min-score", "0")["winners"] == [
        "A",
        "B",
        "C",
    ]
    assert told("compare", poll, "--side", "greedy")["sides"][0]["parameters"]["min_score"] == 12  # type: ignore[index]
    silent = "The file asks that a project have at least 12 points or votes."
    for command in ("count", "explain", "check", "compare"):
        assert said(command, poll).count(silent) == 1
    assert silent not in said("count", poll, "--rule", "greedy")
    assert "Tha am faidhle ag iarraidh" in said("count", poll, "--language", "gd")


def test_what_a_rule_does_not_look_at_in_points_and_orders_is_said(tmp_path: Path) -> None:
    path = tmp_path / "ranked.pb"
    path.write_bytes(RANKED)
    alike = "whatever a ballot names counts as chosen, all of it alike."
    assert alike in said("count", path, "--rule", "phragmen")
    assert alike not in said("count", path)
    assert "not by points." in said("count", path, "--comparison")
    assert "not at how many points they gave." in said("explain", path)


def test_an_explanation_as_json_keeps_to_the_project_and_the_language(poll: Path) -> None:
    words = ("explain", poll, "--rule", "greedy")
    everything = told(*words)
    assert [one["project"] for one in everything["explanations"]] == ["A", "B", "C"]  # type: ignore[attr-defined]
    assert everything["fairness"]["voters"] == 24  # type: ignore[index]
    bench = told(*words, "--project", "B")["explanations"]
    assert (bench[0]["kind"], bench[0]["funded"], bench[0]["changes"]["cost"][0]) == ("not-enough-left", False, 4_000)  # type: ignore[index]
    gaelic = told(*words, "--project", "B", "--language", "gd")["explanations"]
    assert bench[0]["verdict"] != gaelic[0]["verdict"]  # type: ignore[index]
    assert told(*words, "--project", "A")["explanations"][0]["changes"] is None  # type: ignore[index]
    assert "--one-by-one needs --project" in refused(*words, "--one-by-one", "3")


def test_a_table_speaks_the_language_that_is_asked_for(poll: Path) -> None:
    english, gaelic = said("count", poll), said("count", poll, "--language", "gd")
    assert english.startswith("Round")
    assert "1 project, £60 of £100 spent, 24 voters" in said("count", poll, "--rule", "greedy")
    assert gaelic.splitlines()[0].split()[0] == voice("gd", read(poll).poll).say("Round")
    assert "Gabhaidh poll.pb cunntadh" in said("check", poll, "--language", "gd")
