"""From an operation to its answer: the catalog of the tenant, the compiled plan, one statement, the bytes.

What is compiled belongs to the shape of a schema, so tenants of one shape share it. A change of the schema makes a new
`Served` and swaps it in; requests in flight finish on the old one.
"""

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from graphql import OperationType

from py_api import json_text, refusals, schema, transaction
from py_api.cache import Cache
from py_api.catalog import load
from py_api.catalog.model import Catalog, FieldType, NotLoaded
from py_api.compiler import operation as compiled
from py_api.compiler.introspection import introspect
from py_api.compiler.operation import Rejected
from py_api.compiler.plan import Plan
from py_api.config import Limits
from py_api.database import Connection, TenantPools
from py_api.errors import ApiError, Disconnected, Failure, Refused
from py_api.principal import Principal
from py_api.schema.admin import OPERATOR, roots_for_operators
from py_api.schema.lazy import ROOTS, ApiSchema, Roots
from py_api.schema.sdl import sdl_text

OPERATIONS = 1_000  # compiled operations kept for a shape
TENANTS = 10_000  # whose version is remembered
INTROSPECTIONS = 16  # answers to introspection kept for a shape
ATTEMPTS = 10  # of an operation, when the schema changes under it
RECONNECTS = 2
ROUNDS = 50  # of loading entries for one operation: each reaches further into the schema
UNHEARD_SECONDS = 1.0  # how long a version is believed while nobody listens for changes
CACHE_SECONDS = 24 * 3600.0
NOBODY = ""  # in place of a slug, for operators whose token names no tenant
# What a statement fails with when the tables are no longer what it was compiled for.
STALE = {"42703", "42P01", "42501", "42883", "42704", "42804", "0A000"}

T = TypeVar("T")
_log = logging.getLogger("thingbase.engine")


def _program() -> str:
    """What derives the cached texts from a catalog: another program of ours may write them otherwise."""
    digest = sha256()
    for path in sorted(Path(schema.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


_PROGRAM = _program()


@dataclass(frozen=True, slots=True)
class Operation:
    """What a client sent. read_only: a mutation is refused. seen_version: never answer from an older schema."""

    query: str
    name: str | None
    variables: dict[str, Any]
    read_only: bool = False
    idempotency_key: str | None = None
    seen_version: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """body: the complete response object. executed False: there is no "data". status: for the strict media type."""

    body: bytes
    executed: bool
    status: int
    schema_version: int


class Served:
    """What serves a shape of schema."""

    __slots__ = ("__weakref__", "api", "operations", "written")

    def __init__(self, catalog: Catalog, roots: Roots = ROOTS) -> None:
        self.api = ApiSchema(catalog, roots)
        self.operations: OrderedDict[tuple[str, str | None], compiled.Operation] = OrderedDict()
        self.written: dict[tuple[str, str | None, str], bytes] = {}  # answers to introspection


class _Tenant:
    __slots__ = ("checked", "origin", "served", "version")

    def __init__(self, version: int, served: Served, origin: str = "") -> None:
        self.version = version
        self.origin = origin
        self.served = served
        self.checked = time.monotonic()


class Engine:
    """One a process. execute answers; the listener tells of changes by schema_changed, listener_lost, listener_back."""

    def __init__(self, pools: TenantPools, cache: Cache, limits: Limits) -> None:
        self.pools = pools
        self.cache = cache
        self.limits = limits
        self._tenants: OrderedDict[str, _Tenant] = OrderedDict()
        self._served: WeakValueDictionary[str, Served] = WeakValueDictionary()
        self._stale: set[str] = set()  # tenants whose version is known to be old
        self._refreshing: dict[str, asyncio.Task[_Tenant]] = {}
        self._types: Mapping[str, FieldType] | None = None
        self._operators: _Tenant | None = None
        self._listening = False
        self._background: set[asyncio.Task[None]] = set()
        self._counts = {"operations_compiled": 0, "catalogs_read": 0, "stale_plans": 0}

    # --- answering ------------------------------------------------------------------------------------------------

    async def execute(self, principal: Principal, operation: Operation) -> Answer:
        """Never raises for what a client did: the errors are in the body."""
        try:
            return await self._execute(principal, operation)
        except Rejected as error:
            return _refusal(error.errors, error.status, self._version(principal))
        except ApiError as error:
            return _refusal([error.as_json()], error.status, self._version(principal))
        except Refused as error:  # while the schema was read
            entry = refusals.outside(error)
            return _refusal([entry], entry["extensions"]["status"], self._version(principal))

    async def _execute(self, principal: Principal, operation: Operation) -> Answer:
        slug = principal.tenant or NOBODY
        for attempt in range(ATTEMPTS):
            tenant = self._tenants.get(slug)
            if tenant is None or self._is_old(slug, tenant, operation.seen_version):
                tenant = await self._current(principal, operation.seen_version)
            served = tenant.served
            try:
                work, variables, plan = await self._planned(slug, served, operation)
                if plan.introspection and plan.statement is None:
                    body = await self._introspection(slug, served, operation, work, plan, whole=True)
                    return Answer(body, True, 200, tenant.version)
            except load.Outdated:
                self._stale.add(slug)
                continue
            if not principal.may(plan.role):  # type: ignore[arg-type]
                raise ApiError(f"this takes the role {plan.role}", "FORBIDDEN", 403)
            if plan.role == OPERATOR and operation.idempotency_key is not None:
                hint = "Send the operation without Idempotency-Key."
                raise ApiError("what is for operators keeps no keys", "NOT_SUPPORTED", hint=hint)
            variables["$actor"], variables["$tenant"] = principal.subject, slug
            plan.guards.check(variables)
            try:
                data = await self._run(slug, served, operation, work, variables, plan)
            except load.Outdated:
                self._stale.add(slug)
                continue
            except Refused as error:
                if attempt == 0 and self._may_be_stale(slug, plan, error) and await self._has_changed(slug, served):
                    self._counts["stale_plans"] += 1
                    continue
                entries = await refusals.entries(self.pools, slug, served.api, plan, variables, error)
                return Answer(_body(entries, data=b"null"), True, 200, tenant.version)
            version = tenant.version
            if work.kind is OperationType.MUTATION and plan.role == "admin":  # which is a change of the schema
                version = await self._version_after(slug, tenant)
            return Answer(b'{"data":' + data + b"}", True, 200, version)
        raise ApiError("the schema changes all the time", "SCHEMA_CHANGED", 503, hint="Send the operation again.")

    async def _planned(
        self, slug: str, served: Served, operation: Operation
    ) -> tuple[compiled.Operation, dict[str, Any], Plan]:  # fmt: skip
        key = (operation.query, operation.name)
        work = served.operations.get(key)
        if work is not None:
            served.operations.move_to_end(key)
        document = None
        for _ in range(ROUNDS):
            try:
                if work is None:
                    document = document or compiled.parsed(operation.query, self.limits)
                    work = compiled.Operation(served.api, document, operation.name, self.limits)
                    self._keep(served, key, work)
                if operation.read_only and work.kind is not OperationType.QUERY:
                    raise ApiError("GET is for queries", "METHOD_NOT_ALLOWED", 405, hint="Send mutations by POST.")
                variables = work.coerced(operation.variables)
                return work, variables, work.plan(variables)
            except NotLoaded as missing:
                await self._load(slug, served, missing.ids)
        raise ApiError("the operation reaches too far into the schema", "DEPTH_LIMIT")

    def _keep(self, served: Served, key: tuple[str, str | None], work: compiled.Operation) -> None:
        self._counts["operations_compiled"] += 1
        served.operations[key] = work
        if len(served.operations) > OPERATIONS:
            served.operations.popitem(last=False)

    async def _run(
        self, slug: str, served: Served, operation: Operation, work: compiled.Operation,
        variables: dict[str, Any], plan: Plan,
    ) -> bytes:  # fmt: skip
        if work.kind is OperationType.MUTATION:
            async with self._connection(slug, plan) as connection:
                return await transaction.run(connection, plan, variables, operation.idempotency_key, operation)
        data = b"{}"
        if plan.statement is not None:
            params = plan.statement.bind(variables)
            if _is_for_operators(slug, plan):
                data = await self._fetched_for_operators(plan.statement.text, params)
            else:
                data = await self._fetched(slug, plan.statement.text, params)
        if plan.introspection:
            written = await self._introspection(slug, served, operation, work, plan, whole=False)
            inner = data[1:-1].strip()
            data = b"{" + written + (b"," + inner if inner else b"") + b"}"
        return data

    async def _fetched(self, slug: str, sql: str, params: list[Any]) -> bytes:
        """A query's data."""
        connection = await self.pools.acquire(slug)
        try:
            data = await connection.fetch_json(sql, params)
        except Disconnected:
            data = None
        finally:
            self.pools.release(connection)
        if data is None:
            data = await self._reading(slug, lambda again: again.fetch_json(sql, params))
        assert data is not None
        return data

    async def _reading(self, slug: str, read: Callable[[Connection], Awaitable[T]]) -> T:
        """What read gives. A connection that breaks under it is no matter: it is asked again on another one."""
        for _ in range(RECONNECTS):
            with suppress(Disconnected):
                async with self.pools.connection(slug) as connection:
                    return await read(connection)
        async with self.pools.connection(slug) as connection:
            return await read(connection)

    async def _fetched_for_operators(self, sql: str, params: list[Any]) -> bytes:
        async with self.pools.admin() as connection:
            data = await connection.fetch_json(sql, params)
        assert data is not None
        return data

    def _connection(self, slug: str, plan: Plan) -> AbstractAsyncContextManager[Connection]:
        return self.pools.admin() if _is_for_operators(slug, plan) else self.pools.connection(slug)

    async def _introspection(
        self, slug: str, served: Served, operation: Operation, work: compiled.Operation, plan: Plan, whole: bool
    ) -> bytes:
        """The members of "data" that the catalog answers; or the whole response, where there are no others.

        (Of a thousand classes it is some 50 MB: it is kept as it is sent, since each copy takes milliseconds.)
        """
        variables = work.coerced(operation.variables)
        key = (operation.query, operation.name, json_text.dumps(variables))
        written = served.written.get(key)
        if written is None:

            async def make() -> bytes:
                members = await self._introspected(slug, served, work, variables, plan)
                return b'{"data":{' + members + b"}}" if whole else members

            shared = f"introspection:{_PROGRAM}:{served.api.catalog.shape}:{_digest(key)}"
            written = await self.cache.single(shared, make, CACHE_SECONDS)
            if len(served.written) >= INTROSPECTIONS:
                served.written.pop(next(iter(served.written)))
            served.written[key] = written
        return written

    async def _introspected(
        self, slug: str, served: Served, work: compiled.Operation, variables: Mapping[str, Any], plan: Plan
    ) -> bytes:  # fmt: skip
        def write() -> bytes:
            parts = (
                json.dumps(key).encode() + b":" + introspect(served.api, nodes, work.fragments, variables)
                for key, nodes in plan.introspection.items()
            )
            return b",".join(parts)

        return await self._loading(slug, served, write)

    async def _loading(self, slug: str, served: Served, write: Callable[[], bytes]) -> bytes:
        """What is written from many entries: in a thread, so that others are answered meanwhile."""
        while True:
            try:
                return await asyncio.to_thread(write)
            except NotLoaded as missing:
                everything = len(missing.ids) > len(served.api.catalog.heads) // 2
                await self._load(slug, served, None if everything else missing.ids)

    async def sdl(self, principal: Principal) -> bytes:
        """The schema of the principal's tenant as SDL."""
        slug = principal.tenant or NOBODY
        while True:
            tenant = self._tenants.get(slug)
            if tenant is None or self._is_old(slug, tenant, None):
                tenant = await self._current(principal, None)
            try:
                return await self._sdl(slug, tenant.served)
            except load.Outdated:
                self._stale.add(slug)

    async def _sdl(self, slug: str, served: Served) -> bytes:
        async def make() -> bytes:
            return await self._loading(slug, served, lambda: sdl_text(served.api).encode())

        return await self.cache.single(f"sdl:{_PROGRAM}:{served.api.catalog.shape}", make, CACHE_SECONDS)

    # --- catalogs -------------------------------------------------------------------------------------------------

    def _version(self, principal: Principal) -> int:
        tenant = self._tenants.get(principal.tenant or "")
        return tenant.version if tenant else 0

    def _is_old(self, slug: str, tenant: _Tenant, seen: int | None) -> bool:
        if slug in self._stale or slug in self._refreshing or (seen is not None and seen > tenant.version):
            return True
        return not self._listening and time.monotonic() - tenant.checked > UNHEARD_SECONDS

    async def _current(self, principal: Principal, seen: int | None) -> _Tenant:
        """The present schema of the principal's tenant; of an operator without one, what is for operators.

        seen: the version that the client knows of.
        """
        slug = principal.tenant
        if slug is not None:
            for _ in range(ATTEMPTS):  # a reading that was under way may have missed what was told meanwhile
                tenant = await self._refreshed(slug)
                if slug not in self._stale and (seen is None or tenant.version >= seen):
                    break
            return tenant
        if not principal.may(OPERATOR):
            raise ApiError("the token names no tenant", "FORBIDDEN", 403, hint="Ask for a token of a tenant.")
        if self._operators is None:
            async with self.pools.admin() as connection:
                types = await load.read_types(connection)
            self._operators = _Tenant(0, Served(Catalog(0, "operators", {}, types), roots_for_operators()))
        return self._operators

    async def _version_after(self, slug: str, tenant: _Tenant) -> int:
        """The version of the schema after a change that was made here, and so is there whatever comes."""
        if (reading := self._refreshing.get(slug)) is not None:
            await asyncio.wait([reading])  # it may have looked before the change
        try:
            return (await self._refreshed(slug)).version
        except Failure as error:
            self._stale.add(slug)
            _log.info("a schema could not be read after its change: %s", error)
            return tenant.version

    async def _refreshed(self, slug: str) -> _Tenant:
        """The tenant at its present version; whoever asks meanwhile waits for the same reading."""
        task = self._refreshing.get(slug)
        if task is None:
            task = self._refreshing[slug] = asyncio.create_task(self._refresh(slug))
            task.add_done_callback(lambda _: self._refreshing.pop(slug, None))
        return await asyncio.shield(task)

    async def _refresh(self, slug: str) -> _Tenant:
        old = self._tenants.get(slug)
        self._stale.discard(slug)  # what is said from here on is news again
        try:
            head, served = await self._reading(slug, lambda connection: self._present(connection, slug, old))
        except BaseException:
            self._stale.add(slug)
            raise
        tenant = _Tenant(head.version, served, head.origin)
        self._served[served.api.catalog.shape] = served
        self._tenants[slug] = tenant
        self._tenants.move_to_end(slug)
        if len(self._tenants) > TENANTS:
            self._stale.discard(self._tenants.popitem(last=False)[0])
        return tenant

    async def _present(self, connection: Connection, slug: str, old: _Tenant | None) -> tuple[load.Version, Served]:
        head = await load.read_version(connection, slug)
        return head, self._served.get(head.shape) or await self._read(connection, slug, head, old)

    async def _read(self, connection: Connection, slug: str, head: load.Version, old: _Tenant | None) -> Served:
        self._counts["catalogs_read"] += 1
        if self._types is None:
            self._types = await load.read_types(connection)
        types = self._types
        if old is not None and old.origin == head.origin:  # else it is another tenant, of the same slug
            return Served(await load.read_change(connection, slug, old.served.api.catalog, old.version))

        async def make() -> bytes:
            return await load.read_index(connection, slug)

        key = f"index:{_PROGRAM}:{head.shape}"
        catalog = load.catalog_of(await self.cache.single(key, make, CACHE_SECONDS), types)
        if catalog.shape != head.shape:  # it has changed between the two readings
            catalog = load.catalog_of(await make(), types)
        return Served(catalog)

    async def _load(self, slug: str, served: Served, ids: tuple[int, ...] | None) -> None:
        """Raises load.Outdated."""
        catalog = served.api.catalog
        await self._reading(slug, lambda connection: load.load_entries(connection, slug, catalog, ids))

    def _may_be_stale(self, slug: str, plan: Plan, error: Refused) -> bool:
        return error.sqlstate in STALE and not _is_for_operators(slug, plan)

    async def _has_changed(self, slug: str, served: Served) -> bool:
        return (await self._refreshed(slug)).served is not served

    # --- what the listener says -----------------------------------------------------------------------------------

    def schema_changed(self, tenant: str, version: int) -> None:
        if tenant in self._tenants:
            self._stale.add(tenant)
            self._in_background(self._refreshed(tenant))

    def listener_lost(self) -> None:
        self._listening = False

    def listener_back(self) -> None:
        """What was said meanwhile has not been heard: every version is looked at before it is used again."""
        self._listening = True
        self._stale.update(self._tenants)

    def _in_background(self, work: Awaitable[object]) -> None:
        async def quietly() -> None:
            try:
                await work
            except (Failure, OSError) as error:  # the next request meets it, and tells
                _log.info("a schema could not be read ahead: %s", error)

        task = asyncio.create_task(quietly())
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def metrics(self) -> dict[str, int]:
        return {**self._counts, "shapes": len(self._served), "tenants_known": len(self._tenants)}

    async def close(self) -> None:
        for task in [*self._background, *self._refreshing.values()]:
            task.cancel()


def _is_for_operators(slug: str, plan: Plan) -> bool:
    """It runs as an administrator of the server. Nothing that reads or writes things does."""
    return plan.role == OPERATOR or slug == NOBODY


def _digest(key: tuple[str, str | None, str]) -> str:
    return sha256(json.dumps(key).encode()).hexdigest()


def _body(errors: list[dict[str, Any]], data: bytes | None = None) -> bytes:
    text = json_text.dumps(errors).encode()
    return b'{"errors":' + text + (b',"data":' + data if data is not None else b"") + b"}"


def _refusal(errors: list[dict[str, Any]], status: int, version: int) -> Answer:
    return Answer(_body(errors), False, status, version)
