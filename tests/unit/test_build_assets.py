"""The build of the front-end packages: colours become tokens, files are placed and hashed, a fault is named."""

import hashlib
import json
from pathlib import Path

import pytest

from scripts import build_assets
from scripts.build_assets import WANTED, BuildError, build, is_built, tokenise


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose packages are installed already, with a line or two in each file."""
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf-8")
    for wanted in WANTED:
        package = tmp_path / "node_modules" / wanted.package
        (package / wanted.source).parent.mkdir(parents=True)
        (package / wanted.source).write_text("a{color:#0065bd}", encoding="utf-8")
        (package / wanted.licence).write_text("MIT", encoding="utf-8")
        (package / "package.json").write_text('{"version": "1.2.3", "license": "MIT"}', encoding="utf-8")
    stamp = hashlib.sha256(b"{}").hexdigest()
    (tmp_path / "node_modules" / ".installed-from").write_text(stamp, encoding="ascii")
    return tmp_path


def test_a_colour_becomes_a_token_with_itself_to_fall_back_on() -> None:
    assert tokenise("a{color:#0065bd;fill:#FFF}") == "a{color:var(--sg-brand,#0065bd);fill:var(--sg-bg,#FFF)}"


def test_a_computed_colour_is_known_by_its_rounded_value() -> None:
    assert tokenise("a{color:rgb(0,66.9325396825,125.25)}") == (
        "a{color:var(--sg-brand-hover,rgb(0,66.9325396825,125.25))}"
    )
    assert tokenise("a{color:hsl(0,0%,92.1%)}") == "a{color:var(--sg-border-faint,hsl(0,0%,92.1%))}"


def test_a_data_address_is_left_alone() -> None:
    icon = "a{background:url(\"data:image/svg+xml,%3Csvg fill='#123456' d='{'/%3E\")}"
    assert tokenise(icon) == icon


def test_what_shines_through_and_coloured_tags_stay_as_they_are() -> None:
    for rule in ("a{color:rgba(0,0,0,.15)}", ".ds_tag--red{color:rgb(1,2,3);background-color:hsl(8,95%,94%)}"):
        assert tokenise(rule) == rule


def test_text_on_the_focus_colour_has_its_own_token() -> None:
    assert "color:var(--sg-focus-text,#1a1a1a)" in tokenise("a:focus{background-color:#fdd522;color:#1a1a1a}")


def test_rules_within_a_media_query_are_tokenised_too() -> None:
    assert tokenise("@media print{a{color:#fff}}b{color:#fff}") == (
        "@media print{a{color:var(--sg-bg,#fff)}}b{color:var(--sg-bg,#fff)}"
    )


@pytest.mark.parametrize("colour", ["#123456", "#abc", "rgb(1,2,3)", "hsl(8,95%,94%)"])
def test_a_colour_that_the_table_does_not_know_is_refused(colour: str) -> None:
    with pytest.raises(BuildError, match="does not know"):
        tokenise(f"a{{color:{colour}}}")


def test_a_build_writes_every_file_with_its_hash(checkout: Path) -> None:
    build(checkout)
    lines = json.loads((checkout / "static/vendor/manifest.json").read_text(encoding="utf-8"))["assets"]
    assert set(lines) == {"design-system.css", "socket.io.js", "morphdom.js"}
    for line in lines.values():
        assert hashlib.sha256((checkout / "static" / line["path"]).read_bytes()).hexdigest() == line["sha256"]
    assert lines["morphdom.js"]["path"] == "vendor/morphdom/1.2.3/morphdom.js"


def test_a_second_build_writes_nothing(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(checkout)
    capsys.readouterr()
    build(checkout)
    assert capsys.readouterr().out == ""


def test_a_file_that_was_tampered_with_is_built_again(checkout: Path) -> None:
    build(checkout)
    (checkout / "static/vendor/morphdom/1.2.3/morphdom.js").write_text("other", encoding="utf-8")
    assert not is_built(checkout)
    build(checkout)
    assert is_built(checkout)


def test_a_package_without_the_named_file_is_refused(checkout: Path) -> None:
    (checkout / "node_modules/morphdom/dist/morphdom-esm.js").unlink()
    with pytest.raises(BuildError, match=r"morphdom has no file dist/morphdom-esm\.js"):
        build(checkout)
    assert not is_built(checkout)


def test_where_there_is_no_npm_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_assets.shutil, "which", lambda *_args, **_named: None)
    monkeypatch.setattr(build_assets.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(BuildError, match="There is no npm here"):
        build_assets.npm_command()


def test_the_wheel_stands_in_for_npm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_assets.shutil, "which", lambda *_args, **_named: None)
    monkeypatch.setattr(build_assets.importlib.util, "find_spec", lambda _name: object())
    assert build_assets.npm_command()[-1] == build_assets.NPM_OF_THE_WHEEL


def test_the_lock_file_names_no_host_and_pins_every_package() -> None:
    root = build_assets.ROOT
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((root / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(version[0].isdigit() for version in wanted.values())
    assert {file.package for file in WANTED} == set(wanted)
    for name, package in lock["packages"].items():
        assert "resolved" not in package, name
        assert not name or package["integrity"].startswith("sha512-"), name
