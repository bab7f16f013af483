"""The forms with which officers draft and close a poll."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, RadioField, SelectField, TextAreaField

from pb_app import definitions
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.officers.ballot_forms import StyleForm
from pb_app.officers.publication_forms import PublicationForm
from pb_app.officers.rule_forms import RuleForm
from pb_app.publication import Publication
from pb_app.services.polls import PollDraft
from pb_app.stages import TwoChannels
from pb_app.web.forms import PageForm, needed
from pb_app.web.i18n import LONDON
from pb_app.web.words import choices

ZONE = ZoneInfo(LONDON)
HOURS = "%Y-%m-%dT%H:%M"
TWO_CHANNELS = {
    TwoChannels.FIRST.value: _l("The first vote counts: they are handed no paper"),
    TwoChannels.PAPER_OVERRIDES.value: _l(
        "Paper overrides: whoever shows the key of their receipt has the online vote voided and is handed a paper"
    ),
}


class PollForm(StyleForm, RuleForm, PublicationForm):
    """Everything that is frozen with a poll. The hours are London's."""

    opens_at = DateTimeLocalField(_l("Voting opens"), format=HOURS, validators=[needed(_l("Enter when voting opens"))])
    closes_at = DateTimeLocalField(
        _l("Voting closes"), format=HOURS, validators=[needed(_l("Enter when voting closes"))]
    )
    two_channels = RadioField(
        _l("Somebody votes online, and then comes to a station to vote on paper"),
        choices=choices(TWO_CHANNELS),
        default=TwoChannels.FIRST.value,
    )
    seed_source = TextAreaField(
        _l("A public value that settles ties by lot"),
        description=_l(
            "Name something everybody will know after the close and nobody before, like the numbers of a named draw. "
            "Leave it empty to use the root of the closed box alone."
        ),
    )

    @classmethod
    def of(cls, poll: Poll | None, projects: Sequence[Project]) -> "PollForm":
        """The form, filled from a draft if there is one, offering these projects for an extra vote."""
        form = cls(**cls._fields_of(poll) if poll else {})
        form.offer_projects(projects)
        return form

    @classmethod
    def _fields_of(cls, poll: Poll) -> dict[str, Any]:
        return dict(
            opens_at=poll.opens_at.astimezone(ZONE),
            closes_at=poll.closes_at.astimezone(ZONE),
            seed_source=poll.seed_source,
            publication=poll.publication.value,
            two_channels=poll.two_channels.value,
            **cls.fields_of_style(definitions.style_of(poll.ballot)),
            **cls.fields_of(definitions.rule_of(poll.rule)),
        )

    def draft(self) -> PollDraft:
        """What the officer decided."""
        return PollDraft(
            opens_at=in_utc(self.opens_at.data),
            closes_at=in_utc(self.closes_at.data),
            style=self.chosen_style(),
            rule=self.chosen_rule(),
            seed_source=self.seed_source.data or "",
            publication=Publication(self.publication.data),
            two_channels=TwoChannels(self.two_channels.data),
        )


class CloseForm(PageForm):
    """Close a poll; before its hour a reason is needed."""

    reason = TextAreaField(_l("Why does voting close before its hour?"), description=_l("The reason is published"))


class ExtensionForm(PageForm):
    """A later hour of closing, and why. The hour is London's."""

    closes_at = DateTimeLocalField(
        _l("New hour of closing"), format=HOURS, validators=[needed(_l("Enter when voting closes"))]
    )
    reason = TextAreaField(
        _l("Why does voting close later?"),
        description=_l("The reason is published"),
        validators=[needed(_l("Say why voting should close later. The reason is published."))],
    )

    def hour(self) -> datetime:
        """The hour in UTC."""
        return in_utc(self.closes_at.data)


class WithdrawalForm(PageForm):
    """A project that leaves the paper while people vote, and why."""

    project = SelectField(_l("Project"), validators=[needed(_l("Choose the project"))])
    reason = TextAreaField(
        _l("Why does it leave the paper?"),
        description=_l("The reason is published"),
        validators=[needed(_l("Say why the project leaves the paper. The reason is published."))],
    )

    def offering(self, projects: Sequence[tuple[str, str]]) -> Self:
        """The form with these projects to choose from, by number and title."""
        self.project.choices = choices(dict([("", ""), *projects]))
        return self


def in_utc(local: datetime | None) -> datetime:
    """The moment that was typed by London's clock."""
    if local is None:
        raise ValueError("The form was not validated.")
    return local.replace(tzinfo=ZONE).astimezone(UTC)
