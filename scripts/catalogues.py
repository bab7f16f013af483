"""The catalogues of what people read: `extract` gathers sentences, `compile` makes the .mo files, `check` counts."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "gd")
SOURCE = "en"
KEYWORDS = ["_", "_l", "gettext", "ngettext:1,2", "lazy_gettext", "lazy_ngettext:1,2", "sentence", "sentences:1,2"]
SKIPPED = {".venv", "node_modules", "static", "tests", "instance", "migrations"}


def path_of(language: str) -> Path:
    """Return where a language's catalogue lies."""
    return ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """Return a language's catalogue."""
    with path_of(language).open("rb") as lines:
        return read_po(lines, locale=language, domain="messages")


@cache
def gathered() -> Catalog:
    """Return every sentence of templates and code, with the files it stands in; gathered once a process."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as lines:
        methods, options = parse_mapping_cfg(lines, filename="babel.cfg")
    catalogue = Catalog(project="Moothill", charset="utf-8", copyright_holder="the Moothill authors")
    found = extract_from_dir(
        ROOT,
        methods,
        options,
        {**DEFAULT_KEYWORDS, **parse_keywords(KEYWORDS)},
        directory_filter=lambda folder: Path(folder).name not in SKIPPED,
    )
    for filename, _line, message, _comments, context in found:
        catalogue.add(message, locations=[(filename, 0)], context=context)
    return catalogue


def extract() -> int:
    """Bring every catalogue up to what is said now; what is no longer said goes."""
    template = gathered()
    for language in LANGUAGES:
        catalogue = read(language)
        template.creation_date = catalogue.creation_date
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.last_translator, catalogue.msgid_bugs_address = "the Moothill authors", ""
        for message in catalogue:
            message.locations = sorted({(name, None) for name, _line in message.locations})
        with path_of(language).open("wb") as lines:
            write_po(lines, catalogue, width=120, sort_output=True, ignore_obsolete=True)
    return 0


def compile_catalogues() -> int:
    """Write the .mo file of each language beside its catalogue, each in one move."""
    for language in LANGUAGES:
        target = path_of(language).with_suffix(".mo")
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as out:
            write_mo(out, read(language))
        fresh.replace(target)
    return 0


def is_translated(message: Message) -> bool:
    """Say whether every form of a sentence has its words, and none is only a guess."""
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(forms) and not message.fuzzy


def untranslated(language: str) -> Iterator[Message]:
    """Yield the sentences said now that the language has no words for."""
    catalogue = read(language)
    for message in gathered():
        if message.id and not is_translated(catalogue.get(message.id, message.context) or message):
            yield message


def faults(language: str) -> list[str]:
    """Return what is wrong with a catalogue's words, such as a place that the sentence does not have."""
    return [f"{message.id!r}: {error}" for message, errors in read(language).check() for error in errors]


def check() -> int:
    """Print how much is translated; 1 when a translation would break its page."""
    total = sum(bool(message.id) for message in gathered())
    broken = []
    for language in LANGUAGES:
        broken += faults(language)
        if language != SOURCE:
            missing = sum(1 for _message in untranslated(language))
            print(f"{language}: {total - missing} of {total} sentences translated")
    for fault in broken:
        print(fault, file=sys.stderr)
    return 1 if broken else 0


COMMANDS = {"extract": extract, "compile": compile_catalogues, "check": check}


def main(words: list[str]) -> int:
    """Run one command."""
    if len(words) != 1 or words[0] not in COMMANDS:
        print(f"Say one of: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    return COMMANDS[words[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
