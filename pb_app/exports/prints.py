"""What is printed: ballot papers, sheets for stations, posters and letters, as tagged PDF (PDF/UA-1), A4."""

import io
import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Literal

import segno
import typst

SOURCES = Path(__file__).resolve().parents[2] / "templates" / "prints"
FONTS = str(files("fontpkg_atkinson_hyperlegible") / "files")
STANDARD: Literal["ua-1"] = "ua-1"


class Print(StrEnum):
    """What there is to print; each has a source of its name in templates/prints."""

    BALLOT_PAPERS = "ballot_papers"
    TALLY_SHEET = "tally_sheet"
    POLL_BOOK = "poll_book"
    POSTER = "poster"
    CODE_LETTERS = "code_letters"


def pdf(kind: Print, told: Mapping[str, object], at: datetime) -> bytes:
    """The paper of this kind with these words and figures, dated `at`; every word comes in the languages asked for.

    What people wrote is set as it stands: nothing in it is read as an instruction. No file is written. A sign that
    none of the fonts has keeps a paper from being PDF/UA, and is shown as an empty box; it is tagged all the same.
    """
    inputs = {"data": json.dumps(told, ensure_ascii=False)}
    try:
        return _compiled(kind, inputs, at, [STANDARD])
    except typst.TypstError:
        return _compiled(kind, inputs, at, [])


def square_code(address: str) -> str:
    """A QR code of the address as an SVG picture."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", border=2, xmldecl=False)
    return picture.getvalue().decode("utf-8")


def _compiled(kind: Print, inputs: dict[str, str], at: datetime, standards: list[Literal["ua-1"]]) -> bytes:
    return typst.compile(
        str(SOURCES / f"{kind.value}.typ"),
        root=str(SOURCES),
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=[*standards],
        timestamp=int(at.timestamp()),
    )
