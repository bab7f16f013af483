"""Who may vote in a poll, as rules that are frozen with it: an age, a connection, an area. Pure."""

import json
from dataclasses import dataclass, replace
from enum import StrEnum

from pb_app.audit.canonical import encode
from pb_app.cards import CardKind, CardRule
from pb_app.refusals import Invalid, sentence

OLDEST_RULE = 120
SWITCHES = ("anywhere", "listed", "each_channel")


class Connection(StrEnum):
    """What ties a person to a place."""

    LIVE = "live"
    WORK = "work"
    STUDY = "study"
    VOLUNTEER = "volunteer"
    MEMBER = "member"


class AgeBand(StrEnum):
    """What somebody says of their age, beside the ages of a rule. No date of birth is ever asked for."""

    YOUNGER = "younger"
    WITHIN = "within"
    OLDER = "older"


class NotEligible(Invalid):
    """A kind no: the rules of this poll leave somebody out, and the page says what they can do instead."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of themselves when they claim a vote. Nothing of it is kept but the connection."""

    connection: Connection | None = Connection.LIVE
    band: AgeBand | None = None
    card: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The rules: ages in whole years (`most_age` None for no limit), connections, and whether any locality will do.

    `listed`: only who was put on the roll from a list may vote; nobody claims. `each_channel`: a person may vote once
    online and once in person. `cards`: kinds of cards whose numbers will do in place of a postcode.
    """

    least_age: int = 0
    most_age: int | None = None
    connections: tuple[Connection, ...] = (Connection.LIVE,)
    anywhere: bool = False
    listed: bool = False
    each_channel: bool = False
    cards: tuple[CardRule, ...] = ()

    @property
    def bands(self) -> tuple[AgeBand, ...]:
        """The answers to the question of age; none where age does not matter."""
        younger = (AgeBand.YOUNGER,) if self.least_age else ()
        older = (AgeBand.OLDER,) if self.most_age is not None else ()
        return (*younger, AgeBand.WITHIN, *older) if younger or older else ()

    def check_open(self) -> None:
        """Raise NotEligible where the roll was made from a list and nobody claims a place on it."""
        if self.listed:
            raise NotEligible(
                sentence(
                    "This vote is for people on a list that was made beforehand. Sign in with the e-mail address that "
                    "stands on it. If you should be on the list and are not, ask the people who run the vote."
                )
            )

    def check(self, said: Said) -> Connection:
        """The connection by which they may vote, as far as can be said without a postcode.

        Raises Invalid for a question that was left out, NotEligible for an age outside the rules.
        """
        if self.bands and said.band not in self.bands:
            raise Invalid(sentence("Say how old you are."), field="age")
        if said.band is AgeBand.YOUNGER and self.bands:
            raise NotEligible(sentence("This vote is for people aged %(age)d or over."), age=self.least_age)
        if said.band is AgeBand.OLDER and self.bands:
            raise NotEligible(sentence("This vote is for people aged %(age)d or under."), age=self.most_age)
        if said.connection not in self.connections:
            raise Invalid(sentence("Say what connects you to this place."), field="connection")
        return said.connection


def checked(rules: Eligibility) -> Eligibility:
    """The rules with their connections in one order. Raises Invalid for ages or connections that cannot be meant."""
    if not 0 <= rules.least_age <= OLDEST_RULE:
        raise Invalid(sentence("Enter an age from 0 to %(most)d."), field="least_age", most=OLDEST_RULE)
    if rules.most_age is not None and not rules.least_age <= rules.most_age <= OLDEST_RULE:
        raise Invalid(sentence("The highest age cannot be below the lowest."), field="most_age")
    if not rules.connections:
        raise Invalid(sentence("Choose at least one connection by which people may vote."), field="connections")
    ordered = tuple(one for one in Connection if one in rules.connections)
    return replace(rules, connections=ordered)


def told(rules: Eligibility) -> dict[str, object]:
    """The rules as a definition tells them: only what differs from everyone who lives in the locality."""
    found: dict[str, object] = {"least_age": rules.least_age} if rules.least_age else {}
    if rules.most_age is not None:
        found["most_age"] = rules.most_age
    if rules.connections != (Connection.LIVE,):
        found["connections"] = [one.value for one in rules.connections]
    if rules.cards:
        found["cards"] = {one.kind.value: list(one.prefixes) for one in rules.cards}
    return found | {name: 1 for name in SWITCHES if getattr(rules, name)}


def text_of(rules: Eligibility) -> str:
    """The rules as canonical JSON for the column `poll.eligibility`; empty for the usual ones."""
    found = told(rules)
    return encode(found).decode("utf-8") if found else ""


def read(text: str) -> Eligibility:
    """The rules that `text_of` wrote."""
    found = json.loads(text) if text else {}
    return Eligibility(
        found.get("least_age", 0),
        found.get("most_age"),
        tuple(Connection(one) for one in found.get("connections", (Connection.LIVE,))),
        **{name: bool(found.get(name)) for name in SWITCHES},
        cards=tuple(CardRule(CardKind(kind), tuple(found["cards"][kind])) for kind in sorted(found.get("cards", {}))),
    )
