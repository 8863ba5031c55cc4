"""An upgrade of the core beside a live API with 1,000 tenants: how long does a request wait, how long does it take.

The next version has a migration with a part for tenants, and triggers of another generation for every class. Meanwhile clients
in a process of their own read and write things of ten tenants over HTTP, each as fast as it is answered, and one asks tenant
after tenant for the first time, so that the API logs in for it. The same is measured before, without an upgrade: that is what
the machine does by itself.

    ./thingbase bench upgrade [TENANTS]
"""

import asyncio
import http.client
import json
import multiprocessing
import multiprocessing.connection
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import psycopg

from bench.harness import Figure, Neighbours, connect, console, report, server
from bench.many import NOTES, prepare
from bench.support import contenders
from py_api import database as api
from py_api.core import install
from tests.support import next_core
from tests.support.servers import Server, asyncpg_url

ACTIVE, PAUSE = 10, 0.01  # tenants that are read and written all the time; seconds between two requests of a client
WAIT, DONE = 200.0, 120.0  # milliseconds, seconds
ALONE_SECONDS = 10
CREATE = "mutation ($input: NoteCreateInput!) { createNote(input: $input) { id } }"


@dataclass(frozen=True, slots=True)
class Sample:
    kind: str
    tenant: str
    begun: float
    milliseconds: float
    refused: str | None = None


class Client:
    """One HTTP connection, that notes how long each of its requests took."""

    def __init__(self, address: str, samples: list[Sample]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", int(address.rpartition(":")[2]), timeout=120)
        self._samples = samples

    def ask(self, kind: str, tenant: str, body: dict[str, Any]) -> None:
        token = contenders.token(tenant, "editor")
        headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
        begun = time.time()
        self._connection.request("POST", "/graphql", json.dumps(body), headers)
        answer = self._connection.getresponse().read()
        refused = answer.decode()[:200] if b'"errors"' in answer else None
        self._samples.append(Sample(kind, tenant, begun, (time.time() - begun) * 1000, refused))


def clients(address: str, many: int, stop: Event, out: multiprocessing.connection.Connection) -> None:
    samples: list[Sample] = []

    def loop(kind: str) -> None:
        client = Client(address, samples)
        n = 0
        while not stop.is_set():
            n += 1
            if kind == "read":
                client.ask(kind, f"t{n % ACTIVE}", {"query": NOTES})
            elif kind == "write":
                new = {"title": f"new {n}", "stars": n % 5}
                client.ask(kind, f"t{n % ACTIVE}", {"query": CREATE, "variables": {"input": new}})
            else:
                client.ask(kind, f"t{ACTIVE + n % (many - ACTIVE)}", {"query": NOTES})
            time.sleep(PAUSE)

    threads = [threading.Thread(target=loop, args=(kind,)) for kind in ("read", "write", "first")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    out.send(samples)


def lock_waits(url: str, stop: threading.Event, longest: list[float]) -> None:
    """The longest time that a session of the API has waited for a lock: without what a busy machine adds to a request."""
    with psycopg.connect(url, autocommit=True) as db:
        while not stop.wait(0.01):
            ((found,),) = db.execute(
                "select coalesce(max(extract(epoch from clock_timestamp() - l.waitstart)) * 1000, 0)::float8"
                " from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.application_name like 'thingbase api%'"
            ).fetchall()
            longest.append(found)


def measured(address: str, many: int, work: Any) -> tuple[list[Sample], float]:
    """The requests of the clients while the work ran, and how long that took."""
    stop, (here, there) = multiprocessing.Event(), multiprocessing.Pipe()
    process = multiprocessing.Process(target=clients, args=(address, many, stop, there))
    process.start()
    time.sleep(2)
    begun = time.time()
    work()
    ended = time.time()
    stop.set()
    samples: list[Sample] = here.recv()
    process.join()
    return [s for s in samples if s.begun + s.milliseconds / 1000 >= begun and s.begun <= ended], ended - begun


async def upgrade(url: str) -> None:
    async with api.connect(asyncpg_url(url)) as database:
        await install.install(database)
        state = await install.state(database)
        assert state.current, state


def beside(started: Server, url: str, many: int, folder: Path) -> int:
    """Upgrade a server with tenants of a class Note, t0 to t<many - 1>, beside an API; print the figures."""
    pools = {"THINGBASE_POOLS": "total=64,idle_seconds=5"}
    with contenders.ours(url, "t0", 16, more=pools) as contender:
        neighbours = Neighbours(started.process.pid)
        alone, _ = measured(contender.address, many, lambda: time.sleep(ALONE_SECONDS))
        neighbours.tell()
        install.SQL = next_core.write(folder)
        neighbours = Neighbours(started.process.pid)
        stop, waits = threading.Event(), [0.0]
        watching = threading.Thread(target=lock_waits, args=(started.url, stop, waits))
        watching.start()
        during, seconds = measured(contender.address, many, lambda: asyncio.run(upgrade(started.url)))
        stop.set()
        watching.join()
        neighbours.tell()
        return told(many, alone, during, seconds, waits)


def main(many: int) -> int:
    with server({"autovacuum": "on"}) as started, connect(started) as db, tempfile.TemporaryDirectory() as folder:
        prepare(db, many)
        return beside(started, asyncpg_url(started.url), many, Path(folder))


def told(many: int, alone: list[Sample], during: list[Sample], seconds: float, waits: list[float]) -> int:
    refused = [sample for sample in alone + during if sample.refused]
    for sample in refused[:5]:
        console.print(sample, style="red")
    figures = []
    for kind, what in (("read", "a list"), ("write", "a create"), ("first", "a tenant's first request")):
        before = sorted(s.milliseconds for s in alone if s.kind == kind)
        meanwhile = sorted(s.milliseconds for s in during if s.kind == kind)
        count = f"{len(meanwhile):,}: p50 {meanwhile[len(meanwhile) // 2]:.0f}, p99 {meanwhile[len(meanwhile) * 99 // 100]:.0f} ms"
        longest = f"alone p50 {before[len(before) // 2]:.0f}, max {before[-1]:.0f} ms"
        figures.append(Figure(f"{what}: longest wait", count, longest, meanwhile[-1], " ms", WAIT))
    looks = f"{len(waits):,} looks"
    figures.append(Figure("longest wait for a lock", looks, "", max(waits), " ms", WAIT))
    figures.append(Figure("requests refused", f"{len(refused)}", f"{len(alone) + len(during):,}", len(refused), "", 0))
    each = f"{seconds / many * 1000:.0f} ms a tenant"
    figures.append(Figure(f"upgrade of {many:,} tenants: done", each, "", seconds, " s", DONE))
    return report("Upgrade beside a live API", figures)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
