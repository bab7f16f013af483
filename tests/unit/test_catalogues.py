"""The catalogues: whole for the shell of every page, and never words that would break a page."""

import re

import pytest

from scripts import catalogues

SHELL = (
    "templates/layout.html",
    "templates/errors/",
    *(
        f"templates/components/{name}.html"
        for name in (
            "ballot",
            "choices",
            "cost_rows",
            "decision",
            "fields",
            "forms",
            "lists",
            "notices",
            "question",
            "shell",
            "tables",
            "talk",
            "ways",
        )
    ),
)


def test_every_language_has_a_catalogue_without_faults() -> None:
    for language in catalogues.LANGUAGES:
        assert catalogues.faults(language) == []


def test_gaelic_has_four_plural_forms() -> None:
    catalogue = catalogues.read("gd")
    assert catalogue.num_plurals == 4
    plurals = [message for message in catalogue if isinstance(message.id, tuple) and any(message.string)]
    assert plurals
    assert all(len(message.string) == 4 for message in plurals)


def test_the_shell_of_every_page_is_whole_in_gaelic() -> None:
    missing = [
        message.id
        for message in catalogues.untranslated("gd")
        if any(name.startswith(SHELL) for name, _line in message.locations)
    ]
    assert missing == []


def test_places_are_the_same_in_both_languages() -> None:
    for message in catalogues.read("gd"):
        if message.id and catalogues.is_translated(message):
            source = message.id if isinstance(message.id, tuple) else (message.id,)
            words = message.string if isinstance(message.string, tuple) else (message.string,)
            wanted = set(re.findall(r"%\((\w+)\)", source[-1]))
            assert all(set(re.findall(r"%\((\w+)\)", form)) == wanted for form in words), message.id


def test_sentences_are_gathered_from_templates_and_from_refusals() -> None:
    gathered = catalogues.gathered()
    assert gathered.get("Skip to main content") is not None
    files = {name for message in gathered for name, _line in message.locations}
    assert any(name.startswith("templates/errors/") for name in files)
    assert any(name.startswith("pb_app/") for name in files)


def test_an_unknown_command_is_answered_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogues.main(["translate"]) == 2
    assert "extract, compile, check" in capsys.readouterr().err
