"""Lists of people for a roll: every wrong line is told by its number and left out, and hides no other."""

import pytest

from pb_app.postcode_files import WrongFile
from pb_app.refusals import Invalid
from pb_app.roll_files import LONGEST_LINE, MOST_LINES, read_list


def told(data: str) -> dict[int, str]:
    """Line and English sentence of every fault."""
    return {fault.line: str(fault).partition(": ")[2] for fault in read_list(data.encode()).faults}


def test_people_are_known_by_address_or_by_name_and_day_of_birth() -> None:
    listed = read_list(
        "\ufeffName,Born,Other,Email\n,,x,Mairi@Moothill.example\nCalum MacLean,30/11/2004,,\n\n,,,\n".encode()
    )
    assert listed.faults == ()
    assert listed.identities == ("mairi@moothill.example", "desk:Calum MacLean:2004-11-30")


HOSTILE = {
    "=cmd|' /C calc'!A0,,": "formula",
    '"@SUM(1)",,': "formula",
    "\t+x@moothill.example,,": "formula",
    'mairi@moothill.example","': "quotation mark",
    "mairi@moothill.example": "fewer columns",
    "mairi,,": "address",
    "mairi@moothill.example,Mairi,2004-11-30": "two votes",
    ",Mairi,": "day of birth",
    ",,2004-11-30": "full name",
    ",Mairi,30 November": "like 2004-11-30",
    "x" * LONGEST_LINE + ",,": "longer than",
    "x" * 300_000: "longer than",
}


@pytest.mark.parametrize(("line", "why"), HOSTILE.items(), ids=range(len(HOSTILE)))
def test_a_wrong_line_is_left_out_and_the_next_is_read(line: str, why: str) -> None:
    data = f"email,name,born\n{line}\nrhona@moothill.example,,\n"
    assert read_list(data.encode()).identities == ("rhona@moothill.example",)
    found = told(data)
    assert list(found) == [2]
    assert why in found[2]


def test_whoever_stands_in_a_list_twice_is_one_person_however_it_is_spelled() -> None:
    found = told(
        "email,name,born\nrhona@moothill.example,,\nRHONA+pb@Moothill.example,,\n,Mòrag Bhàn,2004-11-30\n"
        ",MO\u0300RAG  BHA\u0300N,30/11/2004\nrhona@moothill.example,,\n"
    )
    assert found == {
        3: "The same person stands on line 2 already.",
        5: "The same person stands on line 4 already.",
        6: "The same person stands on line 2 already.",
    }


def test_a_fault_repeats_nothing_of_the_person() -> None:
    assert "Mairi" not in str(told("email,name,born\n,Mairi Secret,never\nMairi,,\n"))


@pytest.mark.parametrize(
    "data",
    ["", "\n", "mairi@moothill.example\n", "name,email2\n", "=email\n", "x" * 2_000, '"email\n'],
    ids=["empty", "blank", "no head", "no column", "formula", "huge", "broken"],
)
def test_a_file_without_a_head_is_no_list(data: str) -> None:
    with pytest.raises(WrongFile) as wrong:
        read_list(data.encode())
    assert "must name the columns" in str(wrong.value.faults[0])


@pytest.mark.parametrize("data", ["email\nò@x".encode("latin-1"), "email\nmairi".encode("utf-16")])
def test_a_file_in_another_encoding_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(WrongFile) as wrong:
        read_list(data)
    assert "CSV UTF-8" in str(wrong.value.faults[0])


def test_more_lines_than_any_electorate_are_refused_before_they_are_read() -> None:
    with pytest.raises(Invalid, match=str(MOST_LINES)):
        read_list(b"email\n" + b"x\n" * (MOST_LINES + 1))
