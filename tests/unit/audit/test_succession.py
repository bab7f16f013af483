"""Keys of the log follow each other as its entries say, and no other way."""

from collections.abc import Sequence
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb_app.audit.checkpoint import Checkpoint, sign_checkpoint
from pb_app.audit.merkle import root
from pb_app.audit.note import sign_also, verifier_key
from pb_app.audit.verify import verify
from tests.unit.audit.test_log_verify import KEY, ORIGIN, PRIVATE, stored, told

SECOND, THIRD = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (2, 3))


def handed_over(old: Ed25519PrivateKey, new: Ed25519PrivateKey) -> dict[str, Any]:
    keys = [str(verifier_key(ORIGIN, one)) for one in (old, new)]
    return told("log.key_rotated", poll=None, old=keys[0], new=keys[1])


def of_keys(
    values: Sequence[Any], *signed: tuple[int, tuple[Ed25519PrivateKey, ...]], key: Ed25519PrivateKey
) -> list[str]:
    """What is found in a log whose checkpoints of these sizes are signed by these keys; the last is known."""
    entries = stored(values)
    checkpoints = []
    for size, keys in signed:
        checkpoint = Checkpoint(ORIGIN, size, root([leaf for _, _, leaf in entries[:size]]))
        note = sign_checkpoint(checkpoint, keys[0])
        for also in keys[1:]:
            note = sign_also(note, ORIGIN, also)
        checkpoints.append((size, checkpoint.root, note))
    return [f"{one.check}: {one}" for one in verify(entries, checkpoints, verifier_key(ORIGIN, key)).findings]


START = told("round.created", poll=None, round=1)


def test_each_key_signs_while_it_is_its_turn_and_both_when_one_hands_over() -> None:
    values = [START, handed_over(PRIVATE, SECOND), START, handed_over(SECOND, THIRD), START]
    signed = [(1, (PRIVATE,)), (2, (PRIVATE, SECOND)), (3, (SECOND,)), (4, (SECOND, THIRD)), (5, (THIRD,))]
    assert of_keys(values, *signed, key=THIRD) == []


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ((PRIVATE,), "signature"),  # the key before goes on
        ((SECOND,), "signature"),  # the new one takes over by itself
    ],
)
def test_a_hand_over_that_not_both_signed_is_found(keys: tuple[Ed25519PrivateKey, ...], found: str) -> None:
    values = [START, handed_over(PRIVATE, SECOND)]
    assert of_keys(values, (1, (PRIVATE,)), (2, keys), key=SECOND)[0].startswith(found)


def test_a_hand_over_from_a_key_that_never_signed_is_found() -> None:
    values = [handed_over(PRIVATE, SECOND), handed_over(PRIVATE, THIRD)]
    assert any("from a key that did not sign it" in one for one in of_keys(values, key=THIRD))


def test_a_hand_over_to_a_key_that_nobody_knows_is_found() -> None:
    assert any(
        "another key than the one that is known" in one for one in of_keys([handed_over(PRIVATE, THIRD)], key=SECOND)
    )


def test_a_hand_over_that_names_no_keys_or_another_log_is_found() -> None:
    nonsense = told("log.key_rotated", poll=None, old="x", new=7)
    assert of_keys([nonsense], key=PRIVATE)[0].startswith("keys")
    foreign = told("log.key_rotated", poll=None, old=str(KEY), new=str(verifier_key("other.example", SECOND)))
    assert of_keys([foreign], key=SECOND)[0].startswith("keys")
