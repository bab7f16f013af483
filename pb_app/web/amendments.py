"""The page of a suggested change with what its reader may do there, drawn for readers and for those who decide."""

from flask import render_template
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from deliberation.differences import runs
from pb_app.actions import Action
from pb_app.models.amendments import Amendment
from pb_app.queries import amendments, proposals, rounds
from pb_app.refusals import NotVisible, sentence
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.forms import PageForm, needed
from pb_app.wording import Wording


class RejectionForm(PageForm):
    """Say why a change is not taken up."""

    reason = TextAreaField(
        _l("Why it is not taken up"),
        description=_l("Published with the change"),
        validators=[needed(_l("Give the reason. It is published with the change."))],
    )


class PromotionForm(PageForm):
    """Give the proposal that a change becomes a title of its own."""

    title = StringField(_l("Title of your proposal"), validators=[needed(_l("Enter a title"))])


def readable_amendment(uow: UnitOfWork, amendment_id: int) -> Amendment:
    """The change, if the reader may read it; otherwise it is as good as absent."""
    found = amendments.visible_amendment(uow.session, uow.actor, amendment_id)
    if found is None:
        raise NotVisible(sentence("There is no such change."))
    return found


def amendment_page(
    uow: UnitOfWork, found: Amendment, rejecting: RejectionForm | None = None, promoting: PromotionForm | None = None
) -> str:
    """The difference that the change makes, who suggests it and why, what became of it, and what can be done."""
    proposal = found.proposal
    return render_template(
        "public/show_amendment.html",
        amendment=found,
        proposal=proposal,
        round=proposal.round,
        before=amendments.version_of(uow.session, proposal, found.revision),
        after=Wording.from_json(found.said),
        runs=runs,
        currency=rounds.currency_of(uow.session, proposal.round_no),
        outcomes=proposals.outcome_titles(uow.session, proposal.round.locality.partnership_id),
        may_propose=uow.may(Action.PROPOSE_AMENDMENT, found),
        may_decide=uow.may(Action.ACCEPT_AMENDMENT, found),
        may_withdraw=uow.may(Action.WITHDRAW_AMENDMENT, found),
        may_promote=uow.may(Action.PROMOTE_AMENDMENT, found) and uow.may(Action.SUBMIT_PROPOSAL, proposal.round),
        rejecting=rejecting or RejectionForm(formdata=None),
        promoting=promoting or PromotionForm(formdata=None),
        form=rejecting or promoting,
    )
