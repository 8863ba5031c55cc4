"""A table of a million rows, read and written by several connections while its schema changes: how long does anybody wait?

Two readers (by id), an updater and an inserter, each a process of its own with a connection of its own, note how long each
request takes. Meanwhile the schema changes and the jobs run, as in production. The promise: no request takes more than
200 ms, whatever is changed. (Commits do not wait for the disk, so that it is locks that are measured, not the disk.)
The last phases put a transaction that has read the table and stays open in the way: the change must give up, and hold up nobody.
"""

import asyncio
import json
import multiprocessing
import multiprocessing.connection
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from typing import Any

import psycopg

from bench.harness import Connection, Figure, connect, console, report, server
from py_api import database as api
from py_api.core import jobs
from tests.support.servers import asyncpg_url

ROWS = 1_000_000
BOUND = 200.0  # milliseconds
PAUSE = 0.002  # seconds between two requests of one connection: the machine is busy, not drowned
KINDS = ("read", "read", "update", "insert")  # of requests, a connection each
CLASSES = [
    {"op": "create_class", "class": "Maker", "fields": [{"name": "name", "type": "text"}]},
    {
        "op": "create_class",
        "class": "Item",
        "fields": [
            {"name": "name", "type": "text"},
            {"name": "amount", "type": "integer"},
            {"name": "code", "type": "integer"},
            {"name": "note", "type": "text"},
        ],
    },
]
NEW = {"name": "state", "type": "text", "default": "new"}
CHANGES: dict[str, dict[str, Any]] = {
    "add field with default": {"op": "add_field", "class": "Item", "field": NEW},
    "add required field": {
        "op": "add_field", "class": "Item", "field": {"name": "rank", "type": "integer", "default": 1, "required": True},
    },
    "set rules": {"op": "set_rules", "class": "Item", "field": "code", "rules": {"required": True, "min": 0}},
    "index": {"op": "alter_field", "class": "Item", "field": "note", "set": {"indexed": True}},
    "unique": {"op": "set_rules", "class": "Item", "field": "code", "rules": {"required": True, "min": 0, "unique": True}},
    "reference": {"op": "add_field", "class": "Item", "field": {"name": "maker", "type": "reference", "target": "Maker"}},
    "change of type": {"op": "alter_field", "class": "Item", "field": "amount", "set": {"type": "decimal"}},
    "drop field": {"op": "drop_field", "class": "Item", "field": "note"},
}  # fmt: skip
REQUESTS = {
    "read": "select name, code from tenant_bench.tc_item where id = %(id)s",
    "update": "update tenant_bench.tc_item set name = 'changed ' || %(n)s where id = %(id)s",
    "insert": "insert into tenant_bench.tc_item (name, code) values ('new', %(n)s)",
}
Sample = tuple[float, float]  # when it began, milliseconds that it took


def client(url: str, kind: str, ids: list[str], stop: Event, out: multiprocessing.connection.Connection) -> None:
    """One connection that does one kind of request over and over; sends its samples at the end."""
    samples: list[Sample] = []
    errors: list[str] = []
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("set synchronous_commit = off")
        n = ROWS + 1
        while not stop.is_set():
            n += 1
            begun = time.time()
            try:
                db.execute(REQUESTS[kind], {"id": ids[n % len(ids)], "n": n}, prepare=True)
            except (
                psycopg.Error
            ) as error:  # a plan may change its result type under a prepared statement: as in production
                errors.append(f"{error.sqlstate} {error}")
            samples.append((begun, (time.time() - begun) * 1000))
            time.sleep(PAUSE)
    out.send((samples, errors))


@dataclass(frozen=True, slots=True)
class Phase:
    name: str
    begun: float
    ended: float
    outcome: str = ""


def migrate(db: Connection, *operations: dict[str, Any]) -> str:
    try:
        db.execute("select thing.migrate('bench', %s::jsonb)", (json.dumps(operations),))
    except psycopg.Error as error:
        return str(error.sqlstate)
    return ""


async def work(url: str) -> None:
    async with api.connect(asyncpg_url(url)) as database:
        while await jobs.run_due(
            database, None, lambda outcome: console.print(outcome, style="red") if outcome.error else None
        ):
            pass


def phases(url: str, db: Connection) -> list[Phase]:
    done: list[Phase] = []

    def phase(name: str, run: Any) -> None:
        begun = time.time()
        outcome = run() or ""
        done.append(Phase(name, begun, time.time(), outcome))
        console.print(f"  {name}: {done[-1].ended - begun:.1f} s {outcome}", style="dim")

    def change(operation: dict[str, Any]) -> str:
        if refused := migrate(db, operation):
            raise RuntimeError(f"{operation}: {refused}")
        asyncio.run(work(url))
        time.sleep(0.5)
        return ""

    def back() -> str:
        db.execute("select thing.rollback('bench', 1)")
        asyncio.run(work(url))
        return ""

    def refused() -> str:
        with connect_url(url) as reader, reader.transaction():
            reader.execute("select count(*) from (select from tenant_bench.tc_item limit 1) t")
            outcome = migrate(db, {"op": "add_field", "class": "Item", "field": {"name": "late", "type": "text"}})
            if outcome != "TB030":
                raise RuntimeError(f"the change should have been given up, not {outcome or 'done'}")
        return "SCHEMA_BUSY, as it should"

    phase("quiet", lambda: time.sleep(10))
    for name, operation in CHANGES.items():
        phase(name, lambda operation=operation: change(operation))
    phase("rollback of all", back)
    phase("a long reader in the way", refused)
    return done


def connect_url(url: str) -> Connection:
    return psycopg.connect(url, autocommit=True)


def prepare(db: Connection, rows: int) -> list[str]:
    db.execute("select thing.create_tenant('bench')")
    migrate(db, *CLASSES)
    console.print(f"filling a table of {rows} rows ...", style="dim")
    db.execute(
        "insert into tenant_bench.tc_item (name, amount, code, note)"
        f" select 'name ' || i, i % 1000, i, 'a note ' || i from generate_series(1, {rows}) i"
    )
    db.execute("vacuum analyze tenant_bench.tc_item")  # not the log: its statistics may well be old
    found = db.execute("select id::text from tenant_bench.tc_item tablesample system (1) limit 20000").fetchall()
    return [row[0] for row in found]


def figures(done: list[Phase], samples: list[Sample]) -> list[Figure]:
    result = []
    for phase in done:
        times = sorted(ms for begun, ms in samples if phase.begun <= begun + ms / 1000 and begun <= phase.ended)
        highest, tail = times[-1], times[int(len(times) * 0.999)]
        result.append(
            Figure(phase.name, f"max {highest:.0f} ms", f"p99.9 {tail:.1f} ms of {len(times)}", highest, " ms", BOUND)
        )
    return result


@contextmanager
def clients(url: str, ids: list[str]) -> Iterator[list[Sample]]:
    """Four connections that read, update and insert meanwhile. What they waited is in the list at the end."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    waits: list[Sample] = []
    running = []
    for kind in KINDS:
        mine, theirs = context.Pipe()
        process = context.Process(target=client, args=(url, kind, ids, stop, theirs))
        process.start()
        running.append((process, mine))
    try:
        yield waits
    finally:
        stop.set()
        received = [pipe.recv() for _, pipe in running]
        for process, _ in running:
            process.join()
        waits += [sample for samples, _ in received for sample in samples]
        for error in sorted({error for _, errors in received for error in errors})[:10]:
            console.print(error, style="red")


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with server({"autovacuum": "on", "max_wal_size": "8GB"}) as started, connect(started) as db:
        ids = prepare(db, rows)
        with clients(started.url, ids) as waits:
            time.sleep(3)
            done = phases(started.url, db)
        return report(
            f"polite: waits of {len(KINDS)} connections while a table of {rows} rows changes", figures(done, waits)
        )


if __name__ == "__main__":
    sys.exit(main())
