"""Reconciling the papers of a poll: every difference explained by two people, then the box fixed with them in it."""

from sqlalchemy import select

from pb_app import box, receipts
from pb_app.actions import Action
from pb_app.models.paper import PaperExplanation, PaperReckoning
from pb_app.models.polls import Poll
from pb_app.paper import Difference
from pb_app.queries import kiosks, papers, polls
from pb_app.queries.papers import StationCard
from pb_app.refusals import Conflict, Forbidden, NotVisible, sentence
from pb_app.unit_of_work import Change, UnitOfWork
from pb_app.wording import many_lines

WORDS_LENGTH = 2_000


def explain_difference(uow: UnitOfWork, station_id: int, kind: Difference, words: str) -> PaperExplanation:
    """Say why figures of a station differ; a second person confirms it. Writing anew takes a confirmation back.

    Raises Conflict where nothing differs.
    """
    told = many_lines("words", words, WORDS_LENGTH, sentence("Say why the figures differ."))
    with uow.begin(Action.EXPLAIN_DIFFERENCE) as change:
        poll = _locked(uow, change, papers.poll_no_of_station(uow.session, station_id))
        card = _card(uow, poll, station_id)
        difference = card.figures.differences().get(kind)
        if difference is None:
            raise Conflict(sentence("These figures do not differ. There is nothing to explain."))
        row = card.explanations.get(kind) or PaperExplanation(station_id=station_id, kind=kind)
        row.difference, row.words = difference, told
        row.written_by, row.written_at, row.confirmed_by = uow.actor.person_id, change.at, None
        uow.session.add(row)
        change.record(poll, poll=poll.id, station=station_id, kind=kind.value, difference=difference)
    return row


def confirm_explanation(uow: UnitOfWork, station_id: int, kind: Difference) -> PaperExplanation:
    """Stand for an explanation as its second person, as long as the figures are those that it was written for."""
    with uow.begin(Action.CONFIRM_EXPLANATION) as change:
        poll = _locked(uow, change, papers.poll_no_of_station(uow.session, station_id))
        card = _card(uow, poll, station_id)
        row = card.explanations.get(kind)
        if row is None or row.difference != card.figures.differences().get(kind):
            raise Conflict(sentence("There is no explanation of this difference as it stands now."))
        if row.written_by == uow.actor.person_id:
            raise Forbidden(sentence("You wrote this explanation. A second person must confirm it."))
        row.confirmed_by = uow.actor.person_id
        change.record(poll, poll=poll.id, station=station_id, kind=kind.value, difference=row.difference)
    return row


def what_is_open(uow: UnitOfWork, poll: Poll, cards: list[StationCard]) -> list[str]:
    """The sentences that stand between the papers of a poll and their reconciliation, in order."""
    open_ = []
    if kiosks.awaits_opening(uow.session, poll.id):
        open_.append(sentence("What the kiosks delivered has not been opened yet."))
    if any(card.figures.in_box is None and not card.figures.is_untouched for card in cards):
        open_.append(sentence("A station has not accounted for its papers yet."))
    if any(card.under_way for card in cards):
        open_.append(sentence("A batch is neither sealed nor discarded yet."))
    if any(not card.is_explained(kind) for card in cards for kind in card.figures.differences()):
        open_.append(sentence("A difference is not explained by two people yet."))
    return open_


def reconcile_paper(uow: UnitOfWork, poll_no: int) -> PaperReckoning:
    """Close the papers of a poll: from here on its box is fixed as it is, and the poll can be counted.

    Raises Conflict with what is still open: an account, a batch, a difference that two people do not stand for.
    """
    with uow.begin(Action.RECONCILE_PAPER) as change:
        poll = _locked(uow, change, poll_no)
        cards = papers.cards_of(uow.session, poll.id)
        if not cards:
            raise Conflict(sentence("This poll has no station: nobody could vote on paper."))
        missing = what_is_open(uow, poll, cards)
        if missing:
            raise Conflict(missing[0])
        hashes = box.hashes_of(uow.session, poll.id)
        row = PaperReckoning(
            poll_id=poll.id,
            closed_ballots=poll.ballots,
            closed_root=poll.box_root,
            ballots=len(hashes),
            root=receipts.box_root(hashes).hex(),
            signed_by=uow.actor.person_id,
            signed_at=change.at,
        )
        uow.session.add(row)
        uow.session.flush()  # the guard of the poll's row reads it
        poll.ballots, poll.box_root = row.ballots, row.root
        change.record(
            poll,
            poll=poll.id,
            ballots=row.ballots,
            marks=sum(polls.marks_by_channel(uow.session, poll.id).values()),
            root=row.root,
            papers=sum(card.figures.valid + card.figures.invalid for card in cards),
            differences=sum(len(card.figures.differences()) for card in cards),
        )
    uow.keys.destroy_kiosk_key(poll.id)  # what was held, or lies on a tablet still, is read by nobody
    return row


def _card(uow: UnitOfWork, poll: Poll, station_id: int) -> StationCard:
    return next(card for card in papers.cards_of(uow.session, poll.id) if card.station.id == station_id)


def _locked(uow: UnitOfWork, change: Change, poll_no: int | None) -> Poll:
    """The poll under its lock, if its papers are not reconciled yet."""
    poll = None if poll_no is None else polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is nothing under this number."))
    uow.database.lock_poll(uow.session, poll.poll_no, exclusive=True)
    uow.session.execute(select(Poll.poll_no).where(Poll.poll_no == poll.poll_no).with_for_update())
    uow.session.refresh(poll, ["state", "ballots", "box_root"])
    change.permit(poll)
    if uow.session.get(PaperReckoning, poll.id) is not None:
        raise Conflict(sentence("The papers of this poll are reconciled already."))
    return poll
