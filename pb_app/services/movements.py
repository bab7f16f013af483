"""Money after the awards: committed, paid, given back, added to, moved and carried on; two people above a limit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pb_app.accounts import committed_account, outside_account, project_account, support_account
from pb_app.actions import Action
from pb_app.audit.canonical import LARGEST_INTEGER
from pb_app.budgets.amounts import amount_text
from pb_app.budgets.book import Overspent
from pb_app.budgets.ledger import Entry, EntryKind, Posting, reversal_of
from pb_app.budgets.purposes import WAYS, Place, Purpose, check_movement
from pb_app.models.budgets import Account, LedgerEntry
from pb_app.models.localities import Locality
from pb_app.models.movements import Movement
from pb_app.models.partnerships import Partnership
from pb_app.names import optional_name
from pb_app.posting import Posted, post
from pb_app.queries import decisions, movements, partnerships
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import Scope
from pb_app.stages import MovementState
from pb_app.unit_of_work import UnitOfWork

REASON_LENGTH = 300
OF_OUTSIDE = {Place.OUTSIDE}


@dataclass(frozen=True, slots=True)
class NewMovement:
    """Money that is to move: why, from which account to which, how much (minor units), and the reason in words.

    An account that the purpose itself decides (the world outside, what a project has committed, a locality's support
    fund) is left out; for a support fund the locality is named.
    """

    purpose: Purpose
    pence: int
    reason: str
    giver_id: int | None = None
    taker_id: int | None = None
    locality_id: int | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """Two accounts as the subject of a proposal: of one locality, or else of the whole partnership."""

    scope: Scope
    stage = None
    is_public = True

    @classmethod
    def of(cls, partnership_id: int, *accounts: Account) -> "Between":
        """What both accounts lie in; the world outside lies everywhere."""
        places = {one.locality_id for one in accounts if one.spot.place is not Place.OUTSIDE}
        (only, *further) = places or {None}
        return cls(Scope(partnership_id, None if further else only))


def set_limit(uow: UnitOfWork, partnership_slug: str, pence: int) -> None:
    """Set from which amount on a second person posts what another proposed; a standing proposal keeps its limit."""
    if not 0 < pence <= LARGEST_INTEGER:
        raise Invalid(sentence("Enter an amount above nought."), field="limit")
    with uow.begin(Action.SET_LIMIT) as change:
        partnership = change.permit(_partnership(uow, partnership_slug))
        partnership.second_from = pence
        change.record(partnership, partnership=partnership.id, pence=pence)


def propose_movement(uow: UnitOfWork, partnership_slug: str, new: NewMovement) -> Movement:
    """Propose that money moves. Nothing moves yet; `post_movement` is the next step, by whom the limit says.

    Raises WrongEntry and Invalid for what the purpose does not allow, Conflict for a pot whose vote is not decided.
    """
    if new.purpose is Purpose.REVERSE:
        raise Invalid(sentence("Choose the entry that is to be undone."), field="purpose")
    _check_amount(new.pence)
    reason = _reason(new.reason)
    with uow.begin(Action.PROPOSE_MOVEMENT) as change:
        partnership = _partnership(uow, partnership_slug)
        giver, taker = _ends(uow.session, partnership, new)
        between = change.permit(Between.of(partnership.id, giver, taker))
        check_movement(new.purpose, giver.spot, taker.spot)
        _check_decided(uow.session, giver, taker)
        movement = Movement(
            partnership_id=partnership.id,
            locality_id=between.scope.locality_id,
            purpose=new.purpose,
            giver_id=giver.id,
            taker_id=taker.id,
            pence=new.pence,
            currency=giver.currency,
            reason=reason,
            second_from=partnership.second_from,
            proposed_by=uow.actor.person_id,
            proposed_at=change.at,
        )
        uow.session.add(movement)
        uow.session.flush()
        change.record(
            between,
            movement=movement.id,
            purpose=movement.purpose.value,
            giver=giver.id,
            taker=taker.id,
            pence=movement.pence,
        )
    return movement


def propose_reversal(uow: UnitOfWork, entry_id: int, reason: str) -> Movement:
    """Propose that an entry is undone line by line, as a further entry that everybody can see; once only.

    Raises Conflict for an entry that was undone already, for a reversal, and for awards: they follow the forum's
    decision, and money given back leaves each project by itself.
    """
    told = _reason(reason)
    with uow.begin(Action.PROPOSE_REVERSAL) as change:
        row = movements.entry_by_id(uow.session, entry_id)
        if row is None:
            raise NotVisible(sentence("There is no entry under this number."))
        _check_reversible(uow.session, row)
        accounts = [line.account for line in row.postings]
        partnership = _of_accounts(uow.session, accounts)
        between = change.permit(Between.of(partnership.id, *accounts))
        movement = Movement(
            partnership_id=partnership.id,
            locality_id=between.scope.locality_id,
            purpose=Purpose.REVERSE,
            reverses=row.id,
            pence=sum(line.pence for line in row.postings if line.pence > 0),
            currency=accounts[0].currency,
            reason=told,
            second_from=partnership.second_from,
            proposed_by=uow.actor.person_id,
            proposed_at=change.at,
        )
        uow.session.add(movement)
        uow.session.flush()
        change.record(between, movement=movement.id, reverses=row.id, pence=movement.pence)
    return movement


def post_movement(uow: UnitOfWork, movement_id: int) -> Posted:
    """Post what was proposed as one sealed entry; from the limit on by somebody else than the proposer.

    Raises Overspent where the money is not there, Conflict for what was decided on already.
    """
    with uow.begin(Action.POST_MOVEMENT) as change:
        movement = change.permit(_proposed(uow, movement_id))
        posted = _post(uow, movement, change.at)
        movement.state = MovementState.POSTED
        movement.decided_by, movement.decided_at = uow.actor.person_id, change.at
        movement.entry_id = posted.entry_id
        change.record(
            movement, movement=movement.id, pence=movement.pence, entry=posted.entry_id, entry_sha256=posted.sha256
        )
    return posted


def refuse_movement(uow: UnitOfWork, movement_id: int) -> None:
    """Lay a proposal aside: whoever may post it may refuse it, and whoever made it may take it back."""
    with uow.begin(Action.REFUSE_MOVEMENT) as change:
        movement = change.permit(_proposed(uow, movement_id))
        movement.state = MovementState.REFUSED
        movement.decided_by, movement.decided_at = uow.actor.person_id, change.at
        change.record(movement, movement=movement.id)


def _post(uow: UnitOfWork, movement: Movement, at: datetime) -> Posted:
    """The entry that a movement asks for, checked against what stands where now."""
    if movement.reverses is not None:
        row = movements.sealed_entry(uow.session, movement.reverses)
        movements.lock_accounts(uow.session, *(line.account for line in row.postings))
        original = _as_entry(row)
        lines = reversal_of(original, 0).postings
        return post(uow.session, EntryKind.REVERSE, lines, at=at, memo=movement.reason, reverses=movement.reverses)
    giver, taker = movement.ends
    movements.lock_accounts(uow.session, giver, taker)
    _check_decided(uow.session, giver, taker)
    _check_covered(uow.session, giver, movement.pence)
    lines = (Posting(giver.id, -movement.pence), Posting(taker.id, movement.pence))
    return post(uow.session, WAYS[movement.purpose].kind, lines, at=at, memo=movement.reason)


def _as_entry(row: LedgerEntry) -> Entry:
    """A stored entry as the ledger's arithmetic reads it; awards and reversals are not among those undone."""
    lines = tuple(Posting(line.account_id, line.pence) for line in row.postings)
    return Entry(row.id, row.kind, row.postings[0].account.currency, lines)


def _check_covered(session: Session, giver: Account, pence: int) -> None:
    held = movements.held(session, giver.id)
    if pence > held and giver.spot.place is not Place.OUTSIDE:
        raise Overspent(
            sentence("Only %(held)s stands there. %(wanted)s cannot be taken from it."),
            held=amount_text(held, giver.currency),
            wanted=amount_text(pence, giver.currency),
        )


def _check_amount(pence: int) -> None:
    if not 0 < pence <= LARGEST_INTEGER:
        raise Invalid(sentence("Enter an amount above nought."), field="amount")


def _reason(text: str) -> str:
    reason = optional_name(text, REASON_LENGTH, "reason")
    if not reason:
        raise Invalid(sentence("Say why the money moves. Everybody can read it."), field="reason")
    return reason


def _partnership(uow: UnitOfWork, slug: str) -> Partnership:
    found = partnerships.partnership_to_change(uow.session, slug)
    if found is None:
        raise NotVisible(sentence("There is no partnership under this address."))
    return found


def _of_accounts(session: Session, accounts: list[Account]) -> Partnership:
    """The partnership of an entry, locked as for every change of its accounts."""
    return movements.partnership_of(session, accounts[0].partnership_id)


def _ends(session: Session, partnership: Partnership, new: NewMovement) -> tuple[Account, Account]:
    """Both accounts of a movement; those that the purpose decides are opened where they are needed."""
    way = WAYS[new.purpose]
    giver = None if way.takes == OF_OUTSIDE else _account(session, partnership, new.giver_id, "giver")
    taker = None if giver is None else _decided_taker(session, partnership, new, giver)
    taker = taker or _account(session, partnership, new.taker_id, "taker")
    return giver or outside_account(session, partnership.id, taker.currency), taker


def _decided_taker(session: Session, partnership: Partnership, new: NewMovement, giver: Account) -> Account | None:
    """The account that the purpose itself gives to, if it leaves no choice."""
    if new.purpose is Purpose.RESERVE:
        return support_account(session, _locality(session, partnership, new.locality_id), giver.currency)
    if new.purpose is Purpose.COMMIT and giver.project_id is not None:
        return committed_account(session, giver)
    if new.purpose is Purpose.UNCOMMIT and giver.project_id is not None:
        return project_account(session, giver.project_id, giver)
    if WAYS[new.purpose].gives == OF_OUTSIDE:
        return outside_account(session, partnership.id, giver.currency)
    return None


def _account(session: Session, partnership: Partnership, account_id: int | None, field: str) -> Account:
    found = session.get(Account, account_id) if account_id else None
    if found is None or found.partnership_id != partnership.id:
        raise Invalid(sentence("Choose an account of this partnership."), field=field)
    return found


def _locality(session: Session, partnership: Partnership, locality_id: int | None) -> Locality:
    found = session.get(Locality, locality_id) if locality_id else None
    if found is None or found.partnership_id != partnership.id:
        raise Invalid(sentence("Choose a locality of this partnership."), field="locality")
    return found


def _check_decided(session: Session, *accounts: Account) -> None:
    """A pot on which people vote is as it was frozen until its awards are posted."""
    for account in accounts:
        if account.pot_id is not None and decisions.is_at_stake(session, account.pot_id):
            raise Conflict(
                sentence("People vote on this pot, and what it gives is not awarded yet. Nothing moves until then.")
            )


def _check_reversible(session: Session, row: LedgerEntry) -> None:
    if row.kind in {EntryKind.AWARD, EntryKind.REVERSE}:
        raise Conflict(
            sentence("Awards and reversals stand. Let the project give money back, or post the entry again.")
        )
    if movements.is_undone(session, row.id):
        raise Conflict(sentence("This entry was undone already, or somebody proposed it."))
    _check_decided(session, *(line.account for line in row.postings))


def _proposed(uow: UnitOfWork, movement_id: int) -> Movement:
    """The movement, locked, as long as nobody has decided on it."""
    movement = movements.movement_to_decide(uow.session, movement_id)
    if movement is None:
        raise NotVisible(sentence("There is no movement of money under this number."))
    if movement.state is not MovementState.PROPOSED:
        raise Conflict(sentence("This was decided on already. Nothing more happens to it."))
    return movement
