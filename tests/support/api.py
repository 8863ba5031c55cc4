"""The real server on a real socket, with an engine that is told what to answer."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

import httpx
import uvloop
from graphql import OperationType

from py_api.app import App
from py_api.cache import Cache
from py_api.compiler.operation import RequestError
from py_api.config import Limits, Settings
from py_api.cpu_budget import CpuBudget
from py_api.database import TenantPools
from py_api.engine.request import Answer, GraphQLRequest
from py_api.fair_share import FairShare
from py_api.http import server
from py_api.http.auth import sign
from py_api.principal import Principal

if TYPE_CHECKING:
    from py_api.engine.engine import Engine

KEY = b"a key for tests that is long enough"
NOWHERE = "postgresql://nobody:x@127.0.0.1:1/none"


class StubEngine:
    """An engine whose answers are in the query: `invalid`, `boom`, `large`, `slow`, `endless`, `mutation`; else what came in."""

    def __init__(self, pools: TenantPools, cache: Cache, limits: Limits) -> None:
        self.pools = pools
        self.cache = cache
        self.share = FairShare()
        self.budget = CpuBudget(limits.cpu_rate, limits.cpu_saved)
        self.heard: list[str] = []
        self.begun: list[str] = []
        self.closed = False

    async def execute(self, principal: Principal, operation: GraphQLRequest) -> Answer:
        query = operation.query
        self.begun.append(query)
        if operation.read_only and query.startswith("mutation"):
            return Answer(b'{"errors":[{"message":"no","extensions":{"code":"METHOD_NOT_ALLOWED"}}]}', False, 405, 3)
        if query == "invalid":
            return Answer(b'{"errors":[{"message":"no"}]}', False, 400, 3)
        if query == "busy":
            return Answer(b'{"errors":[{"message":"no"}]}', False, 503, 3)
        if query == "forbidden":
            return Answer(b'{"errors":[{"message":"no"}]}', False, 403, 3)
        if query == "failed":
            return Answer(b'{"errors":[{"message":"no"}],"data":null}', True, 200, 3)
        if query == "boom":
            raise RuntimeError("a table name and a password")
        if query == "slow":
            await asyncio.sleep(1.0)
        if query == "endless":
            await asyncio.sleep(60.0)
        if query == "large":
            return Answer(json.dumps({"data": "x" * 200_000}).encode(), True, 200, 3)
        came = {"operation": asdict(operation), "principal": asdict(principal)}
        return Answer(json.dumps({"data": came}, default=str).encode(), True, 200, 3)

    async def kind(self, principal: Principal, operation: GraphQLRequest) -> OperationType:
        if operation.query == "invalid":
            raise RequestError([{"message": "no", "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}])
        first = operation.query.partition(" ")[0]
        return OperationType(first) if first in ("mutation", "subscription") else OperationType.QUERY

    async def sdl(self, principal: Principal) -> bytes:
        return f"# of {principal.tenant}\n".encode()

    def metrics(self) -> dict[str, int]:
        return {"plans": 5}

    async def admit(self, principal: Principal) -> None:
        pass

    async def own_limit(self, principal: Principal, name: str) -> int | None:
        return None

    def tenant_left(self, slug: str) -> None:
        self.heard.append(f"{slug} left")

    def tenant_moved(self, tenant: str) -> None:
        self.heard.append(f"{tenant} moved")

    def schema_changed(self, tenant: str, version: int) -> None:
        self.heard.append(f"{tenant} {version}")

    def listener_lost(self, _server: str | None = None) -> None:
        self.heard.append("lost")

    def listener_back(self, _server: str | None = None) -> None:
        self.heard.append("back")

    async def run(self) -> None:
        pass

    async def close(self) -> None:
        self.closed = True


@dataclass
class Served:
    url: str
    app: App
    client: httpx.Client
    stop: Callable[[], None]

    @property
    def engine(self) -> StubEngine:
        return cast("StubEngine", self.app.engine)

    def post(self, query: str | None = "{ a }", *, headers: Mapping[str, str] = {}, **body: Any) -> httpx.Response:
        given = {"query": query, **body} if query is not None else body
        return self.client.post("/graphql", json=given, headers={**bearer(), **headers})

    def get(self, headers: Mapping[str, str] = {}, **parameters: str) -> httpx.Response:
        return self.client.get("/graphql", params=parameters, headers={**bearer(), **headers})


def bearer(role: str = "editor", tenant: str | None = "acme", seconds: float = 3600, **claims: Any) -> dict[str, str]:
    token = sign(claims.pop("key", KEY), tenant=tenant, role=role, subject="me", seconds=seconds)
    return {"authorization": f"Bearer {token}"}


@contextmanager
def serving(engine: Any = StubEngine, **settings: Any) -> Iterator[Served]:
    """A server in a thread, with an event loop of its own."""
    given: dict[str, Any] = {
        "database_url": NOWHERE, "redis_url": None, "secret": b"s" * 32, "jwt_secret": KEY, "metrics_local": True,
        **settings,
    }  # fmt: skip
    app = App(Settings(**given), cast("Callable[[TenantPools, Cache, Limits], Engine]", engine))
    listening = server.bind("127.0.0.1", 0)
    url = server.url_of(listening)
    started = threading.Event()
    loop = uvloop.new_event_loop()
    tasks: list[asyncio.Task[None]] = []

    async def main() -> None:
        tasks.append(asyncio.create_task(server.serve(app, listening, started.set)))
        await asyncio.gather(*tasks, return_exceptions=True)

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(main())

    thread = threading.Thread(target=run)
    thread.start()
    assert started.wait(60)

    def stop() -> None:
        if thread.is_alive():
            loop.call_soon_threadsafe(tasks[0].cancel)
            thread.join(60)
        assert not thread.is_alive()

    # (To read the certificates that no test needs takes longer than most requests.)
    with httpx.Client(base_url=url, timeout=60, verify=False) as client:
        try:
            yield Served(url, app, client, stop)
        finally:
            stop()
