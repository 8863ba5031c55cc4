"""A server that is killed forgets the ids of transactions that left nothing on disk, and gives them to others."""

import signal
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.support import servers
from tests.support.clusters import Cluster

pytestmark = pytest.mark.once

NOTE = '[{"op": "create_class", "class": "Note", "fields": [{"name": "n", "type": "integer"}]}]'
# What need not be on disk is not, as long as nobody waits for the disk.
SETTINGS = {"fsync": "off", "wal_writer_delay": "10s", "autovacuum": "off"}
Db = psycopg.Connection[Any]


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    started = servers.start(settings=SETTINGS)
    cluster = Cluster(started)
    with psycopg.connect(cluster.url, autocommit=True) as db:
        db.execute("select thing.create_tenant('crash')")
        db.execute("select thing.migrate('crash', %s)", (NOTE,))
        db.execute("insert into tenant_crash.tc_note (n) values (0)")
        db.execute("select thing.change_cursor('crash')")  # the first one writes down the timeline
        db.execute("checkpoint")
    yield cluster
    cluster.stop()
    started.stop()


def value(db: Db, statement: str, *params: Any) -> Any:
    row = db.execute(statement.encode(), params or None).fetchone()
    assert row is not None
    return row[0]


def next_id(db: Db) -> int:
    return int(value(db, "select pg_snapshot_xmax(pg_current_snapshot())::text"))


def numbers(db: Db, cursor: str, upto: str | None = None, limit: int = 500) -> tuple[list[int], str]:
    """What a reader is told after a cursor, page by page, and the position after it."""
    found: list[int] = []
    while True:
        rows = db.execute(
            "select new ->> 'n', seq, position, more from thing.read_events('crash', %s, %s, %s)", (cursor, limit, upto)
        ).fetchall()
        found += [int(n) for n, seq, *_ in rows if seq is not None]
        *_, cursor, more = rows[-1]
        if not more:
            return found, cursor


def fail(db: Db, times: int) -> None:
    """Transactions that the server remembers, and the disk does not."""
    for n in range(times):
        with db.transaction(force_rollback=True):
            db.execute("insert into tenant_crash.tc_note (n) values (%s)", (-n,))


def test_what_comes_under_an_id_that_was_used_before_a_crash_is_told_once(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url, autocommit=True) as db:
        start = value(db, "select thing.change_cursor('crash')")
        db.execute("insert into tenant_crash.tc_note (n) select generate_series(1, 3)")
        half = value(
            db, "select cursor from thing.read_events('crash', %s, 2) offset 1", start
        )  # in the middle of a batch
        _, read = numbers(db, start)
        fail(db, 5)
        idle = value(db, "select thing.change_cursor('crash')")
        known = next_id(db)
        cluster.kill(signal.SIGKILL)
    cluster.start()
    with psycopg.connect(cluster.url, autocommit=True) as db, psycopg.connect(cluster.url) as late:
        assert next_id(db) < known, "it has forgotten nothing: nothing is tested"
        assert numbers(db, idle)[0] == [], "and no RESYNC"
        late.execute("insert into tenant_crash.tc_note (n) values (100)")
        early = value(db, "select thing.change_cursor('crash')")
        for n in range(101, 110):
            db.execute("insert into tenant_crash.tc_note (n) values (%s)", (n,))
            if n == 102:
                assert next_id(db) <= known
                assert numbers(db, idle)[0] == [101, 102]
                second = numbers(db, idle)[1]
        assert next_id(db) > known
        late.commit()
        told = [*range(100, 110)]
        assert [sorted(numbers(db, each)[0]) for each in (start, half, read, idle, early)] == [
            [1, 2, 3, *told], [3, *told], told, told, told,
        ]  # fmt: skip
        assert sorted(numbers(db, second)[0]) == [100, *range(103, 110)]
        for limit in (1, 2, 3):
            assert sorted(numbers(db, start, limit=limit)[0]) == [1, 2, 3, *told]
        # Up to a boundary, and on from there, wherever that lies.
        for boundary in (idle, early, second):
            for each in (read, idle):
                first, position = numbers(db, each, boundary)
                assert sorted(first + numbers(db, position)[0]) == told


def test_a_second_crash(cluster: Cluster) -> None:
    for turn in (1, 2):
        with psycopg.connect(cluster.url, autocommit=True) as db:
            if turn == 1:
                fail(db, 4)
                old = value(db, "select thing.change_cursor('crash')")
            else:
                db.execute("insert into tenant_crash.tc_note (n) values (1)")
                fail(db, 8)
                new = value(db, "select thing.change_cursor('crash')")
            known = next_id(db)
            cluster.kill(signal.SIGKILL)
        cluster.start()
        with psycopg.connect(cluster.url, autocommit=True) as db:
            assert next_id(db) < known
    with psycopg.connect(cluster.url, autocommit=True) as db:
        for n in range(2, 12):
            db.execute("insert into tenant_crash.tc_note (n) values (%s)", (n,))
        assert numbers(db, old)[0] == [*range(1, 12)]
        assert numbers(db, new)[0] == [*range(2, 12)]
