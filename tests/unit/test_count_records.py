"""The record of a count, the seed of its lots, and the file it was made from: pinned, so that they never drift."""

import json
from dataclasses import replace
from uuid import UUID

import pytest

from ballots.count import count
from ballots.pabulib import read
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Greedy, Misfit, Phragmen, Rule
from ballots.rules.equal_shares import Start
from ballots.styles import Contest
from pb_app.adoption_records import Decided, adoption_text
from pb_app.count_records import Counted, lot_seed, record_text, sha256_of, version_of
from pb_app.definitions import Asked, Definition
from pb_app.poll_files import pabulib_name, poll_file
from pb_app.stages import Decision
from tests.polls import SMALL

NUMBER = UUID("6f7a7f1e-6e0f-4a10-9c66-0d0f2a6c2f11")
COUNTED = Counted(NUMBER, "a" * 64, "b" * 64, 11, "c" * 64, "", "", "python -m ballots count poll-7.pb")
TOLD = read(SMALL)
BALLOTS = [list(marks) for marks in TOLD.ballots]
DEFINITION = Definition(
    title="Eleven voters",
    partnership="Lorn Community Planning Partnership",
    locality="Oban",
    opens="2023-04-03T00:00:00Z",
    closes="2023-04-22T00:00:00Z",
    contests=(Asked("", "Pot", Contest("1", TOLD.poll, TOLD.style), EqualShares(Completion.NONE)),),
    seed_source="",
)


def test_the_seed_of_the_lots_is_pinned() -> None:
    assert lot_seed("00" * 32, "") == "fe8bd1d8e81c1dbc67eb6fe6d42139ffb0a35a79e6f2477782d08681849395a4"
    assert lot_seed("00" * 32, "4 8 15") != lot_seed("00" * 32, "")
    assert lot_seed("01" * 32, "") != lot_seed("00" * 32, "")


def test_the_same_count_gives_the_same_record() -> None:
    outcome = count(TOLD.poll, TOLD.profile, EqualShares(Completion.NONE), "seed")
    text = record_text(COUNTED, outcome)
    assert text == record_text(COUNTED, count(TOLD.poll, TOLD.profile, EqualShares(Completion.NONE), "seed"))
    assert json.loads(text)["winners"] == ["bike", "play", "lib"]
    assert sha256_of(text) != sha256_of(record_text(replace(COUNTED, box_size=12), outcome))


def test_a_record_of_the_first_version_is_written_as_it_was() -> None:
    outcome = count(TOLD.poll, TOLD.profile, EqualShares(Completion.NONE), "seed")
    first, second = record_text(COUNTED, outcome, 1), record_text(COUNTED, outcome)
    assert (version_of(first), version_of(second)) == (1, 2)
    assert set(json.loads(second)) - set(json.loads(first)) == {"command", "in_part"}
    assert sha256_of(first) == "ac59221b3369679b20a36155a4a687db7802c4b0eadd421c4c706bdacb445655"


def test_what_is_funded_in_part_is_told_with_its_money() -> None:
    poll = Poll((Project("A", 600), Project("B", 600, least=100)), 1_000)
    outcome = count(poll, Profile.of(poll, [["A"], ["A"], ["B"]]), Greedy(part_funding=True), "seed")
    assert json.loads(record_text(COUNTED, outcome))["in_part"] == {"B": 400}


def test_the_file_has_the_same_bytes_whatever_the_order_of_the_ballots() -> None:
    there, back = (poll_file(DEFINITION, ballots, imported=False) for ballots in (BALLOTS, reversed(BALLOTS)))
    assert there.data == back.data
    assert there.sha256 == "8b108b281ae60cdbe4a130f5d2fc2f0d1a5848fbe97418516562ce9abfb071fd"


def test_the_file_is_read_back_as_the_same_poll() -> None:
    again = read(poll_file(DEFINITION, BALLOTS, imported=False).data)
    assert (again.poll.budget, again.poll.currency, again.profile) == (1_100_00, "PLN", TOLD.profile)
    assert again.meta["country"] == "United Kingdom"
    assert again.meta["subunit"] == "Oban"
    assert (again.meta["date_begin"], again.meta["date_end"]) == ("03.04.2023", "21.04.2023")


def test_an_imported_poll_claims_no_country() -> None:
    assert read(poll_file(DEFINITION, BALLOTS, imported=True).data).meta["country"] == "Worldwide"


def test_ballots_without_a_mark_are_left_out_of_the_file() -> None:
    made = poll_file(DEFINITION, (*BALLOTS, []), imported=False)
    assert (made.profile.blank, made.profile.voters) == (1, 11)
    assert read(made.data).profile.voters == 11


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (Greedy(), "greedy"),
        (Greedy(misfit=Misfit.STOP), "greedy-no-skip"),
        (Greedy(min_voters=3), "unknown"),
        (Phragmen(), "unknown"),
        (EqualShares(Completion.NONE, start=Start.WHOLE), "unknown"),
        (EqualShares(Completion.NONE), "equalshares"),
        (EqualShares(Completion.ADD1), "equalshares/add1"),
        (EqualShares(Completion.ADD1, comparison=True), "equalshares/add1-comparison"),
        (EqualShares(Completion.ADD1, exhaustive=True), "unknown"),
        (EqualShares(), "unknown"),
    ],
)
def test_a_rule_is_named_as_pabulib_names_it_or_not_at_all(rule: Rule, name: str) -> None:
    assert pabulib_name(rule) == name


def test_a_referral_back_gives_nothing_to_anyone() -> None:
    referred = Decided(Decision.REFERRED_BACK, "Wrong cost.", ())
    assert referred.pence == 0
    assert json.loads(adoption_text(NUMBER, "a" * 64, referred))["amounts"] == []
