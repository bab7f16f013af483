"""A poll as a command has it counted: with money carried in, with weights by area, with the least score of its file."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ballots.areas import weighted
from ballots.cautions import Caution
from ballots.errors import BadRule, sentence
from ballots.options import BadCommand
from ballots.pabulib import PabulibPoll, profiles_by_area
from ballots.pabulib.amounts import decimal_text, scaled
from ballots.poll import MOST_MONEY
from ballots.profile import Profile
from ballots.rules import EqualShares, Greedy, Phragmen, Rule


@dataclass(frozen=True, slots=True)
class Given:
    """A poll with what a command adds to it.

    `by_area` are the ballots by the area of their voters, empty where the file names none and where a plain count asks
    for none; `words` are the options by which the same is said again.
    """

    read: PabulibPoll
    by_area: dict[str, Profile]
    words: tuple[str, ...]


def given(arguments: Namespace, read: PabulibPoll) -> Given:
    """Add what the command says to a poll. Raises BadCommand or BadPoll where that makes no sense."""
    words: list[str] = []
    exponent = read.poll.exponent
    if arguments.carried_in is not None:
        carried = _amount(arguments.carried_in, exponent)
        read = replace(read, poll=replace(read.poll, budget=read.poll.budget + carried))
        words += ["--carried-in", decimal_text(carried, exponent)]
    by_area = {}
    if arguments.area_weight or arguments.command != "count":
        by_area = profiles_by_area(arguments.file, read)
    if arguments.area_weight:
        weights = dict(map(_weight, arguments.area_weight))
        if set(by_area) <= {""}:
            raise BadCommand(
                sentence("This file does not say in which area its voters live, so nothing can be weighed.")
            )
        if "" in set(by_area) - set(weights):
            raise BadCommand(sentence("Some voters have no area. Say how often they count: --area-weight =1"))
        read = replace(read, profile=weighted(read.poll, by_area, weights))
        by_area = {area: weighted(read.poll, {area: by_area[area]}, weights) for area in by_area}
        words += [word for area in sorted(weights) for word in ("--area-weight", f"{area}={weights[area]}")]
    return Given(read, by_area, tuple(words))


def silences(rule: Rule, read: PabulibPoll) -> tuple[Caution, ...]:
    """Say what stands in the file and is not looked at by a rule."""
    return tuple(_silences(rule, read))


def _silences(rule: Rule, read: PabulibPoll) -> Iterator[Caution]:
    says_more = any(group.points for group in read.profile.groups)
    if says_more and isinstance(rule, Phragmen):
        yield Caution(
            sentence(
                "These ballots give points or an order. Even loads (Phragmén) look at choices alone: whatever a ballot "
                "names counts as chosen, all of it alike."
            )
        )
    if says_more and isinstance(rule, EqualShares) and rule.comparison:
        yield Caution(
            sentence(
                "These ballots give points or an order. Whether more voters prefer most votes first is told by how "
                "many of their choices are funded, not by points."
            )
        )
    if read.threshold and not isinstance(rule, Greedy):
        yield Caution(
            sentence(
                "The file asks that a project have at least %(least)d points or votes. Most votes first looks at that; "
                "the other rules do not."
            ),
            {"least": read.threshold},
        )


def _amount(text: str, exponent: int) -> int:
    try:
        amount = scaled(text, exponent)
    except ArithmeticError:
        amount = None
    if amount is None or not amount.is_finite() or not 0 <= amount <= MOST_MONEY or amount != int(amount):
        raise BadCommand(
            sentence("--carried-in needs an amount in units of the currency, nought or more, not “%(text)s”."),
            text=text[:40],
        )
    return int(amount)


def _weight(text: str) -> tuple[str, int]:
    """Read AREA=WEIGHT; the last equals sign parts them."""
    area, sign, weight = text.rpartition("=")
    if not sign or not weight.isascii() or not weight.isdigit() or len(weight) > len(str(MOST_MONEY)):
        raise BadRule(
            sentence("--area-weight needs an area and a whole number: NORTH=3, not “%(text)s”."), text=text[:40]
        )
    return area.strip(), int(weight)
