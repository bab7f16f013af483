"""What a forum decides on a result: checked against the count and the pot, and written as one canonical text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from deliberation.messages import is_blank, legible
from pb_app.audit.canonical import LARGEST_INTEGER, encode
from pb_app.budgets.amounts import amount_text
from pb_app.budgets.reconcile import differences
from pb_app.refusals import Invalid, sentence
from pb_app.stages import Decision

VERSION = 1
REASON_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class Deciding:
    """What a member enters: the decision, its reason, and for a variation amounts (minor units) and reasons by project.

    Projects that are not named in `amounts` keep what the count gives them.
    """

    decision: Decision
    reason: str = ""
    amounts: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Amount:
    """What a project gets, what the count gives it, and why they differ if they do; minor units."""

    ref: str
    pence: int
    counted_pence: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that can be kept; a referral back has no amounts."""

    decision: Decision
    reason: str
    amounts: tuple[Amount, ...]

    @property
    def pence(self) -> int:
        """What is given in all, in minor units."""
        return sum(amount.pence for amount in self.amounts)


def decide(deciding: Deciding, counted: Mapping[str, int], refs: frozenset[str], pot: int, currency: str) -> Decided:
    """Check what was entered against the count, the projects on the paper and the pot.

    Raises Invalid: a referral back or a difference without a reason, a variation that varies nothing, an amount for
    something that is no project, below nought, or more in all than the pot holds.
    """
    reason = _checked_reason(deciding.reason, "reason")
    if deciding.decision is Decision.REFERRED_BACK:
        if not reason:
            raise Invalid(sentence("Say why the result is referred back. The reason is published."), field="reason")
        return Decided(deciding.decision, reason, ())
    given = dict(counted)
    if deciding.decision is Decision.VARIED:
        given |= {ref: _checked_amount(ref, pence, refs) for ref, pence in deciding.amounts.items()}
    amounts = _amounts(given, counted, deciding)
    total = sum(amount.pence for amount in amounts)
    if total > pot:
        raise Invalid(
            sentence("The amounts come to more than the pot holds. Take off at least %(over)s."),
            over=amount_text(total - pot, currency),
        )
    return Decided(deciding.decision, reason, amounts)


def adoption_text(poll: UUID, count_sha256: str, decided: Decided) -> str:
    """The record of a decision as canonical JSON; reasons stand in it, for they are published."""
    record = {
        "v": VERSION,
        "poll": str(poll),
        "count": count_sha256,
        "decision": decided.decision.value,
        "reason": decided.reason,
        "amounts": [
            {"ref": one.ref, "pence": one.pence, "counted_pence": one.counted_pence, "reason": one.reason}
            for one in decided.amounts
        ],
    }
    return encode(record).decode("utf-8")


def _amounts(given: Mapping[str, int], counted: Mapping[str, int], deciding: Deciding) -> tuple[Amount, ...]:
    departs = {found.project for found in differences(counted, given)}
    if deciding.decision is Decision.VARIED and not departs:
        raise Invalid(sentence("Nothing differs from the count. Adopt it, or change an amount."))
    reasons = {ref: _checked_reason(deciding.reasons.get(ref, ""), f"reason_{ref}") for ref in departs}
    for ref in sorted(departs):
        if not reasons[ref]:
            raise Invalid(
                sentence("Say why project %(project)s gets another amount. The reason is published."),
                field=f"reason_{ref}",
                project=ref,
            )
    return tuple(
        Amount(ref, pence, counted.get(ref, 0), reasons.get(ref, ""))
        for ref, pence in sorted(given.items())
        if pence or counted.get(ref)
    )


def _checked_amount(ref: str, pence: int, refs: frozenset[str]) -> int:
    if ref not in refs:
        raise Invalid(sentence("%(project)s is not a project of this poll."), project=ref)
    if not 0 <= pence <= LARGEST_INTEGER:
        raise Invalid(sentence("Enter an amount of nought or more."), field=f"amount_{ref}")
    return pence


def _checked_reason(text: str, field_name: str) -> str:
    reason = legible(text).strip()
    if len(reason) > REASON_LENGTH:
        raise Invalid(sentence("Use at most %(most)d characters."), field=field_name, most=REASON_LENGTH)
    return "" if is_blank(reason) else reason
