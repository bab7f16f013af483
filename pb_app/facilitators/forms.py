"""The forms of what facilitators do."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField

from pb_app.web.forms import PageForm, needed


class HidingForm(PageForm):
    """Hide a message: the reason stands in its place."""

    rule = SelectField(_l("Under which rule?"), coerce=int, default=0)
    reason = TextAreaField(_l("Why is it hidden?"), validators=[needed(_l("Say why. The reason is published."))])
