"""The score sheet of participants: four standards of good talk, and what somebody may say of each."""

from enum import StrEnum


class Standard(StrEnum):
    """What is asked (deliberative standards D1 to D4)."""

    EVIDENCE = "evidence"
    VOICES = "voices"
    RESPECT = "respect"
    CONCLUSIONS = "conclusions"


class Mark(StrEnum):
    """How far a standard was met, as somebody saw it who was there."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNSURE = "unsure"


class Stand(StrEnum):
    """How free a facilitator is of those who decide or hold the money."""

    INDEPENDENT = "independent"
    PAID = "paid"
    EMPLOYED = "employed"
