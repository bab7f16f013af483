"""The forms of running a room: making it, its stages and state, invitations, the conclusion."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from deliberation.kinds import RoomStage, RoomState, Seat
from pb_app.services.room_life import RoomPlan
from pb_app.web.forms import PageForm, choice, needed

STAGES = [
    choice(RoomStage.GATHER.value, _l("Gather evidence")),
    choice(RoomStage.EXPLORE.value, _l("Explore options")),
    choice(RoomStage.WEIGH.value, _l("Weigh trade-offs")),
    choice(RoomStage.RECOMMEND.value, _l("Recommend")),
]
STATES = [
    choice(RoomState.OPEN.value, _l("Open: people can write")),
    choice(RoomState.FROZEN.value, _l("Frozen: only to be read")),
]
SEATS = [
    choice(Seat.RESIDENT.value, _l("Resident")),
    choice(Seat.GROUP.value, _l("Community group")),
    choice(Seat.SERVICE.value, _l("Public service")),
    choice(Seat.EXPERT.value, _l("Somebody with special knowledge")),
    choice(Seat.COUNCILLOR.value, _l("Councillor")),
]
TEMPLATES = [
    choice("agenda", _l("Four stages: gather evidence, explore options, weigh trade-offs, recommend")),
    choice("panel", _l("The same four stages, for people who are invited")),
    choice("talk", _l("An open talk without stages")),
]
WHY = needed(_l("Say why. The reason is published."))


class RoomForm(PageForm):
    """Make a room on a round."""

    title = StringField(_l("What is the room called?"), validators=[needed(_l("Give the room a name."))])
    purpose = TextAreaField(_l("What is it for?"), validators=[needed(_l("Say what the room is for."))])
    can_change = TextAreaField(
        _l("What can this change?"), validators=[needed(_l("Say what can still change, and what cannot."))]
    )
    who_decides = StringField(_l("Who decides?"), validators=[needed(_l("Say who decides."))])
    template = SelectField(_l("How is it run?"), choices=TEMPLATES, default="agenda")

    def plan(self) -> RoomPlan:
        """What was filled in."""
        return RoomPlan(
            title=self.title.data or "",
            purpose=self.purpose.data or "",
            can_change=self.can_change.data or "",
            who_decides=self.who_decides.data or "",
            has_agenda=self.template.data != "talk",
            by_invitation=self.template.data == "panel",
        )


class StageForm(PageForm):
    """Move the agenda, or give its stage another time."""

    stage = SelectField(_l("Stage"), choices=STAGES)
    minutes = IntegerField(_l("Minutes for it (empty: no end)"), validators=[Optional()])
    why = StringField(_l("Why now?"), validators=[WHY])


class StateForm(PageForm):
    """Open or freeze the room, or keep the airtime for those who run it."""

    state = SelectField(_l("The room is"), choices=STATES)
    only_facilitators = BooleanField(_l("Only those who run the room speak, and whoever is given the turn"))
    reason = StringField(_l("Why?"), validators=[WHY])


class SeatForm(PageForm):
    """Invite somebody."""

    email = StringField(_l("E-mail address"), validators=[needed(_l("Enter an e-mail address."))])
    seat = SelectField(_l("Invited as"), choices=SEATS)


class ConclusionForm(PageForm):
    """What the room recommends."""

    text = TextAreaField(_l("What does the room recommend?"), validators=[needed(_l("Write something first."))])
    named = SelectMultipleField(_l("Who is asked to sign?"), coerce=int, validate_choice=False)
    review_on = DateField(_l("When is it looked at again?"), validators=[needed(_l("Choose a day."))])


class NotesForm(PageForm):
    """What was said at a table, as it goes into the room's record."""

    table = IntegerField(_l("Table"), validators=[Optional()])
    kind = SelectField(_l("What is it?"), validate_choice=False, validators=[Optional()])
    source = StringField(_l("Source: where can others look it up?"))
    body = TextAreaField(_l("What was said"), validators=[needed(_l("Write something first."))])
    sure = HiddenField()
