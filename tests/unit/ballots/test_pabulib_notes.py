"""What the format has no entry for travels in its comments: rivals and least parts, and the count is the same again."""

import io
from dataclasses import replace

import pytest

from ballots import pabulib
from ballots.count import count
from ballots.errors import FileFault
from ballots.pabulib import About
from ballots.pabulib.notes import LEAST, RIVALS, comment_of
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import EqualShares, Greedy, Misfit, Phragmen, Rule
from ballots.styles import Approval

ABOUT = About("Small grants", "United Kingdom", "Lewis", "2026", "01.05.2026", "31.05.2026")
POLL = Poll(
    (
        Project("hall #2: x", 40_000),
        Project("path", 30_000, least=10_050),
        Project("tree", 30_000),
        Project("bin", 900),
    ),
    60_000,
    exclusive=(("hall #2: x", "tree"), ("bin", "path", "tree")),
)
BALLOTS = [["hall #2: x", "path"], ["hall #2: x", "tree"], ["hall #2: x"], ["path", "tree"], ["path", "bin"], ["bin"]]


def written(poll: Poll, about: About = ABOUT) -> str:
    target = io.StringIO(newline="")
    pabulib.write(target, poll, Profile.of(poll, BALLOTS), style=Approval(), about=about)
    return target.getvalue()


def test_rivals_and_least_parts_stand_in_the_comments_by_their_rows() -> None:
    assert (
        "comment;#1: At most one of these projects is funded (rows of PROJECTS): 1, 3 "
        "#2: At most one of these projects is funded (rows of PROJECTS): 4, 2, 3 "
        "#3: Least useful part of the cost (row of PROJECTS = amount): 2 = 100.5\n"
    ) in written(POLL)


@pytest.mark.parametrize("rule", [Greedy(part_funding=True), Greedy(misfit=Misfit.STOP), EqualShares(), Phragmen()])
def test_a_poll_with_rivals_is_counted_from_its_file_as_it_was(rule: Rule) -> None:
    read = pabulib.read(written(POLL).encode())
    assert [(one.project_id, one.cost, one.least) for one in read.poll.projects] == [
        (one.project_id, one.cost, one.least) for one in POLL.projects
    ]
    assert read.poll.exclusive == POLL.exclusive
    before = count(POLL, Profile.of(POLL, BALLOTS), rule, "seed")
    after = count(read.poll, read.profile, rule, "seed")
    assert after.to_json() == before.to_json()
    free = count(replace(POLL, exclusive=()), Profile.of(POLL, BALLOTS), rule, "seed")
    assert free.rounds != before.rounds


def test_what_is_read_and_written_again_says_it_once() -> None:
    mine = replace(ABOUT, more={"comment": "Counted at night"})
    once = written(POLL, mine)
    read = pabulib.read(once.encode())
    assert written(read.poll, About.of(read.meta)) == once
    assert read.meta["comment"].startswith("#1: Counted at night #2: At most one")
    plain = replace(read.poll, exclusive=(), projects=tuple(replace(one, least=None) for one in read.poll.projects))
    assert "comment;#1: Counted at night\n" in written(plain, About.of(read.meta))


@pytest.mark.parametrize("comment", ["", "#1: One. #2: Two.", "#1: as it  stood#2: here"])
def test_comments_of_a_poll_without_either_stay_as_they_are(comment: str) -> None:
    assert comment_of(Poll((Project("a", 1),), 1), comment) == comment


def test_a_comment_without_a_number_gets_one() -> None:
    assert comment_of(Poll((Project("a", 1),), 1), "Counted at night") == "#1: Counted at night"


@pytest.mark.parametrize(
    ("comment", "why"),
    [
        (RIVALS + " 1", "names two or more projects"),
        (RIVALS + " 1, 1", "names two or more projects"),
        (RIVALS + " 1, 9", "“9” in the comment"),
        (RIVALS + " hall, tree", "“hall, tree” in the comment"),
        (RIVALS + " 0, 1", "“0, 1” in the comment"),
        (LEAST + " 2", "“2” in the comment"),
        (LEAST + " 9 = 1", "“9” in the comment"),
        (LEAST + " 2 = much", "not an amount"),
        (LEAST + " 2 = 0", "must be above zero"),
        (LEAST + " 2 = 300.01", "must be above zero and no more than its cost"),
        (LEAST, "in the comment"),
    ],
)
def test_such_a_comment_that_says_what_cannot_be_is_refused_with_its_line(comment: str, why: str) -> None:
    text = written(POLL).splitlines()
    line = next(number for number, one in enumerate(text) if one.startswith("comment;"))
    text[line] = f"comment;#1: {comment}"
    with pytest.raises(FileFault, match=why) as fault:
        pabulib.read("\n".join(text).encode())
    assert fault.value.line == line + 1
