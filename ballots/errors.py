"""What the counting library refuses, as sentences that can be translated."""

from decimal import Decimal


def sentence(text: str) -> str:
    """Mark a message template for translators and give it back unchanged."""
    return text


def sentences(one: str, many: str) -> tuple[str, str]:
    """Mark the two forms of a message template, for one and for many, and give them back unchanged."""
    return one, many


class BallotError(ValueError):
    """A refusal: `template` is the marked English, `figures` fill its named places, `str(e)` is the filled English."""

    def __init__(self, template: str, **figures: object) -> None:
        super().__init__(template, figures)
        self.template = template
        self.figures: dict[str, object] = figures

    def __str__(self) -> str:
        return self.template % self.figures if self.figures else self.template


class BadPoll(BallotError):
    """The projects, the money or the ballot style contradict themselves."""


class BadBallot(BallotError):
    """A ballot that its poll does not allow."""


class BadRule(BallotError):
    """A rule or a parameter of a rule that is not known."""


class FileFault(BallotError):
    """A file that cannot be read as a poll; the sentence names the line, `line` holds it (None: the whole file)."""

    def __init__(self, template: str, line: int | None = None, **figures: object) -> None:
        super().__init__(template, **figures, **({} if line is None else {"line": line}))
        self.line = line


WHICH_IS_FIRST = sentence(
    "These projects tie and the rule draws no lots, so the count stops: %(projects)s. "
    "A lot would have to decide which of them goes first."
)
WHICH_FIT = sentence(
    "These projects tie and the rule draws no lots, so the count stops: %(projects)s. "
    "A lot would have to decide which of them are funded, for what is left does not pay for all of them."
)
WHICH_RIVAL = sentence(
    "These projects tie and the rule draws no lots, so the count stops: %(projects)s. "
    "A lot would have to decide which of them is funded, for some of them exclude each other."
)


class TieUnresolved(BallotError):
    """A lot would have to decide, and the rule says that ties are refused.

    `projects` are the tied ids; `template` has the place `projects` and says what the lot would have to decide.
    """

    def __init__(self, projects: tuple[str, ...], template: str = WHICH_IS_FIRST) -> None:
        super().__init__(template, projects=", ".join(projects))
        self.projects = projects


class IncrementTooSmall(BallotError):
    """Add1 would need too many steps; `suggested` is an increment (minor units) that would do.

    The sentence names both increments as the command line takes them, in units of a currency of `exponent` decimals.
    """

    def __init__(self, steps: int, increment: int, suggested: int, exponent: int = 0) -> None:
        super().__init__(
            sentence(
                "After %(steps)d steps of %(increment)s the count was not finished. "
                "An increment of %(suggested)s would do (both in units of the currency).",
            ),
            steps=steps,
            increment=str(Decimal(increment).scaleb(-exponent)),
            suggested=str(Decimal(suggested).scaleb(-exponent)),
        )
        self.suggested = suggested
