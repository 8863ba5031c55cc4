"""How pages of the log are found, whatever the planner believes of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]
ROWS, PAGE = 5_000, 100


def write(db: Connection, tenant: str, rows: int) -> None:
    db.execute(f"insert into tenant_{tenant}.tc_note (n) select generate_series(1, {rows})".encode())


def prepare(db: Connection, tenant: str) -> None:
    db.execute(
        "select thing.migrate(%s, %s)",
        (tenant, '[{"op": "create_class", "class": "Note", "fields": [{"name": "n", "type": "integer"}]}]'),
    )


@contextmanager
def counted(reader: Connection, tenant: str) -> Iterator[list[int]]:
    """How many rows of the log the statements in it fetch by an index."""
    count: list[int] = []
    reader.execute("select pg_stat_force_next_flush()")  # else those of the last transaction are counted again
    with reader.transaction():
        yield count
        found = reader.execute(
            "select idx_tup_fetch from pg_stat_xact_user_tables where schemaname = %s and relname = 'change_log'",
            (f"tenant_{tenant}",),
        ).fetchone()
        assert found is not None
        count.append(found[0])


def test_what_is_new_after_an_import_is_not_looked_for_among_what_was_imported(
    connect: Callable[..., Connection], db: Connection, tenant: str
) -> None:
    prepare(db, tenant)
    write(db, tenant, ROWS)
    db.execute(f"analyze tenant_{tenant}.change_log".encode())
    with connect() as reader:
        cursor = reader.execute("select thing.change_cursor(%s)", (tenant,)).fetchone()
        assert cursor is not None
        write(db, tenant, 1)
        with counted(reader, tenant) as looked_at:
            found = reader.execute("select seq from thing.read_events(%s, %s)", (tenant, cursor[0])).fetchall()
    assert len(found) == 1
    assert looked_at[0] < 20


def test_a_late_page_of_many_changes_reads_no_more_than_an_early_one(
    connect: Callable[..., Connection], db: Connection, tenant: str
) -> None:
    prepare(db, tenant)
    with connect() as reader:
        cursor = (reader.execute("select thing.change_cursor(%s)", (tenant,)).fetchone() or ("",))[0]
        for _ in range(5):
            write(db, tenant, ROWS // 5)
        db.execute(f"analyze tenant_{tenant}.change_log".encode())
        seqs: list[int] = []
        costs: list[int] = []
        while True:
            with counted(reader, tenant) as looked_at:
                page = reader.execute(
                    "select seq, position from thing.read_events(%s, %s, %s)", (tenant, cursor, PAGE)
                ).fetchall()
            if page[0][0] is None:
                break
            seqs += [seq for seq, _ in page]
            costs.append(looked_at[0])
            cursor = page[0][1]
    assert len(set(seqs)) == len(seqs) == ROWS
    assert seqs == sorted(seqs)
    assert max(costs[1:]) <= min(costs[1:]) * 1.5, costs
