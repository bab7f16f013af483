"""Several contests on one ballot paper, each with its own projects, money and kind of ballot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ballots.errors import BadBallot, BadPoll, sentence
from ballots.poll import Poll
from ballots.profile import Profile
from ballots.styles.boost import Boosted
from ballots.styles.choice import BallotStyle, Choice


@dataclass(frozen=True, slots=True)
class Contest:
    """One question of a paper; `area` is the part of the place whose voters may answer it ("" for everyone)."""

    contest_id: str
    poll: Poll
    style: BallotStyle | Boosted
    area: str = ""

    def checked(self, choice: Choice) -> Choice:
        """Give the canonical choice. Raises BadBallot for one that the style does not allow."""
        return self.style.checked(self.poll, choice)

    def profile(self, counted: Iterable[tuple[Choice, int]]) -> Profile:
        """Group canonical choices that come with their number of voters."""
        return self.style.profile(self.poll, counted)


@dataclass(frozen=True, slots=True)
class Paper:
    """What one voter is handed: contests in the order in which they are shown.

    Raises BadPoll without a contest, or if two have one id.
    """

    contests: tuple[Contest, ...]

    def __post_init__(self) -> None:
        if not self.contests:
            raise BadPoll(sentence("A ballot paper needs at least one contest."))
        if len({contest.contest_id for contest in self.contests}) < len(self.contests):
            raise BadPoll(sentence("Two contests of a ballot paper have the same id."))

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas that have a contest of their own, in the order in which they first appear."""
        return tuple(dict.fromkeys(contest.area for contest in self.contests if contest.area))

    def for_area(self, area: str) -> "Paper":
        """Give the paper of a voter of this area, chosen or assigned: the contests for everyone and the area's own.

        Raises BadBallot for an area that has none.
        """
        if area not in self.areas:
            raise BadBallot(sentence("There is no ballot paper for %(area)s."), area=area[:40])
        return Paper(tuple(contest for contest in self.contests if contest.area in {"", area}))

    def for_everyone(self) -> "Paper":
        """Give the paper of a voter without an area: the contests for everyone. Raises BadBallot if there is none."""
        own = tuple(contest for contest in self.contests if not contest.area)
        if not own:
            raise BadBallot(sentence("Choose your area first: this paper holds contests of several."))
        return Paper(own)

    def area_of(self, contest_ids: Iterable[str]) -> str:
        """Give the area of a voter whose ballot answers these contests; "" for one who has none."""
        answered = frozenset(contest_ids)
        return next((one.area for one in self.contests if one.area and one.contest_id in answered), "")

    def checked(self, choices: Mapping[str, Choice]) -> dict[str, Choice]:
        """Give the canonical choice of every contest by its id; one that is not answered is left blank.

        Raises BadBallot for a contest that is not on the paper, a choice that its contest does not allow, and a
        paper with contests of more than one area: a voter belongs to one.
        """
        if len(self.areas) > 1:
            raise BadBallot(sentence("Choose your area first: this paper holds contests of several."))
        for contest_id in choices:
            if all(contest.contest_id != contest_id for contest in self.contests):
                raise BadBallot(sentence("This ballot paper has no contest %(contest)s."), contest=contest_id[:40])
        return {
            contest.contest_id: contest.checked(choices.get(contest.contest_id, Choice())) for contest in self.contests
        }
