"""The forms of what facilitators do."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField

from pb_app.web.forms import PageForm, needed


class HidingForm(PageForm):
    """Hide what somebody wrote: the reason stands in its place."""

    reason = TextAreaField(_l("Why is it hidden?"), validators=[needed(_l("Say why. The reason is published."))])


class MessageHidingForm(HidingForm):
    """Hide a message, under a rule of the partnership."""

    rule = SelectField(_l("Under which rule?"), coerce=int, default=0)
