"""Funds, pots, awards and every later movement of money. Pure."""

from pb_app.actions import Action
from pb_app.conditions import SECOND_PERSON
from pb_app.permissions.rows import ADMIN, KEYERS, OFFICER, Row, facts
from pb_app.stages import MovementState, PollState

ROWS: dict[Action, Row] = {
    Action.ADD_FUND: Row(OFFICER, facts("partnership fund pence account entry entry_sha256")),
    Action.OPEN_POT: Row(OFFICER, facts("round pot")),
    Action.FEED_POT: Row(OFFICER, facts("pot fund pence entry entry_sha256")),
    Action.POST_AWARDS: Row(
        OFFICER,
        facts("record adoption adoption_index entry entry_sha256 pence"),
        stages=frozenset({PollState.PUBLISHED}),
    ),
    Action.SET_LIMIT: Row(ADMIN, facts("partnership pence")),
    Action.PROPOSE_MOVEMENT: Row(OFFICER, facts("movement purpose giver taker pence")),
    Action.PROPOSE_REVERSAL: Row(OFFICER, facts("movement reverses pence")),
    Action.POST_MOVEMENT: Row(
        KEYERS,
        facts("movement pence entry entry_sha256"),
        stages=frozenset({MovementState.PROPOSED}),
        also=(SECOND_PERSON,),
    ),
    Action.REFUSE_MOVEMENT: Row(KEYERS, facts("movement"), stages=frozenset({MovementState.PROPOSED})),
}
