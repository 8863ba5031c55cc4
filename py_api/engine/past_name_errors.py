"""Errors about names that a schema had and has no more, with what became of them.

Nothing is read before a client asks for such a name: then one statement for a tenant's version, for all clients.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from py_api import json_text
from py_api.cache import Cache
from py_api.catalog import load
from py_api.compiler.client_impact import PastNames
from py_api.compiler.operation import RequestError
from py_api.compiler.unknown_name import UnknownName
from py_api.compiler.values import Problem
from py_api.cpu_budget import CpuBudget, Spent
from py_api.database import statement
from py_api.engine.schema_cache import CACHE_SECONDS, PROGRAM, ROUNDS, CompiledSchema, SchemaCache
from py_api.errors import Failure
from py_api.lru import Lru
from py_api.single_flight import SingleFlight

TENANTS, TENANTS_BYTES = 200, 16 * 2**20  # whose past names are kept
NAME_BYTES = 10  # held for a byte of the text that they were read from
_Explained = tuple[str, Mapping[str, Any]]  # a message, and renamedTo and version
_log = logging.getLogger("thingbase.past_names")


class PastNamesOfTenants:
    """One a process."""

    def __init__(self, schemas: SchemaCache, cache: Cache, budget: CpuBudget) -> None:
        self._schemas, self._cache, self._budget = schemas, cache, budget
        self._kept: Lru[tuple[str, str, int], tuple[PastNames, int]] = Lru(
            TENANTS, TENANTS_BYTES, lambda _, kept: kept[1]
        )
        self._reading: SingleFlight[tuple[str, str, int], PastNames] = SingleFlight()

    async def explain(self, slug: str, schema: CompiledSchema, error: RequestError) -> list[dict[str, Any]]:
        """The entries of `errors`, those about such names with renamedTo and version among their extensions."""
        entries = [dict(entry) for entry in error.errors]
        for entry, explained in zip(entries, await self._explained(slug, schema, error.unknown), strict=True):
            if explained is not None:
                message, params = explained
                entry |= {"message": message, "extensions": {**entry.get("extensions", {}), **params}}
        return entries

    async def explain_problems(self, slug: str, schema: CompiledSchema, problems: Iterable[Problem]) -> list[Problem]:
        """The same of what is wrong with variables."""
        listed = [*problems]
        explained = await self._explained(slug, schema, [problem.unknown for problem in listed])
        return [
            problem if instead is None else problem._replace(message=instead[0], params=instead[1])
            for problem, instead in zip(listed, explained, strict=True)
        ]

    async def _explained(
        self, slug: str, schema: CompiledSchema, unknown: Sequence[UnknownName | None]
    ) -> list[_Explained | None]:
        """What to say of each name."""
        nothing: list[_Explained | None] = [None for _ in unknown]
        if not any(unknown) or slug not in self._schemas.tenants:
            return nothing

        def work() -> list[_Explained | None]:
            explained = (None if name is None else names.explained(schema.api, name) for name in unknown)
            return [None if one is None else (one[0], one[1].params) for one in explained]

        try:
            names = await self._names(slug)
            run = partial(self._budget.run, slug, spent=Spent.CHARGE)
            return await self._schemas.loading(slug, schema, work, ROUNDS, run)
        except (Failure, load.Outdated) as error:  # the error goes out without it
            _log.info("past names could not be looked up: %r", error)
            return nothing

    async def _names(self, slug: str) -> PastNames:
        tenant = self._schemas.tenants[slug]
        key = slug, tenant.origin, tenant.version
        kept = self._kept.get(key)
        return kept[0] if kept is not None else await self._reading.run(key, lambda: self._read(*key))

    async def _read(self, slug: str, origin: str, version: int) -> PastNames:
        async def read(connection: load.Connection) -> bytes:
            text = await connection.fetch_json(statement("past_names"), (slug,))
            assert text is not None
            return text

        async def make() -> bytes:
            return await self._schemas.reading(slug, read)

        text = await self._cache.single(f"names:{PROGRAM}:{slug}:{origin}:{version}", make, CACHE_SECONDS)
        names = PastNames(json_text.loads(text))
        self._kept.put((slug, origin, version), (names, 1000 + NAME_BYTES * len(text)))
        return names
