"""Equal values have equal bytes, and nothing that could be written two ways is written at all."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from pb_app.audit.canonical import DEEPEST, LARGEST_INTEGER, NotCanonical, Value, decode, encode

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=127))
NUMBERS = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
VALUES = st.recursive(TEXTS | NUMBERS, lambda part: st.lists(part) | st.dictionaries(KEYS, part), max_leaves=20)


@given(VALUES)
def test_the_bytes_are_those_of_the_standard(value: Value) -> None:
    assert encode(value) == rfc8785.dumps(value)


@given(VALUES)
def test_a_value_comes_back_from_its_bytes(value: Value) -> None:
    assert decode(encode(value)) == value


@given(st.binary() | st.text().map(lambda text: text.encode(errors="surrogatepass")))
def test_arbitrary_bytes_are_read_or_refused_and_never_anything_else(data: bytes) -> None:
    try:
        value = decode(data)
    except NotCanonical:
        return
    assert encode(value) == data


def test_keys_are_sorted_and_nothing_is_spaced_out() -> None:
    assert encode({"b": [1, "é"], "a": {"z": -3, "B": ""}}) == '{"a":{"B":"","z":-3},"b":[1,"é"]}'.encode()


def test_a_tuple_is_written_as_an_array() -> None:
    assert encode(("P03", "P07")) == b'["P03","P07"]'


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (1.0, "A value of type float has no canonical form; write text or a whole number."),
        (float("nan"), "A value of type float has no canonical form; write text or a whole number."),
        (None, "A value of type NoneType has no canonical form; write text or a whole number."),
        (True, "A value of type bool has no canonical form; write text or a whole number."),
        (b"x", "A value of type bytes has no canonical form; write text or a whole number."),
        ({"a": [{"b": None}]}, "A value of type NoneType has no canonical form; write text or a whole number."),
        ({3: "x"}, "The key 3 is not text in ASCII."),
        ({"sùil": "x"}, "The key 'sùil' is not text in ASCII."),
        ("\ud800", r"The text '\ud800' holds half a character."),
        (2**53, "A whole number is larger than 9007199254740991, which not every reader takes exactly."),
        (-(2**53), "A whole number is larger than 9007199254740991, which not every reader takes exactly."),
    ],
)
def test_a_value_without_a_canonical_form_is_refused(value: Value, sentence: str) -> None:
    with pytest.raises(NotCanonical) as refusal:
        encode(value)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("edge", [LARGEST_INTEGER, -LARGEST_INTEGER, 0])
def test_the_largest_whole_numbers_are_taken(edge: int) -> None:
    assert decode(encode([edge])) == [edge]


def test_values_may_stand_so_deep_in_each_other_and_no_deeper() -> None:
    nested: Value = "x"
    for _ in range(DEEPEST):
        nested = [nested]
    assert decode(encode(nested)) == nested
    with pytest.raises(NotCanonical, match="more than 32 deep"):
        encode({"d": nested})


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1}\n',
        b"[-0]",
        b'["\\u0041"]',
        b'["\\/"]',
        b'["\\u001F"]',
    ],
)
def test_another_way_to_write_the_same_value_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical, match="not in its canonical form"):
        decode(data)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b'\xef\xbb\xbf"x"', b"[" * 100_000, b"9" * 5_000])
def test_what_is_not_json_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical, match="not JSON text in UTF-8"):
        decode(data)


@pytest.mark.parametrize("data", [b"1.0", b"[1e3]", b"NaN", b"-Infinity"])
def test_a_number_that_is_not_whole_is_refused_when_read(data: bytes) -> None:
    with pytest.raises(NotCanonical, match="not a whole number"):
        decode(data)


@pytest.mark.parametrize("data", [b"null", b"[true]", b"9007199254740992"])
def test_a_value_outside_the_set_is_refused_when_read(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        decode(data)
