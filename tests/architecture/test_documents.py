"""What the documents say exists does, and what exists is in the documents."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path, PurePosixPath

import click
import pytest
from flask import Flask

from config import PREFIX, Settings
from pb_app.demo.people import SIGN_INS
from tests.architecture import tree

BUILT_IN = {"run", "routes", "shell"}  # Flask's own
LINKS = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/")


def documents() -> list[str]:
    return tree.ending(".md", under=DOCUMENTS)


def first_column(name: str) -> set[str]:
    rows = re.findall(r"^\| `([^`]+)`", tree.text(name), re.MULTILINE)
    return set(rows)


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        elif f"{before}{name}" not in BUILT_IN:
            yield f"{before}{name}"


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", tree.text("Makefile"), re.MULTILINE))


def test_every_setting_has_a_line_and_every_line_a_setting() -> None:
    assert first_column("docs/settings.md") == {PREFIX + field.name.upper() for field in fields(Settings)}


def test_every_default_is_documented_as_it_is() -> None:
    lines = {line.split("`")[1]: line for line in tree.text("docs/settings.md").splitlines() if line.startswith("| `")}
    said = {
        field.name: lines[PREFIX + field.name.upper()]
        for field in fields(Settings)
        if field.default not in {"", Settings().instance}
    }
    defaults = {field.name: str(field.default) for field in fields(Settings)}
    assert [name for name, line in said.items() if f"| `{defaults[name]}` |" not in line] == []


def test_every_command_has_a_line_and_every_line_a_command(application: Flask) -> None:
    said = {re.split(r" [A-Z\[-]", line)[0] for line in first_column("docs/commands.md")}
    assert said == set(commands(application.cli))


def test_every_command_says_what_it_does(application: Flask) -> None:
    def silent(group: click.Group) -> Iterator[str]:
        for name, command in group.commands.items():
            if isinstance(command, click.Group):
                yield from silent(command)
            elif not command.help:
                yield name

    assert list(silent(application.cli)) == []


def test_every_make_command_in_the_documents_exists() -> None:
    named = {
        (name, target)
        for name in documents()
        for block in SHELL.findall(tree.text(name))
        for target in re.findall(r"^make ([a-z]+)", block, re.MULTILINE)
    }
    assert {name for name, _ in named} >= {"README.md", "CONTRIBUTING.md"}
    assert sorted(found for found in named if found[1] not in targets()) == []


def test_the_two_commands_stand_in_the_readme() -> None:
    assert re.search(r"^make run ", tree.text("README.md"), re.MULTILINE)
    assert re.search(r"^make test ", tree.text("README.md"), re.MULTILINE)


@pytest.mark.parametrize("name", documents())
def test_every_link_leads_to_a_file(name: str) -> None:
    folder = PurePosixPath(name).parent
    broken = [link for link in LINKS.findall(tree.text(name)) if not (tree.ROOT / folder / link).exists()]
    assert broken == []


def test_every_decision_is_in_the_list_and_has_its_three_parts() -> None:
    pages = [name for name in tree.ending(".md", under=("docs/decisions/",)) if not name.endswith("README.md")]
    listed = tree.text("docs/decisions/README.md")
    assert [name for name in pages if f"({Path(name).name})" not in listed] == []
    parts = ("**Context.**", "**Choice.**", "**Cost.**")
    assert [name for name in pages if not all(part in tree.text(name) for part in parts)] == []


def test_no_two_decisions_share_a_number() -> None:
    numbers = [Path(name).name[:4] for name in tree.ending(".md", under=("docs/decisions/0",))]
    assert sorted(numbers) == sorted(set(numbers))


def test_every_named_file_of_the_code_exists() -> None:
    named = {
        (name, path)
        for name in documents()
        for path in re.findall(r"`((?:pb_app|ballots|deliberation|tests|scripts|docs)/[\w./]+\.\w+)`", tree.text(name))
    }
    assert sorted(found for found in named if not (tree.ROOT / found[1]).exists()) == []


def test_the_licence_is_the_whole_apache_licence() -> None:
    words = tree.text("LICENSE")
    assert "Apache License" in words
    assert "END OF TERMS AND CONDITIONS" in words


def test_the_sign_ins_of_the_readme_are_those_of_the_demonstration() -> None:
    said = re.findall(r"^\| `([^`]+@[^`]+)` \| (.+) \|$", tree.text("README.md"), re.MULTILINE)
    assert said == [(one.email, one.does) for one in SIGN_INS]
