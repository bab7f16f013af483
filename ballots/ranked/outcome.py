"""What a ranked count gives back: the elected in order, and everything needed to check and to explain it, as data."""

from dataclasses import asdict, dataclass, field

from ballots.outcome import JSON, plain
from ballots.ranked.stages import CountStage
from ballots.ties import Tie


@dataclass(frozen=True, slots=True)
class Ranked:
    """What all ranked counts tell.

    `winners` are in the order of election; `candidates` stood, in the order of the paper; `withdrawn` were taken off
    the papers. `voters` ranked somebody who stood; `blank` are the other papers. `lot_seed` is the published text.
    """

    rule: str
    parameters: dict[str, str | int | bool] = field(hash=False)
    lot_seed: str
    candidates: tuple[str, ...]
    withdrawn: tuple[str, ...]
    voters: int
    blank: int
    winners: tuple[str, ...]

    def to_json(self) -> dict[str, JSON]:
        """Give the whole outcome as a canonical tree: the same count always gives the same tree."""
        tree = plain(asdict(self))
        assert isinstance(tree, dict)  # noqa: S101  # a dataclass becomes a dictionary
        return tree


@dataclass(frozen=True, slots=True)
class StvOutcome(Ranked):
    """A count by stages. `quota` is in whole votes; all other votes are whole numbers of 0.00001 vote."""

    seats: int
    quota: int
    stages: tuple[CountStage, ...]

    @property
    def runners_up(self) -> tuple[str, ...]:
        """The candidates neither elected nor excluded when the last place was filled, most votes first, then by id."""
        out = {*self.winners, *(stage.candidate for stage in self.stages)}
        left = [one for one in self.candidates if one not in out]
        last = self.stages[-1].votes if self.stages else {}
        return tuple(sorted(left, key=lambda one: (-last.get(one, 0), one)))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two candidates of whom more voters ranked `winner` above `loser` than the other way round.

    `margin` is by how many; `locked` says whether ranked pairs kept the pair.
    """

    winner: str
    loser: str
    margin: int
    locked: bool


@dataclass(frozen=True, slots=True)
class CondorcetOutcome(Ranked):
    """A count by pairs. `above[a][b]` voters ranked a above b; `beats_all` is the Condorcet winner, if there is one.

    Where there is none, one of three resolutions tells: `worst` holds each candidate's widest margin of defeat
    (minimax), `pairs` all majorities in the order in which they were considered (ranked pairs), `paths[a][b]` the
    margin of the widest path from a to b (Schulze). `ties` are those met on the way.
    """

    above: dict[str, dict[str, int]]
    beats_all: str | None
    worst: dict[str, int] | None
    pairs: tuple[Pair, ...] | None
    paths: dict[str, dict[str, int]] | None
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class PointsOutcome(Ranked):
    """A count by points. `points` holds all candidates; `tie` is the one that decided on the last place, if any."""

    seats: int
    points: dict[str, int]
    tie: Tie | None
