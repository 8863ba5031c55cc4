"""A tenant's API without its transport: operations compiled and run on one connection, as the tenant's role."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from graphql import DocumentNode

from py_api import json_text, schema_file
from py_api.catalog import load
from py_api.catalog.model import Catalog, NotLoaded
from py_api.cli.schema import vocabulary
from py_api.compiler import operation as compiled
from py_api.compiler.context_values import ACTOR, TENANT
from py_api.compiler.plan import IntrospectionPlan, MutationPlan, Plan, QueryPlan
from py_api.compiler.statement import Statement
from py_api.config import Limits
from py_api.database import connect
from py_api.database.connection import Connection, open_connection
from py_api.schema.lazy_schema import ApiSchema
from tests.support import servers

PASSWORD = "tenant-for-tests"


@dataclass(repr=False)
class Api:
    """run(operation) gives its data. owner: a superuser connection whose search path is the tenant's schema."""

    tenant: str
    api: ApiSchema
    connection: Connection
    owner: psycopg.Connection[Any]
    runner: asyncio.Runner
    limits: Limits
    operations: dict[Any, compiled.Operation] = field(default_factory=dict)

    def reload(self) -> None:
        """Read the schema again, after migrations."""
        self.api = ApiSchema(self.runner.run(_catalog(self.connection, self.tenant)))
        self.operations.clear()

    def operation(
        self, query: str | DocumentNode, name: str | None = None, limits: Limits | None = None
    ) -> compiled.Operation:
        limits = limits or self.limits
        while True:
            try:
                document = compiled.parsed(query, limits) if isinstance(query, str) else query
                return compiled.Operation(self.api, document, name, limits)
            except NotLoaded as missing:
                self.load(missing)

    def plan(self, operation: compiled.Operation, variables: Mapping[str, Any]) -> tuple[Plan, dict[str, Any]]:
        """What to run, its guards passed, and the coerced variables."""
        while True:
            try:
                coerced = operation.coerced(variables).variables
                plan = operation.plan(coerced)
            except NotLoaded as missing:
                self.load(missing)
            else:
                if not isinstance(plan, IntrospectionPlan):
                    plan.guards.check(coerced)
                return plan, coerced

    def run(
        self,
        query: str | DocumentNode,
        variables: Mapping[str, Any] | None = None,
        *,
        name: str | None = None,
        limits: Limits | None = None,
    ) -> Any:
        """The data, as parsed JSON. Raises what the engine maps to errors: RequestError, ApiError, DatabaseError."""
        key = (query, name, limits)
        operation = self.operations.get(key) or self.operation(query, name, limits)
        if isinstance(query, str):
            self.operations[key] = operation
        plan, coerced = self.plan(operation, variables or {})
        return parsed(self.fetch(plan, coerced))

    def fetch(self, plan: Plan, variables: Mapping[str, Any]) -> bytes:
        statement = statement_of(plan)
        found = self.runner.run(
            self.connection.fetch_json(
                statement.text,
                statement.bind(variables, {ACTOR: "tests", TENANT: self.tenant}),
                custom=statement.custom,
            )
        )
        assert found is not None
        return found

    def reloaded(self) -> "Api":
        """The same at the present version of the schema."""
        catalog = self.runner.run(_catalog(self.connection, self.tenant))
        return replace(self, api=ApiSchema(catalog), operations={})

    def load(self, missing: NotLoaded) -> None:
        catalog = self.api.catalog
        text = self.runner.run(load.read_entries(self.connection, self.tenant, catalog.shape, missing.ids))
        load.take_entries(catalog, text)


def statement_of(plan: Plan) -> Statement:
    """The one statement of a query, or of a mutation that one carries out."""
    if isinstance(plan, QueryPlan):
        return plan.statement
    assert isinstance(plan, MutationPlan)
    assert plan.at_once is not None
    return plan.at_once.statement


async def _catalog(connection: Connection, tenant: str) -> Catalog:
    _, types = load.types_of(await load.read_types(connection))
    version = await load.read_version(connection, tenant)
    return load.catalog_of(await load.read_index(connection, tenant, version.shape), types)


def parsed(text: bytes | str) -> Any:
    """JSON with every digit. A key that stands twice in an object is an error."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        assert len(found) == len(pairs), f"a key stands twice: {[key for key, _ in pairs]}"
        return found

    return json.loads(text, parse_float=json_text.number, object_pairs_hook=members)


@contextmanager
def serving(
    server: servers.Server, schema: str, data: Path | None = None, limits: Limits | None = None
) -> Iterator[Api]:
    """The API of a fresh tenant with this schema (SDL) and the rows of this SQL script."""
    tenant = f"a{uuid4().hex[:12]}"
    with psycopg.connect(server.url, autocommit=True) as owner, asyncio.Runner() as runner:
        owner.execute("select thing.create_tenant(slug => %s, password => %s)", (tenant, PASSWORD))
        try:
            runner.run(_migrated(servers.asyncpg_url(server.url), tenant, schema))
            owner.execute(f"set search_path = tenant_{tenant}, public; set timezone = 'UTC'")
            if data is not None:
                owner.execute(data.read_text(encoding="utf-8"))
                owner.execute("analyze")
            with reading(server, tenant, owner, runner, limits) as api:
                yield api
        finally:
            owner.execute("set search_path = public")
            owner.execute("select thing.drop_tenant(%s, %s)", (tenant, tenant))


@contextmanager
def reading(
    server: servers.Server,
    tenant: str,
    owner: psycopg.Connection[Any],
    runner: asyncio.Runner,
    limits: Limits | None = None,
) -> Iterator[Api]:
    """The API of a tenant with this password."""
    url = servers.asyncpg_url(server.url_of(servers.DATABASE, f"tenant_{tenant}", PASSWORD))
    connection = runner.run(open_connection(url, tenant))
    try:
        catalog = runner.run(_catalog(connection, tenant))
        yield Api(tenant, ApiSchema(catalog), connection, owner, runner, limits or Limits(answer_bytes=0))
    finally:
        connection.close()
        runner.run(asyncio.sleep(0))


async def _migrated(url: str, tenant: str, schema: str) -> None:
    async with connect(url) as database:
        document = schema_file.parse(schema, await vocabulary(database), "schema")
        row = await database.row("diff", tenant, document)
        await database.value("migrate", tenant, row["changes"], None, None)
