"""What a voter puts on a ballot, and what all kinds of ballots have in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from ballots.errors import BadBallot, BadPoll, sentence
from ballots.poll import Poll
from ballots.profile import BallotGroup, Profile


@dataclass(frozen=True, slots=True)
class Choice:
    """What stands on one ballot, as somebody filled it in or as a style made it canonical.

    `marks` are project ids: canonical ones stand in ascending order, in a ranking in the voter's order, best first.
    `points` stand beside them, or are () where the style asks for none. `boost` is the project that got the
    restricted extra vote ("" for none). A ballot without marks and boost is blank: none of these.
    """

    marks: tuple[str, ...] = ()
    points: tuple[int, ...] = ()
    boost: str = ""


@dataclass(frozen=True, slots=True)
class BallotStyle(ABC):
    """A kind of ballot with its limits; `max_choices` None means any number.

    With `none_of_these` an empty ballot is valid even where choices are asked for. Raises BadPoll for limits that
    contradict each other.
    """

    KIND: ClassVar[str]
    """The style's name in files and definitions."""
    TAKES_POINTS: ClassVar[bool] = False

    min_choices: int = 0
    max_choices: int | None = None
    none_of_these: bool = False

    def __post_init__(self) -> None:
        if self.min_choices < 0 or (self.max_choices is not None and self.max_choices < max(1, self.min_choices)):
            raise BadPoll(sentence("The least and the most choices of a ballot contradict each other."))

    def checked(self, poll: Poll, choice: Choice) -> Choice:
        """Give the canonical choice; what is canonical already comes back equal.

        Raises BadBallot, with one sentence for the first fault, for a ballot that the style does not allow.
        """
        self._check_parts(choice)
        canonical = self._canonical(choice)
        check_marks(poll, canonical.marks)
        if canonical.marks or not self.none_of_these:
            self._check_number(len(canonical.marks))
            self._check_sums(poll, canonical)
        return canonical

    def group(self, poll: Poll, choice: Choice, weight: int) -> BallotGroup:
        """Give `weight` voters with this canonical choice as a profile counts them."""
        given = dict(zip(choice.marks, choice.points or (1,) * len(choice.marks), strict=True))
        counted = {mark: points for mark, points in self._with_defaults(poll, given).items() if points}
        marks = tuple(sorted(counted))
        return BallotGroup(marks, weight, tuple(counted[mark] for mark in marks))

    def profile(self, poll: Poll, counted: Iterable[tuple[Choice, int]]) -> Profile:
        """Group canonical choices that come with their number of voters."""
        return Profile.of_groups(poll, (self.group(poll, choice, weight) for choice, weight in counted))

    def choice(self, poll: Poll, group: BallotGroup) -> Choice:
        """Give the canonical choice that a group was made of."""
        del poll
        return Choice(group.marks, group.scores if self.TAKES_POINTS else group.points)

    @abstractmethod
    def _canonical(self, choice: Choice) -> Choice:
        """Put a choice into its one order."""

    def _check_sums(self, poll: Poll, choice: Choice) -> None:
        """Refuse what the limits of this kind do not allow; there are none but the number, unless a kind has some."""
        del poll, choice

    def _with_defaults(self, _poll: Poll, given: dict[str, int]) -> dict[str, int]:
        return given

    def _check_parts(self, choice: Choice) -> None:
        if choice.boost:
            raise BadBallot(sentence("This ballot has no extra vote."))
        if choice.points and not self.TAKES_POINTS:
            raise BadBallot(sentence("This ballot takes no points."))
        if self.TAKES_POINTS and len(choice.points) != len(choice.marks):
            raise BadBallot(sentence("Give points to each project that you choose, and to no other."))

    def _check_number(self, chosen: int) -> None:
        if self.max_choices is not None and chosen > self.max_choices:
            raise BadBallot(_most(self.max_choices), most=self.max_choices)
        if chosen < self.min_choices:
            raise BadBallot(_fewest(self.min_choices), fewest=self.min_choices)


def check_marks(poll: Poll, marks: tuple[str, ...]) -> None:
    """Raise BadBallot for a project that is chosen twice or not on the paper."""
    seen = set[str]()
    for project_id in marks:
        if project_id in seen:
            raise BadBallot(sentence("Project %(project)s is chosen twice. Choose it once."), project=project_id[:40])
        seen.add(project_id)
    for project_id in marks:
        if project_id not in poll.by_id:
            raise BadBallot(sentence("Project %(project)s is not on this ballot paper."), project=project_id[:40])


def _most(number: int) -> str:
    return sentence("Choose at most one project.") if number == 1 else sentence("Choose at most %(most)d projects.")


def _fewest(number: int) -> str:
    return sentence("Choose at least one project.") if number == 1 else sentence("Choose at least %(fewest)d projects.")
