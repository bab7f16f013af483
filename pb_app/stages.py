"""The states things go through, and which may follow which. Pure."""

from enum import StrEnum


class RoundStage(StrEnum):
    """Where a round stands, from call to report."""

    DRAFT = "draft"
    PROPOSALS = "proposals"
    REVIEW = "review"
    VOTING = "voting"
    DECISION = "decision"
    DELIVERY = "delivery"


class ProposalState(StrEnum):
    """What became of a proposal."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class AmendmentState(StrEnum):
    """What became of a change that somebody suggests to a proposal."""

    DRAFT = "draft"
    EVALUATING = "evaluating"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    PROMOTED = "promoted"


class PollState(StrEnum):
    """Where a poll stands (settled.md 18)."""

    DRAFT = "draft"
    FROZEN = "frozen"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    PUBLISHED = "published"


class TwoChannels(StrEnum):
    """What counts of somebody who votes online and then comes to a station: a rule that is frozen with the poll."""

    FIRST = "first"
    PAPER_OVERRIDES = "paper_overrides"


class Areas(StrEnum):
    """How a voter comes to an area of a poll whose contests have some: a rule that is frozen with the poll."""

    CHOSEN = "chosen"
    ASSIGNED = "assigned"


class VouchReason(StrEnum):
    """Why a worker can stand for somebody: the kind of reason, never a document."""

    KNOWN = "known"
    NO_ADDRESS = "no_address"
    NO_PAPERS = "no_papers"


class StrikeKind(StrEnum):
    """Why somebody may not stand on a roll: the kind of reason, for everybody to know."""

    NOT_HERE = "not_here"
    AGE = "age"
    TWICE = "twice"


class JobState(StrEnum):
    """Where a count stands that was asked for and is not done yet."""

    WAITING = "waiting"
    RUNNING = "running"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Decision(StrEnum):
    """What the deciding forum did with a published result (settled.md 10)."""

    ADOPTED = "adopted"
    VARIED = "varied"
    REFERRED_BACK = "referred_back"


class CheckFinding(StrEnum):
    """What an auditor found when tracing a decision."""

    IN_ORDER = "in_order"
    OPEN = "open"
    NOT_IN_ORDER = "not_in_order"


class MovementState(StrEnum):
    """Where a movement of money stands that somebody proposed."""

    PROPOSED = "proposed"
    POSTED = "posted"
    REFUSED = "refused"


ROUND_ORDER = tuple(RoundStage)
POLL_ORDER = tuple(PollState)


def next_stage(stage: RoundStage) -> RoundStage | None:
    """The stage that follows, or None after the last."""
    place = ROUND_ORDER.index(stage) + 1
    return ROUND_ORDER[place] if place < len(ROUND_ORDER) else None
