"""Read a .pb file: lenient with the spelling of old files, strict on what it means."""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TextIO, TypeAlias

from ballots.pabulib.circles import no_circles
from ballots.pabulib.limits import Entries
from ballots.pabulib.paper import Paper, check_number, read_paper
from ballots.pabulib.ranked import ranked
from ballots.pabulib.rows import Rows
from ballots.pabulib.tallies import check_marked, check_pointed
from ballots.pabulib.votes import Votes, read_votes
from ballots.poll import Poll
from ballots.profile import Profile
from ballots.rankings import Rankings
from ballots.styles import BallotStyle, Choice, Ranking

Source: TypeAlias = Path | bytes | TextIO


@dataclass(frozen=True, slots=True)
class PabulibPoll:
    """A poll from a file; what the file says about its voters is not kept (`profiles_by_area` reads where they live).

    `ballots` holds the marks of each voter in the file's order, ids ascending, or as ranked in an ordinal poll;
    `points` stands beside it, empty in a file without such a column. `profile` holds the same as groups, and for
    an ordinal poll the points of the places by the style's convention; `rankings` are its orders. `selected` are the
    projects that the file says were funded (None: it does not say), `threshold` the least score that it asks for;
    `sha256` is of the file's bytes.
    """

    poll: Poll
    style: BallotStyle
    vote_type: str
    meta: dict[str, str]
    ballots: tuple[tuple[str, ...], ...]
    profile: Profile
    sha256: str
    rankings: Rankings | None = None
    points: tuple[tuple[int, ...], ...] = ()
    selected: tuple[str, ...] | None = None
    threshold: int = 0


def read(source: Source) -> PabulibPoll:
    """Read a poll with its ballots, of any kind that the format knows.

    A ballot that breaks a limit of META is refused, sums of points and costs among them, though pabulib's own
    checker only warns of those: the limits say what a valid ballot is, and a count of others would be another count.
    Raises FileFault, with the line where there is one, for anything that leaves the meaning in doubt; OSError if a
    path cannot be opened.
    """
    with no_circles():
        return _read(_bytes_of(source))


def _read(data: bytes) -> PabulibPoll:
    rows = Rows(data)
    paper = read_paper(rows)
    votes = read_votes(rows, paper)
    check_number(len(votes.marks), "num_votes", Entries(paper.meta, paper.lines))
    style, profile, rankings = _grouped(paper, votes)
    return PabulibPoll(
        poll=paper.poll,
        style=style,
        vote_type=paper.vote_type,
        meta=paper.meta,
        ballots=tuple(votes.marks),
        profile=profile,
        sha256=sha256(data).hexdigest(),
        rankings=rankings,
        points=tuple(votes.points),
        selected=paper.selected,
        threshold=paper.threshold,
    )


def read_projects(source: Source) -> Paper:
    """Read only the poll, its projects and its limits. Raises FileFault as `read` does."""
    return read_paper(Rows(_bytes_of(source)))


def _bytes_of(source: Source) -> bytes:
    if isinstance(source, bytes):
        return source
    return source.read_bytes() if isinstance(source, Path) else source.read().encode()


def _grouped(paper: Paper, votes: Votes) -> tuple[BallotStyle, Profile, Rankings | None]:
    """Put equal ballots together, and hold them against what PROJECTS says of them."""
    if isinstance(paper.style, Ranking):
        return ranked(paper, paper.style, votes)
    if paper.style.TAKES_POINTS:
        counted = Counter(map(Choice, votes.marks, votes.points))
        profile = paper.style.profile(paper.poll, counted.items())
        check_pointed(paper, votes, profile)
    else:
        profile = votes.profile or Profile.of_counted(paper.poll, Counter(votes.marks).items())
        check_marked(paper, profile)
    return paper.style, profile, None
