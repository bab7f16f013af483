"""Stories of rounds: setting one up, stating its scope, moving it on."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from pb_app.actions import Action
from pb_app.models.budgets import Pot
from pb_app.models.partnerships import Forum, ForumKind
from pb_app.models.polls import Poll
from pb_app.models.rounds import PowerLevel
from pb_app.queries import rounds as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import rounds
from pb_app.stages import PollState, RoundStage
from pb_app.unit_of_work import UnitOfWork
from tests.round_stories import SCOPE, UowOf, accepted, calling_round, draft_round, logged, moved_to, submitted
from tests.world import World


def poll_in_state(uow: UnitOfWork, round_no: int, state: PollState) -> None:
    """Write a poll straight into its table; how polls come about is another story."""
    with uow.database.writing(uow.session):
        _write_poll(uow.session, round_no, state)
        uow.session.commit()


def _write_poll(session: Session, round_no: int, state: PollState) -> None:
    pot = Pot(round_no=round_no, name="Pot")
    session.add(pot)
    session.flush()
    session.add(
        Poll(
            id=uuid4(),
            round_no=round_no,
            pot_id=pot.id,
            title="Vote",
            state=state,
            ballot="{}",
            rule="{}",
            opens_at=datetime(2026, 5, 1, tzinfo=UTC),
            closes_at=datetime(2026, 6, 1, tzinfo=UTC),
        )
    )


def test_an_officer_sets_up_a_round_that_nobody_else_sees_yet(uow_of: UowOf, small_world: World) -> None:
    made = rounds.create_round(uow_of("officer"), small_world.locality_id, small_world.forum_id, SCOPE)
    found = queries.round_by_no(uow_of(None).session, made.round_no)
    assert found is not None
    assert (found.title, found.level, found.stage, found.is_public) == (
        "Oban spring round",
        PowerLevel.DELEGATE,
        RoundStage.DRAFT,
        False,
    )
    assert queries.partnerships_with_rounds(uow_of(None).session, date(2026, 5, 1))[0][1][1].rounds == ()


def test_the_log_says_that_a_round_was_set_up_and_nothing_of_its_words(uow_of: UowOf, small_world: World) -> None:
    draft_round(uow_of, small_world)
    [entry] = logged(uow_of("officer"))
    assert '"t":"round.created"' in entry
    assert f'"locality":{small_world.locality_id}' in entry
    assert "spring" not in entry


def test_a_resident_cannot_set_up_a_round(uow_of: UowOf, small_world: World) -> None:
    with pytest.raises(Forbidden):
        rounds.create_round(uow_of("resident"), small_world.locality_id, small_world.forum_id, SCOPE)


def test_an_officer_of_another_locality_cannot_set_up_a_round_here(uow_of: UowOf, small_world: World) -> None:
    with pytest.raises(Forbidden):
        rounds.create_round(uow_of("other_officer"), small_world.locality_id, small_world.forum_id, SCOPE)


def test_a_round_cannot_be_decided_by_the_forum_of_another_locality(uow_of: UowOf, small_world: World) -> None:
    with pytest.raises(Invalid) as refused:
        rounds.create_round(uow_of("officer"), small_world.other_locality_id, small_world.forum_id, SCOPE)
    assert refused.value.field == "forum_id"
    assert logged(uow_of("officer")) == []


def test_the_board_of_the_partnership_can_decide_a_locality_s_round(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    with uow.database.writing(uow.session):
        board = Forum(partnership_id=small_world.partnership_id, name="Board", kind=ForumKind.BOARD)
        uow.session.add(board)
        uow.session.commit()
    made = rounds.create_round(uow, small_world.other_locality_id, board.id, SCOPE)
    assert made.forum_id == board.id


def test_there_is_no_round_in_a_locality_that_does_not_exist(uow_of: UowOf, small_world: World) -> None:
    with pytest.raises(NotVisible):
        rounds.create_round(uow_of("officer"), 999, small_world.forum_id, SCOPE)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"summary": ""}, "summary"),
        ({"up_for_decision": ""}, "up_for_decision"),
        ({"who_may_vary": "x" * 2_001}, "who_may_vary"),
        ({"proposals_until": date(2026, 5, 2), "voting_from": date(2026, 5, 1)}, "voting_from"),
        ({"proposals_until": date(2026, 5, 2), "decision_by": date(2026, 5, 1)}, "decision_by"),
    ],
)
def test_a_scope_that_says_too_little_or_too_much_is_refused_by_its_field(
    uow_of: UowOf, small_world: World, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        draft_round(uow_of, small_world, replace(SCOPE, **wrong))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_an_officer_states_the_scope_anew(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    rounds.state_scope(uow_of("officer"), round_no, replace(SCOPE, title="Oban round", voting_until=date(2026, 6, 1)))
    found = queries.round_by_no(uow_of(None).session, round_no)
    assert found is not None
    assert (found.title, found.voting_until) == ("Oban round", date(2026, 6, 1))
    assert '"t":"round.scoped"' in logged(uow_of("officer"))[-1]


def test_the_scope_stands_once_the_rules_of_the_vote_are_fixed(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    poll_in_state(uow_of("officer"), round_no, PollState.FROZEN)
    with pytest.raises(Conflict):
        rounds.state_scope(uow_of("officer"), round_no, replace(SCOPE, title="Another"))


def test_the_scope_cannot_be_stated_by_an_officer_of_another_locality(uow_of: UowOf, small_world: World) -> None:
    round_no = draft_round(uow_of, small_world)
    with pytest.raises(NotVisible):
        rounds.state_scope(uow_of("other_officer"), round_no, SCOPE)
    rounds.move_round(uow_of("officer"), round_no, RoundStage.PROPOSALS)
    with pytest.raises(Forbidden):
        rounds.state_scope(uow_of("other_officer"), round_no, SCOPE)


def test_the_scope_of_no_round_cannot_be_stated(uow_of: UowOf) -> None:
    with pytest.raises(NotVisible):
        rounds.state_scope(uow_of("officer"), 999, SCOPE)


def test_the_scope_cannot_be_stated_during_the_vote(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    accepted(uow_of, small_world, round_no)
    rounds.move_round(uow_of("officer"), round_no, RoundStage.REVIEW)
    poll_in_state(uow_of("officer"), round_no, PollState.OPEN)
    rounds.move_round(uow_of("officer"), round_no, RoundStage.VOTING)
    with pytest.raises(Forbidden):
        rounds.state_scope(uow_of("officer"), round_no, SCOPE)


def test_a_round_moves_on_by_the_step_that_was_confirmed(uow_of: UowOf, small_world: World) -> None:
    round_no = draft_round(uow_of, small_world)
    moved_to(uow_of("officer"), round_no, RoundStage.REVIEW)
    assert '"stage":"review"' in logged(uow_of("officer"))[-1]
    with pytest.raises(Conflict):
        rounds.move_round(uow_of("officer"), round_no, RoundStage.REVIEW)
    with pytest.raises(Conflict):
        rounds.move_round(uow_of("officer"), round_no, RoundStage.DECISION)


def test_a_councillor_cannot_move_a_round(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    with pytest.raises(Forbidden):
        rounds.move_round(uow_of("councillor"), round_no, RoundStage.REVIEW)


def test_what_stands_before_the_vote_is_told_one_after_another(uow_of: UowOf, small_world: World) -> None:
    officer = uow_of("officer")
    round_no = calling_round(uow_of, small_world)
    submitted(uow_of, small_world, round_no)
    rounds.move_round(officer, round_no, RoundStage.REVIEW)
    with pytest.raises(Conflict, match="wait for a decision"):
        rounds.move_round(officer, round_no, RoundStage.VOTING)
    round_ = queries.round_by_no(officer.session, round_no)
    assert round_ is not None
    assert len(queries.obstacles(officer.session, round_)) == 3


def test_a_round_goes_to_the_vote_when_its_poll_is_open_and_on_when_it_is_closed(
    uow_of: UowOf, small_world: World
) -> None:
    officer = uow_of("officer")
    round_no = calling_round(uow_of, small_world)
    accepted(uow_of, small_world, round_no)
    rounds.move_round(officer, round_no, RoundStage.REVIEW)
    with pytest.raises(Conflict, match="not open yet"):
        rounds.move_round(officer, round_no, RoundStage.VOTING)
    poll_in_state(officer, round_no, PollState.OPEN)
    rounds.move_round(officer, round_no, RoundStage.VOTING)
    with pytest.raises(Conflict, match="not closed yet"):
        rounds.move_round(officer, round_no, RoundStage.DECISION)
    poll = queries.poll_in(officer.session, round_no)
    assert poll is not None
    with officer.database.writing(officer.session):
        officer.session.merge(poll).state = PollState.CLOSED
        officer.session.commit()
    rounds.move_round(officer, round_no, RoundStage.DECISION)
    with pytest.raises(Conflict, match="adopted"):
        rounds.move_round(officer, round_no, RoundStage.DELIVERY)


def test_an_officer_sees_the_rounds_of_their_own_localities(uow_of: UowOf, small_world: World) -> None:
    round_no = draft_round(uow_of, small_world)
    of_all, of_elsewhere = uow_of("officer"), uow_of("other_officer")
    assert [one.round_no for one in queries.rounds_run_by(of_all.session, of_all.actor)] == [round_no]
    assert queries.rounds_run_by(of_elsewhere.session, of_elsewhere.actor) == []
    assert [one.name for one in queries.localities_run_by(of_elsewhere.session, of_elsewhere.actor)] == ["Kilmartin"]
    assert queries.forums_run_by(of_elsewhere.session, of_elsewhere.actor) == []


def test_the_button_to_move_a_round_is_drawn_for_its_officers_only(uow_of: UowOf, small_world: World) -> None:
    round_no = calling_round(uow_of, small_world)
    drawn = {}
    for who in ("officer", "other_officer", "resident"):
        uow = uow_of(who)
        found = queries.round_by_no(uow.session, round_no)
        assert found is not None
        drawn[who] = uow.may(Action.MOVE_ROUND, found)
    assert drawn == {"officer": True, "other_officer": False, "resident": False}
