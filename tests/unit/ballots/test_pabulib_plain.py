"""Plain files are read in large pieces, others row by row; nobody can tell from what comes out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import pabulib
from ballots.errors import FileFault
from ballots.pabulib import alike, votes
from ballots.pabulib import rows as rows_of_files
from ballots.pabulib.columns import cut

HEAD = "META\nkey;value\nnum_projects;3\nnum_votes;{}\nbudget;500\nvote_type;{}\n"
PROJECTS = "PROJECTS\nproject_id;cost\na;100\nbé;250\nlonger-than-eight;60\nVOTES\n"
MARKED = ["a", "longer-than-eight,a", "bé", "a", "a,longer-than-eight", "bé,a"] * 3
POINTED = ["a;1", "longer-than-eight,a;1,2", "bé;2", "a;1", "a,longer-than-eight;2,1", "bé,a;7,1"] * 3


def read(kind: str, columns: str, rows: list[str]) -> pabulib.PabulibPoll:
    text = f"{HEAD.format(len(rows), kind)}{PROJECTS}{columns}\n" + "".join(f"{row}\n" for row in rows)
    return pabulib.read(text.encode())


def numbered(rows: list[str]) -> list[str]:
    return [f"{number};{row}" for number, row in enumerate(rows)]


CASES = [
    ("approval", "voter_id;vote", MARKED),
    ("approval", "voter_id;age;vote;ward", [f"30,5;{row};North,East" for row in MARKED]),
    ("ordinal", "voter_id;vote", MARKED),
    ("cumulative", "voter_id;vote;points", POINTED),
]


@pytest.mark.parametrize(("kind", "columns", "rows"), CASES)
@pytest.mark.parametrize("block", [1, 30, 1 << 18])
def test_the_size_of_the_pieces_makes_no_difference(
    monkeypatch: pytest.MonkeyPatch, kind: str, columns: str, rows: list[str], block: int
) -> None:
    whole = read(kind, columns, numbered(rows))
    monkeypatch.setattr(rows_of_files, "BLOCK", block)
    assert read(kind, columns, numbered(rows)) == whole
    assert len(whole.profile.groups) == 4 if kind != "ordinal" else 5


@pytest.mark.parametrize(("kind", "columns", "rows"), CASES)
@pytest.mark.parametrize("odd", ['"0"', " 0", "0\t", "é"])
def test_one_odd_row_changes_nothing_in_what_is_read(kind: str, columns: str, rows: list[str], odd: str) -> None:
    plain, strange = numbered(rows), numbered(rows)
    strange[0] = strange[0].replace("0;", f"{odd};", 1)
    first, second = read(kind, columns, plain), read(kind, columns, strange)
    assert (first.ballots, first.points, first.profile) == (second.ballots, second.points, second.profile)
    assert first.rankings == second.rankings


def test_equal_ballots_are_one_object_however_they_are_spelled() -> None:
    for rows in (numbered(MARKED), ['"0";a', *numbered(MARKED)[1:]]):
        found = read("approval", "voter_id;vote", rows).ballots
        assert found[1] is found[4]
        assert found[1] is found[7]


def cells(block: bytes, *columns: int) -> list[list[bytes]] | None:
    found = cut(block, columns)
    return None if found is None else [column.cells() for column in found]


def test_columns_are_cut_out_of_plain_rows_whatever_ends_them() -> None:
    assert cells(b"1;a;x\n22;b,c;y", 0, 1) == [[b"1", b"22"], [b"a", b"b,c"]]
    assert cells(b"1;a\r\n2;b\r\n", 1, 0) == [[b"a", b"b"], [b"1", b"2"]]
    assert cells(b"a;1\nb;;\n", 1) == [[b"1", b""]]


def test_long_ids_are_told_apart_and_found_again_when_they_repeat() -> None:
    ids = ["", "", "v", "vote-0001", "vote-0002", "vote-00011", "a9f0c3d2-4f5e-4c1b-8a7d-000000000001"]
    rows = [f"{one};a" for one in ids]
    assert len(read("approval", "voter_id;vote", rows).ballots) == len(ids)
    for one in ids[2:]:
        with pytest.raises(FileFault, match="has voted before"):
            read("approval", "voter_id;vote", [*rows, f"{one};bé"])


@pytest.mark.parametrize(
    "vote", ["longer-than-eigh", "longer-than-eight2", "longer-thAn-eight", "b", "longer-than-eight-by-far"]
)
def test_an_id_that_only_begins_like_a_project_is_none(vote: str) -> None:
    with pytest.raises(FileFault, match="is not on this ballot paper"):
        read("approval", "voter_id;vote", ["0;a", f"1;{vote}"])
    assert read("approval", "voter_id;vote", ["1;a,"]).ballots == (("a",),)


def test_sums_that_do_not_fit_into_eight_bytes_are_still_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = "approval\nmax_sum_cost;350"
    monkeypatch.setattr(votes, "MOST_TOGETHER", 1)
    assert read(limit, "voter_id;vote", ["1;a,bé", "2;longer-than-eight,bé"]).profile.voters == TWO
    with pytest.raises(FileFault, match="Spend at most 350 XXX"):
        read(limit, "voter_id;vote", ["1;a,bé,longer-than-eight"])


def test_a_poll_of_very_many_projects_is_read_the_same() -> None:
    many = [f"p{number:03}" for number in range(300)]
    head = HEAD.format(3, "approval").replace("num_projects;3", "num_projects;300")
    text = head + "PROJECTS\nproject_id;cost\n" + "".join(f"{one};1\n" for one in many) + "VOTES\nvoter_id;vote\n"
    found = pabulib.read(f"{text}1;p299,p001\n2;{','.join(many)}\n3;p001,p299\n".encode())
    assert [(group.marks, group.weight) for group in found.profile.groups] == [(tuple(many), 1), (("p001", "p299"), 2)]
    assert (found.profile.votes["p299"], found.profile.votes["p000"]) == (3, 1)


def test_ballots_that_are_taken_for_equal_are_looked_at_more_closely(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = read("approval", "voter_id;vote", numbered(MARKED))
    monkeypatch.setattr(alike, "FACTOR", np.uint64(0))
    assert read("approval", "voter_id;vote", numbered(MARKED)) == sound


@pytest.mark.parametrize("kind", ["approval", "ordinal"])
@settings(max_examples=25, deadline=None)
@given(
    votes=st.lists(
        st.lists(st.sampled_from(["a", "bé", "longer-than-eight"]), min_size=1, unique=True).map(",".join),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_is_voted_it_is_read_as_row_by_row(kind: str, votes: list[str]) -> None:
    plain = read(kind, "voter_id;vote", numbered(votes))
    slow = read(
        kind, "voter_id;vote", [f'"{row.partition(";")[0]}";{row.partition(";")[2]}' for row in numbered(votes)]
    )
    assert (plain.ballots, plain.profile, plain.rankings) == (slow.ballots, slow.profile, slow.rankings)


TWO = 2


@pytest.mark.parametrize(
    "block", [b'1;"a"\n', b"1;a\t\n", b"1;a\n\n", b"1;a\n2\n", b"1;a\r2;b\n", b"\n1;a\n", b"1\n2;b\n"]
)
def test_a_block_that_is_not_plain_is_left_to_others(block: bytes) -> None:
    assert cut(block, (0, 1)) is None
