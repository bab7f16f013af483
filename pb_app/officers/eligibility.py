"""An officer's page of who may vote in a draft poll, and whether a vote can be changed."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import Optional

from pb_app import eligibility as rules
from pb_app.actions import Action
from pb_app.cards import CardKind, CardRule, read_prefixes
from pb_app.eligibility import Connection, Eligibility
from pb_app.models.polls import Poll
from pb_app.queries import polls
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.roles import GRANTED, Role
from pb_app.services import eligibility
from pb_app.stages import PollState
from pb_app.web.eligibility import CONNECTIONS
from pb_app.web.forms import PageForm, choice
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("eligibility", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))


class RulesForm(PageForm):
    """Ages, connections, area, and whether the last vote counts."""

    least_age = IntegerField(
        _l("Lowest age"),
        description=_l("Leave it empty for any age. No date of birth is asked."),
        validators=[Optional()],
    )
    most_age = IntegerField(_l("Highest age"), description=_l("Leave it empty for none"), validators=[Optional()])
    connections = SelectMultipleField(
        _l("Who may vote"), choices=[choice(one.value, words) for one, words in CONNECTIONS.items()]
    )
    anywhere = BooleanField(_l("Any postcode of the partnership will do, not only one of this locality"))
    young_scot = StringField(
        _l("Young Scot cards that will do in place of a postcode: the first digits"),
        description=_l("Parted by commas, like 633597, 633598. Leave it empty if such cards do not count."),
    )
    library = StringField(
        _l("Library cards that will do in place of a postcode: the first signs"),
        description=_l("Parted by commas. Leave it empty if such cards do not count."),
    )
    listed = BooleanField(
        _l("Only people on a list that you take in may vote"),
        description=_l("Nobody claims a place on the roll by a postcode, online or at a desk."),
    )
    each_channel = BooleanField(
        _l("Everybody may vote once online and once in person"),
        description=_l("Otherwise everybody has one vote, whichever way."),
    )
    may_change = BooleanField(
        _l("A vote can be changed until the close, with the key on its receipt"),
        description=_l("Otherwise a vote is final once it is cast."),
    )

    @classmethod
    def of(cls, poll: Poll) -> "RulesForm":
        """The form as the rules stand."""
        now = rules.read(poll.eligibility)
        return cls(
            least_age=now.least_age or None,
            most_age=now.most_age,
            connections=[one.value for one in now.connections],
            anywhere=now.anywhere,
            listed=now.listed,
            **{one.kind.value: ", ".join(one.prefixes) for one in now.cards},
            each_channel=now.each_channel,
            may_change=poll.may_change,
        )

    def rules(self) -> Eligibility:
        """What the officer decided."""
        chosen = tuple(Connection(one) for one in self.connections.data or ())
        read = ((kind, read_prefixes(kind, self[kind.value].data or "")) for kind in CardKind)
        cards = tuple(CardRule(kind, prefixes) for kind, prefixes in sorted(read) if prefixes)
        switches = {name: bool(self[name].data) for name in rules.SWITCHES}
        return Eligibility(self.least_age.data or 0, self.most_age.data, chosen, **switches, cards=cards)


@bp.get("/officers/polls/<int:poll_no>/eligibility")
def show_eligibility(poll_no: int) -> ResponseReturnValue:
    """Who may vote, as it stands."""
    poll = _seen(poll_no)
    return _page(poll, RulesForm.of(poll))


@bp.post("/officers/polls/<int:poll_no>/eligibility")
def set_eligibility(poll_no: int) -> ResponseReturnValue:
    """Keep who may vote."""
    poll, form = _seen(poll_no), RulesForm()
    if form.validate():
        try:
            changing = bool(form.may_change.data)
            eligibility.set_eligibility(unit_of_work(), poll_no, form.rules(), may_change=changing)
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("The rules are kept. They are frozen with the poll."), "success")
            return redirect(url_for("officers.polls.show_poll", poll_no=poll_no))
    return _page(poll, form), 422


def _seen(poll_no: int) -> Poll:
    uow = unit_of_work()
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None or uow.actor.grant_for(frozenset(GRANTED), poll.scope) is None:
        raise NotVisible(sentence("There is no poll under this number in your area."))
    return poll


def _page(poll: Poll, form: RulesForm) -> str:
    may = poll.state is PollState.DRAFT and unit_of_work().may(Action.SET_ELIGIBILITY, poll)
    told = rules.read(poll.eligibility)
    return render_template("officers/show_eligibility.html", poll=poll, form=form, rules=told, may_set=may)
