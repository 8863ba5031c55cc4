"""A tenant administered through the real engine over the real pools: it begins with one class, Product."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from py_api import json_text
from py_api.cache import Cache
from py_api.config import Limits
from py_api.database import TenantPools
from py_api.engine.engine import Engine
from py_api.engine.request import Answer, GraphQLRequest
from py_api.principal import Principal, Role
from tests.support import servers

PRODUCT = [
    {"op": "create_class", "class": "Maker", "fields": [{"name": "name", "type": "text", "rules": {"unique": True}}]},
    {
        "op": "create_class",
        "class": "Product",
        "description": "What is sold.",
        "fields": [
            {"name": "name", "type": "text", "rules": {"required": True, "minLength": 2}, "searchable": True},
            {"name": "price", "type": "decimal", "rules": {"min": 0}, "label": "Unit price"},
            {"name": "code", "type": "text", "deprecated": "use name", "description": "The old code."},
            {"name": "maker", "type": "reference", "target": "Maker", "onDelete": "restrict"},
        ],
        "uniques": [{"name": "nameAndMaker", "fields": ["name", "maker"]}],
    },
]


@dataclass
class Office:
    """run gives data, refused the one error, by default as an administrator of the tenant."""

    tenant: str
    engine: Engine
    db: psycopg.Connection[Any]
    runner: asyncio.Runner

    def answer(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        *,
        role: Role = "admin",
        actor: str = "ann",
        tenant: str | None = "",
        **sent: Any,
    ) -> Answer:
        """tenant: of the token; by default the office's own, None for a token without one."""
        principal = Principal(self.tenant if tenant == "" else tenant, role, actor, 2e9)
        return self.runner.run(
            self.engine.execute(principal, GraphQLRequest(query, None, dict(variables or {}), **sent))
        )

    def run(self, query: str, variables: Mapping[str, Any] | None = None, **more: Any) -> Any:
        body = json_text.loads(self.answer(query, variables, **more).body)
        assert "errors" not in body, body
        return body["data"]

    def errors(self, query: str, variables: Mapping[str, Any] | None = None, **more: Any) -> Any:
        body = json_text.loads(self.answer(query, variables, **more).body)
        assert body.get("data") is None, body
        return body["errors"]

    def refused(self, query: str, variables: Mapping[str, Any] | None = None, **more: Any) -> Any:
        (error,) = self.errors(query, variables, **more)
        return error

    def value(self, query: str, *params: Any) -> Any:
        row = self.db.execute(query, params).fetchone()
        assert row is not None
        return row[0]


@pytest.fixture(scope="module")
def offices(server: servers.Server) -> Iterator[tuple[Engine, asyncio.Runner]]:
    with asyncio.Runner() as runner:
        pools = TenantPools(servers.asyncpg_url(server.url), b"s" * 32, per_tenant=4, total=8, idle_seconds=600)

        async def start() -> Engine:
            return Engine(pools, Cache(None), Limits())

        engine = runner.run(start())
        engine.listener_back()
        yield engine, runner
        runner.run(engine.close())
        runner.run(pools.close())
        runner.run(asyncio.sleep(0))


@pytest.fixture
def office(
    offices: tuple[Engine, asyncio.Runner], tenant: str, db: psycopg.Connection[Any], build: Callable[..., None]
) -> Office:
    build("select thing.migrate(%s, %s::text::jsonb)", tenant, json_text.dumps(PRODUCT))
    return Office(tenant, offices[0], db, offices[1])


@pytest.fixture
def slugs(db: psycopg.Connection[Any]) -> Iterator[list[str]]:
    """Two slugs that no tenant has; what has them at the end is dropped."""
    names = [f"t{uuid4().hex[:12]}" for _ in range(2)]
    yield names
    for slug in names:
        db.execute("select thing.drop_tenant(%s, %s) from thing.tenants where slug = %s", (slug, slug, slug))
