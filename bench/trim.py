"""5 million rows of a log, given partitions and trimmed, while four writers go on: seconds, and the longest that one waits.

The rows stand in one table, as in a tenant from before there were partitions. Then what an hour or a day would bring is
done at once: the steps of thing.keep_log, and a partition that ended two days ago. Against it: the same rows deleted, in
batches (measured with one of them). Then the files: what the call takes after the rows are gone for everybody, while the
system frees what they had (a second for some 1 GB, on disk and in memory alike), against a plain file of that size. Last,
what partitions cost a write of one row: PostgreSQL's CPU without / with.

    ./thingbase bench trim [ROWS]
"""

import multiprocessing
import multiprocessing.connection
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event
from pathlib import Path

import psycopg

from bench.harness import Connection, Figure, connect, console, report, seconds, server
from bench.rewind import one

ROWS, BATCH, WRITERS = 5_000_000, 100_000, 4
PAUSE = 0.002  # seconds between two writes of a connection
ROUNDS, WRITES = 60, 250  # of the comparison of single writes
CLASS = """[{"op": "create_class", "class": "Item", "fields": [
    {"name": "name", "type": "text", "rules": {"minLength": 2}}, {"name": "price", "type": "decimal"},
    {"name": "note", "type": "text"}]}]"""
UPDATE = "update tenant_{}.tc_item set price = price + 1 where id = %s"
FILL = """
    insert into tenant_bench.change_log (at, operation, class_id, actor, by_role, thing_id, version, old)
    select now() - interval '3 days', 'update', 1, 'bench', 'bench', (array(select id from tenant_bench.tc_item))[1 + n %% 1000],
           2, jsonb_build_object('id', n, 'name', 'item ' || n, 'price', n, 'note', 'a note of some length', 'version', 1)
      from generate_series(1, %s) n"""
Sample = tuple[float, float]  # when it began, milliseconds that it took


@dataclass(slots=True)
class Writing:
    """What the writers tell when they have stopped."""

    samples: list[Sample] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def longest(self, begun: float, ended: float) -> float:
        """Milliseconds, of what was under way between the two."""
        return max((took for at, took in self.samples if at <= ended and at + took / 1000 >= begun), default=0.0)


def write(url: str, ids: list[str], stop: Event, out: multiprocessing.connection.Connection) -> None:
    samples: list[Sample] = []
    errors: list[str] = []
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("set synchronous_commit = off")  # locks are measured, not the disk
        out.send("ready")
        while not stop.is_set():
            begun = time.time()
            try:
                db.execute(UPDATE.format("bench").encode(), (ids[len(samples) % len(ids)],), prepare=True)
            except psycopg.Error as error:
                errors.append(str(error))
            samples.append((begun, (time.time() - begun) * 1000))
            time.sleep(PAUSE)
    out.send((samples, errors))


@contextmanager
def writers(url: str, ids: list[str]) -> Iterator[Writing]:
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    writing = Writing()
    started = []
    for number in range(WRITERS):
        out, into = context.Pipe(duplex=False)
        process = context.Process(target=write, args=(url, ids[number::WRITERS], stop, into))
        process.start()
        started.append((process, out))
    for _, out in started:
        out.recv()
    time.sleep(1)
    try:
        yield writing
    finally:
        stop.set()
        for process, out in started:
            samples, errors = out.recv()
            writing.samples += samples
            writing.errors += errors
            process.join()


def prepare(db: Connection, tenant: str) -> list[str]:
    db.execute("select thing.create_tenant(%s)", (tenant,))
    db.execute("select thing.migrate(%s, %s::jsonb)", (tenant, CLASS))
    db.execute('select thing.tenant_limits(%s, \'{"log_keep": "1 day"}\')', (tenant,))
    rows = db.execute(
        f"insert into tenant_{tenant}.tc_item (name, price) select 'item ' || n, n from generate_series(1, 1000) n returning id".encode()
    ).fetchall()
    return [str(row[0]) for row in rows]


@contextmanager
def gone_for_others(url: str, before: int) -> Iterator[list[float]]:
    """When another session first saw that the log was trimmed further than that; there once it has ended."""
    seen: list[float] = []

    def look() -> None:
        with psycopg.connect(url, autocommit=True) as db:
            while int(str(one(db, "select trimmed_seq from tenant_bench.change_log_state"))) == before:
                time.sleep(0.002)
            seen.append(time.time())

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    yield seen
    looking.join(60)


def freeing(path: Path, size: int) -> float:
    """Seconds that the system takes to free a file of that size."""
    with path.open("wb") as file:
        for _ in range(size // 2**20):
            file.write(bytes(2**20))
        os.fsync(file.fileno())
    taken = seconds(lambda: os.truncate(path, 0))
    path.unlink()
    return taken


def cpu(db: Connection) -> float:
    """Seconds of CPU that the connection's process has had."""
    return int(Path(f"/proc/{db.info.backend_pid}/schedstat").read_text().split()[0]) / 1e9


def cost(url: str, ids: dict[str, list[str]]) -> dict[str, float]:
    """Microseconds of CPU of an update of one row, by tenant: the quickest fifth of the rounds."""
    used: dict[str, list[float]] = {tenant: [] for tenant in ids}
    connections = {tenant: psycopg.connect(url, autocommit=True) for tenant in ids}
    for db in connections.values():
        db.execute("set synchronous_commit = off")
    for number in range(ROUNDS):
        for tenant in list(ids) if number % 2 else reversed(ids):
            begun = cpu(connections[tenant])
            for n in range(WRITES):
                connections[tenant].execute(UPDATE.format(tenant).encode(), (ids[tenant][n],), prepare=True)
            used[tenant].append((cpu(connections[tenant]) - begun) / WRITES * 1e6)
    for db in connections.values():
        db.close()
    return {tenant: statistics.quantiles(rounds, n=5)[0] for tenant, rounds in used.items()}


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with server() as started, connect(started) as db:
        ids = {tenant: prepare(db, tenant) for tenant in ("bench", "plain")}
        for filled in range(0, rows + BATCH, 500_000):
            db.execute(FILL, (min(500_000, rows + BATCH - filled),))
        db.execute("update tenant_bench.change_log set at = now() - interval '3 days' where seq <= 1001")
        db.execute("vacuum analyze tenant_bench.change_log")
        db.execute("checkpoint")
        size = one(db, "select pg_size_pretty(pg_total_relation_size('tenant_bench.change_log'))")
        console.print(f"{rows + BATCH + 1001} rows in the log, {size}")
        phases: dict[str, tuple[float, float]] = {}

        def phase(name: str, work: Callable[[], object]) -> None:
            begun = time.time()
            done = work()
            phases[name] = (begun, time.time())
            console.print(f"{name}: {done}", style="dim")
            time.sleep(0.5)

        batch = seconds(lambda: db.execute("select thing.trim_change_log('bench', '1 day', %s)", (BATCH,)))
        with writers(started.url, ids["bench"]) as writing:
            while (
                step := str(one(db, "select relkind from pg_class where oid = 'tenant_bench.change_log'::regclass"))
            ) != "p":
                phase(f"step {len(phases) + 1}", lambda: one(db, "select thing.keep_log('bench')"))
            for _ in range(2):
                phase(f"step {len(phases) + 1}", lambda: one(db, "select thing.keep_log('bench')"))
            db.execute(
                "update tenant_bench.change_log_state set partition_ends = jsonb_build_object('change_log_1', now() - interval '2 days')"
            )
            before = int(str(one(db, "select trimmed_seq from tenant_bench.change_log_state")))
            room = int(str(one(db, "select pg_total_relation_size('tenant_bench.change_log_1')")))
            with gone_for_others(started.url, before) as seen:
                phase("trim", lambda: one(db, "select thing.trim_change_log('bench', '1 day')"))
            plain = freeing(Path(str(one(db, "show data_directory"))) / "plain", room)
        gone = int(str(one(db, "select trimmed_seq from tenant_bench.change_log_state"))) - before
        assert step == "p"
        trimmed = seen[0] - phases["trim"][0]
        freed = phases["trim"][1] - seen[0]
        waits = {name: writing.longest(*times) for name, times in phases.items()}
        usual = statistics.quantiles([took for _, took in writing.samples], n=100)[98]
        made = max(wait for name, wait in waits.items() if name != "trim")
        for error in set(writing.errors):
            console.print(error, style="bold red")
        used = cost(started.url, ids)
        return report(
            "trim",
            [
                Figure(f"trim of {gone} rows", f"{trimmed:.3f} s", f"{batch * gone / BATCH:.0f} s", trimmed, " s", 1),
                Figure(f"files of {room / 2**30:.1f} GiB", f"{freed:.2f} s", f"{plain:.2f} s", freed / plain, "x", 2),
                Figure("longest wait of a writer, trim", f"{waits['trim']:.0f} ms", f"p99 {usual:.1f} ms", waits["trim"], " ms", 100),
                Figure("longest wait, partitions are made", f"{made:.0f} ms", f"p99 {usual:.1f} ms", made, " ms", 200),
                Figure("writes that failed", str(len(writing.errors)), "", len(writing.errors), "", 0),
                Figure(
                    "CPU of one row, without / with", f"{used['bench']:.0f} us", f"{used['plain']:.0f} us",
                    used["plain"] / used["bench"], "", 0.97, at_least=True,
                ),
            ],
        )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
