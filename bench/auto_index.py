"""auto_index: from the first slow list to the index in use, under load, and the longest wait of others meanwhile.

Two clients of a server ask for 20 things by one field, ordered by another, of a table without an index for it; four
connections read, update and insert. The worker runs beside them, as in `thingbase up`. The waits of an equal time before
auto_index is on are shown beside those from then on.

    ./thingbase bench auto_index [ROWS]
"""

import asyncio
import random
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from bench.harness import Figure, connect, console, report, server
from bench.polite import clients, prepare
from py_api.cache import Cache
from py_api.config import Limits
from py_api.core import jobs
from py_api.database import TenantPools
from py_api.engine.engine import Engine
from py_api.engine.request import GraphQLRequest
from py_api.principal import Principal
from tests.support.servers import asyncpg_url

ROWS, READERS, PAUSE, BEFORE, AFTER = 300_000, 2, 0.05, 20.0, 10.0
QUERY = """query ($amount: Int!) {
    items(first: 20, filter: {amount: {eq: $amount}}, orderBy: [{code: DESC}]) { nodes { id name code } } }"""


@dataclass(slots=True)
class Seen:
    """When things happened, and how long lists took: (when, ms)."""

    on: float = 0.0
    used: float = 0.0
    ended: float = 0.0
    lists: list[tuple[float, float]] = field(default_factory=list)


async def run(url: str, db: Any) -> Seen:
    pools = TenantPools(url, b"s" * 32, per_tenant=4, total=8, idle_seconds=600)
    engine = Engine(pools, Cache(None), Limits())
    engine.listener_back()
    seen = Seen()
    asker = Principal("bench", "viewer", "ann", 2e9)

    async def ask() -> None:
        while True:
            begun = time.time()
            answer = await engine.execute(asker, GraphQLRequest(QUERY, None, {"amount": random.randrange(1000)}))
            assert b"errors" not in answer.body, answer.body
            seen.lists.append((begun, (time.time() - begun) * 1000))
            await asyncio.sleep(PAUSE)

    def scans() -> int:
        rows = db.execute("select scans from thing.indexes('bench') where state = 'ready'").fetchall()
        return max((int(scans) for (scans,) in rows), default=0)

    beside = [jobs.watch(url, "bench", lambda _: None), *(ask() for _ in range(READERS))]
    tasks = [asyncio.ensure_future(work) for work in beside]
    await asyncio.sleep(BEFORE)
    # The first slow list is the first that is counted: those of before are forgotten.
    await engine.usage.flush()
    db.execute("delete from tenant_bench.access_usage")
    db.execute("""select thing.tenant_limits('bench', '{"auto_index": "on"}')""")
    tasks.append(asyncio.ensure_future(engine.usage.run()))
    seen.on = time.time()
    while not scans() and time.time() < seen.on + 180 and not any(task.done() for task in tasks):  # noqa: ASYNC110
        await asyncio.sleep(0.5)
    seen.used = time.time()
    await asyncio.sleep(AFTER)
    seen.ended = time.time()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await engine.close()
    await pools.close()
    return seen


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with server({"autovacuum": "on", "max_wal_size": "8GB"}) as started, connect(started) as db:
        with clients(started.url, prepare(db, rows)) as waits:
            seen = asyncio.run(run(asyncpg_url(started.url), db))

        def longest(begun: float, ended: float) -> float:
            return max((ms for at, ms in waits if begun <= at + ms / 1000 and at <= ended), default=0.0)

        before = statistics.median(ms for at, ms in seen.lists if at < seen.on)
        after = statistics.median(ms for at, ms in seen.lists if at > seen.used)
        for row in db.execute("select class, fields, state, ms_before, ms_after from thing.auto_indexes('bench')"):
            console.print(*row)
        usual = f"{longest(seen.on - BEFORE, seen.on):.0f} ms before"
        wait = longest(seen.on, seen.ended)
        return report(
            f"auto_index: a list of 20 among {rows} things",
            [
                Figure("until the index is used", f"{seen.used - seen.on:.0f} s", "", seen.used - seen.on, " s", 60),
                Figure("longest wait of others", f"{wait:.0f} ms", usual, wait, " ms", 200),
                Figure("a list after / before", f"{after:.1f} ms", f"{before:.1f} ms", after / before, "", 0.8),
            ],
        )


if __name__ == "__main__":
    sys.exit(main())
