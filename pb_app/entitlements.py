"""Under which keys a person stands on a roll: one place whichever way they vote, or one online and one in person. Pure.

`rules` is what the poll's column `eligibility` holds.
"""

from pb_app import eligibility, receipts
from pb_app.desk import WITHOUT_ACCOUNT


def key_in_person(rules: str, roll_key: bytes, identity: str) -> bytes:
    """The key of whoever stands at a desk; their only one where everybody has one vote, whichever way."""
    own_place = eligibility.read(rules).each_channel
    return receipts.person_key(roll_key, f"hall:{identity}" if own_place else identity)


def all_keys(rules: str, roll_key: bytes, identity: str) -> tuple[bytes, ...]:
    """Every key under which a person may stand on the roll; who has no account has no place online."""
    in_person = key_in_person(rules, roll_key, identity)
    if not eligibility.read(rules).each_channel or identity.startswith(WITHOUT_ACCOUNT):
        return (in_person,)
    return receipts.person_key(roll_key, identity), in_person
