"""The forms in which the rules of rooms are written, and who is named for people under 16."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField

from pb_app.web.forms import PageForm, needed


class PolicyForm(PageForm):
    """The whole list, in English and in Gaelic; `after` is the version it was begun from."""

    after = HiddenField()
    english = TextAreaField(_l("The rules in English"), validators=[needed(_l("Write the rules."))])
    gaelic = TextAreaField(_l("The rules in Gaelic (optional)"))
    words = TextAreaField(_l("Words to ask about before they are posted (optional)"))


class LeadForm(PageForm):
    """Who is written to about people under 16."""

    email = StringField(_l("E-mail address"), validators=[needed(_l("Enter an e-mail address."))])
