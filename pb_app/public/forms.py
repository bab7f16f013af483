"""The forms of the public pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Email, Length

from pb_app.queries.log import LogKind
from pb_app.web.forms import PageForm, choice, needed


class EmailForm(PageForm):
    """Ask for a sign-in code."""

    email = EmailField(
        _l("Email address"),
        validators=[
            needed(_l("Enter your email address")),
            Email(_l("Enter an email address, like name@example.scot")),
            Length(max=254, message=_l("Enter an email address of at most 254 characters")),
        ],
    )
    next = HiddenField()


class CodeForm(PageForm):
    """Enter the code that was sent."""

    email = HiddenField()
    code = StringField(_l("Six-digit code"), validators=[needed(_l("Enter the six-digit code from the email"))])
    next = HiddenField()


class LinkForm(PageForm):
    """Confirm a sign-in by link."""

    next = HiddenField()


class NameForm(PageForm):
    """Say what others should call one."""

    display_name = StringField(
        _l("Display name"),
        validators=[
            needed(_l("Enter a name for others to see")),
            Length(max=80, message=_l("Use at most 80 characters")),
        ],
    )
    next = HiddenField()


class VotingCodeForm(PageForm):
    """Vote with the code of a letter."""

    code = StringField(_l("Your voting code"), validators=[needed(_l("Enter the code from your letter"))])


class TrackingForm(PageForm):
    """Look up a ballot by the tracking code of its receipt."""

    code = StringField(_l("Tracking code"), validators=[needed(_l("Enter a code like VK7X-T6X3-0Z1V-FH9D"))])


@dataclass(frozen=True, slots=True)
class LogChoices:
    """What entries of the log can be chosen by: localities by slug and name, rounds and polls by number and title."""

    localities: Sequence[tuple[str, str]]
    rounds: Sequence[tuple[int, str]]
    polls: Sequence[tuple[int, str]]


class LogFilterForm(PageForm):
    """Choose which entries of the log to see."""

    class Meta:
        """It reads and changes nothing, so it carries no token."""

        csrf = False

    kind = SelectField(
        _l("What it is about"),
        choices=[
            choice("", _l("Everything")),
            choice(LogKind.GOVERNANCE, _l("How things are run")),
            choice(LogKind.PROPOSALS, _l("Proposals")),
            choice(LogKind.ROOMS, _l("Rooms")),
            choice(LogKind.VOTING, _l("Votes and results")),
            choice(LogKind.MONEY, _l("Money")),
            choice(LogKind.AUDIT, _l("Auditors")),
        ],
    )
    locality = SelectField(_l("Which locality"))
    round = SelectField(_l("Which round"))
    poll = SelectField(_l("Which poll"))

    def offering(self, offered: LogChoices) -> Self:
        """The form with these to choose from."""
        self.locality.choices = [choice("", _("All localities")), *(choice(*one) for one in offered.localities)]
        self.round.choices = [
            choice("", _("All rounds and everything else")),
            *(
                choice(str(number), _("Round %(number)s, %(title)s", number=number, title=title))
                for number, title in offered.rounds
            ),
        ]
        named = [
            choice(str(number), _("Poll %(number)s, %(title)s", number=number, title=title))
            for number, title in offered.polls
        ]
        self.poll.choices = [choice("", _("All polls and everything else")), *named]
        return self


class CheckpointForm(PageForm):
    """Bring back a checkpoint that was kept."""

    class Meta:
        """It reads and changes nothing, so it carries no token."""

        csrf = False

    checkpoint = TextAreaField(_l("Your checkpoint, with its signature lines"))
