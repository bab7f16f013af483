"""Pages that differ between readers in a few words only: drawn once with stand-ins, then filled in for each reader."""

import re
import secrets
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from threading import Lock

from flask import Flask, current_app, render_template, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import escape

from pb_app.web.i18n import locale

EXTENSION = "moothill_frames"
MOST = 64
OFFICES = ("administrator", "officer", "approver", "councillor", "facilitator", "auditor")


@dataclass(frozen=True, slots=True)
class SomeReader:
    """Whoever the frame is drawn for: signed in, with a desk or without, and nobody in particular."""

    display_name: str
    has_desk: bool
    is_authenticated: bool = True

    def holds_any(self, *_roles: str) -> bool:
        """Whether the way to the desk is shown."""
        return self.has_desk


class Frames:
    """The frames of an application, those used last; none holds a word of any reader."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, list[str]] = OrderedDict()
        self._lock = Lock()
        self._mark = secrets.token_hex(8)  # what stands in for a word, and can stand on no page by itself
        self._stand_in = re.compile(f"{self._mark}-([a-z_]+)-")

    def page(self, template: str, words: Mapping[str, str], about: Mapping[str, Hashable]) -> str:
        """Render a template with `words`, which differ between readers, and `about`, which decides on all the rest."""
        words = dict(words) | {"csrf_token": generate_csrf(), "display_name": current_user.display_name}
        is_named, has_desk = bool(current_user.display_name), current_user.holds_any(*OFFICES)
        key = (template, locale(), is_named, has_desk, tuple(words), tuple(about.items()))
        pieces = None if "_flashes" in session else self._known(key)
        if pieces is None:
            has_message = "_flashes" in session  # for one reader alone
            reader = SomeReader(self._stand_in_for("display_name") if is_named else "", has_desk)
            drawn = {name: self._stand_in_for(name) for name in words}
            page = render_template(template, **drawn, **about, current_user=reader)
            pieces = self._stand_in.split(page.replace(words["csrf_token"], drawn["csrf_token"]))
            if not has_message:
                self._keep(key, pieces)
        filled = (str(escape(words[piece])) if place % 2 else piece for place, piece in enumerate(pieces))
        return "".join(filled)

    def _stand_in_for(self, name: str) -> str:
        return f"{self._mark}-{name}-"

    def _known(self, key: Hashable) -> list[str] | None:
        """The pieces of the frame, words and what stands between them by turns."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def _keep(self, key: Hashable, pieces: list[str]) -> None:
        with self._lock:
            self._kept[key] = pieces
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)


def framed(template: str, words: Mapping[str, str], **about: Hashable) -> str:
    """The page of somebody signed in, from its frame; `about` decides on everything but `words`."""
    frames: Frames = current_app.extensions[EXTENSION]
    return frames.page(template, words, about)


def init_app(app: Flask) -> None:
    """Begin with no frame."""
    app.extensions[EXTENSION] = Frames()
