"""The command that checks everything says what it found, and ends with a number that a script can read."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from click.testing import Result
from flask import Flask

from config import Settings
from pb_app.cli import audit
from pb_app.database import Database
from pb_app.factory import create_app
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation, installation
from tests import whole_story, world
from tests.tampering import tamper

UowOf = Callable[[str | None], UnitOfWork]


@pytest.fixture
def told(app: Flask) -> Installation:
    """The application's installation after a whole round."""
    parts = installation(app)
    here = world.build(parts)
    whole_story.told(parts, lambda who: world.acting(parts, here, who), here)
    return parts


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["audit", "verify", *words])


def test_it_says_what_was_looked_at_and_that_everything_fits(app: Flask, told: Installation) -> None:
    done = run(app)
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "The log: 26 of 26 entries are signed.",
        "Polls: 1. Ballots in their boxes: 3. Counts made again: 1.",
        "Entries of the ledger: 5.",
        "Everything fits.",
    ]


def test_it_names_the_first_thing_that_does_not_fit(
    app: Flask, told: Installation, request: pytest.FixtureRequest
) -> None:
    tamper(told, request, "log_leaf", "UPDATE log_leaf SET body = replace(body, 'round', 'sound') WHERE idx > 2")
    done = run(app)
    assert done.exit_code == 1
    first = next(line for line in done.output.splitlines() if line.startswith("DOES NOT FIT"))
    assert first == "DOES NOT FIT: Entry 3 does not have the hash that was stored with it."
    assert "  also: " in done.output


def test_a_script_reads_the_same_as_one_object(app: Flask, told: Installation, request: pytest.FixtureRequest) -> None:
    whole = json.loads(run(app, "--json").output)
    assert (whole["ok"], whole["entries"], whole["signed"], whole["misfits"]) == (True, 26, 26, [])
    tamper(told, request, "ledger_seal", "DELETE FROM ledger_seal WHERE entry_id = 2")
    done = run(app, "--json")
    assert done.exit_code == 1
    assert json.loads(done.output)["misfits"][0] == {
        "part": "ledger",
        "number": 2,
        "why": "Entry 2 of the ledger is not sealed.",
    }


def test_of_very_many_things_that_do_not_fit_twenty_more_are_named(
    app: Flask, told: Installation, request: pytest.FixtureRequest
) -> None:
    tamper(told, request, "log_leaf", "UPDATE log_leaf SET body = replace(body, 'v', 'w')")
    lines = run(app).output.splitlines()
    assert len([line for line in lines if line.startswith("  also: ")]) == 20
    assert lines[-1].startswith("  and ")


def test_at_a_terminal_it_says_what_it_is_at(
    app: Flask, told: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    audit._show_progress("poll", 3)
    audit._show_progress("ledger", 0)
    assert capsys.readouterr().err == "\rchecking the poll 3 …\033[K\rchecking the ledger …\033[K"


def test_an_empty_installation_fits(app: Flask) -> None:
    assert run(app).exit_code == 0


def test_without_a_database_it_cannot_run(app: Flask, embedded: Settings) -> None:
    parts = installation(app)
    here = parts.database
    parts.database = Database("sqlite:////nowhere/at/all.sqlite3")
    done = run(app)
    parts.database.engine.dispose()
    parts.database = here
    assert done.exit_code == 2
    assert "Nothing was checked." in done.output


def test_a_database_without_tables_cannot_be_checked(embedded: Settings) -> None:
    empty = create_app(replace(embedded, database_url=embedded.database_url.replace("moothill.", "empty.")))
    done = run(empty)
    installation(empty).database.engine.dispose()
    assert done.exit_code == 2
