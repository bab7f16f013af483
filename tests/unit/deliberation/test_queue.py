"""Raised hands: fewest turns first, and nobody waits for ever."""

from deliberation.queue import Queue, Sign, Step, queue_of

ANN, BOB, CAT, DEV, EVE = range(1, 6)


def ups(*people: int) -> list[Step]:
    return [Step(Sign.UP, person) for person in people]


def turns(*people: int) -> list[Step]:
    return [Step(Sign.TURN, person) for person in people]


def test_fewest_turns_come_first_and_two_count_as_many() -> None:
    steps = turns(ANN, ANN, ANN, BOB) + ups(ANN, BOB, CAT, DEV)
    assert queue_of(steps) == Queue((CAT, DEV, BOB, ANN), {ANN: 3, BOB: 1})
    assert queue_of([*turns(ANN, ANN, ANN, BOB, BOB), *ups(ANN, BOB)]).waiting == (ANN, BOB)


def test_a_hand_that_is_up_stays_where_it_is_and_one_that_goes_down_is_gone() -> None:
    assert queue_of([*ups(ANN, BOB, ANN), Step(Sign.DOWN, CAT)]).waiting == (ANN, BOB)
    assert queue_of([*ups(ANN, BOB), Step(Sign.DOWN, ANN), *ups(ANN)]).waiting == (BOB, ANN)


def test_a_hand_passed_over_three_times_comes_to_the_head() -> None:
    steps = turns(ANN, ANN) + ups(ANN, BOB, CAT, DEV) + turns(BOB, CAT)
    assert queue_of([*steps, *ups(EVE)]).waiting == (DEV, EVE, ANN)
    assert queue_of([*steps, *turns(DEV), *ups(EVE)]).waiting == (ANN, EVE)


def test_a_turn_out_of_turn_is_a_turn_and_skips_nobody() -> None:
    assert queue_of([*ups(ANN), *turns(BOB, BOB, BOB)]) == Queue((ANN,), {BOB: 3})
