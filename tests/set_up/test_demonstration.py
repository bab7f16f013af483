"""The demonstration: set up once, kept afterwards, and everything in it fits."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from pb_app import demo
from pb_app.demo import cast, story
from pb_app.factory import create_app
from pb_app.web.unit_of_work import installation

FEW = 12


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(cast, "VOTERS", FEW)
    monkeypatch.setattr(story, "VOTERS", FEW)
    app = create_app(Settings(instance=str(tmp_path), background="off"))
    yield app
    installation(app).database.engine.dispose()


def test_setting_up_tells_a_whole_round_and_says_who_can_sign_in(fresh: Flask) -> None:
    runner = fresh.test_cli_runner()
    told = runner.invoke(args=["set-up"])
    assert told.exit_code == 0, told.output
    assert all(one.email in told.output for one in demo.SIGN_INS)
    result = fresh.test_client().get("/polls/1/result")
    assert result.status_code == 200
    assert f"{FEW} people voted" in result.text
    slug = re.findall(r'href="/partnerships/([a-z-]+)"', fresh.test_client().get("/").text)[0]
    assert "Right: undone" in fresh.test_client().get(f"/partnerships/{slug}/moderation").text
    checked = runner.invoke(args=["audit", "verify"])
    assert checked.exit_code == 0, checked.output
    assert "Everything fits" in checked.output


def test_setting_up_again_keeps_what_is_there(fresh: Flask) -> None:
    runner = fresh.test_cli_runner()
    runner.invoke(args=["set-up"])
    before = fresh.test_client().get("/log").text
    again = runner.invoke(args=["set-up"])
    assert again.exit_code == 0
    assert "Demonstration:" not in again.output
    assert fresh.test_client().get("/log").text.count("<time") == before.count("<time")


def test_an_administrator_is_made_by_command_and_only_once(fresh: Flask) -> None:
    runner = fresh.test_cli_runner()
    assert runner.invoke(args=["migrate"]).exit_code == 0
    made = runner.invoke(args=["create-administrator", "root@moothill.example"])
    assert "is an administrator" in made.output
    again = runner.invoke(args=["create-administrator", "root@moothill.example"])
    assert again.exit_code == 1
    assert "holds that role already" in again.output
