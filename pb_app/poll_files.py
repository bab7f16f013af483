"""A closed poll as the bytes of a Pabulib file: made from what was frozen and from the box, and from nothing else."""

import io
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from ballots import pabulib
from ballots.every_rule import AnyRule
from ballots.pabulib import About
from ballots.poll import Poll as Contest
from ballots.profile import Profile
from ballots.ranked import RankedRule
from ballots.rankings import Rankings
from ballots.rules import Completion, EqualShares, Greedy, Misfit, Rule
from ballots.styles import Boosted, Ranking, stripped
from pb_app import marks
from pb_app.audit.canonical import Value
from pb_app.definitions import Asked, Definition

WORLDWIDE = "Worldwide"
HOME = "United Kingdom"


@dataclass(frozen=True, slots=True)
class PollFile:
    """The file, its hash, and the same poll as the counting library reads it."""

    data: bytes
    contest: Contest
    profile: Profile
    withdrawn: tuple[str, ...] = ()
    """The projects of the contest that were withdrawn while people voted; the file has neither them nor their votes."""
    rankings: Rankings | None = None
    """The ballots in their orders, where they rank."""

    @property
    def sha256(self) -> str:
        """The hash under which the log names the file, as 64 hexadecimal digits."""
        return sha256(self.data).hexdigest()


def poll_file(
    definition: Definition,
    ballots: Iterable[Value],
    *,
    imported: bool,
    place: int = 1,
    gone: Collection[str] = (),
) -> PollFile:
    """The file of a contest of a closed poll, by its place on the paper.

    Rows stand in the order of what was marked; voters are numbered; nothing else is told.

    `ballots` are the marks as the box holds them; `gone` are projects that were withdrawn while people voted, which
    neither the file nor the count knows.

    The same definition and the same ballots always give the same bytes, whoever asks and in whatever order they come.
    """
    asked, paper = definition.without(gone).contests[place - 1], definition.paper
    contest = asked.contest
    choices = (marks.decode(paper, told).get(contest.contest_id) for told in ballots)
    counted = Counter(stripped(choice, gone) for choice in choices if choice is not None).items()
    profile = contest.profile(counted)
    text = io.StringIO(newline="")
    about = _about(definition, asked, imported=imported)
    style = contest.style.in_points(contest.poll) if isinstance(contest.style, Boosted) else contest.style
    rankings = style.rankings(contest.poll, counted) if isinstance(style, Ranking) else None
    pabulib.write(text, contest.poll, rankings or profile, style=style, about=about)
    own = paper.contests[place - 1].poll.by_id
    withdrawn = tuple(sorted(set(gone) & own.keys()))
    return PollFile(text.getvalue().encode("utf-8"), contest.poll, profile, withdrawn, rankings)


def pabulib_name(rule: AnyRule) -> str:
    """What Pabulib calls a rule; "unknown" where it has no word for it."""
    if isinstance(rule, RankedRule):
        return "unknown"
    ties = rule.tie_order
    known: list[tuple[Rule, str]] = [
        (Greedy(ties), "greedy"),
        (Greedy(ties, misfit=Misfit.STOP), "greedy-no-skip"),
        (EqualShares(Completion.NONE, tie_order=ties), "equalshares"),
        (EqualShares(Completion.NONE, comparison=True, tie_order=ties), "equalshares-comparison"),
        (EqualShares(Completion.ADD1, tie_order=ties), "equalshares/add1"),
        (EqualShares(Completion.ADD1, comparison=True, tie_order=ties), "equalshares/add1-comparison"),
    ]
    return next((name for one, name in known if one == rule), "unknown")


def _about(definition: Definition, asked: Asked, *, imported: bool) -> About:
    begin = datetime.fromisoformat(definition.opens)
    last = datetime.fromisoformat(definition.closes) - timedelta(seconds=1)
    return About(
        description=": ".join(filter(None, (definition.title, asked.title))),
        country=WORLDWIDE if imported else HOME,
        unit=definition.partnership,
        instance=str(last.year),
        date_begin=f"{begin:%d.%m.%Y}",
        date_end=f"{last:%d.%m.%Y}",
        rule=pabulib_name(asked.rule),
        more={"subunit": asked.contest.area or definition.locality},
    )
