"""Several pots of money: a count for each, by its own rule, and what one leaves over may go to the next."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from ballots.count import count
from ballots.errors import BadPoll, sentence
from ballots.outcome import JSON, Outcome
from ballots.poll import Poll
from ballots.profile import Profile
from ballots.rules import Rule


@dataclass(frozen=True, slots=True)
class Pot:
    """One pot: its own projects and money (the poll), the ballots cast in it, and the rule it is counted by."""

    name: str
    poll: Poll
    profile: Profile
    rule: Rule


@dataclass(frozen=True, slots=True)
class PotAccount:
    """The money of one pot, in minor units: own + carried_in = spent + carried_out + left.

    `own` is what the pot was given, `carried_in` what the pot before it left over, `carried_out` what went on to the
    next pot, `left` what stays: it is there to be carried forward to another round.
    """

    name: str
    own: int
    carried_in: int
    spent: int
    carried_out: int
    left: int


@dataclass(frozen=True, slots=True)
class PotOutcome:
    """The outcome of one pot, counted with its own money and what was carried in, and its account."""

    account: PotAccount
    outcome: Outcome

    def to_json(self) -> dict[str, JSON]:
        """Give the account and the whole outcome as a canonical tree."""
        return {"account": dict(asdict(self.account)), "outcome": self.outcome.to_json()}


@dataclass(frozen=True, slots=True)
class PotsOutcome:
    """The outcomes of all pots in the order in which they were declared, and the carry order (names, or empty)."""

    pots: tuple[PotOutcome, ...]
    carry: tuple[str, ...]

    @property
    def budget(self) -> int:
        """The money of all pots together, in minor units."""
        return sum(pot.account.own for pot in self.pots)

    @property
    def spent(self) -> int:
        """What all winners together are given, in minor units."""
        return sum(pot.account.spent for pot in self.pots)

    @property
    def left(self) -> int:
        """What stays when all is counted, in minor units; budget = spent + left."""
        return sum(pot.account.left for pot in self.pots)

    @property
    def winners(self) -> tuple[str, ...]:
        """The winners of all pots, pot after pot."""
        return tuple(project_id for pot in self.pots for project_id in pot.outcome.winners)

    def to_json(self) -> dict[str, JSON]:
        """Give the whole as a canonical tree."""
        return {
            "budget": self.budget,
            "spent": self.spent,
            "left": self.left,
            "carry": list(self.carry),
            "pots": [pot.to_json() for pot in self.pots],
        }


def count_pots(pots: Iterable[Pot], lot_seed: str, carry: tuple[str, ...] = ()) -> PotsOutcome:
    """Count every pot by its own rule, each by itself.

    `carry` names pots in the order in which money moves on: what one of them leaves over is added to the money of the
    next before that is counted, and the last of them keeps what it leaves. Pots that are not named neither give nor
    take. Raises BadPoll for pots that share a name or a project, for pots of different currencies, for a carry order
    that names an unknown pot or one twice; and whatever the count of a pot raises.
    """
    declared = {pot.name: pot for pot in _checked(tuple(pots), carry)}
    found: dict[str, PotOutcome] = {}
    carried = 0
    for name in carry:
        found[name] = _counted(declared[name], lot_seed, carried, goes_on=name != carry[-1])
        carried = found[name].account.carried_out
    for name, pot in declared.items():
        if name not in found:
            found[name] = _counted(pot, lot_seed, 0, goes_on=False)
    return PotsOutcome(tuple(found[name] for name in declared), carry)


def _counted(pot: Pot, lot_seed: str, carried_in: int, *, goes_on: bool) -> PotOutcome:
    poll = replace(pot.poll, budget=pot.poll.budget + carried_in)
    outcome = count(poll, pot.profile, pot.rule, lot_seed)
    over = outcome.left
    account = PotAccount(
        name=pot.name,
        own=pot.poll.budget,
        carried_in=carried_in,
        spent=outcome.spent,
        carried_out=over if goes_on else 0,
        left=0 if goes_on else over,
    )
    return PotOutcome(account, outcome)


def _checked(pots: tuple[Pot, ...], carry: tuple[str, ...]) -> tuple[Pot, ...]:
    names = {pot.name for pot in pots}
    if not pots or len(names) < len(pots):
        raise BadPoll(sentence("Several pots need a name each, and no two the same one."))
    projects = [project.project_id for pot in pots for project in pot.poll.projects]
    if len(set(projects)) < len(projects):
        raise BadPoll(sentence("A project stands in two pots. Each project competes in one pot only."))
    if len({(pot.poll.currency, pot.poll.exponent) for pot in pots}) > 1:
        raise BadPoll(sentence("The pots are in different currencies."))
    if len(set(carry)) < len(carry) or not names >= set(carry):
        raise BadPoll(
            sentence("The order in which money is carried on names each pot at most once, and known ones only.")
        )
    return pots
