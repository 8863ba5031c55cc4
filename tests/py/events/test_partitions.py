"""A log with partitions: made without a pause, trimmed by dropping them, the same to all who read it."""

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from py_api.core import storage
from py_api.database import connect as open_database
from tests.support import servers

Connection = psycopg.Connection[Any]
Connect = Callable[..., Connection]
CLASS = """[{"op": "create_class", "class": "Tag", "fields": [{"name": "name", "type": "text"}]},
            {"op": "create_class", "class": "Note", "fields": [
                {"name": "note", "type": "text"}, {"name": "tags", "type": "references", "target": "Tag"}]}]"""


def one(db: Connection, statement: str, *values: object) -> Any:
    row = db.execute(statement.encode(), values).fetchone()
    assert row is not None
    return row[0]


@pytest.fixture
def log(db: Connection, tenant: str) -> str:
    """A tenant's schema, with a log that is kept for an hour."""
    db.execute("select thing.migrate(%s, %s)", (tenant, CLASS))
    db.execute("select thing.tenant_limits(%s, %s)", (tenant, json.dumps({"log_keep": "1 h"})))
    db.execute(f"insert into tenant_{tenant}.tc_note (note) select n::text from generate_series(1, 300) n".encode())
    return f"tenant_{tenant}"


def keep(db: Connection, tenant: str, part_bytes: int = 0) -> list[str]:
    """What thing.keep_log does until there is nothing more to do."""
    done = []
    while (step := one(db, "select thing.keep_log(%s, %s)", tenant, part_bytes)) is not None:
        done.append(step)
        assert len(done) < 20, done
    return done


def age(db: Connection, schema: str, by: str) -> None:
    """As if all that is there were so much older."""
    db.execute(f"update {schema}.change_log set at = at - interval '{by}'".encode())
    db.execute(
        f"""update {schema}.change_log_state set partition_ends = coalesce((
              select jsonb_object_agg(e.key, e.value::timestamptz - interval '{by}')
                from jsonb_each_text(partition_ends) e), '{{}}')""".encode()
    )


def read(db: Connection, tenant: str, cursor: str | None, limit: int = 1000) -> tuple[list[Any], str]:
    rows = db.execute("select seq, cursor from thing.read_changes(%s, %s, %s)", (tenant, cursor, limit)).fetchall()
    return [row[0] for row in rows], rows[-1][1] if rows else cursor or ""


def names(db: Connection, schema: str) -> list[str]:
    found = db.execute(
        "select inhrelid::regclass::text from pg_inherits where inhparent = %s::regclass order by 1",
        (f"{schema}.change_log",),
    ).fetchall()
    return [row[0].split(".")[-1] for row in found]


def test_a_log_gets_partitions_and_loses_them(db: Connection, tenant: str, log: str, connect: Connect) -> None:
    first = read(db, tenant, None, 10)[1]
    middle = read(db, tenant, None, 250)[1]
    whole = read(db, tenant, None)[1]
    moment = one(db, "select clock_timestamp()")
    thing = one(db, f"select id from {log}.tc_note where note = '7'")
    sequence = f"select last_value from {log}.change_log_seq_seq"

    assert keep(db, tenant, 10**9) == [], "a small log stays one table"
    assert keep(db, tenant) == ["bounded the log", "checked the bound of the log", "made the log the first partition"]
    assert names(db, log) == ["change_log_1"]
    assert one(db, sequence) == one(db, f"select max(seq) from {log}.change_log")
    assert read(db, tenant, whole)[0] == [], "cursors stay good"
    assert len(read(db, tenant, middle)[0]) == one(db, f"select count(*) from {log}.change_log") - 250

    age(db, log, "10 minutes")
    assert keep(db, tenant) == ["made a partition", "ended partition change_log_1"]
    db.execute(f"update {log}.tc_note set note = note || '!'".encode())
    assert one(db, f"select count(*) from {log}.change_log_2") == 300
    events, behind = read(db, tenant, whole)
    assert len(events) == 300
    assert events[0] >= 10**11
    versions = db.execute("select version, operation from thing.history(%s, 'Note', %s)", (tenant, thing)).fetchall()
    assert versions == [(1, "insert"), (2, "update")]
    plan = one(db, "select thing.rewind(%s, %s)", tenant, moment)
    assert plan["applied"] is False
    assert len(one(db, "select thing.rewind(%s, %s, mode => 'refuse')", tenant, moment)) > 0
    assert one(db, f"select note from {log}.tc_note where id = '{thing}'") == "7"
    assert db.execute("select kind, object, message from thing.check(%s)", (tenant,)).fetchall() == []

    age(db, log, "10 minutes")
    assert keep(db, tenant) == ["made a partition", "ended partition change_log_2"]
    db.execute(f"delete from {log}.tc_note where note <> '7'".encode())
    used = dict(db.execute("select name, used from thing.tenant_usage(%s, false)", (tenant,)).fetchall())
    parts = "select sum(pg_total_relation_size(relid)) from pg_partition_tree(%s)"
    assert used["log_bytes"] == one(db, parts, f"{log}.change_log")
    assert used["log_keep"] >= 600
    assert one(db, "select log_bytes >= %s from thing.tenant_figures(array[%s])", used["log_bytes"], tenant)

    age(db, log, "55 minutes")  # the first partition ended 65 minutes ago
    assert one(db, "select thing.keep_log(%s, 0)", tenant).startswith("dropped partitions of about")
    assert names(db, log) == ["change_log_2", "change_log_3"]
    for cursor in (first, middle):
        with pytest.raises(psycopg.Error) as refused:
            read(db, tenant, cursor)
        assert refused.value.sqlstate == "TB050"
    assert len(read(db, tenant, behind)[0]) >= 299, "who has seen what is dropped goes on"
    with pytest.raises(psycopg.Error) as refused:
        db.execute("select thing.rewind(%s, now() - interval '3 h')", (tenant,))
    assert refused.value.sqlstate == "TB071"
    reach = db.execute("select since, whole, keep::text, partitions from thing.log_reach(%s)", (tenant,)).fetchone()
    assert reach is not None
    assert reach[0] == one(db, f"select min(at) from {log}.change_log")
    assert reach[1:] == (False, "01:00:00", 2)
    assert one(db, "select count(*) from thing.deleted_things(%s, 'Note', 1000)", tenant) == 299
    mine = connect(tenant)
    mine.execute("insert into tc_note (note) values ('mine')")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        mine.execute("select from change_log_3")
    renamed = tenant[:30] + "_new"
    db.execute("select thing.rename_tenant(%s, %s)", (tenant, renamed))
    db.execute(f"insert into tenant_{renamed}.tc_note (note) values ('renamed')".encode())
    assert db.execute("select kind, object, message from thing.check(%s)", (renamed,)).fetchall() == []
    age(db, f"tenant_{renamed}", "2 h")
    assert one(db, "select thing.trim_change_log(%s, '1 h')", renamed) > 0
    assert names(db, f"tenant_{renamed}") == ["change_log_3"]
    assert one(db, "select thing.trim_change_log(%s, '1 h')", renamed) > 0, "the rest by rows"
    assert one(db, "select thing.trim_change_log(%s, '1 h')", renamed) == 0
    db.execute("select thing.rename_tenant(%s, %s)", (renamed, tenant))


def test_writers_do_not_wait(db: Connection, tenant: str, log: str, connect: Connect) -> None:
    """Through all steps, and while a transaction is in the way of them, no write waits, fails or is lost."""
    stop = threading.Event()
    failed: list[Exception] = []
    written = [0]

    def write() -> None:
        mine = connect(tenant)
        try:
            while not stop.is_set():
                mine.execute("insert into tc_note (note) values ('w')")
                written[0] += 1
        except psycopg.Error as error:
            failed.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        blocker = connect(tenant)
        with blocker.transaction():
            blocker.execute("update tc_note set note = 'b' where note = '1'")
            before = written[0]
            assert one(db, "select thing.keep_log(%s, 0)", tenant) is None
            assert written[0] > before, "it goes on in between"
        for _ in range(3):
            age(db, log, "10 minutes")
            keep(db, tenant)
        age(db, log, "2 h")
        keep(db, tenant)
    finally:
        stop.set()
        writer.join()
    assert failed == []
    assert names(db, log)[0] != "change_log_1"
    assert one(db, f"select count(*) from {log}.tc_note where note = 'w'") == written[0]


def test_the_worker_keeps_logs(server: servers.Server, db: Connection, tenant: str, log: str) -> None:
    """A log that is small is trimmed by rows."""
    age(db, log, "2 h")
    db.execute(f"insert into {log}.tc_note (note) values ('new')".encode())

    async def work() -> None:
        async with open_database(servers.asyncpg_url(server.url), name="storage") as database:
            await storage.keep_logs(database)

    asyncio.run(work())
    assert one(db, f"select count(*) from {log}.change_log") == 1
    with pytest.raises(psycopg.Error) as refused:
        db.execute("select thing.tenant_limits(%s, %s)", (tenant, json.dumps({"log_keep": "0 h"})))
    assert refused.value.sqlstate == "TB045"
