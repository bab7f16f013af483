"""Money after the awards on pages: officers propose and post it, everybody reads what became of every award."""

import csv
import io
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from pb_app.models.budgets import Account
from pb_app.models.movements import Movement
from pb_app.services import movements
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.money import awarded_poll, fed_pot
from tests.pages.reader import Reader
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]
HERE = "/officers/partnerships/lorn/movements"


def account(uow: UnitOfWork, code: str) -> int:
    return uow.session.scalars(select(Account.id).where(Account.code == code)).one()


def latest(acting: Acting) -> int:
    return acting("officer").session.scalars(select(Movement.id).order_by(Movement.id.desc()).limit(1)).one()


def test_an_award_is_committed_paid_and_given_back_and_everybody_reads_it(
    app: Flask, reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    del lorn
    poll_no = awarded_poll(installation(app), acting)
    officer, uow = reader_as("officer"), acting("officer")
    bike = account(uow, "project:1")
    pot = uow.session.scalars(select(Account.id).where(Account.pot_id.is_not(None))).one()
    for purpose, answers in (
        ("commit", {"giver": bike, "amount": "600", "reason": "The contractor is chosen."}),
        ("give_back", {"giver": bike, "taker": pot, "amount": "100", "reason": "It cost less."}),
    ):
        officer.open(f"{HERE}/{purpose}")
        assert "It is proposed. Nothing has moved yet." in officer.send(f"/movements/{purpose}", **answers).text
        assert "stands in the ledger" in officer.send(f"/movements/{latest(acting)}/post").text
    page = reader_as(None).open(f"/polls/{poll_no}/money").text
    assert "It cost less." in page
    assert "1 project differs from the count." in page
    table = csv.DictReader(io.StringIO(reader_as(None).open(f"/polls/{poll_no}/money.csv").data.decode("utf-8-sig")))
    told = {
        row["project"]: [int(row[name]) for name in ("counted", "awarded", "moved_since", "committed", "left")]
        for row in table
    }
    assert told == {
        "bike": [700_00, 700_00, -100_00, 600_00, 0],
        "lib": [100_00, 100_00, 0, 0, 100_00],
        "play": [200_00, 200_00, 0, 0, 200_00],
    }
    assert "Committed to somebody" in reader_as(None).open("/localities/oban/budget").text


def test_two_people_move_a_large_amount_and_the_page_says_so(
    app: Flask, reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    del lorn
    awarded_poll(installation(app), acting)
    administrator = reader_as("administrator")
    administrator.open(HERE)
    assert "The limit is set." in administrator.send("/movements/limit", limit="100").text
    administrator.open(HERE)
    assert administrator.send("/movements/limit", limit="0").status_code == 422
    officer, uow = reader_as("officer"), acting("officer")
    officer.open(f"{HERE}/pay")
    answers = {"giver": account(uow, "project:1"), "amount": "150", "reason": "First bill."}
    page = officer.send("/movements/pay", **answers).text
    assert "Somebody else than the proposer must post it." in page
    approver = reader_as("approver")
    assert "Post it" in approver.open(HERE).text
    assert "It is laid aside." in approver.send(f"/movements/{latest(acting)}/refusal").text


def test_what_is_wrong_with_a_movement_stands_on_its_form(
    app: Flask, reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    del lorn
    awarded_poll(installation(app), acting)
    officer, uow = reader_as("officer"), acting("officer")
    bike = account(uow, "project:1")
    for wrong, told in (
        ({"amount": "0"}, "Enter an amount above nought."),
        ({"reason": ""}, "Say why the money moves"),
        ({"giver": 99}, "There is a problem"),
    ):
        officer.open(f"{HERE}/pay")
        page = officer.send("/movements/pay", **{"giver": bike, "amount": "5", "reason": "A bill.", **wrong})
        assert (page.status_code, told in page.text) == (422, True), wrong
    assert officer.open(f"{HERE}/reverse").status_code == 404
    assert officer.open("/officers/ledger/99/reversal").status_code == 404
    assert officer.open("/officers/partnerships/nowhere/movements").status_code == 404


def test_an_entry_is_undone_from_a_page_once(app: Flask, reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    del lorn
    awarded_poll(installation(app), acting)
    uow = acting("officer")
    bike = account(uow, "project:1")
    new = movements.NewMovement(movements.Purpose.PAY, 5_00, "A bill.", giver_id=bike)
    entry = movements.post_movement(uow, movements.propose_movement(uow, "lorn", new).id).entry_id
    officer = reader_as("officer")
    officer.open(f"/officers/ledger/{entry}/reversal")
    assert officer.send("/reversal", reason="").status_code == 422
    assert "It is proposed." in officer.send("/reversal", reason="Wrong body.").text
    officer.open(f"/officers/ledger/{entry}/reversal")
    page = officer.send("/reversal", reason="Wrong body.")
    assert (page.status_code, "undone already" in page.text) == (422, True)


def test_the_accounts_come_to_nought_and_each_partner_reads_what_became_of_its_money(
    reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    reader = reader_as(None)
    assert "No money has come in yet." in reader.open("/partnerships/lorn/accounts").text
    assert "No money of this partner" in reader.open(f"/partnerships/lorn/partners/{lorn.council_id}").text
    fed_pot(acting, lorn)
    page = reader.open("/partnerships/lorn/accounts").text
    assert "Trial balance in GBP" in page
    rows = list(csv.DictReader(io.StringIO(reader.open("/partnerships/lorn/accounts.csv").data.decode("utf-8-sig"))))
    assert sum(int(row["stands"]) for row in rows) == 0
    health = reader.open(f"/partnerships/lorn/partners/{lorn.health_board_id}").text
    assert "Left in the fund" in health
    assert "£10,000" in health
    journal = reader.open("/partnerships/lorn/accounts.journal")
    assert journal.content_type == "text/plain; charset=utf-8"
    assert " * (1) " in journal.text
    for gone in (
        "/partnerships/nowhere/accounts",
        "/partnerships/nowhere/accounts.journal",
        "/partnerships/lorn/partners/99",
        "/polls/99/money",
    ):
        assert reader.open(gone).status_code == 404
