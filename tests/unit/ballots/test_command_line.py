"""`python -m ballots` counts a file, says why it will not, and prints what reproduces a count."""

import io
import json
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import ballots.__main__
from ballots.cli import BAD_INPUT, DONE, REFUSED, Answer, answer
from ballots.command import command_line
from ballots.rules import Completion, EqualShares, Greedy, Rule, rule_from_parameters
from ballots.terminal import progress

ROOT = Path(__file__).parents[3]
FILE = """META
key;value
num_projects;4
num_votes;5
budget;100
vote_type;approval
currency;GBP
PROJECTS
project_id;cost;name
A;60;Allotment
B;40;Bench
C;40;
F;0;
VOTES
voter_id;vote
1;A,B,F
2;A,B
3;A,C
4;B,C
5;C
"""


@pytest.fixture
def poll(tmp_path: Path) -> str:
    path = tmp_path / "poll.pb"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


def told(*words: str) -> dict[str, object]:
    found = answer([*words, "--json"])
    assert found.code == DONE
    tree = json.loads(found.text)
    assert isinstance(tree, dict)
    return tree


def test_a_count_is_told_as_json_with_the_digest_of_its_input(poll: str) -> None:
    tree = told("count", poll, "--rule", "greedy")
    assert set(tree) == {"rule", "parameters", "lot_seed", "winners", "free", "spent", "left", "rounds", "input_sha256"}
    assert tree["winners"] in (["B", "C"], ["C", "B"])
    assert (tree["spent"], tree["free"]) == (8000, ["F"])
    assert tree["rule"] == "greedy"


def test_a_count_is_told_as_a_table(poll: str) -> None:
    lines = answer(["count", poll]).text.splitlines()
    assert "2 projects, £80 of £100 spent, 5 voters" in lines
    assert "Costs nothing and is funded: F" in lines
    assert any(line.endswith("B Bench") for line in lines)
    assert "Starting share: the pot divided by the voters, exactly" in lines
    assert shlex.split(lines[-1].removeprefix("To count it again: ")) == shlex.split(
        command_line(EqualShares(), "", file="poll.pb")
    )


@pytest.mark.parametrize(
    "rule",
    [
        Greedy(),
        Greedy(("votes", "lot")),
        EqualShares(),
        EqualShares(Completion.NONE, exhaustive=True, comparison=True, tie_order=("cost", "lot")),
        EqualShares(Completion.ADD1, increment=250),
    ],
)
@pytest.mark.parametrize("seed", ["", "Lot drawn at 'Town Hall', 31°; $HOME", "--json"])
def test_the_printed_command_reproduces_the_count(poll: str, rule: Rule, seed: str) -> None:
    words = shlex.split(command_line(rule, seed, file=poll))
    assert words[:4] == ["python", "-m", "ballots", "count"]
    tree = told(*words[3:])
    assert rule_from_parameters(tree["parameters"]) == rule  # type: ignore[arg-type]
    assert tree["lot_seed"] == seed


def test_the_whole_count_can_be_written_to_a_file(poll: str, tmp_path: Path) -> None:
    trace = tmp_path / "trace.json"
    answer(["count", poll, "--trace", str(trace)])
    tree = json.loads(trace.read_text(encoding="utf-8"))
    assert {"losers", "steps", "comparison", "input_sha256", "voters"} <= set(tree)


def test_a_file_can_be_checked_and_a_count_explained(poll: str) -> None:
    good = answer(["check", poll])
    line, caution = good.text.splitlines()
    assert line == "poll.pb can be counted: 4 projects, 5 voters, budget £100, approval ballots."
    assert caution.startswith("Project A costs 60 of every hundred parts of the budget.")
    assert "A (Allotment): " in answer(["explain", poll]).text
    blank = Path(poll)
    blank.write_text(FILE.replace("5;C", "5;"), encoding="utf-8")
    assert "4 voters, 1 blank ballot, budget" in answer(["check", poll]).text


def test_one_project_is_explained_with_what_would_have_funded_it_in_either_language(poll: str) -> None:
    words = ["explain", poll, "--rule", "greedy", "--project", "A"]
    english = answer(words).text
    assert english.startswith("**A (Allotment).** Not funded.")
    assert "If 1 more person had voted, for this project alone, it would have been funded." in english
    assert answer([*words, "--one-by-one", "3"]).text == english
    gaelic = answer([*words, "--language", "gd"]).text
    assert gaelic.startswith("**A (Allotment).**")
    assert "Not funded." not in gaelic


def test_what_was_funded_is_explained_without_what_would_have_funded_it(poll: str) -> None:
    told = answer(["explain", poll, "--rule", "greedy", "--project", "B"]).text
    assert told.startswith("**B (Bench).** Funded.")
    assert "If " not in told


def test_a_project_that_is_not_in_the_file_cannot_be_explained(poll: str) -> None:
    assert answer(["explain", poll, "--project", "Z"]) == Answer(BAD_INPUT, "There is no project Z in this file.")


def test_a_tie_that_the_rule_refuses_ends_with_one(poll: str) -> None:
    found = answer(["count", poll, "--refuse-ties", "--tie-order", "cost,votes,lot"])
    assert found.code == REFUSED
    assert "tie and the rule draws no lots" in found.text


def test_a_refusal_is_told_in_the_language_that_was_asked_for(poll: str) -> None:
    asked = ["--language", "gd"]
    assert answer(["count", poll, "--refuse-ties", *asked]).text.startswith("Tha na pròiseactan seo co-ionann")
    Path(poll).write_text(FILE.replace("5;C", "5;Z"), encoding="utf-8")
    assert answer(["check", poll, *asked]).text.startswith("Loidhne 20: ")
    assert "Project Z" not in answer(["check", poll, *asked]).text
    assert "Project Z is not on this ballot paper." in answer(["check", poll]).text


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "required"),
        (["count"], "required"),
        (["count", "{poll}", "--rule", "luck"], "luck"),
        (["count", "{poll}", "--colour"], "--colour"),
        (["count", "{poll}", "--rule", "greedy", "--increment", "1"], "--increment has no meaning"),
        (["count", "{poll}", "--increment", "much"], "not a number"),
        (["count", "{poll}", "--increment", "NaN"], "whole number"),
        (["count", "{poll}", "--increment", "0.001"], "whole number"),
        (["count", "{poll}", "--tie-order", "cost"], "tie order"),
        (["count", "{poll}.gone"], "No such file"),
        (["check", "{poll}/.."], "{poll}"),
        (["count", "{poll}", "--trace", "{poll}/x"], "{poll}"),
    ],
)
def test_bad_input_ends_with_two_and_one_line_that_says_why(poll: str, words: list[str], why: str) -> None:
    found = answer([word.format(poll=poll) for word in words])
    assert found.code == BAD_INPUT
    assert why.format(poll=poll) in found.text
    assert "\n" not in found.text


def test_the_program_prints_its_answer_and_ends_with_its_code(poll: str) -> None:
    run = [sys.executable, "-m", "ballots"]
    good = subprocess.run([*run, "check", poll], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (good.returncode, good.stderr) == (DONE, "")
    assert good.stdout.startswith("poll.pb can be counted")
    Path(poll).write_text("nonsense\n", encoding="utf-8")
    bad = subprocess.run([*run, "count", poll], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (bad.returncode, bad.stdout) == (BAD_INPUT, "")
    assert bad.stderr == "Line 1: a .pb file begins with a line that says only META.\n"


def test_the_program_can_be_called_from_within(
    poll: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["ballots", "check", poll])
    assert ballots.__main__.main() == DONE
    assert capsys.readouterr().out.startswith("poll.pb can be counted")


class Gone(io.StringIO):
    """Standard output whose reader has left."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def write(self, text: str) -> int:
        raise BrokenPipeError(text)

    def fileno(self) -> int:
        return self.number


def test_a_reader_who_leaves_early_is_no_error(poll: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "output").open("wb") as output:
        monkeypatch.setattr(sys, "argv", ["ballots", "check", poll])
        monkeypatch.setattr(sys, "stdout", Gone(output.fileno()))
        monkeypatch.delitem(sys.modules, "ballots.__main__")
        with pytest.raises(SystemExit) as ended:
            runpy.run_module("ballots", run_name="__main__")
    assert ended.value.code == DONE


class Terminal(io.StringIO):
    """Standard error that somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_only_to_somebody_who_looks(poll: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, hidden = Terminal(), io.StringIO()
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(sys, "stderr", hidden)
    answer(["count", poll])
    assert not hidden.getvalue()
    monkeypatch.setattr(sys, "stderr", seen)
    answer(["count", poll])
    assert seen.getvalue().startswith("\rstep ")
    assert seen.getvalue().endswith("\r")


def test_a_line_on_a_terminal_says_how_far_a_long_count_is_and_goes_when_it_is_done() -> None:
    moments = iter([0.0, 0.5, 1.05, 1.1, 3.0])
    seen = Terminal()
    line = progress.ProgressLine(seen, 200, lambda: next(moments))
    for step in (10, 20, 30, 40):
        line(step * 1000, step)
    line.end()
    line.end()
    first, second = "step 20,000, 10 % of the budget, 1 s", "step 40,000, 20 % of the budget, 3 s"
    assert seen.getvalue() == f"\r{first}\r{second}\r{' ' * len(second)}\r"


def test_stopping_with_a_key_says_so_in_one_line(
    poll: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_words: list[str]) -> Answer:
        raise KeyboardInterrupt

    monkeypatch.setattr(ballots.__main__, "answer", stopped)
    assert ballots.__main__.main() == ballots.__main__.INTERRUPTED
    assert capsys.readouterr().err == "\nStopped. Nothing was counted.\n"
