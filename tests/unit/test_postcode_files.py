"""A table of postcodes is taken whole or not at all, and every wrong line is named."""

import pytest

from pb_app.postcode_files import WrongFile, read_postcodes
from pb_app.refusals import Invalid

AREAS = {"oban": 1, "oban and lorn": 1, "kilmartin": 2}


def faults(data: bytes) -> list[str]:
    with pytest.raises(WrongFile) as refused:
        read_postcodes(data, AREAS)
    return [str(fault) for fault in refused.value.faults]


def test_a_file_with_or_without_its_head_gives_the_same() -> None:
    lines = b"PA34 4AB,Oban\npa31 8rq, KILMARTIN \n"
    assert read_postcodes(lines, AREAS) == {"PA344AB": 1, "PA318RQ": 2}
    assert read_postcodes(b"\xef\xbb\xbfPostcode,Area\r\n" + lines, AREAS) == {"PA344AB": 1, "PA318RQ": 2}


def test_the_head_says_where_the_columns_stand_among_others() -> None:
    data = b"area,population,postcode\nOban,12,PA34 4AB\n"
    assert read_postcodes(data, AREAS) == {"PA344AB": 1}


def test_an_area_goes_by_any_of_its_names() -> None:
    assert read_postcodes(b'PA34 4AB,"Oban  and Lorn"\nPA34 4AD,oban', AREAS) == {"PA344AB": 1, "PA344AD": 1}


def test_blank_lines_and_a_line_said_twice_do_no_harm() -> None:
    assert read_postcodes(b"\nPA34 4AB,oban\n,\n\nPA344AB,Oban\n", AREAS) == {"PA344AB": 1}


def test_every_wrong_line_is_named_with_what_is_wrong() -> None:
    data = b"postcode,area\nPA34 4AB,oban\nPA34,oban\nPA34 4AD,Atlantis\nPA34 4AE\nPA34 4AB,kilmartin\n"
    assert faults(data) == [
        "Line 3: Enter a whole postcode, like PA34 4AB.",
        "Line 4: “Atlantis” is no locality here.",
        "Line 5: Write a postcode and an area, parted by one comma.",
        "Line 6: PA34 4AB stands in another area on line 2.",
    ]


def test_a_comma_too_many_is_a_fault_and_not_half_an_area() -> None:
    assert faults(b"PA34 4AB,oban,lorn\n") == ["Line 1: Write a postcode and an area, parted by one comma."]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    assert faults(b'"PA34\n4AB",oban\n\nPA34 4ZZ9,oban\n') == ["Line 4: Enter a whole postcode, like PA34 4AB."]


def test_a_quotation_mark_that_never_closes_is_named_by_its_line() -> None:
    data = b'PA34 4AB,oban\nPA34 4AD,"oban\nPA34 4AE,oban\n'
    assert faults(data) == ["Line 2: This line cannot be read as CSV. A quotation mark may be missing."]


def test_a_file_that_is_not_text_is_refused_with_the_line() -> None:
    assert faults(b"PA34 4AB,oban\nPA34 4AD,\xd2ban\n")[0].startswith("Line 2: This is not text in UTF-8.")


def test_an_endless_cell_is_refused_and_does_not_stop_the_service() -> None:
    assert faults(b"x" * 200_000)[0].startswith("Line 1: ")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"postcode,area\n"])
def test_a_file_of_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid, match="no postcode in this file"):
        read_postcodes(data, AREAS)


def test_one_wrong_line_and_many_are_told_apart() -> None:
    with pytest.raises(WrongFile, match="line 2 is wrong"):
        read_postcodes(b"PA34 4AB,oban\nx,oban\n", AREAS)
    with pytest.raises(WrongFile, match="2 lines are wrong"):
        read_postcodes(b"x,oban\ny,oban\n", AREAS)
