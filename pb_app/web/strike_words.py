"""What somebody is written to whose place on a roll is objected to, in both languages."""

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from pb_app.models.polls import Poll
from pb_app.services.strikes import StrikeLetter, Write
from pb_app.stages import StrikeKind
from pb_app.web.moderation_words import in_both, when
from pb_app.web.unit_of_work import installation

KINDS = {
    StrikeKind.NOT_HERE.value: _l("Nothing connects them to this place as the rules ask"),
    StrikeKind.AGE.value: _l("They are younger or older than the rules allow"),
    StrikeKind.TWICE.value: _l("They stand on the roll twice"),
}


def letter_of_objection(poll: Poll) -> Write:
    """Writes that somebody objects, why, and until when to reply."""
    address = _address(poll)

    def write(words: str, until: datetime) -> StrikeLetter:
        def told() -> tuple[str, str]:
            body = _(
                "Somebody who runs this vote says that it is not yours: %(title)s\n\nThe reason: %(words)s\n\nYou may "
                "reply until %(until)s: %(address)s\n\nThen somebody else decides. Until it is decided you may vote "
                "like everybody else.\n",
                title=poll.title,
                words=words,
                until=when(until),
                address=address,
            )
            return _("Your place on the roll of a vote"), body

        return StrikeLetter(*in_both(told))

    return write


def letter_of_decision(poll: Poll, *, is_struck: bool) -> StrikeLetter:
    """Says what was decided."""

    def told() -> tuple[str, str]:
        if is_struck:
            body = _(
                "It was decided that you may not vote here, after what you said was read if you replied: %(title)s\n\n"
                "If you think that this is wrong, ask the people who run the vote before it closes.\n",
                title=poll.title,
            )
        else:
            body = _("It was decided that the vote is yours. Nothing has changed: %(title)s\n", title=poll.title)
        return _("Your place on the roll of a vote"), body

    return StrikeLetter(*in_both(told))


def _address(poll: Poll) -> str:
    page = url_for("residents.strikes.show_strike", poll_no=poll.poll_no)
    return installation().settings.site_url.rstrip("/") + page
