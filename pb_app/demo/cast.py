"""Everybody in the demonstration, each acting through a unit of work of their own."""

from pb_app.demo.people import DOMAIN, SIGN_INS, voter
from pb_app.models.partnerships import Partnership
from pb_app.roles import Role, Scope
from pb_app.services import people
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation

VOTERS = 240
WITHOUT_A_GRANT = (Role.RESIDENT, Role.COUNCILLOR)


class Cast:
    """Hands out units of work: `one("officer")`, `system()`; `leave()` gives back what is still open."""

    def __init__(self, parts: Installation) -> None:
        self.parts = parts
        self._open: list[UnitOfWork] = []
        named = {one.email: one.name for one in SIGN_INS}
        named |= {voter(number): f"Voter {number}" for number in range(1, VOTERS + 1)}
        self._ids = people.introduce_people(self.system(), named)

    def system(self) -> UnitOfWork:
        """The service itself."""
        self.leave()
        self._open.append(self.parts.system_unit_of_work())
        return self._open[-1]

    def one(self, word: str) -> UnitOfWork:
        """Somebody, by the word before their address."""
        self.leave()
        self._open.append(self.parts.unit_of_work(self._ids[f"{word}@{DOMAIN}"]))
        return self._open[-1]

    def officer(self) -> UnitOfWork:
        """The officer, who does most of it."""
        return self.one("officer")

    def appoint(self, partnership: Partnership) -> None:
        """Give everybody the role their address names, for the whole partnership."""
        for one in SIGN_INS:
            if one.role not in WITHOUT_A_GRANT:
                people.grant_role(self.system(), one.email, one.role, Scope(partnership.id))
        administrator = f"administrator@{DOMAIN}"
        people.grant_role(self.system(), administrator, Role.ADMINISTRATOR, Scope())

    def seat(self, forum: Scope) -> None:
        """Make the councillor a member of a deciding forum."""
        people.grant_role(self.system(), f"councillor@{DOMAIN}", Role.COUNCILLOR, forum)

    def leave(self) -> None:
        """Give back what is still open."""
        while self._open:
            self._open.pop().close()
