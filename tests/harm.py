"""What somebody with every right on the database might change, and what checking then names first.

Each is told by the tables whose guards must go, the statements, the part of the finding and words of its sentence.
"""

from contextlib import closing
from hashlib import sha256

from sqlalchemy import select

from pb_app.audit.merkle import leaf_hash
from pb_app.budgets.ledger import Entry, EntryKind, Posting, leaf_bytes
from pb_app.models.budgets import LedgerPosting
from pb_app.models.log import LogLeaf
from pb_app.web.unit_of_work import Installation

HARM = {
    "a changed entry": (
        "log_leaf",
        "UPDATE log_leaf SET body = replace(body, 'proposal.accepted', 'proposal.refused') WHERE idx = {accepted}",
        "log",
        "Entry {accepted} does not have the hash that was stored with it.",
    ),
    "a changed entry and its hash": (
        "log_leaf",
        "UPDATE log_leaf SET leaf_hash = (SELECT leaf_hash FROM log_leaf WHERE idx = 0) WHERE idx = 3",
        "log",
        "Entry 3 does not have the hash that was stored with it.",
    ),
    "an entry overwritten": (
        "log_leaf",
        "UPDATE log_leaf SET body = 'x' WHERE idx = 4",
        "log",
        "Entry 4 does not have the hash that was stored with it.",
    ),
    "the last entry taken away": (
        "log_leaf",
        "DELETE FROM log_leaf WHERE idx = {last}",
        "log",
        "A checkpoint signs {size} entries; {last} are there.",
    ),
    "log cut back to an earlier checkpoint": (
        "log_leaf log_checkpoint",
        "DELETE FROM log_leaf WHERE idx > 2; DELETE FROM log_checkpoint WHERE size > 0",
        "poll",
        "Poll 1 is stored as published; by the log it is not there.",
    ),
    "another root in a checkpoint": (
        "log_checkpoint",
        "UPDATE log_checkpoint SET root = (SELECT leaf_hash FROM log_leaf WHERE idx = 0) WHERE size = {size}",
        "log",
        "The checkpoint of {size} entries signs another size or root than was stored with it.",
    ),
    "a poll set back": ("poll", "UPDATE poll SET state = 'closed'", "poll", "Poll 1 is stored as closed; by the log"),
    "other frozen rules": (
        "poll",
        "UPDATE poll SET definition = replace(definition, '1200000', '1200001')",
        "poll",
        "The rules of poll 1 do not have the hash under which they were frozen.",
    ),
    "another kind of ballot": (
        "poll",
        "UPDATE poll SET ballot = replace(ballot, 'approval', 'ranking')",
        "poll",
        "Poll 1 has another ballot than the rules that were frozen.",
    ),
    "another root of the box": (
        "poll",
        "UPDATE poll SET box_root = rules_sha256",
        "poll",
        "says {root} for root",
    ),
    "a changed ballot": (
        "box_ballot",
        'UPDATE box_ballot SET body = replace(body, \'"b":[\', \'"b":["no",\')',
        "box",
        "is not the one that was cast: its hash is another.",
    ),
    "a ballot that is no ballot": (
        "box_ballot",
        "UPDATE box_ballot SET body = '[]', c = {c_of_list} WHERE c = (SELECT c FROM box_ballot ORDER BY c LIMIT 1)",
        "box",
        "is not a valid ballot of this paper.",
    ),
    "a ballot that is no text of ours": (
        "box_ballot",
        "UPDATE box_ballot SET body = 'x', c = {c_of_x} WHERE c = (SELECT c FROM box_ballot ORDER BY c LIMIT 1)",
        "box",
        "is not a valid ballot of this paper.",
    ),
    "a ballot put into the inbox after the close": (
        "box_inbox",
        "INSERT INTO box_inbox SELECT poll_id, idem, c, NULL, channel, body FROM box_ballot LIMIT 1",
        "box",
        "Ballots still lie in the inbox of poll 1, which is closed.",
    ),
    "a ballot taken out": (
        "box_ballot",
        "DELETE FROM box_ballot WHERE c = (SELECT c FROM box_ballot ORDER BY c LIMIT 1)",
        "box",
        "The box of poll 1 holds 2 ballots; 3 were there at the close.",
    ),
    "another channel": (
        "box_ballot",
        "UPDATE box_ballot SET channel = 'paper'",
        "box",
        "is not a valid ballot of this paper.",
    ),
    "a mark taken away": (
        "roll_mark",
        "DELETE FROM roll_mark WHERE roll_no = (SELECT min(roll_no) FROM roll_mark)",
        "box",
        "Poll 1 does not have as many ballots as marks on the roll in every channel.",
    ),
    "somebody put on the roll": (
        "roll_entry",
        "INSERT INTO roll_entry SELECT poll_id, 7, c, 1, 'postcode', 'eligible' FROM box_ballot LIMIT 1",
        "poll",
        "The roll of poll 1 has 4 entries; the log tells of 3.",
    ),
    "another mix": ("box_mix", "UPDATE box_mix SET n = 2", "box", "The box of poll 1 was not mixed as the log says."),
    "other winners": (
        "count",
        'UPDATE "count" SET outcome = replace(outcome, \'"winners":[\', \'"winners":["no",\')',
        "count",
        "Counted again, poll 1 has the winners",
    ),
    "another outcome beside it": (
        "count",
        'UPDATE "count" SET greedy = replace(greedy, \'"voters"\', \'"others"\')',
        "count",
        "Counted again by most votes first, poll 1 gives another outcome than is stored.",
    ),
    "another record of the count": (
        "count",
        'UPDATE "count" SET record = replace(record, \'"free"\', \'"gift"\')',
        "count",
        "The record of the count of poll 1 does not have the hash stored with it.",
    ),
    "another file": (
        "count",
        'UPDATE "count" SET pb_sha256 = record_sha256',
        "count",
        "for file; stored is",
    ),
    "a count taken away": (
        "count adoption adopted_amount",
        'DELETE FROM adopted_amount; DELETE FROM adoption; DELETE FROM "count"',
        "count",
        "Poll 1 is stored as published, and its count is there or missing",
    ),
    "another adopted amount": (
        "adopted_amount",
        "UPDATE adopted_amount SET pence = pence + 1",
        "adoption",
        "has another reason or other amounts than its record.",
    ),
    "another record of a decision": (
        "adoption",
        "UPDATE adoption SET record = replace(record, 'lamps', 'trees')",
        "adoption",
        "The record of decision 1 does not have the hash stored with it.",
    ),
    "a decision whose entry is another": (
        "adoption",
        "UPDATE adoption SET log_leaf = (SELECT leaf_hash FROM log_leaf WHERE idx = 0)",
        "adoption",
        "The entry of decision 1 is not in the log.",
    ),
    "a changed line of the ledger": (
        "ledger_posting",
        "UPDATE ledger_posting SET pence = pence * 2 WHERE entry_id = 1",
        "ledger",
        "Entry 1 of the ledger is not the one that was sealed.",
    ),
    "an entry of the ledger taken away": (
        "ledger_entry ledger_posting ledger_seal",
        "{unseal_1}; DELETE FROM ledger_posting WHERE entry_id = 1; DELETE FROM ledger_entry WHERE id = 1",
        "ledger",
        "Entry {fund} of the log moves money by entry 1 of the ledger: it is missing.",
    ),
    "a changed line of the ledger with a seal to fit": (
        "ledger_posting ledger_seal",
        "{double_1}; UPDATE ledger_seal SET leaf_sha256 = '{seal_of_double}' WHERE entry_id = 1",
        "ledger",
        "Entry {fund} of the log names another entry 1 of the ledger than is stored.",
    ),
    "an account of another kind": (
        "account",
        "UPDATE account SET kind = 'support' WHERE kind = 'contra'",
        "ledger",
        "An entry of kind fund_in cannot move money this way for an account of kind support.",
    ),
    "a seal taken away": (
        "ledger_seal",
        "DELETE FROM ledger_seal WHERE entry_id = 2",
        "ledger",
        "Entry 2 of the ledger is not sealed.",
    ),
    "a line taken away": (
        "ledger_posting",
        "DELETE FROM ledger_posting WHERE entry_id = 2 AND line_no = 2",
        "ledger",
        "Entry 2 of the ledger is none: An entry needs at least two lines.",
    ),
    "awards for another poll's count": (
        "ledger_entry",
        "UPDATE ledger_entry SET count_sha256 = adoption_sha256 WHERE kind = 'award'",
        "ledger",
        "Entry 5 of the ledger carries a count or a decision that is not there.",
    ),
    "awards at another place in the log": (
        "ledger_entry",
        "UPDATE ledger_entry SET log_index = 1 WHERE kind = 'award'",
        "ledger",
        "Entry 5 of the ledger names another place in the log than that of its decision.",
    ),
    "another balance": (
        "account_balance",
        "UPDATE account_balance SET pence = pence + 1 WHERE floor = 0 AND pence > 0",
        "ledger",
        "its entries come to",
    ),
    "an account of another fund": (
        "account",
        "UPDATE account SET fund_id = 3 - fund_id WHERE fund_id IS NOT NULL",
        "ledger",
        "Entry {fund} of the log, fund.added, says 1 for fund; stored is 2.",
    ),
}


def places(parts: Installation) -> dict[str, object]:
    """Where in the log some things stand."""
    with closing(parts.system_unit_of_work()) as uow:
        bodies = list(uow.session.scalars(select(LogLeaf.body).order_by(LogLeaf.idx)))
        lines = uow.session.scalars(
            select(LedgerPosting).where(LedgerPosting.entry_id == 1).order_by(LedgerPosting.line_no)
        ).all()
    where = {name: next(n for n, body in enumerate(bodies) if event in body) for name, event in EVENTS.items()}
    root = next(body for body in bodies if "poll.closed" in body).split('"root":"')[1][:64]
    doubled = Entry(1, EntryKind.FUND_IN, "GBP", tuple(Posting(one.account_id, one.pence * 2) for one in lines))
    return {
        **where,
        "last": len(bodies) - 1,
        "size": len(bodies),
        "root": root,
        "unseal_1": "DELETE FROM ledger_seal WHERE entry_id = 1",
        "double_1": "UPDATE ledger_posting SET pence = pence * 2 WHERE entry_id = 1",
        "seal_of_double": sha256(leaf_bytes(doubled)).hexdigest(),
        "c_of_list": _bytes(parts, leaf_hash(b"[]")),
        "c_of_x": _bytes(parts, leaf_hash(b"x")),
    }


def _bytes(parts: Installation, value: bytes) -> str:
    return f"x'{value.hex()}'" if parts.database.is_sqlite else f"'\\x{value.hex()}'"


EVENTS = {"accepted": "proposal.accepted", "fund": "fund.added"}
