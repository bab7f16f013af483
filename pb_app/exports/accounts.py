"""How a poll was counted, as a text to lay beside its file of ballots and its table of results; in English."""

from fractions import Fraction

from ballots.wording.parameters import rule_rows
from ballots.wording.voice import LANGUAGES, Voice, exactly, voice
from pb_app.queries.counts import Result


def how_counted(result: Result, command: str) -> str:
    """The rule with every parameter, the seed of the lots, the hashes and the command that counts again."""
    outcome, count = result.counted, result.tally
    speaking = voice(LANGUAGES[0], result.asked.contest.poll)
    parameters = rule_rows(speaking, result.rule, None if result.elected else result.outcome.steps)
    lines = [
        f"How poll {count.poll_no} was counted: {result.title}",
        "",
        f"Voters: {speaking.number(outcome.voters)}; ballots without a mark: {speaking.number(outcome.blank)}",
        f"Budget: {speaking.money(outcome.budget)}; spent: {speaking.money(outcome.spent)}",
        "",
        "Parameters of the count",
        *(f"  {words}: {value}" for words, value in parameters),
        *_raised(speaking, result),
        "",
        f"Seed of the lots: {outcome.lot_seed}",
        f"File of ballots, SHA-256: {count.pb_sha256}",
        f"Record of the count, SHA-256: {count.record_sha256}",
        f"Frozen rules, SHA-256: {result.poll.rules_sha256}",
        "",
        *_again(result, command),
    ]
    return "\n".join(lines) + "\n"


def _raised(speaking: Voice, result: Result) -> list[str]:
    steps = None if result.elected else result.outcome.steps
    if steps is None:
        return []
    return [
        "",
        "How far the shares were raised",
        f"  Share at the start: {_money(speaking, steps.start)}",
        f"  Step: {speaking.money(steps.increment)}",
        f"  Steps taken: {speaking.number(steps.taken)}",
        f"  Share at the end: {_money(speaking, steps.endowment)}",
    ]


def _again(result: Result, command: str) -> tuple[str, ...]:
    if result.count.shows_ballots:
        return ("Anyone can count again, with the program and the file of ballots alone:", f"  {command}")
    return (
        "Of this poll only totals are published, so the file of ballots is not among what can be downloaded.",
        "With that file, which auditors see, this counts again:",
        f"  {command}",
    )


def _money(speaking: Voice, amount: Fraction) -> str:
    """An amount of minor units: exact where it is whole, otherwise about right and what it is exactly beside it."""
    about = speaking.about(amount)
    return about if amount.denominator == 1 else f"{about} (exactly {exactly(amount / speaking.unit)})"
