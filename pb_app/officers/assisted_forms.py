"""The form of assisted voting: who, two lines of consent, and the choices in each contest as they are typed."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField

from ballots.errors import BallotError
from ballots.styles import Choice
from pb_app.definitions import Asked, Definition
from pb_app.officers.paper_forms import DeskForm
from pb_app.officers.partnership_forms import at_most
from pb_app.paper import LONGEST_LINE, read_line
from pb_app.receipts import SECRET_LENGTH
from pb_app.refusals import Invalid, sentence
from pb_app.web.errors import in_words
from pb_app.web.forms import needed

NOT_WITHOUT = _l("Nobody is helped to vote without agreeing to this")


class AssistedForm(DeskForm):
    """Who is helped to vote, and how they vote; `assisted_form` adds a field for each contest."""

    asked = BooleanField(
        _l("I asked for help, and I know that whoever helps me hears how I vote."), validators=[needed(NOT_WITHOUT)]
    )
    own_choice = BooleanField(
        _l("These are my own choices. I was told that I may bring somebody I trust to help me instead."),
        validators=[needed(NOT_WITHOUT)],
    )
    secret = HiddenField()
    contests: tuple[Asked, ...] = ()

    def rows(self) -> list[tuple[Asked, Any]]:
        """Every contest with its field."""
        return [(one, self[f"marks_{one.contest.contest_id}"]) for one in self.contests]

    def chosen(self) -> dict[str, Choice] | None:
        """The choices by contest; None where something is wrong, which is then said beside its field."""
        found, wrong = {}, False
        for one, written in self.rows():
            if one.contest.area and not (written.data or "").strip():
                continue  # a contest of another area, or one they leave out
            try:
                found[one.contest.contest_id] = one.contest.checked(_choice(one, written.data or ""))
            except (Invalid, BallotError) as refused:
                written.errors = [*written.errors, in_words(refused)]
                wrong = True
        return None if wrong else found

    def secret_bytes(self) -> bytes:
        """The secret that the check page gave. Raises Invalid for anything else."""
        try:
            secret = bytes.fromhex(self.secret.data or "")
        except ValueError:
            secret = b""
        if len(secret) != SECRET_LENGTH:
            raise Invalid(sentence("The ballot came in damaged and was not cast. Go back and check it again."))
        return secret


def assisted_form(definition: Definition, *, is_empty: bool = False) -> AssistedForm:
    """The form for the contests of this poll."""
    fields: dict[str, Any] = {"contests": definition.contests}
    for one in definition.contests:
        label = one.title or _("Their choices, by the numbers of the projects")
        fields[f"marks_{one.contest.contest_id}"] = StringField(label, validators=[at_most(LONGEST_LINE)])
    form: type[AssistedForm] = type("AssistedFormOfPoll", (AssistedForm,), fields)
    return form(formdata=None) if is_empty else form()


def _choice(one: Asked, written: str) -> Choice:
    if not written.strip():
        return Choice()
    return read_line(one.contest.poll, one.contest.style, written, None).choice
