"""Read a .pb file whole: lenient with the spelling of old files, strict on what it means."""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TextIO, TypeAlias

from ballots.errors import FileFault, sentence
from ballots.pabulib.paper import Paper, check_number, read_paper
from ballots.pabulib.rows import Header, Row, Rows
from ballots.poll import Poll
from ballots.profile import Profile
from ballots.rankings import Rankings
from ballots.styles import Approval

Source: TypeAlias = Path | bytes | TextIO

COUNTABLE = ("approval", "choose-1")


@dataclass(frozen=True, slots=True)
class PabulibPoll:
    """A poll from a file; what the file says about its voters is not kept.

    `ballots` holds one for each voter in the file's order, ids ascending; `sha256` is of the file's bytes.
    """

    poll: Poll
    style: Approval
    vote_type: str
    meta: dict[str, str]
    ballots: tuple[tuple[str, ...], ...]
    profile: Profile
    sha256: str
    rankings: Rankings | None = None


def read(source: Source) -> PabulibPoll:
    """Read a poll with approval or choose-1 ballots.

    Raises FileFault, with the line where there is one, for anything that leaves the meaning in doubt, and for other
    kinds of ballots; OSError if a path cannot be opened.
    """
    data = _bytes_of(source)
    rows = Rows(data)
    paper = read_paper(rows)
    if paper.vote_type not in COUNTABLE:
        raise FileFault(
            sentence(
                "Line %(line)d: this poll has %(kind)s ballots. Only approval and choose-1 can be counted so far."
            ),
            paper.lines["vote_type"],
            kind=paper.vote_type,
        )
    ballots = _Votes(paper).read(rows)
    check_number(len(ballots), "num_votes", paper.meta, paper.lines)
    profile = Profile.of_counted(paper.poll, Counter(ballots).items())
    _check_tallies(paper, profile)
    digest = sha256(data).hexdigest()
    return PabulibPoll(paper.poll, paper.style, paper.vote_type, paper.meta, tuple(ballots), profile, digest)


def read_projects(source: Source) -> Paper:
    """Read only the poll and its projects; any kind of ballot will do. Raises FileFault as `read` does."""
    return read_paper(Rows(_bytes_of(source)))


def _bytes_of(source: Source) -> bytes:
    if isinstance(source, bytes):
        return source
    return source.read_bytes() if isinstance(source, Path) else source.read().encode()


class _Votes:
    """Reads the rows of VOTES; each spelling of a ballot is understood once."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.known: dict[str, tuple[str, ...]] = {}
        self.voters: set[str] = set()

    def read(self, rows: Rows) -> list[tuple[str, ...]]:
        """Give one ballot for each row."""
        rows.enter("VOTES")
        section = rows.of_section()
        header = Header.of("VOTES", next(section, None), ("voter_id", "vote"))
        place, who = header.columns["vote"], header.columns["voter_id"]
        known, ballots = self.known, list[tuple[str, ...]]()
        for row in section:
            spelling = row.cells[place] if place < len(row.cells) else ""
            ballot = known.get(spelling)
            if ballot is None:
                ballot = known[spelling] = self._understood(spelling, row)
            self._note_voter(row.cells[who] if who < len(row.cells) else "", row)
            ballots.append(ballot)
        return ballots

    def _note_voter(self, voter: str, row: Row) -> None:
        if voter and voter in self.voters:
            raise FileFault(sentence("Line %(line)d: voter %(voter)s has voted before."), row.line, voter=voter[:40])
        self.voters.add(voter)

    def _understood(self, spelling: str, row: Row) -> tuple[str, ...]:
        marks = tuple(sorted(filter(None, map(str.strip, spelling.split(",")))))
        for number, mark in enumerate(marks):
            if mark not in self.paper.poll.by_id:
                raise FileFault(
                    sentence("Line %(line)d: project %(project)s is not in the section PROJECTS."),
                    row.line,
                    project=mark[:40],
                )
            if number and marks[number - 1] == mark:
                raise FileFault(sentence("Line %(line)d: project %(project)s is chosen twice."), row.line, project=mark)
        self._check_length(len(marks), row)
        return marks

    def _check_length(self, length: int, row: Row) -> None:
        style = self.paper.style
        if style.max_choices is not None and length > style.max_choices:
            raise FileFault(
                sentence("Line %(line)d: the ballot names %(length)d projects; at most %(most)d are allowed."),
                row.line,
                length=length,
                most=style.max_choices,
            )
        if length < style.min_choices:
            raise FileFault(
                sentence("Line %(line)d: the ballot names %(length)d projects; at least %(fewest)d are needed."),
                row.line,
                length=length,
                fewest=style.min_choices,
            )


def _check_tallies(paper: Paper, profile: Profile) -> None:
    for project_id, (stated, line) in paper.tallies.items():
        if profile.votes[project_id] != stated:
            raise FileFault(
                sentence(
                    "Line %(line)d: project %(project)s has %(stated)d votes here and %(found)d in the section VOTES."
                ),
                line,
                project=project_id,
                stated=stated,
                found=profile.votes[project_id],
            )
