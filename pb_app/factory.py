"""Puts the application together: settings, database, keys, pages, sockets, commands."""

import os
from importlib.metadata import version
from pathlib import Path

from click import ClickException
from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import FileSystemBytecodeCache
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings, SettingsFault
from pb_app import cli, facilitators, officers, public, residents, sockets
from pb_app.database import Database
from pb_app.durability import check_durable
from pb_app.keys import Keys
from pb_app.web import addresses, assets, brand, errors, filters, frames, headers, i18n, limits, login, pace, voices
from pb_app.web import unit_of_work as web_unit_of_work
from pb_app.web.unit_of_work import Installation

SESSION_HOURS = 24


def create_app_from_environ() -> Flask:
    """The application as the environment sets it; raises SettingsFault with a sentence."""
    return create_app(Settings.from_environ(os.environ))


def create_app_to_serve() -> Flask:
    """The same for a server that takes votes: what it acknowledges must be kept, or it does not start.

    While developing a PostgreSQL may forget; a server that people vote on may not.
    """
    app = create_app_from_environ()
    parts = web_unit_of_work.installation(app)
    if parts.database.is_sqlite or not parts.settings.in_development:
        check_durable(parts.database)
    return app


def create_app_for_commands() -> Flask:
    """The same for `flask --app pb_app`, whose way of ending with a sentence is a ClickException."""
    try:
        return create_app_from_environ()
    except SettingsFault as fault:
        raise ClickException(str(fault)) from None


def create_app(settings: Settings) -> Flask:
    """The application with these settings."""
    Path(settings.instance).mkdir(parents=True, exist_ok=True)
    app = Flask(
        "moothill",
        root_path=str(ROOT / "pb_app"),
        instance_path=str(Path(settings.instance).resolve()),
        static_folder=str(ROOT / "static"),
        template_folder=str(ROOT / "templates"),
    )
    parts = Installation(settings, Database(settings.database), Keys.load(settings))
    _configure(app, parts)
    web_unit_of_work.init_app(app, parts)
    csrf = CSRFProtect(app)
    for view in (*public.kiosks.SIGNED, *public.reminders.ONE_CLICK):
        csrf.exempt(view)
    i18n.init_app(app)
    for part in (addresses, login, errors, assets, brand, filters, frames, limits, pace, voices):
        part.init_app(app)
    headers.init_app(app, in_development=settings.in_development)
    for audience in (public, residents, facilitators, officers):
        app.register_blueprint(audience.bp)
    sockets.init_app(app)
    if settings.proxies:  # outside everything that counts by address, live rooms included
        trusted = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, trusted, trusted, trusted)  # type: ignore[method-assign]
    cli.init_app(app)
    app.jinja_env.globals["settings"] = settings
    return app


def _configure(app: Flask, parts: Installation) -> None:
    secure = not parts.settings.in_development
    app.config.update(
        SECRET_KEY=parts.keys.session,
        SESSION_COOKIE_NAME="__Host-moothill" if secure else "moothill",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=parts.settings.max_body_bytes,
        MAX_FORM_MEMORY_SIZE=parts.settings.max_body_bytes,
        MAX_FORM_PARTS=2_000,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=True,
        TEMPLATES_AUTO_RELOAD=parts.settings.in_development,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if parts.settings.page_cache_folder:
        folder = Path(parts.settings.page_cache_folder) / f"jinja-{version('jinja2')}"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))
