"""Made-up things of a class with 10 fields: rows a second, against a COPY of the same rows into a bare table.

Also what drawing and what writing the rows costs alone, in CPU time, which other programs of the machine disturb less.
One session of PostgreSQL writes them while the next are drawn, so the dearer of both bounds the rate.
"""

import asyncio
import statistics
import sys
import time
from random import Random
from typing import Any

import psutil

from bench.harness import Connection, Figure, connect, console, report, seconds, server
from py_api.cli.generate import BATCH, Filling
from py_api.database import connect as connected
from py_api.generator.things import ClassMaker, Existing
from tests.support import servers

ROWS = 100_000
CLASS = """[{"op": "create_class", "class": "Item", "fields": [
    {"name": "sku", "type": "text", "rules": {"required": true, "unique": true, "pattern": "^[A-Z]{2}-[0-9]{6,9}$"}},
    {"name": "name", "type": "text", "rules": {"required": true, "minLength": 2}},
    {"name": "price", "type": "decimal", "params": {"precision": 10, "scale": 2}, "rules": {"min": 0}},
    {"name": "stock", "type": "integer", "rules": {"min": 0, "max": 5000}},
    {"name": "state", "type": "select", "params": {"values": ["draft", "onSale", "gone"]}},
    {"name": "rating", "type": "integer", "rules": {"min": 1, "max": 10}},
    {"name": "maker", "type": "text", "rules": {"maxLength": 40}},
    {"name": "soldAt", "type": "datetime"},
    {"name": "active", "type": "boolean"},
    {"name": "madeOn", "type": "date"}]}]"""


def clear(db: Connection) -> None:
    db.execute("set session_replication_role = replica")
    db.execute("truncate bare, tc_item, thing_instances, change_log")
    db.execute("set session_replication_role = origin")
    db.execute("checkpoint")


async def generate(url: str) -> float:
    async with connected(url) as admin:
        begun = time.perf_counter()
        filling = Filling("bench", "7", lambda _what, _done, _all: None)
        await filling.run(admin, b"a secret of the bench", ROWS, {})
        return time.perf_counter() - begun


def lines(entry: dict[str, Any]) -> tuple[list[str], list[bytes], float]:
    """The columns, all rows as COPY takes them, and the CPU seconds that drawing them took."""
    begun = time.process_time()
    maker = ClassMaker(entry, Random("7/Item/0"), {}, lambda _class: (), Existing(values={"sku": set()}))
    made = [maker.lines(maker.ids(BATCH), maker.batch(BATCH)) for _ in range(ROWS // BATCH)]
    return ["id", *(column.column for column in maker.columns)], made, time.process_time() - begun


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with server() as started, connect(started) as db:
        db.execute("select thing.create_tenant('bench')")
        db.execute("select thing.migrate('bench', %s::jsonb)", (CLASS,))
        db.execute("set search_path = tenant_bench, public")
        db.execute("create table bare (like tc_item including defaults, primary key (id), unique (sku))")
        entries = db.execute("select thing.catalog_entries('bench', null)").fetchone()
        assert entries is not None
        console.print(f"{ROWS} rows of 10 fields, {rounds} rounds")
        times: dict[str, list[float]] = {"ours": [], "bare": [], "cpu": [], "written": []}
        for number in range(rounds + 1):
            columns, made, cpu = lines(entries[0]["classes"][0])

            def copy(columns: list[str] = columns, made: list[bytes] = made, table: str = "bare") -> None:
                with db.cursor() as cursor, cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as stream:
                    for part in made:
                        stream.write(part)

            clear(db)
            bare = seconds(copy)
            clear(db)
            writing = psutil.Process(db.info.backend_pid)
            before = sum(writing.cpu_times()[:2])
            copy(columns, made, "tc_item")
            written = sum(writing.cpu_times()[:2]) - before
            clear(db)
            ours = asyncio.run(generate(servers.asyncpg_url(started.url)))
            if number:
                for name, value in (("ours", ours), ("bare", bare), ("cpu", cpu), ("written", written)):
                    times[name].append(value)
        ratio = statistics.median(o / b for o, b in zip(times["ours"], times["bare"], strict=True))
        taken = {name: statistics.median(values) for name, values in times.items()}
        drawing, writing_one = taken["cpu"] / ROWS * 1e6, taken["written"] / ROWS * 1e6
        return report(
            "generate",
            [
                Figure("rows a second", f"{taken['ours']:.2f} s", "", ROWS / taken["ours"] / 1000, "k", 50.0, True),
                Figure(
                    "generated, validated, logged / bare COPY",
                    f"{taken['ours']:.2f} s", f"{taken['bare']:.2f} s", ratio, "", 5.0,
                ),
                Figure("CPU of drawing one row", f"{drawing:.1f} us", "", drawing, " us", 10.0),
                Figure("CPU of PostgreSQL for writing one row", f"{writing_one:.1f} us", "", writing_one, " us", 20.0),
            ],
        )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
