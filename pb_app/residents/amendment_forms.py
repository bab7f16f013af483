"""The forms of a change to a proposal: the proposal as it would read, and what moved whoever changes it."""

import re

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from pb_app.residents.proposal_forms import ProposalForm
from pb_app.services.amendments import WHY_LENGTH, Suggested
from pb_app.web.forms import needed, number_of

SEQ = re.compile(r"[0-9]{1,9}")


class RevisionForm(ProposalForm):
    """A proposal as its author changes it."""

    cites = StringField(
        _l("Numbers of the messages in the room that moved you"),
        description=_l("For example 3, 7. Leave it empty if there are none."),
    )

    @property
    def cited(self) -> tuple[int, ...]:
        """The numbers that stand in it."""
        return tuple(int(number) for number in SEQ.findall(self.cites.data or ""))


class AmendmentForm(RevisionForm):
    """A proposal as somebody else would have it, and why."""

    why = TextAreaField(
        _l("Why should it be changed?"),
        validators=[
            needed(_l("Say why it should be changed")),
            Length(max=WHY_LENGTH, message=_l("Use at most %(most)s characters", most=WHY_LENGTH)),
        ],
    )

    def suggested(self) -> Suggested:
        """What was written; the services check it."""
        return Suggested(number_of(self.revision.data), self.wording(), self.why.data or "", self.cited)
