"""Checking a poll before its count: the rules that were frozen, two pairs of eyes, the box as it was closed."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from moothill_verify.bundle import BODIES, HASHES, MARKS, POLL, VERSION, VOIDED, Bundle, ballots_file
from moothill_verify.canonical import Fields, read, written
from moothill_verify.counting.ballots import counted_rows, marks_of
from moothill_verify.entries import Entry
from moothill_verify.faults import Mismatch, sentence
from moothill_verify.lines import Line, Mark, Part
from moothill_verify.tree import leaf_hash, root_of

BALLOTS_FIXED = ("paper.reconciled", "poll.closed", "poll.imported")
AT_STATIONS = ("paper", "kiosk")
ALL = "all"
PAIRS = (("poll.frozen", "poll.opened"), ("count.recorded", "result.published"))


def check_rules(bundle: Bundle) -> Iterator[Line]:
    """The rules are the ones that the log says were frozen before the poll was opened."""
    digest = bundle.digest(POLL)
    for event in ("poll.frozen", "poll.opened", "poll.imported"):
        entry = bundle.log.last(event)
        if entry is not None and entry.facts.text("rules") != digest:
            raise Mismatch(
                sentence("%(file)s is not what entry %(entry)d of the log froze."), file=POLL, entry=entry.index
            )
    frozen = bundle.log.last("poll.frozen") or bundle.log.needed("poll.imported")
    template = sentence("The rules of “%(title)s” are those of entry %(entry)d of the log, made before any vote.")
    yield Line(Part.POLL, Mark.GOOD, template, {"title": bundle.definition.text("title"), "entry": frozen.index})


def check_pairs(bundle: Bundle) -> Iterator[Line]:
    """Who froze did not open, and who counted did not publish."""
    for first, second in PAIRS:
        one, other = bundle.log.last(first), bundle.log.last(second)
        if one is not None and other is not None and one.actor and one.actor == other.actor:
            raise Mismatch(
                sentence("Entries %(one)d and %(other)d of the log need two people and are by one."),
                one=one.index,
                other=other.index,
            )
    yield Line(Part.POLL, Mark.GOOD, sentence("Nobody opened what they froze or published what they counted."))


def check_box(bundle: Bundle) -> Iterator[Line]:
    """The hashes of the ballots are as many as at the close, and have the root that was fixed there."""
    fixed, hashes = bundle.log.needed(*BALLOTS_FIXED), bundle.hashes
    root = root_of(hashes).hex()
    if (len(hashes), root) != (fixed.facts.whole("ballots"), fixed.facts.text("root")):
        raise Mismatch(
            sentence("%(file)s holds %(held)d hashes that are not the box of entry %(entry)d of the log."),
            file=HASHES,
            held=len(hashes),
            entry=fixed.index,
        )
    template = sentence(
        "The box holds %(held)d ballots, no two alike in their hashes; their root is in entry %(entry)d."
    )
    yield Line(Part.BOX, Mark.GOOD, template, {"held": len(hashes), "entry": fixed.index})
    _check_mixes(bundle)
    _check_voided(bundle)
    if set(bundle.voided) & set(hashes):
        raise Mismatch(sentence("A ballot stands in the box and among those that left it."))
    if bundle.voided:
        template = sentence("%(gone)d ballots left the box for a stated reason; nothing of them is left but a hash.")
        yield Line(Part.BOX, Mark.NOTE, template, {"gone": len(bundle.voided)})


def _check_voided(bundle: Bundle) -> None:
    """Raise Mismatch unless the ballots that left the box are those that the log was told of at the close."""
    closed, voided = bundle.log.last("poll.closed"), bundle.voided
    facts = closed.facts.value if closed is not None else {}
    told = facts.get("voided", 0), facts.get("voided_set", "")
    if told != (len(voided), sha256(b"".join(sorted(voided))).hexdigest() if voided else ""):
        raise Mismatch(sentence("%(file)s does not list the ballots that left the box by the log."), file=VOIDED)


def _check_mixes(bundle: Bundle) -> None:
    """Raise Mismatch unless all ballots of the close came by the mixes that the log tells of."""
    closed = bundle.log.last("poll.closed")
    if closed is None or "last_mix" not in closed.facts:
        return
    mixed = [entry for entry in bundle.log.of_poll if entry.event == "ballots.mixed"]
    came = sum(entry.facts.whole("n") for entry in mixed) + closed.facts.whole("last_mix")
    gone = len(bundle.voided)
    if not closed.facts.whole("ballots") <= came <= closed.facts.whole("ballots") + gone:
        raise _not_by_mixes(closed)
    at_once = not mixed and not gone and bundle.log.last("paper.reconciled") is None
    if at_once and bundle.hashes and closed.facts.text("set") != sha256(b"".join(bundle.hashes)).hexdigest():
        raise _not_by_mixes(closed)


def _not_by_mixes(closed: Entry) -> Mismatch:
    return Mismatch(
        sentence("The ballots of entry %(entry)d of the log did not all come by the mixes that it tells of."),
        entry=closed.index,
    )


def check_bodies(bundle: Bundle) -> Iterator[Line]:
    """Ballots that are published with their codes have the hashes of the box, and are the rows that were counted."""
    if bundle.publication != "open":
        if BODIES in bundle.files:
            raise Mismatch(sentence("%(file)s is there, though the log says that no codes are published."), file=BODIES)
        return
    bodies = bundle.file(BODIES).split(b"\n")[:-1]
    if [leaf_hash(body) for body in bodies] != bundle.hashes:
        raise Mismatch(sentence("The ballots in %(file)s do not have the hashes of the box."), file=BODIES)
    template = sentence("%(bodies)d ballots are published with their codes, and have the hashes of the box.")
    yield Line(Part.BOX, Mark.GOOD, template, {"bodies": len(bodies)})
    if len(bundle.contests) == 1 and "extra" not in bundle.contests[0].within("ballot"):
        _check_rows(bundle, bodies)


def _check_rows(bundle: Bundle, bodies: list[bytes]) -> None:
    """Raise Mismatch unless the rows that were counted are the marks on these ballots."""
    style, name = bundle.contests[0].within("ballot").text("style"), ballots_file(1)
    told: Counter[str] = Counter()
    for body in bodies:
        ballot = Fields(read(body, BODIES), BODIES)
        marks = ballot.value.get("b")
        if not isinstance(marks, list) or ballot.text("poll") != bundle.poll:
            raise Mismatch(sentence("%(file)s holds a ballot of another poll."), file=BODIES)
        left = [
            mark for mark in marks if (mark[0] if isinstance(mark, list) and mark else mark) not in bundle.withdrawn
        ]
        told[written(left).decode()] += bool(left)
    rows: Counter[str] = Counter()
    for (vote, points), many in counted_rows(bundle.file(name), name).items():
        rows[written(marks_of(style, vote, points)).decode()] += many
    if +told != +rows:
        raise Mismatch(sentence("The rows of %(rows)s are not the ballots in %(file)s."), rows=name, file=BODIES)


def check_marks(bundle: Bundle) -> Iterator[Line]:
    """There are as many marks on the roll as ballots in every channel; at stations some may not have come back."""
    told = bundle.fields(MARKS)
    ballots, marks = told.numbers("ballots"), told.numbers("marks")
    fixed = bundle.log.needed(*BALLOTS_FIXED)
    sums = fixed.facts.whole("ballots"), fixed.facts.whole("marks")
    if told.whole("v") != VERSION or (sum(ballots.values()), sum(marks.values())) != sums:
        raise Mismatch(
            sentence("%(file)s has other sums than entry %(entry)d of the log."), file=MARKS, entry=fixed.index
        )
    for channel in sorted(ballots.keys() | marks.keys()):
        cast, marked = ballots.get(channel, 0), marks.get(channel, 0)
        papers = channel in {*AT_STATIONS, ALL} and fixed.event == "paper.reconciled"
        if cast != marked and not (papers and cast < marked):
            raise Mismatch(
                sentence("In %(file)s the channel %(channel)s has %(cast)d ballots and %(marked)d marks."),
                file=MARKS,
                channel=channel,
                cast=cast,
                marked=marked,
            )
    split = ", ".join(f"{channel} {many}" for channel, many in sorted(ballots.items()))
    yield Line(Part.BOX, Mark.GOOD, sentence("Marks on the roll are as many as ballots: %(split)s."), {"split": split})
