"""The schemas that this process serves: read on demand, shared by tenants of one shape, swapped when they change.

What is known of a tenant holds until the listener says otherwise; while no one listens, for a second.
"""

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar
from weakref import WeakValueDictionary

from py_api.background import BackgroundTasks
from py_api.cache import Cache
from py_api.catalog import load
from py_api.catalog.index import Index
from py_api.catalog.model import Catalog, FieldType, NotLoaded
from py_api.catalog.policies import MASKS, Policies
from py_api.config import Limits, build
from py_api.database import Connection, TenantPools
from py_api.engine.tenant_rates import Rates
from py_api.errors import ApiError, Disconnected, Failure, Unavailable
from py_api.logs import reason
from py_api.lru import Lru, Room
from py_api.principal import Principal
from py_api.schema.admin_fields import OPERATOR, roots_for_operators
from py_api.schema.lazy_schema import ROOTS, ApiSchema, Roots
from py_api.single_flight import SingleFlight

if TYPE_CHECKING:
    from py_api.claims import Claims
    from py_api.compiler import operation as compiled

TENANTS = 10_000  # whose version is remembered
ATTEMPTS = 10  # to read a schema that changes meanwhile
ROUNDS = 50  # of loading entries for one operation: each reaches further into the schema
RECONNECTS = 2
READING_SECONDS = 10.0
UNHEARD_SECONDS = 1.0  # how long a version is trusted while the listener is lost
CACHE_SECONDS = 24 * 3600.0
ENTRIES_SECONDS = 3600.0  # they are many, cheap to read, and of use to processes that start
ENTRIES = 200  # classes at most in an answer that is kept
OPERATIONS = 1_000  # compiled operations kept for a shape
# Of all shapes together, in this process.
OPERATIONS_ROOM = Room(256 * 2**20)
INTROSPECTION_ROOM = Room(128 * 2**20)
TYPES = 4  # readings of the server's field types: they change with its extensions
PROGRAM = build()  # what is in the cache was made by it: another one may make or read it otherwise

T = TypeVar("T")
OperationName = tuple[str, str | None, load.DocumentLimits]  # document, operation in it, limits of its own
_log = logging.getLogger("thingbase.schemas")


class CompiledSchema:
    """A schema, compiled for all tenants of one shape that have the same limits. key: tells it from others.

    whole: what this one is a part of, as a mask leaves it.
    """

    __slots__ = ("__weakref__", "api", "key", "limits", "operations", "whole", "written")
    api: ApiSchema

    def __init__(
        self,
        key: str,
        catalog: Catalog,
        limits: Limits,
        roots: Roots = ROOTS,
        whole: "CompiledSchema | None" = None,
    ) -> None:
        self.key = key
        self.limits = limits
        self.whole = whole
        self.api = ApiSchema(catalog, roots, None if whole is None else whole.api)
        self.operations: Lru[OperationName, compiled.Operation] = Lru(
            OPERATIONS, OPERATIONS_ROOM, lambda _key, work: work.bytes
        )
        self.written: Lru[bytes, bytes] = Lru(OPERATIONS, INTROSPECTION_ROOM, lambda _key, text: len(text) + 100)

    def __del__(self) -> None:
        """The last request on it has ended."""
        self.api.forget()


class Seen(NamedTuple):
    """What a principal sees: the schema, and values of claims that its conditions take, as variables."""

    schema: CompiledSchema
    claims: Mapping[str, Any]


class TenantSchema:
    """A tenant's version, and the compiled schema that serves it."""

    __slots__ = (
        "checked",
        "documents",
        "masked",
        "origin",
        "own",
        "policies",
        "rates",
        "schema",
        "seen",
        "server",
        "version",
    )

    def __init__(
        self,
        version: int,
        schema: CompiledSchema,
        origin: str,
        documents: Mapping[str, load.DocumentLimits],
        own: Mapping[str, float] | None = None,
        server: str | None = None,
    ) -> None:
        """documents: the limits of persisted documents that have some, by their hash. own: of the kind server. server:
        where it was read."""
        self.version = version
        self.server = server
        self.origin = origin
        self.documents = documents
        self.own = own or {}
        self.rates = Rates.of(self.own)
        self.schema = schema
        self.policies: Policies | None = None  # read when a role of the tenant asks
        self.masked: Lru[str, CompiledSchema] = Lru(MASKS)  # the schema as masks leave it, by their keys
        self.seen: Lru[tuple[tuple[str, ...], Claims], Seen] = Lru(MASKS)  # by roles and claims
        self.checked = time.monotonic()


class SchemaCache:
    """One a process. The listener tells it of changes: schema_changed, listener_lost, listener_back."""

    def __init__(self, pools: TenantPools, cache: Cache, limits: Limits) -> None:
        """limits: of a tenant that has none of its own."""
        self.pools = pools
        self.cache = cache
        self._limits = limits
        self.tenants: OrderedDict[str, TenantSchema] = OrderedDict()
        self.read = 0  # catalogs, for metrics
        self.served: WeakValueDictionary[str, CompiledSchema] = WeakValueDictionary()
        self._stale: set[str] = set()  # tenants whose version is known to be old
        self._refreshing: SingleFlight[str, TenantSchema] = SingleFlight()
        self._loading: SingleFlight[tuple[str, int, tuple[int, ...] | None], None] = SingleFlight()
        # By their hash. The same object stands for the same types: what is made of them is kept by it.
        self._types: Lru[str, Mapping[str, FieldType]] = Lru(TYPES)
        self._operators: TenantSchema | None = None
        self._heard: set[str | None] = set()  # servers whose notifications come
        self._background = BackgroundTasks()

    def known(self, slug: str, seen: int | None) -> TenantSchema | None:
        """The tenant, if its cached schema is recent enough. seen: the version that the client knows of."""
        tenant = self.tenants.get(slug)
        if tenant is None or slug in self._stale or slug in self._refreshing.running:
            return None
        if seen is not None and seen > tenant.version:
            return None
        return tenant if tenant.server in self._heard or time.monotonic() - tenant.checked <= UNHEARD_SECONDS else None

    @property
    def shapes(self) -> int:
        return len(self.served)

    def outdated(self, slug: str) -> None:
        """Marks the tenant's cached schema as older than the database's."""
        self._stale.add(slug)

    async def current(self, principal: Principal, seen: int | None) -> TenantSchema:
        """The present schema of the principal's tenant; of an operator without one, what is for operators.

        seen: the version that the client knows of.
        """
        slug = principal.tenant
        if slug is not None:
            for _ in range(ATTEMPTS):  # a read that was under way may have missed a change
                tenant = await self._refreshed(slug)
                if slug not in self._stale and (seen is None or tenant.version >= seen):
                    break
            return tenant
        if not principal.may(OPERATOR):
            raise ApiError("the token has no tenant", "FORBIDDEN", 403, hint="Ask for a token of a tenant.")
        if self._operators is None:
            async with self.pools.admin() as connection:
                _, types = load.types_of(await load.read_types(connection))
            self._operators = TenantSchema(
                0,
                CompiledSchema(
                    "operators", Catalog(0, "operators", Index.of(()), types), self._limits, roots_for_operators()
                ),
                "",
                {},
            )
        return self._operators

    async def with_current(
        self,
        slug: str,
        principal: Principal,
        seen: int | None,
        work: Callable[[TenantSchema, int], Awaitable[T]],
    ) -> T:
        """The result of `work` with the present schema and the number of the attempt; tried again after load.Outdated.

        As current. Errors: SCHEMA_CHANGED.
        """
        for attempt in range(ATTEMPTS):
            tenant = self.known(slug, seen) or await self.current(principal, seen)
            try:
                return await work(tenant, attempt)
            except load.Outdated:
                self.outdated(slug)
        raise schema_kept_changing()

    async def version_after(self, slug: str, tenant: TenantSchema) -> int:
        """The version of the schema after a change that this process made."""
        if (reading := self._refreshing.running.get(slug)) is not None:
            await asyncio.wait([reading])  # it may have looked before the change
        try:
            return (await self._refreshed(slug)).version
        except Failure as error:
            self._stale.add(slug)
            _log.info("a schema could not be read after its change: %s", reason(error))
            return tenant.version

    async def _refreshed(self, slug: str) -> TenantSchema:
        """The tenant at its present version. Concurrent callers share one read."""
        return await self._refreshing.run(slug, lambda: self._refresh(slug))

    async def _refresh(self, slug: str) -> TenantSchema:
        old = self.tenants.get(slug)
        self._stale.discard(slug)  # what is said from here on is news again
        try:
            head, schema = await self._present(slug, old)
        except BaseException:
            self._stale.add(slug)
            raise
        server = self.pools.tenants.server_of(slug)
        tenant = TenantSchema(head.version, schema, head.origin, head.documents, head.server, server)
        self.served[schema.key] = schema
        self.tenants[slug] = tenant
        self.tenants.move_to_end(slug)
        if len(self.tenants) > TENANTS:
            self._stale.discard(self.tenants.popitem(last=False)[0])
        return tenant

    async def _present(self, slug: str, old: TenantSchema | None) -> tuple[load.Version, CompiledSchema]:
        """old: the cached tenant. A change of its schema costs one statement."""
        for _ in range(ATTEMPTS):
            head, change = await self._look(slug, old)
            known = {name: number for name, number in head.limits.items() if hasattr(self._limits, name)}
            limits = replace(self._limits, **known)
            key = f"{head.shape}:{json.dumps(head.limits, sort_keys=True)}"
            schema = self.served.get(key)
            if schema is not None:
                return head, schema
            self.read += 1
            if old is not None and change is not None:
                return head, CompiledSchema(key, load.changed(old.schema.api.catalog, head, change), limits)
            with suppress(load.Outdated):
                return head, CompiledSchema(key, await self._read(slug, head), limits)
        raise schema_kept_changing()

    async def _look(self, slug: str, old: TenantSchema | None) -> tuple[load.Version, load.Change | None]:
        """The version, and what has changed since the old one; None where that is not an earlier version of it."""
        if old is None:
            return await self.reading(slug, lambda connection: load.read_version(connection, slug)), None
        since = old.version
        head, change = await self.reading(slug, lambda connection: load.read_change(connection, slug, since))
        # Another origin: another tenant, of the same slug. Other types: the server has other extensions now.
        same = old.origin == head.origin and since <= head.version
        return head, change if same and self._types.get(head.types) is old.schema.api.catalog.types else None

    async def _read(self, slug: str, head: load.Version) -> Catalog:
        """Without its entries. Raises load.Outdated."""

        async def make() -> bytes:
            return await self.reading(slug, lambda connection: load.read_index(connection, slug, head.shape))

        types = await self._types_of(slug, head.types)
        text = await self.cache.single(f"index:{PROGRAM}:{head.shape}", make, CACHE_SECONDS)
        return load.catalog_of(text, types)

    async def _types_of(self, slug: str, wanted: str) -> Mapping[str, FieldType]:
        """The server's field types. Raises load.Outdated where they are not those of this hash any more."""

        async def make() -> bytes:
            text = await self.reading(slug, load.read_types)
            if load.types_of(text)[0] != wanted:
                raise load.Outdated
            return text

        if (types := self._types.get(wanted)) is None:
            _, read = load.types_of(await self.cache.single(f"types:{PROGRAM}:{wanted}", make, CACHE_SECONDS))
            if (types := self._types.get(wanted)) is None:  # others may have read them meanwhile
                types = read
                self._types.put(wanted, types)
        return types

    async def load_entries(self, slug: str, schema: CompiledSchema, ids: tuple[int, ...] | None) -> None:
        """Loads the entries of these classes (None: all). Concurrent callers share one read.

        Raises load.Outdated.
        """
        await self._loading.run((slug, id(schema), ids), lambda: self._load_entries(slug, schema, ids))

    async def _load_entries(self, slug: str, schema: CompiledSchema, ids: tuple[int, ...] | None) -> None:
        known = schema.api.catalog.stored
        key = text = None
        if ids is not None and len(ids) <= ENTRIES:
            digest = sha256(json.dumps(ids).encode()).hexdigest()
            key = f"entries:{PROGRAM}:{known.shape}:{digest}"
            text = await self.cache.get(key)
        if text is None:
            text = await self.reading(slug, lambda connection: load.read_entries(connection, slug, known.shape, ids))
            if key is not None:
                self.cache.keep(key, text, ENTRIES_SECONDS)
        load.take_entries(known, text)

    async def loading(
        self,
        slug: str,
        schema: CompiledSchema,
        make: Callable[[], T],
        rounds: int | None = None,
        run: "Run | None" = None,
    ) -> T:
        """The result of `make` for a served schema, as `loading`. Also raises load.Outdated."""
        return await loading(lambda ids: self.load_entries(slug, schema, ids), make, rounds, run)

    async def reading(self, slug: str, read: Callable[[Connection], Awaitable[T]]) -> T:
        """The result of `read`. Tried again on another connection, if one breaks."""
        for _ in range(RECONNECTS):
            with suppress(Disconnected):
                return await self._reading(slug, read)
        return await self._reading(slug, read)

    async def _reading(self, slug: str, read: Callable[[Connection], Awaitable[T]]) -> T:
        """(No single caller's deadline ends what several wait for.)"""
        try:
            async with asyncio.timeout(READING_SECONDS), self.pools.connection(slug) as connection:
                return await read(connection)
        except TimeoutError as error:
            raise Unavailable("the database does not answer") from error

    async def has_changed(self, slug: str, schema: CompiledSchema) -> bool:
        return (await self._refreshed(slug)).schema is not schema

    def schema_changed(self, tenant: str, version: int) -> None:
        if tenant in self.tenants:
            self._stale.add(tenant)
            self._in_background(self._refreshed(tenant))

    def forget(self, slug: str) -> None:
        """The tenant has left: the next one of that slug is another."""
        if self.tenants.pop(slug, None) is not None or slug in self._refreshing.running:
            self._stale.add(slug)

    def listener_lost(self, server: str | None = None) -> None:
        self._heard.discard(server)

    def listener_back(self, server: str | None = None) -> None:
        """Notifications were missed: every version of there is checked before it is used again."""
        self._heard.add(server)
        self._stale.update(slug for slug, tenant in self.tenants.items() if tenant.server == server)

    def _in_background(self, work: Awaitable[object]) -> None:
        async def quietly() -> None:
            try:
                await work
            except (Failure, OSError) as error:  # the next request meets it, and tells
                _log.info("a schema could not be read ahead: %s", reason(error))

        self._background.start(quietly())

    def close(self) -> None:
        self._background.cancel()
        for task in list(self._refreshing.running.values()):
            task.cancel()


class Run(Protocol):
    """Runs work elsewhere than on the event loop."""

    async def __call__(self, work: Callable[[], T]) -> T: ...


async def loading(
    load: Callable[[tuple[int, ...]], Awaitable[None]],
    make: Callable[[], T],
    rounds: int | None = None,
    run: Run | None = None,
) -> T:
    """The result of `make`, after `load` has loaded the entries that it lacks.

    rounds: of loading, after which it is refused: DEPTH_LIMIT. None: there is an end to them, since classes are.
    run: what make is run by; None: the event loop.
    """
    for _ in count() if rounds is None else range(rounds):
        try:
            return make() if run is None else await run(make)
        except NotLoaded as missing:
            await load(missing.ids)
    raise ApiError("the operation uses too many classes", "DEPTH_LIMIT")


def schema_kept_changing() -> ApiError:
    return ApiError(
        "the schema kept changing during this request", "SCHEMA_CHANGED", 503, hint="Send the operation again."
    )
