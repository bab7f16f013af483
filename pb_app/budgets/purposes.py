"""Why money moves once it has come in: from where each purpose takes, to where it gives, and who must agree. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from pb_app.budgets.ledger import EntryKind, WrongEntry
from pb_app.refusals import sentence


class Place(StrEnum):
    """Where money can stand; what is committed to somebody stands apart from what a project may still commit."""

    FUND = "fund"
    POT = "pot"
    SUPPORT = "support"
    PROJECT = "project"
    COMMITTED = "committed"
    OUTSIDE = "outside"


class Purpose(StrEnum):
    """Why money moves after the awards, or beside them."""

    COMMIT = "commit"
    UNCOMMIT = "uncommit"
    PAY = "pay"
    REFUND = "refund"
    GIVE_BACK = "give_back"
    SUPPLEMENT = "supplement"
    VIRE = "vire"
    CARRY = "carry"
    RESERVE = "reserve"
    RETURN = "return"
    WITHDRAW = "withdraw"
    OPENING = "opening"
    REVERSE = "reverse"


@dataclass(frozen=True, slots=True)
class Way:
    """The kind of entry that a purpose makes, and the places it leads from and to."""

    kind: EntryKind
    takes: frozenset[Place]
    gives: frozenset[Place]


def _way(kind: EntryKind, takes: tuple[Place, ...], gives: tuple[Place, ...]) -> Way:
    return Way(kind, frozenset(takes), frozenset(gives))


_SHARED = (Place.FUND, Place.POT, Place.SUPPORT)
_ANYWHERE = tuple(Place)

WAYS: Mapping[Purpose, Way] = MappingProxyType(
    {
        Purpose.COMMIT: _way(EntryKind.RELEASE, (Place.PROJECT,), (Place.COMMITTED,)),
        Purpose.UNCOMMIT: _way(EntryKind.RELEASE, (Place.COMMITTED,), (Place.PROJECT,)),
        Purpose.PAY: _way(EntryKind.PAY, (Place.COMMITTED, Place.PROJECT, Place.SUPPORT), (Place.OUTSIDE,)),
        Purpose.REFUND: _way(EntryKind.RETURN, (Place.OUTSIDE,), (Place.PROJECT, Place.SUPPORT)),
        Purpose.GIVE_BACK: _way(EntryKind.RELEASE, (Place.PROJECT,), (Place.POT,)),
        Purpose.SUPPLEMENT: _way(EntryKind.ALLOT, (Place.POT, Place.SUPPORT), (Place.PROJECT,)),
        Purpose.VIRE: _way(EntryKind.ALLOT, _SHARED, _SHARED),
        Purpose.CARRY: _way(EntryKind.ALLOT, (Place.POT,), (Place.POT,)),
        Purpose.RESERVE: _way(EntryKind.ALLOT, (Place.FUND,), (Place.SUPPORT,)),
        Purpose.RETURN: _way(EntryKind.RELEASE, (Place.POT, Place.SUPPORT), (Place.FUND,)),
        Purpose.WITHDRAW: _way(EntryKind.RETURN, (Place.FUND,), (Place.OUTSIDE,)),
        Purpose.OPENING: _way(EntryKind.FUND_IN, (Place.OUTSIDE,), (Place.FUND,)),
        Purpose.REVERSE: _way(EntryKind.REVERSE, _ANYWHERE, _ANYWHERE),
    }
)
"""From where each purpose takes and where it gives. Money reaches a project by an award, or as a supplement."""


@dataclass(frozen=True, slots=True)
class Spot:
    """An account as a movement sees it: its place, the locality and the project it belongs to, if any."""

    account_id: int
    place: Place
    currency: str
    locality_id: int | None = None
    project_id: int | None = None


def check_movement(purpose: Purpose, giver: Spot, taker: Spot) -> None:
    """Refuse with `WrongEntry` what a purpose does not allow between two accounts."""
    way = WAYS[purpose]
    if giver.place not in way.takes or taker.place not in way.gives:
        raise WrongEntry(sentence("Money cannot move this way for this purpose. Choose other accounts."), field="giver")
    if giver.account_id == taker.account_id:
        raise WrongEntry(sentence("Choose two different accounts."), field="taker")
    if giver.currency != taker.currency:
        raise WrongEntry(sentence("The two accounts are in different currencies."), field="taker")
    if purpose in {Purpose.COMMIT, Purpose.UNCOMMIT} and giver.project_id != taker.project_id:
        raise WrongEntry(sentence("What is committed belongs to one project."), field="taker")
    if purpose in _WITHIN_LOCALITY and giver.locality_id != taker.locality_id:
        raise WrongEntry(sentence("Choose two accounts of one locality."), field="taker")


def needs_second_person(pence: int, second_from: int) -> bool:
    """Whether somebody else than the proposer must post an amount; `second_from` is the partnership's limit."""
    return pence >= second_from


_WITHIN_LOCALITY = frozenset({Purpose.GIVE_BACK, Purpose.SUPPLEMENT, Purpose.CARRY})
