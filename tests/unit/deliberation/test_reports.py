"""What a room reports of how people talked."""

from fractions import Fraction

from deliberation.kinds import MessageKind
from deliberation.reports import Said, reported


def said(person: int, stage: str = "", *, is_live: bool = True, kind: MessageKind | None = None) -> Said:
    return Said(person, stage, is_live, kind, has_source=False, answers=None)


def test_live_and_asynchronous_stand_apart_and_stages_follow_the_whole() -> None:
    parts = reported([said(1, "gather"), said(2, "weigh", is_live=False), said(1, "weigh")], range(12))
    assert [(part.stage, part.is_live, part.messages) for part in parts] == [
        (None, None, 3),
        (None, True, 2),
        (None, False, 1),
        ("gather", None, 1),
        ("gather", True, 1),
        ("weigh", None, 2),
        ("weigh", True, 1),
        ("weigh", False, 1),
    ]


def test_the_silent_are_part_of_the_measure() -> None:
    whole = reported([said(1), said(1), said(2), said(2)], range(10))[0]
    assert whole.equality
    assert (whole.people, whole.equality.silent, whole.equality.top) == (10, Fraction(8, 10), Fraction(1, 2))


def test_of_fewer_than_ten_people_no_equality_is_told() -> None:
    assert reported([said(1), said(2)], range(9))[0].equality is None


def test_reasons_sources_and_answers_to_the_other_side_are_counted() -> None:
    pro, con, concern, question = (MessageKind(kind) for kind in ("pro", "con", "concern", "question"))
    messages = [
        Said(1, "", True, pro, has_source=True, answers=con),
        Said(2, "", True, concern, has_source=False, answers=pro),
        Said(3, "", True, con, has_source=False, answers=concern),
        Said(4, "", True, question, has_source=True, answers=pro),
        said(5),
    ]
    whole = reported(messages, [])[0]
    assert (whole.messages, whole.with_reason, whole.with_source, whole.across_sides) == (5, 3, 2, 2)


def test_an_empty_room_reports_nothing() -> None:
    assert reported([], range(12)) == []
