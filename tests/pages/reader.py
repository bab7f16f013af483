"""A reader at a browser without JavaScript: opens pages, fills in their forms, presses their buttons."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import cast

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Answers = dict[str, str | list[str]]
Attributes = dict[str, str | None]
TICKED = {"checkbox", "radio"}


@dataclass
class PageForm:
    """A form as the page drew it: where it goes, what stands in its fields, and the buttons under it."""

    action: str
    answers: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[Attributes] = field(default_factory=list)


class FormReader(HTMLParser):
    """Reads the forms of a page; what stands in a template element is no part of it."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._address = address
        self._templates = 0
        self._area: str | None = None
        self._text = ""
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, a field or a button."""
        of = dict(attrs)
        self._templates += tag == "template"
        if tag == "form":
            self.forms.append(PageForm(of.get("action") or self._address))
        elif self.forms and not self._templates:
            self._note(tag, of)

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        self._templates -= tag == "template"
        if tag == "textarea" and self._area is not None:
            self.forms[-1].answers.append((self._area, self._text.removeprefix("\n").removeprefix("\r\n")))
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        """Gather what stands in a text area."""
        self._text += data

    def _note(self, tag: str, of: Attributes) -> None:
        form, name = self.forms[-1], of.get("name") or ""
        if tag == "button":
            form.buttons.append(of)
        elif tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in of:
            form.answers.append((self._select, of.get("value") or ""))
        elif tag == "input" and name and (of.get("type") not in TICKED or "checked" in of):
            form.answers.append((name, of.get("value") or ""))


@dataclass
class Reader:
    """Somebody at a browser; `page` is what they look at."""

    client: FlaskClient
    page: TestResponse | None = None

    def open(self, address: str) -> TestResponse:
        """Open an address."""
        self.page = self.client.get(address, follow_redirects=True)
        return self.page

    def send(self, action: str, button: str | None = None, **answers: object) -> TestResponse:
        """Fill in the form of this page that goes to `action`, and press its first button of this name.

        What stood in the form goes with it; `answers` are laid over it by name, a double underscore for a hyphen.
        """
        form = self.form(action)
        given = {name.replace("__", "-"): answer for name, answer in answers.items()}
        carried = [(name, text) for name, text in form.answers if name not in given]
        pressed = next(one for one in form.buttons if one.get("name") == button)
        if pressed.get("name"):
            carried.append((cast("str", pressed["name"]), pressed.get("value") or ""))
        data: dict[str, list[str]] = {}
        for name, text in carried:
            data.setdefault(name, []).append(text)
        for name, answer in given.items():
            data[name] = [str(one) for one in answer] if isinstance(answer, list) else [str(answer)]
        self.page = self.client.post(pressed.get("formaction") or form.action, data=data, follow_redirects=True)
        return self.page

    def form(self, action: str) -> PageForm:
        """The form of this page that goes to an address with this ending."""
        assert self.page is not None
        reader = FormReader(self.page.request.path)
        reader.feed(self.page.text)
        return next(form for form in reader.forms if form.action.endswith(action))

    @property
    def text(self) -> str:
        """What the page says, as HTML."""
        assert self.page is not None
        return self.page.text
