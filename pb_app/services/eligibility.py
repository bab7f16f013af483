"""Deciding who may vote in a poll, and telling somebody beforehand whether they may."""

from sqlalchemy import select

from pb_app import eligibility, roll
from pb_app.actions import Action
from pb_app.cards import read_card
from pb_app.eligibility import Eligibility, Said
from pb_app.models.polls import Poll
from pb_app.postcodes import normalised_postcode
from pb_app.queries import polls
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.stages import TwoChannels
from pb_app.unit_of_work import UnitOfWork


def set_eligibility(uow: UnitOfWork, poll_no: int, rules: Eligibility, *, may_change: bool) -> Poll:
    """Keep who may vote in a draft poll, and whether a vote can be changed until the close; both are frozen with it."""
    decided = eligibility.checked(rules)
    with uow.begin(Action.SET_ELIGIBILITY) as change:
        uow.session.execute(select(Poll.poll_no).where(Poll.poll_no == poll_no).with_for_update())
        poll = polls.poll_by_no(uow.session, poll_no)
        if poll is None:
            raise NotVisible(sentence("There is no poll under this number."))
        change.permit(poll)
        if rules.each_channel and poll.two_channels is TwoChannels.PAPER_OVERRIDES:
            raise Invalid(
                sentence("Where a paper overrides a vote online, nobody has a vote for each. Change one of the two."),
                field="each_channel",
            )
        poll.eligibility, poll.may_change = eligibility.text_of(decided), may_change
        change.record(poll, poll_no=poll_no, round=poll.round_no)
    return poll


def check_eligibility(uow: UnitOfWork, poll_no: int, postcode: str, said: Said) -> None:
    """Say whether somebody may vote, before they do anything else. Nothing is kept and nobody need be signed in.

    Raises NotEligible or Invalid with the sentence that says what to do instead.
    """
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    rules = eligibility.read(poll.eligibility)
    rules.check(said)
    if said.card:
        rules.check_open()
        read_card(said.card, rules.cards)
        return
    roll.check_place(uow.session, poll, normalised_postcode(postcode))
