"""Whether a poll's entries in the log tell a story that can be true: in order, and each of the one before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pb_app.audit.findings import Check, Finding, ReadEntry
from pb_app.refusals import sentence

START = ""
_OPEN = frozenset({"poll.opened", "poll.extended", "ballots.mixed", "project.withdrawn"})

FOLLOWS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "poll.frozen": frozenset({START}),
        "poll.opened": frozenset({"poll.frozen"}),
        "poll.extended": _OPEN,
        "ballots.mixed": _OPEN,
        "project.withdrawn": _OPEN,
        "poll.closed": _OPEN,
        "poll.imported": frozenset({START, "poll.frozen"}),
        "paper.reconciled": frozenset({"poll.closed"}),
        "count.recorded": frozenset({"poll.closed", "poll.imported", "paper.reconciled", "count.recorded"}),
        "result.published": frozenset({"count.recorded"}),
        "result.adopted": frozenset({"result.published", "result.adopted"}),
        "awards.posted": frozenset({"result.adopted"}),
    }
)
"""Which entries of a poll may come directly before each; entries that are not named here may stand anywhere."""

_SEALING = frozenset({"poll.closed", "poll.imported"})
_DECIDING = frozenset({"result.adopted", "awards.posted"})
_REFERRED_BACK = "referred_back"


@dataclass(slots=True)
class Course:
    """How far one poll has come, and what was last said of its count and its adoption."""

    last: str = START
    record: object = None
    further: tuple[str, ...] = ()
    adoption: object = None
    adoption_index: object = None


class Courses:
    """The courses of all polls, followed entry by entry."""

    def __init__(self) -> None:
        self._of: dict[str, Course] = {}

    def follow(self, entry: ReadEntry) -> Iterator[Finding]:
        """Yield what does not fit in `entry`, and take its poll as having come so far all the same."""
        if entry.poll is None or entry.event not in FOLLOWS:
            return
        course = self._course(entry, self._of.setdefault(entry.poll, Course()))
        if course.last not in FOLLOWS[entry.event]:
            yield _out_of_order(entry, course)
        if entry.event in _SEALING:
            yield from _uneven(entry)
        yield from _astray(entry, course)
        _advance(entry, course)

    def _course(self, entry: ReadEntry, poll: Course) -> Course:
        """The course of the poll, or from the publication on that of the further contest whose record is named."""
        record = entry.facts.get("record")
        if entry.event not in _DECIDING or record not in poll.further:
            return poll
        begun = Course("result.published" if poll.last in {"result.published", *_DECIDING} else poll.last, record)
        return self._of.setdefault(f"{entry.poll} {record}", begun)


def _out_of_order(entry: ReadEntry, course: Course) -> Finding:
    if course.last == START:
        template = sentence("Entry %(entry)d, %(event)s, is the first of poll %(poll)s; others must come before it.")
    else:
        template = sentence("Entry %(entry)d, %(event)s, cannot follow %(last)s in poll %(poll)s.")
    figures = {"entry": entry.index, "event": entry.event, "last": course.last, "poll": entry.poll}
    return Finding(entry.index, Check.ORDER, template, figures)


def _uneven(entry: ReadEntry) -> Iterator[Finding]:
    """Yield a finding unless there are as many marks on the roll as ballots in the box."""
    ballots, marks = entry.facts.get("ballots"), entry.facts.get("marks")
    if not isinstance(ballots, int) or ballots != marks:
        template = sentence("Entry %(entry)d has %(ballots)s ballots and %(marks)s marks on the roll.")
        yield Finding(entry.index, Check.MARKS, template, {"entry": entry.index, "ballots": ballots, "marks": marks})


def _astray(entry: ReadEntry, course: Course) -> Iterator[Finding]:
    """Yield a finding for each part of the story that the entry hangs on another count or adoption."""
    said = {"record": course.record} if entry.event != "count.recorded" else {}
    if entry.event == "awards.posted":
        said |= {"adoption": course.adoption, "adoption_index": course.adoption_index}
    for fact, before in said.items():
        if before is not None and entry.facts.get(fact, before) != before:
            template = sentence("Entry %(entry)d, %(event)s, names another %(fact)s than the entries before it.")
            yield Finding(
                entry.index, Check.LINKS, template, {"entry": entry.index, "event": entry.event, "fact": fact}
            )


def _advance(entry: ReadEntry, course: Course) -> None:
    course.last = entry.event
    if entry.event == "count.recorded":
        course.record = entry.facts.get("record")
        course.further = tuple(str(entry.facts.get("records", "")).split())
    elif entry.event == "result.adopted" and entry.facts.get("decision") == _REFERRED_BACK:
        course.last = "result.published"
    elif entry.event == "result.adopted":
        course.adoption, course.adoption_index = entry.facts.get("adoption"), entry.index
