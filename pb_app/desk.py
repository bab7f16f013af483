"""Who stands at the desk of a station, as the one text by which the roll knows them. Pure."""

from dataclasses import dataclass
from datetime import date

from pb_app import receipts
from pb_app.refusals import Invalid, sentence

WITHOUT_ACCOUNT = "desk:"
"""How an identity begins that is no address; no address has a colon."""


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Who stands at the desk: by the e-mail address of their account, or without one by name and day of birth."""

    email: str = ""
    name: str = ""
    born: date | None = None

    def identity(self) -> str:
        """The one text that stands for the person; who votes online under the same address is the same person."""
        if self.email.strip():
            return receipts.mailbox_identity(receipts.normalised_email(self.email))
        if not receipts.normalised_identity(self.name):
            raise Invalid(sentence("Enter their e-mail address, or their full name and day of birth."), field="email")
        if self.born is None:
            raise Invalid(sentence("Enter their day of birth."), field="born")
        return f"{WITHOUT_ACCOUNT}{self.name}:{self.born.isoformat()}"
