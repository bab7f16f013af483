"""What may be said at which stage, what ends a stage, and how a headline is cut."""

import pytest

from deliberation.kinds import (
    ALLOWED,
    LONGEST_HEADLINE,
    NEXT_STATES,
    STAGES,
    MessageKind,
    RoomStage,
    RoomState,
    kinds_in,
    next_stage,
    unmet,
    with_headline,
)
from deliberation.speaking import Bar, Standing, bar_to_enter, bar_to_say

OPEN = {
    "state": RoomState.OPEN, "stage": None, "by_invitation": False, "only_facilitators": False, "time_is_over": False,
    "has_seat": False, "has_turn": False, "runs_room": False,
}  # fmt: skip


def test_stages_follow_each_other_and_each_kind_has_its_place() -> None:
    assert [next_stage(stage) for stage in STAGES] == [*STAGES[1:], None]
    assert set.union(*(set(kinds) for kinds in ALLOWED.values())) == set(MessageKind)
    assert kinds_in(None) == tuple(MessageKind)
    assert kinds_in(RoomStage.GATHER) == (MessageKind.QUESTION, MessageKind.EVIDENCE, MessageKind.STORY)


def test_a_closed_room_is_not_opened_again() -> None:
    assert NEXT_STATES[RoomState.CLOSED] == frozenset()
    assert all(RoomState.DRAFT not in following for following in NEXT_STATES.values())


def test_a_stage_says_what_it_still_lacks() -> None:
    evidence, heard = unmet(RoomStage.GATHER, {})
    assert (evidence.kinds, heard.at_least) == (frozenset({MessageKind.EVIDENCE}), 1)
    assert unmet(RoomStage.GATHER, {MessageKind.EVIDENCE: 1}) == (heard,)
    assert unmet(RoomStage.GATHER, {MessageKind.EVIDENCE: 1, MessageKind.STORY: 1}) == ()


@pytest.mark.parametrize(
    ("headline", "line", "text"),
    [
        ("  Two\n benches ", "Two benches", "Words"),
        ("x" * LONGEST_HEADLINE, "x" * LONGEST_HEADLINE, "Words"),
        ("x" * 181, "x" * 179 + "…", "…xx\n\nWords"),
        ("a" * 100 + " " + "b" * 100, "a" * 100 + "…", "…" + "b" * 100 + "\n\nWords"),
    ],
)
def test_a_headline_is_one_line_and_the_rest_goes_below(headline: str, line: str, text: str) -> None:
    assert with_headline(headline, "Words") == (line, text)
    assert len(line) <= LONGEST_HEADLINE


@pytest.mark.parametrize(
    ("how", "bar"),
    [
        ({}, None),
        ({"state": RoomState.DRAFT, "runs_room": True}, Bar.DRAFT),
        ({"state": RoomState.FROZEN}, Bar.FROZEN),
        ({"state": RoomState.CLOSED}, Bar.CLOSED),
        ({"by_invitation": True}, Bar.NO_SEAT),
        ({"by_invitation": True, "has_seat": True}, None),
        ({"only_facilitators": True}, Bar.AIRTIME),
        ({"only_facilitators": True, "has_turn": True}, None),
        ({"time_is_over": True}, Bar.TIME_OVER),
        ({"by_invitation": True, "only_facilitators": True, "time_is_over": True, "runs_room": True}, None),
    ],
)
def test_what_keeps_somebody_from_speaking(how: dict[str, object], bar: Bar | None) -> None:
    assert bar_to_enter(Standing(**(OPEN | how))) is bar


@pytest.mark.parametrize(
    ("how", "kind", "bar"),
    [
        ({}, None, None),
        ({"state": RoomState.FROZEN}, None, Bar.FROZEN),
        ({"stage": RoomStage.GATHER}, None, Bar.KIND_MISSING),
        ({"stage": RoomStage.GATHER, "runs_room": True}, None, None),
        ({"stage": RoomStage.GATHER}, MessageKind.STORY, None),
        ({"stage": RoomStage.GATHER, "runs_room": True}, MessageKind.PRO, Bar.WRONG_STAGE),
    ],
)
def test_a_stage_has_its_kinds(how: dict[str, object], kind: MessageKind | None, bar: Bar | None) -> None:
    assert bar_to_say(Standing(**(OPEN | how)), kind) is bar
