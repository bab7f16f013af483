"""The published result of a poll, explained: what is funded and why, what is not and why not, and how to check it."""

import shlex
from collections.abc import Mapping

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from ballots.compare import SideBySide, side_by_side
from ballots.explain import Explanation
from ballots.ranked.funding import ElectedProjects
from ballots.what_if import what_if
from ballots.wording.changes import changes
from ballots.wording.fair import areas_tables, better_off, claims, comparison_table, projects_each
from ballots.wording.ranked import said
from ballots.wording.reasons import telling
from pb_app import box
from pb_app.actions import Action
from pb_app.count_records import command_of, file_stem
from pb_app.exports.accounts import how_counted
from pb_app.exports.pabulib import counted_file
from pb_app.exports.tables import result_csv
from pb_app.publication import split
from pb_app.queries import counts, findings, polls, withdrawals, witnesses
from pb_app.queries.counts import Result
from pb_app.queries.findings import Sought
from pb_app.queries.witnesses import Seen
from pb_app.receipts import tracking_code
from pb_app.refusals import NotVisible, sentence
from pb_app.services.adoptions import BeforeForum
from pb_app.stages import PollState
from pb_app.web.contests import place_asked
from pb_app.web.elected import told_count
from pb_app.web.limits import limiter
from pb_app.web.unit_of_work import installation, unit_of_work
from pb_app.web.voices import page_voice

bp = Blueprint("results", __name__)
MOST_VOTERS = 3_000
"""With more voters, or where shares were raised step by step, counting again so often takes too long for a page."""


@bp.get("/polls/<int:poll_no>/result")
def show_result(poll_no: int) -> ResponseReturnValue:
    """The result: what the forum made of it, what is funded in order, what is not, and how to check it all."""
    result = _published(poll_no)
    uow = unit_of_work()
    session = uow.session
    entries = counts.entries_of(session, result.poll.id, result.tally.record_sha256)
    return render_template(
        "public/show_result.html",
        result=result,
        poll=result.poll,
        how=told_count(result, result.elected) if result.elected else None,
        command=_command(result) if result.count.shows_ballots else "",
        channels=split(box.ballots_by_channel(session, result.poll.id)),
        entries=entries,
        withdrawn=withdrawals.approved_of(session, poll_no),
        seal=counts.seal_of(session, result.tally),
        seen=_seen(result, entries),
        may_decide=uow.may(Action.ADOPT_RESULT, BeforeForum.of(result.count)),
    )


def _seen(result: Result, entries: Mapping[str, int]) -> list[Seen]:
    """The partners that signed that they saw the log with the count in it."""
    partnership_id = result.poll.round.locality.partnership_id
    return witnesses.seen_by(unit_of_work().session, partnership_id, entries.get(Action.RECORD_COUNT))


@bp.get("/polls/<int:poll_no>/result/<path:ref>")
def show_reason(poll_no: int, ref: str) -> ResponseReturnValue:
    """Why one project was funded, or why not, from the trace of the count."""
    result = _with_ballots(poll_no, ref)
    if result.elected:
        return _chosen_page(result, result.elected, ref)
    reason = _reason_of(result, ref)
    return _reason_page(result, reason, findings.sought_of(unit_of_work().session, poll_no, ref))


@bp.get("/polls/<int:poll_no>/changes/<path:ref>")
@limiter.limit("10 per minute")
def show_changes(poll_no: int, ref: str) -> ResponseReturnValue:
    """The same, with what would have funded the project: the ballots are counted again for it, if that is quick."""
    result = _with_ballots(poll_no, ref)
    reason = _reason_of(result, ref)
    session = unit_of_work().session
    sought = findings.sought_of(session, poll_no, ref)
    if sought.found is None:
        if not _can_change(result, reason):
            raise NotVisible(sentence("What would have changed this is not worked out on a page."))
        file = counted_file(session, result.count, result.place)
        found = what_if(file.contest, file.profile, result.outcome, result.spending_rule, ref)
        sought = Sought(found, is_awaited=False)
    return _reason_page(result, reason, sought)


def _chosen_page(result: Result, elected: ElectedProjects, ref: str) -> str:
    """Why a project was chosen or not, where rankings decided: the sentence, and what became of it stage by stage."""
    reason = result.ranked_reasons.get(ref)
    if reason is None:
        raise NotVisible(sentence("There is no such project in this poll."))
    return render_template(
        "public/show_chosen.html",
        result=result,
        poll=result.poll,
        ref=ref,
        told=said(page_voice(result.titles, result.currency, elected.exponent), reason),
        how=told_count(result, elected),
        command=_command(result, ref),
    )


def _reason_of(result: Result, ref: str) -> Explanation:
    reason = result.reasons.get(ref)
    if reason is None:
        raise NotVisible(sentence("There is no such project in this poll."))
    return reason


def _reason_page(result: Result, reason: Explanation, sought: Sought) -> str:
    voice = page_voice(result.titles, result.currency, result.outcome.exponent)
    return render_template(
        "public/show_reason.html",
        result=result,
        poll=result.poll,
        reason=reason,
        told=telling(voice, result.outcome, reason),
        changes=changes(voice, sought.found) if sought.found else (),
        is_awaited=sought.is_awaited,
        can_change=_can_change(result, reason),
        command=_command(result, reason.project),
    )


def _can_change(result: Result, reason: Explanation) -> bool:
    """Whether what would have funded a project can be worked out while somebody waits for the page."""
    quick = result.outcome.steps is None and result.outcome.voters <= MOST_VOTERS
    return quick and findings.went_without(reason)


@bp.get("/polls/<int:poll_no>/fairness")
@limiter.limit("10 per minute")
def show_fairness(poll_no: int) -> ResponseReturnValue:
    """How many voters have something of the result and how much, beside most votes first, and who was left out."""
    result = _with_ballots(poll_no)
    found = installation().compared.of(result.tally.record_sha256, lambda: _compared(result))
    voice = page_voice(result.titles, result.currency, result.outcome.exponent)
    figures = found.sides[0].fairness
    return render_template(
        "public/show_fairness.html",
        result=result,
        poll=result.poll,
        tables=(comparison_table(voice, found), projects_each(voice, figures), *areas_tables(voice, figures)),
        claims=claims(voice, figures),
        better=[better_off(voice, found, pair) for pair in found.pairs],
    )


def _compared(result: Result) -> SideBySide:
    file = counted_file(unit_of_work().session, result.count, result.place)
    outcomes = [result.outcome] if result.outcome.rule == result.greedy.rule else [result.outcome, result.greedy]
    return side_by_side(file.contest, file.profile, outcomes)


@bp.get("/polls/<int:poll_no>.pb")
@limiter.limit("30 per minute")
def download_poll(poll_no: int) -> ResponseReturnValue:
    """The poll as the Pabulib file that was counted."""
    result = _with_ballots(poll_no)
    data = counted_file(unit_of_work().session, result.count, result.place).data
    return _download(data, "text/plain; charset=utf-8", f"{_stem(result)}.pb")


@bp.get("/polls/<int:poll_no>/ballots.txt")
@limiter.limit("30 per minute")
def download_ballots(poll_no: int) -> ResponseReturnValue:
    """Where ballots are published with their codes: each body on a line of its own, after its tracking code."""
    result = _published(poll_no)
    if not result.count.shows_codes:
        raise NotVisible(sentence("The ballots of this poll are not published with their codes."))
    bodies = box.bodies_of(unit_of_work().session, result.poll.id)
    lines = (f"{tracking_code(c)} {body}\n" for c, body in bodies)
    return _download("".join(lines).encode(), "text/plain; charset=utf-8", f"poll-{poll_no}-ballots.txt")


@bp.get("/polls/<int:poll_no>/result.csv")
def download_result(poll_no: int) -> ResponseReturnValue:
    """Every project of the poll with its outcome, for spreadsheets."""
    result = _published(poll_no)
    data = result_csv(result).encode("utf-8-sig")
    return _download(data, "text/csv; charset=utf-8", f"{_stem(result)}-result.csv")


@bp.get("/polls/<int:poll_no>/count.json")
def download_record(poll_no: int) -> ResponseReturnValue:
    """The record of the count: the very bytes whose hash stands in the log."""
    result = _published(poll_no)
    return _download(result.tally.record.encode("utf-8"), "application/json", f"{_stem(result)}-count.json")


@bp.get("/polls/<int:poll_no>/trace.json")
def download_trace(poll_no: int) -> ResponseReturnValue:
    """The whole count, round by round, with every fraction exact."""
    result = _with_ballots(poll_no)
    return _download(result.tally.outcome.encode("utf-8"), "application/json", f"{_stem(result)}-trace.json")


@bp.get("/polls/<int:poll_no>/count.txt")
def download_account(poll_no: int) -> ResponseReturnValue:
    """How the poll was counted, in plain words: what belongs beside the file of ballots and the table of the result."""
    result = _published(poll_no)
    data = how_counted(result, _command(result)).encode("utf-8")
    return _download(data, "text/plain; charset=utf-8", f"{_stem(result)}-count.txt")


def _stem(result: Result) -> str:
    return file_stem(result.poll.poll_no, result.place)


def _published(poll_no: int, place: int | None = None) -> Result:
    session = unit_of_work().session
    poll = polls.poll_by_no(session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    at = place_asked() if place is None else place
    result = counts.result_of(session, poll_no, at) if poll.state is PollState.PUBLISHED else None
    if result is None:
        raise NotVisible(sentence("The result of this poll is not published yet."))
    return result


def _with_ballots(poll_no: int, ref: str = "") -> Result:
    """The same, where what was published holds every ballot: of totals nothing finer follows."""
    result = _published(poll_no)
    if ref:  # a project tells its contest
        result = _published(poll_no, counts.place_of(result.definition, ref))
    if not result.count.shows_ballots:
        raise NotVisible(sentence("Of this poll only totals are published: nothing that tells of single ballots."))
    return result


def _command(result: Result, ref: str = "") -> str:
    """What anyone can type to count the poll again, or to have one project explained in full."""
    rule, seed = result.rule, result.count.lot_seed
    command = command_of(rule, result.poll.poll_no, seed, result.counted.exponent, result.place)
    if not ref:
        return command
    words = ["explain" if word == "count" else word for word in shlex.split(command) if word != "--json"]
    return shlex.join([*words, f"--project={ref}"])


def _download(data: bytes, kind: str, name: str) -> Response:
    return Response(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
