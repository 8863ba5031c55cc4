"""Out is out: requests that are served after suspend, drop and rename of the tenant have answered, of 32 busy clients.

One server with two workers. The clients read, write and ask for the schema; each request that begins after the operator
has the answer counts. Ends within a minute.

    ./thingbase bench shutout
"""

import asyncio
import json
import sys
import time
from collections import Counter

from bench.harness import Connection, Figure, connect, report, server
from bench.support import contenders
from bench.support.flooding import Client, Target
from py_api.config import derived
from py_api.http.auth import sign
from tests.support.servers import asyncpg_url

LOOPS, WORKERS = 32, 2
BEFORE, AFTER = 300, 300  # requests that are waited for
SECONDS = 8.0  # for each of these waits
WAYS = {
    "suspend": 'suspendTenant(slug: "{slug}") {{ slug }}',
    "drop": 'dropTenant(slug: "{slug}", confirm: "{slug}")',
    "rename": 'renameTenant(slug: "{slug}", to: "{slug}_to") {{ slug }}',
}
ASKED = [
    "{ items { totalCount } }",
    'mutation { createItem(input: {name: "x"}) { id } }',
    "{ __schema { queryType { name } } }",
]
Request = tuple[float, str]  # when it began; its code


def told(status: int, body: bytes) -> str:
    if not status:
        return "cut"
    errors = json.loads(body).get("errors")
    return str(errors[0]["extensions"]["code"]) if errors else "served"


async def shut_out(host: str, port: int, slug: str, mutation: str) -> tuple[float, list[Request]]:
    """When the operation had answered, and all requests."""
    operator = sign(derived(contenders.SECRET.encode(), "jwt"), tenant=None, role="operator", subject="x", seconds=600)
    target = Target(host, port, slug, {"admin": contenders.token(slug, "admin"), "operator": operator}, "")
    seen: list[Request] = []

    async def loop(query: str) -> None:
        client, body = Client(target, "admin"), json.dumps({"query": query}).encode()
        while True:
            begun = time.perf_counter()
            seen.append((begun, told(*await client.ask(body))))

    async def until(first: int, count: int) -> None:
        end = time.perf_counter() + SECONDS
        while len(seen) - first < count and time.perf_counter() < end:  # noqa: ASYNC110 - a request notes only itself
            await asyncio.sleep(0.02)

    loops = [asyncio.create_task(loop(ASKED[n % len(ASKED)])) for n in range(LOOPS)]
    try:
        await until(0, BEFORE)
        said = told(*await Client(target, "operator").ask(json.dumps({"query": f"mutation {{ {mutation} }}"}).encode()))
        answered = time.perf_counter()
        assert said == "served", f"{mutation}: {said}"
        await until(len(seen), AFTER + LOOPS)
    finally:
        for each in loops:
            each.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
    return answered, seen


def prepare(db: Connection, slug: str) -> None:
    db.execute("select thing.create_tenant(%s)", (slug,))
    db.execute("select thing.create_class(%s, 'Item')", (slug,))
    db.execute("select thing.add_field(%s, 'Item', 'name', 'text')", (slug,))


def measured(db: Connection, host: str, port: int, way: str) -> Figure:
    slug = f"out_{way}"
    prepare(db, slug)
    answered, seen = asyncio.run(shut_out(host, port, slug, WAYS[way].format(slug=slug)))
    first = [code for begun, code in seen if begun < answered]
    before = first.count("served")
    after = Counter(code for begun, code in seen if begun >= answered)
    codes = ", ".join(f"{count} {code}" for code, count in sorted(after.items())) or "nothing was asked"
    served = after["served"] if before and after else len(seen)  # a run in which nothing happened shows nothing
    return Figure(f"{way}: served after its answer", codes, f"{before} of {len(first)} served before", served, "", 0)


def main() -> int:
    with server() as started, connect(started) as db:
        command, environment = contenders.serving(asyncpg_url(started.url), 8)
        with contenders.running("ours", [*command, "--workers", str(WORKERS)], environment) as ours:
            host, _, port = ours.address.removeprefix("http://").rpartition(":")
            figures = [measured(db, host, int(port), way) for way in WAYS]
    return report(f"shut out: {LOOPS} clients of one server with {WORKERS} workers", figures)


if __name__ == "__main__":
    sys.exit(main())
