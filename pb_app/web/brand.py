"""Whose service this is: the name beside the logo and at the end of every title."""

from flask import Flask, g, request

from pb_app.queries import partnerships
from pb_app.web.i18n import locale
from pb_app.web.login import DATABASE_GONE
from pb_app.web.unit_of_work import unit_of_work


def init_app(app: Flask) -> None:
    """Give pages the partnership's name where the installation serves only one; a page may name another."""

    @app.context_processor
    def name_the_partnership() -> dict[str, str]:
        if g.get(DATABASE_GONE) or request.endpoint == "static":
            return {"partnership_name": ""}
        return {"partnership_name": partnerships.only_name(unit_of_work().session, gaelic=locale() == "gd")}
