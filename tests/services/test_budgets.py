"""Money before the vote: it comes in with a name on it, and no pot takes more than a fund holds."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from pb_app.budgets.book import Overspent
from pb_app.models.budgets import Account, AccountBalance, Fund, FundKind, LedgerEntry, LedgerSeal, Pot
from pb_app.models.polls import Poll
from pb_app.queries import budgets as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.roles import Role, Scope
from pb_app.services import budgets, localities, partnerships, people
from pb_app.services.budgets import NewFund
from pb_app.stages import PollState
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.logbook import newest, number_of_entries
from tests.money import fund_of, new_fund, opened_pot
from tests.round_stories import draft_round
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]


def standing(uow: UnitOfWork) -> dict[str, int]:
    rows = uow.session.execute(select(Account.kind, AccountBalance.pence).join(AccountBalance)).all()
    return {kind.value: pence for kind, pence in rows}


def entries(uow: UnitOfWork) -> int:
    return uow.session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def test_a_fund_comes_in_as_one_sealed_entry(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    fund = budgets.add_fund(uow, "lorn", new_fund(small_world))
    (card,) = queries.funds_of(uow.session, small_world.partnership_id)
    assert (card.fund.holding_partner.name, card.fund.paying_partner.name) == ("Lorn Council", "Lorn Council")
    assert (card.came_in, card.left, standing(uow)) == (3_000_000, 3_000_000, {"contra": -3_000_000, "fund": 3_000_000})
    seal = uow.session.scalars(select(LedgerSeal)).one()
    account = uow.session.scalars(select(Account.id).where(Account.fund_id == fund.id)).one()
    assert newest(uow)["d"] == {
        "partnership": small_world.partnership_id,
        "fund": fund.id,
        "pence": 3_000_000,
        "account": account,
        "entry": seal.entry_id,
        "entry_sha256": seal.leaf_sha256,
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"may_commit": ""}, "may_commit"),
        ({"may_commit": "x" * 201}, "may_commit"),
        ({"pence": 0}, "amount"),
        ({"pence": -1}, "amount"),
        ({"pence": 2**53}, "amount"),
        ({"partner_id": 9_999}, "partner"),
        ({"holding_partner_id": 9_999}, "holding_partner"),
        ({"paying_partner_id": 9_999}, "paying_partner"),
    ],
)
def test_a_fund_names_its_bodies_and_its_amount(
    uow_of: UowOf, small_world: World, wrong: dict[str, object], field: str
) -> None:
    uow = uow_of("officer")
    with pytest.raises(Invalid) as refused:
        budgets.add_fund(uow, "lorn", replace(new_fund(small_world), **wrong))  # type: ignore[arg-type]
    assert (refused.value.field, entries(uow), number_of_entries(uow)) == (field, 0, 0)


def test_a_fund_is_added_once(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    fund_of(uow, small_world)
    with pytest.raises(Invalid, match="fund of this name already"):
        budgets.add_fund(uow, "lorn", replace(new_fund(small_world), name="COMMUNITY choices fund"))
    assert entries(uow) == 1


def test_money_that_would_break_the_ledger_leaves_no_fund_behind(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    fund_of(uow, small_world, pence=2**53 - 1)
    with pytest.raises(Invalid, match="more than any ledger holds"):
        budgets.add_fund(uow, "lorn", replace(new_fund(small_world), name="One penny more", pence=1))
    assert (uow.session.scalar(select(func.count()).select_from(Fund)), entries(uow)) == (1, 1)


@pytest.mark.parametrize("who", ["other_officer", "administrator", "councillor", "resident", None])
def test_only_officers_of_the_whole_partnership_add_funds(uow_of: UowOf, small_world: World, who: str | None) -> None:
    uow = uow_of(who)
    with pytest.raises(Forbidden):
        budgets.add_fund(uow, "lorn", new_fund(small_world))
    assert entries(uow) == 0


def test_a_partnership_that_is_not_there_has_no_funds(uow_of: UowOf, small_world: World) -> None:
    with pytest.raises(NotVisible):
        budgets.add_fund(uow_of("officer"), "atlantis", new_fund(small_world))


def test_a_pot_is_opened_in_the_budget_of_its_locality(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    round_no = draft_round(uow_of, small_world)
    made = budgets.open_pot(uow, round_no, outcome_id=small_world.outcome_id)
    pot = queries.pot_by_id(uow.session, made.id)
    assert pot is not None
    assert (pot.name, pot.currency) == ("Oban spring round", "GBP")
    assert (pot.outcome.title if pot.outcome else "") == "People live active, healthier lives"
    account = uow.session.scalars(select(Account).where(Account.pot_id == pot.id)).one()
    assert (account.locality_id, account.partnership_id) == (small_world.locality_id, small_world.partnership_id)
    assert newest(uow)["d"] == {"round": round_no, "pot": pot.id}


def test_a_round_has_one_pot(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    pot_id = opened_pot(uow_of, small_world)
    pot = queries.pot_by_id(uow.session, pot_id)
    assert pot is not None
    with pytest.raises(Conflict, match="has a pot already"):
        budgets.open_pot(uow, pot.round_no)


def test_a_pot_serves_an_outcome_of_its_own_plan(uow_of: UowOf, small_world: World) -> None:
    round_no = draft_round(uow_of, small_world)
    with pytest.raises(Invalid) as refused:
        budgets.open_pot(uow_of("officer"), round_no, outcome_id=9_999)
    assert refused.value.field == "outcome"


def test_a_round_in_draft_is_not_there_for_the_officer_of_another_locality(uow_of: UowOf, small_world: World) -> None:
    round_no = draft_round(uow_of, small_world)
    for who in ("other_officer", "resident", None):
        with pytest.raises(NotVisible):
            budgets.open_pot(uow_of(who), round_no)
    with pytest.raises(NotVisible):
        budgets.open_pot(uow_of("officer"), 9_999)


def test_two_partners_feed_a_pot(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    pot_id = opened_pot(uow_of, small_world)
    council = fund_of(uow, small_world)
    assert (queries.feeding_partners(uow.session, pot_id), queries.pot_pence(uow.session, pot_id)) == (0, 0)
    budgets.feed_pot(uow, pot_id, council, 1_000_000)
    posted = budgets.feed_pot(uow, pot_id, council, 2_000_000)
    assert newest(uow)["d"] == {
        "pot": pot_id,
        "fund": council,
        "pence": 2_000_000,
        "entry": posted.entry_id,
        "entry_sha256": posted.sha256,
    }
    assert queries.feeding_partners(uow.session, pot_id) == 1
    health = fund_of(uow, small_world, name="Health improvement fund", partner_id=small_world.health_board_id)
    budgets.feed_pot(uow, pot_id, health, 1_999_950)
    given = [(one.partner, one.pence) for one in queries.contributions(uow.session, pot_id)]
    assert given == [("Lorn Council", 3_000_000), ("NHS Lorn", 1_999_950)]
    (card,) = queries.pots_of_locality(uow.session, small_world.locality_id)
    assert (card.is_ready, card.fed, card.left) == (True, 4_999_950, 4_999_950)
    left = {card.fund.name: (card.came_in, card.left) for card in queries.funds_of(uow.session, 1)}
    assert left == {"Community choices fund": (3_000_000, 0), "Health improvement fund": (3_000_000, 1_000_050)}


def test_two_funds_of_one_partner_are_one_partner(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    pot_id = opened_pot(uow_of, small_world)
    for name in ("First", "Second"):
        budgets.feed_pot(uow, pot_id, fund_of(uow, small_world, name=name), 100)
    assert queries.feeding_partners(uow.session, pot_id) == 1


def test_a_pot_takes_no_more_than_the_fund_holds(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    pot_id, fund_id = opened_pot(uow_of, small_world), fund_of(uow, small_world)
    before = (entries(uow), number_of_entries(uow))
    with pytest.raises(Overspent) as refused:
        budgets.feed_pot(uow, pot_id, fund_id, 3_000_050)
    told = "Community choices fund holds £30,000. £30,000.50 cannot be taken from it."
    assert (str(refused.value), (entries(uow), number_of_entries(uow))) == (told, before)
    assert standing(uow)["fund"] == 3_000_000


@pytest.mark.parametrize("pence", [0, -100, 2**53])
def test_a_pot_is_fed_with_money(uow_of: UowOf, small_world: World, pence: int) -> None:
    uow = uow_of("officer")
    pot_id, fund_id = opened_pot(uow_of, small_world), fund_of(uow, small_world)
    with pytest.raises(Invalid) as refused:
        budgets.feed_pot(uow, pot_id, fund_id, pence)
    assert (refused.value.field, entries(uow)) == ("amount", 1)


def test_money_of_another_partnership_or_currency_feeds_no_pot(
    parts: Installation, uow_of: UowOf, small_world: World
) -> None:
    uow = uow_of("officer")
    pot_id = opened_pot(uow_of, small_world)
    zloty = fund_of(uow, small_world, name="Twin town", currency="PLN")
    with pytest.raises(Invalid, match="in PLN and the pot in GBP"):
        budgets.feed_pot(uow, pot_id, zloty, 100)
    keeper = people.grant_role(parts.system_unit_of_work(), "k@moothill.example", Role.ADMINISTRATOR, Scope())
    people.grant_role(parts.system_unit_of_work(), "k@moothill.example", Role.OFFICER, Scope())
    everywhere = parts.unit_of_work(keeper.person_id)
    skye = partnerships.create_partnership(everywhere, "Skye")
    body = partnerships.add_partner(everywhere, skye.slug, "Skye Council", partnerships.PartnerKind.COUNCIL).id
    theirs = NewFund("Skye fund", body, body, body, FundKind.REVENUE, "Head of finance", 100)
    foreign = budgets.add_fund(everywhere, skye.slug, theirs)
    for fund_id in (foreign.id, 9_999):
        with pytest.raises(Invalid, match="fund of this partnership"):
            budgets.feed_pot(everywhere, pot_id, fund_id, 100)


@pytest.mark.parametrize("who", ["other_officer", "administrator", "councillor", "resident", None])
def test_only_officers_feed_a_pot(uow_of: UowOf, small_world: World, who: str | None) -> None:
    pot_id, fund_id = opened_pot(uow_of, small_world), fund_of(uow_of("officer"), small_world)
    uow = uow_of(who)
    with pytest.raises(Forbidden):
        budgets.feed_pot(uow, pot_id, fund_id, 100)
    assert queries.pot_pence(uow.session, pot_id) == 0


def test_the_officer_of_a_locality_opens_its_pot_and_does_not_dip_into_the_partnership(
    parts: Installation, uow_of: UowOf, small_world: World
) -> None:
    here = Scope(small_world.partnership_id, small_world.locality_id)
    given = people.grant_role(parts.system_unit_of_work(), "neighbour@moothill.example", Role.OFFICER, here)
    local = parts.unit_of_work(given.person_id)
    pot = budgets.open_pot(local, draft_round(uow_of, small_world))
    fund_id = fund_of(uow_of("officer"), small_world)
    with pytest.raises(Forbidden):
        budgets.feed_pot(local, pot.id, fund_id, 100)
    assert [card.pot.id for card in queries.pots_run_by(local.session, local.actor, 1)] == [pot.id]


def test_a_pot_that_is_not_there_is_not_fed(uow_of: UowOf, small_world: World) -> None:
    with pytest.raises(NotVisible):
        budgets.feed_pot(uow_of("officer"), 9_999, fund_of(uow_of("officer"), small_world), 100)


def test_a_pot_takes_no_more_once_the_rules_of_its_poll_are_frozen(
    parts: Installation, uow_of: UowOf, small_world: World
) -> None:
    uow = uow_of("officer")
    pot_id, fund_id = opened_pot(uow_of, small_world), fund_of(uow, small_world)
    budgets.feed_pot(uow, pot_id, fund_id, 100)
    poll_of(parts, pot_id, PollState.FROZEN)
    with pytest.raises(Conflict, match="rules of this poll are frozen"):
        budgets.feed_pot(uow, pot_id, fund_id, 100)
    assert queries.pot_pence(uow.session, pot_id) == 100


def poll_of(parts: Installation, pot_id: int, state: PollState) -> None:
    """Write a poll of the pot's round straight into its table."""
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        pot = uow.session.get_one(Pot, pot_id)
        at = uow.now()
        uow.session.add(
            Poll(
                id=uuid4(),
                round_no=pot.round_no,
                pot_id=pot_id,
                title="Vote",
                state=state,
                opens_at=at,
                closes_at=at.replace(year=at.year + 1),
                ballot="{}",
                rule="{}",
            )
        )
        uow.session.commit()
    uow.close()


def test_a_locality_added_later_has_a_budget_of_its_own(uow_of: UowOf) -> None:
    uow = uow_of("officer")
    locality = localities.add_locality(uow, "lorn", "Mid Argyll")
    assert queries.pots_of_locality(uow.session, locality.id) == []
