"""Running the checks: all of them or those named, and nothing left out in silence."""

import pytest

from scripts import coverage_floor, run_tests, system_packages
from scripts.system_packages import Program


def test_all_checks_run_unless_some_are_named() -> None:
    assert run_tests.chosen([]) == list(run_tests.CHECKS)
    assert [check.name for check in run_tests.chosen(["types", "lint"])] == ["types", "lint"]


def test_an_unknown_check_is_refused_with_the_list_of_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_tests.main(["speed"]) == 2
    assert "There is no check 'speed'; there are: lint, format," in capsys.readouterr().err


def test_what_fails_is_named_at_the_end_and_the_rest_runs_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    fails = run_tests.Check("first", "this fails", ("-c", "raise SystemExit(1)"))
    passes = run_tests.Check("second", "this passes", ("-c", "pass"))
    monkeypatch.setattr(run_tests, "CHECKS", (fails, passes))
    assert run_tests.main([]) == 1
    assert capfd.readouterr().out.endswith("Failed: this fails\nChecks: 1 passed, 1 failed\n")


def test_a_program_that_cannot_be_had_is_named_with_what_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Program("chromium", "the journeys in a browser", lambda: False)
    monkeypatch.setattr(system_packages, "PROGRAMS", (browser,))
    monkeypatch.setattr(system_packages, "may_install", lambda: False)
    (sentence,) = system_packages.provide()
    assert sentence.startswith("Not run: the journeys in a browser, because chromium is not installed ")
    assert "sudo apt-get install chromium" in sentence


def test_a_program_that_is_there_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_programs: list[Program]) -> None:
        pytest.fail("something was installed")

    monkeypatch.setattr(system_packages, "PROGRAMS", (Program("chromium", "journeys", lambda: True),))
    monkeypatch.setattr(system_packages, "install", refuse)
    assert system_packages.provide() == []


def test_a_floor_counts_statements_and_branches_of_its_part_only() -> None:
    lines = {"covered_lines": 8, "num_statements": 10, "covered_branches": 1, "num_branches": 2}
    files = {"ballots/ties.py": lines, "pb_app/stages.py": {"covered_lines": 0, "num_statements": 5}}
    assert coverage_floor.covered(files, "ballots/") == (9, 12)
    assert coverage_floor.covered(files, "") == (9, 17)
