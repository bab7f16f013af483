"""A service in full use: a published result, a round that takes proposals, an open poll, and every form there is.

`FORMS` names each form into which somebody can write, with an answer that would be taken.
"""

from contextlib import closing
from dataclasses import dataclass, field

from flask import Flask

from pb_app.roles import Role, Scope
from pb_app.services import budgets, people, polls, rooms, voting
from pb_app.web.unit_of_work import installation
from tests import ballot_box, whole_story
from tests.abuse.doors import Acting
from tests.round_stories import calling_round, submitted
from tests.world import POSTCODE, World

WORDS = "Words that somebody wrote"
PROPOSAL = {
    "title": WORDS,
    "what_and_why": WORDS,
    "place": WORDS,
    "who_benefits": WORDS,
    "outcome_id": "1",
    "costs-0-item": WORDS,
    "costs-0-amount": "100",
}
SCOPE = {
    "title": WORDS,
    "summary": WORDS,
    "level": "delegate",
    "up_for_decision": WORDS,
    "not_up_for_decision": WORDS,
    "who_may_vary": WORDS,
    "proposals_until": "2036-01-01",
}
POLL = {
    "opens_at": "2026-01-01T09:00",
    "closes_at": "2036-01-01T09:00",
    "min_choices": "0",
    "max_choices": "2",
    "rule": "equal-shares",
    "completion": "add1-fill",
    "increment": "1",
    "seed_source": WORDS,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A form: who writes in it, where it goes, what would be taken. `words` are the fields that take free text."""

    who: str | None
    action: str
    answers: dict[str, str] = field(default_factory=dict)
    is_taken: bool = True

    @property
    def words(self) -> list[str]:
        """The fields that take what somebody likes to write."""
        return [name for name, answer in self.answers.items() if answer == WORDS]

    def __str__(self) -> str:
        return self.action


FORMS = (
    Written(None, "/sign-in", {"email": "new@moothill.example", "next": "/me"}),
    Written(None, "/sign-in/code", {"email": "new@moothill.example", "code": "123456", "next": "/me"}, is_taken=False),
    Written(None, f"/sign-in/link/{'t' * 43}", {"next": "/me"}, is_taken=False),
    Written("neighbour", "/sign-in/name", {"display_name": WORDS, "next": "/me"}),
    Written("resident", "/rounds/2/proposals/answers", PROPOSAL),
    Written("resident", "/rounds/2/proposals", PROPOSAL),
    Written("resident", "/proposals/5/revisions", PROPOSAL | {"revision": "1"}),
    Written("neighbour", "/rooms/3/messages", {"key": "message-of-mine", "body": WORDS}),
    Written("facilitator", "/rooms/1/messages/1/hiding", {"reason": WORDS}),
    Written("resident", "/polls/3/roll", {"postcode": "PA34 4AB", "declaration": "y"}),
    Written("neighbour", "/polls/3/ballot/check", {"projects": "P01"}),
    Written("neighbour", "/polls/3/ballot/choices", {"projects": "P01"}),
    Written("neighbour", "/polls/3/ballot", {"projects": "P01", "secret": "00" * 16}),
    Written(None, "/polls/1/box", {"code": "VK7X-T6X3-0Z1V-FH9D"}, is_taken=False),
    Written("officer", "/officers/proposals/3/acceptance", {"revision": "1", "stated_cost": "100", "reason": WORDS}),
    Written("officer", "/officers/proposals/4/refusal", {"revision": "1", "refusal_reason": WORDS}),
    Written("officer", "/officers/partnerships/lorn/partners", {"name": WORDS, "kind": "other"}),
    Written("officer", "/officers/partnerships/lorn/localities", {"name": WORDS, "name_gd": WORDS}),
    Written(
        "officer",
        "/officers/partnerships/lorn/forums",
        {"name": WORDS, "kind": "locality_forum", "locality": "1", "remit": WORDS},
    ),
    Written("officer", "/officers/partnerships/lorn/outcomes", {"title": WORDS, "plan": WORDS}),
    Written(
        "officer",
        "/officers/partnerships/lorn/funds",
        {
            "name": WORDS,
            "partner": "1",
            "holding_partner": "1",
            "paying_partner": "1",
            "kind": "revenue",
            "may_commit": WORDS,
            "amount": "100",
        },
    ),
    Written("officer", "/officers/rounds", SCOPE | {"locality_id": "1", "forum_id": "1"}),
    Written("officer", "/officers/rounds/2/scope", SCOPE),
    Written("officer", "/officers/rounds/2/stage", {"to": "review"}),
    Written("officer", "/officers/partnerships/lorn/pots", {"round": "4", "outcome": "1", "name": WORDS}),
    Written("officer", "/officers/pots/2/feeds", {"fund": "1", "amount": "1"}),
    Written("officer", "/officers/rounds/2/poll", POLL),
    Written("officer", "/officers/polls/3/closed", {"reason": WORDS}),
    Written("officer", "/officers/polls/3/count", {"seed_value": WORDS}),
    Written(
        "councillor",
        "/officers/polls/1/adoption",
        {"decision": "varied", "reason": WORDS, "amount_1": "1", "reason_1": WORDS, "amount_2": "0", "reason_2": WORDS},
    ),
    Written("administrator", "/officers/partnerships", {"name": WORDS, "name_gd": WORDS}),
    Written("administrator", "/officers/people", {"email": "n@moothill.example", "role": "auditor", "place": "whole"}),
    Written(
        "administrator",
        "/officers/partnerships/lorn/people",
        {"email": "new@moothill.example", "role": "officer", "place": "whole"},
    ),
)


def in_use(app: Flask, lorn: World, acting: Acting) -> None:
    """Poll 1 is published, 3 is open; round 2 takes proposals 3 to 5 and has a draft, poll 2; round 4 has no pot."""
    parts, officer = installation(app), acting("officer")
    whole_story.told(parts, acting, lorn, "published")
    rooms.post_message(acting("resident"), 1, "message-1", WORDS)
    round_no = calling_round(acting, lorn)
    for title in ("A bench", "A swing", "A slide"):
        submitted(acting, lorn, round_no, title)
    budgets.open_pot(officer, round_no)
    polls.draft_poll(officer, round_no, ballot_box.draft())
    poll_no = ballot_box.opened(parts, lorn, seed_source="A draw").poll_no
    voting.claim_vote(acting("neighbour"), poll_no, POSTCODE)
    calling_round(acting, lorn)
    with closing(parts.system_unit_of_work()) as uow:
        people.grant_role(uow, "administrator@moothill.example", Role.ADMINISTRATOR, Scope())
