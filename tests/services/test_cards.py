"""Claims by the number of a card: one card, one claim, and only a keyed hash of it is kept."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from pb_app import bursts
from pb_app.bursts import Source
from pb_app.cards import CardKind, CardRule
from pb_app.eligibility import Eligibility, NotEligible, Said
from pb_app.models.cards import RollCard
from pb_app.models.claims import HeldClaim
from pb_app.models.log import LogPending
from pb_app.models.polls import RollEntry
from pb_app.refusals import Invalid
from pb_app.services import eligibility, polls, voting
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.world import POSTCODE, World

NUMBER = "6335 9712 3456 7890"
BY_CARD = Said(card=NUMBER)
CARDS = (CardRule(CardKind.LIBRARY, ("D",)), CardRule(CardKind.YOUNG_SCOT, ("633597",)))


def open_with(parts: Installation, here: World, rules: Eligibility) -> Voting:
    drafted = ballot_box.drafted(parts, here)
    with drafted.acting("officer") as uow:
        eligibility.set_eligibility(uow, drafted.poll_no, rules, may_change=False)
        polls.freeze_poll(uow, drafted.poll_no)
    with drafted.acting("approver") as uow:
        polls.open_poll(uow, drafted.poll_no)
    return drafted


@pytest.fixture
def opened(parts: Installation, small_world: World) -> Voting:
    """A poll in which cards of two kinds will do."""
    return open_with(parts, small_world, Eligibility(cards=CARDS))


def bases(opened: Voting) -> list[str]:
    with opened.system() as uow:
        return list(uow.session.scalars(select(RollEntry.basis)))


def test_a_card_gives_one_claim_whoever_shows_it(opened: Voting) -> None:
    with opened.acting("resident") as uow:
        eligibility.check_eligibility(uow, opened.poll_no, "", BY_CARD)
        voting.claim_vote(uow, opened.poll_no, "", BY_CARD)
        voting.claim_vote(uow, opened.poll_no, "", BY_CARD)
        assert voting.cast_ballot(uow, opened.poll_no, ["P01"], bytes(16)).is_new
    with opened.acting("neighbour") as uow:
        with pytest.raises(Invalid, match="already"):
            voting.claim_vote(uow, opened.poll_no, "", Said(card="6335-9712-3456-7890"))
        with pytest.raises(Invalid, match="no card number"):
            voting.claim_vote(uow, opened.poll_no, "", Said(card="6335981234567890"))
        voting.claim_vote(uow, opened.poll_no, "", Said(card="d123456"))
    assert sorted(bases(opened)) == ["library", "young_scot"]


def test_only_a_keyed_hash_of_the_card_is_kept(opened: Voting) -> None:
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, "", BY_CARD)
    digits = NUMBER.replace(" ", "")
    with opened.system() as uow:
        kept = [bytes(one) for one in uow.session.scalars(select(RollCard.card_key))]
        entry = uow.session.scalars(select(RollEntry.person_key)).one()
        told = "".join(uow.session.scalars(select(LogPending.body)))
    assert [len(one) for one in kept] == [32]
    assert kept != [bytes(entry)]
    assert digits not in told
    assert digits.encode() not in kept[0]


def test_a_poll_without_cards_takes_none(parts: Installation, small_world: World) -> None:
    plain = open_with(parts, small_world, Eligibility())
    with plain.acting("resident") as uow, pytest.raises(Invalid, match="no card number"):
        voting.claim_vote(uow, plain.poll_no, POSTCODE, BY_CARD)


def test_a_card_opens_no_vote_that_is_for_a_list(parts: Installation, small_world: World) -> None:
    listed = open_with(parts, small_world, Eligibility(cards=CARDS, listed=True))
    with listed.acting("resident") as uow:
        with pytest.raises(NotEligible):
            voting.claim_vote(uow, listed.poll_no, "", BY_CARD)
        with pytest.raises(NotEligible):
            eligibility.check_eligibility(uow, listed.poll_no, "", BY_CARD)


def test_a_held_claim_has_used_its_card_and_loses_nothing(opened: Voting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bursts, "USUAL", 0)
    place = Source("address 192.0.2.7")
    with opened.acting("resident") as uow:
        assert not voting.claim_vote(uow, opened.poll_no, "", BY_CARD, place)
    with opened.acting("neighbour") as uow, pytest.raises(Invalid, match="already"):
        voting.claim_vote(uow, opened.poll_no, "", BY_CARD, place)
    monkeypatch.setattr(bursts, "USUAL", 60)
    with opened.acting("resident") as uow:
        assert voting.claim_vote(uow, opened.poll_no, "", BY_CARD, place)
    with opened.system() as uow:
        assert uow.session.scalars(select(HeldClaim)).all() == []


def test_the_rules_of_cards_are_frozen_with_the_poll(opened: Voting) -> None:
    with opened.system() as uow:
        definition = uow.session.execute(text("SELECT definition FROM poll")).scalar_one()
    assert '"cards":{"library":["D"],"young_scot":["633597"]}' in definition


@pytest.mark.parametrize("attack", ["DELETE FROM roll_card", "UPDATE roll_card SET card_key = poll_id"])
def test_the_database_keeps_used_cards(opened: Voting, attack: str) -> None:
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, "", BY_CARD)
    with opened.system() as uow, pytest.raises(DBAPIError), uow.database.writing(uow.session):
        uow.session.execute(text(attack))
