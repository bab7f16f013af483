"""Tables of change."""

from deliberation.before_after import PHASES, View, change_of, next_phase


def test_a_table_of_change_tells_who_came_to_agree_more_and_less() -> None:
    pairs = [(View.UNSURE, View.AGREE)] * 3 + [(View.AGREE, View.DISAGREE)] * 2 + [(View.AGREE, View.AGREE)]
    change = change_of(pairs)
    assert change.cells == ((1, 0, 2), (3, 0, 0), (0, 0, 0))
    assert (change.people, change.before, change.after, change.moves) == (6, (3, 3, 0), (4, 0, 2), (3, 1, 2))


def test_the_phases_follow_each_other_to_the_end() -> None:
    assert [next_phase(phase) for phase in PHASES] == [*PHASES[1:], None]
