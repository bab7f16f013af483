"""Stations where people vote on paper: their papers, the desk that marks the roll, and their accounts."""

from sqlalchemy import select

from pb_app import roll
from pb_app.actions import Action
from pb_app.desk import AtDesk
from pb_app.entitlements import key_in_person
from pb_app.models.paper import PaperAccount, PaperIssue, PaperReckoning, PaperStation
from pb_app.models.polls import Poll
from pb_app.postcodes import normalised_postcode
from pb_app.queries import papers, polls
from pb_app.receipts import Channel
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.unit_of_work import Change, UnitOfWork
from pb_app.wording import one_line

BASIS = "desk"
NAME_LENGTH, PLACE_LENGTH, HOURS_LENGTH = 120, 200, 300
MOST_PAPERS = 10_000_000


def add_station(uow: UnitOfWork, poll_no: int, name: str, place: str, hours: str) -> PaperStation:
    """Say where and when people can vote on paper; the poll is then counted only once its papers are reconciled.

    Raises Conflict if the poll has a station of this name.
    """
    station = PaperStation(
        name=one_line("name", name, NAME_LENGTH, sentence("Enter the name of the station")),
        place=one_line("place", place, PLACE_LENGTH, sentence("Say where the station is")),
        hours=one_line("hours", hours, HOURS_LENGTH, sentence("Say when the station is open")),
    )
    with uow.begin(Action.ADD_STATION) as change:
        uow.database.lock_poll(uow.session, poll_no, exclusive=True)
        poll = change.permit(_poll(uow, poll_no))
        if station.name in {one.name for one in papers.stations_of(uow.session, poll.id)}:
            raise Invalid(sentence("This poll has a station of this name already."), field="name")
        station.poll_id = poll.id
        uow.session.add(station)
        uow.session.flush()
        change.record(poll, poll=poll.id, station=station.id)
    return station


def issue_papers(uow: UnitOfWork, station_id: int, first: int, last: int) -> PaperIssue:
    """Give a station the papers with these numbers on their stubs, both counted in.

    Raises Invalid for numbers that are none, Conflict if one of them was issued already.
    """
    if first < 1 or last < first or last > MOST_PAPERS:
        raise Invalid(sentence("The last stub cannot come before the first, and numbers begin at 1."), field="last")
    with uow.begin(Action.ISSUE_PAPERS) as change:
        poll = _poll_of_station(uow, station_id)
        uow.database.lock_poll(uow.session, poll.poll_no, exclusive=True)
        change.permit(poll := _poll(uow, poll.poll_no))
        taken = (
            select(PaperIssue)
            .join(PaperStation, PaperStation.id == PaperIssue.station_id)
            .where(PaperStation.poll_id == poll.id, PaperIssue.first_stub <= last, PaperIssue.last_stub >= first)
        )
        if uow.session.scalar(taken.limit(1)) is not None:
            raise Conflict(sentence("Some of these papers were issued already. Every stub is issued once."))
        issue = PaperIssue(station_id=station_id, first_stub=first, last_stub=last, issued_at=change.at)
        issue.issued_by = uow.actor.person_id
        uow.session.add(issue)
        change.record(poll, poll=poll.id, station=station_id, first=first, last=last)
    return issue


def claim_at_desk(uow: UnitOfWork, station_id: int, who: AtDesk, postcode: str) -> None:
    """Put somebody at the desk on the roll if the postcode lies in the poll's locality. Twice changes nothing.

    Neither name, day of birth nor postcode is kept: the roll knows a keyed hash.
    """
    identity = who.identity()
    with uow.begin(Action.CLAIM_AT_DESK) as change:
        poll = _voting(uow, change, station_id)
        lies_in = roll.check_place(uow.session, poll, normalised_postcode(postcode))
        key = key_in_person(poll.eligibility, uow.keys.roll_key(poll.id), identity)
        is_on_it = polls.standing(uow.session, poll.id, key).roll_no is not None
        if is_on_it or not roll.put_on(uow.session, poll, key, BASIS, lies_in):
            change.void()
            return
        change.record(poll, poll=poll.id, basis=BASIS)


def hand_out_paper(uow: UnitOfWork, station_id: int, who: AtDesk) -> str:
    """Mark somebody on the roll as voting on paper, so that they may be handed one; the area whose paper is theirs.

    The area is "" where the poll has no areas, they may choose theirs, or the roll has none for them.

    Raises Conflict for somebody who has voted already, whichever way, and for a poll outside its hours; Invalid for
    somebody who is not on the roll.
    """
    identity = who.identity()
    with uow.begin(Action.HAND_OUT_PAPER) as change:
        poll = _voting(uow, change, station_id)
        key = key_in_person(poll.eligibility, uow.keys.roll_key(poll.id), identity)
        roll_no = polls.standing(uow.session, poll.id, key).roll_no
        if roll_no is None:
            raise Invalid(sentence("They are not on the roll yet. Put them on the roll first."))
        if not roll.set_mark(uow.session, poll, roll.Mark(roll_no, Channel.PAPER, change.at.date(), station_id)):
            raise Conflict(
                sentence("They have voted in this poll already, online or on paper. Do not hand out a second paper.")
            )
        return polls.assigned_area(uow.session, poll, key)


def account_for_station(uow: UnitOfWork, station_id: int, in_box: int, spoilt: int, unused: int) -> PaperAccount:
    """Keep what a station counted after the close; until the papers are reconciled it may be counted again."""
    for field, number in (("in_box", in_box), ("spoilt", spoilt), ("unused", unused)):
        if not 0 <= number <= MOST_PAPERS:
            raise Invalid(sentence("Enter how many papers there are, 0 or more."), field=field)
    with uow.begin(Action.ACCOUNT_FOR_STATION) as change:
        poll = _poll_of_station(uow, station_id)
        uow.database.lock_poll(uow.session, poll.poll_no, exclusive=True)
        change.permit(poll := _poll(uow, poll.poll_no))
        if uow.session.get(PaperReckoning, poll.id) is not None:
            raise Conflict(sentence("The papers of this poll are reconciled. Their figures can no longer be changed."))
        account = uow.session.get(PaperAccount, station_id) or PaperAccount(station_id=station_id)
        account.in_box, account.spoilt, account.unused = in_box, spoilt, unused
        account.told_by, account.told_at = uow.actor.person_id, change.at
        uow.session.add(account)
        change.record(poll, poll=poll.id, station=station_id, in_box=in_box, spoilt=spoilt, unused=unused)
    return account


def _poll(uow: UnitOfWork, poll_no: int) -> Poll:
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll


def _poll_of_station(uow: UnitOfWork, station_id: int) -> Poll:
    poll_no = papers.poll_no_of_station(uow.session, station_id)
    if poll_no is None:
        raise NotVisible(sentence("There is no station under this number."))
    return _poll(uow, poll_no)


def _voting(uow: UnitOfWork, change: Change, station_id: int) -> Poll:
    """The poll of a station, with its lock shared, if it takes votes at this moment."""
    poll = _poll_of_station(uow, station_id)
    uow.database.lock_poll(uow.session, poll.poll_no, exclusive=False)
    poll = change.permit(_poll(uow, poll.poll_no))
    if not poll.opens_at <= change.at < poll.closes_at:
        raise Conflict(sentence("Voting is not open at this hour. Do not hand out a paper."))
    return poll
