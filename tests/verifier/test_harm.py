"""Whatever is changed in a bundle, byte by byte or with its checksums made to fit, is named, and nothing crashes."""

import random
from collections.abc import Callable

import pytest

from moothill_verify import archive
from moothill_verify.checks import Asked, report_on
from moothill_verify.lines import Exit, ending
from tests.verifier.reading import said, summed, verdict

FLIPS = 8
"""For each file and each of two ways: some 330 in all, and a hundred of the archive."""
UNBOUND = ("README.txt", "README.gd.txt", "SHA256SUMS")
"""What no other file contradicts once the checksums were made to fit: words for people."""


def flipped(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def test_one_flipped_bit_is_found_in_every_file_and_the_file_is_named(bundle: bytes) -> None:
    """The archive's own sums are made to fit; those in SHA256SUMS are not."""
    chance, files = random.Random(6962), archive.members(bundle)
    for name, content in files.items():
        for _ in range(FLIPS):
            report = report_on(Asked(archive.written(files | {name: flipped(content, chance)})))
            assert ending(report.lines) is not Exit.FITS
            assert name in said(report)


def test_one_flipped_bit_is_found_though_every_checksum_was_made_to_fit(bundle: bytes) -> None:
    chance, files = random.Random(2119), archive.members(bundle)
    for name in files.keys() - set(UNBOUND):
        for _ in range(FLIPS):
            assert verdict(summed(files | {name: flipped(files[name], chance)})) is not Exit.FITS, name


def test_one_flipped_bit_of_the_archive_is_found(bundle: bytes) -> None:
    chance = random.Random(1951)
    for _ in range(40):
        assert verdict(flipped(bundle, chance)) is not Exit.FITS
    for tail in range(1, 400, 7):
        place = len(bundle) - tail
        assert verdict(bundle[:place] + bytes([bundle[place] ^ 4]) + bundle[place + 1 :]) is Exit.MALFORMED


def test_a_bundle_without_any_one_file_is_not_taken(bundle: bytes) -> None:
    files = archive.members(bundle)
    for name in files.keys() - set(UNBOUND):
        assert verdict(summed({one: content for one, content in files.items() if one != name})) is not Exit.FITS, name


def test_rubbish_in_place_of_a_file_is_never_taken_and_never_crashes(bundle: bytes) -> None:
    chance, files = random.Random(4180), archive.members(bundle)
    rubbish = (b"", b"\0", b"{}", b"[]", b"{}\n", b'{"v":1}', b"[" * 5_000, b"\xff\xfe", b"a;b\n" * 9, b"-1", b"\n\n")
    for name in files.keys() - set(UNBOUND):
        for one in rubbish:
            assert verdict(summed(files | {name: one})) is not Exit.FITS, (name, one)
        for _ in range(1):
            cut = files[name][: chance.randrange(len(files[name]))]
            mixed = cut + chance.randbytes(9) + files[name][len(cut) :]
            assert verdict(summed(files | {name: mixed})) is not Exit.FITS, (name, mixed)


def other(name: str, old: str, new: str) -> tuple[str, Callable[[bytes], bytes]]:
    return name, lambda content: content.replace(old.encode(), new.encode(), 1)


JSON = "ledger.json"
TYPES = [
    other(JSON, '"entries":[', '"entries":{},"e":['),
    other(JSON, '"lines":[[', '"lines":[["x",'),
    other(JSON, '"accounts":{"', '"accounts":{"x'),
    other(JSON, '"pot":', '"pit":'),
    other(JSON, '"v":1', '"v":2'),
    other("poll.json", '"contests":[{', '"contests":[[],{'),
    other("poll.json", '"exponent":2', '"exponent":99'),
    other("poll.json", '"rule":"greedy"', '"rule":"dice"'),
    other("contests/1/record.json", '"winners":[', '"winners":[1,'),
    other("contests/1/record.json", '"tie":{', '"tie":[],"x":{'),
    other("box/marks.json", '"all"', '"online"'),
    other("box/marks.json", "3", "2"),
    other("decisions/2.json", '"amounts":[', '"amounts":[{"ref":"x"},'),
    other("log/entries.jsonl", "Z", "+"),
    other("log/entries.jsonl", '"d":{', '"e":{'),
    other("log/entries.jsonl", '"t":"poll.opened"', '"t":"poll.extended"'),
    other("keys/policy.txt", "quorum none", "quorum council"),
    other("proofs/000000019.tlog-proof", "index 19", "index 18"),
    other("proofs/000000019.tlog-proof", "index 19", "index ²"),
    other("box/hashes.txt", "\n", "\r\n"),
]


@pytest.mark.parametrize(("name", "changed"), TYPES)
def test_a_part_of_another_kind_is_never_taken_and_never_crashes(
    bundle: bytes, name: str, changed: Callable[[bytes], bytes]
) -> None:
    files = archive.members(bundle)
    harmed = changed(files[name])
    assert harmed != files[name]
    report = report_on(Asked(summed(files | {name: harmed})))
    assert ending(report.lines) in {Exit.DOES_NOT_FIT, Exit.MALFORMED}
    assert "A part of the bundle cannot be read" not in said(report)


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../b", "a\\b", "C:x", "é", "a//b", ".hidden", "x" * 99])
def test_a_name_that_leads_elsewhere_is_refused(bundle: bytes, name: str) -> None:
    packed = archive.written(archive.members(bundle) | {"zz": b""})
    label = name.encode("latin-1")
    other_length = len(label).to_bytes(2, "little")
    at = packed.rindex(b"PK\3\4")
    harmed = packed[: at + 26] + other_length + packed[at + 28 : at + 30] + label + packed[at + 32 :]
    assert verdict(harmed) is Exit.MALFORMED


def test_archives_that_would_grow_repeat_or_hide_something_are_refused(bundle: bytes) -> None:
    files = archive.members(bundle)
    packed, at = archive.written(files), 0
    assert verdict(b"") is Exit.MALFORMED
    assert verdict(b"PK") is Exit.MALFORMED
    assert verdict(packed[:20]) is Exit.MALFORMED
    assert verdict(packed[:200]) is Exit.MALFORMED
    assert verdict(b"x" + packed) is Exit.MALFORMED
    assert verdict(packed + b"x") is Exit.MALFORMED
    assert verdict(packed[: at + 8] + b"\x08" + packed[at + 9 :]) is Exit.MALFORMED  # deflated
    assert verdict(packed[: at + 22] + b"\xff\xff\xff\x7f" + packed[at + 26 :]) is Exit.MALFORMED  # two gigabytes
    once = archive.written({"a": b"1"})
    local = once[: once.index(b"PK\1\2")]
    assert verdict(local + local + once[len(local) :]) is Exit.MALFORMED
    assert verdict(archive.written(dict(reversed(files.items())))) is Exit.MALFORMED
    assert verdict(archive.written({f"n{number:05d}": b"" for number in range(1001)})) is Exit.MALFORMED


def test_more_than_any_bundle_holds_is_refused(bundle: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST", 100)
    assert verdict(bundle) is Exit.MALFORMED
