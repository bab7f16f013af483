"""The people of a journey, each with a window of their own, and the commands that an operator types."""

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from config import ROOT
from tests.browser.live import DESK, PHONE, Browsers, environment
from tests.browser.looks import Looks
from tests.browser.people import code_sent_to, link_sent_to
from tests.browser.windows import Window

NAMES = {
    "administrator": "Adair",
    "officer": "Oighrig",
    "approver": "Ailsa",
    "facilitator": "Fearghas",
    "councillor": "Calum",
    "resident": "Rhona",
    "neighbour": "Niall",
    "newcomer": "Nan",
}
ON_A_PHONE = {"resident", "neighbour", "newcomer"}
BY_LINK = {"approver"}


@dataclass
class Journey:
    """One installation and everybody in it. `folder` takes what is downloaded."""

    browsers: Browsers
    javascript: bool
    folder: Path
    looks: Looks
    windows: dict[str, Window] = field(default_factory=dict)

    def of(self, who: str) -> Window:
        """Their window, with somebody signed in who signed up by this if they were new; None of it by hand."""
        if who not in self.windows:
            self.windows[who] = self.anybody(phone=who in ON_A_PHONE)
            self.sign_in(who)
        return self.windows[who]

    def anybody(self, *, phone: bool = False) -> Window:
        """A window of somebody who is not signed in, at the front page."""
        page = self.browsers.open(javascript=self.javascript, size=PHONE if phone else DESK)
        self.looks.listen(page)
        return Window(page, self.looks).go("/")

    def sign_in(self, who: str) -> Window:
        """Sign in from the page where one is, by the code or link that was sent; say what to be called if asked."""
        window = self.windows[who]
        if "/sign-in" not in window.page.url:
            window.follow("Sign in", exact=True)
        window.write({"Email address": address_of(who)}).press("Send me a code")
        if who in BY_LINK:
            window.go(link_sent_to(self.browsers.server, address_of(who))).sees("can be used once").press("Sign in")
        else:
            window.write({"Six-digit code": code_sent_to(self.browsers.server, address_of(who))})
            window.press("Sign in")
        if "/sign-in/name" in window.page.url:
            window.write({"Display name": NAMES[who]}).press("Continue")
        return window.sees(NAMES[who])

    def command(self, *words: str, status: int = 0) -> str:
        """Type a command of the application as its operator would; what it printed."""
        return run("flask", "--app", "pb_app", *words, environ=self.environ, status=status)

    @property
    def environ(self) -> dict[str, str]:
        """The settings that the server has, too."""
        server = self.browsers.server
        return environment(server.parts, server.url, {})


def address_of(who: str) -> str:
    """Where somebody's letters go."""
    return f"{who}@moothill.example"


def run(module: str, *words: str, environ: dict[str, str], status: int = 0, where: Path = ROOT) -> str:
    """Run a module of Python in a process of its own; fail with what it said if it ends in another status."""
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, cwd=where, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout
