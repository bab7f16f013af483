"""The forms of kiosks: tablets, slips, the desk of a hall without a good connection, and setting aside."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import DateField, DateTimeLocalField, StringField, TextAreaField
from wtforms.validators import Optional

from pb_app.desk import AtDesk
from pb_app.officers.paper_forms import WHOLE, CountField
from pb_app.officers.partnership_forms import at_most
from pb_app.officers.poll_forms import HOURS, in_utc
from pb_app.services.kiosks import NAME_LENGTH
from pb_app.web.forms import PageForm, needed


class KioskForm(PageForm):
    """A tablet to be enrolled."""

    name = StringField(_l("Name of the tablet"), validators=[at_most(NAME_LENGTH)])
    closes_at = DateTimeLocalField(
        _l("It takes ballots until"),
        format=HOURS,
        description=_l("The hour at which the station closes. Voting must still be open then."),
        validators=[needed(_l("Enter a day and an hour"))],
    )

    def closes(self) -> datetime:
        """The hour, which was typed by London's clock."""
        return in_utc(self.closes_at.data)


class SlipsForm(PageForm):
    """Slips to be printed."""

    ordinary = CountField(
        _l("Ordinary slips"), description=_l("Handed out after the roll was marked"), validators=[needed(WHOLE)]
    )
    provisional = CountField(
        _l("Provisional slips"),
        description=_l("Handed out while the desk has no connection, and settled with the roll afterwards"),
        validators=[needed(WHOLE)],
    )


class SlipDeskForm(PageForm):
    """Who stands, or stood, at the desk, and the number on their slip where it is provisional."""

    email = StringField(_l("E-mail address of their account"), validators=[at_most(254)])
    name = StringField(_l("Without an account: full name"), validators=[at_most(200)])
    born = DateField(_l("Without an account: day of birth"), validators=[Optional()])

    def identity(self) -> str:
        """What stands for them on the roll. Raises Invalid."""
        return AtDesk(self.email.data or "", self.name.data or "", self.born.data).identity()


class SettleForm(SlipDeskForm):
    """A provisional slip and whose it was."""

    number = CountField(_l("Number on the slip"), validators=[needed(WHOLE)])
    postcode = StringField(
        _l("Postcode"), description=_l("Needed to put them on the roll. It is not kept."), validators=[at_most(12)]
    )


class HoldForm(PageForm):
    """A provisional slip that nobody can settle."""

    number = CountField(_l("Number on the slip"), validators=[needed(WHOLE)])


class AsideForm(PageForm):
    """Why a tablet will not deliver."""

    reason = TextAreaField(_l("Why it will not deliver. The reason is published."))
