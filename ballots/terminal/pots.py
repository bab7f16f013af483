"""Several pots of money, a file each: every one is counted by itself, and what one leaves may go to the next."""

import json
from argparse import Namespace

from ballots import pabulib
from ballots.command import by_threshold
from ballots.errors import sentence
from ballots.options import BadCommand, rule_of
from ballots.outcome import JSON
from ballots.pabulib import PabulibPoll
from ballots.pots import Pot, PotOutcome, PotsOutcome, count_pots
from ballots.rules import EqualShares, Greedy, Phragmen, Rule
from ballots.terminal.columns import laid_out
from ballots.terminal.tables import short, table
from ballots.wording.voice import Voice, voice

HEAD = (
    sentence("Pot"),
    sentence("Own money"),
    sentence("Carried in"),
    sentence("Spent"),
    sentence("Carried on"),
    sentence("Left"),
)


def counted(arguments: Namespace) -> str:
    """Count every file as a pot of its own, by the one rule that the command names; a pot has its file's name.

    Raises BadCommand for a rule that spends no money, BadPoll for pots that do not go together.
    """
    names = tuple(path.stem for path in arguments.files)
    files = [pabulib.read(path) for path in arguments.files]
    pots = [Pot(name, read.poll, read.profile, _rule(arguments, read)) for name, read in zip(names, files, strict=True)]
    found = count_pots(pots, arguments.lot_seed, names if arguments.carry else ())
    if arguments.json:
        return json.dumps(_tree(found, files), ensure_ascii=False, sort_keys=True)
    speaking = [voice(arguments.language, read.poll) for read in files]
    told = [
        "\n".join((pot.account.name, *table(its_voice, read.poll, pot.outcome)))
        for its_voice, pot, read in zip(speaking, found.pots, files, strict=True)
    ]
    return "\n\n".join((*told, "\n".join(_accounts(speaking[0], found))))


def _rule(arguments: Namespace, read: PabulibPoll) -> Rule:
    rule = rule_of(arguments, read.poll.exponent)
    if not isinstance(rule, EqualShares | Greedy | Phragmen):
        raise BadCommand(sentence("The rule %(rule)s spends no money, so it counts no pots."), rule=rule.NAME)
    return by_threshold(rule, arguments, read.threshold)


def _tree(found: PotsOutcome, files: list[PabulibPoll]) -> dict[str, JSON]:
    pots: list[JSON] = [_pot(pot, read.sha256) for pot, read in zip(found.pots, files, strict=True)]
    whole = found.to_json()
    return {**{name: whole[name] for name in ("budget", "spent", "left", "carry")}, "pots": pots}


def _pot(pot: PotOutcome, sha256: str) -> JSON:
    return {"account": pot.to_json()["account"], **short(pot.outcome, sha256)}


def _accounts(speaking: Voice, found: PotsOutcome) -> list[str]:
    accounts = [pot.account for pot in found.pots]
    rows = [tuple(speaking.say(words) for words in HEAD)]
    for one in accounts:
        amounts = (one.own, one.carried_in, one.spent, one.carried_out, one.left)
        rows.append((one.name, *map(speaking.money, amounts)))
    totals = (found.budget, found.spent, found.left)
    own, spent, left = map(speaking.money, totals)
    rows.append((speaking.say(sentence("Total")), own, "", spent, "", left))
    return laid_out(rows, range(1, len(HEAD)))
