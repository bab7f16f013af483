"""The forms of moderation: a decision on a message, a mute, a measure in a room, an answer to an appeal."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, TextAreaField

from deliberation.moderation import ON_MESSAGE, Verdict
from pb_app.web.forms import PageForm, choice, needed
from pb_app.web.moderation_words import VERDICTS

MUTES = {10: _l("10 minutes"), 60: _l("1 hour"), 1440: _l("1 day"), 10080: _l("7 days"), 0: _l("End the mute")}
MEASURES = {
    Verdict.SLOW_MODE: _l("Slow mode: seconds between two messages of one person (0 ends it)"),
    Verdict.PAUSE: _l("Pause: minutes in which nobody writes (0 ends it)"),
    Verdict.FIRST_POSTS: _l("Approval of everybody's first message (1 begins, 0 ends it)"),
}


class DecisionForm(PageForm):
    """Decide on a message; `version` is the one that was looked at."""

    version = HiddenField()
    verdict = RadioField(
        _l("What is to happen?"),
        choices=[choice(one.value, VERDICTS[one]) for one in ON_MESSAGE],
        validators=[needed(_l("Choose what is to happen."))],
    )
    rule = SelectField(_l("Under which rule?"), coerce=int, default=0)
    note = TextAreaField(_l("Why?"))


class MuteForm(PageForm):
    """Mute the author for a time."""

    minutes = SelectField(_l("For how long?"), coerce=int, choices=[choice(*one) for one in MUTES.items()])
    reason = TextAreaField(_l("Why is the author muted?"), validators=[needed(_l("Say why."))])


class MeasureForm(PageForm):
    """Lay a measure on a room."""

    verdict = RadioField(
        _l("What is to happen?"),
        choices=[choice(kind.value, label) for kind, label in MEASURES.items()],
        validators=[needed(_l("Choose what is to happen."))],
    )
    amount = IntegerField(_l("How much"), validators=[needed(_l("Enter a whole number."))])
    note = TextAreaField(_l("Why?"), validators=[needed(_l("Say why. Everybody in the room reads it."))])


class AnswerForm(PageForm):
    """Decide on an appeal."""

    outcome = RadioField(
        _l("Was the decision right?"),
        choices=[choice("kept", _l("Yes, it stands")), choice("upheld", _l("No, undo it"))],
        validators=[needed(_l("Choose whether the decision stands."))],
    )
    answer = TextAreaField(
        _l("Your answer to the author"), validators=[needed(_l("Give an answer. The author reads it."))]
    )
