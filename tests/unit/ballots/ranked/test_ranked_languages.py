"""What ranked ballots chose is explained on the command line in the language that is asked for."""

from pathlib import Path

import pytest

from ballots.cli import DONE, answer

RANKED = """META
key;value
num_projects;3
num_votes;4
budget;100
vote_type;ordinal
PROJECTS
project_id;cost;name
A;50;Allotment
B;50;Bench
C;50;
VOTES
voter_id;vote
1;A,B
2;A,C
3;B,A
4;C,B,A
"""


@pytest.mark.parametrize(
    ("rule", "beginning"),
    [
        ("stv", "Allotment: chaidh an taghadh aig ìre 1. Tha 2 chiad roghainn a’ ruighinn a’ chuota de 2."),
        ("condorcet", "Allotment: tha iad a’ buannachadh."),
        ("borda", "Allotment: chaidh an taghadh. Puingean: 5."),
    ],
)
def test_what_rankings_chose_is_explained_in_gaelic(tmp_path: Path, rule: str, beginning: str) -> None:
    path = tmp_path / "ranked.pb"
    path.write_text(RANKED, encoding="utf-8")
    found = answer(["explain", str(path), "--rule", rule, "--language", "gd"])
    assert (found.code, found.text.splitlines()[0][: len(beginning)]) == (DONE, beginning)
