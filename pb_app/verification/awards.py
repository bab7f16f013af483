"""Checking awards: what each project was paid is what the forum adopted, and carries what decided it."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb_app.models.budgets import LedgerEntry
from pb_app.models.counts import Adoption, ContestCount, Count
from pb_app.models.polls import Poll
from pb_app.queries import contests
from pb_app.refusals import sentence
from pb_app.verification.adoptions import adoptions_of, records_of
from pb_app.verification.chronicle import Chronicle
from pb_app.verification.misfits import Misfit, Part
from pb_app.verification.money import Ledger, awards_of


def check_awards(session: Session, poll: Poll, ledger: Ledger, chronicle: Chronicle) -> Iterator[Misfit]:
    """Yield what does not fit between the awards of a poll, its count and the decision they carry."""
    named = [one.awards_entry_id for one in _counts(session, poll) if one.awards_entry_id is not None]
    awards = awards_of(ledger, poll.poll_no)
    if [row.id for row in awards] != sorted(named):
        template = sentence("The awards stored for poll %(poll)d are not those that its count names.")
        yield Misfit(Part.COUNT, poll.poll_no, template, {"poll": poll.poll_no})
    adoptions = {one.record_sha256: one for one in adoptions_of(session, poll.poll_no)}
    records = records_of(session, poll.poll_no)
    for row in awards:
        adoption = adoptions.get(row.adoption_sha256 or "")
        if adoption is None or row.count_sha256 != records.get(adoption.place):
            template = sentence("Entry %(entry)d of the ledger carries a count or a decision that is not there.")
            yield Misfit(Part.LEDGER, row.id, template, {"entry": row.id})
        else:
            pot_id = contests.pot_at(session, poll, adoption.place)
            yield from _check(row, adoption, (poll.poll_no, pot_id), ledger, chronicle)


def _counts(session: Session, poll: Poll) -> list[Count | ContestCount]:
    """The counts of all contests of a poll that are stored."""
    first = session.scalars(select(Count).where(Count.poll_no == poll.poll_no))
    return [*first, *session.scalars(select(ContestCount).where(ContestCount.poll_no == poll.poll_no))]


def _check(
    row: LedgerEntry, adoption: Adoption, paid: tuple[int, int], ledger: Ledger, chronicle: Chronicle
) -> Iterator[Misfit]:
    """Yield what does not fit between an award and its decision; `paid` is its poll and the pot it must come from."""
    poll_no, pot_id = paid
    adopted = {one.project_id: one.pence for one in adoption.amounts if one.pence}
    given = {ledger.accounts[line.account_id].project_id: line.pence for line in row.postings if line.pence > 0}
    taken = [ledger.accounts[line.account_id].pot_id for line in row.postings if line.pence < 0]
    figures = {"entry": row.id, "adoption": adoption.id, "poll": poll_no}
    if given != adopted or taken != [pot_id]:
        template = sentence("Entry %(entry)d of the ledger does not give what decision %(adoption)d gives.")
        yield Misfit(Part.LEDGER, row.id, template, figures)
    entry = chronicle.leaves.get(adoption.log_leaf)
    if entry is None or entry.index != row.log_index or entry.index >= chronicle.in_tree:
        template = sentence("Entry %(entry)d of the ledger names another place in the log than that of its decision.")
        yield Misfit(Part.LEDGER, row.id, template, figures)
