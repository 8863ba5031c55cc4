"""From an operation to its answer: the catalog of the tenant, the compiled plan, one statement, the bytes.

What is compiled belongs to the shape of a schema, so tenants of one shape share it. A change of the schema makes a new
`CompiledSchema` and swaps it in; requests in flight finish on the old one.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from graphql import DocumentNode, OperationType

from py_api import deadlines, json_text
from py_api.cache import Cache
from py_api.catalog import load
from py_api.catalog.model import NotLoaded
from py_api.compiler import operation as compiled
from py_api.compiler.introspection import introspect
from py_api.compiler.operation import RequestError
from py_api.compiler.plan import Plan
from py_api.compiler.values import locations
from py_api.config import Limits
from py_api.cpu_budget import LARGE, CpuBudget, Spent
from py_api.database import Connection, TenantPools, statement
from py_api.engine import error_mapping, transaction
from py_api.engine.group_commit import GroupCommit
from py_api.engine.migration_path import MigrationPaths
from py_api.engine.past_names import PastNamesOfTenants
from py_api.engine.schema_cache import (
    ATTEMPTS,
    CACHE_SECONDS,
    PROGRAM,
    ROUNDS,
    CompiledSchema,
    Run,
    SchemaCache,
    schema_kept_changing,
)
from py_api.errors import ApiError, DatabaseError, Disconnected, FieldError, ShutOut, TenantChanged, tenant_changed
from py_api.lru import Lru
from py_api.principal import Principal, Role
from py_api.schema.admin import OPERATOR
from py_api.schema.sdl import sdl_text
from py_api.single_flight import SingleFlight

REFUSALS, REFUSALS_BYTES = 1_000, 2 * 2**20  # of documents that are known to be wrong
REFUSAL_BYTES = 16 * 1024  # of one that is kept
BATCH_SECONDS = 7.0  # of reads or creates that are done together
TAKE_LONG = {"admin", OPERATOR}
NEW_TOKEN = "Get a new token, with the tenant's id as tid."  # noqa: S105
NOBODY = ""  # in place of a slug, for operators whose token names no tenant
APART_SECONDS = 5.0  # so long is looked for which root fields fail
_OF_ALL = {"08", "40", "53", "54", "55", "57", "58"}  # classes of errors that other fields would have, too
# What a statement fails with when the tables are no longer what it was compiled for.
STALE = {"42703", "42P01", "42501", "42883", "42704", "42804", "0A000"}


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What a client sent. read_only: a mutation is refused. seen_version: never answer from an older schema.

    size: bytes of the request, where it may be large.
    """

    query: str
    name: str | None
    variables: dict[str, Any]
    read_only: bool = False
    idempotency_key: str | None = None
    seen_version: int | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """body: the complete response object. executed False: there is no "data". status: for the strict media type.

    retry_after: seconds, where that is why it was not executed.
    """

    body: bytes
    executed: bool
    status: int
    schema_version: int
    retry_after: int | None = None


class Engine:
    """One a process. execute answers; the listener tells of changes by schema_changed, listener_lost, listener_back."""

    def __init__(self, pools: TenantPools, cache: Cache, limits: Limits) -> None:
        self.pools = pools
        self.cache = cache
        self.limits = limits
        self.schemas = SchemaCache(pools, cache)
        self.budget = CpuBudget(limits.cpu_rate, limits.cpu_saved)
        self._past_names = PastNamesOfTenants(self.schemas, cache, self.budget)
        self._paths = MigrationPaths(self.schemas, cache, limits, self.budget, self._past_names)
        self.wrote: Callable[[str], None] = lambda _: None  # is told the tenant of each mutation, when it is over
        self._batches = GroupCommit()
        self._compiling: SingleFlight[tuple[str, int, tuple[str, str | None], Spent], compiled.Operation] = (
            SingleFlight()
        )
        self._planning: SingleFlight[tuple[str, int, Hashable, Spent], Plan] = SingleFlight()
        # By the hash of shape and document: what is sent again is refused again, for nothing.
        self._refused: Lru[bytes, tuple[list[dict[str, Any]], int]] = Lru(
            REFUSALS, REFUSALS_BYTES, lambda _digest, refusal: 500 + 2 * len(json_text.dumps(refusal[0])), REFUSAL_BYTES
        )
        self._counts = {"operations_compiled": 0, "stale_plans": 0}

    # --- answering ------------------------------------------------------------------------------------------------

    async def execute(self, principal: Principal, request: GraphQLRequest) -> Answer:
        """Never raises for what a client did: the errors are in the body."""
        try:
            try:
                return await self._execute(principal, request)
            except TenantChanged:  # found out before anything ran: whose the slug is now is looked at again
                return await self._execute(principal, request)
        except RequestError as error:
            return _refusal(error.errors, error.status, self._version(principal))
        except ApiError as error:
            return _refusal([error.as_json()], error.status, self._version(principal))
        except DatabaseError as error:  # while the schema was read
            slug = principal.tenant
            if error.sqlstate in STALE and slug is not None and await self.pools.has_left(slug):
                raise ShutOut(error.message) from error  # its role and tables go while the statement runs
            entry = error_mapping.outside(error)
            return _refusal([entry], entry["extensions"]["status"], self._version(principal))

    async def _execute(self, principal: Principal, request: GraphQLRequest) -> Answer:
        slug = principal.tenant or NOBODY
        identity = self.pools.tenants.known.get(slug)
        if identity is None or principal.tenant_id != identity.id:
            await self.admit(principal)
        for attempt in range(ATTEMPTS):
            seen = request.seen_version
            tenant = self.schemas.known(slug, seen) or await self.schemas.current(principal, seen)
            schema = tenant.schema
            try:
                operation, variables, plan = await self.planned(slug, schema, request)
                if plan.statement is None and operation.kind is OperationType.QUERY and slug is not NOBODY:
                    await self.pools.prove(slug)
                if plan.introspection and plan.statement is None:
                    body = await self._introspection(slug, schema, request, operation, plan, None, principal.role)
                    return Answer(body, True, 200, tenant.version)
            except load.Outdated:
                self.schemas.outdated(slug)
                continue
            except FieldError as error:  # of a mutation
                return _nothing_written(error, tenant.version)
            if not principal.may(plan.role):  # type: ignore[arg-type]
                raise ApiError(f"this needs the role {plan.role}", "FORBIDDEN", 403)
            if plan.role in TAKE_LONG and (run := deadlines.current.get()) is not None:
                run.extend()
            if plan.role == OPERATOR and request.idempotency_key is not None:
                hint = "Send the operation without Idempotency-Key."
                raise ApiError("Idempotency-Key is not supported for operator fields", "NOT_SUPPORTED", hint=hint)
            if plan.events is not None:
                hint = "Subscribe by WebSocket (graphql-transport-ws), or ask for text/event-stream."
                raise ApiError("subscriptions need WebSocket or text/event-stream", "NOT_SUPPORTED", hint=hint)
            variables["$actor"], variables["$tenant"] = principal.subject, slug
            try:
                plan.guards.check(variables)
            except FieldError as error:  # of a mutation
                return _nothing_written(error, tenant.version)
            if problems := variables.pop(compiled.PROBLEMATIC, None):
                problems = await self._past_names.explain_problems(slug, schema, problems)
                told = await error_mapping.ill(self.pools, slug, schema.api, plan, variables, problems)
                if told is None:
                    raise operation.refusal(problems)
                return Answer(_body([_at(operation, variables, *told)], b"null"), True, 200, tenant.version)
            errors = [_at(operation, variables, key, error.as_json()) for key, error in plan.failed.items()]
            try:
                for each in plan.computed:
                    variables[each.variable] = await self._paths.value(slug, tenant, each, variables)
                data = await self._run(slug, schema, request, operation, variables, plan, principal.role)
            except load.Outdated:
                self.schemas.outdated(slug)
                continue
            except (DatabaseError, FieldError) as error:
                state = "" if isinstance(error, FieldError) else error.sqlstate
                stale = state in STALE and not _is_for_operators(slug, plan)
                if stale and await self.pools.has_left(slug):
                    raise ShutOut(error.message) from error
                if stale and attempt == 0 and await self.schemas.has_changed(slug, schema):
                    self._counts["stale_plans"] += 1
                    continue
                try:
                    errors, data = await self._partly(
                        slug, schema, request, operation, variables, plan, error, principal.role
                    )
                except load.Outdated:
                    self.schemas.outdated(slug)
                    continue
            if errors:
                data = (
                    b"null"
                    if operation.kind is not OperationType.QUERY or operation.is_lost(variables, errors)
                    else data
                )
                return Answer(_body(errors, data), True, 200, tenant.version)
            version = tenant.version
            if operation.kind is OperationType.MUTATION and plan.role == "admin":  # which is a change of the schema
                version = await self.schemas.version_after(slug, tenant)
            return Answer(b'{"data":' + data + b"}", True, 200, version)
        raise schema_kept_changing()

    async def admit(self, principal: Principal) -> None:
        """Whether the token is meant for the tenant that has the slug now. Errors: UNAUTHENTICATED; as Tenants.find."""
        slug = principal.tenant
        if slug is None:
            return
        tenants = self.pools.tenants
        identity = tenants.known.get(slug) or await tenants.find(slug)
        if principal.tenant_id is None:
            if principal.issued < identity.since:
                why = f"the token is from before {slug} was this tenant's slug"
                raise ApiError(why, "UNAUTHENTICATED", 401, hint=NEW_TOKEN)
        elif principal.tenant_id != identity.id:
            raise ApiError(
                f"the token was issued for another tenant that was called {slug}",
                "UNAUTHENTICATED",
                401,
                hint=NEW_TOKEN,
            )

    async def planned(
        self,
        slug: str,
        schema: CompiledSchema,
        request: GraphQLRequest,
        spent: Spent = Spent.REFUSE,
        only: str | None = None,
    ) -> tuple[compiled.Operation, dict[str, Any], Plan]:
        """The operation, its variables and what to run. Raises RequestError, ApiError, load.Outdated, Failure.

        spent: what becomes of it where the tenant's budget has nothing left to compile with. only: for that root field.
        """
        name = (request.query, request.name)
        try:
            operation = schema.operations.get(name)
            if operation is None:
                # (A thousand clients may come back at once.)
                operation = await self._compiling.run(
                    (slug, id(schema), name, spent), lambda: self._compile(slug, schema, name, spent)
                )
            if request.read_only and operation.kind is not OperationType.QUERY:
                raise ApiError("GET is for queries", "METHOD_NOT_ALLOWED", 405, hint="Send mutations by POST.")
            keyed: tuple[dict[str, Any], Hashable] | None = None
            if request.size < LARGE:
                try:
                    keyed = _keyed(operation, request, only)
                except NotLoaded:
                    keyed = None
            if keyed is None:
                run = self.beside(slug, request)
                keyed = await self.schemas.loading(slug, schema, lambda: _keyed(operation, request, only), ROUNDS, run)
        except RequestError as error:
            raise RequestError(await self._past_names.explain(slug, schema, error.errors), error.status) from None
        variables, skeleton = keyed
        plan = operation.plans.get(skeleton)
        if plan is None:
            plan = await self._planning.run(
                (slug, id(operation), skeleton, spent),
                lambda: self._plan(slug, schema, name, operation, variables, only, skeleton, spent),
            )
        return operation, variables, plan

    async def _plan(
        self,
        slug: str,
        schema: CompiledSchema,
        name: tuple[str, str | None],
        operation: compiled.Operation,
        variables: dict[str, Any],
        only: str | None,
        skeleton: Hashable,
        spent: Spent,
    ) -> Plan:
        run = partial(self.budget.run, slug, spent=spent)
        plan = await self.schemas.loading(slug, schema, lambda: operation.compile(variables, only), ROUNDS, run)
        operation.plans.put(skeleton, plan)
        schema.operations.put(name, operation)  # which holds more now
        return plan

    def beside(self, slug: str, request: GraphQLRequest) -> Run | None:
        """Runs what goes through the variables of an operation, where they are large: beside the loop, and charged."""
        return partial(self.budget.run, slug, spent=Spent.CHARGE) if request.size >= LARGE else None

    async def _compile(
        self, slug: str, schema: CompiledSchema, name: tuple[str, str | None], spent: Spent
    ) -> compiled.Operation:
        digest = sha256(json.dumps([schema.api.catalog.shape, *name]).encode()).digest()
        if (refusal := self._refused.get(digest)) is not None:
            raise RequestError(*refusal)
        run = partial(self.budget.run, slug, spent=spent)
        refusals: list[tuple[list[dict[str, Any]], int]] = []
        document: DocumentNode | None = None

        def compile_document() -> compiled.Operation:
            nonlocal document
            try:
                document = document or compiled.parsed(name[0], self.limits)
                return compiled.Operation(schema.api, document, name[1], self.limits)
            except RequestError as error:
                refusals.append((error.errors, error.status))
                raise
            except ApiError as error:
                refusals.append(([error.as_json()], error.status))
                raise

        try:
            made = await self.schemas.loading(slug, schema, compile_document, ROUNDS, run)
        finally:
            for each in refusals:
                self._refused.put(digest, each)
        self._counts["operations_compiled"] += 1
        schema.operations.put(name, made)
        return made

    async def _run(
        self,
        slug: str,
        schema: CompiledSchema,
        request: GraphQLRequest,
        operation: compiled.Operation,
        variables: dict[str, Any],
        plan: Plan,
        role: Role,
    ) -> bytes:
        if operation.kind is OperationType.MUTATION:
            try:
                return await self._written(slug, request, variables, plan)
            finally:
                self.wrote(slug)
        data = b"{}"
        if plan.statement is not None:
            params = plan.statement.bind(variables)
            if _is_for_operators(slug, plan):
                data = await self._fetched_for_operators(plan.statement.text, params)
            else:
                data = await self._fetched(slug, plan.statement.text, params, plan.quick)
        for key in plan.introspection:
            written = await self._introspection(slug, schema, request, operation, plan, key, role)
            data = data.replace(compiled.place(key), written, 1)
        return data

    async def _partly(
        self,
        slug: str,
        schema: CompiledSchema,
        request: GraphQLRequest,
        operation: compiled.Operation,
        variables: dict[str, Any],
        plan: Plan,
        error: DatabaseError | FieldError,
        role: Role,
    ) -> tuple[list[dict[str, Any]], bytes]:
        """Errors and data, after one error of the whole. What of a query fails is found by its root fields apart."""
        roots = operation.roots(variables)
        if operation.kind is not OperationType.QUERY or not _is_of_a_field(error):
            entry = await self._entry(slug, schema, plan, variables, error)
            key = error.key or (next(iter(roots)) if len(roots) == 1 else None)
            return [entry if key is None else _at(operation, variables, key, entry)], b"null"
        errors: list[dict[str, Any]] = []
        parts: list[bytes] = []
        until = asyncio.get_running_loop().time() + APART_SECONDS
        for key in roots:
            value: bytes | None = None
            part, failed = plan, plan.failed.get(key)
            try:
                if failed is not None:
                    raise failed
                if len(roots) == 1:
                    raise error
                if asyncio.get_running_loop().time() > until:
                    raise FieldError("another field failed, and there was no time left for this one", "TIMEOUT")  # noqa: TRY301
                part = (await self.planned(slug, schema, request, Spent.CHARGE, key))[2]
                if part.statement is None:
                    found = (
                        b'{"":' + await self._introspection(slug, schema, request, operation, part, key, role) + b"}"
                    )
                else:
                    found = await self._run(slug, schema, request, operation, variables, part, role)
                value = found[found.index(b":") + 1 : -1].strip()
            except (DatabaseError, FieldError) as own:
                errors.append(_at(operation, variables, key, await self._entry(slug, schema, part, variables, own)))
            parts.append(json.dumps(key).encode() + b":" + (value or b"null"))
        return errors, b"{" + b",".join(parts) + b"}"

    async def _entry(
        self,
        slug: str,
        schema: CompiledSchema,
        plan: Plan,
        variables: dict[str, Any],
        error: DatabaseError | FieldError,
    ) -> dict[str, Any]:
        if isinstance(error, FieldError):
            return error.as_json()
        return (await error_mapping.entries(self.pools, slug, schema.api, plan, variables, error))[0]

    async def _written(self, slug: str, request: GraphQLRequest, variables: dict[str, Any], plan: Plan) -> bytes:
        """A mutation's data."""

        async def alone() -> bytes:
            async with self._connection(slug, plan) as connection:
                data = await transaction.run(connection, plan, variables, request.idempotency_key, request)
            if plan.role == OPERATOR:
                await self._shut_out()
            return data

        shared = plan.shared
        if shared is None or request.idempotency_key is not None:
            return await alone()
        return await self._together(slug, shared.text, shared.bind(variables), alone)

    async def _fetched(self, slug: str, sql: str, params: list[Any], quick: bool) -> bytes:
        """A query's data. What is quick goes with others that come meanwhile."""

        async def alone() -> bytes:
            data = await self.pools.fetch_json(slug, sql, params)
            assert data is not None
            return data

        try:
            return await (self._together(slug, sql, params, alone) if quick else alone())
        except Disconnected:
            data = await self.schemas.reading(slug, lambda again: again.fetch_json(sql, params))
        assert data is not None
        return data

    def _together(
        self, slug: str, sql: str, params: list[Any], alone: Callable[[], Awaitable[bytes]]
    ) -> Coroutine[Any, Any, bytes]:
        """What alone gives, or this text with these params in company."""

        meant = self.pools.tenants.known.get(slug)

        async def many(params: list[Sequence[object]]) -> list[bytes | None]:
            try:
                async with asyncio.timeout(BATCH_SECONDS), self.pools.connection(slug) as connection:
                    if self.pools.tenants.known.get(slug) is not meant:
                        raise tenant_changed()
                    return await connection.fetch_json_many(sql, params)
            except TimeoutError:
                raise deadlines.late(BATCH_SECONDS) from None

        return self._batches.run((slug, sql), params, alone, many)

    async def _shut_out(self) -> None:
        """After a change of tenants, before we answer: sessions of those that were shut out are ended."""
        async with self.pools.admin() as connection:
            await connection.fetch_values(statement("end_sessions"))
        await self.pools.tenants.recheck()

    def tenant_left(self, slug: str) -> None:
        self.schemas.forget(slug)

    async def _fetched_for_operators(self, sql: str, params: list[Any]) -> bytes:
        async with self.pools.admin() as connection:
            data = await connection.fetch_json(sql, params)
        assert data is not None
        return data

    def _connection(self, slug: str, plan: Plan) -> AbstractAsyncContextManager[Connection]:
        return self.pools.admin() if _is_for_operators(slug, plan) else self.pools.connection(slug)

    async def _introspection(
        self,
        slug: str,
        schema: CompiledSchema,
        request: GraphQLRequest,
        operation: compiled.Operation,
        plan: Plan,
        only: str | None,
        role: Role,
    ) -> bytes:
        """What the catalog answers: for the root field `only`, or the whole response, where there are no others.

        (Of a thousand classes it is some 50 MB: it is kept as it is sent, since each copy takes milliseconds.)
        """

        def named() -> tuple[dict[str, Any], bytes]:
            variables = operation.coerced(request.variables)
            return variables, sha256(
                json_text.dumps((request.query, request.name, variables, only, role)).encode()
            ).digest()

        run = self.beside(slug, request)
        variables, key = named() if run is None else await run(named)
        written = schema.written.get(key)
        if written is None:
            self.budget.check(slug)

            async def make() -> bytes:
                return await self._introspected(slug, schema, operation, variables, plan, only, role)

            shared = f"introspection:{PROGRAM}:{schema.api.catalog.shape}:{key.hex()}"
            written = await self.cache.single(shared, make, CACHE_SECONDS)
            schema.written.put(key, written)
        return written

    async def _introspected(
        self,
        slug: str,
        schema: CompiledSchema,
        operation: compiled.Operation,
        variables: Mapping[str, Any],
        plan: Plan,
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
        """What is written from many entries: beside the event loop, so that others are answered meanwhile."""
        while True:
            try:
                return await self.budget.run(slug, write, Spent.CHARGE, long=True)
            except NotLoaded as missing:
                everything = len(missing.ids) > len(schema.api.catalog.heads) // 2
                await self.schemas.load_entries(slug, schema, None if everything else missing.ids)

    async def sdl(self, principal: Principal) -> bytes:
        """The schema of the principal's tenant as SDL: what its role may use."""
        slug = principal.tenant or NOBODY
        await self.admit(principal)
        await self.budget.admit(slug)
        if principal.tenant is not None:
            await self.pools.prove(slug)
        while True:
            tenant = self.schemas.known(slug, None) or await self.schemas.current(principal, None)
            try:
                return await self._sdl(slug, tenant.schema, principal.role)
            except load.Outdated:
                self.schemas.outdated(slug)

    async def _sdl(self, slug: str, schema: CompiledSchema, role: Role) -> bytes:
        async def make() -> bytes:
            return await self._loading(slug, schema, lambda: sdl_text(schema.api, role=role).encode())

        return await self.cache.single(f"sdl:{PROGRAM}:{schema.api.catalog.shape}:{role}", make, CACHE_SECONDS)

    async def kind(self, principal: Principal, request: GraphQLRequest) -> OperationType:
        """Query, mutation or subscription. Raises RequestError, ApiError, Failure."""
        slug = principal.tenant or NOBODY
        await self.admit(principal)
        while True:
            seen = request.seen_version
            tenant = self.schemas.known(slug, seen) or await self.schemas.current(principal, seen)
            try:
                return (await self.planned(slug, tenant.schema, request))[0].kind
            except load.Outdated:
                self.schemas.outdated(slug)

    # --- catalogs -------------------------------------------------------------------------------------------------

    def _version(self, principal: Principal) -> int:
        tenant = self.schemas.tenants.get(principal.tenant or NOBODY)
        return tenant.version if tenant else 0

    # --- what the listener says -----------------------------------------------------------------------------------

    def schema_changed(self, tenant: str, version: int) -> None:
        self.schemas.schema_changed(tenant, version)

    def listener_lost(self) -> None:
        self.schemas.listener_lost()

    def listener_back(self) -> None:
        self.schemas.listener_back()

    def metrics(self) -> dict[str, int]:
        read, shapes, known = self.schemas.read, self.schemas.shapes, len(self.schemas.tenants)
        counts = {
            **self._counts, "cpu_budget_refusals": self.budget.refused,
            "operations_batched": self._batches.operations, "batches": self._batches.batches,
        }  # fmt: skip
        return {**counts, "catalogs_read": read, "shapes": shapes, "tenants_known": known}

    async def close(self) -> None:
        self.schemas.close()
        self.budget.close()


def _keyed(operation: compiled.Operation, request: GraphQLRequest, only: str | None) -> tuple[dict[str, Any], Hashable]:
    """The values of the variables, and the key of the plan for them."""
    variables = operation.coerced(request.variables)
    return variables, operation.key(variables, only)


def _nothing_written(error: FieldError, version: int) -> Answer:
    """To a mutation that one of its fields keeps from running."""
    told = error.as_json()
    entry = {"message": told["message"], "locations": error.locations, "path": [error.key], **told}
    return Answer(_body([entry], b"null"), True, 200, version)


def _at(operation: compiled.Operation, variables: dict[str, Any], key: str, entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of `errors` with the place of the root field that it is about."""
    nodes = operation.roots(variables).get(key, ())
    return {"message": entry["message"], "locations": locations(nodes), "path": [key], **entry}


def _is_of_a_field(error: DatabaseError | FieldError) -> bool:
    """Not of the operation as a whole, or of the server."""
    return isinstance(error, FieldError) or error.sqlstate[:2] not in _OF_ALL


def _is_for_operators(slug: str, plan: Plan) -> bool:
    """It runs as an administrator of the server. Nothing that reads or writes things does."""
    return plan.role == OPERATOR or slug == NOBODY


def _body(errors: list[dict[str, Any]], data: bytes | None = None) -> bytes:
    text = json_text.dumps(errors).encode()
    return b'{"errors":' + text + (b',"data":' + data if data is not None else b"") + b"}"


def _refusal(errors: list[dict[str, Any]], status: int, version: int) -> Answer:
    return Answer(_body(errors), False, status, version, errors[0]["extensions"].get("retryAfter"))
