"""Checking awards: what each project was paid is what the forum adopted, and carries what decided it."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from pb_app.models.budgets import LedgerEntry
from pb_app.models.counts import Adoption, Count
from pb_app.models.polls import Poll
from pb_app.refusals import sentence
from pb_app.verification.adoptions import adoptions_of
from pb_app.verification.chronicle import Chronicle
from pb_app.verification.misfits import Misfit, Part
from pb_app.verification.money import Ledger, awards_of


def check_awards(session: Session, poll: Poll, ledger: Ledger, chronicle: Chronicle) -> Iterator[Misfit]:
    """Yield what does not fit between the awards of a poll, its count and the decision they carry."""
    count = session.get(Count, poll.poll_no)
    awards = awards_of(ledger, poll.poll_no)
    named = count.awards_entry_id if count is not None else None
    if [row.id for row in awards] != ([named] if named is not None else []):
        template = sentence("The awards stored for poll %(poll)d are not those that its count names.")
        yield Misfit(Part.COUNT, poll.poll_no, template, {"poll": poll.poll_no})
    adoptions = {one.record_sha256: one for one in adoptions_of(session, poll.poll_no)}
    for row in awards:
        adoption = adoptions.get(row.adoption_sha256 or "")
        if count is None or adoption is None or row.count_sha256 != count.record_sha256:
            template = sentence("Entry %(entry)d of the ledger carries a count or a decision that is not there.")
            yield Misfit(Part.LEDGER, row.id, template, {"entry": row.id})
        else:
            yield from _check(row, adoption, poll, ledger, chronicle)


def _check(row: LedgerEntry, adoption: Adoption, poll: Poll, ledger: Ledger, chronicle: Chronicle) -> Iterator[Misfit]:
    adopted = {one.project_id: one.pence for one in adoption.amounts if one.pence}
    given = {ledger.accounts[line.account_id].project_id: line.pence for line in row.postings if line.pence > 0}
    taken = [ledger.accounts[line.account_id].pot_id for line in row.postings if line.pence < 0]
    figures = {"entry": row.id, "adoption": adoption.id, "poll": poll.poll_no}
    if given != adopted or taken != [poll.pot_id]:
        template = sentence("Entry %(entry)d of the ledger does not give what decision %(adoption)d gives.")
        yield Misfit(Part.LEDGER, row.id, template, figures)
    entry = chronicle.leaves.get(adoption.log_leaf)
    if entry is None or entry.index != row.log_index or entry.index >= chronicle.in_tree:
        template = sentence("Entry %(entry)d of the ledger names another place in the log than that of its decision.")
        yield Misfit(Part.LEDGER, row.id, template, figures)
