"""An officer's pages of a paper with several contests, from the first draft to the preview."""

from collections.abc import Callable

from flask import Flask

from pb_app.web.unit_of_work import installation
from tests import ballot_box, two_contests
from tests.pages.reader import Reader
from tests.world import World

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
