"""The questions by which people learn whether they may vote, asked as the rules of the poll need them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField

from pb_app import eligibility
from pb_app.eligibility import AgeBand, Connection, Eligibility, Said
from pb_app.models.polls import Poll
from pb_app.web.forms import PageForm, choice, needed

CONNECTIONS = {
    Connection.LIVE: _l("I live here"),
    Connection.WORK: _l("I work here"),
    Connection.STUDY: _l("I go to school or college here"),
    Connection.VOLUNTEER: _l("I volunteer here"),
    Connection.MEMBER: _l("I am a member of a group here"),
}


def _needed_without_card(form: Any, field: Any) -> None:
    if not (form.rules.cards and (form.card.data or "").strip()):
        needed(_l("Enter a postcode, like PA34 4AB"))(form, field)


class EligibilityForm(PageForm):
    """Age, connection and postcode. What the rules of the poll do not need is not asked."""

    rules = Eligibility()

    age = RadioField(_l("How old are you?"), validate_choice=False)
    connection = RadioField(_l("What connects you to this place?"), validate_choice=False)
    postcode = StringField(_l("Your postcode"), validators=[_needed_without_card])
    card = StringField(
        _l("Or the number of your card"), description=_l("It is not kept: only a keyed hash, so that it is used once.")
    )

    @classmethod
    def asking(cls, poll: Poll, **given: Any) -> Any:
        """The form with the questions of this poll."""
        form = cls(**given)
        rules = form.rules = eligibility.read(poll.eligibility)
        form.age.choices = [choice(band.value, band_words(band, rules)) for band in rules.bands]
        form.connection.choices = [choice(one.value, CONNECTIONS[one]) for one in rules.connections]
        if rules.connections != (Connection.LIVE,):
            form.postcode.label.text = _("The postcode of the place that connects you")
        return form

    def said(self) -> Said:
        """What somebody answered; where one connection alone counts, it is taken as said."""
        counted = self.rules.connections
        only = counted[0].value if len(counted) == 1 else self.connection.data
        card = (self.card.data or "").strip() if self.rules.cards else ""
        return Said(_one_of(Connection, only), _one_of(AgeBand, self.age.data), card)


def band_words(band: AgeBand, rules: Eligibility) -> object:
    """An answer to the question of age."""
    if band is AgeBand.YOUNGER:
        return _("Under %(age)d", age=rules.least_age)
    if band is AgeBand.OLDER:
        return _("Over %(age)d", age=rules.most_age)
    if rules.most_age is None:
        return _("%(age)d or over", age=rules.least_age)
    return _("%(least)d to %(most)d", least=rules.least_age, most=rules.most_age)


def _one_of(words: Any, text: object) -> Any:
    return words(text) if text in set(words) else None
