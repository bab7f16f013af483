"""Publishing the rules of talking together: a whole version at a time, which then stays as it was."""

from hashlib import sha256

from deliberation.care import WORD
from deliberation.rules import WrittenRule, read_rules, write_rules
from pb_app.actions import Action
from pb_app.models.moderation import RoomPolicy, RoomRule
from pb_app.queries import partnerships, policies
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.room_log import checked_length
from pb_app.unit_of_work import UnitOfWork

MOST_RULES = 12
LABEL_LENGTH = 80
TEXT_LENGTH = 600
MOST_WORDS = 2_000
NOTHING = WrittenRule("", "")


def publish_policy(
    uow: UnitOfWork, slug: str, after: int, english: str, gaelic: str = "", *, words: str = ""
) -> RoomPolicy:
    """Publish the rules that hold from now on, in English and, if wished, in Gaelic; `after` is the version edited.

    `words` are asked about before they are posted, besides those that are asked about everywhere. Raises Invalid for
    a text that is no list of rules or a Gaelic one of another number of rules, Conflict where somebody else published
    meanwhile.
    """
    rules = _checked(english, "english")
    translated = _translated(gaelic, rules)
    asked = _checked_words(words)
    with uow.begin(Action.PUBLISH_POLICY) as change:
        partnership = partnerships.partnership_to_change(uow.session, slug)
        if partnership is None:
            raise NotVisible(sentence("There is no partnership under this address."))
        change.permit(partnership)
        latest = policies.policy_of(uow.session, partnership.id)
        version = latest.version if latest else 0
        if version != after:
            raise Conflict(
                sentence("Somebody else has published rules since you began. Look at theirs, then try again.")
            )
        policy = RoomPolicy(
            partnership_id=partnership.id,
            version=version + 1,
            published_by=uow.actor.person_id,
            published_at=change.at,
            words=asked,
            rules=[_row(*one) for one in enumerate(zip(rules, translated, strict=True), start=1)],
        )
        uow.session.add(policy)
        uow.session.flush()
        digest = _digest(rules, translated, asked)
        change.record(partnership, partnership=partnership.id, version=policy.version, sha256=digest)
    return policy


def _checked(written: str, field: str) -> tuple[WrittenRule, ...]:
    rules = read_rules(written)
    if not 1 <= len(rules) <= MOST_RULES:
        raise Invalid(sentence("Write between 1 and %(most)d rules, one a paragraph."), field=field, most=MOST_RULES)
    for number, rule in enumerate(rules, start=1):
        if not rule.text:
            raise Invalid(
                sentence("Rule %(number)d has a name and no text. Write its text on the lines below its name."),
                field=field,
                number=number,
            )
        if len(rule.label) > LABEL_LENGTH or len(rule.text) > TEXT_LENGTH:
            raise Invalid(
                sentence(
                    "Rule %(number)d is too long. Its name takes at most %(label)d characters, its text %(text)d."
                ),
                field=field,
                number=number,
                label=LABEL_LENGTH,
                text=TEXT_LENGTH,
            )
    return rules


def _translated(gaelic: str, rules: tuple[WrittenRule, ...]) -> tuple[WrittenRule, ...]:
    """The same rules in Gaelic, or as many without words."""
    translated = _checked(gaelic, "gaelic") if gaelic.strip() else (NOTHING,) * len(rules)
    if len(translated) != len(rules):
        raise Invalid(
            sentence("There are %(english)d rules in English and %(gaelic)d in Gaelic. Write the same rules in both."),
            field="gaelic",
            english=len(rules),
            gaelic=len(translated),
        )
    return translated


def _digest(rules: tuple[WrittenRule, ...], translated: tuple[WrittenRule, ...], asked: str) -> str:
    written = "\n\n".join([write_rules(rules), write_rules(translated), *([asked] if asked else [])])
    return sha256(written.encode()).hexdigest()


def _checked_words(written: str) -> str:
    """The words in alphabetical order, each once."""
    words = sorted({word.casefold() for word in WORD.findall(written)})
    return checked_length(" ".join(words), "words", MOST_WORDS)


def _row(number: int, rule: tuple[WrittenRule, WrittenRule]) -> RoomRule:
    english, gaelic = rule
    return RoomRule(number=number, label=english.label, text=english.text, label_gd=gaelic.label, text_gd=gaelic.text)
