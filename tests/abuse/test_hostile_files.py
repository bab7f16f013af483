"""Files made to break whoever reads them: polls to import, and tables that a spreadsheet would run (A31, A35)."""

import csv
import io
from collections.abc import Callable

import pytest

from ballots.errors import BallotError
from ballots.pabulib import read
from ballots.rules import Greedy
from pb_app.exports.pabulib import counted_file
from pb_app.exports.tables import csv_text, result_csv
from pb_app.queries import counts as count_queries
from pb_app.refusals import Refusal
from pb_app.services import counts
from pb_app.services.imports import import_poll
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.abuse.doors import everything
from tests.polls import SMALL

UowOf = Callable[[str | None], UnitOfWork]


def changed(old: str, new: str) -> bytes:
    assert old.encode() in SMALL
    return SMALL.replace(old.encode(), new.encode())


HOSTILE = {
    "a byte-order mark and other line ends": b"\xef\xbb\xbf" + SMALL.replace(b"\n", b"\r\n"),
    "a second section of projects": SMALL + b"PROJECTS\nproject_id;cost\nevil;1\n",
    "a second budget": changed("budget;1100", "budget;1100\nbudget;999999"),
    "a budget past every ledger": changed("budget;1100", f"budget;{10**17}"),
    "a budget past every number": changed("budget;1100", f"budget;{10**400}"),
    "a budget of nought": changed("budget;1100", "budget;0"),
    "a cost below nought": changed("bike;700", "bike;-700"),
    "a cost past every ledger": changed("bike;700", f"bike;{10**18}"),
    "a cost that is none": changed("bike;700", "bike;NaN"),
    "a cost in the notation of science": changed("bike;700", "bike;1e308"),
    "a name with a zero": changed("Bicycle path", "Bicycle\x00path"),
    "a name of a hundred thousand letters": changed("Bicycle path", "B" * 100_000),
    "a name with marks of parting": changed("Bicycle path", '"Bicycle;path, ""VOTES"" x"'),
    "a title with a zero": changed("Eleven voters", "Eleven\x00voters"),
    "an id that climbs": changed("bike", "../../bike"),
    "an id that is a formula": changed("bike", "=cmd|x"),
    "a currency that is a formula": changed("currency;PLN", "currency;=1+1"),
    "a day that never was": changed("date_begin;03.04.2023", "date_begin;99.99.9999"),
    "an end before the beginning": changed("date_end;21.04.2023", "date_end;21.04.1923"),
    "more choices asked for than there are": changed("vote_type;approval", "vote_type;approval\nmin_length;99"),
    "a count of votes that is wrong": changed("num_votes;11", "num_votes;12"),
    "keys nobody knows": changed("rule;greedy", "rule;greedy\n__class__;x\n{{7*7}};x"),
    "an unknown rule": changed("rule;greedy", "rule;__import__('os')"),
}


def test_a_hostile_file_is_counted_like_any_other_or_refused_whole(uow_of: UowOf) -> None:
    uow = uow_of("officer")
    for data in HOSTILE.values():
        try:
            poll = import_poll(uow, data, "Oban", Greedy())
        except (Refusal, BallotError):
            continue
        counts.record_count(uow, poll.poll_no)
        result = count_queries.result_of(uow.session, poll.poll_no)
        assert result is not None
        told = read(counted_file(uow.session, result.count).data)
        assert sorted(told.ballots) == sorted(read(data).ballots)
        assert cells_that_run(result_csv(result)) == []


REFUSED = ("a second budget", "a budget past every ledger", "a cost below nought", "a name with a zero")


def test_a_file_that_is_refused_leaves_nothing_of_itself(parts: Installation, uow_of: UowOf) -> None:
    uow, before = uow_of("officer"), everything(parts)
    for name in REFUSED:
        with pytest.raises((Refusal, BallotError)):
            import_poll(uow, HOSTILE[name], "Oban", Greedy())
    assert everything(parts) == before


def cells_that_run(text: str) -> list[str]:
    rows = csv.reader(io.StringIO(text))
    return [cell for row in rows for cell in row if cell.lstrip(" ")[:1] in tuple("=+-@\t\r\n") and cell.strip()]


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", "\u00a0=1", "\ufeff=1"]
)
def test_no_cell_is_run_by_a_spreadsheet(cell: str) -> None:
    rows = list(csv.reader(io.StringIO(csv_text(("name",), [(cell,)]))))
    assert rows[1][0] == f"'{cell}"
