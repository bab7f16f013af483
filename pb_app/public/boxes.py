"""The ballot box as anyone may see it: "is my ballot in?", its proof to take away, and the list of all hashes."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from pb_app import definitions, receipts
from pb_app.box_proofs import BoxProof, box_key, box_origin, prove
from pb_app.models.polls import Poll
from pb_app.public.forms import TrackingForm
from pb_app.public.own_marks import own_marks
from pb_app.queries import polls
from pb_app.queries.boxes import Found, Whereabouts, found_under, leaves_of
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.stages import PollState
from pb_app.web.limits import limiter
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("boxes", __name__)


@bp.get("/polls/<int:poll_no>/box")
def show_box(poll_no: int) -> ResponseReturnValue:
    """The place to look up a tracking code; after the close with the root and the size of the box."""
    return _page(_begun_poll(poll_no), TrackingForm())


@bp.post("/polls/<int:poll_no>/box")
@limiter.limit("30 per minute")
def find_ballot(poll_no: int) -> ResponseReturnValue:
    """Look up a tracking code; it is posted, so that it stands in no address and no access log."""
    poll = _begun_poll(poll_no)
    form = TrackingForm()
    if not form.validate():
        return _page(poll, form), 422
    try:
        found = _found(poll, form)
    except Invalid as refused:
        form.refuse(refused, "code")
        return _page(poll, form), 422
    if found.where is Whereabouts.ABSENT:
        form.refuse(Invalid(sentence("No ballot in this box has that code. Compare it with your receipt.")), "code")
        return _page(poll, form), 404
    return _page(poll, form, found)


@bp.post("/polls/<int:poll_no>/box/proof")
@limiter.limit("30 per minute")
def take_proof(poll_no: int) -> ResponseReturnValue:
    """The proof as a file. Neither its address nor its name holds the code."""
    poll = _begun_poll(poll_no)
    found = _found(poll, TrackingForm())
    proof = _proof(poll, found)
    if proof is None:
        raise NotVisible(sentence("No ballot in this box has that code. Compare it with your receipt."))
    name = f"poll-{poll_no}.tlog-proof"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(proof.text, content_type="text/plain; charset=utf-8", headers=headers)


@bp.get("/polls/<int:poll_no>/box.txt")
def list_hashes(poll_no: int) -> ResponseReturnValue:
    """Every ballot hash of the closed box, ascending, one a line: the leaves of its tree."""
    poll = _begun_poll(poll_no)
    if poll.state is PollState.OPEN:
        raise Conflict(sentence("The box is still shut. Its list is published once voting has closed."))
    lines = "".join(f"{c.hex()}\n" for c in leaves_of(unit_of_work().session, poll))
    return Response(lines, mimetype="text/plain")


@bp.get("/polls/<int:poll_no>/box/key")
def show_key(poll_no: int) -> ResponseReturnValue:
    """The public key under which proofs of this box are signed, in one line."""
    keys = unit_of_work().keys
    key = box_key(keys.log_origin, _begun_poll(poll_no).id, keys.receipt)
    return Response(f"{key}\n", content_type="text/plain; charset=utf-8")


def _begun_poll(poll_no: int) -> Poll:
    poll = polls.poll_by_no(unit_of_work().session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    if poll.state is PollState.FROZEN:
        raise Conflict(sentence("Voting has not opened yet, so there is no ballot to look for."))
    return poll


def _found(poll: Poll, form: TrackingForm) -> Found:
    """What there is under the code of the form. Raises Invalid for what cannot be a code."""
    wanted = receipts.parse_tracking_code(form.code.data or "")
    return found_under(unit_of_work().session, poll, wanted)


def _proof(poll: Poll, found: Found) -> BoxProof | None:
    if found.where is not Whereabouts.IN_BOX:
        return None
    uow = unit_of_work()
    origin = box_origin(uow.keys.log_origin, poll.id)
    return prove(found.c, leaves_of(uow.session, poll), origin, uow.keys.receipt)


def _page(poll: Poll, form: TrackingForm, found: Found | None = None) -> str:
    return render_template(
        "public/show_box.html",
        poll=poll,
        form=form,
        found=found,
        proof=_proof(poll, found) if found else None,
        code=receipts.tracking_code(found.c) if found and found.c else "",
        contests=[own_marks(one) for one in definitions.read_definition(poll.definition).contests],
    )
