"""A poll as anyone may see it: what is voted on and how it is counted; after the close, the list of ballot hashes."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from pb_app import box, definitions, receipts
from pb_app.models.polls import Poll
from pb_app.public.forms import TrackingForm
from pb_app.queries import polls
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.stages import PollState
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("polls", __name__)
NOT_YET = (PollState.FROZEN, PollState.OPEN)


@bp.get("/polls/<int:poll_no>")
def show_poll(poll_no: int) -> ResponseReturnValue:
    """The poll: paper, rule, hours, state. No figure of choices before the close."""
    uow = unit_of_work()
    poll = _public_poll(poll_no)
    return render_template(
        "public/show_poll.html",
        poll=poll,
        definition=definitions.read_definition(poll.definition),
        projects=polls.projects_of(uow.session, poll.round_no),
        now=uow.now(),
    )


@bp.get("/polls/<int:poll_no>/box")
def show_box(poll_no: int) -> ResponseReturnValue:
    """The closed box: its root, its size, and the place to look up a tracking code."""
    return render_template("public/show_box.html", poll=_closed_poll(poll_no), form=TrackingForm(), found=None)


@bp.post("/polls/<int:poll_no>/box")
def find_ballot(poll_no: int) -> ResponseReturnValue:
    """Look up a tracking code; it is posted, so that it stands in no address and no access log."""
    poll = _closed_poll(poll_no)
    form = TrackingForm()
    if not form.validate():
        return render_template("public/show_box.html", poll=poll, form=form, found=None), 422
    try:
        wanted = receipts.parse_tracking_code(form.code.data or "")
    except Invalid as refused:
        form.refuse(refused, "code")
        return render_template("public/show_box.html", poll=poll, form=form, found=None), 422
    found = box.find(unit_of_work().session, poll.id, wanted)
    if found is None:
        form.refuse(Invalid(sentence("No ballot in this box has that code. Compare it with your receipt.")), "code")
        return render_template("public/show_box.html", poll=poll, form=form, found=None), 404
    c, place = found
    return render_template("public/show_box.html", poll=poll, form=form, found=c, place=place)


@bp.get("/polls/<int:poll_no>/box.txt")
def list_hashes(poll_no: int) -> ResponseReturnValue:
    """Every ballot hash of the closed box, ascending, one a line: the leaves of its tree."""
    poll = _closed_poll(poll_no)
    lines = "".join(f"{c.hex()}\n" for c in box.hashes_of(unit_of_work().session, poll.id))
    return Response(lines, mimetype="text/plain")


def _public_poll(poll_no: int) -> Poll:
    poll = polls.poll_by_no(unit_of_work().session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll


def _closed_poll(poll_no: int) -> Poll:
    poll = _public_poll(poll_no)
    if poll.state in NOT_YET:
        raise Conflict(sentence("The box is still shut. Its list is published once voting has closed."))
    return poll
