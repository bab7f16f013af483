"""Who somebody is and where something belongs: roles, scopes, grants, actors and what they act on. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Role(StrEnum):
    """What a person may be within a scope; the first four need no grant."""

    ANYONE = "anyone"
    RESIDENT = "resident"
    CODE_HOLDER = "code_holder"
    SYSTEM = "system"
    FACILITATOR = "facilitator"
    OFFICER = "officer"
    APPROVER = "approver"
    COUNCILLOR = "councillor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


UNGRANTED = frozenset({Role.ANYONE, Role.RESIDENT, Role.CODE_HOLDER, Role.SYSTEM})
GRANTED = tuple(role for role in Role if role not in UNGRANTED)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where something belongs. An empty scope is the whole installation."""

    partnership_id: int | None = None
    locality_id: int | None = None
    forum_id: int | None = None

    def covers(self, other: "Scope") -> bool:
        """Whether what is held here also holds there: every part named here must be the same there."""
        here = (self.partnership_id, self.locality_id, self.forum_id)
        there = (other.partnership_id, other.locality_id, other.forum_id)
        return all(mine is None or mine == yours for mine, yours in zip(here, there, strict=True))


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held within a scope, and the pseudonym under which the log shows it."""

    role: Role
    scope: Scope
    pseudonym: str


@dataclass(frozen=True, slots=True)
class HeldCode:
    """That somebody entered a voting code: its poll, and the key under which its holder stands on the roll."""

    poll: UUID
    person_key: bytes


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: nobody known (no id), a signed-in person, whoever holds a voting code, or the system itself."""

    person_id: int | None = None
    display_name: str = ""
    email: str = ""
    grants: tuple[Grant, ...] = ()
    is_system: bool = False
    code: HeldCode | None = None

    def grant_for(self, roles: frozenset[Role], scope: Scope) -> Grant | None:
        """The first of the person's grants that is one of these roles and covers the scope."""
        return next((g for g in self.grants if g.role in roles and g.scope.covers(scope)), None)

    def holds(self, role: Role, scope: Scope) -> bool:
        """Whether the person holds the role there."""
        return self.grant_for(frozenset({role}), scope) is not None


class Subject(Protocol):
    """What an action is done to."""

    @property
    def scope(self) -> Scope:
        """Where it belongs."""

    @property
    def stage(self) -> StrEnum | None:
        """Where it stands, or None for what has no stages."""

    @property
    def is_public(self) -> bool:
        """Whether anyone may see it."""


@dataclass(frozen=True, slots=True)
class Site:
    """The installation itself, as the subject of what belongs to no partnership yet."""

    scope: Scope = Scope()
    stage: None = None
    is_public: bool = True
