"""Setting up: the localities of a partnership, and the table of postcodes that says who lives where."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.officers.partnership_forms import LocalityForm, PostcodesForm
from pb_app.officers.reach import reached, reached_for
from pb_app.postcode_files import LineFault, WrongFile
from pb_app.queries import localities as queries
from pb_app.refusals import Invalid, Refusal
from pb_app.roles import Role
from pb_app.services import localities
from pb_app.services.localities import LARGEST_FILE
from pb_app.web.errors import in_words
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("localities", __name__, url_prefix="/officers/partnerships/<slug>")
bp.before_request(needs_role(Role.OFFICER, Role.ADMINISTRATOR))
MOST_FAULTS = 50
ROUND_THE_FILE = 20_000


@bp.url_value_preprocessor
def make_room_for_the_file(endpoint: str | None, _values: object) -> None:
    """Let a table of postcodes be larger than other requests; this is settled before anything of it is read."""
    if endpoint == "officers.localities.import_postcodes":
        request.max_content_length = LARGEST_FILE + ROUND_THE_FILE


@bp.get("/localities")
def list_localities(slug: str) -> ResponseReturnValue:
    """The localities, and the form for another."""
    return _localities_page(slug, LocalityForm())


@bp.post("/localities")
def add_locality(slug: str) -> ResponseReturnValue:
    """Add a locality."""
    reached_for(slug, Action.ADD_LOCALITY)
    form = LocalityForm()
    if form.validate():
        try:
            added = localities.add_locality(unit_of_work(), slug, form.name.data or "", form.name_gd.data or "")
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("%(name)s is a locality now.", name=added.name), "success")
            return redirect(url_for(".list_localities", slug=slug))
    return _localities_page(slug, form), 422


@bp.get("/postcodes")
def show_postcodes(slug: str) -> ResponseReturnValue:
    """How many postcodes lie in each locality, and the form for a file of them."""
    return _postcodes_page(slug, PostcodesForm())


@bp.post("/postcodes")
def import_postcodes(slug: str) -> ResponseReturnValue:
    """Take in a file of postcodes, whole or not at all."""
    reached_for(slug, Action.IMPORT_POSTCODES)
    form = PostcodesForm()
    faults: tuple[LineFault, ...] = ()
    if form.validate():
        try:
            done = localities.import_postcodes(unit_of_work(), slug, form.file.data.read())
        except Invalid as refused:
            form.refuse(refused)
            faults = refused.faults if isinstance(refused, WrongFile) else ()
        else:
            flash(
                _(
                    "The file is taken in: %(added)s postcodes are new, %(moved)s moved to another locality, "
                    "%(unchanged)s stayed as they were.",
                    added=done.added,
                    moved=done.moved,
                    unchanged=done.unchanged,
                ),
                "success",
            )
            return redirect(url_for(".show_postcodes", slug=slug))
    return _postcodes_page(slug, form, faults), 422


def _localities_page(slug: str, form: LocalityForm) -> str:
    uow = unit_of_work()
    partnership = reached(slug)
    return render_template(
        "officers/list_localities.html",
        form=form,
        partnership=partnership,
        localities=queries.localities_of(uow.session, partnership.id),
        may_add=uow.may(Action.ADD_LOCALITY, partnership),
    )


def _postcodes_page(slug: str, form: PostcodesForm, faults: tuple[LineFault, ...] = ()) -> str:
    uow = unit_of_work()
    partnership = reached(slug)
    told = [(fault.line, in_words(Refusal(fault.template, **fault.figures))) for fault in faults[:MOST_FAULTS]]
    return render_template(
        "officers/show_postcodes.html",
        form=form,
        partnership=partnership,
        localities=queries.localities_of(uow.session, partnership.id),
        faults=told,
        more_faults=len(faults) - len(told),
        may_add=uow.may(Action.IMPORT_POSTCODES, partnership),
    )
