"""What a line of the table of permissions says. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from pb_app.conditions import Predicate
from pb_app.roles import Role


class Logged(StrEnum):
    """How the log hears of an action."""

    ENTRY = "entry"
    BATCHED = "batched"
    NOT_A_CHANGE = "not a change"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: who, in which stages, on which further conditions, and the facts the entry must hold.

    To facts that are `private` the entry only commits.
    """

    roles: frozenset[Role]
    facts: frozenset[str] = frozenset()
    stages: frozenset[StrEnum] | None = None
    also: tuple[Predicate, ...] = ()
    logged: Logged = Logged.ENTRY
    private: frozenset[str] = frozenset()


def roles(*names: Role) -> frozenset[Role]:
    """Any of these roles."""
    return frozenset(names)


def facts(names: str) -> frozenset[str]:
    """The names of facts, given as one line."""
    return frozenset(names.split())


ADMIN = roles(Role.ADMINISTRATOR)
OFFICER = roles(Role.OFFICER)
RESIDENT = roles(Role.RESIDENT)
KEYERS = roles(Role.OFFICER, Role.APPROVER)
