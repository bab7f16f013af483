"""An entry told as who gave how much to whom."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pb_app.budgets.flows import Flow, flows
from pb_app.budgets.ledger import Posting


def test_an_award_is_one_flow_a_project() -> None:
    lines = (Posting(1, -500), Posting(2, 300), Posting(3, 200))
    assert flows(lines) == (Flow(1, 2, 300), Flow(1, 3, 200))


def test_what_several_give_to_one_is_one_flow_a_giver() -> None:
    assert flows((Posting(9, 500), Posting(2, -300), Posting(3, -200))) == (Flow(2, 9, 300), Flow(3, 9, 200))


def test_what_is_given_first_is_taken_first() -> None:
    lines = (Posting(1, -300), Posting(2, -200), Posting(3, 400), Posting(4, 100))
    assert flows(lines) == (Flow(1, 3, 300), Flow(2, 3, 100), Flow(2, 4, 100))


@given(st.lists(st.integers(1, 1_000), min_size=1, max_size=6), st.lists(st.integers(1, 1_000), min_size=1, max_size=6))
def test_every_account_gives_and_takes_what_its_line_says(given_: list[int], taken: list[int]) -> None:
    off = sum(given_) - sum(taken)
    taken = [*taken, off] if off > 0 else taken
    given_ = [*given_, -off] if off < 0 else given_
    lines = [Posting(number, -pence) for number, pence in enumerate(given_)]
    lines += [Posting(100 + number, pence) for number, pence in enumerate(taken)]
    sums: Counter[int] = Counter()
    for flow in flows(lines):
        assert flow.pence > 0
        sums[flow.giver] -= flow.pence
        sums[flow.taker] += flow.pence
    assert sums == Counter({line.account_id: line.pence for line in lines})
