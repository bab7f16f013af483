"""Whose signatures are asked for (C2SP tlog-policy): the log's key, witnesses, groups of them, and the quorum."""

from collections.abc import Mapping
from dataclasses import dataclass

from moothill_verify.faults import Malformed, sentence
from moothill_verify.notes import COSIGNS, SIGNS_NOTES, Key, key_of

NOBODY = "none"


@dataclass(frozen=True, slots=True)
class Group:
    """At least `needed` of the witnesses and groups of these names."""

    needed: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """The logs that may sign, the witnesses and groups by name, and the name whose consent is needed ("none")."""

    logs: tuple[Key, ...]
    witnesses: Mapping[str, Key]
    groups: Mapping[str, Group]
    quorum: str

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every key that this policy knows."""
        return (*self.logs, *self.witnesses.values())

    def is_met(self, cosigned: Mapping[Key, int | None]) -> bool:
        """Say whether those who signed are enough."""
        return self.quorum == NOBODY or self._agrees(self.quorum, cosigned)

    def _agrees(self, name: str, cosigned: Mapping[Key, int | None]) -> bool:
        if name in self.witnesses:
            return self.witnesses[name] in cosigned
        group = self.groups[name]
        return sum(self._agrees(one, cosigned) for one in group.names) >= group.needed


def policy_of(data: bytes, name: str) -> Policy:
    """Return the policy that a file states. Raises Malformed, naming the line."""
    reading = _Reading(name)
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Malformed(sentence("%(file)s is not text in UTF-8."), file=name) from None
    for number, line in enumerate(lines, 1):
        words = [word for word in line.partition("#")[0].replace("\t", " ").split(" ") if word]
        if words and not reading.takes(words):
            raise Malformed(
                sentence("Line %(line)d of %(file)s says nothing that a policy can."), file=name, line=number
            )
    if not reading.logs:
        raise Malformed(sentence("%(file)s names no log."), file=name)
    return Policy(tuple(reading.logs), reading.witnesses, reading.groups, reading.quorum)


class _Reading:
    """A policy as far as it is read; what a group names must stand above it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.logs: list[Key] = []
        self.witnesses: dict[str, Key] = {}
        self.groups: dict[str, Group] = {}
        self.quorum = NOBODY

    def takes(self, words: list[str]) -> bool:
        """Take in the words of a line; say whether it can stand in a policy."""
        match words:
            case ["log", vkey, *_]:
                return self._log(key_of(vkey, self.name))
            case ["witness", label, vkey, *_] if self._is_new(label):
                return self._witness(label, key_of(vkey, self.name))
            case ["group", label, many, *names] if self._is_new(label) and names:
                return self._group(label, many, tuple(names))
            case ["quorum", label] if label == NOBODY or not self._is_new(label):
                self.quorum = label
                return True
        return False

    def _is_new(self, label: str) -> bool:
        return label != NOBODY and label not in self.witnesses and label not in self.groups

    def _log(self, key: Key) -> bool:
        self.logs.append(key)
        return key.kind == SIGNS_NOTES

    def _witness(self, label: str, key: Key) -> bool:
        self.witnesses[label] = key
        return key.kind == COSIGNS

    def _group(self, label: str, many: str, names: tuple[str, ...]) -> bool:
        needed = {"all": len(names), "any": 1}.get(many, int(many) if many.isascii() and many.isdigit() else 0)
        self.groups[label] = Group(needed, names)
        known = self.witnesses.keys() | (self.groups.keys() - {label})
        return 0 < needed <= len(names) and known >= set(names) and len(set(names)) == len(names)
