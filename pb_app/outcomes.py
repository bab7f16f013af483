"""Outcomes as text: what a count stored is read back exactly, fractions and all."""

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from ballots.every_rule import RANKED_RULES
from ballots.outcome import (
    Change,
    Comparison,
    Loser,
    Outcome,
    Reason,
    Round,
    SpentOn,
    Stage,
    Steps,
    Stop,
    StopReason,
)
from ballots.ranked.funding import ElectedProjects
from ballots.ties import Tie, TieStep
from pb_app.elected import read_elected

AnyOutcome: TypeAlias = Outcome | ElectedProjects
Tree = Mapping[str, Any]


def outcome_text(outcome: AnyOutcome) -> str:
    """The whole outcome as JSON; the same count always gives the same text."""
    return json.dumps(outcome.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_outcome(text: str) -> AnyOutcome:
    """The outcome that `outcome_text` wrote."""
    tree = json.loads(text)
    return read_elected(tree) if tree["rule"] in RANKED_RULES else _spent(tree)


def _spent(tree: Tree) -> Outcome:
    return Outcome(
        **_plain(tree, "rule parameters lot_seed voters blank budget currency exponent spent"),
        winners=tuple(tree["winners"]),
        free=tuple(tree["free"]),
        unaffordable_at_start=tuple(tree["unaffordable_at_start"]),
        rounds=tuple(map(_round, tree["rounds"])),
        steps=_if_any(tree["steps"], _steps),
        comparison=_if_any(tree["comparison"], _comparison),
        losers=tuple(map(_loser, tree["losers"])),
        stop=_if_any(tree.get("stop"), _stop),
        share=_if_any(tree.get("share"), Fraction),
    )


def _round(tree: Tree) -> Round:
    return Round(
        **_plain(tree, "number project cost votes payers paid_all pot_left"),
        stage=Stage(tree["stage"]),
        effective_votes=Fraction(tree["effective_votes"]),
        price=_if_any(tree["price"], Fraction),
        unaffordable=tuple(tree["unaffordable"]),
        tie=_if_any(tree["tie"], _tie),
        asked=tree.get("asked"),
        excluded=tuple(tree.get("excluded", ())),
        score=tree.get("score"),
        load=_if_any(tree.get("load"), Fraction),
    )


def _tie(tree: Tree) -> Tie:
    return Tie(tuple(tree["projects"]), TieStep(tree["decided_by"]), decisive=tree.get("decisive", True))


def _stop(tree: Tree) -> Stop:
    return Stop(**_plain(tree, "project pot_left"), tie=_if_any(tree["tie"], _tie))


def _steps(tree: Tree) -> Steps:
    return Steps(
        **_plain(tree, "increment taken"),
        start=Fraction(tree["start"]),
        endowment=Fraction(tree["endowment"]),
        stopped=StopReason(tree["stopped"]),
        changes=tuple(map(_change, tree["changes"])),
    )


def _change(tree: Tree) -> Change:
    return Change(tree["step"], Fraction(tree["endowment"]), tuple(tree["added"]), tuple(tree["removed"]))


def _comparison(tree: Tree) -> Comparison:
    return Comparison(
        shares=tuple(tree["shares"]),
        greedy=tuple(tree["greedy"]),
        **_plain(tree, "shares_spent greedy_spent prefer_shares prefer_greedy indifferent greedy_used"),
    )


def _loser(tree: Tree) -> Loser:
    return Loser(
        **_plain(tree, "project cost votes out_after pot_left"),
        **{name: _if_any(tree[name], Fraction) for name in ("money_at_start", "money_when_out", "money_left")},
        spent_on=tuple(map(_spent_on, tree["spent_on"])),
        reason=_if_any(tree.get("reason"), Reason),
        rival=tree.get("rival", ""),
        score=tree.get("score"),
        load=_if_any(tree.get("load"), Fraction),
    )


def _spent_on(tree: Tree) -> SpentOn:
    return SpentOn(**_plain(tree, "round project shared_supporters"), paid=Fraction(tree["paid"]))


def _plain(tree: Tree, names: str) -> dict[str, Any]:
    return {name: tree[name] for name in names.split()}


def _if_any(value: Any, made: Callable[[Any], Any]) -> Any:
    return None if value is None else made(value)
