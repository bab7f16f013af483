"""Whatever is posted in whatever order, no account but the world outside falls below nought, and no money is made."""

from hypothesis import given
from hypothesis import strategies as st

from pb_app.budgets.book import Account, posted, replayed
from pb_app.budgets.ledger import AccountKind, Entry, EntryKind, Posting, balances, reversal_of
from pb_app.refusals import Refusal

ACCOUNTS = {number: Account(number, kind, "GBP") for number, kind in enumerate([*AccountKind, AccountKind.PROJECT], 1)}
OUTSIDE = next(account.id for account in ACCOUNTS.values() if account.kind is AccountKind.CONTRA)


@st.composite
def movements(draw: st.DrawFn) -> tuple[EntryKind, tuple[Posting, ...]]:
    """Draw a kind of entry and lines of small amounts, so that accounts are often nearly empty."""
    kind = draw(st.sampled_from([kind for kind in EntryKind if kind is not EntryKind.REVERSE]))
    source, *targets = draw(st.lists(st.sampled_from(sorted(ACCOUNTS)), min_size=2, max_size=4, unique=True))
    amounts = [draw(st.integers(1, 50)) for _ in targets]
    gives = [Posting(target, amount) for target, amount in zip(targets, amounts, strict=True)]
    return kind, (Posting(source, -sum(amounts)), *gives)


STEPS = st.lists(movements() | st.integers(0, 30), max_size=40)


def wanted(step: tuple[EntryKind, tuple[Posting, ...]] | int, number: int, kept: list[Entry]) -> Entry:
    """Return the entry that a step asks for: a movement, or the reversal of an entry kept before."""
    if isinstance(step, int):
        return reversal_of(kept[step % len(kept)], number)
    kind, lines = step
    if kind is EntryKind.AWARD:
        return Entry(number, kind, "GBP", lines, None, 1, "a" * 64, "b" * 64, 0)
    return Entry(number, kind, "GBP", lines)


@given(STEPS)
def test_no_sequence_of_taken_and_refused_entries_overspends(
    steps: list[tuple[EntryKind, tuple[Posting, ...]] | int],
) -> None:
    fund = Entry(1, EntryKind.FUND_IN, "GBP", (Posting(OUTSIDE, -100), Posting(1, 100)))
    kept, standing = [fund], posted({}, fund, ACCOUNTS)
    for number, step in enumerate(steps, 2):
        try:
            entry = wanted(step, number, kept)
            standing = posted(standing, entry, ACCOUNTS)
        except Refusal:
            continue
        kept.append(entry)
        assert all(pence >= 0 for account, pence in standing.items() if account != OUTSIDE)
        assert sum(standing.values()) == 0
    assert balances(kept) == standing


@given(st.lists(movements(), max_size=25))
def test_replaying_what_was_posted_ends_where_posting_ended(steps: list[tuple[EntryKind, tuple[Posting, ...]]]) -> None:
    kept: list[Entry] = []
    standing: dict[int, int] = {}
    for number, step in enumerate(steps, 1):
        try:
            entry = wanted(step, number, kept)
            standing = posted(standing, entry, ACCOUNTS)
        except Refusal:
            continue
        kept.append(entry)
    assert replayed(kept, ACCOUNTS) == standing
