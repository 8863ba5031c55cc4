"""How pages of the log are found, whatever the planner believes of it."""

from collections.abc import Callable
from typing import Any

import psycopg

ROWS = 5_000


def test_what_is_new_after_an_import_is_not_looked_for_among_what_was_imported(
    connect: Callable[..., psycopg.Connection[Any]], db: psycopg.Connection[Any], tenant: str
) -> None:
    db.execute(
        "select thing.migrate(%s, %s)",
        (tenant, '[{"op": "create_class", "class": "Note", "fields": [{"name": "n", "type": "integer"}]}]'),
    )
    db.execute(f"insert into tenant_{tenant}.tc_note (n) select generate_series(1, {ROWS})".encode())
    db.execute(f"analyze tenant_{tenant}.change_log".encode())
    with connect() as reader:
        cursor = reader.execute("select thing.change_cursor(%s)", (tenant,)).fetchone()
        assert cursor is not None
        db.execute(f"insert into tenant_{tenant}.tc_note (n) values (0)".encode())
        with reader.transaction():
            found = reader.execute("select seq from thing.read_events(%s, %s)", (tenant, cursor[0])).fetchall()
            looked_at = reader.execute(
                "select idx_tup_fetch from pg_stat_xact_user_tables where schemaname = %s and relname = 'change_log'",
                (f"tenant_{tenant}",),
            ).fetchone()
    assert len(found) == 1
    assert looked_at is not None
    assert looked_at[0] < 20
