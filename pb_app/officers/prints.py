"""What an officer prints for a poll on paper, as PDF: ballot papers, sheets for a station, a poster."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb_app.definitions import Definition
from pb_app.exports.prints import Print, pdf, square_code
from pb_app.models.paper import PaperStation
from pb_app.models.polls import Poll
from pb_app.officers import print_words as words
from pb_app.officers.print_forms import LANGUAGES, MOST_PRINTED, NORMAL, PrintForm
from pb_app.officers.stations import seen_poll, seen_station
from pb_app.queries import papers, points
from pb_app.refusals import Invalid, sentence
from pb_app.roles import Role
from pb_app.web.filters import moment_words
from pb_app.web.i18n import GAELIC_PREFIX, locale
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import installation, unit_of_work
from pb_app.withdrawn import definition_now

bp = Blueprint("prints", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed, in which languages and how large."""

    kind: Print
    title: str
    tongues: Sequence[str]
    size: int = NORMAL


@bp.get("/officers/polls/<int:poll_no>/prints")
def show_prints(poll_no: int) -> ResponseReturnValue:
    """What there is to print, and the form for ballot papers."""
    poll = seen_poll(poll_no)
    form = PrintForm(formdata=None).offering(definition_now(unit_of_work().session, poll))
    return _page(poll, form)


@bp.get("/officers/polls/<int:poll_no>/ballot-papers.pdf")
def print_ballot_papers(poll_no: int) -> ResponseReturnValue:
    """The ballot papers under these stubs."""
    poll = seen_poll(poll_no)
    definition = definition_now(unit_of_work().session, poll)
    form = PrintForm(request.args).offering(definition)
    if form.validate():
        try:
            return _ballot_papers(definition, form)
        except Invalid as refused:
            form.refuse(refused)
    return _page(poll, form), 422


@bp.get("/officers/polls/<int:poll_no>/poster.pdf")
def print_poster(poll_no: int) -> ResponseReturnValue:
    """A poster with the way to the poll's page."""
    poll, tongues = seen_poll(poll_no), _tongues()
    definition = definition_now(unit_of_work().session, poll)
    hours = {at: (moment_words(poll.opens_at, at), moment_words(poll.closes_at, at)) for at in ("en", "gd")}
    address = site_address("public.polls.show_poll", poll_no, tongues)
    pack = points.frozen_pack(unit_of_work().session, poll)
    away = points.taken_away(unit_of_work().session, pack) if pack else ()
    told = {
        "words": words.in_languages(tongues, lambda tongue: words.poster_words(definition, *hours[tongue])),
        "address": address,
        "square": square_code(address),
        "sides": words.sides_told(definition, pack, away),
        "stations": [[one.name, one.place, one.hours] for one in papers.stations_of(unit_of_work().session, poll.id)],
    }
    return printed(definition, Order(Print.POSTER, definition.title, tongues, size=14), told)


@bp.get("/officers/stations/<int:station_id>/tally-sheet.pdf")
def print_tally_sheet(station_id: int) -> ResponseReturnValue:
    """The sheet on which two people count by hand what lies in the box."""
    return _sheet(
        station_id,
        Print.TALLY_SHEET,
        words.sheet_words,
        lambda definition, _station: {"contests": words.contests_told(definition.contests, _tongues())},
    )


@bp.get("/officers/stations/<int:station_id>/poll-book.pdf")
def print_poll_book(station_id: int) -> ResponseReturnValue:
    """The book of a station's stubs."""
    return _sheet(
        station_id,
        Print.POLL_BOOK,
        words.book_words,
        lambda _definition, station: {
            "stubs": [[one.first_stub, one.last_stub] for one in papers.issues_of(unit_of_work().session, station.id)]
        },
    )


def printed(definition: Definition, order: Order, told: Mapping[str, object]) -> Response:
    """The answer: a PDF to save or print, kept by nobody on the way."""
    whole = {"title": order.title, "by": definition.partnership, "size": order.size, **told}
    data = pdf(order.kind, whole, unit_of_work().now())
    name = order.kind.value.replace("_", "-")
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return Response(data, content_type="application/pdf", headers=headers)


def site_address(endpoint: str, poll_no: int, tongues: Sequence[str]) -> str:
    """The address of a page of the poll, in the first of the languages."""
    path = url_for(endpoint, poll_no=poll_no).removeprefix(request.script_root)
    prefix = GAELIC_PREFIX if tongues[0] == "gd" else ""
    return installation().settings.site_url.rstrip("/") + prefix + path


def _ballot_papers(definition: Definition, form: PrintForm) -> Response:
    first, last = form.first.data, form.last.data
    if first < 1 or not first <= last < first + MOST_PRINTED:
        raise Invalid(
            sentence("The last stub cannot come before the first. Print at most %(most)d papers at a time."),
            field="last",
            most=MOST_PRINTED,
        )
    own = [one for one in definition.contests if one.contest.area in ("", form.area.data)]
    told = {
        "words": words.in_languages(form.tongues, lambda _tongue: words.ballot_words()),
        "contests": words.contests_told(own, form.tongues),
        "area": form.area.data,
        "first": first,
        "last": last,
    }
    return printed(definition, Order(Print.BALLOT_PAPERS, definition.title, form.tongues, form.points), told)


def _sheet(
    station_id: int,
    kind: Print,
    said: Callable[[], words.Words],
    more: Callable[[Definition, PaperStation], dict[str, object]],
) -> Response:
    poll, station = seen_station(station_id)
    definition, tongues = definition_now(unit_of_work().session, poll), _tongues()
    told = {"words": words.in_languages(tongues, lambda _tongue: said()), "station": station.name}
    return printed(definition, Order(kind, definition.title, tongues), told | more(definition, station))


def _tongues() -> list[str]:
    """The languages that the address asks for; the reader's own otherwise."""
    wanted = request.args.get("language", "")
    return wanted.split() if wanted in LANGUAGES else [locale()]


def _page(poll: Poll, form: PrintForm) -> str:
    return render_template(
        "officers/show_prints.html",
        poll=poll,
        form=form,
        stations=papers.stations_of(unit_of_work().session, poll.id),
        languages_of_print=LANGUAGES,
        areas=len(definition_now(unit_of_work().session, poll).areas_on_paper) > 1,
    )
