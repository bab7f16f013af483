"""The forms with which a room's talk is measured: who facilitates, questions, coders, meetings, groups."""

import re

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from deliberation.sheets import Stand
from pb_app.services.reach import Division
from pb_app.web.forms import PageForm, needed
from pb_app.web.talk import STAND_WORDS, words

LINE = re.compile(r"(.+?)\s*[:;=\t]\s*(\d[\d, ]*)")
REACH_FIELDS = ("label", "source", "groups")
WHO = needed(_l("Say who runs it."))
WHOSE = needed(_l("Say who employs them."))
HOW_FREE = needed(_l("Choose how free they are of those who decide."))


class FacilitationForm(PageForm):
    """Say who runs the room, and for whom."""

    facilitator = StringField(_l("Who runs the room?"), validators=[WHO])
    employer = StringField(_l("Who employs them?"), validators=[WHOSE])
    stand = RadioField(_l("How free are they of those who decide?"), choices=words(STAND_WORDS), validators=[HOW_FREE])


class MeetingForm(PageForm):
    """Enter a meeting that had no room here."""

    title = StringField(_l("What meeting was it?"), validators=[needed(_l("Say what meeting it was."))])
    held_on = DateField(_l("When was it?"), validators=[needed(_l("Choose a day."))])
    facilitator = StringField(_l("Who ran it?"), validators=[WHO])
    employer = StringField(_l("Who employs them?"), validators=[WHOSE])
    stand = RadioField(_l("How free are they of those who decide?"), choices=words(STAND_WORDS), validators=[HOW_FREE])

    def how_free(self) -> Stand:
        """The stand that was chosen."""
        return Stand(self.stand.data)


class QuestionsForm(PageForm):
    """The questions that are asked before and after."""

    question_1 = StringField(_l("First question"), validators=[Optional()])
    question_2 = StringField(_l("Second question (optional)"), validators=[Optional()])
    question_3 = StringField(_l("Third question (optional)"), validators=[Optional()])

    def questions(self) -> list[str]:
        """What was written."""
        return [text for at in (1, 2, 3) if (text := (self[f"question_{at}"].data or "").strip())]


class CoderForm(PageForm):
    """Name somebody who codes."""

    email = StringField(_l("E-mail address"), validators=[needed(_l("Enter an e-mail address."))])


class ReachForm(PageForm):
    """Up to three divisions of the population, a group a line with its number of people."""

    label_1 = StringField(_l("What is asked, like “Age”"))
    groups_1 = TextAreaField(_l("Groups, one a line with its number of people"))
    source_1 = StringField(_l("Source of these figures, with its date"))
    label_2 = StringField(_l("What is asked, like “Age”"))
    groups_2 = TextAreaField(_l("Groups, one a line with its number of people"))
    source_2 = StringField(_l("Source of these figures, with its date"))
    label_3 = StringField(_l("What is asked, like “Age”"))
    groups_3 = TextAreaField(_l("Groups, one a line with its number of people"))
    source_3 = StringField(_l("Source of these figures, with its date"))

    def divisions(self) -> list[Division]:
        """What was entered; divisions of which nothing was written are left out."""
        told = [[(self[f"{name}_{at}"].data or "").strip() for name in REACH_FIELDS] for at in (1, 2, 3)]
        return [Division(label, source, lines_of(groups)) for label, source, groups in told if label + source + groups]


def lines_of(text: str) -> list[tuple[str, int]]:
    """Each line as a name and a number; a line without one has -1, which no group can have."""
    found = [(line.strip(), LINE.fullmatch(line.strip())) for line in text.splitlines() if line.strip()]
    return [(match[1], int(re.sub(r"[, ]", "", match[2])[:12])) if match else (line, -1) for line, match in found]
