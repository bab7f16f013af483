"""Money before the vote: funds and who holds them, pots, and what each fund puts into a pot."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from pb_app.accounts import fund_account, outside_account, pot_account
from pb_app.actions import Action
from pb_app.audit.canonical import LARGEST_INTEGER
from pb_app.budgets.amounts import amount_text
from pb_app.budgets.book import Overspent
from pb_app.budgets.ledger import EntryKind, Posting
from pb_app.models.budgets import AccountBalance, Fund, FundKind, Pot
from pb_app.models.localities import Outcome
from pb_app.models.partnerships import Partnership
from pb_app.models.rounds import Round
from pb_app.names import checked_name, optional_name
from pb_app.posting import Posted, post
from pb_app.queries import budgets, partnerships, rounds
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.unit_of_work import UnitOfWork

FUND_NAME_LENGTH = 120
POT_NAME_LENGTH = 300
COMMITTER_LENGTH = 200


@dataclass(frozen=True, slots=True)
class NewFund:
    """A source of money: whose it is, which body holds it and which pays it (partners' ids), and who may commit it.

    `pence` is what comes in at once, in minor units of the currency.
    """

    name: str
    partner_id: int
    holding_partner_id: int
    paying_partner_id: int
    kind: FundKind
    may_commit: str
    pence: int
    currency: str = "GBP"


def add_fund(uow: UnitOfWork, partnership_slug: str, new: NewFund) -> Fund:
    """Add a fund and post what comes in with it, as one entry from the world outside to the fund's account.

    Raises Invalid for a wrong or taken name, a body that is no partner here, and an amount that is none.
    """
    name = checked_name(new.name, FUND_NAME_LENGTH)
    may_commit = optional_name(new.may_commit, COMMITTER_LENGTH, "may_commit")
    if not may_commit:
        raise Invalid(sentence("Say who may commit this money."), field="may_commit")
    _check_amount(new.pence)
    with uow.begin(Action.ADD_FUND) as change:
        partnership = change.permit(_partnership(uow, partnership_slug))
        _check_bodies(uow, partnership, new)
        if name.casefold() in {card.fund.name.casefold() for card in budgets.funds_of(uow.session, partnership.id)}:
            raise Invalid(sentence("There is a fund of this name already."), field="name")
        fund = Fund(
            partnership_id=partnership.id,
            partner_id=new.partner_id,
            holding_partner_id=new.holding_partner_id,
            paying_partner_id=new.paying_partner_id,
            name=name,
            kind=new.kind,
            may_commit=may_commit,
            currency=new.currency,
        )
        uow.session.add(fund)
        uow.session.flush()
        posted, account = _came_in(uow, fund, new.pence, change.at)
        change.record(
            partnership,
            partnership=partnership.id,
            fund=fund.id,
            pence=new.pence,
            account=account,
            entry=posted.entry_id,
            entry_sha256=posted.sha256,
        )
    return fund


def open_pot(
    uow: UnitOfWork, round_no: int, *, outcome_id: int | None = None, name: str = "", currency: str = "GBP"
) -> Pot:
    """Open the pot of a round, serving an outcome of the plan; without a name it is called as the round is.

    A round may have a further pot, of another name, for a further contest of its paper. Raises Conflict for a second
    pot without one and once the rules of the vote are frozen, Invalid for an outcome of somebody else's plan.
    """
    chosen = optional_name(name, POT_NAME_LENGTH, "name")
    with uow.begin(Action.OPEN_POT) as change:
        uow.session.execute(select(Round.round_no).where(Round.round_no == round_no).with_for_update())
        round_ = rounds.round_by_no(uow.session, round_no)
        if round_ is None:
            raise NotVisible(sentence("There is no round under this number."))
        change.permit(round_)
        _check_further(uow, round_no, chosen or round_.title, is_named=bool(chosen))
        _check_outcome(uow, round_, outcome_id)
        pot = Pot(round_no=round_no, outcome_id=outcome_id, name=chosen or round_.title, currency=currency)
        uow.session.add(pot)
        uow.session.flush()
        pot_account(uow.session, pot, round_.locality)
        change.record(round_, round=round_no, pot=pot.id)
    return pot


def feed_pot(uow: UnitOfWork, pot_id: int, fund_id: int, pence: int) -> Posted:
    """Move money from a fund to a pot, as one entry. Who does it must run the pot's round and the partnership.

    Raises Overspent with what the fund holds, Invalid for an amount that is none and for another partnership's fund,
    Conflict once the rules of the pot's poll are frozen.
    """
    _check_amount(pence)
    with uow.begin(Action.FEED_POT) as change:
        pot = budgets.pot_to_feed(uow.session, pot_id)
        if pot is None:
            raise NotVisible(sentence("There is no pot under this number."))
        change.permit(pot)
        fund = _fund(uow, pot, fund_id)
        change.permit(fund)
        _check_not_frozen(uow, pot)
        giver = fund_account(uow.session, fund)
        taker = pot_account(uow.session, pot, pot.round.locality)
        _check_covered(uow, fund, giver.id, pence)
        lines = (Posting(giver.id, -pence), Posting(taker.id, pence))
        posted = post(uow.session, EntryKind.ALLOT, lines, at=change.at, memo="")
        change.record(pot, pot=pot.id, fund=fund.id, pence=pence, entry=posted.entry_id, entry_sha256=posted.sha256)
    return posted


def _came_in(uow: UnitOfWork, fund: Fund, pence: int, at: datetime) -> tuple[Posted, int]:
    """Post what comes into a fund from the world outside; return the entry and the fund's account."""
    account = fund_account(uow.session, fund)
    outside = outside_account(uow.session, fund.partnership_id, fund.currency)
    lines = (Posting(outside.id, -pence), Posting(account.id, pence))
    return post(uow.session, EntryKind.FUND_IN, lines, at=at, memo=""), account.id


def _check_amount(pence: int) -> None:
    if pence <= 0:
        raise Invalid(sentence("Enter an amount above nought."), field="amount")
    if pence > LARGEST_INTEGER:
        raise Invalid(sentence("This amount is larger than any ledger holds."), field="amount")


def _check_bodies(uow: UnitOfWork, partnership: Partnership, new: NewFund) -> None:
    known = {partner.id for partner in partnerships.partners_of(uow.session, partnership.id)}
    bodies = {
        "partner": new.partner_id,
        "holding_partner": new.holding_partner_id,
        "paying_partner": new.paying_partner_id,
    }
    for field, partner_id in bodies.items():
        if partner_id not in known:
            raise Invalid(sentence("Choose a partner of this partnership."), field=field)


def _check_further(uow: UnitOfWork, round_no: int, name: str, *, is_named: bool) -> None:
    """Raise Conflict unless a round without a pot gets one, or a round whose rules are open a further one by name."""
    names = budgets.names_of_pots(uow.session, round_no)
    if names and (not is_named or name in names):
        raise Conflict(sentence("This round has a pot already. Give a further one, for another contest, its own name."))
    if budgets.has_fixed_rules(uow.session, round_no):
        raise Conflict(sentence("The rules of this round's vote are frozen. It can have no further pot."))


def _check_outcome(uow: UnitOfWork, round_: Round, outcome_id: int | None) -> None:
    if outcome_id is None:
        return
    outcome = uow.session.get(Outcome, outcome_id)
    if outcome is None or outcome.partnership_id != round_.locality.partnership_id:
        raise Invalid(sentence("Choose an outcome of this partnership's plan."), field="outcome")


def _fund(uow: UnitOfWork, pot: Pot, fund_id: int) -> Fund:
    fund = budgets.fund_to_spend(uow.session, fund_id)
    if fund is None or fund.partnership_id != pot.round.locality.partnership_id:
        raise Invalid(sentence("Choose a fund of this partnership."), field="fund")
    if fund.currency != pot.currency:
        raise Invalid(
            sentence("This fund is in %(held)s and the pot in %(wanted)s."),
            field="fund",
            held=fund.currency,
            wanted=pot.currency,
        )
    return fund


def _check_not_frozen(uow: UnitOfWork, pot: Pot) -> None:
    if budgets.has_fixed_rules(uow.session, pot.round_no):
        raise Conflict(sentence("The rules of this poll are frozen, and its pot with them. It can take no more money."))


def _check_covered(uow: UnitOfWork, fund: Fund, account_id: int, pence: int) -> None:
    held = uow.session.scalar(select(AccountBalance.pence).where(AccountBalance.account_id == account_id)) or 0
    if pence > held:
        raise Overspent(
            sentence("%(fund)s holds %(held)s. %(wanted)s cannot be taken from it."),
            fund=fund.name,
            held=amount_text(held, fund.currency),
            wanted=amount_text(pence, fund.currency),
        )


def _partnership(uow: UnitOfWork, slug: str) -> Partnership:
    found = partnerships.partnership_to_change(uow.session, slug)
    if found is None:
        raise NotVisible(sentence("There is no partnership under this address."))
    return found
