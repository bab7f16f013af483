"""What every page that a journey meets must stand up to, each distinct page once: axe, reflow, whole sentences."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from tests.browser.live import DESK, PHONE

NARROW = {"width": 320, "height": 844}
VOTING = re.compile(r"/polls/N/(vote|roll|ballot)")
BROKEN = re.compile(r"%\(\w+\)|\bundefined\b|\{\{|&amp;|&lt;")
OPEN_DETAILS = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
SHAPE = "Array.from(document.querySelectorAll('main h2, main legend, main button'), (one) => one.innerText)"
TOO_WIDE = """() => Array.from(document.querySelectorAll('body *'))
  .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter((one) => !one.closest('.mh-scroll, pre, svg, .visually-hidden, [hidden]'))
  .slice(0, 5).map((one) => one.outerHTML.slice(0, 160))"""
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Looks:
    """Looks at pages and remembers what was wrong with them; `pictures` names a folder that keeps a picture of each."""

    javascript: bool
    pictures: Path | None = None
    faults: list[str] = field(default_factory=list)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    complaints: list[tuple[str, str]] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Hear what the browser complains of in this window."""
        page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append((message.location.get("url", ""), message.text))

    def at(self, page: Page) -> None:
        """Look at the page, unless one with the same kind of address, headings and buttons was seen."""
        kind = re.sub(r"\d+", "N", urlsplit(page.url).path.strip("/"))
        key = (kind, *sorted(set(page.evaluate(SHAPE))))
        if key in self.seen:
            return
        self.seen.add(key)
        page.evaluate(OPEN_DETAILS)
        size = page.viewport_size
        self._read(page)
        if self.javascript or self.pictures:
            page.set_viewport_size(DESK)  # type: ignore[arg-type]
            self._by_axe(page)
            self._keep(page, kind, DESK)
        for narrow in (PHONE, NARROW):
            page.set_viewport_size(narrow)  # type: ignore[arg-type]
            self._reflow(page)
            if narrow is PHONE:
                self._keep(page, kind, PHONE)
                if VOTING.match("/" + kind):
                    self._by_axe(page)
        page.set_viewport_size(size)  # type: ignore[arg-type]

    def all(self) -> list[str]:
        """Everything that was wrong; a refusal that was asked for is no fault."""
        return self.faults + [f"{url}: {text}" for url, text in self.complaints if url not in self.refused]

    def _read(self, page: Page) -> None:
        if page.locator("h1").count() != 1:
            self.faults.append(f"{page.url}: {page.locator('h1').count()} headings of the first level")
        words = f"{page.title()}\n{page.locator('body').inner_text()}"
        self.faults += [f"{page.url}: shows {found}" for found in sorted(set(BROKEN.findall(words)))]

    def _by_axe(self, page: Page) -> None:
        if self.javascript:
            found = Axe().run(page)
            if found.violations_count:
                self.faults.append(f"{page.url}: {found.generate_report()}")

    def _reflow(self, page: Page) -> None:
        if page.evaluate(IS_TOO_WIDE):
            width = page.viewport_size["width"] if page.viewport_size else 0
            self.faults.append(f"{page.url}: wider than {width} px: {page.evaluate(TOO_WIDE)}")

    def _keep(self, page: Page, kind: str, size: dict[str, int]) -> None:
        if self.pictures is not None:
            name = f"{len(self.seen):03d}-{kind.replace('/', '.') or 'home'}-{size['width']}.png"
            page.screenshot(path=self.pictures / name, full_page=True)
