"""Choices from rankings as they were stored: read back exactly, stage by stage."""

from collections.abc import Callable, Mapping
from typing import Any

from ballots.ranked import Borda, RankedOutcome, Stv
from ballots.ranked.funding import ElectedProjects
from ballots.ranked.outcome import CondorcetOutcome, Pair, PointsOutcome, StvOutcome
from ballots.ranked.stages import CountStage, Election, Parcel, Step, Why
from ballots.ranked.ties import StageTie, StageTieStep
from ballots.ties import Tie, TieStep

Tree = Mapping[str, Any]


def read_elected(tree: Tree) -> ElectedProjects:
    """The choice that this tree was made from."""
    money = {name: tree[name] for name in ("budget", "currency", "exponent", "costs")}
    return ElectedProjects(ranked=_ranked(tree), **money)


def _ranked(tree: Tree) -> RankedOutcome:
    shared: dict[str, Any] = {name: tree[name] for name in ("rule", "parameters", "lot_seed", "voters", "blank")}
    shared |= {name: tuple(tree[name]) for name in ("candidates", "withdrawn", "winners")}
    if tree["rule"] == Stv.NAME:
        stages = tuple(map(_stage, tree["stages"]))
        return StvOutcome(**shared, seats=tree["seats"], quota=tree["quota"], stages=stages)
    if tree["rule"] == Borda.NAME:
        return PointsOutcome(**shared, seats=tree["seats"], points=tree["points"], tie=_if_any(tree["tie"], _tie))
    pairs = _if_any(tree["pairs"], lambda found: tuple(Pair(**one) for one in found))
    plain = {name: tree[name] for name in ("above", "beats_all", "worst", "paths")}
    return CondorcetOutcome(**shared, **plain, pairs=pairs, ties=tuple(map(_tie, tree["ties"])))


def _stage(tree: Tree) -> CountStage:
    return CountStage(
        **{name: tree[name] for name in ("number", "candidate", "votes", "non_transferable", "dust")},
        step=Step(tree["step"]),
        tie=_if_any(tree["tie"], _stage_tie),
        parcels=tuple(Parcel(**one) for one in tree["parcels"]),
        elected=tuple(Election(one["candidate"], Why(one["why"]), one["votes"]) for one in tree["elected"]),
    )


def _stage_tie(tree: Tree) -> StageTie:
    return StageTie(tuple(tree["candidates"]), tree["picked"], StageTieStep(tree["decided_by"]), tree["stage"])


def _tie(tree: Tree) -> Tie:
    return Tie(tuple(tree["projects"]), TieStep(tree["decided_by"]), decisive=tree["decisive"])


def _if_any(value: Any, made: Callable[[Any], Any]) -> Any:
    return None if value is None else made(value)
