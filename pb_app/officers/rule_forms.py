"""The part of a form with which officers choose a counting rule and every parameter of it."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField
from wtforms.validators import NumberRange, Optional

from ballots.errors import BadRule, BallotError
from ballots.every_rule import ANY_RULES, RANKED_RULES, AnyRule
from ballots.ranked import Borda, Condorcet, Resolution, Stv
from ballots.ranked.ties import StageTieStep
from ballots.rules import Completion, EqualShares, Greedy, Merit, Misfit, Phragmen
from ballots.rules.equal_shares import Start, Utility
from ballots.ties import DEFAULT_TIES, TieStep
from pb_app.refusals import Invalid, Refusal, sentence
from pb_app.web.forms import MoneyField, PageForm, choice

STOPS = choice(Misfit.STOP.value, _l("Ends the count"))
SKIPS = choice(Misfit.SKIP.value, _l("Is passed over, and the next is looked at"))
FOREIGN = sentence("This belongs to another rule than the one you chose. Set it back, or choose that rule.")


MOST = 10**6
RANKED_TIES = {
    Stv.NAME: (StageTieStep.STAGES.value,),
    Condorcet.NAME: (TieStep.VOTES.value,),
    Borda.NAME: (TieStep.VOTES.value,),
}
"""What is looked at before the lot where rankings decide; cost never is."""
PLACES = NumberRange(1, 100, message=_l("Enter 1 or more"))


def whole(label: Any, hint: Any = "", most: int = MOST) -> Any:
    """A field for a whole number of nought or more; empty is nought."""
    limits = NumberRange(0, most, message=_l("Enter a whole number from 0 to %(most)s", most=f"{most:,}"))
    return IntegerField(label, description=hint, validators=[Optional(), limits])


class RuleForm(PageForm):
    """A rule with its parameters. A field is named for its rule and its parameter, so that none is meant twice."""

    rule = RadioField(
        _l("Counting rule"),
        choices=[
            choice(EqualShares.NAME, _l("Equal shares")),
            choice(Greedy.NAME, _l("Most votes first")),
            choice(Phragmen.NAME, _l("Even loads (Phragmén)")),
            choice(Stv.NAME, _l("Transferable votes (the rules of Scottish council elections)")),
            choice(Condorcet.NAME, _l("Comparison by pairs (Condorcet)")),
            choice(Borda.NAME, _l("Points for places (Borda)")),
        ],
        default=EqualShares.NAME,
    )
    completion = RadioField(
        _l("What happens with money left"),
        choices=[
            choice(Completion.ADD1_FILL.value, _l("Raise the shares step by step, then go by votes")),
            choice(Completion.ADD1.value, _l("Raise the shares step by step")),
            choice(Completion.FILL.value, _l("Go by votes")),
            choice(Completion.NONE.value, _l("Nothing: it stays in the pot")),
        ],
        default=Completion.ADD1_FILL.value,
    )
    increment = MoneyField(
        _l("Step by which the shares are raised, in pounds"),
        description=_l("Leave it empty for the larger of £1 and a thousandth of the starting share"),
        validators=[Optional(), NumberRange(1, message=_l("Enter an amount above zero"))],
    )
    exhaustive = BooleanField(_l("Stop raising the shares as soon as nothing more fits"))
    comparison = BooleanField(_l("Give way to most votes first if more voters prefer that outcome"))
    utility = RadioField(
        _l("What a funded project is worth to those who chose it"),
        choices=[choice(Utility.COST.value, _l("Its cost")), choice(Utility.SCORE.value, _l("The same as any other"))],
        default=Utility.COST.value,
    )
    start = RadioField(
        _l("With how much the shares begin"),
        choices=[
            choice(Start.EXACT.value, _l("The pot divided by the voters, exactly")),
            choice(Start.WHOLE.value, _l("The same in whole pounds")),
        ],
        default=Start.EXACT.value,
    )
    eligibility = whole(
        _l("Least support for its cost"),
        _l(
            "A bar for costly projects with few supporters. With 1 a project that costs half of the pot needs half of "
            "the voters, with 2 a quarter, with 3 a sixth: the larger the number, the lower the bar. Leave it empty "
            "for no bar."
        ),
    )
    by = RadioField(
        _l("Which project comes first"),
        choices=[
            choice(Merit.SCORE.value, _l("The one with most votes")),
            choice(Merit.VALUE.value, _l("The one with most votes for its money")),
        ],
        default=Merit.SCORE.value,
    )
    misfit = RadioField(
        _l("A project that no longer fits"),
        choices=[SKIPS, STOPS],
        default=Misfit.SKIP.value,
    )
    min_score = whole(_l("Fewest points a project needs"), _l("On ballots without points each vote is one point"))
    min_voters = whole(_l("Fewest voters a project needs"))
    min_percent = whole(_l("Fewest of every hundred voters a project needs"), most=100)
    part_funding = BooleanField(_l("Give what is left to the next project in part, if so much is of use to it"))
    phragmen_misfit = RadioField(
        _l("A project that no longer fits, with even loads"),
        choices=[STOPS, SKIPS],
        default=Misfit.STOP.value,
    )
    stv_seats = IntegerField(_l("How many projects are chosen"), validators=[Optional(), PLACES])
    last_transfer = BooleanField(_l("Pass on the papers of the last project excluded, though nothing hangs on it"))
    borda_seats = IntegerField(_l("How many projects are chosen by points for places"), validators=[Optional(), PLACES])
    convention = RadioField(
        _l("What a place is worth"),
        choices=[
            choice("tournament", _l("As many points as projects stand below it, those left out among them")),
            choice("last-is-one", _l("The last on the ballot one point, each above it one more")),
            choice("last-is-nought", _l("The last on the ballot no point, each above it one more")),
        ],
        default="tournament",
    )
    resolution = RadioField(
        _l("If no project is preferred to each other one"),
        choices=[
            choice(Resolution.MINIMAX.value, _l("The one whose widest defeat is the narrowest (minimax)")),
            choice(Resolution.RANKED_PAIRS.value, _l("The widest majorities are kept first (ranked pairs)")),
            choice(Resolution.SCHULZE.value, _l("The widest path of majorities tells (Schulze)")),
        ],
        default=Resolution.MINIMAX.value,
    )
    tie_steps = RadioField(
        _l("Projects that stand level"),
        choices=[
            choice("cost,votes", _l("The lower cost goes first, then the one more voters chose")),
            choice("votes,cost", _l("The one more voters chose goes first, then the lower cost")),
            choice("cost", _l("The lower cost goes first")),
            choice("votes", _l("The one more voters chose goes first")),
            choice("", _l("Neither cost nor voters are looked at")),
        ],
        default="cost,votes",
    )
    refuse_ties = BooleanField(_l("Where only a lot could decide, stop the count instead of drawing lots"))

    OF_RULE: ClassVar[dict[str, dict[str, str]]] = {
        EqualShares.NAME: {
            name: name
            for name in ("completion", "increment", "exhaustive", "comparison", "utility", "start", "eligibility")
        },
        Greedy.NAME: {
            name: name for name in ("by", "misfit", "min_score", "min_voters", "min_percent", "part_funding")
        },
        Phragmen.NAME: {"phragmen_misfit": "misfit"},
        Stv.NAME: {"stv_seats": "seats", "last_transfer": "last_transfer"},
        Condorcet.NAME: {"resolution": "resolution"},
        Borda.NAME: {"borda_seats": "seats", "convention": "convention"},
    }
    """The fields of each rule, with the parameters that they set."""

    def offer(self, names: tuple[str, ...]) -> None:
        """Offer these rules alone."""
        offered: list[Any] = list(self.rule.choices or [])
        self.rule.choices = [one for one in offered if one.value in names]

    def rule_errors(self, name: str) -> bool:
        """Whether this rule or a parameter of it was refused, so that its fields are shown open."""
        as_a_whole = self.rule.data == name and bool(self.rule.errors)
        return as_a_whole or any(self[field].errors for field in self.OF_RULE[name])

    def refuse(self, error: Refusal | BallotError, field: str | None = None) -> None:
        """Put what a rule says of its parameters beside the rule."""
        super().refuse(error, "rule" if isinstance(error, BadRule) else field)

    def chosen_rule(self) -> AnyRule:
        """The rule as chosen. Raises Invalid for a parameter of another rule, BadRule where it makes no sense."""
        for other, names in self.OF_RULE.items():
            for name in names if other != self.rule.data else ():
                if not self._is_untouched(name):
                    raise Invalid(FOREIGN, field=name)
        given = dict(self._given())
        kind = ANY_RULES[self.rule.data]
        return kind(**given, tie_order=self._tie_order())

    @classmethod
    def fields_of(cls, rule: AnyRule) -> dict[str, object]:
        """What stands in the fields for a rule."""
        steps = [str(step) for step in rule.tie_order]
        told = {name: getattr(rule, parameter) for name, parameter in cls.OF_RULE[rule.NAME].items()}
        plain = {name: str(value) if isinstance(value, str) else value for name, value in told.items()}
        return {
            **{name: value for name, value in plain.items() if value != 0 or isinstance(value, bool)},
            "rule": rule.NAME,
            "tie_steps": "cost,votes" if rule.NAME in RANKED_RULES else ",".join(steps[:-1]),
            "refuse_ties": steps[-1] == TieStep.REFUSE.value,
        }

    def _given(self) -> Iterator[tuple[str, Any]]:
        words = {"completion": Completion, "by": Merit, "misfit": Misfit, "utility": Utility, "start": Start}
        words |= {"resolution": Resolution}
        kind = ANY_RULES[self.rule.data]
        defaults = {field.name: field.default for field in fields(kind)}
        for name, parameter in self.OF_RULE[self.rule.data].items():
            data = self[name].data
            if parameter in words:
                yield parameter, words[parameter](data)
            else:
                yield parameter, defaults[parameter] if data is None else data

    def _tie_order(self) -> tuple[str, ...]:
        last = TieStep.REFUSE if self.refuse_ties.data else DEFAULT_TIES[-1]
        if self.rule.data in RANKED_RULES:
            return (*RANKED_TIES[self.rule.data], last.value)
        return (*filter(None, str(self.tie_steps.data).split(",")), last.value)

    def _is_untouched(self, name: str) -> bool:
        field = self[name]
        return not field.data or (isinstance(field, RadioField) and field.data == field.default)
