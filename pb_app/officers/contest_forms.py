"""The forms with which officers draft the contests of a paper that has several."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField

from pb_app import definitions
from pb_app.models.budgets import Pot
from pb_app.models.contests import Contest
from pb_app.models.localities import Locality
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.officers.ballot_forms import StyleForm
from pb_app.officers.partnership_forms import at_most
from pb_app.officers.rule_forms import RuleForm
from pb_app.services.contests import TITLE_LENGTH, Arrangement, ContestDraft
from pb_app.stages import Areas
from pb_app.web.forms import PageForm, needed
from pb_app.web.words import choices

AREAS = {
    Areas.CHOSEN.value: _l("The voter chooses it"),
    Areas.ASSIGNED.value: _l("The voter's postcode decides"),
}


def _title() -> Any:
    return StringField(
        _l("Title of the contest"),
        description=_l("What this list is about, like “Children and families”"),
        validators=[needed(_l("Enter a title")), at_most(TITLE_LENGTH)],
    )


def _area() -> Any:
    return SelectField(_l("Whose contest it is"), coerce=int, default=0)


class ContestForm(StyleForm, RuleForm):
    """A contest after the first, with all that is frozen of it."""

    title = _title()
    pot = SelectField(_l("Pot"), coerce=int, default=0)
    area = _area()

    @classmethod
    def of(
        cls, contest: Contest | None, pots: Sequence[Pot], areas: Sequence[Locality], projects: Sequence[Project]
    ) -> "ContestForm":
        """The form, filled from the contest if it is there, offering these pots, areas and projects."""
        drafted = {} if contest is None else {
            "title": contest.title,
            "pot": contest.pot_id,
            "area": contest.locality_id or 0,
            **cls.fields_of_style(definitions.style_of(contest.ballot)),
            **cls.fields_of(definitions.rule_of(contest.rule)),
        }  # fmt: skip
        form = cls(**drafted)
        form.pot.choices = choices({0: _("Choose a pot"), **{one.id: one.name for one in pots}})
        form.area.choices = _offered(areas)
        form.offer_projects(projects)
        return form

    def draft(self) -> ContestDraft:
        """What the officer decided."""
        return ContestDraft(
            title=self.title.data or "",
            pot_id=self.pot.data,
            area_id=self.area.data or None,
            style=self.chosen_style(),
            rule=self.chosen_rule(),
        )


class PaperForm(PageForm):
    """Title and area of the first contest, and the contest of each project; `paper_form` adds a field for each."""

    title = _title()
    area = _area()
    areas = RadioField(
        _l("How a voter comes to an area"),
        description=_l("Only where a contest is for one area"),
        choices=choices(AREAS),
        default=Areas.CHOSEN.value,
    )
    projects: Sequence[Project] = ()

    def rows(self) -> list[tuple[Project, Any]]:
        """Every project with its field."""
        return [(one, self[f"contest_{one.ref}"]) for one in self.projects]

    def arrangement(self) -> Arrangement:
        """What the officer decided."""
        places = {project.ref: field.data for project, field in self.rows()}
        return Arrangement(self.title.data or "", self.area.data or None, Areas(self.areas.data), places)


def paper_form(
    poll: Poll, further: Sequence[Contest], projects: Sequence[Project], areas: Sequence[Locality]
) -> PaperForm:
    """The form for the projects of a paper with these contests after the first."""
    places = {1: _("1, the first"), **{one.place: f"{one.place}, {one.title}" for one in further}}
    fields: dict[str, Any] = {"projects": projects}
    for one in projects:
        label = f"{one.ref} {one.title}"
        fields[f"contest_{one.ref}"] = SelectField(label, coerce=int, choices=choices(places))
    told = {f"contest_{one.ref}": one.contest_place for one in projects}
    made = type("PaperFormOfPoll", (PaperForm,), fields)
    form: PaperForm = made(title=poll.contest_title, area=poll.area_id or 0, areas=poll.areas.value, **told)
    form.area.choices = _offered(areas)
    return form


def _offered(areas: Sequence[Locality]) -> Any:
    return choices({0: _("Everyone's"), **{one.id: one.name for one in areas}})
