"""Introspection and SDL, answered from the catalog: written once for each shape of schema, kept as bytes."""

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from py_api import json_text
from py_api.cache import Cache
from py_api.catalog.model import NotLoaded
from py_api.compiler import operation as compiled
from py_api.compiler.introspection_selection import introspect
from py_api.compiler.plan import IntrospectionPlan, QueryPlan
from py_api.cpu_budget import CpuBudget, Spent
from py_api.engine.planning import Planner
from py_api.engine.request import GraphQLRequest
from py_api.engine.schema_cache import (
    CACHE_SECONDS,
    PROGRAM,
    CompiledSchema,
    SchemaCache,
)
from py_api.principal import Role
from py_api.schema.sdl import sdl_text


class Introspection:
    def __init__(self, schemas: SchemaCache, cache: Cache, budget: CpuBudget, planner: Planner) -> None:
        self._schemas = schemas
        self._cache = cache
        self._budget = budget
        self._planner = planner

    async def answer(
        self,
        slug: str,
        schema: CompiledSchema,
        request: GraphQLRequest,
        operation: compiled.Operation,
        plan: IntrospectionPlan | QueryPlan,
        only: str | None,
        role: Role,
    ) -> bytes:
        """The answer of the root field `only`, or the whole response.

        (Of a thousand classes it is some 50 MB: it is kept as it is sent, since each copy takes milliseconds.)
        """

        def named() -> tuple[dict[str, Any], bytes]:
            variables = operation.coerced(request.variables).variables
            return variables, sha256(
                json_text.dumps((request.query, request.name, variables, only, role)).encode()
            ).digest()

        run = self._planner.beside(slug, request)
        variables, key = named() if run is None else await run(named)
        written = schema.written.get(key)
        if written is None:
            self._budget.check(slug)

            async def make() -> bytes:
                return await self._introspected(slug, schema, operation, variables, plan, only, role)

            shared = f"introspection:{PROGRAM}:{schema.api.catalog.shape}:{key.hex()}"
            written = await self._cache.single(shared, make, CACHE_SECONDS)
            schema.written.put(key, written)
        return written

    async def _introspected(
        self,
        slug: str,
        schema: CompiledSchema,
        operation: compiled.Operation,
        variables: Mapping[str, Any],
        plan: IntrospectionPlan | QueryPlan,
        only: str | None,
        role: Role,
    ) -> bytes:
        def write() -> bytes:
            if only is not None:
                return b"".join(
                    introspect(schema.api, plan.introspection[only], operation.fragments, variables, role=role)
                )
            pieces: list[bytes] = []
            for key, nodes in plan.introspection.items():
                pieces += [b",", json.dumps(key).encode(), b":"]
                pieces += introspect(schema.api, nodes, operation.fragments, variables, role=role)
            del pieces[0]
            return b"".join([b'{"data":{', *pieces, b"}}"])

        return await self._loading(slug, schema, write)

    async def _loading(self, slug: str, schema: CompiledSchema, write: Callable[[], bytes]) -> bytes:
        """Runs `write` beside the event loop, as it may need many entries; those that are missing are loaded."""
        while True:
            try:
                return await self._budget.run(slug, write, Spent.CHARGE, long=True)
            except NotLoaded as missing:
                everything = len(missing.ids) > len(schema.api.catalog.heads) // 2
                await self._schemas.load_entries(slug, schema, None if everything else missing.ids)

    async def sdl(self, slug: str, schema: CompiledSchema, role: Role) -> bytes:
        """The schema as SDL: what the role may use. Raises load.Outdated."""

        async def make() -> bytes:
            return await self._loading(slug, schema, lambda: sdl_text(schema.api, role=role).encode())

        return await self._cache.single(f"sdl:{PROGRAM}:{schema.api.catalog.shape}:{role}", make, CACHE_SECONDS)
