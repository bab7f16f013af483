"""From a file to a count and back to a file, by commands alone: progress, sentences, exit codes."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from pb_app.models.polls import Poll
from pb_app.services.counts import publish_result
from pb_app.web.unit_of_work import installation
from tests import world
from tests.polls import BROKEN, SMALL
from tests.world import World


@pytest.fixture
def lorn(app: Flask) -> World:
    """The small world, inside the application."""
    return world.build(installation(app))


@pytest.fixture
def runner(app: Flask, lorn: World) -> FlaskCliRunner:
    """Somebody at the command line."""
    return app.test_cli_runner()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small poll in a file."""
    path = tmp_path / "small.pb"
    path.write_bytes(SMALL)
    return path


def test_a_poll_is_imported_with_progress_and_counted(runner: FlaskCliRunner, file: Path) -> None:
    answer = runner.invoke(args=["import-poll", str(file), "--locality", "Oban", "--completion", "none"])
    assert answer.exit_code == 0, answer.output
    assert "11 of 11 ballots in the box" in answer.stderr
    assert "Poll 1 “Eleven voters”: 11 ballots, closed" in answer.stdout
    counted = runner.invoke(args=["count-poll", "1"])
    assert "Poll 1: 3 projects funded" in counted.stdout


def test_a_published_poll_is_written_as_the_file_that_was_counted(
    app: Flask, runner: FlaskCliRunner, lorn: World, file: Path, tmp_path: Path
) -> None:
    runner.invoke(args=["import-poll", str(file), "--locality", "Oban", "--as-published"])
    runner.invoke(args=["count-poll", "1"])
    target = tmp_path / "out.pb"
    early = runner.invoke(args=["export", "pb", "1", str(target)])
    assert (early.exit_code, "not published yet" in early.stderr, target.exists()) == (2, True, False)
    uow = world.acting(installation(app), lorn, "approver")
    kept = publish_result(uow, 1)
    uow.close()
    done = runner.invoke(args=["export", "pb", "1", str(target)])
    assert done.exit_code == 0, done.output
    assert kept.pb_sha256 in done.stdout
    assert target.read_bytes().startswith(b"META\n")


@pytest.mark.parametrize(
    ("content", "words", "why"),
    [
        (BROKEN, [], "Line 33: this ballot is not allowed. Project swings"),
        (b"", [], "META"),
        (b"\xff\xfe", [], "UTF-8"),
        (SMALL.replace(b"vote_type;approval", b"vote_type;ordinal"), ["--rule", "phragmen"], "does not look at all"),
        (SMALL.replace(b"rule;greedy", b"rule;borda"), ["--as-published"], "“borda”"),
        (SMALL, ["--locality", "Atlantis"], "Atlantis"),
        (SMALL, ["--rule", "greedy", "--completion", "none"], "--completion has no meaning"),
        (SMALL, ["--increment", "much"], "not a number"),
    ],
)
def test_what_cannot_be_imported_says_why_and_leaves_nothing(
    app: Flask, runner: FlaskCliRunner, file: Path, *, content: bytes, words: list[str], why: str
) -> None:
    file.write_bytes(content)
    place = [] if "--locality" in words else ["--locality", "Oban"]
    answer = runner.invoke(args=["import-poll", str(file), *place, *words])
    assert answer.exit_code == 2
    assert why in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
    uow = installation(app).system_unit_of_work()
    assert uow.session.scalar(select(func.count()).select_from(Poll)) == 0
    uow.close()


def test_a_file_that_is_not_there_is_named(runner: FlaskCliRunner, tmp_path: Path) -> None:
    answer = runner.invoke(args=["import-poll", str(tmp_path / "none.pb"), "--locality", "Oban"])
    assert (answer.exit_code, "none.pb" in answer.stderr) == (2, True)


def test_a_poll_that_is_not_there_is_not_counted(runner: FlaskCliRunner) -> None:
    answer = runner.invoke(args=["count-poll", "7"])
    assert (answer.exit_code, answer.stderr.strip()) == (2, "There is no poll under this number.")
