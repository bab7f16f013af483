"""The record of a count: the lot seed, and the canonical text that says what was counted, how, and what came out."""

import json
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from ballots.command import command_line
from ballots.every_rule import AnyRule
from ballots.outcome import Outcome
from ballots.ranked import RankedRule
from ballots.rules import Greedy
from ballots.ties import drawn
from deliberation.messages import legible
from pb_app.audit.canonical import encode
from pb_app.outcomes import AnyOutcome
from pb_app.refusals import Invalid, sentence

VERSION = 2
FIRST = 1
"""The version of records that do not hold the command; what was recorded stays as it is."""
ENGINE = "moothill ballots 1"
LOT_TAG = b"moothill/lot/v1\x00"
SEED_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Counted:
    """What a count was made from; hashes are 64 hexadecimal digits."""

    poll: UUID
    rules_sha256: str
    pb_sha256: str
    box_size: int
    box_root: str
    seed_source: str
    seed_value: str
    command: str
    contest: str = ""
    """The contest's id, where the paper has several."""
    withdrawn: tuple[str, ...] = ()
    """The projects that were withdrawn while people voted, in ascending order."""


def lot_seed(box_root: str, seed_value: str) -> str:
    """The seed of the lots: SHA-256 of "moothill/lot/v1", a nought byte, the root of the box and the public value.

    Nobody knows it before the box is closed, and nobody can choose it who does not choose the public value.
    """
    return sha256(LOT_TAG + bytes.fromhex(box_root) + seed_value.encode("utf-8")).hexdigest()


def checked_seed_value(seed_source: str, seed_value: str) -> str:
    """The public value on one line. Raises Invalid if the rules name one and none is given, or the other way round."""
    value = " ".join(legible(seed_value).split())
    if seed_source and not value:
        raise Invalid(sentence("Enter the public value that the rules name as part of the seed."), field="seed_value")
    if value and not seed_source:
        raise Invalid(sentence("The rules name no public value, so none can be entered."), field="seed_value")
    if len(value) > SEED_LENGTH:
        raise Invalid(sentence("Enter at most %(most)d characters."), field="seed_value", most=SEED_LENGTH)
    return value


def greedy_beside(rule: AnyRule) -> Greedy:
    """Greedy with the rule's tie order, for comparison only: where the rule refuses lots, this one still draws them.

    Beside a rule that chooses from rankings stands greedy as it is, with the points of the places.
    """
    if isinstance(rule, RankedRule):
        return Greedy()
    return Greedy(drawn(rule.tie_order))


def command_of(rule: AnyRule, poll_no: int, seed: str, exponent: int, place: int = 1) -> str:
    """What anyone can type to count a contest of the poll again from its file."""
    return command_line(rule, seed, file=f"{file_stem(poll_no, place)}.pb", exponent=exponent)


def file_stem(poll_no: int, place: int) -> str:
    """What the files of a contest are called, by its place on the paper."""
    return f"poll-{poll_no}" if place == 1 else f"poll-{poll_no}-contest-{place}"


def version_of(record: str) -> int:
    """By which version a record was written."""
    return int(json.loads(record)["v"])


def record_text(counted: Counted, outcome: AnyOutcome, version: int = VERSION) -> str:
    """The record of a count as canonical JSON (voting-and-audit 1.5); amounts in minor units, yes is 1, no is 0.

    From version 2 on it holds the whole command that counts again, and what each project that is funded in part gets.
    """
    parameters = {name: int(value) if isinstance(value, bool) else value for name, value in outcome.parameters.items()}
    record: dict[str, object] = {
        "v": version,
        "poll": str(counted.poll),
        "rules_sha256": counted.rules_sha256,
        "pb_sha256": counted.pb_sha256,
        "box_size": counted.box_size,
        "box_root": counted.box_root,
        "rule": {"name": outcome.rule, "params": parameters, "engine_version": ENGINE},
        "tie": {"seed": outcome.lot_seed, "source": counted.seed_source, "value": counted.seed_value},
        "winners": list(outcome.winners),
        "free": list(outcome.free),
        "spent_pence": outcome.spent,
    }
    if version > FIRST:
        rounds = outcome.rounds if isinstance(outcome, Outcome) else ()
        record["command"] = counted.command
        record["in_part"] = {found.project: found.cost for found in rounds if found.asked is not None}
    if counted.contest:
        record["contest"] = counted.contest
    if counted.withdrawn:
        record["withdrawn"] = list(counted.withdrawn)
    return encode(record).decode("utf-8")


def sha256_of(record: str) -> str:
    """The hash under which the log names a record, as 64 hexadecimal digits."""
    return sha256(record.encode("utf-8")).hexdigest()
