"""One place commits, one place emits, and one clock says when."""

import ast

from tests.architecture import tree

ENTRY_POINTS = (
    "pb_app/public/",
    "pb_app/residents/",
    "pb_app/facilitators/",
    "pb_app/officers/",
    "pb_app/sockets/",
    "pb_app/web/",
    "pb_app/cli/",
    "pb_app/demo/",
    "pb_app/background.py",
    "pb_app/factory.py",
)
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("datetime.datetime", "now"),
    ("datetime.datetime", "utcnow"),
    ("datetime.date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
CHANCE = {"random", "randrange", "randint", "choice", "shuffle", "sample"}


def found(where: tuple[str, ...], wanted: set[tuple[str, str]]) -> list[str]:
    return [
        f"{name}:{line}"
        for name in tree.python(where)
        for on, called, line in tree.calls(name)
        if (on, called) in wanted
    ]


def called(where: tuple[str, ...], names: set[str], but: tuple[str, ...]) -> list[str]:
    files = [name for name in tree.python(where) if not name.startswith(but)]
    return [f"{name}:{line} {word}" for name in files for _, word, line in tree.calls(name) if word in names]


def test_only_the_unit_of_work_commits_or_rolls_back() -> None:
    assert called(tree.APPLICATION, {"commit"}, ("pb_app/unit_of_work.py",)) == []
    ending_a_read = "pb_app/database.py"  # before a writing transaction begins, for the unit of work
    assert called(tree.APPLICATION, {"rollback"}, ("pb_app/unit_of_work.py", ending_a_read)) == []


def test_only_sockets_emit() -> None:
    assert called(tree.APPLICATION, {"emit"}, ("pb_app/sockets/",)) == []


def test_every_emit_says_to_whom() -> None:
    unaddressed = [
        f"{name}:{node.lineno}"
        for name in tree.python(("pb_app/sockets/",))
        for node in ast.walk(tree.syntax(name))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) == "emit"
        and not {"to", "room"} & {keyword.arg for keyword in node.keywords}
    ]
    assert unaddressed == []


def test_nothing_below_the_entry_points_looks_at_a_clock() -> None:
    below = tuple(
        name for name in tree.python(("ballots/", "deliberation/", "pb_app/")) if not name.startswith(ENTRY_POINTS)
    )
    assert found(below, CLOCKS) == []


def test_no_entry_point_makes_a_naive_moment() -> None:
    assert found(tree.APPLICATION, {("datetime", "utcnow"), ("datetime.datetime", "utcnow")}) == []
    assert [
        f"{name}:{node.lineno}"
        for name in tree.python(tree.APPLICATION)
        for node in ast.walk(tree.syntax(name))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("datetime.now")
        and not node.args + node.keywords
    ] == []


def test_the_libraries_draw_no_lots_of_their_own() -> None:
    drawn = [
        f"{name}:{line}"
        for name in tree.python(("ballots/", "deliberation/"))
        for on, word, line in tree.calls(name)
        if on == "random" and word in CHANCE
    ]
    assert drawn == []


def test_nothing_that_decides_is_a_float() -> None:
    money = tree.python(("pb_app/budgets/", "pb_app/models/", "pb_app/services/"))
    assert [
        f"{name}:{line}" for name in money for on, word, line in tree.calls(name) if (on, word) == ("", "float")
    ] == []
