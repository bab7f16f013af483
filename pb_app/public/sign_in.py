"""Signing in by a code or link sent to an e-mail address, and signing out."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from pb_app.public.forms import CodeForm, EmailForm, LinkForm, NameForm
from pb_app.queries import people as people_queries
from pb_app.refusals import Invalid
from pb_app.services import people
from pb_app.services.people import Letter
from pb_app.web.limits import letters_to_a_mailbox, limiter, wrong_codes_for_a_mailbox
from pb_app.web.login import needs_sign_in, sign_in_browser, sign_out_browser
from pb_app.web.unit_of_work import installation, unit_of_work

bp = Blueprint("sign_in", __name__)
LINK = "{token}"


@bp.get("/sign-in")
def show_sign_in() -> ResponseReturnValue:
    """Ask for an address."""
    return render_template("public/show_sign_in.html", form=EmailForm(next=_next()))


@bp.post("/sign-in")
@limiter.limit("20 per 10 minutes")
@letters_to_a_mailbox
def request_code() -> ResponseReturnValue:
    """Send a code, and ask for it. The answer says nothing of who is known here."""
    form = EmailForm()
    if not form.validate():
        return render_template("public/show_sign_in.html", form=form), 422
    people.request_code(unit_of_work(), form.email.data or "", _letter())
    session["asked_for"] = form.email.data
    return redirect(url_for(".show_code", next=form.next.data))


@bp.get("/sign-in/code")
def show_code() -> ResponseReturnValue:
    """Ask for the code."""
    asked_for = session.get("asked_for", "")
    if not asked_for:
        return redirect(url_for(".show_sign_in"))
    return render_template("public/show_code.html", form=CodeForm(email=asked_for, next=_next()))


@bp.post("/sign-in/code")
@limiter.limit("30 per 10 minutes")
@wrong_codes_for_a_mailbox
def sign_in_with_code() -> ResponseReturnValue:
    """Sign in with the code."""
    form = CodeForm()
    if not form.validate():
        return render_template("public/show_code.html", form=form), 422
    try:
        token = people.sign_in_with_code(unit_of_work(), form.email.data or "", form.code.data or "")
    except Invalid as refused:
        form.refuse(refused)
        return render_template("public/show_code.html", form=form), 422
    return _signed_in(token, form.next.data)


@bp.get("/sign-in/link/<token>")
def show_link(token: str) -> ResponseReturnValue:
    """Ask for one press before the link is used: mail scanners open links too."""
    return render_template("public/show_link.html", form=LinkForm(next=_next()), token=token)


@bp.post("/sign-in/link/<token>")
@limiter.limit("30 per 10 minutes")
def sign_in_with_link(token: str) -> ResponseReturnValue:
    """Sign in with the link."""
    form = LinkForm()
    try:
        return _signed_in(people.sign_in_with_link(unit_of_work(), token), form.next.data)
    except Invalid as refused:
        form.refuse(refused)
        return render_template("public/show_link.html", form=form, token=token), 422


@bp.get("/sign-in/name")
def show_name() -> ResponseReturnValue:
    """Ask what others should call one, once."""
    asked = needs_sign_in()
    return asked or render_template("public/show_name.html", form=NameForm(next=_next()))


@bp.post("/sign-in/name")
def name_oneself() -> ResponseReturnValue:
    """Keep the name."""
    asked = needs_sign_in()
    if asked is not None:
        return asked
    form = NameForm()
    if not form.validate():
        return render_template("public/show_name.html", form=form), 422
    people.name_oneself(unit_of_work(), form.display_name.data or "")
    return redirect(_inside(form.next.data))


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session, here and in the database."""
    if current_user.is_authenticated:
        people.sign_out(unit_of_work(), current_user.token)
    sign_out_browser()
    flash(_("You are signed out."), "success")
    return redirect(url_for("public.home.show_home"))


@bp.get("/dev/outbox")
def show_outbox() -> ResponseReturnValue:
    """The letters that would have been sent; on a development installation only."""
    if not installation().settings.in_development:
        abort(404)
    return render_template("public/show_outbox.html", letters=people_queries.latest_mail(unit_of_work().session))


def _signed_in(token: str, wanted: str | None) -> ResponseReturnValue:
    sign_in_browser(token)
    if not current_user.display_name:
        return redirect(url_for(".show_name", next=_inside(wanted)))
    return redirect(_inside(wanted))


def _letter() -> Letter:
    site = installation().settings.site_url.rstrip("/")
    path = url_for(".show_link", token=LINK).replace("%7Btoken%7D", LINK)
    return Letter(
        subject=_("Your code for Moothill"),
        body=_(
            "Your code is {code}\n\nEnter it on the page that asked for it. It can be used once, within 15 minutes.\n\n"
            "Or open this link:\n{link}\n\nIf you did not ask for this, do nothing: nobody can sign in without it.\n"
        ),
        link=site + path,
    )


def _next() -> str:
    return _inside(request.args.get("next"))


def _inside(wanted: str | None) -> str:
    """An address of this site, or the front page: never somebody else's."""
    home: str = url_for("public.home.show_home")
    if not wanted:
        return home
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return home
    if parts.netloc and parts.netloc != request.host:
        return home
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return path if path.startswith("/") and not path.startswith("//") and "\\" not in path else home
