"""A partnership's accounts as anyone may read them: trial balance, partners' statements, what awards became."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from pb_app.exports.journal import journal_text
from pb_app.exports.statements import awards_csv, trial_csv
from pb_app.models.partnerships import Partnership
from pb_app.queries import counts, journal, partnerships, statements
from pb_app.queries.awards import AwardLine, award_lines
from pb_app.queries.counts import Result
from pb_app.refusals import NotVisible, sentence
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.words import PLACES

bp = Blueprint("accounts", __name__)


@bp.get("/partnerships/<slug>/accounts")
def show_accounts(slug: str) -> ResponseReturnValue:
    """The trial balance: every account, what went in and out, and that it comes to nought."""
    session = unit_of_work().session
    partnership = _partnership(slug)
    return render_template(
        "public/show_accounts.html",
        partnership=partnership,
        partners=partnerships.partners_of(session, partnership.id),
        balances=statements.trial_balances(session, partnership.id),
        places=PLACES,
    )


@bp.get("/partnerships/<slug>/accounts.csv")
def download_accounts(slug: str) -> ResponseReturnValue:
    """The same as a table."""
    partnership = _partnership(slug)
    return _file(trial_csv(statements.trial_balances(unit_of_work().session, partnership.id)), f"accounts-{slug}.csv")


@bp.get("/partnerships/<slug>/accounts.journal")
def download_journal(slug: str) -> ResponseReturnValue:
    """Every entry of the ledger, for programs that keep accounts in plain text."""
    partnership = _partnership(slug)
    text = journal_text(journal.journal_of(unit_of_work().session, partnership.id))
    answer = Response(text, content_type="text/plain; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"accounts-{slug}.journal")
    return answer


@bp.get("/partnerships/<slug>/partners/<int:partner_id>")
def show_partner(slug: str, partner_id: int) -> ResponseReturnValue:
    """What became of one partner's money."""
    session = unit_of_work().session
    partnership = _partnership(slug)
    partner = next((one for one in partnerships.partners_of(session, partnership.id) if one.id == partner_id), None)
    if partner is None:
        raise NotVisible(sentence("There is no partner under this number."))
    return render_template(
        "public/show_partner.html",
        partnership=partnership,
        partner=partner,
        lines=statements.partner_lines(session, partner_id),
    )


@bp.get("/polls/<int:poll_no>/money")
def show_awards(poll_no: int) -> ResponseReturnValue:
    """What became of the awards of a poll, project by project, with every difference from the count and its reason."""
    result = _published(poll_no)
    return render_template(
        "public/show_awards.html", result=result, poll=result.poll, lines=_lines(result), currency=result.currency
    )


@bp.get("/polls/<int:poll_no>/money.csv")
def download_awards(poll_no: int) -> ResponseReturnValue:
    """The same as a table."""
    result = _published(poll_no)
    return _file(awards_csv(_lines(result), result.currency), f"money-of-poll-{poll_no}.csv")


def _lines(result: Result) -> list[AwardLine]:
    return award_lines(unit_of_work().session, result)


def _partnership(slug: str) -> Partnership:
    found = partnerships.partnership_by_slug(unit_of_work().session, slug)
    if found is None:
        raise NotVisible(sentence("There is no partnership under this address."))
    return found


def _published(poll_no: int) -> Result:
    result = counts.result_of(unit_of_work().session, poll_no)
    if result is None or not result.count.is_public:
        raise NotVisible(sentence("There is no result under this number."))
    return result


def _file(text: str, name: str) -> Response:
    answer = Response(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
