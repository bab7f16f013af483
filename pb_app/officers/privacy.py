"""An officer's page before publication: what the ballots tell of people, and what of them is to be published."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.definitions import read_definition
from pb_app.models.counts import Count
from pb_app.officers.publication_forms import PrivacyForm
from pb_app.publication import Publication, broken_rules, cautions, narrowings, split
from pb_app.queries import counts as queries
from pb_app.queries.privacy import figures_of
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import counts
from pb_app.web.errors import in_words
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("privacy", __name__)
LOOKING = frozenset({Role.OFFICER, Role.APPROVER, Role.AUDITOR})
bp.before_request(needs_role(*LOOKING))


@bp.get("/officers/polls/<int:poll_no>/privacy")
def show_privacy(poll_no: int) -> ResponseReturnValue:
    """How many ballots are like no other, beside the rules for what may be published."""
    kept = _seen(poll_no)
    chosen = kept.publication or read_definition(kept.poll.definition).publication
    return _page(kept, PrivacyForm(formdata=None, mode=chosen.value))


@bp.post("/officers/polls/<int:poll_no>/privacy")
def acknowledge_privacy(poll_no: int) -> ResponseReturnValue:
    """Keep what is to be published, and that the figures were seen."""
    kept, form = _seen(poll_no), PrivacyForm()
    form.offer(_offered(kept))
    if not form.validate():
        return _page(kept, form), 422
    try:
        counts.acknowledge_privacy(unit_of_work(), poll_no, Publication(form.mode.data))
    except (Conflict, Invalid) as refused:
        form.refuse(refused, "mode")
        return _page(_seen(poll_no), form), 422
    flash(_("It is kept that you have seen these figures. The result can be published."), "success")
    return redirect(url_for("officers.counts.show_count", poll_no=poll_no))


def _seen(poll_no: int) -> Count:
    uow = unit_of_work()
    kept = queries.count_of(uow.session, poll_no)
    if kept is None or uow.actor.grant_for(LOOKING, kept.scope) is None:
        raise NotVisible(sentence("There is no counted poll under this number in your area."))
    return kept


def _offered(kept: Count) -> tuple[Publication, ...]:
    return narrowings(read_definition(kept.poll.definition).publication)


def _page(kept: Count, form: PrivacyForm) -> str:
    uow = unit_of_work()
    figures = figures_of(uow.session, kept.poll)
    form.offer(_offered(kept))
    return render_template(
        "officers/show_privacy.html",
        poll=kept.poll,
        count=kept,
        form=form,
        figures=figures,
        channels=split(figures.channels),
        stops={mode.value: [in_words(one) for one in broken_rules(mode, figures)] for mode in _offered(kept)},
        cautions=[in_words(one) for one in cautions(figures)],
        may=uow.may(Action.ACKNOWLEDGE_PRIVACY, kept),
    )
