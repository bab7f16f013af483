"""A sample is drawn by words and a root alone: worked out by hand, the same for everybody, and chosen by nobody."""

from hashlib import sha256

from pb_app.audit.sampling import drawn, ticket

ROOT = bytes(range(32))


def test_a_ticket_is_the_hash_that_the_page_describes() -> None:
    told = b"moothill/sample/v1\0" + ROOT.hex().encode() + b"\n" + "seòl 5 3 6".encode() + b"\n" + b"41"
    assert ticket("seòl 5 3 6", ROOT, 41) == sha256(told).hexdigest()


def test_the_smallest_tickets_are_drawn_in_their_order() -> None:
    among = range(0, 300, 3)
    by_hand = sorted(among, key=lambda index: ticket("dice", ROOT, index))
    assert drawn(among, "dice", ROOT, 7) == by_hand[:7]
    assert drawn(reversed(among), "dice", ROOT, 7) == by_hand[:7]


def test_other_words_or_another_root_draw_others() -> None:
    first = drawn(range(1_000), "dice", ROOT, 10)
    assert first != drawn(range(1_000), "Dice", ROOT, 10)
    assert first != drawn(range(1_000), "dice", bytes(32), 10)


def test_more_than_there_are_cannot_be_drawn() -> None:
    assert sorted(drawn(range(3), "dice", ROOT, 10)) == [0, 1, 2]
