"""A person's window: it follows links and presses buttons by their words, and each page it comes to is looked at."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect

from tests.browser.looks import Looks

OK = 200


@dataclass
class Window:
    """What a person does in it. A page that answers with another status than expected fails at once."""

    page: Page
    looks: Looks

    @property
    def main(self) -> Locator:
        """The page without its header and footer."""
        return self.page.locator("main")

    def go(self, address: str, status: int = OK) -> "Window":
        """Type an address."""
        answer = self.page.goto(address)
        assert answer is not None
        if status != OK:
            self.looks.refused.add(answer.url)
        return self._arrived(answer.status, status)

    def follow(self, words: str, *, within: Locator | None = None, exact: bool = False) -> "Window":
        """Follow the first link with these words."""
        link = (within or self.page).get_by_role("link", name=words, exact=exact).first
        return self._leave_by(link, OK)

    def press(self, words: str, *, within: Locator | None = None, status: int = OK) -> "Window":
        """Press the button with these words, which leads to a page."""
        return self._leave_by((within or self.main).get_by_role("button", name=words, exact=True).first, status)

    def write(self, answers: dict[str, str], within: Locator | None = None) -> "Window":
        """Fill fields by their labels."""
        for label, words in answers.items():
            (within or self.main).get_by_label(label, exact=True).fill(words)
        return self

    def pick(self, label: str, option: str) -> "Window":
        """Choose what begins with these words from a list."""
        choices = self.main.get_by_label(label, exact=True)
        words = next(told for told in choices.locator("option").all_text_contents() if told.startswith(option))
        choices.select_option(label=words)
        return self

    def tick(self, *labels: str) -> "Window":
        """Tick boxes or choose radios by the beginning of their labels."""
        for label in labels:
            self.main.get_by_label(label).first.check()
        return self

    def sees(self, *words: str) -> "Window":
        """Everything of this can be read on the page."""
        for told in words:
            try:
                expect(self.page.locator("body")).to_contain_text(told)
            except AssertionError:
                read = self.main.inner_text()[:1500]
                raise AssertionError(f"{self.page.url} does not say “{told}”:\n{read}") from None
        return self

    def hears(self, words: str) -> "Window":
        """The page answers the last deed with this."""
        expect(self.page.locator(".ds_notification")).to_contain_text(words)
        return self

    def take(self, words: str, folder: Path) -> Path:
        """Download the file behind a link; it keeps the name that the site gave it."""
        with self.page.expect_download() as taken:
            self.main.get_by_role("link", name=words).first.click()
        file: Download = taken.value
        path = folder / file.suggested_filename
        file.save_as(path)
        return path

    def _leave_by(self, way: Locator, status: int) -> "Window":
        with self.page.expect_navigation(wait_until="load") as met:
            way.click()
        answer = met.value
        assert answer is not None, f"{way} led nowhere"
        if status != OK:
            self.looks.refused.add(answer.url)
        return self._arrived(answer.status, status)

    def _arrived(self, status: int, expected: int) -> "Window":
        assert status == expected, f"{self.page.url} answered {status}: {self.main.inner_text()[:500]}"
        self.looks.at(self.page)
        return self
