"""The public record of moderation: what was decided under which rule and how fast, without names and words."""

import json
from datetime import timedelta

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from deliberation.moderation import ANSWER_WITHIN, APPEAL_WITHIN, OTHERWISE, WHILE_LIVE
from pb_app.models.partnerships import Partnership
from pb_app.queries import moderation_record, partnerships, policies
from pb_app.refusals import NotVisible, sentence
from pb_app.web.i18n import locale
from pb_app.web.moderation_words import CAUSES, DECIDED
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.usual_rules import rules_in

bp = Blueprint("moderation", __name__, url_prefix="/partnerships/<slug>/moderation")
MOST = 200
HOUR = timedelta(hours=1)


@bp.get("")
def show_record(slug: str) -> ResponseReturnValue:
    """The months, and the latest decisions."""
    session = unit_of_work().session
    partnership = _partnership(slug)
    return render_template(
        "public/show_moderation.html",
        partnership=partnership,
        months=moderation_record.months_of(session, partnership.id),
        record=moderation_record.record_of(session, partnership.id)[:MOST],
        decided=DECIDED,
        causes=CAUSES,
        gaelic=locale() == "gd",
    )


@bp.get("/record.json")
def download_record(slug: str) -> ResponseReturnValue:
    """The measures that are taken and what came of them, as one file for whoever must keep or check records."""
    session = unit_of_work().session
    partnership = _partnership(slug)
    record = moderation_record.record_of(session, partnership.id)
    pack = {
        "partnership": partnership.name,
        "clock_hours": {"live": WHILE_LIVE // HOUR, "otherwise": OTHERWISE // HOUR},
        "appeal_days": {"to_appeal": APPEAL_WITHIN.days, "to_answer": ANSWER_WITHIN.days},
        "rules": [
            {
                "version": one.version,
                "published": one.published_at.isoformat(),
                "rules": [[rule.label, rule.text] for rule in rules_in(one, "en")],
            }
            for one in policies.policies_of(session, partnership.id)
        ],
        "decisions": [
            {
                "number": one.number,
                "month": one.month,
                "decision": one.verdict.value,
                "cause": one.cause.value if one.cause else None,
                "rule": one.rule.label if one.rule else None,
                "version": one.version,
                "stage": one.stage.value if one.stage else None,
                "hours": one.hours,
                "automatic": one.is_automatic,
                "appeal": None if not one.has_appeal else {None: "waits", True: "upheld", False: "kept"}[one.is_upheld],
            }
            for one in record
        ],
    }
    return Response(json.dumps(pack, ensure_ascii=False, indent=1), mimetype="application/json")


def _partnership(slug: str) -> Partnership:
    found = partnerships.partnership_by_slug(unit_of_work().session, slug)
    if found is None:
        raise NotVisible(sentence("There is no partnership under this address."))
    return found
