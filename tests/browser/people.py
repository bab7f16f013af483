"""How somebody signs in in a browser test: by the letter of the development outbox, as people do."""

import re
from urllib.parse import urlencode

from playwright.sync_api import Page
from sqlalchemy import select

from pb_app.models.people import OutboxMail
from tests.browser.live import LiveServer

CODE = re.compile(r"\b\d{6}\b")
LINK = re.compile(r"https?://\S+/sign-in/link/\S+")


def sign_in(page: Page, server: LiveServer, email: str, name: str = "", to: str = "/") -> None:
    """Sign in through the pages, with the code that was sent, and land at `to`; say what to be called if asked."""
    page.goto("/sign-in?" + urlencode({"next": to}))
    page.locator("input[name=email]").fill(email)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "/sign-in/code" in url)
    page.locator("input[name=code]").fill(code_sent_to(server, email))
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "/sign-in/code" not in url)
    if "/sign-in/name" in page.url:
        page.locator("input[name=display_name]").fill(name or email.split("@", maxsplit=1)[0].title())
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)


def code_sent_to(server: LiveServer, email: str) -> str:
    """The code of the newest letter to this address."""
    return CODE.findall(newest_letter(server, email))[0]


def link_sent_to(server: LiveServer, email: str) -> str:
    """The link of the newest letter to this address."""
    return LINK.findall(newest_letter(server, email))[0]


def newest_letter(server: LiveServer, email: str) -> str:
    """What was last written to this address."""
    with server.parts.database.session() as session:
        return session.scalars(
            select(OutboxMail.body).where(OutboxMail.to == email).order_by(OutboxMail.id.desc()).limit(1)
        ).one()
