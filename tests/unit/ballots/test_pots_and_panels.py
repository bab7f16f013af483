"""Several pots and a panel's scores are counted on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from ballots.cli import BAD_INPUT, DONE, REFUSED, answer
from ballots.errors import BadPoll, FileFault
from ballots.panel_file import read_sheet

POT = """META
num_projects;2
num_votes;3
budget;100
currency;GBP
vote_type;approval
PROJECTS
project_id;cost
{name}1;60
{name}2;80
VOTES
voter_id;vote
1;{name}1
2;{name}1,{name}2
3;{name}2,{name}1
"""
SHEET: dict[str, Any] = {
    "budget": "100.50",
    "projects": [
        {"id": "A", "name": "Allotment", "cost": 60},
        {"id": "B", "cost": 40.5, "least": "10"},
        {"id": "C", "cost": 9},
    ],
    "criteria": [{"name": "need", "weight": 2, "least": "1.5"}, {"name": "plan", "weight": 1}],
    "members": ["Ann", "Bob"],
    "lowest": 0,
    "highest": 5,
    "conflicts": {"Bob": ["C"]},
    "scores": {
        "Ann": {"A": {"need": 3, "plan": 5}, "B": {"need": 4, "plan": 2}, "C": {"need": 1, "plan": 5}},
        "Bob": {"A": {"need": 2, "plan": 4}, "B": {"need": 5, "plan": 5}},
    },
}


@pytest.fixture
def pots(tmp_path: Path) -> list[str]:
    paths = [tmp_path / "north.pb", tmp_path / "south.pb"]
    for path, name in zip(paths, "NS", strict=True):
        path.write_text(POT.format(name=name), encoding="utf-8")
    return [str(path) for path in paths]


def sheet(tmp_path: Path, **changed: Any) -> str:
    path = tmp_path / "panel.json"
    path.write_text(json.dumps({**SHEET, **changed}), encoding="utf-8")
    return str(path)


def said(*words: str, code: int = DONE) -> str:
    found = answer([*words])
    assert found.code == code, found.text
    return found.text


def test_each_pot_is_counted_by_itself_and_keeps_what_it_leaves(pots: list[str]) -> None:
    words = said("pots", *pots, "--rule", "greedy").splitlines()
    assert words[0] == "north"
    assert words[-4].split("  ")[0] == "Pot"
    assert words[-1].split() == ["Total", "£200", "£120", "£80"]
    tree = json.loads(said("pots", *pots, "--rule", "greedy", "--json"))
    assert [pot["winners"] for pot in tree["pots"]] == [["N1"], ["S1"]]
    assert (tree["budget"], tree["spent"], tree["left"], tree["carry"]) == (20_000, 12_000, 8_000, [])


def test_what_a_pot_leaves_goes_to_the_next_in_the_order_of_the_files(pots: list[str]) -> None:
    tree = json.loads(said("pots", *pots, "--rule", "greedy", "--carry", "--json"))
    assert [pot["winners"] for pot in tree["pots"]] == [["N1"], ["S1", "S2"]]
    assert tree["pots"][1]["account"]["carried_in"] == 4_000
    assert "north" in said("pots", *pots, "--language", "gd")


def test_pots_that_do_not_go_together_are_refused(pots: list[str]) -> None:
    assert "no two the same one" in said("pots", pots[0], pots[0], "--carry", code=BAD_INPUT)
    assert "counts no pots" in said("pots", *pots, "--rule", "stv", code=BAD_INPUT)
    assert "No such file" in said("pots", pots[0], "gone.pb", code=BAD_INPUT)


def test_a_panels_projects_stand_in_order_and_its_money_goes_down_the_list(tmp_path: Path) -> None:
    words = said("panel", sheet(tmp_path)).splitlines()
    assert [line.split() for line in words[:3]] == [
        ["Place", "Average", "Project"],
        ["1", "4.16", "B"],
        ["2", "3.16", "A", "Allotment"],
    ]
    assert words[3] == "C does not qualify: below the least average by need."
    assert words[-1] == "2 projects, £100.50 of £100.50 spent, 2 voters"
    tree = json.loads(said("panel", sheet(tmp_path), "--json"))
    assert (tree["winners"], tree["panel"]["ranked"][0]["total"]) == (["B", "A"], "25/6")
    assert "A Allotment" in said("panel", sheet(tmp_path, least=4, fewest=2), "--language", "gd")


def test_a_panels_tie_is_refused_where_the_command_says_so(tmp_path: Path) -> None:
    alike = {"Ann": {ref: {"need": 3, "plan": 3} for ref in "AB"}, "Bob": {ref: {"need": 3, "plan": 3} for ref in "AB"}}
    path = sheet(tmp_path, scores=alike, projects=[{"id": "A", "cost": 60}, {"id": "B", "cost": 60}], conflicts={})
    assert "draws no lots" in said("panel", path, "--refuse-ties", code=REFUSED)
    assert "Round" in said("panel", path, "--lot-seed", "moot")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"colour": "red"}, "“colour” means nothing"),
        ({"budget": "much"}, "“budget” is missing"),
        ({"budget": None}, "“budget” is missing"),
        ({"projects": {}}, "“projects” is missing"),
        ({"projects": ["A"]}, "“projects” is missing"),
        ({"criteria": [{"name": "need", "weight": True}]}, "“weight” is missing"),
        ({"least": "1/0"}, "“least” is missing"),
        ({"absent": "never"}, "“absent” is missing"),
        ({"members": [1]}, "“members” is missing"),
        ({"scores": []}, "“scores” is missing"),
    ],
)
def test_a_panels_file_that_cannot_be_understood_is_refused_with_the_place(changed: dict[str, Any], why: str) -> None:
    with pytest.raises(FileFault, match=why):
        read_sheet(json.dumps({**SHEET, **changed}).encode())


def test_a_panels_file_that_is_no_json_or_has_half_a_penny_is_refused() -> None:
    for data in (b"{", b"\xff", b"[" * 100_000):
        with pytest.raises(FileFault, match="no JSON"):
            read_sheet(data)
    for amount in ("0.001", "NaN", "-1"):
        with pytest.raises(BadPoll, match="whole minor units"):
            read_sheet(json.dumps({**SHEET, "budget": amount}).encode())
