"""Powers change only where the change can be read: a line of permissions.csv."""

import csv
import io

from tests.golden import powers


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(powers.FILE.read_text(encoding="utf-8"))))


def test_powers_are_those_that_were_reviewed() -> None:
    assert powers.table() == powers.FILE.read_text(encoding="utf-8"), "read it, then: python -m tests.golden.powers"


def test_without_an_account_one_can_sign_in_vote_with_a_code_change_a_ballot_be_a_kiosk_and_no_more() -> None:
    may = {row["action"] for row in rows() if row["anyone"] == "yes"}
    voting = {"roll.claimed_by_code", "ballot.changed"}
    kiosk = {"pin.tried", "kiosk.enrolled", "envelopes.received"}  # a device's own, by PIN and signature
    letters = {"reminders.stopped"}  # with the link of a letter
    assert may == voting | kiosk | letters | {
        "code.requested",
        "person.signed_in",
        "person.signed_out",
        "session.touched",
    }


def test_votes_are_claimed_and_cast_in_an_open_poll_only() -> None:
    stages = {
        row["stage"] for row in rows() if row["action"] in {"roll.claimed", "ballot.cast"} and row["resident"] == "yes"
    }
    assert stages == {"open"}


def test_an_administrator_gives_roles_and_decides_nothing_about_a_vote() -> None:
    may = {row["action"].split(".")[0] for row in rows() if row["administrator"] == "yes" and row["resident"] == "no"}
    assert may & {"poll", "count", "result", "awards", "ballot", "ballots", "proposal"} == set()


def test_an_auditor_changes_nothing_that_a_resident_could_not() -> None:
    found = {row["action"] for row in rows() if row["auditor"] == "yes" and row["resident"] == "no"}
    assert found == {"look.recorded", "check.noted"}  # which leave entries and change nothing else
