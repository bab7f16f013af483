"""The forms of what facilitators do."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from pb_app.web.forms import PageForm, needed


class HidingForm(PageForm):
    """Hide a message: the reason stands in its place."""

    reason = TextAreaField(_l("Why is it hidden?"), validators=[needed(_l("Say why. The reason is published."))])
