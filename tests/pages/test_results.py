"""What anyone reads of a result: who is funded and why, who is not and why not, and files to count again from."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import update

from ballots.rules import Completion, EqualShares, Greedy, Merit, Misfit, Phragmen, Rule
from ballots.rules.equal_shares import Start, Utility
from pb_app.finding_worker import FindingWorker
from pb_app.models.counts import Finding
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.pages.poll_stories import SHARES, published_poll
from tests.pages.reader import Reader
from tests.polls import SMALL

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]
ROOT = Path(__file__).resolve().parents[2]


def test_the_result_says_who_is_funded_in_order_and_that_it_is_not_witnessed(
    reader_as: ReaderAs, published: int
) -> None:
    page = reader_as(None).open(f"/polls/{published}/result").text
    for words in (
        "3 of 5 projects are funded",
        "PLN1,000 of the PLN1,100",
        "11 people voted",
        "Not yet witnessed",
        "Awaiting adoption",
        "This is an imported test",
        "python -m ballots count poll-1.pb</span>",
        "--rule equal-shares</span>",
        "had the projects been funded simply by most votes, 2 would be funded for PLN1,100",
    ):
        assert words in page
    assert page.index("Bicycle path") < page.index("Playground") < page.index("Library corner")


def test_why_a_project_was_not_funded_is_told_in_its_real_figures(reader_as: ReaderAs, published: int) -> None:
    page = reader_as(None).open(f"/polls/{published}/result/park").text
    assert "Why was “Pocket park” not funded?" in page
    assert "It was close." in page
    assert "5 people chose it" in page
    assert "PLN200 left to put towards its PLN250 cost, so it was PLN50 short (80% of what it needed)" in page
    assert "3 of 5" in page
    assert "PLN300" in page


def test_the_answer_for_wieliczka_is_the_published_one(reader_as: ReaderAs, acting: Acting, real_data: Path) -> None:
    path = real_data / "pabulib" / "Poland_Wieliczka_2023_Green_Budget.pb"
    poll_no = published_poll(acting, path, None)
    anyone = reader_as(None)
    page = anyone.open(f"/polls/{poll_no}/result").text
    assert "30 of 64 projects are funded" in page
    assert "PLN995,079 of the PLN1,000,000" in page
    for words in ("PLN49,998 left", "PLN50,000 cost", "195 of 376", "PLN38,774", "PLN11,784"):
        assert words in anyone.open(f"/polls/{poll_no}/result/16").text


@pytest.mark.parametrize(
    ("rule", "ref", "words"),
    [
        (SHARES, "bike", "7 people chose it, and all of them paid for it with their shares: PLN100 each."),
        (SHARES, "lib", "PLN33.33 each."),
        (SHARES, "gym", "They had PLN0 left to put towards its PLN400 cost"),
        (EqualShares(Completion.FILL), "bike", "Why was “Bicycle path” funded?"),
    ],
)
def test_every_project_has_its_reason(reader_as: ReaderAs, acting: Acting, rule: Rule, ref: str, words: str) -> None:
    poll_no = published_poll(acting, SMALL, rule)
    assert words in " ".join(reader_as(None).open(f"/polls/{poll_no}/result/{ref}").text.split())


def test_every_kind_of_reason_can_be_drawn(reader_as: ReaderAs, acting: Acting) -> None:
    poll_no = published_poll(acting, STRANGE, EqualShares())
    anyone = reader_as(None)
    for ref, words in {
        "lone": "Nobody chose it.",
        "dear": "It costs more than the whole pot.",
        "free": "It costs nothing, and somebody chose it.",
        "big": "person chose it",
    }.items():
        assert words in anyone.open(f"/polls/{poll_no}/result/{ref}").text, ref
    assert "before the first round of the count" in anyone.open(f"/polls/{poll_no}/result/big").text
    assert "ron chiad chuairt" in anyone.open(f"/gd/polls/{poll_no}/result/big").text
    command = f'python -m ballots explain poll-{poll_no}.pb</span> <span class="mh-option">--rule equal-shares</span>'
    assert command in anyone.open(f"/polls/{poll_no}/result/dear").text
    assert anyone.open(f"/polls/{poll_no}/result/nothing").status_code == 404
    assert anyone.open(f"/polls/{poll_no}/result").status_code == 200


def test_a_rule_that_stops_and_asks_for_least_support_is_explained_in_both_languages(
    reader_as: ReaderAs, acting: Acting
) -> None:
    poll_no = published_poll(acting, SMALL, Greedy(misfit="stop", min_voters=4))
    anyone = reader_as(None)
    for ref, words in {
        "play": "The count ended at “Pocket park”, which cost more than was left",
        "lib": "3 people chose it. The rules ask for at least 4 people to choose a project.",
    }.items():
        assert words in anyone.open(f"/polls/{poll_no}/result/{ref}").text, ref
    assert "Thagh 3 daoine e. Tha na riaghailtean ag iarraidh" in anyone.open(f"/gd/polls/{poll_no}/result/lib").text
    assert "Fewer people chose it than the rules ask for." in anyone.open(f"/polls/{poll_no}/result").text
    rows = list(csv.DictReader(io.StringIO(anyone.open(f"/polls/{poll_no}/result.csv").text.lstrip("\ufeff"))))
    assert {row["project"]: row["why"] for row in rows if row["funded"] == "no"} == {
        "park": "not-enough-left",
        "play": "stopped",
        "lib": "too-few-voters",
    }
    assert "2 further groups of fewer than 10 voters could claim" in anyone.open(f"/polls/{poll_no}/fairness").text


def test_what_would_have_funded_a_project_is_counted_when_somebody_asks(reader_as: ReaderAs, published: int) -> None:
    anyone = reader_as(None)
    assert f"/polls/{published}/changes/park#changed" in anyone.open(f"/polls/{published}/result/park").text
    page = anyone.open(f"/polls/{published}/changes/park").text
    assert "If 1 more person had voted, for this project alone, it would have been funded." in page
    assert "If it had cost PLN33, it would have been funded; at any higher cost it would not." in page
    assert "Nam biodh 1 neach eile air bhòtadh" in anyone.open(f"/gd/polls/{published}/changes/park").text
    assert anyone.open(f"/polls/{published}/changes/bike").status_code == 404
    assert anyone.open(f"/polls/{published}/changes/nothing").status_code == 404
    assert "/changes/" not in anyone.open(f"/polls/{published}/result/bike").text


def test_what_was_worked_out_stands_on_the_page_at_once(reader_as: ReaderAs, acting: Acting, app: Flask) -> None:
    parts = installation(app)
    poll_no = published_poll(acting, SMALL, EqualShares(Completion.ADD1))
    anyone = reader_as(None)
    address = f"/polls/{poll_no}/result/gym"
    before = anyone.open(address).text
    assert "This is not worked out yet" in before
    assert f"python -m ballots explain poll-{poll_no}.pb" in before
    assert "Cha deach seo obrachadh a-mach fhathast" in anyone.open(f"/gd{address}").text
    assert anyone.open(f"/polls/{poll_no}/changes/gym").status_code == 404
    with closing(parts.system_unit_of_work()) as system:
        FindingWorker(parts, Event()).work(system)
    for page in (anyone.open(address).text, anyone.open(f"/polls/{poll_no}/changes/gym").text):
        assert "For each answer the ballots were counted again" in page
        assert "This is not worked out yet" not in page
    with closing(parts.system_unit_of_work()) as system, system.database.writing(system.session):
        system.session.execute(update(Finding).values(body="", attempts=3))
        system.session.commit()
    assert "That takes too long for a page" in anyone.open(address).text


def test_the_figures_of_a_result_are_worked_out_once(
    reader_as: ReaderAs, published: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    anyone = reader_as(None)
    first = anyone.open(f"/polls/{published}/fairness").text

    def read(*_args: object) -> object:
        pytest.fail("the box was read again")

    monkeypatch.setattr("pb_app.public.results.counted_file", read)
    assert "What the result gives to voters" in first
    assert "Voters with something funded" in anyone.open(f"/polls/{published}/fairness").text
    assert "Luchd-bhòtaidh le rudeigin" in anyone.open(f"/gd/polls/{published}/fairness").text


def test_what_the_result_gives_to_voters_is_told_beside_most_votes_first(reader_as: ReaderAs, published: int) -> None:
    anyone = reader_as(None)
    page = anyone.open(f"/polls/{published}/fairness").text
    for words in (
        "Voters with something funded",
        "Most votes first",
        "fewer than 10",
        "No group of voters was left out",
    ):
        assert words in page
    assert "What the result gives to voters" in anyone.open(f"/polls/{published}/result").text
    assert "Luchd-bhòtaidh le rudeigin air a mhaoineachadh" in anyone.open(f"/gd/polls/{published}/fairness").text


def test_what_is_downloaded_has_the_hashes_that_were_logged_and_counts_the_same(
    reader_as: ReaderAs, published: int, tmp_path: Path
) -> None:
    anyone = reader_as(None)
    record = anyone.open(f"/polls/{published}/count.json")
    told = json.loads(record.text)
    file = anyone.open(f"/polls/{published}.pb")
    assert sha256(file.data).hexdigest() == told["pb_sha256"]
    assert sha256(record.data).hexdigest() in anyone.open(f"/polls/{published}/result").text
    (tmp_path / "poll.pb").write_bytes(file.data)
    words = ["--rule", "equal-shares", "--completion", "none", f"--lot-seed={told['tie']['seed']}", "--json"]
    command = [sys.executable, "-m", "ballots", "count", str(tmp_path / "poll.pb"), *words]
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(again.stdout)["winners"] == told["winners"] == ["bike", "play", "lib"]
    assert json.loads(anyone.open(f"/polls/{published}/trace.json").text)["winners"] == told["winners"]


def test_the_file_says_nothing_of_any_one_voter(reader_as: ReaderAs, published: int) -> None:
    lines = reader_as(None).open(f"/polls/{published}.pb").text.splitlines()
    votes = lines[lines.index("VOTES") + 2 :]
    assert [line.split(";")[0] for line in votes] == [str(number) for number in range(1, 12)]
    assert [line.split(";")[1] for line in votes] == sorted(line.split(";")[1] for line in votes)


def test_the_table_of_the_result_cannot_carry_a_formula(reader_as: ReaderAs, acting: Acting) -> None:
    hostile = SMALL.replace(b"Outdoor gym", b"=HYPERLINK(1)")
    poll_no = published_poll(acting, hostile, SHARES)
    rows = list(csv.DictReader(io.StringIO(reader_as(None).open(f"/polls/{poll_no}/result.csv").text.lstrip("\ufeff"))))
    assert [row["title"] for row in rows if row["project"] == "gym"] == ["'=HYPERLINK(1)"]
    assert [row["project"] for row in rows if row["funded"] == "yes"] == ["bike", "play", "lib"]
    assert (rows[0]["cost"], rows[0]["effective_votes"]) == ("700", "7.00")


STRANGE = b"""META
key;value
num_projects;5
num_votes;3
budget;100
vote_type;approval
PROJECTS
project_id;cost
lone;10
dear;101
free;0
big;90
small;60
VOTES
voter_id;vote
1;small,free
2;small,dear
3;big
"""
"""Nobody chooses one project, one is beyond the pot, one costs nothing, one has a single voter."""


def test_a_text_to_lay_beside_the_files_says_every_parameter_and_the_command(
    reader_as: ReaderAs, acting: Acting
) -> None:
    poll_no = published_poll(acting, SMALL, EqualShares())
    page = reader_as(None).open(f"/polls/{poll_no}/count.txt")
    assert page.content_type == "text/plain; charset=utf-8"
    for line in (
        "Rule: Equal shares",
        "Starting share: the pot divided by the voters, exactly",
        "Step by which shares are raised: the larger of PLN1 and a thousandth of the starting share; it came to PLN1",
        "Stop as soon as nothing more fits: No",
        "Least support for its cost: none",
        "Ties go to: lower cost, more voters, the lot",
        "Share at the start: PLN100",
    ):
        assert f"  {line}\n" in page.text, line
    assert "Budget: PLN1,100; spent: PLN1,000\n" in page.text
    assert f"python -m ballots count poll-{poll_no}.pb --rule equal-shares" in page.text
    plain = published_poll(acting, SMALL, Greedy())
    assert "Share at the start" not in reader_as(None).open(f"/polls/{plain}/count.txt").text


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Phragmen(), ("Even loads (Phragmén)", "the count ends", "carried least")),
        (
            Greedy(by=Merit.VALUE, min_score=1, min_voters=1, min_percent=1, part_funding=True),
            ("the project with most votes for its money", "Fewest of every hundred voters", "for the money they cost"),
        ),
        (Greedy(misfit=Misfit.STOP), ("until one no longer fitted: Pocket park", "the count ends")),
        (
            EqualShares(utility=Utility.SCORE, start=Start.WHOLE, eligibility=2),
            ("the same as any other", "in whole units of money", "Least support"),
        ),
    ],
)
def test_the_parameters_of_every_rule_stand_on_the_result(
    reader_as: ReaderAs, acting: Acting, rule: Rule, words: tuple[str, ...]
) -> None:
    page = reader_as(None).open(f"/polls/{published_poll(acting, SMALL, rule)}/result").text
    for one in words:
        assert one in page
