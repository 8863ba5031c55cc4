"""An empty process with one engine, that does what it is told by lines of JSON and answers each with one.

{"do": "connect", "url", "redis", "tenant"}   -> {}             a connection of the tenant's stands; no catalog is read
{"do": "ask", "query"}                        -> {"wall", "cpu", "bytes", "errors"}   seconds; of this process
{"do": "sdl"}                                 -> {"wall", "cpu", "bytes"}
{"do": "change", "version", "query"}          -> as ask, with what the listener would have told before
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from bench.support.contenders import SECRET
from py_api.cache import Cache
from py_api.config import Limits, derived
from py_api.database import TenantPools
from py_api.engine.engine import Engine
from py_api.engine.request import GraphQLRequest
from py_api.http.server import collect_seldom
from py_api.principal import Principal


async def timed(work: Callable[[], Awaitable[bytes]]) -> dict[str, Any]:
    wall, cpu = time.perf_counter(), time.process_time()
    body = await work()
    spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "bytes": len(body)}
    return {**spent, "errors": body[:500].decode() if body.startswith(b'{"errors"') else None}


class Process:
    async def connect(self, url: str, redis: str | None, tenant: str) -> dict[str, Any]:
        self.pools = TenantPools(url, derived(SECRET.encode(), "roles"), per_tenant=4, total=8, idle_seconds=600)
        self.cache = Cache(redis)
        self.engine = Engine(self.pools, self.cache, Limits())
        self.principal = Principal(tenant, "admin", "bench", time.time() + 86_400)
        self.pools.release(await self.pools.acquire(tenant))
        self.engine.listener_back()
        collect_seldom()  # as the server does
        return {}

    async def ask(self, query: str) -> dict[str, Any]:
        async def work() -> bytes:
            return (await self.engine.execute(self.principal, GraphQLRequest(query, None, {}))).body

        return await timed(work)

    async def sdl(self) -> dict[str, Any]:
        return await timed(lambda: self.engine.sdl(self.principal))

    async def change(self, version: int, query: str) -> dict[str, Any]:
        async def work() -> bytes:
            self.engine.schema_changed(self.principal.tenant or "", version)
            return (await self.engine.execute(self.principal, GraphQLRequest(query, None, {}))).body

        return await timed(work)


async def main() -> None:
    process = Process()
    while line := await asyncio.to_thread(sys.stdin.readline):
        said = json.loads(line)
        print(json.dumps(await getattr(process, said.pop("do"))(**said)), flush=True)


asyncio.run(main())
