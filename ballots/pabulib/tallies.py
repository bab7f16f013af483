"""What PROJECTS says was counted, held against the ballots."""

from collections.abc import Mapping

from ballots.errors import FileFault, sentence
from ballots.pabulib.paper import Paper
from ballots.pabulib.spellings import marks_of, points_of
from ballots.pabulib.votes import Votes
from ballots.profile import Profile


def check_marked(paper: Paper, profile: Profile) -> None:
    """Raise FileFault for a project that got another number of votes than its row says."""
    for project_id, tally in paper.tallies.items():
        _check(tally.votes, [profile.votes[project_id]], project_id, tally.line)


def check_pointed(paper: Paper, votes: Votes, profile: Profile) -> None:
    """Raise FileFault for a project with another score, or other votes: some files count those who gave it nothing."""
    named, scores = dict.fromkeys(paper.poll.by_id, 0), dict.fromkeys(paper.poll.by_id, 0)
    for spelling, voters in votes.spelled.items():
        for mark, points in zip(marks_of(spelling[0]), points_of(spelling[1]), strict=True):
            named[mark] += voters
            scores[mark] += points * voters
    for project_id, tally in paper.tallies.items():
        _check(tally.votes, [profile.votes[project_id], named[project_id]], project_id, tally.line)
        _check_score(tally.score, scores[project_id], project_id, tally.line)


def check_ranked(paper: Paper, votes: Votes, scores: Mapping[str, int]) -> None:
    """Raise FileFault for a project that was ranked by another number of voters, or has another score."""
    named = dict.fromkeys(paper.poll.by_id, 0)
    for marks in votes.marks:
        for mark in marks:
            named[mark] += 1
    for project_id, tally in paper.tallies.items():
        _check(tally.votes, [named[project_id]], project_id, tally.line)
        _check_score(tally.score, scores[project_id], project_id, tally.line)


def _check(stated: int | None, found: list[int], project_id: str, line: int) -> None:
    if stated is not None and stated not in found:
        raise FileFault(
            sentence(
                "Line %(line)d: project %(project)s has %(stated)d votes here and %(found)d in the section VOTES."
            ),
            line,
            project=project_id[:40],
            stated=stated,
            found=found[0],
        )


def _check_score(stated: int | None, found: int, project_id: str, line: int) -> None:
    if stated is not None and stated != found:
        raise FileFault(
            sentence(
                "Line %(line)d: project %(project)s has a score of %(stated)d here and %(found)d in the section VOTES."
            ),
            line,
            project=project_id[:40],
            stated=stated,
            found=found,
        )
