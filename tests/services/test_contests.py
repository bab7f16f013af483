"""Drafting a paper of several contests: each has its pot, its projects, its area and its rule, and all are frozen."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from ballots.errors import BadRule
from ballots.rules import Greedy, Phragmen
from ballots.styles import Approval, Points
from pb_app.models.budgets import Pot
from pb_app.queries import contests as queries
from pb_app.queries import polls as poll_queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import contests, polls
from pb_app.services.contests import MOST_CONTESTS, Arrangement, ContestDraft
from pb_app.stages import Areas
from pb_app.web.unit_of_work import Installation
from tests import ballot_box, two_contests
from tests.ballot_box import Voting
from tests.two_contests import SECOND
from tests.world import World

ARRANGED = Arrangement("Paths and places", None, Areas.CHOSEN, {})


@pytest.fixture
def drafted(parts: Installation, small_world: World) -> Voting:
    return two_contests.drafted(parts, small_world)


def own_draft(voting: Voting) -> ContestDraft:
    with voting.acting("officer") as uow:
        [contest] = queries.further_of(uow.session, voting.poll_no)
    return ContestDraft(SECOND, contest.pot_id, None, Points(most_total=3), Greedy())


def refused(voting: Voting, kind: type[Exception], words: str, act: Callable[..., object], *given: object) -> None:
    with voting.acting("officer") as uow, pytest.raises(kind, match=words):
        act(uow, voting.poll_no, *given)


def test_a_paper_has_two_contests_with_a_pot_and_a_rule_each(drafted: Voting) -> None:
    with drafted.acting("officer") as uow:
        poll = poll_queries.poll_by_no(uow.session, drafted.poll_no)
        assert poll is not None
        first, second = queries.asked_of(uow.session, poll)
        assert queries.has_several(uow.session, drafted.poll_no)
        assert queries.pots_for(uow.session, poll.round_no)[0].id == poll.pot_id
    assert (first.title, first.pot, [*first.contest.poll.by_id]) == ("Paths and places", "Oban pot", ["P01", "P02"])
    assert (second.title, [*second.contest.poll.by_id]) == (SECOND, ["P03", "P04"])
    assert second.contest.style == Points(most_total=3)
    assert second.contest.poll.budget == ballot_box.POT


def test_a_contest_is_changed_in_its_place_and_taken_off_again(drafted: Voting) -> None:
    draft = replace(own_draft(drafted), title="The young", style=Approval(max_choices=1))
    with drafted.acting("officer") as uow:
        assert contests.draft_contest(uow, drafted.poll_no, draft, 2).title == "The young"
        contests.remove_contest(uow, drafted.poll_no)
        assert not queries.has_several(uow.session, drafted.poll_no)
        poll = poll_queries.poll_by_no(uow.session, drafted.poll_no)
        assert poll is not None
        [only] = queries.previewed(uow.session, poll)
    assert (only.title, [*only.contest.poll.by_id]) == ("", ["P01", "P02", "P03", "P04"])
    refused(drafted, Conflict, "has one contest", contests.remove_contest)


def test_what_makes_no_contest_is_refused_in_a_sentence(drafted: Voting, small_world: World) -> None:
    draft = own_draft(drafted)
    refused(drafted, Invalid, "no other contest has", contests.draft_contest, draft)
    refused(drafted, Invalid, "no other contest has", contests.draft_contest, replace(draft, pot_id=99), 2)
    refused(drafted, Invalid, "has this title", contests.draft_contest, replace(draft, title="Paths and places"), 2)
    refused(drafted, Invalid, "locality of this", contests.draft_contest, replace(draft, area_id=99), 2)
    refused(drafted, BadRule, ".", contests.draft_contest, replace(draft, rule=Phragmen()), 2)
    refused(drafted, NotVisible, "no contest", contests.draft_contest, draft, 7)
    refused(drafted, Invalid, "has this title", contests.arrange_paper, replace(ARRANGED, title=SECOND))
    refused(drafted, Invalid, "for each project", contests.arrange_paper, replace(ARRANGED, places={"P01": 3}))
    with drafted.acting("officer") as uow, pytest.raises(NotVisible):
        contests.remove_contest(uow, 99)
    with drafted.acting("resident") as uow, pytest.raises((Forbidden, NotVisible)):
        contests.arrange_paper(uow, drafted.poll_no, ARRANGED)


def test_the_pots_of_a_paper_are_in_one_currency(drafted: Voting) -> None:
    with drafted.system() as uow, drafted.parts.database.writing(uow.session):
        zloty = Pot(round_no=uow.session.scalars(select(Pot.round_no)).first(), name="Złoty", currency="PLN")
        uow.session.add(zloty)
        uow.session.commit()
    draft = replace(own_draft(drafted), pot_id=zloty.id, title="Another")
    refused(drafted, Invalid, "one currency", contests.draft_contest, draft)


def test_a_paper_has_only_so_many_contests(drafted: Voting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contests, "MOST_CONTESTS", 2)
    assert MOST_CONTESTS > 2
    refused(drafted, Conflict, "at most 2 contests", contests.draft_contest, own_draft(drafted))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE project SET contest_place = 1", "has no project yet"),
        ("UPDATE poll SET contest_title = ''", "first one a title"),
        ("UPDATE contest SET pot_id = (SELECT MAX(id) FROM pot)", "pot is empty"),
    ],
)
def test_a_contest_that_lacks_something_is_not_frozen(drafted: Voting, statement: str, words: str) -> None:
    with drafted.system() as uow, drafted.parts.database.writing(uow.session):
        round_no = uow.session.scalars(select(Pot.round_no)).first()
        uow.session.add(Pot(round_no=round_no, name="Empty"))
        uow.session.flush()
        uow.session.execute(text(statement))
        uow.session.commit()
    refused(drafted, Conflict, words, polls.freeze_poll)
