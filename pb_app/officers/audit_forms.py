"""The forms of auditors: drawing a sample of decisions, and noting what was checked."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import NumberRange

from pb_app.officers.partnership_forms import at_most
from pb_app.services.audits import MOST_WORDS
from pb_app.stages import CheckFinding
from pb_app.web.forms import PageForm, choice, needed

MOST_DRAWN = 50
LONGEST_SEED = 120
FINDINGS = {
    CheckFinding.IN_ORDER: _l("In order"),
    CheckFinding.OPEN: _l("A question is open"),
    CheckFinding.NOT_IN_ORDER: _l("Not in order"),
}


class SampleForm(PageForm):
    """Draw decisions by lot."""

    class Meta:
        """It reads and changes nothing, so it carries no token."""

        csrf = False

    words = StringField(
        _l("Words for the lot"),
        description=_l("Anything: the throw of five dice, a headline of today. Write it down before you draw."),
        validators=[needed(_l("Enter words for the lot")), at_most(LONGEST_SEED)],
    )
    many = IntegerField(
        _l("How many decisions"),
        default=5,
        validators=[
            needed(_l("Enter how many decisions")),
            NumberRange(1, MOST_DRAWN, _l("Enter a number from 1 to %(most)s", most=MOST_DRAWN)),
        ],
    )


class CheckForm(PageForm):
    """Note what was checked of a decision."""

    finding = RadioField(
        _l("What did you find?"),
        choices=[choice(one.value, words) for one, words in FINDINGS.items()],
        validators=[needed(_l("Choose what you found"))],
    )
    words = TextAreaField(
        _l("What did you check, and against what?"),
        description=_l("The log keeps only a sealed hash of it. Other auditors can read it. Name no private person."),
        validators=[needed(_l("Say what you checked")), at_most(MOST_WORDS)],
    )
