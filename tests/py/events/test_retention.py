"""Retention, logs from elsewhere: a reader who has not seen everything is told so."""

import random
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

pytestmark = pytest.mark.once

Connection = psycopg.Connection[Any]
Connect = Callable[..., Connection]
CLASS = '[{"op": "create_class", "class": "Note", "fields": [{"name": "note", "type": "text"}]}]'


@pytest.fixture
def table(db: Connection, tenant: str) -> str:
    db.execute("select thing.migrate(%s, %s)", (tenant, CLASS))
    db.execute(f"insert into tenant_{tenant}.tc_note (note) select n::text from generate_series(1, 30) n")
    return f"tenant_{tenant}.tc_note"


def page(connection: Connection, tenant: str, cursor: str | None, limit: int) -> list[Any]:
    return connection.execute(
        "select new ->> 'note', cursor from thing.read_changes(%s, %s, %s)", (tenant, cursor, limit)
    ).fetchall()


def test_trimming_tells_who_has_not_read(db: Connection, tenant: str, table: str) -> None:
    first = page(db, tenant, None, 10)[-1][1]
    all_of_it = page(db, tenant, None, 1000)[-1][1]
    assert db.execute("select thing.trim_change_log(%s, '1 day')", (tenant,)).fetchone() == (0,)
    trimmed = [db.execute("select thing.trim_change_log(%s, '0', 20)", (tenant,)).fetchone() for _ in range(3)]
    assert trimmed == [(20,), (11,), (0,)]
    with pytest.raises(psycopg.Error) as refused:
        page(db, tenant, first, 10)
    assert refused.value.sqlstate == "TB050"
    assert page(db, tenant, all_of_it, 10) == []
    db.execute(f"insert into {table} (note) values ('new')")
    assert [row[0] for row in page(db, tenant, all_of_it, 10)] == ["new"]
    thing = db.execute(f"update {table} set note = 'newer' where note = '1' returning id").fetchone()
    assert thing
    life = db.execute("select version, changes from thing.history(%s, 'Note', %s)", (tenant, thing[0])).fetchall()
    assert life == [(2, {"note": {"old": "1", "new": "newer"}})]
    db.execute("select thing.restore_version(%s, 'Note', %s, 1)", (tenant, thing[0]))
    assert db.execute(f"select note, version from {table} where id = %s", thing).fetchone() == ("1", 3)


def test_a_page_in_the_middle_of_a_batch_survives_trimming_behind_it(db: Connection, tenant: str, table: str) -> None:
    rows = page(db, tenant, None, 20)
    db.execute("select thing.trim_change_log(%s, '0', 10)", (tenant,))
    assert [row[0] for row in page(db, tenant, rows[-1][1], 100)] == [str(n) for n in range(20, 31)]


def test_a_log_from_elsewhere_is_history_but_no_event(db: Connection, tenant: str, table: str) -> None:
    """A restored dump carries transaction ids of another cluster: its rows must neither come nor come back later."""
    cursor = page(db, tenant, None, 10)[-1][1]
    state, log = f"tenant_{tenant}.change_log_state", f"tenant_{tenant}.change_log"
    db.execute(f"update {state} set identity = 'another cluster'")
    db.execute(f"update {log} set xid = (xid::text::bigint + 1000000)::text::xid8 where seq % 2 = 0")
    with pytest.raises(psycopg.Error) as refused:
        page(db, tenant, cursor.replace(cursor[:32], "0" * 32), 10)
    assert refused.value.sqlstate == "TB050"
    assert page(db, tenant, None, 10) == []
    db.execute(f"insert into {table} (note) values ('here')")
    assert [row[0] for row in page(db, tenant, None, 10)] == ["here"]


def test_copy_and_savepoints_and_own_writes(connect: Connect, db: Connection, tenant: str, table: str) -> None:
    """COPY is logged; a reader inside a writing transaction neither sees its own rows nor loses them later."""
    cursor = page(db, tenant, None, 1000)[-1][1]
    writer = connect(tenant)
    with writer.transaction():
        with writer.cursor().copy("copy tc_note (note) from stdin") as copy:
            copy.write("copied 1\ncopied 2\n")
        other = connect(tenant)
        for note in ("other 1", "other 2"):
            other.execute("insert into tc_note (note) values (%s)", (note,))
        inside = page(writer, tenant, cursor, 100)
        assert [row[0] for row in inside] == ["other 1", "other 2"]
        assert page(writer, tenant, inside[-1][1], 100) == []
    assert [row[0] for row in page(db, tenant, inside[-1][1], 100)] == ["copied 1", "copied 2"]


def test_one_plan_for_one_row_and_for_many(connect: Connect, db: Connection, tenant: str, table: str) -> None:
    """The plan of the log's statement is kept from the first row on: it must do for a bulk update, too."""
    writer = connect(tenant)
    writer.execute("update tc_note set note = 'x' where note = '1'")
    writer.execute("delete from tc_note where note = '2'")
    writer.execute("insert into tc_note (note) select n::text from generate_series(1, 20000) n")
    writer.execute("set statement_timeout = '20s'")
    writer.execute("update tc_note set note = 'y'")
    writer.execute("delete from tc_note")


def test_backlog_and_delta_agree(db: Connection, tenant: str, table: str) -> None:
    """More than ten pages are walked along the primary key, less are taken by transaction: the same rows."""
    for n in range(40):
        db.execute(f"update {table} set note = %s where note = %s", (f"u{n}", str(n % 30 + 1)))
    whole = db.execute("select seq from thing.read_changes(%s, null, 1000)", (tenant,)).fetchall()
    for limit in (1, 2, random.randint(3, 20)):
        got: list[Any] = []
        cursor = None
        while rows := db.execute(
            "select seq, cursor from thing.read_changes(%s, %s, %s)", (tenant, cursor, limit)
        ).fetchall():
            got += [(row[0],) for row in rows]
            cursor = rows[-1][1]
        assert got == whole
