"""Somebody with the application's own access to the database, and no scruples (A41, A44-A46)."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import psycopg
import pytest
from sqlalchemy import text

from pb_app.models.base import Base
from pb_app.web.unit_of_work import Installation
from tests import whole_story
from tests.abuse.doors import Acting, everything
from tests.servers import APP, PostgresAddress
from tests.whole_story import verified
from tests.world import World

KEPT = (
    "poll",
    "project",
    "roll_entry",
    "roll_mark",
    "box_ballot",
    "box_mix",
    "account",
    "account_balance",
    "ledger_entry",
    "ledger_posting",
    "ledger_seal",
    "log_leaf",
    "log_checkpoint",
    "count",
    "adoption",
    "adopted_amount",
)
MAY_CHANGE = {"poll": {"state"}, "roll_entry": {"status"}}
"""Columns in which something stands that may move on; the guards of stages say whereto."""
FIXED = (
    "UPDATE poll SET poll_no = 7",
    "UPDATE poll SET title = 'Another'",
    "UPDATE poll SET closes_at = '2036-01-01 00:00:00+00:00'",
    "UPDATE poll SET definition = '{{}}'",
    "UPDATE poll SET state = 'open'",
    "UPDATE poll SET opened_by = frozen_by",
    "UPDATE poll SET ballots = 99",
    "UPDATE poll SET box_root = ''",
    "UPDATE project SET cost = 1",
    "UPDATE project SET title = 'Another'",
    'UPDATE "count" SET published_by = counted_by',
    'UPDATE "count" SET awards_entry_id = NULL',
    "UPDATE account_balance SET pence = pence + 1",
    "UPDATE account_balance SET floor = -1000",
    "UPDATE account SET kind = 'contra'",
    "INSERT INTO ledger_posting (entry_id, line_no, account_id, pence) VALUES (1, 9, 1, 5)",
    "INSERT INTO roll_mark SELECT poll_id, roll_no, 'paper', '2026-01-01', NULL FROM roll_entry",
    "INSERT INTO box_inbox SELECT poll_id, c, idem, change_hash, channel, body FROM box_ballot",
    "INSERT INTO project (round_no, ref, outcome_id, title, summary, cost) VALUES (1, 'P99', 1, 'Mine', '', 1)",
)


@pytest.fixture
def told(parts: Installation, uow_of: Acting, small_world: World) -> Installation:
    whole_story.told(parts, uow_of, small_world)
    return parts


class Operator:
    """A connection as the application's role; what it does is never kept, only whether it could be."""

    def __init__(self, connection: sqlite3.Connection | psycopg.Connection) -> None:
        self.connection = connection

    def could(self, statement: str) -> bool:
        """Whether a statement changes anything."""
        try:
            return self.connection.execute(statement).rowcount > 0  # type: ignore[call-overload]
        except (sqlite3.Error, psycopg.Error):
            return False
        finally:
            self.connection.rollback()


@contextmanager
def operator(parts: Installation, request: pytest.FixtureRequest) -> Iterator[Operator]:
    """On SQLite a connection of one's own, with the protection against replacing switched off."""
    if parts.database.is_sqlite:
        with closing(sqlite3.connect(parts.settings.database.removeprefix("sqlite:///"))) as connection:
            connection.execute("PRAGMA recursive_triggers = OFF")
            connection.execute("PRAGMA foreign_keys = OFF")
            yield Operator(connection)
        return
    address: PostgresAddress = request.getfixturevalue("postgres")
    with closing(address.connect(_database(parts), APP)) as connection:
        connection.autocommit = False
        yield Operator(connection)


def _database(parts: Installation) -> str:
    name = re.search(r"@/([^?]+)\?", parts.settings.database)
    assert name
    return name[1]


def tries_on(name: str, *, is_sqlite: bool) -> list[str]:
    """Ways of changing what stands in a table."""
    columns = [column.name for column in Base.metadata.tables[name].c]
    listed = ", ".join(f'"{column}"' for column in columns)
    fixed = [column for column in columns if column not in MAY_CHANGE.get(name, ())]
    whole = f'INTO "{name}" ({listed}) SELECT {listed} FROM "{name}"'
    tries = [f'UPDATE "{name}" SET "{column}" = NULL WHERE "{column}" IS NOT NULL' for column in fixed]
    if not is_sqlite:
        return [
            *tries,
            f'DELETE FROM "{name}"',
            f'TRUNCATE "{name}" CASCADE',
            f'ALTER TABLE "{name}" DISABLE TRIGGER ALL',
        ]
    return [
        *tries,
        f'DELETE FROM "{name}"',
        f"INSERT OR REPLACE {whole}",
        f"REPLACE {whole} LIMIT 1",
        f'INSERT {whole} WHERE true ON CONFLICT DO UPDATE SET "{fixed[-1]}" = 7',
        f'UPDATE OR REPLACE "{name}" SET "{fixed[0]}" = "{fixed[0]}" || \'0\'',
    ]


def test_nothing_that_is_kept_is_deleted_changed_or_replaced(
    told: Installation, request: pytest.FixtureRequest
) -> None:
    before = everything(told)
    tries = [one for name in KEPT for one in tries_on(name, is_sqlite=told.database.is_sqlite)]
    with operator(told, request) as hostile:
        assert hostile.could("UPDATE person SET display_name = 'Somebody'")
        possible = [statement for statement in (*tries, *FIXED) if hostile.could(statement)]
    assert not possible, "\n".join(possible)
    assert everything(told) == before
    assert verified(told).ok


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_connections_of_the_service_itself_replace_nothing(told: Installation) -> None:
    with closing(told.database.session()) as session:
        for pragma, wanted in (
            ("recursive_triggers", 1),
            ("foreign_keys", 1),
            ("synchronous", 2),
            ("trusted_schema", 0),
        ):
            assert session.execute(text(f"PRAGMA {pragma}")).scalar_one() == wanted, pragma
        assert session.execute(text("PRAGMA secure_delete")).scalar_one() == 1


IMPOSTORS = {
    "forged ballots mixed into the box": """
        CREATE TEMP TABLE box_inbox AS
            SELECT poll_id, sha256(c) AS c, sha256(idem) AS idem, change_hash, channel, body FROM public.box_ballot;
        SELECT mix_box(poll_id) FROM public.box_mix;
        SELECT count(*) - 3 FROM public.box_ballot""",
    "a mark after the close": """
        CREATE TEMP TABLE poll AS SELECT id, 'open' AS state FROM public.poll;
        INSERT INTO public.roll_entry
            SELECT poll_id, 7, sha256(person_key), 1, 'postcode', 'eligible' FROM public.roll_entry LIMIT 1;
        INSERT INTO public.roll_mark
            SELECT poll_id, 7, 'online', '2026-01-01' FROM public.roll_entry WHERE roll_no = 7;
        SELECT count(*) - 3 FROM public.roll_mark""",
    "an unbalanced entry under a seal": """
        CREATE TEMP TABLE ledger_posting AS
            SELECT 99 AS entry_id, account_id, pence FROM public.ledger_posting WHERE entry_id = 1;
        INSERT INTO public.ledger_entry (id, kind, made_at, memo) VALUES (99, 'fund_in', now(), '');
        INSERT INTO public.ledger_posting VALUES (99, 1, 2, 5);
        INSERT INTO public.ledger_seal VALUES (99, 'x');
        SELECT count(*) FROM public.ledger_seal WHERE entry_id = 99""",
    "a project on a frozen paper": """
        CREATE TEMP TABLE poll AS SELECT round_no, 'draft' AS state FROM public.poll;
        UPDATE public.project SET cost = 1;
        SELECT count(*) FROM public.project WHERE cost = 1""",
}


@pytest.mark.parametrize("settings", ["served"], indirect=True)
@pytest.mark.parametrize("told_to_it", IMPOSTORS.values(), ids=IMPOSTORS.keys())
def test_no_guard_is_fooled_by_a_table_that_pretends(
    told: Installation, request: pytest.FixtureRequest, postgres: PostgresAddress, told_to_it: str
) -> None:
    """Where temporary tables may be made, one goes before its namesake, unless a function says where it looks."""
    impostor, *deeds, question = told_to_it.split(";")
    name = _database(told)
    with postgres.connect(name) as superuser:
        superuser.execute(f"GRANT TEMPORARY ON DATABASE {name} TO {APP}".encode())
    with operator(told, request) as hostile:
        assert isinstance(hostile.connection, psycopg.Connection)
        hostile.connection.execute(impostor.encode())
        with suppress(psycopg.Error):
            for deed in deeds:
                hostile.connection.execute(deed.encode())
            assert hostile.connection.execute(question.encode()).fetchone() == (0,)
