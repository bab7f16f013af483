"""Ranked ballots from .blt files: what is read, and every fault with its line and its reason."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.errors import BallotError, FileFault
from ballots.ranked import read_blt
from ballots.rankings import RankedGroup

GOOD = """4 2 # four stand for two places
-3
3 1 3 2 0
2 2 0  # two papers
1 0
3 1 3 2 0
0
"Ada"
"Ben \\"the Baker\\""  # a remark
"Cat # not a remark"
"Dee"
"The title"
"""


def test_a_file_is_read_with_its_names_its_withdrawals_and_equal_papers_put_together() -> None:
    poll = read_blt(GOOD.encode())
    assert (poll.title, poll.seats, poll.withdrawn, poll.standing) == ("The title", 2, ("3",), ("1", "2", "4"))
    assert [one.name for one in poll.candidates] == ["Ada", 'Ben "the Baker"', "Cat # not a remark", "Dee"]
    assert poll.rankings.groups == (RankedGroup(("1", "3", "2"), 6), RankedGroup(("2",), 2))
    assert poll.rankings.blank == 1
    assert len(poll.sha256) == 64


def test_a_title_a_mark_of_order_and_windows_line_ends_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "ward.blt"
    path.write_bytes(b'\xef\xbb\xbf2,1\r\n\r\n1 2 1 0\r\n0\r\n"A"\r\n"B"\r\n')
    poll = read_blt(path)
    assert (poll.title, poll.seats, poll.rankings.voters) == ("", 1, 1)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("4 2 #", "4 5 #", 1, "no more places than candidates"),
        ("4 2 #", "4 #", 1, "begins with two numbers"),
        ("4 2 #", "4 0 #", 1, "begins with two numbers"),
        ("4 2 #", "four 2 #", 1, "“four” is not a whole number"),
        ("4 2 #", "99999 2 #", 1, "at most 10000"),
        ("-3\n", "-5\n", 2, "-5 names no candidate"),
        ("-3\n", "-3 -3\n", 2, "-3 names no candidate"),
        ("-3\n", "-3 1\n", 2, "1 names no candidate"),
        ("-3\n", "-1 -2 -3 -4\n", 2, "nobody stands"),
        ("2 2 0", "2 2", 4, "and 0"),
        ("2 2 0", "2", 4, "a number of papers above zero"),
        ("2 2 0", "-2 2 0", 4, "a number of papers above zero"),
        ("2 2 0", "0 2 0", 4, "a number of papers above zero"),
        ("2 2 0", "2 5 0", 4, "there is no candidate 5; there are 4"),
        ("2 2 0", "2 2 -1 0", 4, "there is no candidate -1"),
        ("2 2 0", "2 2 2 0", 4, "ranked twice"),
        ("2 2 0", "2 1=2 0", 4, "“1=2” ranks candidates equally"),
        ("2 2 0", "2 - 2 0", 4, "“-” skips a preference"),
        ("2 2 0", "2.5 2 0", 4, "“2.5” is not a whole number"),
        ("2 2 0", "9999999999 2 0", 4, "at most nine digits"),
        ('"Ada"', "Ada", 8, "in quotation marks"),
        ('"Ada"', '" "', 8, "in quotation marks"),
        ('"Ada"', '"Ada" x', 8, "nothing after it"),
        ('"Ada"\n', "", 11, "should end with 4 names"),
    ],
)
def test_each_fault_is_named_with_its_line(old: str, new: str, line: int, reason: str) -> None:
    text = GOOD.replace(old, new, 1)
    if line == 11:
        text = text.replace('"Dee"\n', "")
        line = len(text.splitlines())
    with pytest.raises(FileFault, match=f"Line {line}: ") as fault:
        read_blt(text.encode())
    assert fault.value.line == line
    assert reason in str(fault.value)


def test_more_lines_than_names_and_a_title_are_refused() -> None:
    with pytest.raises(FileFault, match="it has 6 such lines"):
        read_blt(GOOD.encode() + b'"More"\n')


def test_a_file_that_stops_among_its_ballots_is_refused() -> None:
    with pytest.raises(FileFault, match="The line that says 0"):
        read_blt(b"2 1\n1 1 0\n")


@pytest.mark.parametrize(("data", "reason"), [(b"2 1\n\xff", "not UTF-8"), (b"2 1\n\x00", "zero byte")])
def test_bytes_that_are_no_text_are_refused_with_their_line(data: bytes, reason: str) -> None:
    with pytest.raises(FileFault, match=f"Line 2: .*{reason}"):
        read_blt(data)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(FileFault, match=r"Line 1: a \.blt file begins"):
        read_blt(b"\n\n")


def read_or_refused(data: bytes) -> bool:
    try:
        poll = read_blt(data)
    except BallotError as refusal:
        return bool(str(refusal))
    return 1 <= poll.seats <= len(poll.candidates)


@given(st.binary(max_size=200) | st.text("0123456789- \n\"'#=,ABé", max_size=120).map(str.encode))
def test_whatever_the_bytes_a_file_is_read_or_refused_with_a_sentence(data: bytes) -> None:
    assert read_or_refused(data)


@given(st.data())
def test_a_good_file_with_one_stroke_changed_is_read_or_refused_with_a_sentence(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(GOOD) - 1))
    text = GOOD[:place] + data.draw(st.text(max_size=3)) + GOOD[place + 1 :]
    assert read_or_refused(text.encode())
