"""From count to money there is a decision, and the money follows it to the penny."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from ballots.rules import Completion, EqualShares
from pb_app.adoption_records import Deciding
from pb_app.models.budgets import Account, AccountBalance, LedgerEntry
from pb_app.models.counts import Adoption
from pb_app.models.log import LogLeaf, LogPending
from pb_app.models.partnerships import Forum, ForumKind
from pb_app.models.people import RoleGrant
from pb_app.queries import budgets, counts
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.roles import Role
from pb_app.services.adoptions import adopt_result, post_awards, preview_adoption
from pb_app.services.counts import publish_result, record_count
from pb_app.services.imports import import_poll
from pb_app.stages import Decision
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.polls import SMALL
from tests.world import SOME_TIME_AGO, World

UowOf = Callable[[str | None], UnitOfWork]
ADOPT = Deciding(Decision.ADOPTED)
REFER = Deciding(Decision.REFERRED_BACK, "The gym's cost was stated wrongly.")


@pytest.fixture
def published(uow_of: UowOf) -> int:
    """The number of a poll whose result is published: bike, play and lib for 1,000 of 1,100."""
    poll_no = import_poll(uow_of("officer"), SMALL, "Oban", EqualShares(Completion.NONE)).poll_no
    record_count(uow_of("officer"), poll_no)
    publish_result(uow_of("approver"), poll_no)
    return poll_no


@pytest.fixture
def place_in_log(parts: Installation) -> Callable[[], None]:
    """Let the sequencer run once."""

    def run() -> None:
        uow = parts.system_unit_of_work()
        uow.sequence_log()
        uow.close()

    return run


def test_the_forum_adopts_what_was_counted(uow_of: UowOf, published: int) -> None:
    uow = uow_of("councillor")
    adoption = adopt_result(uow, published, ADOPT)
    assert _amounts(uow, published) == {"bike": 700_00, "lib": 100_00, "play": 200_00}
    assert (adoption.decision, adoption.adopted_by) == (Decision.ADOPTED, uow.actor.person_id)


def test_the_log_holds_the_hash_of_the_decision_and_no_word_of_it(uow_of: UowOf, published: int) -> None:
    uow = uow_of("councillor")
    adoption = adopt_result(uow, published, REFER)
    body = uow.session.scalars(select(LogPending.body).order_by(LogPending.id.desc())).first() or ""
    assert json.loads(body)["d"] == {
        "record": json.loads(adoption.record)["count"],
        "adoption": adoption.record_sha256,
        "decision": "referred_back",
        "pence": 0,
    }
    assert "gym" not in body


def test_a_variation_names_its_differences_with_reasons(uow_of: UowOf, published: int) -> None:
    uow = uow_of("councillor")
    adopt_result(uow, published, _varied({"lib": 0, "gym": 200_00}, {"lib": "No room.", "gym": "A first part."}))
    result = counts.result_of(uow.session, published)
    assert result is not None
    told = [(one.ref, one.counted, one.adopted, one.reason) for one in result.differences]
    assert told == [("gym", 0, 200_00, "A first part."), ("lib", 100_00, 0, "No room.")]


@pytest.mark.parametrize(
    ("deciding", "why"),
    [
        (Deciding(Decision.REFERRED_BACK, "  "), "referred back"),
        (Deciding(Decision.VARIED, "Because."), "Nothing differs"),
        (Deciding(Decision.VARIED, "Because.", {"lib": 50_00}), "Say why project lib"),
        (Deciding(Decision.VARIED, "", {"swings": 1}, {"swings": "Nice."}), "not a project"),
        (Deciding(Decision.VARIED, "", {"lib": -1}, {"lib": "Nice."}), "nought or more"),
        (Deciding(Decision.VARIED, "", {"gym": 100_01}, {"gym": "Nice."}), "PLN 0.01"),
        (Deciding(Decision.ADOPTED, "x" * 2_001), "2000"),
    ],
)
def test_a_decision_that_does_not_hold_together_is_refused(
    uow_of: UowOf, published: int, deciding: Deciding, why: str
) -> None:
    uow = uow_of("councillor")
    with pytest.raises(Invalid, match=why):
        adopt_result(uow, published, deciding)
    assert uow.session.scalar(select(func.count()).select_from(Adoption)) == 0


def test_a_decision_can_be_looked_at_before_it_is_recorded_by_those_who_may_record_it(
    uow_of: UowOf, published: int
) -> None:
    uow = uow_of("councillor")
    assert preview_adoption(uow, published, ADOPT).pence == 1_000_00
    assert uow.session.scalar(select(func.count()).select_from(Adoption)) == 0
    with pytest.raises(Forbidden):
        preview_adoption(uow_of("officer"), published, ADOPT)
    with pytest.raises(NotVisible):
        preview_adoption(uow, 99, ADOPT)


@pytest.mark.parametrize("who", ["officer", "approver", "resident", "administrator", None])
def test_only_members_of_the_forum_decide(uow_of: UowOf, published: int, who: str | None) -> None:
    with pytest.raises(Forbidden):
        adopt_result(uow_of(who), published, ADOPT)


def test_a_member_of_another_forum_does_not_decide(
    uow_of: UowOf, parts: Installation, small_world: World, published: int
) -> None:
    _seat(parts, small_world, "neighbour", _other_forum(parts, small_world))
    with pytest.raises(Forbidden):
        adopt_result(uow_of("neighbour"), published, ADOPT)


def test_a_member_of_the_deciding_forum_alone_may_decide(
    uow_of: UowOf, parts: Installation, small_world: World, published: int
) -> None:
    _seat(parts, small_world, "neighbour", small_world.forum_id)
    assert adopt_result(uow_of("neighbour"), published, ADOPT).decision is Decision.ADOPTED


def test_a_result_is_not_decided_before_it_is_published(uow_of: UowOf) -> None:
    poll_no = import_poll(uow_of("officer"), SMALL, "Oban", EqualShares()).poll_no
    with pytest.raises(NotVisible):
        adopt_result(uow_of("councillor"), poll_no, ADOPT)
    record_count(uow_of("officer"), poll_no)
    with pytest.raises(Forbidden, match="present stage"):
        adopt_result(uow_of("councillor"), poll_no, ADOPT)


def test_after_a_referral_back_the_forum_decides_again_and_then_no_more(uow_of: UowOf, published: int) -> None:
    uow = uow_of("councillor")
    adopt_result(uow, published, REFER)
    adopt_result(uow, published, ADOPT)
    with pytest.raises(Conflict, match="already"):
        adopt_result(uow, published, REFER)
    result = counts.result_of(uow.session, published)
    assert result is not None
    assert [one.decision for one in result.count.adoptions] == [Decision.REFERRED_BACK, Decision.ADOPTED]


def test_awards_move_what_was_adopted_from_the_pot_to_each_project(
    uow_of: UowOf, published: int, place_in_log: Callable[[], None]
) -> None:
    adoption = adopt_result(uow_of("councillor"), published, ADOPT)
    place_in_log()
    uow = uow_of("officer")
    posted = post_awards(uow, published)
    entry = uow.session.get_one(LedgerEntry, posted.entry_id)
    index = uow.session.scalar(select(LogLeaf.idx).where(LogLeaf.leaf_hash == adoption.log_leaf))
    assert (entry.poll_no, entry.adoption_sha256, entry.log_index) == (published, adoption.record_sha256, index)
    result = counts.result_of(uow.session, published)
    assert result is not None
    assert entry.count_sha256 == result.count.record_sha256
    assert result.count.awards_entry_id == posted.entry_id
    assert budgets.pot_pence(uow.session, result.poll.pot_id) == 100_00
    assert _in_projects(uow) == {"project:1": 700_00, "project:4": 200_00, "project:5": 100_00}


def test_awards_of_a_variation_are_the_adopted_amounts(
    uow_of: UowOf, published: int, place_in_log: Callable[[], None]
) -> None:
    adopt_result(uow_of("councillor"), published, _varied({"lib": 0, "gym": 200_00}, {"lib": "No.", "gym": "Yes."}))
    place_in_log()
    uow = uow_of("officer")
    post_awards(uow, published)
    assert _in_projects(uow) == {"project:1": 700_00, "project:2": 200_00, "project:4": 200_00}


def test_the_entry_of_awards_names_count_adoption_and_ledger(
    uow_of: UowOf, published: int, place_in_log: Callable[[], None]
) -> None:
    adoption = adopt_result(uow_of("councillor"), published, ADOPT)
    place_in_log()
    uow = uow_of("officer")
    posted = post_awards(uow, published)
    body = uow.session.scalars(select(LogPending.body)).one()
    told = json.loads(body)["d"]
    assert (told["adoption"], told["entry_sha256"], told["pence"]) == (adoption.record_sha256, posted.sha256, 1_000_00)


def test_awards_wait_until_the_decision_has_its_place_in_the_log(uow_of: UowOf, published: int) -> None:
    adopt_result(uow_of("councillor"), published, ADOPT)
    with pytest.raises(Conflict, match="Try again in a moment"):
        post_awards(uow_of("officer"), published)


def test_awards_are_posted_once(uow_of: UowOf, published: int, place_in_log: Callable[[], None]) -> None:
    adopt_result(uow_of("councillor"), published, ADOPT)
    place_in_log()
    post_awards(uow_of("officer"), published)
    with pytest.raises(Conflict, match="posted already"):
        post_awards(uow_of("second_officer"), published)
    assert _in_projects(uow_of("officer"))["project:1"] == 700_00


@pytest.mark.parametrize("deciding", [None, REFER])
def test_nothing_is_awarded_without_an_adoption(uow_of: UowOf, published: int, deciding: Deciding | None) -> None:
    if deciding is not None:
        adopt_result(uow_of("councillor"), published, deciding)
    with pytest.raises(Conflict, match="has not adopted"):
        post_awards(uow_of("officer"), published)


@pytest.mark.parametrize("who", ["councillor", "approver", "other_officer", "resident", None])
def test_only_an_officer_of_the_place_posts_awards(
    uow_of: UowOf, published: int, place_in_log: Callable[[], None], who: str | None
) -> None:
    adopt_result(uow_of("councillor"), published, ADOPT)
    place_in_log()
    with pytest.raises(Forbidden):
        post_awards(uow_of(who), published)


def _varied(amounts: dict[str, int], reasons: dict[str, str]) -> Deciding:
    return Deciding(Decision.VARIED, "", amounts, reasons)


def _amounts(uow: UnitOfWork, poll_no: int) -> dict[str, int]:
    result = counts.result_of(uow.session, poll_no)
    assert result is not None
    assert result.adoption is not None
    return {result.projects[one.project_id].ref: one.pence for one in result.adoption.amounts}


def _in_projects(uow: UnitOfWork) -> dict[str, int]:
    """What stands in the accounts of projects, by the accounts' codes; refs are numbered in the order of the file."""
    held = (
        select(Account.code, AccountBalance.pence)
        .join(AccountBalance, AccountBalance.account_id == Account.id)
        .where(Account.code.startswith("project:"))
    )
    return {one.code: one.pence for one in uow.session.execute(held)}


def _other_forum(parts: Installation, world: World) -> int:
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        forum = Forum(
            partnership_id=world.partnership_id,
            locality_id=world.other_locality_id,
            name="Kilmartin forum",
            kind=ForumKind.LOCALITY_FORUM,
        )
        uow.session.add(forum)
        uow.session.commit()
        number = forum.id
    uow.close()
    return number


def _seat(parts: Installation, world: World, who: str, forum_id: int) -> None:
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        forum = uow.session.get_one(Forum, forum_id)
        grant = RoleGrant(
            person_id=world.people[who],
            role=Role.COUNCILLOR,
            partnership_id=forum.partnership_id,
            locality_id=forum.locality_id,
            forum_id=forum.id,
            pseudonym=f"councillor-{who}",
            granted_at=SOME_TIME_AGO,
        )
        uow.session.add(grant)
        uow.session.commit()
    uow.close()
