"""A project that leaves the paper while people vote: two people, a published reason, no ballot touched (A42)."""

import json
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ballots.errors import BadBallot
from ballots.rules import Greedy
from ballots.styles import Approval
from moothill_verify.checks import Asked, report_on
from moothill_verify.lines import Exit
from pb_app import box
from pb_app.adoption_records import Deciding
from pb_app.audit.canonical import Value
from pb_app.exports.bundle import bundle_of
from pb_app.exports.pabulib import counted_file
from pb_app.models.withdrawals import ProjectWithdrawal
from pb_app.publication import Publication
from pb_app.queries import counts as count_queries
from pb_app.queries import withdrawals as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import adoptions, changes, counts, kiosk_deliveries, polls, voting, withdrawals
from pb_app.stages import Decision
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import ballot_box, whole_story, world
from tests.ballot_box import Voting
from tests.kiosk_stories import hand_out, open_all, slips, tablet
from tests.paper_stories import paper, station
from tests.verifier.reading import said, verdict
from tests.world import POSTCODE, World

WHY = "The land was sold"
RULES = {"style": Approval(2, 2), "rule": Greedy()}


@pytest.fixture
def opened(parts: Installation, small_world: World) -> Voting:
    return ballot_box.opened(parts, small_world, **RULES)


def proposed(opened: Voting, project: str = "P02", who: str = "officer") -> ProjectWithdrawal:
    with opened.acting(who) as uow:
        return withdrawals.propose_withdrawal(uow, opened.poll_no, project, WHY)


def approve(opened: Voting, row: ProjectWithdrawal, who: str = "second_officer") -> None:
    with opened.acting(who) as uow:
        withdrawals.withdraw_project(uow, row.id)


def withdraw(opened: Voting, project: str = "P02") -> None:
    approve(opened, proposed(opened, project))


def cast(opened: Voting, who: str, *chosen: str) -> None:
    with opened.acting(who) as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
        voting.cast_ballot(uow, opened.poll_no, chosen, who.encode().ljust(16)[:16])


def marked(opened: Voting) -> list[Value]:
    with opened.system() as uow:
        return sorted(box.ballots_of(uow.session, opened.poll_id), key=str)


def test_ballots_from_before_stay_and_later_ones_do_without_the_project(opened: Voting) -> None:
    cast(opened, "resident", "P01", "P02")
    row = proposed(opened)
    cast(opened, "neighbour", "P02", "P03")
    approve(opened, row)
    with pytest.raises(BadBallot, match="P02 is not on this ballot paper"):
        cast(opened, "councillor", "P01", "P02")
    cast(opened, "councillor", "P01")
    with opened.acting("officer") as uow:
        polls.close_poll(uow, opened.poll_no, "Done")
    assert marked(opened) == [["P01", "P02"], ["P01"], ["P02", "P03"]]
    with opened.acting("officer") as uow:
        count = counts.record_count(uow, opened.poll_no)
    assert json.loads(count.record)["withdrawn"] == ["P02"]
    with opened.system() as uow:
        result = count_queries.result_of(uow.session, opened.poll_no)
        assert result is not None
        assert sorted(result.titles) == ["P01", "P03"]
        file = counted_file(uow.session, result.count)
        assert (file.withdrawn, file.profile.voters) == (("P02",), 3)
        assert dict(file.profile.votes) == {"P01": 2, "P03": 1}
        told = queries.approved_of(uow.session, opened.poll_no)
    assert [(one.ref, one.title, one.reason) for one in told] == [("P02", "Skate park", WHY)]


def test_a_ballot_for_nothing_else_is_blank_in_the_count(opened: Voting) -> None:
    cast(opened, "resident", "P01", "P02")
    withdraw(opened, "P01")
    withdraw(opened, "P02")
    with opened.acting("officer") as uow:
        polls.close_poll(uow, opened.poll_no, "Done")
        counts.record_count(uow, opened.poll_no)
    with opened.system() as uow:
        result = count_queries.result_of(uow.session, opened.poll_no)
        assert result is not None
        assert result.outcome.voters == 0


def test_one_person_alone_a_resident_and_an_officer_of_elsewhere_cannot(opened: Voting) -> None:
    with pytest.raises(Forbidden, match="second person"):
        approve(opened, proposed(opened), "officer")
    for who in ("resident", "other_officer"):
        with pytest.raises(Forbidden):
            proposed(opened, who=who)


def test_a_reason_and_a_project_on_the_paper_are_needed(opened: Voting) -> None:
    with opened.acting("officer") as uow, pytest.raises(Invalid, match="Say why"):
        withdrawals.propose_withdrawal(uow, opened.poll_no, "P02", " ")
    with pytest.raises(Invalid, match="no such project"):
        proposed(opened, "P99")
    with opened.acting("officer") as uow, pytest.raises(NotVisible):
        withdrawals.withdraw_project(uow, 99)
    with opened.acting("officer") as uow, pytest.raises(NotVisible):
        withdrawals.propose_withdrawal(uow, 99, "P01", WHY)


def test_the_last_project_stays_and_one_leaves_once(opened: Voting) -> None:
    first, again = proposed(opened), proposed(opened)
    approve(opened, first)
    with pytest.raises(Invalid, match="no such project"):
        approve(opened, again)
    withdraw(opened, "P01")
    with pytest.raises(Conflict, match="last project"):
        proposed(opened, "P03")


def test_only_while_the_poll_is_open(parts: Installation, small_world: World) -> None:
    drafted = ballot_box.drafted(parts, small_world)
    with pytest.raises(Conflict, match="not open yet"):
        proposed(drafted)
    with drafted.acting("officer") as uow:
        polls.freeze_poll(uow, drafted.poll_no)
    with drafted.acting("approver") as uow:
        polls.open_poll(uow, drafted.poll_no)
    row = proposed(drafted)
    with drafted.acting("officer") as uow:
        polls.close_poll(uow, drafted.poll_no, "Done")
    with pytest.raises(Conflict, match="Voting has closed"):
        approve(drafted, row)


ATTACKS = {
    "by its proposer": "UPDATE project_withdrawal SET approved_by = proposed_by, approved_at = proposed_at",
    "another project": "UPDATE project_withdrawal SET project = 'P01'",
    "taken away": "DELETE FROM project_withdrawal",
    "made as approved": (
        "INSERT INTO project_withdrawal (id, poll_no, project, reason, proposed_by, proposed_at, approved_by,"
        " approved_at)"
        " SELECT 77, poll_no, 'P01', '', proposed_by, proposed_at, {second}, proposed_at FROM project_withdrawal"
    ),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_the_database_takes_nothing_off_the_paper_but_for_two_people(opened: Voting, attack: str) -> None:
    proposed(opened)
    with opened.system() as uow, pytest.raises(DBAPIError):
        uow.session.execute(text(attack.format(second=opened.world.people["approver"])))


def test_a_vote_is_changed_on_the_paper_as_it_stands(parts: Installation, small_world: World) -> None:
    opened = ballot_box.drafted(parts, small_world, **RULES)
    with opened.system() as uow, parts.database.writing(uow.session):
        uow.session.execute(text("UPDATE poll SET may_change = :yes"), {"yes": True})
        uow.session.commit()
    with opened.acting("officer") as uow:
        polls.freeze_poll(uow, opened.poll_no)
    with opened.acting("approver") as uow:
        polls.open_poll(uow, opened.poll_no)
    cast(opened, "resident", "P01", "P02")
    withdraw(opened)
    key = b"resident".ljust(16)
    with opened.acting(None) as uow:
        with pytest.raises(BadBallot):
            changes.change_ballot(uow, opened.poll_no, key, ["P02", "P03"], bytes(16))
        changes.change_ballot(uow, opened.poll_no, key, ["P03"], bytes(16))
    with opened.acting("officer") as uow:
        polls.close_poll(uow, opened.poll_no, "Done")
    assert marked(opened) == [["P03"]]


def test_papers_and_tablets_bring_marks_for_it_and_the_count_leaves_them_out(
    parts: Installation, small_world: World
) -> None:
    found = station(parts, small_world, ["Mairi"], **RULES)
    one, code = tablet(found), slips(found, 2)
    hand_out(found, "Iain")
    hand_out(found, "Una")
    one.take(code[0], ["P01", "P02"])
    withdraw(found.voting)
    with found.voting.acting(None) as uow:
        manifest = json.loads(kiosk_deliveries.manifest_of(uow, one.id).text)
    assert [project["ref"] for project in manifest["contests"][0]["projects"]] == ["P01", "P03"]
    assert manifest["contests"][0]["ballot"]["min_choices"] == 0
    one.take(code[1], ["P03"])
    one.end().deliver()
    found.close()
    assert open_all(found)[:3] == (2, 2, 0)
    found.account(in_box=1, spoilt=0, unused=9)
    found.sealed([paper("P02", "P03")])
    assert marked(found.voting) == [["P01", "P02"], ["P02", "P03"], ["P03"]]


def told_with_withdrawal(parts: Installation, here: World, publication: Publication) -> tuple[int, bytes]:
    def uow_of(who: str | None) -> UnitOfWork:
        return world.acting(parts, here, who)

    poll_no = whole_story.told(parts, uow_of, here, until="voted")
    row = withdrawals.propose_withdrawal(uow_of("officer"), poll_no, "P01", WHY)
    withdrawals.withdraw_project(uow_of("approver"), row.id)
    polls.close_poll(uow_of("second_officer"), poll_no, "Everyone has voted.")
    counts.record_count(uow_of("officer"), poll_no)
    counts.acknowledge_privacy(uow_of("approver"), poll_no, publication)
    counts.publish_result(uow_of("approver"), poll_no)
    adoptions.adopt_result(uow_of("councillor"), poll_no, Deciding(Decision.ADOPTED))
    with closing(parts.system_unit_of_work()) as uow:
        uow.sequence_log()
    adoptions.post_awards(uow_of("officer"), poll_no)
    with closing(parts.system_unit_of_work()) as uow:
        uow.sequence_log()
        uow.database.begin_snapshot(uow.session)
        count = count_queries.count_of(uow.session, poll_no)
        assert count is not None
        return poll_no, bundle_of(uow.session, uow.keys, count)


@pytest.mark.parametrize("publication", [Publication.PRIVATE, Publication.TOTALS_ONLY])
def test_auditors_and_strangers_find_that_all_of_it_fits(
    parts: Installation, small_world: World, publication: Publication
) -> None:
    _, bundle = told_with_withdrawal(parts, small_world, publication)
    assert verdict(bundle) is Exit.FITS, said(report_on(Asked(bundle)))
    assert "P01 left the paper by entry" in said(report_on(Asked(bundle)))
    assert list(whole_story.verified(parts).misfits) == []
