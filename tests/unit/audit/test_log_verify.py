"""A log that was changed anywhere is found out, and the first entry that does not fit is named."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb_app.actions import Action
from pb_app.audit.canonical import encode
from pb_app.audit.checkpoint import Checkpoint, sign_checkpoint
from pb_app.audit.findings import Check, Finding
from pb_app.audit.merkle import leaf_hash, root
from pb_app.audit.note import sign_note, verifier_key
from pb_app.audit.polls import FOLLOWS
from pb_app.audit.verify import Verdict, verify

ORIGIN = "log.example.scot/cpp-1"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = verifier_key(ORIGIN, PRIVATE)
POLL, OTHER_POLL = "0193b8d2-5d7a-7d3c-9b3e-8a6f3f1c2b4d", "0193b8d2-5d7a-7d3c-9b3e-8a6f3f1c2b4e"
RECORD, ADOPTION = "c" * 64, "a" * 64


def told(event: str, at: str = "2026-11-23T09:00:00Z", poll: str | None = POLL, **facts: Any) -> dict[str, Any]:
    return {"v": 1, "t": event, "at": at, "d": facts} | ({"poll": poll} if poll else {})


STORY = [
    told("round.created", poll=None, round=1),
    told("poll.frozen", rules="b" * 64),
    told("poll.opened", rules="b" * 64),
    told("proposal.refused", poll=None, round=2),
    told("ballots.mixed", n=12, set="d" * 64),
    told("ballots.mixed", n=10, set="e" * 64),
    told("poll.closed", "2026-12-07T17:00:00Z", ballots=30, marks=30, root="f" * 64),
    told("count.recorded", "2026-12-07T18:00:00Z", record=RECORD),
    told("result.published", "2026-12-07T19:00:00Z", record=RECORD),
    told("result.adopted", "2026-12-09T19:00:00Z", record=RECORD, adoption=ADOPTION, decision="varied"),
    told("awards.posted", "2026-12-10T10:00:00Z", record=RECORD, adoption=ADOPTION, adoption_index=9),
]

Stored = list[tuple[int, bytes, bytes]]


def stored(values: Iterable[Any]) -> Stored:
    bodies = [value if isinstance(value, bytes) else encode(value) for value in values]
    return [(index, body, leaf_hash(body)) for index, body in enumerate(bodies)]


def signed(entries: Stored, *sizes: int) -> list[tuple[int, bytes, str]]:
    leaves = [leaf for _, _, leaf in entries]
    roots = [(size, root(leaves[:size])) for size in sizes]
    return [(size, digest, sign_checkpoint(Checkpoint(ORIGIN, size, digest), PRIVATE)) for size, digest in roots]


def judged(values: Sequence[Any]) -> list[tuple[int, Check]]:
    return named(verify(stored(values), [], KEY))


def named(verdict: Verdict) -> list[tuple[int, Check]]:
    assert verdict.ok is (not verdict.findings)
    return [(finding.index, finding.check) for finding in verdict.findings]


def test_a_whole_log_is_found_good() -> None:
    entries = stored(STORY)
    assert verify(entries, signed(entries, 11, 0, 4), KEY) == Verdict(ok=True, checked=11, signed=11, findings=())


def test_an_empty_log_is_found_good() -> None:
    assert verify([], [], KEY) == Verdict(ok=True, checked=0, signed=0, findings=())


def test_entries_that_no_checkpoint_signs_yet_are_told_apart() -> None:
    entries = stored(STORY)
    assert verify(entries, signed(entries, 4), KEY) == Verdict(ok=True, checked=11, signed=4, findings=())


def test_a_changed_body_is_named_by_its_leaf_and_spoils_the_root() -> None:
    entries = stored(STORY)
    checkpoints = signed(entries, 2, 8, 11)
    index, body, leaf = entries[4]
    entries[4] = (index, body.replace(b'"n":12', b'"n":13'), leaf)
    verdict = verify(entries, checkpoints, KEY)
    assert named(verdict) == [(4, Check.LEAF), (4, Check.ROOT), (4, Check.ROOT)]
    assert verdict.signed == 2
    assert [str(finding) for finding in verdict.findings] == [
        "Entry 4 does not have the hash that was stored with it.",
        "The first 8 entries are not those that were signed; the first 2 are.",
        "The first 11 entries are not those that were signed; the first 2 are.",
    ]


def test_a_body_changed_together_with_its_hash_is_narrowed_down_by_the_checkpoints() -> None:
    entries = stored(STORY)
    checkpoints = signed(entries, 3, 6, 11)
    entries[4:5] = [(4, *stored([told("ballots.mixed", n=13, set="d" * 64)])[0][1:])]
    assert named(verify(entries, checkpoints, KEY)) == [(3, Check.ROOT), (3, Check.ROOT)]


def test_an_entry_moved_to_the_future_is_not_hidden_behind_those_that_seem_late_after_it() -> None:
    entries = stored(STORY)
    checkpoints = signed(entries, 3, 11)
    entries[4:5] = [(4, *stored([told("ballots.mixed", "3026-11-23T09:00:00Z", n=12, set="d" * 64)])[0][1:])]
    assert named(verify(entries, checkpoints, KEY))[:2] == [(3, Check.ROOT), (5, Check.TIME)]


def test_a_missing_entry_is_named() -> None:
    entries = stored(STORY)
    checkpoints = signed(entries, 3, 11)
    verdict = verify([*entries[:3], *entries[4:]], checkpoints, KEY)
    assert named(verdict) == [(3, Check.INDEX), (10, Check.MISSING)]
    assert str(verdict.findings[0]) == "Where entry 3 should stand, entry 4 stands."


def test_a_log_that_does_not_begin_at_nought_or_repeats_itself_is_named() -> None:
    entries = stored(STORY[:1])
    assert named(verify([(1, *entries[0][1:])], [], KEY)) == [(0, Check.INDEX)]
    assert named(verify(entries * 2, [], KEY)) == [(1, Check.INDEX)]


def test_entries_cut_off_at_the_end_are_missed_by_the_checkpoint() -> None:
    entries = stored(STORY)
    verdict = verify(entries[:9], signed(entries, 5, 11), KEY)
    assert named(verdict) == [(9, Check.MISSING)]
    assert str(verdict.findings[0]) == "A checkpoint signs 11 entries; 9 are there."


def test_a_checkpoint_signed_by_another_key_is_refused() -> None:
    entries = stored(STORY)
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    digest = signed(entries, 11)[0][1]
    forged = sign_checkpoint(Checkpoint(ORIGIN, 11, digest), other)
    assert named(verify(entries, [*signed(entries, 6), (11, digest, forged)], KEY)) == [(6, Check.SIGNATURE)]


@pytest.mark.parametrize("note", ["", "nonsense", sign_note("no checkpoint\n", ORIGIN, PRIVATE)])
def test_a_note_that_is_no_checkpoint_is_refused(note: str) -> None:
    entries = stored(STORY)
    assert named(verify(entries, [(11, bytes(32), note)], KEY)) == [(0, Check.SIGNATURE)]


def test_a_checkpoint_stored_with_another_size_or_root_is_named() -> None:
    entries = stored(STORY)
    size, digest, note = signed(entries, 6)[0]
    assert named(verify(entries, [(7, digest, note)], KEY)) == [(0, Check.CHECKPOINT)]
    assert named(verify(entries, [(size, bytes(32), note)], KEY)) == [(0, Check.CHECKPOINT)]
    assert named(verify(entries, [(-1, digest, note)], KEY)) == [(0, Check.SIGNATURE)]


def test_two_checkpoints_of_one_size_with_different_roots_are_a_fork() -> None:
    entries = stored(STORY)
    fork = sign_checkpoint(Checkpoint(ORIGIN, 11, bytes(32)), PRIVATE)
    verdict = verify(entries, [*signed(entries, 11), (11, bytes(32), fork)], KEY)
    assert [check for _, check in named(verdict)] == [Check.ROOT]


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b'{"v": 1}', b"null", b'{"d":{},"at":"2026-11-23T09:00:00Z","t":"x","v":1}']
)
def test_an_entry_that_is_not_canonical_is_named(body: bytes) -> None:
    assert judged([STORY[0], body]) == [(1, Check.CANONICAL)]


@pytest.mark.parametrize(
    "value",
    [
        "text",
        [],
        {},
        told("x", poll=None) | {"v": 2},
        told("x", poll=None) | {"v": "1"},
        told("x", poll=None) | {"name": "somebody"},
        told("x", poll=None) | {"t": 5},
        told("x", poll=None) | {"d": []},
        told("x", poll=None) | {"poll": 5},
        told("x", poll=None) | {"actor": ["8f3a"]},
        told("x", "2026-11-23 09:00:00Z", None),
        told("x", "2026-1-23T09:00:00Z", None),
        told("x", "2026-02-30T09:00:00Z", None),
        told("x", "", None),
    ],
)
def test_an_entry_of_another_shape_is_named(value: Any) -> None:
    assert judged([STORY[0], value]) == [(1, Check.SHAPE)]


def test_time_may_step_back_as_far_as_a_change_can_take_and_no_further() -> None:
    first = told("x", "2026-11-23T09:10:00Z", None)
    assert judged([first, told("x", "2026-11-23T09:00:00Z", None)]) == []
    late = verify(stored([first, told("x", "2026-11-23T08:59:59Z", None)]), [], KEY)
    assert named(late) == [(1, Check.TIME)]
    assert (
        str(late.findings[0]) == "Entry 1 is of 2026-11-23T08:59:59+00:00, after an entry of 2026-11-23T09:10:00+00:00."
    )


def test_one_step_back_in_time_does_not_move_the_latest_moment() -> None:
    moments = ["2026-11-23T10:00:00Z", "2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z", "2026-11-23T10:00:00Z"]
    assert judged([told("x", at, None) for at in moments]) == [(1, Check.TIME), (2, Check.TIME)]


@pytest.mark.parametrize("left_out", [1, 2, 6, 7, 8, 9])
def test_a_poll_whose_step_is_left_out_is_named_at_the_next_one(left_out: int) -> None:
    found = judged(STORY[:left_out] + STORY[left_out + 1 :])
    orders = [(index, check) for index, check in found if check is Check.ORDER]
    after = {2: 3}.get(left_out, left_out)
    assert orders == [(after, Check.ORDER)]


@pytest.mark.parametrize("event", ["poll.extended", "ballots.mixed", "poll.opened", "poll.closed"])
def test_nothing_reaches_the_box_after_the_close(event: str) -> None:
    facts = {"ballots": 30, "marks": 30} if event == "poll.closed" else {}
    assert judged([*STORY[1:7], told(event, "2026-12-07T17:00:01Z", **facts)]) == [(6, Check.ORDER)]


def test_a_poll_may_be_extended_while_it_is_open() -> None:
    assert judged([*STORY[1:3], told("poll.extended"), *STORY[4:7]]) == []


def test_polls_do_not_get_in_each_others_way() -> None:
    other = [told(step["t"], step["at"], OTHER_POLL, **step["d"]) for step in STORY[1:9]]
    assert judged([step for pair in zip(STORY[1:9], other, strict=True) for step in pair]) == []


def test_the_sentence_of_a_wrong_order_names_both_steps() -> None:
    first = verify(stored(STORY[2:3]), [], KEY).findings[0]
    assert str(first) == f"Entry 0, poll.opened, is the first of poll {POLL}; others must come before it."
    later = verify(stored([STORY[1], STORY[7]]), [], KEY).findings[0]
    assert str(later) == f"Entry 1, count.recorded, cannot follow poll.frozen in poll {POLL}."


@pytest.mark.parametrize("facts", [{"ballots": 30, "marks": 29}, {"ballots": 30}, {}, {"ballots": "30", "marks": "30"}])
@pytest.mark.parametrize(("event", "before"), [("poll.closed", STORY[1:3]), ("poll.imported", [])])
def test_as_many_marks_as_ballots_must_be_counted_at_the_close(event: str, before: list[Any], facts: Any) -> None:
    assert judged([*before, told(event, **facts)]) == [(len(before), Check.MARKS)]


def test_an_imported_poll_is_counted_without_having_been_open() -> None:
    imported = told("poll.imported", ballots=7, marks=7, root="f" * 64)
    later = [*STORY[7:10], told("awards.posted", "2026-12-10T10:00:00Z", adoption=ADOPTION, adoption_index=3)]
    assert judged([imported, *later]) == []


def changed(at: int, **facts: Any) -> list[dict[str, Any]]:
    return [*STORY[:at], STORY[at] | {"d": STORY[at]["d"] | facts}, *STORY[at + 1 :]]


@pytest.mark.parametrize(
    ("at", "facts"),
    [
        (8, {"record": "0" * 64}),
        (9, {"record": "0" * 64}),
        (10, {"record": "0" * 64}),
        (10, {"adoption": "0" * 64}),
        (10, {"adoption_index": 8}),
    ],
)
def test_each_step_hangs_on_the_count_and_the_adoption_before_it(at: int, facts: dict[str, Any]) -> None:
    verdict = verify(stored(changed(at, **facts)), [], KEY)
    assert named(verdict) == [(at, Check.LINKS)]
    assert next(iter(facts)) in str(verdict.findings[0])


def test_a_second_count_replaces_the_first_until_it_is_published() -> None:
    again = told("count.recorded", "2026-12-07T18:30:00Z", record="9" * 64)
    published = told("result.published", "2026-12-07T19:00:00Z", record="9" * 64)
    assert judged([*STORY[:8], again, published]) == []


def test_a_result_referred_back_is_adopted_before_anything_is_paid() -> None:
    back = told("result.adopted", "2026-12-08T19:00:00Z", record=RECORD, adoption="0" * 64, decision="referred_back")
    moved = STORY[10] | {"d": STORY[10]["d"] | {"adoption_index": 10}}
    assert judged([*STORY[:9], back, STORY[9], moved]) == []
    assert judged([*STORY[:9], back, moved]) == [(10, Check.ORDER)]


def test_every_step_of_a_poll_is_named_as_the_log_names_it() -> None:
    assert FOLLOWS.keys() - {"poll.extended"} <= set(Action)


def test_a_finding_without_figures_reads_as_it_stands() -> None:
    assert str(Finding(0, Check.SHAPE, "Nothing fits 100%.")) == "Nothing fits 100%."
