"""However a file is damaged, it is read or refused with a sentence; nothing else happens."""

from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ballots import pabulib
from ballots.errors import FileFault

GOOD = b"""META
key;value
num_projects;2
num_votes;3
budget;500.50
vote_type;approval
max_length;2
currency;GBP
PROJECTS
project_id;cost;votes;name
a;100;2;Benches
b;250.5;2;"Bulbs; and ""tools"", too"
VOTES
voter_id;vote
1;a,b
2;a
3;b
"""
PIECES = [
    b"",
    b";",
    b'"',
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b",",
    b"-",
    b"VOTES\n",
    b"META",
    b"9" * 30,
    b"1e9",
    "٣".encode(),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 9), st.sampled_from(PIECES)), max_size=4))
@example([])
@example([(0, len(GOOD), b"")])
def test_a_damaged_file_is_read_or_refused_with_a_sentence(cuts: list[tuple[int, int, bytes]]) -> None:
    data = GOOD
    for place, length, piece in cuts:
        data = data[:place] + piece + data[place + length :]
    with suppress(FileFault):
        assert pabulib.read(data).profile.voters <= 3


@given(st.binary(max_size=200))
def test_noise_is_refused(noise: bytes) -> None:
    with suppress(FileFault):
        pabulib.read(noise)
        raise AssertionError
