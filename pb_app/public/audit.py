"""The log in words, and the bytes of every entry."""

from collections.abc import Iterator
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from pb_app.audit.findings import read_moment
from pb_app.audit.halts import halt_of
from pb_app.models.localities import Locality
from pb_app.public import log_reading
from pb_app.public.forms import LogChoices, LogFilterForm
from pb_app.queries import log, log_names, log_tiles
from pb_app.queries.log import LogEntry, LogKind, LogPage
from pb_app.queries.log_filters import LogFilter
from pb_app.refusals import NotVisible, Refusal, sentence
from pb_app.web.filters import moment
from pb_app.web.i18n import locale
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("audit", __name__)
AT_ONCE = 1_000
"""How many entries of a download are read together."""
CHOICES = ("kind", "locality", "round", "poll")
NEAR = 2
"""How many pages before and after this one have a link."""


@bp.app_template_filter()
def log_moment(text: str) -> str:
    """A moment as the log writes it, as people read it."""
    try:
        return moment(read_moment(text))
    except Refusal:
        return text


@bp.get("/log")
def list_log() -> ResponseReturnValue:
    """Every change in words, newest first; by kind and by poll, if asked for."""
    uow = unit_of_work()
    form = LogFilterForm(request.args)
    wanted = _wanted(form)
    page = log.log_page(uow.session, wanted, request.args.get("page", 1, int))
    return render_template(
        "public/list_log.html",
        form=form,
        is_narrowed=wanted != LogFilter(),
        page=page,
        names=log_names.names_in(uow.session, page.entries),
        checkpoint=log.newest_checkpoint(uow.session),
        halt=halt_of(uow.session),
        pages=[(number, _page_url(number), number == page.page) for number in _near(page)],
        previous_url=_page_url(page.page - 1) if page.page > 1 else None,
        next_url=_page_url(page.page + 1) if page.page < page.pages else None,
    )


@bp.get("/log/<int:index>")
def show_entry(index: int) -> ResponseReturnValue:
    """One entry: in words, in bytes, and how to see that it is in the signed tree."""
    uow = unit_of_work()
    entry, checkpoint = _entry(index), log_reading.newest()
    return render_template(
        "public/show_entry.html",
        entry=entry,
        checkpoint=checkpoint,
        proof=log_tiles.tree(uow.session, checkpoint.size).inclusion(index, checkpoint.size),
        names=log_names.names_in(uow.session, [entry]),
    )


@bp.get("/log/entries.jsonl")
def list_bodies() -> ResponseReturnValue:
    """The bytes of every signed entry, one a line, in their order."""
    uow = unit_of_work()
    checkpoint = log.newest_checkpoint(uow.session)
    size = checkpoint.size if checkpoint else 0

    def lines() -> Iterator[str]:
        for first in range(0, size, AT_ONCE):
            some = log.bodies(uow.session, first, min(first + AT_ONCE, size))
            uow.end_read()  # whoever reads slowly holds nobody up
            yield "".join(f"{body}\n" for body in some)

    return Response(stream_with_context(lines()), mimetype="application/jsonl")


def _entry(index: int) -> LogEntry:
    entry = log.log_entry(unit_of_work().session, index)
    if entry is None:
        raise NotVisible(sentence("There is no entry of this number in the log."))
    return entry


def _wanted(form: LogFilterForm) -> LogFilter:
    """What the form asks for, by what anyone may see; what there is none of is not asked for."""
    session = unit_of_work().session
    places = log_names.localities_by_partnership(session)
    rounds = log_names.public_rounds(session)
    polls = log_names.public_polls(session)
    form.offering(
        LogChoices(
            [(one.slug, _name_of(one)) for one in places],
            [(one.round_no, one.title) for one in rounds],
            [(one.poll_no, one.title) for one in polls],
        )
    )
    return LogFilter(
        kind=LogKind(form.kind.data) if form.kind.data in set(LogKind) else None,
        poll=next((one.id for one in polls if str(one.poll_no) == form.poll.data), None),
        round_no=next((one.round_no for one in rounds if str(one.round_no) == form.round.data), None),
        locality_id=next((one.id for one in places if one.slug == form.locality.data), None),
    )


def _name_of(locality: Locality) -> str:
    return locality.name_gd if locale() == "gd" and locality.name_gd else locality.name


def _near(page: LogPage) -> list[int]:
    """The pages with a link: the first, the last and those near this one."""
    near = range(max(1, page.page - NEAR), min(page.pages, page.page + NEAR) + 1)
    return sorted({1, page.pages, *near})


def _page_url(number: int) -> str:
    chosen = {name: request.args[name] for name in CHOICES if request.args.get(name)}
    return f"{url_for('public.audit.list_log')}?{urlencode({'page': number, **chosen})}#entries"
