"""An outcome is plain data: no floats, and the same to the last character whatever the interpreter's hash seed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ballots import outcome as outcomes
from ballots.count import count
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import EqualShares

ROOT = Path(__file__).parents[3]
POLL = Poll((Project("a", 60), Project("b", 40), Project("c", 40)), 100)
BALLOTS = ["ab", "ab", "ac", "bc", "c"]

STORY = """
import json
from ballots.count import count
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import EqualShares, Greedy, Misfit, Phragmen
projects = tuple(Project(p, 30 + ord(p) % 7) for p in "abcdefgh")
poll = Poll(projects, 170, exclusive=(("a", "h", "c"), ("g", "c")))
profile = Profile.of(poll, [set(b) for b in ("abc", "bcd", "aceg", "fgh", "h", "bdfh", "ag")])
for rule in (EqualShares(), Greedy(), Greedy(misfit=Misfit.STOP, tie_order=("lot",)), Phragmen()):
    print(json.dumps(count(poll, profile, rule, "seed").to_json()))
"""


def test_the_tree_holds_exact_fractions_as_text_and_no_floats() -> None:
    tree = count(POLL, Profile.of(POLL, BALLOTS), EqualShares(increment=1), "seed").to_json()
    text = json.dumps(tree)
    assert json.loads(text, parse_float=pytest.fail) == tree
    assert tree["steps"]["start"] == "20/1"  # type: ignore[index, call-overload]
    assert tree["parameters"]["increment"] == 1  # type: ignore[index, call-overload]


def test_the_interpreters_hash_seed_leaves_no_trace() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", STORY],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "31337")
    }
    assert len(told) == 1
    assert len(set(told.pop().splitlines())) == 4


def test_a_value_that_has_no_plain_form_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="float"):
        outcomes.plain(0.5)
