"""Stories of how a partnership is set up, page by page, without JavaScript."""

import re
from collections.abc import Callable

from flask import Flask

from pb_app.queries.partnerships import partners_of
from pb_app.roles import Role, Scope
from pb_app.services import partnerships, people
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]
HERE = "/officers/partnerships/lorn"


def summary(page: str) -> str:
    """What the error summary of a page says."""
    found = re.search(r"ds_error-summary__list.*?</ul>", page, re.DOTALL)
    return found[0] if found else ""


def test_an_administrator_of_the_installation_sets_up_a_partnership_from_nothing(
    app: Flask, reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    people.grant_role(
        installation(app).system_unit_of_work(), "administrator@moothill.example", Role.ADMINISTRATOR, Scope()
    )
    reader = reader_as("administrator")
    reader.open("/officers/partnerships")
    page = reader.send("/officers/partnerships", name="Skye & Lochalsh")
    assert "Skye &amp; Lochalsh is set up." in page.text
    assert "0 of 10 tasks are done." in page.text
    assert 'href="/officers/partnerships/skye-lochalsh/partners"' in page.text


def test_a_partnership_needs_a_name_and_an_administrator(app: Flask, reader_as: ReaderAs, lorn: World) -> None:
    reader = reader_as("administrator")
    assert "Set up the partnership" not in reader.open("/officers/partnerships").text
    people.grant_role(
        installation(app).system_unit_of_work(), "administrator@moothill.example", Role.ADMINISTRATOR, Scope()
    )
    reader = reader_as("administrator")
    reader.open("/officers/partnerships")
    page = reader.send("/officers/partnerships", name="  ")
    assert page.status_code == 422
    assert "Enter the name of the partnership" in summary(page.text)
    assert 'href="#name"' in summary(page.text)


def test_partners_forums_localities_and_outcomes_are_added(reader_as: ReaderAs, lorn: World) -> None:
    reader = reader_as("officer")
    reader.open(f"{HERE}/partners")
    page = reader.send("/partners", name="Lorn College", kind="college")
    assert "Lorn College is a partner now." in page.text
    assert "College or university" in page.text
    reader.open(f"{HERE}/localities")
    assert "Mid Argyll is a locality now." in reader.send("/localities", name="Mid Argyll", name_gd="").text
    reader.open(f"{HERE}/forums")
    page = reader.send("/forums", name="The board", kind="board", locality="0", remit="Decides on the plan.")
    assert "The board is a forum now." in page.text
    assert "Decides on the plan." in page.text
    reader.open(f"{HERE}/outcomes")
    assert "Our economy thrives" in reader.send("/outcomes", title="Our economy thrives", plan="").text


def test_what_is_wrong_stands_beside_its_field_and_in_the_summary(reader_as: ReaderAs, lorn: World) -> None:
    reader = reader_as("officer")
    for path, answers, told in (
        ("partners", {"name": "Lorn Council", "kind": "council"}, "There is a partner of this name already."),
        ("localities", {"name": "oban", "name_gd": ""}, "There is a locality of this name already."),
        (
            "forums",
            {"name": "New", "kind": "locality_forum", "locality": "0"},
            "Choose the locality this forum sits for.",
        ),
        ("outcomes", {"title": "", "plan": ""}, "Enter the outcome"),
    ):
        reader.open(f"{HERE}/{path}")
        page = reader.send(f"/{path}", **answers)
        assert page.status_code == 422, path
        assert told in summary(page.text)
        assert page.text.count(told) == 2
        assert "<title>Error:" in re.sub(r"\s+", " ", page.text).replace("<title> ", "<title>")


def test_an_officer_of_another_locality_reads_and_does_not_add(
    reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    reader = reader_as("other_officer")
    for path, answers in (
        ("partners", {"name": "X", "kind": "council"}),
        ("localities", {"name": "X"}),
        ("forums", {"name": "X", "kind": "board", "locality": "0"}),
        ("outcomes", {"title": "X"}),
        ("funds", {"name": "X"}),
    ):
        page = reader.open(f"{HERE}/{path}")
        assert page.status_code == 200
        assert '<button class="ds_button"' not in page.text, path
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert token
        refused = reader.client.post(f"{HERE}/{path}", data=answers | {"csrf_token": token[1]})
        assert refused.status_code == 403, path
    assert [one.name for one in partners_of(acting(None).session, lorn.partnership_id)] == ["Lorn Council", "NHS Lorn"]


def test_pages_of_a_partnership_that_is_not_there_or_not_yours(app: Flask, reader_as: ReaderAs, lorn: World) -> None:
    keeper = people.grant_role(
        installation(app).system_unit_of_work(), "k@moothill.example", Role.ADMINISTRATOR, Scope()
    )
    partnerships.create_partnership(installation(app).unit_of_work(keeper.person_id), "Skye")
    reader = reader_as("officer")
    for path in ("partners", "localities", "forums", "outcomes", "postcodes", "funds", "pots"):
        assert reader.open(f"/officers/partnerships/atlantis/{path}").status_code == 404
        assert reader.open(f"/officers/partnerships/skye/{path}").status_code == 403
    assert reader_as("administrator").open("/officers/partnerships/skye/people").status_code == 403


def test_a_form_without_its_token_is_refused(reader_as: ReaderAs, lorn: World) -> None:
    answer = reader_as("officer").client.post(f"{HERE}/partners", data={"name": "X", "kind": "council"})
    assert answer.status_code == 419


def handed_in(reader: Reader, data: bytes) -> str:
    """Hand in a file of postcodes; return the page that answers."""
    page = reader.open(f"{HERE}/postcodes").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    parts = (f'name="csrf_token"\r\n\r\n{token[1]}'.encode(), b'name="file"; filename="p.csv"\r\n\r\n' + data)
    body = b"".join(b"--edge\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--edge--\r\n"
    kind = "multipart/form-data; boundary=edge"
    reader.page = reader.client.post(f"{HERE}/postcodes", data=body, content_type=kind, follow_redirects=True)
    return reader.text


def test_a_file_of_postcodes_is_taken_in(reader_as: ReaderAs, lorn: World) -> None:
    page = handed_in(reader_as("officer"), b"postcode,area\nPA34 4AD,Oban\nFK1 1AA,Oban\n")
    assert "1 postcodes are new, 1 moved to another locality, 0 stayed as they were." in page


def test_every_wrong_line_of_a_file_is_named_and_nothing_kept(reader_as: ReaderAs, lorn: World) -> None:
    reader = reader_as("officer")
    page = handed_in(reader, b"PA34 4AD,Oban\nPA34,Oban\nPA34 4AE,<b>Atlantis</b>\n")
    assert reader.page is not None
    assert reader.page.status_code == 422
    assert "2 lines are wrong" in summary(page)
    assert re.search(r'<th scope="row">2</th>\s*<td>Enter a whole postcode, like PA34 4AB.</td>', page)
    assert "“&lt;b&gt;Atlantis&lt;/b&gt;” is no locality here." in page
    assert "Nothing of the file was kept." in page
    assert "1 postcodes are new" in handed_in(reader, b"PA34 4AD,Oban\n")


def test_a_file_with_very_many_wrong_lines_gives_a_page_one_can_read(reader_as: ReaderAs, lorn: World) -> None:
    page = handed_in(reader_as("officer"), b"nowhere,Oban\n" * 300)
    assert "300 lines are wrong" in summary(page)
    assert "250 more lines are wrong." in page


def test_a_file_larger_than_other_requests_is_read_and_one_past_its_limit_is_not(
    reader_as: ReaderAs, lorn: World
) -> None:
    reader = reader_as("officer")
    assert "1 postcodes are new" in handed_in(reader, b"PA34 4AD,Oban\n" + b"\n" * 2_000_000)
    handed_in(reader, b"\n" * 8_100_000)
    assert reader.page is not None
    assert reader.page.status_code == 413


def test_no_file_at_all_is_answered_on_the_form(reader_as: ReaderAs, lorn: World) -> None:
    reader = reader_as("officer")
    reader.open(f"{HERE}/postcodes")
    page = reader.send("/postcodes")
    assert (page.status_code, "Choose a file" in summary(page.text)) == (422, True)
