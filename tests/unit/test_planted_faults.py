"""The mutation run plants every fault behind its switch, and with all switches off a module is what it was."""

import pytest

from tests.mutation.sites import SWITCH, Mutant, Planting

SOURCE = '''
LIMIT = 3
def judged(numbers, most):
    """Say something."""
    kept = []
    for number in sorted(numbers, key=abs):
        if number < 0 or not number:
            continue
        if most:
            most -= 1
        kept.append(min(number, LIMIT) + 1)
    return kept if len(kept) == 2 else -1
'''


def planted(active: int = 0) -> tuple[list[Mutant], object]:
    """Plant the faults, switch one on and call the function."""
    planting = Planting("judged.py", 1)
    names: dict[str, object] = {SWITCH: lambda number: number == active}
    exec(compile(planting.planted(SOURCE), "judged.py", "exec"), names)  # noqa: S102  # the source stands above
    judged = names["judged"]
    assert callable(judged)
    return planting.mutants, judged([5, -1, 0, 2], 1)


def test_without_a_switch_nothing_changes() -> None:
    assert planted()[1] == [3, 4]


@pytest.mark.parametrize(
    ("kind", "before", "after", "result"),
    [
        ("comparison", "number < 0", "number >= 0", -1),
        ("comparison", "len(kept) == 2", "len(kept) != 2", -1),
        ("boolean", "number < 0 or not number", "number < 0 and (not number)", -1),
        ("boolean", "not number", "number", -1),
        ("boolean", "most", "not most", [3, 4]),
        ("arithmetic", "most -= 1", "most += 1", [3, 4]),
        ("arithmetic", "min(number, LIMIT) + 1", "min(number, LIMIT) - 1", [1, 2]),
        ("extreme", "min(number, LIMIT)", "max(number, LIMIT)", [4, 6]),
        ("order", "sorted(numbers, key=abs)", "sorted(numbers)", [3, 4]),
        ("loop", "continue", "break", -1),
        ("sign", "-1", "1", [3, 4]),
        ("constant", "2", "3", -1),
    ],
)
def test_a_switch_turns_on_its_fault_alone(kind: str, before: str, after: str, result: object) -> None:
    found = [one for one in planted()[0] if (one.kind, one.before, one.after) == (kind, before, after)]
    assert found, [(one.kind, one.before, one.after) for one in planted()[0]]
    assert planted(found[0].number)[1] == result
    assert found[0].function == "judged"


def test_what_runs_at_import_is_left_alone() -> None:
    assert {one.function for one in planted()[0]} == {"judged"}
