"""Officers look after witnesses, and everyone sees who witnessed a result."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from pb_app.models.partnerships import Partner, PartnerKind
from pb_app.queries import partnerships as queries
from pb_app.services import partnerships, witnesses
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from pb_app.witness_worker import WitnessWorker
from tests import whole_story
from tests.pages.reader import Reader
from tests.pages.test_log import words
from tests.partners import Partners
from tests.world import World

Acting = Callable[[str | None], UnitOfWork]
ReaderAs = Callable[[str | None], Reader]
PAGE = "/officers/partnerships/lorn/witnesses"


@pytest.fixture
def partners(app: Flask, tmp_path: Path, acting: Acting) -> Partners:
    """Two partners with programs of their own: a college and a health board."""
    made = Partners(tmp_path, acting("officer"))
    for kind in (PartnerKind.COLLEGE, PartnerKind.HEALTH_BOARD):
        partnerships.add_partner(acting("administrator"), "lorn", f"The {kind}", kind)
        made.program(f"{kind}.example")
    return made


def field(page: str, label: str) -> str:
    """The value under which a partner is offered."""
    found = re.search(rf'<option[^>]*value="(\d+)"[^>]*>{label}<', page)
    assert found is not None
    return found[1]


def test_a_witness_is_added_and_a_quorum_asked_for(reader_as: ReaderAs, partners: Partners) -> None:
    officer = reader_as("officer")
    assert "There is no witness yet" in officer.open(PAGE).text
    key = str(partners.programs["https://college.example"].signer.public)
    college = field(officer.text, "The college")
    assert officer.send("/witnesses", partner=college, vkey=key, url="http://far.example").status_code == 422
    assert "https://witness.example.scot" in words(officer.text)
    officer.send("/witnesses", url="https://college.example")  # nothing that was typed is lost
    assert "college.example is a witness now." in officer.text
    for quorum, told in (("x", "There is a problem"), ("7", "1 partners other than the council"), ("1", "is set")):
        officer.send("/quorum", quorum=quorum)
        assert told in officer.text
    assert 'value="1"' in officer.open(PAGE).text


def test_a_witness_without_an_address_is_asked_by_file(
    app: Flask, reader_as: ReaderAs, acting: Acting, partners: Partners
) -> None:
    number = partnerships.add_partner(acting("administrator"), "lorn", "Filers", PartnerKind.OTHER).id
    program = partners.program("files.example")
    made = witnesses.add_witness(acting("officer"), "lorn", number, str(program.signer.public))
    page = f"{PAGE}/{made.id}"
    officer = reader_as("officer")
    assert officer.open(f"{page}/request").status_code == 404  # nothing is signed yet
    uow = installation(app).system_unit_of_work()
    uow.sequence_log()
    uow.close()
    answer = program.add_checkpoint(officer.open(f"{page}/request").data)
    assert officer.open(f"{page}/request?old=999").status_code == 404
    assert "files are exchanged" in officer.open(page).text
    assert officer.send("/cosignatures", line="hello").status_code == 422
    assert "no cosignature by this witness" in officer.text
    officer.send("/cosignatures", line=answer.body)
    assert "It vouches for" in officer.text
    assert officer.open(f"{page}/request").data.startswith(b"old ")
    assert app.test_client().get("/log/checkpoint").text.endswith(answer.body)
    officer.open(page)
    officer.send("/retirement")
    assert "Retired" in words(officer.text)
    assert officer.open(f"{PAGE}/99").status_code == 404


def test_everyone_sees_who_witnessed_a_result(
    app: Flask, reader_as: ReaderAs, acting: Acting, lorn: World, partners: Partners
) -> None:
    poll_no = whole_story.told(installation(app), acting, lorn, "published")
    anybody = reader_as(None)
    assert "Not yet witnessed" in words(anybody.open(f"/polls/{poll_no}/result").text)
    for name, program in partners.programs.items():
        kind = name.removeprefix("https://").removesuffix(".example")
        number = next(one.id for one in _partners(acting("officer"), lorn.partnership_id) if one.name == f"The {kind}")
        witnesses.add_witness(acting("officer"), "lorn", number, str(program.signer.public), name)
    WitnessWorker(partners.ask).work(installation(app).system_unit_of_work())
    told = words(anybody.open(f"/polls/{poll_no}/result").text)
    assert "These partners signed that they saw the log with this count in it: The college" in told
    assert "Not yet witnessed" not in told


def _partners(uow: UnitOfWork, partnership_id: int) -> list[Partner]:
    return list(queries.partners_of(uow.session, partnership_id))


def test_a_witness_is_added_from_the_command_line(app: Flask, partners: Partners) -> None:
    key = str(partners.programs["https://college.example"].signer.public)
    run = app.test_cli_runner()
    for _ in range(2):
        done = run.invoke(args=["add-witness", "The college", key, "--partnership", "lorn"])
        assert done.output.splitlines()[-1] == app.test_client().get("/log/key").text.strip()
    for wrong in (["Nobody", key.replace("college", "x")], ["The college", key[:-4]]):
        assert run.invoke(args=["add-witness", *wrong, "--partnership", "lorn"]).exit_code == 1
    assert run.invoke(args=["add-witness", "The college", key, "--partnership", "nowhere"]).exit_code == 1
