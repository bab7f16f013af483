"""The form in which the rules of rooms are written."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from pb_app.web.forms import PageForm, needed


class PolicyForm(PageForm):
    """The whole list, in English and in Gaelic; `after` is the version it was begun from."""

    after = HiddenField()
    english = TextAreaField(_l("The rules in English"), validators=[needed(_l("Write the rules."))])
    gaelic = TextAreaField(_l("The rules in Gaelic (optional)"))
