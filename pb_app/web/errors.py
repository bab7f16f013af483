"""Which refusal is which answer: one table for pages."""

from traceback import format_tb

from flask import Flask, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from ballots.errors import BallotError
from pb_app.refusals import (
    Conflict,
    Forbidden,
    Invalid,
    NotVisible,
    Refusal,
    TooLarge,
    TooOften,
    Unaudited,
    Unreachable,
)
from pb_app.web.login import treat_as_unknown
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.ways_back import METHOD_NOT_ALLOWED, opened_from

STATUS: dict[type[Exception], int] = {
    NotVisible: 404,
    Forbidden: 403,
    Conflict: 409,
    Invalid: 422,
    TooLarge: 413,
    TooOften: 429,
    Unaudited: 500,
    Unreachable: 503,
    BallotError: 422,
}
PAGES = frozenset({400, 403, 404, 409, 413, 419, 422, 429, 500, 503})
CSRF_EXPIRED = 419
SEE_OTHER = 303


def status_of(error: Exception) -> int:
    """The status with which a refusal is answered; 500 for what nobody foresaw."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


def in_words(error: Refusal | BallotError) -> str:
    """The refusal's sentence in the reader's language."""
    told: str = gettext(error.template)
    figures = {name: in_words(one) if isinstance(one, BallotError) else one for name, one in error.figures.items()}
    return told % figures if figures else told


def error_page(status: int, sentence: str = "") -> ResponseReturnValue:
    """The page for a status, with the sentence where there is one."""
    page = status if status in PAGES else 400 if status < 500 else 500  # noqa: PLR2004 - the classes of HTTP
    if request.accept_mimetypes.best == "application/json":
        return jsonify(why=sentence), status
    return render_template(f"errors/{page}.html", sentence=sentence), status


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours."""

    @app.errorhandler(Refusal)
    @app.errorhandler(BallotError)
    def show_refusal(error: Refusal | BallotError) -> ResponseReturnValue:
        return error_page(status_of(error), in_words(error))

    @app.errorhandler(CSRFError)
    def show_expired_form(_error: CSRFError) -> ResponseReturnValue:
        return error_page(CSRF_EXPIRED)

    @app.errorhandler(HTTPException)
    def show_http_error(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:  # noqa: PLR2004 - redirects are no errors
            return error.get_response()
        if error.code == METHOD_NOT_ALLOWED and request.method == "GET":
            return redirect(request.script_root + opened_from(request.path), SEE_OTHER)
        return error_page(error.code)

    @app.errorhandler(OperationalError)
    @app.errorhandler(InterfaceError)
    @app.errorhandler(PoolTimeout)
    def show_database_gone(error: DBAPIError | PoolTimeout) -> ResponseReturnValue:
        app.logger.error("The database did not answer: %s", type(error).__name__)
        treat_as_unknown()
        return render_template("errors/503.html", sentence=""), 503

    @app.errorhandler(Exception)
    def show_unforeseen(error: Exception) -> ResponseReturnValue:
        write_down(app, error)
        _give_up_what_was_begun()
        return error_page(500)


def write_down(app: Flask, error: Exception) -> None:
    """Keep what nobody foresaw for whoever mends it. What a database says quotes the row, which may be a ballot."""
    if isinstance(error, StatementError):
        where = "".join(format_tb(error.__traceback__))
        app.logger.error("Unforeseen: %s\n%s", type(error.orig or error).__name__, where)
    else:
        app.logger.error("Unforeseen", exc_info=error)


def _give_up_what_was_begun() -> None:
    """End the transaction in which something failed, so that the error page can still read what it shows."""
    try:
        unit_of_work().end_read()
    except SQLAlchemyError:
        treat_as_unknown()
