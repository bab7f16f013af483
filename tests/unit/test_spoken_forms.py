"""Hours and days as each language says them, and the form library's own words said in ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import wtforms
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, SelectField

from pb_app.web import i18n
from pb_app.web.filters import day, listed, moment, own_words, pounds
from pb_app.web.form_words import OURS
from pb_app.web.forms import PageForm, choice

SUMMER_EVENING = datetime(2026, 6, 12, 16, tzinfo=UTC)  # five o'clock in London


class Asked(PageForm):
    """One field of each kind that the library judges by itself."""

    place = SelectField("", choices=[choice("a", "A")])
    number = IntegerField("")
    on = DateField("")


@contextmanager
def reading(language: str) -> Iterator[None]:
    app = Flask("pb_app", root_path=str(Path(i18n.__file__).parents[1]))
    app.secret_key = "only for this test"
    i18n.init_app(app)
    with app.test_request_context(environ_overrides={"moothill.locale": language}):
        yield


@pytest.mark.parametrize(
    ("hour", "minute", "english", "gaelic"),
    [
        (0, 0, "12am", "meadhan-oidhche"),
        (0, 30, "12:30am", "12:30 sa mhadainn"),
        (9, 0, "9am", "9 sa mhadainn"),
        (12, 0, "12pm", "meadhan-latha"),
        (12, 5, "12:05pm", "12:05 feasgar"),
        (17, 0, "5pm", "5 feasgar"),
        (23, 59, "11:59pm", "11:59 feasgar"),
    ],
)
def test_the_clock_is_said_as_people_say_it(hour: int, minute: int, english: str, gaelic: str) -> None:
    at = datetime(2026, 1, 16, hour, minute, tzinfo=UTC)
    with reading("en"):
        assert f">{english} on Friday 16 January 2026<" in moment(at)
    with reading("gd"):
        assert f">{gaelic}, DihAoine 16 dhen Fhaoilleach 2026<" in moment(at)


def test_a_moment_is_told_by_london_in_both_languages() -> None:
    with reading("gd"):
        assert ">5 feasgar, DihAoine 12 dhen Ògmhios 2026<" in moment(SUMMER_EVENING)
        assert ">DihAoine 12 dhen Ògmhios 2026<" in day(date(2026, 6, 12))


def test_money_and_lists_read_the_same_way_with_the_words_of_the_language() -> None:
    with reading("gd"):
        assert pounds(1_200_050) == "£12,000.50"
        assert listed(["A", "B", "C"]) == "A, B agus C"


def test_what_the_service_wrote_is_translated_and_what_people_wrote_is_not() -> None:
    with reading("gd"):
        assert own_words("Nobody: no real money moves.").startswith("Cha cho-dhùin duine")
        assert own_words("100% for the %(harbour)s") == "100% for the %(harbour)s"
        assert own_words("") == ""


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", ["Choose one of the answers given here.", "Enter a whole number.", "Enter a date."]),
        ("gd", ["Taghaibh aon de na freagairtean", "Cuiribh a-steach àireamh shlàn.", "Cuiribh a-steach ceann-là."]),
    ],
)
def test_the_library_refuses_in_our_words(language: str, wanted: list[str]) -> None:
    with reading(language):
        form = Asked(MultiDict({"place": "z", "number": "many", "on": "soon"}), meta={"csrf": False})
        assert not form.validate()
        told = [str(form[name].errors[0]) for name in ("place", "number", "on")]
    assert [words in one for words, one in zip(wanted, told, strict=True)] == [True] * 3


def test_the_library_still_says_what_we_put_into_our_words() -> None:
    said = (Path(wtforms.__file__).parent / "locale" / "wtforms.pot").read_text(encoding="utf-8")
    unknown = [words for words in OURS if words not in said.replace('"\n"', "")]
    assert unknown == []
