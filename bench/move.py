"""A tenant moves to another server under 16 writers: how long no write was acknowledged; what was lost or came twice.

Two PostgreSQL servers, one API server with two workers, 16 busy clients that create things of names of their own. Some
rows are there before (--rows, 200,000; a GiB is about 2,000,000). The pause is the longest time in which none of the
clients had an answer, while the tenant moved; beside it the longest of a second before, with which nothing moved.

    ./thingbase bench move
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import psycopg

from bench.harness import Connection, Figure, connect, console, report, server
from bench.support import contenders
from bench.support.flooding import Client, Target
from py_api.config import ROOT
from tests.support import servers

WRITERS, WORKERS = 16, 2
BEFORE_SECONDS, AFTER_SECONDS = 5.0, 5.0
SLUG = "mover"
LOGICAL = {"wal_level": "logical"}


def prepare(db: Connection, rows: int) -> None:
    db.execute("select thing.create_tenant(%s)", (SLUG,))
    db.execute("select thing.create_class(%s, 'Item')", (SLUG,))
    for name, kind in (("name", "text"), ("text", "text"), ("number", "integer")):
        db.execute("select thing.add_field(%s, 'Item', %s, %s)", (SLUG, name, kind))
    db.execute(
        f"insert into tenant_{SLUG}.tc_item (name, text, number)"
        " select 'row ' || n, repeat(md5(n::text), 8), n from generate_series(1, %s) n".encode(),
        (rows,),
    )


def gap(moments: list[float], begin: float, end: float) -> float:
    """The longest time between two answers."""
    inside = [begin, *sorted(moment for moment in moments if begin <= moment <= end), end]
    return max(after - before for before, after in pairwise(inside))


async def written(host: str, port: int, command: list[str], environment: dict[str, str]) -> dict[str, object]:
    target = Target(host, port, SLUG, {"editor": contenders.token(SLUG, "editor")}, "")
    acknowledged: dict[str, float] = {}
    refused: list[str] = []

    async def write(number: int) -> None:
        client, count = Client(target, "editor"), 0
        while True:
            name, count = f"w{number} {count}", count + 1
            query = "mutation ($name: String!) { createItem(input: {name: $name}) { id } }"
            body = json.dumps({"query": query, "variables": {"name": name}}).encode()
            status, answer = await client.ask(body)
            if status == 200 and b'"errors"' not in answer:
                acknowledged[name] = time.perf_counter()
            else:
                refused.append(f"{status} {answer[:200].decode(errors='replace')}")

    writers = [asyncio.create_task(write(number)) for number in range(WRITERS)]
    try:
        await asyncio.sleep(BEFORE_SECONDS)
        begin = time.perf_counter()
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=subprocess.PIPE)
        out, _ = await process.communicate()
        end = time.perf_counter()
        assert process.returncode == 0, out
        await asyncio.sleep(AFTER_SECONDS)
    finally:
        for writer in writers:
            writer.cancel()
        await asyncio.gather(*writers, return_exceptions=True)
    moments = list(acknowledged.values())
    return {
        "names": set(acknowledged), "refused": refused, "moved": json.loads(out),
        "pause": gap(moments, begin, end), "before": gap(moments, begin - BEFORE_SECONDS + 1, begin),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200_000)
    rows = parser.parse_args().rows
    with server(LOGICAL) as one, server(LOGICAL) as other, connect(one) as db, tempfile.TemporaryDirectory() as folder:
        prepare(db, rows)
        password = Path(folder) / "password"
        password.write_text(servers.PASSWORD)
        parts = psycopg.conninfo.conninfo_to_dict(other.url)
        dsn = "postgresql://{user}@{host}:{port}/{dbname}".format(**parts)
        url = servers.asyncpg_url(one.url)
        db.execute("select thing.add_server('b', %s, %s)", (dsn, f"file:{password}"))
        command, environment = contenders.serving(url, 16)
        move = [str(ROOT / "thingbase"), "tenant", "move", SLUG, "--to", "b", "--json"]
        with contenders.running("ours", [*command, "--workers", str(WORKERS)], environment) as ours:
            host, _, port = ours.address.removeprefix("http://").rpartition(":")
            told = asyncio.run(written(host, int(port), move, {**os.environ, "DATABASE_URL": url}))
        with psycopg.connect(other.url) as there:
            found = there.execute(f"select name from tenant_{SLUG}.tc_item where name ~ '^w'".encode()).fetchall()
    names, found_names, moved = told["names"], [row[0] for row in found], told["moved"]
    assert isinstance(names, set) and isinstance(moved, dict) and isinstance(told["refused"], list)  # noqa: PT018
    for text in told["refused"][:3]:
        console.print(f"refused: {text}", markup=False)
    size = f"{moved['rows']:,} rows, {moved['bytes'] / 2**20:.0f} MiB, {moved['seconds']:.1f} s"
    before = f"{float(str(told['before'])) * 1000:.0f} ms before"
    core = f"{moved['pause'] * 1000:.0f} ms in the database"
    return report(
        f"{WRITERS} writers, {len(names):,} writes while a tenant moves: {size}",
        [
            Figure(
                "longest time without an acknowledged write", core, before, float(str(told["pause"])) * 1000, " ms", 250
            ),
            Figure("acknowledged writes that are lost", "", "", len(names - set(found_names)), "", 0),
            Figure("writes that came twice", "", "", len(found_names) - len(set(found_names)), "", 0),
            Figure("writes that were refused", "", "", len(told["refused"]), "", 0),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
