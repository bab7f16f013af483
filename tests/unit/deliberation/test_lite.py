"""The little markup of messages: what is read as what, and what stays as it was typed."""

import pytest

from deliberation.lite import Block, Part, Span, Style, parts


def plain(text: str) -> tuple[Span, ...]:
    return (Span(Style.PLAIN, text),)


def test_plain_words_are_one_paragraph_line_by_line() -> None:
    assert parts("One\nTwo") == (Part(Block.PARAGRAPH, (plain("One"), plain("Two"))),)


def test_lists_and_quotes_begin_where_lines_of_another_kind_do() -> None:
    found = parts("Before\n- one\n* two\n1. first\n2) second\n> said\nAfter\n\nNew")
    assert [(part.block, len(part.lines)) for part in found] == [
        (Block.PARAGRAPH, 1),
        (Block.BULLETS, 2),
        (Block.NUMBERS, 2),
        (Block.QUOTE, 1),
        (Block.PARAGRAPH, 1),
        (Block.PARAGRAPH, 1),
    ]
    assert found[1].lines == (plain("one"), plain("two"))


@pytest.mark.parametrize(
    ("written", "style", "words"),
    [
        ("**bold**", Style.STRONG, "bold"),
        ("*stressed*", Style.EMPHASIS, "stressed"),
        ("_stressed_", Style.EMPHASIS, "stressed"),
    ],
)
def test_stress_is_read(written: str, style: Style, words: str) -> None:
    [part] = parts(f"a {written} b")
    assert part.lines[0] == (Span(Style.PLAIN, "a "), Span(style, inner=plain(words)), Span(Style.PLAIN, " b"))


@pytest.mark.parametrize(
    "text", ["2 * 3 * 4", "snake_case_name", "** bold **", "5*6*7", "-1 degrees", "1999", "[x](javascript:alert(1))"]
)
def test_what_only_looks_like_it_stays_as_it_was_typed(text: str) -> None:
    assert parts(text) == (Part(Block.PARAGRAPH, (plain(text),)),)


def test_addresses_become_links_without_the_full_stop_after_them() -> None:
    [part] = parts("See https://example.org/a_b. Or [this](https://example.org/c), too")
    assert [one for one in part.lines[0] if one.style is Style.LINK] == [
        Span(Style.LINK, "https://example.org/a_b", address="https://example.org/a_b"),
        Span(Style.LINK, "this", address="https://example.org/c"),
    ]
