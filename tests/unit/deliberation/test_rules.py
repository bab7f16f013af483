"""Rules as they are written: one a paragraph, its first line the name."""

from deliberation.rules import WrittenRule, read_rules, write_rules


def test_a_paragraph_is_a_rule_and_its_first_line_the_name() -> None:
    written = "\n\n  Be  kind \nTo people\nand to ideas.\n \t\n\nBe brief\nSay it once.\n"
    assert read_rules(written) == (
        WrittenRule("Be kind", "To people and to ideas."),
        WrittenRule("Be brief", "Say it once."),
    )


def test_a_rule_without_text_is_seen_as_that() -> None:
    assert read_rules("Be kind") == (WrittenRule("Be kind", ""),)


def test_nothing_to_read_is_no_rule() -> None:
    assert read_rules(" \n\u200b\n\n\u202e\n") == ()


def test_rules_read_again_as_they_were_written() -> None:
    rules = (WrittenRule("Be kind", "To people."), WrittenRule("Be brief", "Say it once."))
    assert read_rules(write_rules(rules)) == rules
