"""From a schema that a client knows to a later one: which of its documents still work, which break, what to change.

The answers to root fields that no statement can give: they are worked out here, and cut to the selection in SQL like
those of any function (compiler.context.Computed).
"""

from collections.abc import Iterable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any, Protocol

from graphql import DocumentNode, OperationDefinitionNode

from py_api import json_text
from py_api.cache import Cache
from py_api.catalog import load
from py_api.catalog.model import Catalog, read_class
from py_api.compiler.client_impact import Changes, Comparison, Impact, Status, Step, as_json, impact, invalid
from py_api.compiler.context import Computed
from py_api.compiler.limits import check_document
from py_api.compiler.operation import Operation, RequestError, parsed
from py_api.compiler.values import Variables
from py_api.config import Limits
from py_api.cpu_budget import CpuBudget, Spent
from py_api.database import statement
from py_api.engine.past_name_errors import PastNamesOfTenants
from py_api.engine.schema_cache import CACHE_SECONDS, PROGRAM, ROUNDS, Run, SchemaCache, TenantSchema, loading
from py_api.errors import ApiError
from py_api.lru import Lru
from py_api.schema.lazy_schema import ApiSchema

EARLIER, EARLIER_BYTES = 16, 64 * 2**20  # schemas of earlier versions kept, and of the texts that they were read from
_WORK = (Status.WORKS, Status.CHANGED)


class _Source(Protocol):
    """A version of a schema, and how its missing entries are loaded."""

    api: ApiSchema

    async def load(self, ids: Iterable[int]) -> None: ...


class _Present:
    """The version that is served."""

    def __init__(self, schemas: SchemaCache, slug: str, tenant: TenantSchema) -> None:
        self.api = tenant.schema.api
        self._schemas, self._slug, self._served = schemas, slug, tenant.schema

    async def load(self, ids: Iterable[int]) -> None:
        catalog = self.api.catalog
        if missing := tuple(i for i in ids if i in catalog.heads and i not in catalog.entries):
            await self._schemas.load_entries(self._slug, self._served, missing)


class _Earlier:
    """An earlier version, which is not served any more."""

    def __init__(self, catalog: Catalog, entries: Mapping[int, Mapping[str, Any]], size: int) -> None:
        self.api = ApiSchema(catalog)
        self.size = size
        self._entries = entries

    def __del__(self) -> None:
        self.api.forget()

    async def load(self, ids: Iterable[int]) -> None:
        catalog = self.api.catalog
        for class_id in ids:
            if class_id in self._entries and class_id not in catalog.entries:
                catalog.entries[class_id] = read_class(self._entries[class_id], catalog.types)


class MigrationPaths:
    """One a process."""

    def __init__(
        self, schemas: SchemaCache, cache: Cache, limits: Limits, budget: CpuBudget, past_names: PastNamesOfTenants
    ) -> None:
        self._schemas, self._cache, self._limits, self._budget = schemas, cache, limits, budget
        self._past_names = past_names
        self._earlier: Lru[tuple[str, str, int], _Earlier] = Lru(
            EARLIER, EARLIER_BYTES, lambda _key, earlier: earlier.size
        )

    async def value(self, slug: str, tenant: TenantSchema, computed: Computed, variables: Variables) -> Any:
        """The value of a root field, or of what its statement takes. Raises ApiError, DatabaseError, load.Outdated."""
        arguments = {name: argument.plain(variables) for name, argument in computed.args.items()}
        match computed.root:
            case "schemaMigrationPath":
                return await self._path(slug, tenant, arguments)
            case "registerClientOperations":
                return await self._checked(slug, tenant, arguments["operations"])
        raise AssertionError(computed)

    # --- documents to be registered ---------------------------------------------------------------------------------

    async def _checked(self, slug: str, tenant: TenantSchema, texts: list[str]) -> list[dict[str, Any]]:
        """The documents as thing.register_client_operations takes them. Raises ApiError INVALID_DOCUMENTS."""
        self._check_size(texts, "operations")
        source = _Present(self._schemas, slug, tenant)
        documents: list[dict[str, Any]] = []
        wrong: list[dict[str, Any]] = []
        for number, text in enumerate(texts):
            try:
                document = await self._held(slug, source, text, tenant.schema.limits)
                documents.append({**_named(text, document), "document": text})
            except RequestError as error:
                errors = await self._past_names.explain(slug, tenant.schema, error)
                wrong.append({"index": number, "hash": _hash(text), "errors": errors})
            except ApiError as error:
                wrong.append({"index": number, "hash": _hash(text), "errors": [error.as_json()]})
        if wrong:
            raise ApiError(
                f"{len(wrong)} of {len(texts)} documents cannot be registered, so none is: the first says "
                + wrong[0]["errors"][0]["message"],
                "INVALID_DOCUMENTS",
                hint="Correct those that extensions.documents tells of, counted from 0.",
                documents=wrong,
            )
        return documents

    async def _held(self, slug: str, source: _Source, text: str, limits: Limits) -> DocumentNode:
        """The document, if all of its operations could be sent now. Raises RequestError, ApiError."""
        run = self._beside(slug)
        document = await run(partial(parsed, text, limits))
        names = [node.name.value if node.name else None for node in _operations(document)]
        for name in names or [None]:
            await loading(source.load, partial(Operation, source.api, document, name, limits), ROUNDS, run)
        return document

    def _beside(self, slug: str) -> Run:
        """Beside the event loop, as fast as the tenant's budget allows."""
        return partial(self._budget.run, slug, spent=Spent.WAIT)

    # --- the way ----------------------------------------------------------------------------------------------------

    async def _path(self, slug: str, tenant: TenantSchema, arguments: Mapping[str, Any]) -> dict[str, Any]:
        most = tenant.schema.limits.list_size
        way = await self._read(slug, "migration_path", arguments["from"], arguments.get("to"), most + 1)
        start, end = way["diff"]["from"], way["diff"]["to"]
        if len(way["steps"]) > most:
            hint = "Go there in several steps."
            raise ApiError(f"there are {end - start} versions between; the limit is {most}", "LIST_LIMIT", hint=hint)
        earlier = await self._source(slug, tenant, start)
        later = await self._source(slug, tenant, end)
        changes = Changes(Step(step["version"], step["diff"]) for step in way["steps"])
        comparison = Comparison(earlier.api, later.api, changes)
        documents = await self._documents(slug, arguments)
        limits = tenant.schema.limits
        operations = [
            await self._impact_of(slug, earlier, later, comparison, document, limits) for document in documents
        ]
        works = all(operation["status"] in _WORK for operation in operations)
        return {"from": start, "to": end, **way, "operations": operations, "works": works}

    async def _documents(self, slug: str, arguments: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The given documents and the registered ones: of a client, or of all clients where nothing is given."""
        texts: list[str] = arguments.get("operations") or []
        documents = [{"hash": _hash(text), "document": text} for text in texts]
        if arguments.get("client") is not None or arguments.get("operations") is None:
            first = arguments.get("first")
            first = self._limits.documents if first is None else first
            documents += await self._read(
                slug, "client_operations", arguments.get("client"), first, arguments.get("offset") or 0
            )
        self._check_size(
            [row["document"] for row in documents], "operations", "Ask for fewer at a time: first, offset."
        )
        return documents

    def _check_size(self, texts: list[str], name: str, hint: str = "Send fewer at a time.") -> None:
        most, size = self._limits.documents, self._limits.documents_size
        if len(texts) > most:
            raise ApiError(f"{name} are {len(texts)} documents; the limit is {most}", "LIST_LIMIT", hint=hint)
        if sum(map(len, texts)) > size:
            raise ApiError(f"{name} have more than {size} characters together", "DOCUMENT_TOO_LARGE", hint=hint)

    async def _impact_of(
        self,
        slug: str,
        earlier: _Source,
        later: _Source,
        comparison: Comparison,
        sent: Mapping[str, Any],
        limits: Limits,
    ) -> dict[str, Any]:
        """A SchemaClientOperationImpact."""

        def limited() -> DocumentNode:
            document = parsed(sent["document"], limits)
            for operation in _operations(document):
                check_document(document, operation, limits)
            return document

        try:
            document = await self._beside(slug)(limited)
            impact_found = await self._impact(slug, earlier, later, comparison, document)
            named = _named(sent["document"], document)
        except RequestError as error:
            impact_found, named = invalid(*(entry["message"] for entry in error.errors)), {}
        except ApiError as error:
            impact_found, named = invalid(error.message), {}
        return {"name": None, "client": None, **sent, **named, **as_json(impact_found)}

    async def _impact(
        self, slug: str, earlier: _Source, later: _Source, comparison: Comparison, document: DocumentNode
    ) -> Impact:
        async def load_both(ids: Iterable[int]) -> None:
            await earlier.load(ids)
            await later.load(ids)

        return await loading(load_both, lambda: impact(comparison, document), ROUNDS, self._beside(slug))

    # --- versions ---------------------------------------------------------------------------------------------------

    async def _source(self, slug: str, tenant: TenantSchema, version: int) -> _Source:
        if version == tenant.version:
            return _Present(self._schemas, slug, tenant)
        key = slug, tenant.origin, version
        source = self._earlier.get(key)
        if source is None:

            async def make() -> bytes:
                return await self._bytes(slug, "catalog_at", version)

            text = await self._cache.single(f"catalog:{PROGRAM}:{slug}:{tenant.origin}:{version}", make, CACHE_SECONDS)
            catalog, entries = load.whole(text, tenant.schema.api.catalog.types)
            source = _Earlier(catalog, entries, len(text))
            self._earlier.put(key, source)
        return source

    async def _read(self, slug: str, query: str, *params: object) -> Any:
        return json_text.loads(await self._bytes(slug, query, *params))

    async def _bytes(self, slug: str, query: str, *params: object) -> bytes:
        async def read(connection: load.Connection) -> bytes:
            text = await connection.fetch_json(statement(query), (slug, *params))
            assert text is not None
            return text

        return await self._schemas.reading(slug, read)


def _operations(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]


def _named(text: str, document: DocumentNode) -> dict[str, Any]:
    """A document's hash, and the name of its operation where it has one."""
    names = [node.name.value for node in _operations(document) if node.name]
    return {"hash": _hash(text), "name": names[0] if len(names) == 1 else None}


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
