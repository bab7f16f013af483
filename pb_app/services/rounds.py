"""Rounds: setting one up, stating its scope, and moving it from stage to stage."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from pb_app.actions import Action
from pb_app.models.localities import Locality
from pb_app.models.partnerships import Forum
from pb_app.models.rounds import PowerLevel, Round
from pb_app.queries import rounds as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.stages import RoundStage, next_stage
from pb_app.unit_of_work import UnitOfWork
from pb_app.wording import many_lines, one_line

TITLE_LENGTH = 120
TEXT_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class RoundScope:
    """What a round is for, what it decides and until when (domain.md F3, F16).

    `who_may_vary` says who may change what people decided, and how; empty means nobody.
    """

    title: str
    summary: str
    level: PowerLevel
    up_for_decision: str
    not_up_for_decision: str = ""
    who_may_vary: str = ""
    proposals_until: date | None = None
    voting_from: date | None = None
    voting_until: date | None = None
    decision_by: date | None = None

    def checked(self) -> "RoundScope":
        """The same, tidied. Raises Invalid, with the field, for what is missing, too long or out of order."""
        _check_order(self)
        return RoundScope(
            title=one_line("title", self.title, TITLE_LENGTH, sentence("Enter a name for the round")),
            summary=many_lines("summary", self.summary, TEXT_LENGTH, sentence("Say what the round is for")),
            level=self.level,
            up_for_decision=many_lines(
                "up_for_decision", self.up_for_decision, TEXT_LENGTH, sentence("Say what is up for decision")
            ),
            not_up_for_decision=many_lines("not_up_for_decision", self.not_up_for_decision, TEXT_LENGTH),
            who_may_vary=many_lines("who_may_vary", self.who_may_vary, TEXT_LENGTH),
            proposals_until=self.proposals_until,
            voting_from=self.voting_from,
            voting_until=self.voting_until,
            decision_by=self.decision_by,
        )


def create_round(uow: UnitOfWork, locality_id: int, forum_id: int, scope: RoundScope) -> Round:
    """Set up a round in a locality, as a draft that only officers see; `forum_id` is the forum that decides.

    Raises Invalid for a forum of another partnership or locality, and for what `RoundScope.checked` refuses.
    """
    stated = scope.checked()
    with uow.begin(Action.CREATE_ROUND) as change:
        locality = uow.session.get(Locality, locality_id)
        if locality is None:
            raise NotVisible(sentence("There is no such locality."))
        change.permit(locality)
        forum = _deciding_forum(uow.session, locality, forum_id)
        made = Round(locality=locality, forum=forum, level=stated.level, title=stated.title, created_at=change.at)
        _state(made, stated)
        uow.session.add(made)
        uow.session.flush()
        change.record(made, round=made.round_no, locality=locality.id, forum=forum.id)
    return made


def state_scope(uow: UnitOfWork, round_no: int, scope: RoundScope) -> Round:
    """State anew what the round is for, what it decides and its dates; until the review, and no vote's rules are fixed.

    Raises Conflict once the rules of the round's poll are fixed: what people vote on stays as it was stated.
    """
    stated = scope.checked()
    with uow.begin(Action.STATE_SCOPE) as change:
        found = change.permit(_locked(uow.session, round_no))
        if queries.has_fixed_poll(uow.session, round_no):
            raise Conflict(sentence("The rules of this round's vote are fixed, so its scope can no longer be changed."))
        _state(found, stated)
        change.record(found, round=found.round_no)
    return found


def move_round(uow: UnitOfWork, round_no: int, to: RoundStage) -> Round:
    """Move a round to the stage that follows; `to` is the stage that the officer was shown and confirmed.

    Raises Conflict if the round has moved meanwhile, is at its last stage, or something must be done first.
    """
    with uow.begin(Action.MOVE_ROUND) as change:
        found = change.permit(_locked(uow.session, round_no))
        if next_stage(found.stage) is not to:
            raise Conflict(sentence("The round is at another stage by now. Look at it again."))
        missing = queries.obstacles(uow.session, found)
        if missing:
            raise Conflict(missing[0])
        found.stage = to
        change.record(found, round=found.round_no, stage=to.value)
    return found


def _check_order(scope: RoundScope) -> None:
    """Each date stands on or after the one before it; a vote ends after the day on which it begins."""
    days = [(name, getattr(scope, name)) for name in ("proposals_until", "voting_from", "voting_until", "decision_by")]
    given = [(name, day) for name, day in days if day is not None]
    for (_, earlier), (name, later) in pairwise(given):
        if later < earlier:
            raise Invalid(sentence("This date lies before the one above it."), field=name)


def _state(row: Round, scope: RoundScope) -> None:
    for name in RoundScope.__slots__:
        setattr(row, name, getattr(scope, name))


def _deciding_forum(session: Session, locality: Locality, forum_id: int) -> Forum:
    """The forum, if it belongs to the locality's partnership and to no other locality."""
    forum = session.get(Forum, forum_id)
    if forum is None or forum.partnership_id != locality.partnership_id or forum.locality_id not in {None, locality.id}:
        raise Invalid(sentence("Choose a forum that decides for this locality"), field="forum_id")
    return forum


def _locked(session: Session, round_no: int) -> Round:
    found = session.scalar(
        select(Round)
        .where(Round.round_no == round_no)
        .options(selectinload(Round.locality), selectinload(Round.forum))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotVisible(sentence("There is no such round."))
    return found
