"""A served installation for journeys in a browser, and browsers that refuse to go elsewhere or to break a page."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from config import ROOT
from pb_app.web.unit_of_work import Installation

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PROBE = "/static/icons/moothill.svg"  # asks no database and leaves no trace
SECONDS = 60
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
FORBIDDEN_BY_PAGE = "Content Security Policy"


@dataclass(frozen=True, slots=True)
class LiveServer:
    """An installation that answers at `url`; `parts` reaches its database from the test's side."""

    url: str
    parts: Installation
    log: Path
    pid: int

    def crash(self) -> None:
        """Kill the process that answers, without warning; gunicorn starts another."""
        for worker in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text("ascii").split():
            os.kill(int(worker), signal.SIGKILL)

    def said(self) -> str:
        """What the server has written to its terminal."""
        return self.log.read_text("utf-8", errors="replace")


class Serving:
    """One gunicorn process as `make run` starts it, on a loopback port that was free and stays held."""

    def __init__(self, parts: Installation, door: socket.socket, log: Path, environ: Mapping[str, str]) -> None:
        self.url = address_of(door)
        self.log = log
        command = [sys.executable, "-m", "gunicorn", "-b", f"fd://{door.fileno()}", "wsgi:app"]
        with log.open("wb") as written:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(parts, self.url, environ),
                stdout=written,
                stderr=written,
                pass_fds=[door.fileno()],
            )

    def wait_until_it_answers(self) -> None:
        """Ask for the health of the process until it answers; raise RuntimeError with what it said instead."""
        for _ in range(SECONDS * 10):
            if self.process.poll() is not None:
                break
            if answers(self.url):
                return
            time.sleep(0.1)
        raise RuntimeError(f"The server did not start:\n{self.log.read_text('utf-8', errors='replace')}")

    def stop(self) -> None:
        """End the process, and whatever it does not end by itself."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def loopback_door() -> socket.socket:
    """A listening socket on a free loopback port; it is handed to the server, so nobody can take it in between."""
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.bind(("127.0.0.1", 0))
    door.listen(64)
    return door


def address_of(door: socket.socket) -> str:
    """The address a browser asks for."""
    return f"http://127.0.0.1:{door.getsockname()[1]}"


def environment(parts: Installation, url: str, more: Mapping[str, str]) -> dict[str, str]:
    """What the server is told: nothing of the settings of whoever runs the tests."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PB_")}
    settings = parts.settings
    told = {"PB_INSTANCE": settings.instance, "PB_DATABASE_URL": settings.database, "PB_BACKGROUND": "off"}
    told |= {"PB_PAGE_CACHE_FOLDER": settings.page_cache_folder}
    return inherited | told | {"PB_SITE_URL": url, "PYTHONUNBUFFERED": "1"} | dict(more)


def answers(url: str) -> bool:
    """Whether anything answers there."""
    try:
        with urllib.request.urlopen(url + PROBE, timeout=10):  # noqa: S310 - our own loopback address
            return True
    except urllib.error.HTTPError:
        return True
    except (urllib.error.URLError, OSError):
        return False


@dataclass
class Browsers:
    """Opens windows on a live server, each with cookies of its own, and remembers what went wrong in them."""

    chromium: Browser
    server: LiveServer
    faults: list[str] = field(default_factory=list)

    def open(
        self, *, javascript: bool = True, size: dict[str, int] | None = None, locale: str = "en-GB", **more: object
    ) -> Page:
        """A window of somebody who is new here; `page.context` holds the cookies and can go offline."""
        context = self.chromium.new_context(
            base_url=self.server.url,
            java_script_enabled=javascript,
            viewport=size or DESK,
            locale=locale,
            timezone_id="Europe/London",
            accept_downloads=True,
            **more,  # type: ignore[arg-type]
        )
        context.on("request", self._watch)
        page = context.new_page()
        page.on("pageerror", lambda fault: self.faults.append(f"{page.url}: {fault}"))
        page.on("console", self._listen)
        return page

    def _is_ours(self, url: str) -> bool:
        return url.startswith(self.server.url) or urlsplit(url).scheme in {"data", "blob", "about"}

    def _watch(self, request: Request) -> None:
        """Nobody is asked but us. Watching, unlike routing, leaves the browser its cache."""
        if not self._is_ours(request.url):
            self.faults.append(f"asked another host: {request.url}")

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and FORBIDDEN_BY_PAGE in message.text:
            self.faults.append(message.text)

    def close(self) -> None:
        """Close every window."""
        for context in list(self.chromium.contexts):
            context.close()
