"""Files and functions stay small, say what they are for, and are named for a concept."""

import ast
from pathlib import PurePosixPath

from tests.architecture import tree

LONGEST_FILE = 300
LONGEST_CONFTEST = 200
LONGEST_FUNCTION = 40
TECHNIQUES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
MIGRATIONS = "migrations/versions/"  # written by alembic from the models, never touched again


def lines(name: str) -> int:
    return len(tree.text(name).splitlines())


def test_every_python_file_begins_by_saying_what_it_is_for() -> None:
    silent = [name for name in tree.python() if tree.text(name).strip() and not ast.get_docstring(tree.syntax(name))]
    assert silent == []


def test_the_caption_of_a_python_file_is_its_first_line() -> None:
    late = [name for name in tree.python() if tree.text(name).strip() and not caption_is_first(name)]
    assert late == []


def caption_is_first(name: str) -> bool:
    first = tree.text(name).splitlines()[0]
    return first.startswith(('"""', 'r"""'))


def test_every_script_and_sheet_begins_by_saying_what_it_is_for() -> None:
    silent = [name for name in tree.ending(".js", ".mjs", ".css") if not tree.text(name).startswith("/*")]
    silent = [name for name in silent if not tree.text(name).startswith("//")]
    assert silent == []


def test_no_file_grows_past_three_hundred_lines() -> None:
    written = [name for name in tree.ending(".py", ".mjs", ".js", ".css", ".html") if not name.startswith(MIGRATIONS)]
    assert {name: lines(name) for name in written if lines(name) > LONGEST_FILE} == {}


def test_no_conftest_grows_past_two_hundred_lines() -> None:
    assert {name: lines(name) for name in tree.ending("conftest.py") if lines(name) > LONGEST_CONFTEST} == {}


def test_no_function_grows_past_forty_lines() -> None:
    long = {
        f"{name}:{function.lineno} {function.name}": length
        for name in tree.python()
        if not name.startswith(MIGRATIONS)
        for function in tree.functions(name)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_file_or_folder_is_named_for_a_technique() -> None:
    named = [name for name in tree.files() if TECHNIQUES & {PurePosixPath(part).stem for part in name.split("/")}]
    assert named == []


def test_no_file_is_the_second_half_of_another() -> None:
    assert [name for name in tree.python() if PurePosixPath(name).stem.endswith(("_part2", "_2", "_more"))] == []
