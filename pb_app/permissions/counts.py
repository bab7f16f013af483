"""Counts, results and their adoption, and what is worked out from them. Pure."""

from pb_app.actions import Action
from pb_app.conditions import OTHER_THAN_COUNTER
from pb_app.permissions.rows import OFFICER, Logged, Row, facts, roles
from pb_app.roles import Role
from pb_app.stages import PollState

ROWS: dict[Action, Row] = {
    # What is asked of the service and what it does for it is no change of a poll; the count that comes of it is one.
    Action.ASK_FOR_COUNT: Row(OFFICER, stages=frozenset({PollState.CLOSED}), logged=Logged.NOT_A_CHANGE),
    Action.TAKE_UP_COUNT: Row(roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.NOTE_COUNT: Row(roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.GIVE_UP_COUNT: Row(roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.CANCEL_COUNT: Row(OFFICER, stages=frozenset({PollState.CLOSED}), logged=Logged.NOT_A_CHANGE),
    # `records` and `files` are those of the contests after the first, where a paper has several.
    Action.RECORD_COUNT: Row(
        OFFICER | roles(Role.SYSTEM), facts("record file records files"), stages=frozenset({PollState.CLOSED})
    ),
    # What may be published is told apart from publishing it, so that the log shows that it was looked at before.
    Action.ACKNOWLEDGE_PRIVACY: Row(
        roles(Role.APPROVER, Role.OFFICER),
        facts("record mode ballots electorate unique"),
        stages=frozenset({PollState.COUNTED}),
    ),
    Action.PUBLISH_RESULT: Row(
        roles(Role.APPROVER, Role.OFFICER),
        facts("record file quorum witnesses records files"),
        stages=frozenset({PollState.COUNTED}),
        also=(OTHER_THAN_COUNTER,),
    ),
    Action.ADOPT_RESULT: Row(
        roles(Role.COUNCILLOR),
        facts("record adoption decision pence"),
        stages=frozenset({PollState.PUBLISHED}),
    ),
    # What follows from a published result can be worked out again by anyone: keeping it is no change (settled.md 16).
    Action.TAKE_UP_FINDING: Row(roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.PUT_BACK_FINDING: Row(roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
    Action.KEEP_FINDING: Row(roles(Role.SYSTEM), logged=Logged.NOT_A_CHANGE),
}
