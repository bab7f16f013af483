"""The forms with which a partnership is set up: the partnership, its partners, forums, localities, outcomes, people."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import EmailField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Email, Length

from pb_app.models.localities import Locality
from pb_app.models.partnerships import Forum, ForumKind, PartnerKind
from pb_app.roles import Role, Scope
from pb_app.web.forms import PageForm, needed
from pb_app.web.words import FORUM_KINDS, PARTNER_KINDS, ROLES, choices

WHOLE = "whole"


def at_most(most: int) -> Length:
    """A validator: no more than so many characters."""
    return Length(max=most, message=_l("Use at most %(most)s characters", most=most))


class PartnershipForm(PageForm):
    """Make a partnership."""

    name = StringField(
        _l("Name of the partnership"), validators=[needed(_l("Enter the name of the partnership")), at_most(120)]
    )
    name_gd = StringField(_l("Its name in Gaelic (optional)"), validators=[at_most(120)])


class PartnerForm(PageForm):
    """Add a partner."""

    name = StringField(
        _l("Name of the partner"), validators=[needed(_l("Enter the name of the partner")), at_most(120)]
    )
    kind = SelectField(_l("What sort of body it is"), choices=choices(PARTNER_KINDS), default=PartnerKind.COUNCIL.value)


class LocalityForm(PageForm):
    """Add a locality."""

    name = StringField(
        _l("Name of the locality"), validators=[needed(_l("Enter the name of the locality")), at_most(120)]
    )
    name_gd = StringField(_l("Its name in Gaelic (optional)"), validators=[at_most(120)])


class ForumForm(PageForm):
    """Add a forum."""

    name = StringField(_l("Name of the forum"), validators=[needed(_l("Enter the name of the forum")), at_most(120)])
    kind = RadioField(
        _l("Where it sits"),
        choices=choices(FORUM_KINDS),
        validators=[needed(_l("Choose where the forum sits"))],
        default=ForumKind.LOCALITY_FORUM.value,
    )
    locality = SelectField(_l("Its locality, if it is a locality forum"), coerce=int)
    remit = TextAreaField(_l("What it decides (optional)"), validators=[at_most(5_000)])

    @classmethod
    def among(cls, localities: Sequence[Locality]) -> "ForumForm":
        """The form, offering these localities."""
        form = cls()
        form.locality.choices = choices({0: _("None"), **{one.id: one.name for one in localities}})
        return form


class OutcomeForm(PageForm):
    """Add a local outcome."""

    title = StringField(
        _l("Outcome"),
        description=_l("What is to be better, like “Children and young people have the best start”"),
        validators=[needed(_l("Enter the outcome")), at_most(160)],
    )
    plan = StringField(_l("The plan it stands in (optional)"), validators=[at_most(160)])


class PostcodesForm(PageForm):
    """Hand in a table of postcodes."""

    file = FileField(_l("File of postcodes (CSV)"), validators=[FileRequired(_l("Choose a file"))])


def places(localities: Sequence[Locality], forums: Sequence[Forum]) -> dict[str, str]:
    """Where a role may be held, by the word the form sends: the whole, a locality, or a seat on a forum."""
    return {
        WHOLE: _("The whole"),
        **{f"locality-{one.id}": one.name for one in localities},
        **{f"forum-{one.id}": one.name for one in forums},
    }


class RoleForm(PageForm):
    """Give somebody a role."""

    email = EmailField(
        _l("Email address"),
        validators=[
            needed(_l("Enter the person's email address")),
            Email(_l("Enter an email address, like name@example.scot")),
            at_most(254),
        ],
    )
    role = RadioField(_l("Role"), validators=[needed(_l("Choose a role"))])
    place = SelectField(_l("For"))

    @classmethod
    def within(cls, roles: Sequence[Role], localities: Sequence[Locality], forums: Sequence[Forum]) -> "RoleForm":
        """The form, offering these roles for the whole, for a locality or for a seat on a forum."""
        form = cls()
        form.role.choices = choices({role: ROLES[role] for role in roles})
        form.place.choices = choices(places(localities, forums))
        return form

    def fits(self) -> bool:
        """Check the shape, and that members sit on a forum and nobody else does."""
        if not self.validate():
            return False
        sits, decides = str(self.place.data).startswith("forum-"), self.role.data == Role.COUNCILLOR.value
        if decides and not sits:
            self.place.errors = [_("Choose the forum this person sits on")]
        elif sits and not decides:
            self.place.errors = [_("This role is not held for a forum")]
        return bool(sits == decides)

    def scope(self, whole: Scope, forums: Sequence[Forum]) -> Scope:
        """Where the role is to be held."""
        kind, _dash, number = str(self.place.data).partition("-")
        if kind == "forum":
            return next(forum.scope for forum in forums if forum.id == int(number))
        if kind == "locality":
            return Scope(whole.partnership_id, int(number))
        return whole
