"""The standing pages: accessibility, privacy, cookies, sources."""

from pathlib import Path

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from config import ROOT
from pb_app.public.credits import built_packages, python_packages
from pb_app.web.unit_of_work import installation

bp = Blueprint("pages", __name__)


@bp.get("/accessibility")
def show_accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("public/show_accessibility.html")


@bp.get("/privacy")
def show_privacy() -> ResponseReturnValue:
    """What is kept, why, and for how long."""
    return render_template("public/show_privacy.html", challenge_days=installation().settings.challenge_days)


@bp.get("/cookies")
def show_cookies() -> ResponseReturnValue:
    """The cookies there are."""
    return render_template("public/show_cookies.html")


@bp.get("/credits")
def show_credits() -> ResponseReturnValue:
    """Sources and licences of data and software."""
    return render_template(
        "public/show_credits.html",
        built=built_packages(Path(str(current_app.static_folder))),
        python=python_packages(ROOT / "requirements.txt"),
    )
