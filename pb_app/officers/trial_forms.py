"""The form with which officers try a rule on ballots that are examples or long published."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField

from ballots.every_rule import ANY_RULES
from pb_app.models.polls import Poll
from pb_app.officers.rule_forms import RuleForm
from pb_app.web.forms import choice

TYPED, FILE, PAST = "typed", "file", "past"


class TrialForm(RuleForm):
    """A rule, what to try it on, and which rules to lay beside it."""

    source = RadioField(
        _l("Which ballots do you want to try it on?"),
        choices=[
            choice(TYPED, _l("Examples that I type")),
            choice(FILE, _l("A file with another poll")),
            choice(PAST, _l("A poll whose result is published")),
        ],
        default=TYPED,
    )
    ballots = TextAreaField(_l("Example ballots"))
    file = FileField(_l("A poll as a Pabulib file"))
    past = SelectField(_l("A published poll"), choices=[], coerce=int, default=0)
    others = SelectMultipleField(
        _l("Lay beside it"), choices=[choice(name, name) for name in ANY_RULES], default=list(ANY_RULES)
    )

    def offer_polls(self, polls: Sequence[Poll]) -> None:
        """Offer these published polls."""
        self.past.choices = [choice(0, _l("None")), *(choice(poll.poll_no, poll.title) for poll in polls)]
        offered: list[Any] = list(self.rule.choices or [])
        self.others.choices = [choice(one.value, one.label) for one in offered]
