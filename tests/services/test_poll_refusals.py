"""What stands in the way of drafting, freezing and closing a poll, each with its own sentence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import TextClause, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ballots.errors import BadRule
from ballots.rules import Phragmen
from ballots.styles import Approval, BallotStyle, Boosted, Points, Ranking, Scores
from pb_app import definitions
from pb_app.models.budgets import Pot
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.models.rounds import PowerLevel, Round
from pb_app.queries import polls as queries
from pb_app.queries.castings import poll_at_box
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import polls, voting
from pb_app.stages import RoundStage
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.world import POSTCODE, SOME_TIME_AGO, World


@pytest.fixture
def drafted(parts: Installation, small_world: World) -> Voting:
    return ballot_box.drafted(parts, small_world)


def change(voting_: Voting, statement: TextClause) -> None:
    with voting_.system() as uow, voting_.parts.database.writing(uow.session):
        uow.session.execute(statement)
        uow.session.commit()


def freeze(voting_: Voting) -> None:
    with voting_.acting("officer") as uow:
        polls.freeze_poll(uow, voting_.poll_no)


def test_a_poll_that_is_not_there_can_be_neither_frozen_nor_drafted(drafted: Voting) -> None:
    with drafted.acting("officer") as uow:
        with pytest.raises(NotVisible):
            polls.freeze_poll(uow, 99)
        with pytest.raises(NotVisible):
            polls.draft_poll(uow, 99, ballot_box.draft())


def test_a_round_without_a_pot_gets_no_poll(drafted: Voting) -> None:
    with drafted.system() as uow, drafted.parts.database.writing(uow.session):
        bare = Round(
            locality_id=drafted.world.locality_id,
            forum_id=drafted.world.forum_id,
            title="Bare",
            stage=RoundStage.REVIEW,
            level=PowerLevel.DELEGATE,
            created_at=SOME_TIME_AGO,
        )
        uow.session.add(bare)
        uow.session.commit()
        round_no = bare.round_no
    with drafted.acting("officer") as uow, pytest.raises(Conflict, match="no pot yet"):
        polls.draft_poll(uow, round_no, ballot_box.draft())


def test_an_empty_paper_is_not_frozen(drafted: Voting) -> None:
    with drafted.system() as uow, drafted.parts.database.writing(uow.session):
        for project in uow.session.scalars(select(Project)):
            project.round_no = _another_round(uow.session, drafted)
        uow.session.commit()
    with pytest.raises(Conflict, match="No project stands"):
        freeze(drafted)


def _another_round(session: Session, drafted: Voting) -> int:
    found = session.scalar(select(Round.round_no).where(Round.title == "Elsewhere"))
    if found is None:
        other = Round(
            locality_id=drafted.world.locality_id,
            forum_id=drafted.world.forum_id,
            title="Elsewhere",
            level=PowerLevel.INFORM,
            created_at=SOME_TIME_AGO,
        )
        session.add(other)
        session.flush()
        found = other.round_no
    return int(found)


def test_an_empty_pot_is_not_frozen(drafted: Voting) -> None:
    with drafted.system() as uow, drafted.parts.database.writing(uow.session):
        round_no = _another_round(uow.session, drafted)
        empty = Pot(round_no=round_no, name="Empty")
        uow.session.add(empty)
        uow.session.flush()
        uow.session.execute(text(f"UPDATE poll SET pot_id = {empty.id}"))
        uow.session.commit()
    with pytest.raises(Conflict, match="pot is empty"):
        freeze(drafted)


def test_a_round_that_still_takes_proposals_is_not_frozen(drafted: Voting) -> None:
    change(drafted, text("UPDATE round SET stage = 'proposals'"))
    with pytest.raises(Conflict, match="not in its review"):
        freeze(drafted)


def test_a_paper_with_fewer_projects_than_choices_is_not_frozen(parts: Installation, small_world: World) -> None:
    generous = ballot_box.drafted(parts, small_world, style=Approval(max_choices=9))
    with pytest.raises(Conflict, match="fewer projects"):
        freeze(generous)


def test_hours_that_are_over_are_not_frozen(parts: Installation, small_world: World) -> None:
    now = datetime.now(UTC)
    hours = {"opens_at": now - timedelta(days=2), "closes_at": now - timedelta(days=1)}
    over = ballot_box.drafted(parts, small_world, **hours)
    with pytest.raises(Conflict, match="before it opens"):
        freeze(over)


@pytest.mark.parametrize(
    ("style", "field"),
    [
        (Approval(1_000_000), "min_choices"),
        (Approval(max_choices=1_000_000), "max_choices"),
        (Boosted(Approval(max_choices=1_000_000), ("P01",)), "max_choices"),
        (Points(most_total=1_000_000), "most_total"),
        (Points(most_total=10, most_each=1_000_000), "most_each"),
        (Scores(highest=1_000_000), "highest"),
    ],
)
def test_limits_that_can_only_be_a_mistake_are_refused(
    drafted: Voting, style: BallotStyle | Boosted, field: str
) -> None:
    with drafted.acting("officer") as uow, pytest.raises(Invalid) as refused:
        polls.draft_poll(uow, 1, ballot_box.draft(style=style))
    assert refused.value.field == field


@pytest.mark.parametrize("style", [Points(most_total=5), Ranking(), Boosted(Approval(), ("P01",))])
def test_a_rule_that_does_not_look_at_all_that_ballots_say_is_refused(
    drafted: Voting, style: BallotStyle | Boosted
) -> None:
    with drafted.acting("officer") as uow, pytest.raises(BadRule, match="does not look at all"):
        polls.draft_poll(uow, 1, ballot_box.draft(style=style, rule=Phragmen()))


def test_a_draft_can_be_changed(drafted: Voting) -> None:
    with drafted.acting("officer") as uow:
        changed = polls.draft_poll(uow, 1, ballot_box.draft(style=Approval()))
        assert definitions.style_of(changed.ballot) == Approval()
        assert polls.what_is_missing(uow, _poll(drafted)) == []


def _poll(drafted: Voting) -> Poll:
    with drafted.system() as uow:
        found = queries.poll_by_no(uow.session, drafted.poll_no)
    assert found is not None
    return found


def test_enough_ballots_are_mixed(parts: Installation, small_world: World) -> None:
    opened = ballot_box.opened(parts, small_world)
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
        voting.cast_ballot(uow, opened.poll_no, ["P01"], bytes(16))
    with opened.system() as uow, pytest.MonkeyPatch.context() as patch:
        patch.setattr("pb_app.box.waiting", lambda *_: 10)
        assert polls.mix_box(uow, opened.poll_no) == 1


def test_marks_without_ballots_stop_the_close(parts: Installation, small_world: World) -> None:
    opened = ballot_box.opened(parts, small_world)
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
    roll = "INSERT INTO roll_mark SELECT poll_id, roll_no, 'online', '2026-01-05', NULL FROM roll_entry"
    change(opened, text(roll))
    with opened.acting("officer") as uow, pytest.raises(Conflict, match="Call the auditor"):
        polls.close_poll(uow, opened.poll_no, "Done")


def test_who_opened_a_poll_does_not_close_it_early(parts: Installation, small_world: World) -> None:
    opened = ballot_box.opened(parts, small_world)
    with opened.acting("approver") as uow, pytest.raises(Forbidden, match="You opened this poll"):
        polls.close_poll(uow, opened.poll_no, "Done")


def test_nobody_known_stands_nowhere_and_a_draft_takes_no_votes(drafted: Voting) -> None:
    with drafted.acting(None) as uow:
        assert voting.standing_of(uow, _poll(drafted)).roll_no is None
    with drafted.acting("resident") as uow, pytest.raises(NotVisible):
        voting.claim_vote(uow, drafted.poll_no, POSTCODE)


def test_a_frozen_poll_takes_no_votes_yet(drafted: Voting) -> None:
    freeze(drafted)
    with drafted.acting("resident") as uow, pytest.raises(Conflict, match="has not opened"):
        voting.claim_vote(uow, drafted.poll_no, POSTCODE)


def test_a_frozen_poll_puts_no_ballot_in(drafted: Voting) -> None:
    freeze(drafted)
    with drafted.acting("resident") as uow, pytest.raises(Conflict, match="has not opened"):
        voting.cast_ballot(uow, drafted.poll_no, ["P01"], bytes(16))


def test_a_ballot_made_by_other_rules_is_put_nowhere(parts: Installation, small_world: World) -> None:
    opened = ballot_box.opened(parts, small_world)
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
        poll = poll_at_box(uow.session, uow.database, opened.poll_no)
        assert poll is not None
        uow.database.frozen[opened.poll_no] = replace(poll, rules_sha256="0" * 64)
        with pytest.raises(SQLAlchemyError):
            voting.cast_ballot(uow, opened.poll_no, ["P01"], bytes(16))
        assert not voting.standing_of(uow, _poll(opened)).has_voted


def test_a_claim_that_came_in_between_changes_nothing(
    parts: Installation, small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = ballot_box.opened(parts, small_world)
    monkeypatch.setattr(voting.roll, "put_on", lambda *_: False)
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
        assert voting.standing_of(uow, _poll(opened)).roll_no is None
