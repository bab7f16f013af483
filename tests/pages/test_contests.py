"""An officer's pages of a paper with several contests, from the first draft to the preview."""

import io
from collections.abc import Callable

from flask import Flask
from pypdf import PdfReader

from pb_app import box
from pb_app.desk import AtDesk
from pb_app.publication import Publication
from pb_app.services import counts, polls, stations
from pb_app.web.unit_of_work import installation
from tests import ballot_box, two_contests
from tests.pages.reader import Reader
from tests.paper_stories import BORN, station_of
from tests.world import POSTCODE, World

Readers = Callable[[str | None], Reader]
HERE = "/officers/polls/1/contests"


def test_a_second_contest_is_drafted_given_projects_and_previewed(app: Flask, lorn: World, reader_as: Readers) -> None:
    drafted = ballot_box.drafted(installation(app), lorn)
    with drafted.system() as uow, uow.database.writing(uow.session):
        pot_id = two_contests.further_pot(uow.session, lorn, drafted)
        uow.session.commit()
    officer = reader_as("officer")
    officer.open(f"{HERE}/new")
    officer.send("/contests/new", title="", pot=pot_id)
    assert "Enter a title" in officer.text
    officer.send("/contests/new", title="Children and families", pot=0, ballot="points", most_total="3", rule="greedy")
    assert "Choose a pot of this round that no other contest has" in officer.text
    officer.send("/contests/new", pot=pot_id)
    assert "The contest is kept" in officer.text
    officer.send("/contests", title="Children and families", contest_P03=2)
    assert "Another contest of this paper has this title" in officer.text
    officer.send("/contests", title="Paths and places", contest_P03=2, contest_P04=2)
    assert "The paper is arranged" in officer.text
    officer.open(f"{HERE}/2")
    officer.send("/contests/2", title="Young people")
    preview = officer.open("/officers/polls/1/preview").text
    assert preview.index("Paths and places") < preview.index("Young people") < preview.index("Toy library")
    assert "You have 3 points to share out" in preview
    assert "Young people" in officer.open("/officers/polls/1").text
    officer.open(HERE)
    officer.send("/removed")
    assert "The last contest is off the paper" in officer.text


def test_whoever_has_no_role_here_sees_no_contests(app: Flask, lorn: World, reader_as: Readers) -> None:
    two_contests.drafted(installation(app), lorn)
    assert reader_as("auditor").open(f"{HERE}/2").status_code == 200
    assert reader_as("auditor").open(f"{HERE}/7").status_code == 404
    assert reader_as("resident").open(HERE).status_code in {403, 404}


def test_a_voter_answers_two_contests_on_one_paper_and_the_result_has_a_page_for_each(
    app: Flask, lorn: World, reader_as: Readers
) -> None:
    voting = two_contests.opened(installation(app), lorn)
    resident, officer = reader_as("resident"), reader_as("officer")
    resident.open("/polls/1/vote")
    resident.send("/roll", postcode=POSTCODE, declaration="y")
    resident.send("/ballot/check", projects=["P01"], **{"number-P03": "9"})
    assert "Step 1 of 2" in resident.text
    resident.send("/ballot/check", **{"number-P03": "2"})
    assert "You have not voted yet: check your ballot" in resident.text
    assert "2 points" in resident.text
    resident.send("/ballot/choices")
    assert 'value="2"' in resident.text
    resident.send("/ballot/check")
    resident.send("/ballot")
    assert "Tracking code" in resident.text
    with voting.acting("second_officer") as uow:
        polls.close_poll(uow, 1, "Everyone has voted.")
        assert list(box.ballots_of(uow.session, voting.poll_id)) == [{"1": ["P01"], "2": [["P03", 2]]}]
    with voting.acting("officer") as uow:
        counts.record_count(uow, 1)
    with voting.acting("approver") as uow:
        counts.acknowledge_privacy(uow, 1, Publication.PRIVATE)
        counts.publish_result(uow, 1)
    page = reader_as(None).open("/polls/1/result?contest=2").text
    assert "Children and families" in page
    assert "contest-2.pb" in page
    assert "Toy library" in page
    assert "Harbour path lights" not in page
    assert reader_as(None).open("/polls/1/result/P03").status_code == 200
    assert reader_as(None).open("/polls/1/result?contest=3").status_code == 404
    assert reader_as(None).open("/polls/1.pb?contest=2").status_code == 200
    councillor = reader_as("councillor")
    councillor.open("/officers/polls/1/adoption?contest=2")
    councillor.send("/adoption/check?contest=2", decision="adopted")
    councillor.send("/adoption?contest=2")
    assert "The decision of the forum is recorded" in councillor.text
    assert "Children and families" in officer.open("/officers/polls/1/count?contest=2").text


def test_a_voter_chooses_their_area_before_the_paper(app: Flask, lorn: World, reader_as: Readers) -> None:
    two_contests.opened(installation(app), lorn, areas=(None, lorn.other_locality_id))
    resident = reader_as("resident")
    resident.open("/polls/1/vote")
    resident.send("/roll", postcode=POSTCODE, declaration="y")
    assert "Choose your area" in resident.text
    resident.send("/ballot/area", area="Nowhere")
    assert "There is no ballot paper for Nowhere." in resident.text
    resident.send("/ballot/area", area="")
    assert "Children and families" not in resident.text
    resident.send("/ballot/check", projects=["P02"])
    resident.send("/ballot")
    assert "Tracking code" in resident.text


def test_papers_of_two_contests_are_keyed_contest_by_contest(app: Flask, lorn: World, reader_as: Readers) -> None:
    station = station_of(two_contests.opened(installation(app), lorn), ("Ann", "Iain"))
    station.close()
    batch = f"/officers/batches/{station.batch(2)}"
    officer, approver, third = (reader_as(who) for who in ("officer", "approver", "second_officer"))
    officer.open(batch)
    officer.send("/lines", line_1_1="1", line_1_2="3", line_2_1="2", paper_2="names_voter")
    assert "no project with its points" in officer.text
    assert "Clear the one or the other" in officer.text
    officer.send("/lines", line_1_2="1:3", line_2_1="")
    assert "What you read is kept" in officer.text
    approver.open(batch)
    approver.send("/lines", line_1_1="1", fault_1_2="unclear", paper_2="not_official")
    assert "Paper 1, Children and families" in approver.text
    third.open(batch)
    assert "Both read: P01." in third.text
    assert "Read as: P03: 3. And as: Unclear." in third.text
    third.send("/settled", line_1_1="1", fault_1_2="unclear", paper_2="names_voter")
    third.send("/sealed")
    assert "1 valid ballot of this batch is in the box" in third.text
    papers = officer.open("/officers/polls/1/papers").text
    assert "Sealed papers that are not counted, and why" in papers
    assert papers.index("The whole paper") < papers.index("It says who the voter is") < papers.index("Unclear")


def test_papers_of_an_area_are_printed_and_keyed_by_themselves(app: Flask, lorn: World, reader_as: Readers) -> None:
    parts = installation(app)
    station = station_of(two_contests.opened(parts, lorn, areas=(None, lorn.locality_id), assigned=True), ("Ann",))
    officer = reader_as("officer")
    officer.open("/officers/polls/1/print")
    printed = officer.open("/officers/polls/1/ballot-papers.pdf?first=1&last=1&language=en&size=18&area=Oban")
    assert "Oban" in PdfReader(io.BytesIO(printed.data)).pages[0].extract_text()
    with station.voting.acting("officer") as uow:
        stations.claim_at_desk(uow, station.id, AtDesk(name="Una", born=BORN), POSTCODE)
    officer.open(f"/officers/stations/{station.id}")
    officer.send("/marks", name="Una", born=BORN.isoformat())
    assert "It is the paper for Oban." in officer.text
    station.close()
    officer.open(f"/officers/stations/{station.id}")
    officer.send("/batches", papers="1", area="Oban")
    assert "They are papers for Oban." in officer.text


def test_officers_declare_an_extra_vote_and_it_is_printed_and_keyed(
    app: Flask, lorn: World, reader_as: Readers
) -> None:
    drafted = ballot_box.drafted(installation(app), lorn)
    officer = reader_as("officer")
    officer.open("/officers/rounds/1/poll")
    officer.send("/poll", extra_needed="y")
    assert "Say which projects the extra vote may go to" in officer.text
    officer.send("/poll", extra_among=["P02", "P03"], rule="greedy", completion="add1-fill")
    assert "The draft is kept" in officer.text
    assert 'value="P03" checked' in officer.open("/officers/rounds/1/poll").text.replace("checked value", "value")
    assert "extra vote" in officer.open("/officers/polls/1/preview").text
    two_contests.open_it(drafted)
    printed = officer.open("/officers/polls/1/ballot-papers.pdf?first=1&last=1&language=en&size=11")
    assert "Extra vote" in PdfReader(io.BytesIO(printed.data)).pages[0].extract_text()
    station = station_of(drafted, ("Ann",))
    station.close()
    officer.open(f"/officers/batches/{station.batch(1)}")
    assert "Enter the project with the extra vote after a plus" in officer.text
    officer.send("/lines", line_1="1 +3")
    assert "What you read is kept" in officer.text
