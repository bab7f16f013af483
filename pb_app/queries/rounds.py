"""Rounds as pages show them: where they stand, their money, and what must be done before they move on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Exists, exists, func, select
from sqlalchemy.orm import Session, joinedload

from pb_app.models.budgets import Pot
from pb_app.models.counts import Adoption, Count
from pb_app.models.localities import Locality, Outcome
from pb_app.models.partnerships import Forum, Partnership
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project, Proposal
from pb_app.models.rounds import Round
from pb_app.queries import budgets
from pb_app.queries.budgets import PotCard
from pb_app.refusals import sentence
from pb_app.roles import Actor, Role, Scope
from pb_app.stages import Decision, PollState, ProposalState, RoundStage, next_stage

CLOSED = (PollState.CLOSED, PollState.COUNTED, PollState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A public round, its poll if it is public, how many proposals stand in it, and whether it takes more today."""

    round: Round
    poll: Poll | None
    proposals: int
    is_calling: bool

    @property
    def is_voting(self) -> bool:
        """Whether votes are taken now."""
        return self.poll is not None and self.poll.state is PollState.OPEN


@dataclass(frozen=True, slots=True)
class LocalityCard:
    """A locality and its public rounds, newest first."""

    locality: Locality
    rounds: tuple[RoundCard, ...]

    @property
    def open_now(self) -> tuple[RoundCard, ...]:
        """The rounds in which people can do something now."""
        return tuple(card for card in self.rounds if card.is_calling or card.is_voting)


def partnerships_with_rounds(session: Session, today: date) -> Sequence[tuple[Partnership, tuple[LocalityCard, ...]]]:
    """Each partnership by name, with its localities by name, with their public rounds; `today` is London's."""
    localities = session.scalars(
        select(Locality).options(joinedload(Locality.partnership)).order_by(Locality.name)
    ).all()
    cards = _cards(session, today)
    partnerships = session.scalars(select(Partnership).order_by(Partnership.name)).all()
    return [
        (
            one,
            tuple(
                LocalityCard(place, tuple(card for card in cards if card.round.locality_id == place.id))
                for place in localities
                if place.partnership_id == one.id
            ),
        )
        for one in partnerships
    ]


def is_calling(round_: Round, today: date) -> bool:
    """Whether the round takes proposals today: its call is on, and its last day is not over."""
    last = round_.proposals_until
    return round_.stage is RoundStage.PROPOSALS and (last is None or today <= last)


def round_by_no(session: Session, round_no: int) -> Round | None:
    """The round with its locality, partnership and forum."""
    return session.scalar(
        select(Round)
        .where(Round.round_no == round_no)
        .options(joinedload(Round.locality).joinedload(Locality.partnership), joinedload(Round.forum))
    )


def visible_round(session: Session, actor: Actor, round_no: int) -> Round | None:
    """The round, if it is public or the actor runs it."""
    found = round_by_no(session, round_no)
    return found if found and (found.is_public or actor.holds(Role.OFFICER, found.scope)) else None


def poll_in(session: Session, round_no: int) -> Poll | None:
    """The poll of a round, whatever its state, with what says whether it is public."""
    return session.scalar(
        select(Poll).where(Poll.round_no == round_no).options(joinedload(Poll.round).joinedload(Round.locality))
    )


def pot_of(session: Session, round_no: int) -> PotCard | None:
    """The pot of a round: what each partner put in, and what stands in it now."""
    pot = budgets.pot_of_round(session, round_no)
    return budgets.pot_card(session, pot) if pot else None


def currency_of(session: Session, round_no: int) -> str:
    """The currency of a round's pot; pounds before there is one."""
    return session.scalar(select(Pot.currency).where(Pot.round_no == round_no).order_by(Pot.id).limit(1)) or "GBP"


def rounds_run_by(session: Session, actor: Actor) -> Sequence[Round]:
    """The rounds, drafts too, of the localities where the actor is an officer; newest first."""
    rounds = session.scalars(
        select(Round).options(joinedload(Round.locality), joinedload(Round.forum)).order_by(Round.round_no.desc())
    ).all()
    return [one for one in rounds if actor.holds(Role.OFFICER, one.scope)]


def localities_run_by(session: Session, actor: Actor) -> Sequence[Locality]:
    """The localities where the actor is an officer, by name."""
    rows = session.scalars(select(Locality).order_by(Locality.name, Locality.id)).all()
    return [one for one in rows if actor.holds(Role.OFFICER, one.scope)]


def forums_run_by(session: Session, actor: Actor) -> Sequence[Forum]:
    """The forums that may decide in a locality where the actor is an officer: its own, and its partnership's."""
    places = localities_run_by(session, actor)
    own, above = {one.id for one in places}, {one.partnership_id for one in places}
    rows = session.scalars(select(Forum).order_by(Forum.name, Forum.id)).all()
    return [one for one in rows if one.locality_id in own or (one.locality_id is None and one.partnership_id in above)]


def outcomes_of(session: Session, scope: Scope) -> Sequence[Outcome]:
    """The local outcomes of a partnership's plan, by title."""
    return session.scalars(
        select(Outcome).where(Outcome.partnership_id == scope.partnership_id).order_by(Outcome.title)
    ).all()


def has_fixed_poll(session: Session, round_no: int) -> bool:
    """Whether the rules of the round's poll are fixed: nothing on its paper may change from then on."""
    return _has(session, exists().where(Poll.round_no == round_no, Poll.state != PollState.DRAFT))


def obstacles(session: Session, round_: Round) -> tuple[str, ...]:
    """What must be done before the round can move to its next stage: sentences, most urgent first; none if it can."""
    match next_stage(round_.stage):
        case RoundStage.VOTING:
            return _before_voting(session, round_.round_no)
        case RoundStage.DECISION if not _has_poll(session, round_.round_no, CLOSED):
            return (sentence("The vote is not closed yet. The round moves on once it is."),)
        case RoundStage.DELIVERY if not _is_adopted(session, round_.round_no):
            return (sentence("The deciding forum has not adopted a result yet. The round moves on once it has."),)
        case None:
            return (sentence("This is the last stage of a round."),)
    return ()


def _before_voting(session: Session, round_no: int) -> tuple[str, ...]:
    """The round moves to the vote when its poll is open (or already closed): only then is there a vote to go to."""
    waiting = exists().where(Proposal.round_no == round_no, Proposal.state == ProposalState.SUBMITTED)
    wanted = (
        (_has(session, waiting), sentence("Some proposals wait for a decision. Accept or refuse each of them first.")),
        (
            not _has(session, exists().where(Project.round_no == round_no)),
            sentence("No proposal is on the ballot paper yet. Accept at least one first."),
        ),
        (
            not _has_poll(session, round_no, (PollState.OPEN, *CLOSED)),
            sentence("The poll of this round is not open yet. Open it first; then move the round to the vote."),
        ),
    )
    return tuple(told for is_so, told in wanted if is_so)


def _has_poll(session: Session, round_no: int, states: Sequence[PollState]) -> bool:
    return _has(session, exists().where(Poll.round_no == round_no, Poll.state.in_(states)))


def _is_adopted(session: Session, round_no: int) -> bool:
    adopted = (
        select(Adoption.id)
        .join(Count, Count.poll_no == Adoption.poll_no)
        .join(Poll, Poll.poll_no == Count.poll_no)
        .where(Poll.round_no == round_no, Adoption.decision.in_((Decision.ADOPTED, Decision.VARIED)))
    )
    return _has(session, adopted.exists())


def _has(session: Session, condition: Exists) -> bool:
    return bool(session.scalar(select(condition)))


def _cards(session: Session, today: date) -> list[RoundCard]:
    """Every public round, newest first."""
    rounds = session.scalars(
        select(Round)
        .where(Round.stage != RoundStage.DRAFT)
        .options(joinedload(Round.locality))
        .order_by(Round.round_no.desc())
    ).all()
    polls = {poll.round_no: poll for poll in session.scalars(select(Poll).where(Poll.state != PollState.DRAFT))}
    standing = (
        select(Proposal.round_no, func.count())
        .where(Proposal.state.in_((ProposalState.SUBMITTED, ProposalState.ACCEPTED)))
        .group_by(Proposal.round_no)
    )
    proposals = {row[0]: row[1] for row in session.execute(standing)}
    return [
        RoundCard(one, polls.get(one.round_no), proposals.get(one.round_no, 0), is_calling(one, today))
        for one in rounds
    ]
