"""The rules that hold in rooms until a partnership publishes its own, and that its first version begins with."""

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from deliberation.rules import WrittenRule, write_rules
from pb_app.models.moderation import RoomPolicy

USUAL = (
    (
        _l("Keep to the idea"),
        _l("Talk about the idea and what it would do. Leave out who somebody is, and why you think they say it."),
    ),
    (
        _l("No threats, no insults"),
        _l("Nobody is threatened, insulted or run down here, whether they are in the room or not."),
    ),
    (
        _l("No hatred"),
        _l(
            "Nothing that runs people down for their race, religion, disability, sex, age, sexual orientation or "
            "because they are transgender."
        ),
    ),
    (
        _l("No private details"),
        _l(
            "No addresses, telephone numbers or anything else by which a private person could be found. "
            "No names of children."
        ),
    ),
    (
        _l("Nothing unlawful"),
        _l(
            "Nothing that the law forbids: no threats of violence, no sharing of intimate pictures, no fraud, "
            "no terrorism."
        ),
    ),
    (
        _l("No advertising, no flooding"),
        _l("No selling, and not the same message again and again."),
    ),
    (
        _l("Say what you know and how"),
        _l("Do not state as a fact what you know to be untrue. Where you have a source, name it."),
    ),
)


def usual_rules(language: str) -> tuple[WrittenRule, ...]:
    """The usual rules in a language."""
    with force_locale(language):
        return tuple(WrittenRule(str(label), str(text)) for label, text in USUAL)


def rules_in(policy: RoomPolicy | None, language: str) -> tuple[WrittenRule, ...]:
    """The rules that hold, as they read in a language; English where they were not written in it."""
    if policy is None:
        return usual_rules(language)
    gaelic = language == "gd"
    return tuple(
        WrittenRule(one.label_gd, one.text_gd) if gaelic and one.label_gd else WrittenRule(one.label, one.text)
        for one in policy.rules
    )


def written_in(policy: RoomPolicy | None, language: str) -> str:
    """The rules as they stand in the form in which the next version is written."""
    if policy is not None and language == "gd" and not all(one.label_gd for one in policy.rules):
        return ""
    return write_rules(rules_in(policy, language))
