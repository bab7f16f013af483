"""A log that was changed and signed anew by its operator is red where it contradicts itself or the bundle."""

import json
from collections.abc import Callable
from contextlib import closing
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config import Settings
from moothill_verify import archive
from moothill_verify.checks import Asked, report_on
from moothill_verify.lines import Exit, ending
from pb_app import box, receipts
from pb_app.audit.canonical import encode
from pb_app.audit.note import verifier_key
from pb_app.database import Database
from pb_app.keys import Keys
from pb_app.models.polls import Poll
from pb_app.web.unit_of_work import Installation
from tests.verifier.forging import Entry, forged, place
from tests.verifier.reading import said, summed

FORGER = Ed25519PrivateKey.from_private_bytes(b"f" * 32)
POLL = "poll.json"
PB, TOTALS, BODIES, RECORD = (
    "contests/1/ballots.pb",
    "contests/1/totals.json",
    "box/ballots.txt",
    "contests/1/record.json",
)


@pytest.fixture
def parts(told: tuple[Settings, int]) -> Installation:
    settings, _ = told
    return Installation(settings, Database(settings.database), Keys.load(settings))


def extended(entries: list[Entry]) -> None:
    at = place(entries, "poll.closed")
    entries.insert(at + 1, entries[at] | {"t": "poll.extended", "d": {"closes_at": "2027-01-01T00:00:00Z"}})


def of(event: str, **facts: object) -> Callable[[list[Entry]], object]:
    return lambda entries: entries[place(entries, event)]["d"].update(facts)


def by_one(first: str, second: str) -> Callable[[list[Entry]], object]:
    return lambda entries: entries[place(entries, second)].update(actor=entries[place(entries, first)]["actor"])


def before(event: str, other: str) -> Callable[[list[Entry]], object]:
    return lambda entries: entries.insert(place(entries, other), entries.pop(place(entries, event)))


def without(event: str) -> Callable[[list[Entry]], object]:
    return lambda entries: entries.pop(place(entries, event))


CHANGES: dict[str, tuple[Callable[[list[Entry]], object], str]] = {
    "extended after the close": (extended, "poll.extended, cannot come after poll.closed"),
    "counted before the close": (before("count.recorded", "poll.closed"), "count.recorded, cannot come after"),
    "never frozen": (without("poll.frozen"), "poll.opened, cannot come after the beginning"),
    "more marks than ballots": (of("poll.closed", marks=4), "has 3 ballots and 4 marks on the roll"),
    "fewer ballots and marks": (of("poll.closed", marks=2, ballots=2), "holds 3 hashes that are not the box"),
    "another root": (of("poll.closed", root="0" * 64), "are not the box of entry"),
    "another mix": (of("poll.closed", last_mix=2), "did not all come by the mixes"),
    "another set of one mix": (of("poll.closed", set="0" * 64), "did not all come by the mixes"),
    "ballots that left": (of("poll.closed", voided=1, voided_set="0" * 64), "does not list the ballots that left"),
    "other rules": (of("poll.opened", rules="0" * 64), "poll.json is not what entry"),
    "another record": (of("result.published", record="0" * 64), "names another record than those before it"),
    "another file": (of("result.published", file="0" * 64), "names another record than contests/1/record.json"),
    "another key for receipts": (
        of("poll.opened", receipts="x+y+z"),
        "does not hold the keys for receipts that the log",
    ),
    "receipts handed over by somebody else": (
        lambda entries: entries.append(
            {"v": 1, "t": "receipts.key_rotated", "at": entries[-1]["at"], "d": {"old": "a", "new": "b"}}
        ),
        "hands receipts over from another key than the last",
    ),
    "frozen and opened by one": (by_one("poll.frozen", "poll.opened"), "need two people and are by one"),
    "counted and published by one": (by_one("count.recorded", "result.published"), "need two people and are by one"),
    "another decision": (of("result.adopted", adoption="0" * 64), "names another adoption than those before it"),
    "another sum": (of("result.adopted", pence=1), "says other things than entry"),
    "another entry of the ledger": (of("awards.posted", entry_sha256="0" * 64), "is not the one that the log names"),
    "a pot of another round": (of("pot.opened", round=9), "names another pot than the one that was opened"),
    "a decision that is not there": (without("result.adopted"), "cannot come after result.published"),
    "back in time": (lambda entries: entries[-1].update(at="2020-01-01T00:00:00Z"), "stands after an entry of"),
    "no published result": (
        lambda entries: entries.__delitem__(slice(place(entries, "result.published"), None)),
        "no entry result",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_log_that_contradicts_itself_or_the_bundle_is_red(bundle: bytes, parts: Installation, name: str) -> None:
    change, words = CHANGES[name]
    report = report_on(Asked(forged(bundle, parts.keys, change)))
    assert ending(report.lines) is Exit.DOES_NOT_FIT, said(report)
    assert words in said(report)


def test_a_key_for_receipts_that_was_put_in_its_place_is_seen(bundle: bytes, parts: Installation) -> None:
    origin = parts.keys.log_origin
    mine = verifier_key(f"{origin}/receipts", FORGER)
    poll = UUID(json.loads(archive.members(bundle)[POLL])["poll"])
    hashes = archive.members(bundle)["box/hashes.txt"].decode().split()
    promised = receipts.sign_receipt(origin, poll, bytes.fromhex(hashes[0]), f"{origin}/receipts", FORGER).encode()
    swapped = {"keys/receipts.vkey": f"{mine}\n".encode()}
    report = report_on(Asked(summed(archive.members(bundle) | swapped), receipt=(promised, "receipt")))
    assert ending(report.lines) is Exit.DOES_NOT_FIT
    assert "does not hold the keys for receipts that the log names" in said(report)


def test_a_log_from_before_keys_of_receipts_were_named_says_so(bundle: bytes, parts: Installation) -> None:
    def forgets(entries: list[Entry]) -> None:
        del entries[place(entries, "poll.opened")]["d"]["receipts"]

    report = report_on(Asked(forged(bundle, parts.keys, forgets)))
    assert ending(report.lines) is Exit.FITS
    assert "The log does not name this key" in said(report)


def test_receipts_of_a_key_that_followed_hold_too(bundle: bytes, parts: Installation) -> None:
    origin, name = parts.keys.log_origin, f"{parts.keys.log_origin}/receipts"
    old, new = (str(verifier_key(name, one)) for one in (parts.keys.receipt, FORGER))
    told = {"v": 1, "t": "receipts.key_rotated", "d": {"old": old, "new": new}}
    both = {"keys/receipts.vkey": f"{old}\n{new}\n".encode()}
    data = forged(bundle, parts.keys, lambda entries: entries.append(told | {"at": entries[-1]["at"]}), **both)
    poll = UUID(json.loads(archive.members(bundle)[POLL])["poll"])
    ballot = bytes.fromhex(archive.members(bundle)["box/hashes.txt"].decode().split()[0])
    for key in (parts.keys.receipt, FORGER):
        note = receipts.sign_receipt(origin, poll, ballot, name, key).encode()
        report = report_on(Asked(data, receipt=(note, "receipt")))
        assert ending(report.lines) is Exit.FITS, said(report)


def test_a_log_that_was_only_signed_anew_holds(bundle: bytes, parts: Installation) -> None:
    assert ending(report_on(Asked(forged(bundle, parts.keys, lambda _entries: None))).lines) is Exit.FITS


def mode(chosen: str) -> Callable[[list[Entry]], object]:
    return of("privacy.ack", mode=chosen)


def test_ballots_published_with_their_codes_are_held_against_hashes_and_rows(
    bundle: bytes, parts: Installation
) -> None:
    with closing(parts.system_unit_of_work()) as uow:
        poll = uow.session.get_one(Poll, 1)
        bodies = "".join(f"{body}\n" for _, body in box.bodies_of(uow.session, poll.id))
    for text, words in (
        (bodies, ""),
        (bodies.replace("P01", "P02", 1), "do not have the hashes of the box"),
        ("", "is missing"),
    ):
        report = report_on(Asked(forged(bundle, parts.keys, mode("open"), **{BODIES: text.encode()})))
        assert (ending(report.lines) is Exit.FITS) == (not words), said(report)
        assert words in said(report)
    rows = archive.members(bundle)[PB].replace(b"P01,P02", b"P02", 1)
    harmed = forged(bundle, parts.keys, mode("open"), **{BODIES: bodies.encode(), PB: rows})
    assert "are not the ballots in box/ballots.txt" in said(report_on(Asked(harmed)))
    early = forged(bundle, parts.keys, mode("private"), **{BODIES: bodies.encode()})
    assert "no codes are published" in said(report_on(Asked(early)))


def test_of_totals_most_votes_first_is_counted_again_and_equal_shares_is_not(
    bundle: bytes, parts: Installation
) -> None:
    refs = [one["ref"] for one in json.loads(archive.members(bundle)[POLL])["contests"][0]["projects"]]
    votes = dict.fromkeys(refs, 0) | {"P01": 3, "P02": 1}
    told = {"v": 1, "voters": 3, "votes": votes, "scores": votes}
    for totals, words in ((told, ""), (told | {"voters": 4}, "totals that this box cannot have")):
        harmed = forged(bundle, parts.keys, mode("totals_only"), **{PB: b"", TOTALS: encode(totals)})
        report = report_on(Asked(harmed))
        assert (ending(report.lines) is Exit.FITS) == (not words), said(report)
        assert words in said(report)
    assert "only totals are published: 3 people" in said(report_on(Asked(forged_totals(bundle, parts, told))))


def forged_totals(bundle: bytes, parts: Installation, told: dict[str, object]) -> bytes:
    return forged(bundle, parts.keys, mode("totals_only"), **{PB: b"", TOTALS: encode(told)})


def test_without_ballots_another_rule_is_not_counted_here(bundle: bytes, parts: Installation) -> None:
    files = archive.members(bundle)
    frozen = json.loads(files[POLL])
    frozen["contests"][0]["rule"]["rule"] = "phragmen"
    votes = {one["ref"]: 1 for one in frozen["contests"][0]["projects"]}
    told = {"v": 1, "voters": 3, "votes": votes, "scores": votes}
    other = {PB: b"", TOTALS: encode(told), POLL: encode(frozen)}
    report = report_on(Asked(forged(bundle, parts.keys, mode("totals_only"), **other)))
    assert "strangers cannot count again by this rule" in said(report)
    assert ending(report.lines) is Exit.DOES_NOT_FIT
