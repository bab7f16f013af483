"""A frozen definition says everything a count needs, and says it in one way only."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from ballots.errors import BadPoll, BadRule
from ballots.rules import Completion, EqualShares, Greedy
from ballots.styles import Approval, Ranking
from pb_app.definitions import definition_of, read_definition, rule_of, rule_text, rules_sha256, style_text
from pb_app.models.budgets import Pot
from pb_app.models.localities import Locality
from pb_app.models.partnerships import Partnership
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.models.rounds import Round
from pb_app.publication import Publication
from pb_app.stages import TwoChannels

NUMBER = UUID("6f7a7f1e-6e0f-4a10-9c66-0d0f2a6c2f11")
PATH = Project(ref="2", title="Harbour path", cost=40_000_00)
CLUB = Project(ref="10", title="Gaelic club", cost=9_500_50)


def poll(**changes: object) -> Poll:
    made = {
        "id": NUMBER,
        "title": "Oban decides",
        "round": Round(locality=Locality(name="Oban", partnership=Partnership(name="Lorn"))),
        "pot": Pot(name="Oban 2026", currency="GBP"),
        "rule": rule_text(EqualShares()),
        "seed_source": "",
        "publication": Publication.PRIVATE,
        "two_channels": TwoChannels.FIRST,
        "ballot": style_text(Approval(max_choices=3)),
        "opens_at": datetime(2026, 6, 1, 9, tzinfo=UTC),
        "closes_at": datetime(2026, 6, 12, 16, tzinfo=UTC),
    }
    return Poll(**(made | changes))


def test_what_is_read_back_is_what_was_frozen() -> None:
    read = read_definition(definition_of(poll(), [PATH, CLUB], 50_000_00))
    assert [(p.project_id, p.cost, p.name) for p in read.contest.projects] == [
        ("10", 9_500_50, "Gaelic club"),
        ("2", 40_000_00, "Harbour path"),
    ]
    assert (read.contest.budget, read.contest.currency, read.contest.exponent) == (50_000_00, "GBP", 2)
    assert (read.title, read.partnership, read.locality) == ("Oban decides", "Lorn", "Oban")
    assert (read.style, read.rule, read.seed_source) == (Approval(0, 3), EqualShares(), "")


def test_the_order_of_the_projects_changes_nothing() -> None:
    assert definition_of(poll(), [PATH, CLUB], 1) == definition_of(poll(), [CLUB, PATH], 1)


@pytest.mark.parametrize(
    "changed",
    [
        poll(ballot=style_text(Approval(max_choices=2))),
        poll(title="Oban decides again"),
        poll(ballot=style_text(Ranking(max_choices=3))),
        poll(seed_source="first draw after the close"),
        poll(rule=rule_text(Greedy())),
        poll(closes_at=datetime(2026, 6, 12, 17, tzinfo=UTC)),
    ],
)
def test_any_other_rule_has_another_hash(changed: Poll) -> None:
    before, after = (rules_sha256(definition_of(one, [PATH, CLUB], 50_000_00)) for one in (poll(), changed))
    assert before != after


def test_the_definition_names_poll_ties_and_interval() -> None:
    told = json.loads(definition_of(poll(), [PATH], 1))
    assert (told["poll"], told["opens"], told["closes"]) == (
        str(NUMBER),
        "2026-06-01T09:00:00Z",
        "2026-06-12T16:00:00Z",
    )
    assert told["contests"][0]["ties"]["order"] == ["cost", "votes", "lot"]


def test_a_least_part_is_frozen_and_read_back() -> None:
    park = Project(ref="3", title="Skate park", cost=12_000_00, least=8_000_00)
    frozen = definition_of(poll(), [PATH, park], 50_000_00)
    assert [(p.project_id, p.cost, p.least) for p in read_definition(frozen).contest.projects] == [
        ("2", 40_000_00, None),
        ("3", 12_000_00, 8_000_00),
    ]
    park.least = 8_000_01
    assert rules_sha256(definition_of(poll(), [PATH, park], 50_000_00)) != rules_sha256(frozen)


def test_a_definition_without_least_parts_says_what_it_always_said() -> None:
    told = json.loads(definition_of(poll(), [PATH, CLUB], 50_000_00))
    assert told["contests"][0]["projects"] == [
        {"ref": "10", "title": "Gaelic club", "cost": 9_500_50},
        {"ref": "2", "title": "Harbour path", "cost": 40_000_00},
    ]


@pytest.mark.parametrize("rule", [Greedy(), EqualShares(), EqualShares(Completion.ADD1, True, 100, True)])
def test_a_rule_comes_back_with_all_its_parameters(rule: Greedy | EqualShares) -> None:
    assert rule_of(rule_text(rule)) == rule


def test_a_rule_nobody_knows_and_an_empty_paper_are_refused() -> None:
    with pytest.raises(BadRule):
        rule_of('{"rule":"dice"}')
    with pytest.raises(BadPoll):
        definition_of(poll(), [], 1)
