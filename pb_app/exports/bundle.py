"""The recount bundle of a published poll: all that is needed to check its result elsewhere, as one deterministic file.

What is stored is written out as it stands; whether it fits together is for those to say who check the bundle.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from string import Template

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ballots.errors import BallotError
from pb_app import box
from pb_app.audit.canonical import Value, encode
from pb_app.audit.keys import encode_base64
from pb_app.audit.merkle import inclusion_proof
from pb_app.box_proofs import TITLE
from pb_app.counting import files_of
from pb_app.definitions import Definition, read_definition
from pb_app.exports.both_sides import both_sides_of
from pb_app.exports.bundle_keys import policy_of, receipt_keys_of, witnessed
from pb_app.exports.bundle_ledger import ledger_of
from pb_app.keys import Keys
from pb_app.models.box import box_voided
from pb_app.models.counts import ContestCount, Count
from pb_app.models.log import LogCheckpoint, LogLeaf, LogMention, LogPending
from pb_app.models.polls import Poll
from pb_app.poll_files import PollFile
from pb_app.queries.log_filters import of_types
from pb_app.queries.polls import marks_by_channel
from pb_app.queries.witnesses import cosignatures_on
from pb_app.refusals import Conflict, sentence

WORDS = Path(__file__).parent / "words"
README = {"README.txt": "bundle.en.txt", "README.gd.txt": "bundle.gd.txt"}
PROVEN = frozenset(
    {"poll.closed", "poll.imported", "count.recorded", "result.published", "result.adopted", "awards.posted"}
)
"""The entries of a poll that other programs may want to prove."""
FEWEST_IN_A_CHANNEL = 10
"""Channels are told apart only where each has as many ballots as this (settled.md 14)."""
ALL = "all"
VERSION = 1
BEFORE_TIME = (1980, 1, 1, 0, 0, 0)
RIGHTS = 0o100644 << 16
UNIX = 3


def bundle_of(session: Session, keys: Keys, count: Count) -> bytes:
    """The bundle of a published count; the same stored data always give the same bytes.

    The whole log is in it, up to the newest checkpoint that somebody witnessed, or the newest: proofs of this poll's
    entries alone could not show that none was left out. Raises Conflict while an entry that belongs to it has no place
    in the log yet.
    """
    poll = count.poll
    _check_in_log(session, poll)
    checkpoint = _checkpoint(session, poll)
    note = checkpoint.note + "".join(cosignatures_on(session, checkpoint.size))
    bodies = session.scalars(select(LogLeaf.body).where(LogLeaf.idx < checkpoint.size).order_by(LogLeaf.idx)).all()
    hashes = box.hashes_of(session, poll.id)
    definition = read_definition(poll.definition)
    published = _ballots(session, poll)
    files: dict[str, bytes] = {
        "box/hashes.txt": "".join(f"{one.hex()}\n" for one in hashes).encode(),
        "box/marks.json": _marks(session, poll),
        "keys/policy.txt": policy_of(session, keys, poll.round.locality.partnership),
        "keys/receipts.vkey": receipt_keys_of(session, keys, poll, checkpoint.size),
        "ledger.json": ledger_of(session, poll),
        "log/checkpoint.txt": note.encode(),
        "log/entries.jsonl": "".join(f"{body}\n" for body in bodies).encode(),
        "poll.json": poll.definition.encode(),
    }
    files |= {f"decisions/{number}.json": one.record.encode() for number, one in enumerate(count.adoptions, 1)}
    counts: list[Count | ContestCount] = [count, *count.further]
    files |= {f"contests/{place}/record.json": one.record.encode() for place, one in enumerate(counts, 1)}
    files |= _published(session, count, published)
    files |= _voided(session, poll) | _proofs(session, poll, checkpoint.size, note)
    files |= both_sides_of(session, poll)
    files |= _readme(poll, definition, len(hashes), checkpoint.size)
    return _packed(files)


def _ballots(session: Session, poll: Poll) -> list[PollFile]:
    try:
        return files_of(session, poll)
    except (BallotError, KeyError, TypeError, ValueError):
        raise Conflict(sentence("The ballots in the box cannot be read as they were cast. Call the auditor.")) from None


def _published(session: Session, count: Count, files: list[PollFile]) -> dict[str, bytes]:
    """What was chosen to be published of the ballots: rows, also bodies with their nonces, or totals alone."""
    if not count.shows_ballots:
        return {f"contests/{place}/totals.json": _totals(one) for place, one in enumerate(files, 1)}
    rows = {f"contests/{place}/ballots.pb": one.data for place, one in enumerate(files, 1)}
    if count.shows_codes:
        rows["box/ballots.txt"] = "".join(f"{body}\n" for _, body in box.bodies_of(session, count.poll.id)).encode()
    return rows


def _totals(file: PollFile) -> bytes:
    profile = file.profile
    votes: dict[str, Value] = dict(profile.votes)
    return encode({"v": VERSION, "voters": profile.voters, "votes": votes, "scores": dict(profile.scores)})


def _check_in_log(session: Session, poll: Poll) -> None:
    """Raise Conflict while an entry about this poll, or one that moves money, waits for its place."""
    ours = LogPending.body.contains(str(poll.id)) | LogPending.body.contains('_sha256"')
    if session.scalar(select(LogPending.id).where(ours).limit(1)) is not None:
        raise Conflict(sentence("Something about this poll has no place in the log yet. Try again in a moment."))


def _checkpoint(session: Session, poll: Poll) -> LogCheckpoint:
    """A checkpoint over every entry about this poll or about money, cosigned if there is one such."""
    ours = LogLeaf.body.contains(str(poll.id)) | LogLeaf.body.contains('_sha256"')
    found = witnessed(session, session.scalar(select(func.max(LogLeaf.idx)).where(ours)) or 0)
    if found is None:
        raise Conflict(sentence("The log has no checkpoint. Call the auditor."))
    return found


def _marks(session: Session, poll: Poll) -> bytes:
    """Ballots and marks by channel, or of all channels together where one has few."""
    ballots, marks = box.ballots_by_channel(session, poll.id), marks_by_channel(session, poll.id)
    few = any(many < FEWEST_IN_A_CHANNEL for many in (*ballots.values(), *marks.values()))
    if few or ballots.keys() != marks.keys():
        ballots, marks = {ALL: sum(ballots.values())}, {ALL: sum(marks.values())}
    return encode({"v": VERSION, "ballots": ballots, "marks": marks})


def _voided(session: Session, poll: Poll) -> dict[str, bytes]:
    """The hashes of ballots that left the box; no file where there are none."""
    rows = session.execute(select(box_voided).where(box_voided.c.poll_id == poll.id).order_by(box_voided.c.c)).all()
    text = "".join(f"{row.c.hex()} {row.reason}\n" for row in rows)
    return {"box/voided.txt": text.encode()} if text else {}


def _proofs(session: Session, poll: Poll, size: int, note: str) -> dict[str, bytes]:
    """A proof in C2SP's form for each entry of the poll that others may want to hold."""
    ours = LogMention.idx.in_(of_types(PROVEN)), LogMention.name == "poll", LogMention.value == str(poll.id)
    wanted = session.scalars(select(LogMention.idx).where(*ours, LogMention.idx < size).order_by(LogMention.idx)).all()
    leaves = _leaves(session, size)
    return {f"proofs/{index:09d}.tlog-proof": _proof(index, leaves, note) for index in wanted}


def _leaves(session: Session, size: int) -> Sequence[bytes]:
    return [
        bytes(leaf)
        for leaf in session.scalars(select(LogLeaf.leaf_hash).where(LogLeaf.idx < size).order_by(LogLeaf.idx))
    ]


def _proof(index: int, leaves: Sequence[bytes], note: str) -> bytes:
    path = "".join(f"{encode_base64(one)}\n" for one in inclusion_proof(index, leaves))
    return f"{TITLE}\nindex {index}\n{path}\n{note}".encode()


def _readme(poll: Poll, definition: Definition, ballots: int, size: int) -> dict[str, bytes]:
    figures = {
        "title": definition.title,
        "poll_no": poll.poll_no,
        "locality": definition.locality,
        "partnership": definition.partnership,
        "ballots": ballots,
        "last": size - 1,
    }
    return {
        name: Template((WORDS / source).read_text(encoding="utf-8")).substitute(figures).encode()
        for name, source in README.items()
    }


def _packed(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive whose every byte follows from the files: stored, in the order of their names, without a time."""
    sums = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted({**files, "SHA256SUMS": sums}.items()):
            member = zipfile.ZipInfo(name, BEFORE_TIME)
            member.create_system, member.external_attr = UNIX, RIGHTS
            archive.writestr(member, content)
    return packed.getvalue()
