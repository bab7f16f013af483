"""A tablet as a ballot box: the page that works without a connection, and what the device asks for and hands in.

The device has no cookie and no account. It is enrolled with a PIN and then signs what it says, so that these addresses
ask for no token of a form.
"""

import json
import re
from hashlib import sha256
from html import unescape
from typing import Any

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from config import ROOT
from pb_app.services import kiosk_deliveries, kiosks
from pb_app.web.i18n import GAELIC_PREFIX
from pb_app.web.limits import limiter
from pb_app.web.unit_of_work import installation, unit_of_work

bp = Blueprint("kiosks", __name__)
MODULES = ROOT / "static" / "js"
STATIC = re.compile(r'(?:href|src)="(/static/[^"]+)"')
BAD = 400
_PAGE = ROOT / "templates" / "public" / "show_kiosk.html"


@bp.get("/kiosk")
def show_kiosk() -> ResponseReturnValue:
    """The kiosk: to enrol a tablet, and on one that is enrolled, to vote."""
    answer = make_response(render_template("public/show_kiosk.html"))
    answer.headers["Cache-Control"] = "no-store"  # nor is it kept for the back button
    return answer


@bp.get("/kiosk-worker.js")
def show_worker() -> ResponseReturnValue:
    """The script that hands out the kiosk's page without a connection; it changes with any file it keeps."""
    page = url_for(".show_kiosk")
    files = [page, GAELIC_PREFIX + page, *_files()]
    script = f"const FILES = {json.dumps(files)};\n" + (MODULES / "kiosk-worker.mjs").read_text("utf-8")
    told = [script, *(path.read_text("utf-8") for path in (_PAGE, *sorted(MODULES.glob("*.mjs"))))]
    version = sha256("\0".join(told).encode()).hexdigest()[:16]
    answer = Response(f'const VERSION = "{version}";\n{script}', mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.post("/kiosk/enrolment")
@limiter.limit("20 per 15 minutes")
def enrol_kiosk() -> ResponseReturnValue:
    """Make the tablet that asks a kiosk, if its code and PIN are right; answer with its manifest."""
    told = _told()
    code, pin, key = _text(told, "code"), _text(told, "pin"), _bytes(told, "key")
    kiosks.try_pin(unit_of_work(), code)
    return _manifest(kiosks.enrol_kiosk(unit_of_work(), code, pin, key))


@bp.post("/kiosk/manifest")
def show_manifest() -> ResponseReturnValue:
    """The manifest as it is now, for a device that signs that it asks."""
    told = _told()
    words, signature = _text(told, "told").encode(), _bytes(told, "signature")
    return _manifest(kiosk_deliveries.check_signed(unit_of_work(), words, signature))


@bp.post("/kiosk/deliveries")
def receive_envelopes() -> ResponseReturnValue:
    """Keep sealed ballots; the answer says of each whether it was received, was known, or is held."""
    told = _told()
    words, signature = _text(told, "told").encode(), _bytes(told, "signature")
    receipt = kiosk_deliveries.receive_envelopes(unit_of_work(), words, signature, told.get("envelopes"))
    return jsonify(items=dict(receipt.items), received=receipt.received, whole=receipt.is_whole)


SIGNED = (enrol_kiosk, show_manifest, receive_envelopes)
"""Views that no cookie opens, and that need no token against forged forms."""


def _manifest(kiosk_id: int) -> ResponseReturnValue:
    manifest = kiosk_deliveries.manifest_of(unit_of_work(), kiosk_id)
    point = installation().keys.receipt.public_key().public_bytes_raw()
    return jsonify(manifest=manifest.text, signature=manifest.signature.hex(), point=point.hex())


def _files() -> list[str]:
    """What the page loads: all that it names, and the modules, which name each other."""
    named = STATIC.findall(render_template("public/show_kiosk.html"))
    modules = [url_for("static", filename=f"js/{path.name}") for path in sorted(MODULES.glob("*.mjs"))]
    return sorted({unescape(one) for one in named} | set(modules))


def _told() -> dict[str, Any]:
    """What the device sent. Anything but an object of JSON ends here."""
    told = request.get_json(silent=True)
    if not isinstance(told, dict):
        abort(BAD)
    return told


def _text(told: dict[str, Any], name: str) -> str:
    text = told.get(name)
    if not isinstance(text, str):
        abort(BAD)
    return text


def _bytes(told: dict[str, Any], name: str) -> bytes:
    try:
        return bytes.fromhex(_text(told, name))
    except ValueError:
        abort(BAD)
