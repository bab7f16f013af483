"""Whether the entries of each poll tell a story that can be true: what comes after what, and on what it hangs."""

from collections.abc import Mapping
from dataclasses import dataclass

from moothill_verify.faults import Mismatch, sentence

NOTHING = "the beginning"
DECIDING = {"result.adopted", "awards.posted"}
_WHILE_OPEN = {"poll.opened", "poll.extended", "ballots.mixed", "project.withdrawn"}
AFTER: Mapping[str, set[str]] = {
    "poll.frozen": {NOTHING},
    "poll.opened": {"poll.frozen"},
    "poll.extended": _WHILE_OPEN,
    "ballots.mixed": _WHILE_OPEN,
    "project.withdrawn": _WHILE_OPEN,
    "poll.closed": _WHILE_OPEN,
    "poll.imported": {NOTHING, "poll.frozen"},
    "paper.reconciled": {"poll.closed"},
    "count.recorded": {"poll.closed", "poll.imported", "paper.reconciled", "count.recorded"},
    "result.published": {"count.recorded"},
    "result.adopted": {"result.published"},
    "awards.posted": {"result.adopted"},
}
"""What may come directly before an entry; entries that are not named here may stand anywhere."""


@dataclass(slots=True)
class _Story:
    """How far a poll has come, and what its entries said last."""

    last: str = NOTHING
    record: object = None
    further: tuple[str, ...] = ()
    adoption: object = None
    adoption_index: object = None


class Stories:
    """The stories of all polls, entry by entry."""

    def __init__(self) -> None:
        self._of: dict[str, _Story] = {}

    def follow(self, index: int, event: str, poll: str, facts: Mapping[str, object]) -> None:
        """Take in the next entry. Raises Mismatch if its poll cannot have come to it."""
        if not poll or event not in AFTER:
            return
        story = self._story(event, poll, facts.get("record"))
        if story.last not in AFTER[event]:
            raise Mismatch(
                sentence("Entry %(entry)d of the log, %(event)s, cannot come after %(last)s."),
                entry=index,
                event=event,
                last=story.last,
            )
        _check_marks(index, event, facts)
        _check_links(index, event, facts, story)
        story.last = event
        if event == "count.recorded":
            story.record = facts.get("record")
            story.further = tuple(str(facts.get("records", "")).split())
        elif event == "result.adopted" and facts.get("decision") == "referred_back":
            story.last = "result.published"
        elif event == "result.adopted":
            story.adoption, story.adoption_index = facts.get("adoption"), index

    def _story(self, event: str, poll: str, record: object) -> _Story:
        """Return the story of a poll, or from the publication on that of the further contest with this record."""
        story = self._of.setdefault(poll, _Story())
        if event not in DECIDING or record not in story.further:
            return story
        begun = _Story("result.published" if story.last in {"result.published", *DECIDING} else story.last, record)
        return self._of.setdefault(f"{poll} {record}", begun)


def _check_marks(index: int, event: str, facts: Mapping[str, object]) -> None:
    """Marks are as many as ballots; of papers handed out some may not have come back."""
    ballots, marks = facts.get("ballots"), facts.get("marks")
    even = ballots == marks if event in {"poll.closed", "poll.imported"} else True
    if event == "paper.reconciled" and isinstance(ballots, int) and isinstance(marks, int):
        even = ballots <= marks
    if not even:
        raise Mismatch(
            sentence("Entry %(entry)d of the log has %(ballots)s ballots and %(marks)s marks on the roll."),
            entry=index,
            ballots=ballots,
            marks=marks,
        )


def _check_links(index: int, event: str, facts: Mapping[str, object], story: _Story) -> None:
    """What an entry says of the count and the decision is what the entries before it said."""
    said = {"record": story.record} if event != "count.recorded" else {}
    if event == "awards.posted":
        said |= {"adoption": story.adoption, "adoption_index": story.adoption_index}
    for fact, before in said.items():
        if before is not None and facts.get(fact, before) != before:
            raise Mismatch(
                sentence("Entry %(entry)d of the log, %(event)s, names another %(fact)s than those before it."),
                entry=index,
                event=event,
                fact=fact,
            )
