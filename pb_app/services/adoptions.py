"""What the deciding forum makes of a published result, and the awards that follow from it."""

from dataclasses import dataclass

from sqlalchemy import select

from pb_app.accounts import pot_account, project_account
from pb_app.actions import Action
from pb_app.adoption_records import Decided as Outlook
from pb_app.adoption_records import Deciding, adoption_text, decide
from pb_app.budgets.ledger import EntryKind, award_lines
from pb_app.count_records import sha256_of
from pb_app.models.budgets import Pot
from pb_app.models.counts import AdoptedAmount, Adoption, Count
from pb_app.models.polls import Poll
from pb_app.permissions import refusal
from pb_app.posting import Decided, Posted, post
from pb_app.queries import budgets, contests, counts
from pb_app.queries.counts import Result
from pb_app.refusals import Conflict, NotVisible, sentence
from pb_app.roles import Scope
from pb_app.stages import PollState
from pb_app.unit_of_work import UnitOfWork

MEMO = "Awards of poll {poll_no}"


@dataclass(frozen=True, slots=True)
class BeforeForum:
    """A result as the subject of its forum's decision: whoever is a councillor for that forum may decide."""

    scope: Scope
    stage: PollState
    is_public: bool

    @classmethod
    def of(cls, count: Count) -> "BeforeForum":
        """The result before the deciding forum of its round."""
        return cls(count.poll.round.forum.scope, count.stage, count.is_public)


def adopt_result(uow: UnitOfWork, poll_no: int, deciding: Deciding, place: int = 1) -> Adoption:
    """Adopt the published result of a contest, vary it with reasons, or refer it back; then another may follow.

    Raises Invalid for what `decide` refuses, Conflict once it was adopted or varied.
    """
    with uow.begin(Action.ADOPT_RESULT) as change:
        result = _locked_result(uow, poll_no, place)
        before_forum = change.permit(BeforeForum.of(result.count))
        decided = _decided(uow, result, deciding)
        ids = {project.ref: project.id for project in result.projects.values()}
        record = adoption_text(result.poll.id, result.tally.record_sha256, decided)
        leaf = change.record(
            before_forum,
            poll=result.poll.id,
            record=result.tally.record_sha256,
            adoption=sha256_of(record),
            decision=decided.decision.value,
            pence=decided.pence,
        )
        adoption = Adoption(
            poll_no=poll_no,
            place=place,
            decision=decided.decision,
            reason=decided.reason,
            record=record,
            record_sha256=sha256_of(record),
            log_leaf=leaf,
            adopted_by=uow.actor.person_id,
            adopted_at=change.at,
            amounts=[
                AdoptedAmount(
                    project_id=ids[one.ref], pence=one.pence, counted_pence=one.counted_pence, reason=one.reason
                )
                for one in decided.amounts
            ],
        )
        uow.session.add(adoption)
    return adoption


def preview_adoption(uow: UnitOfWork, poll_no: int, deciding: Deciding, place: int = 1) -> Outlook:
    """What a decision would come to, with everything checked that `adopt_result` checks; nothing is kept."""
    result = counts.result_of(uow.session, poll_no, place)
    if result is None:
        raise NotVisible(sentence("There is no result under this number."))
    refused = refusal(uow.actor, Action.ADOPT_RESULT, BeforeForum.of(result.count))
    if refused is not None:
        raise refused
    return _decided(uow, result, deciding)


def post_awards(uow: UnitOfWork, poll_no: int, place: int = 1) -> Posted:
    """Move what the forum gave from the pot of a contest to its projects, as one sealed entry with what decided it.

    Once only. Raises Conflict before a decision, and while the decision has no place in the log yet.
    """
    with uow.begin(Action.POST_AWARDS) as change:
        result = _locked_result(uow, poll_no, place)
        change.permit(result.count)
        adoption = _to_pay(result)
        index = counts.log_index(uow.session, adoption.log_leaf)
        if index is None:
            raise Conflict(sentence("The decision has no place in the log yet. Try again in a moment."))
        pot = pot_account(uow.session, _pot(uow, result), result.poll.round.locality)
        given = {
            project_account(uow.session, one.project_id, pot).id: one.pence for one in adoption.amounts if one.pence
        }
        carried = Decided(poll_no, result.tally.record_sha256, adoption.record_sha256, index)
        posted = post(
            uow.session,
            EntryKind.AWARD,
            award_lines(pot.id, given),
            at=change.at,
            memo=MEMO.format(poll_no=poll_no),
            decided=carried,
        )
        result.tally.awards_entry_id = posted.entry_id
        change.record(
            result.count,
            poll=result.poll.id,
            record=carried.count_sha256,
            adoption=carried.adoption_sha256,
            adoption_index=index,
            entry=posted.entry_id,
            entry_sha256=posted.sha256,
            pence=sum(given.values()),
        )
    return posted


def _decided(uow: UnitOfWork, result: Result, deciding: Deciding) -> Outlook:
    """The decision, checked against count, paper and pot."""
    if result.is_settled:
        raise Conflict(sentence("The forum has decided on this result already."))
    refs = frozenset(project.ref for project in result.projects.values())
    pot = budgets.pot_pence(uow.session, _pot(uow, result).id)
    return decide(deciding, result.counted_pence, refs, pot, result.currency)


def _pot(uow: UnitOfWork, result: Result) -> Pot:
    return uow.session.get_one(Pot, contests.pot_at(uow.session, result.poll, result.place))


def _to_pay(result: Result) -> Adoption:
    """The decision to pay by; Conflict while there is none, and once it was paid."""
    if result.adoption is None or not result.is_settled:
        raise Conflict(sentence("The forum has not adopted this result. Nothing can be awarded yet."))
    if result.tally.awards_entry_id is not None:
        raise Conflict(sentence("The awards of this poll are posted already."))
    return result.adoption


def _locked_result(uow: UnitOfWork, poll_no: int, place: int) -> Result:
    uow.session.execute(select(Poll.poll_no).where(Poll.poll_no == poll_no).with_for_update())
    result = counts.result_of(uow.session, poll_no, place)
    if result is None:
        raise NotVisible(sentence("There is no result under this number."))
    return result
