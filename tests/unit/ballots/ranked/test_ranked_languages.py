"""What ranked ballots chose is explained on the command line in the language that is asked for."""

from pathlib import Path

import pytest

from ballots.cli import DONE, answer
from tests.polls import RANKED


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
    path.write_bytes(RANKED)
    found = answer(["explain", str(path), "--rule", rule, "--language", "gd"])
    assert (found.code, found.text.splitlines()[0][: len(beginning)]) == (DONE, beginning)
