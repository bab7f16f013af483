"""The headers of every answer: nothing inline, nobody else's host, nothing personal kept by caches."""

from flask import Flask, Response, request, session
from flask_login import current_user

from pb_app.web.voters import HELD

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}
YEAR = 31_536_000


def init_app(app: Flask, *, in_development: bool) -> None:
    """Put the headers on every answer."""
    policy = dict(POLICY) if in_development else POLICY | {"upgrade-insecure-requests": ""}
    written = "; ".join(f"{name} {value}".strip() for name, value in policy.items())

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = written
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not in_development:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        if request.endpoint == "static":
            if "v" in request.args or "/vendor/" in request.path:
                keep_for_good(response)
        elif response.cache_control.immutable:
            pass  # the same for everybody and for ever
        elif request.method != "GET" or _is_personal():
            response.headers["Cache-Control"] = "no-store"
        return response


def keep_for_good(response: Response) -> Response:
    """Let every cache keep what will never be otherwise."""
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def _is_personal() -> bool:
    return bool(getattr(current_user, "is_authenticated", False)) or HELD in session
