"""Who may do what at which stage, by asking the table itself; `python -m tests.golden.powers` writes the file."""

import csv
import io
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

from pb_app import permissions
from pb_app.actions import Action
from pb_app.permissions import refusal
from pb_app.roles import Actor, Grant, HeldCode, Role, Scope

FILE = Path(__file__).with_name("permissions.csv")
HERE = Scope(partnership_id=1)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something public in the partnership, at a stage."""

    stage: StrEnum | None
    scope: Scope = HERE
    is_public: bool = True


def person(role: Role) -> Actor:
    """Return somebody who is this and nothing else."""
    if role is Role.ANYONE:
        return Actor()
    if role is Role.CODE_HOLDER:
        return Actor(code=HeldCode(UUID(int=1), bytes(32)))
    if role is Role.SYSTEM:
        return Actor(is_system=True)
    grants = () if role is Role.RESIDENT else (Grant(role, HERE, str(role)),)
    return Actor(person_id=1, grants=grants)


def stages_of(action: Action) -> list[StrEnum | None]:
    """Return every stage the subject of an action can be at, or only None where stages do not matter."""
    stages = permissions.TABLE[action].stages
    if stages is None:
        return [None]
    kinds = sorted({type(stage) for stage in stages}, key=lambda kind: kind.__name__)
    return [stage for kind in kinds for stage in kind]


def may(action: Action, role: Role, stage: StrEnum | None) -> str:
    """Say yes or no, leaving the finer conditions aside."""
    without = {action: replace(permissions.TABLE[action], also=())}
    with patch.dict(permissions.TABLE, without):
        return "no" if refusal(person(role), action, Thing(stage)) else "yes"


def table() -> str:
    """Return the file: a line an action and stage, a column a role, and at the end the finer conditions."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["action", "stage", *Role, "and only if"])
    for action in Action:
        conditions = "; ".join(predicate.name for predicate in permissions.TABLE[action].also)
        for stage in stages_of(action):
            lines.writerow([action, stage or "any", *(may(action, role, stage) for role in Role), conditions])
    return out.getvalue()


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf-8")
