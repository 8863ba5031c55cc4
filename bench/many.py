"""1,000 connections at once on one tenant; 1,000 tenants of one shape in turn: errors, p99, memory, and are requests as fast.

The connections are all open and busy at once: each sends its next request as soon as the last is answered, so that their latency
is 1,000 / throughput at the least. Beside it, for comparison, the same with clients that pause a second on average. Memory is the server process's resident set, after the pools of idle tenants have closed. Beside
the process that meets all tenants, another is asked for the first 100 over and over, at the same times: by what that becomes slower or faster
meanwhile, the machine does.

    ./thingbase bench many [TENANTS]
"""

import http.client
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import psutil
from rich.progress import track

from bench.harness import Connection, Figure, Neighbours, connect, console, report, server
from bench.http import BY_ID
from bench.support import contenders, shop, wrk
from bench.support.contenders import Contender
from tests.support.servers import asyncpg_url

CONNECTIONS, SECONDS, ROUNDS = 1_000, 8, 3
IDLE_SECONDS = 2  # of the pools, so that the run need not wait a minute
GROUP, AGAIN = 100, 5  # tenants that are compared; further requests to each
CLASS = [
    {"op": "create_class", "class": "Note", "fields": [
        {"name": "title", "type": "text", "rules": {"required": True, "minLength": 2}},
        {"name": "stars", "type": "integer", "rules": {"min": 0}},
        {"name": "due", "type": "date"}]},
]  # fmt: skip
NOTES = "{ notes(first: 5, orderBy: [{title: ASC}]) { nodes { id title stars due } totalCount } }"


def connections(db: Connection, url: str) -> list[Figure]:
    found = shop.open_shop(db)
    with contenders.ours(url, shop.TENANT, 16, role="viewer") as contender:
        headers = {"content-type": "application/json", **contender.headers}
        bodies: list[dict[str, object]] = [{"query": BY_ID, "variables": {"id": id_}} for id_ in found.products[:2_000]]

        def load(seconds: int, check: bool = False, think: int = 0) -> wrk.Load:
            address = contender.address + "/graphql"
            time.sleep(1)  # for what the last run's connections asked for, and did not wait for
            return wrk.run(address, bodies, headers, connections=CONNECTIONS, seconds=seconds, check=check, think=think)

        contender.ask("/graphql", bodies[0])
        load(5, check=True)
        loads = [load(SECONDS) for _ in track(range(ROUNDS), f"{CONNECTIONS:,} connections")]
        pausing = load(SECONDS, think=1_000)

    def median(of: Callable[[wrk.Load], float]) -> float:
        return statistics.median(of(each) for each in loads)

    console.print(
        f"with a pause of 1 s on average: {pausing.rate:,.0f}/s, p50 {pausing.p50:.1f} ms, p99 {pausing.p99:.0f} ms",
        style="dim",
    )
    asked, p50 = f"{sum(each.requests for each in loads):,} requests", f"p50 {median(lambda f: f.p50):.0f} ms"
    rate, p99 = f"{median(lambda f: f.rate):,.0f}/s", median(lambda f: f.p99)
    return [
        Figure(f"{CONNECTIONS:,} connections, by id: errors", "0", asked, 0, "", 0),  # any would have ended the run
        Figure(f"{CONNECTIONS:,} connections, by id: p99", p50, rate, p99, " ms", 200),
    ]


def prepare(db: Connection, many: int) -> None:
    for n in track(range(many), f"{many:,} tenants"):
        db.execute("select thing.create_tenant(%s)", (f"t{n}",))
        db.execute("select thing.migrate(%s, %s::jsonb)", (f"t{n}", json.dumps(CLASS)))
        db.execute(
            f"insert into tenant_t{n}.tc_note (title, stars) select 'note ' || i, i from generate_series(1, 20) i".encode()
        )
    db.execute("analyze")
    db.execute("checkpoint")


def resident(contender: Contender) -> int:
    """Bytes, once the pools have closed what is idle."""
    time.sleep(IDLE_SECONDS * 2.5)
    return int(psutil.Process(contender.process.pid).memory_info().rss)


class Asked:
    """A server process that is asked by one connection. first, further: ms, of each tenant's first and further requests."""

    def __init__(self, contender: Contender) -> None:
        self.first: list[float] = []
        self.further: list[float] = []
        self._connection = http.client.HTTPConnection("127.0.0.1", int(contender.address.rpartition(":")[2]))

    def ask(self, tenant: str) -> float:
        """How long it takes."""
        headers = {"content-type": "application/json", "authorization": f"Bearer {contenders.token(tenant, 'viewer')}"}
        begun = time.perf_counter()
        self._connection.request("POST", "/graphql", json.dumps({"query": NOTES}), headers)
        answer: Any = json.loads(self._connection.getresponse().read())
        taken = time.perf_counter() - begun
        assert len(answer["data"]["notes"]["nodes"]) == 5, answer
        return taken * 1000


def tenants(db: Connection, url: str, many: int) -> list[Figure]:
    prepare(db, many)
    memory: dict[int, int] = {}
    pools = {"THINGBASE_POOLS": f"idle_seconds={IDLE_SECONDS},total=64"}
    with (
        contenders.ours(url, "t0", 16, more=pools) as contender,
        contenders.ours(url, "t0", 16, more=pools) as other,
    ):
        all_of_them, few = Asked(contender), Asked(other)
        for n in track(range(many), "in turn"):
            for asked, tenant in ((all_of_them, f"t{n}"), (few, f"t{n % GROUP}")):
                asked.first.append(asked.ask(tenant))
                asked.further += [asked.ask(tenant) for _ in range(AGAIN)]
            if n + 1 in (GROUP, many):
                memory[n + 1] = resident(contender)

    def median(times: list[float], group: int) -> tuple[float, float]:
        """Of the first, and of the last. The first tenant of all reads the catalog and compiles: it is no measure."""
        return statistics.median(times[group // GROUP : group]), statistics.median(times[-group:])

    then, now = median(few.further, GROUP * AGAIN)

    def ratio(what: str, times: list[float], group: int) -> Figure:
        early, late = median(times, group)
        title = f"{what}: last {GROUP} tenants / first {GROUP}"
        told = f"{early:.2f} ms; the machine: {now:.2f} / {then:.2f} ms"
        return Figure(title, f"{late:.2f} ms", told, late / early * then / now, "", 1.2)

    grown = (memory[many] - memory[GROUP]) / (many - GROUP) / 1024
    return [
        Figure(f"memory a tenant, {GROUP} to {many:,}", f"{memory[many] / 2**20:.0f} MiB", f"{memory[GROUP] / 2**20:.0f} MiB", grown, " KiB", 64),
        ratio("first request of a tenant", all_of_them.first, GROUP),
        ratio("further requests", all_of_them.further, GROUP * AGAIN),
    ]  # fmt: skip


def main() -> int:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    wrk.required()
    with server({"max_connections": "200", "max_locks_per_transaction": "1024"}) as started, connect(started) as db:
        url = asyncpg_url(started.url)
        console.print(f"{CONNECTIONS:,} connections; {many:,} tenants")
        neighbours = Neighbours(started.process.pid)
        figures = [*connections(db, url), *tenants(db, url, many)]
        neighbours.tell()
        return report("many", figures)


if __name__ == "__main__":
    sys.exit(main())
