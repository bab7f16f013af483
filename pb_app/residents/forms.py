"""The forms of what people do who are signed in."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField

from pb_app.models.polls import Poll
from pb_app.web.eligibility import EligibilityForm
from pb_app.web.forms import PageForm, needed


class ClaimForm(EligibilityForm):
    """Claim a vote: what the rules ask, and that it is one's only vote."""

    declaration = BooleanField(
        _l("What I say here is true, and this is the only vote I make in this poll"),
        validators=[needed(_l("Say that this is your only vote"))],
    )

    @classmethod
    def asking(cls, poll: Poll, **given: Any) -> Any:
        """The form with the questions of this poll; where a person has two votes they say so of one."""
        form = super().asking(poll, **given)
        if form.rules.each_channel:
            form.declaration.label.text = _(
                "What I say here is true, and this is the only vote I make online in this poll"
            )
        return form


class ChoicesForm(PageForm):
    """The paper, with the place where faults are said. What stands on it is read by `ballots.Typed`."""

    projects = SelectMultipleField(_l("Projects"), validate_choice=False)


class BallotForm(PageForm):
    """The checked paper on its way into the box, with the voter's secret."""

    secret = HiddenField()
