"""Whatever residents and readers see is said in Gaelic too, with the same places."""

import re

from babel.messages.catalog import Message

from scripts import catalogues

SEEN_BY_ALL = (
    "templates/public/",
    "templates/residents/",
    "templates/errors/",
    "templates/components/",
    "ballots/wording/",
)
PLACE = re.compile(r"%\((\w+)\)[ds]|\{(\w+)\}")


def forms(words: object) -> tuple[str, ...]:
    return tuple(str(one) for one in words) if isinstance(words, list | tuple) else (str(words),)


def places(words: str) -> list[str]:
    return sorted({found[0] for found in PLACE.finditer(words)})


def seen_by_all(message: Message) -> bool:
    return any(name.startswith(SEEN_BY_ALL) for name, _line in message.locations)


def test_every_sentence_that_residents_and_readers_see_is_said_in_gaelic() -> None:
    missing = [forms(message.id)[0] for message in catalogues.untranslated("gd") if seen_by_all(message)]
    assert missing == [], "run scripts/catalogues.py extract and translate these"


def test_sentences_that_are_seen_by_all_are_gathered_at_all() -> None:
    names = {name.rpartition("/")[0] + "/" for message in catalogues.gathered() for name, _line in message.locations}
    assert set(SEEN_BY_ALL) <= names


def test_a_gaelic_sentence_has_the_places_of_its_english_one() -> None:
    wrong = []
    for message in catalogues.read("gd"):
        if message.id and catalogues.is_translated(message):
            wanted = places(forms(message.id)[-1])
            wrong += [form for form in forms(message.string) if places(form) != wanted]
    assert wrong == []
