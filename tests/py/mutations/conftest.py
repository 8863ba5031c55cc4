"""A shop, served by the real engine over the real pools."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from py_api import json_text, schema_file
from py_api.cache import Cache
from py_api.cli.schema import vocabulary
from py_api.config import Limits
from py_api.database import TenantPools, connect
from py_api.engine.engine import Engine
from py_api.engine.request import GraphQLRequest
from py_api.principal import Principal, Role
from tests.support import servers

SCHEMA = Path(__file__).with_name("shop.graphql")
EXTENSIONS = {
    "postgis": 'type Spot @class { point: GeoJSON @field(geometryType: "Point") shape: GeoJSON }\n',
    "vector": 'type Meaning @class { vector: [Float!] @field(type: "vector", dimensions: 3) }\n',
}
PASSWORD = "tenant-for-tests"


@dataclass
class Shop:
    """run gives data, refused the one error. owner: a superuser connection whose search path is the tenant's schema."""

    tenant: str
    engine: Engine
    owner: psycopg.Connection[Any]
    runner: asyncio.Runner

    async def answer(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        *,
        key: str | None = None,
        actor: str = "ann",
        role: Role = "editor",
    ) -> Any:
        principal = Principal(self.tenant, role, actor, 2e9)
        answer = await self.engine.execute(
            principal, GraphQLRequest(query, None, dict(variables or {}), idempotency_key=key)
        )
        return json_text.loads(answer.body)

    def run(self, query: str, variables: Mapping[str, Any] | None = None, **more: Any) -> Any:
        answer = self.runner.run(self.answer(query, variables, **more))
        assert "errors" not in answer, answer
        return answer["data"]

    def refused(self, query: str, variables: Mapping[str, Any] | None = None, **more: Any) -> Any:
        answer = self.runner.run(self.answer(query, variables, **more))
        assert answer.get("data") is None
        (error,) = answer["errors"]
        return error

    def rows(self, query: str, *params: Any) -> list[tuple[Any, ...]]:
        return self.owner.execute(query, params).fetchall()

    def value(self, query: str, *params: Any) -> Any:
        ((value,),) = self.rows(query, *params)
        return value


@pytest.fixture(scope="session")
def shops(server: servers.Server) -> Iterator[Shop]:
    tenant = f"m{uuid4().hex[:12]}"
    with psycopg.connect(server.url, autocommit=True) as owner, asyncio.Runner() as runner:
        owner.execute("select thing.create_tenant(slug => %s, password => %s)", (tenant, PASSWORD))
        url = servers.asyncpg_url(server.url)
        there = [e for (e,) in owner.execute("select name from pg_available_extensions")]
        more = "".join(text for extension, text in EXTENSIONS.items() if extension in there)
        runner.run(migrated(url, tenant, SCHEMA.read_text(encoding="utf-8") + more))
        owner.execute(f"set search_path = tenant_{tenant}, public; set timezone = 'UTC'")
        pools = TenantPools(url, b"s" * 32, per_tenant=8, total=8, idle_seconds=600)
        if server.speaks_foreign():  # so that nothing is decided by the text of a message
            runner.run(pools.prove(tenant))  # which makes the role
            runner.run(pools.close())
            owner.execute(f"alter role api_tenant_{tenant} set lc_messages = '{servers.FOREIGN_LOCALE}'")
            pools = TenantPools(url, b"s" * 32, per_tenant=8, total=8, idle_seconds=600)

        async def start() -> Engine:
            return Engine(pools, Cache(None), Limits(answer_bytes=0))  # which test_answer_bounds.py is about

        engine = runner.run(start())
        engine.listener_back()
        yield Shop(tenant, engine, owner, runner)
        runner.run(engine.close())
        runner.run(pools.close())
        runner.run(asyncio.sleep(0))
        owner.execute("set search_path = public")
        owner.execute("select thing.drop_tenant(%s, %s)", (tenant, tenant))


@pytest.fixture
def shop(shops: Shop) -> Iterator[Shop]:
    """The shop, empty again afterwards."""
    yield shops
    tables = [
        t
        for (t,) in shops.rows(
            "select tablename from pg_tables where schemaname = current_schema() and tablename ~ '^t[cj]_'"
        )
    ]
    order = sorted(tables, key=lambda t: not t.startswith("tj_"))
    with shops.owner.transaction():
        shops.owner.execute("set local session_replication_role = replica")
        for table in [*order, "thing_instances", "change_log", "idempotency_keys"]:
            shops.owner.execute(f"delete from {table}")


async def migrated(url: str, tenant: str, schema: str) -> None:
    async with connect(url) as database:
        document = schema_file.parse(schema, await vocabulary(database), "schema")
        row = await database.row("diff", tenant, document)
        await database.value("migrate", tenant, row["changes"], None, None)
        # (A schema file cannot say it: a class without fields.)
        await database.value("migrate", tenant, [{"op": "create_class", "class": "Blank"}], None, None)


def shown(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
