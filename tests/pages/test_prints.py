"""What is printed for voting on paper is tagged, in the languages asked for, and bears no number but on its stub."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from ballots.poll import Poll as Contest
from ballots.poll import Project
from ballots.rules import Greedy
from ballots.styles import Approval, BallotStyle, Boosted, Points, Ranking, Scores, Spending
from ballots.styles import Contest as Asking
from pb_app.definitions import Asked
from pb_app.exports.prints import Print, pdf
from pb_app.officers.print_words import contests_told
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.plain_text import said_in_english
from tests.pages.reader import Reader
from tests.world import World

Readers = Callable[[str | None], Reader]
PAPERS = "/officers/polls/1/ballot-papers.pdf"
PROJECTS = (Project("P01", 100, "Path"), Project("P02", 200, "Park"))


@pytest.fixture
def poll(app: Flask, lorn: World) -> Voting:
    return ballot_box.opened(installation(app), lorn)


def opened(reader: Reader, address: str) -> PdfReader:
    """The PDF under an address."""
    reader.open(address)
    assert reader.page is not None
    assert reader.page.content_type == "application/pdf", reader.text
    return PdfReader(io.BytesIO(reader.page.data))


def parts(pdf: PdfReader) -> set[str]:
    """The kinds of parts that its structure names."""
    found: set[str] = set()

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                found.add(str(node["/S"]))
            walk(node.get("/K", []))

    walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])  # type: ignore[index]
    return found


def height_of(word: str, pdf: PdfReader) -> float:
    """How high the letters of a word on the first page are, in points."""
    found: list[float] = []

    def note(told: str, matrix: list[float], text_matrix: list[float], _font: object, size: float) -> None:
        if word in told:
            found.append(abs(size * text_matrix[3] * matrix[3]))

    pdf.pages[0].extract_text(visitor_text=note)
    return min(found)


def test_ballot_papers_are_tagged_and_numbered_on_their_stubs(reader_as: Readers, poll: Voting) -> None:
    officer = reader_as("officer")
    found = opened(officer, f"{PAPERS}?first=17&last=19&language=en&size=11")
    root: Any = found.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    assert {"/H1", "/Table", "/TH", "/TD"} <= parts(found)
    assert found.xmp_metadata is not None
    assert "pdfuaid" in found.xmp_metadata.rdf_root.toxml()
    assert len(found.pages) == 3
    told = found.pages[1].extract_text()
    assert "Stub 18" in told
    assert "Skate park" in told
    assert "Choose at most 2 projects" in told


def test_large_print_is_large_and_both_languages_stand_together(reader_as: Readers, poll: Voting) -> None:
    large = opened(reader_as("officer"), f"{PAPERS}?first=1&last=1&language=gd+en&size=18")
    small = opened(reader_as("officer"), f"{PAPERS}?first=1&last=1&language=gd+en&size=11")
    assert height_of("park", large) >= 18 > height_of("park", small)
    told = large.pages[0].extract_text()
    assert "bhileag" in told
    assert "Choose at most 2 projects" in told


def test_sheets_and_posters_are_printed_for_each_station(reader_as: Readers, poll: Voting) -> None:
    officer = reader_as("officer")
    officer.open("/officers/polls/1/stations")
    officer.send("/stations", name="Library", place="High Street", hours="10 to 4")
    officer.send("/papers", first="1", last="40")
    tally = opened(officer, "/officers/stations/1/tally-sheet.pdf?language=gd")
    assert "Skate park" in tally.pages[0].extract_text()
    book = opened(officer, "/officers/stations/1/poll-book.pdf")
    assert "40" in "".join(page.extract_text() for page in book.pages)
    poster = opened(officer, "/officers/polls/1/poster.pdf?language=gd+en")
    assert "/polls/1" in poster.pages[0].extract_text()
    assert "/Figure" in parts(poster)
    assert said_in_english(officer.open("/gd/officers/polls/1/prints").text.replace("Library", "")) == []
    assert "Print for voting on paper" in officer.open("/officers/polls/1/prints").text
    officer.open(f"{PAPERS}?first=9&last=1&language=en&size=11")
    assert "The last stub cannot come before" in officer.text
    officer.open(f"{PAPERS}?first=x&last=1&language=en&size=11")
    assert "Enter a whole number" in officer.text


@pytest.mark.parametrize(
    ("style", "told"),
    [
        (Approval(), "as many projects as you like"),
        (Approval(1), "Choose 1 project or more"),
        (
            Approval.exactly(2, none_of_these=True),
            "exactly 2 projects. Put a cross into the box beside each. You may hand",
        ),
        (Approval(1, 2), "from 1 to 2 projects"),
        (Spending(), "cost at most £50"),
        (Ranking(), "Write 1 beside the project you like best"),
        (Points(most_total=5, most_each=3), "from 1 to 3 points. Give at most 5 points in all"),
        (Scores(), "how many points you give."),
        (Boosted(Approval(0, 1), ("P02",)), "one more cross into the last column"),
    ],
)
def test_every_kind_of_ballot_says_how_it_is_filled_in(app: Flask, style: BallotStyle | Boosted, told: str) -> None:
    asked = Asked("Paths", "Pot", Asking("1", Contest(PROJECTS, 5_000, "GBP", 2), style), Greedy())
    with app.test_request_context("/"):
        (found,) = contests_told([asked], ["en"])
    assert told in str(found["words"])


def test_a_sign_that_no_font_has_does_not_keep_a_paper_from_being_printed() -> None:
    words = {name: name for name in ("intro", "hours", "square", "stations", "name", "place", "open", "closing")}
    told = {
        "title": "\U00012000",
        "by": "Lorn",
        "size": 11,
        "words": [{"lang": "en"} | words],
        "stations": [],
        "sides": [],
    }
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    made = pdf(Print.POSTER, told | {"square": square, "address": "#panic()"}, datetime(2026, 6, 1, tzinfo=UTC))
    assert "#panic()" in PdfReader(io.BytesIO(made)).pages[0].extract_text()
