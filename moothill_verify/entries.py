"""The log's entries: the tree over them, their times, and what they say of a poll and of the ledger."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from moothill_verify.canonical import Fields, read
from moothill_verify.faults import Malformed, Mismatch, sentence
from moothill_verify.story import Stories
from moothill_verify.tree import EMPTY, Tree, leaf_hash

FILE = "log/entries.jsonl"
VERSION = 1
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
LONGEST_CHANGE = timedelta(minutes=10)
"""How long a change may take: its moment is read when it begins, its place in the log comes when it is done."""
_NEEDED = {"v", "t", "at", "d"}
_ALLOWED = _NEEDED | {"poll", "actor", "p"}
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its place, its type, the poll it is about (""), who did it by pseudonym (""), and its facts."""

    index: int
    event: str
    at: datetime
    poll: str
    actor: str
    facts: Fields
    leaf: bytes


@dataclass(slots=True)
class Log:
    """What is kept of the log: roots by size, the entries about one poll, and those that name keys or money."""

    size: int = 0
    root: bytes = EMPTY
    roots: dict[int, bytes] = field(default_factory=dict)
    of_poll: list[Entry] = field(default_factory=list)
    opening_pots: list[Entry] = field(default_factory=list)
    receipt_keys: list[Entry] = field(default_factory=list)
    money: dict[int, tuple[str, Entry]] = field(default_factory=dict)
    path: list[bytes] = field(default_factory=list)

    def last(self, *events: str) -> Entry | None:
        """Return the poll's last entry of these types."""
        return next((one for one in reversed(self.of_poll) if one.event in events), None)

    def needed(self, *events: str) -> Entry:
        """Return the same. Raises Mismatch if the log has none."""
        found = self.last(*events)
        if found is None:
            raise Mismatch(sentence("The log has no entry %(event)s of this poll."), event=events[0])
        return found


def read_log(data: bytes, poll: str, sizes: set[int]) -> Log:
    """Read every entry, rebuild the tree, and follow the story of every poll.

    Raises Malformed for the first entry that is not written as it must be, Mismatch for the first that cannot have
    come where it stands. `sizes` are those at which the root is wanted.
    """
    log, tree, stories = Log(), Tree(), Stories()
    latest: datetime | None = None
    for entry in _entries(data):
        latest = _in_time(entry, latest)
        stories.follow(entry.index, entry.event, entry.poll, entry.facts.value)
        tree.add(entry.leaf)
        log.path.append(entry.leaf)
        if tree.size in sizes:
            log.roots[tree.size] = tree.root()
        if entry.poll == poll:
            log.of_poll.append(entry)
        if entry.event == "pot.opened":
            log.opening_pots.append(entry)
        if entry.event == "receipts.key_rotated":
            log.receipt_keys.append(entry)
        log.money |= {number: (digest, entry) for number, digest in _moved(entry.facts.value)}
    log.size, log.root = tree.size, tree.root()
    log.roots |= {0: EMPTY, log.size: log.root}
    return log


def _entries(data: bytes) -> Iterator[Entry]:
    if not data.endswith(b"\n"):
        raise Malformed(sentence("%(file)s does not end with a whole line."), file=FILE)
    for index, body in enumerate(data[:-1].split(b"\n")):
        name = f"{FILE}:{index + 1}"
        entry = Fields(read(body, name), name)
        if not _NEEDED <= entry.value.keys() <= _ALLOWED or entry.whole("v") != VERSION:
            raise Malformed(sentence("%(file)s is no entry of the log."), file=name)
        words = {key: entry.text(key) if key in entry else "" for key in ("poll", "actor", "p")}
        yield Entry(
            index,
            entry.text("t"),
            moment(entry.text("at"), name),
            words["poll"],
            words["actor"],
            entry.within("d"),
            leaf_hash(body),
        )


def moment(text: str, name: str) -> datetime:
    """Return the moment that a text of the log stands for. Raises Malformed."""
    try:
        found = datetime.strptime(text, MOMENT).replace(tzinfo=UTC)
    except ValueError:
        raise Malformed(sentence("%(file)s holds a moment that is none."), file=name) from None
    return found


def _in_time(entry: Entry, latest: datetime | None) -> datetime:
    """Return the latest moment so far. Raises Mismatch if the entry is of an earlier one than can be."""
    if latest is not None and entry.at < latest - LONGEST_CHANGE:
        raise Mismatch(
            sentence("Entry %(entry)d of the log is of %(at)s and stands after an entry of %(latest)s."),
            entry=entry.index,
            at=entry.at.strftime(MOMENT),
            latest=latest.strftime(MOMENT),
        )
    return max(latest or entry.at, entry.at)


def _moved(facts: Mapping[str, object]) -> Iterator[tuple[int, str]]:
    """Yield the number and the hash of each entry of the ledger that facts name: `x` or `x_entry`, and `x_sha256`."""
    for name, digest in facts.items():
        stem = name.removesuffix("_sha256")
        if stem == name or not isinstance(digest, str) or not _SHA256.fullmatch(digest):
            continue
        number = facts.get(f"{stem}_entry", facts.get(stem))
        if isinstance(number, int):
            yield number, digest
