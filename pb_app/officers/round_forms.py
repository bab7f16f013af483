"""The forms with which officers set up a round, state its scope and move it on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from pb_app.models.localities import Locality
from pb_app.models.partnerships import Forum
from pb_app.models.rounds import PowerLevel, Round
from pb_app.services.rounds import TEXT_LENGTH, TITLE_LENGTH, RoundScope
from pb_app.web.forms import PageForm, choice, needed, number_of


class DayField(DateField):
    """A day, or nothing."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day; say what one looks like if it cannot be read."""
        self.data = None
        if not valuelist or not str(valuelist[0]).strip():
            return
        try:
            self.data = date.fromisoformat(str(valuelist[0]).strip())
        except ValueError:
            raise ValueError(_l("Enter a date, like 2026-06-12")) from None


def _most(length: int) -> Length:
    return Length(max=length, message=_l("Use at most %(most)s characters", most=length))


class ScopeForm(PageForm):
    """What a round is for, what it decides, and its dates."""

    title = StringField(
        _l("Name of the round"), validators=[needed(_l("Enter a name for the round")), _most(TITLE_LENGTH)]
    )
    summary = TextAreaField(
        _l("What is the round for?"),
        description=_l("One or two sentences for people who have never heard of it"),
        validators=[needed(_l("Say what the round is for")), _most(TEXT_LENGTH)],
    )
    up_for_decision = TextAreaField(
        _l("What is up for decision?"), validators=[needed(_l("Say what is up for decision")), _most(TEXT_LENGTH)]
    )
    not_up_for_decision = TextAreaField(_l("What is not up for decision?"), validators=[Optional(), _most(TEXT_LENGTH)])
    level = RadioField(
        _l("How much is handed over?"),
        choices=[
            choice(PowerLevel.DELEGATE.value, _l("People decide by their vote; the forum puts it into effect")),
            choice(PowerLevel.COPRODUCE.value, _l("People and the forum decide together")),
            choice(PowerLevel.INVOLVE.value, _l("People work on it with officers, and the forum decides")),
            choice(PowerLevel.CONSULT.value, _l("People are asked, and the forum decides")),
            choice(PowerLevel.INFORM.value, _l("People are told what has been decided")),
        ],
        validate_choice=False,
    )
    who_may_vary = TextAreaField(
        _l("Who may change what people decided, and how?"),
        description=_l("Leave it empty if nobody may"),
        validators=[Optional(), _most(TEXT_LENGTH)],
    )
    proposals_until = DayField(_l("Last day for proposals"), validators=[Optional()])
    voting_from = DayField(_l("First day of the vote"), validators=[Optional()])
    voting_until = DayField(_l("Last day of the vote"), validators=[Optional()])
    decision_by = DayField(_l("Day by which the forum decides"), validators=[Optional()])

    def validate_level(self, field: RadioField) -> None:
        """One of the levels."""
        if field.data not in set(PowerLevel):
            raise ValidationError(_l("Choose how much is handed over"))

    def scope(self) -> RoundScope:
        """What was written; the form must have been found valid."""
        return RoundScope(
            title=self.title.data or "",
            summary=self.summary.data or "",
            level=PowerLevel(self.level.data),
            up_for_decision=self.up_for_decision.data or "",
            not_up_for_decision=self.not_up_for_decision.data or "",
            who_may_vary=self.who_may_vary.data or "",
            proposals_until=self.proposals_until.data,
            voting_from=self.voting_from.data,
            voting_until=self.voting_until.data,
            decision_by=self.decision_by.data,
        )

    @classmethod
    def of(cls, round_: Round) -> "ScopeForm":
        """The form with what the round says now."""
        stated = {name: getattr(round_, name) for name in RoundScope.__slots__}
        return cls(formdata=None, data=stated | {"level": round_.level.value})


class RoundForm(ScopeForm):
    """A new round: where, and which forum decides."""

    locality_id = SelectField(_l("Locality"), coerce=number_of, validate_choice=False)
    forum_id = SelectField(_l("Forum that decides"), coerce=number_of, validate_choice=False)

    def offer(self, localities: Sequence[Locality], forums: Sequence[Forum]) -> None:
        """Offer the localities that the officer runs, and the forums that may decide there."""
        self.locality_id.choices = [
            choice("", _l("Choose a locality")),
            *(choice(one.id, one.name) for one in localities),
        ]
        self.forum_id.choices = [
            choice("", _l("Choose a forum")),
            *(choice(one.id, one.name) for one in forums),
        ]
        self._localities = {one.id for one in localities}
        self._forums = {one.id for one in forums}

    def validate_locality_id(self, field: SelectField) -> None:
        """One of those that were offered."""
        if field.data not in self._localities:
            raise ValidationError(_l("Choose the locality of the round"))

    def validate_forum_id(self, field: SelectField) -> None:
        """One of those that were offered."""
        if field.data not in self._forums:
            raise ValidationError(_l("Choose the forum that decides"))


class StageForm(PageForm):
    """Confirm that a round moves on; it carries the stage that the officer was shown."""

    to = HiddenField()
