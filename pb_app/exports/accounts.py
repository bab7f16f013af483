"""How a poll was counted, as a text to lay beside its file of ballots and its table of results."""

from fractions import Fraction

from ballots.pabulib.amounts import decimal_text
from pb_app.queries.counts import Result


def how_counted(result: Result, command: str) -> str:
    """The rule with every parameter, the seed of the lots, the hashes and the command that counts again; in English."""
    outcome, count = result.outcome, result.count
    parameters = [f"  {name}: {_plain(value)}" for name, value in outcome.parameters.items()]
    steps = outcome.steps
    raised = (
        [
            f"  share at the start: {_money(result, steps.start)}",
            f"  raised by: {_money(result, Fraction(steps.increment))}",
            f"  steps taken: {steps.taken}",
            f"  share at the end: {_money(result, steps.endowment)}",
        ]
        if steps
        else []
    )
    lines = [
        f"How poll {count.poll_no} was counted: {result.definition.title}",
        "",
        f"Voters: {outcome.voters}; ballots without a mark: {outcome.blank}",
        f"Budget: {_money(result, Fraction(outcome.budget))}; spent: {_money(result, Fraction(outcome.spent))}",
        "",
        "Parameters of the count",
        *parameters,
        *(["", "How far the shares were raised", *raised] if raised else []),
        "",
        f"Seed of the lots: {outcome.lot_seed}",
        f"File of ballots, SHA-256: {count.pb_sha256}",
        f"Record of the count, SHA-256: {count.record_sha256}",
        f"Frozen rules, SHA-256: {result.poll.rules_sha256}",
        "",
        "Anyone can count again, with the program and the file of ballots alone:",
        f"  {command}",
    ]
    return "\n".join(lines) + "\n"


def _plain(value: str | int | bool) -> str:  # noqa: FBT001 - the value of a parameter, not a switch
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _money(result: Result, amount: Fraction) -> str:
    """An amount of minor units: exact where it is whole, otherwise rounded down and the fraction beside it."""
    whole = decimal_text(int(amount), result.outcome.exponent)
    exact = "" if amount.denominator == 1 else f" (exactly {amount} of the smallest unit)"
    return f"{whole} {result.currency}{exact}"
