"""Who is there in the demonstration: one address for every role, and voters without a name."""

from dataclasses import dataclass

from pb_app.roles import Role

DOMAIN = "moothill.example"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody to sign in as, and what there is to see then."""

    word: str
    name: str
    role: Role
    does: str

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.word}@{DOMAIN}"


SIGN_INS = (
    SignIn("resident", "Rhona", Role.RESIDENT, "a resident: proposes, talks, votes"),
    SignIn("neighbour", "Niall", Role.RESIDENT, "another resident, to talk with"),
    SignIn("facilitator", "Fearghas", Role.FACILITATOR, "a facilitator of rooms"),
    SignIn("officer", "Oighrig", Role.OFFICER, "an officer: checks proposals, prepares the poll, counts"),
    SignIn("approver", "Ailsa", Role.APPROVER, "the second person who opens the poll and approves the result"),
    SignIn("councillor", "Calum", Role.COUNCILLOR, "a member of the deciding forum, which adopts the result"),
    SignIn("auditor", "Aoife", Role.AUDITOR, "an auditor"),
    SignIn("administrator", "Adair", Role.ADMINISTRATOR, "an administrator, who gives roles"),
)


def voter(number: int) -> str:
    """The address of a voter of the demonstration."""
    return f"voter{number:03d}@{DOMAIN}"
