"""Drafting, freezing, opening, mixing and closing a poll."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select

from ballots.errors import BadRule
from ballots.every_rule import AnyRule
from ballots.ranked import Condorcet, RankedRule
from ballots.ranked.projects import check_payable
from ballots.rules.fitting import check_rule, kind_of
from ballots.styles import BallotStyle, Boosted
from ballots.styles.fit import faults_on
from deliberation.messages import is_blank
from pb_app import box, definitions, receipt_keys, receipts
from pb_app.actions import Action
from pb_app.audit import log
from pb_app.models.budgets import Pot
from pb_app.models.contests import Contest
from pb_app.models.points import BallotPack
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.models.rounds import Round
from pb_app.publication import Publication
from pb_app.queries import budgets, contests, points, polls, rounds
from pb_app.receipts import Channel
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, sentence
from pb_app.stages import PollState, RoundStage, TwoChannels
from pb_app.unit_of_work import UnitOfWork
from pb_app.wording import many_lines

FEWEST_PARTNERS = 2
MOST_CHOICES = MOST_POINTS = 10_000
SOURCE_LENGTH = 500
REASON_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class PollDraft:
    """What an officer decides about a poll before its rules are frozen. Its moments are aware."""

    opens_at: datetime
    closes_at: datetime
    style: BallotStyle | Boosted
    rule: AnyRule
    seed_source: str
    publication: Publication = Publication.PRIVATE
    two_channels: TwoChannels = TwoChannels.FIRST


def draft_poll(uow: UnitOfWork, round_no: int, draft: PollDraft) -> Poll:
    """Begin the poll of a round, or change it while it is a draft. Raises Invalid or Conflict with a sentence."""
    _check(draft)
    seed_source = many_lines("seed_source", draft.seed_source, SOURCE_LENGTH)
    with uow.begin(Action.DRAFT_POLL) as change:
        uow.session.execute(select(Round.round_no).where(Round.round_no == round_no).with_for_update())  # as reviews do
        round_ = rounds.round_by_no(uow.session, round_no)
        if round_ is None:
            raise NotVisible(sentence("There is no round under this number."))
        change.permit(round_)
        poll = _drafted(uow, round_)
        poll.opens_at, poll.closes_at = draft.opens_at, draft.closes_at
        poll.ballot = definitions.style_text(draft.style)
        poll.rule = definitions.rule_text(draft.rule)
        poll.seed_source = seed_source
        poll.publication = draft.publication
        poll.two_channels = draft.two_channels
        uow.session.flush()
        change.record(round_, poll=poll.id, round=round_no, poll_no=poll.poll_no)
    return poll


def freeze_poll(uow: UnitOfWork, poll_no: int) -> Poll:
    """Fix paper, rule, tie order, seed source, hours and ballot pack, and hash them.

    From here on the database refuses changes.

    Raises Conflict naming what is missing: projects, money, a second partner, time.
    """
    with uow.begin(Action.FREEZE_POLL) as change:
        poll = change.permit(_locked(uow, poll_no))
        pots = contests.pots_of_poll(uow.session, poll)
        uow.session.execute(select(Pot.id).where(Pot.id.in_(pots)).order_by(Pot.id).with_for_update())
        missing = what_is_missing(uow, poll)
        if missing:
            raise Conflict(missing[0])
        if poll.closes_at <= change.at:
            raise Conflict(sentence("Voting would close before it opens. Change the hours first."))
        _keep_pack(uow, poll)
        poll.definition = _definition(uow, poll)
        poll.rules_sha256 = definitions.rules_sha256(poll.definition)
        poll.frozen_by = uow.actor.person_id
        poll.state = PollState.FROZEN
        uow.keys.make_roll_key(poll.id)
        change.record(poll, poll=poll.id, rules=poll.rules_sha256)
    return poll


def open_poll(uow: UnitOfWork, poll_no: int) -> Poll:
    """Let voting begin at its hour: a second person confirms that what was frozen is what will be voted on."""
    with uow.begin(Action.OPEN_POLL) as change:
        poll = change.permit(_locked(uow, poll_no))
        if _definition(uow, poll) != poll.definition:
            raise Conflict(sentence("The paper or the pot is no longer what was frozen. This poll cannot be opened."))
        poll.opened_by = uow.actor.person_id
        poll.state = PollState.OPEN
        change.record(
            poll,
            poll=poll.id,
            rules=poll.rules_sha256,
            opens_at=log.moment_text(poll.opens_at),
            closes_at=log.moment_text(poll.closes_at),
            receipts=receipt_keys.named_key(uow.session, uow.keys),
        )
    return poll


def mix_box(uow: UnitOfWork, poll_no: int) -> int:
    """Shake the box: move what lies in the inbox into the box, in the order of its hashes. Returns how many moved.

    Nothing moves while there are fewer than the poll's `min_mix`: a small batch would tell who voted how.
    """
    with uow.begin(Action.MIX_BOX) as change:
        uow.database.lock_poll(uow.session, poll_no, exclusive=True)
        poll = change.permit(_locked(uow, poll_no))
        if box.waiting(uow.session, poll.id) < poll.min_mix:
            change.void()
            return 0
        mixed = box.mix(uow.session, uow.database, poll.id)
        change.record(poll, poll=poll.id, n=len(mixed), set=receipts.set_hash(mixed).hex())
    return len(mixed)


def close_poll(uow: UnitOfWork, poll_no: int, reason: str = "") -> Poll:
    """Close a poll: wait for ballots on their way in, mix for the last time, fix the root of the box.

    At or after its hour nobody need give a reason. Before it, a reason is published and somebody else than the person
    who opened the poll must close it. Raises Conflict if ballots and marks differ: then nothing is closed.
    """
    told = many_lines("reason", reason, REASON_LENGTH)
    with uow.begin(Action.CLOSE_POLL) as change:
        uow.database.lock_poll(uow.session, poll_no, exclusive=True)
        poll = change.permit(_locked(uow, poll_no))
        early = change.at < poll.closes_at
        if early:
            _check_early(uow, poll, told)
        mixed = box.mix(uow.session, uow.database, poll.id)
        hashes = box.hashes_of(uow.session, poll.id)
        marks = polls.marks_by_channel(uow.session, poll.id)
        for later in (Channel.PAPER, Channel.KIOSK):  # are counted and reconciled after the close
            marks.pop(later.value, None)
        if marks != box.ballots_by_channel(uow.session, poll.id):
            raise Conflict(sentence("There are not as many ballots in the box as marks on the roll. Call the auditor."))
        voided = box.voided_of(uow.session, poll.id)
        poll.state = PollState.CLOSED
        poll.closed_at = change.at
        poll.close_reason = told if early else ""
        poll.ballots = len(hashes)
        poll.box_root = receipts.box_root(hashes).hex()
        change.record(
            poll,
            poll=poll.id,
            ballots=len(hashes),
            marks=sum(marks.values()),
            root=poll.box_root,
            last_mix=len(mixed),
            set=receipts.set_hash(mixed).hex(),
            early=int(early),
            voided=len(voided) or None,
            voided_set=receipts.set_hash(voided).hex() if voided else None,
        )
    return poll


def what_is_missing(uow: UnitOfWork, poll: Poll) -> list[str]:
    """The sentences that stand between a draft poll and its freezing, in order; empty when it is ready."""
    projects = polls.projects_of(uow.session, poll.round_no)
    further = contests.further_of(uow.session, poll.poll_no)
    drafted: list[Poll | Contest] = [poll, *further]
    on_paper = [[one for one in projects if one.contest_place == place] for place in range(1, len(drafted) + 1)]
    missing = []
    if not projects:
        missing.append(sentence("No project stands on the paper yet. Accept a proposal first."))
    elif not all(on_paper):
        missing.append(sentence("A contest of this paper has no project yet. Give it some, or take it off."))
    missing += [told for one in drafted for told in _missing_in_pot(uow, one.pot_id)]
    if further and not poll.contest_title:
        missing.append(sentence("The paper has several contests. Give the first one a title too."))
    if poll.round.stage not in (RoundStage.REVIEW, RoundStage.VOTING):
        missing.append(sentence("The round is not in its review yet. Move it there first."))
    for one, own in zip(drafted, on_paper, strict=True):
        missing += faults_on([definitions.entry_of(project) for project in own], definitions.style_of(one.ballot))
        missing += _unpaid(uow, one, own)
    return list(dict.fromkeys(missing))


def _missing_in_pot(uow: UnitOfWork, pot_id: int) -> list[str]:
    if budgets.pot_pence(uow.session, pot_id) <= 0:
        return [sentence("The pot is empty. Feed it from a fund first.")]
    if budgets.feeding_partners(uow.session, pot_id) < FEWEST_PARTNERS:
        return [sentence("Only one partner has fed the pot. A second one must feed it too.")]
    return []


def _unpaid(uow: UnitOfWork, drafted: Poll | Contest, own: Sequence[Project]) -> list[str]:
    """Whether a rule that looks at no costs could choose what the pot does not pay for."""
    rule, pence = definitions.rule_of(drafted.rule), budgets.pot_pence(uow.session, drafted.pot_id)
    if not isinstance(rule, RankedRule) or not own or pence <= 0:
        return []
    if not isinstance(rule, Condorcet) and rule.seats > len(own):
        return [sentence("The rule is to choose more projects than stand on the paper. Have fewer chosen.")]
    try:
        check_payable(definitions.contest_of(own, pence, drafted.pot.currency), rule)
    except BadRule:
        return [
            sentence(
                "The rule looks at no costs, so the pot must pay for whatever it may choose. Have fewer projects "
                "chosen, or feed the pot."
            )
        ]
    return []


def _keep_pack(uow: UnitOfWork, poll: Poll) -> None:
    """Keep what the ballot page prints beside the projects, if anything was said about one."""
    pack = points.pack_of(uow.session, poll)
    if pack.projects:
        uow.session.add(BallotPack(poll_id=poll.id, said=pack.to_json()))
        uow.session.flush()


def _definition(uow: UnitOfWork, poll: Poll) -> str:
    """The definition as it stands, with the digest of the pack that was kept."""
    told = contests.definition_of(uow.session, poll)
    pack = points.frozen_pack(uow.session, poll)
    return told if pack is None else definitions.with_pack(told, pack.digest)


def _drafted(uow: UnitOfWork, round_: Round) -> Poll:
    """The draft poll of a round, made if it is not there yet."""
    poll = polls.poll_of_round(uow.session, round_.round_no)
    if poll is not None:
        if poll.state is not PollState.DRAFT:
            raise Conflict(sentence("The rules of this poll are frozen. They can no longer be changed."))
        return poll
    pot_id = uow.session.scalar(select(Pot.id).where(Pot.round_no == round_.round_no).order_by(Pot.id).limit(1))
    if pot_id is None:
        raise Conflict(sentence("This round has no pot yet. Open one and feed it first."))
    poll = Poll(id=uuid4(), round_no=round_.round_no, pot_id=pot_id, title=round_.title, ballot="", rule="")
    uow.session.add(poll)
    return poll


def _locked(uow: UnitOfWork, poll_no: int) -> Poll:
    uow.session.execute(select(Poll.poll_no).where(Poll.poll_no == poll_no).with_for_update())
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll


def _check(draft: PollDraft) -> None:
    check_rule(draft.rule, kind_of(draft.style))
    _check_limits(draft.style)
    if draft.closes_at <= draft.opens_at:
        raise Invalid(sentence("Voting must close after it opens."), field="closes_at")


def _check_limits(style: BallotStyle | Boosted) -> None:
    """Raise Invalid for a limit so large that it can only be a mistake."""
    plain = style.style if isinstance(style, Boosted) else style
    for field in ("min_choices", "max_choices"):
        if (getattr(plain, field) or 0) > MOST_CHOICES:
            raise Invalid(sentence("A ballot can name at most %(most)d projects."), field=field, most=MOST_CHOICES)
    for field in ("most_total", "most_each", "highest"):
        if (getattr(plain, field, None) or 0) > MOST_POINTS:
            raise Invalid(sentence("A ballot can give at most %(most)d points."), field=field, most=MOST_POINTS)


def _check_early(uow: UnitOfWork, poll: Poll, reason: str) -> None:
    if uow.actor.is_system:
        raise Conflict(sentence("The hour of closing has not come yet."))
    if is_blank(reason):
        raise Invalid(sentence("Say why voting closes before its hour. The reason is published."), field="reason")
    if poll.opened_by == uow.actor.person_id:
        raise Forbidden(sentence("You opened this poll. A second person must close it before its hour."))
