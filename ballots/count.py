"""Count a poll: the one way from ballots to an outcome."""

from ballots.election import Election, Progress
from ballots.outcome import Outcome
from ballots.poll import Poll
from ballots.profile import Profile
from ballots.rules import Rule


def count(poll: Poll, profile: Profile, rule: Rule, lot_seed: str, progress: Progress | None = None) -> Outcome:
    """Count the profile by the rule; the same input always gives the same outcome, to the last fraction.

    `progress` is told after each step of a long count. Raises TieUnresolved where only a lot could decide and
    the rule refuses lots, and IncrementTooSmall where Add1 would need too many steps.
    """
    return rule.outcome(Election.of(poll, profile, rule.tie_order, lot_seed), lot_seed, progress)
