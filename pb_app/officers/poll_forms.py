"""The forms with which officers draft and close a poll."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, IntegerField, TextAreaField
from wtforms.validators import NumberRange, Optional

from pb_app import definitions
from pb_app.models.polls import Poll
from pb_app.officers.rule_forms import RuleForm
from pb_app.services.polls import PollDraft
from pb_app.web.forms import PageForm, needed
from pb_app.web.i18n import LONDON

ZONE = ZoneInfo(LONDON)
HOURS = "%Y-%m-%dT%H:%M"


class PollForm(RuleForm):
    """Everything that is frozen with a poll. The hours are London's."""

    opens_at = DateTimeLocalField(_l("Voting opens"), format=HOURS, validators=[needed(_l("Enter when voting opens"))])
    closes_at = DateTimeLocalField(
        _l("Voting closes"), format=HOURS, validators=[needed(_l("Enter when voting closes"))]
    )
    min_choices = IntegerField(
        _l("Fewest projects a ballot may name"), validators=[Optional(), NumberRange(0, message=_l("Enter 0 or more"))]
    )
    max_choices = IntegerField(
        _l("Most projects a ballot may name"),
        description=_l("Leave it empty for any number"),
        validators=[Optional(), NumberRange(1, message=_l("Enter 1 or more, or leave it empty"))],
    )
    seed_source = TextAreaField(
        _l("A public value that settles ties by lot"),
        description=_l(
            "Name something everybody will know after the close and nobody before, like the numbers of a named draw. "
            "Leave it empty to use the root of the closed box alone."
        ),
    )

    @classmethod
    def of(cls, poll: Poll | None) -> "PollForm":
        """The form, filled from a draft if there is one."""
        if poll is None:
            return cls()
        return cls(
            opens_at=poll.opens_at.astimezone(ZONE),
            closes_at=poll.closes_at.astimezone(ZONE),
            min_choices=poll.min_choices,
            max_choices=poll.max_choices,
            seed_source=poll.seed_source,
            **cls.fields_of(definitions.rule_of(poll.rule)),
        )

    def draft(self) -> PollDraft:
        """What the officer decided."""
        return PollDraft(
            opens_at=_in_utc(self.opens_at.data),
            closes_at=_in_utc(self.closes_at.data),
            min_choices=self.min_choices.data or 0,
            max_choices=self.max_choices.data,
            rule=self.chosen_rule(),
            seed_source=self.seed_source.data or "",
        )


class CloseForm(PageForm):
    """Close a poll; before its hour a reason is needed."""

    reason = TextAreaField(_l("Why does voting close before its hour?"), description=_l("The reason is published"))


def _in_utc(local: datetime | None) -> datetime:
    if local is None:
        raise ValueError("The form was not validated.")
    return local.replace(tzinfo=ZONE).astimezone(UTC)
