"""An engine over the real server, and a tenant whose schema the test changes behind its back."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from py_api.cache import Cache
from py_api.config import Limits
from py_api.database import TenantPools
from py_api.engine.engine import Engine
from py_api.engine.request import Answer, GraphQLRequest
from py_api.principal import Principal, Role
from tests.support import servers

SECRET = b"a secret for tests, long enough"


@dataclass
class Running:
    """ask(query) is the parsed response of an operation; everything runs in one event loop."""

    engine: Engine
    tenant: str
    runner: asyncio.Runner
    db: psycopg.Connection[Any]

    def answer(self, query: str, tenant: str | None = None, role: Role = "admin", **operation: Any) -> Answer:
        principal = Principal(tenant or self.tenant, role, "kari", time.time() + 60)
        given = {"name": None, "variables": {}, **operation}
        return self.runner.run(self.engine.execute(principal, GraphQLRequest(query, **given)))

    def ask(self, query: str, **given: Any) -> Any:
        return json.loads(self.answer(query, **given).body)

    def told(self, version: int, tenant: str | None = None) -> None:
        """The listener hears of a version."""

        async def tell() -> None:
            self.engine.schema_changed(tenant or self.tenant, version)

        self.runner.run(tell())

    def migrate(self, *operations: dict[str, Any], tenant: str | None = None) -> int:
        """Change the schema as a DBA would; gives the version."""
        found = self.db.execute(
            "select (thing.migrate(%s, %s::jsonb) ->> 'version')::integer",
            (tenant or self.tenant, json.dumps(operations)),
        ).fetchone()
        assert found is not None
        return int(found[0])


def create(name: str, *fields: str, **more: Any) -> dict[str, Any]:
    return {"op": "create_class", "class": name, "fields": [{"name": f, "type": "text"} for f in fields], **more}


@pytest.fixture
def make_engine(server: servers.Server, tenant: str, db: psycopg.Connection[Any]) -> Iterator[Callable[..., Running]]:
    """make_engine(redis=None) -> a Running; several are several server processes."""
    runner = asyncio.Runner()
    made: list[Engine] = []

    def make(redis: str | None = None, listening: bool = True) -> Running:
        pools = TenantPools(servers.asyncpg_url(server.url), SECRET, per_tenant=4, total=8, idle_seconds=60)
        engine = Engine(pools, Cache(redis), Limits())
        if listening:
            engine.listener_back()
        made.append(engine)
        return Running(engine, tenant, runner, db)

    yield make
    for engine in made:
        runner.run(engine.close())
        runner.run(engine.pools.close())
        runner.run(engine.cache.close())
    runner.close()


@pytest.fixture
def api(make_engine: Callable[..., Running]) -> Running:
    return make_engine()
