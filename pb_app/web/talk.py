"""The words of the measures of talk, and the forms with which people answer them."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import Optional

from deliberation.before_after import Phase, View
from deliberation.coding import CODES, Aspect
from deliberation.sheets import Mark, Stand, Standard
from pb_app.models.before_after import ViewQuestion
from pb_app.models.reach import ReachQuestion
from pb_app.services.coding import Given
from pb_app.web.forms import PageForm, choice

STANDARD_WORDS = {
    Standard.EVIDENCE: _l("We looked critically at the best evidence there was"),
    Standard.VOICES: _l("We heard different people and different views"),
    Standard.RESPECT: _l("We disagreed with respect, and worked through it with reasons, feelings and values"),
    Standard.CONCLUSIONS: _l("What we concluded was informed and thought through"),
}
MARK_WORDS = {
    Mark.YES: _l("Yes"),
    Mark.PARTLY: _l("In part"),
    Mark.NO: _l("No"),
    Mark.UNSURE: _l("I cannot say"),
}
STAND_WORDS = {
    Stand.INDEPENDENT: _l("Independent: neither employed nor paid by those who decide or hold the money"),
    Stand.PAID: _l("Paid for this by those who decide or hold the money, and employed by somebody else"),
    Stand.EMPLOYED: _l("Employed by those who decide or hold the money"),
}
VIEW_WORDS = {View.AGREE: _l("Agree"), View.UNSURE: _l("Not sure"), View.DISAGREE: _l("Disagree")}
PHASE_WORDS = {
    Phase.BEFORE: _l("Asked before the talk"),
    Phase.TALK: _l("Kept back while people talk"),
    Phase.AFTER: _l("Asked again after the talk"),
    Phase.CLOSED: _l("Closed"),
}
ASPECT_WORDS = {
    Aspect.JUSTIFICATION: _l("Reasons given"),
    Aspect.CONTENT: _l("Whose good it speaks of"),
    Aspect.RESPECT: _l("Respect for what others ask and say"),
}
CODE_WORDS: Mapping[tuple[Aspect, str], Any] = {
    (Aspect.JUSTIFICATION, "none"): _l("No reason"),
    (Aspect.JUSTIFICATION, "inferior"): _l("A reason without a link to what it is for"),
    (Aspect.JUSTIFICATION, "qualified"): _l("One reason, linked to what it is for"),
    (Aspect.JUSTIFICATION, "sophisticated"): _l("Several reasons, linked to what they are for"),
    (Aspect.CONTENT, "group"): _l("That of a group of its own"),
    (Aspect.CONTENT, "neutral"): _l("Nobody's in particular"),
    (Aspect.CONTENT, "greatest"): _l("That of most people"),
    (Aspect.CONTENT, "least"): _l("That of those who have least"),
    (Aspect.RESPECT, "degrade"): _l("It belittles them"),
    (Aspect.RESPECT, "neutral"): _l("It treats them neutrally, or none were there"),
    (Aspect.RESPECT, "value"): _l("It values them"),
    (Aspect.RESPECT, "agree"): _l("It agrees with them"),
}

QUOTE = _l("Words of the message on which this rests")


def words(told: Mapping[Any, Any]) -> list[Any]:
    """The choices of a field from a list of words."""
    return [choice(one.value, said) for one, said in told.items()]


class SheetForm(PageForm):
    """The score sheet: one answer to each standard."""

    evidence = RadioField(STANDARD_WORDS[Standard.EVIDENCE], choices=words(MARK_WORDS), validators=[Optional()])
    voices = RadioField(STANDARD_WORDS[Standard.VOICES], choices=words(MARK_WORDS), validators=[Optional()])
    respect = RadioField(STANDARD_WORDS[Standard.RESPECT], choices=words(MARK_WORDS), validators=[Optional()])
    conclusions = RadioField(STANDARD_WORDS[Standard.CONCLUSIONS], choices=words(MARK_WORDS), validators=[Optional()])

    def marks(self) -> dict[Standard, Mark | None]:
        """What was marked."""
        return {one: Mark(self[one].data) if self[one].data in set(Mark) else None for one in Standard}


def views_form(questions: Sequence[ViewQuestion]) -> type[PageForm]:
    """A form with one answer to each of these questions."""
    fields = {
        f"view_{one.number}": RadioField(one.body, choices=words(VIEW_WORDS), validators=[Optional()])
        for one in questions
    }
    return type("ViewsForm", (PageForm,), fields)


def groups_form(questions: Sequence[ReachQuestion]) -> type[PageForm]:
    """A form with one group of each division, or none."""
    fields = {
        f"group_{one.number}": RadioField(
            one.label,
            choices=[
                *(choice(str(group.number), group.label) for group in one.groups),
                choice("0", _l("I would rather not say")),
            ],
            default="0",
            validators=[Optional()],
        )
        for one in questions
    }
    return type("GroupsForm", (PageForm,), fields)


class CodesForm(PageForm):
    """The codes of one message, each with the words on which it rests."""

    code_justification = RadioField(ASPECT_WORDS[Aspect.JUSTIFICATION], validators=[Optional()])
    quote_justification = StringField(QUOTE)
    code_content = RadioField(ASPECT_WORDS[Aspect.CONTENT], validators=[Optional()])
    quote_content = StringField(QUOTE)
    code_respect = RadioField(ASPECT_WORDS[Aspect.RESPECT], validators=[Optional()])
    quote_respect = StringField(QUOTE)

    @classmethod
    def blank(cls, given: Mapping[Aspect, Given]) -> "CodesForm":
        """The form with what was given before."""
        told = {f"code_{aspect}": one.code for aspect, one in given.items()}
        form = cls(**told, **{f"quote_{aspect}": one.quote for aspect, one in given.items()})
        for aspect in Aspect:
            form[f"code_{aspect}"].choices = [choice(code, CODE_WORDS[aspect, code]) for code in CODES[aspect]]
        return form

    def given(self) -> dict[Aspect, Given]:
        """What was chosen and quoted."""
        return {one: Given(self[f"code_{one}"].data or "", self[f"quote_{one}"].data or "") for one in Aspect}
