"""Notes are written and opened byte for byte as the standard has it, and nothing looser is taken."""

from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb_app.audit.keys import KeyKind, VerifierKey, WrongNote, parse_vkey
from pb_app.audit.note import (
    LONGEST,
    MOST_SIGNATURES,
    Signature,
    cosignature_line,
    open_note,
    sign_note,
    verifier_key,
)

LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(0x20)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(0x40, 0x60)))
NAME = "log.example.scot/cpp-1"
KEY = verifier_key(NAME, LOG)
TEXT = "First line.\n\nLast line.\n"
NOTE = sign_note(TEXT, NAME, LOG)


def line_of(note: str) -> str:
    return note.rpartition("\n\n")[2]


def test_the_example_of_the_standard_opens() -> None:
    key = parse_vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    note = (
        "This is an example message.\n"
        "\n"
        "— example.com/foo "
        "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    )
    opened = open_note(note, [key])
    assert opened.text == "This is an example message.\n"
    assert opened.signatures == (Signature(key),)


def test_the_example_of_the_go_library_comes_out_byte_for_byte() -> None:
    published = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    private = Ed25519PrivateKey.from_private_bytes(b64decode(published[-44:])[1:])
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    assert sign_note(text, "PeterNeumann", private) == (
        text + "\n— PeterNeumann "
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )


def test_the_keys_of_the_own_vectors_are_written_as_pinned() -> None:
    witness = Ed25519PrivateKey.from_private_bytes(bytes(range(0x20, 0x40)))
    assert str(KEY) == "log.example.scot/cpp-1+ad5de04e+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    assert (
        str(verifier_key("witness.example.scot/nhs", witness, KeyKind.COSIGNATURE))
        == "witness.example.scot/nhs+fef6bd3f+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
    )


def test_a_key_comes_back_from_its_line() -> None:
    assert parse_vkey(str(KEY)) == KEY


def test_a_text_with_empty_lines_is_signed_and_opened_whole() -> None:
    assert open_note(NOTE, [KEY]).text == TEXT
    assert sign_note(TEXT, NAME, LOG) == NOTE


def test_a_cosignature_tells_its_time() -> None:
    note = NOTE + cosignature_line(TEXT, "witness.example.scot", OTHER, 1_765_126_800)
    witness = verifier_key("witness.example.scot", OTHER, KeyKind.COSIGNATURE)
    assert open_note(note, [witness, KEY]).signatures == (Signature(KEY), Signature(witness, 1_765_126_800))


@pytest.mark.parametrize("time", [-1, 2**64])
def test_a_cosignature_at_no_time_is_refused(time: int) -> None:
    with pytest.raises(WrongNote, match="seconds since 1970"):
        cosignature_line(TEXT, "witness.example.scot", OTHER, time)


def test_a_cosignature_does_not_pass_for_a_signature() -> None:
    note = f"{TEXT}\n" + cosignature_line(TEXT, NAME, LOG, 5)
    with pytest.raises(WrongNote, match="No key that is trusted"):
        open_note(note, [KEY])


def test_a_cosignature_moved_to_another_time_is_refused() -> None:
    line = cosignature_line(TEXT, NAME, LOG, 5)
    head, encoded = line[:-1].rsplit(" ", 1)
    moved = b64decode(encoded)
    moved = moved[:4] + (6).to_bytes(8, "big") + moved[12:]
    with pytest.raises(WrongNote, match="does not fit the text"):
        open_note(f"{TEXT}\n{head} {b64encode(moved).decode()}\n", [verifier_key(NAME, LOG, KeyKind.COSIGNATURE)])


def test_signatures_by_unknown_keys_are_passed_over() -> None:
    strange = line_of(sign_note(TEXT, "strange.example", OTHER))
    same_name = line_of(sign_note(TEXT, NAME, OTHER))
    note = f"{TEXT}\n{strange}{same_name}{line_of(NOTE)}"
    assert open_note(note, [KEY]).signatures == (Signature(KEY),)


def test_a_note_that_only_unknown_keys_signed_is_refused() -> None:
    with pytest.raises(WrongNote, match="No key that is trusted"):
        open_note(NOTE, [])
    with pytest.raises(WrongNote, match="No key that is trusted"):
        open_note(sign_note(TEXT, NAME, OTHER), [KEY])


def test_a_name_that_only_looks_the_same_is_unknown() -> None:
    with pytest.raises(WrongNote, match="No key that is trusted"):
        open_note(sign_note(TEXT, NAME.replace("o", "\u043e"), LOG), [KEY])


def test_a_changed_text_is_refused() -> None:
    with pytest.raises(WrongNote, match=f"The signature by {NAME} does not fit the text"):
        open_note(NOTE.replace("First", "Worst"), [KEY])


def test_a_wrong_signature_by_a_known_key_spoils_the_note_whoever_else_signed() -> None:
    other = verifier_key("other.example", OTHER)
    wrong = line_of(sign_note("Another text.\n", "other.example", OTHER))
    with pytest.raises(WrongNote, match=r"The signature by other\.example does not fit"):
        open_note(NOTE + wrong, [KEY, other])


def test_the_same_key_twice_is_refused() -> None:
    with pytest.raises(WrongNote, match="signed this note twice"):
        open_note(NOTE + line_of(NOTE), [KEY])


def test_so_many_signatures_are_read_and_no_more() -> None:
    strange = line_of(sign_note(TEXT, "strange.example", OTHER))
    full = NOTE + strange * (MOST_SIGNATURES - 1)
    assert open_note(full, [KEY]).text == TEXT
    with pytest.raises(WrongNote, match="more than 16 signatures"):
        open_note(full + strange, [KEY])


def test_a_note_beyond_all_measure_is_refused() -> None:
    with pytest.raises(WrongNote, match="longer than 1000000"):
        open_note("x" * LONGEST + NOTE, [KEY])


@pytest.mark.parametrize(
    "note",
    ["", "\n", TEXT, NOTE[:-1], NOTE + "\n", NOTE.replace("\n\n—", "\n—"), "text\n\n"],
)
def test_a_note_without_its_parts_is_refused(note: str) -> None:
    with pytest.raises(WrongNote):
        open_note(note, [KEY])


@pytest.mark.parametrize("character", ["\r", "\t", "\0", "\x1f", "\x1b"])
def test_a_control_character_is_refused_wherever_it_stands(character: str) -> None:
    with pytest.raises(WrongNote, match="control character"):
        open_note(NOTE.replace("First", f"First{character}"), [KEY])
    with pytest.raises(WrongNote, match="control character"):
        sign_note(f"a{character}\n", NAME, LOG)
    with pytest.raises(WrongNote, match="not a dash, a name and a signature"):
        open_note(NOTE.replace(f"— {NAME}", f"— {NAME}{character}"), [KEY])


def test_lines_that_end_as_on_windows_are_refused() -> None:
    with pytest.raises(WrongNote):
        open_note(NOTE.replace("\n", "\r\n"), [KEY])


def test_half_a_character_is_refused_wherever_it_stands() -> None:
    with pytest.raises(WrongNote, match="half a character"):
        open_note(NOTE.replace("First", "First\udc80"), [KEY])
    with pytest.raises(WrongNote, match="not a dash, a name and a signature"):
        open_note(NOTE.replace(f"— {NAME}", f"— {NAME}\udc80"), [KEY])


def test_a_text_without_a_final_line_feed_is_not_signed() -> None:
    with pytest.raises(WrongNote, match="end with a line feed"):
        sign_note("No end", NAME, LOG)


@pytest.mark.parametrize(
    ("old", "new"),
    [("— ", "- "), ("— ", "—  "), ("— ", "—"), (f"{NAME} ", f"{NAME}\u00a0"), (f" {NAME} ", "  "), ("cpp-1", "cpp+1")],
)
def test_a_signature_line_written_otherwise_is_refused(old: str, new: str) -> None:
    with pytest.raises(WrongNote, match="not a dash, a name and a signature"):
        open_note(NOTE.replace(old, new), [KEY])


def resigned(encoded: str) -> str:
    return f"{TEXT}\n— {NAME} {encoded}\n"


def test_base64_in_another_form_is_refused() -> None:
    encoded = line_of(NOTE)[:-1].rsplit(" ", 1)[1]
    twin = encoded[:-2] + chr(ord(encoded[-2]) + 1) + "="
    assert b64decode(twin) == b64decode(encoded)
    with pytest.raises(WrongNote, match="one canonical form"):
        open_note(resigned(twin), [KEY])


@pytest.mark.parametrize("encoded", ["AAAAA", "A=AA", "====", "AAAAAAA"])
def test_what_is_not_base64_is_refused(encoded: str) -> None:
    with pytest.raises(WrongNote, match="is not base64"):
        open_note(resigned(encoded), [KEY])


def test_a_signature_of_nothing_is_refused() -> None:
    with pytest.raises(WrongNote, match="cut short"):
        open_note(resigned(b64encode(KEY.key_id).decode()), [KEY])


@pytest.mark.parametrize("kept", [5, 12, 67])
@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_signature_cut_short_by_a_known_key_is_refused(kind: KeyKind, kept: int) -> None:
    key = verifier_key(NAME, LOG, kind)
    marked = key.key_id + bytes(72)
    with pytest.raises(WrongNote, match="does not fit the text"):
        open_note(resigned(b64encode(marked[:kept]).decode()), [key])


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\u2003b", "a\nb", "a\x01", "a\ud800"])
def test_a_name_that_could_not_stand_in_a_line_names_no_key(name: str) -> None:
    with pytest.raises(WrongNote, match="cannot name a key"):
        VerifierKey(name, KeyKind.NOTE, bytes(32))


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_public_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(WrongNote, match="32 bytes"):
        VerifierKey(NAME, KeyKind.NOTE, bytes(length))


@pytest.mark.parametrize(
    ("vkey", "sentence"),
    [
        ("", "name\\+id\\+key"),
        ("log.example", "name\\+id\\+key"),
        (str(KEY).replace("ad5de04e", "AD5DE04E"), "name\\+id\\+key"),
        (str(KEY).replace("ad5de04e", "ad5de04"), "name\\+id\\+key"),
        (str(KEY).replace("ad5de04e", "ad5de04f"), "does not fit the key"),
        (str(KEY).replace("cpp-1", "cpp-2"), "does not fit the key"),
        (str(KEY).replace("AQOh", "BgOh"), "kind not used here"),
        ("log.example+ad5de04e+", "kind not used here"),
        ("log.example+ad5de04e+AQ==", "not 32 bytes long"),
        ("log.example+ad5de04e+A", "not base64"),
        ("log.example+ad5de04e+A\u00e9==", "not base64"),
        (str(KEY) + "+x", "not base64"),
    ],
)
def test_a_key_written_wrongly_is_refused(vkey: str, sentence: str) -> None:
    with pytest.raises(WrongNote, match=sentence):
        parse_vkey(vkey)
