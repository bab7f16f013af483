"""The words of fixed lists that pages of every audience show and offer: kinds of partner, forum and fund, roles."""

from collections.abc import Mapping
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l

from pb_app.models.budgets import FundKind
from pb_app.models.partnerships import ForumKind, PartnerKind
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
