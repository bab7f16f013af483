"""The words of fixed lists that pages of every audience show and offer: kinds of partner, forum and fund, roles."""

from collections.abc import Mapping
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l

from pb_app.budgets.purposes import Place, Purpose
from pb_app.models.budgets import FundKind
from pb_app.models.partnerships import ForumKind, PartnerKind
from pb_app.models.witnesses import Trouble
from pb_app.roles import GRANTED, Role
from pb_app.web.forms import choice

W = TypeVar("W", bound=str | int)

PARTNER_KINDS = {
    PartnerKind.COUNCIL: _l("Council"),
    PartnerKind.HEALTH_BOARD: _l("Health board or health and social care partnership"),
    PartnerKind.POLICE: _l("Police"),
    PartnerKind.FIRE: _l("Fire and rescue"),
    PartnerKind.COLLEGE: _l("College or university"),
    PartnerKind.HOUSING: _l("Housing association"),
    PartnerKind.THIRD_SECTOR_INTERFACE: _l("Third sector interface"),
    PartnerKind.COMMUNITY_BODY: _l("Community body"),
    PartnerKind.OTHER: _l("Other"),
}
FORUM_KINDS = {ForumKind.BOARD: _l("Board of the partnership"), ForumKind.LOCALITY_FORUM: _l("Locality forum")}
FUND_KINDS = {
    FundKind.CAPITAL: _l("Capital: for lasting things"),
    FundKind.REVENUE: _l("Revenue: for running costs"),
}
TROUBLES = {
    Trouble.SILENT: _l("It does not answer"),
    Trouble.UNKNOWN_LOG: _l("It does not know this log. Its partner must trust the key of this log"),
    Trouble.UNKNOWN_KEY: _l("It does not trust the key with which this log is signed now"),
    Trouble.REFUSED: _l("It did not take the request"),
    Trouble.AHEAD: _l("It has seen more entries than are stored here. An old backup may have been put back"),
    Trouble.FORKED: _l("It has seen other entries than are stored here. The log may have been rewritten"),
    Trouble.WRONG_SIGNATURE: _l("What it answers is not signed with its key"),
}
PURPOSES = {
    Purpose.COMMIT: _l("Commit money to somebody"),
    Purpose.UNCOMMIT: _l("Take a commitment back"),
    Purpose.PAY: _l("Pay money out"),
    Purpose.REFUND: _l("Take in money that was paid back"),
    Purpose.GIVE_BACK: _l("Give back what a project does not need"),
    Purpose.SUPPLEMENT: _l("Add to a project that costs more"),
    Purpose.VIRE: _l("Move money between pots, funds or support funds"),
    Purpose.CARRY: _l("Carry what is left to the next round's pot"),
    Purpose.RESERVE: _l("Put money into a locality's support fund"),
    Purpose.RETURN: _l("Return what is left to a fund"),
    Purpose.WITHDRAW: _l("Send a fund's money back to its giver"),
    Purpose.OPENING: _l("Take in an opening balance"),
    Purpose.REVERSE: _l("Undo an entry"),
}
PLACES = {
    Place.FUND: _l("Fund"),
    Place.POT: _l("Pot"),
    Place.SUPPORT: _l("Support fund"),
    Place.PROJECT: _l("Project"),
    Place.COMMITTED: _l("Committed by project"),
    Place.OUTSIDE: _l("Outside the partnership"),
}
ROLES = {
    Role.FACILITATOR: _l("Facilitator"),
    Role.OFFICER: _l("Officer"),
    Role.APPROVER: _l("Approver"),
    Role.COUNCILLOR: _l("Member of a forum"),
    Role.AUDITOR: _l("Auditor"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
ROLE_HINTS = {
    Role.FACILITATOR: _l("Looks after the rooms in which proposals are discussed"),
    Role.OFFICER: _l("Runs rounds and polls, checks proposals, keeps funds and pots"),
    Role.APPROVER: _l("Opens polls and publishes results as the second person"),
    Role.COUNCILLOR: _l("Decides on the result of a vote, with the forum they sit on"),
    Role.AUDITOR: _l("Reads what the log and the ledger hold"),
    Role.ADMINISTRATOR: _l("Sets the partnership up and gives roles to people"),
}


def choices(words: Mapping[W, object]) -> list[Any]:
    """A list of words as a form field offers it: by each value, what people read."""
    return [choice(str(value) if isinstance(value, str) else value, told) for value, told in words.items()]


assert set(ROLES) == set(GRANTED)  # noqa: S101 - a role without a word would leave a blank in a form
