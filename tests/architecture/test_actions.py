"""Every deed has one row in the permissions table and one use case, and the use case carries its name."""

import ast
from collections import Counter
from types import ModuleType

import pytest

from pb_app.actions import Action
from pb_app.permissions import (
    TABLE,
    Logged,
    audits,
    counts,
    halls,
    moderation,
    money,
    opinions,
    partnerships,
    people,
    polls,
    rooms,
    rounds,
    talk,
)
from tests.architecture import tree

SERVICES = ("pb_app/services/",)
AREAS = (people, partnerships, rounds, rooms, moderation, opinions, talk, polls, halls, counts, money, audits)
WAYS = {Action.SIGN_IN: 2}  # with a code and with a link


def begun() -> list[tuple[str, str]]:
    """Return (action, function) for every `uow.begin(Action.X)` below the entry points."""
    return [
        (node.args[0].attr, function.name)
        for name in tree.python(SERVICES)
        for function in tree.functions(name)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "begin"
        and node.args
        and isinstance(node.args[0], ast.Attribute)
    ]


def test_every_action_has_one_row() -> None:
    assert set(TABLE) == set(Action)


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.__name__.split(".")[-1])
def test_rows_of_an_area_stand_in_the_order_of_the_actions(area: ModuleType) -> None:
    assert list(area.ROWS) == [action for action in Action if action in area.ROWS]


def test_no_action_stands_in_two_areas() -> None:
    assert sum(len(area.ROWS) for area in AREAS) == len(Action)


def test_every_action_has_one_use_case() -> None:
    counted = Counter(action for action, _ in begun())
    assert {action.name: counted[action.name] for action in Action if counted[action.name] != WAYS.get(action, 1)} == {}


def test_a_use_case_carries_the_name_of_its_action() -> None:
    other = [(action, function) for action, function in begun() if function != action.lower()]
    assert [(action, function) for action, function in other if not function.startswith(f"{action.lower()}_")] == []


def test_only_use_cases_begin_changes() -> None:
    elsewhere = [
        f"{name}:{line}"
        for name in tree.python(("pb_app/",))
        if not name.startswith(SERVICES)
        for on, called, line in tree.calls(name)
        if called == "begin" and on.endswith("uow")
    ]
    assert elsewhere == []


def test_casting_and_changing_a_ballot_and_its_way_by_kiosk_are_the_only_changes_without_an_entry_of_its_own() -> None:
    batched = [action for action, row in TABLE.items() if row.logged is Logged.BATCHED]
    assert batched == [
        Action.CAST_BALLOT,
        Action.CHANGE_BALLOT,
        Action.CAST_ASSISTED,
        Action.HAND_OUT_PAPER,
        Action.OVERRIDE_ONLINE,
        Action.HAND_OUT_SLIP,
        Action.SETTLE_SLIP,
        Action.RECEIVE_ENVELOPES,
    ]


def test_only_an_action_with_an_entry_has_facts() -> None:
    assert [action for action, row in TABLE.items() if row.facts and row.logged is not Logged.ENTRY] == []


def test_the_type_of_an_entry_is_a_noun_and_a_past_participle() -> None:
    assert [
        action.value for action in Action if action.value.count(".") != 1 or action.value != action.value.lower()
    ] == []
