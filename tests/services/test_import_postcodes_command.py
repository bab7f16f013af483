"""The command that takes in postcodes: the same faults as on the page, one a line."""

from pathlib import Path

from flask import Flask

from pb_app.queries.localities import postcodes_of
from pb_app.web.unit_of_work import installation
from tests import world


def test_a_file_is_taken_in_by_command(app: Flask, tmp_path: Path) -> None:
    here = world.build(installation(app))
    file = tmp_path / "postcodes.csv"
    file.write_bytes(b"postcode,area\nPA34 4AD,Oban\n")
    done = app.test_cli_runner().invoke(args=["import-postcodes", str(file), "--partnership", "lorn"])
    assert (done.exit_code, done.output) == (
        0,
        "1 postcodes are new, 0 moved to another locality, 0 stayed as they were.\n",
    )
    uow = installation(app).system_unit_of_work()
    assert postcodes_of(uow.session, here.partnership_id)["PA344AD"] == here.locality_id
    uow.close()


def test_the_command_names_every_wrong_line_and_fails(app: Flask, tmp_path: Path) -> None:
    world.build(installation(app))
    file = tmp_path / "postcodes.csv"
    file.write_bytes(b"PA34,Oban\nPA34 4AD,Atlantis\n")
    done = app.test_cli_runner().invoke(args=["import-postcodes", str(file), "--partnership", "lorn"])
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "Line 1: Enter a whole postcode, like PA34 4AB.",
        "Line 2: “Atlantis” is no locality here.",
        "Error: Nothing was taken from the file: 2 lines are wrong.",
    ]


def test_a_partnership_that_is_not_there_is_a_sentence(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "postcodes.csv"
    file.write_bytes(b"PA34 4AD,Oban\n")
    done = app.test_cli_runner().invoke(args=["import-postcodes", str(file), "--partnership", "atlantis"])
    assert (done.exit_code, done.output) == (1, "Error: There is no partnership under this address.\n")
    missing = app.test_cli_runner().invoke(args=["import-postcodes", str(tmp_path / "no"), "--partnership", "lorn"])
    assert missing.exit_code == 2
