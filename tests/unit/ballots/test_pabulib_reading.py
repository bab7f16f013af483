"""Files from anywhere are read, and what would leave their meaning in doubt is refused with its line."""

import io
import tracemalloc
from hashlib import sha256
from pathlib import Path

import pytest

from ballots import pabulib
from ballots.errors import FileFault
from ballots.styles import Approval

GOOD = """META
key;value
description;Grants for Stornoway
num_projects;3
num_votes;3
budget;500.50
vote_type;approval
currency;GBP
PROJECTS
project_id;cost;votes;name
a;100;2;Benches
b;250.5;1;"Bulbs; and ""tools"", too"
c;60;1;Café
VOTES
voter_id;vote
1;a,b
2;a
3;c
"""
FIRST_PROJECT = GOOD.splitlines().index("a;100;2;Benches") + 1
FIRST_VOTE = GOOD.splitlines().index("1;a,b") + 1


def read(text: str) -> pabulib.PabulibPoll:
    return pabulib.read(text.encode())


def fault(text: str | bytes) -> FileFault:
    with pytest.raises(FileFault) as refusal:
        pabulib.read(text if isinstance(text, bytes) else text.encode())
    if refusal.value.line is not None:
        assert str(refusal.value).startswith(f"Line {refusal.value.line}: ")
    return refusal.value


def test_a_poll_is_read_with_its_money_in_minor_units() -> None:
    found = read(GOOD)
    assert (found.poll.budget, found.poll.currency, found.poll.exponent) == (50050, "GBP", 2)
    assert [project.cost for project in found.poll.projects] == [10000, 25050, 6000]
    assert [project.name for project in found.poll.projects] == ["Benches", 'Bulbs; and "tools", too', "Café"]
    assert found.ballots == (("a", "b"), ("a",), ("c",))
    assert found.profile.votes == {"a": 2, "b": 1, "c": 1}
    assert found.meta["description"] == "Grants for Stornoway"
    assert found.style == Approval()


def test_a_path_a_text_and_bytes_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "poll.pb"
    path.write_bytes(GOOD.encode())
    assert pabulib.read(path) == pabulib.read(io.StringIO(GOOD)) == read(GOOD)
    assert read(GOOD).sha256 == sha256(GOOD.encode()).hexdigest()


@pytest.mark.parametrize(
    "spelled",
    [
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\r"),
        GOOD.replace(";", " ; "),
        GOOD.replace("\n", "\n\n"),
        GOOD.replace("META\n", "meta;;\n").replace("a,b\n", " b , a,;;\n"),
        GOOD.replace("key;value\n", ""),
    ],
)
def test_old_spellings_mean_the_same(spelled: str) -> None:
    found = read(spelled)
    assert found.ballots == read(GOOD).ballots
    assert found.poll.by_id.keys() == read(GOOD).poll.by_id.keys()


def test_columns_of_old_files_and_what_they_say_of_voters_are_passed_over() -> None:
    old = GOOD.replace("votes;name", "votes;target;name").replace("a;100;2;", "a;100;2;adults;")
    old = old.replace("b;250.5;1;", "b;250.5;1;;").replace("c;60;1;", "c;60;1;;").replace("r_id;vote", "r_id;age;vote")
    old = old.replace("1;a,b", "1;34;a,b").replace("2;a\n", "2;;a\n").replace("3;c", "3;40-59;c")
    assert read(old).ballots == read(GOOD).ballots
    assert read(old).poll == read(GOOD).poll


def test_a_file_without_a_currency_has_none() -> None:
    found = read(GOOD.replace("currency;GBP\n", ""))
    assert (found.poll.currency, found.poll.budget) == ("XXX", 50050)


@pytest.mark.parametrize(("currency", "budget"), [("JPY", 501), ("BHD", 501000)])
def test_the_currency_says_how_many_decimals_there_are(currency: str, budget: int) -> None:
    whole = GOOD.replace("500.50", "501").replace("250.5", "250").replace("GBP", currency)
    assert read(whole).poll.budget == budget


def test_a_voter_without_an_id_is_a_voter() -> None:
    assert read(GOOD.replace("1;a,b", ";a,b").replace("2;a\n", ";a\n")).ballots == read(GOOD).ballots
    swapped = GOOD.partition("VOTES")[0] + "VOTES\nvote;voter_id\na,b;1\na\nc;3\n"
    assert read(swapped).ballots == read(GOOD).ballots


def test_a_blank_row_is_a_blank_ballot() -> None:
    found = read(GOOD.replace("3;c", "3;").replace("c;60;1", "c;60;0"))
    assert (found.profile.voters, found.profile.blank) == (2, 1)


def test_a_choose_one_poll_goes_through_as_approval_of_one() -> None:
    found = read(GOOD.replace("approval", "choose-1").replace("1;a,b", "1;b").replace("a;100;2", "a;100;1"))
    assert found.style.max_choices == 1


def test_the_projects_and_limits_can_be_read_alone() -> None:
    paper = pabulib.read_projects(GOOD.replace("approval", "ordinal").encode())
    assert (paper.vote_type, len(paper.poll.projects)) == ("ordinal", 3)


@pytest.mark.parametrize(
    "amount", ["NaN", "inf", "-5", "1,000", "1_000", "٣", "", "abc", "0x10", "1e308", "1e99", "1e-9"]
)
def test_an_amount_that_is_none_is_refused_with_its_line(amount: str) -> None:
    refusal = fault(GOOD.replace("a;100", f"a;{amount}"))
    assert refusal.line == FIRST_PROJECT
    assert amount in str(refusal)


def test_an_amount_finer_than_the_currency_is_refused() -> None:
    assert "more than 2 decimals" in str(fault(GOOD.replace("500.50", "500.505")))


@pytest.mark.parametrize(
    ("before", "after", "line", "why"),
    [
        ("budget;500.50", "budget;0", 6, "above zero"),
        ("budget;500.50\n", "", None, "“budget” is missing in META"),
        ("currency;GBP", "currency;£", 8, "three letters"),
        ("description;", "budget;", 6, "“budget” stands twice"),
        ("approval", "telepathy", 7, "“telepathy” is not one of"),
        ("num_votes;3", "num_votes;4", 5, "says 4, but the file holds 3"),
        ("num_projects;3", "num_projects;2", 4, "says 2, but the file holds 3"),
        ("num_projects;3", "num_projects;many", 4, "not a whole number"),
        ("currency;GBP", "max_length;1", FIRST_VOTE, "not allowed. Choose at most one project."),
        ("currency;GBP", "min_length;2", FIRST_VOTE + 1, "Choose at least 2 projects."),
        ("currency;GBP", "max_length;0", 8, "max_length is below"),
        ("project_id;cost", "project_id;price", FIRST_PROJECT - 1, "needs a column “cost”"),
        ("votes;name", "cost;name", FIRST_PROJECT - 1, "a column stands twice"),
        ("c;60;1", "a;60;1", FIRST_PROJECT + 2, "project a stands twice"),
        ("c;60;1", ";60;1", FIRST_PROJECT + 2, "needs an id"),
        ("c;60;1", "c,d;60;1", FIRST_PROJECT + 2, "no comma"),
        ("Benches", "Benches;and more", FIRST_PROJECT, "more cells than columns"),
        ("c;60;1", "c;60;2", FIRST_PROJECT + 2, "has 2 votes here and 1"),
        ("3;c", "3;z", FIRST_VOTE + 2, "Project z is not on this ballot paper"),
        ("3;c", "3;c,c", FIRST_VOTE + 2, "Project c is chosen twice"),
        ("3;c", "1;c", FIRST_VOTE + 2, "voter 1 has voted before"),
        ("r_id;vote", "r_id;choice", FIRST_VOTE - 1, "needs a column “vote”"),
        ("VOTES\n", "VOTES\nvoter_id;vote\nMETA\n", FIRST_VOTE, "second section META"),
        ("META\n", "PROJECTS\n", 1, "section META is missing before"),
        ("META\n", "", 1, "begins with a line that says only META"),
        ("Café", "Caf\0", FIRST_PROJECT + 2, "a zero byte stands here"),
        ("Café", '"Café', FIRST_PROJECT + 2, "quotation mark opens here"),
        ("2;a\n", '2;"a\n', FIRST_VOTE + 1, "quotation mark opens here"),
    ],
)
def test_a_broken_file_is_refused_with_the_line_and_what_is_wrong(
    before: str, after: str, line: int | None, why: str
) -> None:
    assert before in GOOD
    refusal = fault(GOOD.replace(before, after, 1))
    assert why in str(refusal)
    assert refusal.line == line


@pytest.mark.parametrize("cut", ["", "PROJECTS", "VOTES"])
def test_a_file_without_one_of_its_sections_is_refused(cut: str) -> None:
    assert "is missing" in str(fault(GOOD.partition(cut)[0] if cut else ""))


def test_sections_without_rows_are_refused() -> None:
    assert "needs a column “voter_id”" in str(fault(GOOD.partition("voter_id")[0]))
    empty = GOOD.partition("a;100")[0] + "VOTES\nvoter_id;vote\n"
    assert "lists no project" in str(fault(empty))


def test_a_file_that_is_not_utf8_is_refused_with_its_line() -> None:
    refusal = fault(GOOD.encode("latin-1"))
    assert refusal.line == FIRST_PROJECT + 2
    assert "UTF-8" in str(refusal)
    assert "UTF-8" in str(fault(GOOD.encode("utf-16")))


def test_a_cell_without_end_is_refused() -> None:
    assert "quotation mark" in str(fault(GOOD.replace("Benches", '"' + "x" * 200_000)))


def test_the_spelling_of_a_hostile_cell_is_cut_short_in_the_sentence() -> None:
    assert len(str(fault(GOOD.replace("3;c", "3;" + "z" * 5000)))) < 120


def test_reading_takes_a_few_times_the_memory_of_the_file() -> None:
    voters = 20_000
    rows = "".join(f"{number:032x};{'a,b' if number % 2 else 'c'}\n" for number in range(voters))
    large = GOOD.partition("1;a,b")[0].replace("num_votes;3", f"num_votes;{voters}").replace(";2;B", ";10000;B")
    data = (large.replace(";1;", ";10000;") + rows).encode()
    tracemalloc.start()
    found = pabulib.read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.profile.voters == voters
    assert peak < 8 * len(data)
