"""English and Gaelic: Gaelic pages live under /gd, and every address made on such a page stays there."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, request
from flask_babel import Babel

from pb_app.web.ways_back import opened_from

LANGUAGES = {"en": "English", "gd": "Gàidhlig"}
GAELIC_PREFIX = "/gd"
LONDON = "Europe/London"

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class GaelicPrefix:
    """WSGI: take /gd off the path and onto the script name, so that the routes are the same in both languages."""

    def __init__(self, wsgi: Callable[[Environ, StartResponse], Iterable[bytes]]) -> None:
        self._wsgi = wsgi

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on, in Gaelic if its path says so."""
        path: str = environ.get("PATH_INFO", "")
        if path == GAELIC_PREFIX or path.startswith(GAELIC_PREFIX + "/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + GAELIC_PREFIX
            environ["PATH_INFO"] = path.removeprefix(GAELIC_PREFIX) or "/"
            environ["moothill.locale"] = "gd"
        return self._wsgi(environ, start_response)


def locale() -> str:
    """The language of this request: `en` or `gd`."""
    return str(request.environ.get("moothill.locale", "en"))


def languages() -> list[tuple[str, str, str]]:
    """The page in each language: code, the language's own name, address. A form's answer leads to the form's page."""
    if request.method == "GET":
        path = f"{request.path}?{request.query_string.decode('latin-1')}" if request.query_string else request.path
    else:
        path = opened_from(request.path)
    return [("en", LANGUAGES["en"], path), ("gd", LANGUAGES["gd"], GAELIC_PREFIX + path)]


def init_app(app: Flask) -> None:
    """Translate what templates and refusals say, and show London's time."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "../translations"
    app.wsgi_app = GaelicPrefix(app.wsgi_app)  # type: ignore[method-assign]
    Babel(app, locale_selector=locale, timezone_selector=lambda: LONDON)

    @app.context_processor
    def language_of_page() -> dict[str, object]:
        return {"locale": locale(), "languages": languages()}
