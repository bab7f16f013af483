"""The forms with which officers decide on a proposal."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from pb_app.services.reviews import REASON_LENGTH
from pb_app.web.forms import MoneyField, PageForm, needed

_MOST = Length(max=REASON_LENGTH, message=_l("Use at most %(most)s characters", most=REASON_LENGTH))


class AcceptForm(PageForm):
    """Put a proposal on the ballot paper; `revision` is the version that was read."""

    revision = HiddenField()
    stated_cost = MoneyField(
        _l("Cost as checked"),
        description=_l("This is what stands on the ballot paper"),
        validators=[needed(_l("State the cost"))],
    )
    least = MoneyField(
        _l("Could part of this be useful? The least amount that is"),
        description=_l("Leave it empty if it needs its whole cost"),
    )
    reason = TextAreaField(
        _l("How you came to this cost"),
        description=_l("Published with the proposal"),
        validators=[needed(_l("Give the reason. It is published with the proposal.")), _MOST],
    )


class RefuseForm(PageForm):
    """Say no to a proposal; `revision` is the version that was read."""

    revision = HiddenField()
    refusal_reason = TextAreaField(
        _l("Why it cannot be put to the vote"),
        description=_l("Published with the proposal. Say what would have to be different."),
        validators=[needed(_l("Give the reason. It is published with the proposal.")), _MOST],
    )
