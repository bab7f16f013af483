"""Tells the demonstration: a round decided and paid, a round voting now, a round calling for ideas."""

import random
from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import select

from ballots.rules import EqualShares
from ballots.styles import Approval
from pb_app.adoption_records import Deciding
from pb_app.demo import ideas, places
from pb_app.demo.cast import VOTERS, Cast
from pb_app.demo.ideas import Idea
from pb_app.demo.moderated import moderate
from pb_app.demo.places import Places
from pb_app.models.partnerships import Forum, Partnership
from pb_app.models.polls import Poll
from pb_app.models.proposals import Proposal
from pb_app.models.rounds import PowerLevel, Round
from pb_app.publication import Publication
from pb_app.queries.room_list import room_of
from pb_app.services import adoptions, budgets, counts, polls, proposals, reviews, rooms, rounds, voting
from pb_app.services.polls import PollDraft
from pb_app.services.reviews import Checked
from pb_app.services.rounds import RoundScope
from pb_app.stages import Decision, RoundStage
from pb_app.web.unit_of_work import Installation
from pb_app.wording import Cost, Wording

SEED = 7
SECRET_BYTES = 16
POSTCODES = ("PA80 1AA", "PA80 4AB", "PA80 7BD")
EARLY = "Everybody who had said they would vote had voted, and the count was to be shown at the gathering that evening."
Say = Callable[[str], object]


def is_empty(parts: Installation) -> bool:
    """Whether no partnership has been set up yet."""
    uow = parts.system_unit_of_work()
    try:
        return uow.session.scalar(select(Partnership.id).limit(1)) is None
    finally:
        uow.close()


def load(parts: Installation, say: Say) -> None:
    """Set the demonstration up; `say` hears a line for each part of it."""
    cast = Cast(parts)
    say("a partnership with two localities, its partners, forums and funds")
    partnership = places.found(cast.system())
    cast.appoint(partnership)
    here = places.furnish(cast.officer, partnership)
    for forum in (here.forum, here.shore_forum):
        cast.seat(forum.scope)
    say("a round that was decided, adopted and paid")
    _decided(cast, here)
    say("a round in which people are voting now")
    _voting_now(cast, here)
    say("a round that calls for ideas, with rooms where they are talked over")
    room_id = _calling(cast, here)
    say("rules for rooms, a decision that was appealed against, and a report that waits")
    moderate(cast, partnership.slug, room_id)
    cast.system().sequence_log()
    cast.leave()


def _decided(cast: Cast, here: Places) -> None:
    spring = _round(cast, here, here.forum, "Kirkton decides: spring")
    _fill(cast, here, spring, ideas.KIRKTON)
    poll = _open(cast, here, spring, pounds=50_000, hours=24)
    _vote(cast, poll)
    polls.close_poll(cast.officer(), poll.poll_no, EARLY)
    counts.record_count(cast.officer(), poll.poll_no)
    counts.acknowledge_privacy(cast.one("approver"), poll.poll_no, Publication.PRIVATE)
    counts.publish_result(cast.one("approver"), poll.poll_no)
    rounds.move_round(cast.officer(), spring.round_no, RoundStage.DECISION)
    adoptions.adopt_result(cast.one("councillor"), poll.poll_no, Deciding(Decision.ADOPTED))
    cast.system().sequence_log()
    adoptions.post_awards(cast.officer(), poll.poll_no)
    rounds.move_round(cast.officer(), spring.round_no, RoundStage.DELIVERY)


def _voting_now(cast: Cast, here: Places) -> None:
    autumn = _round(cast, here, here.forum, "Kirkton decides: autumn")
    _fill(cast, here, autumn, ideas.AUTUMN)
    _open(cast, here, autumn, pounds=20_000, hours=24 * 21)


def _calling(cast: Cast, here: Places) -> int:
    """A round with rooms; the number of one that nobody has talked in yet."""
    shore = _round(cast, here, here.shore_forum, "Ideas for the Shore")
    rounds.move_round(cast.officer(), shore.round_no, RoundStage.PROPOSALS)
    submitted = [_submit(cast, here, shore, idea) for idea in ideas.SHORE]
    room = room_of(cast.system().session, submitted[1].proposal_no)
    assert room is not None  # noqa: S101 - every proposal has one
    for number, (who, words) in enumerate(ideas.TALK):
        rooms.post_message(cast.one(who), room.id, f"demonstration-{number}", words)
    quiet = room_of(cast.system().session, submitted[0].proposal_no)
    assert quiet is not None  # noqa: S101 - the same
    return quiet.id


def _round(cast: Cast, here: Places, forum: Forum, title: str) -> Round:
    uow = cast.officer()
    today = uow.now().date()
    scope = RoundScope(
        title=title,
        summary="Ideas from the people who live here, talked over, voted on and paid for.",
        level=PowerLevel.DELEGATE,
        up_for_decision="How the pot is spent, among the projects on the paper.",
        not_up_for_decision="Roads, schools and services that the law already requires.",
        who_may_vary=f"The {forum.name}, with a published reason for every difference from the count.",
        proposals_until=today + timedelta(days=28),
        voting_from=today + timedelta(days=35),
        voting_until=today + timedelta(days=49),
        decision_by=today + timedelta(days=63),
    )
    locality = here.kirkton if forum.locality_id == here.kirkton.id else here.shore
    return rounds.create_round(uow, locality.id, forum.id, scope)


def _fill(cast: Cast, here: Places, round_: Round, proposed: Sequence[Idea]) -> None:
    """Propose and review, until the paper is complete."""
    rounds.move_round(cast.officer(), round_.round_no, RoundStage.PROPOSALS)
    submitted = [_submit(cast, here, round_, idea) for idea in proposed]
    rounds.move_round(cast.officer(), round_.round_no, RoundStage.REVIEW)
    for proposal, idea in zip(submitted, proposed, strict=True):
        cost = sum(pounds for _, pounds in idea.costs) * 100
        reason = "The costs were checked with the people who would do the work; they stand as proposed."
        reviews.accept_proposal(cast.officer(), Checked(proposal.proposal_no, 1), cost, reason)


def _submit(cast: Cast, here: Places, round_: Round, idea: Idea) -> Proposal:
    outcome = here.outcomes[idea.outcome]
    costs = tuple(Cost(item, pounds * 100) for item, pounds in idea.costs)
    wording = Wording(idea.title, idea.what_and_why, idea.place, idea.who_benefits, outcome.id, costs)
    return proposals.submit_proposal(cast.one("resident"), round_.round_no, wording)


def _open(cast: Cast, here: Places, round_: Round, pounds: int, hours: int) -> Poll:
    """Open the pot, feed it from two partners, freeze the rules and open the poll."""
    pot = budgets.open_pot(cast.officer(), round_.round_no, outcome_id=here.outcomes[0].id)
    council, health = here.funds[0], here.funds[1]
    budgets.feed_pot(cast.officer(), pot.id, council.id, pounds * 60)
    budgets.feed_pot(cast.officer(), pot.id, health.id, pounds * 40)
    uow = cast.officer()
    draft = PollDraft(uow.now(), uow.now() + timedelta(hours=hours), Approval(), EqualShares(), "")
    poll = polls.draft_poll(uow, round_.round_no, draft)
    polls.freeze_poll(cast.officer(), poll.poll_no)
    opened = polls.open_poll(cast.one("approver"), poll.poll_no)
    rounds.move_round(cast.officer(), round_.round_no, RoundStage.VOTING)
    return opened


def _vote(cast: Cast, poll: Poll) -> None:
    """Everybody votes as their leaning has it: three groups of neighbours who want different things."""
    chance = random.Random(SEED)  # noqa: S311 - the demonstration is the same every time
    for number in range(1, VOTERS + 1):
        leaning = chance.choice(("young", "shore", "others", "others"))
        chosen = [
            f"P{place:02d}"
            for place, idea in enumerate(ideas.KIRKTON, start=1)
            if chance.random() * 10 < getattr(idea, leaning)
        ]
        word = f"voter{number:03d}"
        voting.claim_vote(cast.one(word), poll.poll_no, chance.choice(POSTCODES))
        voting.cast_ballot(cast.one(word), poll.poll_no, chosen, cast.parts.keys.random(SECRET_BYTES))
