"""What the places of an ordinal file are worth: files do not say it, but their own sums and points do."""

from collections import Counter
from dataclasses import replace

from ballots.errors import FileFault, sentence
from ballots.pabulib.limits import PABULIBS_BORDA
from ballots.pabulib.paper import Paper
from ballots.pabulib.tallies import check_ranked
from ballots.pabulib.votes import Votes
from ballots.profile import Profile
from ballots.rankings import CONVENTIONS, Rankings, worth
from ballots.styles import Ranking


def ranked(paper: Paper, style: Ranking, votes: Votes) -> tuple[Ranking, Profile, Rankings]:
    """Give the orders, and their points by the convention that fits the points and scores in the file.

    pabulib's own comes first: where a file says nothing it holds. Raises FileFault for points that follow no
    convention, and for sums that are not those of the ballots.
    """
    rankings = Rankings.of_counted(paper.poll.by_id, Counter(votes.marks).items())
    stated = set(zip(map(len, votes.marks), votes.points, strict=True)) if votes.points else set()
    fitting = [name for name in (PABULIBS_BORDA, *CONVENTIONS) if _fits(name, stated, paper, style)]
    if not fitting:
        raise FileFault(
            sentence("Line %(line)d: the points beside the ranked projects follow no rule that is known here."),
            votes.line,
        )
    profiles = {name: rankings.points(name, paper.poll, style.max_choices) for name in dict.fromkeys(fitting)}
    chosen = next((name for name, profile in profiles.items() if _agrees(paper, profile)), fitting[0])
    check_ranked(paper, votes, profiles[chosen].scores)
    return replace(style, convention=chosen), profiles[chosen], rankings


def _fits(convention: str, stated: set[tuple[int, tuple[int, ...]]], paper: Paper, style: Ranking) -> bool:
    projects = len(paper.poll.projects)
    longest = projects if style.max_choices is None else style.max_choices
    return all(not points or points == worth(convention, places, projects, longest) for places, points in stated)


def _agrees(paper: Paper, profile: Profile) -> bool:
    return all(tally.score in (None, profile.scores[project_id]) for project_id, tally in paper.tallies.items())
