"""The attacks that would tie a voter to a ballot, each also run against a box that was built badly (A51, A52, A54).

The badly built box stands beside the real one: a serial number, a moment and a place in the order of casting. Every
attack must find everybody in it, or an attack that finds nobody in the real box would prove nothing.
"""

import re
import subprocess
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, select, text

from pb_app import box, receipts
from pb_app.models.polls import RollEntry
from pb_app.services import people, polls, voting
from pb_app.web.unit_of_work import Installation
from tests.ballot_box import Voting
from tests.servers import APP, OWNER, PostgresAddress, programs, unprivileged
from tests.world import POSTCODE

VOTERS = 30
BAD_SQLITE = (
    "CREATE TABLE bad_ballot (id INTEGER PRIMARY KEY, c BLOB NOT NULL, cast_at TEXT DEFAULT CURRENT_TIMESTAMP)",
    "CREATE TRIGGER badly AFTER INSERT ON box_inbox BEGIN INSERT INTO bad_ballot (c) VALUES (NEW.c); END",
)
BAD_POSTGRESQL = (
    "CREATE TABLE bad_ballot (id serial PRIMARY KEY, c bytea NOT NULL, cast_at timestamptz DEFAULT now())",
    """CREATE FUNCTION badly() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
    $$ BEGIN INSERT INTO bad_ballot (c) VALUES (NEW.c); RETURN NULL; END $$""",
    "CREATE TRIGGER badly AFTER INSERT ON box_inbox FOR EACH ROW EXECUTE FUNCTION badly()",
    f"GRANT SELECT ON bad_ballot TO {APP}",
)
HIDDEN = ("xmin", "xmax", "cmin", "cmax", "ctid", "tableoid")
KNOWS_NOTHING = 0.5
"""With thirty voters two orders that know nothing of each other come this close in less than one run of 100,000."""


def kendall(order: Sequence[bytes], dumped: Sequence[bytes]) -> float:
    """How alike two orders are: 1 if the same, -1 if reversed, about 0 if they know nothing of each other."""
    place = {c: number for number, c in enumerate(dumped)}
    pairs = list(combinations((place[c] for c in order), 2))
    return sum(1 if first < second else -1 for first, second in pairs) / len(pairs)


@pytest.fixture
def bad(parts: Installation) -> str:
    """The badly built box, filled by the database itself with every ballot that comes into the real one; its name."""
    url = make_url(parts.settings.database)
    engine = create_engine(url if parts.database.is_sqlite else url.set(username=OWNER))
    with engine.begin() as connection:
        for statement in BAD_SQLITE if parts.database.is_sqlite else BAD_POSTGRESQL:
            connection.exec_driver_sql(statement)
    engine.dispose()
    return "bad_ballot"


@pytest.fixture
def cast(opened: Voting, bad: str) -> list[tuple[int, bytes]]:
    """So many people vote one after the other, into both boxes; roll number and ballot of each."""
    with opened.system() as uow:
        known = people.introduce_people(uow, {f"v{n}@moothill.example": f"V{n}" for n in range(VOTERS)})
    found = []
    for number, (email, person_id) in enumerate(known.items()):
        secret = bytes([7, number]) * 8
        with opened.acting(person_id) as uow:
            voting.claim_vote(uow, opened.poll_no, POSTCODE)
            voting.cast_ballot(uow, opened.poll_no, ["P01"], secret)
            key = receipts.person_key(opened.parts.keys.roll_key(opened.poll_id), email)
            roll_no = uow.session.scalars(select(RollEntry.roll_no).where(RollEntry.person_key == key)).one()
            assert uow.session.scalar(text(f"SELECT count(*) FROM {bad}")) == number + 1
        body = receipts.ballot_body(opened.poll_id, ("P01",), "online", receipts.nonce(secret, opened.poll_id))
        found.append((roll_no, receipts.ballot_hash(body)))
    return found


def mix(opened: Voting) -> None:
    with opened.system() as uow:
        assert polls.mix_box(uow, opened.poll_no) == VOTERS


def tables_of(connection: psycopg.Connection) -> list[str]:
    told = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    return [row[0] for row in connection.execute(told).fetchall()]


def tied(connection: psycopg.Connection, box_table: str) -> dict[str, int]:
    """For every table, how many rows were written by a transaction that also wrote into this box, one to one."""
    found = {}
    for table in tables_of(connection):
        pairs = (
            f'SELECT count(*) FROM "{table}" t JOIN {box_table} b ON t.xmin = b.xmin '
            f"WHERE (SELECT count(*) FROM {box_table} o WHERE o.xmin = b.xmin) = 1"
        )
        row = connection.execute(pairs.encode()).fetchone()
        if row and row[0] and table != box_table:
            found[table] = row[0]
    return found


@pytest.mark.parametrize("settings", ["served"], indirect=True)
def test_a_join_over_what_rows_hide_finds_pairs_before_the_mix_and_none_after_it(
    opened: Voting, parts: Installation, cast: list[tuple[int, bytes]], postgres: PostgresAddress
) -> None:
    """A51, as every role: the application sees nothing hidden; who owns everything finds nobody after the mix."""
    name = str(make_url(parts.settings.database).database)
    with postgres.connect(name) as superuser:
        assert tied(superuser, "box_inbox") == {"bad_ballot": VOTERS, "roll_mark": VOTERS}
        mix(opened)
        for role in (OWNER, "postgres"):
            with postgres.connect(name, role) as connection:
                assert tied(connection, "box_ballot") == {}
                assert tied(connection, "bad_ballot") == {"roll_mark": VOTERS}  # the control
    with postgres.connect(name, APP) as application:
        for table in ("roll_mark", "roll_entry", "box_inbox", "box_ballot"):
            for column in HIDDEN if table != "roll_entry" else ():
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    application.execute(f"SELECT {column} FROM {table}".encode())
        assert application.execute("SELECT count(xmin) FROM bad_ballot").fetchone() == (VOTERS,)  # the control
    assert len(cast) == VOTERS


@pytest.mark.parametrize("settings", ["served"], indirect=True)
def test_no_sequence_numbers_roll_or_box_and_no_clock_of_commits_runs(
    opened: Voting, parts: Installation, bad: str, postgres: PostgresAddress
) -> None:
    """A51: what counts upwards would number the votes; only the badly built box has such a column."""
    assert opened.poll_no
    name = str(make_url(parts.settings.database).database)
    numbered = (
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND (column_default LIKE 'nextval%' OR is_identity = 'YES' OR column_default ILIKE '%now()%' "
        "OR column_default ILIKE '%timestamp%')"
    )
    with postgres.connect(name) as superuser:
        found = {row[0] for row in superuser.execute(numbered).fetchall()}
        assert superuser.execute("SHOW track_commit_timestamp").fetchone() == ("off",)
    assert bad in found  # the control
    of_votes = {one for one in found if one.startswith(("box_", "roll_"))}
    assert of_votes <= {"roll_import", "roll_strike"}  # number what officers brought and objected to, never a vote


def order_in_dump(parts: Installation, postgres: PostgresAddress, table: str, place: int) -> list[str]:
    """One column of a table in the order in which pg_dump writes its rows."""
    url = make_url(parts.settings.database)
    command = [*unprivileged(), str(programs() / "pg_dump"), "--data-only", "--table", f"public.{table}"]
    line = ["-h", postgres.folder, "-p", str(postgres.port), "-U", "postgres", str(url.database)]
    told = subprocess.run([*command, *line], check=True, capture_output=True, text=True).stdout
    rows = re.search(rf"COPY public\.{table} .*?;\n(.*?)\\\.\n", told, re.DOTALL)
    assert rows
    return [row.split("\t")[place].removeprefix("\\\\x") for row in rows[1].splitlines()]


@pytest.mark.parametrize("settings", ["served"], indirect=True)
def test_two_dumps_laid_side_by_side_tell_who_cast_what_only_of_a_badly_built_box(
    opened: Voting, parts: Installation, cast: list[tuple[int, bytes]], postgres: PostgresAddress
) -> None:
    """A52: marks are dumped in the order of casting; ballots were too, until they were mixed."""
    ballots = [c for _, c in cast]
    marks = [int(one) for one in order_in_dump(parts, postgres, "roll_mark", 1)]
    assert marks == [roll_no for roll_no, _ in cast]
    before = [bytes.fromhex(one) for one in order_in_dump(parts, postgres, "box_inbox", 1)]
    assert kendall(ballots, before) == 1
    mix(opened)
    after = [bytes.fromhex(one) for one in order_in_dump(parts, postgres, "box_ballot", 1)]
    assert abs(kendall(ballots, after)) < KNOWS_NOTHING
    bad = [bytes.fromhex(one) for one in order_in_dump(parts, postgres, "bad_ballot", 1)]
    assert kendall(ballots, bad) == 1  # the control


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_where_a_ballot_lies_in_the_file_tells_nothing_of_when_it_came(
    opened: Voting, parts: Installation, cast: list[tuple[int, bytes]], tmp_path: Path
) -> None:
    """A52 on SQLite, by the bytes of the file and not by what SQL gives; the badly built box betrays everybody."""
    mix(opened)
    parts.database.empty_journal()
    data = (tmp_path / "moothill.sqlite3").read_bytes()
    ballots = [c for _, c in cast]
    with parts.database.session() as session:
        nonces = {
            bytes(c): re.search(r'"n":"([0-9a-f]{32})"', body)[1].encode()  # type: ignore[index]
            for c, body in box.bodies_of(session, opened.poll_id)
        }
    real = sorted(ballots, key=lambda c: data.find(nonces[c]))
    assert abs(kendall(ballots, real)) < KNOWS_NOTHING
    with parts.database.session() as session:
        bad = [bytes(c) for c in session.scalars(text("SELECT c FROM bad_ballot ORDER BY rowid"))]
    assert kendall(ballots, bad) == 1  # the control


def test_the_list_that_is_published_knows_no_order_of_casting(opened: Voting, cast: list[tuple[int, bytes]]) -> None:
    """A54: after the close anyone reads every hash; they stand in their own order, whichever came first."""
    ballots = [c for _, c in cast]
    with opened.acting("second_officer") as uow:
        polls.close_poll(uow, opened.poll_no, "Everybody has voted.")
        published = box.hashes_of(uow.session, opened.poll_id)
    assert published == sorted(ballots)
    assert abs(kendall(ballots, published)) < KNOWS_NOTHING
    assert kendall(ballots, ballots) == 1  # the control
