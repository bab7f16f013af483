"""The words of moderation that every audience reads: what was decided, why a message waits, and the letters."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import url_for
from flask_babel import force_locale, format_datetime
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from deliberation.moderation import CaseState, Cause, Priority, Verdict
from pb_app.models.moderation import RoomPolicy
from pb_app.models.rooms import Room
from pb_app.moderating import Letter, Told
from pb_app.web.forms import choice
from pb_app.web.i18n import LANGUAGES
from pb_app.web.unit_of_work import installation

VERDICTS = {
    Verdict.LEAVE: _l("Let the message stand"),
    Verdict.HOLD: _l("Hold it back until more is known"),
    Verdict.HIDE: _l("Hide it, with a reason everybody reads"),
    Verdict.ESCALATE: _l("Pass it on to the officers"),
}
DECIDED = {
    Verdict.LEAVE: _l("The message was let stand"),
    Verdict.HOLD: _l("The message was held back"),
    Verdict.HIDE: _l("The message was hidden"),
    Verdict.ESCALATE: _l("It was passed on to the officers"),
    Verdict.RESTORE: _l("The message came back"),
    Verdict.MUTE: _l("Somebody was muted for a time"),
    Verdict.SLOW_MODE: _l("The room was put into slow mode, or out of it"),
    Verdict.PAUSE: _l("The room was paused, or opened again"),
    Verdict.FIRST_POSTS: _l("First messages wait for approval, or no longer"),
}
CAUSES = {
    Cause.REPORTED: _l("Reported"),
    Cause.FIRST_POST: _l("First message"),
    Cause.SEEN: _l("Seen by a facilitator"),
}
STATES = {
    CaseState.OPEN: _l("Waits"),
    CaseState.ESCALATED: _l("With the officers"),
    CaseState.SETTLED: _l("Decided"),
}
PRIORITIES = {Priority.HIGH: _l("High"), Priority.MEDIUM: _l("Medium"), Priority.LOW: _l("Low")}
NONE = 0


def rule_choices(policy: RoomPolicy | None, language: str) -> list[Any]:
    """The rules to choose from, and none of them."""
    rules = policy.rules if policy else []
    words = [(one.id, one.label_gd if language == "gd" and one.label_gd else one.label) for one in rules]
    return [choice(key, label) for key, label in [*words, (NONE, _("Something else"))]]


def letter_to_author(address: str) -> Callable[[Told], Letter]:
    """Writes to the author what was decided, in both languages; the page at the address says more."""
    return lambda told: in_both(lambda: (_("A decision about your message"), _decision(told, address)))


def letter_of_appeal(address: str) -> Callable[[bool, str], Letter]:
    """Writes to the author what came of an appeal."""
    return lambda is_upheld, answer: in_both(
        lambda: (_("Your appeal was decided"), _answer(answer, address, is_upheld=is_upheld))
    )


def letter_of_queue(address: str) -> Callable[[bool], Letter]:
    """Writes to facilitators that a message waits too long, or to officers that nobody came."""
    return lambda is_late: in_both(lambda: (_("A message waits for you"), _reminder(address, is_late=is_late)))


def letter_of_flag(address: str) -> Callable[[], Letter]:
    """Writes to whoever is named for people under 16; no word of the message stands in it."""
    told = _l("Somebody says that a person under 16 may be at risk in a room. It stands first among what waits.")
    return lambda: in_both(lambda: (_("A person under 16 may be at risk"), _paragraphs([str(told)], address)))


def queue_address() -> str:
    """Where those who decide find what waits, for a letter."""
    return installation().settings.site_url.rstrip("/") + url_for("facilitators.moderation.show_queue")


def letter_of_review(address: str) -> Callable[[Room], Letter]:
    """Writes that a conclusion is to be looked at again."""
    return lambda room: in_both(
        lambda: (
            _("A conclusion is to be looked at again"),
            _paragraphs([_("Today “%(room)s” looks again at what it recommended.", room=room.name)], address),
        )
    )


def in_both(write: Callable[[], Letter]) -> Letter:
    """A letter in every language of the pages, one after the other."""
    letters: list[Letter] = []
    for language in LANGUAGES:
        with force_locale(language):
            letters.append(write())
    return " · ".join(one[0] for one in letters), "\n\n".join(one[1] for one in letters)


def _decision(told: Told, address: str) -> str:
    lines = [str(DECIDED[told.verdict]) + "."]
    if told.until:
        lines = [_("You are muted in a room until %(until)s. You can read on.", until=when(told.until))]
    if told.rule:
        lines.append(_("Rule: %(rule)s", rule=told.rule.label))
    lines.append(_("Reason: %(reason)s", reason=told.note))
    lines.append(
        _("A facilitator decided this, not a machine.") if not told.is_automatic else _("No person decided this.")
    )
    if told.appeal_until:
        lines.append(_("You may appeal once, until %(until)s. Somebody else decides.", until=when(told.appeal_until)))
    return _paragraphs(lines, address)


def _answer(answer: str, address: str, *, is_upheld: bool) -> str:
    outcome = _("You were right: the decision was undone.") if is_upheld else _("The decision stands.")
    return _paragraphs([outcome, _("Reason: %(reason)s", reason=answer)], address)


def _reminder(address: str, *, is_late: bool) -> str:
    told = _("Nobody has looked at it in time. It was passed on to you.") if is_late else _("Its time is over.")
    return _paragraphs([told], address)


def _paragraphs(lines: Sequence[str], address: str) -> str:
    return "\n\n".join([*lines, address]) + "\n"


def when(moment: object) -> str:
    """A moment in the language of the letter."""
    return str(format_datetime(moment, "medium"))
