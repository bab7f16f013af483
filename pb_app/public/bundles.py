"""Checking a result on a machine of one's own: what can be shown, the bundle, and the program that checks it."""

from hashlib import sha256

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from pb_app.audit.note import verifier_key
from pb_app.exports.bundle import bundle_of
from pb_app.exports.verifier import verifier_file
from pb_app.models.counts import Count
from pb_app.queries import counts, polls
from pb_app.refusals import NotVisible, sentence
from pb_app.stages import PollState
from pb_app.web.limits import limiter
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("bundles", __name__)


@bp.get("/polls/<int:poll_no>/verify")
def show_verify(poll_no: int) -> ResponseReturnValue:
    """What is provable and what is not, the bundle, the program, and the fingerprint to compare."""
    count, keys = _published(poll_no), unit_of_work().keys
    key = str(verifier_key(keys.log_origin, keys.log))
    digits = sha256(key.encode()).hexdigest()[:32]
    return render_template(
        "public/show_verify.html",
        poll=count.poll,
        key=key,
        fingerprint=" ".join(digits[at : at + 4] for at in range(0, len(digits), 4)),
        program_sha256=sha256(verifier_file()).hexdigest(),
    )


@bp.get("/polls/<int:poll_no>/bundle.zip")
@limiter.limit("10 per minute")
def download_bundle(poll_no: int) -> ResponseReturnValue:
    """The recount bundle."""
    uow = unit_of_work()
    data = bundle_of(uow.session, uow.keys, _published(poll_no))
    return _download(data, "application/zip", f"poll-{poll_no}-bundle.zip")


@bp.get("/moothill-verify.pyz")
@limiter.limit("10 per minute")
def download_verifier() -> ResponseReturnValue:
    """The program that checks a bundle, as one file."""
    return _download(verifier_file(), "application/octet-stream", "moothill-verify.pyz")


def _published(poll_no: int) -> Count:
    session = unit_of_work().session
    poll = polls.poll_by_no(session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    count = counts.count_of(session, poll_no) if poll.state is PollState.PUBLISHED else None
    if count is None:
        raise NotVisible(sentence("The result of this poll is not published yet."))
    return count


def _download(data: bytes, kind: str, name: str) -> Response:
    return Response(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
