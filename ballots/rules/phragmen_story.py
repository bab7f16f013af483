"""A finished count by sequential Phragmén told in full: its rounds, and where the losers' supporters took on loads."""

from fractions import Fraction

import numpy as np

from ballots.election import Election
from ballots.outcome import Loser, Reason, Round, SpentOn, Stage
from ballots.rules.loads import Loads
from ballots.rules.phragmen_run import Loading, LoadRun


class Story:
    """Replays a run round by round and takes notes: `rounds` and `losers` are then complete.

    All supporters pay in a round: when one came to carry L, L was the least load, so any other project of theirs
    would have had at least L before and has more after, as their own load rose.
    """

    def __init__(self, election: Election, run: LoadRun) -> None:
        self.election, self.run, self.backing = election, run, run.backing
        self.loads = Loads(run.backing)
        self.pot = election.poll.budget
        funded = {found.project for found in run.fundings}
        self.losing = [number not in funded for number in range(len(self.backing.ids))]
        self.out_after: dict[str, int] = {}
        self.spent_on: dict[str, list[SpentOn]] = {}
        self.rounds = tuple(self._round(number, found) for number, found in enumerate(run.fundings, 1))
        self.losers = self._losers({self.backing.ids[number] for number in funded})

    def _round(self, number: int, found: Loading) -> Round:
        backing, project = self.backing, found.project
        price = found.load - self.loads.lowest(project)
        unaffordable = self._unaffordable(found)
        self.out_after.update(dict.fromkeys((*found.excluded, *unaffordable), number))
        self._note_loads(number, found)
        self.pot = found.pot_left
        self.loads.carry(project, found.load)
        return Round(
            number=number,
            stage=Stage.LOADS,
            project=backing.ids[project],
            cost=backing.costs[project],
            votes=self.election.votes(backing.ids[project]),
            effective_votes=backing.costs[project] / price,
            price=price,
            payers=self.election.votes(backing.ids[project]),
            paid_all=0,
            pot_left=found.pot_left,
            unaffordable=unaffordable,
            tie=found.tie,
            excluded=found.excluded,
            score=backing.power[project],
            load=found.load,
        )

    def _unaffordable(self, found: Loading) -> tuple[str, ...]:
        """Give the losing projects that cost more than this round leaves, though not more than it found."""
        out = {*self.out_after, *found.excluded}
        gone = (
            name
            for number, name in enumerate(self.backing.ids)
            if self.losing[number] and found.pot_left < self.backing.costs[number] <= self.pot and name not in out
        )
        return tuple(sorted(gone))

    def _note_loads(self, number: int, found: Loading) -> None:
        """Note what the supporters of each losing project take on in this round."""
        losing = np.array(self.losing, dtype=np.bool_)
        for other, (both, taken) in self.loads.taken_on(found.project, found.load, losing).items():
            if taken:
                note = SpentOn(number, self.backing.ids[found.project], both, Fraction(taken))
                self.spent_on.setdefault(self.backing.ids[other], []).append(note)

    def _losers(self, funded: set[str]) -> tuple[Loser, ...]:
        left = {project.project_id for project in self.election.poll.projects} - funded - set(self.election.free)
        power = dict(zip(self.backing.ids, self.backing.power, strict=True))
        return tuple(
            Loser(
                project=name,
                cost=self.election.cost(name),
                votes=self.election.votes(name),
                out_after=self.out_after.get(name, 0),
                money_at_start=None,
                money_when_out=None,
                money_left=None,
                pot_left=self.run.passed.get(name),
                spent_on=tuple(self.spent_on.get(name, ())),
                reason=self._reason(name),
                rival=self.run.excluded.get(name, ""),
                score=power.get(name),
                load=self.run.loads.get(name),
            )
            for name in sorted(left)
        )

    def _reason(self, name: str) -> Reason:
        if not self.election.votes(name):
            return Reason.NO_SUPPORT
        if name not in self.backing.ids:
            return Reason.TOO_DEAR
        if name in self.run.excluded:
            return Reason.EXCLUDED
        return Reason.DID_NOT_FIT if name in self.run.passed else Reason.STOPPED
