"""What is published of the ballots, page by page: the figures before, and each of the three ways after."""

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from pb_app import receipts
from pb_app.models.counts import Count
from pb_app.models.polls import Poll
from pb_app.publication import Publication
from pb_app.services import counts
from pb_app.web.unit_of_work import installation
from tests import whole_story
from tests.abuse.doors import Acting
from tests.pages.reader import Reader
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
ROWS = ("1.pb", "1/trace.json", "1/fairness", "1/result/P01")


@pytest.fixture
def counted(app: Flask, lorn: World, acting: Acting) -> int:
    return whole_story.told(installation(app), acting, lorn, "counted")


def test_the_figures_are_seen_before_the_button_to_publish(reader_as: ReaderAs, counted: int) -> None:
    approver = reader_as("approver")
    assert "Publish the result" not in approver.open("/officers/polls/1/count").text
    page = approver.open("/officers/polls/1/privacy").text
    for told in ("33%", "fewer than 50 ballots", "Fewer than 20 people may vote", "Not split"):
        assert told in page
    assert 'value="open"' not in page
    assert approver.send("/privacy", mode="totals_only").status_code == 422
    assert "It is kept that you have seen" in approver.send("/privacy", mode="totals_only", seen="y").text
    assert "totals only" in approver.text
    assert "The result is published" in approver.send("/published").text
    assert reader_as("auditor").open("/officers/polls/1/privacy").status_code == 200
    assert reader_as("other_officer").open("/officers/polls/1/privacy").status_code == 404
    assert reader_as("officer").open("/officers/polls/9/privacy").status_code == 404


def test_of_totals_nothing_finer_can_be_had(reader_as: ReaderAs, acting: Acting, counted: int) -> None:
    counts.acknowledge_privacy(acting("approver"), 1, Publication.TOTALS_ONLY)
    counts.publish_result(acting("approver"), 1)
    anybody = reader_as(None)
    page = anybody.open("/polls/1/result").text
    assert "Of this poll only totals are published" in page
    assert not any(f'href="/polls/{door}"' in page for door in ROWS)
    assert [anybody.open(f"/polls/{door}").status_code for door in ROWS] == [404] * len(ROWS)
    assert anybody.open("/polls/1/ballots.txt").status_code == 404
    assert "Effective votes" not in page
    assert "Its supporters still had" not in page
    rows = list(csv.DictReader(io.StringIO(anybody.open("/polls/1/result.csv").text.lstrip("\ufeff"))))
    assert {row["effective_votes"] for row in rows} == {""}
    assert "only totals are published" in anybody.open("/polls/1/count.txt").text
    assert 'href="/polls/1/result/' not in reader_as("officer").open("/officers/polls/1/count").text
    assert len(anybody.open("/polls/1/box.txt").text.split()) == 3


def test_without_codes_nothing_ties_a_row_to_a_hash(reader_as: ReaderAs, acting: Acting, counted: int) -> None:
    counts.acknowledge_privacy(acting("approver"), 1, Publication.PRIVATE)
    counts.publish_result(acting("approver"), 1)
    anybody = reader_as(None)
    rows = anybody.open("/polls/1.pb").text
    codes = [receipts.tracking_code(bytes.fromhex(c)) for c in anybody.open("/polls/1/box.txt").text.split()]
    assert len(codes) == 3
    assert not any(code in rows for code in codes)
    header, *votes = rows.partition("VOTES\n")[2].split()
    assert (header, len(votes)) == ("voter_id;vote", 3)
    assert [row.partition(";")[0] for row in votes] == ["1", "2", "3"]
    assert [row.partition(";")[2] for row in votes] == sorted(row.partition(";")[2] for row in votes)
    assert anybody.open("/polls/1/ballots.txt").status_code == 404


def test_with_codes_everyone_makes_the_root_from_the_rows(
    app: Flask, reader_as: ReaderAs, acting: Acting, counted: int
) -> None:
    counts.acknowledge_privacy(acting("approver"), 1, Publication.PRIVATE)
    counts.publish_result(acting("approver"), 1)
    as_if_open(app)
    anybody = reader_as(None)
    assert "Whoever shows their code shows how they voted" in anybody.open("/polls/1/result").text
    told = [line.split(" ", 1) for line in anybody.open("/polls/1/ballots.txt").text.splitlines()]
    hashes = [receipts.ballot_hash(body.encode()) for _, body in told]
    assert [code for code, _ in told] == [receipts.tracking_code(c) for c in hashes]
    assert receipts.box_root(hashes).hex() in anybody.open("/polls/1/box").text


def as_if_open(app: Flask) -> None:
    """Three ballots never make an open poll, so the guards are taken down for this story."""
    uow = installation(app).system_unit_of_work()
    with uow.database.writing(uow.session):
        for guard in ("poll_publication_fixed", "count_publication_fixed"):
            uow.session.connection().exec_driver_sql(f"DROP TRIGGER {guard}")
        uow.session.execute(update(Poll).values(publication=Publication.OPEN))
        uow.session.execute(update(Count).values(publication=Publication.OPEN))
        uow.session.commit()
    uow.close()
