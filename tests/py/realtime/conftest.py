"""A hub over the real server, with sinks that keep what they are given."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from py_api.cache import Cache
from py_api.config import Limits
from py_api.database import TenantPools
from py_api.engine.engine import Engine
from py_api.engine.request import GraphQLRequest
from py_api.events.listener import Listener
from py_api.events.subscription_hub import SubscriptionHub
from py_api.principal import Principal, Role
from tests.support import servers
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from py_api.events.subscription_group import Subscription

SECRET = b"a secret for tests, long enough"


class Heard:
    """A sink. events: what came, parsed; cursors beside them."""

    def __init__(self) -> None:
        self.events: list[Any] = []
        self.cursors: list[str] = []
        self.beats: list[str] = []
        self.errors: list[dict[str, Any]] | None = None
        self._changed = asyncio.Event()
        self.subscription: Subscription | None = None

    def event(self, body: bytes, cursor: str) -> None:
        found = json.loads(body)["data"]
        self.events.append(next(iter(found.values())))
        self.cursors.append(cursor)
        self._changed.set()

    def beat(self, cursor: str) -> None:
        self.beats.append(cursor)
        self._changed.set()

    def ended(self, errors: list[dict[str, Any]]) -> None:
        assert self.errors is None, "ended twice"
        self.errors = errors
        self._changed.set()

    async def ready(self) -> None:
        await asyncio.sleep(0)

    async def until(self, holds: Callable[["Heard"], bool]) -> "Heard":
        async with asyncio.timeout(PATIENCE):
            while not holds(self):
                self._changed.clear()
                await self._changed.wait()
        return self

    async def count(self, number: int) -> list[Any]:
        """The events, once there are so many; and a moment later no more."""
        await self.until(lambda heard: len(heard.events) >= number)
        await asyncio.sleep(0.05)
        assert len(self.events) == number, self.events
        return self.events

    async def end(self) -> list[dict[str, Any]]:
        await self.until(lambda heard: heard.errors is not None)
        assert self.errors is not None
        return self.errors


@dataclass
class Process:
    """What a server process has, but the sockets."""

    engine: Engine
    hub: SubscriptionHub
    listener: Listener
    tenant: str
    sinks: list[Heard] = field(default_factory=list)

    async def subscribe(
        self, query: str, after: str | None = None, role: Role = "viewer", tenant: str | None = None, **variables: Any
    ) -> Heard:
        heard = Heard()
        principal = Principal(tenant or self.tenant, role, "kari", time.time() + 60)
        heard.subscription = await self.hub.subscribe(principal, GraphQLRequest(query, None, variables), heard, after)
        self.sinks.append(heard)
        return heard

    async def mutate(self, query: str, **variables: Any) -> Any:
        principal = Principal(self.tenant, "admin", "kari", time.time() + 60)
        answer = await self.engine.execute(principal, GraphQLRequest(query, None, variables))
        found = json.loads(answer.body)
        assert "errors" not in found, found
        return found["data"]


@pytest.fixture
def process(server: servers.Server, tenant: str) -> Callable[[], Any]:
    """async with process() as p: a server process that listens."""

    @asynccontextmanager
    async def make(limits: Limits = Limits(), listens: bool = True) -> AsyncIterator[Process]:  # noqa: B008
        pools = TenantPools(servers.asyncpg_url(server.url), SECRET, per_tenant=4, total=8, idle_seconds=60)
        engine = Engine(pools, Cache(None), limits)
        hub = SubscriptionHub(engine, limits.subscriptions)
        engine.wrote = hub.wrote
        listener = Listener(servers.asyncpg_url(server.url), engine, hub)
        listening = asyncio.create_task(listener.run()) if listens else None
        try:
            async with asyncio.timeout(PATIENCE):
                while listens and not listener.connected:  # noqa: ASYNC110 - it tells nobody
                    await asyncio.sleep(0.01)
            yield Process(engine, hub, listener, tenant)
        finally:
            if listening is not None:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
            await hub.close()
            await engine.close()
            await pools.close()

    return make


@pytest.fixture
def shop(db: psycopg.Connection[Any], tenant: str, build: Callable[..., None]) -> Iterator[psycopg.Connection[Any]]:
    """Classes Maker and Product (name, price, state, maker, tags), and a connection in the tenant's schema."""
    operations = [
        {"op": "create_class", "class": "Maker", "fields": [{"name": "name", "type": "text"}]},
        {"op": "create_class", "class": "Tag", "fields": [{"name": "word", "type": "text"}]},
        {"op": "create_class", "class": "Product", "fields": [
            {"name": "name", "type": "text"}, {"name": "price", "type": "decimal"},
            {"name": "stock", "type": "integer"},
            {"name": "state", "type": "select", "params": {"values": ["DRAFT", "LIVE"]}},
            {"name": "maker", "type": "reference", "target": "Maker", "onDelete": "setNull"},
            {"name": "tags", "type": "references", "target": "Tag"}]},
    ]  # fmt: skip
    build("select thing.migrate(%s, %s::jsonb)", tenant, json.dumps(operations))
    db.execute(f"set search_path = tenant_{tenant}, pg_catalog")
    yield db
    db.execute("reset search_path")
