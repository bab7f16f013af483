"""Fixtures of the browser tests: a served installation on a fresh embedded database, and windows on it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from config import ROOT, Settings
from pb_app.database import Database
from pb_app.keys import Keys
from pb_app.web.unit_of_work import Installation
from tests.browser.live import FLAGS, PHONE, Browsers, LiveServer, Serving, address_of, loopback_door
from tests.server_fixtures import go_without

UNFORESEEN = ("Traceback (most recent call last)", "Unforeseen")
expect.set_options(timeout=15_000)


@pytest.fixture
def server_environ() -> dict[str, str]:
    """Further settings of the server; a test file that needs some overrides this."""
    return {}


@pytest.fixture
def live_server(
    tmp_path: Path, migrated_file: Path, server_environ: dict[str, str], compiled_pages: str
) -> Iterator[LiveServer]:
    """Serve an installation with an empty, migrated database; the test fails if the server met the unforeseen."""
    if not (ROOT / "static" / "vendor" / "manifest.json").exists():
        go_without("The front-end packages are not built. Run: make assets")
    shutil.copy(migrated_file, tmp_path / "moothill.sqlite3")
    with loopback_door() as door:
        url, pages = address_of(door), compiled_pages
        settings = Settings(instance=str(tmp_path), site_url=url, background="off", page_cache_folder=pages)
        parts = Installation(settings, Database(settings.database), Keys.load(settings))
        serving = Serving(parts, door, tmp_path / "server.log", server_environ)
        try:
            serving.wait_until_it_answers()
            server = LiveServer(serving.url, parts, serving.log, serving.process.pid)
            yield server
            assert [word for word in UNFORESEEN if word in server.said()] == [], server.said()
        finally:
            serving.stop()
            parts.database.engine.dispose()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, started once."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, headless=True, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def browsers(browser: Browser, live_server: LiveServer) -> Iterator[Browsers]:
    """Open any number of windows: `browsers.open(javascript=False, size=PHONE)`; what breaks in one fails the test."""
    made = Browsers(browser, live_server)
    yield made
    made.close()
    assert made.faults == []


@pytest.fixture
def page(browsers: Browsers) -> Page:
    """A window at a desk."""
    return browsers.open()


@pytest.fixture
def phone(browsers: Browsers) -> Page:
    """A window on a telephone."""
    return browsers.open(size=PHONE)


@pytest.fixture
def plain_page(browsers: Browsers) -> Page:
    """A window without JavaScript."""
    return browsers.open(javascript=False)
