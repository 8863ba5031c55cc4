"""Migrations beside one another, beside writers and behind locks, over real connections."""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

pytestmark = pytest.mark.once

Connection = psycopg.Connection[Any]
Connect = Callable[..., Connection]


def migrate(db: Connection, tenant: str, *operations: dict[str, Any], expected: int | None = None) -> dict[str, Any]:
    row = db.execute("select thing.migrate(%s, %s, %s)", (tenant, Jsonb(list(operations)), expected)).fetchone()
    assert row is not None
    return dict(row[0])


def create(name: str, *fields: dict[str, Any]) -> dict[str, Any]:
    return {"op": "create_class", "class": name, "fields": [{"name": "n", "type": "integer"}, *fields]}


def one(db: Connection, sql: str, *values: Any) -> Any:
    row = db.execute(sql, values).fetchone()
    return row and row[0]


class Task:
    """Runs on a thread of its own; result() gives what it returned or raises what it raised."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._outcome: list[Any] = []
        self._error: list[BaseException] = []

        def run() -> None:
            try:
                self._outcome.append(work())
            except BaseException as error:  # handed to result()
                self._error.append(error)

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        return not self._thread.is_alive()

    def result(self) -> Any:
        self._thread.join(60)
        assert self.done, "still running after a minute"
        if self._error:
            raise self._error[0]
        return self._outcome[0]


def wait_until(condition: Callable[[], bool], what: str) -> None:
    for _ in range(500):
        if condition():
            return
        time.sleep(0.02)
    pytest.fail(f"waited in vain until {what}")


def impatient(connection: Connection) -> Connection:
    """Whose migrations try 6 times to get their locks and not 40, until its transaction is rolled back."""
    text = one(connection, "select pg_get_functiondef('thing.lock_politely'::regproc)")
    assert "DEFAULT 40" in text
    connection.execute(text.replace("DEFAULT 40", "DEFAULT 6"))
    return connection


def blocked(db: Connection, pid: int) -> bool:
    return bool(one(db, "select cardinality(pg_blocking_pids(%s)) > 0", pid))


def test_one_waits_for_the_other(tenant: str, connect: Connect, db: Connection) -> None:
    """The second migration waits for the first to commit, then works on top of it."""
    first, second = connect(), connect()
    with first.transaction():
        migrate(first, tenant, create("A"))
        task = Task(lambda: migrate(second, tenant, {"op": "rename_class", "class": "A", "to": "B"}))
        wait_until(lambda: blocked(db, second.info.backend_pid), "the second migration waits")
    assert task.result()["version"] == 2
    assert one(db, "select thing.document(%s) #>> '{classes,0,name}'", tenant) == "B"


def test_expected_version_decides_between_two(tenant: str, connect: Connect, db: Connection) -> None:
    """Of two migrations planned on the same version one wins, the other gets SCHEMA_CONFLICT and leaves nothing."""
    first, second = connect(), connect()
    with first.transaction():
        migrate(first, tenant, create("A"), expected=0)
        task = Task(lambda: migrate(second, tenant, create("B"), expected=0))
        wait_until(lambda: blocked(db, second.info.backend_pid), "the second migration waits")
    with pytest.raises(psycopg.Error) as error:
        task.result()
    assert error.value.sqlstate == "TB031"
    assert one(db, "select jsonb_path_query_array(thing.document(%s), '$.classes[*].name')", tenant) == ["A"]
    assert not db.execute("select * from thing.check(%s)", (tenant,)).fetchall()


def test_many_at_once(tenant: str, connect: Connect, db: Connection) -> None:
    """Eight connections add fields to one class at once: all of them arrive, each in a version of its own."""
    migrate(db, tenant, create("A"))
    connections = [connect() for _ in range(8)]

    def add(connection: Connection, n: int) -> None:
        for k in range(3):
            field = {"name": f"f{n}x{k}", "type": "text"}
            migrate(connection, tenant, {"op": "add_field", "class": "A", "field": field})

    tasks = [Task(partial(add, c, n)) for n, c in enumerate(connections)]
    for task in tasks:
        task.result()
    assert one(db, "select thing.schema_version(%s)", tenant) == 25
    assert one(db, "select jsonb_array_length(thing.document(%s) #> '{classes,0,fields}')", tenant) == 25
    assert not db.execute("select * from thing.check(%s)", (tenant,)).fetchall()


def test_a_migration_that_dies_leaves_nothing(tenant: str, connect: Connect, db: Connection) -> None:
    """A backend killed with its migration done but not committed: nothing of it is there."""
    victim = connect()
    migrate(db, tenant, create("A"))
    victim.execute("begin")
    migrate(victim, tenant, create("B"), {"op": "add_field", "class": "A", "field": {"name": "x", "type": "text"}})
    db.execute("select pg_terminate_backend(%s, 10000)", (victim.info.backend_pid,))
    with pytest.raises(psycopg.OperationalError):
        victim.execute("commit")
    assert one(db, "select thing.schema_version(%s)", tenant) == 1
    assert one(db, "select to_regclass(%s) is null", f"tenant_{tenant}.tc_b")
    assert not db.execute("select * from thing.check(%s)", (tenant,)).fetchall()


def test_busy_behind_a_long_transaction(tenant: str, connect: Connect, db: Connection) -> None:
    """A table that cannot be locked: SCHEMA_BUSY, nothing changed, and who writes meanwhile is not held up."""
    migrate(db, tenant, create("A"))
    holder, writer = connect(), connect()
    longest = 0.0
    with holder.transaction():
        holder.execute(f"select * from tenant_{tenant}.tc_a")

        def add() -> None:
            with connect() as connection, connection.transaction(force_rollback=True):
                migrate(
                    impatient(connection),
                    tenant,
                    {"op": "add_field", "class": "A", "field": {"name": "x", "type": "text"}},
                )

        task = Task(add)
        while not task.done:
            began = time.monotonic()
            writer.execute(f"insert into tenant_{tenant}.tc_a (n) values (1)")
            longest = max(longest, time.monotonic() - began)
            time.sleep(0.01)
        with pytest.raises(psycopg.Error) as error:
            task.result()
    assert error.value.sqlstate == "TB030"
    assert one(db, "select thing.schema_version(%s)", tenant) == 1
    # The promise is 200 ms; a test machine with other work gets some air.
    assert longest < 0.5
    migrate(db, tenant, {"op": "add_field", "class": "A", "field": {"name": "x", "type": "text"}})


def test_the_target_of_a_foreign_key_counts_too(tenant: str, connect: Connect, db: Connection) -> None:
    """Adding or dropping a reference locks its target politely as well: SCHEMA_BUSY, not an endless wait."""
    migrate(db, tenant, create("A"), create("B", {"name": "a", "type": "reference", "target": "A"}))
    holder, other = connect(), connect()
    other.execute("set statement_timeout = '30s'")
    with holder.transaction(), other.transaction(force_rollback=True):
        impatient(other)
        holder.execute(f"insert into tenant_{tenant}.tc_a (n) values (1)")
        for operation in (
            {"op": "drop_field", "class": "B", "field": "a"},
            {"op": "add_field", "class": "B", "field": {"name": "again", "type": "reference", "target": "A"}},
        ):
            with pytest.raises(psycopg.Error) as error, other.transaction():
                migrate(other, tenant, operation)
            assert error.value.sqlstate == "TB030", operation


def test_rows_written_between_scan_and_lock(tenant: str, connect: Connect, db: Connection) -> None:
    """A row that breaks the new rule, committed after the scan saw nothing and before the lock was had, is found."""
    migrate(db, tenant, create("A"))
    writer, migrator = connect(), connect()
    with writer.transaction():
        writer.execute(f"insert into tenant_{tenant}.tc_a (n) values (100)")
        rule = {"op": "set_rules", "class": "A", "field": "n", "rules": {"max": 10}}
        task = Task(lambda: migrate(migrator, tenant, rule))
        # Holding the row's lock, the writer is in the way: the migrator has scanned and is asking for its lock.
        wait_until(lambda: blocked(db, migrator.info.backend_pid), "the migration asks for its lock")
    with pytest.raises(psycopg.Error) as error:
        task.result()
    assert error.value.sqlstate == "TB032"
    assert one(db, "select thing.schema_version(%s)", tenant) == 1


def test_another_tenants_locks_are_of_no_concern(tenant: str, connect: Connect, db: Connection) -> None:
    """No advisory lock that any role may take keeps a migration waiting."""
    other = connect()
    other.execute(
        "select pg_advisory_lock(hashtextextended(m || s, 0)) from (values ('thing.migrate '), ('')) m (m), (values (%s), (%s)) s (s)",
        (f"tenant_{tenant}", tenant),
    )
    db.execute("set statement_timeout = '20s'")
    assert migrate(db, tenant, create("A"))["version"] == 1
