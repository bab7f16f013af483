"""The ballot pack: for each project key facts, best for, best against and concerns, as they were frozen with the rules.

The digest that stands in the definition is taken over the pack with every text replaced by its own digest: a text that
has to be taken away later leaves the rest as checkable as it was.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from deliberation.kinds import MessageKind
from deliberation.slate import Audit
from pb_app.audit.canonical import encode

VERSION = 1
FEWEST = 10
"""No figure below this is printed, nor one that leaves fewer over (settled.md 14)."""
SECTIONS = (MessageKind.EVIDENCE, MessageKind.PRO, MessageKind.CON, MessageKind.CONCERN)


@dataclass(frozen=True, slots=True)
class Printed:
    """A point as it is printed: its place in the room, its words, and where they come from, if it is evidence."""

    seq: int
    said: str
    source: str = ""

    @property
    def digest(self) -> str:
        """The digest of words and source."""
        return sha256(encode({"said": self.said, "source": self.source})).hexdigest()


@dataclass(frozen=True, slots=True)
class Told:
    """What is printed of the audit of a slate: figures that rest on too few people are None."""

    places: int
    people: int
    covered: int | None
    by_marks: int | None
    by_cover: int | None
    is_fair: bool

    @classmethod
    def of(cls, audit: Audit) -> "Told":
        """What may be printed of an audit."""

        def shown(people: int) -> int | None:
            return people if people >= FEWEST and not 0 < audit.people - people < FEWEST else None

        return cls(
            audit.places,
            audit.people,
            shown(audit.covered),
            shown(audit.by_marks),
            shown(audit.by_cover),
            audit.is_fair,
        )


@dataclass(frozen=True, slots=True)
class Section:
    """The points of one kind that are printed, of how many there were; no audit where too few people marked any."""

    points: tuple[Printed, ...]
    of: int
    audit: Told | None = None


@dataclass(frozen=True, slots=True)
class ProjectPack:
    """What is printed of one project: its proposal in the version that was voted on, its room, and its sections."""

    ref: str
    proposal_no: int
    revision: int
    room_id: int
    sections: Mapping[MessageKind, Section]


@dataclass(frozen=True, slots=True)
class Pack:
    """What is printed of all projects of a poll about which something was said."""

    projects: tuple[ProjectPack, ...]

    @property
    def by_ref(self) -> dict[str, ProjectPack]:
        """The same by the reference of the project."""
        return {one.ref: one for one in self.projects}

    @property
    def digest(self) -> str:
        """The digest that the definition holds."""
        return sha256(encode(self.committed())).hexdigest()

    def committed(self) -> dict[str, Any]:
        """The pack with every text replaced by its digest."""
        return {"v": VERSION, "projects": [_committed(one) for one in self.projects]}

    def to_json(self) -> str:
        """The whole pack as JSON text."""
        return json.dumps([asdict(one) for one in self.projects], ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Pack":
        """Read what `to_json` wrote."""
        return cls(tuple(_project(told) for told in json.loads(text)))


def _project(told: dict[str, Any]) -> ProjectPack:
    sections = {MessageKind(kind): _section(section) for kind, section in told["sections"].items()}
    return ProjectPack(**told | {"sections": sections})


def _section(told: dict[str, Any]) -> Section:
    points = tuple(Printed(**point) for point in told["points"])
    return Section(points, told["of"], Told(**told["audit"]) if told["audit"] else None)


def _committed(project: ProjectPack) -> dict[str, Any]:
    sections = {
        kind.value: {
            "of": section.of,
            "points": [{"seq": point.seq, "sha256": point.digest} for point in section.points],
            "audit": _figures(section.audit),
        }
        for kind, section in project.sections.items()
    }
    return {
        "ref": project.ref,
        "proposal": project.proposal_no,
        "revision": project.revision,
        "room": project.room_id,
        "sections": sections,
    }


def _figures(audit: Told | None) -> dict[str, int]:
    """The figures that are printed; yes is 1, no is 0."""
    return {} if audit is None else {name: int(value) for name, value in asdict(audit).items() if value is not None}
