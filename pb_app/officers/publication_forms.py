"""Forms with which officers choose what is published of the ballots: before the vote, and after the count."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField

from pb_app.publication import Publication
from pb_app.web.forms import PageForm, choice, needed

WORDS = {
    Publication.OPEN: _l("Every ballot with its tracking code"),
    Publication.PRIVATE: _l("Every ballot without its code, in the order of what was marked"),
    Publication.TOTALS_ONLY: _l("Totals only"),
}


class PublicationForm(PageForm):
    """What is frozen with a poll; less can be published afterwards, and never more."""

    publication = RadioField(
        _l("What is published of the ballots"),
        choices=[
            choice(mode.value, WORDS[mode]) for mode in (Publication.PRIVATE, Publication.TOTALS_ONLY, Publication.OPEN)
        ],
        default=Publication.PRIVATE.value,
    )


class PrivacyForm(PageForm):
    """What of the ballots is published, by somebody who has looked at what they tell."""

    mode = RadioField(_l("What is to be published"))
    seen = BooleanField(
        _l("I have seen these figures, and this may be published"),
        validators=[needed(_l("Say that you have seen the figures"))],
    )

    def offer(self, modes: Iterable[Publication]) -> None:
        """Offer what was frozen, or less."""
        self.mode.choices = [choice(mode.value, WORDS[mode]) for mode in modes]
