"""The part of a form with which officers choose the kind of ballot and its limits."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectMultipleField
from wtforms.validators import NumberRange, Optional

from ballots.styles import Approval, BallotStyle, Boosted, Points, Ranking, Scores, Spending
from pb_app.models.proposals import Project
from pb_app.refusals import Invalid, sentence
from pb_app.web.forms import MoneyField, PageForm, choice

EXACTLY = "exactly"
FOREIGN = sentence("This belongs to another kind of ballot than the one you chose. Clear it, or choose that kind.")
CONVENTION = "last-is-one"
"""What a place is worth where ranks are counted as points: the last of a ballot one, each above it one more."""


def number(label: Any, least: int, message: Any, hint: Any = "") -> Any:
    """A field for a whole number from `least` up, which may be left empty."""
    return IntegerField(label, description=hint, validators=[Optional(), NumberRange(least, message=message)])


class StyleForm(PageForm):
    """A kind of ballot with its limits. What belongs to one kind alone has a field of its own."""

    ballot = RadioField(
        _l("Kind of ballot"),
        choices=[
            choice(Approval.KIND, _l("Choose projects")),
            choice(EXACTLY, _l("Choose exactly so many")),
            choice(Spending.KIND, _l("Spend the money")),
            choice(Points.KIND, _l("Share out points")),
            choice(Scores.KIND, _l("Score each project")),
            choice(Ranking.KIND, _l("Put projects in order")),
        ],
        default=Approval.KIND,
    )
    min_choices = number(_l("Fewest projects a ballot may name"), 0, _l("Enter 0 or more"))
    max_choices = number(
        _l("Most projects a ballot may name"),
        1,
        _l("Enter 1 or more, or leave it empty"),
        _l("Leave it empty for any number"),
    )
    exactly = number(_l("How many projects"), 1, _l("Enter 1 or more"), _l("With 1, each ballot names one project"))
    least_cost = MoneyField(_l("Least that the chosen projects cost together, in pounds"))
    most_cost = MoneyField(
        _l("Most that the chosen projects cost together, in pounds"), description=_l("Leave it empty for the whole pot")
    )
    most_total = number(_l("How many points each voter has"), 1, _l("Enter 1 or more"))
    most_each = number(
        _l("Most points for one project"), 1, _l("Enter 1 or more"), _l("Leave it empty for as many as there are")
    )
    highest = number(_l("The highest score"), 1, _l("Enter 1 or more"), _l("The lowest is 0"))
    none_of_these = BooleanField(_l("A ballot may also say: none of these"))
    extra_among = SelectMultipleField(_l("Projects that the extra vote may go to"), choices=[])
    extra_repeat = BooleanField(_l("It may go to a project that has the voter’s vote already"), default=True)
    extra_needed = BooleanField(_l("Every ballot that chooses something must give it"))

    OF_KIND: ClassVar[dict[str, tuple[str, ...]]] = {
        Approval.KIND: ("min_choices", "max_choices"),
        EXACTLY: ("exactly",),
        Spending.KIND: ("min_choices", "max_choices", "least_cost", "most_cost"),
        Points.KIND: ("min_choices", "max_choices", "most_total", "most_each"),
        Scores.KIND: ("min_choices", "max_choices", "highest"),
        Ranking.KIND: ("min_choices", "max_choices"),
    }
    """The fields of each kind."""

    def offer_projects(self, projects: Sequence[Project]) -> None:
        """Offer these projects for the extra vote."""
        self.extra_among.choices = [choice(one.ref, f"{one.ref} {one.title}") for one in projects]

    def limit_errors(self, *names: str) -> bool:
        """Whether one of these fields was refused, so that it is shown open."""
        return any(self[name].errors for name in names)

    def chosen_style(self) -> BallotStyle | Boosted:
        """The kind as chosen. Raises Invalid for what is missing or of another kind, BadPoll for a contradiction."""
        style, among = self._plain_style(), tuple(self.extra_among.data or ())
        if among:
            return Boosted(style, among, self.extra_repeat.data, self.extra_needed.data)
        if self.extra_needed.data:
            raise Invalid(sentence("Say which projects the extra vote may go to."), field="extra_among")
        return style

    def _plain_style(self) -> BallotStyle:
        kind = self.ballot.data
        for name in dict.fromkeys(name for names in self.OF_KIND.values() for name in names):
            if name not in self.OF_KIND[kind] and self[name].data:
                raise Invalid(FOREIGN, field=name)
        if kind == EXACTLY:
            return Approval.exactly(self._asked("exactly"), none_of_these=self.none_of_these.data)
        shared = (self.min_choices.data or 0, self.max_choices.data, self.none_of_these.data)
        if kind == Spending.KIND:
            return Spending(*shared, least_cost=self.least_cost.data or 0, most_cost=self.most_cost.data)
        if kind == Points.KIND:
            total = self._asked("most_total")
            return Points(*shared, most_total=total, most_each=self._at_most("most_each", total))
        if kind == Scores.KIND:
            return Scores(*shared, highest=self._asked("highest"))
        return Ranking(*shared, convention=CONVENTION) if kind == Ranking.KIND else Approval(*shared)

    @classmethod
    def fields_of_style(cls, style: BallotStyle | Boosted) -> dict[str, object]:
        """What stands in the fields for a kind of ballot."""
        if isinstance(style, Boosted):
            extra = {"extra_among": style.among, "extra_repeat": style.may_repeat, "extra_needed": style.needed}
            return cls.fields_of_style(style.style) | extra
        plain = style
        told: dict[str, object] = {"ballot": plain.KIND, "none_of_these": plain.none_of_these}
        if plain.KIND == Approval.KIND and plain.min_choices and plain.min_choices == plain.max_choices:
            return told | {"ballot": EXACTLY, "exactly": plain.max_choices}
        return told | {name: getattr(plain, name) or None for name in cls.OF_KIND[plain.KIND]}

    def _asked(self, name: str) -> int:
        if not self[name].data:
            raise Invalid(sentence("This kind of ballot needs this number."), field=name)
        return int(self[name].data)

    def _at_most(self, name: str, total: int) -> int | None:
        if self[name].data and self[name].data > total:
            raise Invalid(sentence("One project cannot get more points than a voter has."), field=name)
        given: int | None = self[name].data or None
        return given
